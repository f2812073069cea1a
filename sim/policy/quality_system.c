/* quality_system - quality systems, brands and after-sales service (M7): each firm of the chain
 * once, with a gain in quality. */
#include "bellwether/policy/policy.h"

enum status quality_system_act(struct policy *policy, const struct lever_quality_system *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct firms *firms = &policy->economy->firms;
  const uint32_t count = policy_pieces(policy, values->cost);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = policy_choose_firm(policy, UPGRADED_QUALITY);
    if (i == NOBODY) break;
    firms->upgraded[i] |= UPGRADED_QUALITY;
    firms->quality[i] += policy->effect * values->gain;
  }
  return STATUS_OK;
}
