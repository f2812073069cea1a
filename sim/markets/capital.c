#include "bellwether/markets/capital.h"

#include "bellwether/agents/production.h"
#include "bellwether/base/batch.h"

#include <math.h>

#define OVERSTAFFING                                                                               \
  1.25 /* work over the long-run need that stands in for missing capital, at most */
#define STRETCH      1.5  /* staff over what the capital in place is meant for, at most */
#define FLOOR_MARGIN 1.05 /* floor wanted over need */

/* Orders that a firm expects, M CNY a month: what it has seen, or what its certificates will have
 * opened by the time that plans take effect: the share `opening` of what they open at all. */
static double orders_expected(const struct economy *economy, uint32_t i, double opening) {
  const struct firms *firms = &economy->firms;
  const struct market *market = &economy->markets[firms->segment[i]];
  const double coming = firms->share_due[i] +
                        (firms->transferring[i] ? firms->opening_share[i] : 0);
  const double planned = (firms->market_share[i] + opening * coming) * market->demand;
  return batch_max(firms->expected_orders[i], planned);
}

/* Buys capital as far as money goes; gives the payments to `page`. */
static void invest(struct economy *economy, uint32_t i, double wanted_capital,
                   struct ledger_page *page) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const double capital = firms->capital[i];
  const double worn = capital * params->depreciation / 12;
  const double gap = wanted_capital - capital;
  const double wanted = batch_max(gap / params->capital_adjustment + worn, 0);
  const double cash = (double)firms->cash[i] / FEN_PER_MILLION;
  const double debt = (double)firms->debt[i] / FEN_PER_MILLION;
  const double own = batch_min(wanted, batch_max(cash - params->cash_reserve * firms->costs[i], 0));
  const double worth = capital + economy_property(economy, i) + batch_max(cash, 0) - debt;
  const double ratio = economy_credit(economy, firms->town[i]);
  const double credit = batch_min(wanted - own, batch_max(ratio * worth - debt, 0));
  const int64_t loan = ledger_fen(credit);
  const int64_t bought = ledger_fen(own) + loan;
  firms->cash[i] += loan - bought;
  firms->debt[i] += loan;
  firms->capital[i] = capital - worn + (double)bought / FEN_PER_MILLION;
  firms->funding_gap[i] = (wanted - own - credit) * 12;
  ledger_pay(page, FLOW_loans, loan);
  ledger_pay(page, FLOW_capital_goods, bought);
}

/* What some firms plan, a value each: capacity in M CNY a month, output, and the work that makes it
 * with the capital that they want and with what they have. */
struct plans {
  double capacity[ECONOMY_TOGETHER], log_price[ECONOMY_TOGETHER], price[ECONOMY_TOGETHER],
      output[ECONOMY_TOGETHER];
  double wanted_capital[ECONOMY_TOGETHER], capital[ECONOMY_TOGETHER];
  double in_the_end[ECONOMY_TOGETHER], now[ECONOMY_TOGETHER];
};

/* Output that is worth so much capacity: capacity / (e^log_price price). */
BATCH_CLONES static void find_planned(const double *restrict capacity,
                                      const double *restrict log_price,
                                      const double *restrict price, double *restrict output,
                                      uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    output[k] = capacity[k] * batch_exp(-log_price[k]) / price[k];
  }
}

static void plan_staff(struct economy *economy, uint32_t i, const struct plans *plans, uint32_t k) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[i]];
  const double wanted_capital = plans->wanted_capital[k];
  const double tooled = wanted_capital > 0
                            ? batch_min(1, STRETCH * plans->capital[k] / wanted_capital)
                            : 0;
  const double work = plans->output[k] > 0
                          ? batch_min(plans->now[k], OVERSTAFFING * plans->in_the_end[k] * tooled)
                          : 0;
  struct by_skill_count staff = production_staff(params, segment, work);
  const uint32_t core = (uint32_t)params->core_team;
  const uint32_t heads = staff.v[TECHNICIAN] + staff.v[GRADUATE] + staff.v[HIGH_END];
  const uint32_t missing = core > heads ? core - heads : 0;
  for (uint32_t z = 0; z < SKILL_COUNT; z++) {
    staff.v[z] += missing / SKILL_COUNT + (z < missing % SKILL_COUNT);
  }
  firms->staff_wanted[i] = staff;
  firms->floor_wanted[i] = (uint32_t)ceil(
      batch_min(FLOOR_MARGIN * segment->floor_per_worker * production_work(params, &staff), 1e9));
}

/* Plans of firms that stand together in the roster, no more than ECONOMY_TOGETHER. */
static void plan_firms(struct economy *economy, const uint32_t *rows, uint32_t count,
                       double opening, struct ledger_page *page) {
  struct firms *firms = &economy->firms;
  struct plans plans = {0};
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k], s = firms->segment[i];
    plans.capacity[k] = (1 + economy->params->capacity_buffer) *
                        orders_expected(economy, i, opening);
    plans.price[k] = economy->markets[s].price;
    plans.log_price[k] = firms->log_price[i];
    plans.wanted_capital[k] = economy->segments[s].capital_output * 12 * plans.capacity[k] /
                              plans.price[k];
    invest(economy, i, plans.wanted_capital[k], page);
    plans.capital[k] = firms->capital[i];
  }
  find_planned(plans.capacity, plans.log_price, plans.price, plans.output, count);
  production_work_needed(economy, rows, count, plans.wanted_capital, plans.output,
                         plans.in_the_end);
  production_work_needed(economy, rows, count, plans.capital, plans.output, plans.now);
  for (uint32_t k = 0; k < count; k++) plan_staff(economy, rows[k], &plans, k);
}

void capital_plan(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  const struct params *params = economy->params;
  const double opening = 1 - exp(-params->order_memory / params->opening_months);
  struct ledger_page page = {0};
  PARALLEL_BATCHES(economy_threads_firms(economy), first, here, roster->count, ECONOMY_TOGETHER,
                   plan_firms(economy, roster->rows + first, here, opening, &page),
                   reduction(+ : page));
  ledger_add(&economy->ledger.month, &page);
}
