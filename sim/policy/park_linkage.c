/* park_linkage - links the parks of a town (M1): staff in its other parks weighs at least `weight`.
 */
#include "bellwether/policy/policy.h"

enum status park_linkage_act(struct policy *policy, const struct lever_park_linkage *values,
                             struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->park_link += policy->effect * values->weight;
  return STATUS_OK;
}
