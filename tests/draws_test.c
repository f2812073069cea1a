#define _POSIX_C_SOURCE 200809L
/* draws - sets of assumptions: which values are assumptions, that draws are the same for every
 * scenario and spread as their laws say, that more of them leave those before as they are, and that
 * those which are correlated are so and keep their laws. */
#include "support.h"

#include "bellwether/study/draws.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t index_of(const struct draws *draws, const char *name) {
  for (size_t k = 0; k < draws->assumptions.count; k++) {
    if (strcmp(draws->assumptions.list[k].name, name) == 0) return k;
  }
  return draws->assumptions.count;
}
static bool has(const struct draws *draws, const char *name) {
  return index_of(draws, name) < draws->assumptions.count;
}
static void make(struct draws *draws, const struct scenario *scenarios, size_t count) {
  struct error error = {0};
  if (draws_make(scenarios, count, 7, draws, &error) != STATUS_OK) {
    print_error("%s\n", error.text);
    fail();
  }
}

static void facts_and_choices_are_no_assumptions(void **state) {
  (void)state;
  static const char *const settings[] = {
      "parameters.absorption={value: 0.4, source: \"a panel of makers\"}",
      "parameters.imitation_rate={value: 0.02 1/month, source: \"assumed\"}",
      "parameters.loan_rate={value: 5 %/year, low: 4 %/year, high: 6 %/year}",
      "parameters.link_months={value: 30 months, sd: 10 %}",
      "levers.x={lever: fund_injection, budget: 10 M CNY}",
      NULL};
  struct scenario scenario;
  struct draws draws = {.count = 2, .blocks = 1, .ends = {2}};
  support_load(&scenario, "xianju/baseline", settings);
  make(&draws, &scenario, 1);
  EXPECT(has(&draws, "parameters.inheritance"), "%s", "an assumed preset is an assumption");
  EXPECT(!has(&draws, "parameters.absorption"), "%s", "a fact of a file is none");
  EXPECT(has(&draws, "parameters.imitation_rate"), "%s", "what a file assumes is one");
  EXPECT(!has(&draws, "parameters.vat_rate"), "%s", "a statute is none");
  EXPECT(has(&draws, "parameters.loan_rate"), "%s", "what a file gives a range is one");
  EXPECT(has(&draws, "levers.fund_injection.selection"), "%s", "an effect of a lever is one");
  EXPECT(!has(&draws, "levers.fund_injection.budget"), "%s", "a budget is none");
  EXPECT(has(&draws, "segments.other.growth"), "%s", "an assumed growth of a segment is one");
  EXPECT(has(&draws, "towns.tonglu.industry.implants.sales"), "%s",
         "a rival's assumed sales are one");
  EXPECT(!has(&draws, "towns.xianju.industry.implants.sales"), "%s",
         "a split of a known sum is none");
  for (size_t k = 0; k < draws.assumptions.first[1]; k++) {
    const struct assumed_value *v = &draws.assumptions.values[k];
    const char *name = draws.assumptions.list[v->assumption].name;
    if (strcmp(name, "towns.tonglu.industry.implants.sales") == 0) {
      NEAR(v->prior.low, 50, 1e-9);
      NEAR(v->prior.high, 200, 1e-9);
    } else if (strcmp(name, "parameters.loan_rate") == 0) {
      NEAR(v->prior.low, 0.04, 1e-12);
      NEAR(v->prior.high, 0.06, 1e-12);
    } else if (strcmp(name, "parameters.imitation_rate") == 0) {
      NEAR(v->prior.low, 0.01, 1e-9); /* about its own value: half and twice of .02 */
      NEAR(v->prior.high, 0.04, 1e-9);
    } else if (strcmp(name, "parameters.link_months") == 0) {
      NEAR(log(v->prior.high / 30), 1.6448536 * sqrt(log1p(0.01)), 1e-6);
    }
  }
  draws_free(&draws);
  scenario_free(&scenario);
}

static bool goes_with_one_before(const struct assumptions *assumptions, size_t assumption) {
  double matrix[4];
  bool any = false;
  for (size_t k = 0; k < assumption; k++) {
    any |= assumptions_correlation(assumptions, (size_t[]){k, assumption}, 2, matrix);
  }
  return any;
}

