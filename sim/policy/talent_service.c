/* talent_service - serves talents (M11, M12): service enters the utility of the town, and keeps
 * people in their jobs. */
#include "bellwether/policy/policy.h"

enum status talent_service_act(struct policy *policy, const struct lever_talent_service *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->service += policy->effect * values->service;
  return STATUS_OK;
}
