/* regulatory_delay - registration takes longer (M5), everywhere. */
#include "bellwether/policy/policy.h"

enum status regulatory_delay_act(struct policy *policy, const struct lever_regulatory_delay *values,
                                 struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active || !policy->first) return STATUS_OK;
  policy->economy->shocks.registration += policy->effect * values->delay;
  return STATUS_OK;
}
