/* What programmes build, pay, award, train and stop, to its value, by calling the calendar alone.
 */
#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/policy/policy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void land_comes_by_month_mixed_use_at_once_and_a_freeze_stops_what_is_left(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "levers=~", TWO_PARKS,
      "levers.x={" HALF_FROM_1_TO_12 "lever: land_supply, cost: 0.025 M CNY}", NULL};
  open_fixture(&f, settings);
  struct parks *parks = &f.economy->parks;
  static const double ratio[] = {1, 1.5}, land[] = {600, 900}, mu = 10000.0 / 15;
  double most[2];
  for (int p = 0; p < 2; p++) most[p] = (double)parks->floor_most[p];
  for (int32_t month = 1; month <= 14; month++) {
    const double begun = fmin(month, 12); /* 20 mu a month, 10 for each park */
    calendar_act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    for (int p = 0; p < 2; p++) /* whole square metres each month */
      NEAR((double)parks->floor_most[p] - most[p] + begun / 2, 10 * begun * mu * ratio[p], begun);
  }
  close_fixture(&f);
  const char *const mixed[] = {
      "levers=~", TWO_PARKS,
      "levers.x={" HALF_FROM_1_TO_12 "lever: mixed_use, floor: 0.3, cost: 0.00002 M CNY}", NULL};
  open_fixture(&f, mixed);
  parks = &f.economy->parks;
  for (int p = 0; p < 2; p++) most[p] = (double)parks->floor_most[p];
  for (int32_t month = 1; month <= 14; month++) {
    calendar_act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    const double added = 0.3 * (land[0] * ratio[0] + land[1] * ratio[1]) * mu;
    const double reached = 1 - exp(-fmin(month, 12) / (0.00002 * added));
    for (int p = 0; p < 2; p++) /* whole square metres each month */
      NEAR((double)parks->floor_most[p] - most[p], 0.15 * reached * land[p] * mu * ratio[p], month);
  }
  close_fixture(&f);
  const char *const frozen[] = {"levers=~", TWO_PARKS,
                                "levers.x={" HALF_FROM_1_TO_12 "lever: land_freeze}", NULL};
  open_fixture(&f, frozen);
  parks = &f.economy->parks;
  parks->floor_coming[1] = 10000;
  for (int p = 0; p < 2; p++) {
    const uint64_t held = parks->floor_built[p] + parks->floor_coming[p];
    most[p] = (double)held + 0.5 * (double)(parks->floor_most[p] - held);
  }
  for (int32_t month = 1; month <= 14; month++) {
    calendar_act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    for (int p = 0; p < 2; p++) NEAR((double)parks->floor_most[p], most[p], 1);
  }
  close_fixture(&f);
}

static void a_freeze_that_rises_takes_its_share_in_the_end(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "levers=~", "levers.x={" HALF_FROM_1_TO_12 "lever: land_freeze, ramp: 4 months}", NULL};
  open_fixture(&f, settings);
  struct parks *parks = &f.economy->parks;
  const double left = (double)(parks->floor_most[0] - parks->floor_built[0]);
  for (int32_t month = 1; month <= 14; month++) {
    const double risen = month < 4 ? month / 4.0 : 1;
    calendar_act(&f, month);
    NEAR((double)parks->floor_most[0], (double)parks->floor_built[0] + left * (1 - 0.5 * risen), 5);
  }
  close_fixture(&f);
}

/* Firms that have a tier at the start rose to it before anyone looked. */
static void no_award_goes_to_the_tiers_of_the_start(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={budget: 12 M CNY, from: 2020-01, to: 2020-12, lever: sme_gradient, "
                  "award: 0.8 M CNY}",
                  NULL, NULL);
  for (int32_t month = 0; month < 3; month++) {
    calendar_act(&f, month);
    expect_paid(&f, ledger_fen(1), 0);
  }
  close_fixture(&f);
}

static void a_recall_costs_its_loss_of_brand_once(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: recall, loss: 0.8}", NULL, NULL);
  f.economy->towns.brand[0] = 1;
  for (int32_t month = 0; month <= 14; month++) {
    calendar_act(&f, month);
    NEAR(f.economy->towns.brand[0], month < 1 ? 1 : 0.6, 1e-12);
    expect_paid(&f, month >= 1 && month <= 12 ? ledger_fen(1) : 0, 0);
  }
  close_fixture(&f);
}

