/* Goods, capital, labour, land: each does what its equation says, tested by the phase itself. */
#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/capital.h"
#include "bellwether/markets/goods.h"
#include "bellwether/markets/labour.h"
#include "bellwether/markets/land.h"

#include <math.h>

/* M6 */
static void output_follows_cobb_douglas_and_stops_at_the_floor(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const double one = production_output(f.economy, i, 10, 20);
  EXPECT(fabs(production_output(f.economy, i, 20, 40) / one - 2) < 1e-9, "no constant returns");
  EXPECT(fabs(production_output(f.economy, i, 20, 20) / one - pow(2, f.params->capital_share)) <
             1e-9,
         "capital's share");
  const double capital = 10;
  double work;
  production_work_needed(f.economy, &i, 1, &capital, &one, &work);
  EXPECT(fabs(work - 20) < 1e-6, "the inverse");
  f.economy->firms.log_price[i] = 0;
  const double whole = capacity_of(f.economy, i);
  f.economy->firms.floor[i] /= 4;
  EXPECT(capacity_of(f.economy, i) < 0.6 * whole, "less floor, as much output");
  f.economy->firms.floor[i] = 0;
  EXPECT(capacity_of(f.economy, i) <= 0, "without plant no production");
  close_fixture(&f);
}

/* M7: the share of firm i after a month, one thing changed. */
static double share_after(void (*change)(struct economy *, uint32_t)) {
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.params->share_shock = 0;
  f.params->share_response = 0.1;
  f.economy->month = 1;
  change(f.economy, i);
  goods_shares(f.economy);
  double sum = f.economy->markets[EQUIPMENT].rest_share;
  for (uint32_t k = 0; k < f.economy->firms.count; k++) {
    if (f.economy->firms.segment[k] == EQUIPMENT) sum += f.economy->firms.market_share[k];
  }
  EXPECT(fabs(sum - 1) < 1e-12, "shares add to %.15g", sum);
  const double share = f.economy->firms.market_share[i];
  close_fixture(&f);
  return share;
}
static void change_nothing(struct economy *e, uint32_t i) { (void)e, (void)i; }
static void more_productive(struct economy *e, uint32_t i) { e->firms.own_productivity[i] += 0.5; }
static void better(struct economy *e, uint32_t i) { e->firms.quality[i] += 0.5; }
static void famous(struct economy *e, uint32_t i) { e->towns.brand[e->firms.town[i]] += 1; }
static void dearer(struct economy *e, uint32_t i) { e->firms.log_price[i] += 0.1; }
static void failing_customers(struct economy *e, uint32_t i) {
  e->firms.unmet[i] = e->firms.orders[i];
}
static void opening(struct economy *e, uint32_t i) { e->firms.share_due[i] = 0.01; }
static void uncertified(struct economy *e, uint32_t i) { e->firms.certificates[i] = 0; }

static void shares_follow_competitiveness_and_certificates(void **state) {
  (void)state;
  const double base = share_after(change_nothing);
  EXPECT(share_after(more_productive) > base, "productivity");
  EXPECT(share_after(better) > base, "quality");
  EXPECT(share_after(famous) > base, "brand");
  EXPECT(share_after(dearer) < base, "price");
  EXPECT(share_after(failing_customers) < base, "unmet orders");
  EXPECT(share_after(opening) > base, "a new certificate");
  EXPECT(share_after(uncertified) <= 0, "no certificate, no sales");
}

/* Where all towns gain alike no one gains: the rest of industry does what the rivals do. */
static void a_gain_that_all_towns_share_is_no_gain(void **state) {
  (void)state;
  double share[3];
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    f.params->share_shock = 0;
    f.params->share_response = 0.1;
    for (uint32_t k = 0; k < f.economy->firms.count; k++) {
      const bool focal = f.economy->towns.focal[f.economy->firms.town[k]];
      if (pass == 2 || (pass == 1 && focal)) f.economy->firms.own_productivity[k] += 0.3;
    }
    for (int m = 0; m < 24; m++) goods_shares(f.economy);
    share[pass] = 0;
    for (uint32_t k = 0; k < f.economy->firms.count; k++) {
      const bool counts = f.economy->firms.open[k] && f.economy->firms.town[k] == 0 &&
                          f.economy->firms.segment[k] == EQUIPMENT;
      if (counts) share[pass] += f.economy->firms.market_share[k];
    }
    close_fixture(&f);
  }
  EXPECT(share[1] > share[0] * 1.2, "alone: %g after %g", share[1], share[0]);
  EXPECT(fabs(share[2] / share[0] - 1) < 0.02, "all alike: %g after %g", share[2], share[0]);
}

