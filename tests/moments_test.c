/* The baseline's means over 200 replications against what is known of Xianju in 2022. The values
 * were set by hand to meet these moments; nothing else is fitted. And each place that has records
 * against what scenarios/README.md says that the program gives of them. */
#include "support.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { REPLICATIONS = 200 };

/* Indicators at the end of 2021 and of 2022, one row a replication. */
struct row {
  double sales[2], device_sales[2], signed_projects, producing;
};
enum { WIDTH = sizeof(struct row) / sizeof(double) };

static void read_row(const struct world *world, double *out) {
  struct row row;
  for (int year = 0; year < 2; year++) {
    const int32_t month = 23 + 12 * year;
    row.sales[year] = world_value(world, month, 0, INDICATOR_sales);
    row.device_sales[year] = world_value(world, month, 0, INDICATOR_device_sales);
  }
  row.signed_projects = world_value(world, 35, 0, INDICATOR_projects_signed);
  row.producing = world_value(world, 35, 0, INDICATOR_projects_producing);
  memcpy(out, &row, sizeof row);
}

static struct row mean_row(void) {
  static const char *const brief[] = {"end=2022-12", NULL};
  static double rows[REPLICATIONS][WIDTH];
  double sums[WIDTH] = {0};
  struct scenario scenario;
  struct row mean;
  support_load(&scenario, "xianju/baseline", brief);
  support_replicate(&scenario, REPLICATIONS, WIDTH, &rows[0][0], read_row);
  scenario_free(&scenario);
  for (int r = 0; r < REPLICATIONS; r++) {
    for (int k = 0; k < WIDTH; k++) sums[k] += rows[r][k] / REPLICATIONS;
  }
  memcpy(&mean, sums, sizeof mean);
  return mean;
}

static void the_baseline_meets_the_moments_of_2022(void **state) {
  (void)state;
  const struct row mean = mean_row();
  const double growth = mean.sales[1] / mean.sales[0] - 1;
  const double device_growth = mean.device_sales[1] / mean.device_sales[0] - 1;
  print_message(
      "Xianju 2022, means of %d replications:\n"
      "  town sales    %7.1f M CNY (known 2,325, %+5.1f %%), growth %5.2f %% (known 24.23 %%)\n"
      "  device sales  %7.1f M CNY (known   852, %+5.1f %%), growth %5.2f %% (known 43.05 %%)\n"
      "  projects signed %.1f (known 51), of these producing %.1f (known 19)\n",
      REPLICATIONS, mean.sales[1], 100 * (mean.sales[1] / 2325 - 1), 100 * growth,
      mean.device_sales[1], 100 * (mean.device_sales[1] / 852 - 1), 100 * device_growth,
      mean.signed_projects, mean.producing);
  EXPECT(fabs(mean.sales[1] / 2325 - 1) < 0.06, "town sales");
  EXPECT(fabs(mean.device_sales[1] / 852 - 1) < 0.06, "device sales");
  EXPECT(fabs(growth - 0.2423) < 0.08, "growth of town sales");
  EXPECT(fabs(device_growth - 0.4305) < 0.08, "growth of device sales");
  EXPECT(fabs(mean.signed_projects - 51) < 0.5, "projects signed");
  EXPECT(fabs(mean.producing - 19) < 2, "projects producing");
}

/* A row of the table of records in scenarios/README.md. */
struct told {
  char scenario[64], record[64];
  double value, low, high;         /* of the record */
  double median, p10, p90;         /* by chance */
  double drawn[3];                 /* the same with assumptions */
  char inside[4], drawn_inside[4]; /* "yes" or "no" */
};
enum { PLACE_REPLICATIONS = 40, TOLD_MOST = 64 };
static struct told told[TOLD_MOST];
static uint32_t told_count;
static const struct scenario *measured;

static bool read_told(const char *line, struct told *row) {
  return sscanf(line,
                "| `%63[^:]:%63[^`]` | %lf [%lf, %lf] | %lf [%lf, %lf] | %3[a-z] | %lf [%lf, %lf] "
                "| %3[a-z] |",
                row->scenario, row->record, &row->value, &row->low, &row->high, &row->median,
                &row->p10, &row->p90, row->inside, &row->drawn[0], &row->drawn[1], &row->drawn[2],
                row->drawn_inside) == 13;
}

