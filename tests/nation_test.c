/* Nations of towns that no one names: drawn by law, simulated on any number of threads. */
#include "support.h"

#include "bellwether/agents/neighbours.h"
#include "bellwether/dynamics/entry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A nation small enough for every run: 60 towns, 900 firms, 30,000 persons in them. */
#define SMALL                                                                                      \
  "nation.towns=60", "nation.firms=900", "nation.persons=30000", "burn_in=2 months",               \
      "end=2023-12", "nation.extent=800 km"

struct totals {
  double firms, sales, certificates, staff;
};
static struct totals totals_of(const struct scenario *scenario) {
  struct totals sum = {0};
  for (uint32_t g = 0; g < scenario->parks_count * scenario->segments_count; g++) {
    sum.firms += scenario->industry[g].firms;
    sum.sales += scenario->industry[g].sales;
    sum.certificates += scenario->industry[g].certificates;
    sum.staff += scenario->industry[g].staff;
  }
  return sum;
}

static void the_nation_has_the_firms_sales_and_persons_that_its_facts_say(void **state) {
  (void)state;
  struct scenario scenario;
  support_load(&scenario, "national/china", NULL);
  const struct totals sum = totals_of(&scenario);
  assert_int_equal(scenario.towns_count, 2800);
  NEAR(sum.firms, 37188, 0); /* 33,788 makers, and 3,400 of components */
  NEAR(sum.staff, 1300000, 0);
  NEAR(sum.sales / 1384000, 1, 0.001);
  NEAR(sum.certificates, 123000, 0);
  scenario_free(&scenario);
}

static void other_numbers_scale_it(void **state) {
  (void)state;
  static const char *const settings[] = {"nation.firms=74376", "nation.persons=650000",
                                         "nation.towns=500", NULL};
  struct scenario scenario;
  support_load(&scenario, "national/china", settings);
  const struct totals sum = totals_of(&scenario);
  assert_int_equal(scenario.towns_count, 500);
  NEAR(sum.firms, 74376, 0);
  NEAR(sum.staff, 650000, 0);
  NEAR(sum.sales / 692000, 1, 0.001); /* sales go with persons, */
  NEAR(sum.certificates, 246000, 2);  /* certificates with firms */
  scenario_free(&scenario);
}

static void towns_have_rank_and_size_by_law_and_lie_within_the_square(void **state) {
  (void)state;
  static const char *const settings[] = {"nation.specialisation=0", "nation.extent=1000 km", NULL};
  struct scenario scenario;
  support_load(&scenario, "national/china", settings);
  double firms[2800] = {0}, x = 0, y = 0, adopters = 0;
  for (uint32_t t = 0; t < 2800; t++) {
    for (uint32_t s = 0; s < scenario.segments_count; s++) {
      firms[t] += scenario.industry[t * scenario.segments_count + s].firms;
    }
    EXPECT(fabs(scenario.towns[t].x) <= 500 && fabs(scenario.towns[t].y) <= 500, "town %u", t);
    x += scenario.towns[t].x / 2800, y += scenario.towns[t].y / 2800;
    adopters += scenario.adopts[t];
    EXPECT(scenario_place_of(&scenario, t) == (scenario.adopts[t] ? 0 : 1), "place of %u", t);
  }
  NEAR(log(firms[9] / firms[99]) / log(10), 0.8, 0.02);   /* rank 10 and 100 */
  NEAR(log(firms[99] / firms[999]) / log(10), 0.8, 0.08); /* rank 100 and 1,000: few firms */
  NEAR(x, 0, 20);
  NEAR(y, 0, 20);
  NEAR(adopters / 2800, 0.1, 0.02);
  assert_int_equal(scenario_places(&scenario), 2);
  assert_string_equal(scenario_place_name(&scenario, 0), "adopters");
  assert_string_equal(scenario_place_name(&scenario, 1), "rivals");
  scenario_free(&scenario);
}

static uint64_t digest_of(const char *name, const char *const *settings, int threads) {
  struct scenario scenario;
  struct world world;
  struct error error;
  support_load(&scenario, name, settings);
  if (world_create(&world, &scenario, 1, 0, threads, &error) != STATUS_OK)
    fail_msg("%s", error.text);
  support_run(&world, -1);
  const uint64_t digest = world_digest(&world);
  world_free(&world);
  scenario_free(&scenario);
  return digest;
}

