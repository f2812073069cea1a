/* What a public fund buys, sells, charges and loses, to its value. */
#include "support.h"

#include <math.h>

#define FUND                                                                                       \
  "{lever: fund_injection, from: 2020-01, to: 2020-12, budget: 120 M CNY, leverage: 2, "           \
  "government_share: 0.5, selection: 1, ticket: 4 M CNY, fee: 0 1/year, "

static void only_these_lack_money(struct fixture *f, uint32_t i, uint32_t j) {
  for (uint32_t k = 0; k < f->economy->firms.count; k++) {
    f->economy->firms.funding_gap[k] = k == i || k == j ? 20 : 0;
  }
}

static void a_fund_sells_its_own_stakes_and_loses_those_of_closed_firms(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers={f: " FUND "multiple: 2, horizon: 18 months}, g: " FUND
                  "multiple: 4, horizon: 18 months, towns: [xianju, tonglu]}}",
                  NULL, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t here = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t closes = firm_of(f.economy, 0, EQUIPMENT, 1);
  const uint32_t there = firm_of(f.economy, 1, EQUIPMENT, 0);
  for (uint32_t k = 0; k < firms->count; k++) {
    for (int m = 0; m < 12; m++) firms->sales_year[k].v[m] = 2;
    firms->costs[k] = 10, firms->expected_orders[k] = 2;
  }
  only_these_lack_money(&f, here, there);
  calendar_act(&f, 0); /* each firm takes one ticket of the first fund that meets its gap */
  assert_int_equal(f.economy->stakes_count, 2);
  only_these_lack_money(&f, here, closes);
  calendar_act(&f, 1); /* `here` has a stake of f: g is next, and f takes `closes` */
  assert_int_equal(f.economy->stakes_count, 4);
  struct lever_state *own = economy_lever_state(f.economy, 0, 0);
  struct lever_state *other = economy_lever_state(f.economy, 1, 0);
  struct lever_state *away = economy_lever_state(f.economy, 1, 1);
  assert_int_equal(own->invested, ledger_fen(2 * 4));
  assert_int_equal(own->joined, ledger_fen(2 * 4 * 2));
  const double joining = 2, sales = 24;
  double share[2];
  for (int k = 0; k < 2; k++)
    share[k] = 4 / ((k ? 4 : 2) * sales + 4 * (1 + joining)); /* of f and of g */
  for (uint32_t k = 0; k < 4; k++) {
    const struct stake *stake = &f.economy->stakes[k];
    NEAR(stake->share, share[stake->lever], 1e-12);
  }
  for (int32_t m = 2; m <= 11; m++) calendar_act(&f, m);
  calendar_act(&f, 12);
  NEAR((double)fund_value(f.economy, 0) / FEN_PER_MILLION,
       (2 * share[0] * 2 + share[1] * 4) * sales, 1e-6);
  const int64_t left[] = {own->returned, other->returned, away->returned};
  firms->id[closes]++; /* another firm stands in its row */
  NEAR((double)fund_value(f.economy, 0) / FEN_PER_MILLION, (share[0] * 2 + share[1] * 4) * sales,
       1e-6);
  calendar_act(&f, 13);
  assert_int_equal(f.economy->stakes_count, 3);
  assert_int_equal(paid(&f, FLOW_fund_exits), 0);
  for (int32_t m = 14; m <= 20; m++) {
    calendar_act(&f, m);
    assert_int_equal(paid(&f, FLOW_fund_exits), paid(&f, FLOW_fund_returns));
  }
  assert_int_equal(f.economy->stakes_count, 0);
  NEAR((double)(own->returned - left[0]) / FEN_PER_MILLION, share[0] * 2 * sales, 1e-6);
  NEAR((double)(other->returned - left[1]) / FEN_PER_MILLION, share[1] * 4 * sales, 1e-6);
  NEAR((double)(away->returned - left[2]) / FEN_PER_MILLION, share[1] * 4 * sales, 1e-6);
  close_fixture(&f);
}

static void a_fund_s_fee_is_at_most_what_it_has_and_what_opens_counts_as_growth(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.f={lever: fund_injection, from: 2020-01, to: 2029-12, budget: 120 M CNY, "
                  "fee: 0.2 1/year, selection: 1, ticket: 100 M CNY}",
                  NULL, NULL);
  struct firms *firms = &f.economy->firms;
  struct lever_state *fund = economy_lever_state(f.economy, 0, 0);
  const uint32_t opens = firm_of(f.economy, 0, IMPLANTS, 0);
  const uint32_t grows = firm_of(f.economy, 0, EQUIPMENT, 0);
  only_these_lack_money(&f, NOBODY, NOBODY);
  calendar_act(&f, 98);
  fund->cash = 0;
  calendar_act(&f, 99); /* a fee of 100 M * .2 / 12 is due, 1 M is there */
  assert_int_equal(paid(&f, FLOW_fund_fees), ledger_fen(1));
  assert_int_equal(fund->cash, 0);
  fund->cash = ledger_fen(10);
  for (int m = 0; m < 12; m++) firms->sales_year[opens].v[m] = firms->sales_year[grows].v[m] = 2;
  firms->expected_orders[opens] = 2, firms->expected_orders[grows] = 3;
  firms->share_due[opens] = 2 / f.economy->markets[IMPLANTS].demand, firms->share_due[grows] = 0;
  only_these_lack_money(&f, opens, grows);
  calendar_act(&f, 100);
  assert_int_equal(f.economy->stakes[0].firm_row, opens);
  close_fixture(&f);
}

/* Half of what came so far may be in firms, what is there already counted. */
static void a_fund_invests_its_share_of_all_that_came(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f, "levers.f=" FUND "multiple: 2, horizon: 72 months}",
                  "levers.f={effect: 0.5, ticket: 100 M CNY}", NULL);
  struct firms *firms = &f.economy->firms;
  const struct lever_state *fund = economy_lever_state(f.economy, 0, 0);
  for (uint32_t month = 0; month < 4; month++) {
    const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, month);
    only_these_lack_money(&f, i, i);
    calendar_act(&f, (int32_t)month);
    assert_int_equal(f.economy->stakes_count, month + 1);
    assert_int_equal(f.economy->stakes[month].firm, firms->id[i]);
    NEAR((double)fund->invested, 5 * (month + 1) * FEN_PER_MILLION, 4);
    NEAR((double)fund->cash, 5 * (month + 1) * FEN_PER_MILLION, 4);
  }
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_fund_sells_its_own_stakes_and_loses_those_of_closed_firms),
      cmocka_unit_test(a_fund_s_fee_is_at_most_what_it_has_and_what_opens_counts_as_growth),
      cmocka_unit_test(a_fund_invests_its_share_of_all_that_came),
  };
  return cmocka_run_group_tests_name("fund_values", tests, NULL, NULL);
}
