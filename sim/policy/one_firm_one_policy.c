/* one_firm_one_policy - a remedy for each firm (M20): what rules cost the firms reached. */
#include "bellwether/policy/policy.h"

void one_firm_one_policy_act(struct policy *policy,
                             const struct lever_one_firm_one_policy *values) {
  const double reach = policy_reach(policy, values->cost, policy_firms(policy));
  policy_instruments(policy)->compliance += reach * values->saved;
}
