/* demand_survey - asks firms what they need (M24): more of the brokers' cases end in a link. */
#include "bellwether/policy/policy.h"

enum status demand_survey_act(struct policy *policy, const struct lever_demand_survey *values,
                              struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->survey += policy->effect * values->known;
  return STATUS_OK;
}
