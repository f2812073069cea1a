/* clear_out - closes firms that make too little of their land (M17, M21): sales of twelve months
 * per mu under the threshold for so many months in a row, young firms aside. */
#include "bellwether/policy/policy.h"

#define YOUNG       36 /* months in which a firm is left to grow */
#define MONTHS_MOST 250

enum status clear_out_act(struct policy *policy, const struct lever_clear_out *values,
                          struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  if (!policy->active || policy->effect <= 0) return STATUS_OK;
  const struct span here = economy_town_firms(economy, policy->town);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double plot = economy->parks.plot_ratio[firms->park[i]];
    const double land = firms->floor[i] / plot / M2_PER_MU;
    const bool poor = firms_sales_year(firms, i) < policy->effect * values->threshold * land;
    if (!poor || economy->month - firms->born[i] < YOUNG) firms->months_poor[i] = 0;
    else if (firms->months_poor[i] < MONTHS_MOST) firms->months_poor[i]++;
    if (firms->months_poor[i] >= values->notice) firms->leaving[i] = 1;
  }
  return STATUS_OK;
}
