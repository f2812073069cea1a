/* Brand, brokers, the ladder, projects, founders, pioneers, research, plants, floor and natives,
 * each to its value: what signs alone would let pass. */
#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/dynamics/attraction.h"
#include "bellwether/dynamics/brand.h"
#include "bellwether/dynamics/brokerage.h"
#include "bellwether/dynamics/effort.h"
#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/exit.h"
#include "bellwether/dynamics/innovation.h"
#include "bellwether/dynamics/tiers.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/hiring.h"
#include "bellwether/markets/labour.h"
#include "bellwether/markets/land.h"
#include "bellwether/markets/migration.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct instruments *instruments_of(const struct fixture *f, uint32_t town) {
  return &f->economy->towns.instruments[town];
}

static int64_t paid(const struct fixture *f, enum flow flow) {
  return f->economy->ledger.month.paid[flow];
}

/* M19 */
static void brand_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  struct towns *towns = &f.economy->towns;
  for (uint32_t i = 0; i < firms->count; i++) firms->sales[i] = 0;
  const uint32_t rows[] = {firm_of(f.economy, 0, EQUIPMENT, 0),
                           firm_of(f.economy, 0, COMPONENTS, 0),
                           firm_of(f.economy, 1, CONSUMABLES, 0), firm_of(f.economy, 0, OTHER, 0)};
  static const double sales[] = {3, 1, 4, 100}, quality[] = {1, 0.2, 0.5, 9};
  for (int k = 0; k < 4; k++)
    firms->sales[rows[k]] = sales[k], firms->quality[rows[k]] = quality[k];
  const double mean = (3 * 1 + 1 * 0.2 + 4 * 0.5) / 8;
  const double own[] = {(3 * 1 + 1 * 0.2) / 4, 0.5, mean}; /* the third sells nothing */
  for (uint32_t t = 0; t < 3; t++) {
    towns->brand[t] = 0.1, towns->brand_base[t] = 0.3;
    towns->publicity[t].v[STAFF] = 5, towns->publicity[t].v[STORY] = 10;
  }
  brand_update(f.economy);
  const double known = (1 + log(2)) * (1 + log(3));
  for (uint32_t t = 0; t < 3; t++) {
    NEAR(towns->brand[t], 0.1 + 0.02 * (0.3 + 0.2 * (own[t] - mean) - 0.1) + 0.02 * (known - 1),
         1e-12);
    NEAR(towns->publicity[t].v[STAFF], 5 * 0.97, 1e-12);
    NEAR(towns->publicity[t].v[STORY], 10 * 0.97, 1e-12);
  }
  close_fixture(&f);
}

/* M24 */
static void links_come_by_chance_and_fade(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  e->towns.brokerage[0] = 2;
  *instruments_of(&f, 0) = (struct instruments){.cases = 3, .survey = 0.5, .response = 1};
  const double chance = 1 - exp(-(0.1 + 2 + 3) * 1.5 * 2 / 17); /* 17 firms of the chain */
  NEAR(brokerage_chance(e, 0), chance, 1e-12);
  for (uint32_t i = 0; i < e->firms.count; i++) e->firms.links[i] = 2;
  brokerage_update(e);
  const struct span here = economy_town_firms(e, 0);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = e->roster.rows[at];
    const double u = draw_uniform(e->key, DRAW_LINK, e->firms.id[i], e->month, 0);
    const double links = e->firms.segment[i] == OTHER ? 2 : 2 * 35.0 / 36 + (u < chance);
    NEAR(e->firms.links[i], links, 1e-6);
  }
  close_fixture(&f);
}

/* M23 */
static void effort_closes_its_share_of_the_gap(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->towns.effort[0] = 1.2;
  instruments_of(&f, 0)->effort = 0.5;
  effort_update(f.economy);
  NEAR(f.economy->towns.effort[0], 1.2 + f.params->effort_adjustment * 0.3, 1e-12);
  instruments_of(&f, 0)->effort = -4;
  for (int month = 0; month < 60; month++) effort_update(f.economy);
  NEAR(f.economy->towns.effort[0], 0.1, 1e-12);
  close_fixture(&f);
}

/* M22: whether firm i rises this month where the step's odds are such that it is just not due
 * (margin below 0), or just due; `rest` is what is due to the firm itself. */
static bool rises(struct fixture *f, uint32_t i, double rest, double margin) {
  double *const steps[] = {&f->params->tier_technology, &f->params->tier_high_tech,
                           &f->params->tier_specialised, &f->params->tier_little_giant,
                           &f->params->tier_leader};
  struct firms *firms = &f->economy->firms;
  const uint8_t tier = firms->tier[i];
  const double u = draw_uniform(f->economy->key, DRAW_TIER, firms->id[i], f->economy->month, 0);
  for (int k = 0; k < 5; k++)
    *steps[k] = k == tier ? log(u / (1 - u)) - rest + margin : margin > 0 ? -1000 : 1000;
  firms->promoted[i] = -9;
  tiers_update(f->economy);
  const bool rose = firms->tier[i] == tier + 1;
  assert_int_equal(firms->promoted[i], rose ? f->economy->month : -9);
  EXPECT(rose || firms->tier[i] == tier, "from %d to %d", tier, firms->tier[i]);
  firms->tier[i] = tier;
  return rose;
}

