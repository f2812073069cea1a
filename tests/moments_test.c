/* The baseline's means over 200 replications against what is known of Xianju in 2022. The values
 * were set by hand to meet these moments; nothing else is fitted. */
#include "support.h"

#include <math.h>
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

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_baseline_meets_the_moments_of_2022)};
  return cmocka_run_group_tests_name("moments", tests, NULL, NULL);
}