static void each_stratum_is_drawn_once_and_more_change_nothing(void **state) {
  (void)state;
  struct scenario scenario;
  struct draws few = {.count = 101, .blocks = 1, .ends = {101}};
  struct draws more = {.count = 151, .blocks = 2, .ends = {101, 151}};
  support_load(&scenario, "xianju/baseline", NULL);
  make(&few, &scenario, 1);
  make(&more, &scenario, 1);
  const size_t count = few.assumptions.count;
  EXPECT(count > DRAWS_SOBOL_MOST, "%zu assumptions", count);
  assert_int_equal(more.assumptions.count, count);
  size_t bound = 0;
  for (size_t k = 0; k < count; k++) {
    /* What goes with others before it is bound to them: its strata are left to chance. */
    if (goes_with_one_before(&few.assumptions, k)) {
      bound++;
      continue;
    }
    unsigned char seen[100] = {0}, seen_later[50] = {0};
    for (uint32_t d = 1; d < 151; d++) {
      const double u = more.shares[d * count + k];
      EXPECT(u > 0 && u < 1, "%g", u);
      if (d < 101) {
        seen[(int)(u * 100)]++;
        assert_true(memcmp(&u, &few.shares[d * count + k], sizeof u) == 0);
      } else {
        seen_later[(int)(u * 50)]++;
      }
    }
    for (int s = 0; s < 100; s++) assert_int_equal(seen[s], 1);
    for (int s = 0; s < 50; s++) assert_int_equal(seen_later[s], 1);
  }
  /* Assumptions are independent: of 100 draws a correlation has standard deviation .1. */
  double squares = 0, matrix[4];
  size_t pairs = 0;
  EXPECT(bound > 50 && bound < count / 2, "%zu of %zu go with others", bound, count);
  for (size_t k = 1; k < count; k++) {
    if (assumptions_correlation(&more.assumptions, (size_t[]){k - 1, k}, 2, matrix)) continue;
    pairs++;
    const double r = gsl_stats_correlation(more.shares + count + k - 1, count,
                                           more.shares + count + k, count, 100);
    squares += r * r;
  }
  NEAR(sqrt(squares / (double)pairs), 0.1, 0.02);
  draws_free(&few);
  draws_free(&more);
  scenario_free(&scenario);
}

static void scenarios_share_their_assumptions(void **state) {
  (void)state;
  struct scenario scenarios[2], out[2];
  struct draws draws = {.count = 11, .blocks = 1, .ends = {11}};
  struct draws alone = {.count = 11, .blocks = 1, .ends = {11}};
  struct error error;
  support_load(&scenarios[0], "xianju/baseline", NULL);
  support_load(&scenarios[1], "cards/lead-sheep", NULL);
  make(&draws, scenarios, 2);
  make(&alone, scenarios, 1);
  /* A further scenario brings assumptions, and changes no draw of the others. */
  EXPECT(draws.assumptions.count > alone.assumptions.count, "%s", "no lever's");
  const size_t a = index_of(&draws, "parameters.inheritance");
  const size_t b = index_of(&alone, "parameters.inheritance");
  for (uint32_t d = 1; d < 11; d++) {
    const double u = draws.shares[d * draws.assumptions.count + a];
    NEAR(u, alone.shares[d * alone.assumptions.count + b], 0);
    for (size_t s = 0; s < 2; s++) {
      assert_int_equal(draws_apply(&draws, s, d, &scenarios[s], &out[s], &error), STATUS_OK);
    }
    NEAR(out[0].params.inheritance, out[1].params.inheritance, 0);
    EXPECT(fabs(out[0].params.inheritance - scenarios[0].params.inheritance) > 1e-12, "draw %u", d);
    EXPECT(out[0].params.reach_unrelated <= out[0].params.reach_related, "draw %u", d);
    EXPECT(out[0].params.innovation_process + out[0].params.innovation_product <= 1 + 1e-12,
           "draw %u", d);
    EXPECT(out[0].params.wage_technician <= out[0].params.wage_graduate, "draw %u", d);
    /* Three flagships are of one kind: what one brings to others, all do. */
    double strength[3];
    int found = 0;
    for (uint32_t l = 0; l < out[1].levers_count; l++) {
      struct lever_lead_sheep lead;
      if (out[1].levers[l].kind != LEVER_lead_sheep) continue;
      memcpy(&lead, out[1].levers[l].values, sizeof lead);
      strength[found++] = lead.strength;
    }
    assert_int_equal(found, 3);
    NEAR(strength[1], strength[0], 0);
    NEAR(strength[2], strength[0], 0);
    for (size_t s = 0; s < 2; s++) draws_release(&out[s]);
  }
  assert_int_equal(draws_apply(&draws, 1, 0, &scenarios[1], &out[1], &error), STATUS_OK);
  assert_memory_equal(&out[1].params, &scenarios[1].params, sizeof out[1].params);
  draws_release(&out[1]);
  draws_free(&draws);
  draws_free(&alone);
  for (int s = 0; s < 2; s++) scenario_free(&scenarios[s]);
}

