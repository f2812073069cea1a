/* mixed_use - lets land and buildings serve several uses (M17): the land of each park carries up to
 * the share `floor` more, as far as the money so far reaches. */
#include "bellwether/policy/policy.h"

void mixed_use_act(struct policy *policy, const struct lever_mixed_use *values) {
  struct parks *parks = &policy->economy->parks;
  const struct span here = economy_town_parks(policy->economy, policy->town);
  double most = 0; /* m2 that could be added */
  for (uint32_t park = here.first; park < here.end; park++) {
    most += values->floor * parks->land[park] * M2_PER_MU * parks->plot_ratio[park];
  }
  const double share = policy_step(policy, policy_share(policy_spent(policy), values->cost, most));
  for (uint32_t park = here.first; park < here.end; park++) {
    parks->floor_most[park] += (uint64_t)(share * values->floor * parks->land[park] * M2_PER_MU *
                                          parks->plot_ratio[park]);
  }
}
