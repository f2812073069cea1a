/* professional_operator - a hired team that plans, recruits and runs the park (M14): the recruiters
 * sign more, more of it lands, and what the chain lacks comes first. */
#include "bellwether/policy/policy.h"

enum status professional_operator_act(struct policy *policy,
                                      const struct lever_professional_operator *values,
                                      struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->signings += policy->effect * values->signings;
  instruments->landing += policy->effect * values->landing;
  instruments->targeting += policy->effect * values->targeting;
  return STATUS_OK;
}
