/* Goods, capital, accounts and land, each to its value: what signs alone would let pass. */
#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/capital.h"
#include "bellwether/markets/goods.h"
#include "bellwether/markets/land.h"
#include "bellwether/markets/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void the_average_firm_makes_what_a_worker_makes(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const struct segment *s = &f.economy->segments[IMPLANTS]; /* 30 % graduates, 6 % high-end */
  const double per_head = 0.64 + 1.5 * 0.3 + 3 * 0.06, alpha = f.params->capital_share;
  NEAR(production_work_per_head(f.params, s), per_head, 1e-12);
  NEAR(production_work(f.params, &(struct by_skill_count){{64, 30, 6}}), 100 * per_head, 1e-9);
  NEAR(production_scale(f.params, s) * pow(s->capital_output * s->revenue_per_worker, alpha) *
           pow(per_head, 1 - alpha),
       s->revenue_per_worker / 12, 1e-12);
  const uint32_t i = firm_of(f.economy, 0, IMPLANTS, 0);
  f.economy->firms.log_price[i] = 0;
  const double capacity = capacity_of(f.economy, i);
  f.economy->firms.log_price[i] = 0.1;
  NEAR(capacity_of(f.economy, i) / capacity, exp(0.1), 1e-12);
  close_fixture(&f);
}

static void a_firm_without_certificate_researches_for_its_first_product(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->firms.certificates[i] = 0;
  f.economy->firms.sales[i] = 0;
  f.economy->firms.opening_share[i] = 0.01;
  NEAR(production_research(f.economy, i), 0.07 * 0.01 * f.economy->markets[EQUIPMENT].demand,
       1e-12);
  f.economy->firms.certificates[i] = 1;
  NEAR(production_research(f.economy, i), 0, 0);
  close_fixture(&f);
}

static void demand_follows_its_path_and_its_deviations(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct market *market = &f.economy->markets[EQUIPMENT];
  struct segment *segment = &f.scenario.segments[EQUIPMENT];
  segment->volatility = 0;
  market->deviation = 0.1;
  f.economy->month = 10;
  goods_demand(f.economy);
  NEAR(log(market->demand / market->start_demand), log(1.1065) * 16.5 / 12 + 0.095, 1e-9);
  market->deviation = 0;
  f.economy->month = 59; /* growth breaks in month 36, 42.5 after the facts' middle */
  goods_demand(f.economy);
  NEAR(log(market->demand / market->start_demand),
       log(1.1065) * (3 + 6.5 / 12) + log(1.06) * 23 / 12, 1e-9);
  segment->volatility = 0.3;
  f.params->demand_persistence = 0.5;
  double squares = 0, products = 0, last = 0;
  for (int m = 0; m < 4000; m++, f.economy->month++) {
    goods_demand(f.economy);
    squares += market->deviation * market->deviation;
    products += market->deviation * last;
    last = market->deviation;
  }
  NEAR(sqrt(squares / 4000), 0.3, 0.03);
  NEAR(products / squares, 0.5, 0.06);
  close_fixture(&f);
}

/* Shares at rest: no shock, no response, nothing to open, certificates enough. */
static void rest(struct fixture *f) {
  f->params->share_shock = f->params->share_response = 0;
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    f->economy->firms.unmet[i] = f->economy->firms.share_due[i] = 0;
    f->economy->firms.certificates[i] = 60000;
  }
  for (uint32_t s = 0; s < f->economy->segments_count; s++) f->economy->markets[s].left = 0;
}

static void new_shares_open_over_opening_months(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  rest(&f);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0), j = firm_of(f.economy, 0, EQUIPMENT, 1);
  const double a = firms->market_share[i], b = firms->market_share[j];
  firms->share_due[i] = 0.012;
  goods_shares(f.economy);
  NEAR(firms->market_share[i] / firms->market_share[j], (a + 0.012 / 12) / b, 1e-9);
  NEAR(firms->share_due[i], 0.011, 1e-12);
  close_fixture(&f);
}

