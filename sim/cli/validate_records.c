/* validate FOLDER: what an experiment tells beside what was observed, record by record. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/prior.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/study/records.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct request {
  const struct cli *cli;
  const struct results *results;
  struct records records;
};

static const struct indicator_row *row_of(const struct records_judged *judged) {
  return &tables_indicators[judged->record->indicator];
}

static struct cli_unit unit_of(const struct records_judged *judged) {
  const struct record *record = judged->record;
  return cli_unit(row_of(judged)->unit, fmax(fabs(record->low), fabs(record->high)), false);
}

const char *cli_record_months(const struct record *record, char *out) {
  if (record->from == record->to) return date_format(record->to, out);
  snprintf(out, DATE_TEXT, "%d", (int)(record->to / 12));
  return out;
}

const char *cli_record_missed(const struct records_judged *judged, double factor, char *out) {
  char number[CLI_NUMBER];
  cli_number(judged->missed * factor, number);
  if (isnan(judged->deviations)) snprintf(out, CLI_RANGE, "%s", number);
  else snprintf(out, CLI_RANGE, "%s (%.2f)", number, judged->deviations);
  return out;
}

/* Median and the middle 80 %. */
static void add_range(struct cli_table *table, const struct records_range *range, double factor) {
  char cell[CLI_RANGE];
  cli_table_add(table, cli_range(range->p50, range->p10, range->p90, factor, cell));
}

static void add_row(const struct request *request, struct cli_table *table,
                    const struct records_judged *judged) {
  const struct record *record = judged->record;
  const struct cli_unit unit = unit_of(judged);
  const bool told = judged->runs.count > 0;
  char cell[SCENARIO_NAME + 192], range[CLI_RANGE], date[DATE_TEXT];
  cli_table_add_title(table, request->results, judged->scenario);
  snprintf(cell, sizeof cell, "%s: %s%s%s%s, %s", record->name, row_of(judged)->name,
           unit.name[0] ? " (" : "", unit.name, unit.name[0] ? ")" : "",
           cli_record_months(record, date));
  cli_table_add(table, cell);
  cli_table_add(table, request->results->place_names[judged->place]);
  cli_table_add(table, cli_range(record->value, record->low, record->high, unit.factor, range));
  add_range(table, &judged->runs, unit.factor);
  if (request->results->draws) add_range(table, &judged->sets, unit.factor);
  cli_table_add(table, !told ? "-" : judged->inside ? "yes" : "no");
  cli_table_add(table, !told ? "-" : judged->overlaps ? "yes" : "no");
  cli_table_add(table, cli_record_missed(judged, unit.factor, range));
}

static size_t unseen(const struct records *records) {
  size_t count = 0;
  for (size_t k = 0; k < records->count; k++) count += !records->list[k].seen;
  return count;
}

static void say_foot(const struct request *request, struct text *out) {
  const struct records *records = &request->records;
  const size_t blind = unseen(records);
  cli_say(
      out,
      "\n%zu of %zu records lie inside, and the ranges of %zu reach inside. record: its value [5 "
      "%%, 95 %%] of what it may be; replications: median [10 %%, 90 %%]%s; inside: whether the "
      "value lies in these 80 %%; overlaps: whether its range reaches into them; missed: the "
      "median less the value (in standard deviations of replications and record together)\n",
      records->inside, records->judged, records->overlapping,
      request->results->draws ? "; sets: the same of the means of these sets" : "");
  if (blind > 0) {
    cli_say(
        out,
        "records of towns that are observed with others: %zu; nothing tells of them unless these "
        "towns say 'focal: yes'\n",
        blind);
  }
}

