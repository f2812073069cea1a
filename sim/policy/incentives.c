/* incentives - a package for movers (M14): attraction. */
#include "bellwether/policy/policy.h"

enum status incentives_act(struct policy *policy, const struct lever_incentives *values,
                           struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->subsidy += policy->effect * values->attraction;
  return STATUS_OK;
}
