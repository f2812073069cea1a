/* economics - whose gain a programme is, what it costs, and what dominates: on numbers made by
 * hand, whose answer is known; and in worlds, where parts must add up. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "support.h"

#include "bellwether/io/results.h"
#include "bellwether/study/pareto.h"
#include "bellwether/world/dues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N 3 /* replications of the programmes made by hand */

static bool near(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(1, fabs(b)); }

static void a_payment_a_year_on_counts_less_by_the_rate(void **state) {
  (void)state;
  double sums[13];
  for (int m = 0; m < 13; m++) sums[m] = m < 12 ? 100 : 300;
  EXPECT(near(programmes_present(sums, 13, 0.1), 100 + 200 / 1.1), "%.12g",
         programmes_present(sums, 13, 0.1));
  EXPECT(near(programmes_present(sums, 13, 0), 300), "%.12g", programmes_present(sums, 13, 0));
  EXPECT(near(programmes_present(sums, 7, 0.1), 100), "%.12g", programmes_present(sums, 7, 0.1));
}

static void a_plant_is_written_off_in_a_straight_line(void **state) {
  (void)state;
  double sums[PROGRAMMES_PLANT_LIFE + 2];
  for (int m = 0; m < PROGRAMMES_PLANT_LIFE + 2; m++) sums[m] = m < 60 ? 240 : 480;
  EXPECT(near(programmes_worn(sums, 1), 240), "%.12g", programmes_worn(sums, 1));
  EXPECT(near(programmes_worn(sums, 61), 240 * 0.75 + 240), "%.12g", programmes_worn(sums, 61));
  const double old = programmes_worn(sums, PROGRAMMES_PLANT_LIFE + 2); /* the first is gone */
  EXPECT(near(old, 240 * (1 - 181.0 / PROGRAMMES_PLANT_LIFE)), "%.12g", old);
}

/* Bonds of 120 fen paid back in 12 months at 12 % a year: 1 % of 120, 110, ... 10, each rounded. */
static void interest_to_come_is_that_of_a_falling_debt(void **state) {
  (void)state;
  int64_t due = 0;
  for (int left = 12; left > 0; left--) due += llrint(100000.0 * left * 0.01);
  assert_int_equal(dues_interest(1200000, 1200000, 0.12, 12), due);
  assert_int_equal(dues_interest(0, 1200000, 0.12, 12), 0);
}

/* Two scenarios, the base's rows 0; the other's as they are set. */
static struct programmes two(double values[2][PROGRAMMES_ROWS][N]) {
  memset(values, 0, sizeof(double[2][PROGRAMMES_ROWS][N]));
  return (struct programmes){.scenarios = 2, .replications = N, .values = &values[0][0][0]};
}

static void set(const struct programmes *programmes, uint32_t s, int row, double a, double b,
                double c) {
  double *values = programmes_row(programmes, s, row);
  values[0] = a;
  values[1] = b;
  values[2] = c;
}

static void the_nation_gains_what_its_parts_do(void **state) {
  (void)state;
  double values[2][PROGRAMMES_ROWS][N];
  const struct programmes p = two(values);
  struct net net;
  struct error error;
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    const double k = measure + 1;
    set(&p, 0, PROGRAMMES_TOWN + measure, 1000, 1000, 1000);
    set(&p, 1, PROGRAMMES_TOWN + measure, 1000 + 500 * k, 1000 + 510 * k, 1000 + 490 * k);
    set(&p, 1, PROGRAMMES_LEAD + measure, 300 * k, 310 * k, 290 * k);
    set(&p, 1, PROGRAMMES_OTHERS + measure, -200 * k, -210 * k, -190 * k);
    set(&p, 1, PROGRAMMES_REST + measure, -270 * k, -250 * k, -290 * k);
  }
  assert_int_equal(net_find(&p, 0, 1, 0.95, &net, &error), STATUS_OK);
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    static const double wanted[NET_PARTS] = {500, 300, 200, -200, -270, 30};
    for (int part = 0; part < NET_PARTS; part++) {
      const double found = net.found[part][measure].difference;
      EXPECT(near(found, wanted[part] * (measure + 1)), "part %d, measure %d: %g", part, measure,
             found);
    }
    /* 30, 50, 10: standard deviation 20, t(.975; 2) = 4.302653 */
    const double half = 4.30265273 * 20 / sqrt(3) * (measure + 1);
    const struct comparison *c = &net.found[NET_NATION][measure];
    EXPECT(fabs((c->high - c->low) / 2 - half) < 1e-6, "%.9g", (c->high - c->low) / 2);
  }
}

