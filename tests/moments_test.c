/* The baseline's means over 200 replications against what is known of Xianju in 2022. The values
 * were set by hand to meet these moments; nothing else is fitted. And Xiangtan's park, of which
 * nothing is, against what scenarios/README.md says that the program gives. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

/* A row of the table on Xiangtan in scenarios/README.md. */
struct told {
  int32_t month; /* of the scenario, which begins in January 2019 */
  enum indicator indicator;
  double reported, median, by_chance[2], assumed[2];
  char verdict[16];
};
enum { PARK_REPLICATIONS = 40, RECORDS_MOST = 16 };
static struct told records[RECORDS_MOST];
static uint32_t records_count;

static bool read_record(const char *line, struct told *record) {
  char name[64];
  int year, month;
  const int read = sscanf(
      line, "| `%63[a-z_]` | %d-%d | %lf | %lf | %lf to %lf | %lf to %lf | %15[a-z]", name, &year,
      &month, &record->reported, &record->median, &record->by_chance[0], &record->by_chance[1],
      &record->assumed[0], &record->assumed[1], record->verdict);
  if (read != 10) return false;
  const int indicator = tables_indicator_find(name);
  EXPECT(indicator >= 0, "no indicator %s", name);
  record->indicator = (enum indicator)indicator;
  record->month = 12 * (year - 2019) + month - 1;
  return true;
}

static void read_records(void) {
  FILE *file = fopen("scenarios/README.md", "r");
  char line[1024];
  assert_non_null(file);
  while (fgets(line, sizeof line, file) && records_count < RECORDS_MOST) {
    records_count += read_record(line, &records[records_count]);
  }
  (void)fclose(file);
  EXPECT(records_count >= 10, "%u records", records_count);
}

static void read_park(const struct world *world, double *out) {
  for (uint32_t k = 0; k < records_count; k++)
    out[k] = world_value(world, records[k].month, 0, records[k].indicator);
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* What the text says is what the program gives, within a tenth and one: texts are rounded, and the
 * model may move a little before they are written anew. */
static void expect_about(const struct told *record, const char *what, double said, double found) {
  EXPECT(fabs(said - found) <= 0.1 * found + 1, "%s, month %d: %s %g, found %g",
         tables_indicators[record->indicator].name, record->month, what, said, found);
}

static void xiangtan_s_park_fills_as_its_readme_says(void **state) {
  (void)state;
  static const char *const brief[] = {"end=2025-01", NULL};
  static double rows[PARK_REPLICATIONS][RECORDS_MOST];
  struct scenario scenario;
  read_records();
  support_load(&scenario, "xiangtan/programme", brief);
  support_replicate(&scenario, PARK_REPLICATIONS, RECORDS_MOST, &rows[0][0], read_park);
  scenario_free(&scenario);
  for (uint32_t k = 0; k < records_count; k++) {
    const struct told *record = &records[k];
    double values[PARK_REPLICATIONS];
    for (int r = 0; r < PARK_REPLICATIONS; r++) values[r] = rows[r][k];
    qsort(values, PARK_REPLICATIONS, sizeof values[0], by_size);
    expect_about(record, "median", record->median, 0.5 * (values[19] + values[20]));
    expect_about(record, "10th percentile", record->by_chance[0], values[4]);
    expect_about(record, "90th percentile", record->by_chance[1], values[35]);
    const bool inside = record->reported >= record->assumed[0] &&
                        record->reported <= record->assumed[1];
    assert_string_equal(record->verdict, inside ? "inside" : "outside");
    EXPECT(record->assumed[0] <= record->by_chance[0] && record->assumed[1] >= record->by_chance[1],
           "assumptions add to chance");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_baseline_meets_the_moments_of_2022),
      cmocka_unit_test(xiangtan_s_park_fills_as_its_readme_says),
  };
  return cmocka_run_group_tests_name("moments", tests, NULL, NULL);
}
