#include "economics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ALIKE 1e-9 /* shares of replications that differ by less are the same */

/* What of it is assumption, by those that are ranked. */
static enum status find_assumed(struct economics *economics, const struct programmes *programmes,
                                struct error *error) {
  const struct cli *cli = economics->cli;
  bool *ranked = calloc(programmes->scenarios, sizeof *ranked);
  if (!ranked) return error_memory(error, "programmes", programmes->scenarios);
  for (uint32_t s = 0; s < programmes->scenarios; s++) ranked[s] = economics->paretos[s].ranked;
  const enum status status = assumed_money_find(programmes, economics->base, cli->public_funds,
                                                cli->budget, cli->level, ranked, economics->assumed,
                                                error);
  free(ranked);
  bool told = false;
  for (uint32_t s = 0; s < programmes->scenarios; s++) told |= economics->assumed[s].spent.told;
  if (told) return status;
  free(economics->assumed); /* chance and assumption cannot be told apart */
  economics->assumed = NULL;
  return status;
}

static enum status find_all(struct economics *economics, const struct programmes *programmes,
                            struct error *error) {
  const struct cli *cli = economics->cli;
  const uint32_t base = economics->base;
  for (uint32_t s = 0; s < programmes->scenarios; s++) {
    if (s == base) continue;
    TRY(net_find(programmes, base, s, cli->level, &economics->nets[s], error));
    TRY(cost_find(programmes, base, s, cli->level, cli->public_funds, cli->budget,
                  &economics->costs[s], error));
    economics->paretos[s].ranked = !economics->costs[s].breaks;
  }
  TRY(pareto_find(programmes, base, cli->public_funds, cli->level, economics->paretos,
                  &economics->pairs, error));
  return economics->assumed ? find_assumed(economics, programmes, error) : STATUS_OK;
}

enum status economics_open(struct economics *economics, const struct cli *cli,
                           const struct results *results, uint32_t base, uint32_t place,
                           uint32_t month, struct error *error) {
  const size_t count = results->scenarios;
  struct programmes programmes;
  *economics = (struct economics){.cli = cli, .results = results, .base = base, .month = month};
  TRY(programmes_read(results, place, month, cli->discount, &programmes, error));
  economics->nets = calloc(count, sizeof *economics->nets);
  economics->costs = calloc(count, sizeof *economics->costs);
  economics->paretos = calloc(count, sizeof *economics->paretos);
  if (results->draws) economics->assumed = calloc(count, sizeof *economics->assumed);
  const bool made = economics->nets && economics->costs && economics->paretos &&
                    (economics->assumed || !results->draws);
  const enum status status = made ? find_all(economics, &programmes, error)
                                  : error_memory(error, "programmes",
                                                 count * sizeof *economics->nets);
  programmes_free(&programmes);
  if (status != STATUS_OK) economics_close(economics);
  return status;
}

void economics_close(struct economics *economics) {
  free(economics->nets);
  free(economics->costs);
  free(economics->paretos);
  free(economics->assumed);
  *economics = (struct economics){0};
}

char *economics_mean(const struct estimate *e, double factor, char *out) {
  char mean[CLI_NUMBER], half[CLI_NUMBER];
  cli_number(e->mean * factor, mean);
  if (!(e->high > e->low)) snprintf(out, ECONOMICS_CELL, "%s", mean);
  else
    snprintf(out, ECONOMICS_CELL, "%s ± %s", mean,
             cli_number((e->high - e->low) / 2 * factor, half));
  return out;
}

char *economics_ratio(const struct cost_ratio *ratio, double factor, char *out) {
  char value[CLI_NUMBER], low[CLI_NUMBER], high[CLI_NUMBER];
  if (isnan(ratio->interval.low)) snprintf(out, ECONOMICS_CELL, "-");
  else {
    cli_number(ratio->interval.high * factor, high);
    snprintf(out, ECONOMICS_CELL, "%s [%s, %s]", cli_number(ratio->value * factor, value),
             cli_number(ratio->interval.low * factor, low),
             isinf(ratio->interval.high) ? "∞" : high);
  }
  return out;
}