/* Costs that the definitions must tell apart; the third replication failed. */
static struct programmes with_costs(double values[2][PROGRAMMES_ROWS][N]) {
  static const double items[COST_ITEMS] = {100, 20, 10, 30, 25, 5};
  const struct programmes p = two(values);
  for (int item = 0; item < COST_ITEMS; item++) {
    set(&p, 1, PROGRAMMES_PAID + item, items[item], items[item], NAN);
  }
  set(&p, 1, PROGRAMMES_SPENT, 120, 140, NAN);
  set(&p, 1, PROGRAMMES_TOWN + NET_JOBS, 40, 60, NAN);
  set(&p, 1, PROGRAMMES_OTHERS + NET_JOBS, -10, -10, NAN);
  set(&p, 1, PROGRAMMES_REST + NET_JOBS, -20, -20, NAN);
  set(&p, 1, PROGRAMMES_TOWN + NET_VALUE_ADDED, 24, 24, NAN);
  set(&p, 1, PROGRAMMES_REST + NET_VALUE_ADDED, -12, -12, NAN);
  return p;
}

static void a_job_costs_what_each_definition_says(void **state) {
  (void)state;
  double values[2][PROGRAMMES_ROWS][N];
  const struct programmes p = with_costs(values);
  struct cost cost;
  struct error error;
  assert_int_equal(cost_find(&p, 0, 1, 0.95, 1.2, NAN, &cost, &error), STATUS_OK);
  /* 1.2 times 120; less 10 and 30; less 25 and 5. Jobs: 50 in town, 20 net; 12 of value added. */
  static const double totals[COST_KINDS] = {144, 96, 60};
  static const double gains[COST_PERS] = {50, 20, 12};
  assert_int_equal(cost.pairs, 2);
  for (int kind = 0; kind < COST_KINDS; kind++) {
    EXPECT(near(cost.totals[kind].mean, totals[kind]), "%g", cost.totals[kind].mean);
    for (int per = 0; per < COST_PERS; per++) {
      const double found = cost.per[kind][per].value;
      EXPECT(near(found, totals[kind] / gains[per]), "kind %d per %d: %g", kind, per, found);
    }
  }
  EXPECT(near(cost.spent.mean, 130) && isnan(cost.above), "%g", cost.spent.mean);
}

static void a_budget_is_broken_by_the_mean_and_counted_by_replication(void **state) {
  (void)state;
  static const struct {
    double budget, above;
    bool breaks;
  } cases[] = {
      {119, 1, true}, {120, 0.5, true}, {129.9999, 0.5, false}, {130, 0.5, false}, {140, 0, false}};
  double values[2][PROGRAMMES_ROWS][N];
  const struct programmes p = with_costs(values);
  for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
    struct cost cost;
    struct error error;
    assert_int_equal(cost_find(&p, 0, 1, 0.95, 1, cases[k].budget, &cost, &error), STATUS_OK);
    EXPECT(near(cost.above, cases[k].above) && cost.breaks == cases[k].breaks, "%g: %g, %d",
           cases[k].budget, cost.above, cost.breaks);
  }
}

