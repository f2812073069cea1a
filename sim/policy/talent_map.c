/* talent_map - maps talents elsewhere (M12): arrivals of graduates and high-end talents grow by the
 * share `arrivals`. */
#include "bellwether/policy/policy.h"

enum status talent_map_act(struct policy *policy, const struct lever_talent_map *values,
                           struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->map.v[GRADUATE] += (float)(policy->effect * values->arrivals);
  instruments->map.v[HIGH_END] += (float)(policy->effect * values->arrivals);
  return STATUS_OK;
}
