/* demand_shock - demand falls or rises while it lasts (M8), for all towns. */
#include "bellwether/policy/policy.h"

void demand_shock_act(struct policy *policy, const struct lever_demand_shock *values) {
  struct economy *economy = policy->economy;
  if (!policy->first) return;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (values->segment >= 0 && (uint32_t)values->segment != s) continue;
    economy->markets[s].demand_shock *= 1 + policy->effect * values->change;
  }
}
