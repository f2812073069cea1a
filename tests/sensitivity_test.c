/* Designs of assumptions, and what is told of outcomes that are known functions of them. */
#include "support.h"

#include "bellwether/study/sensitivity.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

/* Three assumptions that stand for Ishigami's inputs, and one that does nothing. */
static const char *const names[] = {"parameters.absorption", "parameters.exit_year_3",
                                    "parameters.wage_vacancy", "parameters.search_idle"};

struct bench {
  struct scenario scenario;
  struct ensemble ensemble;
  struct results results;
  double *values;
};

/* An experiment of this design, not run: its sets are there, and room for outcomes. */
static void set_up_with(struct bench *bench, const char *const *settings, enum design_kind kind,
                        uint32_t size, uint32_t each, const char *const *only, size_t count,
                        const char *const *together, size_t together_count) {
  struct error error = {0};
  *bench = (struct bench){0};
  support_load(&bench->scenario, "xianju/baseline", settings);
  struct ensemble *ensemble = &bench->ensemble;
  *ensemble = (struct ensemble){
      .scenarios_count = 1, .scenarios = &bench->scenario, .seed = 1, .replications_each = each};
  struct draws *draws = &ensemble->draws;
  assert_int_equal(assumptions_list(&bench->scenario, 1, &draws->assumptions, &error), STATUS_OK);
  draws->design.kind = kind;
  draws->design.size = size;
  draws->count = size + 1;
  if (kind != DESIGN_PRIORS) {
    EXPECT(design_group(&draws->design, &draws->assumptions, only, count, together, together_count,
                        &error) == STATUS_OK,
           "%s", error.text);
    draws->count = 1 + (uint32_t)design_sets(&draws->design);
  }
  draws->blocks = 1;
  draws->ends[0] = draws->count;
  EXPECT(draws_make(&bench->scenario, 1, 1, draws, &error) == STATUS_OK, "%s", error.text);
  ensemble->replications = draws->count * each;
  bench->results.replications = ensemble->replications;
  bench->results.numbers = calloc(ensemble->replications, sizeof *bench->results.numbers);
  bench->values = calloc(ensemble->replications, sizeof *bench->values);
  for (uint32_t r = 0; r < ensemble->replications; r++) bench->results.numbers[r] = r;
}

static void set_up(struct bench *bench, enum design_kind kind, uint32_t size, uint32_t each,
                   const char *const *only, size_t count, const char *const *together,
                   size_t together_count) {
  set_up_with(bench, NULL, kind, size, each, only, count, together, together_count);
}

static void take_down(struct bench *bench) {
  free(bench->results.numbers);
  free(bench->values);
  draws_free(&bench->ensemble.draws);
  scenario_free(&bench->scenario);
}

static size_t number_of(const struct bench *bench, const char *name) {
  const struct assumptions *all = &bench->ensemble.draws.assumptions;
  for (size_t k = 0; k < all->count; k++) {
    if (strcmp(all->list[k].name, name) == 0) return k;
  }
  fail_msg("%s is no assumption", name);
  return 0;
}

/* The share of an assumption in a replication's set; 1/2 where it keeps its value. */
static double share(const struct bench *bench, uint32_t r, const char *name) {
  const struct draws *draws = &bench->ensemble.draws;
  const uint32_t draw = r / bench->ensemble.replications_each;
  const double u = draws->shares[draw * draws->assumptions.count + number_of(bench, name)];
  return draw == 0 || isnan(u) ? 0.5 : u;
}

/* Noise of standard deviation `sd`, the same for replications that share their chance. */
static double noise(const struct bench *bench, uint32_t r, double sd) {
  const struct draw_key key = {77, ensemble_chance(&bench->ensemble, r)};
  return draw_normal(draw_uniform(key, DRAW_TEST, 0, 0, 0), 0, sd);
}

/* Ishigami and Homma's function, a = 7, b = .1, of x uniform on -pi..pi. */
static void fill_ishigami(struct bench *bench, double sd) {
  for (uint32_t r = 0; r < bench->ensemble.replications; r++) {
    double x[3];
    for (int i = 0; i < 3; i++) x[i] = PI * (2 * share(bench, r, names[i]) - 1);
    bench->values[r] = sin(x[0]) + 7 * pow(sin(x[1]), 2) + 0.1 * pow(x[2], 4) * sin(x[0]) +
                       noise(bench, r, sd);
  }
}

