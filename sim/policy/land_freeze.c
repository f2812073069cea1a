/* land_freeze - no more land may be built on (M17): each park's land left shrinks by the share
 * `effect`, for ever. */
#include "bellwether/policy/policy.h"

void land_freeze_act(struct policy *policy, const struct lever_land_freeze *values) {
  (void)values;
  struct parks *parks = &policy->economy->parks;
  const struct span here = economy_town_parks(policy->economy, policy->town);
  const double before = policy->state->done_exactly; /* of what was left at first */
  const double share = before < 1 ? policy_step(policy, 1) / (1 - before) : 0;
  for (uint32_t park = here.first; park < here.end; park++) {
    const uint64_t held = parks->floor_built[park] + parks->floor_coming[park];
    const uint64_t left = parks->floor_most[park] > held ? parks->floor_most[park] - held : 0;
    parks->floor_most[park] -= (uint64_t)(share * (double)left);
  }
}
