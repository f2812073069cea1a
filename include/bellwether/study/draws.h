/* draws.h - sets of assumptions, drawn from their priors: the same for every scenario.
 *
 * Draw 0 is the central one, where every value is what its scenario says. The others spread over
 * the priors: by a Sobol sequence, shifted at random digit by digit, where it has enough dimensions
 * (GSL: 40); else by Latin hypercubes. They come in blocks, so that more can be added later: a
 * block added leaves those before it as they are. In a hypercube each assumption has its own keyed
 * permutation, by its name, so that a further assumption changes nothing of the others. */
#ifndef BELLWETHER_STUDY_DRAWS_H
#define BELLWETHER_STUDY_DRAWS_H

#include "bellwether/study/assumptions.h"

#define DRAWS_MOST        1000000u
#define DRAWS_BLOCKS_MOST 64u
#define DRAWS_SOBOL_MOST  40u /* dimensions */

struct draws {
  uint32_t count;  /* sets, the central one too; 0: there are none, and nothing is varied */
  uint32_t blocks; /* how they came: ends[b] is the count after block b */
  uint32_t ends[DRAWS_BLOCKS_MOST];
  struct assumptions assumptions;
  bool sobol;
  double *shares; /* [draw][assumption], in (0, 1); draw 0: unused */
};

/* Finds the assumptions of the scenarios and draws sets of them, by the blocks that `draws` has.
 * Errors: memory. Cost: count times assumptions keyed draws, and a sort of each. */
enum status draws_make(const struct scenario *scenarios, size_t count, uint32_t seed,
                       struct draws *draws, struct error *error) MUST_CHECK;
void draws_free(struct draws *draws);

/* What an assumption is in a draw, in the first scenario that has it. */
double draws_value(const struct draws *draws, uint32_t draw, size_t assumption);

/* A scenario as a draw has it: `out` shares all but what can be varied with scenarios[number], and
 * is freed with draws_release. Errors: memory. Cost: a quantile an assumption. */
enum status draws_apply(const struct draws *draws, size_t number, uint32_t draw,
                        const struct scenario *scenario, struct scenario *out,
                        struct error *error) MUST_CHECK;
void draws_release(struct scenario *out);

#endif
