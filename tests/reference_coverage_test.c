/* What the intervals of assumptions hold: over 500 repeats, the share that hold the truth is within
 * .93 to .97 at 95 %. Samples are small, so that this is quick; a share's own error is .01. */
#include "reference_functions.h"
#include "support.h"

#include "bellwether/study/effects.h"
#include "bellwether/study/given_data.h"
#include "bellwether/study/morris.h"
#include "bellwether/study/shapley_effects.h"
#include "bellwether/study/sobol.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { REPEATS = 500, RESAMPLES = 500 };

/* Tests that share their streams of draws are kept apart by this. */
static uint32_t stream_of(uint32_t test, uint32_t repeat) { return test * 1000 + repeat; }

static bool holds(struct interval interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

static void expect_coverage(const char *what, size_t held) {
  const double share = (double)held / REPEATS;
  print_message("  %s: %.3f\n", what, share);
  EXPECT(share >= 0.93 && share <= 0.97, "%s: %g of %d intervals hold it", what, share, REPEATS);
}

/* 60 draws of two or three; the third fails in every other draw where `failing`. Assumptions of
 * variance 2, chance of variance 3. */
static void split_repeats(bool failing) {
  enum { DRAWS = 60, N = 3 };
  size_t mean = 0, further = 0, share = 0;
  for (uint32_t repeat = 0; repeat < REPEATS; repeat++) {
    const uint32_t stream = stream_of(failing ? 2 : 1, repeat);
    double y[DRAWS * N], shrunken[DRAWS], truth = 0;
    for (size_t d = 0; d < DRAWS; d++) {
      const double a = 10 + sqrt(2) * reference_normal(stream, d, 0);
      truth += a / DRAWS;
      for (uint32_t k = 0; k < N; k++) {
        y[d * N + k] = a + sqrt(3) * reference_normal(stream, d, 1 + k);
      }
      if (failing && d % 2) y[d * N + 2] = NAN;
    }
    struct effects e;
    struct error error;
    assert_int_equal(effects_split(y, DRAWS, N, 0.95, shrunken, &e, &error), STATUS_OK);
    mean += holds(e.chance_interval, truth);
    further += holds(e.assumption_interval, 10 + sqrt(2) * reference_normal(stream, DRAWS, 0));
    share += holds(e.share_interval, 0.4);
  }
  expect_coverage("the mean, given assumptions", mean);
  expect_coverage("the mean of further assumptions", further);
  expect_coverage("the share that is assumption", share);
}

static void intervals_of_the_split_hold(void **state) {
  (void)state;
  split_repeats(false);
}

static void intervals_of_the_split_hold_where_runs_fail(void **state) {
  (void)state;
  split_repeats(true);
}

/* y = x^2: an elementary effect is a + b, whose mean is 1. 60 base points. */
static void intervals_of_elementary_effects_hold(void **state) {
  (void)state;
  enum { T = 60 };
  size_t held = 0;
  for (uint32_t repeat = 0; repeat < REPEATS; repeat++) {
    const struct draw_key key = {18, stream_of(3, repeat)};
    double base[T], auxiliary[T], points[2 * T], y[2 * T];
    for (size_t t = 0; t < T; t++) base[t] = reference_uniform(stream_of(3, repeat), t, 0);
    morris_auxiliary(key, base, T, 1, auxiliary);
    const struct morris design = {MORRIS_RADIAL, 1, 1, T, NULL, base, auxiliary, key};
    struct morris_effect effect;
    struct error error;
    assert_int_equal(morris_points(&design, points, &error), STATUS_OK);
    for (size_t run = 0; run < 2 * T; run++) y[run] = points[run] * points[run];
    assert_int_equal(morris_effects(&design, y, 0.95, RESAMPLES, &effect, &error), STATUS_OK);
    held += holds(effect.interval, 1);
  }
  expect_coverage("mu*", held);
}

/* y = 3 z1 + 2 z2 + 2 z1 z2 + e, z of variance 1 (uniform), Var e = 4: V = 9 + 4 + 4 + 4. 300
 * random rows of two replications each. */
static void intervals_of_variance_shares_hold(void **state) {
  (void)state;
  enum { ROWS = 500, K = 2, N = 2, BLOCK = ROWS * K };
  static const double first[K] = {9.0 / 21, 4.0 / 21}, total[K] = {13.0 / 21, 8.0 / 21};
  size_t firsts[K] = {0}, totals[K] = {0}, chance = 0, interactions = 0;
  for (uint32_t repeat = 0; repeat < REPEATS; repeat++) {
    const uint32_t stream = stream_of(4, repeat);
    double x[2 * BLOCK], points[4 * BLOCK], y[4 * ROWS * N];
    for (size_t p = 0; p < 2 * BLOCK; p++) x[p] = reference_uniform(stream, p, 0);
    sobol_points(x, x + BLOCK, ROWS, K, K, NULL, points);
    for (size_t run = 0; run < 4 * ROWS; run++) {
      const double z1 = sqrt(12) * (points[run * K] - 0.5);
      const double z2 = sqrt(12) * (points[run * K + 1] - 0.5);
      for (uint32_t r = 0; r < N; r++) {
        y[run * N + r] = 3 * z1 + 2 * z2 + 2 * z1 * z2 + 2 * reference_normal(stream, run, 1 + r);
      }
    }
    const struct sobol_sample sample = {K, ROWS, N, ROWS * N, y};
    struct sobol_index indices[K];
    struct sobol all;
    struct error error;
    const struct draw_key key = {18, stream};
    assert_int_equal(sobol_indices(&sample, 0.95, RESAMPLES, key, indices, &all, &error),
                     STATUS_OK);
    for (int i = 0; i < K; i++) {
      firsts[i] += holds(indices[i].first_interval, first[i]);
      totals[i] += holds(indices[i].total_interval, total[i]);
    }
    chance += holds(all.chance_interval, 4.0 / 21);
    interactions += holds(all.interactions_interval, 4.0 / 21);
  }
  for (int i = 0; i < K; i++) {
    expect_coverage("a first-order effect", firsts[i]);
    expect_coverage("a total effect", totals[i]);
  }
  expect_coverage("chance's share", chance);
  expect_coverage("the share of interactions", interactions);
}

/* y = z1 + e, both of variance 1, and an input that does nothing. 300 points, 17 classes. */
static void intervals_and_bounds_of_a_given_sample_hold(void **state) {
  (void)state;
  enum { POINTS = 300, K = 2 };
  size_t held = 0, below_first = 0, below_pawn = 0;
  double bound = 0;
  for (uint32_t repeat = 0; repeat < REPEATS; repeat++) {
    const uint32_t stream = stream_of(5, repeat);
    double x[POINTS * K], y[POINTS];
    for (size_t p = 0; p < POINTS; p++) {
      for (uint32_t i = 0; i < K; i++) x[p * K + i] = reference_uniform(stream, p, i);
      y[p] = sqrt(12) * x[p * K] + reference_normal(stream, p, K);
    }
    const struct given_data data = {POINTS, K, x, y, 0, 0};
    struct given_index indices[K];
    struct given_bounds bounds;
    struct error error;
    const struct draw_key key = {18, stream};
    assert_int_equal(given_indices(&data, 0.95, RESAMPLES, key, indices, &bounds, &error),
                     STATUS_OK);
    held += holds(indices[0].first_interval, 0.5);
    bound += bounds.first / REPEATS;
    below_first += indices[1].first <= bounds.first;
    below_pawn += indices[1].pawn <= bounds.pawn;
  }
  expect_coverage("a first-order effect of a given sample", held);
  expect_coverage("nothing, below the bound of first order", below_first);
  /* A dummy's follows the F law of one-way analysis of variance, of 16 and 283. */
  const double ratio = gsl_cdf_fdist_Pinv(0.95, 16, 283) * 16 / 283;
  NEAR(bound, 1 - 299.0 / 283 / (1 + ratio), 0.0015);
  expect_coverage("nothing, below PAWN's bound", below_pawn);
}

/* Two Gaussians of sd 1 and 2, correlation .5, and noise of variance 3: V = 7 + 3. All sets of 150
 * outer draws, and 300 random orders. */
static void shapley_repeats(size_t orders) {
  enum { K = 2, N = 2, MOST = 3000 };
  static const double mean[K], covariance[] = {1, 1, 1, 4}, shares[K] = {0.2375, 0.4625};
  struct shapley_law law = {K, mean, covariance};
  size_t held[K] = {0}, chance = 0;
  for (uint32_t repeat = 0; repeat < REPEATS; repeat++) {
    const uint32_t stream = stream_of(orders ? 7 : 6, repeat);
    const struct shapley_design design = {K, 300, orders, orders ? 1 : 150, 3, {18, stream}};
    double points[MOST * K], y[MOST * N];
    struct shapley_effect effects[K];
    struct shapley_whole whole;
    struct error error;
    const size_t runs = shapley_effects_runs(&design);
    assert_in_range(runs, 1, MOST);
    assert_int_equal(shapley_effects_points(&design, shapley_gaussian, &law, points, &error),
                     STATUS_OK);
    for (size_t run = 0; run < runs; run++) {
      for (uint32_t r = 0; r < N; r++) {
        y[run * N + r] = points[run * K] + points[run * K + 1] +
                         sqrt(3) * reference_normal(stream, run, r);
      }
    }
    assert_int_equal(shapley_effects(&design, y, N, 0.95, RESAMPLES, effects, &whole, &error),
                     STATUS_OK);
    for (int i = 0; i < K; i++) held[i] += holds(effects[i].interval, shares[i]);
    chance += holds(whole.chance_interval, 0.3);
  }
  for (int i = 0; i < K; i++) expect_coverage("a Shapley effect", held[i]);
  expect_coverage("chance beside Shapley effects", chance);
}

static void intervals_of_shapley_effects_of_all_sets_hold(void **state) {
  (void)state;
  shapley_repeats(0);
}

static void intervals_of_shapley_effects_of_random_orders_hold(void **state) {
  (void)state;
  shapley_repeats(300);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(intervals_of_the_split_hold),
      cmocka_unit_test(intervals_of_the_split_hold_where_runs_fail),
      cmocka_unit_test(intervals_of_elementary_effects_hold),
      cmocka_unit_test(intervals_of_variance_shares_hold),
      cmocka_unit_test(intervals_and_bounds_of_a_given_sample_hold),
      cmocka_unit_test(intervals_of_shapley_effects_of_all_sets_hold),
      cmocka_unit_test(intervals_of_shapley_effects_of_random_orders_hold),
  };
  return cmocka_run_group_tests_name("reference coverage", tests, NULL, NULL);
}
