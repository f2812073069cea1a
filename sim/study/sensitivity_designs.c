/* An outcome's measures, by the design of its sets. */
#include "bellwether/study/effects.h"
#include "bellwether/study/given_data.h"
#include "bellwether/study/morris.h"
#include "bellwether/study/sobol.h"
#include "sensitivity_parts.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RESAMPLES       1000 /* of the bootstrap */
#define RESAMPLES_GIVEN 200  /* of inputs by the hundred */

static const struct draw_key resampling_key = {1, 0}; /* as compare's: drawn together */

/* Lines that begin before the last run that ended: those of a stopped experiment that count. */
static size_t lines_begun(const struct outcome_by_set *outcome, size_t line, size_t lines) {
  while (lines > 0) {
    const size_t first = 1 + (lines - 1) * line;
    for (size_t k = 0; k < line * outcome->each; k++) {
      if (!isnan(outcome->y[first * outcome->each + k])) return lines;
    }
    lines--;
  }
  return 0;
}

static struct morris morris_of(const struct design *design, const struct design_points *points,
                               size_t trajectories) {
  return (struct morris){.kind = MORRIS_RADIAL,
                         .inputs = points->inputs,
                         .groups = design->groups,
                         .trajectories = trajectories,
                         .group = points->group,
                         .base = points->a,
                         .auxiliary = points->b,
                         .key = resampling_key};
}

/* What an input that does nothing but stir chance would have: the mean size of the change when
 * chance alone is another, times the mean of 1 / |step|. A step s is uniform on [1/4, 3/4), and
 * 1 - s where it goes around the cube's end, which it does with probability s: 4 ln 3 - 2. */
static enum status measure_chance(const double *change, size_t count, size_t half, double level,
                                  struct sensitivity_measure *chance, struct error *error) {
  const double inverse_step = 4 * log(3) - 2;
  struct interval interval;
  TRY(statistics_bca(change, count, level, RESAMPLES, resampling_key, &interval, error));
  *chance = (struct sensitivity_measure){gsl_stats_mean(change, 1, count) * inverse_step,
                                         interval.low * inverse_step, interval.high * inverse_step,
                                         gsl_stats_mean(change, 1, half) * inverse_step};
  return STATUS_OK;
}

/* Half the interval of a mean effect, by Student's t. */
static double half_width(const struct morris_effect *effect, double level) {
  const double n = (double)effect->count;
  return n > 1 ? effect->sigma * gsl_cdf_tdist_Pinv((1 + level) / 2, n - 1) / sqrt(n) : NAN;
}

/* `family`: so many inputs, none of which shall have a sign by chance alone (Bonferroni). */
static void put_morris(const struct morris_effect *effect, const struct morris_effect *half,
                       const struct sensitivity_measure *chance, double level, size_t family,
                       struct sensitivity_row *row) {
  const double error = half_width(effect, level);
  const double sure = half_width(effect, 1 - (1 - level) / (double)family);
  row->measures[0] = (struct sensitivity_measure){effect->mean_absolute, effect->interval.low,
                                                  effect->interval.high, half->mean_absolute};
  row->measures[1] = (struct sensitivity_measure){effect->mean, effect->mean - error,
                                                  effect->mean + error, half->mean};
  row->measures[2] = (struct sensitivity_measure){effect->sigma, NAN, NAN, half->sigma};
  row->is_told = effect->interval.low > chance->value || fabs(effect->mean) > sure;
}

static enum status find_morris(const struct outcome_by_set *outcome,
                               const struct design_points *points, double *y, double *change,
                               struct morris_effect *effects, struct sensitivity *out,
                               struct error *error) {
  const struct design *design = &outcome->ensemble->draws.design;
  const size_t line = design_line(design);
  size_t changes = 0, of_first = 0;
  for (size_t t = 0; t < out->lines; t++) {
    for (size_t p = 0; p < line - 1; p++) {
      y[t * (line - 1) + p] = sensitivity_mean(outcome, 1 + t * line + p);
    }
    const double again = sensitivity_mean(outcome, 1 + t * line + line - 1);
    const double size = fabs(again - y[t * (line - 1)]);
    if (!isnan(size)) change[changes++] = size;
    if (t + 1 == out->half) of_first = changes;
  }
  const struct morris whole = morris_of(design, points, out->lines);
  const struct morris half = morris_of(design, points, out->half);
  struct morris_effect *of_half = effects + design->groups;
  TRY(morris_effects(&whole, y, outcome->level, RESAMPLES, effects, error));
  TRY(morris_effects(&half, y, outcome->level, RESAMPLES, of_half, error));
  if (of_first > 0) {
    TRY(measure_chance(change, changes, of_first, outcome->level, &out->chance, error));
  }
  double most = out->chance.value > 0 ? out->chance.value : 0;
  for (size_t g = 0; g < design->groups; g++) {
    put_morris(&effects[g], &of_half[g], &out->chance, outcome->level, design->groups,
               &out->rows[g]);
    most = fmax(most, isnan(effects[g].mean_absolute) ? 0 : effects[g].mean_absolute);
  }
  if (most > 0) return STATUS_OK;
  return error_set(error, STATUS_UNDECIDED, "the outcome is the same in all runs");
}

