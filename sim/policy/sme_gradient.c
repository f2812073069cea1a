/* sme_gradient - the ladder from technology SME to leader (M22): the odds of each step rise; firms
 * that rose last month get an award as far as the month's money goes, the rest is coaching. */
#include "bellwether/policy/policy.h"

void sme_gradient_act(struct policy *policy, const struct lever_sme_gradient *values) {
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const bool rose = firms->tier[i] && firms->promoted[i] == economy->month - 1;
    int64_t award = rose ? ledger_fen(policy->effect * values->award) : 0;
    if (award > policy->left) award = policy->left;
    firms->cash[i] += award;
    policy_pass(policy, FLOW_subsidies, award);
  }
  const double reach = policy_reach(policy, values->cost, policy_chain(policy));
  policy_instruments(policy)->tiers += reach * values->odds;
}
