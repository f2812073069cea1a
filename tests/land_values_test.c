/* Plants, floor, mortgages and bonds, each to its value. */
#include "support.h"

#include "bellwether/dynamics/exit.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/land.h"

#include <math.h>

/* M21 */
static void a_bank_covers_a_firm_as_far_as_its_own_floor_goes(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    struct firms *firms = &f.economy->firms;
    f.params->exit_year_1 = f.params->exit_year_2 = f.params->exit_year_3 = 0;
    f.params->exit_to_year_7 = f.params->exit_later = 0;
    const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
    firms->capital[i] = 10, firms->debt[i] = ledger_fen(2);
    firms->floor[i] = firms->floor_owned[i] = 5000, firms->mortgage[i] = ledger_fen(4);
    f.economy->shocks.credit = -0.5, instruments_of(&f, 0)->credit = 1.4;
    const double ratio = 0.3 * 0.5 * 2.4, property = 5000 * 2860 / 1e6 - 4;
    NEAR(economy_property(f.economy, i), property, 1e-12);
    NEAR(economy_credit(f.economy, 0), ratio, 1e-12);
    const double room = ratio * (10 + property - 2) - 2;
    firms->cash[i] = -ledger_fen(room) + (pass ? -10 : 10);
    exit_settle(f.economy);
    assert_int_equal(firms->open[i], !pass);
    if (!pass) firms->mortgage[i] = ledger_fen(20);
    if (!pass) NEAR(economy_property(f.economy, i), 0, 0);
    close_fixture(&f);
  }
}

/* M17: no one asks for floor or gives any back, and the town builds nothing. */
static void at_rest(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    f->economy->firms.floor_wanted[i] = f->economy->firms.floor[i];
    f->economy->firms.cash[i] = 0;
  }
  f->economy->burning_in = true;
  f->economy->ledger.month = (struct ledger_page){0};
}
static void settle_land(struct fixture *f) {
  struct error error;
  assert_int_equal(land_settle(f->economy, &error), STATUS_OK);
}

static void what_is_being_built_counts_and_nothing_is_built_in_the_burn_in(void **state) {
  (void)state;
  static const uint64_t coming[] = {0, 10000, 0};
  static const uint64_t ordered[] = {22500, 0, 0};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    struct error error;
    open_fixture(&f, NULL);
    struct parks *parks = &f.economy->parks;
    at_rest(&f);
    f.economy->burning_in = pass == 2;
    f.economy->month = 12;
    for (uint32_t p = 1; p < parks->count; p++) parks->floor_most[p] = 0;
    parks->floor_built[0] = 90000, parks->floor_used[0] = 80000, parks->floor_short[0] = 0;
    parks->floor_most[0] = 1000000;
    if (coming[pass]) {
      const struct construction plant = {0, coming[pass], 13};
      assert_int_equal(economy_add_construction(f.economy, plant, &error), STATUS_OK);
    }
    const int64_t cash = f.economy->towns.cash[0];
    settle_land(&f);
    assert_int_equal(parks->floor_coming[0], coming[pass] + ordered[pass]);
    const double cost = (double)ordered[pass] * 2860 * exp(0.04) / 1e6;
    assert_int_equal(paid(&f, FLOW_construction), ledger_fen(cost));
    assert_int_equal(f.economy->towns.cash[0], cash - ledger_fen(cost));
    f.economy->month = 13;
    f.economy->burning_in = true;
    settle_land(&f);
    assert_int_equal(parks->floor_built[0], 90000 + coming[pass]);
    close_fixture(&f);
  }
}