static void find(const struct bench *bench, struct sensitivity *out) {
  struct error error = {0};
  EXPECT(sensitivity_find(&bench->ensemble, &bench->results, bench->values, 0.95, out, &error) ==
             STATUS_OK,
         "%s", error.text);
}

static const struct sensitivity_row *row_of(const struct bench *bench,
                                            const struct sensitivity *out, const char *name) {
  for (size_t k = 0; k < out->count; k++) {
    if (strcmp(sensitivity_name(&bench->ensemble, &out->rows[k]), name) == 0) return &out->rows[k];
  }
  fail_msg("%s has no row", name);
  return NULL;
}

/* Its variance is 13.8446; noise of the same variance takes half of everything. */
static void sobol_rows_give_the_published_shares_and_those_of_chance(void **state) {
  static const double first[] = {0.3139, 0.4424, 0, 0}, total[] = {0.5576, 0.4424, 0.2437, 0};
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_SOBOL, 2048, 2, names, 4, NULL, 0);
  fill_ishigami(&bench, sqrt(13.8446));
  find(&bench, &out);
  assert_int_equal(out.count, 4);
  assert_int_equal(out.sets, 4096);
  for (int i = 0; i < 4; i++) {
    const struct sensitivity_row *row = row_of(&bench, &out, names[i]);
    NEAR(row->measures[0].value, first[i] / 2, 0.03);
    NEAR(row->measures[1].value, total[i] / 2, 0.03);
    NEAR(row->measures[1].half, total[i] / 2, 0.05);
    EXPECT(row->is_told == (total[i] > 0), "%s", names[i]);
  }
  NEAR(out.chance.value, 0.5, 0.03);
  NEAR(out.interactions, 0.2437 / 2, 0.05);
  EXPECT(out.chance.low < 0.5 && out.chance.high > 0.5, "%g..%g", out.chance.low, out.chance.high);
  sensitivity_free(&out);
  take_down(&bench);
}

static void shapley_sets_give_the_published_shares(void **state) {
  static const double wanted[] = {0.4357, 0.4424, 0.1218};
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_SHAPLEY, 4000, 2, names, 3, NULL, 0);
  fill_ishigami(&bench, sqrt(13.8446));
  find(&bench, &out);
  assert_int_equal(out.count, 3);
  double sum = out.chance.value;
  for (int i = 0; i < 3; i++) {
    const struct sensitivity_measure *m = &row_of(&bench, &out, names[i])->measures[0];
    NEAR(m->value, wanted[i] / 2, 0.08);
    EXPECT(m->low < wanted[i] / 2 && m->high > wanted[i] / 2, "%g..%g", m->low, m->high);
    sum += m->value;
  }
  NEAR(sum, 1, 1e-9);
  sensitivity_free(&out);
  take_down(&bench);
}

/* y = z0 + 2 z1 of normal scores with correlation .5: Var y = 1 + 4 + 2 = 7; the first has
 * b0^2 (1 - r^2 / 2) + r b0 b1 + b1^2 r^2 / 2 of it, as Owen and Prieur (2017) have two inputs. */
static void shapley_effects_heed_declared_correlations(void **state) {
  static const char *const settings[] = {
      "correlations.wages={between: [parameters.absorption, parameters.exit_year_3], rho: 0.5, "
      "source: assumed}",
      NULL};
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up_with(&bench, settings, DESIGN_SHAPLEY, 4000, 1, names, 3, NULL, 0);
  for (uint32_t r = 0; r < bench.ensemble.replications; r++) {
    bench.values[r] = gsl_cdf_ugaussian_Pinv(share(&bench, r, names[0])) +
                      2 * gsl_cdf_ugaussian_Pinv(share(&bench, r, names[1]));
  }
  find(&bench, &out);
  NEAR(row_of(&bench, &out, names[0])->measures[0].value, (1 * 0.875 + 1 + 0.5) / 7, 0.05);
  NEAR(row_of(&bench, &out, names[1])->measures[0].value, (4 * 0.875 + 1 + 0.125) / 7, 0.09);
  NEAR(row_of(&bench, &out, names[2])->measures[0].value, 0, 0.05);
  sensitivity_free(&out);
  take_down(&bench);
}

