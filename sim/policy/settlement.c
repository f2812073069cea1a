/* settlement - helps technicians settle (M11): for them housing costs (1 - discount) of its price.
 */
#include "bellwether/policy/policy.h"

#include <math.h>

enum status settlement_act(struct policy *policy, const struct lever_settlement *values,
                           struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  const double saved = -log1p(-policy->effect * values->discount);
  instruments->appeal.v[TECHNICIAN] += (float)(policy->economy->params->taste_housing * saved);
  return STATUS_OK;
}