/* Log change of the rest's share over that of the rivals (or of firm j). */
static double rest_over_rivals(double follows, double better, bool opening, double left) {
  struct fixture f;
  open_fixture(&f, NULL);
  rest(&f);
  goods_shares(f.economy); /* the rest's competitiveness is known from here on */
  f.params->share_response = 0.1;
  f.params->rest_follows = follows;
  double rivals[2] = {0}, over[2];
  struct market *market = &f.economy->markets[EQUIPMENT];
  market->left = left;
  for (int pass = 0; pass < 2; pass++) {
    for (uint32_t i = 0; i < f.economy->firms.count; i++) {
      if (f.economy->firms.segment[i] != EQUIPMENT || f.economy->firms.town[i] == 0) continue;
      rivals[pass] += f.economy->firms.market_share[i];
      if (pass == 0) f.economy->firms.own_productivity[i] = better;
      if (pass == 0) f.economy->firms.reach_productivity[i] = f.economy->firms.quality[i] = 0;
      if (pass == 0) f.economy->firms.log_price[i] = 0;
      if (pass == 0 && opening) f.economy->firms.share_due[i] = 0.01;
    }
    over[pass] = market->rest_share / rivals[pass];
    if (pass == 0) market->rest_competitiveness = 0;
    if (pass == 0) goods_shares(f.economy);
  }
  close_fixture(&f);
  return log(over[1] / over[0]) - (left > 0 ? log(rivals[0] / (rivals[0] + left)) : 0);
}

static void the_rest_follows_the_rivals_as_far_as_rest_follows_says(void **state) {
  (void)state;
  NEAR(rest_over_rivals(1, 0.5, false, 0), 0, 1e-9);
  NEAR(rest_over_rivals(0, 0.5, false, 0), -0.1 * 0.5, 1e-9);
  NEAR(rest_over_rivals(0.5, 0.5, false, 0), -0.1 * 0.25, 1e-9);
  NEAR(rest_over_rivals(1, 0, true, 0), 0, 1e-9);
  NEAR(rest_over_rivals(1, 0, false, 0.05), 0, 1e-9);
}

static void the_rest_grows_by_the_shocks_that_it_does_not_have(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  rest(&f);
  f.params->share_shock = 0.2;
  struct firms *firms = &f.economy->firms;
  double *before = calloc(firms->count, sizeof *before), still = 0, moved = 0;
  memcpy(before, firms->market_share, firms->count * sizeof *before);
  const double old = f.economy->markets[EQUIPMENT].rest_share;
  goods_shares(f.economy);
  const double new = f.economy->markets[EQUIPMENT].rest_share;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (firms->segment[i] != EQUIPMENT) continue;
    const double change = log(new / firms->market_share[i]) - log(old / before[i]);
    if (fabs(change + log(1 - 0.04) / 12) < 1e-9) still++;
    else moved++;
  }
  EXPECT(still > 50 && moved > 1 && moved < 16, "%g firms had no tender, %g had one", still, moved);
  free(before);
  close_fixture(&f);
}

/* Spread of firms' log shares after a year of tenders. */
static double spread_after_a_year(double scale, double shape) {
  struct fixture f;
  open_fixture(&f, NULL);
  rest(&f);
  f.params->share_shock = scale;
  f.params->share_shock_shape = shape;
  struct firms *firms = &f.economy->firms;
  double *before = calloc(firms->count, sizeof *before), sum[5] = {0}, n[5] = {0}, squares = 0;
  memcpy(before, firms->market_share, firms->count * sizeof *before);
  for (int m = 0; m < 12; m++, f.economy->month++) goods_shares(f.economy);
  for (uint32_t i = 0; i < firms->count; i++) {
    before[i] = log(firms->market_share[i] / before[i]);
    sum[firms->segment[i]] += before[i];
    n[firms->segment[i]]++;
  }
  for (uint32_t i = 0; i < firms->count; i++) {
    const double x = before[i] - sum[firms->segment[i]] / n[firms->segment[i]];
    squares += x * x;
  }
  const double deviation = sqrt(squares / (firms->count - 5));
  free(before);
  close_fixture(&f);
  return deviation;
}

static void a_year_s_tender_has_its_scale_and_shape(void **state) {
  (void)state;
  NEAR(spread_after_a_year(0.2, 1), 0.2 * sqrt(2), 0.06);  /* Laplace */
  NEAR(spread_after_a_year(0.2, 2), 0.2 / sqrt(2), 0.025); /* Gaussian */
}

static void the_chain_s_links_decide_what_is_bought_in_town(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  goods_chain(f.economy, 0);
  const double complete = (6.0 / 8 + 5.0 / 7 + 2.0 / 4 + 4.0 / 6) / 4;
  NEAR(f.economy->towns.chain_gap[0], 1 - complete, 1e-12);
  NEAR(f.economy->towns.local_share[0], 0.15 + 0.25 * complete, 1e-12);
  close_fixture(&f);
}

