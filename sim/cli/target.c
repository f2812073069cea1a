/* target: how likely targets are, when they are reached, by how much they are missed. */
#include "apart.h"

#include "bellwether/base/date.h"
#include "bellwether/base/quantity.h"
#include "bellwether/study/assumed.h"
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

/* Fewer runs than this on one side tell nothing of what differed. */
#define RUNS_LEAST 5

/* One target of one scenario, answered; or all targets of a scenario together. */
struct row {
  uint32_t scenario;
  size_t order;    /* in which it was asked */
  size_t together; /* how many targets of focal towns; 0: one alone */
  struct target_question question;
  struct target_answer answer;
  struct assumed assumed; /* of the probability */
};

struct request {
  const struct cli *cli;
  const struct results *results;
  struct row *rows;
  size_t count;
  double *met, *joint; /* a value a replication; joint: whether all targets of a scenario are met */
};

static enum status read_limit(const char *option, const char *text, const char *unit, double *value,
                              struct error *error) {
  if (!text || quantity_parse(text, unit, value, error) == STATUS_OK) {
    return STATUS_OK;
  }
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
  const char *unit = tables_limit_unit(indicator);
  TRY(read_limit("at-least", cli->at_least, unit, &question->at_least, error));
  TRY(read_limit("at-most", cli->at_most, unit, &question->at_most, error));
  return cli_month(cli, results->start, results->months, &question->month, error);
}

/* The unit of a target and of what it is missed by. */
static struct cli_unit unit_of(const struct target_question *question) {
  const double low = isfinite(question->at_least) ? fabs(question->at_least) : 0;
  const double high = isfinite(question->at_most) ? fabs(question->at_most) : 0;
  return cli_unit(tables_indicators[question->indicator].unit, fmax(low, high), false);
}

/* "mine: device_sales at least 10 bn CNY by 2032-12". */
static void target_text(const struct request *request, const struct row *row, char *out,
                        size_t bytes) {
  const struct target_question *question = &row->question;
  char low[CLI_NUMBER], high[CLI_NUMBER], limits[3 * CLI_NUMBER], date[DATE_TEXT];
  const struct cli_unit unit = unit_of(question);
  if (row->together) {
    snprintf(out, bytes, "all %zu together", row->together);
    return;
  }
  snprintf(low, sizeof low, "%.6g", question->at_least * unit.factor);
  snprintf(high, sizeof high, "%.6g", question->at_most * unit.factor);
  if (!isfinite(question->at_most)) snprintf(limits, sizeof limits, "at least %s", low);
  else if (!isfinite(question->at_least)) snprintf(limits, sizeof limits, "at most %s", high);
  else snprintf(limits, sizeof limits, "%s to %s", low, high);
  snprintf(out, bytes, "%s: %s %s%s%s by %s", question->name,
           tables_indicators[question->indicator].name, limits, unit.name[0] ? " " : "", unit.name,
           date_format(request->results->start + (int32_t)question->month, date));
}

static const char *month_text(const struct request *request, double month, char *out) {
  if (isnan(month)) return "never";
  return date_format(request->results->start + (int32_t)month, out);
}

static double probability(const struct target_answer *answer) {
  return answer->runs ? (double)answer->reached / (double)answer->runs : NAN;
}

/* A share with an interval, as far as shares go. */
static char *share_text(double share, const struct interval *interval, char *out, size_t bytes) {
  snprintf(out, bytes, "%.3f [%.3f, %.3f]", share, fmax(interval->low, 0), fmin(interval->high, 1));
  return out;
}

/* With sets of assumptions: over these, with chance's interval. */
static void add_probability(struct cli_table *table, const struct row *row) {
  const struct target_answer *answer = &row->answer;
  const struct effects *e = &row->assumed.effects;
  char cell[96] = "-";
  if (row->assumed.told) share_text(e->mean, &e->chance_interval, cell, sizeof cell);
  else if (answer->runs) {
    snprintf(cell, sizeof cell, "%.3f [%.3f, %.3f]", probability(answer), answer->probability.low,
             answer->probability.high);
  }
  cli_table_add(table, cell);
}

