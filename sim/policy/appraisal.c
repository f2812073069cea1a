/* appraisal - officials are judged by their work (M23): they aim at more effort. */
#include "bellwether/policy/policy.h"

enum status appraisal_act(struct policy *policy, const struct lever_appraisal *values,
                          struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->effort += policy->effect * values->effort;
  return STATUS_OK;
}
