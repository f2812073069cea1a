#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/study/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What is compared where the user names no indicator; rivals' sales show whom growth is taken from.
 */
static const enum indicator usual[] = {
    INDICATOR_device_sales, INDICATOR_sales,       INDICATOR_market_share,   INDICATOR_firms,
    INDICATOR_employment,   INDICATOR_high_end,    INDICATOR_wage,           INDICATOR_productivity,
    INDICATOR_tax_income,   INDICATOR_public_cost, INDICATOR_public_cost_net};
#define USUAL (sizeof usual / sizeof usual[0])

struct request {
  const struct cli *cli;
  const struct results *results;
  uint32_t base, place, rivals, month;
  struct text *out;
  json_t *list;
};

static void add_text_row(const struct request *request, struct cli_table *table,
                         enum indicator indicator, uint32_t place, const struct comparison *c) {
  const struct indicator_row *row = &tables_indicators[indicator];
  char cell[128], a[CLI_NUMBER], b[CLI_NUMBER];
  snprintf(cell, sizeof cell, "%s%s",
           place == request->place             ? ""
           : place == request->results->places ? "all towns: "
                                               : "rivals: ",
           row->name);
  cli_table_add(table, cell);
  cli_table_add(table, strcmp(row->unit, "1") == 0 ? "" : row->unit);
  cli_table_add(table, cli_number(c->base, a));
  cli_table_add(table, cli_number(c->other, a));
  cli_table_add(table, cli_number(c->difference, a));
  snprintf(cell, sizeof cell, "[%s, %s]", cli_number(c->low, a), cli_number(c->high, b));
  cli_table_add(table, cell);
  if (isnan(c->sd_ratio)) snprintf(cell, sizeof cell, "-");
  else snprintf(cell, sizeof cell, "%.3f", c->sd_ratio);
  cli_table_add(table, cell);
}

static void add_record(const struct request *request, uint32_t other, enum indicator indicator,
                       uint32_t place, const struct comparison *c) {
  const struct indicator_row *row = &tables_indicators[indicator];
  const struct results *results = request->results;
  char date[DATE_TEXT];
  date_format(results->start + (int32_t)request->month, date);
  if (request->cli->csv) {
    text_add(request->out, "%s,%s,%s,%s,%s,\"%s\",%zu,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g\n",
             results->scenario_names[request->base], results->scenario_names[other],
             place < results->places ? results->place_names[place] : "all", date, row->name,
             row->unit, c->pairs, c->base, c->other, c->difference, c->low, c->high, c->sd_ratio);
    return;
  }
  json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "base",
                          results->scenario_names[request->base], "scenario",
                          results->scenario_names[other], "town",
                          place < results->places ? results->place_names[place] : "all", "month",
                          date, "indicator", row->name, "unit", row->unit, "pairs", (int)c->pairs);
  const double values[] = {c->base, c->other, c->difference, c->low, c->high, c->sd_ratio};
  static const char *const names[] = {"base_mean", "mean", "difference", "low", "high", "sd_ratio"};
  for (int i = 0; i < 6; i++) {
    json_object_set_new(one, names[i], isfinite(values[i]) ? json_real(values[i]) : json_null());
  }
  json_array_append_new(request->list, one);
}

static enum status compare_one(const struct request *request, uint32_t other,
                               struct cli_table *table, enum indicator indicator, uint32_t place,
                               struct error *error) {
  struct comparison c;
  TRY(compare_scenarios(request->results, indicator, place, request->month, request->base, other,
                        request->cli->level, &c, error));
  if (request->cli->csv || request->cli->json) add_record(request, other, indicator, place, &c);
  else add_text_row(request, table, indicator, place, &c);
  return STATUS_OK;
}