static void draws_have_the_law_of_their_prior(void **state) {
  (void)state;
  struct scenario scenario, out;
  struct draws draws = {.count = 401, .blocks = 1, .ends = {401}};
  struct error error;
  support_load(&scenario, "xianju/baseline", NULL);
  make(&draws, &scenario, 1);
  size_t below = 0, above = 0;
  const struct prior *prior = NULL;
  for (size_t i = 0; i < tables_params_count; i++) {
    if (strcmp(tables_params[i].name, "inheritance") == 0) prior = &tables_params[i].prior;
  }
  for (uint32_t d = 1; d < 401; d++) {
    assert_int_equal(draws_apply(&draws, 0, d, &scenario, &out, &error), STATUS_OK);
    below += out.params.inheritance < prior->low;
    above += out.params.inheritance > prior->high;
    draws_release(&out);
  }
  assert_int_equal(below, 20); /* of 400 strata exactly a twentieth on either side */
  assert_int_equal(above, 20);
  draws_free(&draws);
  scenario_free(&scenario);
}

static uint32_t town_of(const struct scenario *scenario, const char *name) {
  uint32_t town = 0;
  while (strcmp(scenario->town_names[town], name) != 0) town++;
  return town;
}

/* Facts of a town's parks and of what stands in them vary where a file says how uncertain they are,
 * and stay such that firms can be. */
static void facts_with_a_range_vary_in_parks_and_industry(void **state) {
  (void)state;
#define CONSUMABLES_OF(park) "towns.xianju" park ".industry.consumables."
  static const char *const settings[] = {
      "towns.xianju.industry.consumables={sales: {value: 115 M CNY, low: 100 M CNY, high: 130 M "
      "CNY}, firms: {value: 6, low: 1, high: 12}, certificates: 6, staff: 190}",
      "towns.xianju.land={value: 1605 mu, sd: 10 %}",
      "correlations.s={between: [towns.xianju.land, " CONSUMABLES_OF("") "sales], rho: 0.9}", NULL};
  struct scenario scenario, out;
  struct draws draws = {.count = 201, .blocks = 1, .ends = {201}};
  struct error error;
  support_load(&scenario, "xianju/baseline", settings);
  make(&draws, &scenario, 1);
  EXPECT(has(&draws, CONSUMABLES_OF("") "sales"), "%s", "sales are a fact");
  EXPECT(!has(&draws, CONSUMABLES_OF("") "staff"), "%s", "staff is none");
  const uint32_t park = scenario.first_park[town_of(&scenario, "xianju")];
  const struct industry_facts *before = &scenario.industry[park * scenario.segments_count];
  size_t below = 0, above = 0, more_firms = 0;
  double land = 0, square = 0;
  for (uint32_t d = 1; d < draws.count; d++) {
    assert_int_equal(draws_apply(&draws, 0, d, &scenario, &out, &error), STATUS_OK);
    const struct industry_facts *facts = &out.industry[park * out.segments_count];
    below += facts->sales < 100;
    above += facts->sales > 130;
    more_firms += facts->firms > 6;
    EXPECT(facts->firms >= 1 && facts->firms <= floor(facts->firms), "%g firms", facts->firms);
    EXPECT(facts->certificates >= facts->firms && facts->staff >= 190, "%g firms", facts->firms);
    land += out.parks[park].land / 200;
    square += pow(out.parks[park].land - 1605, 2) / 200;
    draws_release(&out);
  }
  /* Land and sales are correlated, so that one of them has its strata by chance: sd 3 of 10. */
  EXPECT(below >= 1 && below <= 22 && above >= 1 && above <= 22, "%zu, %zu", below, above);
  EXPECT(more_firms > 30 && more_firms < 50, "%zu", more_firms); /* a fifth lies above 6.5 */
  NEAR(land, 1605, 25);
  NEAR(sqrt(square), 160.5, 25);
  NEAR(before->sales, 115, 0);
  draws_free(&draws);
  scenario_free(&scenario);
}

