/* compare.h - what differs between two scenarios, replication by replication. */
#ifndef BELLWETHER_STUDY_COMPARE_H
#define BELLWETHER_STUDY_COMPARE_H

#include "bellwether/io/results.h"

/* A paired comparison: replication r of both scenarios shares its random numbers. */
struct comparison {
  size_t pairs;       /* replications that both scenarios finished */
  double base, other; /* means */
  double difference;  /* mean of other - base */
  double low, high;   /* its confidence interval (Student's t) */
  double sd;          /* standard deviation of the paired difference */
  double sd_ratio;    /* sd over that of differences between independent runs; NaN where 0/0 */
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

#endif
