/* regulatory_delay - registration takes longer (M5), everywhere. */
#include "bellwether/policy/policy.h"

void regulatory_delay_act(struct policy *policy, const struct lever_regulatory_delay *values) {
  if (!policy->first) return;
  policy->economy->shocks.registration += policy->effect * values->delay;
}
