/* tax_monitoring - invoices, monitoring and audits by rule, without favours (M20): rules cost firms
 * less. */
#include "bellwether/policy/policy.h"

void tax_monitoring_act(struct policy *policy, const struct lever_tax_monitoring *values) {
  const double reach = policy_reach(policy, values->cost, policy_firms(policy));
  policy_instruments(policy)->compliance += reach * values->saved;
}