static void the_odds_of_a_step_are_their_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  static const double grants[] = {0, 0.06, 0.5}; /* M CNY a month: the last is over the bound */
  for (int pass = 0; pass < 3; pass++) {
    const uint32_t i = firm_of(f.economy, 1, EQUIPMENT, (uint32_t)pass);
    f.economy->month = (int32_t)((firms->id[i] + 12 - 4096 % 12) % 12 + 24);
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = 3;
    firms->sales[i] = 2.5, firms->expected_orders[i] = 4, firms->certificates[i] = 6;
    firms->grant[i] = ledger_fen(grants[pass]);
    instruments_of(&f, 1)->tiers = 0.7;
    const double research = 12 * (0.07 * 2.5 + grants[pass]) / 36 - 0.05;
    const double rest = 0.5 * log(36.0 / 20) + 10 * fmin(research, 0.05) +
                        log((12 * 4 + 1) / 37.0) + 0.3 * log(7) + 0.7;
    for (uint8_t tier = TIER_NONE; tier < TIER_LEADER; tier++) {
      firms->tier[i] = tier;
      EXPECT(rises(&f, i, rest, 1e-7), "tier %d does not rise", tier);
      EXPECT(!rises(&f, i, rest, -1e-7), "tier %d rises", tier);
    }
    firms->tier[i] = TIER_NONE;
    f.economy->month++;
    EXPECT(!rises(&f, i, rest, 100), "it rises in another's month");
  }
  close_fixture(&f);
}

static void who_leads_sells_nothing_or_stands_outside_the_chain_does_not_rise(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  f.params->tier_technology = f.params->tier_leader = f.params->tier_little_giant = 1000;
  const uint32_t leader = firm_of(f.economy, 0, EQUIPMENT, 0),
                 poor = firm_of(f.economy, 0, EQUIPMENT, 1),
                 other = firm_of(f.economy, 0, OTHER, 0), last = firm_of(f.economy, 0, IMPLANTS, 0);
  firms->tier[leader] = TIER_LEADER;
  firms->tier[last] = TIER_LITTLE_GIANT;
  firms->tier[poor] = firms->tier[other] = TIER_NONE;
  for (int m = 0; m < 12; m++) firms->sales_year[poor].v[m] = 0;
  firms->expected_orders[poor] = 10;
  for (f.economy->month = 0; f.economy->month < 12; f.economy->month++) tiers_update(f.economy);
  assert_int_equal(firms->tier[leader], TIER_LEADER);
  assert_int_equal(firms->tier[poor], TIER_NONE);
  assert_int_equal(firms->tier[other], TIER_NONE);
  assert_int_equal(firms->tier[last], TIER_LEADER);
  close_fixture(&f);
}

static void open_two_parks(struct fixture *f) {
  static const char *const settings[] = {TWO_PARKS, NULL};
  open_fixture(f, settings);
  f->params->start_up_rate = f->params->spin_off_rate = f->params->footloose_rate = 0;
  f->economy->month = 0;
}

static void settle(struct fixture *f) {
  struct error error;
  assert_int_equal(entry_settle(f->economy, &error), STATUS_OK);
}

/* The park of the only firm that arrives as a project of this segment. */
static uint32_t park_chosen(uint32_t segment, uint64_t free_a, uint64_t free_b) {
  struct fixture f;
  struct error error;
  open_two_parks(&f);
  struct parks *parks = &f.economy->parks;
  parks->floor_built[0] = parks->floor_used[0] + free_a;
  parks->floor_built[1] = parks->floor_used[1] + free_b;
  const struct project project = {.id = 7, .segment = (uint16_t)segment, .sales = 10};
  assert_int_equal(economy_add_project(f.economy, project, &error), STATUS_OK);
  settle(&f);
  uint32_t park = NOBODY;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    if (f.economy->firms.id[i] == 7) park = f.economy->firms.park[i];
  }
  close_fixture(&f);
  return park;
}

static void
a_project_takes_the_park_of_its_kind_then_the_emptier_where_there_is_floor(void **state) {
  (void)state;
  assert_int_equal(park_chosen(CONSUMABLES, 5000, 1000), 1);
  assert_int_equal(park_chosen(EQUIPMENT, 1000, 5000), 0);
  assert_int_equal(park_chosen(IMPLANTS, 1000, 5000), 0); /* two there, one here */
  assert_int_equal(park_chosen(EQUIPMENT, 0, 1000), 1);
  assert_int_equal(park_chosen(OTHER, 1000, 5000), 1);
  assert_int_equal(park_chosen(OTHER, 5000, 1000), 0);
  assert_int_equal(park_chosen(OTHER, 0, 0), NOBODY);
}