static void read_table(void) {
  FILE *file = fopen("scenarios/README.md", "r");
  char line[1024];
  assert_non_null(file);
  while (fgets(line, sizeof line, file)) {
    assert_true(told_count < TOLD_MOST);
    told_count += read_told(line, &told[told_count]);
  }
  (void)fclose(file);
}

static const struct told *find_told(const char *scenario, const char *record) {
  for (uint32_t k = 0; k < told_count; k++) {
    if (strcmp(told[k].scenario, scenario) == 0 && strcmp(told[k].record, record) == 0) {
      return &told[k];
    }
  }
  EXPECT(false, "scenarios/README.md has no row %s:%s", scenario, record);
  return NULL;
}

/* What a replication tells of each record: in its month, or on average over its months. */
static void read_records(const struct world *world, double *out) {
  for (uint32_t k = 0; k < measured->records_count; k++) {
    const struct record *record = &measured->records[k];
    out[k] = 0;
    for (int32_t m = record->from; m <= record->to; m++) {
      out[k] += world_value(world, m - measured->start, scenario_place_of(measured, record->town),
                            record->indicator);
    }
    out[k] /= record->to - record->from + 1;
  }
}

static void expect_about(const struct told *row, const char *what, double said, double found,
                         double slack) {
  EXPECT(fabs(said - found) <= slack, "%s:%s: %s %g, found %g", row->scenario, row->record, what,
         said, found);
}

/* That a verdict of the table is that of its own numbers. */
static void expect_verdict(const struct told *row, const char *verdict, double p10, double p90) {
  const bool inside = row->value >= p10 && row->value <= p90;
  EXPECT(strcmp(verdict, inside ? "yes" : "no") == 0, "%s:%s: %s", row->scenario, row->record,
         verdict);
}

/* What the text says is what the program gives, within a tenth and one: texts are rounded, and the
 * model may move a little before they are written anew. */
static void expect_row(const struct told *row, const struct record *record, double *values) {
  const size_t n = PLACE_REPLICATIONS;
  const struct {
    const char *name;
    double said, share;
  } points[] = {{"median", row->median, 0.5}, {"10 %", row->p10, 0.1}, {"90 %", row->p90, 0.9}};
  gsl_sort(values, 1, n);
  for (size_t k = 0; k < sizeof points / sizeof points[0]; k++) {
    const double found = gsl_stats_quantile_from_sorted_data(values, 1, n, points[k].share);
    expect_about(row, points[k].name, points[k].said, found, 0.1 * found + 1);
  }
  expect_about(row, "value", row->value, record->value, 0);
  expect_about(row, "low", row->low, record->low, 0);
  expect_about(row, "high", row->high, record->high, 0);
  expect_verdict(row, row->inside, row->p10, row->p90);
  expect_verdict(row, row->drawn_inside, row->drawn[1], row->drawn[2]);
}

/* Holds a scenario's rows to what it gives up to the month of its last record. */
static uint32_t check_place(const char *name, const char *end) {
  static double rows[PLACE_REPLICATIONS][TOLD_MOST];
  const char *const settings[] = {end, NULL};
  struct scenario scenario;
  support_load(&scenario, name, settings);
  measured = &scenario;
  assert_int_equal(scenario.records_left_out, 0);
  support_replicate(&scenario, PLACE_REPLICATIONS, TOLD_MOST, &rows[0][0], read_records);
  for (uint32_t k = 0; k < scenario.records_count; k++) {
    double values[PLACE_REPLICATIONS];
    for (int r = 0; r < PLACE_REPLICATIONS; r++) values[r] = rows[r][k];
    expect_row(find_told(name, scenario.records[k].name), &scenario.records[k], values);
  }
  const uint32_t count = scenario.records_count;
  scenario_free(&scenario);
  return count;
}

static void places_do_beside_their_records_as_their_readme_says(void **state) {
  (void)state;
  read_table();
  uint32_t records = check_place("xianju/baseline", "end=2022-12");
  records += check_place("xiangtan/programme", "end=2025-05");
  records += check_place("wenjiang/programme", "end=2023-12");
  assert_int_equal(records, told_count);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_baseline_meets_the_moments_of_2022),
      cmocka_unit_test(places_do_beside_their_records_as_their_readme_says),
  };
  return cmocka_run_group_tests_name("moments", tests, NULL, NULL);
}
