/* target: how likely targets are, when they are reached, by how much they are missed. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/quantity.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/study/target.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What may have made the difference, where a target was reached in some runs and not in others. */
static const enum indicator telling[] = {
    INDICATOR_device_firms, INDICATOR_attracted_sales, INDICATOR_lead_sales,
    INDICATOR_employment,   INDICATOR_high_end,        INDICATOR_vacancies,
    INDICATOR_productivity, INDICATOR_certificates,    INDICATOR_occupancy,
    INDICATOR_funding_gap,  INDICATOR_market_share,    INDICATOR_brand};

struct request {
  const struct cli *cli;
  const struct results *results;
  struct text *out;
  json_t *list;
  double *met, *joint; /* a value a replication */
};

static enum status read_limit(const char *option, const char *text, const char *unit, double *value,
                              struct error *error) {
  if (!text || quantity_parse(text, unit, value, error) == STATUS_OK) return STATUS_OK;
  error->status = STATUS_USAGE;
  return error_prefix(error, "--%s", option);
}

/* The question that the command line asks. */
static enum status ask_line(const struct request *request, struct target_question *question,
                            struct error *error) {
  const struct cli *cli = request->cli;
  const struct results *results = request->results;
  enum indicator indicator;
  uint32_t place;
  TRY(cli_indicator(cli, INDICATOR_device_sales, &indicator, error));
  TRY(cli_place(cli, results, &place, error));
  if (!cli->at_least && !cli->at_most) {
    return error_set(
        error, STATUS_USAGE,
        "a target needs --at-least or --at-most, as in --indicator device_sales --at-least '10 bn CNY' --at 2032-12");
  }
  *question = (struct target_question){
      .indicator = indicator, .place = place, .at_least = -INFINITY, .at_most = INFINITY};
  snprintf(question->name, sizeof question->name, "asked");
  const char *unit = tables_indicators[indicator].unit;
  TRY(read_limit("at-least", cli->at_least, unit, &question->at_least, error));
  TRY(read_limit("at-most", cli->at_most, unit, &question->at_most, error));
  return cli_month(cli, results->start, results->months, &question->month, error);
}

/* "at least 1,000", "30 to 50". */
static void condition_text(const struct target_question *question, char *out, size_t bytes) {
  char low[CLI_NUMBER], high[CLI_NUMBER];
  const char *unit = tables_indicators[question->indicator].unit;
  cli_number(question->at_least, low);
  cli_number(question->at_most, high);
  if (!isfinite(question->at_most)) snprintf(out, bytes, "at least %s", low);
  else if (!isfinite(question->at_least)) snprintf(out, bytes, "at most %s", high);
  else snprintf(out, bytes, "%s to %s", low, high);
  const size_t used = strlen(out);
  if (strcmp(unit, "1") != 0) snprintf(out + used, bytes - used, " %s", unit);
}

static const char *month_text(const struct request *request, double month, char *out) {
  if (isnan(month)) return "never";
  return date_format(request->results->start + (int32_t)month, out);
}

static void probability_text(size_t reached, size_t runs, struct interval interval, char *out,
                             size_t bytes) {
  if (runs == 0) snprintf(out, bytes, "-");
  else
    snprintf(out, bytes, "%.3f [%.3f, %.3f]", (double)reached / (double)runs, interval.low,
             interval.high);
}

static void add_row(const struct request *request, struct cli_table *table,
                    const struct target_question *question, const struct target_answer *answer) {
  char cell[160], date[3][DATE_TEXT], number[3][CLI_NUMBER];
  cli_table_add(table, question->name);
  cli_table_add(table, request->results->place_names[question->place]);
  cli_table_add(table, tables_indicators[question->indicator].name);
  condition_text(question, cell, sizeof cell);
  cli_table_add(table, cell);
  cli_table_add(table, month_text(request, question->month, date[0]));
  probability_text(answer->reached, answer->runs, answer->probability, cell, sizeof cell);
  cli_table_add(table, cell);
  snprintf(cell, sizeof cell, "%s / %s / %s", month_text(request, answer->attainment.p10, date[0]),
           month_text(request, answer->attainment.p50, date[1]),
           month_text(request, answer->attainment.p90, date[2]));
  cli_table_add(table, cell);
  snprintf(cell, sizeof cell, "%s / %s / %s", cli_number(answer->shortfall.p10, number[0]),
           cli_number(answer->shortfall.p50, number[1]),
           cli_number(answer->shortfall.p90, number[2]));
  cli_table_add(table, cell);
}