/* Of those who lack the upgrade, the firm with the least hash of a month; NOBODY. */
static uint32_t first_to_be_drawn(const struct fixture *f, uint8_t upgrade, int32_t month) {
  const struct firms *firms = &f->economy->firms;
  uint32_t first = NOBODY, least = 0;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (firms->town[i] != 0 || firms->segment[i] == OTHER || firms->upgraded[i]) continue;
    const uint32_t v = draw_words(f->economy->key, DRAW_UPGRADE, firms->id[i], month, upgrade).v[0];
    if (first == NOBODY || v < least) first = i, least = v;
  }
  return first;
}

/* Two firms a month, each of the chain's seventeen once. */
static void upgrades_reach_each_firm_of_the_chain_once(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_with_lever(&f,
                    pass ? "levers.x={" HALF_FROM_1_TO_12 "lever: quality_system, cost: 0.5 M CNY, "
                           "gain: 0.3}"
                         : "levers.x={" HALF_FROM_1_TO_12
                           "lever: digital_upgrade, cost: 0.5 M CNY, "
                           "gain: 0.3}",
                    NULL, NULL);
    struct firms *firms = &f.economy->firms;
    for (uint32_t i = 0; i < firms->count; i++) firms->own_productivity[i] = firms->quality[i] = 0;
    uint32_t next = first_to_be_drawn(&f, pass ? UPGRADED_QUALITY : UPGRADED_DIGITAL, 1);
    for (int32_t month = 1; month <= 14; month++) {
      calendar_act(&f, month);
      EXPECT(next == NOBODY || firms->upgraded[next], "%u is not first", next);
      expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
      uint32_t done = 0;
      for (uint32_t i = 0; i < firms->count; i++) {
        const double gained = pass ? firms->quality[i] : firms->own_productivity[i];
        const bool is_done = gained > 0;
        done += is_done;
        NEAR(gained, is_done ? 0.15 : 0, 1e-12);
        NEAR(pass ? firms->own_productivity[i] : firms->quality[i], 0, 0);
        EXPECT(!is_done || (firms->town[i] == 0 && firms->segment[i] != OTHER), "who was it?");
        assert_int_equal(firms->upgraded[i], !is_done ? 0
                                             : pass   ? UPGRADED_QUALITY
                                                      : UPGRADED_DIGITAL);
      }
      assert_int_equal(done, 2 * month < 17 ? 2 * month : 17);
      next = first_to_be_drawn(&f, pass ? UPGRADED_QUALITY : UPGRADED_DIGITAL, month + 1);
    }
    close_fixture(&f);
  }
}

static void technicians_are_trained_in_their_firms_by_the_money(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_with_lever(&f,
                    pass ? "levers.x={" HALF_FROM_1_TO_12 "lever: training, cost: 0.0001 M CNY}"
                         : "levers.x={" HALF_FROM_1_TO_12 "lever: training, cost: 0.001 M CNY}",
                    NULL, NULL);
    struct persons *p = &f.economy->persons;
    struct firms *firms = &f.economy->firms;
    uint8_t *before = calloc(p->count, 1);
    memcpy(before, p->skill, p->count);
    double places = 0, trained = 0; /* each firm wants half as many graduates as technicians */
    for (uint32_t i = 0; i < firms->count; i++) {
      firms->vacancies[i].v[GRADUATE] = firms->segment[i] == OTHER
                                            ? 0
                                            : firms->staff[i].v[TECHNICIAN] / 2;
      if (firms->town[i] == 0) places += firms->vacancies[i].v[GRADUATE];
    }
    calendar_act(&f, 1);
    expect_paid(&f, ledger_fen(1), 0);
    struct by_skill_count *staff = calloc(firms->count, sizeof *staff);
    for (uint32_t i = 0; i < p->count; i++) {
      if (p->skill[i] == NO_PERSON) continue;
      const bool works = p->employer[i] != NOBODY;
      const bool could = works && p->town[i] == 0 && before[i] == TECHNICIAN &&
                         firms->segment[p->employer[i]] != OTHER;
      if (works) staff[p->employer[i]].v[p->skill[i]]++;
      trained += p->skill[i] != before[i];
      EXPECT(p->skill[i] == before[i] || (could && p->skill[i] == GRADUATE), "who was trained?");
    }
    for (uint32_t i = 0; i < firms->count; i++) {
      for (int z = 0; z < SKILL_COUNT; z++)
        assert_int_equal(firms->staff[i].v[z], firms->open[i] ? staff[i].v[z] : 0);
    }
    EXPECT(places > 200 && places < 2000, "%g places", places);
    const double due = 0.5 * places * (1 - exp(-1 / ((pass ? 0.0001 : 0.001) * places)));
    NEAR(trained, due, 4 * sqrt(due));
    calendar_act(&f, 13);
    free(before), free(staff);
    close_fixture(&f);
  }
}

