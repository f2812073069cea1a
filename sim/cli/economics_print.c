#include "economics.h"

#include "bellwether/base/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void print(struct cli_table *table, struct text *out) {
  cli_table_print(table, out);
  cli_table_free(table);
}

/* Gains of some parts, under a head. */
static void print_gains(const struct net *net, const char *head, const enum net_part *parts,
                        int count, struct text *out) {
  struct cli_table table = {.columns = 1 + NET_MEASURES, .right = {[1] = true, true, true}};
  static const char *const heads[NET_MEASURES] = {"sales", "jobs", "value added"};
  char cell[ECONOMICS_CELL];
  struct cli_unit units[NET_MEASURES];
  text_add(out, "\n");
  cli_table_add(&table, head);
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    units[measure] = economics_unit_of_gain(net, measure, false);
    snprintf(cell, sizeof cell, "%s%s%s", heads[measure], units[measure].name[0] ? ", " : "",
             units[measure].name);
    cli_table_add(&table, cell);
  }
  for (int k = 0; k < count; k++) {
    const enum net_part part = parts[k];
    cli_table_add(&table, net_parts[part]);
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      const struct estimate gain = economics_gain(&net->found[part][measure]);
      cli_table_add(&table, economics_mean(&gain, units[measure].factor, cell));
    }
  }
  print(&table, out);
}

static void print_items(const struct economics *economics, const struct cost *cost,
                        struct text *out) {
  struct cli_table table = {.columns = 2, .right = {[1] = true}};
  char cell[ECONOMICS_CELL], head[96];
  const struct cli_unit unit = economics_unit_of_cost(cost, false);
  text_add(out, "\n");
  snprintf(head, sizeof head, "public money, discounted at %.3g %% a year",
           100 * economics->cli->discount);
  cli_table_add(&table, head);
  cli_table_add(&table, unit.name);
  for (int item = 0; item < COST_ITEMS; item++) {
    cli_table_add(&table, cost_items[item]);
    cli_table_add(&table, economics_mean(&cost->items[item], unit.factor, cell));
  }
  cli_table_add(&table, "against a budget: of all months, not discounted");
  cli_table_add(&table, economics_mean(&cost->spent, unit.factor, cell));
  cli_table_add(&table, "beside it: plants that the town builds itself");
  cli_table_add(&table, economics_mean(&cost->built, unit.factor, cell));
  print(&table, out);
}

static void print_ratios(const struct economics *economics, const struct cost *cost,
                         struct text *out) {
  static const char *const heads[] = {"a job in town", "a job, net",
                                      "a yuan of value added, net, in yuan"};
  struct cli_table table = {.columns = 1 + COST_PERS, .right = {[1] = true, true, true}};
  char cell[ECONOMICS_CELL], head[96];
  text_add(out, "\n");
  snprintf(head, sizeof head, "cost, M CNY");
  if (economics->cli->public_funds > 1 || economics->cli->public_funds < 1) {
    snprintf(head, sizeof head, "cost, M CNY x %.3g", economics->cli->public_funds);
  }
  cli_table_add(&table, head);
  for (int per = 0; per < COST_PERS; per++) cli_table_add(&table, heads[per]);
  for (int kind = 0; kind < COST_KINDS; kind++) {
    cli_table_add(&table, cost_kinds[kind]);
    for (int per = 0; per < COST_PERS; per++) {
      cli_table_add(&table, economics_ratio(&cost->per[kind][per], 1, cell));
    }
  }
  print(&table, out);
}

void economics_print(const struct economics *economics, uint32_t other, struct text *out) {
  const struct cost *cost = &economics->costs[other];
  if (economics->assumed) {
    economics_print_apart(economics, other, out);
    return;
  }
  const struct net *net = &economics->nets[other];
  print_gains(net, "whose gain, a year", net_whose, NET_WHOSE, out);
  print_gains(net, "where the gain comes from", net_sources, NET_SOURCES, out);
  if (!economics_costs_something(cost)) return;
  print_items(economics, cost, out);
  print_ratios(economics, cost, out);
}

static void print_budget(const struct economics *economics, struct text *out) {
  const struct results *results = economics->results;
  const bool apart = economics->assumed != NULL;
  struct cli_table table = {.columns = apart ? 6 : 5, .right = {[1] = true, true}, .leads = true};
  char cell[ECONOMICS_CELL], cap[CLI_NUMBER];
  const struct cli_unit of_cap = cli_unit("M CNY", economics->cli->budget, false);
  const struct cli_unit unit = economics_unit_of_budget(economics, false);
  cli_say(
      out,
      "budget of %s %s, held against the public cost of all months and what is committed; plants "
      "that the town builds itself stand beside it:\n\n",
      cli_number(economics->cli->budget * of_cap.factor, cap), of_cap.name);
  snprintf(cell, sizeof cell, "cost, %s", unit.name);
  table.right[apart ? 3 : 2] = table.right[apart ? 5 : 4] = true;
  cli_table_add(&table, "scenario");
  cli_table_add(&table, cell);
  if (apart) cli_table_add(&table, "assumptions");
  cli_table_add(&table, apart ? "above it in sets" : "above it in");
  cli_table_add(&table, "on average");
  snprintf(cell, sizeof cell, "own plants, %s", unit.name);
  cli_table_add(&table, cell);
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == economics->base) continue;
    const struct cost *cost = &economics->costs[s];
    const struct assumed_money *money = apart ? &economics->assumed[s] : NULL;
    const double above = money ? money->above : cost->above;
    cli_table_add_title(&table, results, s);
    if (money) economics_apart(&money->spent, unit.factor, cell);
    else economics_mean(&cost->spent, unit.factor, cell);
    cli_table_add(&table, cell);
    if (money) cli_table_add(&table, cli_apart_range(&money->spent, unit.factor, cell));
    snprintf(cell, sizeof cell, "%.0f %%", 100 * above);
    cli_table_add(&table, isnan(above) ? "-" : cell);
    cli_table_add(&table, cost->breaks ? "breaks the budget" : "within it");
    if (money) economics_apart(&money->built, unit.factor, cell);
    else economics_mean(&cost->built, unit.factor, cell);
    cli_table_add(&table, cell);
  }
  print(&table, out);
  text_add(out, "\n");
}

