/* alliance - firms of the chain ally (M4). Each firm that the money reaches joins; each member's
 * research counts as its own and the share `pooled` of the mean member's. */
#include "bellwether/policy/policy.h"

#include "bellwether/agents/production.h"

void alliance_act(struct policy *policy, const struct lever_alliance *values) {
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  if (policy->effect <= 0) return;
  const double chance = policy_reach(policy, 12 * values->cost, policy_chain(policy));
  const struct span here = economy_town_firms(economy, policy->town);
  double members = 0, research = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!economy_in_chain(economy, i)) continue;
    members += firms->ally[i];
    if (firms->ally[i]) research += production_research(economy, i);
    else
      firms->ally[i] = draw_uniform(economy->key, DRAW_ALLIANCE, firms->id[i], economy->month, 0) <
                       chance;
  }
  if (members < 2) return;
  policy_instruments(policy)->pooled_research += policy->effect * values->pooled * research /
                                                 members;
}