/* Large enough that every phase forks: more than 20,000 persons, 2,000 firms, 500 towns. */
static void a_nation_has_the_same_bits_on_any_number_of_threads(void **state) {
  (void)state;
  static const char *const settings[] = {"nation.towns=700",     "nation.firms=4200",
                                         "nation.persons=60000", "burn_in=2 months",
                                         "end=2023-09",          NULL};
  static const char *const names[] = {"national/fund", "national/incubation",
                                      "national/lead-sheep"};
  static const int threads[] = {2, 3, 7, 16};
  for (int k = 0; k < 3; k++) {
    const uint64_t one = digest_of(names[k], settings, 1);
    for (int t = 0; t < (k == 0 ? 4 : 1); t++) {
      EXPECT(digest_of(names[k], settings, threads[t]) == one, "%s on %d threads", names[k],
             threads[t]);
    }
  }
}

/* With a distance at which no one counts, squares find exactly the pairs that all pairs would. */
static void squares_find_the_neighbours_that_all_pairs_would(void **state) {
  (void)state;
  static const char *const settings[] = {SMALL, NULL};
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "national/china", settings);
  support_create(&world, &scenario, 0);
  const struct economy *e = &world.economy;
  uint32_t found = 0;
  for (uint32_t a = 0; a < e->parks.count; a++) {
    uint32_t n = e->neighbours_first[a];
    for (uint32_t b = 0; b < e->parks.count; b++) {
      const double weight = neighbours_weight(e, a, b);
      if (weight < 1e-4) continue;
      EXPECT(n < e->neighbours_first[a + 1] && e->neighbours[n].park == b, "%u and %u", a, b);
      NEAR((double)e->neighbours[n].weight, weight, 1e-9);
      n++, found++;
    }
    assert_int_equal(n, e->neighbours_first[a + 1]);
  }
  EXPECT(found > 2 * e->parks.count && found < e->parks.count * e->parks.count / 2, "%u", found);
  world_free(&world);
  scenario_free(&scenario);
}

/* Share of technicians who move in a month in which all compare, by how many towns they look at. */
static double movers(const char *looked_at) {
  const char *const settings[] = {SMALL, "parameters.migration_technician=100 %/month",
                                  "population=sealed", looked_at, NULL};
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "national/china", settings);
  support_create(&world, &scenario, 0);
  struct persons *persons = &world.economy.persons;
  uint32_t *before = malloc(persons->count * sizeof *before), all = 0, moved = 0;
  const uint32_t count = persons->count;
  assert_non_null(before);
  memcpy(before, persons->town, count * sizeof *before);
  labour_settle(&world.economy);
  for (uint32_t i = 0; i < count; i++) {
    if (persons->skill[i] != TECHNICIAN) continue;
    all++;
    moved += persons->town[i] != before[i];
  }
  free(before);
  world_free(&world);
  scenario_free(&scenario);
  return (double)moved / all;
}

static void a_sample_of_towns_stands_for_all_of_them(void **state) {
  (void)state;
  const double all = movers("parameters.comparison_towns=60");
  const double some = movers("parameters.comparison_towns=20");
  EXPECT(all > 0.3 && all < 0.999, "%g move where all towns are compared", all);
  NEAR(some, all, 0.05);
  EXPECT(some < all || some > all, "the sample was not drawn");
}