enum status sensitivity_morris(const struct outcome_by_set *outcome, struct sensitivity *out,
                               struct error *error) {
  const struct ensemble *ensemble = outcome->ensemble;
  const struct design *design = &ensemble->draws.design;
  const size_t line = design_line(design);
  struct design_points points;
  out->lines = lines_begun(outcome, line, design->size);
  out->half = out->lines / 2;
  if (out->half == 0) {
    return error_set(error, STATUS_UNDECIDED,
                     "%zu trajectories have a run: elementary effects take two", out->lines);
  }
  TRY(design_points(design, &ensemble->draws.assumptions, ensemble->seed, &points, error));
  double *y = calloc(out->lines * line, sizeof *y);
  double *change = calloc(out->lines, sizeof *change);
  struct morris_effect *effects = calloc(2 * design->groups, sizeof *effects);
  const enum status status = y && change && effects
                                 ? find_morris(outcome, &points, y, change, effects, out, error)
                                 : error_memory(error, "effects", out->lines * line * sizeof *y);
  free(y);
  free(change);
  free(effects);
  design_free_points(&points);
  return status;
}

static struct sensitivity_measure measure(double value, struct interval interval, double half) {
  return (struct sensitivity_measure){value, interval.low, interval.high, half};
}

enum status sensitivity_sobol(const struct outcome_by_set *outcome, struct sensitivity *out,
                              struct error *error) {
  const struct design *design = &outcome->ensemble->draws.design;
  const size_t line = design_line(design), each = outcome->each, groups = design->groups;
  out->lines = lines_begun(outcome, line, design->size);
  out->half = out->lines / 2;
  const size_t block = out->lines * each;
  double *y = calloc(line * block + 1, sizeof *y);
  struct sobol_index *indices = calloc(2 * groups, sizeof *indices);
  for (size_t row = 0; y && row < out->lines; row++) {
    for (size_t b = 0; b < line; b++) {
      memcpy(y + b * block + row * each, outcome->y + (1 + row * line + b) * each,
             each * sizeof *y);
    }
  }
  struct sobol_sample sample = {
      .groups = groups, .rows = out->lines, .replications = each, .block = block, .y = y};
  struct sobol whole, half;
  enum status status = y && indices ? sobol_indices(&sample, outcome->level, RESAMPLES,
                                                    resampling_key, indices, &whole, error)
                                    : error_memory(error, "indices", line * block * sizeof *y);
  sample.rows = out->half;
  if (status == STATUS_OK) {
    status = sobol_indices(&sample, outcome->level, RESAMPLES, resampling_key, indices + groups,
                           &half, error);
  }
  for (size_t g = 0; g < groups && status == STATUS_OK; g++) {
    const struct sobol_index *i = &indices[g], *h = &indices[groups + g];
    struct sensitivity_row *row = &out->rows[g];
    row->measures[0] = measure(i->first, i->first_interval, h->first);
    row->measures[1] = measure(i->total, i->total_interval, h->total);
    row->measures[2] = (struct sensitivity_measure){NAN, NAN, NAN, NAN};
    /* A total is a mean of squares: above 0, unless chance's part can be taken out of it. */
    row->is_told = i->first_interval.low > 0 || (each > 1 && i->total_interval.low > 0);
  }
  if (status == STATUS_OK) {
    out->chance = measure(whole.chance, whole.chance_interval, half.chance);
    out->interactions = whole.interactions;
  }
  free(y);
  free(indices);
  return status;
}

/* Half the sample, and of random orders the first half, of all sets the first half of their draws:
 * a design of its own, whose outcomes take the place of the whole one's. */
static struct shapley_design halve(const struct shapley_design *design, size_t each, double *y) {
  struct shapley_design half = *design;
  half.sample /= 2;
  if (design->permutations) half.permutations /= 2;
  else half.outer /= 2;
  const size_t sets = (shapley_effects_runs(&half) - half.sample) / (half.outer * half.inner);
  const size_t from = design->outer * design->inner * each, to = half.outer * half.inner * each;
  for (size_t s = 0; s < sets; s++) {
    memmove(y + half.sample * each + s * to, y + design->sample * each + s * from, to * sizeof *y);
  }
  return half;
}

