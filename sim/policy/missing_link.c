/* missing_link - recruits and houses first what the chain lacks (M14, M17). */
#include "bellwether/policy/policy.h"

void missing_link_act(struct policy *policy, const struct lever_missing_link *values) {
  struct instruments *instruments = policy_instruments(policy);
  double links = 0;
  for (uint32_t s = 0; s < policy->economy->segments_count; s++) {
    links += tables_in_chain(&policy->economy->segments[s]);
  }
  const double reach = policy_reach(policy, values->cost, links);
  instruments->targeting += reach * values->targeting;
  instruments->missing_first += reach;
}
