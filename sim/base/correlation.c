#include "bellwether/base/correlation.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* Whether the first `lead` rows and columns have a factor; it then stands in `lower`. */
static bool factor_leading(const double *matrix, size_t n, size_t lead, double *lower) {
  memcpy(lower, matrix, n * n * sizeof *lower);
  gsl_matrix_view view = gsl_matrix_view_array_with_tda(lower, lead, lead, n);
  gsl_error_handler_t *before = gsl_set_error_handler_off();
  const int result = gsl_linalg_cholesky_decomp1(&view.matrix);
  gsl_set_error_handler(before);
  return result == GSL_SUCCESS;
}

/* Of the rows up to `last`, those that are correlated with it, if only by way of others. */
static void connect(const double *matrix, size_t n, size_t last, bool *involved) {
  memset(involved, 0, n * sizeof *involved);
  involved[last] = true;
  for (bool grew = true; grew;) {
    grew = false;
    for (size_t i = 0; i <= last; i++) {
      for (size_t j = 0; j <= last && !involved[i]; j++) {
        const bool joined = matrix[i * n + j] < 0 || matrix[i * n + j] > 0;
        if (!involved[j] || !joined) continue;
        involved[i] = grew = true;
      }
    }
  }
}

bool correlation_factor(const double *matrix, size_t n, double *lower, bool *involved) {
  if (n == 0) return true;
  if (factor_leading(matrix, n, n, lower)) {
    for (size_t i = 0; i < n; i++) {
      for (size_t j = i + 1; j < n; j++) lower[i * n + j] = 0;
    }
    return true;
  }
  size_t good = 0, bad = n; /* leading parts that have a factor, and that have none */
  while (bad - good > 1) {
    const size_t middle = good + (bad - good) / 2;
    if (factor_leading(matrix, n, middle, lower)) good = middle;
    else bad = middle;
  }
  connect(matrix, n, bad - 1, involved);
  return false;
}

double correlation_share(double z) {
  return fmin(fmax(gsl_cdf_ugaussian_P(z), DBL_MIN), 1 - DBL_EPSILON);
}

void correlation_bind(const double *lower, size_t n, const size_t *list, double *u) {
  /* From the last on, so that each row still finds the independent shares of those before it. */
  for (size_t i = n; i-- > 0;) {
    const double *row = &lower[i * n];
    double z = 0;
    bool alone = true;
    for (size_t j = 0; j < i; j++) {
      if (!(row[j] < 0) && !(row[j] > 0)) continue;
      z += row[j] * gsl_cdf_ugaussian_Pinv(u[list[j]]);
      alone = false;
    }
    if (alone) continue;
    z += row[i] * gsl_cdf_ugaussian_Pinv(u[list[i]]);
    u[list[i]] = correlation_share(z);
  }
}
