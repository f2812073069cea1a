/* validate_measure.h - what the patterns are measured by in one replication; private to this room.
 */
#ifndef BELLWETHER_SIM_STUDY_VALIDATE_MEASURE_H
#define BELLWETHER_SIM_STUDY_VALIDATE_MEASURE_H

#include "bellwether/study/validate.h"
#include "bellwether/world/world.h"

#include <math.h>

/* Runs a world of the base scenario to its end and measures all patterns but the anchor into `row`,
 * which is zero before. Errors: as world_month; memory. */
enum status validate_measure(struct world *world, struct validate_row *row,
                             struct error *error) MUST_CHECK;

/* Measures what a world shows at its end, into `row`: sizes, productivity, wages, agglomeration,
 * moments. Errors: memory. */
enum status validate_measure_end(const struct world *world, struct validate_row *row,
                                 struct error *error) MUST_CHECK;

/* Measures the anchor from a pair of worlds that have come to the same month. */
void validate_measure_anchor(const struct world *alone, const struct world *led,
                             struct validate_row *row);

/* Puts a replication's own value of a pattern into its row. */
static inline void validate_put(struct validate_row *row, enum pattern pattern, double value) {
  row->top[pattern] = value;
  row->bottom[pattern] = 1;
}

/* Counts a value in its class; the middle one of an odd number of classes is around 0. Values
 * beyond the last classes are not counted. */
static inline void validate_count(double *classes, int count, double value) {
  const double at = floor(value / VALIDATE_CLASS + 0.5) + count / 2;
  if (at >= 0 && at < count) classes[(size_t)at]++;
}

#endif
