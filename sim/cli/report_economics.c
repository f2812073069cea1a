#include "report.h"

#include <math.h>
#include <stdio.h>

#define CELL ECONOMICS_CELL

static double percent(const struct report *report) { return 100 * report->cli->level; }

struct cli_unit report_unit_of_job(const struct report *report) {
  double largest = 0;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    for (int kind = 0; kind < COST_KINDS && s != report->base; kind++) {
      const double value = fabs(report->economics->costs[s].per[kind][COST_PER_JOB].value);
      if (isfinite(value) && value > largest) largest = value;
    }
  }
  return cli_unit("M CNY", largest, report->chinese);
}

/* A mean with half its interval and its unit. */
static const char *gained(const struct comparison *c, const struct cli_unit *unit, char *out) {
  const struct estimate gain = economics_gain(c);
  char number[CELL];
  snprintf(out, CELL + REPORT_AMOUNT, "%s%s%s", economics_mean(&gain, unit->factor, number),
           unit->name[0] ? " " : "", unit->name);
  return out;
}

/* Whose gain it is, once others' losses are off. */
static void say_net(const struct report *report, uint32_t s) {
  const struct net *net = &report->economics->nets[s];
  char cells[NET_MEASURES][CELL + REPORT_AMOUNT];
  struct cli_unit units[NET_MEASURES];
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    units[measure] = economics_unit_of_gain(net, measure, report->chinese);
    gained(&net->found[NET_NATION][measure], &units[measure], cells[measure]);
  }
  report_say(report, "p", REPORT_net, cells[NET_SALES], cells[NET_JOBS], cells[NET_VALUE_ADDED],
             percent(report));
}

static void say_cost(const struct report *report, uint32_t s) {
  const struct cost *cost = &report->economics->costs[s];
  char cells[COST_KINDS][CELL], spent[CELL], said[CELL + REPORT_AMOUNT], cap[REPORT_AMOUNT];
  if (!(fabs(cost->spent.mean) > 1e-9)) return;
  const struct cli_unit unit = economics_unit_of_cost(cost, report->chinese);
  const struct cli_unit of_job = report_unit_of_job(report);
  snprintf(said, sizeof said, "%s %s", economics_mean(&cost->spent, unit.factor, spent), unit.name);
  report_say(report, "p", REPORT_costs, said);
  if (cost->built.low > 0) {
    snprintf(said, sizeof said, "%s %s", economics_mean(&cost->built, unit.factor, spent),
             unit.name);
    report_say(report, "p", REPORT_built, said);
  }
  if (isnan(cost->per[COST_GROSS][COST_PER_JOB].interval.low)) {
    report_say(report, "p", REPORT_costs_no_job);
  } else {
    for (int kind = 0; kind < COST_KINDS; kind++) {
      economics_ratio(&cost->per[kind][COST_PER_JOB], of_job.factor, cells[kind]);
    }
    report_say(report, "p", REPORT_costs_job, of_job.name, cells[COST_GROSS], cells[COST_RESIDUAL],
               cells[COST_NET], 100 * report->cli->discount, percent(report));
  }
  if (!economics_has_budget(report->economics)) return;
  const struct cli_unit of_cap = cli_unit("M CNY", report->cli->budget, report->chinese);
  report_say(report, "p", cost->breaks ? REPORT_breaks : REPORT_keeps,
             report_amount(report->cli->budget, &of_cap, cap), 100 * cost->above);
}

/* Whether the economics are told over sets of assumptions. */
static bool is_apart(const struct report *report, uint32_t s) {
  return report->economics->assumed && report->economics->assumed[s].spent.told;
}

void report_say_economics(const struct report *report, uint32_t s) {
  if (is_apart(report, s)) {
    report_say_money(report, s);
    return;
  }
  report_say_origins(report, s);
  say_net(report, s);
  say_cost(report, s);
}

/* Adds a programme to a list: its value, and in how many sets of assumptions it is first by it
 * (NULL: there are none). */
