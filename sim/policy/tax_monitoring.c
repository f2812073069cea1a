/* tax_monitoring - invoices, monitoring and audits by rule, without favours (M20): rules cost firms
 * less. */
#include "bellwether/policy/policy.h"

enum status tax_monitoring_act(struct policy *policy, const struct lever_tax_monitoring *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->compliance += policy->effect * values->saved;
  return STATUS_OK;
}