static void an_alliance_takes_members_and_pools_their_mean(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12 "lever: alliance, cost: 0.1 M CNY, pooled: 0.4}",
                  NULL, NULL);
  struct economy *e = f.economy;
  struct firms *firms = &e->firms;
  const struct instruments *now = &e->towns.instruments[0];
  const uint32_t a = firm_of(e, 0, EQUIPMENT, 0), b = firm_of(e, 0, COMPONENTS, 0);
  const double chance = 0.5 * (1 - exp(-1 / (0.1 * 17))); /* a month's money */
  calendar_act(&f, 0);
  firms->ally[a] = 1;
  for (int32_t month = 1; month <= 13; month++) {
    uint8_t due[64] = {0};
    uint32_t members = 0;
    const struct span here = economy_town_firms(e, 0);
    double research = 0;
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = e->roster.rows[at];
      if (month == 3) firms->ally[i] = i == a || i == b;
      if (firms->segment[i] == OTHER) continue;
      members += firms->ally[i];
      if (firms->ally[i]) research += production_research(e, i);
    }
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = e->roster.rows[at];
      const double u = draw_uniform(e->key, DRAW_ALLIANCE, firms->id[i], month, 0);
      due[at - here.first] = firms->ally[i] ||
                             (month <= 12 && firms->segment[i] != OTHER && u < chance);
    }
    calendar_act(&f, month);
    for (uint32_t at = here.first; at < here.end; at++)
      assert_int_equal(firms->ally[e->roster.rows[at]], due[at - here.first]);
    NEAR(now->pooled_research, members > 1 && month <= 12 ? 0.2 * research / members : 0, 1e-12);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    EXPECT(month != 1 || members == 1, "%u members", members);
  }
  close_fixture(&f);
}

static void leading_firms_share_gains_with_suppliers_by_what_they_sold(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: benefit_sharing, towns: tonglu, share: 0.2, procurement: 0.3, "
                  "large: 60 M CNY/year, cost: 0.0001 M CNY/year}",
                  NULL, NULL);
  struct firms *firms = &f.economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) {
    firms->local_sales[i] = firms->profit[i] = 0;
    firms->cash[i] = ledger_fen(100);
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = 0;
  }
  /* yearly sales, profit, cash, what is given */
  static const double cases[][4] = {
      {60, 2, 100, 0.2}, {48, 2, 100, 0}, {120, -2, 100, 0}, {120, 3, 0.05, 0.05}, {120, 1, -1, 0}};
  uint32_t row[7];
  for (uint32_t k = 0; k < 5; k++) {
    const uint32_t i = row[k] = firm_of(f.economy, 1, CONSUMABLES, k);
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = (float)cases[k][0] / 12;
    firms->profit[i] = cases[k][1], firms->cash[i] = ledger_fen(cases[k][2]);
  }
  row[5] = firm_of(f.economy, 1, OTHER, 0); /* a lead, whatever it makes and sells */
  firms->lead[row[5]] = 1, firms->profit[row[5]] = 4;
  row[6] = firm_of(f.economy, 1, COMPONENTS, 0); /* large, but no device firm */
  for (int m = 0; m < 12; m++) firms->sales_year[row[6]].v[m] = 50;
  firms->profit[row[6]] = 5, firms->local_sales[row[6]] = 3;
  const uint32_t other = firm_of(f.economy, 1, COMPONENTS, 1);
  firms->local_sales[other] = 1;
  calendar_act(&f, 1);
  const double total = 0.2 + 0.05 + 0.4;
  for (uint32_t k = 0; k < 5; k++)
    NEAR((double)firms->cash[row[k]], (cases[k][2] - cases[k][3]) * FEN_PER_MILLION, 1);
  NEAR((double)firms->cash[row[5]], (100 - 0.4) * FEN_PER_MILLION, 1);
  NEAR((double)firms->cash[row[6]], (100 + total * 0.75) * FEN_PER_MILLION, 1);
  NEAR((double)firms->cash[other], (100 + total * 0.25) * FEN_PER_MILLION, 1);
  assert_int_equal(paid(&f, FLOW_benefit_sharing), ledger_fen(total));
  assert_int_equal(paid(&f, FLOW_programmes), ledger_fen(1));
  NEAR(f.economy->towns.instruments[1].procurement, 0.15, 1e-12);
  calendar_act(&f, 12);
  calendar_act(&f, 13);
  expect_paid(&f, 0, 0);
  NEAR(f.economy->towns.instruments[1].procurement, 0, 0);
  close_fixture(&f);
}