static void where_no_job_is_gained_a_job_has_no_cost(void **state) {
  (void)state;
  double values[2][PROGRAMMES_ROWS][N];
  const struct programmes p = with_costs(values);
  struct cost cost;
  struct error error;
  /* 50 jobs, but their interval reaches 0: a cost, and no bound of it. */
  assert_int_equal(cost_find(&p, 0, 1, 0.95, 1, NAN, &cost, &error), STATUS_OK);
  EXPECT(near(cost.per[COST_GROSS][COST_PER_JOB].value, 120 / 50.0), "%g",
         cost.per[COST_GROSS][COST_PER_JOB].value);
  EXPECT(isnan(cost.per[COST_GROSS][COST_PER_JOB].interval.low), "%s", "it has a bound");
  set(&p, 1, PROGRAMMES_TOWN + NET_JOBS, 49, 51, NAN); /* all between 120 / 51 and 120 / 49 */
  assert_int_equal(cost_find(&p, 0, 1, 0.95, 1, NAN, &cost, &error), STATUS_OK);
  const struct interval bound = cost.per[COST_GROSS][COST_PER_JOB].interval;
  EXPECT(near(bound.low, 120 / 51.0) && near(bound.high, 120 / 49.0), "%g to %g", bound.low,
         bound.high);
  set(&p, 1, PROGRAMMES_TOWN + NET_JOBS, -40, 30, NAN);
  assert_int_equal(cost_find(&p, 0, 1, 0.95, 1, NAN, &cost, &error), STATUS_OK);
  EXPECT(isnan(cost.per[COST_GROSS][COST_PER_JOB].value), "%g",
         cost.per[COST_GROSS][COST_PER_JOB].value);
  EXPECT(isnan(cost.per[COST_GROSS][COST_PER_JOB].interval.low), "%s", "it has a bound");
}

static void one_dominates_where_it_is_never_worse_and_once_better(void **state) {
  (void)state;
  static const int better[2] = {1, -1}; /* a gain, a cost */
  size_t by[5];
  const double values[10] = {10, 10, 8, 5, NAN, 3, 4, 5, 1, 9};
  pareto_dominated(values, better, 2, 5, by);
  assert_true(by[0] == PARETO_NONE); /* gains most at least cost for it */
  assert_int_equal(by[1], 0);        /* as much, dearer */
  assert_int_equal(by[2], 0);        /* less, dearer */
  assert_true(by[3] == PARETO_NONE); /* gains least, and is cheapest */
  assert_int_equal(by[4], 0);        /* has no gain at all */
  const double alike[4] = {1, 1, 2, 2};
  pareto_dominated(alike, better, 2, 2, by);
  assert_true(by[0] == PARETO_NONE && by[1] == PARETO_NONE);
}

static void who_is_first_is_counted_by_replication_and_ties_are_split(void **state) {
  (void)state;
  const double values[12] = {1, 5, 3, NAN, 2, 5, 1, NAN, 0, 4, NAN, NAN};
  double shares[3];
  pareto_first(values, 1, 3, 4, shares);
  EXPECT(near(shares[0], 1.5 / 4) && near(shares[1], 1.5 / 4) && near(shares[2], 0), "%g %g %g",
         shares[0], shares[1], shares[2]);
  pareto_first(values, -1, 3, 4, shares);
  EXPECT(near(shares[0], 0) && near(shares[1], 0.25) && near(shares[2], 0.5), "%g %g %g", shares[0],
         shares[1], shares[2]);
}

static void a_ranking_takes_each_criterion_by_its_own_sign(void **state) {
  (void)state;
  double values[4][PROGRAMMES_ROWS][N];
  struct pareto found[4];
  struct error error;
  size_t pairs;
  memset(values, 0, sizeof values);
  const struct programmes p = {.scenarios = 4, .replications = N, .values = &values[0][0][0]};
  /* 1 sells and employs more than 2 for more money; 3 is 2 at a higher price. */
  for (uint32_t s = 1; s < 4; s++) {
    const double gain = s == 1 ? 20 : 10, cost = s == 1 ? 50 : s == 2 ? 10 : 12;
    set(&p, s, PROGRAMMES_DEVICE_SALES, gain, gain, gain);
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      set(&p, s, PROGRAMMES_TOWN + measure, gain, gain, gain);
    }
    set(&p, s, PROGRAMMES_SPENT, cost, cost, cost);
    set(&p, s, PROGRAMMES_PAID, cost, cost, cost);
  }
  set(&p, 2, PROGRAMMES_DEVICE_SALES, 10, 10, 30);
  assert_int_equal(pareto_find(&p, 0, 1, found, &pairs, &error), STATUS_OK);
  assert_int_equal(pairs, N);
  assert_int_equal(found[1].by, 1);
  assert_int_equal(found[2].by, 2);
  assert_int_equal(found[3].by, 2);
  EXPECT(near(found[2].first[PARETO_DEVICE_SALES], 1.0 / 3), "%g",
         found[2].first[PARETO_DEVICE_SALES]);
  EXPECT(near(found[2].first[PARETO_COST], 1), "%g", found[2].first[PARETO_COST]);
  EXPECT(near(found[2].first[PARETO_JOB_COST], 1), "%g", found[2].first[PARETO_JOB_COST]);
  EXPECT(near(found[1].values[PARETO_JOB_COST], 2.5), "%g", found[1].values[PARETO_JOB_COST]);
  EXPECT(near(found[1].values[PARETO_NET_JOBS], 20), "%g", found[1].values[PARETO_NET_JOBS]);
}