/* Median and 10 to 90 % of what the target is missed by. */
static void add_shortfall(struct cli_table *table, const struct row *row) {
  const struct target_quantiles *q = &row->answer.shortfall;
  const struct cli_unit unit = unit_of(&row->question);
  char cell[160], p10[CLI_NUMBER], p50[CLI_NUMBER], p90[CLI_NUMBER];
  if (isnan(q->p50)) snprintf(cell, sizeof cell, "-");
  else if (!(q->p90 > 0)) snprintf(cell, sizeof cell, "0");
  else
    snprintf(cell, sizeof cell, "%s [%s, %s]%s%s", cli_number(q->p50 * unit.factor, p50),
             cli_number(q->p10 * unit.factor, p10), cli_number(q->p90 * unit.factor, p90),
             unit.name[0] ? " " : "", unit.name);
  cli_table_add(table, cell);
}

/* When it is reached: one month where 10, 50 and 90 % of runs agree. */
static void add_attainment(const struct request *request, struct cli_table *table,
                           const struct target_quantiles *q) {
  char cell[64], date[3][DATE_TEXT];
  const char *p10 = month_text(request, q->p10, date[0]);
  const char *p50 = month_text(request, q->p50, date[1]);
  const char *p90 = month_text(request, q->p90, date[2]);
  if (strcmp(p10, p50) == 0 && strcmp(p50, p90) == 0) snprintf(cell, sizeof cell, "%s", p50);
  else snprintf(cell, sizeof cell, "%s / %s / %s", p10, p50, p90);
  cli_table_add(table, cell);
}

static void add_row(const struct request *request, struct cli_table *table, const struct row *row) {
  char cell[256];
  cli_table_add_title(table, request->results, row->scenario);
  target_text(request, row, cell, sizeof cell);
  cli_table_add(table, cell);
  cli_table_add(table, row->together ? "" : request->results->place_names[row->question.place]);
  add_probability(table, row);
  if (request->results->draws) {
    const struct interval *lies = &row->assumed.effects.assumption_interval;
    snprintf(cell, sizeof cell, "%.3f to %.3f", fmax(lies->low, 0), fmin(lies->high, 1));
    cli_table_add(table, assumed_is_told(&row->assumed) ? cell : "-");
  }
  if (row->together) cli_table_add(table, "");
  else add_shortfall(table, row);
  if (row->together || !row->answer.runs) snprintf(cell, sizeof cell, "%s", "");
  else
    snprintf(cell, sizeof cell, "%.0f %%",
             100.0 * (double)row->answer.ever / (double)row->answer.runs);
  cli_table_add(table, cell);
  if (row->together) cli_table_add(table, "");
  else add_attainment(request, table, &row->answer.attainment);
}

/* What a target is missed by in the median, against the limit itself: comparable between targets.
 */
static double distance(const struct row *row) {
  const struct target_question *question = &row->question;
  const double limit = fmax(isfinite(question->at_least) ? fabs(question->at_least) : 0,
                            isfinite(question->at_most) ? fabs(question->at_most) : 0);
  if (row->together || isnan(row->answer.shortfall.p50)) return INFINITY;
  return limit > 0 ? row->answer.shortfall.p50 / limit : row->answer.shortfall.p50;
}

