/* factorial.h - what programmes do alone and together, from runs of all their combinations. */
#ifndef BELLWETHER_STUDY_FACTORIAL_H
#define BELLWETHER_STUDY_FACTORIAL_H

#include "bellwether/io/results.h"
#include "bellwether/study/statistics.h"

#define FACTORIAL_MOST 8 /* factors: 2^8 scenarios */
#define FACTORIAL_NAME 128

/* A full design of k factors. */
struct factorial {
  size_t k;
  char names[FACTORIAL_MOST][FACTORIAL_NAME];
  uint32_t
      scenario[1 << FACTORIAL_MOST]; /* row in the results, by bits of the factors taken part */
};

/* Effects on one indicator in one month, from the same replications of every combination: means
 * over replications with their intervals. */
struct factorial_effects {
  size_t replications;
  struct estimate alone[FACTORIAL_MOST]; /* over none */
  struct estimate main[FACTORIAL_MOST];  /* mean over all combinations of the others */
  struct estimate last[FACTORIAL_MOST];  /* over all others */
  struct estimate shapley[FACTORIAL_MOST];
  struct estimate pair[FACTORIAL_MOST][FACTORIAL_MOST]; /* a < b: what b adds to a's effect */
  struct estimate all;                                  /* all together, over none */
  struct estimate excess; /* all together less the sum of each alone: above 0 they amplify,
                                     below they crowd each other out */
};

/* Writes the scenarios of a full design: base, base+a, base+b, base+a+b, ... Names of factors are
 * layers, or "~lever" where the factor is a lever of the base, which is then taken away where it
 * does not take part. out: 2^k names of out_bytes each. */
void factorial_expand(const char *base, const char *const *factors, size_t k, char *out,
                      size_t out_bytes);

/* Finds the design in the names of a result's scenarios. Errors: STATUS_USAGE where they are none.
 */
enum status factorial_find(const struct results *results, struct factorial *factorial,
                           struct error *error) MUST_CHECK;

/* Main effect of factor a: mean over combinations S of the others of y(S+a) - y(S); interaction of
 * a and b: mean over S of y(S+a+b) - y(S+a) - y(S+b) + y(S); Shapley shares: statistics.h. Each is
 * worked out replication by replication, so that common random numbers narrow its interval. Errors:
 * STATUS_DISK; memory. */
enum status factorial_analyse(const struct results *results, const struct factorial *factorial,
                              enum indicator indicator, uint32_t place, uint32_t month,
                              double level, struct factorial_effects *effects,
                              struct error *error) MUST_CHECK;

#endif
