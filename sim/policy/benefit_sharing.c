/* benefit_sharing - leading firms share gains with suppliers in town (M8): the share `share` of the
 * profit of lead firms and large device firms goes to suppliers by what they sold in town last
 * month, and more of the inputs is bought there. */
#include "bellwether/policy/policy.h"

#include "bellwether/base/sum.h"

static bool leads(const struct economy *economy, uint32_t i, double large) {
  const struct firms *firms = &economy->firms;
  return firms->lead[i] || ((int)economy->segments[firms->segment[i]].role == ROLE_DEVICE &&
                            firms_sales_year(firms, i) >= large);
}

void benefit_sharing_act(struct policy *policy, const struct lever_benefit_sharing *values) {
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  const double reach = policy_reach(policy, values->cost, policy_chain(policy));
  if (reach <= 0) return;
  policy_instruments(policy)->procurement += reach * values->procurement;
  const struct span here = economy_town_firms(economy, policy->town);
  double *sold = &economy->firm_scratch[0][here.first];
  int64_t *parts = &economy->firm_amounts[0][here.first];
  double sum = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    sold[at - here.first] = firms->local_sales[economy->roster.rows[at]];
    sum += sold[at - here.first];
  }
  if (sum <= 0) return;
  int64_t total = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!leads(economy, i, values->large) || firms->profit[i] <= 0 || firms->cash[i] <= 0) continue;
    int64_t given = ledger_fen(reach * values->share * firms->profit[i]);
    if (given > firms->cash[i]) given = firms->cash[i];
    firms->cash[i] -= given;
    total += given;
  }
  sum_apportion(total, sold, parts, here.end - here.first);
  for (uint32_t at = here.first; at < here.end; at++) {
    firms->cash[economy->roster.rows[at]] += parts[at - here.first];
  }
  ledger_pay(&economy->ledger.month, FLOW_benefit_sharing, total);
}