static void bonds_pay_for_plants_in_each_park_and_for_works(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "levers=~", TWO_PARKS,
      "levers.x={lever: bond_plants, from: 2030-01, to: 2030-12, budget: 120 M CNY, effect: 0.5, "
      "plants: 0.6}",
      NULL};
  open_fixture(&f, settings);
  struct parks *parks = &f.economy->parks;
  struct towns *towns = &f.economy->towns;
  calendar_act(&f, 119);
  parks->floor_coming[1] = 200;
  parks->floor_most[1] = parks->floor_built[1] + 300;
  const int64_t cash = towns->cash[0];
  calendar_act(&f, 120);
  const double floor = 10 * 0.5 * 0.6 * 1e6 / (2860 * exp(0.4)) / 2;
  assert_int_equal(f.economy->constructions_count, 2);
  NEAR((double)f.economy->constructions[0].floor + 0.5, floor, 0.5);
  assert_int_equal(f.economy->constructions[0].park, 0);
  assert_int_equal(f.economy->constructions[0].due, 120 + 15);
  assert_int_equal(f.economy->constructions[1].floor, 100); /* what land is left for */
  assert_int_equal(parks->floor_coming[1], 300);
  for (int k = 0; k < INFRASTRUCTURE_COUNT; k++)
    NEAR(towns->infrastructure_works[0].v[k], 10 * 0.5 * 0.4 / 6, 1e-9);
  assert_int_equal(towns->cash[0], cash);
  assert_int_equal(towns->bond_debt[0], ledger_fen(10));
  assert_int_equal(towns->bonds_issued[0], ledger_fen(10));
  assert_int_equal(paid(&f, FLOW_bonds), ledger_fen(10));
  assert_int_equal(paid(&f, FLOW_construction), ledger_fen(10));
  assert_int_equal(paid(&f, FLOW_programmes), 0);
  calendar_act(&f, 131);
  assert_int_equal(towns->bonds_issued[0], ledger_fen(120));
  calendar_act(&f, 132);
  assert_int_equal(towns->bonds_issued[0], ledger_fen(120));
  close_fixture(&f);
}

static void plants_for_themed_parks_stand_in_those_of_the_chain_alone(void **state) {
  (void)state;
  for (uint32_t themed = 0; themed < 3; themed++) {
    struct fixture f;
    const char *const settings[] = {
        "levers=~", TWO_PARKS,
        "levers.x={lever: bond_plants, from: 2030-01, to: 2030-12, budget: 120 M CNY, effect: 0.5, "
        "plants: 0.6, parks: themed}",
        NULL};
    open_fixture(&f, settings);
    if (themed < 2) f.economy->parks.chain_only[themed] = 1;
    calendar_act(&f, 119);
    for (uint32_t p = 0; p < 2; p++)
      f.economy->parks.floor_most[p] = f.economy->parks.floor_built[p] + 5000;
    calendar_act(&f, 120);
    assert_int_equal(f.economy->constructions_count, themed < 2); /* no such park: nothing */
    if (themed < 2) {
      NEAR((double)f.economy->constructions[0].floor + 0.5,
           10 * 0.5 * 0.6 * 1e6 / (2860 * exp(0.4)), 0.5);
      assert_int_equal(f.economy->constructions[0].park, themed);
    }
    assert_int_equal(paid(&f, FLOW_construction), ledger_fen(10));
    close_fixture(&f);
  }
}

