#define _XOPEN_SOURCE 700
#include "bellwether/study/design.h"

#include "bellwether/base/correlation.h"
#include "bellwether/base/text.h"
#include "bellwether/study/morris.h"
#include "bellwether/study/sobol.h"
#include "draws_parts.h"

#include <float.h>
#include <fnmatch.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_SAMPLE 0x80000000u /* added to the numbers of B's sets, so that it is another */

const char *const design_names[] = {"priors", "morris", "sobol", "shapley"};

static bool matches(const char *name, const char *const *patterns, size_t count, size_t *which) {
  for (*which = 0; *which < count; ++*which) {
    if (fnmatch(patterns[*which], name, 0) == 0) return true;
  }
  return false;
}

/* Every pattern must match something. */
static enum status check_pattern(const struct assumptions *assumptions, const char *pattern,
                                 struct error *error) {
  size_t which;
  for (size_t k = 0; k < assumptions->count; k++) {
    if (matches(assumptions->list[k].name, &pattern, 1, &which)) return STATUS_OK;
  }
  const char **names = calloc(assumptions->count + 1, sizeof *names);
  if (!names) return error_memory(error, "assumptions", assumptions->count * sizeof *names);
  for (size_t k = 0; k < assumptions->count; k++) names[k] = assumptions->list[k].name;
  const char *nearest = text_nearest(pattern, names, assumptions->count);
  const enum status status = error_set(
      error, STATUS_USAGE,
      "'%.100s' is no assumption of these scenarios%s%.100s%s 'bellwether params --priors' and "
      "'levers --priors' list them, as in parameters.absorption, 'levers.*' or '*.wage_*'",
      pattern, nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : ";");
  free(names);
  return status;
}

enum status design_group(struct design *design, const struct assumptions *assumptions,
                         const char *const *only, size_t only_count, const char *const *together,
                         size_t together_count, struct error *error) {
  for (size_t p = 0; p < only_count; p++) TRY(check_pattern(assumptions, only[p], error));
  for (size_t p = 0; p < together_count; p++) TRY(check_pattern(assumptions, together[p], error));
  design->group = calloc(assumptions->count + 1, sizeof *design->group);
  design->names = calloc(assumptions->count + together_count + 1, sizeof *design->names);
  size_t *number = calloc(together_count + 1, sizeof *number); /* of a group; 0: none yet */
  const bool made = design->group && design->names && number;
  design->groups = 0;
  for (size_t k = 0; k < assumptions->count && made; k++) {
    const char *name = assumptions->list[k].name;
    size_t which;
    const bool joins = matches(name, together, together_count, &which);
    design->group[k] = DESIGN_HELD;
    if (joins && number[which]) {
      design->group[k] = number[which] - 1;
    } else if (joins || only_count == 0 || matches(name, only, only_count, &(size_t){0})) {
      design->group[k] = design->groups;
      if (joins) number[which] = design->groups + 1;
      snprintf(design->names[design->groups++], SCENARIO_PATH, "%s",
               joins ? together[which] : name);
    }
  }
  free(number);
  return made ? STATUS_OK : error_memory(error, "groups", assumptions->count);
}

/* Assumptions that are varied, and how many of them are alone in their group. */
static size_t count_inputs(const struct design *design, const struct assumptions *assumptions,
                           size_t *alone) {
  size_t inputs = 0;
  *alone = 0;
  for (size_t g = 0; g < design->groups; g++) {
    size_t members = 0;
    for (size_t k = 0; k < assumptions->count; k++) members += design->group[k] == g;
    inputs += members;
    *alone += members == 1;
  }
  return inputs;
}

/* Elementary effects and variance shares are of inputs that are independent: what is correlated
 * moves together, or keeps its value. */
static enum status check_correlated(const struct design *design,
                                    const struct assumptions *assumptions, struct error *error) {
  const size_t n = assumptions->correlated;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < i; j++) {
      const double rho = assumptions->correlations[i * n + j];
      const size_t a = assumptions->correlated_list[i], b = assumptions->correlated_list[j];
      const bool held = design->group[a] == DESIGN_HELD || design->group[b] == DESIGN_HELD;
      if (held || design->group[a] == design->group[b] || (!(rho < 0) && !(rho > 0))) continue;
      return error_set(error, STATUS_USAGE,
                       "%.100s and %.100s are correlated (%g), and %s takes inputs that are "
                       "independent: put them into one group with --group, vary one of them with "
                       "--only, or ask for Shapley effects",
                       assumptions->list[b].name, assumptions->list[a].name, rho,
                       design_names[design->kind]);
    }
  }
  return STATUS_OK;
}

