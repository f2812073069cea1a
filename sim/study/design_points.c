/* Where the sets of a design lie. */
#include "bellwether/base/correlation.h"
#include "bellwether/study/morris.h"
#include "bellwether/study/sobol.h"
#include "draws_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_SAMPLE 0x80000000u /* added to the numbers of B's sets, so that it is another */

/* Samples a and b: by a Sobol sequence where an input is alone in its group and the design is one
 * of variance shares; else by Latin hypercubes. */
static enum status sample(const struct design *design, const struct assumptions *assumptions,
                          uint32_t seed, struct design_points *points, struct error *error) {
  const size_t inputs = points->inputs;
  const struct assumption *list[DESIGN_SOBOL_MOST];
  size_t at[DESIGN_SOBOL_MOST], alone = 0;
  for (size_t i = 0; i < inputs; i++) {
    const struct assumption *assumption = &assumptions->list[points->list[i]];
    size_t members = 0;
    for (size_t j = 0; j < inputs; j++) members += points->group[j] == points->group[i];
    if (design->kind == DESIGN_SOBOL && members == 1) {
      at[alone] = i;
      list[alone++] = assumption;
      continue;
    }
    TRY(draws_latin(assumption, seed, 1, design->size, points->a + i, inputs, error));
    TRY(draws_latin(assumption, seed, SECOND_SAMPLE, design->size, points->b + i, inputs, error));
  }
  if (alone == 0) return STATUS_OK;
  double *both = calloc(design->size * 2 * alone, sizeof *both);
  if (!both) return error_memory(error, "samples", design->size * 2 * alone * sizeof *both);
  const enum status status = draws_sobol(list, alone, 2 * alone, seed, design->size, both,
                                         2 * alone, error);
  for (size_t row = 0; row < design->size && status == STATUS_OK; row++) {
    for (size_t j = 0; j < alone; j++) {
      points->a[row * inputs + at[j]] = both[row * 2 * alone + j];
      points->b[row * inputs + at[j]] = both[row * 2 * alone + alone + j];
    }
  }
  free(both);
  return status;
}

enum status design_points(const struct design *design, const struct assumptions *assumptions,
                          uint32_t seed, struct design_points *points, struct error *error) {
  size_t alone;
  const size_t inputs = design_inputs(design, assumptions, &alone);
  *points = (struct design_points){.inputs = inputs};
  points->list = calloc(inputs + 1, sizeof *points->list);
  points->group = calloc(inputs + 1, sizeof *points->group);
  points->a = calloc(design->size * inputs + 1, sizeof *points->a);
  points->b = calloc(design->size * inputs + 1, sizeof *points->b);
  if (!points->list || !points->group || !points->a || !points->b) {
    design_free_points(points);
    return error_memory(error, "a design", design->size * inputs * sizeof *points->a);
  }
  size_t input = 0;
  for (size_t k = 0; k < assumptions->count; k++) {
    if (design->group[k] == DESIGN_HELD) continue;
    points->list[input] = k;
    points->group[input++] = design->group[k];
  }
  if (design->kind == DESIGN_SHAPLEY) return STATUS_OK; /* its points come one by one */
  const enum status status = sample(design, assumptions, seed, points, error);
  if (status == STATUS_OK && design->kind == DESIGN_MORRIS) {
    morris_auxiliary((struct draw_key){seed, 0}, points->a, design->size, inputs, points->b);
  }
  if (status != STATUS_OK) design_free_points(points);
  return status;
}

void design_free_points(struct design_points *points) {
  free(points->list);
  free(points->group);
  free(points->a);
  free(points->b);
  *points = (struct design_points){0};
}

/* Shares of a set of the design from those of its inputs. */
static void put(const struct design_points *points, const double *from, double *shares) {
  for (size_t i = 0; i < points->inputs; i++) shares[points->list[i]] = from[i];
}

/* The correlations of the inputs, matrix[input][input]; whether there are any. The caller frees it.
 */
static enum status correlations_of(const struct assumptions *assumptions,
                                   const struct design_points *points, double **matrix, bool *any,
                                   struct error *error) {
  const size_t n = points->inputs;
  *matrix = calloc(n * n + 1, sizeof **matrix);
  if (!*matrix) return error_memory(error, "correlations", n * n * sizeof **matrix);
  *any = assumptions_correlation(assumptions, points->list, n, *matrix);
  return STATUS_OK;
}

/* Makes independent shares, points[count][input], those of inputs that are correlated within their
 * groups. What is held has no part in it: of the others any correlations hold as they are. */