static json_t *quantiles_json(struct target_quantiles q) {
  return json_pack("[o, o, o]", cli_json_number(q.p10), cli_json_number(q.p50),
                   cli_json_number(q.p90));
}

static void add_record(const struct request *request, const char *scenario,
                       const struct target_question *question, const struct target_answer *answer) {
  char date[DATE_TEXT];
  json_t *one = json_pack(
      "{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I}", "scenario", scenario, "target",
      question->name, "town", request->results->place_names[question->place], "indicator",
      tables_indicators[question->indicator].name, "unit",
      tables_indicators[question->indicator].unit, "by", month_text(request, question->month, date),
      "runs", (json_int_t)answer->runs, "reached", (json_int_t)answer->reached, "ever",
      (json_int_t)answer->ever);
  json_object_set_new(one, "at_least", cli_json_number(question->at_least));
  json_object_set_new(one, "at_most", cli_json_number(question->at_most));
  json_object_set_new(one, "low", json_real(answer->probability.low));
  json_object_set_new(one, "high", json_real(answer->probability.high));
  json_object_set_new(one, "months_to_attainment_p10_p50_p90", quantiles_json(answer->attainment));
  json_object_set_new(one, "shortfall_p10_p50_p90", quantiles_json(answer->shortfall));
  json_array_append_new(request->list, one);
}

/* What differed between runs that reached all and those that did not. */
static enum status add_differences(const struct request *request, uint32_t scenario, uint32_t place,
                                   uint32_t month, struct error *error) {
  struct cli_table table = {.columns = 4, .right = {[2] = true, true}};
  char head[SCENARIO_NAME + 32];
  snprintf(head, sizeof head, "what differed in %s", request->results->place_names[place]);
  const char *const heads[] = {head, "unit", "reached", "missed"};
  for (int k = 0; k < 4; k++) cli_table_add(&table, heads[k]);
  enum status status = STATUS_OK;
  for (size_t k = 0; k < sizeof telling / sizeof telling[0] && status == STATUS_OK; k++) {
    double yes, no;
    char number[CLI_NUMBER];
    status = target_differ(request->results, scenario, place, month, telling[k], request->joint,
                           &yes, &no, error);
    cli_table_add(&table, tables_indicators[telling[k]].name);
    const char *unit = tables_indicators[telling[k]].unit;
    cli_table_add(&table, strcmp(unit, "1") == 0 ? "" : unit);
    cli_table_add(&table, cli_number(yes, number));
    cli_table_add(&table, cli_number(no, number));
  }
  if (status == STATUS_OK) {
    text_add(request->out, "\n");
    cli_table_print(&table, request->out);
  }
  cli_table_free(&table);
  return status;
}

