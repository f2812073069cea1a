/* digital_upgrade - makes firms digital (M2): each firm of the chain once, with a gain in its own
 * log productivity. */
#include "bellwether/policy/policy.h"

void digital_upgrade_act(struct policy *policy, const struct lever_digital_upgrade *values) {
  policy_upgrade(policy, values->cost, UPGRADED_DIGITAL, policy->economy->firms.own_productivity,
                 values->gain);
}
