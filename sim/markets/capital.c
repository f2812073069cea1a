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

static void plan_staff(struct economy *economy, uint32_t i, double capacity,
                       double wanted_capital) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[i]];
  const double output = capacity * batch_exp(-firms->log_price[i]) /
                        economy->markets[firms->segment[i]].price;
  double in_the_end, now;
  production_work_with(economy, i, output, wanted_capital, firms->capital[i], &in_the_end, &now);
  const double tooled = wanted_capital > 0
                            ? batch_min(1, STRETCH * firms->capital[i] / wanted_capital)
                            : 0;
  const double work = output > 0 ? batch_min(now, OVERSTAFFING * in_the_end * tooled) : 0;
  struct by_skill_count staff = production_staff(params, segment, work);
  const uint32_t core = (uint32_t)params->core_team;
  for (uint32_t z = 0, heads = staff.v[0] + staff.v[1] + staff.v[2]; heads < core; heads++) {
    staff.v[z]++;
    z = (z + 1) % SKILL_COUNT;
  }
  firms->staff_wanted[i] = staff;
  firms->floor_wanted[i] = (uint32_t)ceil(
      batch_min(FLOOR_MARGIN * segment->floor_per_worker * production_work(params, &staff), 1e9));
}

void capital_plan(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  const struct params *params = economy->params;
  const double opening = 1 - exp(-params->order_memory / params->opening_months);
  struct ledger_page page = {0};
#pragma omp parallel for schedule(static) reduction(+ : page)                                      \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t at = 0; at < roster->count; at++) {
    const uint32_t i = roster->rows[at];
    const double capacity = (1 + params->capacity_buffer) * orders_expected(economy, i, opening);
    const uint32_t s = economy->firms.segment[i];
    const double wanted_capital = economy->segments[s].capital_output * 12 * capacity /
                                  economy->markets[s].price;
    invest(economy, i, wanted_capital, &page);
    plan_staff(economy, i, capacity, wanted_capital);
  }
  ledger_add(&economy->ledger.month, &page);
}
