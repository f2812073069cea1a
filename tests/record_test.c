#define _POSIX_C_SOURCE 200809L
/* Records: how they are read, what is refused and where, and that what is printed reads back. How
 * they are judged is tested on the command line (cli/records_test.sh). */
#include "bellwether/base/date.h"
#include "bellwether/base/prior.h"
#include "bellwether/scenario/scenario.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/record_test_XXXXXX";

static void write_scenario(const char *text) {
  FILE *file = fopen(path, "w");
  EXPECT(file && fputs(text, file) >= 0, "%s", path);
  EXPECT(fclose(file) == 0, "%s", path);
}

static int make_path(void **state) {
  (void)state;
  const int file = mkstemp(path);
  return file < 0 ? -1 : close(file);
}

static int remove_path(void **state) {
  (void)state;
  return unlink(path);
}

/* Two years from 2020-01 on; the town `here` is focal, `there` and `beyond` are its rivals. The
 * rows of `record` stand from line 13 on. */
static const char base[] =
    "start: 2020-01\n"
    "end: 2021-12\n"
    "segments:\n"
    "  devices: {role: device, class: 2}\n"
    "towns:\n"
    "  here:\n"
    "    focal: yes\n"
    "    platforms: {value: 3, source: \"the yearbook\"}\n"
    "    industry: {devices: {firms: 6, sales: 120 M CNY, certificates: 12}}\n"
    "  there: {x: 100 km, industry: {devices: {firms: 8, sales: 200 M CNY, certificates: 20}}}\n"
    "  beyond: {x: 300 km, industry: {devices: {firms: 8, sales: 200 M CNY, certificates: 20}}}\n"
    "record:\n";

static void write_rows(const char *rows) {
  char text[4096];
  snprintf(text, sizeof text, "%s%s", base, rows);
  write_scenario(text);
}

static void load_rows(const char *rows, struct scenario *scenario) {
  write_rows(rows);
  support_load(scenario, path, NULL);
}

/* The rows bring one complaint, at this line and column, that has these words. */
static void refused(const char *rows, int line, int column, const char *words) {
  struct scenario scenario;
  struct complaints complaints;
  struct error error = {0};
  write_rows(rows);
  const enum status status = scenario_load(path, NULL, 0, &scenario, &complaints, &error);
  EXPECT(status == STATUS_SCENARIO && complaints.count == 1, "%s%zu complaints, %s", rows,
         complaints.count, error.text);
  const struct tree_complaint *said = &complaints.list[0];
  EXPECT(said->place.line == line && said->place.column == column, "%s: %d:%d: %s", rows,
         said->place.line, said->place.column, said->message);
  EXPECT(strstr(said->message, words), "'%s' is not in: %s", words, said->message);
  scenario_free_complaints(&complaints);
}

static bool near(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)); }

static int32_t month(const char *text) {
  int32_t date = 0;
  struct error error;
  EXPECT(date_parse(text, &date, &error) == STATUS_OK, "%s", text);
  return date;
}

static void a_record_has_its_value_its_range_its_months_and_its_source(void **state) {
  (void)state;
  struct scenario scenario;
  load_rows(
      "  ranged: {indicator: device_sales, town: there, month: 2021-03, value: 1.5 亿元, low: 140 "
      "M CNY, high: 1.8 亿元, source: \"a report\", grade: B}\n"
      "  counted: {indicator: firms, month: 2020-02, value: 9家, low: 8, high: 12家, source: x, "
      "grade: C, town: here}\n"
      "  share: {indicator: device_share, year: 2021, value: 36.6 %, source: x, grade: A, town: here}\n",
      &scenario);
  EXPECT(scenario.records_count == 3, "%u", scenario.records_count);
  const struct record *ranged = &scenario.records[0], *counted = &scenario.records[1];
  EXPECT(ranged->indicator == INDICATOR_device_sales && ranged->town == 1 &&
             near(ranged->value, 150) && near(ranged->low, 140) && near(ranged->high, 180),
         "%d of %u: %g in %g..%g", ranged->indicator, ranged->town, ranged->value, ranged->low,
         ranged->high);
  EXPECT(ranged->from == month("2021-03") && ranged->to == ranged->from, "%d", ranged->to);
  EXPECT(ranged->grade == PRIOR_B && strcmp(ranged->source, "a report") == 0, "%s", ranged->source);
  EXPECT(counted->town == 0 && near(counted->value, 9) && near(counted->high, 12), "%u: %g",
         counted->town, counted->value);
  EXPECT(near(scenario.records[2].value, 0.366), "%g", scenario.records[2].value);
  scenario_free(&scenario);
}

