/* workstation - brokers between firms and universities (M24): so many cases a month. */
#include "bellwether/policy/policy.h"

enum status workstation_act(struct policy *policy, const struct lever_workstation *values,
                            struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->cases += policy->effect * values->cases;
  return STATUS_OK;
}