static void list_one(const struct report *report, uint32_t s, double value,
                     const struct cli_unit *unit, const struct assumed *assumed, struct text *out) {
  char amount[REPORT_AMOUNT];
  report_amount(value, unit, amount);
  if (assumed && assumed_is_told(assumed) && !isnan(assumed->first)) {
    text_add(out, report_text(report, REPORT_ranked_item_sets), report->titles[s], amount,
             assumed->first * (double)assumed->effects.draws, assumed->effects.draws);
  } else text_add(out, report_text(report, REPORT_ranked_item), report->titles[s], amount);
}

/* Lists programmes by a value each, the least or the most first; NaN: left out. Returns false where
 * fewer than two have one. */
static bool list_by(const struct report *report, const double *values, bool least,
                    enum pareto_criterion criterion, const struct cli_unit *unit,
                    struct text *out) {
  const uint32_t scenarios = report->results->scenarios;
  const struct assumed_money *assumed = report->economics->assumed;
  bool listed[ENSEMBLE_SCENARIOS_MOST] = {false};
  uint32_t count = 0;
  for (;; count++) {
    uint32_t next = scenarios;
    for (uint32_t s = 0; s < scenarios; s++) {
      if (listed[s] || isnan(values[s])) continue;
      if (next == scenarios || (least ? values[s] < values[next] : values[s] > values[next])) {
        next = s;
      }
    }
    if (next == scenarios) return count > 1;
    listed[next] = true;
    if (count > 0) text_add(out, report->chinese ? "；" : "; ");
    list_one(report, next, values[next], unit,
             assumed ? assumed_money_of(&assumed[next], criterion) : NULL, out);
  }
}

/* What a job costs gross; NaN where it has no bound. */
static double job_cost(const struct report *report, uint32_t s) {
  const struct cost_ratio *ratio = &report->economics->costs[s].per[COST_GROSS][COST_PER_JOB];
  if (!is_apart(report, s)) return isnan(ratio->interval.low) ? NAN : ratio->value;
  const struct effects *e = &report->economics->assumed[s].per[COST_GROSS][COST_PER_JOB].effects;
  return isnan(e->chance_interval.low) ? NAN : e->mean;
}

void report_say_ranking(const struct report *report) {
  const struct economics *economics = report->economics;
  double gains[ENSEMBLE_SCENARIOS_MOST], costs[ENSEMBLE_SCENARIOS_MOST], largest = 0;
  struct text most = {0}, least = {0};
  if (report->results->scenarios < 3) return;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    gains[s] = costs[s] = NAN;
    if (s == report->base) continue;
    gains[s] = economics->paretos[s].values[PARETO_DEVICE_SALES];
    if (fabs(gains[s]) > largest) largest = fabs(gains[s]);
    costs[s] = job_cost(report, s);
  }
  const struct cli_unit of_gain = cli_unit("M CNY", largest, report->chinese);
  const struct cli_unit of_job = report_unit_of_job(report);
  if (list_by(report, gains, false, PARETO_DEVICE_SALES, &of_gain, &most)) {
    report_say(report, "p", REPORT_ranked,
               report_phrase(report, pareto_criteria[PARETO_DEVICE_SALES]), most.bytes);
  }
  if (list_by(report, costs, true, PARETO_JOB_COST, &of_job, &least)) {
    report_say(report, "p", REPORT_ranked_cheap, least.bytes);
  }
  text_free(&most);
  text_free(&least);
}