static void the_rest_takes_its_share_of_what_others_cannot_fill(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  firms->floor[firm_of(f.economy, 0, EQUIPMENT, 0)] = 0;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 1);
  firms->log_price[i] = 0.1;
  const double expected = firms->expected_orders[i] = 2 * firms->expected_orders[i] + 1;
  goods_sell(f.economy);
  double unmet = 0, picked = 0;
  for (uint32_t k = 0; k < firms->count; k++) {
    if (firms->segment[k] != EQUIPMENT) continue;
    unmet += firms->unmet[k];
    picked += firms->sales[k] - (firms->orders[k] - firms->unmet[k]);
  }
  NEAR(picked / unmet, 1 - f.economy->markets[EQUIPMENT].rest_share, 1e-9);
  NEAR(firms->expected_orders[i], expected + (firms->orders[i] - expected) / 4, 1e-12);
  NEAR(firms->log_price[i], 0.1 * 0.9 + 0.02 * fmin(firms->orders[i] / firms->capacity[i] - 1, 2),
       1e-12);
  close_fixture(&f);
}

static void investment_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const double demand = f.economy->markets[EQUIPMENT].demand, per_order = 0.45 * 12 * 1.15;
  firms->cash[i] = ledger_fen(1000), firms->debt[i] = 0, firms->capital[i] = 10;
  firms->expected_orders[i] = 10;
  capital_plan(f.economy); /* rich: a ninth of the gap, and what is worn is replaced */
  NEAR(firms->capital[i], 10 + (10 * per_order - 10) / 9, 1e-6);
  NEAR(firms->funding_gap[i], 0, 1e-6);
  firms->cash[i] = 0, firms->capital[i] = 10;
  capital_plan(f.economy); /* on credit alone: 30 % of net worth, less what is worn */
  NEAR(firms->capital[i], 10 - 1.0 / 12 + 3, 1e-6);
  assert_int_equal(firms->debt[i], ledger_fen(3));
  NEAR(firms->funding_gap[i], 12 * ((10 * per_order - 10) / 9 + 1.0 / 12 - 3), 1e-6);
  f.params->credit_ratio = 0;
  firms->costs[i] = 2, firms->cash[i] = ledger_fen(6.5), firms->capital[i] = 10, firms->debt[i] = 0;
  capital_plan(f.economy); /* three months of costs stay in the till */
  NEAR(firms->capital[i], 10 - 1.0 / 12 + 0.5, 1e-6);
  firms->cash[i] = ledger_fen(1000), firms->capital[i] = 10;
  firms->expected_orders[i] = 0, firms->share_due[i] = 0.01, firms->transferring[i] = 1;
  firms->opening_share[i] = 0.02;
  const double orders = (firms->market_share[i] + (1 - exp(-4.0 / 12)) * 0.03) * demand;
  capital_plan(f.economy);
  NEAR(firms->capital[i], 10 + (orders * per_order - 10) / 9, 1e-6);
  close_fixture(&f);
}

static void a_firm_keeps_its_core_and_hires_no_more_than_its_tools_need(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t idle = firm_of(f.economy, 0, EQUIPMENT, 0),
                 bare = firm_of(f.economy, 0, EQUIPMENT, 1);
  firms->expected_orders[idle] = firms->market_share[idle] = firms->share_due[idle] = 0;
  firms->expected_orders[bare] = 10;
  firms->capital[bare] = 0;
  firms->cash[bare] = 0;
  f.params->credit_ratio = 0;
  capital_plan(f.economy);
  const uint32_t *a = firms->staff_wanted[idle].v, *b = firms->staff_wanted[bare].v;
  assert_int_equal(a[0] + a[1] + a[2], 3);
  assert_int_equal(b[0] + b[1] + b[2], 3);
  close_fixture(&f);
}