static void floor_is_given_back_beyond_half_over_need_and_never_what_is_owned(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f);
  struct firms *firms = &f.economy->firms;
  static const uint32_t floor[] = {150, 151, 1000, 1000, 1000};
  static const uint32_t owned[] = {0, 0, 50, 500, 1000}, kept[] = {150, 120, 120, 500, 1000};
  uint64_t used = f.economy->parks.floor_used[0];
  for (uint32_t k = 0; k < 5; k++) {
    const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, k);
    used += kept[k] - (uint64_t)firms->floor[i];
    f.economy->parks.floor_used[0] += floor[k] - (uint64_t)firms->floor[i];
    firms->floor[i] = floor[k], firms->floor_owned[i] = owned[k], firms->floor_wanted[i] = 100;
  }
  settle_land(&f);
  for (uint32_t k = 0; k < 5; k++)
    assert_int_equal(firms->floor[firm_of(f.economy, 0, CONSUMABLES, k)], kept[k]);
  assert_int_equal(f.economy->parks.floor_used[0], used);
  close_fixture(&f);
}

/* The rent of a month is that of the floor which is let in it: given back by a firm, or asked for.
 */
static void rent_follows_the_floor_that_is_let(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    at_rest(&f);
    struct firms *firms = &f.economy->firms;
    struct parks *parks = &f.economy->parks;
    const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, 0);
    const uint64_t others = parks->floor_used[0] - firms->floor[i];
    firms->floor[i] = 1000, firms->floor_owned[i] = 0;
    firms->floor_wanted[i] = pass ? 4000 : 100;
    parks->floor_used[0] = others + 1000;
    parks->floor_built[0] = others + 10000;
    settle_land(&f);
    const double used = (double)others + (pass ? 4000 : 120);
    const double u = used / ((double)others + 10000);
    NEAR(parks->rent[0],
         f.params->rent_base * economy_frontier(f.economy) *
             (1 + f.params->rent_pressure * u / (1 - u)),
         1e-12 * parks->rent[0]);
    close_fixture(&f);
  }
}

/* Who of the firms gets the only floor that is free in park p. */
static uint32_t who_gets_floor(struct fixture *f, uint32_t p, const uint32_t *rows,
                               uint32_t count) {
  struct firms *firms = &f->economy->firms;
  at_rest(f);
  f->economy->parks.floor_built[p] = f->economy->parks.floor_used[p] + 10;
  uint32_t who = NOBODY;
  for (uint32_t k = 0; k < count; k++) firms->floor_wanted[rows[k]] += 10;
  settle_land(f);
  for (uint32_t k = 0; k < count; k++) {
    if (firms->floor[rows[k]] == firms->floor_wanted[rows[k]]) who = rows[k];
  }
  return who;
}

static void
the_hash_allots_floor_and_the_rarest_link_of_the_town_goes_first_if_wanted(void **state) {
  (void)state;
  struct fixture f;
  open_two_parks(&f);
  struct economy *e = f.economy;
  /* Park b has one maker of implants, but the town has three; it has two of components now. */
  const uint32_t *first = &e->roster.group_first[1 * e->segments_count];
  const uint32_t *at = e->roster.rows;
  firms_remove(&e->firms, at[first[COMPONENTS]]),
      firms_remove(&e->firms, at[first[COMPONENTS] + 1]);
  economy_enrol(e);
  const uint32_t rows[] = {at[first[CONSUMABLES]], at[first[IMPLANTS]], at[first[COMPONENTS]]};
  for (uint32_t r = 0; r < 12; r++) {
    e->key.replication = r;
    uint32_t least = NOBODY, word = UINT32_MAX;
    for (uint32_t k = 0; k < 3; k++) {
      const uint32_t v = draw_words(e->key, DRAW_ALLOTMENT, e->firms.id[rows[k]], 0, 0).v[0];
      if (v < word) least = rows[k], word = v;
    }
    instruments_of(&f, 0)->missing_first = 0;
    assert_int_equal(who_gets_floor(&f, 1, rows, 3), least);
    instruments_of(&f, 0)->missing_first = 1;
    assert_int_equal(who_gets_floor(&f, 1, rows, 3), rows[2]);
    instruments_of(&f, 0)->missing_first = 0.5; /* of whom it reaches, the rarest goes first */
    static const uint32_t rarest[] = {2, 1, 0};
    uint32_t first_reached = NOBODY;
    for (int k = 0; k < 3 && first_reached == NOBODY; k++) {
      const uint32_t row = rows[rarest[k]];
      const uint32_t v = draw_words(e->key, DRAW_ALLOTMENT, e->firms.id[row], 0, 0).v[2];
      if (draw_unit32(v) < 0.5) first_reached = row;
    }
    assert_int_equal(who_gets_floor(&f, 1, rows, 3),
                     first_reached == NOBODY ? least : first_reached);
    assert_int_equal(e->parks.floor_short[1], 20);
  }
  close_fixture(&f);
}

