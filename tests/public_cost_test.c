/* public cost, what is still to come of it, and the rest of industry: in worlds, where parts must
 * add up. */
#include "support.h"

#include "bellwether/world/dues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool near(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(1, fabs(b)); }

/* Bonds of 120 fen paid back in 12 months at 12 % a year: 1 % of 120, 110, ... 10, each rounded. */
static void interest_to_come_is_that_of_a_falling_debt(void **state) {
  (void)state;
  int64_t due = 0;
  for (int left = 12; left > 0; left--) due += llrint(100000.0 * left * 0.01);
  assert_int_equal(dues_interest(1200000, 1200000, 0.12, 12), due);
  assert_int_equal(dues_interest(0, 1200000, 0.12, 12), 0);
}

/* Bonds, grants on arrival that fall due after `to`, and a fund, of one town. */
static const char *const programme[] = {
    "start=2023-01",
    "growth_break=2023-01",
    "end=2026-12",
    "levers=~",
    "levers.plants={lever: bond_plants, from: 2023-02, to: 2023-12, budget: 120 M CNY}",
    "levers.teams={lever: recruiting_teams, from: 2023-02, to: 2024-06, budget: 40 M CNY, "
    "landing_probability: 0.9, subsidy: 0.2}",
    "levers.fund={lever: fund_injection, from: 2023-02, to: 2024-12, budget: 60 M CNY, "
    "horizon: 12 months}",
    NULL};

static double over_places(const struct world *world, enum indicator indicator) {
  double sum = 0;
  for (uint32_t p = 0; p < world->places; p++) {
    sum += world_value(world, world->economy.month - 1, p, indicator);
  }
  return sum;
}

static double promised(const struct economy *economy) {
  double sum = 0;
  for (uint32_t k = 0; k < economy->projects_count; k++) sum += economy->projects[k].subsidy;
  return sum;
}

/* Public cost is every payment for a lever, whenever it falls due; what the town builds beside is
 * the rest of its construction. */
static void public_cost_is_all_that_levers_make_a_town_pay(void **state) {
  (void)state;
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "xianju/baseline", programme);
  support_create(&world, &scenario, 0);
  static const enum flow flows[] = {FLOW_programmes, FLOW_subsidies, FLOW_fund_capital,
                                    FLOW_bond_interest, FLOW_bonds};
  double paid = 0, built = 0, after = 0;
  const int32_t ended = scenario.levers[2].to; /* of the latest */
  while (world.economy.month < scenario_months(&scenario)) {
    support_run(&world, 1);
    const int64_t *closed = world.economy.ledger.closed.paid;
    for (size_t k = 0; k < sizeof flows / sizeof flows[0]; k++) {
      paid += (double)closed[flows[k]] / FEN_PER_MILLION;
      if (world.economy.month - 1 > ended) after += (double)closed[flows[k]] / FEN_PER_MILLION;
    }
    built += (double)(closed[FLOW_construction] - closed[FLOW_bonds]) / FEN_PER_MILLION;
    EXPECT(fabs(over_places(&world, INDICATOR_public_cost) - paid) < 1e-6, "month %d: %.9g, %.9g",
           world.economy.month, over_places(&world, INDICATOR_public_cost), paid);
    EXPECT(fabs(over_places(&world, INDICATOR_plants_paid) - built) < 1e-6, "month %d: %.9g, %.9g",
           world.economy.month, over_places(&world, INDICATOR_plants_paid), built);
  }
  EXPECT(after > 1, "%g is paid after the levers end", after);
  EXPECT(built > 1, "%g is built", built);
  const double ordered = over_places(&world, INDICATOR_plants_ordered);
  EXPECT(ordered > built && ordered <= built + 120 + 1e-6, "%g of %g", ordered, built);
  world_free(&world);
  scenario_free(&scenario);
}

/* What is committed once the levers have ended is what is paid from then on, and what is then left.
 */
static void what_is_committed_falls_due(void **state) {
  (void)state;
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "xianju/baseline", programme);
  support_create(&world, &scenario, 1);
  bool any = false;
  while (world.economy.month <= 24) {
    support_run(&world, 1);
    const struct economy *economy = &world.economy;
    const double bonds = (double)dues_interest(
                             economy->towns.bond_debt[0], economy->towns.bonds_issued[0],
                             economy->params->bond_rate, economy->params->bond_months) /
                         FEN_PER_MILLION;
    any |= promised(economy) > 0;
    EXPECT(fabs(over_places(&world, INDICATOR_public_committed) - bonds - promised(economy)) < 1e-6,
           "month %d", economy->month);
  }
  assert_true(any);
  const double committed = over_places(&world, INDICATOR_public_committed) -
                           promised(&world.economy);
  double interest = 0;
  while (world.economy.month < scenario_months(&scenario)) {
    support_run(&world, 1);
    interest += (double)world.economy.ledger.closed.paid[FLOW_bond_interest] / FEN_PER_MILLION;
  }
  const double left = over_places(&world, INDICATOR_public_committed) - promised(&world.economy);
  EXPECT(interest > 1 && left > 1, "%g paid, %g left", interest, left);
  EXPECT(fabs(interest + left - committed) < 1e-6, "%.9g and %.9g, not %.9g", interest, left,
         committed);
  world_free(&world);
  scenario_free(&scenario);
}

