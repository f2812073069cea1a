/* talent_service - serves talents (M11, M12): service enters the utility of the town, and keeps
 * people in their jobs. */
#include "bellwether/policy/policy.h"

void talent_service_act(struct policy *policy, const struct lever_talent_service *values) {
  const double reach = policy_reach(policy, values->cost, policy_employed(policy));
  policy_instruments(policy)->service += reach * values->service;
}
