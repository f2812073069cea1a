#include "bellwether/policy/policy.h"

#include <math.h>
#include <string.h>

#define VALUE_LEAST 5.0 /* M CNY: of a firm without sales */
#define TAG_SHIFT   12  /* of a lever's tag in the ids of those whom it brings */

/* Every lever's first two fields are the ones that the calendar reads itself. */
#define LEVER(lever, equations, meaning)                                                           \
  _Static_assert(offsetof(struct lever_##lever, effect) == 0, "effect comes first");               \
  _Static_assert(offsetof(struct lever_##lever, budget) == sizeof(double), "budget comes second");
#define F(...)
#include "bellwether/levers.def"
#undef LEVER
enum { EFFECT = 0, BUDGET = 1 };

/* What is due this month, so that each month's total is the even share of the budget to the fen. */
static int64_t instalment_due(const struct policy *policy, int32_t month) {
  const struct lever *lever = policy->lever;
  if (!policy->active) return 0;
  const double months = lever->to - lever->from + 1;
  const double upto = (month - lever->from + 1) / months;
  return ledger_fen(lever->values[BUDGET] * upto) - policy->state->spent;
}

static enum status call(struct policy *policy, struct error *error) {
  switch (policy->lever->kind) {
#define LEVER(name, equations, meaning)                                                            \
  case LEVER_##name: {                                                                             \
    struct lever_##name values;                                                                    \
    memcpy(&values, policy->lever->values, sizeof values);                                         \
    return name##_act(policy, &values, error);                                                     \
  }
#include "bellwether/levers.def"
#undef LEVER
#undef F
  case LEVER_COUNT: break;
  }
  return error_set(error, STATUS_INVARIANT, "lever %s is of no kind", policy->lever->name);
}

/* Levers that read what others set this month act after them. */
static bool is_late(enum lever_kind kind) {
  return kind == LEVER_recruiting_teams || kind == LEVER_lead_sheep;
}

static enum status act(struct economy *economy, bool late, struct error *error) {
  struct towns *towns = &economy->towns;
  for (uint32_t l = 0; l < economy->levers_count; l++) {
    const struct lever *lever = &economy->levers[l];
    if (economy->month < lever->from || is_late(lever->kind) != late) continue;
    const double risen = lever->ramp > 0 ? (economy->month - lever->from + 1) / lever->ramp : 1;
    for (uint32_t k = 0; k < lever->towns_count; k++) {
      const uint32_t town = lever->towns[k];
      struct policy policy = {.economy = economy,
                              .lever = lever,
                              .state = economy_lever_state(economy, l, town),
                              .index = l,
                              .tag = lever->tag << TAG_SHIFT,
                              .town = town,
                              .first = k == 0,
                              .active = economy->month <= lever->to,
                              .effect = lever->values[EFFECT] * fmin(risen, 1)};
      policy.instalment = instalment_due(&policy, economy->month);
      policy.state->spent += policy.instalment;
      towns->cash[town] -= policy.instalment;
      towns->public_cost[town] += policy.instalment;
      TRY(call(&policy, error));
    }
  }
  return STATUS_OK;
}

enum status policy_act(struct economy *economy, struct error *error) {
  struct towns *towns = &economy->towns;
  memset(towns->instruments, 0, towns->count * sizeof *towns->instruments);
  economy->shocks = (struct shocks){0};
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    economy->markets[s].demand_shock = economy->markets[s].price = 1;
  }
  if (economy->burning_in) return STATUS_OK;
  TRY(act(economy, false, error));
  return act(economy, true, error);
}

void policy_spend(struct policy *policy) {
  ledger_pay(&policy->economy->ledger.month, FLOW_programmes, policy->instalment);
}

struct instruments *policy_instruments(const struct policy *policy) {
  return &policy->economy->towns.instruments[policy->town];
}

double policy_step(struct policy *policy, double whole) {
  const double step = policy->effect * whole - policy->state->done_exactly;
  policy->state->done_exactly += step;
  return step;
}

double policy_elapsed(const struct policy *policy) {
  const struct lever *lever = policy->lever;
  return fmin((policy->economy->month - lever->from + 1.0) / (lever->to - lever->from + 1), 1);
}

uint32_t policy_pieces(struct policy *policy, double cost) {
  if (policy->effect <= 0) return 0;
  const double paid = floor((double)policy->state->spent / FEN_PER_MILLION / cost);
  const double fresh = fmin(paid - policy->state->done_exactly, UINT16_MAX);
  policy->state->done_exactly = paid;
  return (uint32_t)fresh;
}

/* A firm of the chain in town that lacks this upgrade, drawn by a hash of month and id; NOBODY. */
static uint32_t choose_firm(const struct policy *policy, uint8_t upgrade) {
  const struct economy *economy = policy->economy;
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  uint32_t chosen = NOBODY, least = UINT32_MAX;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!economy_in_chain(economy, i)) continue;
    if (firms->upgraded[i] & upgrade) continue;
    const uint32_t rank =
        draw_words(economy->key, DRAW_UPGRADE, firms->id[i], economy->month, upgrade).v[0];
    if (chosen == NOBODY || rank < least) {
      chosen = i;
      least = rank;
    }
  }
  return chosen;
}

void policy_upgrade(struct policy *policy, double cost, uint8_t upgrade, double *column,
                    double gain) {
  const uint32_t count = policy_pieces(policy, cost);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = choose_firm(policy, upgrade);
    if (i == NOBODY) break;
    policy->economy->firms.upgraded[i] |= upgrade;
    column[i] += policy->effect * gain;
  }
}

void policy_offer(struct policy *policy, struct mortgage *instrument, struct mortgage terms,
                  double attraction) {
  if (!policy->active || policy->effect <= 0) return;
  *instrument = terms;
  policy_instruments(policy)->subsidy += policy->effect * attraction;
}

uint32_t policy_largest(const struct policy *policy) {
  const struct economy *economy = policy->economy;
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  uint32_t best = NOBODY;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if ((int)economy->segments[firms->segment[i]].role != ROLE_DEVICE || firms->lead[i]) continue;
    if (best == NOBODY || firms_sales_year(firms, i) > firms_sales_year(firms, best)) best = i;
  }
  return best;
}

void policy_value_funds(const struct economy *economy, int64_t *values) {
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    values[town] = 0;
    for (uint32_t l = 0; l < economy->levers_count; l++) {
      values[town] += economy_lever_state(economy, l, town)->cash;
    }
  }
  for (uint32_t k = 0; k < economy->stakes_count; k++) {
    const struct stake *stake = &economy->stakes[k];
    if (economy->firms.id[stake->firm_row] != stake->firm) continue;
    struct lever_fund_injection fund;
    memcpy(&fund, economy->levers[stake->lever].values, sizeof fund);
    values[stake->town] += ledger_fen(stake->share *
                                      policy_firm_value(economy, stake->firm_row, fund.multiple));
  }
}

double policy_firm_value(const struct economy *economy, uint32_t firm, double multiple) {
  return fmax(multiple * firms_sales_year(&economy->firms, firm), VALUE_LEAST);
}
