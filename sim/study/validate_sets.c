/* Patterns over sets of assumptions. */
#include "bellwether/study/validate.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

/* The values of one pattern; `room` holds a value a set. */
static struct validate_sets find(const struct validation *validation, enum pattern k,
                                 double *room) {
  const struct validate_pattern *pattern = &validate_patterns[k];
  struct validate_sets sets = {.low = NAN, .median = NAN, .high = NAN};
  for (uint32_t d = 0; d < validation->draws; d++) {
    const double value = validation->values[(size_t)d * PATTERN_COUNT + k];
    if (isnan(value)) continue;
    room[sets.measured++] = value;
    sets.inside += value >= pattern->least && value <= pattern->most;
  }
  if (sets.measured == 0) return sets;
  gsl_sort(room, 1, sets.measured);
  sets.low = gsl_stats_quantile_from_sorted_data(room, 1, sets.measured, 0.05);
  sets.median = gsl_stats_quantile_from_sorted_data(room, 1, sets.measured, 0.5);
  sets.high = gsl_stats_quantile_from_sorted_data(room, 1, sets.measured, 0.95);
  return sets;
}

enum status validate_sets_find(struct validation *validation, const bool *cannot,
                               struct error *error) {
  const uint32_t draws = validation->draws, each = validation->each;
  double *room = calloc(draws + 1, sizeof *room);
  validation->values = calloc((size_t)draws * PATTERN_COUNT + 1, sizeof *validation->values);
  const bool made = room && validation->values;
  for (uint32_t d = 0; d < draws && made; d++) {
    const uint32_t first = d ? validation->replications + (d - 1) * each : 0;
    const uint32_t count = d ? each : validation->replications;
    validation->infeasible += cannot[d];
    for (int k = 0; k < PATTERN_COUNT; k++) {
      const struct validate_estimate e = validate_estimate_of(validation->rows + first, count,
                                                              (enum pattern)k);
      validation->values[(size_t)d * PATTERN_COUNT + (size_t)k] = cannot[d] ? NAN : e.value;
    }
  }
  for (int k = 0; k < PATTERN_COUNT && made; k++) {
    validation->sets[k] = find(validation, (enum pattern)k, room);
  }
  free(room);
  return made ? STATUS_OK : error_memory(error, "sets of assumptions", draws * sizeof *room);
}
