/* one_firm_one_policy - a remedy for each firm (M20, M24): the firms reached save a part of what
 * rules cost them; `firms` of the town's can be cared for at a time. */
#include "bellwether/policy/policy.h"

enum status one_firm_one_policy_act(struct policy *policy,
                                    const struct lever_one_firm_one_policy *values,
                                    struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  const struct span here = economy_town_firms(policy->economy, policy->town);
  const double firms = here.end - here.first;
  const double reached = firms > values->firms ? values->firms / firms : 1;
  instruments->compliance += policy->effect * values->saved * reached;
  return STATUS_OK;
}
