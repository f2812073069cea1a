/* compare: paired differences from a base scenario, whose gain they are, what they cost, and which
 * programmes are dominated. */
#include "apart.h"
#include "economics.h"

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

/* One comparison that is shown: of an indicator and place, or, where `name` is set, one of
 * economics.h. */
struct row {
  uint32_t other, place;
  enum indicator indicator;
  char name[64];
  const char *unit, *whose;
  struct comparison found;
  struct interval bca; /* for programs: it takes time */
  struct assumed assumed;
  double *shrunken; /* [draw] */
};

struct request {
  const struct cli *cli;
  const struct results *results;
  uint32_t base, place, rivals, month;
  enum indicator indicator; /* that --indicator names */
  struct row *rows;
  size_t count;
  const struct economics *economics; /* NULL where it is not asked for */
  struct text *out;
};

/* What of a row is chance, and what assumption. */
static enum status split(const struct request *request, struct row *row, struct error *error) {
  const struct results *results = request->results;
  row->shrunken = calloc(results->draws, sizeof *row->shrunken);
  if (!row->shrunken) return error_memory(error, "draws", results->draws * sizeof(double));
  return assumed_compare(results, row->indicator, row->place, request->month, request->base,
                         row->other, request->cli->level, row->shrunken, &row->assumed, error);
}

/* Of the rows of one indicator and place, in what share of draws each is the largest. */
static void rank(struct request *request) {
  for (size_t k = 0; k < request->count; k++) {
    const struct assumed *first = &request->rows[k].assumed;
    if (!first->told || !isnan(first->first)) continue; /* ranked already */
    const double *shrunken[ENSEMBLE_SCENARIOS_MOST];
    size_t rows[ENSEMBLE_SCENARIOS_MOST], things = 0;
    double shares[ENSEMBLE_SCENARIOS_MOST];
    for (size_t j = 0; j < request->count && things < ENSEMBLE_SCENARIOS_MOST; j++) {
      const struct row *row = &request->rows[j];
      if (!row->assumed.told || row->indicator != request->rows[k].indicator ||
          row->place != request->rows[k].place) {
        continue;
      }
      rows[things] = j;
      shrunken[things++] = row->shrunken;
    }
    assumed_first(shrunken, things, request->results->draws, shares);
    for (size_t t = 0; t < things; t++) request->rows[rows[t]].assumed.first = shares[t];
  }
}