static enum status print_table(const struct request *request, struct error *error) {
  static const char *const heads[] = {
      "scenario",    "record", "town",     "record [90 %]", "replications [80 %]",
      "sets [80 %]", "inside", "overlaps", "missed"};
  const struct results *results = request->results;
  struct cli_table table = {.columns = 0, .leads = true};
  struct text out = {0};
  for (int k = 0; k < 9; k++) {
    if (k == 5 && results->draws == 0) continue;
    table.right[table.columns] = k == 3 || k == 4 || k == 5 || k == 8;
    table.drop[table.columns++] = k == 2 ? 1 : 0;
    cli_table_add(&table, heads[k]);
  }
  for (size_t k = 0; k < request->records.count; k++) {
    add_row(request, &table, &request->records.list[k]);
  }
  cli_say(&out, "%u replications of each scenario", results->replications);
  if (results->draws) {
    cli_say(&out, ", of %u sets of assumptions, the central one left out", results_sets(results));
  }
  text_add(&out, "\n\n");
  cli_say_infeasible(&out, results);
  cli_table_print(&table, &out);
  cli_table_free(&table);
  say_foot(request, &out);
  const enum status status = cli_print(&out, error);
  text_free(&out);
  return status;
}

/* The numbers of a judgement, in the indicator's unit: of the record, of replications, of sets. */
enum { RECORDED = 3, OF_RUNS = 7, OF_SETS = 4 };
static const char *const number_names[RECORDED + OF_RUNS + OF_SETS] = {
    "value", "low",    "high",       "replications", "p10",      "p50",      "p90",
    "sd",    "missed", "deviations", "sets",         "sets_p10", "sets_p50", "sets_p90"};

static void numbers_of(const struct records_judged *judged, double *out) {
  const struct record *record = judged->record;
  const double values[RECORDED + OF_RUNS + OF_SETS] = {record->value,
                                                       record->low,
                                                       record->high,
                                                       (double)judged->runs.count,
                                                       judged->runs.p10,
                                                       judged->runs.p50,
                                                       judged->runs.p90,
                                                       judged->sd,
                                                       judged->missed,
                                                       judged->deviations,
                                                       (double)judged->sets.count,
                                                       judged->sets.p10,
                                                       judged->sets.p50,
                                                       judged->sets.p90};
  memcpy(out, values, sizeof values);
}

static int count_numbers(const struct request *request) {
  return RECORDED + OF_RUNS + (request->results->draws ? OF_SETS : 0);
}

static json_t *verdict_json(const struct records_judged *judged, bool said) {
  return judged->runs.count > 0 ? json_boolean(said) : json_null();
}

static json_t *judged_json(const struct request *request, const struct records_judged *judged) {
  const struct results *results = request->results;
  const struct record *record = judged->record;
  const char grade[] = {prior_letter(record->grade), '\0'};
  double numbers[RECORDED + OF_RUNS + OF_SETS];
  char from[DATE_TEXT], to[DATE_TEXT];
  json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o}",
                          "scenario", results->scenario_names[judged->scenario], "record",
                          record->name, "town", results->place_names[judged->place], "indicator",
                          row_of(judged)->name, "unit", row_of(judged)->unit, "from",
                          date_format(record->from, from), "to", date_format(record->to, to),
                          "grade", grade, "source", record->source, "observed", judged->seen,
                          "inside", verdict_json(judged, judged->inside), "overlaps",
                          verdict_json(judged, judged->overlaps));
  numbers_of(judged, numbers);
  for (int k = 0; k < count_numbers(request); k++) {
    json_object_set_new(one, number_names[k], cli_json_number(numbers[k]));
  }
  json_object_set_new(one, "replications", json_integer((json_int_t)judged->runs.count));
  if (results->draws) {
    json_object_set_new(one, "sets", json_integer((json_int_t)judged->sets.count));
    json_object_set_new(one, "sets_inside",
                        judged->sets.count ? json_boolean(judged->sets_inside) : json_null());
  }
  return one;
}

static enum status print_json(const struct request *request, struct error *error) {
  const struct records *records = &request->records;
  json_t *list = json_array();
  for (size_t k = 0; k < records->count; k++) {
    json_array_append_new(list, judged_json(request, &records->list[k]));
  }
  return cli_print_json(
      json_pack("{s:s, s:i, s:I, s:I, s:I, s:o, s:o}", "folder", request->cli->words[0], "draws",
                (int)results_sets(request->results), "judged", (json_int_t)records->judged,
                "inside", (json_int_t)records->inside, "overlapping",
                (json_int_t)records->overlapping, "unfinished", cli_unfinished(request->results),
                "records", list),
      error);
}

