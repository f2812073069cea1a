/* price_cut - central procurement cuts the price of a segment (M8), for all towns: sales are worth
 * less, inputs and staff cost the same, and volume responds by volume_response. */
#include "bellwether/policy/policy.h"

void price_cut_act(struct policy *policy, const struct lever_price_cut *values) {
  struct economy *economy = policy->economy;
  if (!policy->first) return;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (values->segment >= 0 && (uint32_t)values->segment != s) continue;
    economy->markets[s].price *= 1 - policy->effect * values->cut;
  }
}
