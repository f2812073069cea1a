/* steering_group - leaders meet, follow and settle what is stuck (M23). */
#include "bellwether/policy/policy.h"

enum status steering_group_act(struct policy *policy, const struct lever_steering_group *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->effort += policy->effect * values->effort;
  instruments->approval += policy->effect * values->approval;
  return STATUS_OK;
}
