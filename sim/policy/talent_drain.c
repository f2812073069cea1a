/* talent_drain - elsewhere draws people away (M12), from all towns. */
#include "bellwether/policy/policy.h"

enum status talent_drain_act(struct policy *policy, const struct lever_talent_drain *values,
                             struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active || !policy->first) return STATUS_OK;
  policy->economy->shocks.elsewhere += policy->effect * values->pull;
  return STATUS_OK;
}
