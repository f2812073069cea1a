/* talent_drain - elsewhere draws people away (M12), from all towns. */
#include "bellwether/policy/policy.h"

void talent_drain_act(struct policy *policy, const struct lever_talent_drain *values) {
  if (!policy->first) return;
  policy->economy->shocks.elsewhere += policy->effect * values->pull;
}
