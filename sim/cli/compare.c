/* compare: paired differences from a base scenario, what they cost, and how programmes rank. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/ensemble.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const enum indicator cli_compared[CLI_COMPARED] = {
    INDICATOR_device_sales, INDICATOR_sales,       INDICATOR_market_share,   INDICATOR_firms,
    INDICATOR_employment,   INDICATOR_high_end,    INDICATOR_wage,           INDICATOR_productivity,
    INDICATOR_tax_income,   INDICATOR_public_cost, INDICATOR_public_cost_net};

/* One comparison that is shown. */
struct row {
  uint32_t other, place;
  enum indicator indicator;
  struct comparison found;
  struct interval bca; /* for programs: it takes time */
};

struct request {
  const struct cli *cli;
  const struct results *results;
  uint32_t base, place, rivals, month;
  enum indicator indicator; /* that --indicator names; or the one that ranks go by */
  struct row *rows;
  size_t count;
  struct text *out;
};

static enum status add(struct request *request, uint32_t other, enum indicator indicator,
                       uint32_t place, struct error *error) {
  struct row *row = &request->rows[request->count++];
  *row = (struct row){.other = other, .place = place, .indicator = indicator};
  TRY(compare_scenarios(request->results, indicator, place, request->month, request->base, other,
                        request->cli->level, &row->found, error));
  if (!request->cli->json && !request->cli->csv) return STATUS_OK;
  return compare_bootstrap(request->results, indicator, place, request->month, request->base, other,
                           request->cli->level, &row->bca, error);
}

/* All that is shown of one scenario; rivals' and all towns' sales show whom growth is taken from.
 */
static enum status add_scenario(struct request *request, uint32_t other, struct error *error) {
  if (request->cli->indicator) {
    return add(request, other, request->indicator, request->place, error);
  }
  for (size_t k = 0; k < CLI_COMPARED; k++)
    TRY(add(request, other, cli_compared[k], request->place, error));
  if (request->rivals >= request->results->places || request->rivals == request->place) {
    return STATUS_OK;
  }
  TRY(add(request, other, INDICATOR_device_sales, request->rivals, error));
  return add(request, other, INDICATOR_device_sales, request->results->places, error);
}

static const char *place_name(const struct request *request, uint32_t place) {
  return place < request->results->places ? request->results->place_names[place] : "all";
}

static void add_ratio(struct cli_table *table, double value) {
  char cell[32];
  if (isnan(value)) snprintf(cell, sizeof cell, "-");
  else snprintf(cell, sizeof cell, "%.3f", value);
  cli_table_add(table, cell);
}

static void add_p(struct cli_table *table, double p) {
  if (p < 0.001) cli_table_add(table, "<0.001");
  else add_ratio(table, p);
}

static void add_interval(struct cli_table *table, double low, double high) {
  char cell[80], a[CLI_NUMBER], b[CLI_NUMBER];
  if (isnan(low) || isnan(high)) snprintf(cell, sizeof cell, "-");
  else snprintf(cell, sizeof cell, "[%s, %s]", cli_number(low, a), cli_number(high, b));
  cli_table_add(table, cell);
}

static void add_cells(const struct request *request, struct cli_table *table,
                      const struct row *row) {
  const struct indicator_row *indicator = &tables_indicators[row->indicator];
  const struct comparison *c = &row->found;
  char cell[128], number[CLI_NUMBER];
  snprintf(cell, sizeof cell, "%s%s",
           row->place == request->place             ? ""
           : row->place == request->results->places ? "all towns: "
                                                    : "rivals: ",
           indicator->name);
  cli_table_add(table, cell);
  cli_table_add(table, strcmp(indicator->unit, "1") == 0 ? "" : indicator->unit);
  cli_table_add(table, cli_number(c->base, number));
  cli_table_add(table, cli_number(c->other, number));
  cli_table_add(table, cli_number(c->difference, number));
  add_interval(table, c->low, c->high);
  add_p(table, c->p);
  add_ratio(table, c->effect);
  add_ratio(table, c->superiority);
  add_ratio(table, c->sd_ratio);
}

