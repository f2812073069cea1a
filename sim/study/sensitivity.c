#include "bellwether/study/sensitivity.h"

#include "bellwether/study/compare.h"
#include "bellwether/study/cost.h"
#include "sensitivity_parts.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const sensitivity_outcomes[] = {"difference", "level", "yield", "margin"};
const char *const sensitivity_measures[4][SENSITIVITY_MEASURES] = {
    [DESIGN_PRIORS] = {"first", "pawn", ""},
    [DESIGN_MORRIS] = {"mu_star", "mu", "sigma"},
    [DESIGN_SOBOL] = {"first", "total", ""},
    [DESIGN_SHAPLEY] = {"share", "", ""}};

/* An indicator of a scenario at a month. */
static enum status read_level(const struct results *results, enum indicator indicator,
                              uint32_t scenario, uint32_t place, uint32_t month, double *values,
                              struct error *error) {
  const size_t n = results->replications, months = results->months;
  double *series = calloc(n * months + 1, sizeof *series);
  if (!series) return error_memory(error, "an outcome", n * months * sizeof *series);
  const enum status status = results_read(results, indicator, scenario, place, series, error);
  for (size_t r = 0; r < n; r++) values[r] = series[r * months + month];
  free(series);
  return status;
}

/* Divides differences by gross public cost. */
static enum status divide_by_cost(const struct results *results,
                                  const struct sensitivity_question *question, double *values,
                                  struct error *error) {
  struct programmes programmes;
  double *cost = calloc(results->replications + 1, sizeof *cost);
  if (!cost) return error_memory(error, "an outcome", results->replications * sizeof *cost);
  enum status status = programmes_read(results, question->place, question->month,
                                       question->discount, &programmes, error);
  if (status == STATUS_OK) {
    cost_totals(&programmes, question->base, question->scenario, COST_GROSS, question->public_funds,
                cost);
    for (size_t r = 0; r < results->replications; r++) {
      values[r] = cost[r] > 0 ? values[r] / cost[r] : NAN;
    }
    programmes_free(&programmes);
  }
  free(cost);
  return status;
}

enum status sensitivity_values(const struct results *results,
                               const struct sensitivity_question *question, double *values,
                               struct error *error) {
  const struct sensitivity_question *q = question;
  const struct target_question *t = &q->target;
  switch (q->of) {
  case SENSITIVITY_LEVEL:
    return read_level(results, q->indicator, q->scenario, q->place, q->month, values, error);
  case SENSITIVITY_MARGIN:
    TRY(read_level(results, t->indicator, q->scenario, t->place, t->month, values, error));
    for (size_t r = 0; r < results->replications; r++) {
      values[r] = fmin(values[r] - (isnan(t->at_least) ? -INFINITY : t->at_least),
                       (isnan(t->at_most) ? INFINITY : t->at_most) - values[r]);
    }
    return STATUS_OK;
  case SENSITIVITY_DIFFERENCE:
  case SENSITIVITY_YIELD:
    TRY(compare_differences(results, q->indicator, q->place, q->month, q->base, q->scenario, values,
                            error));
    return q->of == SENSITIVITY_YIELD ? divide_by_cost(results, q, values, error) : STATUS_OK;
  }
  return STATUS_OK;
}

double sensitivity_mean(const struct outcome_by_set *outcome, size_t set) {
  double sum = 0, count = 0;
  for (size_t k = 0; k < outcome->each; k++) {
    const double y = outcome->y[set * outcome->each + k];
    if (isnan(y)) continue;
    sum += y;
    count++;
  }
  return count > 0 ? sum / count : NAN;
}

size_t sensitivity_assumption(const struct ensemble *ensemble, const struct sensitivity_row *row) {
  const struct draws *draws = &ensemble->draws;
  const size_t count = draws->assumptions.count;
  if (draws->design.kind == DESIGN_PRIORS) return row->input;
  size_t found = count;
  for (size_t k = 0; k < count; k++) {
    if (draws->design.group[k] != row->input) continue;
    if (found < count) return count;
    found = k;
  }
  return found;
}

const char *sensitivity_name(const struct ensemble *ensemble, const struct sensitivity_row *row) {
  const struct draws *draws = &ensemble->draws;
  return draws->design.kind == DESIGN_PRIORS ? draws->assumptions.list[row->input].name
                                             : draws->design.names[row->input];
}

/* The sets of the priors that have a value, and their means. */
struct sets {
  size_t count;
  size_t *number;
  double *mean;
};

static enum status list_sets(const struct outcome_by_set *outcome, struct sets *sets,
                             struct error *error) {
  const struct draws *draws = &outcome->ensemble->draws;
  *sets = (struct sets){.number = calloc(draws->count, sizeof *sets->number),
                        .mean = calloc(draws->count, sizeof *sets->mean)};
  if (!sets->number || !sets->mean) return error_memory(error, "sets", draws->count);
  for (uint32_t d = 1; d < draws->count; d++) {
    const double mean = sensitivity_mean(outcome, d);
    if (!draws_is_of_priors(draws, d) || isnan(mean)) continue;
    sets->number[sets->count] = d;
    sets->mean[sets->count++] = mean;
  }
  return STATUS_OK;
}