static enum status compare_with(const struct request *request, uint32_t other,
                                struct error *error) {
  static const char *const heads[] = {"indicator", "unit", "base", "scenario", "difference"};
  const struct results *results = request->results;
  struct cli_table table = {.columns = 7, .right = {[2] = true, true, true, true, true}};
  char head[64], date[DATE_TEXT];
  for (int i = 0; i < 5; i++) cli_table_add(&table, heads[i]);
  snprintf(head, sizeof head, "%g %% interval", request->cli->level * 100);
  cli_table_add(&table, head);
  cli_table_add(&table, "sd ratio");
  enum status status = STATUS_OK;
  if (request->cli->indicator) {
    const int row = tables_indicator_find(request->cli->indicator);
    status = compare_one(request, other, &table, (enum indicator)row, request->place, error);
  }
  for (size_t k = 0; k < USUAL && !request->cli->indicator && status == STATUS_OK; k++) {
    status = compare_one(request, other, &table, usual[k], request->place, error);
  }
  if (status == STATUS_OK && !request->cli->indicator && request->rivals < results->places &&
      request->rivals != request->place) {
    status = compare_one(request, other, &table, INDICATOR_device_sales, request->rivals, error);
    if (status == STATUS_OK) {
      status = compare_one(request, other, &table, INDICATOR_device_sales, results->places, error);
    }
  }
  if (status == STATUS_OK && !request->cli->csv && !request->cli->json) {
    text_add(request->out, "%s against %s: %s, %s, %u replications\n\n",
             results->scenario_names[other], results->scenario_names[request->base],
             results->place_names[request->place],
             date_format(results->start + (int32_t)request->month, date), results->replications);
    cli_table_print(&table, request->out);
    text_add(request->out, "\n");
  }
  cli_table_free(&table);
  return status;
}

static enum status compare_all(struct request *request, struct error *error) {
  const struct results *results = request->results;
  if (request->cli->csv) {
    text_add(request->out, "base,scenario,town,month,indicator,unit,pairs,base_mean,mean,"
                           "difference,low,high,sd_ratio\n");
  }
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s != request->base) TRY(compare_with(request, s, error));
  }
  if (request->cli->json) {
    json_incref(request->list);
    return cli_print_json(request->list, error);
  }
  if (!request->cli->csv) {
    text_add(
        request->out,
        "difference: mean over replications paired by random numbers; interval: Student's t;\n"
        "sd ratio: spread of the paired difference over that of independent runs: with ratio r, "
        "pairing needs r^2 times the replications\n"
        "rivals: what growth is taken from them; all towns: what is made, taken from the rest of "
        "industry and won abroad included\n");
  }
  return cli_print(request->out, error);
}

static enum status find(const struct cli *cli, struct request *request, struct error *error) {
  const struct results *results = request->results;
  request->base = cli->base ? results_find_scenario(results, cli->base) : 0;
  if (request->base == results->scenarios) {
    return error_set(error, STATUS_USAGE, "--base %.100s: the results have %s%s%s%s", cli->base,
                     results->scenario_names[0], results->scenarios > 1 ? ", " : "",
                     results->scenarios > 1 ? results->scenario_names[1] : "",
                     results->scenarios > 2 ? ", ..." : "");
  }
  request->place = cli->town ? results_find_place(results, cli->town) : 0;
  if (request->place == results->places) {
    return error_set(error, STATUS_USAGE, "--town %.100s: the results have %s%s%s", cli->town,
                     results->place_names[0], results->places > 1 ? " and " : "",
                     results->places > 1 ? results->place_names[results->places - 1] : "");
  }
  request->rivals = results_find_place(results, "rivals");
  if (results->scenarios < 2) {
    return error_set(error, STATUS_USAGE,
                     "%s holds one scenario: run two or more into one folder to compare them",
                     results->path);
  }
  if (cli->indicator && tables_indicator_find(cli->indicator) < 0) {
    return error_set(error, STATUS_USAGE,
                     "--indicator %.100s: no such indicator; see 'bellwether indicators'",
                     cli->indicator);
  }
  return cli_month(cli, results->start, results->months, &request->month, error);
}

enum status compare_command(const struct cli *cli, struct error *error) {
  struct results results;
  struct text out = {0};
  TRY(results_open(&results, cli->words[0], error));
  struct request request = {.cli = cli, .results = &results, .out = &out, .list = json_array()};
  enum status status = find(cli, &request, error);
  if (status == STATUS_OK) status = compare_all(&request, error);
  json_decref(request.list);
  text_free(&out);
  results_close(&results);
  return status;
}