void report_say_undominated(const struct report *report) {
  const struct results *results = report->results;
  struct text names = {0};
  if (results->scenarios < 3) return;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    const struct pareto *pareto = &report->economics->paretos[s];
    if (s == report->base || !pareto->ranked || pareto->by != s) continue;
    text_add(&names, "%s%s",
             names.length == 0 ? ""
             : report->chinese ? "；"
                               : "; ",
             report->titles[s]);
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

/* Begins a table whose caption is a text on a scenario and a number. */
static void begin(struct report_table *table, const struct report *report, size_t columns,
                  enum report_text text, uint32_t s, double number) {
  struct text caption = {0};
  text_add(&caption, report_text(report, text), report->titles[s], number);
  report_table_begin(table, report, columns, 1, caption.bytes ? caption.bytes : "");
  report->out->failed |= caption.failed;
  text_free(&caption);
}

/* A head with a unit. */
static void head_in(struct report_table *table, const struct report *report, enum report_text text,
                    const struct cli_unit *unit) {
  char cell[160];
  snprintf(cell, sizeof cell, report_text(report, text), unit->name);
  report_table_head(table, cell);
}

/* Gains of some parts, under a caption. */
static void add_gains(const struct report *report, uint32_t s, enum report_text caption,
                      enum report_text first, const enum net_part *parts, int count) {
  static const enum report_text heads[NET_MEASURES] = {REPORT_gain_sales, REPORT_gain_jobs,
                                                       REPORT_gain_added};
  struct report_table table;
  char cell[CELL];
  struct cli_unit units[NET_MEASURES];
  begin(&table, report, 1 + NET_MEASURES, caption, s, percent(report));
  head(&table, report, first);
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    units[measure] = economics_unit_of_gain(&report->economics->nets[s], measure, report->chinese);
    head_in(&table, report, heads[measure], &units[measure]);
  }
  for (int k = 0; k < count; k++) {
    const enum net_part part = parts[k];
    phrase(&table, report, net_parts[part]);
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      const struct estimate gain = economics_gain(&report->economics->nets[s].found[part][measure]);
      report_table_cell(&table, economics_mean(&gain, units[measure].factor, cell));
    }
  }
  report_table_end(&table);
}

static void add_items(const struct report *report, uint32_t s) {
  const struct cost *cost = &report->economics->costs[s];
  struct report_table table;
  char cell[CELL];
  const struct cli_unit unit = economics_unit_of_cost(cost, report->chinese);
  begin(&table, report, 2, REPORT_public_money, s, 100 * report->cli->discount);
  head(&table, report, REPORT_money_item);
  report_table_head(&table, unit.name);
  for (int item = 0; item < COST_ITEMS; item++) {
    phrase(&table, report, cost_items[item]);
    report_table_cell(&table, economics_mean(&cost->items[item], unit.factor, cell));
  }
  phrase(&table, report, "against a budget: of all months, not discounted");
  report_table_cell(&table, economics_mean(&cost->spent, unit.factor, cell));
  phrase(&table, report, "beside it: plants that the town builds itself");
  report_table_cell(&table, economics_mean(&cost->built, unit.factor, cell));
  report_table_end(&table);
}

static void add_ratios(const struct report *report, uint32_t s) {
  const struct cost *cost = &report->economics->costs[s];
  struct report_table table;
  char cell[CELL];
  const struct cli_unit unit = report_unit_of_job(report);
  begin(&table, report, 1 + COST_PERS, REPORT_job_costs, s, report->cli->public_funds);
  head(&table, report, REPORT_definition);
  head_in(&table, report, REPORT_per_job, &unit);
  head_in(&table, report, REPORT_per_net_job, &unit);
  head(&table, report, REPORT_per_added);
  for (int kind = 0; kind < COST_KINDS; kind++) {
    phrase(&table, report, cost_kinds[kind]);
    for (int per = 0; per < COST_PERS; per++) {
      report_table_cell(&table,
                        economics_ratio(&cost->per[kind][per],
                                        per == COST_PER_NET_OUTPUT ? 1 : unit.factor, cell));
    }
  }
  report_table_end(&table);
}

/* The unit of a criterion: the same for all programmes. */
static struct cli_unit unit_of_criterion(const struct report *report, int criterion) {
  double largest = 0;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    const double value = fabs(report->economics->paretos[s].values[criterion]);
    if (s != report->base && isfinite(value) && value > largest) largest = value;
  }
  return cli_unit(pareto_units[criterion], largest, report->chinese);
}

/* The lower end of the interval of a cost of a job; NaN: there may be none. */
static double job_bound(const struct report *report, uint32_t s, int criterion) {
  const int kind = criterion - PARETO_JOB_COST;
  if (!is_apart(report, s)) {
    return report->economics->costs[s].per[kind][COST_PER_JOB].interval.low;
  }
  return report->economics->assumed[s].per[kind][COST_PER_JOB].effects.chance_interval.low;
}