static void a_leader_s_lever_knows_when_it_has_come_and_when_it_went_elsewhere(void **state) {
  (void)state;
  static const char *const settings[] = {
      "levers=~", "levers.l={lever: lead_sheep, from: 2025-01, to: 2026-12}", NULL};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    struct error error;
    open_fixture(&f, settings);
    f.params->start_up_rate = f.params->spin_off_rate = f.params->footloose_rate = 0;
    struct lever_state *lever = economy_lever_state(f.economy, 0, 0);
    lever->firm = 7, lever->firm_row = NOBODY, lever->landed = -1;
    if (pass) f.economy->parks.floor_built[0] = f.economy->parks.floor_used[0];
    const struct project project = {.id = 7, .sales = 10, .subsidy = 2, .due = 3, .lead = true};
    assert_int_equal(economy_add_project(f.economy, project, &error), STATUS_OK);
    const uint32_t living = f.economy->firms.living;
    for (f.economy->month = 2; f.economy->month <= 15; f.economy->month++) {
      f.economy->ledger.month = (struct ledger_page){0};
      settle(&f);
      const bool gone = f.economy->month >= (pass ? 15 : 3); /* a year's patience, or at once */
      assert_int_equal(f.economy->projects_count, !gone);
      assert_int_equal(f.economy->firms.living, living + (gone && !pass));
      assert_int_equal(lever->firm, gone && pass ? 0 : 7);
      assert_int_equal(paid(&f, FLOW_subsidies),
                       !pass && f.economy->month == 3 ? ledger_fen(2) : 0);
    }
    assert_int_equal(f.economy->towns.projects_landed[0], 0); /* no team signed it */
    assert_int_equal(lever->landed, pass ? -1 : 3);
    if (pass) assert_int_equal(lever->firm_row, NOBODY);
    else assert_int_equal(f.economy->firms.id[lever->firm_row], 7);
    if (!pass) assert_int_equal(f.economy->firms.lead[lever->firm_row], 1);
    close_fixture(&f);
  }
}

/* M14: each founder's segment follows from its own draw. */
static void natives_who_returned_found_firms_as_drawn(void **state) {
  (void)state;
  static const double weight[] = {1, 3, 0, 2};
  for (uint32_t pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_two_parks(&f);
    struct economy *e = f.economy;
    for (uint32_t s = 0; s < 4; s++) f.scenario.segments[s].start_ups = weight[s];
    f.scenario.segments[OTHER].start_ups = 5;
    if (pass == 2) f.scenario.segments[CONSUMABLES].role = ROLE_OTHER; /* no one founds it */
    f.params->return_founding = 0.1;
    *instruments_of(&f, 0) = (struct instruments){.founding = 3, .seats = 10, .tenancy = 6};
    e->towns.returned[0] = (struct by_skill_count){{5000, 100, 150}};
    struct parks *parks = &e->parks;
    for (uint32_t p = 0; p < 2; p++)
      parks->floor_built[p] = parks->floor_used[p] + (pass == p ? 1000 : 0);
    const uint64_t slot = economy_id(0, 0, CHANNEL_RETURNEE, 0);
    const uint32_t due = draw_poisson(draw_uniform(e->key, DRAW_RETURNEE, slot, 0, 0),
                                      0.1 * (1 + 3) * (100 + 150));
    const uint32_t living = e->firms.living;
    settle(&f);
    EXPECT(due > 60 && due < 140, "%u are due", due);
    assert_int_equal(e->firms.living, living + due);
    assert_int_equal(e->towns.seats_taken[0], 10);
    for (uint32_t i = living; i < e->firms.count; i++) {
      const uint64_t k = e->firms.id[i] - slot;
      EXPECT(k >= 1 && k <= due, "who is %llu?", (unsigned long long)e->firms.id[i]);
      const double first = pass == 2 ? 0 : weight[0], all = first + weight[1] + weight[3];
      const double u = all * draw_uniform(e->key, DRAW_RETURNEE, slot + k, 0, 0);
      assert_int_equal(e->firms.segment[i], u < first ? 0 : u < first + weight[1] ? 1 : 3);
      assert_int_equal(e->firms.origin[i], ORIGIN_RETURNEE);
      assert_int_equal(e->firms.park[i], pass == 1); /* the first where both are full */
    }
    e->month = 1;
    settle(&f);
    assert_int_equal(e->firms.living, living + due);
    close_fixture(&f);
  }
}

