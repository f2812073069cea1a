#include "report.h"

#include "bellwether/base/date.h"
#include "bellwether/study/factorial.h"
#include "bellwether/study/incidence.h"
#include "bellwether/study/target.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NUMBER CLI_NUMBER

static double percent(const struct report *report) { return 100 * report->cli->level; }

/* One of three sentences: the interval lies above 0, below it, or on both sides. */
static enum report_text choose(double low, double high, enum report_text above,
                               enum report_text below, enum report_text neither) {
  return low > 0 ? above : high < 0 ? below : neither;
}

static enum status say_gain(const struct report *report, uint32_t s, struct error *error) {
  char words[REPORT_WORDS];
  struct comparison c;
  char date[DATE_TEXT], size[NUMBER], low[NUMBER], high[NUMBER], base[NUMBER];
  TRY(compare_scenarios(report->results, report->indicator, report->place, report->month,
                        report->base, s, report->cli->level, &c, error));
  const bool falls = c.high < 0;
  const enum report_text text = choose(c.low, c.high, REPORT_raises, REPORT_lowers,
                                       REPORT_no_effect);
  cli_number(falls ? -c.difference : c.difference, size);
  cli_number(falls ? -c.high : c.low, low);
  cli_number(falls ? -c.low : c.high, high);
  report_say(report, "p", text, report->results->scenario_names[s],
             report_indicator(report, report->indicator, words),
             report->results->place_names[report->place], report_month(report, date), size,
             report_unit(report, report->indicator), percent(report), low, high);
  if (text != REPORT_no_effect && fabs(c.base) > 0) {
    report_say(report, "p", REPORT_of_base, 100 * c.difference / c.base, cli_number(c.base, base),
               report_unit(report, report->indicator),
               report->results->scenario_names[report->base]);
  }
  return STATUS_OK;
}

/* At whose expense. */
static enum status say_rivals(const struct report *report, uint32_t s, struct error *error) {
  const struct results *results = report->results;
  const uint32_t rivals = results_find_place(results, "rivals");
  struct comparison c;
  char size[NUMBER], low[NUMBER], high[NUMBER];
  if (rivals == results->places || rivals == report->place) return STATUS_OK;
  TRY(compare_scenarios(results, INDICATOR_device_sales, rivals, report->month, report->base, s,
                        report->cli->level, &c, error));
  const bool falls = c.high < 0;
  report_say(report, "p",
             choose(c.low, c.high, REPORT_rivals_gain, REPORT_rivals_lose, REPORT_rivals_none),
             cli_number(falls ? -c.difference : c.difference, size),
             report_unit(report, INDICATOR_device_sales), percent(report),
             cli_number(falls ? -c.high : c.low, low), cli_number(falls ? -c.low : c.high, high));
  return STATUS_OK;
}

static void say_group(const struct report *report, const char *where,
                      const struct incidence_row *row) {
  char base[NUMBER];
  const struct estimate *e = &row->difference;
  if (row->towns == 0 || !(row->base > 0) || isnan(e->low)) return;
  report_say(report, "li", REPORT_towns_group, where, row->towns, cli_number(row->base, base),
             100 * e->mean / row->base, percent(report), 100 * e->low / row->base,
             100 * e->high / row->base);
}

/* Which towns lose, by how far they are from those that adopt; where some adopt and others do not.
 */
