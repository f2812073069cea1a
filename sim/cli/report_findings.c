#include "report.h"

#include "bellwether/base/date.h"
#include "bellwether/study/factorial.h"
#include "bellwether/study/incidence.h"
#include "bellwether/study/target.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER CLI_NUMBER

static double percent(const struct report *report) { return 100 * report->cli->level; }

/* One of three sentences: the interval lies above 0, below it, or on both sides. */
static enum report_text choose(double low, double high, enum report_text above,
                               enum report_text below, enum report_text neither) {
  return low > 0 ? above : high < 0 ? below : neither;
}

/* Puts the mean over sets of assumptions, with chance's interval, in the place of that over all
 * replications. */
static void take_apart(struct comparison *c, const struct assumed *assumed) {
  if (!assumed->told) return;
  c->difference = assumed->effects.mean;
  c->low = assumed->effects.chance_interval.low;
  c->high = assumed->effects.chance_interval.high;
}

static enum status say_gain(const struct report *report, uint32_t s, struct error *error) {
  char words[REPORT_WORDS];
  struct comparison c;
  char date[DATE_TEXT], size[REPORT_AMOUNT], low[NUMBER], high[REPORT_AMOUNT], base[REPORT_AMOUNT];
  TRY(compare_scenarios(report->results, report->indicator, report->place, report->month,
                        report->base, s, report->cli->level, &c, error));
  if (report->gains) take_apart(&c, &report->gains[s]);
  const bool falls = c.high < 0;
  const enum report_text text = choose(c.low, c.high, REPORT_raises, REPORT_lowers,
                                       REPORT_no_effect);
  const struct cli_unit unit = report_unit(report, report->indicator,
                                           fmax(fabs(c.difference), fmax(-c.low, c.high)));
  const struct cli_unit of_base = report_unit(report, report->indicator, c.base);
  const double sign = falls ? -unit.factor : unit.factor;
  report_amount(falls ? -c.difference : c.difference, &unit, size);
  cli_number(sign * (falls ? c.high : c.low), low);
  report_amount(falls ? -c.low : c.high, &unit, high);
  report_say(report, "p", text, report->titles[s],
             report_indicator(report, report->indicator, words),
             report->results->place_names[report->place], report_month(report, date), size,
             percent(report), low, high);
  if (text != REPORT_no_effect && fabs(c.base) > 0) {
    report_say(report, "p", REPORT_of_base, 100 * c.difference / c.base,
               report_amount(c.base, &of_base, base), report->titles[report->base]);
  }
  if (report->gains) {
    report_say_sets(report, &report->gains[s], &unit, report->results->scenarios > 2);
  }
  return STATUS_OK;
}

/* At whose expense. */
static enum status say_rivals(const struct report *report, uint32_t s, struct error *error) {
  const struct results *results = report->results;
  const uint32_t rivals = results_find_place(results, "rivals");
  struct comparison c;
  char size[REPORT_AMOUNT], low[NUMBER], high[REPORT_AMOUNT];
  if (rivals == results->places || rivals == report->place) return STATUS_OK;
  TRY(compare_scenarios(results, INDICATOR_device_sales, rivals, report->month, report->base, s,
                        report->cli->level, &c, error));
  struct assumed assumed = assumed_nothing();
  if (report->gains) {
    TRY(assumed_compare(results, INDICATOR_device_sales, rivals, report->month, report->base, s,
                        report->cli->level, NULL, &assumed, error));
    take_apart(&c, &assumed);
  }
  const bool falls = c.high < 0;
  const struct cli_unit unit = report_unit(report, INDICATOR_device_sales,
                                           fmax(fabs(c.difference), fmax(-c.low, c.high)));
  const double sign = falls ? -unit.factor : unit.factor;
  report_say(report, "p",
             choose(c.low, c.high, REPORT_rivals_gain, REPORT_rivals_lose, REPORT_rivals_none),
             report_amount(falls ? -c.difference : c.difference, &unit, size), percent(report),
             cli_number(sign * (falls ? c.high : c.low), low),
             report_amount(falls ? -c.low : c.high, &unit, high));
  if (report->gains) report_say_sets(report, &assumed, &unit, false);
  return STATUS_OK;
}

