/* lead_exit - the town's leader leaves (M18, M21), in the first month: its lead firms, or where
 * there is none its largest device firm. */
#include "bellwether/policy/policy.h"

void lead_exit_act(struct policy *policy, const struct lever_lead_exit *values) {
  (void)values; /* its effect says all */
  struct firms *firms = &policy->economy->firms;
  if (policy->economy->month != policy->lever->from || policy->effect <= 0) return;
  const struct span here = economy_town_firms(policy->economy, policy->town);
  bool any = false;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = policy->economy->roster.rows[at];
    if (!firms->lead[i]) continue;
    firms->leaving[i] = 1;
    any = true;
  }
  const uint32_t largest = policy_largest(policy);
  if (!any && largest != NOBODY) firms->leaving[largest] = 1;
}
