#include "bellwether/study/assumed.h"

#include <math.h>
#include <stdlib.h>

/* The most replications that one draw has. */
static size_t most_of_a_draw(const struct results *results, size_t *counts) {
  size_t most = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    const size_t count = ++counts[results->draw_of[r]];
    if (count > most) most = count;
  }
  return most;
}

/* Adds a place's values in a month, `sign` times, to y[draw][k]. */
static enum status add_values(const struct results *results, enum indicator indicator,
                              uint32_t scenario, uint32_t place, uint32_t month, double sign,
                              double *series, size_t *counts, size_t most, double *y,
                              struct error *error) {
  TRY(results_read(results, indicator, scenario, place, series, error));
  for (uint32_t d = 0; d < results->draws; d++) counts[d] = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    const size_t draw = results->draw_of[r];
    y[draw * most + counts[draw]++] += sign * series[(size_t)r * results->months + month];
  }
  return STATUS_OK;
}

enum status assumed_compare(const struct results *results, enum indicator indicator, uint32_t place,
                            uint32_t month, uint32_t base, uint32_t other, double level,
                            double *shrunken, struct effects *effects, struct error *error) {
  const size_t draws = results->draws;
  const size_t cells = (size_t)results->replications * results->months;
  const uint32_t first = place < results->places ? place : 0;
  const uint32_t end = place < results->places ? place + 1 : results->places;
  size_t *counts = calloc(draws + 1, sizeof *counts);
  double *series = calloc(cells + 1, sizeof *series);
  const size_t most = counts ? most_of_a_draw(results, counts) : 0;
  double *y = calloc(draws * most + 1, sizeof *y);
  enum status status = counts && series && y ? STATUS_OK
                                             : error_memory(error, "draws", cells * sizeof *y);
  for (uint32_t p = first; p < end && status == STATUS_OK; p++) {
    status = add_values(results, indicator, other, p, month, 1, series, counts, most, y, error);
    if (status == STATUS_OK) {
      status = add_values(results, indicator, base, p, month, -1, series, counts, most, y, error);
    }
  }
  for (size_t d = 0; d < draws && status == STATUS_OK; d++) {
    for (size_t k = d == 0 ? 0 : counts[d]; k < most; k++) y[d * most + k] = NAN;
  }
  if (status == STATUS_OK) {
    status = effects_split(y, draws, most, level, shrunken, effects, error);
  }
  free(counts);
  free(series);
  free(y);
  return status;
}

void assumed_first(const double *const *shrunken, size_t things, size_t draws, double *shares) {
  size_t counted = 0;
  for (size_t t = 0; t < things; t++) shares[t] = 0;
  for (size_t d = 0; d < draws; d++) {
    double best = -INFINITY, leaders = 0;
    bool all = things > 0;
    for (size_t t = 0; t < things; t++) {
      all = all && !isnan(shrunken[t][d]);
      best = fmax(best, shrunken[t][d]);
    }
    if (!all) continue;
    counted++;
    for (size_t t = 0; t < things; t++) leaders += shrunken[t][d] >= best;
    for (size_t t = 0; t < things; t++) shares[t] += shrunken[t][d] >= best ? 1 / leaders : 0;
  }
  for (size_t t = 0; t < things; t++) shares[t] = counted ? shares[t] / (double)counted : NAN;
}
