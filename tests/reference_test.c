/* What spread is assumption, elementary effects, and what a given sample says, against published
 * and closed-form values. */
#include "reference_functions.h"
#include "support.h"

#include "bellwether/study/effects.h"
#include "bellwether/study/given_data.h"
#include "bellwether/study/morris.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct draw_key key = {18, 0};

/* Three draws of two: means 2, 6, 10; MSB 32, MSW 2. The quantile of F(2, 3) is in closed form. */
static void a_balanced_split_has_its_closed_form(void **state) {
  (void)state;
  static const double y[] = {1, 3, 5, 7, 9, 11};
  struct effects e;
  struct error error;
  double shrunken[3];
  assert_int_equal(effects_split(y, 3, 2, 0.95, shrunken, &e, &error), STATUS_OK);
  NEAR(e.mean, 6, 1e-12);
  NEAR(e.between, 32, 1e-12);
  NEAR(e.within, 2, 1e-12);
  NEAR(e.assumption, 15, 1e-12);
  NEAR(e.chance, 2, 1e-12);
  NEAR(e.share, 15.0 / 17, 1e-12);
  NEAR(shrunken[0], 6 - 4 * sqrt(15.0 / 16), 1e-12);
  NEAR(shrunken[2], 6 + 4 * sqrt(15.0 / 16), 1e-12);
  NEAR(e.assumption_interval.low, shrunken[0], 1e-12);
  NEAR(e.assumption_interval.high, shrunken[2], 1e-12);
  NEAR(e.chance_interval.high, 6 + 3.182446305 * sqrt(2.0 / 6), 1e-8); /* t(3) */
  NEAR(e.chance_interval.low, 6 - 3.182446305 * sqrt(2.0 / 6), 1e-8);
  const double ends[] = {0.975, 0.025}, found[] = {e.share_interval.low, e.share_interval.high};
  for (int k = 0; k < 2; k++) {
    const double quantile = 1.5 * (pow(1 - ends[k], -2.0 / 3) - 1);
    const double ratio = fmax(0, (16 / quantile - 1) / 2);
    NEAR(found[k], ratio / (1 + ratio), 1e-9);
  }
  /* The mean's error is sqrt(2/6); of the three only the lowest may be below 0. */
  const double lowest = gsl_cdf_ugaussian_Q(shrunken[0] / sqrt(2.0 / 6));
  NEAR(e.negative, lowest / 3, 1e-12);
  NEAR(e.sign_share, 1 - lowest / 3, 1e-12);
}

/* One run failed, then a whole draw: means 2, 5, 10 of 2, 1, 2; h = 3 / 2; between the means 49/3.
 */
static void an_unbalanced_split_counts_every_draw_once(void **state) {
  (void)state;
  static const double y[] = {1, 3, 5, NAN, NAN, NAN, 9, 11};
  struct effects e;
  struct error error;
  double shrunken[4];
  assert_int_equal(effects_split(y, 4, 2, 0.95, shrunken, &e, &error), STATUS_OK);
  assert_int_equal(e.draws, 3);
  assert_int_equal(e.values, 5);
  NEAR(e.mean, 17.0 / 3, 1e-12);
  NEAR(e.replications, 1.5, 1e-12);
  NEAR(e.between, 24.5, 1e-12);
  NEAR(e.within, 2, 1e-12);
  NEAR(e.assumption, 15, 1e-12);
  NEAR(shrunken[1], 17.0 / 3 + sqrt(15.0 / 17) * (5 - 17.0 / 3), 1e-12);
  EXPECT(isnan(shrunken[2]), "a draw without a run has %g", shrunken[2]);
  NEAR(e.chance_interval.high - e.mean, 4.302652730 * sqrt(2 / 4.5), 1e-8); /* t(2) */
}