/* M14: every mover's park follows from its own draws, and the herd from those before it. */
static void each_who_looks_for_a_place_takes_the_park_it_values_most(void **state) {
  (void)state;
  static const char *const settings[] = {"towns.tonglu.industry.implants=~", NULL};
  struct fixture f;
  open_fixture(&f, settings);
  struct economy *e = f.economy;
  f.params->start_up_rate = f.params->spin_off_rate = 0;
  f.params->footloose_rate = 600;
  f.params->pioneer_share = 0.4;
  e->parks.floor_most[2] = 0;
  const uint32_t old = e->firms.count, segments = e->segments_count;
  double herd[5][7];
  for (uint32_t s = 0; s < 5; s++) {
    for (uint32_t p = 0; p < 7; p++) {
      const uint32_t *first = &e->roster.group_first[p * segments + s];
      herd[s][p] = first[1] - first[0];
      e->attraction[p * segments + s] = 0.3 * p - 0.1 * s;
    }
  }
  settle(&f);
  uint32_t empty = 0;
  for (uint32_t s = 0; s < 5; s++) {
    uint64_t id = economy_id(0, e->month, CHANNEL_FOOTLOOSE, s << 16);
    for (uint32_t i = old; i < e->firms.count; i++) { /* in the order in which they came */
      if (e->firms.segment[i] != s) continue;
      assert_int_equal(e->firms.id[i], ++id);
      const struct draw_words words = draw_words(e->key, DRAW_FOOTLOOSE, id, 0, 1);
      const bool pioneer = draw_unit32(words.v[3]) < 0.4;
      uint32_t best = NOBODY;
      double most = 0;
      for (uint32_t p = 0; p < 7; p++) {
        if (pioneer ? p == 2 : herd[s][p] <= 0) continue;
        const double u = draw_uniform(e->key, DRAW_LOCATION, id, 0, p);
        const double value = 0.3 * p + (pioneer ? 0 : log(herd[s][p])) - log(-log(u));
        if (best != NOBODY && value <= most) continue;
        best = p;
        most = value;
      }
      assert_int_equal(e->firms.park[i], best);
      empty += herd[s][best] <= 0;
      herd[s][best]++;
    }
  }
  EXPECT(empty == 1, "%u came first", empty); /* of implants, where no one made any */
  close_fixture(&f);
}

static void attraction_counts_service_effort_roads_and_what_is_offered(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  const uint32_t a = group_of(e, 0, EQUIPMENT), b = group_of(e, 1, EQUIPMENT);
  attraction_update(e);
  const double before = e->attraction[a] - e->attraction[b];
  e->towns.service[0] = 0.5;
  e->towns.effort[0] = 1.5;
  e->towns.infrastructure[0] = 0.4;
  e->towns.infrastructure_works[0].v[ROAD] = 3 * f.params->infrastructure_unit;
  instruments_of(&f, 0)->service = 0.3;
  instruments_of(&f, 0)->subsidy = 0.25;
  attraction_update(e);
  NEAR(e->attraction[a] - e->attraction[b] - before,
       0.2 * (0.5 + 0.3 + log(1.5)) + 0.2 * (0.4 + log(4) / 6) + 0.25, 1e-12);
  close_fixture(&f);
}

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

/* M4: whether firm i innovates (or imitates, with `peers`) where the rate is just too low for its
 * draw (margin below 0), or just high enough; `power` is what its research yields. */
static bool finds(struct fixture *f, uint32_t i, double power, bool peers, double margin) {
  struct firms *firms = &f->economy->firms;
  const struct draw_words words = draw_words(f->economy->key, DRAW_INNOVATION, firms->id[i],
                                             f->economy->month, 0);
  const double rate = -log(1 - draw_unit32(words.v[peers ? 2 : 0])) / power * (1 + margin);
  f->params->innovation_process = f->params->innovation_product = 0;
  f->params->innovation_rate = peers ? 0 : rate;
  f->params->imitation_rate = peers ? rate : 0;
  for (uint32_t k = 0; k < firms->count; k++) firms->own_productivity[k] = k != i;
  firms->quality[i] = 0;
  innovation_update(f->economy);
  return peers ? firms->own_productivity[i] > 0 : firms->quality[i] > 0;
}