static void land_is_cleared_of_those_who_make_too_little_of_it_for_too_long(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12 "lever: clear_out, threshold: 4 M CNY/mu/year, "
                  "notice: 3 months}",
                  NULL, NULL);
  struct firms *firms = &f.economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) firms->floor[i] = 0;
  const double land = 10 * 1.06 * 10000.0 / 15; /* m2 of floor that ten mu carry */
  uint32_t row[5];
  for (uint32_t k = 0; k < 5; k++) {
    const uint32_t i = row[k] = firm_of(f.economy, 0, OTHER, k);
    firms->floor[i] = (uint32_t)ceil(land);
    firms->born[i] = -100;
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = k == 0 ? 1.75f : 1.625f;
  } /* threshold: 0.5 * 4 * 10 = 20 M a year; the first makes 21, the others 19.5 */
  for (int32_t month = 1; month <= 12; month++) {
    firms->born[row[1]] = month - 35;
    firms->born[row[2]] = month - 36;
    for (int m = 0; m < 12; m++) firms->sales_year[row[3]].v[m] = month % 3 == 0 ? 1.75f : 1.625f;
    calendar_act(&f, month);
    expect_paid(&f, ledger_fen(1), 0);
    const bool leaves[] = {false, false, month >= 3, false, month >= 3};
    for (uint32_t k = 0; k < 5; k++) assert_int_equal(firms->leaving[row[k]], leaves[k]);
  }
  firms->leaving[row[4]] = 0;
  calendar_act(&f, 13);
  assert_int_equal(firms->leaving[row[4]], 0);
  expect_paid(&f, 0, 0);
  close_fixture(&f);
}

/* Every town has the lever; what befalls all befalls once, and is over when the lever ends. */
static void shocks_befall_all_towns_once_and_end(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers={d: {" HALF_FROM_1_TO_12
                  "lever: demand_shock, change: -0.4, towns: all}, "
                  "p: {" HALF_FROM_1_TO_12 "lever: price_cut, cut: 0.6, towns: all}, "
                  "c: {" HALF_FROM_1_TO_12 "lever: credit_squeeze, cut: 0.6, towns: all}, "
                  "t: {" HALF_FROM_1_TO_12 "lever: talent_drain, pull: 0.6, towns: all}, "
                  "r: {" HALF_FROM_1_TO_12 "lever: regulatory_delay, delay: 0.6, towns: all}}",
                  NULL, NULL);
  for (int32_t month = 0; month <= 13; month++) {
    const bool lasts = month >= 1 && month <= 12;
    calendar_act(&f, month);
    for (uint32_t s = 0; s < f.economy->segments_count; s++) {
      NEAR(f.economy->markets[s].demand_shock, lasts ? 0.8 : 1, 1e-12);
      NEAR(f.economy->markets[s].price, lasts ? 0.7 : 1, 1e-12);
    }
    NEAR(f.economy->shocks.credit, lasts ? -0.3 : 0, 1e-12);
    NEAR(f.economy->shocks.elsewhere, lasts ? 0.3 : 0, 1e-12);
    NEAR(f.economy->shocks.registration, lasts ? 0.3 : 0, 1e-12);
    expect_paid(&f, lasts ? ledger_fen(7 * 5) : 0, 0);
  }
  close_fixture(&f);
  open_with_lever(&f,
                  "levers={d: {" HALF_FROM_1_TO_12
                  "lever: demand_shock, change: 0.4, segment: implants}, "
                  "p: {" HALF_FROM_1_TO_12 "lever: price_cut, cut: 0.6, segment: equipment}}",
                  NULL, NULL);
  calendar_act(&f, 1);
  for (uint32_t s = 0; s < f.economy->segments_count; s++) {
    NEAR(f.economy->markets[s].demand_shock, s == IMPLANTS ? 1.2 : 1, 1e-12);
    NEAR(f.economy->markets[s].price, s == EQUIPMENT ? 0.7 : 1, 1e-12);
  }
  close_fixture(&f);
}

static void the_leads_leave_or_where_there_is_none_the_largest_device_firm(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_with_lever(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: lead_exit}", NULL, NULL);
    struct firms *firms = &f.economy->firms;
    const uint32_t largest = firm_of(f.economy, 0, EQUIPMENT, 2);
    const uint32_t lead = firm_of(f.economy, 0, COMPONENTS, 1);
    for (int m = 0; m < 12; m++) firms->sales_year[largest].v[m] = 500;
    for (int m = 0; m < 12; m++) firms->sales_year[lead].v[m] = 600;
    firms->lead[lead] = pass == 1;
    for (int32_t month = 1; month <= 2; month++) {
      calendar_act(&f, month);
      expect_paid(&f, ledger_fen(1), 0);
      for (uint32_t i = 0; i < firms->count; i++) {
        const bool goes = month == 1 && i == (pass ? lead : largest);
        assert_int_equal(firms->leaving[i], goes);
        firms->leaving[i] = 0;
      }
    }
    close_fixture(&f);
  }
}