/* The likeliest first; of those, the nearest. */
static int compare_rows(const void *a, const void *b) {
  const struct row *x = a, *y = b;
  const double likely[] = {x->answer.runs ? probability(&x->answer) : -1,
                           y->answer.runs ? probability(&y->answer) : -1};
  const double far[] = {distance(x), distance(y)};
  if (likely[0] != likely[1]) return likely[0] > likely[1] ? -1 : 1;
  if (far[0] != far[1]) return far[0] < far[1] ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static json_t *quantiles_json(struct target_quantiles q) {
  return json_pack("[o, o, o]", cli_json_number(q.p10), cli_json_number(q.p50),
                   cli_json_number(q.p90));
}

/* Of the probability, where assumptions were drawn: its mean over the sets, both intervals as far
 * as shares go, and the share of the variance that is assumption. */
enum { ASSUMPTION_LOW = 3, ASSUMPTION_HIGH, SPLITS = 6 };
static const char *const split_names[SPLITS] = {"draw_mean",       "chance_low",
                                                "chance_high",     "assumption_low",
                                                "assumption_high", "assumption_share"};

static void splits_of(const struct row *row, double *out) {
  const struct effects *e = &row->assumed.effects;
  const double values[SPLITS] = {e->mean,
                                 fmax(e->chance_interval.low, 0),
                                 fmin(e->chance_interval.high, 1),
                                 fmax(e->assumption_interval.low, 0),
                                 fmin(e->assumption_interval.high, 1),
                                 e->share};
  const bool told = assumed_is_told(&row->assumed);
  for (int k = 0; k < SPLITS; k++) out[k] = row->assumed.told ? values[k] : NAN;
  if (!told) out[ASSUMPTION_LOW] = out[ASSUMPTION_HIGH] = NAN;
}

static void add_record(const struct request *request, const struct row *row, json_t *list) {
  const struct target_question *question = &row->question;
  const struct target_answer *answer = &row->answer;
  const char *scenario = request->results->scenario_names[row->scenario];
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
  json_object_set_new(one, "probability",
                      cli_json_number(answer->runs ? probability(answer) : NAN));
  double splits[SPLITS];
  splits_of(row, splits);
  for (int k = 0; k < SPLITS && request->results->draws; k++) {
    json_object_set_new(one, split_names[k], cli_json_number(splits[k]));
  }
  if (request->results->draws) {
    const uint32_t infeasible = results_count(request->results, row->scenario, RESULTS_INFEASIBLE);
    json_object_set_new(one, "infeasible", json_integer(infeasible));
    json_object_set_new(one, "infeasible_draws",
                        cli_infeasible_draws(request->results, row->scenario, row->scenario));
  }
  json_object_set_new(one, "low", json_real(answer->probability.low));
  json_object_set_new(one, "high", json_real(answer->probability.high));
  json_object_set_new(one, "months_to_attainment_p10_p50_p90", quantiles_json(answer->attainment));
  json_object_set_new(one, "shortfall_p10_p50_p90", quantiles_json(answer->shortfall));
  json_array_append_new(list, one);
}

/* What differed between runs of a scenario that reached all its targets and those that did not: at
 * the month and place of the first. */
static enum status add_differences(const struct request *request, const struct row *first,
                                   const struct target_answer *all, const char *what,
                                   struct text *out, struct error *error) {
  const struct results *results = request->results;
  struct cli_table table = {.columns = 4, .right = {[2] = true, true}};
  char reached[64], missed[64];
  snprintf(reached, sizeof reached, "reached, %zu", all->reached);
  snprintf(missed, sizeof missed, "missed, %zu", all->runs - all->reached);
  const char *const heads[] = {"what differed", "unit", reached, missed};
  for (int k = 0; k < 4; k++) cli_table_add(&table, heads[k]);
  enum status status = STATUS_OK;
  for (size_t k = 0; k < sizeof telling / sizeof telling[0] && status == STATUS_OK; k++) {
    double yes, no;
    char number[CLI_NUMBER];
    status = target_differ(results, first->scenario, first->question.place, first->question.month,
                           telling[k], request->joint, &yes, &no, error);
    if (status != STATUS_OK) break;
    if (!(fabs(yes) > 0) && !(fabs(no) > 0)) continue; /* there is none of it */
    const struct cli_unit unit = cli_unit(tables_indicators[telling[k]].unit,
                                          fmax(fabs(yes), fabs(no)), false);
    cli_table_add(&table, tables_indicators[telling[k]].name);
    cli_table_add(&table, unit.name);
    cli_table_add(&table, cli_number(yes * unit.factor, number));
    cli_table_add(&table, cli_number(no * unit.factor, number));
  }
  char *title = cli_title(results, first->scenario);
  if (!title) out->failed = true;
  if (status == STATUS_OK) {
    cli_say(out, "\n%s, %s: runs that reached %s, and those that did not\n\n", title ? title : "",
            results->place_names[first->question.place], what);
    cli_table_print(&table, out);
  }
  free(title);
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

/* Whether a place of the results is a town that the study looks at. */
static bool is_focal(const struct results *results, uint32_t place) {
  const char *name = results->place_names[place];
  return strcmp(name, "rivals") != 0 && strcmp(name, "adopters") != 0;
}

/* Answers a scenario's questions into rows, then those of focal towns together where they are two
 * or more; what differed goes to `differences`. */
static enum status answer_scenario(struct request *request, uint32_t scenario,
                                   const struct target_question *questions, size_t count,
                                   struct text *differences, struct error *error) {
  const struct results *results = request->results;
  const struct row *first = NULL; /* of those together */
  size_t together = 0;
  struct target_answer all = {0};
  for (uint32_t r = 0; r < results->replications; r++) request->joint[r] = 1;
  for (size_t q = 0; q < count; q++) {
    struct row *row = &request->rows[request->count];
    *row = (struct row){.scenario = scenario, .order = request->count++, .question = questions[q]};
    TRY(target_answer(results, scenario, &questions[q], request->cli->level, request->met,
                      &row->answer, error));
    if (results->draws) {
      TRY(assumed_find(results, request->met, request->cli->level, NULL, &row->assumed, error));
    }
    if (count > 1 && !is_focal(results, questions[q].place)) continue;
    if (together++ == 0) first = row;
    for (uint32_t r = 0; r < results->replications; r++) request->joint[r] *= request->met[r];
  }
  if (!first) return STATUS_OK;
  for (uint32_t r = 0; r < results->replications; r++) {
    all.runs += isnan(request->joint[r]) ? 0 : 1;
    all.reached += request->joint[r] > 0 ? 1 : 0;
  }
  all.probability = statistics_wilson(all.reached, all.runs, request->cli->level);
  if (together > 1) {
    struct row *row = &request->rows[request->count];
    *row = (struct row){
        .scenario = scenario, .order = request->count++, .together = together, .answer = all};
    if (results->draws) {
      TRY(assumed_find(results, request->joint, request->cli->level, NULL, &row->assumed, error));
    }
  }
  if (all.reached < RUNS_LEAST || all.runs - all.reached < RUNS_LEAST) return STATUS_OK;
  return add_differences(request, first, &all, together > 1 ? "all targets" : first->question.name,
                         differences, error);
}

static enum status print_json(const struct request *request, struct error *error) {
  json_t *list = json_array();
  for (size_t k = 0; k < request->count; k++) {
    if (!request->rows[k].together) add_record(request, &request->rows[k], list);
  }
  return cli_print_json(list, error);
}

static enum status write_sheet(const struct request *request, struct error *error) {
  static const char *const heads[] = {
      "scenario",   "target",    "town",          "indicator",     "unit",          "by",
      "at_least",   "at_most",   "runs",          "reached",       "ever",          "probability",
      "low",        "high",      "shortfall_p10", "shortfall_p50", "shortfall_p90", "months_p10",
      "months_p50", "months_p90"};
  const struct results *results = request->results;
  struct cli_sheet sheet;
  char date[DATE_TEXT];
  TRY(cli_sheet_begin(&sheet, request->cli, "target", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  if (results->draws) cli_sheet_heads(&sheet, split_names, SPLITS);
  cli_sheet_row(&sheet);
  for (size_t k = 0; k < request->count; k++) {
    const struct row *row = &request->rows[k];
    const struct target_question *q = &row->question;
    const struct target_answer *a = &row->answer;
    if (row->together) continue;
    const double values[] = {q->at_least,        q->at_most,          (double)a->runs,
                             (double)a->reached, (double)a->ever,     probability(a),
                             a->probability.low, a->probability.high, a->shortfall.p10,
                             a->shortfall.p50,   a->shortfall.p90,    a->attainment.p10,
                             a->attainment.p50,  a->attainment.p90};
    cli_sheet_scenario(&sheet, results, row->scenario);
    cli_sheet_text(&sheet, q->name);
    cli_sheet_text(&sheet, results->place_names[q->place]);
    cli_sheet_text(&sheet, tables_indicators[q->indicator].name);
    cli_sheet_text(&sheet, tables_indicators[q->indicator].unit);
    cli_sheet_text(&sheet, date_format(results->start + (int32_t)q->month, date));
    for (size_t v = 0; v < sizeof values / sizeof values[0]; v++) {
      cli_sheet_number(&sheet, values[v]);
    }
    double splits[SPLITS];
    splits_of(row, splits);
    for (int v = 0; v < SPLITS && results->draws; v++) cli_sheet_number(&sheet, splits[v]);
    cli_sheet_row(&sheet);
  }
  return cli_sheet_end(&sheet, STATUS_OK, error);
}

static enum status print_table(const struct request *request, const struct text *differences,
                               struct error *error) {
  static const char *const heads[] = {"scenario",  "target", "town",         "probability",
                                      "shortfall", "ever",   "month reached"};
  const bool drawn = request->results->draws > 0;
  struct cli_table table = {.columns = drawn ? 8 : 7,
                            .right = {[3] = true, true, true, true},
                            .drop = {[5] = drawn ? 0 : 2, drawn ? 2 : 1, 1},
                            .leads = true};
  struct text out = {0};
  size_t finished = request->results->replications;
  for (int k = 0; k < 7; k++) {
    cli_table_add(&table, heads[k]);
    if (k == 3 && drawn) cli_table_add(&table, "by assumptions");
  }
  for (size_t k = 0; k < request->count; k++) {
    add_row(request, &table, &request->rows[k]);
    if (request->rows[k].answer.runs < finished) finished = request->rows[k].answer.runs;
  }
  struct text head = {0};
  text_add(&head, "%u replications of each scenario", request->results->replications);
  if (finished < request->results->replications) {
    text_add(&head, ", of which %zu finished at least; the others are left out", finished);
  }
  if (drawn) {
    text_add(&head, ", of %u sets of assumptions, the central one left out",
             results_sets(request->results));
  }
  struct text infeasible = {0};
  cli_add_infeasible(&infeasible, request->results);
  if (infeasible.length) text_add(&head, "; %s", infeasible.bytes);
  text_free(&infeasible);
  cli_say(&out, "%s\n\n", head.bytes ? head.bytes : "");
  out.failed |= head.failed;
  text_free(&head);
  cli_table_print(&table, &out);
  cli_table_free(&table);
  text_add(&out, "%s", differences->bytes ? differences->bytes : "");
  out.failed |= differences->failed;
  cli_say(
      &out,
      "\nThe likeliest first, and of those the nearest. probability: share of replications that "
      "meet it in its month, with %s; shortfall: median [10 %%, 90 %%] of "
      "replications, 0 where the target is met; ever: share that meets it in some month, be it "
      "lost again; month reached: the first such month of 10 / 50 / 90 %% of replications, 'never' "
      "where they have none. What differed is told where %d runs and more reached it, and as many "
      "did not\n",
      drawn ? "chance's interval; by assumptions: where the probability of a set of them lies, "
              "chance taken out; -: what assumptions do to it cannot be told from chance"
            : "Wilson's interval",
      RUNS_LEAST);
  const enum status status = cli_print(&out, error);
  text_free(&out);
  return status;
}

static enum status answer_all(struct request *request, const struct ensemble *ensemble,
                              struct text *differences, struct error *error) {
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    struct target_question *questions = calloc(scenario->targets_count + 1, sizeof *questions);
    if (!questions) return error_memory(error, "targets", scenario->targets_count);
    size_t count;
    enum status status = ask(request, scenario, questions, &count, error);
    if (status == STATUS_OK && count > 0) {
      status = answer_scenario(request, s, questions, count, differences, error);
    }
    free(questions);
    TRY(status);
  }
  if (request->count > 0) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "no scenario of %s has targets: ask for one, as in --indicator device_sales "
                   "--at-least '10 bn CNY' --at 2032-12",
                   ensemble->folder);
}

static enum status answer(struct request *request, const struct ensemble *ensemble,
                          struct error *error) {
  struct text differences = {0};
  enum status status = answer_all(request, ensemble, &differences, error);
  if (status == STATUS_OK && request->cli->json) {
    status = print_json(request, error);
  } else if (status == STATUS_OK) {
    qsort(request->rows, request->count, sizeof *request->rows, compare_rows);
    status = cli_sheet_is_wanted(request->cli) ? write_sheet(request, error)
                                               : print_table(request, &differences, error);
  }
  text_free(&differences);
  return status;
}

/* Room for what the scenarios' targets come to: each alone, all together, and one of the command
 * line's. */
static enum status make_room(struct request *request, const struct ensemble *ensemble,
                             struct error *error) {
  size_t rows = 0;
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    rows += ensemble->scenarios[s].targets_count + 2;
  }
  request->rows = calloc(rows, sizeof *request->rows);
  request->met = calloc(2 * (size_t)request->results->replications + 1, sizeof(double));
  if (!request->rows || !request->met) return error_memory(error, "targets", rows);
  request->joint = request->met + request->results->replications;
  return STATUS_OK;
}

enum status target_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct results results;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = cli_results_apart(cli, &results, error);
  if (status == STATUS_OK) {
    struct request request = {.cli = cli, .results = &results};
    status = cli_check_same(&ensemble, &results, error);
    if (status == STATUS_OK) status = make_room(&request, &ensemble, error);
    if (status == STATUS_OK) status = answer(&request, &ensemble, error);
    free(request.rows);
    free(request.met);
    results_close(&results);
  }
  ensemble_free(&ensemble);
  return status;
}
