/* demand_survey - asks firms what they need (M24): more of the brokers' cases end in a link. */
#include "bellwether/policy/policy.h"

void demand_survey_act(struct policy *policy, const struct lever_demand_survey *values) {
  const double reach = policy_reach(policy, values->cost, policy_chain(policy));
  policy_instruments(policy)->survey += reach * values->known;
}
