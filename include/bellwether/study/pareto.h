/* pareto.h - which programmes are not dominated, and which is first by which criterion.
 *
 * One programme dominates another where its mean is at least as good by every criterion and better
 * by one. A cost of a job that brings no job is the worst there is. Who is first is counted
 * replication by replication, over those that all scenarios finished; a tie is split evenly. Of
 * results with sets of assumptions the central one is left out (assumed_money.h tells in how many
 * of these each is first). */
#ifndef BELLWETHER_STUDY_PARETO_H
#define BELLWETHER_STUDY_PARETO_H

#include "bellwether/study/cost.h"

#define PARETO_NONE SIZE_MAX

enum pareto_criterion {
  PARETO_DEVICE_SALES,
  PARETO_NET_SALES,
  PARETO_JOBS,
  PARETO_NET_JOBS,
  PARETO_VALUE_ADDED,
  PARETO_NET_VALUE_ADDED,
  PARETO_COST,
  PARETO_JOB_COST, /* and of its other two definitions */
  PARETO_CRITERIA = PARETO_JOB_COST + COST_KINDS
};

/* A criterion in words and as one word; its unit; 1 where more is better, -1 where less is. */
extern const char *const pareto_criteria[PARETO_CRITERIA], *const pareto_words[PARETO_CRITERIA];
extern const char *const pareto_units[PARETO_CRITERIA];
extern const int pareto_better[PARETO_CRITERIA];

/* Of `things` with `values`[criterion][thing], which each is dominated by: the first that does, or
 * PARETO_NONE. NaN is worse than anything, and as good as NaN. */
void pareto_dominated(const double *values, const int *better, size_t criteria, size_t things,
                      size_t *by);

/* Of `values`[thing][n], in what share of n each thing is first; a tie is split, and where none has
 * a value none is first. NaN where n is 0. */
void pareto_first(const double *values, int better, size_t things, size_t n, double *shares);

struct pareto {
  bool ranked;
  double values[PARETO_CRITERIA]; /* against the base; NaN: no gain to divide a cost by */
  struct estimate
      gains[PARETO_JOB_COST];    /* the same with their intervals, but for costs of a job */
  double first[PARETO_CRITERIA]; /* share of replications */
  uint32_t by;                   /* the scenario that dominates it; its own where none does */
};

/* Ranks all scenarios but the base: `found`[scenario], the base's left alone. One whose `ranked` is
 * false on entry has its values alone, and stands in no one's way. `pairs`: replications that all
 * finished. level: of the intervals. Errors: memory. */
enum status pareto_find(const struct programmes *programmes, uint32_t base, double public_funds,
                        double level, struct pareto *found, size_t *pairs,
                        struct error *error) MUST_CHECK;

#endif
