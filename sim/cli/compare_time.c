/* compare over time: an indicator month by month, and the file that holds all. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/io/compared.h"
#include "bellwether/study/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 9 };
static const char *const names[NUMBERS] = {
    "base_mean", "mean", "difference", "low", "high", "p", "cohens_d", "superiority", "sd_ratio"};
static const char *const meanings[NUMBERS] = {
    "mean of the base scenario",
    "mean of the scenario",
    "mean of the differences, replication by replication",
    "lower end of the difference's interval (Student's t)",
    "upper end of the difference's interval (Student's t)",
    "probability of such a difference where there is none; not adjusted",
    "difference over the root mean variance of the two (Cohen)",
    "share of replications in which the scenario's value is larger, ties by half",
    "spread of the paired difference over that of independent runs"};

static void numbers_of(const struct comparison *c, double *out) {
  const double values[NUMBERS] = {c->base, c->other,  c->difference,  c->low,     c->high,
                                  c->p,    c->effect, c->superiority, c->sd_ratio};
  memcpy(out, values, sizeof values);
}

struct request {
  const struct cli *cli;
  const struct results *results;
  uint32_t base, place;
  enum indicator indicator;
  struct comparison *months; /* of one scenario */
  struct text *out;
};

static bool is_shown(const struct request *request, uint32_t month) {
  const bool every = request->cli->json || cli_sheet_is_wanted(request->cli);
  return every || (request->results->start + (int32_t)month) % 12 == 11 ||
         month + 1 == request->results->months;
}

static void add_table(const struct request *request, uint32_t s) {
  static const char *const heads[] = {"month", "base", "scenario", "difference"};
  struct cli_table table = {.columns = 6, .right = {[1] = true, true, true, true, true}};
  const struct results *results = request->results;
  const struct indicator_row *row = &tables_indicators[request->indicator];
  char cell[96], date[DATE_TEXT], a[CLI_NUMBER], b[CLI_NUMBER];
  double largest = 0;
  for (uint32_t m = 0; m < results->months; m++) {
    largest = fmax(largest, fmax(fabs(request->months[m].base), fabs(request->months[m].other)));
  }
  const struct cli_unit unit = cli_unit(row->unit, largest, false);
  char *title = cli_title(results, s), *base = cli_title(results, request->base);
  if (!title || !base) request->out->failed = true;
  cli_say(request->out, "%s against %s: %s%s%s%s, %s, %u replications\n\n", title ? title : "",
          base ? base : "", row->name, unit.name[0] ? " (" : "", unit.name, unit.name[0] ? ")" : "",
          results->place_names[request->place], results->replications);
  free(title);
  free(base);
  for (int k = 0; k < 4; k++) cli_table_add(&table, heads[k]);
  snprintf(cell, sizeof cell, "%g %% interval", 100 * request->cli->level);
  cli_table_add(&table, cell);
  cli_table_add(&table, "p");
  for (uint32_t m = 0; m < results->months; m++) {
    if (!is_shown(request, m)) continue;
    const struct comparison *c = &request->months[m];
    cli_table_add(&table, date_format(results->start + (int32_t)m, date));
    cli_table_add(&table, cli_number(c->base * unit.factor, a));
    cli_table_add(&table, cli_number(c->other * unit.factor, a));
    cli_table_add(&table, cli_number(c->difference * unit.factor, a));
    snprintf(cell, sizeof cell, "[%s, %s]", cli_number(c->low * unit.factor, a),
             cli_number(c->high * unit.factor, b));
    cli_table_add(&table, cell);
    snprintf(cell, sizeof cell, c->p < 0.001 ? "<0.001" : "%.3f", c->p);
    cli_table_add(&table, cell);
  }
  cli_table_print(&table, request->out);
  cli_table_free(&table);
  text_add(request->out, "\n");
}

static void add_records(const struct request *request, uint32_t s, json_t *list) {
  const struct results *results = request->results;
  const struct indicator_row *row = &tables_indicators[request->indicator];
  for (uint32_t m = 0; m < results->months; m++) {
    double values[NUMBERS];
    char date[DATE_TEXT];
    date_format(results->start + (int32_t)m, date);
    numbers_of(&request->months[m], values);
    json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "base",
                            results->scenario_names[request->base], "scenario",
                            results->scenario_names[s], "town",
                            results->place_names[request->place], "month", date, "indicator",
                            row->name, "unit", row->unit, "pairs", (int)request->months[m].pairs);
    for (int k = 0; k < NUMBERS; k++) {
      json_object_set_new(one, names[k], cli_json_number(values[k]));
    }
    json_array_append_new(list, one);
  }
}

