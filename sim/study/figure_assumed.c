/* What the figures on assumptions share: whether there is what they need, and each outcome in turn.
 */
#include "figure_parts.h"

#include <math.h>
#include <stdlib.h>

#define NO_SETS    "make them with 'bellwether run xianju/baseline cards/fund --draws 100 -o FOLDER'"
#define NOT_KNOWN  "has no run.json beside it, which tells the sets of assumptions"
#define OTHER_RUNS "and run.json beside it are of different experiments"

/* Whether the record is there, and is of these results. */
static bool is_recorded(const struct figure_source *source) {
  const struct results *results = results_whole(source->results);
  const struct ensemble *ensemble = source->ensemble;
  if (!ensemble || results->draws == 0) return false;
  const size_t runs = (size_t)ensemble->draws.count * ensemble->replications_each;
  return ensemble->scenarios_count == results->scenarios && results->replications > 0 &&
         results->draws <= ensemble->draws.count &&
         results->numbers[results->replications - 1] < runs;
}

bool figure_has_design(const struct figure_source *source, enum design_kind kind) {
  return is_recorded(source) && source->ensemble->draws.design.kind == kind;
}

bool figure_has_fifths(const struct figure_source *source) {
  return is_recorded(source) && results_sets(source->results) >= SENSITIVITY_FIFTHS;
}

enum status figure_check_draws(const struct results *results, uint32_t least, struct error *error) {
  const uint32_t sets = results_sets(results);
  if (results->draws == 0) {
    return error_set(error, STATUS_USAGE, "%s has no sets of assumptions: " NO_SETS, results->path);
  }
  if (sets >= least) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "%s has %u sets of assumptions that are drawn from the priors, of %u that this "
                   "figure takes: " NO_SETS,
                   results->path, sets, least);
}

enum status figure_check_sets(const struct figure_source *source, uint32_t least,
                              struct error *error) {
  TRY(figure_check_draws(source->results, least, error));
  if (is_recorded(source)) return STATUS_OK;
  return error_set(error, STATUS_USAGE, "%s %s", source->results->path,
                   source->ensemble ? OTHER_RUNS : NOT_KNOWN);
}

/* Finds what an outcome hangs on; nothing where that cannot be told. */
static enum status find(struct figure_outcome *outcome, struct error *error) {
  const struct figure_source *source = outcome->source;
  const struct results *results = results_whole(source->results);
  const struct sensitivity_question question = {
      .of = results->scenarios > 1 ? SENSITIVITY_DIFFERENCE : SENSITIVITY_LEVEL,
      .indicator = INDICATOR_device_sales,
      .scenario = outcome->scenario,
      .base = source->base,
      .place = source->place,
      .month = results->months - 1};
  TRY(sensitivity_values(results, &question, outcome->values, error));
  const enum status status = sensitivity_find(source->ensemble, results, outcome->values,
                                              FIGURE_LEVEL, &outcome->found, error);
  if (status != STATUS_UNDECIDED) return status;
  outcome->found = (struct sensitivity){.kind = source->ensemble->draws.design.kind};
  return STATUS_OK;
}

enum status figure_each_outcome(const struct figure_source *source, figure_adds adds,
                                struct text *out, struct error *error) {
  const struct results *results = results_whole(source->results);
  struct figure_outcome outcome = {.source = source,
                                   .values = calloc(results->replications + 1, sizeof(double))};
  if (!outcome.values) return error_memory(error, "a figure", results->replications);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (s == source->base && results->scenarios > 1) continue;
    outcome.scenario = s;
    status = find(&outcome, error);
    if (status == STATUS_OK) status = adds(&outcome, out, error);
    sensitivity_free(&outcome.found);
  }
  free(outcome.values);
  return status;
}

void figure_begin_block(struct figure_outcome *outcome, struct text *out) {
  text_add(out, "%s\"%s\"", outcome->blocks++ ? "\n\n" : "",
           outcome->source->results->scenario_names[outcome->scenario]);
}

const struct sensitivity_row *figure_next(const struct figure_outcome *outcome, figure_size size,
                                          bool *taken) {
  const struct sensitivity *found = &outcome->found;
  const struct sensitivity_row *best = NULL;
  double most = -INFINITY;
  for (size_t k = 0; k < found->count; k++) {
    const double of_row = size(outcome, &found->rows[k]);
    if (taken[k] || !(of_row > most)) continue;
    most = of_row;
    best = &found->rows[k];
  }
  if (best) taken[best - found->rows] = true;
  return best;
}

bool figure_counts(const struct sensitivity *found, const struct sensitivity_row *row) {
  return row->is_told || !found->rows[0].is_told; /* what is told stands first */
}
