#include "bellwether/study/draws.h"

#include "bellwether/base/columns.h"
#include "bellwether/base/draw.h"
#include "draws_parts.h"

#include <gsl/gsl_qrng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *share_at(const struct draws *draws, uint32_t draw, size_t assumption) {
  return &draws->shares[(size_t)draw * draws->assumptions.count + assumption];
}

/* What is random of an assumption in a draw: the same whatever other assumptions there are. */
static double uniform_of(const struct assumption *assumption, uint32_t seed, uint32_t draw,
                         uint32_t n) {
  const uint64_t id = columns_digest_bytes(assumption->name, strlen(assumption->name), 0);
  return draw_uniform((struct draw_key){seed, draw}, DRAW_ASSUMPTION, id, 0, n);
}

enum status draws_latin(const struct assumption *assumption, uint32_t seed, uint32_t first,
                        uint32_t count, double *out, size_t stride, struct error *error) {
  double *room = calloc(count + 1, sizeof *room);
  size_t *order = calloc(count + 1, sizeof *order);
  const bool made = room && order;
  for (uint32_t k = 0; k < count && made; k++) {
    room[k] = uniform_of(assumption, seed, first + k, 0);
  }
  if (made) gsl_sort_index(order, room, 1, count);
  for (uint32_t k = 0; k < count && made; k++) {
    const uint32_t at = (uint32_t)order[k];
    out[at * stride] = (k + uniform_of(assumption, seed, first + at, 1)) / count;
  }
  free(room);
  free(order);
  return made ? STATUS_OK : error_memory(error, "draws", count * sizeof *order);
}

/* The sequence's 32 bits, each turned or not as the assumption's own keyed bits say. */
static double shifted(double point, uint32_t bits) {
  const uint32_t digits = (uint32_t)(point * 4294967296.0) ^ bits;
  return ((double)digits + 0.5) / 4294967296.0;
}

enum status draws_sobol(const struct assumption *const *assumptions, size_t assumptions_count,
                        size_t dimensions, uint32_t seed, uint32_t count, double *out,
                        size_t stride, struct error *error) {
  double point[DRAWS_SOBOL_MOST];
  uint32_t bits[DRAWS_SOBOL_MOST];
  gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)dimensions);
  if (!sequence) return error_memory(error, "a Sobol sequence", dimensions);
  for (size_t j = 0; j < dimensions; j++) {
    const uint32_t n = 2 + (uint32_t)(j / assumptions_count);
    const struct assumption *assumption = assumptions[j % assumptions_count];
    bits[j] = (uint32_t)(uniform_of(assumption, seed, 0, n) * 4294967296.0);
  }
  for (uint32_t k = 0; k < count; k++) {
    gsl_qrng_get(sequence, point);
    for (size_t j = 0; j < dimensions; j++) out[k * stride + j] = shifted(point[j], bits[j]);
  }
  gsl_qrng_free(sequence);
  return STATUS_OK;
}

/* Draws from the priors: a Sobol sequence over all, or blocks of Latin hypercubes. */
static enum status draw_priors(struct draws *draws, uint32_t seed, struct error *error) {
  const struct assumptions *all = &draws->assumptions;
  if (all->count > 0 && all->count <= DRAWS_SOBOL_MOST) {
    const struct assumption *list[DRAWS_SOBOL_MOST];
    for (size_t k = 0; k < all->count; k++) list[k] = &all->list[k];
    return draws_sobol(list, all->count, all->count, seed, draws->count - 1, share_at(draws, 1, 0),
                       all->count, error);
  }
  for (uint32_t b = 0; b < draws->blocks; b++) {
    const uint32_t from = b ? draws->ends[b - 1] : 1;
    for (size_t k = 0; k < all->count; k++) {
      TRY(draws_latin(&all->list[k], seed, from, draws->ends[b] - from, share_at(draws, from, k),
                      all->count, error));
    }
  }
  return STATUS_OK;
}

static enum status draw_all(struct draws *draws, uint32_t seed, struct error *error) {
  if (draws->design.kind == DESIGN_PRIORS) {
    TRY(draw_priors(draws, seed, error));
    for (uint32_t draw = 1; draw < draws->count; draw++) {
      assumptions_correlate(&draws->assumptions, share_at(draws, draw, 0));
    }
    return STATUS_OK;
  }
  TRY(design_check(&draws->design, &draws->assumptions, error));
  return design_fill(&draws->design, &draws->assumptions, seed, share_at(draws, 1, 0), error);
}

enum status draws_make(const struct scenario *scenarios, size_t count, uint32_t seed,
                       struct draws *draws, struct error *error) {
  draws->shares = NULL;
  if (!draws->assumptions.first) {
    TRY(assumptions_list(scenarios, count, &draws->assumptions, error));
  }
  draws->shares = calloc((size_t)draws->count * draws->assumptions.count + 1, sizeof(double));
  enum status status = draws->shares ? draw_all(draws, seed, error)
                                     : error_memory(error, "draws", draws->count);
  if (status != STATUS_OK) draws_free(draws);
  return status;
}

void draws_free(struct draws *draws) {
  assumptions_free(&draws->assumptions);
  design_free(&draws->design);
  free(draws->shares);
  draws->shares = NULL;
}

double draws_value(const struct draws *draws, uint32_t draw, size_t assumption) {
  const struct assumptions *all = &draws->assumptions;
  const struct assumed_value *v = assumptions_value(all, assumption);
  const double share = *share_at(draws, draw, assumption);
  return draw == 0 || isnan(share)
             ? v->value
             : prior_quantile(all->list[assumption].field, &v->prior, v->value, share);
}

uint32_t draws_chance(const struct draws *draws, uint32_t draw) {
  return draws->design.kind == DESIGN_PRIORS ? draw : design_chance(&draws->design, draw);
}

bool draws_is_of_priors(const struct draws *draws, uint32_t draw) {
  if (draws->design.kind == DESIGN_PRIORS) return draw > 0;
  return design_is_of_priors(&draws->design, draw);
}

static void *copy_of(const void *from, size_t count, size_t size) {
  void *to = malloc(count * size + 1);
  if (to && count) memcpy(to, from, count * size);
  return to;
}

enum status draws_apply(const struct draws *draws, size_t number, uint32_t draw,
                        const struct scenario *scenario, struct scenario *out,
                        struct error *error) {
  *out = *scenario;
  out->segments = copy_of(scenario->segments, scenario->segments_count, sizeof *out->segments);
  out->towns = copy_of(scenario->towns, scenario->towns_count, sizeof *out->towns);
  out->levers = copy_of(scenario->levers, scenario->levers_count, sizeof *out->levers);
  out->parks = copy_of(scenario->parks, scenario->parks_count, sizeof *out->parks);
  out->industry = copy_of(scenario->industry,
                          (size_t)scenario->parks_count * scenario->segments_count,
                          sizeof *out->industry);
  if (!out->segments || !out->towns || !out->levers || !out->parks || !out->industry) {
    draws_release(out);
    return error_memory(error, "a draw", scenario->towns_count * sizeof *out->towns);
  }
  if (draw > 0) assumptions_set(&draws->assumptions, number, share_at(draws, draw, 0), out);
  return STATUS_OK;
}

void draws_release(struct scenario *out) {
  free(out->segments);
  free(out->towns);
  free(out->parks);
  free(out->industry);
  free(out->levers);
}
