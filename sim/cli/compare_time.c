/* compare over time: an indicator month by month, and the file that holds all. */
#include "apart.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/io/compared.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/ensemble.h"

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
  const struct ensemble *ensemble; /* NULL where there is none: nothing is known of records */
  bool recorded;                   /* whether the indicator has records here */
  struct comparison *found;        /* [scenario][month], of one indicator */
  /* Where there are sets of assumptions: what of each is one, and its value in each of them,
   * [scenario][month][draw], for who is first. */
  struct assumed *assumed;
  double *shrunken, *differences; /* the latter: [month][replication], of one scenario */
  struct text *out;
};

static const struct comparison *months_of(const struct request *request, uint32_t s) {
  return request->found + (size_t)s * request->results->months;
}

static const struct assumed *assumed_of(const struct request *request, uint32_t s, uint32_t month) {
  return request->assumed + (size_t)s * request->results->months + month;
}

/* What was observed of the indicator in one month: the scenario's record, or the base's; NULL where
 * there is none. The mean of a year is of no month. */
static const struct record *record_of(const struct request *request, uint32_t s, uint32_t month) {
  const uint32_t both[] = {s, request->base};
  for (size_t k = 0; request->ensemble && k < 2; k++) {
    const struct scenario *scenario = &request->ensemble->scenarios[both[k]];
    for (uint32_t r = 0; r < scenario->records_count; r++) {
      const struct record *record = &scenario->records[r];
      if (record->indicator == request->indicator && record->from == record->to &&
          record->to == request->results->start + (int32_t)month &&
          scenario_is_of(scenario, record, request->place)) {
        return record;
      }
    }
  }
  return NULL;
}

static bool has_records(const struct request *request) {
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    for (uint32_t m = 0; m < request->results->months; m++) {
      if (record_of(request, s, m)) return true;
    }
  }
  return false;
}

enum { RECORDED = 3 };
static const char *const recorded_names[RECORDED] = {"recorded", "recorded_low", "recorded_high"};

static void recorded_of(const struct request *request, uint32_t s, uint32_t month, double *out) {
  const struct record *record = record_of(request, s, month);
  out[0] = record ? record->value : NAN;
  out[1] = record ? record->low : NAN;
  out[2] = record ? record->high : NAN;
}

/* In what share of sets each scenario's difference is the largest, month by month. */
static void rank(const struct request *request) {
  const size_t months = request->results->months, draws = request->results->draws;
  for (size_t m = 0; m < months; m++) {
    const double *shrunken[ENSEMBLE_SCENARIOS_MOST];
    double shares[ENSEMBLE_SCENARIOS_MOST];
    size_t at[ENSEMBLE_SCENARIOS_MOST], things = 0;
    for (uint32_t s = 0; s < request->results->scenarios; s++) {
      const size_t place = s * months + m;
      if (s == request->base || !request->assumed[place].told) continue;
      at[things] = place;
      shrunken[things++] = request->shrunken + place * draws;
    }
    assumed_first(shrunken, things, draws, shares);
    for (size_t t = 0; t < things; t++) request->assumed[at[t]].first = shares[t];
  }
}

/* Compares all scenarios with the base in one indicator, over all months. */
static enum status find(const struct request *request, enum indicator indicator,
                        struct error *error) {
  const struct results *results = request->results;
  const size_t months = results->months, n = results->replications;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == request->base) continue;
    TRY(compare_months(results, indicator, request->place, request->base, s, request->cli->level,
                       request->found + s * months, request->differences, error));
    for (size_t m = 0; m < months && results->draws; m++) {
      const size_t place = s * months + m;
      TRY(assumed_find(results, request->differences + m * n, request->cli->level,
                       request->shrunken + place * results->draws, &request->assumed[place],
                       error));
      struct comparison *all = &request->found[place]; /* of runs that share their assumptions */
      all->low = all->high = all->p = NAN;
    }
  }
  if (results->draws) rank(request);
  return STATUS_OK;
}

static bool is_shown(const struct request *request, uint32_t s, uint32_t month) {
  const bool every = request->cli->json || cli_sheet_is_wanted(request->cli);
  return every || (request->results->start + (int32_t)month) % 12 == 11 ||
         month + 1 == request->results->months || record_of(request, s, month) != NULL;
}

/* What was observed, where the indicator has records at all. */
static void add_recorded(const struct request *request, uint32_t s, uint32_t month, double factor,
                         struct cli_table *table) {
  const struct record *record = record_of(request, s, month);
  char cell[CLI_RANGE] = "";
  if (!request->recorded) return;
  if (record) cli_range(record->value, record->low, record->high, factor, cell);
  cli_table_add(table, cell);
}

