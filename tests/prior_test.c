/* prior - what is believed of each value: every row has a law that suits it, no narrower than its
 * grade allows; laws have their points where they say, and closed-form quantiles. */
#include "support.h"

#include "bellwether/base/prior.h"

#include <math.h>
#include <string.h>

static struct field field_of(double preset, double least, double most, struct prior prior) {
  return (struct field){"x", FIELD_REAL, "1", preset, least, most, "", "a value", "a test", prior};
}

static double at(const struct field *field, double u) {
  return prior_quantile(field, &field->prior, field->preset, u);
}

static void each_law_has_its_points(void **state) {
  (void)state;
  static const struct prior priors[] = {
      {PRIOR_UNIFORM, PRIOR_D, 0.2, 0.6, ""},   {PRIOR_LOG_UNIFORM, PRIOR_D, 0.2, 0.6, ""},
      {PRIOR_PERT, PRIOR_D, 0.2, 0.6, ""},      {PRIOR_NORMAL, PRIOR_D, 0.2, 0.6, ""},
      {PRIOR_LOGNORMAL, PRIOR_D, 0.2, 0.6, ""}, {PRIOR_LOGIT_NORMAL, PRIOR_D, 0.2, 0.6, ""}};
  for (size_t k = 0; k < sizeof priors / sizeof priors[0]; k++) {
    const struct field field = field_of(0.3, -100, 100, priors[k]);
    EXPECT(fabs(at(&field, 0.05) - 0.2) < 1e-9, "%s: %.12g", prior_law(priors[k].law),
           at(&field, 0.05));
    EXPECT(fabs(at(&field, 0.95) - 0.6) < 1e-9, "%s: %.12g", prior_law(priors[k].law),
           at(&field, 0.95));
    for (double u = 0.01; u < 0.98; u += 0.01) {
      EXPECT(at(&field, u) < at(&field, u + 0.01), "%s falls at %g", prior_law(priors[k].law), u);
    }
  }
}

static void quantiles_are_those_in_closed_form(void **state) {
  (void)state;
  const struct field even = field_of(1, 0, 10, (struct prior){PRIOR_UNIFORM, PRIOR_D, 1, 2.8, ""});
  NEAR(at(&even, 0.5), 1.9, 1e-12);
  NEAR(at(&even, 0.25), 1.4, 1e-12); /* 0.9 + 0.25 * 2 */
  const struct field logs = field_of(1, 0, 1e6,
                                     (struct prior){PRIOR_LOG_UNIFORM, PRIOR_D, 1, 100, ""});
  NEAR(at(&logs, 0.5), 10, 1e-9);
  const struct field bell = field_of(
      1, -1e6, 1e6, (struct prior){PRIOR_NORMAL, PRIOR_D, -1.644853626951, 1.644853626951, ""});
  NEAR(at(&bell, 0.975), 1.959963984540, 1e-9);
  const struct field half = field_of(
      0, 0, 1e6, (struct prior){PRIOR_NORMAL, PRIOR_D, -1.644853626951, 1.644853626951, ""});
  NEAR(at(&half, 0.5), 0.674489750196, 1e-9); /* the half-normal's median */
  const struct field skewed = field_of(1, 0, 1e6,
                                       (struct prior){PRIOR_LOGNORMAL, PRIOR_D, 0.5, 2, ""});
  NEAR(at(&skewed, 0.5), 1, 1e-12);
  NEAR(at(&skewed, 0.975), exp(log(2) / 1.644853626951 * 1.959963984540), 1e-9);
  const struct field odds = field_of(0.5, 0, 1,
                                     (struct prior){PRIOR_LOGIT_NORMAL, PRIOR_D, 0.2, 0.8, ""});
  NEAR(at(&odds, 0.5), 0.5, 1e-12);
  NEAR(at(&odds, 0.975), 1 / (1 + exp(-log(4) / 1.644853626951 * 1.959963984540)), 1e-9);
  const struct field mode = field_of(0.5, 0, 1,
                                     (struct prior){PRIOR_PERT, PRIOR_D, 0.25, 0.75, ""});
  NEAR(at(&mode, 0.5), 0.5, 1e-9);
  const struct field cut = field_of(1, 0.9, 1.5,
                                    (struct prior){PRIOR_UNIFORM, PRIOR_D, 0.1, 1.9, ""});
  NEAR(at(&cut, 0.001), 0.9, 0);
  NEAR(at(&cut, 0.999), 1.5, 0);
  const struct field known = field_of(3, 0, 10, (struct prior)PRIOR_NONE);
  NEAR(at(&known, 0.9), 3, 0);
}

