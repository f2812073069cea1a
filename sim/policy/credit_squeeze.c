/* credit_squeeze - banks lend less (M9), to all towns. */
#include "bellwether/policy/policy.h"

enum status credit_squeeze_act(struct policy *policy, const struct lever_credit_squeeze *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active || !policy->first) return STATUS_OK;
  policy->economy->shocks.credit -= policy->effect * values->cut;
  return STATUS_OK;
}