static void add_table(const struct request *request, uint32_t s) {
  static const char *const heads[] = {"month", "base", "scenario", "difference"};
  const struct results *results = request->results;
  const struct comparison *months = months_of(request, s);
  struct cli_table table = {.columns = (results->draws ? 4u + CLI_APART_COLUMNS : 6u) +
                                       (request->recorded ? 1u : 0u),
                            .right = {[1] = true, true, true, true, true, true, true, true, true},
                            .drop = {[6] = results->draws ? 1 : 0}};
  const struct indicator_row *row = &tables_indicators[request->indicator];
  char cell[96], date[DATE_TEXT], a[CLI_NUMBER], b[CLI_NUMBER];
  double largest = 0;
  for (uint32_t m = 0; m < results->months; m++) {
    largest = fmax(largest, fmax(fabs(months[m].base), fabs(months[m].other)));
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
  if (results->draws) cli_apart_table_heads(&table, request->cli->level, true);
  snprintf(cell, sizeof cell, "%g %% interval", 100 * request->cli->level);
  if (!results->draws) cli_table_add(&table, cell);
  if (!results->draws) cli_table_add(&table, "p");
  if (request->recorded) cli_table_add(&table, "recorded [90 %]");
  for (uint32_t m = 0; m < results->months; m++) {
    if (!is_shown(request, s, m)) continue;
    const struct comparison *c = &months[m];
    cli_table_add(&table, date_format(results->start + (int32_t)m, date));
    cli_table_add(&table, cli_number(c->base * unit.factor, a));
    cli_table_add(&table, cli_number(c->other * unit.factor, a));
    if (results->draws) {
      const struct assumed *assumed = assumed_of(request, s, m);
      const double mean = assumed->told ? assumed->effects.mean : c->difference;
      cli_table_add(&table, cli_number(mean * unit.factor, a));
      cli_apart_table_cells(&table, assumed, unit.factor, true);
      add_recorded(request, s, m, unit.factor, &table);
      continue;
    }
    cli_table_add(&table, cli_number(c->difference * unit.factor, a));
    snprintf(cell, sizeof cell, "[%s, %s]", cli_number(c->low * unit.factor, a),
             cli_number(c->high * unit.factor, b));
    cli_table_add(&table, cell);
    snprintf(cell, sizeof cell, c->p < 0.001 ? "<0.001" : "%.3f", c->p);
    cli_table_add(&table, cell);
    add_recorded(request, s, m, unit.factor, &table);
  }
  cli_table_print(&table, request->out);
  cli_table_free(&table);
  text_add(request->out, "\n");
}

static void add_records(const struct request *request, uint32_t s, json_t *list) {
  const struct results *results = request->results;
  const struct comparison *months = months_of(request, s);
  const struct indicator_row *row = &tables_indicators[request->indicator];
  for (uint32_t m = 0; m < results->months; m++) {
    double values[NUMBERS];
    char date[DATE_TEXT];
    date_format(results->start + (int32_t)m, date);
    numbers_of(&months[m], values);
    json_t *one = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "base", results->scenario_names[request->base],
        "scenario", results->scenario_names[s], "town", results->place_names[request->place],
        "month", date, "indicator", row->name, "unit", row->unit, "pairs", (int)months[m].pairs);
    for (int k = 0; k < NUMBERS; k++) {
      json_object_set_new(one, names[k], cli_json_number(values[k]));
    }
    if (results->draws) cli_apart_json(assumed_of(request, s, m), true, one);
    recorded_of(request, s, m, values);
    for (int k = 0; k < RECORDED && request->recorded; k++) {
      json_object_set_new(one, recorded_names[k], cli_json_number(values[k]));
    }
    json_array_append_new(list, one);
  }
}

static void add_lines(const struct request *request, uint32_t s, struct cli_sheet *sheet) {
  const struct results *results = request->results;
  const struct comparison *months = months_of(request, s);
  const struct indicator_row *row = &tables_indicators[request->indicator];
  for (uint32_t m = 0; m < results->months; m++) {
    double values[NUMBERS];
    char date[DATE_TEXT];
    numbers_of(&months[m], values);
    cli_sheet_text(sheet, results->scenario_names[request->base]);
    cli_sheet_scenario(sheet, results, s);
    cli_sheet_text(sheet, results->place_names[request->place]);
    cli_sheet_text(sheet, date_format(results->start + (int32_t)m, date));
    cli_sheet_text(sheet, row->name);
    cli_sheet_text(sheet, row->unit);
    cli_sheet_number(sheet, (double)months[m].pairs);
    for (int k = 0; k < NUMBERS; k++) cli_sheet_number(sheet, values[k]);
    if (results->draws) cli_apart_cells(sheet, assumed_of(request, s, m), true);
    recorded_of(request, s, m, values);
    for (int k = 0; k < RECORDED && request->recorded; k++) cli_sheet_number(sheet, values[k]);
    cli_sheet_row(sheet);
  }
}

