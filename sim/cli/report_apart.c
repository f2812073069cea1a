/* report_apart.c - figures over sets of assumptions: in sentences, and in tables with both
 * intervals.
 */
#include "report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NUMBER CLI_NUMBER

static double percent(const struct report *report) { return 100 * report->cli->level; }

/* A share of sets as how many they are. */
static double sets_of(double share, const struct assumed *assumed) {
  return share * (double)assumed->effects.draws;
}

static char *bound(double value, double factor, char *out) {
  if (isinf(value)) snprintf(out, NUMBER, "∞");
  else cli_number(value * factor, out);
  return out;
}

void report_say_sets(const struct report *report, const struct assumed *assumed,
                     const struct cli_unit *unit, bool ranked) {
  const struct effects *e = &assumed->effects;
  char low[NUMBER], high[REPORT_AMOUNT];
  if (!assumed->told) return; /* that sets are too few is said above */
  if (!assumed_is_told(assumed)) {
    report_say(report, "p", REPORT_sets_hidden);
    return;
  }
  cli_number(e->assumption_interval.low * unit->factor, low);
  report_amount(e->assumption_interval.high, unit, high);
  const double sign = sets_of(e->sign_share, assumed);
  if (ranked) {
    report_say(report, "p", e->mean < 0 ? REPORT_sets_negative_first : REPORT_sets_positive_first,
               sign, e->draws, sets_of(assumed->first, assumed), low, high);
  } else {
    report_say(report, "p", e->mean < 0 ? REPORT_sets_negative : REPORT_sets_positive, sign,
               e->draws, low, high);
  }
}

/* Whether an interval has a width that can be seen. */
static bool is_wide(const struct interval *i, double mean) {
  return i->high - i->low > 1e-4 * fabs(mean);
}

char *report_apart(const struct report *report, const struct assumed *assumed,
                   const struct cli_unit *unit, char *out) {
  const struct effects *e = &assumed->effects;
  char mean[NUMBER], chance[CLI_APART_CELL] = "", low[NUMBER], high[NUMBER];
  cli_number(e->mean * unit->factor, mean);
  if (is_wide(&e->chance_interval, e->mean)) cli_apart_chance(assumed, unit->factor, chance);
  int used = snprintf(out, REPORT_APART, "%s%s%s%s%s", mean, chance[0] ? " " : "", chance,
                      unit->name[0] ? " " : "", unit->name);
  const struct interval *sets = &e->assumption_interval;
  if (!assumed_is_told(assumed) || !is_wide(sets, e->mean) || used < 0) return out;
  snprintf(out + used, REPORT_APART - (size_t)used, report_text(report, REPORT_over_sets),
           bound(sets->low, unit->factor, low), bound(sets->high, unit->factor, high));
  return out;
}

void report_apart_begin(struct report_table *table, const struct report *report,
                        const char *caption, size_t more, const char *head) {
  static const enum report_text heads[] = {REPORT_mean,          REPORT_chance,   REPORT_over,
                                           REPORT_assumed_share, REPORT_its_sign, REPORT_first_in};
  char cell[96];
  report_table_begin(table, report, 2 + CLI_APART_COLUMNS + more, 1, caption);
  report_table_head(table, head);
  for (size_t k = 0; k < sizeof heads / sizeof heads[0]; k++) {
    snprintf(cell, sizeof cell, report_text(report, heads[k]), percent(report));
    report_table_head(table, cell);
  }
}

void report_apart_row(struct report_table *table, const char *name, const struct assumed *assumed,
                      double factor) {
  const struct effects *e = &assumed->effects;
  const bool told = assumed_is_told(assumed), none = !assumed->told || isnan(e->mean);
  char cell[CLI_APART_CELL];
  report_table_cell(table, name);
  report_table_cell(table, none ? "-" : cli_number(e->mean * factor, cell));
  report_table_cell(table, cli_apart_chance(assumed, factor, cell));
  report_table_cell(table, cli_apart_range(assumed, factor, cell));
  report_table_cell(table, cli_apart_share(assumed->told ? e->share : NAN, cell));
  report_table_cell(table, cli_apart_share(told ? e->sign_share : NAN, cell));
  report_table_cell(table, cli_apart_first(assumed, cell));
}