static enum status answer_scenario(const struct request *request, uint32_t scenario,
                                   const struct target_question *questions, size_t count,
                                   struct error *error) {
  static const char *const heads[] = {"target",
                                      "town",
                                      "indicator",
                                      "condition",
                                      "by",
                                      "probability",
                                      "reached in (p10/p50/p90)",
                                      "missed by (p10/p50/p90)"};
  const struct results *results = request->results;
  const char *name = results->scenario_names[scenario];
  struct cli_table table = {.columns = 8};
  for (int k = 0; k < 8; k++) cli_table_add(&table, heads[k]);
  for (uint32_t r = 0; r < results->replications; r++) request->joint[r] = 1;
  enum status status = STATUS_OK;
  for (size_t q = 0; q < count && status == STATUS_OK; q++) {
    struct target_answer answer;
    status = target_answer(results, scenario, &questions[q], request->cli->level, request->met,
                           &answer, error);
    if (status != STATUS_OK) break;
    for (uint32_t r = 0; r < results->replications; r++) request->joint[r] *= request->met[r];
    if (request->cli->json) add_record(request, name, &questions[q], &answer);
    else add_row(request, &table, &questions[q], &answer);
  }
  size_t reached = 0, runs = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    runs += isnan(request->joint[r]) ? 0 : 1;
    reached += request->joint[r] > 0 ? 1 : 0;
  }
  if (status == STATUS_OK && !request->cli->json) {
    char cell[96];
    text_add(request->out, "%s: %zu replications\n\n", name, runs);
    cli_table_print(&table, request->out);
    probability_text(reached, runs, statistics_wilson(reached, runs, request->cli->level), cell,
                     sizeof cell);
    if (count > 1) text_add(request->out, "\nall %zu together: %s\n", count, cell);
    if (reached > 0 && reached < runs) {
      status = add_differences(request, scenario, questions[0].place, questions[0].month, error);
    }
    text_add(request->out, "\n");
  }
  cli_table_free(&table);
  return status;
}

/* The questions on one scenario: the command line's, or its file's. */
static enum status ask(const struct request *request, const struct scenario *scenario,
                       struct target_question *questions, size_t *count, struct error *error) {
  *count = 0;
  if (request->cli->indicator || request->cli->at_least || request->cli->at_most) {
    if (!request->cli->indicator) {
      return error_set(error, STATUS_USAGE, "--at-least and --at-most need --indicator");
    }
    *count = 1;
    return ask_line(request, &questions[0], error);
  }
  for (uint32_t t = 0; t < scenario->targets_count; t++) {
    TRY(target_ask(scenario, &scenario->targets[t], request->results, &questions[(*count)++],
                   error));
  }
  return STATUS_OK;
}

static enum status answer_all(struct request *request, const struct ensemble *ensemble,
                              struct error *error) {
  bool any = false;
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    struct target_question *questions = calloc(scenario->targets_count + 1, sizeof *questions);
    if (!questions) return error_memory(error, "targets", scenario->targets_count);
    size_t count;
    enum status status = ask(request, scenario, questions, &count, error);
    any |= count > 0;
    if (status == STATUS_OK && count > 0) {
      status = answer_scenario(request, s, questions, count, error);
    }
    free(questions);
    TRY(status);
  }
  if (!any) {
    return error_set(error, STATUS_USAGE,
                     "no scenario of %s has targets: ask for one, as in --indicator device_sales "
                     "--at-least '10 bn CNY' --at 2032-12",
                     ensemble->folder);
  }
  if (request->cli->json) {
    json_incref(request->list);
    return cli_print_json(request->list, error);
  }
  text_add(request->out,
           "probability: share of replications, with Wilson's interval; 'never': that "
           "share of runs does not reach it\n");
  return cli_print(request->out, error);
}

enum status target_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct results results;
  struct text out = {0};
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = results_open(&results, cli->words[0], error);
  if (status == STATUS_OK && (status = cli_check_same(&ensemble, &results, error)) != STATUS_OK) {
    results_close(&results);
  }
  if (status == STATUS_OK) {
    struct request request = {.cli = cli, .results = &results, .out = &out, .list = json_array()};
    request.met = calloc(2 * (size_t)results.replications + 1, sizeof(double));
    request.joint = request.met ? request.met + results.replications : NULL;
    status = request.met ? answer_all(&request, &ensemble, error)
                         : error_memory(error, "targets", results.replications);
    free(request.met);
    json_decref(request.list);
    results_close(&results);
  }
  text_free(&out);
  ensemble_free(&ensemble);
  return status;
}
