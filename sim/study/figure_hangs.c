/* On which assumptions an outcome hangs: how far each moves it, and how it runs over the strongest.
 */
#include "figure_parts.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#define BARS    10u /* assumptions that a tornado shows ... */
#define PANELS  3u  /* ... and that an outcome is drawn against */
#define CLASSES 10u /* of sets, by an assumption's value */
#define FIFTH   0.2

/* An assumption's unit in both languages, and whether it is told from nothing, end a line. */
static void add_end(const struct assumption *assumption, bool is_told, struct text *out) {
  const char *unit = assumption->field->unit;
  text_add(out, "\t%s\t", unit);
  figure_add_unit_chinese(unit, out);
  text_add(out, "\t%d\n", is_told);
}

/* Below what an assumption lies with probability u, in the first scenario that has it. */
static double value_at(const struct assumptions *all, size_t assumption, double u) {
  const struct assumed_value *v = assumptions_value(all, assumption);
  return prior_quantile(all->list[assumption].field, &v->prior, v->value, u);
}

/* How far an assumption moves the outcome; NaN of one that is not shown. */
static double swing(const struct figure_outcome *outcome, const struct sensitivity_row *row) {
  return figure_counts(&outcome->found, row) ? fabs(row->at_high - row->at_low) : NAN;
}

/* One block: the assumptions that move an outcome farthest. */
static enum status add_bars(struct figure_outcome *outcome, struct text *out, struct error *error) {
  const struct ensemble *ensemble = outcome->source->ensemble;
  const struct assumptions *all = &ensemble->draws.assumptions;
  bool *taken = calloc(outcome->found.count + 1, sizeof *taken);
  if (!taken) return error_memory(error, "a figure", outcome->found.count);
  figure_begin_block(outcome, out);
  text_add(out, "\twhere_low\twhere_high\tmean\tvalue_low\tvalue_high\tunit\tunit_zh\ttold\n");
  for (size_t bar = 0; bar < BARS; bar++) {
    const struct sensitivity_row *row = figure_next(outcome, swing, taken);
    if (!row) break;
    const size_t assumption = sensitivity_assumption(ensemble, row);
    text_add(out, "%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g", sensitivity_name(ensemble, row), row->at_low,
             row->at_high, outcome->found.mean, value_at(all, assumption, FIFTH),
             value_at(all, assumption, 1 - FIFTH));
    add_end(&all->list[assumption], row->is_told, out);
  }
  free(taken);
  return STATUS_OK;
}

enum status figure_tornado(const struct figure_source *source, struct text *out,
                           struct error *error) {
  TRY(figure_check_sets(source, SENSITIVITY_FIFTHS, error));
  return figure_each_outcome(source, add_bars, out, error);
}

/* The sets of the priors that have an outcome: of each its number, the value of one assumption, and
 * the mean of the outcome; means and counts by set. */
struct cloud {
  size_t count;
  double *set, *value, *outcome;
  double *means, *counts;
};

static enum status cloud_open(const struct figure_outcome *outcome, struct cloud *cloud,
                              struct error *error) {
  const struct results *results = results_whole(outcome->source->results);
  const size_t draws = results->draws;
  double *room = calloc(5 * draws + 1, sizeof *room);
  if (!room) return error_memory(error, "a figure", 5 * draws * sizeof *room);
  *cloud = (struct cloud){
      0, room, room + draws, room + 2 * draws, room + 3 * draws, room + 4 * draws};
  for (uint32_t r = 0; r < results->replications; r++) {
    if (isnan(outcome->values[r])) continue;
    cloud->means[results->draw_of[r]] += outcome->values[r];
    cloud->counts[results->draw_of[r]]++;
  }
  return STATUS_OK;
}

/* Puts the sets in the order of an assumption. */
static void cloud_order(const struct figure_outcome *outcome, size_t assumption,
                        struct cloud *cloud) {
  const struct results *results = outcome->source->results;
  size_t n = 0;
  for (uint32_t d = 0; d < results->draws; d++) {
    if (!results->draw_of_priors[d] || cloud->counts[d] < 1) continue;
    cloud->set[n] = d;
    cloud->value[n++] = draws_value(&outcome->source->ensemble->draws, d, assumption);
  }
  gsl_sort2(cloud->value, 1, cloud->set, 1, n);
  for (size_t k = 0; k < n; k++) {
    const size_t d = (size_t)cloud->set[k];
    cloud->outcome[k] = cloud->means[d] / cloud->counts[d];
  }
  cloud->count = n;
}

/* One block: the sets in the order of an assumption, each beside the means of its class. */
static void add_sets(struct figure_outcome *outcome, size_t assumption, bool is_told,
                     const struct cloud *cloud, struct text *out) {
  const struct assumption *what = &outcome->source->ensemble->draws.assumptions.list[assumption];
  for (size_t c = 0; c < CLASSES; c++) {
    const size_t from = cloud->count * c / CLASSES, to = cloud->count * (c + 1) / CLASSES;
    const double value = gsl_stats_mean(cloud->value + from, 1, to - from);
    const double mean = gsl_stats_mean(cloud->outcome + from, 1, to - from);
    for (size_t k = from; k < to; k++) {
      text_add(out, "%s\t%.0f\t%.6g\t%.6g\t%.6g\t%.6g", what->name, cloud->set[k], cloud->value[k],
               cloud->outcome[k], value, mean);
      add_end(what, is_told, out);
    }
  }
}

/* Whether a row may have a panel: it counts, has a value, and is of one assumption. */
static bool has_panel(const struct figure_outcome *outcome, const struct sensitivity_row *row) {
  const struct ensemble *ensemble = outcome->source->ensemble;
  return figure_counts(&outcome->found, row) && !isnan(row->strength) &&
         sensitivity_assumption(ensemble, row) < ensemble->draws.assumptions.count;
}

static void begin_panel(struct figure_outcome *outcome, struct text *out) {
  figure_begin_block(outcome, out);
  text_add(out, "\tset\tvalue\toutcome\tclass_value\tclass_outcome\tunit\tunit_zh\ttold\n");
}

/* A block for each of the strongest assumptions; an empty one where nothing can be told. */
static enum status add_panels(struct figure_outcome *outcome, struct text *out,
                              struct error *error) {
  const struct sensitivity *found = &outcome->found;
  struct cloud cloud = {0};
  const enum status status = cloud_open(outcome, &cloud, error);
  size_t panels = 0;
  for (size_t k = 0; k < found->count && panels < PANELS && status == STATUS_OK; k++) {
    const struct sensitivity_row *row = &found->rows[k];
    if (!has_panel(outcome, row)) continue;
    const size_t assumption = sensitivity_assumption(outcome->source->ensemble, row);
    panels++;
    begin_panel(outcome, out);
    cloud_order(outcome, assumption, &cloud);
    add_sets(outcome, assumption, row->is_told, &cloud, out);
  }
  if (panels == 0) begin_panel(outcome, out);
  free(cloud.set);
  return status;
}

enum status figure_hangs(const struct figure_source *source, struct text *out,
                         struct error *error) {
  TRY(figure_check_sets(source, SENSITIVITY_FIFTHS, error));
  return figure_each_outcome(source, add_panels, out, error);
}