/* Followers of a month: each where firms of its segment were, there by attraction alone. */
static void followers_go_where_the_herd_is(struct economy *e) {
  const uint32_t groups = e->parks.count * e->segments_count;
  double *weights = calloc(groups, sizeof *weights), sums[2][64] = {0};
  struct error error;
  double all = 0, first = 0, expected = 0;
  for (uint32_t g = 0; g < groups; g++) {
    const bool herd = e->roster.group_first[g + 1] > e->roster.group_first[g];
    weights[g] = herd ? exp(e->attraction[g]) : 0;
    sums[g / e->segments_count < 4608][g % e->segments_count] += weights[g];
  }
  assert_int_equal(entry_settle(e, &error), STATUS_OK);
  for (uint32_t i = 0; i < e->firms.count; i++) {
    if (e->firms.born[i] != e->month) continue;
    const uint32_t s = e->firms.segment[i];
    EXPECT(weights[e->firms.park[i] * e->segments_count + s] > 0, "no herd is there");
    all++;
    first += e->firms.park[i] < 4608;
    expected += sums[1][s] / (sums[0][s] + sums[1][s]);
  }
  EXPECT(all > 8000, "%g followers came", all);
  NEAR(first / all, expected / all, 0.015);
  free(weights);
}

/* A nation without firms or persons, to which only footloose firms come. `scale`: how many towns,
 * in what square, how many firms. */
static void create_bare(struct scenario *scenario, struct world *world, const char *const *scale) {
  const char *settings[] = {scale[0],
                            scale[1],
                            scale[2],
                            "nation.industry=~",
                            "nation.persons=0",
                            "parameters.pioneer_share=1",
                            "parameters.start_up_rate=0 1/year",
                            "burn_in=0 months",
                            NULL};
  support_load(scenario, "national/china", settings);
  support_create(world, scenario, 0);
}

/* More parks than are raced one by one: the first half of them three times as attractive as the
 * second, even ones twice as odd ones; pioneers do not look at the herd. */
static void nests_of_parks_are_chosen_by_what_they_offer_together(void **state) {
  (void)state;
  static const char *const scale[] = {"nation.towns=9000", "nation.extent=20000 km",
                                      "parameters.footloose_rate=12 1/year"};
  struct scenario scenario;
  struct world world;
  struct error error;
  create_bare(&scenario, &world, scale);
  struct economy *e = &world.economy;
  for (uint32_t park = 0; park < e->parks.count; park++) {
    for (uint32_t s = 0; s < e->segments_count; s++) {
      e->attraction[park * e->segments_count + s] = (park < 4608 ? log(3) : 0) + /* 18 nests */
                                                    (park % 2 ? 0 : log(2));
    }
  }
  assert_int_equal(entry_settle(e, &error), STATUS_OK);
  double all = 0, first = 0, even = 0;
  for (uint32_t i = 0; i < e->firms.count; i++) {
    all++;
    first += e->firms.park[i] < 4608;
    even += e->firms.park[i] % 2 == 0;
  }
  EXPECT(all > 8000, "%g firms came", all);
  NEAR(first / all, 3.0 * 4608 / (3.0 * 4608 + 4392), 0.015);
  NEAR(even / all, 2.0 / 3, 0.02);
  scenario.params.pioneer_share = 0;
  scenario.params.herd_exponent = 0;
  e->month++;
  followers_go_where_the_herd_is(e);
  world_free(&world);
  scenario_free(&scenario);
}

/* Fewer parks, each of which is raced, most of them without a logarithm: every pioneer takes the
 * best by definition. */
static void a_race_of_parks_is_won_by_the_best_of_all(void **state) {
  (void)state;
  static const char *const scale[] = {"nation.towns=900", "nation.extent=5000 km",
                                      "parameters.footloose_rate=3 1/year"};
  struct scenario scenario;
  struct world world;
  struct error error;
  create_bare(&scenario, &world, scale);
  struct economy *e = &world.economy;
  const uint32_t parks = e->parks.count, segments = e->segments_count;
  for (uint32_t k = 0; k < parks * segments; k++) e->attraction[k] = (k * 7919 % 1000) * 0.004 - 2;
  assert_int_equal(entry_settle(e, &error), STATUS_OK);
  EXPECT(e->firms.count > 100, "%u firms came", e->firms.count);
  for (uint32_t i = 0; i < e->firms.count; i++) {
    uint32_t best = NOBODY;
    double most = -INFINITY;
    for (uint32_t park = 0; park < parks; park++) {
      const double u = draw_uniform(e->key, DRAW_LOCATION, e->firms.id[i], 0, park);
      const double value = e->attraction[park * segments + e->firms.segment[i]] - log(-log(u));
      if (value <= most) continue;
      most = value;
      best = park;
    }
    assert_int_equal(e->firms.park[i], best);
  }
  world_free(&world);
  scenario_free(&scenario);
}

