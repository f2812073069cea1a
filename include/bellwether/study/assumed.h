/* assumed.h - a paired difference over sets of assumptions: what of it is chance, what assumption.
 *
 * Of results with draws (draws.h): replication k of draw d gives one difference between two
 * scenarios, and effects.h splits them. The central draw is none of
 * the priors', nor are those that a design placed beside others (design.h): they are left out. */
#ifndef BELLWETHER_STUDY_ASSUMED_H
#define BELLWETHER_STUDY_ASSUMED_H

#include "bellwether/io/results.h"
#include "bellwether/study/effects.h"

/* Splits values[results->replications], NaN where a run failed. shrunken[results->draws]: what the
 * value is in each draw, without chance's spread; NaN of the central one and of draws without a
 * value. Errors: STATUS_UNDECIDED where there are too few draws or replications; memory. */
enum status assumed_split(const struct results *results, const double *values, double level,
                          double *shrunken, struct effects *effects,
                          struct error *error) MUST_CHECK;

/* Splits the difference of one indicator, at a month (from 0) and place (results->places: the sum
 * over all). shrunken[results->draws]: what the difference is in each draw, without chance's
 * spread; NaN of the central one and of draws without a value. Errors: STATUS_DISK;
 * STATUS_UNDECIDED where there are too few draws or replications; memory. */
enum status assumed_compare(const struct results *results, enum indicator indicator, uint32_t place,
                            uint32_t month, uint32_t base, uint32_t other, double level,
                            double *shrunken, struct effects *effects,
                            struct error *error) MUST_CHECK;

/* In what share of draws each of `things` is first, shrunken[thing][draws] by its largest value; a
 * tie is split. Draws in which one has no value are left out. NaN where there are none. */
void assumed_first(const double *const *shrunken, size_t things, size_t draws, double *shares);

#endif