/* Correlated assumptions are one input, and stay correlated; Shapley effects take each alone. */
static void correlated_assumptions_are_one_input(void **state) {
  static const char *const settings[] = {
      "correlations.wages={between: [parameters.absorption, parameters.exit_year_3], rho: 0.5, "
      "source: assumed}",
      NULL};
  static const char *const together[] = {"parameters.absorption", "parameters.exit_year_3"};
  (void)state;
  struct bench bench;
  struct scenario scenario;
  struct error error = {0};
  struct assumptions all;
  support_load(&scenario, "xianju/baseline", settings);
  assert_int_equal(assumptions_list(&scenario, 1, &all, &error), STATUS_OK);
  for (enum design_kind kind = DESIGN_MORRIS; kind <= DESIGN_SHAPLEY; kind++) {
    struct design design = {.kind = kind, .size = 64};
    assert_int_equal(design_group(&design, &all, together, 2, NULL, 0, &error), STATUS_OK);
    assert_int_equal(design_check(&design, &all, &error), STATUS_OK);
    assert_int_equal(design.groups, kind == DESIGN_SHAPLEY ? 2 : 1);
    assert_string_equal(design.names[0], kind == DESIGN_SHAPLEY ? together[0] : "wages");
    design_free(&design);
  }
  struct design every = {.kind = DESIGN_MORRIS, .size = 64};
  assert_int_equal(design_group(&every, &all, NULL, 0, NULL, 0, &error), STATUS_OK);
  size_t named = 0, members = 0, varied = 0;
  for (size_t g = 0; g < every.groups; g++) {
    size_t of_exits = strcmp(every.names[g], "wages") == 0 || strcmp(every.names[g], "exits") == 0;
    named += of_exits;
    for (size_t k = 0; k < all.count; k++) members += of_exits && every.group[k] == g;
  }
  /* Those of exits, absorption that goes with one of them, imitation that goes with absorption. */
  assert_int_equal(named, 1);
  assert_int_equal(members, 7);
  for (size_t k = 0; k < all.count; k++) varied += every.group[k] < every.groups;
  assert_int_equal(varied, all.count);
  design_free(&every);
  assumptions_free(&all);
  scenario_free(&scenario);
  static const char *const pattern[] = {"parameters.*"};
  set_up_with(&bench, settings, DESIGN_SOBOL, 512, 1, names, 1, pattern, 1);
  double *x = calloc(512, sizeof *x), *y = calloc(512, sizeof *y);
  for (uint32_t row = 0; row < 512; row++) {
    const uint32_t a = 1 + row * (uint32_t)design_line(&bench.ensemble.draws.design);
    x[row] = gsl_cdf_ugaussian_Pinv(share(&bench, a, names[0]));
    y[row] = gsl_cdf_ugaussian_Pinv(share(&bench, a, names[1]));
  }
  NEAR(gsl_stats_correlation(x, 1, y, 1, 512), 0.5, 0.1);
  free(x);
  free(y);
  take_down(&bench);
}

/* Whether an assumption goes with one that moves the outcome: then it tells of it, too. */
static bool goes_with_one(const struct assumptions *all, size_t assumption) {
  double matrix[4];
  bool any = false;
  for (int i = 0; i < 3; i++) {
    const size_t which[] = {assumption, assumptions_find(all, names[i])};
    any |= which[0] != which[1] && assumptions_correlation(all, which, 2, matrix);
  }
  return any;
}