static void a_year_is_its_last_month_or_the_mean_of_its_months(void **state) {
  (void)state;
  static const struct {
    const char *indicator, *value;
    bool mean;
  } cases[] = {{"device_sales", "5 M CNY", false}, {"certificates", "5", false},
               {"occupancy", "50 %", false},       {"device_growth", "5 %/year", false},
               {"payroll", "5 M CNY/month", true}, {"hires", "5 1/month", true},
               {"hire_rate", "5 %/month", true},   {"rent", "12 CNY/m2/month", true},
               {"wage", "6000 CNY/month", true}};
  for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
    char row[256];
    struct scenario scenario;
    snprintf(row, sizeof row,
             "  a: {indicator: %s, year: 2021年, value: %s, source: x, grade: A, town: here}\n",
             cases[k].indicator, cases[k].value);
    load_rows(row, &scenario);
    const struct record *record = &scenario.records[0];
    const char *first = cases[k].mean ? "2021-01" : "2021-12";
    EXPECT(record->from == month(first) && record->to == month("2021-12"), "%s: %d to %d",
           cases[k].indicator, record->from, record->to);
    scenario_free(&scenario);
  }
}

static void a_bare_value_is_as_wide_as_its_grade_and_sd_as_its_law(void **state) {
  (void)state;
  struct scenario scenario;
  const char grades[] = "ABCD";
  for (int g = 0; g < 4; g++) {
    char row[256];
    snprintf(
        row, sizeof row,
        "  a: {indicator: profit, year: 2021, value: -20 M CNY, source: x, grade: %c, town: here}\n",
        grades[g]);
    load_rows(row, &scenario);
    const double width = prior_width((enum prior_grade)g);
    EXPECT(near(scenario.records[0].low, -20 * width) &&
               near(scenario.records[0].high, -20 / width),
           "%c: %g..%g", grades[g], scenario.records[0].low, scenario.records[0].high);
    scenario_free(&scenario);
  }
  /* 5 and 95 % of a lognormal law about 100 of standard deviation 6: exp(-+1.6449 x .0599461). */
  load_rows(
      "  a: {indicator: sales, year: 2021, value: 100 M CNY, sd: 6 %, source: x, grade: A, town: here}\n",
      &scenario);
  EXPECT(fabs(scenario.records[0].low - 90.610) < 0.001 &&
             fabs(scenario.records[0].high - 110.363) < 0.001,
         "%g..%g", scenario.records[0].low, scenario.records[0].high);
  scenario_free(&scenario);
  load_rows("  a: {indicator: profit, year: 2021, value: -10 M CNY, sd: 2 M CNY, source: x, grade: "
            "A, town: here}\n",
            &scenario);
  EXPECT(fabs(scenario.records[0].low + 13.2897) < 0.0001 &&
             fabs(scenario.records[0].high + 6.7103) < 0.0001,
         "%g..%g", scenario.records[0].low, scenario.records[0].high);
  scenario_free(&scenario);
}

#define REST ", source: x, grade: A, town: here}\n"
#define AT   "  a: {indicator: sales, year: 2021, value: "

static void what_is_wrong_is_refused_at_its_place(void **state) {
  (void)state;
  refused("  a: {indicator: sale, year: 2021, value: 5 M CNY" REST, 13, 18,
          "'sale' is no indicator; did you mean 'sales'?");
  refused("  a: {indicator: sales, town: hree, year: 2021, value: 5 M CNY, source: x, grade: A}\n",
          13, 31, "'hree' is no town");
  refused(AT "5 km" REST, 13, 44, "value");
  refused(AT "5 M CNY, grade: A, town: here}\n", 13, 6, "source and grade");
  refused(AT "5 M CNY, source: x, town: here}\n", 13, 6, "source and grade");
  refused(AT "5 M CNY, source: x, grade: A}\n", 13, 6, "a record needs indicator, town");
  refused("  a: {indicator: sales, value: 5 M CNY" REST, 13, 6, "month or year");
  refused(AT "5 M CNY, source: \" \", grade: A, town: here}\n", 13, 61, "the source is empty");
  refused(AT "5 M CNY, source: x, grade: E, town: here}\n", 13, 71, "grade = 'E': A measured");
  refused(AT "5 M CNY, low: 6 M CNY, high: 8 M CNY" REST, 13, 44, "lies outside low..high, 6..8");
  refused(AT "5 M CNY, low: 5 M CNY, high: 5 M CNY" REST, 13, 44, "not in order");
  refused(AT "5 M CNY, low: 4 M CNY" REST, 13, 53, "low and high");
  refused(AT "5 M CNY, sd: 6 %, high: 8 M CNY" REST, 13, 53, "or sd alone");
  refused(AT "5 M CNY, sd: -6 %" REST, 13, 57, "sd is above 0");
  refused(AT "0 M CNY" REST, 13, 44, "a value of 0 has no range by its grade: say low and high");
  refused(AT "5 M CNY, about: 3" REST, 13, 53, "'about' is not a key of a record");
  refused("  a: 5 M CNY\n", 13, 6, "a is a map");
}