/* The outcome where a row's assumption is low, and where it is high. */
static void find_fifths(const struct outcome_by_set *outcome, const struct sets *sets, double *x,
                        size_t *order, struct sensitivity_row *row) {
  const struct draws *draws = &outcome->ensemble->draws;
  const size_t assumption = sensitivity_assumption(outcome->ensemble, row), fifth = sets->count / 5;
  row->at_low = row->at_high = NAN;
  if (sets->count < SENSITIVITY_FIFTHS || assumption == draws->assumptions.count) return;
  for (size_t k = 0; k < sets->count; k++) {
    x[k] = draws->shares[sets->number[k] * draws->assumptions.count + assumption];
  }
  gsl_sort_index(order, x, 1, sets->count);
  double low = 0, high = 0;
  for (size_t k = 0; k < fifth; k++) {
    low += sets->mean[order[k]];
    high += sets->mean[order[sets->count - 1 - k]];
  }
  row->at_low = low / (double)fifth;
  row->at_high = high / (double)fifth;
}

/* What the sets of the priors say: mean, spread, and the fifths of each row. */
static enum status describe(const struct outcome_by_set *outcome, struct sensitivity *out,
                            struct error *error) {
  struct sets sets;
  enum status status = list_sets(outcome, &sets, error);
  double *x = calloc(outcome->ensemble->draws.count, sizeof *x);
  size_t *order = calloc(outcome->ensemble->draws.count, sizeof *order);
  if (status == STATUS_OK && (!x || !order)) status = error_memory(error, "sets", sets.count);
  if (status == STATUS_OK) {
    out->sets = sets.count;
    out->mean = sets.count ? gsl_stats_mean(sets.mean, 1, sets.count) : NAN;
    out->sd = sets.count > 1 ? gsl_stats_sd(sets.mean, 1, sets.count) : NAN;
    for (size_t k = 0; k < out->count; k++) {
      find_fifths(outcome, &sets, x, order, &out->rows[k]);
    }
  }
  free(x);
  free(order);
  free(sets.number);
  free(sets.mean);
  return status;
}

/* What is told first, then the stronger; what has no value last; then by the tables' order. */
static int compare_rows(const void *a, const void *b) {
  const struct sensitivity_row *first = a, *second = b;
  const double x = first->strength, y = second->strength;
  if (first->is_told != second->is_told) return first->is_told ? -1 : 1;
  if (isnan(x) != isnan(y)) return isnan(x) ? 1 : -1;
  if (x > y || x < y) return x > y ? -1 : 1;
  return first->input < second->input ? -1 : 1;
}

static enum status find(const struct outcome_by_set *outcome, struct sensitivity *out,
                        struct error *error) {
  const struct draws *draws = &outcome->ensemble->draws;
  out->kind = draws->design.kind;
  out->count = out->kind == DESIGN_PRIORS ? draws->assumptions.count : draws->design.groups;
  out->rows = calloc(out->count + 1, sizeof *out->rows);
  if (!out->rows) return error_memory(error, "inputs", out->count * sizeof *out->rows);
  for (size_t k = 0; k < out->count; k++) out->rows[k].input = k;
  switch (out->kind) {
  case DESIGN_PRIORS: TRY(sensitivity_given(outcome, out, error)); break;
  case DESIGN_MORRIS: TRY(sensitivity_morris(outcome, out, error)); break;
  case DESIGN_SOBOL: TRY(sensitivity_sobol(outcome, out, error)); break;
  case DESIGN_SHAPLEY: TRY(sensitivity_shapley(outcome, out, error)); break;
  }
  TRY(describe(outcome, out, error));
  for (size_t k = 0; k < out->count; k++) {
    out->rows[k].strength = out->rows[k].measures[out->kind == DESIGN_SOBOL].value;
  }
  qsort(out->rows, out->count, sizeof *out->rows, compare_rows);
  return STATUS_OK;
}

enum status sensitivity_find(const struct ensemble *ensemble, const struct results *results,
                             const double *values, double level, struct sensitivity *sensitivity,
                             struct error *error) {
  const size_t each = ensemble->replications_each;
  const size_t cells = ensemble->draws.count * each;
  *sensitivity = (struct sensitivity){
      .chance = {NAN, NAN, NAN, NAN}, .interactions = NAN, .bounds = {NAN, NAN}};
  if (ensemble->draws.count == 0) {
    return error_set(error, STATUS_USAGE,
                     "%s has no sets of assumptions: make them with 'bellwether run --draws' or "
                     "'bellwether sensitivity morris'",
                     ensemble->folder);
  }
  struct outcome_by_set outcome = {.ensemble = ensemble,
                                   .each = each,
                                   .y = calloc(cells + 1, sizeof *outcome.y),
                                   .level = level};
  if (!outcome.y) return error_memory(error, "an outcome", cells * sizeof *outcome.y);
  for (size_t k = 0; k < cells; k++) outcome.y[k] = NAN;
  for (uint32_t r = 0; r < results->replications; r++) outcome.y[results->numbers[r]] = values[r];
  const enum status status = find(&outcome, sensitivity, error);
  free(outcome.y);
  if (status != STATUS_OK) sensitivity_free(sensitivity);
  return status;
}

void sensitivity_free(struct sensitivity *sensitivity) {
  free(sensitivity->rows);
  *sensitivity = (struct sensitivity){0};
}