#define CORRELATED 2000 /* draws: a correlation r of them has standard deviation (1 - r^2) / 45 */

/* They are in no correlation of the tables. */
#define RATE                 "parameters.research_elasticity"
#define COPY                 "parameters.research_reference"
#define RETURNS              "parameters.research_returns"
#define RELATED              "parameters.reach_distance"
#define SAY(name, a, b, rho) "correlations." name "={between: [" a ", " b "], rho: " rho "}"

/* The shares of one assumption over the draws, or their normal scores. */
static void column_of(const struct draws *draws, const char *name, bool scores, double *out) {
  const size_t k = index_of(draws, name), count = draws->assumptions.count;
  EXPECT(k < count, "%s is no assumption", name);
  for (uint32_t d = 1; d < draws->count; d++) {
    const double u = draws->shares[d * count + k];
    out[d - 1] = scores ? gsl_cdf_ugaussian_Pinv(u) : u;
  }
}

static double correlation_of(const struct draws *draws, const char *a, const char *b) {
  static double x[CORRELATED], y[CORRELATED];
  column_of(draws, a, true, x);
  column_of(draws, b, true, y);
  return gsl_stats_correlation(x, 1, y, 1, draws->count - 1);
}

/* Kolmogorov and Smirnov's distance from the uniform law. */
static double distance_from_uniform(const struct draws *draws, const char *name) {
  static double u[CORRELATED];
  double most = 0;
  column_of(draws, name, false, u);
  gsl_sort(u, 1, CORRELATED);
  for (size_t k = 0; k < CORRELATED; k++) {
    most = fmax(most, fmax(u[k] - (double)k / CORRELATED, (double)(k + 1) / CORRELATED - u[k]));
  }
  return most;
}

static void declared_correlations_bind_what_they_name_and_nothing_else(void **state) {
  (void)state;
  static const char *const settings[] = {SAY("a", RATE, COPY, "0.6"),
                                         SAY("b", COPY, RETURNS, "-50 %"), NULL};
  static const char *const names[] = {RATE, COPY, RETURNS};
  static double x[CORRELATED], y[CORRELATED], room[2 * CORRELATED];
  struct scenario bound, free_one;
  struct draws draws = {.count = CORRELATED + 1, .blocks = 1, .ends = {CORRELATED + 1}};
  struct draws independent = draws;
  support_load(&bound, "xianju/baseline", settings);
  support_load(&free_one, "xianju/baseline", NULL);
  make(&draws, &bound, 1);
  make(&independent, &free_one, 1);
  const size_t count = draws.assumptions.count;
  assert_int_equal(independent.assumptions.count, count);
  assert_int_equal(draws.assumptions.correlated, independent.assumptions.correlated + 3);
  /* Four standard deviations of each. */
  NEAR(correlation_of(&draws, RATE, COPY), 0.6, 4 * 0.64 / 44.7);
  NEAR(correlation_of(&draws, COPY, RETURNS), -0.5, 4 * 0.75 / 44.7);
  NEAR(correlation_of(&draws, RATE, RETURNS), 0, 4 / 44.7);
  NEAR(correlation_of(&independent, RATE, COPY), 0, 4 / 44.7);
  /* Spearman's, of shares as of values, which rise with them. */
  column_of(&draws, COPY, false, x);
  column_of(&draws, RATE, false, y);
  NEAR(gsl_stats_spearman(x, 1, y, 1, CORRELATED, room), 6 / acos(-1) * asin(0.3), 4 * 0.7 / 44.7);
  for (size_t k = 0; k < 3; k++) {
    /* Beyond 1.95 / sqrt(n) lies one sample of a uniform law in a thousand. */
    EXPECT(distance_from_uniform(&draws, names[k]) < 1.95 / 44.7, "%s: %g", names[k],
           distance_from_uniform(&draws, names[k]));
    NEAR(correlation_of(&draws, names[k], RELATED), 0, 4 / 44.7);
  }
  size_t changed = 0;
  for (size_t k = 0; k < count; k++) {
    for (uint32_t d = 1; d <= CORRELATED; d++) {
      const size_t at = d * count + k;
      if (memcmp(&draws.shares[at], &independent.shares[at], sizeof(double)) == 0) continue;
      changed++;
      const char *name = draws.assumptions.list[k].name;
      EXPECT(strcmp(name, COPY) == 0 || strcmp(name, RETURNS) == 0, "%s has moved", name);
    }
  }
  assert_int_equal(changed, 2 * CORRELATED); /* the first of them keeps its own */
  draws_free(&draws);
  draws_free(&independent);
  scenario_free(&bound);
  scenario_free(&free_one);
}