/* M8 */
static void firms_buy_in_town_and_more_so_with_a_lead(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t supplier = firm_of(f.economy, 0, COMPONENTS, 0);
  goods_sell(f.economy);
  const double usual = f.economy->firms.local_orders[supplier];
  f.economy->towns.instruments[0].procurement = 0.2;
  goods_sell(f.economy);
  EXPECT(usual > 0 && f.economy->firms.local_orders[supplier] > usual * 1.2, "%g then %g", usual,
         f.economy->firms.local_orders[supplier]);
  close_fixture(&f);
}

static void sales_never_exceed_capacity_and_unmet_orders_find_who_has_some(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t full = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->firms.floor[full] = 0;
  goods_sell(f.economy);
  double extra = 0;
  for (uint32_t at = 0; at < f.economy->roster.count; at++) {
    const uint32_t i = f.economy->roster.rows[at];
    EXPECT(f.economy->firms.sales[i] <= f.economy->firms.capacity[i] * (1 + 1e-12), "sales %g",
           f.economy->firms.sales[i]);
    if (f.economy->firms.segment[i] == EQUIPMENT && i != full) {
      extra += f.economy->firms.sales[i] - f.economy->firms.orders[i];
    }
  }
  EXPECT(f.economy->firms.unmet[full] > 0 && extra > 0, "unmet %g, picked up %g",
         f.economy->firms.unmet[full], extra);
  close_fixture(&f);
}

static void prices_rise_with_pressure_and_fall_with_slack(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->firms.log_price[i] = 0;
  f.economy->firms.market_share[i] *= 3;
  goods_sell(f.economy);
  EXPECT(f.economy->firms.log_price[i] > 0, "pressure: %g", f.economy->firms.log_price[i]);
  f.economy->firms.log_price[i] = 0;
  f.economy->firms.market_share[i] *= 0.1;
  goods_sell(f.economy);
  EXPECT(f.economy->firms.log_price[i] < 0, "slack: %g", f.economy->firms.log_price[i]);
  close_fixture(&f);
}

/* M9 */
static void firms_invest_towards_their_orders_as_far_as_money_goes(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t rich = firm_of(f.economy, 0, EQUIPMENT, 0),
                 poor = firm_of(f.economy, 0, EQUIPMENT, 1);
  firms->expected_orders[rich] *= 2;
  firms->expected_orders[poor] *= 2;
  firms->cash[rich] = ledger_fen(1000);
  firms->cash[poor] = 0;
  firms->debt[poor] = ledger_fen(firms->capital[poor]);
  const double before[] = {firms->capital[rich], firms->capital[poor]};
  const uint32_t staff = firms->staff_wanted[rich].v[TECHNICIAN];
  capital_plan(f.economy);
  EXPECT(firms->capital[rich] > before[0], "the rich firm: %g to %g", before[0],
         firms->capital[rich]);
  EXPECT(firms->capital[poor] < before[1], "the poor firm: %g to %g", before[1],
         firms->capital[poor]);
  EXPECT(firms->funding_gap[poor] > 0 && firms->funding_gap[rich] <= 0, "gaps %g and %g",
         firms->funding_gap[poor], firms->funding_gap[rich]);
  const uint32_t more = firms->staff_wanted[rich].v[TECHNICIAN];
  EXPECT(more > staff, "more orders, no more staff wanted");
  firms->log_price[rich] += 0.2;
  capital_plan(f.economy);
  EXPECT(firms->staff_wanted[rich].v[TECHNICIAN] < more, "dearer goods, no fewer hands");
  close_fixture(&f);
}

