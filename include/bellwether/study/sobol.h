/* sobol.h - shares of an outcome's variance: first-order and total effects, and chance's own.
 *
 * Two independent samples A and B of the inputs, and for each group g of inputs AB_g, which is A
 * with g from B: (groups + 2) runs a row. With y = f(x, chance) and g(x) = E[y | x], V = Var y =
 * Var g(x) + E Var(y | x), first_i  = Var E[g | x_i] / V,   total_i = E Var(g | all but x_i) / V,
 *   chance   = E Var(y | x) / V,
 * so that chance and the first-order effects add up to 1 less the interactions among inputs; chance
 * keeps what inputs do to it. Where each run has two replications or more, products are of
 * different replications alone, so that noise enters no index, whether rows share their chance or
 * not. Inputs must be independent; where they are not, see shapley_effects.h. */
#ifndef BELLWETHER_STUDY_SOBOL_H
#define BELLWETHER_STUDY_SOBOL_H

#include "bellwether/study/statistics.h"

/* Outcomes: y + b * block is block b's [row][replication]; block 0 is A, 1 is B, 2 + g is AB_g. The
 * first half of a sample is one with half the rows and the same `block`. NaN: a failed run; its row
 * is left out. */
struct sobol_sample {
  size_t groups, rows, replications, block;
  const double *y;
};

/* Writes the inputs of all runs, points[block][row][input], from a and b [row][input]. `group` of
 * each input; NULL: each is one of its own, and groups = inputs. Cost: runs times inputs. */
void sobol_points(const double *a, const double *b, size_t rows, size_t inputs, size_t groups,
                  const size_t *group, double *points);

/* How a first-order effect was estimated, with means over rows, outcomes about their common mean:
 *   SALTELLI  mean B (AB_i - A) / V                     (Saltelli et al. 2010): exact at 0
 *   JANON     (mean B AB_i - m^2) / (mean (B^2 + AB_i^2) / 2 - m^2), m = mean (B + AB_i) / 2
 *             (Janon et al. 2014): exact at 1
 * Rule: that which varies less over the bootstrap's resamplings of the rows. */
enum sobol_estimator { SOBOL_SALTELLI, SOBOL_JANON };

struct sobol_index {
  double first, total; /* total: mean (A - AB_i)^2 / 2 / V (Jansen 1999) */
  struct interval first_interval, total_interval;
  enum sobol_estimator estimator; /* of first */
};

struct sobol {
  size_t rows;           /* that had all their runs */
  double mean, variance; /* of a single replication, over A and B */
  double chance;         /* its share; NaN with one replication */
  double interactions;   /* 1 - chance - all first-order effects, chance 0 where it is NaN */
  struct interval chance_interval, interactions_interval;
};

/* Indices[group] and what they are shares of. An estimate may fall below 0 by chance. Intervals: of
 * the percentiles of a bootstrap over rows; where the rows are quasi-random these are too wide
 * rather than too narrow.
 * With one replication chance cannot be told apart: where all runs share one chance the indices are
 * right for it, and where each has its own, V and every total hold all of the noise.
 * Errors: STATUS_UNDECIDED where fewer than two rows are whole, or the outcome is constant; memory.
 * Cost: groups times rows times resamples. */
enum status sobol_indices(const struct sobol_sample *sample, double level, size_t resamples,
                          struct draw_key key, struct sobol_index *indices, struct sobol *all,
                          struct error *error) MUST_CHECK;

#endif