static double annuity(double left, double rate, double months) {
  return rate > 0 ? left * (rate / 12) / (1 - pow(1 + rate / 12, -months)) : left / months;
}

/* A firm rents 1,000 m2; what it needs in its till to buy them, and what it pays and owes then. */
static void expect_sale(struct fixture *f, const char *what, double due, double down, double owed,
                        double monthly) {
  struct firms *firms = &f->economy->firms;
  struct towns *towns = &f->economy->towns;
  const uint32_t i = firm_of(f->economy, 0, EQUIPMENT, 0);
  for (int pass = 0; pass < 4;
       pass++) { /* too poor; a tenant; in debt for a plant; just rich enough */
    at_rest(f);
    firms->costs[i] = 2; /* of which three months stay in the till */
    firms->floor[i] = firms->floor_wanted[i] = 1500, firms->floor_owned[i] = 500;
    firms->seated[i] = pass == 1;
    firms->mortgage[i] = pass == 2, firms->instalment[i] = 0;
    firms->cash[i] = ledger_fen(due + 6) + (pass == 0 ? -10 : 10);
    const int64_t had[] = {firms->cash[i], towns->cash[0], towns->public_returns[0],
                           towns->plant_income[0]};
    settle_land(f);
    const bool sold = pass == 3;
    EXPECT((firms->floor_owned[i] == 1500) == sold, "%s, case %d: sold %d", what, pass, !sold);
    if (!sold) assert_int_equal(firms->cash[i], had[0]);
    if (!sold) continue;
    NEAR((double)firms->instalment[i], monthly * FEN_PER_MILLION, 1);
    NEAR((double)firms->mortgage[i], owed * FEN_PER_MILLION, 1);
    const int64_t price = paid(f, FLOW_plant_sales);
    NEAR((double)price, down * FEN_PER_MILLION, 1);
    assert_int_equal(firms->cash[i], had[0] - price);
    assert_int_equal(towns->cash[0], had[1] + price);
    assert_int_equal(towns->public_returns[0], had[2] + price);
    assert_int_equal(towns->plant_income[0], had[3] + price);
  }
}

static void a_mortgage_that_is_paid_off_leaves_no_instalment(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  firms->mortgage[i] = 100, firms->instalment[i] = 60;
  accounts_settle(f.economy);
  assert_true(firms->mortgage[i] == 40 && firms->instalment[i] == 60);
  accounts_settle(f.economy);
  assert_true(firms->mortgage[i] == 0 && firms->instalment[i] == 0);
  close_fixture(&f);
}

