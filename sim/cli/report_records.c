/* report_records.c - what was observed beside what the scenarios tell. */
#include "report.h"

#include "bellwether/base/date.h"
#include "bellwether/base/prior.h"
#include "bellwether/study/records.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool report_has_records(const struct report *report) {
  for (uint32_t s = 0; s < report->ensemble->scenarios_count; s++) {
    if (report->ensemble->scenarios[s].records_count > 0) return true;
  }
  return false;
}

/* "sales_2022: device sales [M CNY], 2022-12". */
static void name_cell(const struct report *report, struct report_table *table,
                      const struct record *record, const struct cli_unit *unit) {
  char cell[SCENARIO_NAME + REPORT_WORDS + 128], words[REPORT_WORDS], date[DATE_TEXT];
  report_indicator(report, record->indicator, words);
  snprintf(cell, sizeof cell, "%s: %s%s%s%s, %s", record->name, words, unit->name[0] ? " [" : "",
           unit->name, unit->name[0] ? "]" : "", cli_record_months(record, date));
  report_table_cell(table, cell);
}

/* Median and the middle 80 %. */
static void range_cell(struct report_table *table, const struct records_range *range,
                       double factor) {
  char cell[CLI_RANGE];
  report_table_cell(table, cli_range(range->p50, range->p10, range->p90, factor, cell));
}

static void add_row(const struct report *report, struct report_table *table,
                    const struct records_judged *judged) {
  const struct record *record = judged->record;
  const struct cli_unit unit = report_unit(report, record->indicator,
                                           fmax(fabs(record->low), fabs(record->high)));
  const char *yes = report_text(report, REPORT_yes), *no = report_text(report, REPORT_no);
  const bool told = judged->runs.count > 0;
  char source[SCENARIO_RECORD_SOURCE + 8], cell[CLI_RANGE];
  report_table_cell(table, report->titles[judged->scenario]);
  name_cell(report, table, record, &unit);
  report_table_cell(table, report->results->place_names[judged->place]);
  snprintf(source, sizeof source, "%s (%c)", record->source, prior_letter(record->grade));
  report_table_cell(table, source);
  report_table_cell(table, !told ? "-" : judged->inside ? yes : no);
  report_table_cell(table, !told ? "-" : judged->overlaps ? yes : no);
  report_table_cell(table, cli_range(record->value, record->low, record->high, unit.factor, cell));
  range_cell(table, &judged->runs, unit.factor);
  if (report->results->draws) range_cell(table, &judged->sets, unit.factor);
  report_table_cell(table, cli_record_missed(judged, unit.factor, cell));
}

static bool is_shown(const struct report *report, const struct records_judged *judged) {
  return judged->scenario == report->base || report->shown[judged->scenario];
}

static void add_table(const struct report *report, const struct records *records) {
  static const enum report_text heads[] = {
      REPORT_name,    REPORT_record,   REPORT_town,       REPORT_record_source, REPORT_inside,
      REPORT_reaches, REPORT_recorded, REPORT_runs_range, REPORT_sets_range,    REPORT_missed_by};
  const bool drawn = report->results->draws > 0;
  struct report_table table;
  report_table_begin(&table, report, drawn ? 10 : 9, 6, report_text(report, REPORT_records_table));
  for (int k = 0; k < 10; k++) {
    if (k == 8 && !drawn) continue;
    report_table_head(&table, report_text(report, heads[k]));
  }
  for (size_t k = 0; k < records->count; k++) {
    if (is_shown(report, &records->list[k])) add_row(report, &table, &records->list[k]);
  }
  report_table_end(&table);
}

/* Of those in the table. */
static void say_found(const struct report *report, const struct records *records) {
  size_t judged = 0, inside = 0, overlapping = 0;
  for (size_t k = 0; k < records->count; k++) {
    const struct records_judged *one = &records->list[k];
    if (!is_shown(report, one)) continue;
    judged += one->runs.count > 0;
    inside += one->inside;
    overlapping += one->overlaps;
  }
  report_say(report, "p", REPORT_records_found, judged, inside, overlapping);
}

enum status report_records(const struct report *report, struct error *error) {
  struct records records;
  TRY(records_judge(report->results, report->ensemble, &records, error));
  report_begin(report, "records", REPORT_records);
  say_found(report, &records);
  add_table(report, &records);
  report_say(report, "p", report->results->draws ? REPORT_records_sets : REPORT_records_how);
  report_end(report);
  free(records.list);
  return STATUS_OK;
}
