/* Device sales less those of the base scenario, month by month. */
#include "figure_parts.h"

#include "bellwether/base/date.h"

#include <stdlib.h>

/* One scenario's series in town, and at its rivals; [k] of these two. */
struct series {
  uint32_t place[2];
  struct comparison *months[2];
  double *differences[2]; /* [month][replication] */
};

static enum status read_series(const struct figure_source *source, uint32_t other,
                               const struct series *series, struct error *error) {
  const struct results *results = source->results;
  for (int k = 0; k < 2; k++) {
    if (series->place[k] == results->places) continue;
    TRY(compare_months(results, INDICATOR_device_sales, series->place[k], source->base, other,
                       FIGURE_LEVEL, series->months[k], series->differences[k], error));
  }
  return STATUS_OK;
}

/* Of a scenario, every FIGURE_EVERY months: means with their intervals, then where sets lie. */
static enum status add_months(const struct figure_source *source, const struct series *series,
                              struct text *out, struct error *error) {
  const struct results *results = source->results;
  const bool apart = figure_is_apart(source);
  for (uint32_t m = 0; m < results->months; m += FIGURE_EVERY) {
    char date[DATE_TEXT];
    struct figure_mean means[2];
    for (int k = 0; k < 2; k++) {
      struct assumed assumed = assumed_nothing();
      if (apart && series->place[k] < results->places) {
        TRY(assumed_find(results, series->differences[k] + (size_t)m * results->replications,
                         FIGURE_LEVEL, NULL, &assumed, error));
      }
      means[k] = figure_mean_of_pairs(&series->months[k][m], &assumed);
    }
    text_add(out, "%s", date_format(results->start + (int32_t)m, date));
    for (int k = 0; k < 2; k++) figure_add_mean(&means[k], 1, out);
    for (int k = 0; k < 2 && apart; k++) figure_add_sets(&means[k], 1, out);
    text_add(out, "\n");
  }
  return STATUS_OK;
}

static enum status add_blocks(const struct figure_source *source, const struct series *series,
                              struct text *out, struct error *error) {
  const struct results *results = source->results;
  bool first = true;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == source->base && results->scenarios > 1) continue;
    text_add(out, "%s\"%s\"\tdifference\tlow\thigh\trivals\trivals_low\trivals_high%s\n",
             first ? "" : "\n\n", results->scenario_names[s],
             figure_is_apart(source) ? "\tsets_low\tsets_high\trivals_sets_low\trivals_sets_high"
                                     : "");
    first = false;
    TRY(read_series(source, s, series, error));
    TRY(add_months(source, series, out, error));
  }
  return STATUS_OK;
}

enum status figure_difference(const struct figure_source *source, struct text *out,
                              struct error *error) {
  const struct results *results = source->results;
  const size_t months = results->months, cells = months * results->replications;
  struct comparison *found = calloc(2 * months, sizeof *found);
  double *differences = calloc(2 * cells + 1, sizeof *differences);
  const struct series series = {{source->place, results_find_place(results, "rivals")},
                                {found, found ? found + months : NULL},
                                {differences, differences ? differences + cells : NULL}};
  const enum status status = found && differences
                                 ? add_blocks(source, &series, out, error)
                                 : error_memory(error, "a figure", 2 * cells * sizeof *differences);
  free(found);
  free(differences);
  return status;
}