/* All firms and the rest together sell the market, but for orders that no one could fill. Where
 * firms have just closed, their sales are no longer seen: then it is not asked. */
static bool shares_the_market(const struct economy *economy, uint32_t s, double rest,
                              double *local) {
  const struct firms *firms = &economy->firms;
  const struct market *market = &economy->markets[s];
  double sold = rest, unmet = 0, ordered = market->rest_share * market->demand;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (firms->segment[i] != s) continue;
    sold += firms->sales[i];
    unmet += firms->unmet[i];
    *local += firms->local_sales[i];
    ordered += firms->orders[i] - firms->local_orders[i];
  }
  const double lost = market->demand - sold, slack = 1e-9 * market->demand;
  if (fabs(ordered - market->demand) > slack) return false;
  EXPECT(lost >= -slack && lost <= (1 - market->rest_share) * unmet + slack,
         "month %d, segment %u: %.9g of %.9g lost", economy->month, s, lost, market->demand);
  return true;
}

static void firms_and_the_rest_share_the_market(void **state) {
  (void)state;
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "xianju/baseline", NULL);
  support_create(&world, &scenario, 0);
  const struct economy *economy = &world.economy;
  double local = 0;
  uint32_t asked = 0;
  for (int k = 0; k < 18; k++) {
    support_run(&world, 1);
    const int32_t slot = (economy->start + economy->month - 1) % 12;
    for (uint32_t s = 0; s < economy->segments_count; s++) {
      asked += shares_the_market(economy, s, world.rest[s].year[slot], &local);
    }
  }
  EXPECT(local > 0 && asked > 18, "%g bought in town, asked %u times", local, asked);
  world_free(&world);
  scenario_free(&scenario);
}

/* Jobs of the rest follow its sales: a programme changes neither the staff that a sale takes there
 * nor what it starts from. */
static void the_rest_employs_by_its_sales_alone(void **state) {
  (void)state;
  static const char *const digital[] = {
      "levers.digital={lever: digital_upgrade, from: 2021-01, to: 2021-12, budget: 100 M CNY}",
      NULL};
  struct scenario scenarios[2];
  struct world worlds[2];
  support_load(&scenarios[0], "xianju/baseline", NULL);
  support_load(&scenarios[1], "xianju/baseline", digital);
  for (int k = 0; k < 2; k++) {
    support_create(&worlds[k], &scenarios[k], 0);
    support_run(&worlds[k], 24);
    const struct world *world = &worlds[k];
    double jobs = 0, added = 0;
    for (uint32_t s = 0; s < world->economy.segments_count; s++) {
      const struct segment *segment = &world->economy.segments[s];
      double year = 0;
      for (int m = 0; m < 12; m++) year += world->rest[s].year[m];
      jobs += year * worlds[0].rest[s].jobs_per_sales; /* the price is 1 */
      added += year * (1 - segment->materials);
      EXPECT(world->rest[s].jobs_per_sales > 0, "segment %u", s);
    }
    jobs /= exp(world->economy.params->frontier_growth * 23 / 12.0);
    EXPECT(near(world_value(world, 23, 0, INDICATOR_rest_jobs), jobs), "%.12g, not %.12g",
           world_value(world, 23, 0, INDICATOR_rest_jobs), jobs);
    EXPECT(near(world_value(world, 23, 0, INDICATOR_rest_value_added), added), "%.12g, not %.12g",
           world_value(world, 23, 0, INDICATOR_rest_value_added), added);
  }
  EXPECT(world_value(&worlds[1], 23, 0, INDICATOR_productivity) >
             world_value(&worlds[0], 23, 0, INDICATOR_productivity),
         "%s", "the programme does nothing");
  for (int k = 0; k < 2; k++) {
    world_free(&worlds[k]);
    scenario_free(&scenarios[k]);
  }
}
/* What a town's device firms sold this month, by what they then were: leads, or else an origin. */
static void sales_by_part(const struct economy *e, uint32_t town, double *sales, double *jobs) {
  for (int part = 0; part <= ORIGIN_COUNT; part++) sales[part] = jobs[part] = 0;
  for (uint32_t i = 0; i < e->firms.count; i++) {
    if (!e->firms.open[i] || e->firms.town[i] != town || !economy_in_chain(e, i)) continue;
    const int part = e->firms.lead[i] ? ORIGIN_COUNT : e->firms.origin[i];
    sales[part] += e->firms.sales[i];
    jobs[part] += firms_staff(&e->firms, i);
  }
}

