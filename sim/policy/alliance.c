/* alliance - firms of the chain ally (M4). `members` join a year; each member's research counts as
 * its own and the share `pooled` of the mean member's. */
#include "bellwether/policy/policy.h"

#include "bellwether/agents/production.h"

enum status alliance_act(struct policy *policy, const struct lever_alliance *values,
                         struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  if (!policy->active || policy->effect <= 0) return STATUS_OK;
  const struct span here = economy_town_firms(economy, policy->town);
  double free_firms = 0, members = 0, research = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!economy_in_chain(economy, i)) continue;
    free_firms += !firms->ally[i];
    members += firms->ally[i];
    if (firms->ally[i]) research += production_research(economy, i);
  }
  const double chance = free_firms > 0 ? policy->effect * values->members / 12 / free_firms : 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!economy_in_chain(economy, i) || firms->ally[i]) continue;
    const double u = draw_uniform(economy->key, DRAW_ALLIANCE, firms->id[i], economy->month, 0);
    firms->ally[i] = u < chance;
  }
  if (members > 1) {
    policy_instruments(policy)->pooled_research += policy->effect * values->pooled * research /
                                                   members;
  }
  return STATUS_OK;
}