/* M10, M11 */
static void workers_go_where_wages_are_better(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->search_employed = 0.5;
  f.params->taste_wage = 10;
  struct firms *firms = &f.economy->firms;
  const uint32_t high = firm_of(f.economy, 4, CONSUMABLES, 0),
                 low = firm_of(f.economy, 4, CONSUMABLES, 1);
  const uint32_t *pair[] = {&high, &low};
  for (uint32_t k = 0; k < firms->count; k++) firms->staff_wanted[k] = firms->staff[k];
  for (int k = 0; k < 2; k++)
    firms->staff_wanted[*pair[k]].v[TECHNICIAN] = firms->staff[*pair[k]].v[TECHNICIAN] + 5000;
  labour_post(f.economy);
  for (uint32_t k = f.economy->labour.board_first[4 * SKILL_COUNT];
       k < f.economy->labour.board_first[4 * SKILL_COUNT + 1]; k++) {
    struct opening *opening = &f.economy->labour.openings[k];
    if (opening->firm == high) opening->aversion /= 10;
  }
  labour_settle(f.economy);
  const uint32_t left_high = firms->vacancies[high].v[TECHNICIAN],
                 left_low = firms->vacancies[low].v[TECHNICIAN];
  EXPECT(left_high < left_low, "open after the month: %u at the better wage, %u at the worse",
         left_high, left_low);
  close_fixture(&f);
}

/* M12 */
static int64_t people_after_moves(const char *setting) {
  const char *const settings[] = {"parameters.migration_technician=20 %/month",
                                  "parameters.taste_distance=0",
                                  "end=2020-12",
                                  "levers.programme_recruiting.to=2020-12",
                                  "levers.programme_recruiting_later=~",
                                  setting,
                                  NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 12);
  int64_t people = 0;
  for (uint32_t i = 0; i < f.economy->persons.count; i++) {
    people += f.economy->persons.skill[i] != NO_PERSON && f.economy->persons.town[i] == 0;
  }
  close_fixture(&f);
  return people;
}

static void people_move_to_amenity_and_service_and_away_from_dear_housing(void **state) {
  (void)state;
  const int64_t base = people_after_moves("seed=1");
  EXPECT(people_after_moves("towns.xianju.amenity=2") > base + 50, "amenity");
  EXPECT(people_after_moves("towns.xianju.service=2") > base + 50, "service");
  EXPECT(people_after_moves("towns.xianju.housing=40000 CNY/m2") < base - 50, "housing");
}

/* M13 */
static void wages_rise_when_posts_stay_open_and_fall_when_staff_is_unneeded(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->wage_return = 0;
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const float before = firms->posted_wage[i].v[TECHNICIAN];
  firms->vacancies[i].v[TECHNICIAN] = 50;
  firms->staff_wanted[i].v[TECHNICIAN] = firms->staff[i].v[TECHNICIAN] + 50;
  labour_post(f.economy);
  EXPECT(firms->posted_wage[i].v[TECHNICIAN] > before, "open posts");
  const float raised = firms->posted_wage[i].v[TECHNICIAN];
  firms->vacancies[i].v[TECHNICIAN] = 0;
  firms->staff_wanted[i].v[TECHNICIAN] = 0;
  labour_post(f.economy);
  EXPECT(firms->posted_wage[i].v[TECHNICIAN] < raised, "idle staff");
  EXPECT(firms->layoff[i].v[TECHNICIAN] > 0, "no one is laid off");
  close_fixture(&f);
}