static void months_must_be_the_scenarios_and_after_the_first(void **state) {
  (void)state;
#define OF(when) "  a: {indicator: sales, " when ", value: 5 M CNY" REST
  refused(OF("month: 2019-12"), 13, 32, "outside the scenario's months 2020-01 to 2021-12");
  refused(OF("month: 2022-01"), 13, 32, "put it into a scenario that has them");
  refused(OF("year: 2022"), 13, 31, "the record is of 2022-12, outside");
  refused(OF("month: 2020-01"), 13, 32, "an input is no record");
  refused(OF("year: 20"), 13, 31, "a year from 1900 to 2999");
  refused(OF("year: 2021, month: 2021-03"), 13, 25, "month and year: a record says one of them");
  refused("  a: {indicator: payroll, year: 2019, value: 5 M CNY/month" REST, 13, 33,
          "2019-01 to 2019-12, outside");
  struct scenario scenario;
  load_rows(OF("month: 2020-02") "  b: {indicator: payroll, year: 2020, value: 5 M CNY/month" REST,
            &scenario);
  EXPECT(scenario.records_count == 2, "%u", scenario.records_count);
  scenario_free(&scenario);
}

static void records_that_contradict_or_repeat_each_other_are_refused(void **state) {
  (void)state;
  static const char first[] = AT "5 M CNY, low: 4 M CNY, high: 6 M CNY" REST;
  static const struct {
    const char *second, *words;
  } cases[] = {
      {"  b: {indicator: sales, month: 2021-12, value: 8 M CNY, low: 7 M CNY, high: 9 M CNY" REST,
       "contradict each other"},
      {"  b: {indicator: sales, month: 2021-12, value: 5 M CNY, low: 4 M CNY, high: 6 M CNY" REST,
       "'b' is 'a' once more"},
      {"  b: {indicator: sales, month: 2021-12, value: 6 M CNY, low: 5 M CNY, high: 7 M CNY" REST,
       NULL},
      {"  b: {indicator: sales, month: 2021-11, value: 8 M CNY, low: 7 M CNY, high: 9 M CNY" REST,
       NULL},
      {"  b: {indicator: sales, year: 2021, value: 8 M CNY, source: x, grade: A, town: there}\n",
       NULL}};
  for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
    char rows[1024];
    struct scenario scenario;
    snprintf(rows, sizeof rows, "%s%s", first, cases[k].second);
    if (cases[k].words) {
      refused(rows, 14, 3, cases[k].words);
      continue;
    }
    load_rows(rows, &scenario);
    EXPECT(scenario.records_count == 2, "%s", cases[k].second);
    scenario_free(&scenario);
  }
}

static void a_fact_of_the_town_is_not_its_record_too(void **state) {
  (void)state;
  struct scenario scenario;
#define PLATFORMS(value, source)                                                                   \
  "  a: {indicator: platforms, year: 2021, value: " value ", source: " source                      \
  ", grade: A, town: here}\n"
  refused(PLATFORMS("3", "the yearbook"), 13, 3, "towns.here.platforms is the same number");
  load_rows(PLATFORMS("4", "the yearbook"), &scenario);
  scenario_free(&scenario);
  load_rows(PLATFORMS("3", "another book"), &scenario);
  scenario_free(&scenario);
}

static void a_town_that_is_observed_with_others_is_warned_of(void **state) {
  (void)state;
  struct scenario scenario;
  load_rows(
      "  a: {indicator: sales, town: there, year: 2021, value: 5 M CNY, source: x, grade: A}\n",
      &scenario);
  EXPECT(scenario.warnings.count == 1 &&
             strstr(scenario.warnings.list[0].message, "nothing is judged by it") &&
             scenario.warnings.list[0].place.line == 13,
         "%zu warnings", scenario.warnings.count);
  EXPECT(!scenario_sees(&scenario, 1) && scenario_sees(&scenario, 0), "%u places",
         scenario.places_count);
  scenario_free(&scenario);

  const char *const asked[] = {"record.a.town=here", "towns.here.focal=no", NULL};
  write_rows(
      "  a: {indicator: sales, town: there, year: 2021, value: 5 M CNY, source: x, grade: A}\n"
      "  b: {indicator: firms, year: 2021, value: 5" REST);
  support_load(&scenario, path, asked);
  EXPECT(scenario.warnings.count == 0, "%zu warnings of what a layer meant",
         scenario.warnings.count);
  scenario_free(&scenario);
}

