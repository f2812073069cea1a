#include "results_parts.h"

#include <stdlib.h>

bool results_is_end(int32_t start, uint32_t months, uint32_t m) {
  return (start + (int32_t)m) % 12 == 11 || m + 1 == months;
}

float *results_ends_of(const struct results_ends *ends, uint32_t indicator, uint32_t place,
                       uint32_t scenario) {
  const size_t row = ((size_t)indicator * ends->places + place) * ends->scenarios + scenario;
  return ends->values + row * ends->count * ends->replications;
}

size_t results_ends_bytes(uint32_t scenarios, uint32_t replications, uint32_t ends,
                          uint32_t places) {
  const size_t bytes = (size_t)scenarios * replications * ends * places * INDICATOR_SHOWN *
                       sizeof(float);
  return bytes <= RESULTS_ENDS_MOST ? bytes : 0;
}

struct results_ends results_make_ends(const struct results_about *about) {
  struct results_ends ends = {
      .scenarios = about->scenarios, .replications = about->replications, .places = about->places};
  for (uint32_t m = 0; m < about->months; m++) {
    ends.count += results_is_end(about->start, about->months, m);
  }
  const size_t bytes = results_ends_bytes(ends.scenarios, ends.replications, ends.count,
                                          ends.places);
  if (bytes) ends.values = malloc(bytes);
  return ends;
}

/* Those of an indicator, scenario of the block, and place; `from`: its first value in `series`. */
static void keep(const struct results_about *about, const struct results_block *block,
                 const float *from, float *to) {
  const size_t cells = (size_t)about->months * about->places;
  for (uint32_t m = 0; m < about->months; m++) {
    if (!results_is_end(about->start, about->months, m)) continue;
    for (uint32_t r = 0; r < block->replications; r++) {
      to[r] = from[r * cells + (size_t)m * about->places];
    }
    to += about->replications;
  }
}

void results_keep_ends(struct results_ends *ends, const struct results_about *about,
                       const struct results_block *block, const float *series) {
  const size_t cells = (size_t)about->months * about->places;
  for (uint32_t k = 0; k < INDICATOR_SHOWN && ends->values; k++) {
    for (uint32_t s = 0; s < block->scenarios; s++) {
      const float *from = series + ((size_t)k * block->scenarios + s) * block->replications * cells;
      for (uint32_t p = 0; p < about->places; p++) {
        float *to = results_ends_of(ends, k, p, block->first_scenario + s);
        keep(about, block, from + p, to + block->first_replication);
      }
    }
  }
}