enum status design_check(const struct design *design, const struct assumptions *assumptions,
                         struct error *error) {
  size_t alone;
  const size_t inputs = count_inputs(design, assumptions, &alone);
  const uint32_t least = design->kind == DESIGN_SHAPLEY && alone <= SHAPLEY_EXACT_MOST ? 0 : 4;
  if (inputs == 0) {
    return error_set(error, STATUS_USAGE, "there is no assumption to vary: all values are facts");
  }
  if (design->size < least || design->size > DESIGN_SIZE_MOST) {
    return error_set(error, STATUS_USAGE, "--size %u: from %u to %u", design->size, least,
                     DESIGN_SIZE_MOST);
  }
  if (design->kind == DESIGN_SOBOL && alone > DESIGN_SOBOL_MOST) {
    return error_set(
        error, STATUS_USAGE,
        "%zu assumptions take %zu dimensions of the Sobol sequence, which has %u: name "
        "at most %u of them with --only, put others together with --group, or let "
        "'bellwether sensitivity auto' find those that matter",
        alone, 2 * alone, 2 * DESIGN_SOBOL_MOST, DESIGN_SOBOL_MOST);
  }
  if (design->kind == DESIGN_SHAPLEY && (inputs > alone || inputs > DESIGN_SOBOL_MOST)) {
    return error_set(error, STATUS_USAGE,
                     "Shapley effects of %zu assumptions in %zu groups: they are of at most %u "
                     "assumptions, each alone: name them with --only",
                     inputs, design->groups, DESIGN_SOBOL_MOST);
  }
  return design->kind == DESIGN_SHAPLEY ? STATUS_OK : check_correlated(design, assumptions, error);
}

struct shapley_design design_shapley(const struct design *design, uint32_t seed) {
  return (struct shapley_design){.inputs = design->groups,
                                 .sample = DESIGN_SAMPLE,
                                 .permutations = design->size,
                                 .outer = design->size ? DESIGN_OUTER : DESIGN_OUTER_EXACT,
                                 .inner = DESIGN_INNER,
                                 .key = {seed, 0}};
}

size_t design_sets(const struct design *design) {
  const struct shapley_design shapley = design_shapley(design, 0);
  switch (design->kind) {
  case DESIGN_PRIORS: return 0;
  case DESIGN_MORRIS:
  case DESIGN_SOBOL: return design->size * design_line(design);
  case DESIGN_SHAPLEY: return shapley_effects_runs(&shapley);
  }
  return 0;
}

uint32_t design_chance(const struct design *design, uint32_t set) {
  if (set == 0) return 0;
  const uint32_t point = set - 1, line = (uint32_t)design_line(design);
  switch (design->kind) {
  case DESIGN_PRIORS: return set;
  case DESIGN_MORRIS: return 2 * (point / line) + (point % line == line - 1);
  case DESIGN_SOBOL: return point / line;
  case DESIGN_SHAPLEY:
    return point < DESIGN_SAMPLE ? point : DESIGN_SAMPLE + (point - DESIGN_SAMPLE) / DESIGN_INNER;
  }
  return 0;
}

bool design_is_of_priors(const struct design *design, uint32_t set) {
  if (set == 0) return false;
  const uint32_t place = (set - 1) % (uint32_t)design_line(design);
  switch (design->kind) {
  case DESIGN_PRIORS: return true;
  case DESIGN_MORRIS: return place == 0;
  case DESIGN_SOBOL: return place < 2;
  case DESIGN_SHAPLEY: return set - 1 < DESIGN_SAMPLE;
  }
  return false;
}

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
  const size_t inputs = count_inputs(design, assumptions, &alone);
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

/* A share of the normal law, in (0, 1). */
static double share_of(double z) {
  return fmin(fmax(gsl_cdf_ugaussian_P(z), DBL_MIN), 1 - DBL_EPSILON);
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
 * groups. */
static enum status correlate(const struct assumptions *assumptions,
                             const struct design_points *points, size_t count, double *all,
                             struct error *error) {
  const size_t n = points->inputs;
  double *matrix, *lower = calloc(n * n + 1, sizeof *lower);
  bool any = false, *involved = calloc(n + 1, sizeof *involved);
  enum status status = correlations_of(assumptions, points, &matrix, &any, error);
  if (status == STATUS_OK && (!lower || !involved)) {
    status = error_memory(error, "correlations", n * n * sizeof *lower);
  }
  if (status == STATUS_OK && any && !correlation_factor(matrix, n, lower, involved)) {
    status = error_set(error, STATUS_SCENARIO, "correlations of the inputs contradict each other");
  }
  for (size_t p = 0; p < count && any && status == STATUS_OK; p++) {
    double *u = all + p * n;
    for (size_t i = n; i-- > 0;) { /* each row finds the independent shares of those before it */
      double z = lower[i * n + i] * gsl_cdf_ugaussian_Pinv(u[i]);
      bool alone = true;
      for (size_t j = 0; j < i; j++) {
        if (!(lower[i * n + j] < 0) && !(lower[i * n + j] > 0)) continue;
        z += lower[i * n + j] * gsl_cdf_ugaussian_Pinv(u[j]);
        alone = false;
      }
      if (!alone) u[i] = share_of(z);
    }
  }
  free(matrix);
  free(lower);
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
  for (size_t k = 0; k < runs * inputs && status == STATUS_OK; k++) all[k] = share_of(all[k]);
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

void design_free(struct design *design) {
  free(design->names);
  free(design->group);
  *design = (struct design){0};
}