static void a_copula_has_its_closed_form_and_its_matrix(void **state) {
  (void)state;
  static const char *const settings[] = {SAY("a", COPY, RATE, "0.6"), NULL};
  struct scenario scenario;
  struct draws draws = {.count = 2, .blocks = 1, .ends = {2}};
  support_load(&scenario, "xianju/baseline", settings);
  make(&draws, &scenario, 1);
  const struct assumptions *assumptions = &draws.assumptions;
  const size_t which[] = {index_of(&draws, RELATED), index_of(&draws, COPY),
                          index_of(&draws, RATE)};
  double matrix[9];
  EXPECT(assumptions_correlation(assumptions, which, 3, matrix), "%s", "none is correlated");
  for (size_t i = 0; i < 3; i++) {
    for (size_t j = 0; j < 3; j++) {
      NEAR(matrix[3 * i + j], i == j ? 1 : i > 0 && j > 0 ? 0.6 : 0, 0);
    }
  }
  EXPECT(!assumptions_correlation(assumptions, which, 2, matrix), "%s", "one alone is correlated");
  double *u = &draws.shares[assumptions->count];
  for (size_t k = 0; k < assumptions->count; k++) u[k] = 0.3;
  u[which[2]] = gsl_cdf_ugaussian_P(1.5); /* the first of them: z stays 1.5 */
  u[which[1]] = gsl_cdf_ugaussian_P(-1);
  assumptions_correlate(assumptions, u);
  NEAR(gsl_cdf_ugaussian_Pinv(u[which[2]]), 1.5, 1e-12);
  NEAR(gsl_cdf_ugaussian_Pinv(u[which[1]]), 0.6 * 1.5 - 0.8, 1e-12);
  NEAR(u[which[0]], 0.3, 0);
  draws_free(&draws);
  scenario_free(&scenario);
}

/* Two scenarios with a setting each, so that their assumptions cannot be one set. */
static void refuse_together(const char *first, const char *second, const char *const *said,
                            size_t count) {
  const char *const settings[2][2] = {{first, NULL}, {second, NULL}};
  struct scenario scenarios[2];
  struct draws draws = {.count = 3, .blocks = 1, .ends = {3}};
  struct error error = {0};
  support_load(&scenarios[0], "xianju/baseline", settings[0]);
  support_load(&scenarios[1], "cards/fund", settings[1]);
  assert_int_equal(draws_make(scenarios, 2, 7, &draws, &error), STATUS_SCENARIO);
  for (size_t k = 0; k < count; k++) {
    EXPECT(strstr(error.text, said[k]) != NULL, "'%s' is not in: %s", said[k], error.text);
  }
  for (int s = 0; s < 2; s++) scenario_free(&scenarios[s]);
}

