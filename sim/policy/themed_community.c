/* themed_community - a community for the people of an industry (M11): utility of the town, and
 * service. */
#include "bellwether/policy/policy.h"

enum status themed_community_act(struct policy *policy, const struct lever_themed_community *values,
                                 struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  for (int z = 0; z < SKILL_COUNT; z++) {
    instruments->appeal.v[z] += (float)(policy->effect * values->appeal);
  }
  instruments->service += policy->effect * values->service;
  return STATUS_OK;
}
