/* talent_catalogue - publishes which skills are short (M10): where the town has openings for a
 * skill, the share `search` more of its idle persons look for a job in a month. */
#include "bellwether/policy/policy.h"

enum status talent_catalogue_act(struct policy *policy, const struct lever_talent_catalogue *values,
                                 struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  const struct towns *towns = &policy->economy->towns;
  for (int z = 0; z < SKILL_COUNT; z++) {
    const bool is_short = towns->openings[policy->town].v[z] > 0;
    if (is_short) instruments->search.v[z] += (float)(policy->effect * values->search);
  }
  return STATUS_OK;
}
