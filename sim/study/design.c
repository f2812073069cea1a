#define _XOPEN_SOURCE 700
#include "bellwether/study/design.h"

#include "bellwether/base/text.h"
#include "draws_parts.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Makes group `other` part of group `to`; those behind it move up. */
static void join(struct design *design, const struct assumptions *assumptions, size_t to,
                 size_t other) {
  const size_t last = design->groups - 1;
  for (size_t k = 0; k < assumptions->count; k++) {
    if (design->group[k] == other) design->group[k] = to;
    else if (design->group[k] != DESIGN_HELD && design->group[k] > other) design->group[k]--;
  }
  memmove(design->names[other], design->names[other + 1], (last - other) * sizeof *design->names);
  design->groups = last;
}

/* Elementary effects and variance shares are of inputs that are independent: what is correlated
 * moves as one input, called by its correlation. */
static void join_correlated(struct design *design, const struct assumptions *assumptions) {
  const size_t n = assumptions->correlated;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < i; j++) {
      const double rho = assumptions->correlations[i * n + j];
      const size_t a = design->group[assumptions->correlated_list[i]];
      const size_t b = design->group[assumptions->correlated_list[j]];
      if (a == DESIGN_HELD || b == DESIGN_HELD || a == b || (!(rho < 0) && !(rho > 0))) continue;
      const size_t first = a < b ? a : b;
      join(design, assumptions, first, a < b ? b : a);
      if (strpbrk(design->names[first], "*?[")) continue; /* the user has named it */
      snprintf(design->names[first], SCENARIO_PATH, "%s", assumptions->correlated_names[j]);
    }
  }
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
  if (!made) return error_memory(error, "groups", assumptions->count);
  if (design->kind == DESIGN_MORRIS || design->kind == DESIGN_SOBOL) {
    join_correlated(design, assumptions);
  }
  return STATUS_OK;
}

size_t design_inputs(const struct design *design, const struct assumptions *assumptions,
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

enum status design_check(const struct design *design, const struct assumptions *assumptions,
                         struct error *error) {
  size_t alone;
  const size_t inputs = design_inputs(design, assumptions, &alone);
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
  return STATUS_OK;
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

void design_free(struct design *design) {
  free(design->names);
  free(design->group);
  *design = (struct design){0};
}