static void say_group(const struct report *report, const char *where,
                      const struct incidence_row *row) {
  char base[REPORT_AMOUNT];
  const struct estimate *e = &row->difference;
  const struct cli_unit unit = cli_unit("M CNY", row->base, report->chinese);
  if (row->towns == 0 || !(row->base > 0) || isnan(e->low)) return;
  const double percents = 100 / row->base;
  if (assumed_is_told(&row->assumed)) {
    const struct effects *sets = &row->assumed.effects;
    report_say(report, "li", REPORT_towns_group_sets, where, row->towns,
               report_amount(row->base, &unit, base), percents * sets->mean, percent(report),
               percents * sets->chance_interval.low, percents * sets->chance_interval.high,
               percents * sets->assumption_interval.low, percents * sets->assumption_interval.high);
    return;
  }
  const struct effects *split = &row->assumed.effects;
  const struct interval chance = row->assumed.told ? split->chance_interval
                                                   : (struct interval){e->low, e->high};
  const double mean = row->assumed.told ? split->mean : e->mean;
  report_say(report, "li", REPORT_towns_group, where, row->towns,
             report_amount(row->base, &unit, base), percents * mean, percent(report),
             percents * chance.low, percents * chance.high);
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

/* "at least 800 M CNY", "at most ...", "800 to 900 M CNY". */
static void say_condition(const struct report *report, const struct target_question *question,
                          const struct cli_unit *unit, char *out, size_t bytes) {
  char low[REPORT_AMOUNT], high[REPORT_AMOUNT], bare[NUMBER];
  report_amount(question->at_least, unit, low);
  report_amount(question->at_most, unit, high);
  if (!isfinite(question->at_most)) {
    snprintf(out, bytes, report_text(report, REPORT_at_least), low);
  } else if (!isfinite(question->at_least)) {
    snprintf(out, bytes, report_text(report, REPORT_at_most), high);
  } else {
    snprintf(out, bytes, report_text(report, REPORT_between),
             cli_number(question->at_least * unit->factor, bare), high);
  }
}

static enum status say_target(const struct report *report, uint32_t s, const struct target *target,
                              double *met, struct error *error) {
  char words[REPORT_WORDS];
  struct target_question question;
  struct target_answer answer;
  char condition[320], missed[REPORT_AMOUNT], date[DATE_TEXT];
  const struct scenario *scenario = &report->ensemble->scenarios[s];
  TRY(target_ask(scenario, target, report->results, &question, error));
  TRY(target_answer(report->results, s, &question, report->cli->level, met, &answer, error));
  if (answer.runs == 0) return STATUS_OK; /* that runs failed is said below */
  const double least = isfinite(question.at_least) ? fabs(question.at_least) : 0;
  const double most = isfinite(question.at_most) ? fabs(question.at_most) : 0;
  const struct cli_unit unit = report_unit(report, question.indicator, fmax(least, most));
  say_condition(report, &question, &unit, condition, sizeof condition);
  const char *town = report->results->place_names[question.place];
  struct assumed assumed = assumed_nothing();
  if (report->gains) {
    TRY(assumed_find(report->results, met, report->cli->level, NULL, &assumed, error));
  }
  const struct effects *e = &assumed.effects;
  if (assumed.told) {
    report_say(report, "p", REPORT_reached_sets, report->titles[s], question.name,
               report_indicator(report, question.indicator, words), town, condition,
               date_format(report->results->start + (int32_t)question.month, date), answer.reached,
               answer.runs, e->mean, percent(report), fmax(e->chance_interval.low, 0),
               fmin(e->chance_interval.high, 1));
    if (assumed_is_told(&assumed)) {
      report_say(report, "p", REPORT_reached_range, fmax(e->assumption_interval.low, 0),
                 fmin(e->assumption_interval.high, 1));
    } else report_say(report, "p", REPORT_sets_hidden);
  } else
    report_say(report, "p", REPORT_reached, report->titles[s], question.name,
               report_indicator(report, question.indicator, words), town, condition,
               date_format(report->results->start + (int32_t)question.month, date), answer.reached,
               answer.runs, (double)answer.reached / (double)answer.runs, percent(report),
               answer.probability.low, answer.probability.high);
  if (answer.shortfall.p50 > 0) {
    report_say(report, "p", REPORT_missed, town,
               report_amount(answer.shortfall.p50, &unit, missed));
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

static void effect_cell(struct report_table *table, const struct estimate *e, double factor) {
  char cell[CLI_RANGE];
  report_table_cell(table, cli_range(e->mean, e->low, e->high, factor, cell));
}

/* A design's effects, and whether its programmes add up. */
static void add_design(const struct report *report, const struct factorial *design,
                       const struct factorial_effects *effects, const struct cli_unit *unit) {
  char all[REPORT_AMOUNT], excess[NUMBER], low[NUMBER], high[NUMBER], caption[160];
  const double factor = unit->factor;
  if (!isnan(effects->excess.low)) {
    report_say(report, "p",
               choose(effects->excess.low, effects->excess.high, REPORT_amplify, REPORT_crowd_out,
                      REPORT_add_up),
               design->k, report_amount(effects->all.mean, unit, all),
               cli_number(effects->excess.mean * factor, excess), percent(report),
               cli_number(effects->excess.low * factor, low),
               cli_number(effects->excess.high * factor, high));
  }
  static const enum report_text heads[] = {REPORT_factor, REPORT_alone, REPORT_main, REPORT_last,
                                           REPORT_shapley};
  struct report_table table;
  snprintf(caption, sizeof caption, unit->name[0] ? "%s [%s]" : "%s",
           report_text(report, REPORT_design), unit->name);
  report_table_begin(&table, report, 5, 1, caption);
  for (int k = 0; k < 5; k++) report_table_head(&table, report_text(report, heads[k]));
  for (size_t a = 0; a < design->k; a++) {
    report_table_cell(&table, design->names[a] + (design->names[a][0] == '~'));
    effect_cell(&table, &effects->alone[a], factor);
    effect_cell(&table, &effects->main[a], factor);
    effect_cell(&table, &effects->last[a], factor);
    effect_cell(&table, &effects->shapley[a], factor);
  }
  report_table_end(&table);
}

/* Whether programmes superpose, where the folder holds a design. */
static enum status say_design(const struct report *report, struct error *error) {
  struct factorial design;
  struct factorial_effects effects;
  struct factorial_assumed *assumed = calloc(1, sizeof *assumed);
  if (!assumed) return error_memory(error, "a design", sizeof *assumed);
  enum status status = factorial_find(report->results, &design, error);
  if (status == STATUS_OK) {
    status = factorial_apart(report->results, &design, report->indicator, report->place,
                             report->month, report->cli->level, &effects, assumed, error);
  }
  if (status == STATUS_OK) {
    double largest = isnan(effects.all.mean) ? 0 : fabs(effects.all.mean);
    for (size_t a = 0; a < design.k; a++) largest = fmax(largest, fabs(effects.main[a].mean));
    const struct cli_unit unit = report_unit(report, report->indicator, largest);
    if (assumed->main[0].told) report_apart_design(report, &design, assumed, &unit);
    else add_design(report, &design, &effects, &unit);
  }
  free(assumed);
  return status;
}

/* One scenario alone: what it comes to. */
static enum status say_alone(const struct report *report, struct error *error) {
  char words[REPORT_WORDS];
  const struct results *results = report->results;
  const size_t cells = (size_t)results->replications * results->months;
  double *values = calloc(cells, sizeof *values);
  char date[DATE_TEXT], mean[REPORT_AMOUNT], low[NUMBER], high[NUMBER];
  if (!values) return error_memory(error, "values", cells * sizeof *values);
  const enum status status = results_read(results, report->indicator, report->base, report->place,
                                          values, error);
  struct estimate e = statistics_mean(values + report->month, results->months,
                                      results->replications, report->cli->level);
  free(values);
  TRY(status);
  const struct assumed *assumed = report->gains ? &report->gains[report->base] : NULL;
  if (assumed && assumed->told) {
    const struct effects *sets = &assumed->effects;
    e = (struct estimate){sets->mean, sets->chance_interval.low, sets->chance_interval.high};
  }
  const struct cli_unit unit = report_unit(report, report->indicator, e.mean);
  report_say(report, "p", REPORT_one_scenario, report->titles[report->base],
             report_indicator(report, report->indicator, words),
             results->place_names[report->place], report_month(report, date),
             report_amount(e.mean, &unit, mean), percent(report),
             cli_number(e.low * unit.factor, low), cli_number(e.high * unit.factor, high));
  if (assumed) report_say_sets(report, assumed, &unit, false);
  return STATUS_OK;
}

/* Runs that failed, or whose assumptions allow none, are left out of all numbers: that is said. */
static void say_failures(const struct report *report) {
  const struct results *results = results_whole(report->results);
  for (uint32_t s = 0; s < results->scenarios; s++) {
    const uint32_t failed = results_count(results, s, RESULTS_FAILED);
    const uint32_t infeasible = results_count(results, s, RESULTS_INFEASIBLE);
    const uint32_t all = results->replications;
    if (failed) report_say(report, "p", REPORT_failed, report->titles[s], failed, all);
    if (infeasible) report_say(report, "p", REPORT_infeasible, report->titles[s], infeasible, all);
  }
}

/* That a scenario differs from the base in nothing but cost. */
static enum status say_idle(const struct report *report, uint32_t s, struct error *error) {
  for (size_t k = 0; k < CLI_COMPARED; k++) {
    const enum indicator indicator = cli_compared[k];
    struct comparison c;
    if (indicator == INDICATOR_public_cost || indicator == INDICATOR_public_cost_net) continue;
    TRY(compare_scenarios(report->results, indicator, report->place, report->month, report->base, s,
                          report->cli->level, &c, error));
    if (!(fabs(c.difference) <= 0 && c.sd <= 0)) return STATUS_OK;
  }
  report_say(report, "p", REPORT_idle);
  return STATUS_OK;
}

enum status report_findings(const struct report *report, struct error *error) {
  report_begin(report, "findings", REPORT_findings);
  if (report->results->scenarios == 1) TRY(say_alone(report, error));
  if (report->is_design) TRY(say_design(report, error));
  if (!report->is_design) report_say_ranking(report);
  text_add(report->out, "<ul>\n");
  for (uint32_t s = 0; s < report->results->scenarios && !report->is_design; s++) {
    if (s == report->base) continue;
    text_add(report->out, "<li>\n");
    TRY(say_gain(report, s, error));
    TRY(say_idle(report, s, error));
    TRY(say_rivals(report, s, error));
    TRY(say_towns(report, s, error));
    report_say_economics(report, s);
    text_add(report->out, "</li>\n");
  }
  text_add(report->out, "</ul>\n");
  if (!report->is_design) report_say_undominated(report);
  TRY(say_targets(report, error));
  say_failures(report);
  report_end(report);
  return STATUS_OK;
}

/* Where a row of the comparison looks. */
struct row {
  enum indicator indicator;
  uint32_t place;
  double largest; /* of the values of the same indicator and place, in all scenarios */
  struct comparison found;
  struct assumed assumed; /* of results with sets of assumptions */
  double *shrunken;       /* [draw] */
};

static void add_row(const struct report *report, struct report_table *table,
                    const struct row *row) {
  char words[REPORT_WORDS];
  const struct comparison *c = &row->found;
  char cell[256], low[NUMBER], high[NUMBER], number[NUMBER];
  const struct cli_unit unit = report_unit(report, row->indicator, row->largest);
  const double factor = unit.factor;
  report_indicator(report, row->indicator, words);
  const bool all = row->place == report->results->places;
  snprintf(cell, sizeof cell,
           row->place == report->place
               ? "%s"
               : report_text(report, all ? REPORT_all_towns_row : REPORT_rivals_row),
           words);
  const size_t used = strlen(cell);
  if (unit.name[0]) snprintf(cell + used, sizeof cell - used, " [%s]", unit.name);
  if (report->gains) {
    char base[NUMBER], other[NUMBER];
    report_apart_row(table, cell, &row->assumed, factor);
    report_table_cell(table, cli_number(c->base * factor, base));
    report_table_cell(table, cli_number(c->other * factor, other));
    return;
  }
  report_table_cell(table, cell);
  report_table_cell(table, cli_number(c->difference * factor, number));
  snprintf(cell, sizeof cell, "[%s, %s]", cli_number(c->low * factor, low),
           cli_number(c->high * factor, high));
  report_table_cell(table, cell);
  report_table_cell(table, cli_number(c->base * factor, number));
  report_table_cell(table, cli_number(c->other * factor, number));
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
    if (!report->gains) continue;
    rows[k].shrunken = calloc(report->results->draws, sizeof *rows[k].shrunken);
    if (!rows[k].shrunken) return error_memory(error, "draws", report->results->draws);
    TRY(assumed_compare(report->results, rows[k].indicator, rows[k].place, report->month,
                        report->base, s, report->cli->level, rows[k].shrunken, &rows[k].assumed,
                        error));
  }
  return STATUS_OK;
}

static void add_table(const struct report *report, uint32_t s, const struct row *rows,
                      size_t count) {
  /* What matters first: a telephone shows no more. */
  static const enum report_text heads[] = {REPORT_indicator,  REPORT_difference, REPORT_interval,
                                           REPORT_base,       REPORT_scenario,   REPORT_p_holm,
                                           REPORT_superiority};
  char date[DATE_TEXT], head[64];
  struct text caption = {0};
  text_add(&caption, report_text(report, REPORT_against), report->titles[s],
           report->titles[report->base], report->results->place_names[report->place],
           report_month(report, date));
  struct report_table table;
  if (report->gains) {
    report_apart_begin(&table, report, caption.bytes ? caption.bytes : "", 2,
                       report_text(report, REPORT_indicator));
    report_table_head(&table, report_text(report, REPORT_base));
    report_table_head(&table, report_text(report, REPORT_scenario));
  } else report_table_begin(&table, report, 7, 1, caption.bytes ? caption.bytes : "");
  report->out->failed |= caption.failed;
  text_free(&caption);
  for (int k = 0; k < 7 && !report->gains; k++) {
    snprintf(head, sizeof head, report_text(report, heads[k]), percent(report));
    report_table_head(&table, head);
  }
  for (size_t k = 0; k < count; k++) add_row(report, &table, &rows[k]);
  report_table_end(&table);
}

/* In what share of sets each scenario's row is the largest: rows are those of one scenario after
 * the other. */
static void rank(const struct report *report, struct row *rows, size_t count, size_t all) {
  for (size_t k = 0; k < count; k++) {
    const double *shrunken[ENSEMBLE_SCENARIOS_MOST];
    double shares[ENSEMBLE_SCENARIOS_MOST];
    size_t things = 0;
    for (size_t at = k; at < all; at += count) shrunken[things++] = rows[at].shrunken;
    assumed_first(shrunken, things, report->results->draws, shares);
    for (size_t t = 0; t < things; t++) rows[k + t * count].assumed.first = shares[t];
  }
}

/* One unit an indicator, whatever the scenario. */
static void find_largest(struct row *rows, size_t all) {
  for (size_t k = 0; k < all; k++) {
    for (size_t j = 0; j < all; j++) {
      if (rows[j].indicator != rows[k].indicator || rows[j].place != rows[k].place) continue;
      const double largest = fmax(fabs(rows[j].found.base), fabs(rows[j].found.other));
      rows[k].largest = fmax(rows[k].largest, largest);
    }
  }
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
  if (status == STATUS_OK && report->gains) rank(report, rows, count, all);
  find_largest(rows, all);
  report_begin(report, "comparison", REPORT_comparison);
  for (uint32_t s = 0, at = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (report->shown[s]) add_table(report, s, rows + count * at++, count);
  }
  report_say(report, "p", report->gains ? REPORT_how_apart : REPORT_how_compared);
  report_end(report);
  for (size_t k = 0; k < results->scenarios * count; k++) free(rows[k].shrunken);
  free(rows);
  return status;
}
