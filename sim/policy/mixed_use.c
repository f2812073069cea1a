/* mixed_use - lets land and buildings serve several uses (M17): the land of each park carries the
 * share `floor` more, once. */
#include "bellwether/policy/policy.h"

enum status mixed_use_act(struct policy *policy, const struct lever_mixed_use *values,
                          struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct parks *parks = &policy->economy->parks;
  const struct span here = economy_town_parks(policy->economy, policy->town);
  const double share = policy_step(policy, values->floor);
  for (uint32_t park = here.first; park < here.end; park++) {
    parks->floor_most[park] += (uint64_t)(share * parks->land[park] * M2_PER_MU *
                                          parks->plot_ratio[park]);
  }
  return STATUS_OK;
}