enum status sensitivity_shapley(const struct outcome_by_set *outcome, struct sensitivity *out,
                                struct error *error) {
  const struct ensemble *ensemble = outcome->ensemble;
  const struct design *design = &ensemble->draws.design;
  const struct shapley_design shapley = design_shapley(design, ensemble->seed);
  const size_t each = outcome->each, inputs = shapley.inputs;
  const size_t cells = shapley_effects_runs(&shapley) * each;
  double *y = calloc(cells + 1, sizeof *y);
  struct shapley_effect *effects = calloc(2 * inputs, sizeof *effects);
  struct shapley_whole whole, half;
  enum status status = STATUS_OK;
  if (y && effects) {
    memcpy(y, outcome->y + each, cells * sizeof *y);
    status = shapley_effects(&shapley, y, each, outcome->level, RESAMPLES, effects, &whole, error);
  } else status = error_memory(error, "effects", cells * sizeof *y);
  if (status == STATUS_OK) {
    const struct shapley_design less = halve(&shapley, each, y);
    status = shapley_effects(&less, y, each, outcome->level, RESAMPLES, effects + inputs, &half,
                             error);
  }
  out->lines = design->size ? design->size : shapley.outer;
  out->half = out->lines / 2;
  for (size_t i = 0; i < inputs && status == STATUS_OK; i++) {
    struct sensitivity_row *row = &out->rows[i];
    row->measures[0] = measure(effects[i].share, effects[i].interval, effects[inputs + i].share);
    row->measures[1] = row->measures[2] = (struct sensitivity_measure){NAN, NAN, NAN, NAN};
    row->is_told = effects[i].interval.low > 0;
  }
  if (status == STATUS_OK) out->chance = measure(whole.chance, whole.chance_interval, half.chance);
  free(y);
  free(effects);
  return status;
}

/* Chance's share of the variance of sets' means. */
static enum status find_chance(const struct outcome_by_set *outcome, size_t sets, double *y,
                               double *share, struct error *error) {
  struct effects effects;
  struct error undecided;
  double *shrunken = calloc(sets + 1, sizeof *shrunken);
  if (!shrunken) return error_memory(error, "sets", sets * sizeof *shrunken);
  const enum status status = effects_split(y, sets, outcome->each, outcome->level, shrunken,
                                           &effects, &undecided);
  *share = status == STATUS_OK ? fmin(effects.within / effects.between, 1) : NAN;
  free(shrunken);
  if (status == STATUS_OK || status == STATUS_UNDECIDED)
    return STATUS_OK; /* one replication each */
  *error = undecided;
  return status;
}

static enum status find_given(const struct outcome_by_set *outcome, const double *means,
                              struct given_index *indices, struct sensitivity *out,
                              struct error *error) {
  const struct draws *draws = &outcome->ensemble->draws;
  const size_t inputs = draws->assumptions.count;
  struct given_data data = {
      .points = out->lines, .inputs = inputs, .x = draws->shares + inputs, .y = means};
  struct given_bounds bounds, ignored;
  struct error why;
  TRY(given_indices(&data, outcome->level, RESAMPLES_GIVEN, resampling_key, indices, &bounds,
                    error));
  TRY(given_family(&data, outcome->level, resampling_key, &bounds, error));
  data.points = out->half;
  const bool halved = given_indices(&data, outcome->level, RESAMPLES_GIVEN, resampling_key,
                                    indices + inputs, &ignored, &why) == STATUS_OK;
  for (size_t k = 0; k < inputs; k++) {
    const struct given_index *index = &indices[k], *half = &indices[inputs + k];
    struct sensitivity_row *row = &out->rows[k];
    row->measures[0] = measure(index->first, index->first_interval, halved ? half->first : NAN);
    row->measures[1] = (struct sensitivity_measure){index->pawn, NAN, NAN,
                                                    halved ? half->pawn : NAN};
    row->measures[2] = (struct sensitivity_measure){NAN, NAN, NAN, NAN};
    row->is_told = index->first > bounds.first || index->pawn > bounds.pawn;
  }
  out->bounds[0] = bounds.first;
  out->bounds[1] = bounds.pawn;
  return STATUS_OK;
}

enum status sensitivity_given(const struct outcome_by_set *outcome, struct sensitivity *out,
                              struct error *error) {
  const struct draws *draws = &outcome->ensemble->draws;
  const size_t sets = draws->count - 1, inputs = draws->assumptions.count;
  double *means = calloc(sets + 1, sizeof *means);
  struct given_index *indices = calloc(2 * inputs + 1, sizeof *indices);
  enum status status = means && indices ? STATUS_OK : error_memory(error, "indices", sets + inputs);
  for (size_t d = 0; d < sets && status == STATUS_OK; d++) {
    means[d] = sensitivity_mean(outcome, d + 1);
  }
  out->lines = sets;
  out->half = sets / 2;
  if (status == STATUS_OK && sets < SENSITIVITY_FIFTHS) {
    status = error_set(
        error, STATUS_UNDECIDED,
        "%zu sets of assumptions beside the central one say nothing, of at least %d: "
        "bellwether resume %s --draws 100",
        sets, SENSITIVITY_FIFTHS, outcome->ensemble->folder);
  }
  if (status == STATUS_OK) status = find_given(outcome, means, indices, out, error);
  if (status == STATUS_OK) {
    status = find_chance(outcome, sets, outcome->y + outcome->each, &out->chance.value, error);
  }
  if (status == STATUS_OK) {
    status = find_chance(outcome, sets / 2, outcome->y + outcome->each, &out->chance.half, error);
  }
  free(means);
  free(indices);
  return status;
}
