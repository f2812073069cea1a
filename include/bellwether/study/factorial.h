/* factorial.h - what programmes do alone and together, from runs of all their combinations, or, of
 * more than eight, of a fraction of them. */
#ifndef BELLWETHER_STUDY_FACTORIAL_H
#define BELLWETHER_STUDY_FACTORIAL_H

#include "bellwether/io/results.h"
#include "bellwether/study/assumed.h"

#include <stdbool.h>

#define FACTORIAL_MOST 17  /* factors */
#define FACTORIAL_FULL 8   /* up to so many, every combination is run */
#define FACTORIAL_RUNS 256 /* combinations at most */
#define FACTORIAL_NAME 128

/* A design: which factors take part in which combination, a bit a factor. */
struct factorial {
  size_t k, runs;
  char names[FACTORIAL_MOST][FACTORIAL_NAME];
  uint32_t mask[FACTORIAL_RUNS];     /* in a full design, ascending: mask[i] = i */
  uint32_t scenario[FACTORIAL_RUNS]; /* row in the results */
};

/* The same effects over sets of assumptions. `positive` and `negative` of a pair and of the excess:
 * in what share of the sets they amplify, and crowd each other out. */
struct factorial_assumed {
  struct assumed alone[FACTORIAL_MOST], main[FACTORIAL_MOST], last[FACTORIAL_MOST],
      shapley[FACTORIAL_MOST], pair[FACTORIAL_MOST][FACTORIAL_MOST], all, excess;
};

/* Effects on one indicator in one month, from the same replications of every combination: means
 * over replications with their intervals. Of a fraction main and pair alone are known; the others
 * are NaN. */
struct factorial_effects {
  size_t replications;
  struct estimate alone[FACTORIAL_MOST]; /* over none */
  struct estimate main[FACTORIAL_MOST];  /* mean over the combinations of the others */
  struct estimate last[FACTORIAL_MOST];  /* over all others */
  struct estimate shapley[FACTORIAL_MOST];
  struct estimate pair[FACTORIAL_MOST][FACTORIAL_MOST]; /* a < b: what b adds to a's effect */
  double pair_p[FACTORIAL_MOST][FACTORIAL_MOST]; /* that it adds nothing; adjusted for all pairs */
  struct estimate all;                           /* all together, over none */
  struct estimate excess; /* all together less the sum of each alone: above 0 they amplify, below
                             they crowd each other out */
};

/* Fills k, runs and mask. Up to FACTORIAL_FULL factors: all 2^k. More: 128 runs for 9 to 11, 256
 * for up to 17, in which main effects and interactions of pairs are clear of each other (resolution
 * V): the first q factors take all combinations, each other one takes part where an odd number of
 * those in its word do; words are the least for which no four factors' words, the first q's their
 * own bit, add up to nothing (a lexicographic code; Box and Hunter 1961 on resolution). k: 1 to
 * FACTORIAL_MOST. Cost: for 17 factors some ten thousand steps. */
void factorial_design(size_t k, struct factorial *factorial);

/* Writes the scenarios of a design: base, base+a, base+b, base+a+b, ... Names of factors are
 * layers, or "~lever" where the factor is a lever of the base, which is then taken away where it
 * does not take part. out: `runs` names of out_bytes each. */
void factorial_expand(const struct factorial *factorial, const char *base,
                      const char *const *factors, char *out, size_t out_bytes);

/* Finds the design in the names of a result's scenarios. Errors: STATUS_USAGE where they are none.
 */
enum status factorial_find(const struct results *results, struct factorial *factorial,
                           struct error *error) MUST_CHECK;

/* Effects of one replication from the values of its combinations, in the design's order: main,
 * [k], and pair, [k][k]. */
void factorial_contrast(const struct factorial *factorial, const double *y, double *main,
                        double *pair);

/* Effects at a month (from 0) in one place, over the replications that every combination finished.
 * Errors: STATUS_DISK; memory. Cost: reads an indicator of every scenario; per replication the
 * design's runs times k^2. */
enum status factorial_analyse(const struct results *results, const struct factorial *factorial,
                              enum indicator indicator, uint32_t place, uint32_t month,
                              double level, struct factorial_effects *effects,
                              struct error *error) MUST_CHECK;

/* The same, and what of them is assumption; of results without sets of assumptions nothing is told,
 * nor of a fraction what only all combinations tell. */
enum status factorial_apart(const struct results *results, const struct factorial *factorial,
                            enum indicator indicator, uint32_t place, uint32_t month, double level,
                            struct factorial_effects *effects, struct factorial_assumed *assumed,
                            struct error *error) MUST_CHECK;

/* Whether every combination is in the design. */
static inline bool factorial_is_full(const struct factorial *factorial) {
  return factorial->runs == (size_t)1 << factorial->k;
}

#endif