static enum status add(struct request *request, uint32_t other, enum indicator indicator,
                       uint32_t place, struct error *error) {
  struct row *row = &request->rows[request->count++];
  *row = (struct row){
      .other = other, .place = place, .indicator = indicator, .assumed = assumed_nothing()};
  TRY(compare_scenarios(request->results, indicator, place, request->month, request->base, other,
                        request->cli->level, &row->found, error));
  if (request->results->draws) TRY(split(request, row, error));
  const bool for_programs = request->cli->json || cli_sheet_is_wanted(request->cli);
  if (!for_programs || request->results->draws) return STATUS_OK;
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

/* The unit of an indicator's rows: the same for all scenarios. */
static struct cli_unit unit_of(const struct request *request, const struct row *row) {
  double largest = 0;
  for (size_t k = 0; k < request->count; k++) {
    const struct row *other = &request->rows[k];
    if (other->indicator != row->indicator || other->place != row->place) continue;
    largest = fmax(largest, fmax(fabs(other->found.base), fabs(other->found.other)));
  }
  return cli_unit(tables_indicators[row->indicator].unit, largest, false);
}

static void add_cells(const struct request *request, struct cli_table *table,
                      const struct row *row) {
  const struct indicator_row *indicator = &tables_indicators[row->indicator];
  const struct comparison *c = &row->found;
  const struct cli_unit unit = unit_of(request, row);
  char cell[128], number[CLI_NUMBER];
  snprintf(cell, sizeof cell, "%s%s",
           row->place == request->place             ? ""
           : row->place == request->results->places ? "all towns: "
                                                    : "rivals: ",
           indicator->name);
  cli_table_add(table, cell);
  cli_table_add(table, unit.name);
  cli_table_add(table, cli_number(c->base * unit.factor, number));
  cli_table_add(table, cli_number(c->other * unit.factor, number));
  const double mean = row->assumed.told ? row->assumed.effects.mean : c->difference;
  cli_table_add(table, cli_number(mean * unit.factor, number));
  if (request->results->draws) {
    cli_apart_table_cells(table, &row->assumed, unit.factor, true);
    return;
  }
  add_interval(table, c->low * unit.factor, c->high * unit.factor);
  add_p(table, c->p);
  add_ratio(table, c->effect);
  add_ratio(table, c->superiority);
  add_ratio(table, c->sd_ratio);
}

/* Whether no replication of a scenario differs from the base's in what is shown, cost aside. */
static bool changes_nothing(const struct request *request, uint32_t other) {
  for (size_t k = 0; k < request->count; k++) {
    const struct row *row = &request->rows[k];
    const bool is_cost = row->name[0] || row->indicator == INDICATOR_public_cost ||
                         row->indicator == INDICATOR_public_cost_net;
    if (row->other != other || is_cost) continue;
    if (!(fabs(row->found.difference) <= 0 && row->found.sd <= 0)) return false;
  }
  return true;
}

static void print_scenario(const struct request *request, uint32_t other) {
  static const char *const heads[] = {"indicator", "unit", "base", "scenario", "difference"};
  static const char *const tails[] = {"p (Holm)", "effect", "P(larger)", "sd ratio"};
  const struct results *results = request->results;
  struct cli_table table = {.columns = 10,
                            .right = {[2] = true, true, true, true, true, true, true, true},
                            .drop = {[6] = 4, 2, 3, 1}};
  if (results->draws) { /* both intervals say more than the two levels */
    const int drop[CLI_COLUMNS_MOST] = {[2] = 1, 2, [7] = 4, 5, 3};
    memcpy(table.drop, drop, sizeof drop);
  }
  char head[64], date[DATE_TEXT];
  for (int i = 0; i < 5; i++) cli_table_add(&table, heads[i]);
  snprintf(head, sizeof head, "%g %% interval", request->cli->level * 100);
  if (results->draws) cli_apart_table_heads(&table, request->cli->level, true);
  else cli_table_add(&table, head);
  for (int i = 0; i < 4 && !results->draws; i++) cli_table_add(&table, tails[i]);
  for (size_t k = 0; k < request->count; k++) {
    if (request->rows[k].other == other) add_cells(request, &table, &request->rows[k]);
  }
  char *title = cli_title(results, other), *base = cli_title(results, request->base);
  if (!title || !base) request->out->failed = true;
  cli_say(request->out, "%s against %s: %s, %s, %u replications\n\n", title ? title : "",
          base ? base : "", results->place_names[request->place],
          date_format(results->start + (int32_t)request->month, date), results->replications);
  free(title);
  free(base);
  if (results->draws) {
    cli_say(request->out, "%u sets of assumptions, the central one left out\n\n",
            results_sets(results));
  }
  if (changes_nothing(request, other)) {
    cli_say(request->out, "nothing but cost differs, in any replication: its levers had nothing to "
                          "act on, or more money does no more (see 'bellwether levers')\n\n");
  }
  cli_table_print(&table, request->out);
  cli_table_free(&table);
  if (request->economics && !request->cli->indicator) {
    economics_print(request->economics, other, request->out);
  }
  text_add(request->out, "\n");
}

static enum status print_text(const struct request *request, struct error *error) {
  cli_say_infeasible(request->out, request->results);
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    if (s != request->base) print_scenario(request, s);
  }
  if (request->economics) economics_print_all(request->economics, request->out);
  const bool drawn = request->results->draws > 0;
  if (drawn) {
    cli_say(request->out,
            "difference: mean over sets of assumptions. %s; first: share of sets in which it is "
            "the first of all scenarios, by the most of a gain or the least of a cost. What a job "
            "costs is, in each set, the ratio of its two means, chance taken out of both; chance: "
            "Fieller's interval of the ratio of the means over all sets; a set that gains no jobs "
            "costs the most there is (∞), and is never first\n",
            cli_apart_words);
  } else {
    cli_say(request->out,
            "difference: mean over replications paired by random numbers; interval: Student's t; "
            "p: for no difference, adjusted for all rows shown (Holm); effect: Cohen's d; "
            "P(larger): share of pairs, ties by half; sd ratio: spread of the paired difference "
            "over that of independent runs: with ratio r, pairing needs r^2 times the "
            "replications; ±: half the interval; a job: cost over jobs gained, - where there may "
            "be none, ∞ where it has no upper bound\n");
  }
  cli_say(request->out,
          "rivals: what growth is taken from them; all towns: what the rest of industry loses is "
          "not yet off: see net, nation; rest of industry: no firm of it is simulated, its jobs "
          "and value added are those of its sales at the segments' simulated average; dominated: "
          "no better by any criterion, and worse by one. --csv, --xlsx and --json have every "
          "column, whatever the width\n");
  return cli_print(request->out, error);
}