/* Begins a table whose caption is a text on a scenario and a number. */
static void begin(struct report_table *table, const struct report *report, enum report_text text,
                  uint32_t s, double number, const char *head) {
  struct text caption = {0};
  text_add(&caption, report_text(report, text), report->titles[s], number);
  report_apart_begin(table, report, caption.bytes ? caption.bytes : "", 0, head);
  report->out->failed |= caption.failed;
  text_free(&caption);
}

/* Gains of some parts, under a caption. */
static void add_gains(const struct report *report, uint32_t s, enum report_text caption,
                      enum report_text first, const enum net_part *parts, int count) {
  static const enum report_text heads[NET_MEASURES] = {REPORT_gain_sales, REPORT_gain_jobs,
                                                       REPORT_gain_added};
  const struct assumed_money *money = &report->economics->assumed[s];
  struct report_table table;
  begin(&table, report, caption, s, 0, report_text(report, first));
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    const struct cli_unit unit = economics_unit_of_gain(&report->economics->nets[s], measure,
                                                        report->chinese);
    char of[96], name[256];
    snprintf(of, sizeof of, report_text(report, heads[measure]), unit.name);
    for (int k = 0; k < count; k++) {
      snprintf(name, sizeof name, "%s: %s", of, report_phrase(report, net_parts[parts[k]]));
      report_apart_row(&table, name, &money->gains[parts[k]][measure], unit.factor);
    }
  }
  report_table_end(&table);
}

static void add_items(const struct report *report, uint32_t s) {
  const struct assumed_money *money = &report->economics->assumed[s];
  const struct cli_unit unit = economics_unit_of_cost(&report->economics->costs[s],
                                                      report->chinese);
  struct report_table table;
  char head[160];
  snprintf(head, sizeof head, "%s [%s]", report_text(report, REPORT_money_item), unit.name);
  begin(&table, report, REPORT_public_money, s, 100 * report->cli->discount, head);
  for (int item = 0; item < COST_ITEMS; item++) {
    report_apart_row(&table, report_phrase(report, cost_items[item]), &money->items[item],
                     unit.factor);
  }
  report_apart_row(&table, report_phrase(report, "against a budget: of all months, not discounted"),
                   &money->spent, unit.factor);
  report_apart_row(&table, report_phrase(report, "beside it: plants that the town builds itself"),
                   &money->built, unit.factor);
  report_table_end(&table);
}

static void add_ratios(const struct report *report, uint32_t s) {
  static const enum report_text heads[COST_PERS] = {REPORT_per_job, REPORT_per_net_job,
                                                    REPORT_per_added};
  const struct assumed_money *money = &report->economics->assumed[s];
  const struct cli_unit unit = report_unit_of_job(report);
  struct report_table table;
  begin(&table, report, REPORT_job_costs, s, report->cli->public_funds,
        report_text(report, REPORT_definition));
  for (int per = 0; per < COST_PERS; per++) {
    char of[96], name[256];
    snprintf(of, sizeof of, report_text(report, heads[per]), unit.name);
    for (int kind = 0; kind < COST_KINDS; kind++) {
      snprintf(name, sizeof name, "%s: %s", of, report_phrase(report, cost_kinds[kind]));
      report_apart_row(&table, name, &money->per[kind][per],
                       per == COST_PER_NET_OUTPUT ? 1 : unit.factor);
    }
  }
  report_table_end(&table);
}

