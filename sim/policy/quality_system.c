/* quality_system - quality systems, brands and after-sales service (M7): each firm of the chain
 * once, with a gain in quality. */
#include "bellwether/policy/policy.h"

enum status quality_system_act(struct policy *policy, const struct lever_quality_system *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  policy_upgrade(policy, values->cost, UPGRADED_QUALITY, policy->economy->firms.quality,
                 values->gain);
  return STATUS_OK;
}
