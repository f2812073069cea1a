#include "report.h"

#include <math.h>
#include <stdio.h>

#define CELL ECONOMICS_CELL

static double percent(const struct report *report) { return 100 * report->cli->level; }

/* Whose gain it is, once others' losses are off. */
static void say_net(const struct report *report, uint32_t s) {
  const struct net *net = &report->economics->nets[s];
  char cells[NET_MEASURES][CELL], lead_sales[CELL], lead_jobs[CELL];
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    const struct estimate gain = economics_gain(&net->found[NET_NATION][measure]);
    economics_mean(&gain, 1, cells[measure]);
  }
  report_say(report, "p", REPORT_net, cells[NET_SALES], cells[NET_JOBS], cells[NET_VALUE_ADDED],
             percent(report));
  const struct comparison *lead = &net->found[NET_LEAD][NET_SALES];
  if (!(fabs(lead->difference) > 0)) return;
  const struct estimate sales = economics_gain(lead);
  const struct estimate jobs = economics_gain(&net->found[NET_LEAD][NET_JOBS]);
  report_say(report, "p", REPORT_net_lead, economics_mean(&sales, 1, lead_sales),
             economics_mean(&jobs, 1, lead_jobs));
}

static void say_cost(const struct report *report, uint32_t s) {
  const struct cost *cost = &report->economics->costs[s];
  char cells[COST_KINDS][CELL], spent[CELL], cap[CLI_NUMBER];
  if (!(fabs(cost->spent.mean) > 1e-9)) return;
  report_say(report, "p", REPORT_costs, economics_mean(&cost->spent, 1, spent));
  if (isnan(cost->per[COST_GROSS][COST_PER_JOB].interval.low)) {
    report_say(report, "p", REPORT_costs_no_job);
  } else {
    for (int kind = 0; kind < COST_KINDS; kind++) {
      economics_ratio(&cost->per[kind][COST_PER_JOB], 1, cells[kind]);
    }
    report_say(report, "p", REPORT_costs_job, cells[COST_GROSS], cells[COST_RESIDUAL],
               cells[COST_NET], 100 * report->cli->discount, percent(report));
  }
  if (!economics_has_budget(report->economics)) return;
  report_say(report, "p", cost->breaks ? REPORT_breaks : REPORT_keeps,
             cli_number(report->cli->budget, cap), 100 * cost->above);
}

void report_say_economics(const struct report *report, uint32_t s) {
  say_net(report, s);
  say_cost(report, s);
}

void report_say_undominated(const struct report *report) {
  const struct results *results = report->results;
  struct text names = {0};
  if (results->scenarios < 3) return;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == report->base || report->economics->paretos[s].by != s) continue;
    text_add(&names, "%s%s", names.length ? ", " : "", results->scenario_names[s]);
  }
  if (names.length) report_say(report, "p", REPORT_undominated, names.bytes);
  text_free(&names);
}

static void head(struct report_table *table, const struct report *report, enum report_text text) {
  report_table_head(table, report_text(report, text));
}

static void phrase(struct report_table *table, const struct report *report, const char *english) {
  report_table_cell(table, report_phrase(report, english));
}

static void add_net(const struct report *report, uint32_t s) {
  struct report_table table;
  char caption[SCENARIO_LAYERED + 128], cell[CELL];
  snprintf(caption, sizeof caption, report_text(report, REPORT_whose),
           report->results->scenario_names[s], percent(report));
  report_table_begin(&table, report, 4, 1, caption);
  head(&table, report, REPORT_whose_gain);
  head(&table, report, REPORT_gain_sales);
  head(&table, report, REPORT_gain_jobs);
  head(&table, report, REPORT_gain_added);
  for (int part = 0; part < NET_PARTS; part++) {
    phrase(&table, report, net_parts[part]);
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      const struct estimate gain = economics_gain(&report->economics->nets[s].found[part][measure]);
      report_table_cell(&table, economics_mean(&gain, 1, cell));
    }
  }
  report_table_end(&table);
}

static void add_items(const struct report *report, uint32_t s) {
  const struct cost *cost = &report->economics->costs[s];
  struct report_table table;
  char caption[SCENARIO_LAYERED + 128], cell[CELL];
  snprintf(caption, sizeof caption, report_text(report, REPORT_public_money),
           report->results->scenario_names[s], 100 * report->cli->discount);
  report_table_begin(&table, report, 2, 1, caption);
  head(&table, report, REPORT_money_item);
  head(&table, report, REPORT_money);
  for (int item = 0; item < COST_ITEMS; item++) {
    phrase(&table, report, cost_items[item]);
    report_table_cell(&table, economics_mean(&cost->items[item], 1, cell));
  }
  report_table_end(&table);
}

