#include "figure_parts.h"

#include "bellwether/base/date.h"

#include <stdlib.h>

/* Series whose differences the figure shows; what is left of device sales is the incumbents'. */
enum { GAIN, LEADS, SPIN_OFFS, START_UPS, ATTRACTED, RETURNEES, EVERYWHERE, REST, SERIES };
static const enum indicator shown[SERIES] = {
    INDICATOR_device_sales,   INDICATOR_lead_device_sales, INDICATOR_spin_off_sales,
    INDICATOR_start_up_sales, INDICATOR_attracted_sales,   INDICATOR_returnee_sales,
    INDICATOR_device_sales,   INDICATOR_rest_device_sales};

/* A month's line: what each origin has of the gain, the gain with its interval, and what others
 * lose. */
static void add_month(const struct results *results, const struct comparison *const *series,
                      uint32_t m, struct text *out) {
  char date[DATE_TEXT];
  double of[SERIES], incumbents = 0;
  for (int k = 0; k < SERIES; k++) of[k] = series[k][m].difference;
  incumbents = of[GAIN] - of[LEADS] - of[SPIN_OFFS] - of[START_UPS] - of[ATTRACTED] - of[RETURNEES];
  text_add(out, "%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g",
           date_format(results->start + (int32_t)m, date), of[LEADS], of[ATTRACTED], incumbents,
           of[SPIN_OFFS], of[START_UPS], of[RETURNEES]);
  figure_add_difference(&series[GAIN][m], out);
  text_add(out, "\t%.6g\t%.6g\n", of[EVERYWHERE] - of[GAIN], of[REST]);
}

/* Every third month of one scenario. */
static enum status add_scenario(const struct figure_source *source, uint32_t s,
                                struct comparison *months, struct text *out, struct error *error) {
  const struct results *results = source->results;
  const struct comparison *series[SERIES];
  for (int k = 0; k < SERIES; k++) {
    struct comparison *to = months + (size_t)k * results->months;
    const uint32_t place = k == EVERYWHERE ? results->places : source->place;
    TRY(compare_over_time(results, shown[k], place, source->base, s, FIGURE_LEVEL, to, error));
    series[k] = to;
  }
  for (uint32_t m = 0; m < results->months; m += 3) {
    if (series[GAIN][m].pairs > 0) add_month(results, series, m, out);
  }
  return STATUS_OK;
}

enum status figure_origins(const struct figure_source *source, struct text *out,
                           struct error *error) {
  const struct results *results = source->results;
  const size_t count = SERIES * (size_t)results->months;
  struct comparison *months = calloc(count, sizeof *months);
  if (!months) return error_memory(error, "a figure", count * sizeof *months);
  enum status status = STATUS_OK;
  bool first = true;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (s == source->base && results->scenarios > 1) continue;
    text_add(out,
             "%s\"%s\"\tleads\tattracted\tincumbents\tspin_offs\tstart_ups\treturnees\t"
             "gain\tgain_low\tgain_high\tothers\trest\n",
             first ? "" : "\n\n", results->scenario_names[s]);
    first = false;
    status = add_scenario(source, s, months, out, error);
  }
  free(months);
  return status;
}
