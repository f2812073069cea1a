#include "bellwether/policy/policy.h"

#include <math.h>
#include <string.h>

#define VALUE_LEAST 5.0 /* M CNY: of a firm without sales */
#define TAG_SHIFT   12  /* of a lever's tag in the ids of those whom it brings */

/* The fields that the calendar and the law test read by their places. */
#define LEVER(lever, ...)                                                                          \
  _Static_assert(offsetof(struct lever_##lever, effect) == LEVER_EFFECT * sizeof(double),          \
                 "first");                                                                         \
  _Static_assert(offsetof(struct lever_##lever, budget) == LEVER_BUDGET * sizeof(double), "second");
#define F(...)
#include "bellwether/levers.def"
#undef LEVER

static double months_of(const struct lever *lever) { return lever->to - lever->from + 1; }

/* What is due this month, so that each month's total is the even share of the budget to the fen. */
static int64_t instalment_due(const struct policy *policy) {
  const struct lever *lever = policy->lever;
  if (!policy->active) return 0;
  const double upto = (policy->economy->month - lever->from + 1) / months_of(lever);
  return ledger_fen(lever->values[LEVER_BUDGET] * upto) - policy->state->spent;
}

static void call(struct policy *policy) {
  switch (policy->lever->kind) {
#define LEVER(name, ...)                                                                           \
  case LEVER_##name: {                                                                             \
    struct lever_##name values;                                                                    \
    memcpy(&values, policy->lever->values, sizeof values);                                         \
    name##_act(policy, &values);                                                                   \
    return;                                                                                        \
  }
#include "bellwether/levers.def"
#undef LEVER
#undef F
  case LEVER_COUNT: break;
  }
  policy->status = error_set(policy->error, STATUS_INVARIANT, "lever %s is of no kind",
                             policy->lever->name);
}

/* One lever in one of its towns: its instalment is paid, it acts, and what it has not passed on is
 * spent on the programme. */
static enum status act_in_town(struct economy *economy, uint32_t l, uint32_t k,
                               struct error *error) {
  const struct lever *lever = &economy->levers[l];
  struct towns *towns = &economy->towns;
  const uint32_t town = lever->towns[k];
  const double risen = lever->ramp > 0 ? (economy->month - lever->from + 1) / lever->ramp : 1;
  const bool active = economy->month <= lever->to;
  if (!active && !(tables_levers[lever->kind].traits & LEVER_LASTS)) return STATUS_OK;
  struct policy policy = {.economy = economy,
                          .lever = lever,
                          .state = economy_lever_state(economy, l, town),
                          .index = l,
                          .tag = lever->tag << TAG_SHIFT,
                          .town = town,
                          .first = k == 0,
                          .active = active,
                          .effect = lever->values[LEVER_EFFECT] * fmin(risen, 1),
                          .yearly = active ? 12 * lever->values[LEVER_BUDGET] / months_of(lever)
                                           : 0,
                          .status = STATUS_OK,
                          .error = error};
  policy.instalment = policy.left = instalment_due(&policy);
  policy.state->spent += policy.instalment;
  towns->cash[town] -= policy.instalment;
  towns->public_cost[town] += policy.instalment;
  call(&policy);
  ledger_pay(&economy->ledger.month, FLOW_programmes, policy.left);
  return policy.status;
}

/* Levers that read what others set this month act after them. */
static enum status act(struct economy *economy, bool late, struct error *error) {
  for (uint32_t l = 0; l < economy->levers_count; l++) {
    const struct lever *lever = &economy->levers[l];
    const bool is_late = tables_levers[lever->kind].traits & LEVER_LATE;
    if (economy->month < lever->from || is_late != late) continue;
    for (uint32_t k = 0; k < lever->towns_count; k++) TRY(act_in_town(economy, l, k, error));
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

double policy_share(double money, double cost, double need) {
  return money > 0 && need > 0 ? -expm1(-money / (cost * need)) : 0;
}

double policy_reach(const struct policy *policy, double cost, double need) {
  return policy->effect * policy_share(policy->yearly, cost, need);
}

double policy_buys(const struct policy *policy, double cost) {
  return policy->effect * policy->yearly / cost;
}

double policy_stands(const struct policy *policy, double cost) {
  return policy->yearly >= cost ? policy->effect : 0;
}

double policy_spent(const struct policy *policy) {
  return (double)policy->state->spent / FEN_PER_MILLION;
}

void policy_pass(struct policy *policy, enum flow flow, int64_t fen) {
  ledger_pay(&policy->economy->ledger.month, flow, fen);
  policy->left -= fen;
}

struct instruments *policy_instruments(const struct policy *policy) {
  return &policy->economy->towns.instruments[policy->town];
}

double policy_firms(const struct policy *policy) {
  const struct span here = economy_town_firms(policy->economy, policy->town);
  return here.end - here.first;
}

double policy_chain(const struct policy *policy) {
  return economy_chain_firms(policy->economy, policy->town);
}

struct by_skill_count policy_staff(const struct policy *policy) {
  const struct economy *economy = policy->economy;
  const struct span here = economy_town_firms(economy, policy->town);
  struct by_skill_count sum = {{0}};
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    for (int z = 0; z < SKILL_COUNT; z++) sum.v[z] += economy->firms.staff[i].v[z];
  }
  return sum;
}

double policy_employed(const struct policy *policy) {
  const struct by_skill_count staff = policy_staff(policy);
  double sum = 0;
  for (int z = 0; z < SKILL_COUNT; z++) sum += staff.v[z];
  return sum;
}

double policy_projects(const struct policy *policy) {
  const struct economy *economy = policy->economy;
  uint32_t count = 0;
  for (uint32_t k = 0; k < economy->projects_count; k++) {
    count += economy->projects[k].town == policy->town;
  }
  return count;
}

double policy_step(struct policy *policy, double whole) {
  const double step = policy->effect * whole - policy->state->done_exactly;
  policy->state->done_exactly += step;
  return step;
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
  if (policy->effect <= 0) return;
  const double paid = floor(policy_spent(policy) / cost);
  while (policy->state->done_exactly < paid) {
    const uint32_t i = choose_firm(policy, upgrade);
    if (i == NOBODY) break;
    policy->economy->firms.upgraded[i] |= upgrade;
    column[i] += policy->effect * gain;
    policy->state->done_exactly++;
  }
}

void policy_offer(struct policy *policy, struct mortgage *instrument, struct mortgage terms,
                  double cost, double attraction) {
  const double firms = policy_firms(policy) + policy_projects(policy);
  const double reach = policy_reach(policy, cost, firms);
  if (reach <= 0) return;
  terms.offered = policy_share(policy->yearly / 12, cost, firms);
  *instrument = terms;
  policy_instruments(policy)->subsidy += reach * attraction;
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
