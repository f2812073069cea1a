/* park_linkage - links the parks of a town (M1): staff in its other parks weighs at least `weight`.
 */
#include "bellwether/policy/policy.h"

void park_linkage_act(struct policy *policy, const struct lever_park_linkage *values) {
  const struct span parks = economy_town_parks(policy->economy, policy->town);
  const double reach = policy_reach(policy, values->cost, parks.end - parks.first - 1);
  policy_instruments(policy)->park_link += reach * values->weight;
}