static const struct assumed *criterion_of(const struct economics *economics, uint32_t s, int c) {
  return assumed_money_of(&economics->assumed[s], (enum pareto_criterion)c);
}

/* What a scenario gains by a criterion, with its interval and unit, in out[ECONOMICS_CELL + 64]. */
static char *criterion_text(const struct economics *economics, uint32_t s, int c, char *out) {
  const struct pareto *pareto = &economics->paretos[s];
  const struct cli_unit unit = cli_unit(pareto_units[c], pareto->values[c], false);
  char cell[ECONOMICS_CELL];
  if (economics->assumed) {
    economics_apart(criterion_of(economics, s, c), unit.factor, cell);
  } else if (c < PARETO_JOB_COST) economics_mean(&pareto->gains[c], unit.factor, cell);
  else
    economics_ratio(&economics->costs[s].per[c - PARETO_JOB_COST][COST_PER_JOB], unit.factor, cell);
  snprintf(out, ECONOMICS_CELL + 64, "%s%s%s", cell, unit.name[0] ? " " : "", unit.name);
  return out;
}

/* Where its gain by a criterion lies over sets of assumptions. */
static char *criterion_range(const struct economics *economics, uint32_t s, int c, char *out) {
  const struct cli_unit unit = cli_unit(pareto_units[c], economics->paretos[s].values[c], false);
  return cli_apart_range(criterion_of(economics, s, c), unit.factor, out);
}

static void print_first(const struct economics *economics, struct text *out) {
  const struct results *results = economics->results;
  const bool apart = economics->assumed != NULL;
  struct cli_table table = {.columns = apart ? 5 : 4, .right = {[2] = true, true, true}};
  static const char *const heads[] = {"criterion", "first", "in", "its gain", "assumptions"};
  for (size_t k = 0; k < table.columns; k++) cli_table_add(&table, heads[k]);
  for (int c = 0; c < PARETO_CRITERIA; c++) {
    const uint32_t best = economics_first(economics, c);
    char cell[CLI_APART_CELL], gain[ECONOMICS_CELL + 64];
    const bool any = best < results->scenarios;
    cli_table_add(&table, pareto_criteria[c]);
    if (any) cli_table_add_title(&table, results, best);
    else cli_table_add(&table, "no one alone");
    if (any && apart) cli_apart_first(criterion_of(economics, best, c), cell);
    else cli_apart_share(any ? economics_first_share(economics, best, c) : NAN, cell);
    cli_table_add(&table, cell);
    if (any) criterion_text(economics, best, c, gain);
    cli_table_add(&table, any ? gain : "-");
    if (apart) cli_table_add(&table, any ? criterion_range(economics, best, c, cell) : "-");
  }
  print(&table, out);
  text_add(out, "\n");
}

static void print_dominated(const struct economics *economics, struct text *out) {
  const struct results *results = economics->results;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    const uint32_t by = economics->paretos[s].by;
    if (s == economics->base) continue;
    char *title = cli_title(results, s);
    if (!title) out->failed = true;
    else if (!economics->paretos[s].ranked) cli_say(out, "  %s: breaks the budget\n", title);
    else if (by == s) cli_say(out, "  %s: not dominated\n", title);
    else cli_say(out, "  %s: dominated by %s\n", title, results->scenario_names[by]);
    free(title);
  }
  text_add(out, "\n");
}

static void print_published(const struct economics *economics, struct text *out) {
  struct cli_table table = {.columns = 3, .right = {[1] = true, true}};
  bool any = false;
  for (uint32_t s = 0; s < economics->results->scenarios && !any; s++) {
    any = s != economics->base && economics_costs_something(&economics->costs[s]);
  }
  if (!any) return;
  cli_table_add(&table, "a job elsewhere, as published");
  cli_table_add(&table, "M CNY");
  cli_table_add(&table, "prices of");
  for (size_t k = 0; k < cost_published_count; k++) {
    const struct cost_published *p = &cost_published[k];
    char cell[3 * CLI_NUMBER];
    cli_table_add(&table, p->name);
    if (p->low < p->high) {
      snprintf(cell, sizeof cell, "%.2g to %.2g", p->low * p->cny / 1e3, p->high * p->cny / 1e3);
    } else snprintf(cell, sizeof cell, "%.2g", p->high * p->cny / 1e3);
    cli_table_add(&table, cell);
    snprintf(cell, sizeof cell, "%d", p->year);
    cli_table_add(&table, cell);
  }
  print(&table, out);
  cli_say(out, "(definitions and sources: bellwether report; at that year's exchange rate)\n\n");
}

void economics_print_all(const struct economics *economics, struct text *out) {
  if (economics_has_budget(economics)) print_budget(economics, out);
  if (economics->results->scenarios > 2) {
    if (economics->assumed) {
      cli_say(out, "which is first, by what, in what share of the sets of assumptions:\n\n");
    } else {
      cli_say(out, "which is first, by what, in what share of %zu replications:\n\n",
              economics->pairs);
    }
    print_first(economics, out);
    print_dominated(economics, out);
  }
  print_published(economics, out);
}
