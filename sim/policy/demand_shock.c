/* demand_shock - demand falls or rises while it lasts (M8), for all towns. */
#include "bellwether/policy/policy.h"

enum status demand_shock_act(struct policy *policy, const struct lever_demand_shock *values,
                             struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct economy *economy = policy->economy;
  if (!policy->active || !policy->first) return STATUS_OK;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (values->segment >= 0 && (uint32_t)values->segment != s) continue;
    economy->markets[s].demand_shock *= 1 + policy->effect * values->change;
  }
  return STATUS_OK;
}
