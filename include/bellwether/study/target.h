/* target.h - how likely a target is, when it is reached, by how much it is missed, and what
 * differed where it was reached. */
#ifndef BELLWETHER_STUDY_TARGET_H
#define BELLWETHER_STUDY_TARGET_H

#include "bellwether/io/results.h"
#include "bellwether/scenario/scenario.h"
#include "bellwether/study/statistics.h"

/* A condition on one indicator of one place: at_least <= value <= at_most in a month. */
struct target_question {
  char name[SCENARIO_NAME];
  enum indicator indicator;
  uint32_t place, month; /* from 0, of the results */
  double at_least, at_most;
};

struct target_quantiles {
  double p10, p50, p90;
};

struct target_answer {
  size_t runs, reached;               /* finished replications; of these, at the target's month */
  struct interval probability;        /* Wilson's */
  size_t ever;                        /* replications that meet it in any month */
  struct target_quantiles attainment; /* first month that meets it, over all finished runs; NaN
                                         where the quantile is a run that never does */
  struct target_quantiles shortfall;  /* distance to the target in its month: 0 where it is met */
};

/* Turns a scenario's target into a question on results. Errors: STATUS_USAGE where the results do
 * not have its month or place. */
enum status target_ask(const struct scenario *scenario, const struct target *target,
                       const struct results *results, struct target_question *question,
                       struct error *error) MUST_CHECK;

/* How far a value is from what is asked for, in the indicator's unit; 0 where it meets it. */
double target_distance(const struct target_question *question, double value);

/* Quantiles by rank of n values, which are sorted; NaN where there are none, or the quantile is no
 * finite number. */
struct target_quantiles target_quantiles_of(double *values, size_t n);

/* Answers a question for one scenario of the results. `met`: a value a replication, 1 where it is
 * met in its month, 0 where not, NaN where the run failed. Errors: STATUS_DISK; memory. */
enum status target_answer(const struct results *results, uint32_t scenario,
                          const struct target_question *question, double level, double *met,
                          struct target_answer *answer, struct error *error) MUST_CHECK;

/* The mean of an indicator in a month over the runs where `met` is 1 and where it is 0; NaN where
 * there are none. Errors: STATUS_DISK; memory. */
enum status target_differ(const struct results *results, uint32_t scenario, uint32_t place,
                          uint32_t month, enum indicator indicator, const double *met, double *yes,
                          double *no, struct error *error) MUST_CHECK;

#endif
