/* incentives - a package for movers (M14): attraction. When it ends, those who came for it may go:
 * for two years attracted firms leave with the hazard `relocation` (M21). */
#include "bellwether/policy/policy.h"

#define AFTERMATH 24 /* months */

enum status incentives_act(struct policy *policy, const struct lever_incentives *values,
                           struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct instruments *instruments = policy_instruments(policy);
  if (!policy->active) {
    const bool lately = policy->economy->month - policy->lever->to <= AFTERMATH;
    instruments->relocation += lately ? policy->effect * values->relocation : 0;
    return STATUS_OK;
  }
  instruments->subsidy += policy->effect * values->attraction;
  return STATUS_OK;
}
