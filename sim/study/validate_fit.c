#include "bellwether/study/validate_fit.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdbool.h>

#define TAIL_LEAST     10  /* values in a tail that is fitted */
#define SUBBOTIN_LEAST 30  /* values that a law is fitted to */
#define SHAPE_LEAST    0.2 /* bounds of the search for a shape */
#define SHAPE_MOST     5.0
#define SHAPE_GRID     24   /* steps of the first search between them, in equal ratios */
#define SHAPE_STEPS    60   /* of the second, at most */
#define SHAPE_ERROR    1e-5 /* at which it ends */
#define COLLINEAR      1e-9 /* singular values below this share of the largest count as zero */

double validate_hill(const double *sorted, size_t n, double share, double *cut) {
  const size_t top = (size_t)(share * (double)n);
  *cut = NAN;
  if (top < TAIL_LEAST || top >= n) return NAN;
  *cut = sorted[n - top - 1];
  double sum = 0;
  for (size_t k = n - top; k < n; k++) sum += log(sorted[k] / *cut);
  return sum > 0 ? (double)top / sum : NAN;
}

struct sample {
  const double *values;
  size_t n;
  double centre;
};

/* scale^shape of the likeliest law of this shape. */
static double mean_power(const struct sample *sample, double shape) {
  double sum = 0;
  for (size_t i = 0; i < sample->n; i++) {
    sum += pow(fabs(sample->values[i] - sample->centre), shape);
  }
  return sum / (double)sample->n;
}

/* Minus the log likelihood of a value, on average, at the likeliest scale. */
static double unlikelihood(double shape, void *context) {
  return M_LN2 + log(shape) / shape + gsl_sf_lngamma(1 + 1 / shape) +
         log(mean_power(context, shape)) / shape + 1 / shape;
}

static double grid_shape(int k) {
  return SHAPE_LEAST * pow(SHAPE_MOST / SHAPE_LEAST, (double)k / SHAPE_GRID);
}

/* Between two steps of the grid around the best one. */
static double refine(gsl_function *function, int best) {
  gsl_min_fminimizer *minimiser = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
  if (!minimiser) return NAN;
  double shape = grid_shape(best);
  int state = gsl_min_fminimizer_set(minimiser, function, shape, grid_shape(best - 1),
                                     grid_shape(best + 1));
  for (int step = 0; step < SHAPE_STEPS && state == GSL_SUCCESS; step++) {
    if (gsl_min_fminimizer_iterate(minimiser) != GSL_SUCCESS) break;
    shape = gsl_min_fminimizer_x_minimum(minimiser);
    const double width = gsl_min_fminimizer_x_upper(minimiser) -
                         gsl_min_fminimizer_x_lower(minimiser);
    if (width < SHAPE_ERROR) break;
  }
  gsl_min_fminimizer_free(minimiser);
  return shape;
}

struct validate_subbotin validate_subbotin_fit(const double *sorted, size_t n) {
  struct validate_subbotin law = {NAN, NAN, NAN};
  if (n < SUBBOTIN_LEAST || !(sorted[n - 1] > sorted[0])) return law;
  struct sample sample = {sorted, n, gsl_stats_median_from_sorted_data(sorted, 1, n)};
  gsl_function function = {unlikelihood, &sample};
  int best = 0;
  double least = INFINITY;
  for (int k = 0; k <= SHAPE_GRID; k++) {
    const double here = unlikelihood(grid_shape(k), &sample);
    if (here < least) {
      least = here;
      best = k;
    }
  }
  const bool inside = best > 0 && best < SHAPE_GRID &&
                      unlikelihood(grid_shape(best + 1), &sample) > least;
  law.centre = sample.centre;
  law.shape = inside ? refine(&function, best) : grid_shape(best);
  law.scale = pow(mean_power(&sample, law.shape), 1 / law.shape);
  return law;
}

double validate_subbotin_density(const struct validate_subbotin *law, double x) {
  const double away = fabs(x - law->centre) / law->scale;
  return exp(-pow(away, law->shape) / law->shape) /
         (2 * law->scale * pow(law->shape, 1 / law->shape) * gsl_sf_gamma(1 + 1 / law->shape));
}

enum status validate_regress(const double *x, const double *y, size_t n, size_t columns,
                             double *coefficients, struct error *error) {
  for (size_t k = 0; k < columns; k++) coefficients[k] = NAN;
  if (n <= columns) return STATUS_OK;
  const gsl_matrix_const_view rows = gsl_matrix_const_view_array(x, n, columns);
  const gsl_vector_const_view values = gsl_vector_const_view_array(y, n);
  gsl_vector_view out = gsl_vector_view_array(coefficients, columns);
  gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(n, columns);
  gsl_matrix *covariance = gsl_matrix_alloc(columns, columns);
  enum status status = STATUS_OK;
  double squares;
  size_t rank;
  if (!work || !covariance) {
    status = error_memory(error, "a regression", n * columns * sizeof(double));
  } else if (gsl_multifit_linear_tsvd(&rows.matrix, &values.vector, COLLINEAR, &out.vector,
                                      covariance, &squares, &rank, work) != GSL_SUCCESS) {
    for (size_t k = 0; k < columns; k++) coefficients[k] = NAN;
  }
  gsl_matrix_free(covariance);
  gsl_multifit_linear_free(work);
  return status;
}

double validate_slope(const double *x, const double *y, size_t n) {
  double constant, slope, a, b, c, squares;
  if (n < 3) return NAN;
  if (gsl_fit_linear(x, 1, y, 1, n, &constant, &slope, &a, &b, &c, &squares) != GSL_SUCCESS) {
    return NAN;
  }
  return slope;
}
