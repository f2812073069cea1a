#include "economics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ALIKE 1e-9 /* shares of replications that differ by less are the same */

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
  return pareto_find(programmes, base, cli->public_funds, cli->level, economics->paretos,
                     &economics->pairs, error);
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
  const bool made = economics->nets && economics->costs && economics->paretos;
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

uint32_t economics_first(const struct economics *economics, int criterion) {
  const uint32_t count = economics->results->scenarios;
  uint32_t best = count;
  double most = 0;
  for (uint32_t s = 0; s < count; s++) {
    const double share = economics->paretos[s].first[criterion];
    if (s == economics->base || isnan(share) || !(share > most - ALIKE)) continue;
    best = share > most + ALIKE ? s : count;
    most = fmax(share, most);
  }
  return best;
}

bool economics_has_budget(const struct economics *economics) {
  return !isnan(economics->cli->budget);
}

/* Adds a row of numbers that are one value and no comparison. */
static void add_value(struct economics_row *row, const char *unit, double value) {
  row->unit = unit;
  row->whose = NULL;
  row->found = (struct comparison){.base = NAN,
                                   .other = NAN,
                                   .difference = value,
                                   .low = NAN,
                                   .high = NAN,
                                   .sd_ratio = NAN,
                                   .p = NAN,
                                   .effect = NAN,
                                   .superiority = NAN};
}

static void add_estimate(struct economics_row *row, const char *unit, const struct estimate *e,
                         size_t pairs) {
  add_value(row, unit, e->mean);
  row->found.low = e->low;
  row->found.high = e->high;
  row->found.pairs = pairs;
}

static size_t net_rows(const struct net *net, struct economics_row *rows) {
  size_t count = 0;
  for (int part = 0; part < NET_PARTS; part++) {
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      struct economics_row *row = &rows[count++];
      snprintf(row->name, sizeof row->name, "gain_%s", net_measures[measure]);
      row->unit = net_units[measure];
      row->whose = net_words[part];
      row->found = net->found[part][measure];
    }
  }
  return count;
}

static size_t cost_rows(const struct cost *cost, bool has_budget, struct economics_row *rows) {
  size_t count = 0;
  for (int item = 0; item < COST_ITEMS; item++) {
    snprintf(rows[count].name, sizeof rows->name, "%s", cost_item_words[item]);
    add_estimate(&rows[count++], "M CNY", &cost->items[item], cost->pairs);
  }
  for (int kind = 0; kind < COST_KINDS; kind++) {
    snprintf(rows[count].name, sizeof rows->name, "cost_%s", cost_kind_words[kind]);
    add_estimate(&rows[count++], "M CNY", &cost->totals[kind], cost->pairs);
    for (int per = 0; per < COST_PERS; per++) {
      const struct cost_ratio *ratio = &cost->per[kind][per];
      const struct estimate e = {ratio->value, ratio->interval.low, ratio->interval.high};
      snprintf(rows[count].name, sizeof rows->name, "cost_%s_per_%s", cost_kind_words[kind],
               cost_per_words[per]);
      add_estimate(&rows[count++], cost_per_units[per], &e, cost->pairs);
    }
  }
  snprintf(rows[count].name, sizeof rows->name, "programme_cost");
  add_estimate(&rows[count++], "M CNY", &cost->spent, cost->pairs);
  snprintf(rows[count].name, sizeof rows->name, "town_plants");
  add_estimate(&rows[count++], "M CNY", &cost->built, cost->pairs);
  if (!has_budget) return count;
  snprintf(rows[count].name, sizeof rows->name, "share_above_budget");
  add_estimate(&rows[count++], "1", &(struct estimate){cost->above, NAN, NAN}, cost->pairs);
  snprintf(rows[count].name, sizeof rows->name, "breaks_budget");
  add_estimate(&rows[count++], "1", &(struct estimate){cost->breaks ? 1 : 0, NAN, NAN},
               cost->pairs);
  return count;
}

size_t economics_rows(const struct economics *economics, uint32_t other,
                      struct economics_row *rows) {
  const struct pareto *pareto = &economics->paretos[other];
  size_t count = net_rows(&economics->nets[other], rows);
  count += cost_rows(&economics->costs[other], economics_has_budget(economics), rows + count);
  for (int c = 0; c < PARETO_CRITERIA; c++) {
    snprintf(rows[count].name, sizeof rows->name, "first_by_%s", pareto_words[c]);
    add_estimate(&rows[count++], "1", &(struct estimate){pareto->first[c], NAN, NAN},
                 economics->pairs);
  }
  snprintf(rows[count].name, sizeof rows->name, "undominated");
  add_estimate(&rows[count++], "1", &(struct estimate){pareto->by == other ? 1 : 0, NAN, NAN},
               economics->pairs);
  return count;
}