static enum status print_costs(const struct request *request, uint32_t other, struct error *error) {
  struct compare_cost cost;
  TRY(compare_costs(request->results, request->place, request->month, request->base, other,
                    request->cli->level, &cost, error));
  if (!(fabs(cost.cost) > 1e-9)) return STATUS_OK;
  const struct {
    const char *what;
    double value;
    struct interval interval;
  } lines[] = {
      {"M CNY of net public cost a job", cost.per_job, cost.job},
      {"yuan of net public cost a yuan of yearly value added", cost.per_output, cost.output},
      {"the same a yuan of yearly device sales of all towns, what rivals lose taken off",
       cost.per_growth, cost.growth}};
  text_add(request->out, "\n");
  for (size_t k = 0; k < 3; k++) {
    char a[CLI_NUMBER], b[CLI_NUMBER], c[CLI_NUMBER];
    if (isnan(lines[k].interval.low)) {
      text_add(request->out, "  %s: no bound, the gain may be none\n", lines[k].what);
      continue;
    }
    text_add(request->out, "  %s: %s [%s, %s]\n", lines[k].what, cli_number(lines[k].value, a),
             cli_number(lines[k].interval.low, b), cli_number(lines[k].interval.high, c));
  }
  return STATUS_OK;
}

static enum status print_scenario(const struct request *request, uint32_t other,
                                  struct error *error) {
  static const char *const heads[] = {"indicator", "unit", "base", "scenario", "difference"};
  static const char *const tails[] = {"p (Holm)", "effect", "P(larger)", "sd ratio"};
  const struct results *results = request->results;
  struct cli_table table = {.columns = 10,
                            .right = {[2] = true, true, true, true, true, true, true, true}};
  char head[64], date[DATE_TEXT];
  for (int i = 0; i < 5; i++) cli_table_add(&table, heads[i]);
  snprintf(head, sizeof head, "%g %% interval", request->cli->level * 100);
  cli_table_add(&table, head);
  for (int i = 0; i < 4; i++) cli_table_add(&table, tails[i]);
  for (size_t k = 0; k < request->count; k++) {
    if (request->rows[k].other == other) add_cells(request, &table, &request->rows[k]);
  }
  text_add(request->out, "%s against %s: %s, %s, %u replications\n\n",
           results->scenario_names[other], results->scenario_names[request->base],
           results->place_names[request->place],
           date_format(results->start + (int32_t)request->month, date), results->replications);
  cli_table_print(&table, request->out);
  cli_table_free(&table);
  const enum status status = request->cli->indicator ? STATUS_OK
                                                     : print_costs(request, other, error);
  text_add(request->out, "\n");
  return status;
}

static void add_rank(struct cli_table *table, const struct compare_rank *rank) {
  char cell[64];
  add_ratio(table, rank->best);
  if (isnan(rank->best)) snprintf(cell, sizeof cell, "-");
  else snprintf(cell, sizeof cell, "%.0f to %.0f", rank->low, rank->high);
  cli_table_add(table, cell);
}

/* Which programme gains most, as it is and for the same money. */
static enum status print_ranks(const struct request *request, struct error *error) {
  const struct results *results = request->results;
  if (results->scenarios < 3) return STATUS_OK;
  struct compare_rank gains[ENSEMBLE_SCENARIOS_MOST], per_cost[ENSEMBLE_SCENARIOS_MOST];
  TRY(compare_ranks(results, request->indicator, request->place, request->month, request->base,
                    false, request->cli->level, gains, error));
  TRY(compare_ranks(results, request->indicator, request->place, request->month, request->base,
                    true, request->cli->level, per_cost, error));
  static const char *const heads[] = {"which gains most", "P(first)", "rank", "P(first), same cost",
                                      "rank, same cost"};
  struct cli_table table = {.columns = 5, .right = {[1] = true, true, true, true}};
  for (int i = 0; i < 5; i++) cli_table_add(&table, heads[i]);
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == request->base) continue;
    cli_table_add(&table, results->scenario_names[s]);
    add_rank(&table, &gains[s]);
    add_rank(&table, &per_cost[s]);
  }
  text_add(request->out, "%s, by %s:\n\n", results->place_names[request->place],
           tables_indicators[request->indicator].name);
  cli_table_print(&table, request->out);
  cli_table_free(&table);
  text_add(request->out, "\n");
  return STATUS_OK;
}

static enum status print_text(const struct request *request, struct error *error) {
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    if (s != request->base) TRY(print_scenario(request, s, error));
  }
  TRY(print_ranks(request, error));
  text_add(
      request->out,
      "difference: mean over replications paired by random numbers; interval: Student's t; p: for\n"
      "no difference, adjusted for all rows shown (Holm); effect: Cohen's d; P(larger): share of\n"
      "pairs, ties by half; sd ratio: spread of the paired difference over that of independent "
      "runs:\nwith ratio r, pairing needs r^2 times the replications; rivals: what growth is taken "
      "from them; all\ntowns: what is made, what is taken from the rest of industry included; "
      "rank: bootstrap\n");
  return cli_print(request->out, error);
}