struct cli_unit economics_unit_of_gain(const struct net *net, int measure, bool chinese) {
  double largest = 0;
  for (int part = 0; part < NET_PARTS; part++) {
    const double gain = fabs(net->found[part][measure].difference);
    if (gain > largest) largest = gain;
  }
  return cli_unit(measure == NET_JOBS ? "1" : "M CNY", largest, chinese);
}

struct cli_unit economics_unit_of_cost(const struct cost *cost, bool chinese) {
  double largest = fabs(cost->spent.mean);
  for (int item = 0; item < COST_ITEMS; item++) {
    const double money = fabs(cost->items[item].mean);
    if (money > largest) largest = money;
  }
  return cli_unit("M CNY", largest, chinese);
}

struct cli_unit economics_unit_of_budget(const struct economics *economics, bool chinese) {
  double largest = 0;
  for (uint32_t s = 0; s < economics->results->scenarios; s++) {
    if (s == economics->base) continue;
    const double spent = fabs(economics->costs[s].spent.mean);
    if (spent > largest) largest = spent;
  }
  return cli_unit("M CNY", largest, chinese);
}

struct estimate economics_gain(const struct comparison *c) {
  return (struct estimate){c->difference, c->low, c->high};
}

double economics_first_share(const struct economics *economics, uint32_t s, int criterion) {
  if (!economics->assumed) return economics->paretos[s].first[criterion];
  return assumed_money_of(&economics->assumed[s], (enum pareto_criterion)criterion)->first;
}

uint32_t economics_first(const struct economics *economics, int criterion) {
  const uint32_t count = economics->results->scenarios;
  uint32_t best = count;
  double most = 0;
  for (uint32_t s = 0; s < count; s++) {
    const double share = economics_first_share(economics, s, criterion);
    if (s == economics->base || isnan(share) || !(share > most - ALIKE)) continue;
    best = share > most + ALIKE ? s : count;
    most = fmax(share, most);
  }
  return best;
}

bool economics_has_budget(const struct economics *economics) {
  return !isnan(economics->cli->budget);
}

bool economics_costs_something(const struct cost *cost) {
  return fabs(cost->spent.mean) > 1e-9 || fabs(cost->items[COST_PAID].mean) > 1e-9;
}

/* Rows on their way: of one scenario, each with what of it is assumption (NULL: nothing is told).
 */
struct list {
  struct economics_row *rows;
  size_t count;
};

static struct economics_row *add(struct list *list, const char *unit,
                                 const struct assumed *assumed) {
  struct economics_row *row = &list->rows[list->count++];
  *row = (struct economics_row){.unit = unit, .assumed = assumed ? *assumed : assumed_nothing()};
  return row;
}

/* Adds a row of numbers that are one estimate and no comparison. */
static struct economics_row *add_estimate(struct list *list, const char *unit,
                                          const struct estimate *e, size_t pairs,
                                          const struct assumed *assumed) {
  struct economics_row *row = add(list, unit, assumed);
  row->found = (struct comparison){.base = NAN,
                                   .other = NAN,
                                   .difference = e->mean,
                                   .low = e->low,
                                   .high = e->high,
                                   .pairs = pairs,
                                   .sd_ratio = NAN,
                                   .p = NAN,
                                   .effect = NAN,
                                   .superiority = NAN};
  return row;
}

/* A value that has no interval. */
static struct economics_row *add_value(struct list *list, double value, size_t pairs,
                                       const struct assumed *assumed) {
  return add_estimate(list, "1", &(struct estimate){value, NAN, NAN}, pairs, assumed);
}

/* A share of the sets, as what of a figure is assumption. */
static struct assumed share_of_sets(double share, size_t draws) {
  struct assumed assumed = assumed_nothing();
  assumed.told = !isnan(share);
  assumed.effects = (struct effects){.draws = draws,
                                     .mean = share,
                                     .chance_interval = {NAN, NAN},
                                     .assumption_interval = {NAN, NAN},
                                     .share = NAN,
                                     .sign_share = NAN};
  return assumed;
}

static void add_net(struct list *list, const struct net *net, const struct assumed_money *money) {
  for (int part = 0; part < NET_PARTS; part++) {
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      struct economics_row *row = add(list, net_units[measure],
                                      money ? &money->gains[part][measure] : NULL);
      snprintf(row->name, sizeof row->name, "gain_%s", net_measures[measure]);
      row->whose = net_words[part];
      row->found = net->found[part][measure];
    }
  }
}

