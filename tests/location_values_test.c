/* Which park who arrives takes: projects, leaders, founders, footloose firms, each to its value. */
#include "support.h"

#include "bellwether/dynamics/attraction.h"
#include "bellwether/dynamics/entry.h"

#include <math.h>

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

/* Firms of each segment in a park, and the sum of their ids. */
struct crowd {
  uint32_t firms[5];
  uint64_t ids[5];
};

static struct crowd crowd_of(const struct economy *e, uint32_t park) {
  struct crowd crowd = {0};
  for (uint32_t i = 0; i < e->firms.count; i++) {
    if (e->firms.park[i] != park) continue;
    crowd.firms[e->firms.segment[i]]++;
    crowd.ids[e->firms.segment[i]] += e->firms.id[i];
  }
  return crowd;
}

/* What two years of start-ups and movers leave in parks a and b, where a lets in the chain alone or
 * all: nobody closes, as entry alone is settled. */
static void crowd_in(bool chain_only, struct crowd park[2]) {
  struct fixture f;
  open_two_parks(&f);
  struct economy *e = f.economy;
  f.params->start_up_rate = 20;
  f.params->footloose_rate = 100;
  f.params->pioneer_share = 0.5;
  e->parks.chain_only[0] = chain_only;
  for (e->month = 0; e->month < 24; e->month++) settle(&f);
  for (uint32_t p = 0; p < 2; p++) park[p] = crowd_of(e, p);
  close_fixture(&f);
}

/* M14: no way in leads others into a park of the chain, and those of the chain come all the same.
 */
static void a_park_that_admits_the_chain_alone_holds_no_one_else(void **state) {
  (void)state;
  struct crowd open[2], themed[2];
  crowd_in(false, open);
  crowd_in(true, themed);
  EXPECT(open[0].firms[OTHER] > 20, "%u others come where they may", open[0].firms[OTHER]);
  assert_int_equal(themed[0].firms[OTHER], 0);
  EXPECT(themed[1].firms[OTHER] > open[1].firms[OTHER], "%u and %u others in the open park",
         themed[1].firms[OTHER], open[1].firms[OTHER]);
  for (uint32_t s = 0; s < OTHER; s++) {
    EXPECT(themed[0].firms[s] > 10, "%u firms of segment %u", themed[0].firms[s], s);
    for (uint32_t p = 0; p < 2; p++) {
      EXPECT(themed[p].ids[s] == open[p].ids[s], "park %u, segment %u: other firms", p, s);
    }
  }
}

static void a_project_passes_by_a_park_that_does_not_admit_it(void **state) {
  (void)state;
  for (uint32_t segment = EQUIPMENT; segment <= OTHER; segment += OTHER - EQUIPMENT) {
    struct fixture f;
    struct error error;
    open_two_parks(&f);
    struct parks *parks = &f.economy->parks;
    parks->floor_built[0] = parks->floor_used[0] + 5000;
    parks->floor_built[1] = parks->floor_used[1];
    parks->chain_only[0] = 1;
    const struct project project = {.id = 7, .segment = (uint16_t)segment, .sales = 10};
    assert_int_equal(economy_add_project(f.economy, project, &error), STATUS_OK);
    const uint32_t living = f.economy->firms.living;
    settle(&f);
    assert_int_equal(f.economy->firms.living, living + (segment == EQUIPMENT));
    assert_int_equal(f.economy->projects_count, segment == OTHER); /* it waits */
    close_fixture(&f);
  }
}