/* Who is first by which criterion; a star marks programmes that are dominated. */
static void add_pareto(const struct report *report) {
  const struct economics *economics = report->economics;
  struct report_table table;
  struct cli_unit units[PARETO_CRITERIA];
  size_t shown = 0;
  for (uint32_t s = 0; s < report->results->scenarios; s++) shown += report->shown[s];
  if (shown < 2) return;
  report_table_begin(
      &table, report, 1 + PARETO_CRITERIA, 1,
      report_text(report, economics->assumed ? REPORT_first_by_sets : REPORT_first_by));
  head(&table, report, REPORT_scenario);
  for (int c = 0; c < PARETO_CRITERIA; c++) {
    char cell[160];
    units[c] = unit_of_criterion(report, c);
    snprintf(cell, sizeof cell, units[c].name[0] ? "%s [%s]" : "%s",
             report_phrase(report, pareto_criteria[c]), units[c].name);
    report_table_head(&table, cell);
  }
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    char cell[96], number[CLI_NUMBER];
    const struct pareto *pareto = &economics->paretos[s];
    if (!report->shown[s]) continue;
    struct text name = {0};
    text_add(&name, "%s%s", report->titles[s], pareto->by == s ? "" : " *");
    report_table_cell(&table, name.bytes ? name.bytes : "");
    report->out->failed |= name.failed;
    text_free(&name);
    for (int c = 0; c < PARETO_CRITERIA; c++) {
      const struct assumed *sets = is_apart(report, s) ? assumed_money_of(&economics->assumed[s],
                                                                          (enum pareto_criterion)c)
                                                       : NULL;
      const double value = sets && !isnan(sets->effects.mean) ? sets->effects.mean
                                                              : pareto->values[c];
      const double share = economics_first_share(economics, s, c);
      cli_number(value * units[c].factor, number);
      snprintf(cell, sizeof cell, sets && !assumed_is_told(sets) ? "%s (-)" : "%s (%.0f %%)",
               number, 100 * share);
      const bool bare = c >= PARETO_JOB_COST && isnan(job_bound(report, s, c));
      if (!pareto->ranked && !bare) snprintf(cell, sizeof cell, "%s", number);
      report_table_cell(&table, bare ? "-" : cell);
    }
  }
  report_table_end(&table);
}

static void add_published(const struct report *report) {
  static const enum report_text heads[] = {REPORT_published_of,   REPORT_published_says,
                                           REPORT_source,         REPORT_published_grade,
                                           REPORT_published_year, REPORT_published_cost};
  const struct cli_unit unit = cli_unit("M CNY", 1, report->chinese);
  struct report_table table;
  report_table_begin(&table, report, 7, 4, report_text(report, REPORT_published));
  for (size_t k = 0; k < sizeof heads / sizeof heads[0]; k++) head(&table, report, heads[k]);
  report_table_head(&table, unit.name);
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
    const double low = p->low * p->cny / 1e3 * unit.factor;
    const double high = p->high * p->cny / 1e3 * unit.factor;
    if (range) snprintf(cell, sizeof cell, "%.3g-%.3g", low, high);
    else snprintf(cell, sizeof cell, "%.3g", high);
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
    const bool costs = fabs(report->economics->costs[s].spent.mean) > 1e-9;
    any = any || costs;
    if (is_apart(report, s)) {
      report_apart_money(report, s, costs);
      continue;
    }
    add_gains(report, s, REPORT_whose, REPORT_whose_gain, net_whose, NET_WHOSE);
    add_gains(report, s, REPORT_sources, REPORT_sources_of, net_sources, NET_SOURCES);
    if (!costs) continue;
    add_items(report, s);
    add_ratios(report, s);
  }
  add_pareto(report);
  if (report->economics->assumed) report_say(report, "p", REPORT_how_ratio);
  report_say(report, "p", REPORT_how_money, 100 * COST_DISCOUNT, PROGRAMMES_PLANT_LIFE / 12);
  if (any) add_published(report);
  report_end(report);
}
