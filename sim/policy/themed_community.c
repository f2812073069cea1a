/* themed_community - a community for the people of an industry (M11): utility of the town, and
 * service. */
#include "bellwether/policy/policy.h"

void themed_community_act(struct policy *policy, const struct lever_themed_community *values) {
  struct instruments *instruments = policy_instruments(policy);
  const double reach = policy_reach(policy, values->cost, policy_employed(policy));
  for (int z = 0; z < SKILL_COUNT; z++) instruments->appeal.v[z] += (float)(reach * values->appeal);
  instruments->service += reach * values->service;
}
