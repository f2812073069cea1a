/* The patterns that judge the model (patterns.def), each gate within its band: as `bellwether
 * validate` finds them. A gate that fails is a finding: its band is never widened for it. */
#include "support.h"

#include "bellwether/study/validate.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

static struct scenario scenarios[VALIDATE_WORLDS];
static struct validation validation;

enum {
  FEW = 2,
  SETS = 4,
  EACH = 2
}; /* replications; sets of assumptions, and of each that is drawn */

static void simulate_sets(uint32_t replications, const struct draws *draws, int threads,
                          struct validation *out) {
  struct error error = {0};
  const struct validate_request request = {.scenarios = {&scenarios[VALIDATE_BASE],
                                                         &scenarios[VALIDATE_ALONE],
                                                         &scenarios[VALIDATE_LED]},
                                           .draws = draws,
                                           .each = EACH,
                                           .replications = replications,
                                           .seed = scenarios[VALIDATE_BASE].seed,
                                           .threads = threads,
                                           .progress = PROGRESS_NONE};
  if (validate_run(&request, out, &error) == STATUS_OK) return;
  print_error("%s\n", error.text);
  fail();
}

static void simulate(uint32_t replications, int threads, struct validation *out) {
  simulate_sets(replications, NULL, threads, out);
}

static int simulate_all(void **state) {
  (void)state;
  for (int k = 0; k < VALIDATE_WORLDS; k++) {
    support_load(&scenarios[k], VALIDATE_SCENARIO, validate_settings[k]);
  }
  simulate(VALIDATE_REPLICATIONS, omp_get_num_procs(), &validation);
  return 0;
}

static int free_all(void **state) {
  (void)state;
  validate_free(&validation);
  for (int k = 0; k < VALIDATE_WORLDS; k++) scenario_free(&scenarios[k]);
  return 0;
}

static void print_pattern(enum pattern k) {
  const struct validate_estimate *e = &validation.estimates[k];
  const struct validate_pattern *pattern = &validate_patterns[k];
  const bool bare = strcmp(pattern->unit, "1") == 0;
  print_message("%s: %.4g [%.4g, %.4g]%s%s, ", pattern->name, e->value, e->low, e->high,
                bare ? "" : " ", bare ? "" : pattern->unit);
  if (pattern->gate) print_message("band %.4g to %.4g: ", pattern->least, pattern->most);
  print_message("%s\n", validate_word(e->verdict));
}

static void judge(enum pattern k) {
  const struct validate_estimate *e = &validation.estimates[k];
  print_pattern(k);
  const double least = validate_patterns[k].least, most = validate_patterns[k].most;
  /* An interval may reach across an edge of the band; the value itself must not. */
  EXPECT((e->verdict == VALIDATE_WITHIN || e->verdict == VALIDATE_UNDECIDED) && e->value >= least &&
             e->value <= most,
         "%s: %g [%g, %g] is outside %g to %g", validate_patterns[k].name, e->value, e->low,
         e->high, least, most);
}

#define GATE(name, unit, least, most, fit, meaning, source)                                        \
  static void name##_is_within_its_band(void **state) {                                            \
    (void)state;                                                                                   \
    judge(PATTERN_##name);                                                                         \
  }
#define SHOWN(name, unit, meaning, source)
#include "bellwether/patterns.def"
#undef GATE
#undef SHOWN

static void what_is_only_shown_is_measured_too(void **state) {
  (void)state;
  for (int k = 0; k < PATTERN_COUNT; k++) {
    if (validate_patterns[k].gate) continue;
    print_pattern((enum pattern)k);
    EXPECT(validation.estimates[k].verdict == VALIDATE_SHOWN, "%s was not measured",
           validate_patterns[k].name);
  }
}

static void a_validation_has_the_same_bits_for_any_number_of_threads(void **state) {
  (void)state;
  for (int threads = 1; threads <= 3; threads += 2) {
    struct validation few;
    simulate(FEW, threads, &few);
    EXPECT(memcmp(few.rows, validation.rows, FEW * sizeof *few.rows) == 0,
           "%d threads give other rows", threads);
    validate_free(&few);
  }
}

static void draw_sets(const struct scenario *of, struct draws *draws) {
  struct error error = {0};
  *draws = (struct draws){.count = SETS, .blocks = 1, .ends = {SETS}};
  if (draws_make(of, VALIDATE_WORLDS, of->seed, draws, &error) == STATUS_OK) return;
  print_error("%s\n", error.text);
  fail();
}

/* top / bottom of the replications of a set, added up here. */
static double value_of(const struct validation *sets, uint32_t draw, int k) {
  const struct validate_row *rows = sets->rows + (draw ? FEW + (draw - 1) * EACH : 0);
  double top = 0, bottom = 0;
  for (int r = 0; r < (draw ? EACH : FEW); r++) {
    if (!isfinite(rows[r].top[k])) continue;
    top += rows[r].top[k];
    bottom += rows[r].bottom[k];
  }
  return bottom > 0 ? top / bottom : NAN;
}