/* A results file of two scenarios, two places and 13 months: in town, 1 public cost paid at once
 * and 2 in the last month, and so on, times `scale` of the scenario. */
#define MONTHS 13
static enum status hand_made(void *context, uint32_t scenario, uint32_t replication,
                             struct shard *shard, struct error *error) {
  static const struct {
    enum indicator indicator;
    float first, last, rivals;
  } series[] = {{INDICATOR_device_sales, 5, 7, 100},  {INDICATOR_sales, 8, 9, 200},
                {INDICATOR_employment, 10, 11, 300},  {INDICATOR_value_added, 3, 4, 50},
                {INDICATOR_lead_sales, 1, 2, 9},      {INDICATOR_lead_jobs, 2, 3, 9},
                {INDICATOR_rest_sales, 70, 80, 80},   {INDICATOR_rest_jobs, 60, 50, 50},
                {INDICATOR_public_cost, 110, 330, 9}, {INDICATOR_public_committed, 0, 44, 9},
                {INDICATOR_public_returns, 0, 11, 9}, {INDICATOR_fund_value, 0, 22, 9},
                {INDICATOR_tax_income, 11, 22, 9},    {INDICATOR_rents, 0, 33, 9},
                {INDICATOR_plants_paid, 0, 11, 9},    {INDICATOR_plants_ordered, 0, 55, 9},
                {INDICATOR_floor_built, 100, 100, 9}, {INDICATOR_floor_owned, 0, 25, 9}};
  (void)context;
  (void)error;
  *shard = (struct shard){.scenario = scenario,
                          .replication = replication,
                          .months = MONTHS,
                          .places = 2,
                          .indicators = INDICATOR_COUNT,
                          .segments = 1};
  shard->series = calloc((size_t)MONTHS * 2 * INDICATOR_COUNT, sizeof *shard->series);
  shard->segment_sales = calloc((size_t)MONTHS * 2, sizeof *shard->segment_sales);
  assert_non_null(shard->series);
  for (size_t k = 0; k < sizeof series / sizeof series[0]; k++) {
    for (size_t m = 0; m < MONTHS; m++) {
      float *row = shard->series + m * 2 * INDICATOR_COUNT + series[k].indicator;
      row[0] = (float)scenario * (m + 1 < MONTHS ? series[k].first : series[k].last);
      row[INDICATOR_COUNT] = (float)scenario * series[k].rivals;
    }
  }
  return STATUS_OK;
}

static void write_results(const char *folder) {
  char path[256];
  static const char *const names[] = {"base", "other"}, *const places[] = {"here", "rivals"};
  static const char *const segments[] = {"goods"};
  struct params params;
  memset(&params, 0, sizeof params);
  const struct params *const of[] = {&params, &params};
  const struct results_about about = {.scenarios = 2,
                                      .replications = 2,
                                      .months = MONTHS,
                                      .places = 2,
                                      .segments = 1,
                                      .scenario_names = names,
                                      .scenario_titles = names,
                                      .resolved = names,
                                      .verbatim = names,
                                      .params = of,
                                      .place_names = places,
                                      .segment_names = segments,
                                      .command = "by hand",
                                      .threads = 1};
  struct results_draft *draft = NULL;
  struct results_block block;
  struct results_ends ends;
  struct error error = {0};
  snprintf(path, sizeof path, "%s/results.h5", folder);
  enum status status = results_begin(path, &about, &draft, &error);
  while (status == STATUS_OK && results_next(draft, &block)) {
    status = results_merge(draft, hand_made, NULL, &error);
  }
  status = results_end(draft, status, &ends, &error);
  EXPECT(status == STATUS_OK, "%s", error.text);
  free(ends.values);
}