static void add_lines(const struct request *request, uint32_t s, struct cli_sheet *sheet) {
  const struct results *results = request->results;
  const struct indicator_row *row = &tables_indicators[request->indicator];
  for (uint32_t m = 0; m < results->months; m++) {
    double values[NUMBERS];
    char date[DATE_TEXT];
    numbers_of(&request->months[m], values);
    cli_sheet_text(sheet, results->scenario_names[request->base]);
    cli_sheet_scenario(sheet, results, s);
    cli_sheet_text(sheet, results->place_names[request->place]);
    cli_sheet_text(sheet, date_format(results->start + (int32_t)m, date));
    cli_sheet_text(sheet, row->name);
    cli_sheet_text(sheet, row->unit);
    cli_sheet_number(sheet, (double)request->months[m].pairs);
    for (int k = 0; k < NUMBERS; k++) cli_sheet_number(sheet, values[k]);
    cli_sheet_row(sheet);
  }
}

/* Each scenario in turn: to a sheet, to a list of records, or as a table. */
static enum status add_all(const struct request *request, struct cli_sheet *sheet, json_t *list,
                           struct error *error) {
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    if (s == request->base) continue;
    TRY(compare_over_time(request->results, request->indicator, request->place, request->base, s,
                          request->cli->level, request->months, error));
    if (sheet) add_lines(request, s, sheet);
    else if (list) add_records(request, s, list);
    else add_table(request, s);
  }
  return STATUS_OK;
}

static enum status write_sheet(const struct request *request, struct error *error) {
  static const char *const heads[] = {"base",      "scenario", "town", "month",
                                      "indicator", "unit",     "pairs"};
  struct cli_sheet sheet;
  TRY(cli_sheet_begin(&sheet, request->cli, "compare over time", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  cli_sheet_heads(&sheet, names, NUMBERS);
  cli_sheet_row(&sheet);
  return cli_sheet_end(&sheet, add_all(request, &sheet, NULL, error), error);
}

static enum status print_all(const struct request *request, struct error *error) {
  if (!request->cli->json && cli_sheet_is_wanted(request->cli)) return write_sheet(request, error);
  json_t *list = request->cli->json ? json_array() : NULL;
  if (!list) cli_say_infeasible(request->out, request->results);
  const enum status status = add_all(request, NULL, list, error);
  if (status != STATUS_OK) {
    json_decref(list);
    return status;
  }
  return list ? cli_print_json(list, error) : cli_print(request->out, error);
}

/* Values of all scenarios but the base: [number][scenario][indicator][month]. */
static enum status compare_written(const struct request *request, double *values,
                                   struct error *error) {
  const struct results *results = request->results;
  const size_t months = results->months, others = results->scenarios - 1u;
  size_t other = 0;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == request->base) continue;
    for (size_t i = 0; i < CLI_COMPARED; i++) {
      TRY(compare_over_time(results, cli_compared[i], request->place, request->base, s,
                            request->cli->level, request->months, error));
      for (size_t m = 0; m < months; m++) {
        double numbers[NUMBERS];
        numbers_of(&request->months[m], numbers);
        for (size_t k = 0; k < NUMBERS; k++) {
          values[((k * others + other) * CLI_COMPARED + i) * months + m] = numbers[k];
        }
      }
    }
    other++;
  }
  return STATUS_OK;
}

static enum status write_file(const struct request *request, struct error *error) {
  const struct results *results = request->results;
  const uint32_t others = results->scenarios - 1;
  const char *path = request->cli->output;
  TRY(cli_check_free(path, error));
  const size_t count = (size_t)NUMBERS * others * CLI_COMPARED * results->months;
  double *values = calloc(count, sizeof *values);
  const char **scenarios = calloc(others, sizeof *scenarios);
  uint32_t kept = 0;
  for (uint32_t s = 0; scenarios && s < results->scenarios; s++) {
    if (s != request->base) scenarios[kept++] = results->scenario_names[s];
  }
  const struct compared compared = {.base = results->scenario_names[request->base],
                                    .town = results->place_names[request->place],
                                    .level = request->cli->level,
                                    .scenarios = others,
                                    .indicators = CLI_COMPARED,
                                    .months = results->months,
                                    .numbers = NUMBERS,
                                    .start = results->start,
                                    .scenario_names = scenarios,
                                    .indicator_rows = cli_compared,
                                    .number_names = names,
                                    .number_meanings = meanings,
                                    .values = values};
  enum status status = values && scenarios ? compare_written(request, values, error)
                                           : error_memory(error, path, count * sizeof *values);
  if (status == STATUS_OK) status = compared_write(path, &compared, error);
  if (status == STATUS_OK) printf("%s\n", path);
  free(values);
  free((void *)scenarios);
  return status;
}

enum status cli_compare_over_time(const struct cli *cli, const struct results *results,
                                  uint32_t base, uint32_t place, enum indicator indicator,
                                  struct error *error) {
  struct text out = {0};
  struct request request = {.cli = cli,
                            .results = results,
                            .base = base,
                            .place = place,
                            .indicator = indicator,
                            .out = &out};
  request.months = calloc(results->months, sizeof *request.months);
  enum status status = request.months ? STATUS_OK : error_memory(error, "months", results->months);
  if (status == STATUS_OK) {
    status = cli->output ? write_file(&request, error) : print_all(&request, error);
  }
  free(request.months);
  text_free(&out);
  return status;
}