static void sets_of_assumptions_are_measured_one_by_one(void **state) {
  (void)state;
  struct draws draws;
  struct validation sets, again;
  draw_sets(scenarios, &draws);
  simulate_sets(FEW, &draws, 1, &sets);
  simulate_sets(FEW, &draws, 3, &again);
  const size_t rows = FEW + (SETS - 1) * EACH;
  EXPECT(memcmp(sets.rows, again.rows, rows * sizeof *sets.rows) == 0, "%s", "threads change rows");
  EXPECT(memcmp(sets.rows, validation.rows, FEW * sizeof *sets.rows) == 0, "%s",
         "the central set is not what a validation without sets has");
  size_t outside = 0;
  for (int k = 0; k < PATTERN_COUNT; k++) {
    const struct validate_pattern *pattern = &validate_patterns[k];
    uint32_t inside = 0, measured = 0;
    double least = INFINITY, most = -INFINITY;
    for (uint32_t d = 0; d < SETS; d++) {
      const double value = value_of(&sets, d, k);
      NEAR(sets.values[d * PATTERN_COUNT + (size_t)k], value, 1e-12 * fabs(value));
      measured += isfinite(value) ? 1 : 0;
      inside += value >= pattern->least && value <= pattern->most;
      least = fmin(least, value);
      most = fmax(most, value);
      EXPECT(d == 0 || fabs(value - value_of(&sets, 0, k)) > 0, "%s: set %u is the central one",
             pattern->name, d);
    }
    assert_int_equal(sets.sets[k].measured, measured);
    assert_int_equal(sets.sets[k].inside, inside);
    outside += pattern->gate ? measured - inside : 0;
    EXPECT(least <= sets.sets[k].low && sets.sets[k].low < sets.sets[k].high &&
               sets.sets[k].high <= most,
           "%s: %g to %g of %g to %g", pattern->name, sets.sets[k].low, sets.sets[k].high, least,
           most);
  }
  EXPECT(outside > 0 && sets.infeasible == 0, "%zu values outside, %u cannot be", outside,
         sets.infeasible);
  validate_free(&sets);
  validate_free(&again);
  draws_free(&draws);
}

/* Floor that is a fact does not house the staff of some sets: these are counted, and have no value.
 */
static void sets_that_cannot_be_are_counted(void **state) {
  (void)state;
  static const char crowded[] = "towns.xianju.floor=90000 m2";
  struct scenario kept[VALIDATE_WORLDS], tight[VALIDATE_WORLDS];
  struct draws draws;
  struct validation sets;
  for (int k = 0; k < VALIDATE_WORLDS; k++) {
    const char *settings[6] = {crowded};
    for (int i = 0; validate_settings[k][i]; i++) settings[i + 1] = validate_settings[k][i];
    support_load(&tight[k], VALIDATE_SCENARIO, settings);
  }
  memcpy(kept, scenarios, sizeof kept);
  memcpy(scenarios, tight, sizeof tight);
  draw_sets(scenarios, &draws);
  simulate_sets(FEW, &draws, 2, &sets);
  uint32_t without = 0;
  for (uint32_t d = 0; d < SETS; d++) without += isnan(sets.values[d * PATTERN_COUNT]) ? 1 : 0;
  EXPECT(sets.infeasible > 0 && sets.infeasible < SETS - 1 && without == sets.infeasible,
         "%u sets cannot be, %u have no value", sets.infeasible, without);
  assert_int_equal(sets.sets[0].measured, SETS - without);
  EXPECT(strstr(sets.first_infeasible.text, "floor") != NULL, "%s", sets.first_infeasible.text);
  EXPECT(isfinite(sets.estimates[0].value), "%s", "the central set has no value");
  validate_free(&sets);
  draws_free(&draws);
  memcpy(scenarios, kept, sizeof kept);
  for (int k = 0; k < VALIDATE_WORLDS; k++) scenario_free(&tight[k]);
}

/* Nobody of the cohort is lost in the five years in which it is followed. */
static void those_at_risk_are_those_who_lived_to_that_age(void **state) {
  (void)state;
  for (uint32_t r = 0; r < validation.replications; r++) {
    const struct validate_row *row = &validation.rows[r];
    EXPECT(row->at_risk[0] > 0, "replication %u: nobody came", r);
    for (int age = 0; age + 1 < VALIDATE_MONTHS; age++) {
      const double lived = row->at_risk[age] - row->closed[age];
      EXPECT(lived <= row->at_risk[age + 1] && lived >= row->at_risk[age + 1],
             "replication %u: %g lived to %d months, %g were at risk", r, lived, age + 1,
             row->at_risk[age + 1]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define GATE(name, unit, least, most, fit, meaning, source)                                        \
  cmocka_unit_test(name##_is_within_its_band),
#define SHOWN(name, unit, meaning, source)
#include "bellwether/patterns.def"
#undef GATE
#undef SHOWN
      cmocka_unit_test(what_is_only_shown_is_measured_too),
      cmocka_unit_test(those_at_risk_are_those_who_lived_to_that_age),
      cmocka_unit_test(a_validation_has_the_same_bits_for_any_number_of_threads),
      cmocka_unit_test(sets_of_assumptions_are_measured_one_by_one),
      cmocka_unit_test(sets_that_cannot_be_are_counted),
  };
  return cmocka_run_group_tests_name("pattern", tests, simulate_all, free_all);
}