static void add_ratios(struct list *list, const struct cost *cost, int kind,
                       const struct assumed_money *money) {
  for (int per = 0; per < COST_PERS; per++) {
    const struct cost_ratio *ratio = &cost->per[kind][per];
    const struct estimate e = {ratio->value, ratio->interval.low, ratio->interval.high};
    struct economics_row *row = add_estimate(list, cost_per_units[per], &e, cost->pairs,
                                             money ? &money->per[kind][per] : NULL);
    snprintf(row->name, sizeof row->name, "cost_%s_per_%s", cost_kind_words[kind],
             cost_per_words[per]);
  }
}

static void add_costs(struct list *list, const struct cost *cost,
                      const struct assumed_money *money) {
  for (int item = 0; item < COST_ITEMS; item++) {
    struct economics_row *row = add_estimate(list, "M CNY", &cost->items[item], cost->pairs,
                                             money ? &money->items[item] : NULL);
    snprintf(row->name, sizeof row->name, "%s", cost_item_words[item]);
  }
  for (int kind = 0; kind < COST_KINDS; kind++) {
    struct economics_row *row = add_estimate(list, "M CNY", &cost->totals[kind], cost->pairs,
                                             money ? &money->totals[kind] : NULL);
    snprintf(row->name, sizeof row->name, "cost_%s", cost_kind_words[kind]);
    add_ratios(list, cost, kind, money);
  }
  struct economics_row *row = add_estimate(list, "M CNY", &cost->spent, cost->pairs,
                                           money ? &money->spent : NULL);
  snprintf(row->name, sizeof row->name, "programme_cost");
  row = add_estimate(list, "M CNY", &cost->built, cost->pairs, money ? &money->built : NULL);
  snprintf(row->name, sizeof row->name, "town_plants");
}

/* In what share of the sets there is nothing to divide a cost by: in draw_mean alone. */
static void add_nothing_gained(struct list *list, const struct cost *cost,
                               const struct assumed_money *money) {
  for (int per = 0; per < COST_PERS; per++) {
    const struct assumed *ratio = &money->per[COST_GROSS][per];
    const size_t draws = ratio->effects.draws;
    const struct assumed share = share_of_sets(
        ratio->told ? (double)ratio->none / (double)draws : NAN, draws);
    struct economics_row *row = add_value(list, NAN, cost->pairs, &share);
    snprintf(row->name, sizeof row->name, "share_without_%s", cost_per_words[per]);
  }
}

static void add_budget(struct list *list, const struct cost *cost,
                       const struct assumed_money *money) {
  struct assumed share = assumed_nothing();
  if (money) share = share_of_sets(money->above, money->spent.effects.draws);
  struct economics_row *row = add_value(list, cost->above, cost->pairs, &share);
  snprintf(row->name, sizeof row->name, "share_above_budget");
  row = add_value(list, cost->breaks ? 1 : 0, cost->pairs, NULL);
  snprintf(row->name, sizeof row->name, "breaks_budget");
}

size_t economics_rows(const struct economics *economics, uint32_t other,
                      struct economics_row *rows) {
  const struct pareto *pareto = &economics->paretos[other];
  const struct cost *cost = &economics->costs[other];
  const struct assumed_money *money = economics->assumed ? &economics->assumed[other] : NULL;
  struct list list = {.rows = rows};
  add_net(&list, &economics->nets[other], money);
  add_costs(&list, cost, money);
  if (money) add_nothing_gained(&list, cost, money);
  if (economics_has_budget(economics)) add_budget(&list, cost, money);
  for (int c = 0; c < PARETO_CRITERIA; c++) {
    struct assumed share = assumed_nothing();
    if (money) share.first = economics_first_share(economics, other, c);
    struct economics_row *row = add_value(&list, pareto->first[c], economics->pairs, &share);
    snprintf(row->name, sizeof row->name, "first_by_%s", pareto_words[c]);
  }
  struct economics_row *row = add_value(&list, pareto->by == other ? 1 : 0, economics->pairs, NULL);
  snprintf(row->name, sizeof row->name, "undominated");
  return list.count;
}