static void draws_of_the_priors_tell_what_moves_the_outcome(void **state) {
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_PRIORS, 2500, 2, NULL, 0, NULL, 0);
  fill_ishigami(&bench, sqrt(13.8446) / 2);
  find(&bench, &out);
  EXPECT(out.count > 200, "%zu", out.count);
  /* Of the means of two replications noise has a ninth. */
  const double rest = 8.0 / 9;
  NEAR(out.chance.value, 1.0 / 9, 0.03);
  NEAR(row_of(&bench, &out, names[0])->measures[0].value, 0.3139 * rest, 0.06);
  NEAR(row_of(&bench, &out, names[1])->measures[0].value, 0.4424 * rest, 0.06);
  EXPECT(row_of(&bench, &out, names[1])->is_told && row_of(&bench, &out, names[0])->is_told, " ");
  /* It leaves the mean alone, and moves the spread: PAWN alone sees it, among the first. */
  const struct sensitivity_row *third = row_of(&bench, &out, names[2]);
  size_t told = 0, before = 0;
  const struct assumptions *all = &bench.ensemble.draws.assumptions;
  for (size_t k = 0; k < out.count; k++) {
    if (goes_with_one(all, out.rows[k].input)) continue;
    told += out.rows[k].is_told;
    before += out.rows[k].measures[1].value > third->measures[1].value;
  }
  EXPECT(before < 6, "%zu of %zu lie before it", before, out.count);
  NEAR(third->measures[0].value, 0, 0.03);
  EXPECT(told < 5, "%zu of %zu told, two of which and the third do something", told, out.count);
  sensitivity_free(&out);
  take_down(&bench);
}

/* y = 3 u0 - 2 u1 + noise: effects over the whole prior are 3 and -2, whatever the step. */
static void fill_linear(struct bench *bench, double sd) {
  for (uint32_t r = 0; r < bench->ensemble.replications; r++) {
    bench->values[r] = 3 * share(bench, r, names[0]) - 2 * share(bench, r, names[1]) +
                       noise(bench, r, sd);
  }
}

static void elementary_effects_are_free_of_the_chance_they_share(void **state) {
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_MORRIS, 200, 1, names, 4, NULL, 0);
  fill_linear(&bench, 5);
  find(&bench, &out);
  assert_int_equal(out.lines, 200);
  assert_int_equal(out.half, 100);
  const struct sensitivity_row *up = row_of(&bench, &out, names[0]);
  const struct sensitivity_row *down = row_of(&bench, &out, names[1]);
  const struct sensitivity_row *nothing = row_of(&bench, &out, names[3]);
  NEAR(up->measures[0].value, 3, 1e-9);
  NEAR(up->measures[1].value, 3, 1e-9);
  NEAR(down->measures[0].value, 2, 1e-9);
  NEAR(down->measures[1].value, -2, 1e-9);
  NEAR(down->measures[2].value, 0, 1e-9);
  NEAR(nothing->measures[0].value, 0, 1e-9);
  EXPECT(up->is_told && !nothing->is_told, " ");
  assert_ptr_equal(up, &out.rows[0]);
  /* Chance alone: E |e' - e| = sd sqrt(4 / pi), times E 1 / |step|. */
  NEAR(out.chance.value, 5 * sqrt(4 / PI) * (4 * log(3) - 2), 1.5);
  /* The fifth where it is low has u about .1, that where it is high .9; the other about 1/2. */
  NEAR(up->at_high - up->at_low, 3 * 0.8, 2.5);
  sensitivity_free(&out);
  take_down(&bench);
}

/* What no assumption moves, and chance does, is told from what is constant. */
static void an_outcome_of_chance_alone_is_no_constant(void **state) {
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_MORRIS, 20, 1, names, 4, NULL, 0);
  for (uint32_t r = 0; r < bench.ensemble.replications; r++) bench.values[r] = noise(&bench, r, 5);
  find(&bench, &out);
  EXPECT(out.chance.value > 1, "%g", out.chance.value);
  for (size_t k = 0; k < out.count; k++) {
    NEAR(out.rows[k].measures[0].value, 0, 1e-12);
    EXPECT(!out.rows[k].is_told, "%zu", k);
  }
  sensitivity_free(&out);
  take_down(&bench);
}

