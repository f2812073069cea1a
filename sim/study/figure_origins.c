#include "figure_parts.h"

#include "bellwether/base/date.h"

#include <stdlib.h>

/* Series whose differences the figure shows; what is left of device sales is the incumbents'. */
enum { GAIN, LEADS, SPIN_OFFS, START_UPS, ATTRACTED, RETURNEES, EVERYWHERE, REST, SERIES };
static const enum indicator shown[SERIES] = {
    INDICATOR_device_sales,   INDICATOR_lead_device_sales, INDICATOR_spin_off_sales,
    INDICATOR_start_up_sales, INDICATOR_attracted_sales,   INDICATOR_returnee_sales,
    INDICATOR_device_sales,   INDICATOR_rest_device_sales};

/* Comparisons by month of each series; the gain by replication, [month][replication]. */
struct months {
  struct comparison *of[SERIES];
  double *of_gain;
};

/* A month's line: what each origin has of the gain, the gain with its interval, what others lose;
 * and where sets of assumptions lie. */
static enum status add_month(const struct figure_source *source, const struct months *months,
                             uint32_t m, struct text *out, struct error *error) {
  const struct results *results = source->results;
  const bool apart = figure_is_apart(source);
  char date[DATE_TEXT];
  struct assumed assumed = assumed_nothing();
  double of[SERIES];
  for (int k = 0; k < SERIES; k++) of[k] = months->of[k][m].difference;
  const double incumbents = of[GAIN] - of[LEADS] - of[SPIN_OFFS] - of[START_UPS] - of[ATTRACTED] -
                            of[RETURNEES];
  text_add(out, "%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g",
           date_format(results->start + (int32_t)m, date), of[LEADS], of[ATTRACTED], incumbents,
           of[SPIN_OFFS], of[START_UPS], of[RETURNEES]);
  if (apart) {
    TRY(assumed_find(results, months->of_gain + (size_t)m * results->replications, FIGURE_LEVEL,
                     NULL, &assumed, error));
  }
  const struct figure_mean gain = figure_mean_of_pairs(&months->of[GAIN][m], &assumed);
  figure_add_mean(&gain, 1, out);
  text_add(out, "\t%.6g\t%.6g", of[EVERYWHERE] - of[GAIN], of[REST]);
  if (apart) figure_add_sets(&gain, 1, out);
  text_add(out, "\n");
  return STATUS_OK;
}

/* Of one scenario, every FIGURE_EVERY months. */
static enum status add_scenario(const struct figure_source *source, uint32_t s,
                                const struct months *months, struct text *out,
                                struct error *error) {
  const struct results *results = source->results;
  for (int k = 0; k < SERIES; k++) {
    const uint32_t place = k == EVERYWHERE ? results->places : source->place;
    TRY(compare_months(results, shown[k], place, source->base, s, FIGURE_LEVEL, months->of[k],
                       k == GAIN ? months->of_gain : NULL, error));
  }
  for (uint32_t m = 0; m < results->months; m += FIGURE_EVERY) {
    if (months->of[GAIN][m].pairs > 0) TRY(add_month(source, months, m, out, error));
  }
  return STATUS_OK;
}

static enum status add_blocks(const struct figure_source *source, const struct months *months,
                              struct text *out, struct error *error) {
  const struct results *results = source->results;
  bool first = true;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == source->base && results->scenarios > 1) continue;
    text_add(out,
             "%s\"%s\"\tleads\tattracted\tincumbents\tspin_offs\tstart_ups\treturnees\t"
             "gain\tgain_low\tgain_high\tothers\trest%s\n",
             first ? "" : "\n\n", results->scenario_names[s],
             figure_is_apart(source) ? "\tgain_sets_low\tgain_sets_high" : "");
    first = false;
    TRY(add_scenario(source, s, months, out, error));
  }
  return STATUS_OK;
}

enum status figure_origins(const struct figure_source *source, struct text *out,
                           struct error *error) {
  const struct results *results = source->results;
  const size_t months = results->months, cells = months * results->replications;
  struct comparison *found = calloc(SERIES * months, sizeof *found);
  struct months of = {.of_gain = calloc(cells + 1, sizeof(double))};
  for (int k = 0; k < SERIES && found; k++) of.of[k] = found + (size_t)k * months;
  const enum status status = found && of.of_gain
                                 ? add_blocks(source, &of, out, error)
                                 : error_memory(error, "a figure", cells * sizeof *of.of_gain);
  free(found);
  free(of.of_gain);
  return status;
}