static void what_research_yields_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  struct firms *firms = &e->firms;
  const uint32_t i = firm_of(e, 0, EQUIPMENT, 0);
  e->month = 120;
  e->towns.platforms[0] = 2;
  *instruments_of(&f, 0) = (struct instruments){
      .research_access = 0.3, .platforms = 1.5, .pooled_research = 0.4};
  firms->sales[i] = 20, firms->grant[i] = ledger_fen(0.6), firms->links[i] = 3;
  const double research = 0.07 * 20 + 0.6;
  const double helped = 1 + 0.3 + 0.02 * log(1 + 2 + 1.5) + 0.05 * 3;
  for (int pass = 0; pass < 5; pass++) {
    firms->ally[i] = pass == 1;
    /* Of 100, the segment has 4 high-end persons. */
    const uint32_t high_end = pass == 2 ? 12 : 3, graduates = pass == 3 ? 0 : 20;
    firms->staff[i] = (struct by_skill_count){{80 - high_end, graduates, high_end}};
    if (pass == 3) firms->staff[i] = (struct by_skill_count){{0, 0, 0}};
    f.scenario.segments[EQUIPMENT].high_end = pass == 4 ? 0 : 0.04;
    const double able = pass == 2 ? 2 : pass >= 3 ? 1 : 3 / (0.04 * 100);
    const double spent = (research + (pass == 1 ? 0.4 : 0)) * exp(-0.4);
    const double power = pow(spent * able * helped / 0.1, 0.4);
    EXPECT(finds(&f, i, power, false, 1e-7), "case %d: nothing is found", pass);
    EXPECT(!finds(&f, i, power, false, -1e-7), "case %d: something is found", pass);
    EXPECT(finds(&f, i, power * 1.3, true, 1e-7), "case %d: no one is imitated", pass);
    EXPECT(!finds(&f, i, power * 1.3, true, -1e-7), "case %d: someone is imitated", pass);
  }
  close_fixture(&f);
}

/* M4: a Beta law of gains, by the part of the draw that makes a gain of the innovation. */
static void a_gain_is_the_quantile_of_its_draw(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  struct firms *firms = &e->firms;
  const uint32_t i = firm_of(e, 0, EQUIPMENT, 0);
  firms->sales[i] = 10, firms->staff[i] = (struct by_skill_count){{76, 20, 4}};
  f.params->innovation_rate = 500, f.params->imitation_rate = 0;
  int of[3] = {0};
  for (e->month = 0; e->month < 60; e->month++) {
    const struct draw_words words = draw_words(e->key, DRAW_INNOVATION, firms->id[i], e->month, 0);
    const double u = draw_unit32(words.v[1]);
    firms->own_productivity[i] = firms->quality[i] = 0, firms->registrations[i] = 0;
    innovation_update(e);
    const double x = u < 0.4 ? gsl_cdf_beta_Pinv(u / 0.4, 3, 3) : 0;
    NEAR(firms->own_productivity[i], u < 0.4 ? log(1 + 0.01 + 0.14 * x) : 0, 1e-12);
    NEAR(firms->quality[i], u < 0.8 ? 0 : 0.1, 1e-12);
    assert_int_equal(firms->registrations[i], u >= 0.4 && u < 0.8);
    of[u < 0.4 ? 0 : u < 0.8 ? 1 : 2]++;
  }
  EXPECT(of[0] > 10 && of[1] > 10 && of[2] > 3, "%d, %d and %d", of[0], of[1], of[2]);
  close_fixture(&f);
}

/* M5 */
static void paperwork_is_saved_once_coaching_is_for_tenants_and_movers_open_no_more(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, 0);
  static const double paperwork[] = {0.5, 3, 0.5};
  for (int pass = 0; pass < 3; pass++) {
    *instruments_of(&f, 0) = (struct instruments){.paperwork = paperwork[pass], .coaching = 0.4};
    firms->seated[i] = pass == 2;
    firms->registrations[i] = 1, firms->registration_months[i] = 8;
    firms->registration_progress[i] = 0.1f;
    innovation_register(f.economy);
    const double speed = (pass == 2 ? 1.4 : 1) / (1 - 0.45 * fmin(paperwork[pass], 1));
    NEAR(firms->registration_progress[i], 0.1 + speed / 8, 1e-6);
  }
  const double usual = 6 * economy_frontier(f.economy) / 12 /
                       f.economy->markets[CONSUMABLES].demand;
  for (int pass = 0; pass < 2; pass++) {
    const double brought = firms->opening_share[i] = usual * (pass ? 2 : 0.5);
    firms->transferring[i] = 3, firms->registrations[i] = 1;
    firms->registration_months[i] = 1, firms->share_due[i] = 0;
    innovation_register(f.economy);
    NEAR(firms->share_due[i], brought, 1e-15);
    NEAR(firms->opening_share[i], pass ? usual : brought, 1e-15);
  }
  close_fixture(&f);
}