static void a_group_moves_as_one(void **state) {
  static const char *const together[] = {"parameters.*"};
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_SOBOL, 512, 2, names, 1, together, 1);
  assert_int_equal(bench.ensemble.draws.design.groups, 1);
  take_down(&bench);
  set_up(&bench, DESIGN_SOBOL, 2048, 2, names, 1, together, 0);
  fill_linear(&bench, 0);
  assert_int_equal(bench.ensemble.draws.design.groups, 1);
  find(&bench, &out);
  NEAR(out.rows[0].measures[0].value, 1, 0.02); /* all others keep their values */
  sensitivity_free(&out);
  take_down(&bench);
  static const char *const wages[] = {"*.exit_year_3", "*.wage_vacancy"};
  set_up(&bench, DESIGN_SOBOL, 2048, 2, names, 1, wages, 2);
  fill_linear(&bench, 0);
  assert_int_equal(bench.ensemble.draws.design.groups, 3);
  find(&bench, &out);
  NEAR(row_of(&bench, &out, names[0])->measures[0].value, 9.0 / 13, 0.03);
  NEAR(row_of(&bench, &out, "*.exit_year_3")->measures[0].value, 4.0 / 13, 0.03);
  sensitivity_free(&out);
  take_down(&bench);
}

/* Of a stopped experiment what is there counts; a failed run leaves out its line alone. */
static void missing_runs_leave_out_their_lines(void **state) {
  (void)state;
  struct bench bench;
  struct sensitivity out;
  set_up(&bench, DESIGN_MORRIS, 20, 1, names, 4, NULL, 0);
  fill_linear(&bench, 0);
  for (uint32_t r = 1 + 10 * 6; r < bench.ensemble.replications; r++) bench.values[r] = NAN;
  bench.values[1 + 3 * 6] = NAN; /* the base of the fourth trajectory */
  find(&bench, &out);
  assert_int_equal(out.lines, 10);
  NEAR(out.rows[0].measures[0].value, 3, 1e-9);
  assert_int_equal(out.sets, 9);
  sensitivity_free(&out);
  for (uint32_t r = 0; r < bench.ensemble.replications; r++) bench.values[r] = 4;
  struct error error = {0};
  assert_int_equal(
      sensitivity_find(&bench.ensemble, &bench.results, bench.values, 0.95, &out, &error),
      STATUS_UNDECIDED);
  EXPECT(strstr(error.text, "same in all runs") != NULL, "%s", error.text);
  take_down(&bench);
}

static void what_no_design_holds_is_refused(void **state) {
  static const char *const unknown[] = {"parameters.absorbtion"};
  (void)state;
  struct scenario scenario;
  struct error error = {0};
  struct assumptions all;
  support_load(&scenario, "xianju/baseline", NULL);
  assert_int_equal(assumptions_list(&scenario, 1, &all, &error), STATUS_OK);
  struct design design = {.kind = DESIGN_SOBOL, .size = 64};
  assert_int_equal(design_group(&design, &all, unknown, 1, NULL, 0, &error), STATUS_USAGE);
  EXPECT(strstr(error.text, "did you mean 'parameters.absorption'") != NULL, "%s", error.text);
  assert_int_equal(design_group(&design, &all, NULL, 0, NULL, 0, &error), STATUS_OK);
  assert_int_equal(design_check(&design, &all, &error), STATUS_USAGE);
  EXPECT(strstr(error.text, "which has 40") != NULL, "%s", error.text);
  design.kind = DESIGN_SHAPLEY;
  assert_int_equal(design_check(&design, &all, &error), STATUS_USAGE);
  design.kind = DESIGN_MORRIS;
  assert_int_equal(design_check(&design, &all, &error), STATUS_OK);
  design.size = 1;
  assert_int_equal(design_check(&design, &all, &error), STATUS_USAGE);
  design_free(&design);
  assumptions_free(&all);
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sobol_rows_give_the_published_shares_and_those_of_chance),
      cmocka_unit_test(shapley_sets_give_the_published_shares),
      cmocka_unit_test(shapley_effects_heed_declared_correlations),
      cmocka_unit_test(correlated_assumptions_are_one_input),
      cmocka_unit_test(draws_of_the_priors_tell_what_moves_the_outcome),
      cmocka_unit_test(elementary_effects_are_free_of_the_chance_they_share),
      cmocka_unit_test(an_outcome_of_chance_alone_is_no_constant),
      cmocka_unit_test(a_group_moves_as_one),
      cmocka_unit_test(missing_runs_leave_out_their_lines),
      cmocka_unit_test(what_no_design_holds_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
