/* quality_system - quality systems, brands and after-sales service (M7): each firm of the chain
 * once, with a gain in quality. */
#include "bellwether/policy/policy.h"

void quality_system_act(struct policy *policy, const struct lever_quality_system *values) {
  policy_upgrade(policy, values->cost, UPGRADED_QUALITY, policy->economy->firms.quality,
                 values->gain);
}