/* The numbers of a comparison, by name. */
enum { LOW = 3, P_HOLM = 7, NUMBERS = 11 };
static const char *const number_names[NUMBERS] = {
    "base_mean", "mean",   "difference", "low",         "high",    "bca_low",
    "bca_high",  "p_holm", "cohens_d",   "superiority", "sd_ratio"};

/* Of runs that share their assumptions there is no interval or p of all: apart.h has both. */
static void numbers_of(const struct request *request, const struct row *row, double *out) {
  const struct comparison *c = &row->found;
  const double values[NUMBERS] = {c->base,   c->other,       c->difference, c->low,
                                  c->high,   row->bca.low,   row->bca.high, c->p,
                                  c->effect, c->superiority, c->sd_ratio};
  memcpy(out, values, sizeof values);
  for (int k = LOW; k <= P_HOLM && request->results->draws; k++) out[k] = NAN;
}

/* How many draws were impossible, in a scenario and in the base. */
static double infeasible(const struct request *request, uint32_t scenario) {
  return results_count(request->results, scenario, RESULTS_INFEASIBLE);
}

static const char *row_name(const struct row *row) {
  return row->name[0] ? row->name : tables_indicators[row->indicator].name;
}

static const char *row_unit(const struct row *row) {
  return row->name[0] ? row->unit : tables_indicators[row->indicator].unit;
}

static const char *row_place(const struct request *request, const struct row *row) {
  return row->whose ? row->whose : place_name(request, row->place);
}

