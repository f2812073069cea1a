/* shapley_effects.h - shares of an outcome's variance that stay right under dependent inputs.
 *
 * The cost of a set J of inputs is c(J) = E Var(g | all but J), g(x) = E[y | x]: what spread is
 * left where all others are known. An input's Shapley effect is what it adds to c, averaged over
 * all orders in which inputs may be let go, over V = Var y (Owen 2014; Song, Nelson and Staum
 * 2016). Effects are never below 0 but by chance; they add up to 1 less chance's share, E Var(y |
 * x) / V, which keeps what inputs do to it. c(J) is the mean, over `outer` draws of the others, of
 * the variance over `inner` draws of J given them.
 *
 * Use: shapley_effects_points, run the points, shapley_effects. */
#ifndef BELLWETHER_STUDY_SHAPLEY_EFFECTS_H
#define BELLWETHER_STUDY_SHAPLEY_EFFECTS_H

#include "bellwether/study/statistics.h"

#include <stdbool.h>

#define SHAPLEY_EXACT_MOST 6 /* inputs of whose sets all are taken */

/* Replaces x[i] of every free input by a draw from their joint law given the others, which stand in
 * x; where all are free x holds nothing yet. */
typedef enum status shapley_sampler(void *context, const bool *is_free, gsl_rng *rng, double *x,
                                    struct error *error);

struct shapley_design {
  size_t inputs;
  size_t sample;       /* points for V: two or more */
  size_t permutations; /* random orders, more of which leave the first unchanged; 0: all sets, up to
                          SHAPLEY_EXACT_MOST inputs */
  size_t outer, inner; /* of each set. Song et al.: 1 and 3 for random orders; inner 3, outer many
                          for all sets. inner: two or more */
  struct draw_key key;
};

/* Points that must be run: sample + outer inner sets, where sets = 2^inputs - 2, or permutations
 * (inputs - 1). */
size_t shapley_effects_runs(const struct shapley_design *design);

/* Writes points[run][input]: the sample, then [set][outer][inner].
 * Errors: STATUS_USAGE where all sets are wanted of too many inputs, or sizes are below their
 * least; the sampler's; memory. Cost: a call of the sampler a run. */
enum status shapley_effects_points(const struct shapley_design *design, shapley_sampler *sampler,
                                   void *context, double *points, struct error *error) MUST_CHECK;

struct shapley_effect {
  double share;
  struct interval interval;
};

/* What the effects are shares of. */
struct shapley_whole {
  double variance; /* of a single replication */
  double chance;   /* its share; NaN with one replication, where noise is spread over all inputs */
  struct interval chance_interval;
};

/* Effects[input] from y[run][replications]. Products are of different replications alone, so that
 * noise enters no effect, whether runs share their chance or not. A failed run (NaN) leaves out its
 * draw of the others or its point of the sample. Intervals: percentiles of a bootstrap over the
 * sample and the random orders, or over each set's outer draws.
 * Errors: STATUS_UNDECIDED where a set, or all orders, or the sample, have no whole draw, or the
 * outcome is constant; memory. Cost: inputs times orders (or sets times outer) times resamples. */
enum status shapley_effects(const struct shapley_design *design, const double *y,
                            size_t replications, double level, size_t resamples,
                            struct shapley_effect *effects, struct shapley_whole *whole,
                            struct error *error) MUST_CHECK;

/* A joint Gaussian law, `covariance` row by row; a context of shapley_gaussian. */
struct shapley_law {
  size_t inputs;
  const double *mean, *covariance;
};

/* A shapley_sampler of struct shapley_law: with the fixed inputs first, the Cholesky factor L of
 * the covariance gives x = mean + L z; z of the fixed ones is solved for, that of the free ones is
 * drawn. Errors: STATUS_SCENARIO where the covariance is not positive definite; memory. Cost:
 * inputs^3 / 3. */
enum status shapley_gaussian(void *law, const bool *is_free, gsl_rng *rng, double *x,
                             struct error *error);

#endif