/* Less between draws than chance alone puts there is no assumption; no chance at all is all. */
static void a_split_knows_its_ends(void **state) {
  (void)state;
  static const double chance[] = {-1, 9, -2, 8, 0, 10}, none[] = {1, 1, 2, 2, -9, -9, 8, 8};
  struct effects e;
  struct error error;
  double shrunken[4];
  assert_int_equal(effects_split(chance, 3, 2, 0.95, shrunken, &e, &error), STATUS_OK);
  NEAR(e.between, 2, 1e-12);
  NEAR(e.assumption, 0, 0);
  NEAR(e.share, 0, 0);
  NEAR(e.share_interval.low, 0, 0);
  NEAR(shrunken[1], 4, 1e-12);
  NEAR(e.assumption_interval.high - e.assumption_interval.low, 0, 1e-12);
  /* Nothing but chance: the probability that the mean, 4 with error sqrt(50/6), is above 0. */
  NEAR(e.sign_share, 0.91707167, 1e-7);
  NEAR(e.positive + e.negative, 1, 1e-12);
  assert_int_equal(effects_split(none, 4, 2, 0.95, shrunken, &e, &error), STATUS_OK);
  NEAR(e.share, 1, 0);
  NEAR(e.share_interval.low, 1, 0);
  NEAR(shrunken[2], -9, 1e-12);
  NEAR(e.sign_share, 0.75, 1e-12);
  NEAR(e.chance_interval.high - e.chance_interval.low, 0, 0);
  double hundred[198], means[99];
  for (int d = 0; d < 99; d++) hundred[2 * d] = hundred[2 * d + 1] = (d * 37) % 99 + 1;
  assert_int_equal(effects_split(hundred, 99, 2, 0.95, means, &e, &error), STATUS_OK);
  NEAR(e.assumption_interval.low, 2.5, 1e-9); /* place 100 x .025 */
  NEAR(e.assumption_interval.high, 97.5, 1e-9);
}

static void a_split_refuses_what_it_cannot_split(void **state) {
  (void)state;
  static const double y[] = {1, 3, NAN, NAN}, alike[] = {4, 4, 4, 4};
  struct effects e;
  struct error error;
  double shrunken[4];
  assert_int_equal(effects_split(y, 2, 2, 0.95, shrunken, &e, &error), STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "draw more"));
  assert_int_equal(effects_split(y, 2, 1, 0.95, shrunken, &e, &error), STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "run two or more of each"));
  assert_int_equal(effects_split(alike, 2, 2, 0.95, shrunken, &e, &error), STATUS_OK);
  EXPECT(isnan(e.share), "of no variance, %g is assumption", e.share);
}

/* All 64 points of Morris's grid of four levels, each input moved by 2/3. */
static void elementary_effects_of_ishigami_on_the_whole_grid(void **state) {
  (void)state;
  enum { GRID = 64, K = 3 };
  static const double absolute[K] = {7.704054111593, 7.875, 6.248796103333};
  static const double sigma[K] = {6.248796, 7.875, 8.837132};
  double base[GRID * K], auxiliary[GRID * K], points[GRID * 4 * K], y[GRID * 4];
  for (int t = 0; t < GRID; t++) {
    for (int i = 0; i < K; i++) {
      const int level = t >> 2 * i & 3;
      base[t * K + i] = level / 3.0;
      auxiliary[t * K + i] = (level < 2 ? level + 2 : level - 2) / 3.0;
    }
  }
  const struct morris design = {MORRIS_RADIAL, K, K, GRID, NULL, base, auxiliary, key};
  struct morris_effect effects[K];
  struct error error;
  assert_int_equal(morris_runs(&design), GRID * 4);
  assert_int_equal(morris_points(&design, points, &error), STATUS_OK);
  reference_run(reference_ishigami, points, GRID * 4, K, y);
  assert_int_equal(morris_effects(&design, y, 0.95, 200, effects, &error), STATUS_OK);
  for (int i = 0; i < K; i++) {
    NEAR(effects[i].mean_absolute, absolute[i], 1e-11);
    NEAR(effects[i].sigma * sqrt((GRID - 1.0) / GRID), sigma[i], 1e-6); /* the population's */
    EXPECT(effects[i].interval.low < absolute[i] + 1e-9 &&
               effects[i].interval.high > absolute[i] - 1e-9,
           "%g to %g", effects[i].interval.low, effects[i].interval.high);
  }
  NEAR(effects[0].mean, 7.704054111593, 1e-11);
}

static double linear(const double *x, size_t k) {
  (void)k;
  return 5 + 3 * x[0] - 4 * x[1] + 0.5 * x[2];
}

