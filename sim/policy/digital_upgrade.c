/* digital_upgrade - makes firms digital (M2): each firm of the chain once, with a gain in its own
 * log productivity. */
#include "bellwether/policy/policy.h"

enum status digital_upgrade_act(struct policy *policy, const struct lever_digital_upgrade *values,
                                struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct firms *firms = &policy->economy->firms;
  const uint32_t count = policy_pieces(policy, values->cost);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = policy_choose_firm(policy, UPGRADED_DIGITAL);
    if (i == NOBODY) break;
    firms->upgraded[i] |= UPGRADED_DIGITAL;
    firms->own_productivity[i] += policy->effect * values->gain;
  }
  return STATUS_OK;
}
