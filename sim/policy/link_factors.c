/* link_factors - links factors, firms and sectors (M1): related segments learn more from each other
 * in town, as far as firms of the chain are reached. */
#include "bellwether/policy/policy.h"

void link_factors_act(struct policy *policy, const struct lever_link_factors *values) {
  const double reach = policy_reach(policy, values->cost, policy_chain(policy));
  policy_instruments(policy)->relatedness += reach * values->relatedness;
}