static const enum indicator part_sales[] = {INDICATOR_incumbent_sales, INDICATOR_spin_off_sales,
                                            INDICATOR_start_up_sales,  INDICATOR_attracted_sales,
                                            INDICATOR_returnee_sales,  INDICATOR_lead_device_sales};
static const enum indicator part_jobs[] = {INDICATOR_incumbent_jobs, INDICATOR_spin_off_jobs,
                                           INDICATOR_start_up_jobs,  INDICATOR_attracted_jobs,
                                           INDICATOR_returnee_jobs,  INDICATOR_lead_device_jobs};
static const enum indicator part_added[] = {
    INDICATOR_incumbent_value_added, INDICATOR_spin_off_value_added,
    INDICATOR_start_up_value_added,  INDICATOR_attracted_value_added,
    INDICATOR_returnee_value_added,  INDICATOR_lead_device_value_added};

/* Six parts of an indicator: all of it, to less than half a fen. */
static void expect_whole(const struct world *world, int32_t m, uint32_t place,
                         const enum indicator *parts, enum indicator whole) {
  double sum = 0;
  for (int part = 0; part <= ORIGIN_COUNT; part++) sum += world_value(world, m, place, parts[part]);
  const double due = world_value(world, m, place, whole);
  EXPECT(fabs(sum - due) < 0.5e-8, "month %d, place %u: %s of %.12g in parts of %.12g", m, place,
         tables_indicators[whole].name, due, sum);
}

static void what_the_industry_sells_is_of_its_leads_and_of_each_origin(void **state) {
  (void)state;
  static const char *const settings[] = {
      "end=2027-12",
      "levers.p={lever: lead_sheep, kind: phoenix, from: 2022-07, to: 2023-12, budget: 10 M CNY}",
      NULL};
  struct scenario scenario;
  struct world world;
  double sales[12][ORIGIN_COUNT + 1], jobs[ORIGIN_COUNT + 1], leads = 0;
  support_load(&scenario, "cards/lead-sheep", settings);
  support_create(&world, &scenario, 2);
  for (int32_t m = 0; m < scenario_months(&scenario); m++) {
    support_run(&world, 1);
    sales_by_part(&world.economy, 0, sales[m % 12], jobs);
    for (uint32_t place = 0; place < world.places; place++) {
      expect_whole(&world, m, place, part_sales, INDICATOR_device_sales);
      expect_whole(&world, m, place, part_jobs, INDICATOR_device_jobs);
      expect_whole(&world, m, place, part_added, INDICATOR_device_value_added);
    }
    for (int part = 0; part <= ORIGIN_COUNT && m >= 11; part++) {
      double year = 0;
      for (int k = 0; k < 12; k++) year += sales[k][part];
      const double found = world_value(&world, m, 0, part_sales[part]);
      EXPECT(near(found, year), "month %d, part %d: %.12g, not %.12g", m, part, found, year);
      EXPECT(near(world_value(&world, m, 0, part_jobs[part]), jobs[part]), "jobs of part %d", part);
    }
    leads = world_value(&world, m, 0, INDICATOR_lead_device_sales);
    EXPECT(near(leads, world_value(&world, m, 0, INDICATOR_lead_sales)), "a lead makes no devices");
  }
  EXPECT(leads > 0 && world_value(&world, 30, 0, INDICATOR_lead_device_sales) > 0 &&
             world_value(&world, 29, 0, INDICATOR_lead_device_sales) <= 0,
         "the phoenix sells %g before it is one",
         world_value(&world, 29, 0, INDICATOR_lead_device_sales));
  world_free(&world);
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(interest_to_come_is_that_of_a_falling_debt),
      cmocka_unit_test(public_cost_is_all_that_levers_make_a_town_pay),
      cmocka_unit_test(what_is_committed_falls_due),
      cmocka_unit_test(firms_and_the_rest_share_the_market),
      cmocka_unit_test(the_rest_employs_by_its_sales_alone),
      cmocka_unit_test(what_the_industry_sells_is_of_its_leads_and_of_each_origin),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
