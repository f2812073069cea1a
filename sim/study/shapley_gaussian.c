/* Gaussian inputs given some of them. */
#include "bellwether/study/shapley_effects.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>

/* The covariance in another order, then its Cholesky factor below the diagonal. */
static enum status factor(const struct shapley_law *law, const size_t *order, gsl_matrix *l,
                          struct error *error) {
  const size_t n = law->inputs;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      gsl_matrix_set(l, i, j, law->covariance[order[i] * n + order[j]]);
    }
  }
  gsl_error_handler_t *before = gsl_set_error_handler_off();
  const int result = gsl_linalg_cholesky_decomp1(l);
  gsl_set_error_handler(before);
  if (result == GSL_SUCCESS) return STATUS_OK;
  return error_set(error, STATUS_SCENARIO,
                   "the covariance of %zu inputs is not positive definite: their correlations "
                   "contradict each other; lower them",
                   n);
}

/* z of the fixed inputs, the first `fixed` in order: L z = x - mean. */
static void solve(const struct shapley_law *law, const size_t *order, size_t fixed,
                  const gsl_matrix *l, const double *x, gsl_vector *z) {
  if (fixed == 0) return;
  for (size_t i = 0; i < fixed; i++) {
    gsl_vector_set(z, i, x[order[i]] - law->mean[order[i]]);
  }
  const gsl_matrix_const_view upper = gsl_matrix_const_submatrix(l, 0, 0, fixed, fixed);
  gsl_vector_view known = gsl_vector_subvector(z, 0, fixed);
  gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, &upper.matrix, &known.vector);
}

enum status shapley_gaussian(void *context, const bool *is_free, gsl_rng *rng, double *x,
                             struct error *error) {
  const struct shapley_law *law = context;
  const size_t n = law->inputs;
  size_t *order = calloc(n + 1, sizeof *order), fixed = 0, last = n;
  gsl_matrix *l = gsl_matrix_alloc(n, n);
  gsl_vector *z = gsl_vector_alloc(n);
  enum status status = STATUS_OK;
  if (order && l && z) {
    for (size_t i = 0; i < n; i++) fixed += is_free[i] ? 0 : 1;
    last = fixed;
    for (size_t i = 0, first = 0; i < n; i++) order[is_free[i] ? last++ : first++] = i;
    status = factor(law, order, l, error);
  } else status = error_memory(error, "a covariance", n * n * sizeof *x);
  if (status == STATUS_OK) {
    solve(law, order, fixed, l, x, z);
    for (size_t i = fixed; i < n; i++) gsl_vector_set(z, i, gsl_ran_ugaussian(rng));
    gsl_blas_dtrmv(CblasLower, CblasNoTrans, CblasNonUnit, l, z);
    for (size_t i = fixed; i < n; i++) x[order[i]] = law->mean[order[i]] + gsl_vector_get(z, i);
  }
  free(order);
  gsl_matrix_free(l);
  gsl_vector_free(z);
  return status;
}