/* Both designs find a line's slopes and signs; a trajectory ends where all inputs have moved. */
static void elementary_effects_of_a_line_are_its_slopes(void **state) {
  (void)state;
  enum { T = 12, K = 3 };
  static const double slopes[K] = {3, -4, 0.5};
  double base[T * K], auxiliary[T * K], points[T * 4 * K], y[T * 4];
  for (size_t p = 0; p < T * K; p++) base[p] = reference_uniform(1, p, 0);
  morris_auxiliary(key, base, T, K, auxiliary);
  size_t first_moves = 0;
  for (int kind = MORRIS_RADIAL; kind <= MORRIS_TRAJECTORY; kind++) {
    const struct morris design = {(enum morris_kind)kind, K, K, T, NULL, base, auxiliary, key};
    struct morris_effect effects[K];
    struct error error;
    assert_int_equal(morris_points(&design, points, &error), STATUS_OK);
    for (size_t t = 0; t < T && kind == MORRIS_TRAJECTORY; t++) {
      assert_memory_equal(points + (t * 4 + 3) * K, auxiliary + t * K, K * sizeof *points);
      first_moves += points[(t * 4 + 1) * K] != base[t * K];
    }
    for (size_t p = 0; p < T * K && kind == MORRIS_RADIAL; p++) {
      const size_t i = p % K; /* its step stands at 1 + i */
      NEAR(points[(p / K * 4 + 1 + i) * K + i], auxiliary[p], 0);
    }
    reference_run(linear, points, T * 4, K, y);
    y[5] = NAN; /* radial: one effect; a trajectory's: the steps to it and from it */
    assert_int_equal(morris_effects(&design, y, 0.95, 100, effects, &error), STATUS_OK);
    size_t known = 0;
    for (int i = 0; i < K; i++) {
      known += effects[i].count;
      NEAR(effects[i].mean, slopes[i], 1e-12);
      NEAR(effects[i].mean_absolute, fabs(slopes[i]), 1e-12);
      NEAR(effects[i].sigma, 0, 1e-11);
    }
    assert_int_equal(known, T * K - (kind == MORRIS_RADIAL ? 1 : 2));
  }
  EXPECT(first_moves > 0 && first_moves < T, "the first input moves first in %zu", first_moves);
}

/* Steps are a quarter or more, and b is as uniform as a. */
static void auxiliary_points_keep_their_distance(void **state) {
  (void)state;
  enum { T = 4000 };
  double base[T], auxiliary[T], sum = 0, squares = 0;
  for (size_t t = 0; t < T; t++) base[t] = ((double)t + 0.5) / T;
  morris_auxiliary(key, base, T, 1, auxiliary);
  for (size_t t = 0; t < T; t++) {
    const double step = fabs(auxiliary[t] - base[t]);
    EXPECT(step >= 0.25 && step <= 0.75 && auxiliary[t] < 1, "%g to %g", base[t], auxiliary[t]);
    sum += auxiliary[t] / T;
    squares += auxiliary[t] * auxiliary[t] / T;
  }
  NEAR(sum, 0.5, 0.015);
  NEAR(squares, 1.0 / 3, 0.015);
}

/* Noise of variance v in each run: mu* is sqrt(4 v / pi) E 1 / |step|, and of steps of 1/4 to 3/4
 * around the end that is 4 (ln 3 - 1/2). */
static void noise_alone_has_a_known_effect(void **state) {
  (void)state;
  enum { T = 4000 };
  double base[T], auxiliary[T], y[2 * T];
  for (size_t t = 0; t < T; t++) base[t] = reference_uniform(4, t, 0);
  morris_auxiliary(key, base, T, 1, auxiliary);
  for (size_t run = 0; run < 2 * T; run++) y[run] = 3 * reference_normal(5, run, 0);
  const struct morris design = {MORRIS_RADIAL, 1, 1, T, NULL, base, auxiliary, key};
  struct morris_effect effect;
  struct error error;
  assert_int_equal(morris_effects(&design, y, 0.95, 100, &effect, &error), STATUS_OK);
  NEAR(effect.mean_absolute / (sqrt(4 * 9 / M_PI) * 4 * (log(3) - 0.5)), 1, 0.04);
  NEAR(effect.mean / effect.mean_absolute, 0, 0.06);
}

/* A group's effect is that of all its inputs over the root of their mean squared step. */
static void a_group_moves_together(void **state) {
  (void)state;
  static const double base[] = {0.1, 0.2, 0.3}, auxiliary[] = {0.4, 0.6, 0.8};
  static const size_t group[] = {1, 1, 0};
  const struct morris design = {MORRIS_RADIAL, 3, 2, 1, group, base, auxiliary, key};
  double points[9], y[3];
  struct morris_effect effects[2];
  struct error error;
  assert_int_equal(morris_points(&design, points, &error), STATUS_OK);
  reference_run(linear, points, 3, 3, y);
  assert_int_equal(morris_effects(&design, y, 0.95, 100, effects, &error), STATUS_OK);
  NEAR(effects[0].mean, 0.5, 1e-12);
  NEAR(effects[1].mean_absolute, fabs(3 * 0.3 - 4 * 0.4) / sqrt((0.09 + 0.16) / 2), 1e-12);
  EXPECT(isnan(effects[1].mean), "a group's effect has the sign of %g", effects[1].mean);
  for (int p = 0; p < 3; p++) y[p] = NAN;
  assert_int_equal(morris_effects(&design, y, 0.95, 100, effects, &error), STATUS_UNDECIDED);
}