/* A firm's month, to the fen. */
static void a_month_s_accounts_are_their_formulas(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0), j = firm_of(f.economy, 0, COMPONENTS, 0);
  f.params->compliance_cost = 0, f.params->profit_tax = 0.2;
  for (int pass = 0; pass < 3; pass++) { /* cash for a dividend, none for it, a tenant */
    f.economy->month = 120;
    f.economy->parks.rent[0] = 20;
    for (uint32_t k = 0; k < firms->count; k++) {
      firms->sales[k] = firms->local_sales[k] = 0;
      f.economy->supplies[k] = 0;
    }
    firms->sales[i] = 10, firms->capital[i] = 12, firms->floor[i] = 1000;
    firms->payroll[i] = ledger_fen(1), firms->debt[i] = ledger_fen(6);
    firms->cash[i] = ledger_fen(pass == 1 ? 70 : 100), firms->research_stock[i] = 5;
    firms->seated[i] = pass == 2, firms->tier[i] = 0;
    f.economy->supplies[i] = 1,
    firms->local_sales[j] = 2; /* 2 M of its inputs are bought in town */
    const int64_t taxes = f.economy->towns.tax_income[0];
    accounts_settle(f.economy);
    const double rent = pass == 2 ? 0 : 0.02, vat = 0.115 * 4;
    const double costs = 6 + 1 + 0.28 + rent + 0.7 + 6 * 0.042 / 12 + vat;
    const double profit = 10 - costs - 12 * 0.1 / 12, tax = 0.2 * profit;
    const double dividend = pass == 1 ? 0 : 0.3 * (profit - tax);
    NEAR(firms->costs[i], costs, 1e-7);
    NEAR(firms->profit[i], profit, 1e-7);
    assert_int_equal(firms->debt[i], ledger_fen(5.9));
    NEAR((double)firms->cash[i] / FEN_PER_MILLION,
         (pass == 1 ? 70 : 100) + 10 - costs - tax - 0.1 - dividend, 1e-7);
    NEAR((double)(f.economy->towns.tax_income[0] - taxes) / FEN_PER_MILLION, 0.5 * vat + 0.4 * tax,
         1e-7);
    NEAR(firms->research_stock[i], 5 * (1 - 0.15 / 12) + 0.7 * exp(-0.4), 1e-9);
  }
  firms->cash[i] = ledger_fen(-100);
  accounts_settle(f.economy);
  assert_int_equal(firms->debt[i], ledger_fen(5.9)); /* no cash, no repayment */
  close_fixture(&f);
}

static void rent_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->month = 120;
  f.economy->parks.floor_built[0] = 1000, f.economy->parks.floor_used[0] = 800;
  NEAR(land_rent(f.economy, 0), 9 * exp(0.4) * (1 + 0.05 * 0.8 / 0.2), 1e-9);
  close_fixture(&f);
}

static void towns_build_their_batch_at_the_threshold_or_where_floor_was_short(void **state) {
  (void)state;
  static const double used[] = {0.8, 0.9, 0.8, 0.8};
  static const uint64_t lacking[] = {0, 0, 10000, 60000};
  static const uint64_t builds[] = {0, 25000, 25000, 40000};
  for (int pass = 0; pass < 4; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    struct parks *parks = &f.economy->parks;
    f.economy->month = 120;
    for (uint32_t i = 0; i < f.economy->firms.count; i++)
      f.economy->firms.floor_wanted[i] = f.economy->firms.floor[i];
    parks->floor_built[0] = 100000, parks->floor_most[0] = 1000000;
    parks->floor_used[0] = (uint64_t)(used[pass] * 100000), parks->floor_short[0] = lacking[pass];
    const int64_t cash = f.economy->towns.cash[0];
    struct error error;
    assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
    assert_int_equal(parks->floor_coming[0], builds[pass]);
    if (builds[pass]) assert_int_equal(f.economy->constructions[0].due, 120 + 15);
    NEAR((double)(cash - f.economy->towns.cash[0]) / FEN_PER_MILLION,
         (double)builds[pass] * 2860 * exp(0.4) / 1e6, 1e-6);
    close_fixture(&f);
  }
}

static void firms_give_back_floor_that_they_do_not_need(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t had = f.economy->firms.floor[i];
  f.economy->firms.floor_wanted[i] = had / 2;
  struct error error;
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(f.economy->firms.floor[i], (uint32_t)(1.2 * (had / 2)));
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_average_firm_makes_what_a_worker_makes),
      cmocka_unit_test(a_firm_without_certificate_researches_for_its_first_product),
      cmocka_unit_test(demand_follows_its_path_and_its_deviations),
      cmocka_unit_test(new_shares_open_over_opening_months),
      cmocka_unit_test(the_rest_follows_the_rivals_as_far_as_rest_follows_says),
      cmocka_unit_test(the_rest_grows_by_the_shocks_that_it_does_not_have),
      cmocka_unit_test(a_year_s_tender_has_its_scale_and_shape),
      cmocka_unit_test(the_chain_s_links_decide_what_is_bought_in_town),
      cmocka_unit_test(the_rest_takes_its_share_of_what_others_cannot_fill),
      cmocka_unit_test(investment_is_its_formula),
      cmocka_unit_test(a_firm_keeps_its_core_and_hires_no_more_than_its_tools_need),
      cmocka_unit_test(a_month_s_accounts_are_their_formulas),
      cmocka_unit_test(rent_is_its_formula),
      cmocka_unit_test(towns_build_their_batch_at_the_threshold_or_where_floor_was_short),
      cmocka_unit_test(firms_give_back_floor_that_they_do_not_need),
  };
  return cmocka_run_group_tests_name("goods_values", tests, NULL, NULL);
}