static enum status say_towns(const struct report *report, uint32_t s, struct error *error) {
  struct results_towns towns;
  struct incidence found;
  char near[128], middle[128], date[DATE_TEXT];
  if (report->month + 1 != report->results->months) return STATUS_OK; /* towns are kept by year */
  enum status status = results_list_towns(report->results, &towns, error);
  if (status == STATUS_USAGE) return STATUS_OK; /* the scenarios' towns differ */
  TRY(status);
  status = incidence_compare(report->results, &towns, report->base, s, report->cli->level, &found,
                             error);
  results_free_towns(&towns);
  TRY(status);
  const struct incidence_row *groups = found.groups;
  const uint32_t others = found.all.towns - groups[INCIDENCE_ADOPTERS].towns;
  const uint32_t losers = found.all.losers - groups[INCIDENCE_ADOPTERS].losers;
  const bool sell = found.all.base > groups[INCIDENCE_ADOPTERS].base;
  if (groups[INCIDENCE_ADOPTERS].towns > 0 && others > 0 && sell && found.replications > 1) {
    snprintf(near, sizeof near, report_text(report, REPORT_towns_near), INCIDENCE_NEAR_KM);
    snprintf(middle, sizeof middle, report_text(report, REPORT_towns_middle), INCIDENCE_NEAR_KM,
             INCIDENCE_FAR_KM);
    report_say(report, "p", REPORT_towns_lose, others, losers, report_month(report, date));
    text_add(report->out, "<ul>\n");
    say_group(report, near, &groups[INCIDENCE_NEAR]);
    say_group(report, middle, &groups[INCIDENCE_MIDDLE]);
    say_group(report, report_text(report, REPORT_towns_far), &groups[INCIDENCE_FAR]);
    text_add(report->out, "</ul>\n");
  }
  incidence_free(&found);
  return STATUS_OK;
}

static enum status say_target(const struct report *report, uint32_t s, const struct target *target,
                              double *met, struct error *error) {
  char words[REPORT_WORDS];
  struct target_question question;
  struct target_answer answer;
  char condition[96], low[NUMBER], high[NUMBER], date[DATE_TEXT];
  const struct scenario *scenario = &report->ensemble->scenarios[s];
  TRY(target_ask(scenario, target, report->results, &question, error));
  TRY(target_answer(report->results, s, &question, report->cli->level, met, &answer, error));
  if (answer.runs == 0) return STATUS_OK; /* that runs failed is said below */
  cli_number(question.at_least, low);
  cli_number(question.at_most, high);
  snprintf(condition, sizeof condition, "%s%s%s%s %s", isfinite(question.at_least) ? ">= " : "",
           isfinite(question.at_least) ? low : "", isfinite(question.at_most) ? " <= " : "",
           isfinite(question.at_most) ? high : "", report_unit(report, question.indicator));
  const char *town = report->results->place_names[question.place];
  report_say(report, "p", REPORT_reached, scenario->name, question.name,
             report_indicator(report, question.indicator, words), town, condition,
             date_format(report->results->start + (int32_t)question.month, date), answer.reached,
             answer.runs, (double)answer.reached / (double)answer.runs, percent(report),
             answer.probability.low, answer.probability.high);
  if (answer.shortfall.p50 > 0) {
    report_say(report, "p", REPORT_missed, town, cli_number(answer.shortfall.p50, low),
               report_unit(report, question.indicator));
  }
  return STATUS_OK;
}

static enum status say_targets(const struct report *report, struct error *error) {
  double *met = calloc((size_t)report->results->replications + 1, sizeof *met);
  if (!met) return error_memory(error, "targets", report->results->replications);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < report->ensemble->scenarios_count && status == STATUS_OK; s++) {
    const struct scenario *scenario = &report->ensemble->scenarios[s];
    for (uint32_t t = 0; t < scenario->targets_count && status == STATUS_OK; t++) {
      status = say_target(report, s, &scenario->targets[t], met, error);
    }
  }
  free(met);
  return status;
}

static void effect_cell(struct report_table *table, const struct estimate *e) {
  char cell[3 * NUMBER + 8], mean[NUMBER], low[NUMBER], high[NUMBER];
  if (isnan(e->low)) snprintf(cell, sizeof cell, "%s", cli_number(e->mean, mean));
  else
    snprintf(cell, sizeof cell, "%s [%s, %s]", cli_number(e->mean, mean), cli_number(e->low, low),
             cli_number(e->high, high));
  report_table_cell(table, cell);
}

