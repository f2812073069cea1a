/* Levers that look like a slip: money out of all proportion, too little for a fixed cost, or
 * nothing to act on. */
#include "complain.h"

#include <stdio.h>

#define BUDGET_MOST 10 /* times the preset */

static void path_of(const struct lever *lever, const char *field, char *path, size_t bytes) {
  snprintf(path, bytes, "levers.%s.%s", lever->name, field);
}

static void doubt_budget(struct scenario *scenario, const struct lever *lever) {
  const struct lever_row *row = &tables_levers[lever->kind];
  const double budget = lever->values[LEVER_BUDGET], preset = row->fields[LEVER_BUDGET].preset;
  const double yearly = 12 * budget / (lever->to - lever->from + 1);
  char path[2 * SCENARIO_NAME];
  path_of(lever, "budget", path, sizeof path);
  if (row->money == LEVER_BEFALLS) return;
  if (budget <= 0 && lever->values[LEVER_EFFECT] > 0) {
    scenario_warn(scenario, path,
                  "without money %s does nothing: give it a budget, or take the lever away with "
                  "'%s: ~'",
                  row->name, lever->name);
  } else if (row->money == LEVER_FIXED && yearly < lever->values[LEVER_COST]) {
    scenario_warn(scenario, path,
                  "%.4g M CNY a year are less than the least cost of %s, %.4g: it does nothing; "
                  "give it %.4g M CNY or more",
                  yearly, row->name, lever->values[LEVER_COST],
                  lever->values[LEVER_COST] * (lever->to - lever->from + 1) / 12);
  } else if (row->money == LEVER_FIXED) {
    return; /* what is above it does the same, as 'bellwether levers' says */
  } else if (budget > BUDGET_MOST * preset) {
    scenario_warn(
        scenario, path,
        "%.4g M CNY are %.3g times the usual budget of %s, %.4g M CNY, for each town: the "
        "last yuan does little; look at the unit, 万元 or 亿元",
        budget, budget / preset, row->name, preset);
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
  }
}
