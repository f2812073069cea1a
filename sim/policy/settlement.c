/* settlement - helps technicians settle (M11): for them housing costs (1 - discount) of its price.
 */
#include "bellwether/policy/policy.h"

#include <math.h>

void settlement_act(struct policy *policy, const struct lever_settlement *values) {
  const struct economy *economy = policy->economy;
  const double need = (double)policy_staff(policy).v[TECHNICIAN] +
                      economy->towns.idle[policy->town].v[TECHNICIAN];
  const double saved = -log1p(-policy_reach(policy, values->cost, need) * values->discount);
  policy_instruments(policy)->appeal.v[TECHNICIAN] += (float)(economy->params->taste_housing *
                                                              saved);
}