/* Gini coefficient by its definition: the mean difference of two towns over twice the mean. */
static double gini_by_definition(const struct world *world, const struct town_year *year) {
  const uint32_t n = world->economy.towns.count;
  double sum = 0, apart = 0;
  for (uint32_t a = 0; a < n; a++) {
    sum += (double)year[a].sales;
    for (uint32_t b = 0; b < n; b++) apart += fabs((double)year[a].sales - (double)year[b].sales);
  }
  return apart / n / (2 * sum);
}

/* Sum of squares of what a place's device firms sell in a year. */
static double squared_sales(const struct world *world, uint32_t place) {
  const struct economy *economy = &world->economy;
  double sum = 0;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (world->place_of[economy->firms.town[i]] != place || !economy_in_chain(economy, i)) continue;
    const double year = firms_sales_year(&economy->firms, i);
    sum += year * year;
  }
  return sum;
}

static double employed_at_home(const struct world *world, uint32_t place) {
  const struct persons *persons = &world->economy.persons;
  double count = 0;
  for (uint32_t i = 0; i < persons->count; i++) {
    count += persons->employer[i] != NOBODY && persons->home[i] == persons->town[i] &&
             world->place_of[persons->town[i]] == place;
  }
  return count;
}

static void what_is_observed_of_a_nation_follows_from_its_towns(void **state) {
  (void)state;
  static const char *const settings[] = {SMALL, "end=2024-12", NULL};
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "national/china", settings);
  support_create(&world, &scenario, 0);
  support_run(&world, -1);
  const uint32_t towns = world.economy.towns.count;
  const int32_t last = world.economy.month - 1;
  const struct town_year *year = world.town_years + (size_t)(last / 12) * towns;
  double sums[2] = {0};
  for (uint32_t t = 0; t < towns; t++) sums[world.place_of[t]] += (double)year[t].sales;
  assert_int_equal(world.places, 2); /* adopters and rivals */
  for (uint32_t p = 0; p < 2; p++) {
    NEAR(world_value(&world, last, p, INDICATOR_town_gini), gini_by_definition(&world, year), 1e-6);
    NEAR(world_value(&world, last, p, INDICATOR_sales) / sums[p], 1, 1e-6);
    const double now = world_value(&world, last, p, INDICATOR_device_sales);
    const double before = world_value(&world, last - 12, p, INDICATOR_device_sales);
    NEAR(world_value(&world, last, p, INDICATOR_device_growth), now / before - 1, 1e-12);
    NEAR(world_value(&world, 11, p, INDICATOR_device_growth), 0, 0);
    NEAR(world_value(&world, last, p, INDICATOR_device_concentration),
         squared_sales(&world, p) / (now * now), 1e-9);
    const double at_home = employed_at_home(&world, p);
    EXPECT(at_home > 100, "%g employed at home", at_home);
    NEAR(world_value(&world, last, p, INDICATOR_employed_at_home), at_home, 0);
  }
  uint32_t first[2] = {towns, towns}, rank[2] = {1, 1};
  for (uint32_t t = towns; t-- > 0;) first[world.place_of[t]] = t;
  for (uint32_t p = 0; p < 2; p++) {
    for (uint32_t t = 0; t < towns; t++) rank[p] += year[t].sales > year[first[p]].sales;
    NEAR(world_value(&world, last, p, INDICATOR_town_rank), rank[p], 0);
  }
  assert_true(rank[0] > 1 || rank[1] > 1);
  world_free(&world);
  scenario_free(&scenario);
}

