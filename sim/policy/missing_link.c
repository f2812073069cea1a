/* missing_link - recruits and houses first what the chain lacks (M14, M17). */
#include "bellwether/policy/policy.h"

enum status missing_link_act(struct policy *policy, const struct lever_missing_link *values,
                             struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->targeting += policy->effect * values->targeting;
  instruments->missing_first += policy->effect;
  return STATUS_OK;
}
