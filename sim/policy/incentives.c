/* incentives - a package for movers (M14): attraction, as far as the money reaches those who moved
 * here, those on their way and the next. When it ends, those who came for it may go: for two years
 * attracted firms leave with the hazard `relocation`, as far as they were reached (M21). */
#include "bellwether/policy/policy.h"

#define AFTERMATH 24 /* months */

/* Firms in town that came from elsewhere. */
static double movers_here(const struct policy *policy) {
  const struct economy *economy = policy->economy;
  const struct span here = economy_town_firms(economy, policy->town);
  uint32_t count = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    count += economy->firms.origin[economy->roster.rows[at]] == ORIGIN_ATTRACTED;
  }
  return count;
}

void incentives_act(struct policy *policy, const struct lever_incentives *values) {
  struct instruments *instruments = policy_instruments(policy);
  if (!policy->active) {
    const bool lately = policy->economy->month - policy->lever->to <= AFTERMATH;
    instruments->relocation += lately ? policy->state->done_exactly * values->relocation : 0;
    return;
  }
  const double movers = movers_here(policy) + policy_projects(policy) + 1;
  policy->state->done_exactly = policy_reach(policy, values->cost, movers);
  instruments->subsidy += policy->state->done_exactly * values->attraction;
}