static void correlations_of_scenarios_that_are_run_together_are_one_set(void **state) {
  (void)state;
  static const char *const both[] = {RATE, COPY, "0.6", "0.5", "xianju/baseline", "cards/fund"};
  refuse_together(SAY("a", RATE, COPY, "0.6"), SAY("b", COPY, RATE, "0.5"), both, 6);
  static const char *const triple[] = {"positive definite", RATE,         COPY,  RETURNS,
                                       "xianju/baseline",   "cards/fund", "-0.7"};
  refuse_together("correlations={a: {between: [" RATE ", " COPY "], rho: 0.7}, b: {between: [" RATE
                  ", " RETURNS "], rho: 0.7}}",
                  SAY("c", RETURNS, COPY, "-0.7"), triple, 7);
  /* Those that agree, and those of different scenarios, are all there, whoever comes first. */
  static const char *const settings[2][4] = {
      {SAY("a", RATE, COPY, "0.6"), NULL},
      {SAY("x", COPY, RATE, "0.6"), SAY("y", RATE, "levers.fund.selection", "0.3"), NULL}};
  struct scenario scenarios[2];
  struct draws draws = {.count = 3, .blocks = 1, .ends = {3}}, plain = draws;
  for (int k = 0; k < 2; k++) {
    support_load(&scenarios[0], "xianju/baseline", k ? settings[0] : NULL);
    support_load(&scenarios[1], "cards/fund", k ? settings[1] : NULL);
    make(k ? &draws : &plain, scenarios, 2);
    if (k == 0)
      for (int s = 0; s < 2; s++) scenario_free(&scenarios[s]);
  }
  assert_int_equal(draws.assumptions.correlated, plain.assumptions.correlated + 3);
  draws_free(&plain);
  const size_t which[] = {index_of(&draws, RATE),
                          index_of(&draws, "levers.fund_injection.selection")};
  double matrix[4];
  EXPECT(assumptions_correlation(&draws.assumptions, which, 2, matrix), "%s", "not by its kind");
  NEAR(matrix[1], 0.3, 0);
  draws_free(&draws);
  for (int s = 0; s < 2; s++) scenario_free(&scenarios[s]);
}

/* Names of all that the tables could make an assumption, of a segment, town and lever each. */
static size_t name_all(char (*names)[SCENARIO_PATH], size_t most) {
  size_t count = 0;
#define NAME_ALL(prefix, fields, fields_count)                                                     \
  for (size_t f = 0; f < (fields_count) && count < most; f++) {                                    \
    snprintf(names[count++], SCENARIO_PATH, "%s.%s", prefix, (fields)[f].name);                    \
  }
  NAME_ALL("parameters", tables_params, tables_params_count)
  NAME_ALL("segments.it", tables_segments, tables_segments_count)
  NAME_ALL("towns.it", tables_towns, tables_towns_count)
  NAME_ALL("towns.it.industry.it", tables_industry, tables_industry_count)
  for (int k = 0; k < LEVER_COUNT; k++) {
    char prefix[80];
    snprintf(prefix, sizeof prefix, "levers.%s", tables_levers[k].name);
    NAME_ALL(prefix, tables_levers[k].fields, tables_levers[k].fields_count)
  }
  return count;
}

static void nothing_goes_with_others_twice_and_no_pattern_is_idle(void **state) {
  (void)state;
  static char names[1000][SCENARIO_PATH];
  const size_t count = name_all(names, 1000);
  EXPECT(count > 300 && count < 1000, "%zu", count);
  for (size_t k = 0; k < count; k++) {
    size_t rows = 0;
    for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
      rows += tables_correlation_sign(&tables_correlations[row], names[k]) != 0;
    }
    EXPECT(rows <= 1, "%s is in %zu correlations", names[k], rows);
  }
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    char members[512], *rest = NULL;
    const double rho = tables_correlations[row].rho;
    EXPECT(rho > 0 && rho < 1, "%s: %g", tables_correlations[row].name, rho);
    snprintf(members, sizeof members, "%s", tables_correlations[row].members);
    for (char *one = strtok_r(members, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
      const struct correlation_row alone = {.members = one};
      size_t found = 0;
      for (size_t k = 0; k < count; k++) found += tables_correlation_sign(&alone, names[k]) != 0;
      EXPECT(found > 0, "%s is no assumption", one);
    }
  }
}

