/* given_data.h - what a sample that is already there says of its inputs, at no further run.
 *
 * First-order effects: points are put into classes of equal number by an input, and the variance
 * between the classes' means is that of E[y | x_i] (Pearson's correlation ratio; Plischke,
 * Borgonovo and Smith 2013), less what chance alone puts there (Kelley 1935): first = 1 - (1 -
 * eta^2) (M - 1) / (M - classes),   eta^2 = between / all squares. PAWN: how far the law of y
 * within a slice of x_i lies from the law of all y: the largest distance of their distribution
 * functions (Kolmogorov-Smirnov), the median over slices (Pianosi and Wagener 2015, 2018). It sees
 * what leaves the mean alone. Dependent inputs each have what they tell of the outcome, through the
 * others too. */
#ifndef BELLWETHER_STUDY_GIVEN_DATA_H
#define BELLWETHER_STUDY_GIVEN_DATA_H

#include "bellwether/study/statistics.h"

struct given_data {
  size_t points, inputs;
  const double *x, *y; /* x[point][input]; y[point], NaN where it is missing: left out */
  size_t classes;      /* for first-order effects; 0: the whole root of the points, 50 at most */
  size_t slices;       /* for PAWN; 0: ten */
};

/* Of an input that is the same in all points: NaN. */
struct given_index {
  double first; /* share of the variance of y, chance of y included; below 0 by chance alone */
  struct interval first_interval; /* bootstrap over points, less its own bias */
  double pawn;                    /* 0..1; never 0 in a sample: see the bound */
};

/* What a dummy, an input that has nothing to do with y, stays below with probability `level`: an
 * index within its bound is not told from nothing. */
struct given_bounds {
  size_t points; /* that have a value */
  double first, pawn;
};

/* Indices[input] and their bounds, from `resamples` resamplings and as many dummies. A step within
 * a class is lost: of a linear effect of a uniform input 1 / classes^2. Errors: STATUS_UNDECIDED
 * where fewer than twenty points have a value (two for each of ten slices), the outcome is
 * constant, or a class would have fewer than two points; memory. Cost: inputs times points times
 * (resamples + log points). */
enum status given_indices(const struct given_data *data, double level, size_t resamples,
                          struct draw_key key, struct given_index *indices,
                          struct given_bounds *bounds, struct error *error) MUST_CHECK;

/* Bounds that all of as many dummies as the data have inputs stay below with probability `level`,
 * each by itself with 1 - (1 - level) / inputs (Bonferroni): of hundreds of inputs that do nothing
 * some are above their own bound. Errors: as given_indices. Cost: points times 20 to 200 dummies an
 * input, a second or two at most. */
enum status given_family(const struct given_data *data, double level, struct draw_key key,
                         struct given_bounds *bounds, struct error *error) MUST_CHECK;

#endif