static void only_products_without_class_open_their_share_at_once(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  for (int class = 0; class < 4; class ++) {
    f.scenario.segments[EQUIPMENT].class = class;
    firms->opening_share[i] = 0.01, firms->share_due[i] = 0, firms->registrations[i] = 2;
    economy_add_product(f.economy, i);
    NEAR(firms->share_due[i], class ? 0 : 0.01, 0);
    assert_int_equal(firms->registrations[i], class ? 3 : 2);
  }
  close_fixture(&f);
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
    instruments_of(&f, 0)->missing_first = 0.1;
    assert_int_equal(who_gets_floor(&f, 1, rows, 3), rows[2]);
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
  now->plant = (struct mortgage){0.3, 120, 0.06};
  expect_sale(&f, "a plant", 0.3 * both, 0.3 * both, 120 * monthly, monthly);
  now->plant.rate = 0;
  monthly = annuity(0.7 * both, 0, 120);
  expect_sale(&f, "a plant without interest", 0.3 * both, 0.3 * both, 0.7 * both, monthly);
  now->plant.months = 0;
  now->land = (struct mortgage){0.4, 60, 0.05};
  monthly = annuity(0.6 * land, 0.05, 60);
  const double down = 0.4 * land + plant;
  expect_sale(&f, "land", down, down, 60 * monthly, monthly);
  now->plant = (struct mortgage){0.3, 120, 0.06}; /* who cannot pay a plant gets one on mortgage */
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

/* M12: those who come to town 0 this month by one channel alone, by skill. */
struct arrivals {
  double came[SKILL_COUNT], at_home;
};
enum channel_alone { STRANGERS, NATIVES, STUDENTS };
static struct arrivals arrive(struct fixture *f, enum channel_alone channel) {
  struct economy *e = f->economy;
  struct error error;
  struct arrivals n = {0};
  f->params->arrival_rate = channel == STRANGERS ? 1 : 0;
  f->params->taste_tightness = 0;
  e->towns.housing[0] = 9000;
  for (int z = 0; z < SKILL_COUNT; z++) {
    for (uint32_t t = 0; t < 7; t++) e->towns.diaspora[t].v[z] = 0;
    e->towns.diaspora[0].v[z] = channel == NATIVES ? 100000 : 0;
    e->towns.labour_force[0].v[z] = 10000, e->towns.openings[0].v[z] = z == GRADUATE ? 20000 : 0;
    e->towns.going_wage[0].v[z] = (float)economy_base_wage(e, (enum skill)z);
  }
  e->persons.empty_count = 0; /* all who come stand behind those who are here */
  const uint32_t old = e->persons.count;
  const uint64_t arrived = e->persons.arrived;
  assert_int_equal(migration_arrive(e, &error), STATUS_OK);
  for (uint32_t i = old; i < e->persons.count; i++) {
    if (e->persons.town[i] != 0) continue;
    n.came[e->persons.skill[i]]++;
    n.at_home += e->persons.home[i] == 0;
    EXPECT(e->persons.home[i] == 0 || e->persons.home[i] == NOBODY, "where is home?");
  }
  EXPECT(e->persons.arrived >= arrived, "fewer arrived");
  return n;
}

static void strangers_come_by_utility_maps_and_openings(void **state) {
  (void)state;
  static const double gains[] = {0, 0.2, 9};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    struct instruments *now = instruments_of(&f, 0);
    f.economy->shocks.elsewhere = 0.3;
    f.economy->towns.service[0] = 0.4, now->service = 0.6;
    f.economy->towns.amenity[0] = 2 * gains[pass];
    now->map = (struct by_skill){{0, 0.5f, 1}}, now->appeal = (struct by_skill){{0.1f, 0, -0.2f}};
    if (pass == 2) now->map = (struct by_skill){{-0.5f, -0.75f, -0.5f}};
    const struct arrivals n = arrive(&f, STRANGERS);
    for (int z = 0; z < SKILL_COUNT; z++) {
      const double gain = 0.3 * (0.4 + 0.6) + gains[pass] + (double)now->appeal.v[z] - 0.3;
      const double mean = (z == GRADUATE ? 20000 : 10000) * (1 + (double)now->map.v[z]) *
                          fmin(exp(gain), 20);
      NEAR(n.came[z], mean, 5 * sqrt(mean));
    }
    NEAR(n.at_home, 0, 0);
    close_fixture(&f);
  }
}

static void natives_return_by_their_calls_and_no_more_than_there_are(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    struct instruments *now = instruments_of(&f, 0);
    struct towns *towns = &f.economy->towns;
    const double contact = pass ? 10000 : 2;
    now->homesickness = 1.5, now->contact = contact, f.economy->shocks.elsewhere = 1.2;
    towns->amenity[0] = towns->service[0] = 0;
    const uint64_t ever = towns->returned_ever[0];
    towns->returned[0] = (struct by_skill_count){{0}};
    const struct arrivals n = arrive(&f, NATIVES);
    static const double rates[] = {0.002, 0.005, 0.008};
    double all = 0;
    for (int z = 0; z < SKILL_COUNT; z++) {
      const double mean = 1e5 * rates[z] * (1 + contact) / (1 + exp(1.2 - 0.8 - 1.5));
      NEAR(n.came[z], pass ? 1e5 : mean, pass ? 0 : 5 * sqrt(mean));
      NEAR(towns->diaspora[0].v[z], 1e5 - n.came[z], 1e-9);
      assert_int_equal(towns->returned[0].v[z], (uint32_t)n.came[z]);
      all += n.came[z];
    }
    NEAR((double)(towns->returned_ever[0] - ever), all, 0);
    NEAR(n.at_home, all, 0);
    close_fixture(&f);
  }
}

