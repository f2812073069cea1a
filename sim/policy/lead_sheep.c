/* lead_sheep - a flagship firm that the flock follows (M18).
 *
 * A fine bird is attracted: once a year negotiations succeed, the likelier the more the budget
 * offers beside what firms of its sales are usually offered; it arrives whole after the usual time,
 * with its certificates. A phoenix is the town's largest device firm, which gains `productivity` as
 * the money comes, the less the larger it is. The flagship then adds to Z (M2), to local
 * procurement (M8), to its own spin-offs (M14) and to the herd (M14), in full once its sales are
 * lead_reference; it also bids up wages and takes floor, like any firm. It may leave, and its
 * orders leave with it. Money: site preparation until it stands, then subsidies to it. */
#include "bellwether/policy/policy.h"

#include <math.h>

/* Years are told apart by the months since the lever began. */
static bool negotiation_succeeds(const struct policy *policy, const struct lever_lead_sheep *lead) {
  const struct economy *economy = policy->economy;
  if ((economy->month - policy->lever->from) % 12 != 0) return false;
  const uint64_t id = economy_id(policy->town, economy->month, CHANNEL_LEAD, policy->tag);
  const double chance = lead->landing_probability *
                        policy_share(lead->budget, lead->cost, policy->effect * lead->sales);
  return draw_uniform(economy->key, DRAW_LEAD, id, economy->month, 0) < chance;
}

static void sign_fine_bird(struct policy *policy, const struct lever_lead_sheep *lead) {
  struct economy *economy = policy->economy;
  const uint64_t id = economy_id(policy->town, economy->month, CHANNEL_LEAD, policy->tag | 1);
  const double u = draw_uniform(economy->key, DRAW_LEAD, id, economy->month, 1);
  const double months = economy_landing_time(economy, policy->town) *
                        draw_lognormal(u, economy->params->landing_months,
                                       economy->params->landing_sigma);
  policy->state->firm = id;
  policy->state->firm_row = NOBODY; /* not here yet */
  const struct project project = {.id = id,
                                  .town = policy->town,
                                  .segment = (uint16_t)lead->segment,
                                  .due = economy->month + (int32_t)ceil(months),
                                  .sales = policy->effect * lead->sales,
                                  .productivity = policy->effect * lead->productivity,
                                  .lever = policy->index,
                                  .lead = true};
  policy->status = economy_add_project(economy, project, policy->error);
}

static void choose_phoenix(struct policy *policy) {
  struct economy *economy = policy->economy;
  const uint32_t best = policy_largest(policy);
  if (best == NOBODY) return;
  economy->firms.lead[best] = 1;
  policy->state->firm = economy->firms.id[best];
  policy->state->firm_row = best;
  policy->state->landed = economy->month;
}

/* The row of the flagship while it stands, or NOBODY. */
static uint32_t standing(const struct policy *policy) {
  const struct lever_state *state = policy->state;
  if (state->firm == 0 || state->firm_row == NOBODY) return NOBODY;
  return policy->economy->firms.id[state->firm_row] == state->firm ? state->firm_row : NOBODY;
}

/* How far a flagship is what the lever makes of it, 0..1: a fine bird at once; a phoenix by the
 * share of what is left that this month's money transforms, beside its sales. */
static double transform(struct policy *policy, const struct lever_lead_sheep *lead, uint32_t firm) {
  if ((int)lead->kind != LEAD_PHOENIX) return 1;
  struct firms *firms = &policy->economy->firms;
  const double step = (1 - policy->state->done_exactly) *
                      policy_share(policy->yearly / 12, lead->cost, firms_sales_year(firms, firm));
  policy->state->done_exactly += step;
  firms->own_productivity[firm] += policy->effect * lead->productivity * step;
  return policy->state->done_exactly;
}

void lead_sheep_act(struct policy *policy, const struct lever_lead_sheep *lead) {
  struct economy *economy = policy->economy;
  struct lever_state *state = policy->state;
  if (state->firm == 0 && policy->active && policy->effect > 0 && lead->budget > 0) {
    if ((int)lead->kind == LEAD_PHOENIX) choose_phoenix(policy);
    else if (negotiation_succeeds(policy, lead)) sign_fine_bird(policy, lead);
  }
  const uint32_t firm = standing(policy);
  if (firm == NOBODY) return;
  economy->firms.cash[firm] += policy->instalment;
  policy_pass(policy, FLOW_subsidies, policy->instalment);
  const double size = fmin(
      firms_sales_year(&economy->firms, firm) / economy->params->lead_reference, 1);
  const double strength = policy->effect * transform(policy, lead, firm) * size;
  struct instruments *instruments = policy_instruments(policy);
  instruments->lead_strength += strength * lead->strength;
  instruments->procurement += strength * lead->procurement;
  instruments->lead_spin_offs += strength * (lead->spin_off - 1);
  if (lead->leaves_after > 0 && economy->month - state->landed >= lead->leaves_after) {
    economy->firms.leaving[firm] = 1;
  }
}
