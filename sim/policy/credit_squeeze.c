/* credit_squeeze - banks lend less (M9), to all towns. */
#include "bellwether/policy/policy.h"

void credit_squeeze_act(struct policy *policy, const struct lever_credit_squeeze *values) {
  if (!policy->first) return;
  policy->economy->shocks.credit -= policy->effect * values->cut;
}