static void colleges_of_the_town_and_of_levers_send_their_graduates(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct towns *towns = &f.economy->towns;
  towns->college[0] = (struct by_skill){{0, 3000, 1000}};
  instruments_of(&f, 0)->college = (struct by_skill){{0, 1000, 4000}};
  towns->returned[0] = (struct by_skill_count){{0}};
  const struct arrivals n = arrive(&f, STUDENTS);
  NEAR(n.came[TECHNICIAN], 0, 0);
  NEAR(n.came[GRADUATE], 4000, 5 * sqrt(4000));
  NEAR(n.came[HIGH_END], 5000, 5 * sqrt(5000));
  NEAR(n.at_home, n.came[GRADUATE] + n.came[HIGH_END], 0);
  assert_int_equal(towns->returned[0].v[GRADUATE], 0); /* they did not come back */
  close_fixture(&f);
}

/* No one does anything but what a test asks for, and all towns are alike. */
static void keep_still(struct fixture *f, int32_t years) {
  struct params *p = f->params;
  p->quit_technician = p->quit_graduate = p->quit_high_end = 0;
  p->migration_technician = p->migration_graduate = p->migration_high_end = 0;
  p->search_employed = p->search_idle = p->wage_vacancy = p->wage_slack = p->wage_return = 0;
  p->taste_home = p->taste_distance = p->taste_root = p->taste_tightness = 0;
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    f->economy->firms.staff_wanted[i] = f->economy->firms.staff[i];
    for (int z = 0; z < SKILL_COUNT; z++)
      f->economy->firms.posted_wage[i].v[z] = (float)economy_base_wage(f->economy, (enum skill)z);
  }
  for (uint32_t i = 0; i < f->economy->persons.count; i++)
    f->economy->persons.hired[i] = (int16_t)(f->economy->month - 12 * years - 1);
}

static void natives_away_compare_more_where_home_calls_and_those_at_home_stay(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  keep_still(&f, 0);
  struct persons *p = &f.economy->persons;
  struct towns *towns = &f.economy->towns;
  f.params->migration_technician = 0.1;
  instruments_of(&f, 0)->contact = 3;
  instruments_of(&f, 0)->homesickness = 2;
  instruments_of(&f, 1)->contact = 8; /* calls no one: no one has its home there */
  for (uint32_t i = 0; i < p->count; i++) p->home[i] = i % 2 ? 0 : NOBODY;
  memset(towns->diaspora, 0, towns->count * sizeof *towns->diaspora);
  memset(towns->returned, 0, towns->count * sizeof *towns->returned);
  const uint64_t ever = towns->returned_ever[0];
  uint32_t *town = calloc(p->count, sizeof *town);
  uint8_t *skill = calloc(p->count, 1);
  memcpy(town, p->town, p->count * sizeof *town);
  memcpy(skill, p->skill, p->count);
  labour_post(f.economy);
  labour_settle(f.economy);
  double n[3] = {0}, moved[3] = {0}, back = 0, departed = 0; /* at home, away, from elsewhere */
  for (uint32_t i = 0; i < p->count; i++) {
    if (skill[i] != TECHNICIAN) continue;
    const int who = i % 2 == 0 ? 2 : town[i] != 0;
    const bool gone = p->skill[i] == NO_PERSON;
    n[who]++;
    moved[who] += gone || p->town[i] != town[i];
    back += who == 1 && !gone && p->town[i] == 0;
    departed += who < 2 && gone;
  }
  const double home = exp(2);
  NEAR(moved[0] / n[0], 0.1 * 7 / (7 + home), 4 * sqrt(0.1 / n[0]));
  NEAR(moved[1] / n[1], 0.4 * (1 - 1 / (7 + home)), 4 * sqrt(0.4 / n[1]));
  NEAR(moved[2] / n[2], 0.1 * 7 / 8, 4 * sqrt(0.1 / n[2]));
  NEAR(back / n[1], 0.4 * home / (7 + home), 4 * sqrt(0.2 / n[1]));
  NEAR(towns->returned[0].v[TECHNICIAN], back, 0);
  NEAR((double)(towns->returned_ever[0] - ever), back, 0);
  NEAR(towns->diaspora[0].v[TECHNICIAN], departed, 0);
  for (uint32_t t = 1; t < 7; t++) NEAR(towns->diaspora[t].v[TECHNICIAN], 0, 0);
  for (uint32_t t = 1; t < 7; t++) assert_int_equal(towns->returned[t].v[TECHNICIAN], 0);
  EXPECT(back > 100 && departed > 100, "%g are back, %g left", back, departed);
  free(town), free(skill);
  close_fixture(&f);
}