/* Leaders of niches are counted by where they came from, and among those attracted who serves. */
static void leaders_who_came_from_elsewhere_are_told_from_those_of_the_place(void **state) {
  (void)state;
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "wenjiang/programme", NULL);
  support_create(&world, &scenario, 0);
  support_run(&world, 47);
  struct firms *firms = &world.economy.firms;
  for (uint32_t i = 0; i < firms->count; i++) { /* children, who seldom hold a niche, for once do */
    if (firms->origin[i] == ORIGIN_INCUMBENT) firms->origin[i] = ORIGIN_SPIN_OFF;
  }
  support_run(&world, 1);
  double leaders = 0, attracted = 0, serving = 0;
  for (uint32_t i = 0; i < firms->count; i++) {
    const int role = (int)scenario.segments[firms->segment[i]].role;
    if (!firms->open[i] || firms->town[i] != 0 || role == ROLE_OTHER) continue;
    if (firms->market_share[i] < 0.02) continue;
    leaders++;
    if (firms->origin[i] != ORIGIN_ATTRACTED) continue;
    attracted++;
    serving += role == ROLE_SERVICE;
  }
  NEAR(world_value(&world, 47, 0, INDICATOR_niche_leaders), leaders, 0);
  NEAR(world_value(&world, 47, 0, INDICATOR_niche_leaders_attracted), attracted, 0);
  NEAR(world_value(&world, 47, 0, INDICATOR_service_leaders_attracted), serving, 0);
  EXPECT(serving > 0 && attracted > serving && leaders > attracted, "%g, %g, %g", leaders,
         attracted, serving);
  world_free(&world);
  scenario_free(&scenario);
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

/* Who looked for a place and came since 2023, by id, and to which town. */
struct comers {
  uint64_t id[512];
  uint32_t town[512], count;
};

static void run_with_leads(const char *weight, uint32_t replication, struct comers *comers) {
  const char *const settings[] = {"end=2030-12", weight, NULL};
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "cards/lead-sheep", settings);
  support_create(&world, &scenario, replication);
  const struct firms *firms = &world.economy.firms;
  comers->count = 0;
  for (int32_t m = 0; m < scenario_months(&scenario); m++) {
    support_run(&world, 1);
    for (uint32_t i = 0; i < firms->count; i++) {
      const bool looked = firms->origin[i] == ORIGIN_ATTRACTED && !firms->recruited[i] &&
                          !firms->lead[i];
      if (!firms->open[i] || firms->born[i] != m || !looked) continue;
      assert_true(comers->count < 512);
      comers->id[comers->count] = firms->id[i];
      comers->town[comers->count++] = firms->town[i];
    }
  }
  world_free(&world);
  scenario_free(&scenario);
}

/* M14, M18: the more a lead weighs in the herd, the more of those who look for a place come to its
 * town, and they come from towns that they would have gone to. */
static void the_flock_follows_a_lead_the_more_it_weighs(void **state) {
  (void)state;
  static struct comers light, heavy;
  int here[2] = {0}, drawn = 0, away = 0, others = 0;
  for (uint32_t r = 0; r < 10; r++) {
    run_with_leads("parameters.herd_lead=1.5", r, &light);
    run_with_leads("parameters.herd_lead=24", r, &heavy);
    for (uint32_t k = 0; k < light.count; k++) here[0] += light.town[k] == 0;
    for (uint32_t k = 0; k < heavy.count; k++) {
      uint32_t j = 0;
      while (j < light.count && light.id[j] != heavy.id[k]) j++;
      here[1] += heavy.town[k] == 0;
      if (j == light.count) continue;
      drawn += heavy.town[k] == 0 && light.town[j] != 0;
      away += heavy.town[k] != 0 && light.town[j] == 0;
      others += heavy.town[k] != 0 && light.town[j] != 0 && heavy.town[k] != light.town[j];
    }
  }
  EXPECT(here[1] > here[0], "%d come, and %d where leads weigh more", here[0], here[1]);
  EXPECT(drawn >= 10 && away <= drawn / 5, "%d are drawn, %d leave", drawn, away);
  EXPECT(others <= drawn / 5, "%d go from one rival to another", others);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_project_takes_the_park_of_its_kind_then_the_emptier_where_there_is_floor),
      cmocka_unit_test(a_leader_s_lever_knows_when_it_has_come_and_when_it_went_elsewhere),
      cmocka_unit_test(natives_who_returned_found_firms_as_drawn),
      cmocka_unit_test(each_who_looks_for_a_place_takes_the_park_it_values_most),
      cmocka_unit_test(a_park_that_admits_the_chain_alone_holds_no_one_else),
      cmocka_unit_test(a_project_passes_by_a_park_that_does_not_admit_it),
      cmocka_unit_test(leaders_who_came_from_elsewhere_are_told_from_those_of_the_place),
      cmocka_unit_test(attraction_counts_service_effort_roads_and_what_is_offered),
      cmocka_unit_test(the_flock_follows_a_lead_the_more_it_weighs),
  };
  return cmocka_run_group_tests_name("location_values", tests, NULL, NULL);
}