static void floor_on_mortgage_is_priced_as_its_formulas_say(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->month = 120;
  struct instruments *now = instruments_of(&f, 0);
  const double land = 1000 * 113 * exp(0.4) / 1e6, plant = 1000 * 2860 * exp(0.4) / 1e6;
  const double both = land + plant;
  double monthly = annuity(0.7 * both, 0.06, 120);
  now->plant = (struct mortgage){0.3, 120, 0.06, 1};
  expect_sale(&f, "a plant", 0.3 * both, 0.3 * both, 120 * monthly, monthly);
  now->plant.rate = 0;
  monthly = annuity(0.7 * both, 0, 120);
  expect_sale(&f, "a plant without interest", 0.3 * both, 0.3 * both, 0.7 * both, monthly);
  now->plant.offered = 0;
  now->land = (struct mortgage){0.4, 60, 0.05, 1};
  monthly = annuity(0.6 * land, 0.05, 60);
  const double down = 0.4 * land + plant;
  expect_sale(&f, "land", down, down, 60 * monthly, monthly);
  now->plant = (struct mortgage){0.3, 120, 0.06,
                                 1}; /* who cannot pay a plant gets one on mortgage */
  monthly = annuity(0.7 * both, 0.06, 120);
  expect_sale(&f, "both", 0.3 * both, 0.3 * both, 120 * monthly, monthly);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  at_rest(&f); /* who can has the land on mortgage alone */
  f.economy->firms.floor_owned[i] = 500, f.economy->firms.mortgage[i] = 0;
  f.economy->firms.cash[i] = ledger_fen(down + 6) + 10;
  settle_land(&f);
  NEAR((double)paid(&f, FLOW_plant_sales), down * FEN_PER_MILLION, 1);
  NEAR((double)f.economy->firms.mortgage[i], 60 * annuity(0.6 * land, 0.05, 60) * FEN_PER_MILLION,
       1);
  close_fixture(&f);
}

static void the_last_repayment_of_a_bond_is_what_is_left(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct towns *towns = &f.economy->towns;
  f.params->bond_months = 10;
  towns->bonds_issued[0] = 1000000, towns->bond_debt[0] = 150000;
  int64_t debt = 150000, cash = towns->cash[0], service = 0, cost = 0;
  for (int m = 0; m < 3; m++) {
    at_rest(&f);
    settle_land(&f);
    const int64_t interest = llround((double)debt * 0.0343 / 12);
    const int64_t repaid = debt < 100000 ? debt : 100000;
    debt -= repaid, cash -= interest + repaid, service += interest + repaid, cost += interest;
    assert_int_equal(paid(&f, FLOW_bond_interest), interest);
    assert_int_equal(paid(&f, FLOW_bond_repayments), repaid);
    assert_int_equal(towns->bond_debt[0], debt);
    assert_int_equal(towns->cash[0], cash);
    assert_int_equal(towns->bond_service[0], service);
    assert_int_equal(towns->public_cost[0], cost);
  }
  assert_int_equal(debt, 0);
  close_fixture(&f);
}

/* M14 */
static void the_time_to_arrival_is_its_formula(void **state) {
  (void)state;
  static const double effort[] = {1, 2, 0.1, 1}, approval[] = {0.3, 0, 0, 2};
  static const double share[] = {0.7, 0.5, 10, 0};
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->towns.infrastructure[0] = 1.5;
  for (int k = 0; k < 4; k++) {
    f.economy->towns.effort[0] = effort[k];
    instruments_of(&f, 0)->approval = approval[k];
    NEAR(economy_landing_time(f.economy, 0), (0.8 + 0.2 * share[k]) * exp(-0.15), 1e-12);
  }
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_bank_covers_a_firm_as_far_as_its_own_floor_goes),
      cmocka_unit_test(what_is_being_built_counts_and_nothing_is_built_in_the_burn_in),
      cmocka_unit_test(floor_is_given_back_beyond_half_over_need_and_never_what_is_owned),
      cmocka_unit_test(rent_follows_the_floor_that_is_let),
      cmocka_unit_test(the_hash_allots_floor_and_the_rarest_link_of_the_town_goes_first_if_wanted),
      cmocka_unit_test(a_mortgage_that_is_paid_off_leaves_no_instalment),
      cmocka_unit_test(floor_on_mortgage_is_priced_as_its_formulas_say),
      cmocka_unit_test(the_last_repayment_of_a_bond_is_what_is_left),
      cmocka_unit_test(the_time_to_arrival_is_its_formula),
  };
  return cmocka_run_group_tests_name("land_values", tests, NULL, NULL);
}
