/* talent_map - maps talents elsewhere (M12): arrivals of graduates and high-end talents grow by the
 * share `arrivals`. */
#include "bellwether/policy/policy.h"

void talent_map_act(struct policy *policy, const struct lever_talent_map *values) {
  struct instruments *instruments = policy_instruments(policy);
  const struct by_skill *force = &policy->economy->towns.labour_force[policy->town];
  const double need = (double)force->v[GRADUATE] + (double)force->v[HIGH_END];
  const double arrivals = policy_reach(policy, values->cost, need) * values->arrivals;
  instruments->map.v[GRADUATE] += (float)arrivals;
  instruments->map.v[HIGH_END] += (float)arrivals;
}
