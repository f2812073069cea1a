/* The patterns that judge the model (patterns.def), each gate within its band: as `bellwether
 * validate` finds them. A gate that fails is a finding: its band is never widened for it. */
#include "support.h"

#include "bellwether/study/validate.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

static struct scenario scenarios[VALIDATE_WORLDS];
static struct validation validation;

static void simulate(uint32_t replications, int threads, struct validation *out) {
  struct error error = {0};
  const struct validate_request request = {.scenarios = {&scenarios[VALIDATE_BASE],
                                                         &scenarios[VALIDATE_ALONE],
                                                         &scenarios[VALIDATE_LED]},
                                           .replications = replications,
                                           .seed = scenarios[VALIDATE_BASE].seed,
                                           .threads = threads,
                                           .progress = PROGRESS_NONE};
  if (validate_run(&request, out, &error) == STATUS_OK) return;
  print_error("%s\n", error.text);
  fail();
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
  enum { FEW = 2 };
  for (int threads = 1; threads <= 3; threads += 2) {
    struct validation few;
    simulate(FEW, threads, &few);
    EXPECT(memcmp(few.rows, validation.rows, FEW * sizeof *few.rows) == 0,
           "%d threads give other rows", threads);
    validate_free(&few);
  }
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
  };
  return cmocka_run_group_tests_name("pattern", tests, simulate_all, free_all);
}
