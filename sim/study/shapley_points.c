#include "shapley_parts.h"

#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

size_t shapley_sets(const struct shapley_design *design) {
  if (design->permutations) return design->permutations * (design->inputs - 1);
  return ((size_t)1 << design->inputs) - 2;
}

size_t shapley_effects_runs(const struct shapley_design *design) {
  return design->sample + shapley_sets(design) * design->outer * design->inner;
}

enum status shapley_check(const struct shapley_design *design, struct error *error) {
  if (!design->permutations && design->inputs > SHAPLEY_EXACT_MOST) {
    return error_set(error, STATUS_USAGE,
                     "all sets of %zu inputs are too many, from %d on: take random orders",
                     design->inputs, SHAPLEY_EXACT_MOST + 1);
  }
  if (design->inputs < 1 || design->sample < 2 || design->outer < 1 || design->inner < 2) {
    return error_set(error, STATUS_USAGE,
                     "Shapley effects take an input, two points for the variance, an outer and two "
                     "inner draws; not %zu, %zu, %zu and %zu",
                     design->inputs, design->sample, design->outer, design->inner);
  }
  return STATUS_OK;
}

void shapley_order(const struct shapley_design *design, size_t permutation, size_t *order) {
  struct draw_stream stream;
  gsl_rng *rng = draw_stream_open(&stream, design->key, DRAW_DESIGN, permutation, 3);
  for (size_t i = 0; i < design->inputs; i++) order[i] = i;
  gsl_ran_shuffle(rng, order, design->inputs, sizeof *order);
}

/* The inputs of a set: the bits of 1 + set, or the first of a permutation. */
static void list_free(const struct shapley_design *design, size_t set, size_t *order,
                      bool *is_free) {
  const size_t k = design->inputs;
  memset(is_free, 0, k * sizeof *is_free);
  if (!design->permutations) {
    for (size_t i = 0; i < k; i++) is_free[i] = (set + 1) >> i & 1;
    return;
  }
  shapley_order(design, set / (k - 1), order);
  for (size_t j = 0; j <= set % (k - 1); j++) is_free[order[j]] = true;
}

/* One set's draws of the others, and those of its own inputs given each. */
static enum status draw_set(const struct shapley_design *design, shapley_sampler *sampler,
                            void *context, const bool *all, const bool *is_free, gsl_rng *rng,
                            double *points, struct error *error) {
  const size_t k = design->inputs;
  for (size_t o = 0; o < design->outer; o++, points += design->inner * k) {
    TRY(sampler(context, all, rng, points, error));
    for (size_t n = 0; n < design->inner; n++) {
      if (n > 0) memcpy(points + n * k, points, k * sizeof *points);
      TRY(sampler(context, is_free, rng, points + n * k, error));
    }
  }
  return STATUS_OK;
}

static enum status draw_points(const struct shapley_design *design, shapley_sampler *sampler,
                               void *context, size_t *order, bool *is_free, bool *all,
                               double *points, struct error *error) {
  const size_t k = design->inputs, block = design->outer * design->inner * k;
  struct draw_stream stream;
  for (size_t i = 0; i < k; i++) all[i] = true;
  gsl_rng *rng = draw_stream_open(&stream, design->key, DRAW_DESIGN, 0, 4);
  for (size_t s = 0; s < design->sample; s++) {
    TRY(sampler(context, all, rng, points + s * k, error));
  }
  points += design->sample * k;
  for (size_t set = 0; set < shapley_sets(design); set++) {
    list_free(design, set, order, is_free);
    rng = draw_stream_open(&stream, design->key, DRAW_DESIGN, set, 5);
    TRY(draw_set(design, sampler, context, all, is_free, rng, points + set * block, error));
  }
  return STATUS_OK;
}

enum status shapley_effects_points(const struct shapley_design *design, shapley_sampler *sampler,
                                   void *context, double *points, struct error *error) {
  TRY(shapley_check(design, error));
  size_t *order = calloc(design->inputs, sizeof *order);
  bool *is_free = calloc(2 * design->inputs, sizeof *is_free);
  enum status status = STATUS_OK;
  if (order && is_free) {
    status = draw_points(design, sampler, context, order, is_free, is_free + design->inputs, points,
                         error);
  } else status = error_memory(error, "a design", design->inputs * sizeof *order);
  free(order);
  free(is_free);
  return status;
}