static void a_prior_moves_with_the_value_that_a_scenario_sets(void **state) {
  (void)state;
  struct field field = field_of(2, 0, 100, (struct prior){PRIOR_LOGNORMAL, PRIOR_D, 1, 4, ""});
  struct prior moved = prior_about(&field, 6);
  NEAR(moved.low, 3, 1e-12);
  NEAR(moved.high, 12, 1e-12);
  field = field_of(0.5, 0, 1, (struct prior){PRIOR_LOGIT_NORMAL, PRIOR_D, 0.2, 0.8, ""});
  moved = prior_about(&field, 0.8); /* odds of 4, a fourth and four times that */
  NEAR(moved.low, 0.5, 1e-12);
  NEAR(moved.high, 16.0 / 17, 1e-12);
  for (int all = 0; all < 2; all++) { /* no odds to move */
    moved = prior_about(&field, all);
    assert_int_equal(moved.law, PRIOR_FIXED);
    NEAR(prior_quantile(&field, &moved, all, 0.3), all, 0);
  }
  field = field_of(0, -5, 5, (struct prior){PRIOR_NORMAL, PRIOR_D, -1, 1, ""});
  moved = prior_about(&field, 0.5);
  NEAR(moved.low, -0.5, 1e-12);
  NEAR(moved.high, 1.5, 1e-12);
  field = field_of(2, 0, 100, (struct prior){PRIOR_LOGNORMAL, PRIOR_D, 1, 4, ""});
  moved = prior_about(&field, 0); /* none of it: no scale to move */
  assert_int_equal(moved.law, PRIOR_FIXED);
  NEAR(prior_quantile(&field, &moved, 0, 0.9), 0, 0);
}

static void points_of_what_has_no_preset_are_factors(void **state) {
  (void)state;
  const struct field sales = field_of(0, 0, 1e9,
                                      (struct prior){PRIOR_LOGNORMAL, PRIOR_D, 0.5, 2, ""});
  const struct prior moved = prior_about(&sales, 300);
  NEAR(moved.low, 150, 1e-9);
  NEAR(moved.high, 600, 1e-9);
  assert_int_equal(prior_about(&sales, 0).law, PRIOR_FIXED);
}

static void a_file_s_own_points_are_checked(void **state) {
  (void)state;
  const struct field share = field_of(0.3, 0, 1, (struct prior)PRIOR_NONE);
  const struct field money = field_of(30, 0, 1000, (struct prior)PRIOR_NONE);
  const struct field any = field_of(0, -5, 5, (struct prior)PRIOR_NONE);
  struct prior prior;
  struct error error;
  assert_int_equal(prior_between(&share, 0.3, 0.2, 0.5, &prior, &error), STATUS_OK);
  assert_int_equal(prior.law, PRIOR_LOGIT_NORMAL);
  assert_int_equal(prior.grade, PRIOR_SAID);
  assert_int_equal(prior_letter(prior.grade), 'S');
  assert_int_equal(prior_between(&money, 30, 20, 50, &prior, &error), STATUS_OK);
  assert_int_equal(prior.law, PRIOR_LOGNORMAL);
  assert_int_equal(prior_between(&any, 0, -1, 1, &prior, &error), STATUS_OK);
  assert_int_equal(prior.law, PRIOR_NORMAL);
  assert_int_equal(prior_between(&money, 30, 50, 20, &prior, &error), STATUS_SCENARIO);
  assert_non_null(strstr(error.text, "not in this order"));
  assert_int_equal(prior_between(&money, 10, 20, 50, &prior, &error), STATUS_SCENARIO);
  assert_int_equal(prior_between(&share, 0.5, 0.2, 1.5, &prior, &error), STATUS_SCENARIO);
  assert_non_null(strstr(error.text, "outside"));
}

/* How far a row's law is from its preset, as a factor either way; the larger of ratios and of what
 * is added per preset, since laws on a line and on logarithms differ. */
static double width(const struct field *field, double point) {
  const double preset = field->preset;
  if (!(fabs(preset) > 0)) return fabs(point) > 0 ? INFINITY : 1;
  if (field->prior.law == PRIOR_LOGIT_NORMAL) {
    const double odds = point / (1 - point) / (preset / (1 - preset));
    return fmax(odds, 1 / odds);
  }
  const double ratio = point / preset;
  if (preset > 0 && point > 0) return fmax(ratio, 1 / ratio);
  if (preset > 0) return INFINITY;  /* of the other sign */
  return exp(fabs(point - preset)); /* log odds and utilities: a difference is a factor */
}

/* All rows that are amiss are told at once. */
static int amiss;
#define CHECK(condition, ...)                                                                      \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      print_error(__VA_ARGS__);                                                                    \
      print_error("\n");                                                                           \
      amiss++;                                                                                     \
    }                                                                                              \
  } while (0)