/* Each scenario in turn: to a sheet, to a list of records, or as a table. */
static enum status add_all(const struct request *request, struct cli_sheet *sheet, json_t *list,
                           struct error *error) {
  TRY(find(request, request->indicator, error));
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    if (s == request->base) continue;
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
  if (request->results->draws) cli_apart_heads(&sheet, true);
  if (request->recorded) cli_sheet_heads(&sheet, recorded_names, RECORDED);
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
  if (list) return cli_print_json(list, error);
  if (request->results->draws) {
    cli_say(request->out,
            "%u sets of assumptions, the central one left out. %s; first: share of "
            "sets in which its difference is the largest of all scenarios\n",
            results_sets(request->results), cli_apart_words);
  }
  return cli_print(request->out, error);
}

/* What the file holds of one comparison: its numbers, and where there are sets of assumptions what
 * of it is one. */
enum { WRITTEN = NUMBERS + CLI_APART };

/* Values of all scenarios but the base: [number][scenario][indicator][month]. */
static enum status compare_written(const struct request *request, size_t count, double *values,
                                   struct error *error) {
  const struct results *results = request->results;
  const size_t months = results->months, others = results->scenarios - 1u;
  for (size_t i = 0; i < CLI_COMPARED; i++) {
    TRY(find(request, cli_compared[i], error));
    for (uint32_t s = 0, other = 0; s < results->scenarios; s++) {
      if (s == request->base) continue;
      for (uint32_t m = 0; m < months; m++) {
        double numbers[WRITTEN];
        numbers_of(&months_of(request, s)[m], numbers);
        if (results->draws) cli_apart_numbers(assumed_of(request, s, m), numbers + NUMBERS);
        for (size_t k = 0; k < count; k++) {
          values[((k * others + other) * CLI_COMPARED + i) * months + m] = numbers[k];
        }
      }
      other++;
    }
  }
  return STATUS_OK;
}

static enum status write_file(const struct request *request, struct error *error) {
  const struct results *results = request->results;
  const uint32_t others = results->scenarios - 1;
  const char *path = request->cli->output;
  TRY(cli_check_free(path, error));
  const uint32_t numbers = results->draws ? WRITTEN : NUMBERS;
  const char *written[WRITTEN], *meant[WRITTEN];
  for (int k = 0; k < WRITTEN; k++) {
    written[k] = k < NUMBERS ? names[k] : cli_apart_names[k - NUMBERS];
    meant[k] = k < NUMBERS ? meanings[k] : cli_apart_meanings[k - NUMBERS];
  }
  const size_t count = (size_t)numbers * others * CLI_COMPARED * results->months;
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
                                    .numbers = numbers,
                                    .start = results->start,
                                    .scenario_names = scenarios,
                                    .indicator_rows = cli_compared,
                                    .number_names = written,
                                    .number_meanings = meant,
                                    .values = values};
  enum status status = values && scenarios ? compare_written(request, numbers, values, error)
                                           : error_memory(error, path, count * sizeof *values);
  if (status == STATUS_OK) status = compared_write(path, &compared, error);
  if (status == STATUS_OK) printf("%s\n", path);
  free(values);
  free((void *)scenarios);
  return status;
}

/* Opens the record of the experiment, which tells what was observed; a folder of results alone
 * tells none. */
static enum status open_records(struct request *request, struct ensemble *ensemble,
                                struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, request->cli->words[0], "run.json", error));
  if (!file_exists(path)) return STATUS_OK;
  TRY(ensemble_open(ensemble, request->cli->words[0], error));
  request->ensemble = ensemble;
  request->recorded = has_records(request);
  return cli_check_same(ensemble, request->results, error);
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
  const size_t cells = (size_t)results->scenarios * results->months;
  request.found = calloc(cells, sizeof *request.found);
  bool made = request.found != NULL;
  if (results->draws) {
    request.assumed = calloc(cells, sizeof *request.assumed);
    request.shrunken = calloc(cells * results->draws, sizeof *request.shrunken);
    request.differences = calloc((size_t)results->months * results->replications,
                                 sizeof *request.differences);
    made = made && request.assumed && request.shrunken && request.differences;
  }
  enum status status = made ? STATUS_OK
                            : error_memory(error, "months", cells * (1 + results->draws));
  struct ensemble ensemble = {0};
  if (status == STATUS_OK && !cli->output) status = open_records(&request, &ensemble, error);
  if (status == STATUS_OK) {
    status = cli->output ? write_file(&request, error) : print_all(&request, error);
  }
  ensemble_free(&ensemble);
  free(request.found);
  free(request.assumed);
  free(request.shrunken);
  free(request.differences);
  text_free(&out);
  return status;
}
