/* draws.h - sets of assumptions, drawn from their priors: the same for every scenario.
 *
 * Draw 0 is the central one, where every value is what its scenario says. The others spread over
 * the priors: by a Sobol sequence, shifted at random digit by digit, where it has enough dimensions
 * (GSL: 40); else by Latin hypercubes. They come in blocks, so that more can be added later: a
 * block added leaves those before it as they are. In a hypercube each assumption has its own keyed
 * permutation, by its name, so that a further assumption changes nothing of the others.
 * Correlations bind them afterwards (assumptions_correlate): those correlated are spread evenly no
 * more than by chance, but for the first of them. */
#ifndef BELLWETHER_STUDY_DRAWS_H
#define BELLWETHER_STUDY_DRAWS_H

#include "bellwether/study/design.h"

#define DRAWS_MOST        1000000u
#define DRAWS_BLOCKS_MOST 64u
#define DRAWS_SOBOL_MOST  40u /* dimensions */

struct draws {
  uint32_t count;  /* sets, the central one too; 0: there are none, and nothing is varied */
  uint32_t blocks; /* how they came: ends[b] is the count after block b */
  uint32_t ends[DRAWS_BLOCKS_MOST];
  struct assumptions assumptions;
  struct design design; /* PRIORS, by blocks; or another, which says how many sets there are */
  double *shares;       /* [draw][assumption], in (0, 1), NaN where it keeps its value; draw 0:
                           unused */
};

/* Finds the assumptions of the scenarios, unless `draws` has them, and draws sets of them, by the
 * blocks or the design that `draws` has. Errors: those of assumptions_list and design_check;
 * memory. Cost: count times assumptions keyed draws, and a sort of each. */
enum status draws_make(const struct scenario *scenarios, size_t count, uint32_t seed,
                       struct draws *draws, struct error *error) MUST_CHECK;
void draws_free(struct draws *draws);

/* What an assumption is in a draw, in the first scenario that has it. */
double draws_value(const struct draws *draws, uint32_t draw, size_t assumption);

/* Whose chance a draw has: its own, but for those that a design compares. */
uint32_t draws_chance(const struct draws *draws, uint32_t draw);

/* Whether a draw is one of the priors, independent of others: all but the central one, and but
 * those that a design has placed. */
bool draws_is_of_priors(const struct draws *draws, uint32_t draw);

/* A scenario as a draw has it: `out` shares all but what can be varied with scenarios[number], and
 * is freed with draws_release. Errors: memory. Cost: a quantile an assumption. */
enum status draws_apply(const struct draws *draws, size_t number, uint32_t draw,
                        const struct scenario *scenario, struct scenario *out,
                        struct error *error) MUST_CHECK;
void draws_release(struct scenario *out);

#endif