/* Whether programmes superpose, where the folder holds a design. */
static enum status say_design(const struct report *report, struct error *error) {
  struct factorial design;
  struct factorial_effects effects;
  char all[NUMBER], excess[NUMBER], low[NUMBER], high[NUMBER];
  TRY(factorial_find(report->results, &design, error));
  TRY(factorial_analyse(report->results, &design, report->indicator, report->place, report->month,
                        report->cli->level, &effects, error));
  if (!isnan(effects.excess.low)) {
    report_say(report, "p",
               choose(effects.excess.low, effects.excess.high, REPORT_amplify, REPORT_crowd_out,
                      REPORT_add_up),
               design.k, cli_number(effects.all.mean, all), report_unit(report, report->indicator),
               cli_number(effects.excess.mean, excess), percent(report),
               cli_number(effects.excess.low, low), cli_number(effects.excess.high, high));
  }
  static const enum report_text heads[] = {REPORT_factor, REPORT_alone, REPORT_main, REPORT_last,
                                           REPORT_shapley};
  struct report_table table;
  report_table_begin(&table, report, 5, 1, report_text(report, REPORT_design));
  for (int k = 0; k < 5; k++) report_table_head(&table, report_text(report, heads[k]));
  for (size_t a = 0; a < design.k; a++) {
    report_table_cell(&table, design.names[a] + (design.names[a][0] == '~'));
    effect_cell(&table, &effects.alone[a]);
    effect_cell(&table, &effects.main[a]);
    effect_cell(&table, &effects.last[a]);
    effect_cell(&table, &effects.shapley[a]);
  }
  report_table_end(&table);
  return STATUS_OK;
}

/* One scenario alone: what it comes to. */
static enum status say_alone(const struct report *report, struct error *error) {
  char words[REPORT_WORDS];
  const struct results *results = report->results;
  const size_t cells = (size_t)results->replications * results->months;
  double *values = calloc(cells, sizeof *values);
  char date[DATE_TEXT], mean[NUMBER], low[NUMBER], high[NUMBER];
  if (!values) return error_memory(error, "values", cells * sizeof *values);
  const enum status status = results_read(results, report->indicator, report->base, report->place,
                                          values, error);
  const struct estimate e = statistics_mean(values + report->month, results->months,
                                            results->replications, report->cli->level);
  free(values);
  TRY(status);
  report_say(report, "p", REPORT_one_scenario, results->scenario_names[report->base],
             report_indicator(report, report->indicator, words),
             results->place_names[report->place], report_month(report, date),
             cli_number(e.mean, mean), report_unit(report, report->indicator), percent(report),
             cli_number(e.low, low), cli_number(e.high, high));
  return STATUS_OK;
}

/* Runs that failed are left out of all numbers: that is said. */
static enum status say_failures(const struct report *report, struct error *error) {
  const struct results *results = report->results;
  const size_t cells = (size_t)results->replications * results->months;
  double *values = calloc(cells, sizeof *values);
  if (!values) return error_memory(error, "values", cells * sizeof *values);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    uint32_t failed = 0;
    status = results_read(results, report->indicator, s, report->place, values, error);
    for (size_t i = report->month; i < cells; i += results->months)
      failed += isnan(values[i]) ? 1 : 0;
    if (status != STATUS_OK || failed == 0) continue;
    report_say(report, "p", REPORT_failed, results->scenario_names[s], failed,
               results->replications);
  }
  free(values);
  return status;
}

enum status report_findings(const struct report *report, struct error *error) {
  report_begin(report, "findings", REPORT_findings);
  if (report->results->scenarios == 1) TRY(say_alone(report, error));
  if (report->is_design) TRY(say_design(report, error));
  text_add(report->out, "<ul>\n");
  for (uint32_t s = 0; s < report->results->scenarios && !report->is_design; s++) {
    if (s == report->base) continue;
    text_add(report->out, "<li>\n");
    TRY(say_gain(report, s, error));
    TRY(say_rivals(report, s, error));
    TRY(say_towns(report, s, error));
    report_say_economics(report, s);
    text_add(report->out, "</li>\n");
  }
  text_add(report->out, "</ul>\n");
  if (!report->is_design) report_say_undominated(report);
  TRY(say_targets(report, error));
  TRY(say_failures(report, error));
  report_end(report);
  return STATUS_OK;
}

/* Where a row of the comparison looks. */
struct row {
  enum indicator indicator;
  uint32_t place;
  struct comparison found;
};

