/* validate_fit.h - estimators: what law do these numbers follow?
 *
 * All are pure functions of their numbers. Where there are too few to tell, the estimate is NaN. */
#ifndef BELLWETHER_STUDY_VALIDATE_FIT_H
#define BELLWETHER_STUDY_VALIDATE_FIT_H

#include "bellwether/base/error.h"

#include <stddef.h>

/* Hill's estimate of the exponent k of a tail P(X > x) ~ x^-k: with the top = share n largest,
 * k = top / sum ln(x / cut), cut the largest value below them, which goes to *cut. `sorted`:
 * ascending, above zero. Fewer than ten in the tail: NaN. Cost: one pass over the tail. */
double validate_hill(const double *sorted, size_t n, double share, double *cut);

/* The Subbotin (exponential power) law, f(x) = exp(-|x - centre|^shape / (shape scale^shape)) /
 * (2 scale shape^(1/shape) Gamma(1 + 1/shape)): shape 1 is Laplace, 2 Gaussian. */
struct validate_subbotin {
  double centre, scale, shape;
};

/* Fits it by maximum likelihood, the centre at the median, which is the likeliest where shape is 1.
 * Given the shape, scale^shape = mean |x - centre|^shape; the shape is found by Brent's minimiser
 * within .2 to 5. `sorted`: ascending. Fewer than thirty values, or no spread: NaN. Cost: some 50
 * passes, a power a value. */
struct validate_subbotin validate_subbotin_fit(const double *sorted, size_t n);

/* Its density. */
double validate_subbotin_density(const struct validate_subbotin *law, double x);

/* Coefficients of the least-squares fit of y to the columns of x (row by row, n rows): columns that
 * say nothing new have 0 or share what they say. Errors: memory. No more rows than columns: NaN.
 * Cost: n columns^2. */
enum status validate_regress(const double *x, const double *y, size_t n, size_t columns,
                             double *coefficients, struct error *error) MUST_CHECK;

/* The slope of y to x by least squares; NaN with fewer than three values. Cost: one pass. */
double validate_slope(const double *x, const double *y, size_t n);

#endif
