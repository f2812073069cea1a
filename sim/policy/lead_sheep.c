/* lead_sheep - a flagship firm that the flock follows (M18).
 *
 * A fine bird is attracted: once a year negotiations succeed with landing_probability; it arrives
 * whole after the usual time, with its certificates. A phoenix is the town's largest device firm,
 * which gains `productivity`. The flagship then adds to Z (M2), to local procurement (M8), to its
 * own spin-offs (M14) and to the herd (M14); it also bids up wages and takes floor, like any firm.
 * It may leave, and its orders leave with it. Money: site preparation until it stands, then
 * subsidies to it. */
#include "bellwether/policy/policy.h"

#include <math.h>

/* Years are told apart by the months since the lever began. */
static bool negotiation_succeeds(const struct policy *policy, const struct lever_lead_sheep *lead) {
  const struct economy *economy = policy->economy;
  if ((economy->month - policy->lever->from) % 12 != 0) return false;
  const uint64_t id = economy_id(policy->town, economy->month, CHANNEL_LEAD, policy->tag);
  return draw_uniform(economy->key, DRAW_LEAD, id, economy->month, 0) < lead->landing_probability;
}

static enum status sign_fine_bird(struct policy *policy, const struct lever_lead_sheep *lead,
                                  struct error *error) {
  struct economy *economy = policy->economy;
  const uint64_t id = economy_id(policy->town, economy->month, CHANNEL_LEAD, policy->tag | 1);
  const double u = draw_uniform(economy->key, DRAW_LEAD, id, economy->month, 1);
  const double months = economy_landing_time(economy, policy->town) *
                        draw_lognormal(u, economy->params->landing_months,
                                       economy->params->landing_sigma);
  policy->state->firm = id;
  policy->state->firm_row = NOBODY; /* not here yet */
  return economy_add_project(economy,
                             (struct project){.id = id,
                                              .town = policy->town,
                                              .segment = (uint16_t)lead->segment,
                                              .due = economy->month + (int32_t)ceil(months),
                                              .sales = policy->effect * lead->sales,
                                              .productivity = policy->effect * lead->productivity,
                                              .lever = policy->index,
                                              .lead = true},
                             error);
}

static void raise_phoenix(struct policy *policy, const struct lever_lead_sheep *lead) {
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  const uint32_t best = policy_largest(policy);
  if (best == NOBODY) return;
  firms->lead[best] = 1;
  firms->own_productivity[best] += policy->effect * lead->productivity;
  policy->state->firm = firms->id[best];
  policy->state->firm_row = best;
  policy->state->landed = economy->month;
}

/* The row of the flagship while it stands, or NOBODY. */
static uint32_t standing(const struct policy *policy) {
  const struct lever_state *state = policy->state;
  if (state->firm == 0 || state->firm_row == NOBODY) return NOBODY;
  return policy->economy->firms.id[state->firm_row] == state->firm ? state->firm_row : NOBODY;
}

enum status lead_sheep_act(struct policy *policy, const struct lever_lead_sheep *lead,
                           struct error *error) {
  struct economy *economy = policy->economy;
  struct lever_state *state = policy->state;
  if (state->firm == 0 && policy->active && policy->effect > 0) {
    if ((int)lead->kind == LEAD_PHOENIX) raise_phoenix(policy, lead);
    else if (negotiation_succeeds(policy, lead)) TRY(sign_fine_bird(policy, lead, error));
  }
  const uint32_t firm = standing(policy);
  if (firm == NOBODY) {
    ledger_pay(&economy->ledger.month, FLOW_programmes, policy->instalment);
    return STATUS_OK;
  }
  economy->firms.cash[firm] += policy->instalment;
  ledger_pay(&economy->ledger.month, FLOW_subsidies, policy->instalment);
  struct instruments *instruments = &economy->towns.instruments[policy->town];
  instruments->lead_strength += policy->effect * lead->strength;
  instruments->procurement += policy->effect * lead->procurement;
  instruments->lead_spin_offs += policy->effect * (lead->spin_off - 1);
  if (lead->leaves_after > 0 && economy->month - state->landed >= lead->leaves_after) {
    economy->firms.leaving[firm] = 1;
  }
  return STATUS_OK;
}
