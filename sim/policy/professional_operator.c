/* professional_operator - a hired team that plans, recruits and runs the park (M14): the recruiters
 * sign more, more of it lands, and what the chain lacks comes first. */
#include "bellwether/policy/policy.h"

void professional_operator_act(struct policy *policy,
                               const struct lever_professional_operator *values) {
  struct instruments *instruments = policy_instruments(policy);
  const struct span parks = economy_town_parks(policy->economy, policy->town);
  const double reach = policy_reach(policy, values->cost, parks.end - parks.first);
  instruments->signings += reach * values->signings;
  instruments->landing += reach * values->landing;
  instruments->targeting += reach * values->targeting;
}
