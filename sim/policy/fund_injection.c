/* fund_injection - a public fund takes stakes in firms that cannot pay for their growth (M16).
 *
 * Firms of the device chain with a funding gap apply, for three years of it and a year of costs.
 * Score = s * expected growth + (1-s) * noise, s the skill of selection. The best get a ticket,
 * one at a time; private money joins at leverage * 4 g (1 - g),   g the public share (inverted U:
 * NBER w16521), and the fund holds ticket / (value + ticket + private) of the firm, value =
 * multiple * yearly sales. After its horizon a stake is sold at that multiple, or lost with its
 * firm. Until `to` the fund invests what it gets back; afterwards it pays it to the town. The only
 * effect on a firm is money: none on its productivity. */
#include "bellwether/policy/policy.h"

#include <math.h>

#define NOISE      0.3 /* of scores at equal weight of skill and chance */
#define GAP_LEAST  0.1 /* M CNY: smaller gaps do not apply */
#define PLAN_YEARS 3   /* of its funding gap that a firm asks for */
#define RUNWAY     12  /* and months of its costs */

static bool holds_stake(const struct policy *policy, uint32_t i) {
  const struct economy *economy = policy->economy;
  for (uint32_t k = 0; k < economy->stakes_count; k++) {
    const struct stake *stake = &economy->stakes[k];
    if (stake->lever == policy->index && stake->firm == economy->firms.id[i]) return true;
  }
  return false;
}

static uint32_t list_applicants(const struct policy *policy,
                                const struct lever_fund_injection *fund) {
  struct economy *economy = policy->economy;
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, policy->town);
  uint32_t count = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!economy_in_chain(economy, i)) continue;
    if (firms->funding_gap[i] < GAP_LEAST || holds_stake(policy, i)) continue;
    const double growth = log1p(firms->expected_orders[i] +
                                firms->share_due[i] * economy->markets[firms->segment[i]].demand) -
                          log1p(firms_sales_year(firms, i) / 12);
    const double u = draw_uniform(economy->key, DRAW_FUND, firms->id[i], economy->month,
                                  policy->tag);
    const double chance = draw_normal(u, 0, NOISE);
    const double score = fund->selection * growth + (1 - fund->selection) * chance;
    economy->requests[count++] = (struct request){economy_descending(score), i};
  }
  economy_sort_requests(economy->requests, count);
  return count;
}

static void invest(struct policy *policy, const struct lever_fund_injection *fund, uint32_t i,
                   double money) {
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  const double g = fund->government_share;
  const double joining = fund->leverage * 4 * g * (1 - g);
  const double asked = PLAN_YEARS * firms->funding_gap[i] + RUNWAY * firms->costs[i];
  const double ticket = fmin(fmin(fund->ticket, money), asked / (1 + joining));
  const double value = policy_firm_value(economy, i, fund->multiple);
  const int64_t paid = ledger_fen(ticket), private_money = ledger_fen(ticket * joining);
  const struct stake stake = {.firm = firms->id[i],
                              .firm_row = i,
                              .lever = policy->index,
                              .town = policy->town,
                              .paid = paid,
                              .share = ticket / (value + ticket * (1 + joining)),
                              .due = economy->month + (int32_t)fund->horizon};
  policy->status = economy_add_stake(economy, stake, policy->error);
  if (policy->status != STATUS_OK) return;
  firms->cash[i] += paid + private_money;
  firms->funding_gap[i] = 0;
  policy->state->cash -= paid;
  policy->state->invested += paid;
  policy->state->joined += private_money;
  ledger_pay(&economy->ledger.month, FLOW_fund_equity, paid);
  ledger_pay(&economy->ledger.month, FLOW_private_equity, private_money);
}

/* Sells the stakes whose time has come; those of closed firms are gone. */
static void sell_stakes(struct policy *policy, const struct lever_fund_injection *fund) {
  struct economy *economy = policy->economy;
  uint32_t kept = 0;
  for (uint32_t k = 0; k < economy->stakes_count; k++) {
    const struct stake stake = economy->stakes[k];
    const bool ours = stake.lever == policy->index && stake.town == policy->town;
    const bool alive = economy->firms.id[stake.firm_row] == stake.firm;
    if (!ours || (alive && economy->month < stake.due)) {
      economy->stakes[kept++] = stake;
      continue;
    }
    if (!alive) continue;
    const int64_t price = ledger_fen(stake.share *
                                     policy_firm_value(economy, stake.firm_row, fund->multiple));
    policy->state->cash += price;
    ledger_pay(&economy->ledger.month, FLOW_fund_exits, price);
  }
  economy->stakes_count = kept;
}

void fund_injection_act(struct policy *policy, const struct lever_fund_injection *fund) {
  struct economy *economy = policy->economy;
  struct lever_state *state = policy->state;
  state->cash += policy->instalment;
  policy_pass(policy, FLOW_fund_capital, policy->instalment);
  sell_stakes(policy, fund);
  if (!policy->active) {
    economy->towns.cash[policy->town] += state->cash;
    economy->towns.public_returns[policy->town] += state->cash;
    state->returned += state->cash;
    ledger_pay(&economy->ledger.month, FLOW_fund_returns, state->cash);
    state->cash = 0;
    return;
  }
  int64_t fee = llrint((double)state->spent * fund->fee / 12);
  if (fee > state->cash) fee = state->cash;
  state->cash -= fee;
  ledger_pay(&economy->ledger.month, FLOW_fund_fees, fee);
  const double may_spend = policy->effect * (double)(state->cash + state->invested) -
                           (double)state->invested;
  double money = may_spend / FEN_PER_MILLION;
  const uint32_t count = money > GAP_LEAST ? list_applicants(policy, fund) : 0;
  for (uint32_t k = 0; k < count && money > GAP_LEAST; k++) {
    const int64_t before = state->cash;
    invest(policy, fund, economy->requests[k].firm, money);
    if (policy->status != STATUS_OK) return;
    money -= (double)(before - state->cash) / FEN_PER_MILLION;
  }
}
