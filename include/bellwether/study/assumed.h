/* assumed.h - a paired difference over sets of assumptions: what of it is chance, what assumption.
 *
 * Of results with draws (draws.h): replication k of draw d gives one difference between two
 * scenarios, and effects.h splits them. The central draw is none of
 * the priors', nor are those that a design placed beside others (design.h): they are left out. */
#ifndef BELLWETHER_STUDY_ASSUMED_H
#define BELLWETHER_STUDY_ASSUMED_H

#include "bellwether/io/results.h"
#include "bellwether/study/effects.h"

#include <stdbool.h>

/* Splits values[results->replications], NaN where a run failed. shrunken[results->draws]: what the
 * value is in each draw, without chance's spread; NaN of the central one and of draws without a
 * value. Errors: STATUS_UNDECIDED where there are too few draws or replications; memory. */
enum status assumed_split(const struct results *results, const double *values, double level,
                          double *shrunken, struct effects *effects,
                          struct error *error) MUST_CHECK;

/* A figure over sets of assumptions, as it is told. */
struct assumed {
  bool told;                 /* false: no sets, or too few of them or of replications ... */
  struct effects effects;    /* ... and then nothing stands here */
  double positive, negative; /* shares of draws in which it is above 0, and below */
  double first;              /* in which it is the first of all scenarios; NaN: not ranked */
  size_t none;               /* of a ratio: draws in which there is nothing to divide by */
};

/* What is not told. */
struct assumed assumed_nothing(void);

/* Whether anything is told of what assumptions do to it: chance does not hide it all. */
bool assumed_is_told(const struct assumed *assumed);

/* Whether a replication is of a set that counts; whether any is; whether there are enough of both
 * to tell chance apart: two sets, and two replications of one of them. */
bool assumed_counts(const struct results *results, size_t replication);
bool assumed_any(const struct results *results);
bool assumed_can_split(const struct results *results);

/* As assumed_split, but too few draws or replications are no error: then it is not told. shrunken:
 * NULL where no one wants it. Errors: memory. */
enum status assumed_find(const struct results *results, const double *values, double level,
                         double *shrunken, struct assumed *assumed, struct error *error) MUST_CHECK;

/* The same of the difference of one indicator, at a month (from 0) and place (results->places: the
 * sum over all), from a base; with ASSUMED_NO_BASE of what it comes to. Errors: STATUS_DISK;
 * memory. */
#define ASSUMED_NO_BASE UINT32_MAX
enum status assumed_compare(const struct results *results, enum indicator indicator, uint32_t place,
                            uint32_t month, uint32_t base, uint32_t other, double level,
                            double *shrunken, struct assumed *assumed,
                            struct error *error) MUST_CHECK;

/* The same of a ratio of means, as what a job costs, over replications that have both. Of a draw:
 * the ratio of its two means without chance's spread; infinite where `below` is 0 or less, which
 * counts as no sign. effects: mean, the ratio of the means over all draws, NaN where `below` has
 * none above 0; chance_interval, Fieller's (1954), NaN where that of `below` reaches 0; the share
 * of assumption, by the ratio linearised at its means. assumption_interval.high may be infinite.
 * Errors: memory. Cost: four splits. */
enum status assumed_ratio(const struct results *results, const double *above, const double *below,
                          double level, double *ratios, struct assumed *assumed,
                          struct error *error) MUST_CHECK;

/* In what share of draws each of `things` is first, shrunken[thing][draws] by its largest value; a
 * tie is split, and where all are -infinite none is first. Draws in which one has no value are left
 * out. NaN where there are none. */
void assumed_first(const double *const *shrunken, size_t things, size_t draws, double *shares);

#endif