/* The numbers of a comparison, by name. */
enum { NUMBERS = 11 };
static const char *const number_names[NUMBERS] = {
    "base_mean", "mean",   "difference", "low",         "high",    "bca_low",
    "bca_high",  "p_holm", "cohens_d",   "superiority", "sd_ratio"};

static void numbers_of(const struct row *row, double *out) {
  const struct comparison *c = &row->found;
  const double values[NUMBERS] = {c->base,   c->other,       c->difference, c->low,
                                  c->high,   row->bca.low,   row->bca.high, c->p,
                                  c->effect, c->superiority, c->sd_ratio};
  memcpy(out, values, sizeof values);
}

static enum status print_csv(const struct request *request, struct error *error) {
  text_add(request->out, "base,scenario,town,month,indicator,unit,pairs");
  for (int i = 0; i < NUMBERS; i++) text_add(request->out, ",%s", number_names[i]);
  char date[DATE_TEXT];
  date_format(request->results->start + (int32_t)request->month, date);
  for (size_t k = 0; k < request->count; k++) {
    const struct row *row = &request->rows[k];
    double values[NUMBERS];
    numbers_of(row, values);
    text_add(request->out, "\n");
    text_add_field(request->out, request->results->scenario_names[request->base]);
    text_add(request->out, ",");
    text_add_field(request->out, request->results->scenario_names[row->other]);
    text_add(request->out, ",%s,%s,%s,\"%s\",%zu", place_name(request, row->place), date,
             tables_indicators[row->indicator].name, tables_indicators[row->indicator].unit,
             row->found.pairs);
    for (int i = 0; i < NUMBERS; i++) text_add(request->out, ",%.9g", values[i]);
  }
  text_add(request->out, "\n");
  return cli_print(request->out, error);
}

static enum status print_json(const struct request *request, struct error *error) {
  json_t *list = json_array();
  char date[DATE_TEXT];
  date_format(request->results->start + (int32_t)request->month, date);
  for (size_t k = 0; k < request->count; k++) {
    const struct row *row = &request->rows[k];
    double values[NUMBERS];
    numbers_of(row, values);
    json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "base",
                            request->results->scenario_names[request->base], "scenario",
                            request->results->scenario_names[row->other], "town",
                            place_name(request, row->place), "month", date, "indicator",
                            tables_indicators[row->indicator].name, "unit",
                            tables_indicators[row->indicator].unit, "pairs", (int)row->found.pairs);
    for (int i = 0; i < NUMBERS; i++) {
      json_object_set_new(one, number_names[i], cli_json_number(values[i]));
    }
    json_array_append_new(list, one);
  }
  return cli_print_json(list, error);
}

static enum status find(const struct cli *cli, struct request *request, struct error *error) {
  const struct results *results = request->results;
  TRY(cli_base(cli, results, &request->base, error));
  TRY(cli_place(cli, results, &request->place, error));
  TRY(cli_indicator(cli, INDICATOR_device_sales, &request->indicator, error));
  request->rivals = results_find_place(results, "rivals");
  if (results->scenarios < 2) {
    return error_set(error, STATUS_USAGE,
                     "%s holds one scenario: run two or more into one folder to compare them",
                     results->path);
  }
  return cli_month(cli, results->start, results->months, &request->month, error);
}

static enum status compare_all(struct request *request, struct error *error) {
  if (request->cli->over_time || request->cli->output) {
    return cli_compare_over_time(request->cli, request->results, request->base, request->place,
                                 request->indicator, error);
  }
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    if (s != request->base) TRY(add_scenario(request, s, error));
  }
  TRY(compare_adjust(&request->rows[0].found, sizeof *request->rows, request->count, error));
  if (request->cli->json) return print_json(request, error);
  return request->cli->csv ? print_csv(request, error) : print_text(request, error);
}

enum status compare_command(const struct cli *cli, struct error *error) {
  struct results results;
  struct text out = {0};
  TRY(results_open(&results, cli->words[0], error));
  struct request request = {.cli = cli, .results = &results, .out = &out};
  request.rows = calloc((size_t)results.scenarios * (CLI_COMPARED + 2), sizeof *request.rows);
  enum status status = request.rows ? find(cli, &request, error)
                                    : error_memory(error, "comparisons", results.scenarios);
  if (status == STATUS_OK) status = compare_all(&request, error);
  free(request.rows);
  text_free(&out);
  results_close(&results);
  return status;
}
