/* Worlds whose answer is known, as configurations of the model itself. */
#include "support.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sizes_under_gibrat_with_death_have_the_tail_that_theory_says),
      cmocka_unit_test(the_flock_follows_its_lead_as_polya_s_urn_says),
  };
  return cmocka_run_group_tests_name("oracle", tests, NULL, NULL);
}