static void a_file_is_read_as_its_series_say(void **state) {
  (void)state;
  char folder[] = "/tmp/economics-XXXXXX", path[64];
  struct results results;
  struct programmes p;
  struct error error = {0};
  assert_non_null(mkdtemp(folder));
  write_results(folder);
  EXPECT(results_open(&results, folder, &error) == STATUS_OK, "%s", error.text);
  EXPECT(programmes_read(&results, 0, MONTHS - 1, 0.1, &p, &error) == STATUS_OK, "%s", error.text);
  const double left = 0.75; /* of the floor: a quarter is sold */
  const struct {
    int row;
    double wanted;
  } rows[] = {{PROGRAMMES_DEVICE_SALES, 7},
              {PROGRAMMES_TOWN + NET_SALES, 9},
              {PROGRAMMES_TOWN + NET_JOBS, 11},
              {PROGRAMMES_TOWN + NET_VALUE_ADDED, 4},
              {PROGRAMMES_LEAD + NET_SALES, 2},
              {PROGRAMMES_LEAD + NET_JOBS, 3},
              {PROGRAMMES_OTHERS + NET_SALES, 200},
              {PROGRAMMES_OTHERS + NET_JOBS, 300},
              {PROGRAMMES_OTHERS + NET_VALUE_ADDED, 50},
              {PROGRAMMES_REST + NET_SALES, 80},
              {PROGRAMMES_REST + NET_JOBS, 50},
              {PROGRAMMES_SPENT, 374},
              {PROGRAMMES_PAID, 110 + 220 / 1.1},
              {PROGRAMMES_COMMITTED, 40},
              {PROGRAMMES_RETURNED, 10},
              {PROGRAMMES_HELD, 20 + 40 * left},
              {PROGRAMMES_TAXES, 11 + 10},
              {PROGRAMMES_RENTS, 30 - 10 + 10 * left}};
  for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
    const double found = programmes_row(&p, 1, rows[k].row)[1];
    EXPECT(fabs(found - rows[k].wanted) < 1e-4, "row %d: %.9g, not %.9g", rows[k].row, found,
           rows[k].wanted);
    EXPECT(fabs(programmes_row(&p, 0, rows[k].row)[1]) < 1e-12, "row %d of the base", rows[k].row);
  }
  programmes_free(&p);
  results_close(&results);
  snprintf(path, sizeof path, "%s/results.h5", folder);
  remove(path);
  remove(folder);
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

static void published_costs_say_what_they_are(void **state) {
  (void)state;
  assert_true(cost_published_count >= 5);
  for (size_t k = 0; k < cost_published_count; k++) {
    const struct cost_published *p = &cost_published[k];
    EXPECT(p->low <= p->high && p->high > 0 && p->cny > 1, "%s", p->name);
    EXPECT(strlen(p->definition) > 10 && strlen(p->source) > 10, "%s", p->name);
    EXPECT(strncmp(p->grade, "read", 4) == 0 || strncmp(p->grade, "recalled, confidence", 20) == 0,
           "%s: %s", p->name, p->grade);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_payment_a_year_on_counts_less_by_the_rate),
      cmocka_unit_test(a_plant_is_written_off_in_a_straight_line),
      cmocka_unit_test(interest_to_come_is_that_of_a_falling_debt),
      cmocka_unit_test(the_nation_gains_what_its_parts_do),
      cmocka_unit_test(a_job_costs_what_each_definition_says),
      cmocka_unit_test(a_budget_is_broken_by_the_mean_and_counted_by_replication),
      cmocka_unit_test(where_no_job_is_gained_a_job_has_no_cost),
      cmocka_unit_test(one_dominates_where_it_is_never_worse_and_once_better),
      cmocka_unit_test(who_is_first_is_counted_by_replication_and_ties_are_split),
      cmocka_unit_test(a_ranking_takes_each_criterion_by_its_own_sign),
      cmocka_unit_test(a_file_is_read_as_its_series_say),
      cmocka_unit_test(public_cost_is_all_that_levers_make_a_town_pay),
      cmocka_unit_test(what_is_committed_falls_due),
      cmocka_unit_test(firms_and_the_rest_share_the_market),
      cmocka_unit_test(the_rest_employs_by_its_sales_alone),
      cmocka_unit_test(published_costs_say_what_they_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
