#include "bellwether/study/draws.h"

#include "bellwether/base/columns.h"
#include "bellwether/base/draw.h"

#include <gsl/gsl_qrng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *share_at(const struct draws *draws, uint32_t draw, size_t assumption) {
  return &draws->shares[(size_t)draw * draws->assumptions.count + assumption];
}

/* What is random of an assumption in a draw: the same whatever other assumptions there are. */
static double uniform_of(const struct draws *draws, uint32_t seed, size_t assumption, uint32_t draw,
                         uint32_t n) {
  const char *name = draws->assumptions.list[assumption].name;
  const uint64_t id = columns_digest_bytes(name, strlen(name), 0);
  return draw_uniform((struct draw_key){seed, draw}, DRAW_ASSUMPTION, id, 0, n);
}

/* One block of one assumption: each of its strata once, in an order of its own. */
static void draw_latin(struct draws *draws, uint32_t seed, size_t assumption, uint32_t from,
                       uint32_t to, double *room, size_t *order) {
  const uint32_t count = to - from;
  for (uint32_t k = 0; k < count; k++) {
    room[k] = uniform_of(draws, seed, assumption, from + k, 0);
  }
  gsl_sort_index(order, room, 1, count);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t draw = from + (uint32_t)order[k];
    *share_at(draws, draw, assumption) = (k + uniform_of(draws, seed, assumption, draw, 1)) / count;
  }
}

/* The sequence's 32 bits, each turned or not as the assumption's own keyed bits say. */
static double shifted(double point, uint32_t bits) {
  const uint32_t digits = (uint32_t)(point * 4294967296.0) ^ bits;
  return ((double)digits + 0.5) / 4294967296.0;
}

static enum status draw_sobol(struct draws *draws, uint32_t seed, struct error *error) {
  const size_t dimensions = draws->assumptions.count;
  double point[DRAWS_SOBOL_MOST];
  gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)dimensions);
  if (!sequence) return error_memory(error, "a Sobol sequence", dimensions);
  for (uint32_t draw = 1; draw < draws->count; draw++) {
    gsl_qrng_get(sequence, point);
    for (size_t k = 0; k < dimensions; k++) {
      const uint32_t bits = (uint32_t)(uniform_of(draws, seed, k, 0, 2) * 4294967296.0);
      *share_at(draws, draw, k) = shifted(point[k], bits);
    }
  }
  gsl_qrng_free(sequence);
  return STATUS_OK;
}

static enum status draw_all(struct draws *draws, uint32_t seed, struct error *error) {
  if (draws->sobol) return draw_sobol(draws, seed, error);
  double *room = calloc(draws->count, sizeof *room);
  size_t *order = calloc(draws->count, sizeof *order);
  const bool made = room && order;
  for (uint32_t b = 0; b < draws->blocks && made; b++) {
    const uint32_t from = b ? draws->ends[b - 1] : 1;
    for (size_t k = 0; k < draws->assumptions.count; k++) {
      draw_latin(draws, seed, k, from, draws->ends[b], room, order);
    }
  }
  free(room);
  free(order);
  return made ? STATUS_OK : error_memory(error, "draws", draws->count * sizeof *order);
}

enum status draws_make(const struct scenario *scenarios, size_t count, uint32_t seed,
                       struct draws *draws, struct error *error) {
  draws->shares = NULL;
  TRY(assumptions_list(scenarios, count, &draws->assumptions, error));
  draws->sobol = draws->assumptions.count > 0 && draws->assumptions.count <= DRAWS_SOBOL_MOST;
  draws->shares = calloc((size_t)draws->count * draws->assumptions.count + 1, sizeof(double));
  enum status status = draws->shares ? draw_all(draws, seed, error)
                                     : error_memory(error, "draws", draws->count);
  if (status != STATUS_OK) draws_free(draws);
  return status;
}

void draws_free(struct draws *draws) {
  assumptions_free(&draws->assumptions);
  free(draws->shares);
  draws->shares = NULL;
}

double draws_value(const struct draws *draws, uint32_t draw, size_t assumption) {
  const struct assumptions *all = &draws->assumptions;
  size_t k = 0;
  while (all->values[k].assumption != assumption) k++;
  const struct assumed_value *v = &all->values[k];
  if (draw == 0) return v->value;
  return prior_quantile(all->list[assumption].field, &v->prior, v->value,
                        *share_at(draws, draw, assumption));
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
  if (!out->segments || !out->towns || !out->levers) {
    draws_release(out);
    return error_memory(error, "a draw", scenario->towns_count * sizeof *out->towns);
  }
  if (draw > 0) assumptions_set(&draws->assumptions, number, share_at(draws, draw, 0), out);
  return STATUS_OK;
}

void draws_release(struct scenario *out) {
  free(out->segments);
  free(out->towns);
  free(out->levers);
}