void report_apart_money(const struct report *report, uint32_t s, bool costs) {
  add_gains(report, s, REPORT_whose_sets, REPORT_whose_gain, net_whose, NET_WHOSE);
  add_gains(report, s, REPORT_sources_sets, REPORT_sources_of, net_sources, NET_SOURCES);
  if (!costs) return;
  add_items(report, s);
  add_ratios(report, s);
}

/* Whose gain it is, once others' losses are off. */
static void say_net(const struct report *report, uint32_t s) {
  const struct assumed_money *money = &report->economics->assumed[s];
  const struct assumed *nation = money->gains[NET_NATION];
  const struct assumed *sales = &nation[NET_SALES];
  char cells[NET_MEASURES][REPORT_APART];
  struct cli_unit units[NET_MEASURES];
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    units[measure] = economics_unit_of_gain(&report->economics->nets[s], measure, report->chinese);
    report_apart(report, &nation[measure], &units[measure], cells[measure]);
  }
  report_say(report, "p", REPORT_net_sets, cells[NET_SALES], cells[NET_JOBS],
             cells[NET_VALUE_ADDED], percent(report));
  if (assumed_is_told(sales)) {
    report_say(report, "p", REPORT_net_first, sets_of(sales->positive, sales), sales->effects.draws,
               isnan(sales->first) ? 0 : sets_of(sales->first, sales));
  } else report_say(report, "p", REPORT_net_hidden);
}

static void say_job(const struct report *report, const struct assumed_money *money) {
  const struct assumed *gross = &money->per[COST_GROSS][COST_PER_JOB];
  const struct cli_unit unit = report_unit_of_job(report);
  const struct interval *sets = &gross->effects.assumption_interval;
  char cells[COST_KINDS][ECONOMICS_CELL], low[NUMBER], high[NUMBER];
  if (isnan(gross->effects.chance_interval.low)) report_say(report, "p", REPORT_costs_no_job);
  else {
    for (int kind = 0; kind < COST_KINDS; kind++) {
      economics_apart(&money->per[kind][COST_PER_JOB], unit.factor, cells[kind]);
    }
    report_say(report, "p", REPORT_costs_job, unit.name, cells[COST_GROSS], cells[COST_RESIDUAL],
               cells[COST_NET], 100 * report->cli->discount, percent(report));
  }
  if (!assumed_is_told(&money->gains[NET_TOWN][NET_JOBS])) return;
  if (isinf(sets->low)) {
    report_say(report, "p", REPORT_costs_job_none, gross->effects.draws);
    return;
  }
  report_say(report, "p", REPORT_costs_job_sets, bound(sets->low, unit.factor, low),
             bound(sets->high, unit.factor, high), unit.name,
             isnan(gross->first) ? 0 : sets_of(gross->first, gross), gross->effects.draws,
             gross->none);
}

static void say_cost(const struct report *report, uint32_t s) {
  const struct assumed_money *money = &report->economics->assumed[s];
  const struct cost *cost = &report->economics->costs[s];
  char said[REPORT_APART], cap[REPORT_AMOUNT];
  if (!(fabs(cost->spent.mean) > 1e-9)) return;
  const struct cli_unit unit = economics_unit_of_cost(cost, report->chinese);
  report_say(report, "p", REPORT_costs, report_apart(report, &money->spent, &unit, said));
  if (money->built.effects.chance_interval.low > 0) {
    report_say(report, "p", REPORT_built, report_apart(report, &money->built, &unit, said));
  }
  say_job(report, money);
  if (!economics_has_budget(report->economics)) return;
  const struct cli_unit of_cap = cli_unit("M CNY", report->cli->budget, report->chinese);
  report_say(report, "p", cost->breaks ? REPORT_breaks_sets : REPORT_keeps_sets,
             report_amount(report->cli->budget, &of_cap, cap), 100 * money->above);
}

void report_say_money(const struct report *report, uint32_t s) {
  say_net(report, s);
  say_cost(report, s);
}