static enum status write_sheet(const struct request *request, struct error *error) {
  static const char *const heads[] = {"base",      "scenario", "town", "month",
                                      "indicator", "unit",     "pairs"};
  const struct results *results = request->results;
  struct cli_sheet sheet;
  char date[DATE_TEXT];
  TRY(cli_sheet_begin(&sheet, request->cli, "compare", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  cli_sheet_heads(&sheet, number_names, NUMBERS);
  if (results->draws) {
    static const char *const counted[] = {"infeasible", "base_infeasible"};
    cli_apart_heads(&sheet, true);
    cli_sheet_heads(&sheet, counted, 2);
  }
  date_format(results->start + (int32_t)request->month, date);
  for (size_t k = 0; k < request->count; k++) {
    const struct row *row = &request->rows[k];
    double values[NUMBERS];
    numbers_of(request, row, values);
    cli_sheet_row(&sheet);
    cli_sheet_text(&sheet, results->scenario_names[request->base]);
    cli_sheet_scenario(&sheet, results, row->other);
    cli_sheet_text(&sheet, row_place(request, row));
    cli_sheet_text(&sheet, date);
    cli_sheet_text(&sheet, row_name(row));
    cli_sheet_text(&sheet, row_unit(row));
    cli_sheet_number(&sheet, (double)row->found.pairs);
    for (int i = 0; i < NUMBERS; i++) cli_sheet_number(&sheet, values[i]);
    if (results->draws) {
      cli_apart_cells(&sheet, &row->assumed, true);
      cli_sheet_number(&sheet, infeasible(request, row->other));
      cli_sheet_number(&sheet, infeasible(request, request->base));
    }
  }
  cli_sheet_row(&sheet);
  return cli_sheet_end(&sheet, STATUS_OK, error);
}

static enum status print_json(const struct request *request, struct error *error) {
  json_t *list = json_array();
  char date[DATE_TEXT];
  date_format(request->results->start + (int32_t)request->month, date);
  for (size_t k = 0; k < request->count; k++) {
    const struct row *row = &request->rows[k];
    double values[NUMBERS];
    numbers_of(request, row, values);
    json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "base",
                            request->results->scenario_names[request->base], "scenario",
                            request->results->scenario_names[row->other], "town",
                            row_place(request, row), "month", date, "indicator", row_name(row),
                            "unit", row_unit(row), "pairs", (int)row->found.pairs);
    for (int i = 0; i < NUMBERS; i++) {
      json_object_set_new(one, number_names[i], cli_json_number(values[i]));
    }
    if (request->results->draws) {
      cli_apart_json(&row->assumed, true, one);
      json_object_set_new(one, "infeasible", cli_json_number(infeasible(request, row->other)));
      json_object_set_new(one, "base_infeasible",
                          cli_json_number(infeasible(request, request->base)));
      json_object_set_new(one, "infeasible_draws",
                          cli_infeasible_draws(request->results, row->other, request->base));
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

/* Rows of economics.h, for programs; of a budget alone where the user names an indicator. */
static void add_economics(struct request *request, uint32_t other) {
  struct economics_row rows[ECONOMICS_ROWS];
  const size_t count = economics_rows(request->economics, other, rows);
  for (size_t k = 0; k < count; k++) {
    const bool of_budget = strstr(rows[k].name, "budget") || strstr(rows[k].name, "programme_cost");
    if (request->cli->indicator && !of_budget) continue;
    struct row *row = &request->rows[request->count++];
    *row = (struct row){.other = other,
                        .place = request->place,
                        .unit = rows[k].unit,
                        .whose = rows[k].whose,
                        .found = rows[k].found,
                        .assumed = rows[k].assumed,
                        .bca = {NAN, NAN}};
    memcpy(row->name, rows[k].name, sizeof row->name);
  }
}

static enum status print_rows(struct request *request, struct error *error) {
  const bool for_programs = request->cli->json || cli_sheet_is_wanted(request->cli);
  for (uint32_t s = 0; s < request->results->scenarios && request->economics; s++) {
    if (s != request->base && for_programs) add_economics(request, s);
  }
  if (request->cli->json) return print_json(request, error);
  if (cli_sheet_is_wanted(request->cli)) return write_sheet(request, error);
  return print_text(request, error);
}

static enum status compare_all(struct request *request, struct error *error) {
  if (request->cli->over_time || request->cli->output) {
    return cli_compare_over_time(request->cli, request->results, request->base, request->place,
                                 request->indicator, error);
  }
  for (uint32_t s = 0; s < request->results->scenarios; s++) {
    if (s != request->base) TRY(add_scenario(request, s, error));
  }
  if (request->results->draws) rank(request);
  TRY(compare_adjust(&request->rows[0].found, sizeof *request->rows, request->count, error));
  if (request->cli->indicator && isnan(request->cli->budget)) return print_rows(request, error);
  struct economics economics;
  TRY(economics_open(&economics, request->cli, request->results, request->base, request->place,
                     request->month, error));
  request->economics = &economics;
  const enum status status = print_rows(request, error);
  economics_close(&economics);
  return status;
}

enum status compare_command(const struct cli *cli, struct error *error) {
  struct results results;
  struct text out = {0};
  TRY(cli_results_apart(cli, &results, error));
  struct request request = {.cli = cli, .results = &results, .out = &out};
  request.rows = calloc((size_t)results.scenarios * (CLI_COMPARED + 2 + ECONOMICS_ROWS),
                        sizeof *request.rows);
  enum status status = request.rows ? find(cli, &request, error)
                                    : error_memory(error, "comparisons", results.scenarios);
  if (status == STATUS_OK) status = compare_all(&request, error);
  for (size_t k = 0; k < request.count; k++) free(request.rows[k].shrunken);
  free(request.rows);
  text_free(&out);
  results_close(&results);
  return status;
}
