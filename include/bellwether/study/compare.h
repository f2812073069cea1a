/* compare.h - what differs between two scenarios, replication by replication. */
#ifndef BELLWETHER_STUDY_COMPARE_H
#define BELLWETHER_STUDY_COMPARE_H

#include "bellwether/io/results.h"
#include "bellwether/study/statistics.h"

#include <stdbool.h>

/* A paired comparison: replication r of both scenarios shares its random numbers. */
struct comparison {
  size_t pairs;       /* replications that both scenarios finished */
  double base, other; /* means */
  double difference;  /* mean of other - base */
  double low, high;   /* its confidence interval (Student's t) */
  double sd;          /* standard deviation of the paired difference */
  double sd_ratio;    /* sd over that of differences between independent runs; NaN where 0/0 */
  double p;           /* two-sided, by Student's t; not adjusted */
  double effect; /* Cohen's d: difference over the root mean variance of the two; NaN where 0/0 */
  double superiority; /* probability that the other's value is larger, ties by half */
};

/* What a programme costs for what it brings, against the base. */
struct compare_cost {
  double cost; /* net public cost that is added, M CNY */
  double per_job, per_output,
      per_growth;                      /* M CNY a job; yuan a yuan of added yearly value; the same
                                          of device sales of all towns together: growth made */
  struct interval job, output, growth; /* NaN: no bound, the gain may be none */
};

/* Compares values of n replications; NaN marks a failed one. level: 0.95 for a 95 % interval.
 * With fewer than two pairs the interval is NaN. Cost: two passes. */
struct comparison compare_values(const double *base, const double *other, size_t n, double level);

/* Compares one indicator of a results file at one month (from 0). place: one of the results', or
 * results->places for the sum over all of them. Errors: STATUS_DISK; memory. */
enum status compare_scenarios(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                              double level, struct comparison *comparison,
                              struct error *error) MUST_CHECK;

/* The same at every month: `comparisons` holds one a month. Reads each series once. */
enum status compare_over_time(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t base, uint32_t other, double level,
                              struct comparison *comparisons, struct error *error) MUST_CHECK;

/* The bias-corrected bootstrap interval (BCa, 2,000 resamplings) of the difference that
 * compare_scenarios gives. Errors: STATUS_DISK; memory. Cost: 2,000 passes over replications. */
enum status compare_bootstrap(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                              double level, struct interval *interval,
                              struct error *error) MUST_CHECK;

/* Adjusts the p values of a family of comparisons together (Holm). `rows`: the first, each `stride`
 * bytes from the next. Errors: memory. */
enum status compare_adjust(struct comparison *rows, size_t stride, size_t count,
                           struct error *error) MUST_CHECK;

/* What `other` costs in a place for what it brings there (jobs, value added) and everywhere (device
 * sales), at a month. Errors: STATUS_DISK; memory. */
enum status compare_costs(const struct results *results, uint32_t place, uint32_t month,
                          uint32_t base, uint32_t other, double level, struct compare_cost *cost,
                          struct error *error) MUST_CHECK;

/* How the scenarios other than the base rank by their gain in an indicator, as it is and for the
 * same net public cost (gain per M CNY): arrays of results->scenarios; NaN for the base, and for
 * what costs nothing where the cost counts.
 * Errors: STATUS_DISK; memory. */
struct compare_rank {
  double best, low, high; /* share of resamplings in which it is first; interval of its rank */
};
enum status compare_ranks(const struct results *results, enum indicator indicator, uint32_t place,
                          uint32_t month, uint32_t base, bool per_cost, double level,
                          struct compare_rank *ranks, struct error *error) MUST_CHECK;

#endif