static void nations_at_the_edge_run(void **state) {
  (void)state;
  static const char *const cases[][6] = {
      {"nation.towns=1", "nation.firms=0", "nation.industry=~",
       "nation.industry.equipment={firms: 1, sales: 20 M CNY, certificates: 2}",
       "nation.persons=0"},
      {"nation.industry=~", "nation.persons=0", "nation.firms=0", "nation.towns=300"},
      {"nation.extent=0 km"},
      {"parameters.reach_distance=0.1 km", "nation.towns=3"},
      {"nation.persons=900"}};
  static const char *const names[] = {"one firm", "empty towns", "all in one place",
                                      "no neighbours", "a person a firm"};
  for (int k = 0; k < 5; k++) {
    const char *settings[16] = {SMALL};
    size_t count = 6;
    for (int n = 0; n < 6 && cases[k][n]; n++) settings[count++] = cases[k][n];
    print_message("%s\n", names[k]);
    const uint64_t one = digest_of("national/china", settings, 1);
    EXPECT(digest_of("national/china", settings, 3) == one, "%s", names[k]);
  }
}

static void nations_that_cannot_be_are_refused_with_the_remedy(void **state) {
  (void)state;
  static const char *const cases[][3] = {
      {"nation.towns=1", "nation.firms=10000000", "at most 65535"},
      {"nation.persons=100", "nation.firms=900", "at least one person a firm"},
      {"nation.adopters=0", "levers.fund={lever: fund_injection, towns: adopters}",
       "no town adopts"}};
  for (int k = 0; k < 3; k++) {
    struct scenario scenario;
    struct complaints complaints;
    struct error error;
    struct text text = {0};
    assert_int_equal(scenario_load("national/china", cases[k], 2, &scenario, &complaints, &error),
                     STATUS_SCENARIO);
    scenario_print_complaints(&complaints, &text);
    EXPECT(text.bytes && strstr(text.bytes, cases[k][2]), "%s",
           text.bytes ? text.bytes : "nothing");
    text_free(&text);
    scenario_free_complaints(&complaints);
  }
}

static void towns_that_all_lie_within_reach_are_refused_before_they_are_listed(void **state) {
  (void)state;
  static const char *const settings[] = {"nation.towns=100000", "nation.industry=~",
                                         "nation.persons=0", "nation.extent=0 km", NULL};
  struct scenario scenario;
  struct world world;
  struct error error;
  support_load(&scenario, "national/china", settings);
  assert_int_equal(world_create(&world, &scenario, 1, 0, 1, &error), STATUS_SCENARIO);
  EXPECT(strstr(error.text, "nation.extent"), "%s", error.text);
  scenario_free(&scenario);
}

/* Free entry does not flood a nation that no programme feeds, nor empty it in its first month.
 * (28,954 makers in 2021, 33,788 in 2022; bounds chosen beforehand: twice in ten years, a twentieth
 * lost.) */
static void a_nation_has_as_many_firms_as_its_market_feeds(void **state) {
  (void)state;
  static const char *const settings[] = {SMALL, "end=2032-12", NULL};
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "national/china", settings);
  support_create(&world, &scenario, 0);
  support_run(&world, 1);
  const double first = world.economy.firms.living;
  EXPECT(first > 0.97 * 900, "%g of 900 firms are there after a month", first);
  support_run(&world, -1);
  const double last = world.economy.firms.living;
  EXPECT(last > 900 / 2.0 && last < 900 * 2.0, "%g firms, from 900", last);
  world_free(&world);
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_nation_has_the_firms_sales_and_persons_that_its_facts_say),
      cmocka_unit_test(other_numbers_scale_it),
      cmocka_unit_test(towns_have_rank_and_size_by_law_and_lie_within_the_square),
      cmocka_unit_test(a_nation_has_the_same_bits_on_any_number_of_threads),
      cmocka_unit_test(squares_find_the_neighbours_that_all_pairs_would),
      cmocka_unit_test(a_sample_of_towns_stands_for_all_of_them),
      cmocka_unit_test(nests_of_parks_are_chosen_by_what_they_offer_together),
      cmocka_unit_test(a_race_of_parks_is_won_by_the_best_of_all),
      cmocka_unit_test(what_is_observed_of_a_nation_follows_from_its_towns),
      cmocka_unit_test(a_nation_has_as_many_firms_as_its_market_feeds),
      cmocka_unit_test(nations_at_the_edge_run),
      cmocka_unit_test(nations_that_cannot_be_are_refused_with_the_remedy),
      cmocka_unit_test(towns_that_all_lie_within_reach_are_refused_before_they_are_listed)};
  return cmocka_run_group_tests_name("nation", tests, NULL, NULL);
}
