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

/* Compares values of n replications; NaN marks a failed one. level: 0.95 for a 95 % interval.
 * With fewer than two pairs the interval is NaN. Cost: two passes. */
struct comparison compare_values(const double *base, const double *other, size_t n, double level);

/* Compares one indicator of a results file at one month (from 0). place: one of the results', or
 * results->places for the sum over all of them. Errors: STATUS_DISK; memory. */
enum status compare_scenarios(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                              double level, struct comparison *comparison,
                              struct error *error) MUST_CHECK;

/* The differences that compare_scenarios takes the mean of, out[replications]; NaN where a run
 * failed. Errors: STATUS_DISK; memory. */
enum status compare_differences(const struct results *results, enum indicator indicator,
                                uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                                double *out, struct error *error) MUST_CHECK;

/* One scenario's values, out[replications]. Errors: STATUS_DISK; memory. */
enum status compare_values_of(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t scenario, double *out,
                              struct error *error) MUST_CHECK;

/* As compare_scenarios, at every month: `comparisons` holds one a month, `differences` what they
 * are the means of, [month][replication]; NULL where no one wants them. Reads each series once. */
enum status compare_months(const struct results *results, enum indicator indicator, uint32_t place,
                           uint32_t base, uint32_t other, double level,
                           struct comparison *comparisons, double *differences,
                           struct error *error) MUST_CHECK;

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

#endif