/* Inputs 1 to 7 interact, 8 to 10 are nearly linear, 11 to 20 do little. From 8 on mu is
 * 2 (b_i + w (b_i3 + b_i5 + b_i7)), w = 2 (1.1 E x/(x + .1) - .5), E x/(x + .1) = 1 - .1 ln 11. */
static void twenty_inputs_are_screened(void **state) {
  (void)state;
  enum { T = 100, K = 20 };
  double corner[K], base[T * K], b[T * K], auxiliary[T * K];
  static const double corners[] = {0, 1, 0.5}, values[] = {-327, -127, 40.972222222222};
  for (int c = 0; c < 3; c++) {
    for (int i = 0; i < K; i++) corner[i] = corners[c];
    NEAR(reference_morris(corner, K), values[c], 1e-9);
  }
  reference_sobol(2, T, K, base, b);
  morris_auxiliary(key, base, T, K, auxiliary);
  const struct morris design = {MORRIS_TRAJECTORY, K, K, T, NULL, base, auxiliary, key};
  double *points = calloc(morris_runs(&design) * (K + 1), sizeof *points);
  assert_non_null(points);
  double *y = points + morris_runs(&design) * K;
  struct morris_effect effects[K];
  struct error error;
  assert_int_equal(morris_points(&design, points, &error), STATUS_OK);
  reference_run(reference_morris, points, morris_runs(&design), K, y);
  assert_int_equal(morris_effects(&design, y, 0.95, 200, effects, &error), STATUS_OK);
  for (int i = 0; i < K; i++) {
    const struct morris_effect *e = &effects[i];
    print_message("  morris %2d: mu* %8.4f (%8.4f to %8.4f), sigma %8.4f\n", i + 1,
                  e->mean_absolute, e->interval.low, e->interval.high, e->sigma);
    if (i < 7) EXPECT(e->sigma > 15, "input %d: sigma %g", i + 1, e->sigma);
    else EXPECT(e->sigma < 15, "input %d: sigma %g", i + 1, e->sigma);
    if (i < 10) EXPECT(e->mean_absolute > 20, "input %d: mu* %g", i + 1, e->mean_absolute);
    else EXPECT(e->mean_absolute < 12, "input %d: mu* %g", i + 1, e->mean_absolute);
    const double w = 2 * (1.1 * (1 - 0.1 * log(11)) - 0.5), parity = i % 2 ? 1 : -1; /* i + 1 */
    if (i >= 7) NEAR(e->mean, 2 * ((i < 10 ? 20 : parity) - 3 * parity * w), 1.5);
  }
  free(points);
}

/* The same by all pairs: distribution functions counted anew at every value. */
static double slow_pawn(const double *x, const double *y, size_t n, size_t slices) {
  double distances[20];
  for (size_t s = 0; s < slices; s++) {
    distances[s] = 0;
    for (size_t at = 0; at < n; at++) {
      double inside = 0, members = 0, all = 0;
      for (size_t p = 0; p < n; p++) {
        size_t rank = 0;
        for (size_t q = 0; q < n; q++) rank += x[q] < x[p];
        const bool member = rank * slices / n == s;
        members += member;
        inside += member && y[p] <= y[at];
        all += y[p] <= y[at];
      }
      distances[s] = fmax(distances[s], fabs(inside / members - all / (double)n));
    }
  }
  for (size_t s = 0; s < slices; s++) {
    for (size_t t = s + 1; t < slices; t++) {
      const double low = fmin(distances[s], distances[t]);
      distances[t] = fmax(distances[s], distances[t]);
      distances[s] = low;
    }
  }
  return (distances[(slices - 1) / 2] + distances[slices / 2]) / 2;
}

static void find_given(const double *x, const double *y, size_t points, size_t inputs,
                       size_t classes, size_t slices, struct given_index *indices,
                       struct given_bounds *bounds) {
  const struct given_data data = {points, inputs, x, y, classes, slices};
  struct error error;
  assert_int_equal(given_indices(&data, 0.95, 200, key, indices, bounds, &error), STATUS_OK);
}

/* Of y = x on a grid, slice c of ten is at distance max(c, 9 - c) / 10; first order loses what is
 * within a class: 1 / classes^2, but for the correction, which takes off another share. */
