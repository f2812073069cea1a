/* Worlds whose answer is known, as configurations of the model itself. */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void run_replications(const char *name, uint32_t count, size_t width, double *out,
                             void (*measure)(const struct world *, double *)) {
  struct scenario scenario;
  support_load(&scenario, name, NULL);
  support_replicate(&scenario, count, width, out, measure);
  scenario_free(&scenario);
}

#define TOP 300 /* firms in the tail of one replication */

/* Hill's estimate of the tail exponent of market shares. */
static void measure_tail(const struct world *world, double *out) {
  const struct economy *economy = &world->economy;
  double *shares = calloc(economy->roster.count, sizeof *shares);
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    shares[at] = economy->firms.market_share[economy->roster.rows[at]];
  }
  const size_t n = economy->roster.count;
  gsl_sort(shares, 1, n);
  double sum = 0;
  for (size_t k = n - TOP; k < n; k++) sum += log(shares[k] / shares[n - TOP - 1]);
  out[0] = TOP / sum;
  out[1] = (double)n;
  free(shares);
}

/* k solves (1 - 0.03) exp(k^2 0.25^2 / 2) = 1. */
static void sizes_under_gibrat_with_death_have_the_tail_that_theory_says(void **state) {
  (void)state;
  enum { N = 4 };
  double out[N][2], tail[N];
  const double theory = sqrt(-2 * log(1 - 0.03)) / 0.25;
  EXPECT(fabs(theory - 0.987) < 5e-4, "theory %g", theory);
  run_replications("verification/gibrat", N, 2, &out[0][0], measure_tail);
  for (int r = 0; r < N; r++) {
    tail[r] = out[r][0];
    EXPECT(fabs(out[r][1] - 3000) < 400, "%g firms stay of 3000", out[r][1]);
  }
  const double mean = gsl_stats_mean(tail, 1, N);
  print_message("Gibrat with death: tail exponent %.3f, theory %.3f\n", mean, theory);
  EXPECT(fabs(mean - theory) < 0.1, "tail exponent %g, theory %g", mean, theory);
}

static void measure_share(const struct world *world, double *out) {
  const struct firms *firms = &world->economy.firms;
  double led = 0, all = 0;
  for (uint32_t at = 0; at < world->economy.roster.count; at++) {
    const uint32_t i = world->economy.roster.rows[at];
    if (firms->origin[i] != ORIGIN_ATTRACTED) continue;
    all++;
    led += firms->town[i] == 0;
  }
  out[0] = led / all;
  out[1] = all;
}

static void the_flock_follows_its_lead_as_polya_s_urn_says(void **state) {
  (void)state;
  enum { N = 300 };
  static double out[N][2];
  double share[N];
  run_replications("verification/urn", N, 2, &out[0][0], measure_share);
  for (int r = 0; r < N; r++) {
    share[r] = out[r][0];
    EXPECT(out[r][1] > 300, "replication %d: %g came", r, out[r][1]);
  }
  const double mean = gsl_stats_mean(share, 1, N), variance = gsl_stats_variance(share, 1, N);
  print_message("lead-sheep urn: mean %.3f (theory .750), variance %.4f (theory .0375)\n", mean,
                variance);
  EXPECT(fabs(mean - 0.75) < 0.035, "mean share %g, theory 0.75", mean);
  EXPECT(fabs(variance - 0.0375) < 0.011, "variance %g, theory 0.0375", variance);
}

#define TOWNS   4096 /* as many as a scenario may have: few of them are ever taken */
#define ACROSS  64   /* towns stand on a grid, 2 km apart, out of each other's reach */
#define CLASSES 3    /* towns with 1, 2, 3 firms */

/* verification/yule with all its empty towns, as a file; removed by the caller. */
static void write_towns(char *path) {
  const int descriptor = mkstemp(path);
  assert_true(descriptor >= 0);
  FILE *file = fdopen(descriptor, "w");
  assert_non_null(file);
  assert_true(fputs("extends: verification/yule\ntowns:\n", file) >= 0);
  for (int k = 1; k < TOWNS; k++) {
    const int x = 2 * (k % ACROSS), y = 2 * (k / ACROSS);
    assert_true(fprintf(file, "  t%d: {x: %d km, y: %d km}\n", k, x, y) > 0);
  }
  assert_int_equal(fclose(file), 0);
}

/* Towns with 1, 2, 3 firms; then towns that are taken, and firms. */
static void measure_towns(const struct world *world, double *out) {
  uint32_t firms_in[TOWNS] = {0};
  const struct economy *economy = &world->economy;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    firms_in[economy->firms.town[economy->roster.rows[at]]]++;
  }
  for (int k = 0; k < CLASSES + 2; k++) out[k] = 0;
  for (int town = 0; town < TOWNS; town++) {
    if (firms_in[town] > 0 && firms_in[town] <= CLASSES) out[firms_in[town] - 1]++;
    out[CLASSES] += firms_in[town] > 0;
    out[CLASSES + 1] += firms_in[town];
  }
}

/* What is due of the urn with so many towns when so many firms have come, exactly: a pioneer
 * (chance a) takes any town, another joins a firm, so that the mean numbers n_k of towns with k
 * firms follow n_k(t + 1) = n_k + (1 - a) ((k - 1) n_(k-1) - k n_k)/t + a (n_(k-1) - n_k)/towns,
 * n_0 the empty ones. Shares of taken towns with 1, 2, 3 firms, into `share`. */