static void check_row(const char *table, const struct field *field) {
  const struct prior *prior = &field->prior;
  if (prior->law == PRIOR_FIXED) {
    static const char *const reasons[] = {"a_choice", "a_switch", "a_fact",     "statute",
                                          "observed", "one_law",  "resolution", "a_unit"};
    bool known = false;
    for (size_t k = 0; k < sizeof reasons / sizeof reasons[0]; k++) {
      known |= strcmp(prior->why, reasons[k]) == 0;
    }
    CHECK(known, "%s.%s is fixed: '%s'", table, field->name, prior->why);
    return;
  }
  CHECK(prior->low < prior->high, "%s.%s: %g..%g", table, field->name, prior->low, prior->high);
  CHECK(prior->low >= field->least && prior->high <= field->most, "%s.%s: %g..%g is outside", table,
        field->name, prior->low, prior->high);
  CHECK(at(field, 0.001) <= field->preset && field->preset <= at(field, 0.999),
        "%s.%s: %g is not in its own prior", table, field->name, field->preset);
  const double least = prior_width(prior->grade);
  const double points[2] = {prior->low, prior->high}, ends[2] = {field->least, field->most};
  for (int k = 0; k < 2; k++) {
    /* A point may be nearer where the range ends beyond it, as the share of a fund that is 1. */
    const bool at_the_end = fabs(field->preset - ends[k]) < 1e-9 + fabs(points[k] - ends[k]);
    CHECK(width(field, points[k]) > 0.99 * least || at_the_end,
          "%s.%s: %g is nearer to %g than grade %c allows", table, field->name, points[k],
          field->preset, prior_letter(prior->grade));
  }
  const bool guessed = strncmp(field->source, "assumed", 7) == 0;
  CHECK(!guessed || prior->grade >= PRIOR_C, "%s.%s is assumed, and graded %c", table, field->name,
        prior_letter(prior->grade));
}

static void every_row_has_a_law_as_wide_as_its_grade(void **state) {
  (void)state;
  for (size_t i = 0; i < tables_params_count; i++) check_row("parameters", &tables_params[i]);
  for (size_t i = 0; i < tables_segments_count; i++) check_row("segments", &tables_segments[i]);
  for (size_t i = 0; i < tables_towns_count; i++) check_row("towns", &tables_towns[i]);
  for (int k = 0; k < LEVER_COUNT; k++) {
    for (size_t f = 0; f < tables_levers[k].fields_count; f++) {
      check_row(tables_levers[k].name, &tables_levers[k].fields[f]);
    }
  }
  assert_int_equal(amiss, 0);
}

/* Effects that no evidence bounds away from none. */
static void no_effect_is_inside_where_nothing_speaks_against_it(void **state) {
  (void)state;
  static const char *const names[] = {"link_elasticity",  "link_imitation", "link_research",
                                      "platform_access",  "brokerage_rate", "brand_most",
                                      "brand_quality",    "start_up_brand", "location_brand",
                                      "location_service", "taste_service"};
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
    size_t i = 0;
    while (strcmp(tables_params[i].name, names[k]) != 0) i++;
    EXPECT(at(&tables_params[i], 1e-6) < 1e-4 * tables_params[i].preset, "%s: %g", names[k],
           at(&tables_params[i], 1e-6));
  }
  static const struct {
    enum lever_kind kind;
    const char *field;
  } fields[] = {{LEVER_alliance, "pooled"},          {LEVER_plant_mortgage, "attraction"},
                {LEVER_land_mortgage, "attraction"}, {LEVER_liaisons, "response"},
                {LEVER_demand_survey, "known"},      {LEVER_park_linkage, "weight"},
                {LEVER_talent_service, "service"},   {LEVER_outreach, "attraction"},
                {LEVER_appraisal, "effort"},         {LEVER_steering_group, "effort"},
                {LEVER_link_factors, "relatedness"}, {LEVER_shared_equipment, "access"},
                {LEVER_talent_map, "arrivals"},      {LEVER_hometown_return, "weight"},
                {LEVER_one_window, "saved"},         {LEVER_green_channel, "saved"}};
  for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
    const struct lever_row *row = &tables_levers[fields[k].kind];
    size_t f = 0;
    while (strcmp(row->fields[f].name, fields[k].field) != 0) f++;
    EXPECT(at(&row->fields[f], 1e-6) < 1e-4 * row->fields[f].preset, "%s.%s: %g", row->name,
           row->fields[f].name, at(&row->fields[f], 1e-6));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_law_has_its_points),
      cmocka_unit_test(quantiles_are_those_in_closed_form),
      cmocka_unit_test(a_prior_moves_with_the_value_that_a_scenario_sets),
      cmocka_unit_test(points_of_what_has_no_preset_are_factors),
      cmocka_unit_test(a_file_s_own_points_are_checked),
      cmocka_unit_test(every_row_has_a_law_as_wide_as_its_grade),
      cmocka_unit_test(no_effect_is_inside_where_nothing_speaks_against_it),
  };
  return cmocka_run_group_tests_name("prior", tests, NULL, NULL);
}