static void a_given_line_has_its_closed_form(void **state) {
  (void)state;
  enum { N = 1000 };
  double x[N], y[N], rough[60], coarse[60];
  for (int p = 0; p < N; p++) {
    x[p] = (p * 7919) % N;
    y[p] = 3 - 2 * x[p];
  }
  struct given_index index;
  struct given_bounds bounds;
  find_given(x, y, N, 1, 10, 10, &index, &bounds);
  NEAR(index.pawn, 0.7, 1e-12);
  /* within / all = (100^2 - 1) / (1000^2 - 1) of the squares of whole numbers */
  NEAR(index.first, 1 - 9999.0 / 999999 * 999 / 990, 1e-12);
  for (int p = 0; p < 60; p++) {
    rough[p] = reference_uniform(21, (uint64_t)p, 0);
    coarse[p] = floor(4 * rough[p] + 3 * reference_uniform(21, (uint64_t)p, 1)); /* with ties */
  }
  find_given(rough, coarse, 60, 1, 5, 6, &index, &bounds);
  NEAR(index.pawn, slow_pawn(rough, coarse, 60, 6), 1e-12);
}

/* From a plain sample of Ishigami's function with noise of half its variance. */
static void a_given_sample_tells_first_order_effects(void **state) {
  (void)state;
  enum { N = 20000, K = 4 }; /* the fourth has nothing to do with it */
  double *x = calloc(N * K + N, sizeof *x), *y = x + N * K;
  assert_non_null(x);
  const double v = REFERENCE_ISHIGAMI_VARIANCE, s2 = v / 2;
  for (size_t p = 0; p < N; p++) {
    for (uint32_t i = 0; i < K; i++) x[p * K + i] = reference_uniform(22, p, i);
    y[p] = reference_ishigami(x + p * K, 3) + sqrt(s2) * reference_normal(23, p, 0);
  }
  y[5] = NAN;
  struct given_index indices[K];
  struct given_bounds bounds;
  find_given(x, y, N, K, 0, 0, indices, &bounds);
  assert_int_equal(bounds.points, N - 1);
  for (int i = 0; i < K; i++) {
    print_message("  given %d: first %.4f (%.4f to %.4f), PAWN %.4f; bounds %.4f, %.4f\n", i + 1,
                  indices[i].first, indices[i].first_interval.low, indices[i].first_interval.high,
                  indices[i].pawn, bounds.first, bounds.pawn);
    NEAR(indices[i].first, i < 3 ? reference_ishigami_first[i] * v / (v + s2) : 0, 0.012);
  }
  /* The third leaves the mean alone, not the law: PAWN sees it, and not the fourth. */
  EXPECT(indices[2].pawn > 1.5 * bounds.pawn, "%g, bound %g", indices[2].pawn, bounds.pawn);
  EXPECT(indices[3].pawn <= bounds.pawn && indices[3].first <= bounds.first, "%g and %g of nothing",
         indices[3].pawn, indices[3].first);
  free(x);
}

static void given_samples_that_say_nothing_are_refused(void **state) {
  (void)state;
  double x[60], y[60];
  for (int p = 0; p < 60; p++) {
    x[p] = 1;
    y[p] = p % 7;
  }
  struct given_index index;
  struct given_bounds bounds;
  struct error error;
  find_given(x, y, 60, 1, 0, 0, &index, &bounds);
  EXPECT(isnan(index.first) && isnan(index.pawn), "of an input that is the same: %g", index.first);
  struct given_data data = {15, 1, x, y, 0, 0};
  assert_int_equal(given_indices(&data, 0.95, 50, key, &index, &bounds, &error), STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "draw more"));
  data.points = 60;
  for (int p = 0; p < 60; p++) y[p] = 2.5;
  assert_int_equal(given_indices(&data, 0.95, 50, key, &index, &bounds, &error), STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "2.5"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_balanced_split_has_its_closed_form),
      cmocka_unit_test(an_unbalanced_split_counts_every_draw_once),
      cmocka_unit_test(a_split_knows_its_ends),
      cmocka_unit_test(a_split_refuses_what_it_cannot_split),
      cmocka_unit_test(elementary_effects_of_ishigami_on_the_whole_grid),
      cmocka_unit_test(elementary_effects_of_a_line_are_its_slopes),
      cmocka_unit_test(auxiliary_points_keep_their_distance),
      cmocka_unit_test(noise_alone_has_a_known_effect),
      cmocka_unit_test(a_group_moves_together),
      cmocka_unit_test(twenty_inputs_are_screened),
      cmocka_unit_test(a_given_line_has_its_closed_form),
      cmocka_unit_test(a_given_sample_tells_first_order_effects),
      cmocka_unit_test(given_samples_that_say_nothing_are_refused),
  };
  return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
