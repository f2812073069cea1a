/* innovation_base - grants for research (M4): the month's money goes to the town's firms of the
 * chain by what they spend themselves, and they spend it on research. */
#include "bellwether/policy/policy.h"

#include "bellwether/agents/production.h"
#include "bellwether/base/sum.h"

void innovation_base_act(struct policy *policy, const struct lever_innovation_base *values) {
  (void)values; /* its effect is the share that reaches research */
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  double *spent = &economy->firm_scratch[0][here.first];
  int64_t *parts = &economy->firm_amounts[0][here.first];
  double sum = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const bool in_chain = economy_in_chain(economy, i);
    spent[at - here.first] = in_chain ? production_research(economy, i) : 0;
    sum += spent[at - here.first];
  }
  const int64_t granted = sum > 0 ? (int64_t)(policy->effect * (double)policy->instalment) : 0;
  if (granted == 0) return;
  sum_apportion(granted, spent, parts, here.end - here.first);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    firms->cash[i] += parts[at - here.first];
    firms->grant[i] += parts[at - here.first];
  }
  policy_pass(policy, FLOW_subsidies, granted);
}
