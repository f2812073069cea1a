/* clear_out - closes firms that make too little of their land (M17, M21): sales of twelve months
 * per mu under the threshold for so many months in a row, young firms aside; the longest poor
 * first, as many as the money so far pays. */
#include "bellwether/policy/policy.h"

#include <math.h>

#define YOUNG       36 /* months in which a firm is left to grow */
#define MONTHS_MOST 250

/* Counts the months in a row in which each firm has been poor. */
static void look_at_land(const struct policy *policy, double threshold) {
  const struct economy *economy = policy->economy;
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double plot = economy->parks.plot_ratio[firms->park[i]];
    const double land = firms->floor[i] / plot / M2_PER_MU;
    const bool poor = firms_sales_year(firms, i) < threshold * land;
    if (!poor || economy->month - firms->born[i] < YOUNG) firms->months_poor[i] = 0;
    else if (firms->months_poor[i] < MONTHS_MOST) firms->months_poor[i]++;
  }
}

/* The firm that has been poor longest, `notice` months and more, and is not yet leaving; NOBODY. */
static uint32_t poorest(const struct policy *policy, double notice) {
  const struct economy *economy = policy->economy;
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  uint32_t found = NOBODY;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (firms->leaving[i] || firms->months_poor[i] < notice) continue;
    if (found == NOBODY || firms->months_poor[i] > firms->months_poor[found]) found = i;
  }
  return found;
}

void clear_out_act(struct policy *policy, const struct lever_clear_out *values) {
  const double paid = floor(policy_spent(policy) / values->cost);
  if (policy->effect <= 0 || policy->yearly <= 0) return;
  look_at_land(policy, policy->effect * values->threshold);
  while (policy->state->done_exactly < paid) {
    const uint32_t firm = poorest(policy, values->notice);
    if (firm == NOBODY) return;
    policy->economy->firms.leaving[firm] = 1;
    policy->state->done_exactly++;
  }
}