static void expect_shares(double towns, uint32_t firms, double *share) {
  const double a = 0.1;
  double n[CLASSES + 1] = {towns - 1, 1, 0, 0};
  for (uint32_t t = 1; t < firms; t++) {
    double next[CLASSES + 1] = {n[0] - a * n[0] / towns};
    for (int k = 1; k <= CLASSES; k++) {
      next[k] = n[k] + (1 - a) * ((k - 1) * n[k - 1] - k * n[k]) / t +
                a * (n[k - 1] - n[k]) / towns;
    }
    memcpy(n, next, sizeof n);
  }
  for (int k = 0; k < CLASSES; k++) share[k] = n[k + 1] / (towns - n[0]);
}

/* The engine is held against what is due of its size, within four standard errors of a share of the
 * towns that were taken (one seed in five thousand fails); what is due against the law of Yule and
 * Simon, to which it comes as towns and firms are many. */
static void towns_fill_as_yule_and_simon_say(void **state) {
  (void)state;
  enum { N = 20, WIDTH = CLASSES + 2 };
  static const double law[CLASSES] = {0.5263, 0.1692, 0.0823};
  static double out[N][WIDTH];
  double sums[WIDTH] = {0}, due[CLASSES], limit[CLASSES];
  char path[] = "/tmp/bellwether-yule-XXXXXX";
  write_towns(path);
  run_replications(path, N, WIDTH, &out[0][0], measure_towns);
  assert_int_equal(unlink(path), 0);
  for (int r = 0; r < N; r++) {
    for (int k = 0; k < WIDTH; k++) sums[k] += out[r][k];
  }
  expect_shares(TOWNS, (uint32_t)(sums[CLASSES + 1] / N), due);
  expect_shares(1e9, 1000000, limit);
  print_message("Yule-Simon entry: %.0f firms in %.0f towns\n", sums[CLASSES + 1], sums[CLASSES]);
  for (int k = 0; k < CLASSES; k++) {
    const double found = sums[k] / sums[CLASSES];
    const double error = sqrt(due[k] * (1 - due[k]) / sums[CLASSES]);
    print_message("  with %d: %.4f (due %.4f +- %.4f, without end %.4f)\n", k + 1, found, due[k],
                  error, law[k]);
    EXPECT(fabs(limit[k] - law[k]) < 2e-4, "%d firms: limit %g, law %g", k + 1, limit[k], law[k]);
    EXPECT(fabs(due[k] - law[k]) < 0.02, "%d firms: due %g, law %g", k + 1, due[k], law[k]);
    EXPECT(fabs(found - due[k]) < 4 * error, "%d firms: %g, due %g", k + 1, found, due[k]);
  }
}

enum { PLACES = 6 };

static void measure_places(const struct world *world, double *out) {
  const struct economy *economy = &world->economy;
  for (int town = 0; town < PLACES; town++) out[town] = 0;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (economy->firms.origin[i] == ORIGIN_ATTRACTED) out[economy->firms.town[i]]++;
  }
}

/* Chances by what verification/location says of its towns. The bound fails one seed in a thousand.
 */
static void pioneers_choose_places_by_the_multinomial_logit(void **state) {
  (void)state;
  enum { N = 10 };
  double chance[PLACES], came[PLACES] = {0}, out[N][PLACES], weights = 0, all = 0, square = 0;
  struct scenario scenario;
  support_load(&scenario, "verification/location", NULL);
  const struct params *params = &scenario.params;
  assert_int_equal(scenario.towns_count, PLACES);
  for (int town = 0; town < PLACES; town++) {
    const struct town_facts *facts = &scenario.towns[town];
    chance[town] = exp(params->location_brand * facts->brand +
                       params->location_service * facts->service +
                       params->location_infrastructure * facts->infrastructure);
    weights += chance[town];
  }
  support_replicate(&scenario, N, PLACES, &out[0][0], measure_places);
  for (int r = 0; r < N; r++) {
    for (int town = 0; town < PLACES; town++) came[town] += out[r][town];
  }
  for (int town = 0; town < PLACES; town++) all += came[town];
  print_message("choice of a place: %.0f came;", all);
  for (int town = 0; town < PLACES; town++) {
    const double due = all * chance[town] / weights;
    square += pow(came[town] - due, 2) / due;
    print_message(" %s %.0f (due %.0f)", scenario.town_names[town], came[town], due);
  }
  const double p = gsl_cdf_chisq_Q(square, PLACES - 1);
  print_message("; chi-square %.2f, p = %.3f\n", square, p);
  EXPECT(all > 20000, "%g came", all);
  EXPECT(p > 0.001, "chi-square %g, p = %g", square, p);
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sizes_under_gibrat_with_death_have_the_tail_that_theory_says),
      cmocka_unit_test(the_flock_follows_its_lead_as_polya_s_urn_says),
      cmocka_unit_test(towns_fill_as_yule_and_simon_say),
      cmocka_unit_test(pioneers_choose_places_by_the_multinomial_logit),
  };
  return cmocka_run_group_tests_name("oracle", tests, NULL, NULL);
}
