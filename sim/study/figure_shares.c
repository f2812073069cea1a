/* How much of an outcome goes with each assumption: elementary effects, and shares of its variance.
 */
#include "figure_parts.h"

#include <math.h>
#include <stdlib.h>

#define ROWS      15u /* inputs that are shown ... */
#define ROWS_NONE 5u  /* ... and where none is told from nothing */

static void add_measure(const struct sensitivity_measure *m, struct text *out) {
  text_add(out, "\t%.6g\t%.6g\t%.6g", m->value, m->low, m->high);
}

/* One block: all inputs of a screening, the strongest first, and chance. */
static enum status add_effects(struct figure_outcome *outcome, struct text *out,
                               struct error *error) {
  const struct sensitivity *found = &outcome->found;
  (void)error;
  figure_begin_block(outcome, out);
  text_add(out, "\tmu_star\tlow\thigh\tmu\tsigma\ttold\ttrajectories\n");
  for (size_t k = 0; k < found->count; k++) {
    const struct sensitivity_row *row = &found->rows[k];
    text_add(out, "%s", sensitivity_name(outcome->source->ensemble, row));
    add_measure(&row->measures[0], out);
    text_add(out, "\t%.6g\t%.6g\t%d\t%zu\n", row->measures[1].value, row->measures[2].value,
             row->is_told, found->lines);
  }
  if (found->count == 0) return STATUS_OK;
  text_add(out, "chance");
  add_measure(&found->chance, out);
  text_add(out, "\tnan\tnan\t0\t%zu\n", found->lines);
  return STATUS_OK;
}

bool figure_has_screening(const struct figure_source *source) {
  return figure_has_design(source, DESIGN_MORRIS);
}

enum status figure_screening(const struct figure_source *source, struct text *out,
                             struct error *error) {
  TRY(figure_check_sets(source, 0, error));
  if (!figure_has_screening(source)) {
    return error_set(error, STATUS_USAGE,
                     "%s is no screening: make one with 'bellwether sensitivity morris "
                     "xianju/baseline cards/fund'",
                     source->results->path);
  }
  return figure_each_outcome(source, add_effects, out, error);
}

/* The measures of a row, by design: of the priors PAWN has no interval. */
static void add_shares(enum design_kind kind, const char *name,
                       const struct sensitivity_measure *first,
                       const struct sensitivity_measure *second, bool is_told, struct text *out) {
  text_add(out, "%s", name);
  add_measure(first, out);
  if (kind == DESIGN_SOBOL) add_measure(second, out);
  if (kind == DESIGN_PRIORS) text_add(out, "\t%.6g", second->value);
  text_add(out, "\t%d\n", is_told);
}

/* How many inputs are shown: of sets drawn from the priors those that are told from nothing, or a
 * few where none is; of a design, whose shares add up, all. */
static size_t count_shown(const struct sensitivity *found) {
  size_t count = 0;
  const bool told = found->count > 0 && found->rows[0].is_told;
  const size_t most = found->kind == DESIGN_PRIORS && !told ? ROWS_NONE : ROWS;
  while (count < found->count && count < most && !isnan(found->rows[count].strength) &&
         (found->kind != DESIGN_PRIORS || figure_counts(found, &found->rows[count]))) {
    count++;
  }
  return count;
}

/* One block: the inputs with the largest shares, then chance; of sets drawn from the priors also
 * what stays below its value with a probability of 95 % where there is nothing. */
static enum status add_inputs(struct figure_outcome *outcome, struct text *out,
                              struct error *error) {
  static const char *const heads[] = {
      [DESIGN_PRIORS] = "first\tlow\thigh\tpawn",
      [DESIGN_SOBOL] = "first\tlow\thigh\ttotal\ttotal_low\ttotal_high",
      [DESIGN_SHAPLEY] = "share\tlow\thigh"};
  const struct sensitivity_measure none = {NAN, NAN, NAN, NAN};
  const struct sensitivity *found = &outcome->found;
  const struct sensitivity_measure bounds[2] = {{found->bounds[0], NAN, NAN, NAN},
                                                {found->bounds[1], NAN, NAN, NAN}};
  const size_t shown = count_shown(found);
  (void)error;
  figure_begin_block(outcome, out);
  text_add(out, "\t%s\ttold\n", heads[found->kind]);
  for (size_t k = 0; k < shown; k++) {
    const struct sensitivity_row *row = &found->rows[k];
    add_shares(found->kind, sensitivity_name(outcome->source->ensemble, row), &row->measures[0],
               &row->measures[1], row->is_told, out);
  }
  if (found->count > 0) add_shares(found->kind, "chance", &found->chance, &none, false, out);
  if (found->count > 0 && found->kind == DESIGN_PRIORS) {
    add_shares(found->kind, "nothing", &bounds[0], &bounds[1], false, out);
  }
  return STATUS_OK;
}

bool figure_has_shares(const struct figure_source *source) {
  return figure_has_design(source, DESIGN_SOBOL) || figure_has_design(source, DESIGN_SHAPLEY) ||
         (figure_has_design(source, DESIGN_PRIORS) && figure_has_fifths(source));
}

enum status figure_shares(const struct figure_source *source, struct text *out,
                          struct error *error) {
  TRY(figure_check_sets(source, 0, error));
  if (figure_has_shares(source)) return figure_each_outcome(source, add_inputs, out, error);
  return error_set(
      error, STATUS_USAGE,
      "%s has no shares of the variance: make them with 'bellwether sensitivity sobol "
      "xianju/baseline cards/fund', or of %u sets and more of 'bellwether run --draws'",
      source->results->path, SENSITIVITY_FIFTHS);
}
