/* incubation - seats for start-ups (M15).
 *
 * The budget pays for budget / (years * seat_cost) seats while it lasts (fewer where `effect` is
 * below 1). A free seat attracts
 * start-ups (in proportion to free seats) and takes young firms: no rent, machinery worth a share
 * of the owners' money, faster registration. The hazard of closing changes by hazard_tenant in
 * tenancy and by hazard_graduate in the 36 months after. Evidence is weak and mixed (no survival
 * gain at five centres, loss at three): every effect scales with `effect`, which may be 0. */
#include "bellwether/policy/policy.h"

#include <math.h>

enum status incubation_act(struct policy *policy, const struct lever_incubation *incubation,
                           struct error *error) {
  (void)error; /* nothing here can fail */
  const double years = (policy->lever->to - policy->lever->from + 1) / 12.0;
  struct instruments *instruments = &policy->economy->towns.instruments[policy->town];
  ledger_pay(&policy->economy->ledger.month, FLOW_programmes, policy->instalment);
  instruments->coaching += policy->effect * incubation->coaching;
  instruments->hazard_tenant += policy->effect * (incubation->hazard_tenant - 1);
  instruments->hazard_graduate += policy->effect * (incubation->hazard_graduate - 1);
  if (!policy->active || policy->effect <= 0) return STATUS_OK;
  instruments->seats += floor(fmin(policy->effect, 1) * incubation->budget /
                              (years * incubation->seat_cost));
  instruments->start_ups += policy->effect * incubation->attraction;
  instruments->equipment += policy->effect * incubation->equipment;
  instruments->tenancy = fmax(instruments->tenancy, incubation->tenancy);
  return STATUS_OK;
}