/* Four standard deviations either way. */
static void expect_correlation(const struct draws *draws, const char *a, const char *b,
                               double rho) {
  const double sd = (1 - rho * rho) / 44.7, found = correlation_of(draws, a, b);
  EXPECT(fabs(found - rho) < 4 * sd, "%s and %s: %g, not %g", a, b, found, rho);
}

#define LATER(segment)      "segments." segment ".growth_later"
#define OF_TOWN(town, fact) "towns." town "." fact

static void the_tables_correlations_bind_every_scenario(void **state) {
  (void)state;
  static const char *const settings[] = {
      "correlations={quits: {rho: 0.2}, exits: {rho: 0}, migration: ~, own: {between: [" LATER(
          "implants") ", " LATER("equipment") "], rho: 0.8}}",
      NULL};
  struct scenario scenario, other;
  struct draws draws = {.count = CORRELATED + 1, .blocks = 1, .ends = {CORRELATED + 1}};
  struct error error;
  support_load(&scenario, "xianju/baseline", settings);
  make(&draws, &scenario, 1);
  /* Its lever is not there: what is left of a pair is bound to nothing. */
  assert_int_equal(assumptions_bound(&draws.assumptions, TABLES_CORRELATION_relatedness), 0);
  assert_int_equal(assumptions_bound(&draws.assumptions, TABLES_CORRELATION_quits), 3);
  expect_correlation(&draws, LATER("consumables"), LATER("implants"), 0.5);
  expect_correlation(&draws, LATER("components"), "parameters.frontier_growth", 0.5);
  expect_correlation(&draws, LATER("components"), "segments.components.growth", 0);
  /* Within a town, with the sign that the table says, and not across towns. */
  expect_correlation(&draws, OF_TOWN("tonglu", "amenity"), OF_TOWN("tonglu", "brand"), 0.5);
  expect_correlation(&draws, OF_TOWN("tonglu", "amenity"), OF_TOWN("tonglu", "local_people"), -0.5);
  expect_correlation(&draws, OF_TOWN("tonglu", "amenity"), OF_TOWN("deqing", "amenity"), 0);
  expect_correlation(&draws, "parameters.imitation_rate", "parameters.absorption", -0.5);
  /* A scenario gives a correlation another rho, takes it away, and says its own of a pair. */
  expect_correlation(&draws, "parameters.quit_technician", "parameters.quit_graduate", 0.2);
  expect_correlation(&draws, "parameters.exit_year_1", "parameters.exit_later", 0);
  expect_correlation(&draws, "parameters.migration_graduate", "parameters.migration_technician", 0);
  expect_correlation(&draws, LATER("implants"), LATER("equipment"), 0.8);
  support_load(&other, "cards/fund", NULL);
  struct draws both = {.count = 2, .blocks = 1, .ends = {2}};
  const struct scenario scenarios[] = {scenario, other};
  assert_int_equal(draws_make(scenarios, 2, 7, &both, &error), STATUS_SCENARIO);
  EXPECT(strstr(error.text, "'exits': rho is 0 in xianju/baseline and 0.7 in cards/fund"), "%s",
         error.text);
  draws_free(&draws);
  scenario_free(&other);
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_goes_with_others_twice_and_no_pattern_is_idle),
      cmocka_unit_test(the_tables_correlations_bind_every_scenario),
      cmocka_unit_test(facts_and_choices_are_no_assumptions),
      cmocka_unit_test(each_stratum_is_drawn_once_and_more_change_nothing),
      cmocka_unit_test(scenarios_share_their_assumptions),
      cmocka_unit_test(draws_have_the_law_of_their_prior),
      cmocka_unit_test(facts_with_a_range_vary_in_parks_and_industry),
      cmocka_unit_test(declared_correlations_bind_what_they_name_and_nothing_else),
      cmocka_unit_test(a_copula_has_its_closed_form_and_its_matrix),
      cmocka_unit_test(correlations_of_scenarios_that_are_run_together_are_one_set),
  };
  return cmocka_run_group_tests_name("draws", tests, NULL, NULL);
}