static enum status correlate(const struct assumptions *assumptions,
                             const struct design_points *points, size_t count, double *all,
                             struct error *error) {
  const size_t n = points->inputs;
  double *matrix, *lower = calloc(n * n + 1, sizeof *lower);
  size_t *list = calloc(n + 1, sizeof *list);
  bool any = false, *involved = calloc(n + 1, sizeof *involved);
  enum status status = correlations_of(assumptions, points, &matrix, &any, error);
  if (status == STATUS_OK && (!lower || !list || !involved)) {
    status = error_memory(error, "correlations", n * n * sizeof *lower);
  }
  if (status == STATUS_OK && any && !correlation_factor(matrix, n, lower, involved)) {
    status = error_set(error, STATUS_SCENARIO, "correlations of the inputs contradict each other");
  }
  for (size_t i = 0; i < n && status == STATUS_OK; i++) list[i] = i;
  for (size_t p = 0; p < count && any && status == STATUS_OK; p++) {
    correlation_bind(lower, n, list, all + p * n);
  }
  free(matrix);
  free(lower);
  free(list);
  free(involved);
  return status;
}

/* Each line: the base, its steps, the base again. */
static enum status fill_morris(const struct design *design, const struct assumptions *assumptions,
                               const struct design_points *points, double *shares,
                               struct error *error) {
  const size_t count = assumptions->count;
  const struct morris morris = {.kind = MORRIS_RADIAL,
                                .inputs = points->inputs,
                                .groups = design->groups,
                                .trajectories = design->size,
                                .group = points->group,
                                .base = points->a,
                                .auxiliary = points->b};
  double *all = calloc(morris_runs(&morris) * points->inputs, sizeof *all);
  if (!all) return error_memory(error, "a design", morris_runs(&morris) * points->inputs);
  enum status status = morris_points(&morris, all, error);
  if (status == STATUS_OK) {
    status = correlate(assumptions, points, morris_runs(&morris), all, error);
  }
  for (size_t t = 0; t < design->size && status == STATUS_OK; t++) {
    const size_t line = design_line(design);
    for (size_t p = 0; p < line; p++) {
      const size_t from = t * (line - 1) + (p < line - 1 ? p : 0);
      put(points, all + from * points->inputs, shares + (t * line + p) * count);
    }
  }
  free(all);
  return status;
}

/* Each line: A, B, then A with each group from B. */
static enum status fill_sobol(const struct design *design, const struct assumptions *assumptions,
                              const struct design_points *points, double *shares,
                              struct error *error) {
  const size_t count = assumptions->count;
  const size_t line = design_line(design), rows = design->size;
  double *all = calloc(rows * line * points->inputs, sizeof *all);
  if (!all) return error_memory(error, "a design", rows * line * points->inputs * sizeof *all);
  sobol_points(points->a, points->b, rows, points->inputs, design->groups, points->group, all);
  const enum status status = correlate(assumptions, points, rows * line, all, error);
  for (size_t row = 0; row < rows && status == STATUS_OK; row++) {
    for (size_t p = 0; p < line; p++) {
      put(points, all + (p * rows + row) * points->inputs, shares + (row * line + p) * count);
    }
  }
  free(all);
  return status;
}

/* Normal scores given those of the inputs that are known, then their shares. */
static enum status fill_shapley(const struct design *design, const struct assumptions *assumptions,
                                const struct design_points *points, uint32_t seed, double *shares,
                                struct error *error) {
  const struct shapley_design shapley = design_shapley(design, seed);
  const size_t runs = shapley_effects_runs(&shapley), inputs = points->inputs;
  const size_t count = assumptions->count;
  double *all = calloc(runs * inputs, sizeof *all), *mean = calloc(inputs, sizeof *mean), *matrix;
  bool any;
  enum status status = correlations_of(assumptions, points, &matrix, &any, error);
  if (status == STATUS_OK && (!all || !mean)) {
    status = error_memory(error, "a design", runs * inputs * sizeof *all);
  }
  struct shapley_law law = {.inputs = inputs, .mean = mean, .covariance = matrix};
  if (status == STATUS_OK) {
    status = shapley_effects_points(&shapley, shapley_gaussian, &law, all, error);
  }
  for (size_t k = 0; k < runs * inputs && status == STATUS_OK; k++)
    all[k] = correlation_share(all[k]);
  for (size_t run = 0; run < runs && status == STATUS_OK; run++) {
    put(points, all + run * inputs, shares + run * count);
  }
  free(all);
  free(mean);
  free(matrix);
  return status;
}

enum status design_fill(const struct design *design, const struct assumptions *assumptions,
                        uint32_t seed, double *shares, struct error *error) {
  struct design_points points;
  const size_t count = assumptions->count;
  TRY(design_points(design, assumptions, seed, &points, error));
  for (size_t i = 0; i < design_sets(design) * count; i++) shares[i] = NAN;
  enum status status = STATUS_OK;
  switch (design->kind) {
  case DESIGN_PRIORS: break;
  case DESIGN_MORRIS: status = fill_morris(design, assumptions, &points, shares, error); break;
  case DESIGN_SOBOL: status = fill_sobol(design, assumptions, &points, shares, error); break;
  case DESIGN_SHAPLEY:
    status = fill_shapley(design, assumptions, &points, seed, shares, error);
    break;
  }
  design_free_points(&points);
  return status;
}
