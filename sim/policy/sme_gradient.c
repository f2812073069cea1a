/* sme_gradient - the ladder from technology SME to leader (M22): the odds of each step rise; firms
 * that rose last month get an award as far as the month's money goes, the rest is coaching. */
#include "bellwether/policy/policy.h"

enum status sme_gradient_act(struct policy *policy, const struct lever_sme_gradient *values,
                             struct error *error) {
  (void)error; /* nothing here can fail */
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  int64_t left = policy->instalment;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const bool rose = firms->tier[i] && firms->promoted[i] == economy->month - 1;
    int64_t award = rose ? ledger_fen(policy->effect * values->award) : 0;
    if (award > left) award = left;
    firms->cash[i] += award;
    left -= award;
  }
  ledger_pay(&economy->ledger.month, FLOW_subsidies, policy->instalment - left);
  ledger_pay(&economy->ledger.month, FLOW_programmes, left);
  if (policy->active) policy_instruments(policy)->tiers += policy->effect * values->odds;
  return STATUS_OK;
}