static enum status write_sheet(const struct request *request, struct error *error) {
  static const char *const heads[] = {"scenario", "record", "town",    "indicator",
                                      "unit",     "from",   "to",      "grade",
                                      "source",   "inside", "overlaps"};
  const struct records *records = &request->records;
  struct cli_sheet sheet;
  TRY(cli_sheet_begin(&sheet, request->cli, "records", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  cli_sheet_heads(&sheet, number_names, (size_t)count_numbers(request));
  cli_sheet_row(&sheet);
  for (size_t k = 0; k < records->count; k++) {
    const struct records_judged *judged = &records->list[k];
    const struct record *record = judged->record;
    const bool told = judged->runs.count > 0;
    const char grade[] = {prior_letter(record->grade), '\0'};
    double numbers[RECORDED + OF_RUNS + OF_SETS];
    char from[DATE_TEXT], to[DATE_TEXT];
    const char *const words[] = {record->name,
                                 request->results->place_names[judged->place],
                                 row_of(judged)->name,
                                 row_of(judged)->unit,
                                 date_format(record->from, from),
                                 date_format(record->to, to),
                                 grade,
                                 record->source};
    cli_sheet_scenario(&sheet, request->results, judged->scenario);
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) cli_sheet_text(&sheet, words[w]);
    cli_sheet_number(&sheet, told ? judged->inside : NAN);
    cli_sheet_number(&sheet, told ? judged->overlaps : NAN);
    numbers_of(judged, numbers);
    for (int n = 0; n < count_numbers(request); n++) cli_sheet_number(&sheet, numbers[n]);
    cli_sheet_row(&sheet);
  }
  return cli_sheet_end(&sheet, STATUS_OK, error);
}

static enum status judge(const struct cli *cli, const struct ensemble *ensemble,
                         const struct results *results, struct error *error) {
  struct request request = {.cli = cli, .results = results};
  TRY(cli_check_same(ensemble, results, error));
  TRY(cli_check_finished(results, error));
  TRY(records_judge(results, ensemble, &request.records, error));
  if (request.records.count == 0) {
    return error_set(
        error, STATUS_USAGE,
        "no scenario of %s has records: say in one what was observed, as in 'record: "
        "{sales_2022: {indicator: device_sales, town: xianju, year: 2022, value: 852 M CNY, source: "
        "\"the study\", grade: A}}', and run it",
        ensemble->folder);
  }
  const enum status status = cli->json                  ? print_json(&request, error)
                             : cli_sheet_is_wanted(cli) ? write_sheet(&request, error)
                             : cli->quiet               ? STATUS_OK
                                                        : print_table(&request, error);
  free(request.records.list);
  return status;
}

/* Options that simulate have nothing to do in a folder that was simulated. */
static enum status check_options(const struct cli *cli, struct error *error) {
  const struct {
    bool given;
    const char *name;
  } of_runs[] = {{cli->replications_given, "replications"},
                 {cli->draws > 0, "draws"},
                 {cli->seed_given, "seed"},
                 {cli->settings_count > 0, "set"},
                 {cli->layers_count > 0, "with"},
                 {cli->output != NULL, "output"}};
  for (size_t k = 0; k < sizeof of_runs / sizeof of_runs[0]; k++) {
    if (!of_runs[k].given) continue;
    return error_set(error, STATUS_USAGE,
                     "validate %.200s judges the runs that are there: --%s is for validate without "
                     "a folder, which simulates",
                     cli->words[0], of_runs[k].name);
  }
  return STATUS_OK;
}

enum status cli_validate_records(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct results results;
  TRY(check_options(cli, error));
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = cli_results_apart(cli, &results, error);
  if (status == STATUS_OK) {
    status = judge(cli, &ensemble, &results, error);
    results_close(&results);
  }
  ensemble_free(&ensemble);
  return status;
}