/* M17 */
static void rent_rises_with_occupancy_and_the_chain_is_served_first(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  const double usual = land_rent(f.economy, 0);
  f.economy->parks.floor_built[0] = f.economy->parks.floor_used[0] + 100;
  EXPECT(land_rent(f.economy, 0) > usual, "rent %g after %g", land_rent(f.economy, 0), usual);
  const uint32_t device = firm_of(f.economy, 0, EQUIPMENT, 0),
                 other = firm_of(f.economy, 0, OTHER, 0);
  for (uint32_t i = 0; i < f.economy->firms.count; i++)
    f.economy->firms.floor_wanted[i] = f.economy->firms.floor[i];
  const uint32_t had[] = {f.economy->firms.floor[device], f.economy->firms.floor[other]};
  f.economy->firms.floor_wanted[device] += 100;
  f.economy->firms.floor_wanted[other] += 100;
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(f.economy->firms.floor[device], had[0] + 100);
  assert_int_equal(f.economy->firms.floor[other], had[1]);
  close_fixture(&f);
}

/* Two firms of a kind want floor, and there is enough for one, or for both. */
static void who_is_served_is_chance_where_floor_is_short(void **state) {
  (void)state;
  enum { MONTHS = 40, WANTED = 100 };
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  struct parks *parks = &f.economy->parks;
  const uint32_t one = firm_of(f.economy, 0, OTHER, 0), other = firm_of(f.economy, 0, OTHER, 1);
  const uint32_t had[] = {firms->floor[one], firms->floor[other]};
  const uint64_t used = parks->floor_used[0];
  uint32_t first = 0;
  for (uint32_t i = 0; i < firms->count; i++) firms->floor_wanted[i] = firms->floor[i];
  firms->floor_wanted[one] += WANTED;
  firms->floor_wanted[other] += WANTED;
  for (int month = 0; month < MONTHS; month++) {
    const bool short_of = month < MONTHS - 1;
    f.economy->month = month;
    firms->floor[one] = had[0], firms->floor[other] = had[1];
    parks->floor_used[0] = used;
    parks->floor_built[0] = parks->floor_most[0] = used + (short_of ? WANTED : 2 * WANTED);
    assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
    assert_int_equal(parks->floor_used[0], parks->floor_built[0]);
    assert_int_equal(parks->floor_short[0], short_of ? WANTED : 0);
    if (short_of) first += firms->floor[one] > had[0];
    else assert_int_equal(firms->floor[one] - had[0], WANTED);
  }
  EXPECT(first > 8 && first < MONTHS - 8, "%u of %d times the same", first, MONTHS);
  close_fixture(&f);
}

static void towns_build_when_floor_runs_short_and_within_their_land(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  struct parks *parks = &f.economy->parks;
  f.economy->month = 0;
  parks->floor_built[0] = parks->floor_used[0] + 10;
  parks->floor_most[0] = parks->floor_built[0] + 500;
  const int64_t cash = f.economy->towns.cash[0];
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(parks->floor_coming[0], 500);
  EXPECT(f.economy->towns.cash[0] < cash, "it cost nothing");
  f.economy->month = (int32_t)f.params->plant_months;
  const uint64_t built = parks->floor_built[0];
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(parks->floor_built[0], built + 500);
  assert_int_equal(parks->floor_coming[0], 0);
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(output_follows_cobb_douglas_and_stops_at_the_floor),
      cmocka_unit_test(shares_follow_competitiveness_and_certificates),
      cmocka_unit_test(a_gain_that_all_towns_share_is_no_gain),
      cmocka_unit_test(firms_buy_in_town_and_more_so_with_a_lead),
      cmocka_unit_test(sales_never_exceed_capacity_and_unmet_orders_find_who_has_some),
      cmocka_unit_test(prices_rise_with_pressure_and_fall_with_slack),
      cmocka_unit_test(firms_invest_towards_their_orders_as_far_as_money_goes),
      cmocka_unit_test(workers_go_where_wages_are_better),
      cmocka_unit_test(people_move_to_amenity_and_service_and_away_from_dear_housing),
      cmocka_unit_test(wages_rise_when_posts_stay_open_and_fall_when_staff_is_unneeded),
      cmocka_unit_test(rent_rises_with_occupancy_and_the_chain_is_served_first),
      cmocka_unit_test(who_is_served_is_chance_where_floor_is_short),
      cmocka_unit_test(towns_build_when_floor_runs_short_and_within_their_land),
  };
  return cmocka_run_group_tests_name("markets", tests, NULL, NULL);
}
