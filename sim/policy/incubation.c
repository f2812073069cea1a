/* incubation - seats for start-ups (M15).
 *
 * The budget pays for budget / (years * seat_cost) seats while it lasts (fewer where `effect` is
 * below 1). Free seats attract start-ups, the more of them beside the firms of the chain the more,
 * and take young firms: no rent, machinery worth a share of the owners' money, faster registration.
 * The hazard of closing changes by hazard_tenant in tenancy and by hazard_graduate in the 36 months
 * after. Evidence is weak and mixed (no survival gain at five centres, loss at three): every effect
 * scales with `effect`, which may be 0. */
#include "bellwether/policy/policy.h"

#include <math.h>

void incubation_act(struct policy *policy, const struct lever_incubation *incubation) {
  const double years = (policy->lever->to - policy->lever->from + 1) / 12.0;
  const double seats = floor(fmin(policy->effect, 1) * incubation->budget /
                             (years * incubation->seat_cost));
  struct instruments *instruments = policy_instruments(policy);
  if (seats < 1) return;
  instruments->coaching += policy->effect * incubation->coaching;
  instruments->hazard_tenant += policy->effect * (incubation->hazard_tenant - 1);
  instruments->hazard_graduate += policy->effect * (incubation->hazard_graduate - 1);
  if (!policy->active) return;
  instruments->seats += seats;
  instruments->start_ups += policy->effect * incubation->attraction;
  instruments->equipment += policy->effect * incubation->equipment;
  instruments->tenancy = fmax(instruments->tenancy, incubation->tenancy);
}
