/* economics - whose gain a programme is, what it costs, and what dominates: on numbers made by
 * hand, whose answer is known. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "support.h"

#include "bellwether/io/results.h"
#include "bellwether/study/pareto.h"

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
    set(&p, 0, PROGRAMMES_DEVICE + measure, 600, 600, 600);
    set(&p, 1, PROGRAMMES_DEVICE + measure, 600 + 620 * k, 600 + 630 * k, 600 + 610 * k);
    set(&p, 1, PROGRAMMES_LEAD + measure, 300 * k, 310 * k, 290 * k);
    set(&p, 1, PROGRAMMES_OTHERS + measure, -200 * k, -210 * k, -190 * k);
    set(&p, 1, PROGRAMMES_REST + measure, -270 * k, -250 * k, -290 * k);
    set(&p, 1, PROGRAMMES_DEVICE_LEADS + measure, 280 * k, 290 * k, 270 * k);
    set(&p, 0, PROGRAMMES_SPIN_OFFS + measure, 50, 50, 50);
    set(&p, 1, PROGRAMMES_SPIN_OFFS + measure, 50 + 20 * k, 50 + 20 * k, 50 + 20 * k);
    set(&p, 1, PROGRAMMES_START_UPS + measure, 30 * k, 30 * k, 30 * k);
    set(&p, 1, PROGRAMMES_ATTRACTED + measure, 200 * k, 200 * k, 200 * k);
    set(&p, 1, PROGRAMMES_RETURNEES + measure, 7 * k, 7 * k, 7 * k);
    set(&p, 1, PROGRAMMES_DEVICE_OTHERS + measure, -210 * k, -210 * k, -210 * k);
    set(&p, 1, PROGRAMMES_DEVICE_REST + measure, -390 * k, -400 * k, -380 * k);
  }
  assert_int_equal(net_find(&p, 0, 1, 0.95, &net, &error), STATUS_OK);
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    static const double wanted[NET_PARTS] = {500, 620, -120, 300, 200, -200, -270, 30, 280,
                                             83,  20,  30,   200, 7,   -210, -390, 20};
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

/* A money row that is no whole number of fen, another in each replication. */
static void set_odd(const struct programmes *p, uint32_t s, int row, double size) {
  set(p, s, row, size / 3, size / 7, size / 11);
}

static double fen(double money) { return rint(money * 1e8); }