static void firms_that_rose_last_month_get_awards_while_the_money_lasts(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: sme_gradient, odds: 0.8, award: 0.8 M CNY, cost: 0.0001 M CNY/year}",
                  NULL, NULL);
  struct firms *firms = &f.economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) firms->tier[i] = 0;
  calendar_act(&f, 4);
  for (int pass = 0; pass < 3; pass++) {
    const int32_t month = 5 + pass;
    const uint32_t risers = pass == 0 ? 3 : 1;
    uint32_t row[6];
    for (uint32_t n = 0; n < 6; n++) {
      const uint32_t i = row[n] = firm_of(f.economy, 0, CONSUMABLES, n);
      firms->tier[i] = n < risers || n > 3 ? TIER_TECHNOLOGY : TIER_NONE;
      firms->promoted[i] = (int16_t)(n < 4 ? month - 1 : n == 4 ? month : month - 2);
      firms->cash[i] = 0;
    }
    if (pass == 2) firms->promoted[row[0]] = (int16_t)(month - 2);
    calendar_act(&f, month);
    static const double awards[][3] = {{0.4, 0.4, 0.2}, {0.4, 0, 0}, {0, 0, 0}};
    double given = 0;
    for (uint32_t n = 0; n < 6; n++) {
      const double award = n < 3 ? awards[pass][n] : 0;
      assert_int_equal(firms->cash[row[n]], ledger_fen(award));
      given += award;
    }
    expect_paid(&f, ledger_fen(1 - given), ledger_fen(given));
    NEAR(f.economy->towns.instruments[0].tiers, 0.4, 1e-12);
  }
  calendar_act(&f, 12);
  calendar_act(&f, 13);
  expect_paid(&f, 0, 0);
  NEAR(f.economy->towns.instruments[0].tiers, 0, 0);
  close_fixture(&f);
}

static void grants_for_research_follow_what_firms_spend_themselves(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: innovation_base, towns: tonglu}", NULL,
                  NULL);
  struct firms *firms = &f.economy->firms;
  const struct span here = economy_town_firms(f.economy, 1);
  double spent[64] = {0}, sum = 0;
  int64_t cash[64];
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = f.economy->roster.rows[at];
    if (firms->segment[i] != OTHER) spent[at - here.first] = production_research(f.economy, i);
    sum += spent[at - here.first];
    cash[at - here.first] = firms->cash[i];
  }
  calendar_act(&f, 1);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = f.economy->roster.rows[at];
    NEAR((double)firms->grant[i], 0.5 * FEN_PER_MILLION * spent[at - here.first] / sum, 1);
    assert_int_equal(firms->cash[i] - cash[at - here.first], firms->grant[i]);
  }
  expect_paid(&f, ledger_fen(0.5), ledger_fen(0.5));
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(land_comes_by_month_mixed_use_at_once_and_a_freeze_stops_what_is_left),
      cmocka_unit_test(a_freeze_that_rises_takes_its_share_in_the_end),
      cmocka_unit_test(no_award_goes_to_the_tiers_of_the_start),
      cmocka_unit_test(a_recall_costs_its_loss_of_brand_once),
      cmocka_unit_test(upgrades_reach_each_firm_of_the_chain_once),
      cmocka_unit_test(technicians_are_trained_in_their_firms_by_the_money),
      cmocka_unit_test(an_alliance_takes_members_and_pools_their_mean),
      cmocka_unit_test(leading_firms_share_gains_with_suppliers_by_what_they_sold),
      cmocka_unit_test(bonds_pay_for_plants_in_each_park_and_for_works),
      cmocka_unit_test(plants_for_themed_parks_stand_in_those_of_the_chain_alone),
      cmocka_unit_test(land_is_cleared_of_those_who_make_too_little_of_it_for_too_long),
      cmocka_unit_test(shocks_befall_all_towns_once_and_end),
      cmocka_unit_test(the_leads_leave_or_where_there_is_none_the_largest_device_firm),
      cmocka_unit_test(firms_that_rose_last_month_get_awards_while_the_money_lasts),
      cmocka_unit_test(grants_for_research_follow_what_firms_spend_themselves),
  };
  return cmocka_run_group_tests_name("programme_values", tests, NULL, NULL);
}