static void add_row(const struct report *report, struct report_table *table,
                    const struct row *row) {
  char words[REPORT_WORDS];
  const struct comparison *c = &row->found;
  char cell[160], low[NUMBER], high[NUMBER], number[NUMBER];
  report_indicator(report, row->indicator, words);
  if (row->place == report->place) report_table_cell(table, words);
  else {
    const bool all = row->place == report->results->places;
    snprintf(cell, sizeof cell, report_text(report, all ? REPORT_all_towns_row : REPORT_rivals_row),
             words);
    report_table_cell(table, cell);
  }
  report_table_cell(table, report_unit(report, row->indicator));
  report_table_cell(table, cli_number(c->base, number));
  report_table_cell(table, cli_number(c->other, number));
  report_table_cell(table, cli_number(c->difference, number));
  snprintf(cell, sizeof cell, "[%s, %s]", cli_number(c->low, low), cli_number(c->high, high));
  report_table_cell(table, cell);
  snprintf(cell, sizeof cell, c->p < 0.001 ? "<0.001" : "%.3f", c->p);
  report_table_cell(table, isnan(c->p) ? "-" : cell);
  snprintf(cell, sizeof cell, "%.3f", c->superiority);
  report_table_cell(table, isnan(c->superiority) ? "-" : cell);
}

/* The rows of one scenario. */
static enum status compare_one(const struct report *report, uint32_t s, uint32_t rivals,
                               struct row *rows, size_t count, struct error *error) {
  for (size_t k = 0; k < count; k++) {
    rows[k].indicator = k < CLI_COMPARED ? cli_compared[k] : INDICATOR_device_sales;
    rows[k].place = k < CLI_COMPARED    ? report->place
                    : k == CLI_COMPARED ? rivals
                                        : report->results->places;
    TRY(compare_scenarios(report->results, rows[k].indicator, rows[k].place, report->month,
                          report->base, s, report->cli->level, &rows[k].found, error));
  }
  return STATUS_OK;
}

static void add_table(const struct report *report, uint32_t s, const struct row *rows,
                      size_t count) {
  static const enum report_text heads[] = {REPORT_indicator, REPORT_unit,       REPORT_base,
                                           REPORT_scenario,  REPORT_difference, REPORT_interval,
                                           REPORT_p_holm,    REPORT_superiority};
  char caption[2 * SCENARIO_LAYERED + 256], date[DATE_TEXT], head[64];
  const struct results *results = report->results;
  snprintf(caption, sizeof caption, report_text(report, REPORT_against), results->scenario_names[s],
           results->scenario_names[report->base], results->place_names[report->place],
           report_month(report, date));
  struct report_table table;
  report_table_begin(&table, report, 8, 2, caption);
  for (int k = 0; k < 8; k++) {
    snprintf(head, sizeof head, report_text(report, heads[k]), percent(report));
    report_table_head(&table, head);
  }
  for (size_t k = 0; k < count; k++) add_row(report, &table, &rows[k]);
  report_table_end(&table);
}

enum status report_comparison(const struct report *report, struct error *error) {
  const struct results *results = report->results;
  const uint32_t rivals = results_find_place(results, "rivals");
  const bool both = rivals < results->places && rivals != report->place;
  const size_t count = both ? CLI_COMPARED + 2 : CLI_COMPARED;
  if (results->scenarios < 2) return STATUS_OK;
  struct row *rows = calloc(results->scenarios * count, sizeof *rows);
  if (!rows) return error_memory(error, "comparisons", results->scenarios * count);
  enum status status = STATUS_OK;
  size_t all = 0;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (!report->shown[s]) continue;
    status = compare_one(report, s, rivals, rows + all, count, error);
    all += count;
  }
  if (status == STATUS_OK) status = compare_adjust(&rows[0].found, sizeof *rows, all, error);
  report_begin(report, "comparison", REPORT_comparison);
  for (uint32_t s = 0, at = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (report->shown[s]) add_table(report, s, rows + count * at++, count);
  }
  report_say(report, "p", REPORT_how_compared);
  report_end(report);
  free(rows);
  return status;
}
