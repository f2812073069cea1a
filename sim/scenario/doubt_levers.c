/* Levers that look like a slip: money out of all proportion, more than can be used, too little for
 * a fixed cost, or nothing to act on. */
#include "complain.h"

#include <stdio.h>
#include <string.h>

#define BUDGET_MOST   10   /* times the preset */
#define BUDGET_LEAST  1e-3 /* times the preset */
#define REACHED_MOST  30   /* times what reaching all of them once costs; more firms may come */
#define ABSORBED_MOST 1    /* a year, times what the town's firms sell in one */

static void path_of(const struct lever *lever, const char *field, char *path, size_t bytes) {
  snprintf(path, bytes, "levers.%s.%s", lever->name, field);
}

static double years_of(const struct lever *lever) { return (lever->to - lever->from + 1) / 12.0; }

/* What more than the usual money does, by the kind of the lever's money. */
static const char *beyond(enum lever_money money) {
  switch (money) {
  case LEVER_REACHES: return "the last yuan reaches hardly anyone more";
  case LEVER_FIXED: return "above its cost more money does no more";
  default: return "its presets are of a usual programme, and say little of one so large";
  }
}

static void doubt_budget(struct scenario *scenario, const struct lever *lever) {
  const struct lever_row *row = &tables_levers[lever->kind];
  const double budget = lever->values[LEVER_BUDGET], preset = row->fields[LEVER_BUDGET].preset;
  const double yearly = budget / years_of(lever);
  char path[2 * SCENARIO_NAME], money[3][SCENARIO_MONEY];
  path_of(lever, "budget", path, sizeof path);
  scenario_money(budget, money[0]);
  scenario_money(preset, money[1]);
  if (row->money == LEVER_BEFALLS) {
    if (budget > 0) {
      scenario_warn(scenario, path,
                    "%s befalls the town and needs no money: %s are paid for nothing", row->name,
                    money[0]);
    }
  } else if (budget <= 0 && lever->values[LEVER_EFFECT] > 0) {
    scenario_warn(scenario, path,
                  "without money %s does nothing: give it a budget, or take the lever away with "
                  "'%s: ~'",
                  row->name, lever->name);
  } else if (row->money == LEVER_FIXED && yearly < lever->values[LEVER_COST]) {
    scenario_warn(
        scenario, path,
        "%s a year are less than the least cost of %s, %s: it does nothing; give it %s or "
        "more",
        scenario_money(yearly, money[0]), row->name,
        scenario_money(lever->values[LEVER_COST], money[1]),
        scenario_money(lever->values[LEVER_COST] * years_of(lever), money[2]));
  } else if (budget > BUDGET_MOST * preset) {
    scenario_warn(scenario, path,
                  "%s are %.3g times the usual budget of %s, %s, for each town: %s; look at the "
                  "unit, 万元 or 亿元",
                  money[0], budget / preset, row->name, money[1], beyond(row->money));
  } else if (budget > 0 && budget < BUDGET_LEAST * preset) {
    scenario_warn(scenario, path,
                  "%s are less than a thousandth of the usual budget of %s, %s: they buy next to "
                  "nothing; look at the unit, 万元 or 亿元",
                  money[0], row->name, money[1]);
  }
}

/* How many there are at the start of those whom a lever reaches; 0 where that is not known. */
static double reachable(const struct scenario *scenario, enum lever_kind kind, uint32_t town) {
  const bool of_all = tables_levers[kind].traits & LEVER_TO_FIRMS;
  const bool of_chain = tables_levers[kind].traits & LEVER_TO_CHAIN;
  double firms = 0;
  for (uint32_t p = scenario->first_park[town]; p < scenario->first_park[town + 1]; p++) {
    for (uint32_t s = 0; s < scenario->segments_count && (of_all || of_chain); s++) {
      if (of_chain && !tables_in_chain(&scenario->segments[s])) continue;
      firms += scenario->industry[p * scenario->segments_count + s].firms;
    }
  }
  return firms;
}

/* Sales of a town's firms at the start, M CNY a year. */
static double sales_in(const struct scenario *scenario, uint32_t town) {
  double sales = 0;
  for (uint32_t p = scenario->first_park[town]; p < scenario->first_park[town + 1]; p++) {
    for (uint32_t s = 0; s < scenario->segments_count; s++) {
      sales += scenario->industry[p * scenario->segments_count + s].sales;
    }
  }
  return sales;
}

