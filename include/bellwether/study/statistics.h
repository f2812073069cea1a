/* statistics.h - what GSL has not: intervals of shares, bias-corrected bootstrap, adjusted p
 * values, Shapley shares. Tested against SciPy. */
#ifndef BELLWETHER_STUDY_STATISTICS_H
#define BELLWETHER_STUDY_STATISTICS_H

#include "bellwether/base/draw.h"
#include "bellwether/base/error.h"

#include <stddef.h>

struct interval {
  double low, high;
};

/* A mean with its interval. */
struct estimate {
  double mean, low, high;
};

/* The mean of `n` values that stand `stride` apart, and its interval by Student's t. NaN stands for
 * a value that is missing. No value: NaN; one: no interval. Cost: two passes. */
struct estimate statistics_mean(const double *values, size_t stride, size_t n, double level);

/* Wilson's score interval of a share, `successes` of `n`; it begins at exactly 0 where there is
 * none and ends at exactly 1 where all are. n = 0: all of 0..1. (Wilson 1927) */
struct interval statistics_wilson(size_t successes, size_t n, double level);

/* Which of n a bootstrap's resampling draws for each of its n places: keyed draws, the same for all
 * that are drawn together. Cost: about 3 ns a place. */
void statistics_places(struct draw_key key, size_t resampling, size_t n, uint32_t *places);

/* The value at place (n + 1) p of `n` sorted ones, the first and last at most (Hyndman and Fan
 * 1996, definition 6): a further value of the same law is below it with probability p. */
double statistics_quantile(const double *sorted, size_t n, double p);

/* The percentile interval of `n` resampled values, at places (n + 1) p (Davison and Hinkley 1997),
 * which are sorted in place; those that are NaN count for nothing, and none gives NaN. Cost:
 * n log n. */
struct interval statistics_percentiles(double *values, size_t n, double level);

/* Bias-corrected and accelerated bootstrap interval of the mean of `values` (Efron 1987):
 * `resamples` resamplings by keyed draws, acceleration by the jackknife. n < 2, or all values
 * equal: the mean itself. Errors: memory. Cost: resamples times n. */
enum status statistics_bca(const double *values, size_t n, double level, size_t resamples,
                           struct draw_key key, struct interval *interval,
                           struct error *error) MUST_CHECK;

/* Percentile bootstrap interval of mean(above) / mean(below), pairs drawn together. A resampling
 * whose denominator has another sign counts as infinite: the interval may have no upper bound.
 * Errors: memory. */
enum status statistics_ratio(const double *above, const double *below, size_t n, double level,
                             size_t resamples, struct draw_key key, struct interval *interval,
                             struct error *error) MUST_CHECK;

/* Two-sided p of a mean of paired differences being 0, by Student's t. NaN where n < 2. */
double statistics_paired_p(double mean, double sd, size_t n);

/* Holm's adjustment of `n` p values for one family, in place; NaN stays and counts for nothing.
 * (Holm 1979) Errors: memory. */
enum status statistics_holm(double *p, size_t n, struct error *error) MUST_CHECK;

/* Probability of superiority: share of pairs in which `other` is larger, ties by half. */
double statistics_superiority(const double *base, const double *other, size_t n);

/* Shapley shares of k players from the worth of each of the 2^k coalitions, bit j of its index set
 * where player j takes part: sum over coalitions S without j of |S|! (k-|S|-1)! / k! times what j
 * adds. They sum to worth[all] - worth[none]. (Shapley 1953) */
void statistics_shapley(size_t k, const double *worth, double *shares);

#endif
