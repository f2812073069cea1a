/* What was observed, for figures that show months: "#record" with scenario, indicator, month, value
 * and range, one line each. */
#include "figure_parts.h"

#include "bellwether/base/date.h"

static bool is_shown(enum indicator indicator, const enum indicator *shown, size_t count) {
  for (size_t k = 0; k < count; k++) {
    if (shown[k] == indicator) return true;
  }
  return false;
}

void figure_add_records(const struct figure_source *source, const enum indicator *shown,
                        size_t count, struct text *out) {
  const struct ensemble *ensemble = source->ensemble;
  for (uint32_t s = 0; ensemble && s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    for (uint32_t r = 0; r < scenario->records_count; r++) {
      const struct record *record = &scenario->records[r];
      const int32_t middle = (record->from + record->to + 1) / 2;
      char date[DATE_TEXT];
      if (!is_shown(record->indicator, shown, count)) continue;
      if (!scenario_is_of(scenario, record, source->place)) continue;
      text_add(out, "#record\t%s\t%s\t%s\t%.6g\t%.6g\t%.6g\n", scenario->name,
               tables_indicators[record->indicator].name, date_format(middle, date), record->value,
               record->low, record->high);
    }
  }
}
