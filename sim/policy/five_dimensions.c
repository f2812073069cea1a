/* five_dimensions - supports chain (M8), productive services (M4), life (M11), infrastructure (M2)
 * and government (M23) together: each share of the money has its own diminishing returns, so that
 * the mix matters. */
#include "bellwether/policy/policy.h"

#include <math.h>

#define LN_2 0.69314718055994530942

void five_dimensions_act(struct policy *policy, const struct lever_five_dimensions *values) {
  const double spent = policy->effect * (double)policy->instalment / FEN_PER_MILLION;
  struct towns *towns = &policy->economy->towns;
  towns_add_works(towns->amenity_works[policy->town].v, AMENITY_COUNT, spent * values->living);
  towns_add_works(towns->infrastructure_works[policy->town].v, INFRASTRUCTURE_COUNT,
                  spent * values->infrastructure);
  struct instruments *instruments = policy_instruments(policy);
  const double yearly = 12 * spent / values->unit;
  instruments->procurement += values->procurement * log1p(yearly * values->chain) / LN_2;
  instruments->research_access += values->access * log1p(yearly * values->productive) / LN_2;
  instruments->effort += values->effort * log1p(yearly * values->government) / LN_2;
}