static void a_catalogue_makes_more_of_the_idle_look(void **state) {
  (void)state;
  static const double idle[] = {0.2, 0.5}, search[] = {1.5, 4}, looks[] = {0.5, 1};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    keep_still(&f, 0);
    struct persons *p = &f.economy->persons;
    for (uint32_t i = 0; i < f.economy->firms.count; i++)
      f.economy->firms.staff_wanted[i].v[TECHNICIAN] += 1000;
    f.params->search_idle = idle[pass];
    f.params->reservation_wage = 1; /* each of four openings is as good as other work */
    for (uint32_t t = 0; t < 7; t++)
      instruments_of(&f, t)->search.v[TECHNICIAN] = (float)search[pass];
    uint8_t *was = calloc(p->count, 1);
    double n = 0, hired = 0;
    for (uint32_t i = 0; i < p->count; i++)
      was[i] = p->skill[i] == TECHNICIAN && p->employer[i] == NOBODY;
    labour_post(f.economy);
    labour_settle(f.economy);
    for (uint32_t i = 0; i < p->count; i++) {
      n += was[i];
      hired += was[i] && p->employer[i] != NOBODY;
      if (was[i] && p->employer[i] != NOBODY) assert_int_equal(p->hired[i], f.economy->month);
    }
    const double due = looks[pass] * 4 / 5;
    NEAR(hired / n, due, 4 * sqrt(due * (1 - due) / n));
    free(was);
    close_fixture(&f);
  }
}

static void service_of_levers_and_long_tenure_keep_people_in_their_jobs(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    keep_still(&f, 25);
    struct persons *p = &f.economy->persons;
    f.params->quit_technician = 0.5;
    f.params->taste_root = pass ? 0.05 : 0;
    for (uint32_t t = 0; t < 7; t++) instruments_of(&f, t)->service = pass ? 0 : 2;
    uint8_t *was = calloc(p->count, 1);
    double n = 0, quit = 0;
    for (uint32_t i = 0; i < p->count; i++)
      was[i] = p->skill[i] == TECHNICIAN && p->employer[i] != NOBODY;
    labour_post(f.economy);
    labour_settle(f.economy);
    for (uint32_t i = 0; i < p->count; i++) {
      n += was[i];
      quit += was[i] && p->employer[i] == NOBODY;
    }
    const double due = 0.5 * exp(pass ? -0.05 * 25 : -0.3 * 2);
    NEAR(quit / n, due, 4 * sqrt(due * (1 - due) / n));
    free(was);
    close_fixture(&f);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(brand_is_its_formula),
      cmocka_unit_test(links_come_by_chance_and_fade),
      cmocka_unit_test(effort_closes_its_share_of_the_gap),
      cmocka_unit_test(the_odds_of_a_step_are_their_formula),
      cmocka_unit_test(who_leads_sells_nothing_or_stands_outside_the_chain_does_not_rise),
      cmocka_unit_test(a_project_takes_the_park_of_its_kind_then_the_emptier_where_there_is_floor),
      cmocka_unit_test(a_leader_s_lever_knows_when_it_has_come_and_when_it_went_elsewhere),
      cmocka_unit_test(natives_who_returned_found_firms_as_drawn),
      cmocka_unit_test(each_who_looks_for_a_place_takes_the_park_it_values_most),
      cmocka_unit_test(attraction_counts_service_effort_roads_and_what_is_offered),
      cmocka_unit_test(a_bank_covers_a_firm_as_far_as_its_own_floor_goes),
      cmocka_unit_test(what_research_yields_is_its_formula),
      cmocka_unit_test(a_gain_is_the_quantile_of_its_draw),
      cmocka_unit_test(paperwork_is_saved_once_coaching_is_for_tenants_and_movers_open_no_more),
      cmocka_unit_test(only_products_without_class_open_their_share_at_once),
      cmocka_unit_test(what_is_being_built_counts_and_nothing_is_built_in_the_burn_in),
      cmocka_unit_test(floor_is_given_back_beyond_half_over_need_and_never_what_is_owned),
      cmocka_unit_test(the_hash_allots_floor_and_the_rarest_link_of_the_town_goes_first_if_wanted),
      cmocka_unit_test(a_mortgage_that_is_paid_off_leaves_no_instalment),
      cmocka_unit_test(floor_on_mortgage_is_priced_as_its_formulas_say),
      cmocka_unit_test(the_last_repayment_of_a_bond_is_what_is_left),
      cmocka_unit_test(the_time_to_arrival_is_its_formula),
      cmocka_unit_test(strangers_come_by_utility_maps_and_openings),
      cmocka_unit_test(natives_return_by_their_calls_and_no_more_than_there_are),
      cmocka_unit_test(colleges_of_the_town_and_of_levers_send_their_graduates),
      cmocka_unit_test(natives_away_compare_more_where_home_calls_and_those_at_home_stay),
      cmocka_unit_test(a_catalogue_makes_more_of_the_idle_look),
      cmocka_unit_test(service_of_levers_and_long_tenure_keep_people_in_their_jobs),
  };
  return cmocka_run_group_tests_name("institution_values", tests, NULL, NULL);
}
