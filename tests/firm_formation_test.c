/* FF-1 against the checksums that other engines have published for it, and against what is known of
 * firms. `firm_formation_test million` runs the large case. */
#include "bellwether/study/validate_fit.h"
#include "bench/firm_formation.h"
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct published {
  uint32_t workers, months, firms, largest;
  int64_t effort;
  uint64_t activations, moves, founded;
  uint32_t checksum;
};
static const struct published small[] = {
    {10000, 120, 1859, 460, 2169368471, 48648, 28384, 2169, 0x6671e43a},
    {100000, 24, 52114, 34, 45020330787, 95681, 70217, 3303, 0x96af1525},
    {100000, 120, 18438, 801, 21872875617, 479881, 279780, 21715, 0xd5a2bb03}};
static const struct published million = {1000000, 120,     186776, 1200,      219237757044,
                                         4800905, 2800255, 220613, 0x1dede4d1};
static const int threads_tried[] = {1, 2, 3, 7};

static void run(struct firm_formation *ff, uint32_t workers, uint32_t months, int threads) {
  struct error error;
  if (firm_formation_create(ff, workers, 1, threads, &error) != STATUS_OK)
    fail_msg("%s", error.text);
  for (uint32_t month = 0; month < months; month++) {
    if (firm_formation_month(ff, &error) != STATUS_OK) fail_msg("%s", error.text);
  }
}

static void expect_published(const struct published *row, int threads) {
  struct firm_formation ff;
  run(&ff, row->workers, row->months, threads);
  const struct firm_formation_summary found = firm_formation_summary(&ff);
  if (found.checksum != row->checksum || found.firms != row->firms ||
      found.largest != row->largest || found.effort != row->effort ||
      ff.activations != row->activations || ff.moves != row->moves || ff.founded != row->founded) {
    fail_msg("%u workers, %u months, %d threads: cs=%08x firms=%u max=%u, published %08x %u %u",
             row->workers, row->months, threads, found.checksum, found.firms, found.largest,
             row->checksum, row->firms, row->largest);
  }
  firm_formation_free(&ff);
}

static void checksums_are_those_published_at_any_thread_count(void **state) {
  (void)state;
  for (size_t t = 0; t < sizeof threads_tried / sizeof *threads_tried; t++) {
    for (size_t k = 0; k < sizeof small / sizeof *small; k++) {
      expect_published(&small[k], threads_tried[t]);
    }
  }
}

static void a_million_workers_have_the_published_checksum(void **state) {
  (void)state;
  for (size_t t = 0; t < sizeof threads_tried / sizeof *threads_tried; t++) {
    expect_published(&million, threads_tried[t]);
  }
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* After 25 years: 2.1-2.2 % of workers move in a month, firms have 5.5-5.9 members on average
 * (published for this workload), and the tail of sizes is a power law steeper than Zipf's. */
static void turnover_and_sizes_are_those_of_the_economy_described(void **state) {
  (void)state;
  const uint32_t workers = 100000, burn_in = 300, months = 60;
  struct firm_formation ff;
  struct error error;
  run(&ff, workers, burn_in, 2);
  const uint64_t before = ff.moves;
  for (uint32_t month = 0; month < months; month++) {
    if (firm_formation_month(&ff, &error) != STATUS_OK) fail_msg("%s", error.text);
  }
  const struct firm_formation_summary found = firm_formation_summary(&ff);
  const double turnover = (double)(ff.moves - before) / months / workers;
  const double mean = (double)workers / found.firms;
  double *sizes = calloc(found.firms, sizeof *sizes), cut;
  assert_non_null(sizes);
  uint32_t count = 0;
  for (uint32_t firm = 0; firm < ff.capacity; firm++) {
    if (ff.firms[firm].members) sizes[count++] = ff.firms[firm].members;
  }
  qsort(sizes, count, sizeof *sizes, ascending);
  const double exponent = validate_hill(sizes, count, 0.01, &cut);
  print_message("turnover %.4f a month, mean size %.2f, Hill's exponent %.2f above %.0f members\n",
                turnover, mean, exponent, cut);
  if (turnover < 0.020 || turnover > 0.023) fail_msg("turnover %.4f a month", turnover);
  if (mean < 5.3 || mean > 6.1) fail_msg("mean size %.2f", mean);
  if (exponent < 1 || exponent > 2) fail_msg("tail exponent %.2f", exponent);
  free(sizes);
  firm_formation_free(&ff);
}

static void a_world_too_large_or_too_small_is_refused(void **state) {
  (void)state;
  struct firm_formation ff;
  struct error error;
  assert_int_equal(firm_formation_create(&ff, 1, 1, 1, &error), STATUS_USAGE);
  assert_int_equal(firm_formation_create(&ff, UINT32_MAX, 1, 1, &error), STATUS_USAGE);
}

int main(int argc, char **argv) {
  const struct CMUnitTest large[] = {
      cmocka_unit_test(a_million_workers_have_the_published_checksum)};
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(checksums_are_those_published_at_any_thread_count),
      cmocka_unit_test(turnover_and_sizes_are_those_of_the_economy_described),
      cmocka_unit_test(a_world_too_large_or_too_small_is_refused)};
  if (argc > 1 && strcmp(argv[1], "million") == 0) {
    return cmocka_run_group_tests_name("firm_formation, large", large, NULL, NULL);
  }
  return cmocka_run_group_tests_name("firm_formation", tests, NULL, NULL);
}
