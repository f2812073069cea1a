/* The baseline's means over 200 replications against what is known of Xianju in 2022. The values
 * were set by hand to meet these moments; nothing else is fitted. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

enum { REPLICATIONS = 200 };

/* Indicators at the end of 2021 and of 2022, one row a replication. */
struct row {
  double sales[2], device_sales[2], signed_projects, producing;
};

static void read_row(const struct world *world, struct row *row) {
  for (int year = 0; year < 2; year++) {
    const int32_t month = 23 + 12 * year;
    row->sales[year] = world_value(world, month, 0, INDICATOR_sales);
    row->device_sales[year] = world_value(world, month, 0, INDICATOR_device_sales);
  }
  row->signed_projects = world_value(world, 35, 0, INDICATOR_projects_signed);
  row->producing = world_value(world, 35, 0, INDICATOR_projects_producing);
}

static struct row mean_row(void) {
  static const char *const brief[] = {"end=2022-12", NULL};
  static struct row rows[REPLICATIONS];
  struct scenario scenario;
  support_load(&scenario, "xianju/baseline", brief);
  int failures = 0;
#pragma omp parallel for schedule(dynamic, 1)
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    struct world world;
    struct error error = {0};
    enum status status = world_create(&world, &scenario, scenario.seed, r, 1, &error);
    if (status == STATUS_OK) status = world_run(&world, &error);
    if (status == STATUS_OK) {
      read_row(&world, &rows[r]);
      world_free(&world);
    } else {
#pragma omp critical
      failures++;
    }
  }
  assert_int_equal(failures, 0);
  scenario_free(&scenario);
  struct row mean = {.signed_projects = 0};
  for (int r = 0; r < REPLICATIONS; r++) {
    for (size_t k = 0; k < sizeof mean / sizeof(double); k++) {
      ((double *)&mean)[k] += ((double *)&rows[r])[k] / REPLICATIONS;
    }
  }
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