/* Whether programmes add up, set by set. */
static void say_excess(const struct report *report, const struct factorial *design,
                       const struct factorial_assumed *assumed, const struct cli_unit *unit) {
  const struct assumed *excess = &assumed->excess;
  const struct effects *e = &excess->effects;
  const double factor = unit->factor;
  char all[REPORT_APART], mean[NUMBER], low[NUMBER], high[NUMBER], from[NUMBER], to[NUMBER];
  if (!excess->told) return;
  report_apart(report, &assumed->all, unit, all);
  cli_number(e->mean * factor, mean);
  cli_number(e->chance_interval.low * factor, low);
  cli_number(e->chance_interval.high * factor, high);
  if (!assumed_is_told(excess)) {
    report_say(report, "p", REPORT_design_hidden, design->k, all, mean, percent(report), low, high);
    return;
  }
  report_say(report, "p", REPORT_design_sets, design->k, all, mean, percent(report), low, high,
             cli_number(e->assumption_interval.low * factor, from),
             cli_number(e->assumption_interval.high * factor, to),
             sets_of(excess->positive, excess), e->draws, sets_of(excess->negative, excess));
}

static const char *factor_name(const struct factorial *design, size_t a) {
  return design->names[a] + (design->names[a][0] == '~');
}

static void add_effects(const struct report *report, const struct factorial *design,
                        const struct factorial_assumed *assumed, const struct cli_unit *unit) {
  static const enum report_text words[] = {REPORT_alone, REPORT_main, REPORT_last, REPORT_shapley};
  struct report_table table;
  char caption[160], name[FACTORIAL_NAME + 128];
  snprintf(caption, sizeof caption, unit->name[0] ? "%s [%s]" : "%s",
           report_text(report, REPORT_design), unit->name);
  report_apart_begin(&table, report, caption, 0, report_text(report, REPORT_factor));
  for (size_t a = 0; a < design->k; a++) {
    const struct assumed *effects[] = {&assumed->alone[a], &assumed->main[a], &assumed->last[a],
                                       &assumed->shapley[a]};
    for (int k = 0; k < 4; k++) {
      if (!effects[k]->told) continue; /* a fraction does not tell all */
      snprintf(name, sizeof name, "%s: %s", factor_name(design, a), report_text(report, words[k]));
      report_apart_row(&table, name, effects[k], unit->factor);
    }
  }
  report_table_end(&table);
}

static void add_pairs(const struct report *report, const struct factorial *design,
                      const struct factorial_assumed *assumed, const struct cli_unit *unit) {
  struct report_table table;
  char caption[160], name[2 * FACTORIAL_NAME + 8], cell[CLI_APART_CELL];
  snprintf(caption, sizeof caption, unit->name[0] ? "%s [%s]" : "%s",
           report_text(report, REPORT_pairs), unit->name);
  report_apart_begin(&table, report, caption, 2, report_text(report, REPORT_factor_pair));
  report_table_head(&table, report_text(report, REPORT_amplify_in));
  report_table_head(&table, report_text(report, REPORT_crowd_out_in));
  for (size_t a = 0; a < design->k; a++) {
    for (size_t b = a + 1; b < design->k; b++) {
      const struct assumed *pair = &assumed->pair[a][b];
      const bool told = assumed_is_told(pair);
      snprintf(name, sizeof name, "%s × %s", factor_name(design, a), factor_name(design, b));
      report_apart_row(&table, name, pair, unit->factor);
      report_table_cell(&table, cli_apart_share(told ? pair->positive : NAN, cell));
      report_table_cell(&table, cli_apart_share(told ? pair->negative : NAN, cell));
    }
  }
  report_table_end(&table);
}

void report_apart_design(const struct report *report, const struct factorial *design,
                         const struct factorial_assumed *assumed, const struct cli_unit *unit) {
  say_excess(report, design, assumed, unit);
  add_effects(report, design, assumed, unit);
  add_pairs(report, design, assumed, unit);
}
