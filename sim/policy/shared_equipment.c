/* shared_equipment - equipment that all firms may use (M4): a yuan of research yields more. */
#include "bellwether/policy/policy.h"

enum status shared_equipment_act(struct policy *policy, const struct lever_shared_equipment *values,
                                 struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->research_access += policy->effect * values->access;
  instruments->platforms += policy->effect * values->platforms;
  return STATUS_OK;
}
