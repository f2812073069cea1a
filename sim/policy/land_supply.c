/* land_supply - more land for plants (M17): as many mu as the money pays, evenly over the town's
 * parks. */
#include "bellwether/policy/policy.h"

void land_supply_act(struct policy *policy, const struct lever_land_supply *values) {
  struct parks *parks = &policy->economy->parks;
  const struct span here = economy_town_parks(policy->economy, policy->town);
  const double land = policy_step(policy, policy_spent(policy) / values->cost);
  for (uint32_t park = here.first; park < here.end; park++) {
    const double floor = land * M2_PER_MU * parks->plot_ratio[park] / (here.end - here.first);
    parks->floor_most[park] += (uint64_t)floor;
  }
}
