/* link_factors - links factors, firms and sectors (M1): related segments of the chain learn more
 * from each other, rel += relatedness. */
#include "bellwether/policy/policy.h"

enum status link_factors_act(struct policy *policy, const struct lever_link_factors *values,
                             struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->relatedness += policy->effect * values->relatedness;
  return STATUS_OK;
}