static void what_sources_gain_is_the_gain_to_the_last_fen(void **state) {
  (void)state;
  static const int rows[] = {PROGRAMMES_DEVICE_LEADS, PROGRAMMES_SPIN_OFFS,
                             PROGRAMMES_START_UPS,    PROGRAMMES_ATTRACTED,
                             PROGRAMMES_RETURNEES,    PROGRAMMES_DEVICE_OTHERS,
                             PROGRAMMES_DEVICE_REST};
  double values[2][PROGRAMMES_ROWS][N], part[2][N];
  const struct programmes p = two(values);
  for (uint32_t s = 0; s < 2; s++) {
    set_odd(&p, s, PROGRAMMES_DEVICE, s ? 2000.1 : 1600.7);
    for (int k = 0; k < 7; k++) set_odd(&p, s, rows[k], 10.3 * k + 100.9 * s);
  }
  double gain[N] = {0}, sum[N] = {0}, all[N] = {0};
  for (int k = 0; k < NET_SOURCES; k++) {
    for (uint32_t s = 0; s < 2; s++) net_values(&p, s, net_sources[k], NET_SALES, part[s]);
    for (int r = 0; r < N; r++) {
      const double of = part[1][r] - part[0][r];
      if (k < NET_SOURCES_IN_TOWN) sum[r] += fen(of);
      if (net_sources[k] == NET_DEVICE) gain[r] = fen(of);
      if (net_sources[k] == NET_FROM_NATION) all[r] += fen(of);
      else if (k >= NET_SOURCES_IN_TOWN) all[r] -= fen(of);
      EXPECT(fabs(of * 1e8 - fen(of)) < 1e-3, "source %d: %.12g fen", k, of * 1e8);
    }
  }
  for (int r = 0; r < N; r++) {
    EXPECT(fabs(sum[r] - gain[r]) < 0.5, "replication %d: %.0f fen, not %.0f", r, sum[r], gain[r]);
    EXPECT(fabs(all[r]) < 0.5, "replication %d: the nation has %.0f fen more", r, all[r]);
    EXPECT(gain[r] > 1e9, "nothing is gained: %g", gain[r]);
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
  set(&p, 1, PROGRAMMES_BUILT, 70, 90, NAN);
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
  EXPECT(near(cost.built.mean, 80), "%g", cost.built.mean);
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
  struct pareto found[4] = {[1].ranked = true, [2].ranked = true, [3].ranked = true};
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
  assert_int_equal(pareto_find(&p, 0, 1, 0.95, found, &pairs, &error), STATUS_OK);
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
  /* 10, 10, 30: mean 50/3, standard deviation 20/sqrt(3), t(.975; 2) = 4.302653 */
  const struct estimate *e = &found[2].gains[PARETO_DEVICE_SALES];
  EXPECT(near(e->mean, 50.0 / 3), "%.9g", e->mean);
  EXPECT(fabs(e->high - e->mean - 4.30265273 * 20 / 3) < 1e-6, "%.9g", e->high - e->mean);
}

static void what_is_not_ranked_stands_in_no_ones_way(void **state) {
  (void)state;
  double values[4][PROGRAMMES_ROWS][N];
  struct pareto found[4] = {[1].ranked = true, [3].ranked = true};
  struct error error;
  size_t pairs;
  memset(values, 0, sizeof values);
  const struct programmes p = {.scenarios = 4, .replications = N, .values = &values[0][0][0]};
  for (uint32_t s = 1; s < 4; s++) { /* 2 is best, then 3, then 1 */
    const double gain = s == 2 ? 30 : s == 3 ? 20 : 10;
    set(&p, s, PROGRAMMES_DEVICE_SALES, gain, gain, gain);
    set(&p, s, PROGRAMMES_TOWN + NET_JOBS, gain, gain, gain);
    set(&p, s, PROGRAMMES_PAID, 10, 10, 10);
  }
  assert_int_equal(pareto_find(&p, 0, 1, 0.95, found, &pairs, &error), STATUS_OK);
  EXPECT(near(found[3].first[PARETO_DEVICE_SALES], 1), "%g", found[3].first[PARETO_DEVICE_SALES]);
  EXPECT(isnan(found[2].first[PARETO_DEVICE_SALES]), "%g", found[2].first[PARETO_DEVICE_SALES]);
  EXPECT(near(found[2].values[PARETO_JOB_COST], 1.0 / 3), "%g", found[2].values[PARETO_JOB_COST]);
  assert_int_equal(found[1].by, 3);
  assert_int_equal(found[3].by, 3);
  assert_int_equal(found[2].by, 2);
}

/* A resampling of 1, 1, 1, -1 has a mean of 1 in 32 of 100 cases, of 0 and less in 26. */
static void a_ratio_may_have_no_upper_bound(void **state) {
  (void)state;
  const double above[4] = {1, 1, 1, 1}, below[4] = {1, 1, 1, -1};
  struct interval interval;
  struct error error;
  assert_int_equal(
      statistics_ratio(above, below, 4, 0.95, 2000, (struct draw_key){1, 0}, &interval, &error),
      STATUS_OK);
  EXPECT(near(interval.low, 1) && isinf(interval.high), "%g to %g", interval.low, interval.high);
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
                {INDICATOR_device_jobs, 6, 5, 9},     {INDICATOR_device_value_added, 2, 1, 9},
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
              {PROGRAMMES_DEVICE + NET_SALES, 7},
              {PROGRAMMES_DEVICE + NET_JOBS, 5},
              {PROGRAMMES_DEVICE + NET_VALUE_ADDED, 1},
              {PROGRAMMES_LEAD + NET_SALES, 2},
              {PROGRAMMES_LEAD + NET_JOBS, 3},
              {PROGRAMMES_OTHERS + NET_SALES, 200},
              {PROGRAMMES_OTHERS + NET_JOBS, 300},
              {PROGRAMMES_OTHERS + NET_VALUE_ADDED, 50},
              {PROGRAMMES_REST + NET_SALES, 80},
              {PROGRAMMES_REST + NET_JOBS, 50},
              {PROGRAMMES_SPENT, 374},
              {PROGRAMMES_BUILT, 11},
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
  /* Looked at a month earlier, what a budget is held against is that of all months all the same. */
  programmes_free(&p);
  EXPECT(programmes_read(&results, 0, MONTHS - 2, 0.1, &p, &error) == STATUS_OK, "%s", error.text);
  EXPECT(near(programmes_row(&p, 1, PROGRAMMES_SPENT)[1], 374), "%g",
         programmes_row(&p, 1, PROGRAMMES_SPENT)[1]);
  EXPECT(near(programmes_row(&p, 1, PROGRAMMES_BUILT)[1], 11), "%g",
         programmes_row(&p, 1, PROGRAMMES_BUILT)[1]);
  EXPECT(near(programmes_row(&p, 1, PROGRAMMES_PAID)[1], 110), "%g",
         programmes_row(&p, 1, PROGRAMMES_PAID)[1]);
  programmes_free(&p);
  results_close(&results);
  snprintf(path, sizeof path, "%s/results.h5", folder);
  remove(path);
  remove(folder);
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
      cmocka_unit_test(the_nation_gains_what_its_parts_do),
      cmocka_unit_test(what_sources_gain_is_the_gain_to_the_last_fen),
      cmocka_unit_test(a_job_costs_what_each_definition_says),
      cmocka_unit_test(a_budget_is_broken_by_the_mean_and_counted_by_replication),
      cmocka_unit_test(where_no_job_is_gained_a_job_has_no_cost),
      cmocka_unit_test(one_dominates_where_it_is_never_worse_and_once_better),
      cmocka_unit_test(who_is_first_is_counted_by_replication_and_ties_are_split),
      cmocka_unit_test(a_ranking_takes_each_criterion_by_its_own_sign),
      cmocka_unit_test(what_is_not_ranked_stands_in_no_ones_way),
      cmocka_unit_test(a_ratio_may_have_no_upper_bound),
      cmocka_unit_test(a_file_is_read_as_its_series_say),
      cmocka_unit_test(published_costs_say_what_they_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
