#include "bellwether/study/assumed.h"

#include "bellwether/study/compare.h"

#include <math.h>
#include <stdlib.h>

enum status assumed_split(const struct results *results, const double *values, double level,
                          double *shrunken, struct effects *effects, struct error *error) {
  const size_t draws = results->draws;
  size_t *counts = calloc(draws + 1, sizeof *counts), most = 0;
  if (!counts) return error_memory(error, "draws", draws * sizeof *counts);
  for (uint32_t r = 0; r < results->replications; r++) {
    const size_t count = ++counts[results->draw_of[r]];
    if (count > most) most = count;
  }
  double *y = calloc(draws * most + 1, sizeof *y);
  for (size_t i = 0; y && i < draws * most; i++) y[i] = NAN;
  for (size_t d = 0; d < draws; d++) counts[d] = 0;
  for (uint32_t r = 0; y && r < results->replications; r++) {
    const size_t draw = results->draw_of[r];
    if (results->draw_of_priors[draw]) y[draw * most + counts[draw]++] = values[r];
  }
  const enum status status = y ? effects_split(y, draws, most, level, shrunken, effects, error)
                               : error_memory(error, "draws", draws * most * sizeof *y);
  free(counts);
  free(y);
  return status;
}

enum status assumed_compare(const struct results *results, enum indicator indicator, uint32_t place,
                            uint32_t month, uint32_t base, uint32_t other, double level,
                            double *shrunken, struct effects *effects, struct error *error) {
  double *values = calloc(results->replications, sizeof *values);
  if (!values) return error_memory(error, "draws", results->replications * sizeof *values);
  enum status status = compare_differences(results, indicator, place, month, base, other, values,
                                           error);
  if (status == STATUS_OK) {
    status = assumed_split(results, values, level, shrunken, effects, error);
  }
  free(values);
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