static void add_ratios(const struct report *report, uint32_t s) {
  const struct cost *cost = &report->economics->costs[s];
  struct report_table table;
  char caption[SCENARIO_LAYERED + 128], cell[CELL];
  snprintf(caption, sizeof caption, report_text(report, REPORT_job_costs),
           report->results->scenario_names[s], report->cli->public_funds);
  report_table_begin(&table, report, 1 + COST_PERS, 1, caption);
  head(&table, report, REPORT_definition);
  head(&table, report, REPORT_per_job);
  head(&table, report, REPORT_per_net_job);
  head(&table, report, REPORT_per_added);
  for (int kind = 0; kind < COST_KINDS; kind++) {
    phrase(&table, report, cost_kinds[kind]);
    for (int per = 0; per < COST_PERS; per++) {
      report_table_cell(&table, economics_ratio(&cost->per[kind][per], 1, cell));
    }
  }
  report_table_end(&table);
}

/* Who is first by which criterion; a star marks programmes that are dominated. */
static void add_pareto(const struct report *report) {
  const struct economics *economics = report->economics;
  struct report_table table;
  size_t shown = 0;
  for (uint32_t s = 0; s < report->results->scenarios; s++) shown += report->shown[s];
  if (shown < 2) return;
  report_table_begin(&table, report, 1 + PARETO_CRITERIA, 1, report_text(report, REPORT_first_by));
  head(&table, report, REPORT_scenario);
  for (int c = 0; c < PARETO_CRITERIA; c++) {
    report_table_head(&table, report_phrase(report, pareto_criteria[c]));
  }
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    char cell[SCENARIO_LAYERED + 8], number[CLI_NUMBER];
    if (!report->shown[s]) continue;
    snprintf(cell, sizeof cell, "%s%s", report->results->scenario_names[s],
             economics->paretos[s].by == s ? "" : " *");
    report_table_cell(&table, cell);
    for (int c = 0; c < PARETO_CRITERIA; c++) {
      const struct pareto *pareto = &economics->paretos[s];
      snprintf(cell, sizeof cell, "%s (%.0f %%)", cli_number(pareto->values[c], number),
               100 * pareto->first[c]);
      report_table_cell(&table, isnan(pareto->first[c]) ? "-" : cell);
    }
  }
  report_table_end(&table);
}

static void add_published(const struct report *report) {
  static const enum report_text heads[] = {
      REPORT_published_of,   REPORT_published_says, REPORT_source, REPORT_published_grade,
      REPORT_published_year, REPORT_published_cost, REPORT_money};
  struct report_table table;
  report_table_begin(&table, report, 7, 4, report_text(report, REPORT_published));
  for (size_t k = 0; k < sizeof heads / sizeof heads[0]; k++) head(&table, report, heads[k]);
  for (size_t k = 0; k < cost_published_count; k++) {
    const struct cost_published *p = &cost_published[k];
    char cell[96];
    phrase(&table, report, p->name);
    phrase(&table, report, p->definition);
    report_table_cell(&table, p->source);
    report_table_cell(&table, p->grade);
    snprintf(cell, sizeof cell, "%d", p->year);
    report_table_cell(&table, cell);
    const bool range = p->low < p->high;
    if (range) snprintf(cell, sizeof cell, "%g-%g k %s", p->low, p->high, p->currency);
    else snprintf(cell, sizeof cell, "%g k %s", p->high, p->currency);
    report_table_cell(&table, cell);
    if (range)
      snprintf(cell, sizeof cell, "%.2f-%.2f", p->low * p->cny / 1e3, p->high * p->cny / 1e3);
    else snprintf(cell, sizeof cell, "%.2f", p->high * p->cny / 1e3);
    report_table_cell(&table, cell);
  }
  report_table_end(&table);
}

void report_money(const struct report *report) {
  if (report->results->scenarios < 2) return;
  report_begin(report, "money", REPORT_money_heading);
  bool any = false;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    if (!report->shown[s]) continue;
    add_net(report, s);
    if (!(fabs(report->economics->costs[s].spent.mean) > 1e-9)) continue;
    add_items(report, s);
    add_ratios(report, s);
    any = true;
  }
  add_pareto(report);
  report_say(report, "p", REPORT_how_money, 100 * COST_DISCOUNT, PROGRAMMES_PLANT_LIFE / 12);
  if (any) add_published(report);
  report_end(report);
}