/* Money that the town cannot take up: for more firms than there are, or more than they sell. */
static void doubt_absorbed(struct scenario *scenario, const struct lever *lever, uint32_t town) {
  const struct lever_row *row = &tables_levers[lever->kind];
  const double budget = lever->values[LEVER_BUDGET], cost = lever->values[LEVER_COST];
  const bool yearly = strcmp(row->fields[LEVER_COST].unit, "M CNY/year") == 0;
  const double firms = reachable(scenario, lever->kind, town);
  const double all = cost * firms * (yearly ? years_of(lever) : 1);
  char path[2 * SCENARIO_NAME], money[3][SCENARIO_MONEY];
  path_of(lever, "budget", path, sizeof path);
  if (firms > 0 && budget > REACHED_MOST * all) {
    scenario_warn(
        scenario, path,
        "%s are %.3g times what %s for all %.0f firms that %s has costs, %s: it can hardly "
        "be used; give it %s or less",
        scenario_money(budget, money[0]), budget / all, row->name, firms,
        scenario->town_names[town], scenario_money(all, money[1]),
        scenario_money(3 * all, money[2]));
  }
  const bool for_growth = lever->kind == LEVER_fund_injection ||
                          lever->kind == LEVER_innovation_base;
  const double sales = sales_in(scenario, town);
  if (for_growth && sales > 0 && budget / years_of(lever) > ABSORBED_MOST * sales) {
    scenario_warn(scenario, path,
                  "%s a year are more than all firms of %s sell, %s: they cannot take up so much; "
                  "look at the unit, 万元 or 亿元",
                  scenario_money(budget / years_of(lever), money[0]), scenario->town_names[town],
                  scenario_money(sales, money[1]));
  }
}

/* Whether a lever of one of these kinds acts in `town` too, in some of the same months. */
static bool beside(const struct scenario *scenario, const struct lever *lever, uint32_t town,
                   enum lever_kind kind) {
  for (uint32_t l = 0; l < scenario->levers_count; l++) {
    const struct lever *other = &scenario->levers[l];
    if (other->kind != kind || other->from > lever->to || other->to < lever->from) continue;
    for (uint32_t k = 0; k < other->towns_count; k++) {
      if (other->towns[k] == town) return true;
    }
  }
  return false;
}

static bool has_themed_park(const struct scenario *scenario, uint32_t town) {
  for (uint32_t park = scenario->first_park[town]; park < scenario->first_park[town + 1]; park++) {
    if ((int)scenario->parks[park].admits == ADMITS_CHAIN) return true;
  }
  return false;
}

/* Whether a lever's plants are for parks that admit the chain alone. */
static bool wants_themed_park(const struct lever *lever) {
  struct lever_bond_plants plants;
  memcpy(&plants, lever->values, sizeof plants);
  return plants.parks > 0;
}

/* Why a lever has nothing to act on in a town; NULL where it may have. */
static const char *idle_in(const struct scenario *scenario, const struct lever *lever,
                           uint32_t town) {
  const bool recruits = beside(scenario, lever, town, LEVER_recruiting_teams);
  const bool leads = beside(scenario, lever, town, LEVER_lead_sheep);
  switch (lever->kind) {
  case LEVER_park_linkage:
    return scenario->first_park[town + 1] - scenario->first_park[town] < 2
               ? "the town has one park: there is nothing to link"
               : NULL;
  case LEVER_bond_plants:
    return wants_themed_park(lever) && !has_themed_park(scenario, town)
               ? "none of its parks admits the chain alone: say so of one, or parks: all"
               : NULL;
  case LEVER_professional_operator:
    return recruits ? NULL : "nobody recruits there in these months: add recruiting_teams";
  case LEVER_one_window:
    return recruits || leads ? NULL
                             : "no project is on its way there in these months: add "
                               "recruiting_teams or lead_sheep";
  default: return NULL;
  }
}

static void doubt_use(struct scenario *scenario, const struct lever *lever) {
  char path[2 * SCENARIO_NAME];
  path_of(lever, "lever", path, sizeof path);
  for (uint32_t k = 0; k < lever->towns_count && lever->towns[k] < scenario->named_towns; k++) {
    const char *why = idle_in(scenario, lever, lever->towns[k]);
    if (!why) continue;
    scenario_warn(scenario, path, "%s has nothing to act on in %s: %s",
                  tables_levers[lever->kind].name, scenario->town_names[lever->towns[k]], why);
  }
}

void scenario_doubt_levers(struct scenario *scenario) {
  for (uint32_t l = 0; l < scenario->levers_count; l++) {
    doubt_budget(scenario, &scenario->levers[l]);
    doubt_use(scenario, &scenario->levers[l]);
    const struct lever *lever = &scenario->levers[l];
    for (uint32_t k = 0; k < lever->towns_count && lever->towns[k] < scenario->named_towns; k++) {
      doubt_absorbed(scenario, lever, lever->towns[k]);
    }
  }
}
