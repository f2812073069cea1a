/* bond_plants - plants and roads built with money from special bonds (M17). Each month's instalment
 * is raised by a bond and spent at once: the share `plants` orders plants, delivered after
 * plant_months, split evenly over the town's parks, or those of the chain; the rest is
 * infrastructure. The town pays interest, and the bond back (markets/land.c). */
#include "bellwether/policy/policy.h"

enum { PARKS_ALL, PARKS_THEMED };

/* Whether plants are built in a park. */
static bool is_site(const struct economy *economy, uint32_t park,
                    const struct lever_bond_plants *values) {
  return (int)values->parks == PARKS_ALL || economy->parks.chain_only[park];
}

static uint32_t sites_of(const struct economy *economy, uint32_t town,
                         const struct lever_bond_plants *values) {
  const struct span parks = economy_town_parks(economy, town);
  uint32_t sites = 0;
  for (uint32_t park = parks.first; park < parks.end; park++) {
    if (is_site(economy, park, values)) sites++;
  }
  return sites;
}

void bond_plants_act(struct policy *policy, const struct lever_bond_plants *values) {
  struct economy *economy = policy->economy;
  struct towns *towns = &economy->towns;
  const struct params *params = economy->params;
  const uint32_t town = policy->town;
  const int64_t raised = policy->instalment;
  if (raised == 0) return;
  towns->cash[town] += raised;
  towns->bond_debt[town] += raised;
  towns->bonds_issued[town] += raised;
  ledger_pay(&economy->ledger.month, FLOW_bonds, raised);
  policy_pass(policy, FLOW_construction, raised);
  const double spent = policy->effect * (double)raised / FEN_PER_MILLION;
  towns_add_works(towns->infrastructure_works[town].v, INFRASTRUCTURE_COUNT,
                  spent * (1 - values->plants));
  const uint32_t sites = sites_of(economy, town, values);
  const double floor = spent * values->plants * 1e6 /
                       (params->plant_cost * economy_frontier(economy)) / (sites ? sites : 1);
  const struct span parks = economy_town_parks(economy, town);
  for (uint32_t park = parks.first; park < parks.end && floor >= 1; park++) {
    if (!is_site(economy, park, values)) continue;
    const uint64_t coming = economy->parks.floor_built[park] + economy->parks.floor_coming[park];
    const uint64_t most = economy->parks.floor_most[park];
    const uint64_t room = most > coming ? most - coming : 0;
    const uint64_t built = (uint64_t)floor < room ? (uint64_t)floor : room;
    if (built == 0) continue;
    const int32_t due = economy->month + (int32_t)params->plant_months;
    policy->status = economy_add_construction(economy, (struct construction){park, built, due},
                                              policy->error);
    if (policy->status != STATUS_OK) return;
  }
}
