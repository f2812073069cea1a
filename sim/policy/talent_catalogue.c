/* talent_catalogue - publishes which skills are short (M10): where the town has openings for a
 * skill, the share `search` more of its idle persons look for a job in a month. */
#include "bellwether/policy/policy.h"

void talent_catalogue_act(struct policy *policy, const struct lever_talent_catalogue *values) {
  struct instruments *instruments = policy_instruments(policy);
  const struct by_skill_count *openings = &policy->economy->towns.openings[policy->town];
  const struct by_skill_count *idle = &policy->economy->towns.idle[policy->town];
  double need = 0;
  for (int z = 0; z < SKILL_COUNT; z++) need += openings->v[z] > 0 ? idle->v[z] : 0;
  const double search = policy_reach(policy, values->cost, need) * values->search;
  for (int z = 0; z < SKILL_COUNT; z++) {
    if (openings->v[z] > 0) instruments->search.v[z] += (float)search;
  }
}
