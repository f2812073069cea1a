/* sensitivity_parts.h - one experiment's outcome in the order of its design; private to this room.
 */
#ifndef BELLWETHER_SIM_STUDY_SENSITIVITY_PARTS_H
#define BELLWETHER_SIM_STUDY_SENSITIVITY_PARTS_H

#include "bellwether/study/sensitivity.h"

struct outcome_by_set {
  const struct ensemble *ensemble;
  size_t each;
  double *y; /* [set][each], NaN where it is missing */
  double level;
};

/* Each fills the rows, one an input, and what they are measured against. */
enum status sensitivity_morris(const struct outcome_by_set *outcome, struct sensitivity *out,
                               struct error *error) MUST_CHECK;
enum status sensitivity_sobol(const struct outcome_by_set *outcome, struct sensitivity *out,
                              struct error *error) MUST_CHECK;
enum status sensitivity_shapley(const struct outcome_by_set *outcome, struct sensitivity *out,
                                struct error *error) MUST_CHECK;
enum status sensitivity_given(const struct outcome_by_set *outcome, struct sensitivity *out,
                              struct error *error) MUST_CHECK;

/* The mean of a set's replications that have a value; NaN where none has. */
double sensitivity_mean(const struct outcome_by_set *outcome, size_t set);

#endif