/* Months that a layer or a setting takes away take their records with them; a record that is laid
 * over the months must lie in them. */
static void layers_may_take_records_away_or_cut_them_off(void **state) {
  (void)state;
  struct scenario scenario;
  struct complaints complaints;
  struct error error = {0};
  write_rows(AT "5 M CNY" REST "  b: {indicator: firms, month: 2020-06, value: 9" REST);
  const char *const cut[] = {"end=2020-12", NULL}, *const none[] = {"record.a=~", NULL};
  const char *const later[] = {"start=2020-06", NULL};
  const char *const beyond[] = {"record.b.month=2022-06"};
  support_load(&scenario, path, cut);
  EXPECT(scenario.records_count == 1 && scenario.records_left_out == 1 &&
             strcmp(scenario.records[0].name, "b") == 0,
         "%u records, %u left out", scenario.records_count, scenario.records_left_out);
  EXPECT(scenario.warnings.count == 0, "%zu warnings of what was meant", scenario.warnings.count);
  scenario_free(&scenario);
  support_load(&scenario, path, later);
  EXPECT(scenario.records_count == 1 && strcmp(scenario.records[0].name, "a") == 0, "%u",
         scenario.records_count);
  scenario_free(&scenario);
  support_load(&scenario, path, none);
  EXPECT(scenario.records_count == 1 && scenario.records_left_out == 0, "%u",
         scenario.records_count);
  scenario_free(&scenario);
  EXPECT(scenario_load(path, beyond, 1, &scenario, &complaints, &error) == STATUS_SCENARIO, "%s",
         "a record beyond the months was taken");
  EXPECT(strstr(complaints.list[0].message, "outside the scenario's months"), "%s",
         complaints.list[0].message);
  scenario_free_complaints(&complaints);
}

static void what_is_printed_reads_back_to_the_same(void **state) {
  (void)state;
  struct scenario scenario, again;
  load_rows(
      "  a: {indicator: payroll, town: here, year: 2021, value: 5 M CNY/month, sd: 7 %, source: \"a: "
      "\\\"b\\\"\", grade: C}\n  b: {indicator: sales, town: there, month: 2020-07, value: 1 亿元, source: 年报, grade: B}\n",
      &scenario);
  for (enum scenario_style style = SCENARIO_BARE; style <= SCENARIO_RECORD; style++) {
    struct text text = {0};
    struct error error = {0};
    EXPECT(scenario_print(&scenario, style, &text, &error) == STATUS_OK, "%s", error.text);
    write_scenario(text.bytes);
    support_load(&again, path, NULL);
    EXPECT(again.records_count == scenario.records_count, "style %d: %u", style,
           again.records_count);
    for (uint32_t r = 0; r < scenario.records_count; r++) {
      const struct record *x = &scenario.records[r], *y = &again.records[r];
      EXPECT(strcmp(x->name, y->name) == 0 && strcmp(x->source, y->source) == 0 &&
                 x->indicator == y->indicator && x->town == y->town && x->from == y->from &&
                 x->to == y->to && x->grade == y->grade,
             "style %d: %s", style, y->name);
      EXPECT(memcmp(&x->value, &y->value, sizeof x->value) == 0 &&
                 memcmp(&x->low, &y->low, sizeof x->low) == 0 &&
                 memcmp(&x->high, &y->high, sizeof x->high) == 0,
             "style %d: %s: %.17g in %.17g..%.17g", style, y->name, y->value, y->low, y->high);
    }
    scenario_free(&again);
    text_free(&text);
  }
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_record_has_its_value_its_range_its_months_and_its_source),
      cmocka_unit_test(a_year_is_its_last_month_or_the_mean_of_its_months),
      cmocka_unit_test(a_bare_value_is_as_wide_as_its_grade_and_sd_as_its_law),
      cmocka_unit_test(what_is_wrong_is_refused_at_its_place),
      cmocka_unit_test(months_must_be_the_scenarios_and_after_the_first),
      cmocka_unit_test(records_that_contradict_or_repeat_each_other_are_refused),
      cmocka_unit_test(a_fact_of_the_town_is_not_its_record_too),
      cmocka_unit_test(a_town_that_is_observed_with_others_is_warned_of),
      cmocka_unit_test(layers_may_take_records_away_or_cut_them_off),
      cmocka_unit_test(what_is_printed_reads_back_to_the_same),
  };
  return cmocka_run_group_tests(tests, make_path, remove_path);
}
