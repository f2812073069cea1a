/* Shares of an outcome's variance against published and closed-form values: first-order and total
 * effects, chance's own, Shapley effects. */
#include "reference_functions.h"
#include "support.h"

#include "bellwether/study/shapley_effects.h"
#include "bellwether/study/sobol.h"

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct draw_key key = {18, 0};

/* Runs of A, B and all AB, [block][row][n], with `noise`: of its own in each run where `own`, else
 * one a row and replication that all blocks share. */
static double *run_sobol(reference_function *f, uint32_t stream, size_t rows, size_t k, size_t n,
                         double noise, bool own) {
  const size_t block = rows * k;
  double *a = calloc(block * (k + 4), sizeof *a);
  double *y = calloc(rows * (k + 2) * n, sizeof *y);
  assert_true(a && y);
  double *b = a + block, *points = b + block;
  reference_sobol(stream, rows, k, a, b);
  sobol_points(a, b, rows, k, k, NULL, points);
  for (size_t run = 0; run < rows * (k + 2); run++) {
    const double value = f(points + run * k, k);
    const size_t id = own ? run : run % rows;
    for (size_t r = 0; r < n; r++) {
      y[run * n + r] = value;
      if (noise > 0) y[run * n + r] += noise * reference_normal(stream + 1, id, (uint32_t)r);
    }
  }
  free(a);
  return y;
}

static void find_sobol(const double *y, size_t groups, size_t rows, size_t n, size_t resamples,
                       struct sobol_index *indices, struct sobol *all) {
  const struct sobol_sample sample = {groups, rows, n, rows * n, y};
  struct error error;
  assert_int_equal(sobol_indices(&sample, 0.95, resamples, key, indices, all, &error), STATUS_OK);
}

/* Indices within `tolerance` of `first` and `total`, all shrunk as noise of variance `noise` would
 * shrink them. */
static void expect_sobol(reference_function *f, const char *name, size_t k, const double *first,
                         const double *total, double variance, size_t rows, double tolerance) {
  struct sobol_index indices[20];
  struct sobol all;
  double *y = run_sobol(f, 3, rows, k, 1, 0, false), interactions = 1;
  find_sobol(y, k, rows, 1, 100, indices, &all);
  for (size_t i = 0; i < k; i++) {
    print_message("  %s %zu: first %.5f of %.5f (%s), total %.5f of %.5f\n", name, i + 1,
                  indices[i].first, first[i],
                  indices[i].estimator == SOBOL_JANON ? "Janon" : "Saltelli", indices[i].total,
                  total[i]);
    NEAR(indices[i].first, first[i], tolerance);
    NEAR(indices[i].total, total[i], tolerance);
    interactions -= first[i];
  }
  NEAR(all.variance / variance, 1, tolerance);
  NEAR(all.interactions, interactions, 2 * tolerance);
  EXPECT(isnan(all.chance), "one replication knows its chance, %g", all.chance);
  free(y);
}

static void variance_shares_of_published_functions(void **state) {
  (void)state;
  static const double r_first[] = {0.383023826, 0.000913038, 0};
  static const double r_total[] = {0.999086962, 0.000913038, 0.616063136};
  static const double g_first[] = {0.716192, 0.179048, 0.023676, 0.007162,
                                   7.2e-5,   7.2e-5,   7.2e-5,   7.2e-5};
  static const double g_total[] = {0.787144, 0.242198, 0.034317, 0.010460,
                                   1.05e-4,  1.05e-4,  1.05e-4,  1.05e-4};
  static const double six_first[] = {0.586781, 0.260792, 0.036674, 0.005868, 5.9e-5, 5.9e-5};
  static const double six_total[] = {0.690086, 0.356173, 0.056334, 0.009171, 9.2e-5, 9.2e-5};
  enum { ROWS = 16384 };
  expect_sobol(reference_ishigami, "ishigami", 3, reference_ishigami_first,
               reference_ishigami_total, REFERENCE_ISHIGAMI_VARIANCE, ROWS, 0.004);
  expect_sobol(reference_ishigami_r, "sensobol's", 3, r_first, r_total, 547.62243, ROWS, 0.01);
  expect_sobol(reference_g, "g", 8, g_first, g_total, 0.465424431902, ROWS, 0.004);
  expect_sobol(reference_g_six, "g of six", 6, six_first, six_total, 0.568070925, ROWS, 0.004);
}

static double steep(const double *x, size_t k) {
  (void)k;
  return 1e7 + x[0] + 0.1 * x[1]; /* a mean far above the spread */
}

/* Near 1 Janon's estimator is exact, near 0 Saltelli's: each is taken where it is. Of N rows,
 * Janon's errs by some (1 - S^2) / sqrt N, Saltelli's by sqrt(2 S / N). */
static void the_better_estimator_is_taken(void **state) {
  (void)state;
  enum { ROWS = 200 };
  struct sobol_index indices[2];
  struct sobol all;
  double *y = run_sobol(steep, 5, ROWS, 2, 1, 0, false);
  find_sobol(y, 2, ROWS, 1, 300, indices, &all);
  assert_int_equal(indices[0].estimator, SOBOL_JANON);
  assert_int_equal(indices[1].estimator, SOBOL_SALTELLI);
  NEAR(indices[0].first, 1 / 1.01, 0.005);
  NEAR(indices[1].first, 0.01 / 1.01, 0.02);
  free(y);
}

/* Noise of half the function's variance, whether each run has its own or rows share theirs: shares
 * of V + s^2, chance's own, and all add up to 1. */
static void chance_is_an_input_of_its_own(void **state) {
  (void)state;
  enum { ROWS = 16384 };
  const double v = REFERENCE_ISHIGAMI_VARIANCE, s2 = v / 2;
  for (size_t n = 2; n <= 3; n++) {
    for (int own = 0; own <= 1; own++) {
      struct sobol_index indices[3];
      struct sobol all;
      double *y = run_sobol(reference_ishigami, 7, ROWS, 3, n, sqrt(s2), own), sum = 0;
      find_sobol(y, 3, ROWS, n, 100, indices, &all);
      for (int i = 0; i < 3; i++) {
        NEAR(indices[i].first, reference_ishigami_first[i] * v / (v + s2), 0.015);
        NEAR(indices[i].total, reference_ishigami_total[i] * v / (v + s2), 0.015);
        sum += indices[i].first;
      }
      print_message("  %zu replications, %s: chance %.4f of %.4f (%.4f to %.4f), total of 3 %.4f\n",
                    n, own ? "own" : "shared", all.chance, s2 / (v + s2), all.chance_interval.low,
                    all.chance_interval.high, indices[2].total);
      NEAR(all.chance, s2 / (v + s2), 0.008);
      NEAR(sum + all.chance + all.interactions, 1, 1e-12);
      NEAR(all.interactions, 0.243683664062 * v / (v + s2), 0.02);
      EXPECT(all.chance_interval.low < s2 / (v + s2) && all.chance_interval.high > s2 / (v + s2),
             "%g to %g", all.chance_interval.low, all.chance_interval.high);
      free(y);
    }
  }
}

/* Means of n replications taken for one run: V_i / (V + s^2 / n) with noise of each run's own, and
 * every total holds all of the noise; V_i / V where all runs share one chance. */
static void noise_in_a_single_run_goes_where_it_is_said_to(void **state) {
  (void)state;
  enum { ROWS = 16384 };
  const double v = REFERENCE_ISHIGAMI_VARIANCE, s2 = v / 2;
  const size_t n = 4;
  struct sobol_index indices[3];
  struct sobol all;
  double *y = run_sobol(reference_ishigami, 9, ROWS, 3, 1, sqrt(s2 / (double)n), true);
  find_sobol(y, 3, ROWS, 1, 100, indices, &all);
  const double whole = v + s2 / (double)n;
  for (int i = 0; i < 3; i++) {
    NEAR(indices[i].first, reference_ishigami_first[i] * v / whole, 0.02);
    NEAR(indices[i].total, (reference_ishigami_total[i] * v + s2 / (double)n) / whole, 0.02);
  }
  free(y);
  y = run_sobol(reference_ishigami, 9, ROWS, 3, 1, 0, true);
  for (size_t run = 0; run < (size_t)ROWS * 5; run++) y[run] += 3.7;
  find_sobol(y, 3, ROWS, 1, 100, indices, &all);
  for (int i = 0; i < 3; i++) NEAR(indices[i].first, reference_ishigami_first[i], 0.004);
  free(y);
}

/* Of y = x1 + x2 e, e of variance 1: chance E x2^2 = 1/3, x1 1/12, x2 nothing alone. */
static void chance_keeps_what_inputs_do_to_it(void **state) {
  (void)state;
  enum { ROWS = 16384, BLOCK = ROWS * 2 };
  double *a = calloc(BLOCK * 6, sizeof *a), *y = calloc(BLOCK * 4, sizeof *y);
  assert_true(a && y);
  double *b = a + BLOCK, *points = b + BLOCK;
  reference_sobol(11, ROWS, 2, a, b);
  sobol_points(a, b, ROWS, 2, 2, NULL, points);
  for (size_t run = 0; run < ROWS * 4; run++) {
    for (uint32_t r = 0; r < 2; r++) {
      y[run * 2 + r] = points[run * 2] + points[run * 2 + 1] * reference_normal(12, run, r);
    }
  }
  struct sobol_index indices[2];
  struct sobol all;
  find_sobol(y, 2, ROWS, 2, 100, indices, &all);
  NEAR(all.chance, 0.8, 0.01);
  NEAR(indices[0].first, 0.2, 0.03);
  NEAR(indices[0].total, 0.2, 0.03);
  NEAR(indices[1].first, 0, 0.03);
  NEAR(indices[1].total, 0, 0.03);
  free(a);
  free(y);
}

/* A failed run takes its row along; half a sample is a sample; groups are inputs taken together. */
static void rows_halves_and_groups(void **state) {
  (void)state;
  enum { ROWS = 4096, K = 3 };
  double *y = run_sobol(reference_ishigami, 13, ROWS, K, 1, 0, false);
  struct sobol_index indices[K], half[K];
  struct sobol all;
  struct error error;
  const double kept = y[ROWS * 2 + 17];
  y[ROWS * 2 + 17] = y[17] = NAN;
  y[ROWS * 4 + 90] = NAN;
  find_sobol(y, K, ROWS, 1, 50, indices, &all);
  assert_int_equal(all.rows, ROWS - 2);
  NEAR(indices[0].first, reference_ishigami_first[0], 0.01);
  y[ROWS * 2 + 17] = kept;
  const struct sobol_sample first_half = {K, ROWS / 2, 1, ROWS, y};
  assert_int_equal(sobol_indices(&first_half, 0.95, 50, key, half, &all, &error), STATUS_OK);
  NEAR(half[2].total, reference_ishigami_total[2], 0.02);
  const struct sobol_sample one = {K, 1, 1, ROWS, y};
  assert_int_equal(sobol_indices(&one, 0.95, 50, key, half, &all, &error), STATUS_UNDECIDED);
  for (size_t run = 0; run < ROWS * 5; run++) y[run] = 0.1;
  const struct sobol_sample alike = {K, ROWS, 1, ROWS, y};
  assert_int_equal(sobol_indices(&alike, 0.95, 50, key, half, &all, &error), STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "0.1"));
  free(y);
  static const double a[] = {1, 2, 3}, b[] = {4, 5, 6}, mixed[] = {4, 2, 6};
  static const size_t group[] = {0, 1, 0};
  double points[12];
  sobol_points(a, b, 1, 3, 2, group, points);
  assert_memory_equal(points, a, sizeof a);
  assert_memory_equal(points + 3, b, sizeof b);
  assert_memory_equal(points + 6, mixed, sizeof mixed);
}

/* GSL's sequence in its first dimensions, the origin left out, and where it ends. */
static void quasi_random_numbers_are_sobols(void **state) {
  (void)state;
  static const double expected[] = {0.5, 0.5, 0.75, 0.25, 0.25, 0.75};
  gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, 2);
  double point[2];
  for (int p = 0; p < 3; p++) {
    gsl_qrng_get(sequence, point);
    NEAR(point[0], expected[2 * p], 0);
    NEAR(point[1], expected[2 * p + 1], 0);
  }
  gsl_qrng_free(sequence);
  assert_int_equal(gsl_qrng_sobol->max_dimension, 40);
}

/* What runs of f over a design's points say, with noise of each run's own. */
static void find_shapley(const struct shapley_design *design, reference_function *f,
                         shapley_sampler *sampler, void *law, size_t n, double noise,
                         struct shapley_effect *effects, struct shapley_whole *whole) {
  const size_t runs = shapley_effects_runs(design), k = design->inputs;
  double *points = calloc(runs * (k + n), sizeof *points), *y = points + runs * k;
  struct error error;
  assert_non_null(points);
  assert_int_equal(shapley_effects_points(design, sampler, law, points, &error), STATUS_OK);
  for (size_t run = 0; run < runs; run++) {
    const double value = f(points + run * k, k);
    for (size_t r = 0; r < n; r++) {
      y[run * n + r] = value;
      if (noise > 0) y[run * n + r] += noise * reference_normal(31, run, (uint32_t)r);
    }
  }
  assert_int_equal(shapley_effects(design, y, n, 0.95, 100, effects, whole, &error), STATUS_OK);
  free(points);
}

static void expect_shapley(const char *name, const struct shapley_effect *effects,
                           const struct shapley_whole *whole, const double *shares, size_t k,
                           double tolerance) {
  double sum = isnan(whole->chance) ? 0 : whole->chance;
  for (size_t i = 0; i < k; i++) {
    print_message("  %s %zu: Shapley %.4f of %.4f (%.4f to %.4f)\n", name, i + 1, effects[i].share,
                  shares[i], effects[i].interval.low, effects[i].interval.high);
    NEAR(effects[i].share, shares[i], tolerance);
    sum += effects[i].share;
  }
  NEAR(sum, 1, 1e-9);
}

/* Independent inputs, uniform on [0, 1]. */
static enum status uniform(void *inputs, const bool *is_free, gsl_rng *rng, double *x,
                           struct error *error) {
  (void)error;
  for (size_t i = 0; i < *(size_t *)inputs; i++) {
    if (is_free[i]) x[i] = gsl_rng_uniform(rng);
  }
  return STATUS_OK;
}

static double sum_of(const double *x, size_t k) {
  double sum = 0;
  for (size_t i = 0; i < k; i++) sum += x[i];
  return sum;
}

static void shapley_effects_of_published_functions(void **state) {
  (void)state;
  static const double ishigami[] = {0.435747023179, 0.442411144790, 0.121841832031};
  static const double g[] = {0.751519, 0.210477, 0.028880, 0.008772,
                             8.8e-5,   8.8e-5,   8.8e-5,   8.8e-5};
  struct shapley_effect effects[8];
  struct shapley_whole whole;
  size_t three = 3, eight = 8;
  const struct shapley_design sets = {3, 40000, 0, 10000, 3, key};
  find_shapley(&sets, reference_ishigami, uniform, &three, 1, 0, effects, &whole);
  expect_shapley("ishigami", effects, &whole, ishigami, 3, 0.015);
  NEAR(whole.variance / REFERENCE_ISHIGAMI_VARIANCE, 1, 0.02);
  const struct shapley_design orders = {3, 40000, 20000, 1, 3, key};
  find_shapley(&orders, reference_ishigami, uniform, &three, 1, 0, effects, &whole);
  expect_shapley("ishigami, orders", effects, &whole, ishigami, 3, 0.02);
  const struct shapley_design many = {8, 40000, 10000, 1, 3, key};
  find_shapley(&many, reference_g, uniform, &eight, 1, 0, effects, &whole);
  expect_shapley("g", effects, &whole, g, 8, 0.02);
}

/* y = x1 + x2 + x3, x2 and x3 correlated by r (Iooss and Prieur 2019): x2's is
 * s2^2 + r s2 s3 + r^2 (s3^2 - s2^2) / 2, over V. */
static void shapley_effects_under_dependence(void **state) {
  (void)state;
  static const double none[3], two[] = {1, 1, 1, 4}, pair[] = {0.339285714, 0.660714286};
  const double s2 = 1.5, s3 = 0.7, r = -0.6, v = 1 + s2 * s2 + s3 * s3 + 2 * r * s2 * s3;
  const double three[] = {1, 0, 0, 0, s2 * s2, r * s2 * s3, 0, r * s2 * s3, s3 * s3};
  const double shift = r * r * (s3 * s3 - s2 * s2) / 2;
  const double shares[] = {1 / v, (s2 * s2 + r * s2 * s3 + shift) / v,
                           (s3 * s3 + r * s2 * s3 - shift) / v};
  struct shapley_law law = {2, none, two};
  struct shapley_effect effects[3];
  struct shapley_whole whole;
  const struct shapley_design sets = {2, 40000, 0, 20000, 3, key};
  find_shapley(&sets, sum_of, shapley_gaussian, &law, 1, 0, effects, &whole);
  expect_shapley("two Gaussians", effects, &whole, pair, 2, 0.01);
  NEAR(whole.variance / 7, 1, 0.02);
  law = (struct shapley_law){3, none, three};
  for (size_t orders = 0; orders <= 20000; orders += 20000) {
    const struct shapley_design design = {3, 40000, orders, orders ? 1 : 10000, 3, key};
    find_shapley(&design, sum_of, shapley_gaussian, &law, 1, 0, effects, &whole);
    expect_shapley(orders ? "three Gaussians, orders" : "three Gaussians", effects, &whole, shares,
                   3, 0.015);
  }
}

/* With two replications noise has a share of its own; with one it is spread evenly. */
static void shapley_effects_leave_chance_out(void **state) {
  (void)state;
  static const double none[2], two[] = {1, 1, 1, 4}, pair[] = {0.339285714, 0.660714286};
  const double s2 = 3.5; /* half of V */
  struct shapley_law law = {2, none, two};
  struct shapley_effect effects[2];
  struct shapley_whole whole;
  for (size_t orders = 0; orders <= 40000; orders += 40000) {
    for (size_t n = 1; n <= 3; n++) {
      const struct shapley_design design = {2, 40000, orders, orders ? 1 : 20000, 3, key};
      find_shapley(&design, sum_of, shapley_gaussian, &law, n, sqrt(s2), effects, &whole);
      double shares[2];
      for (int i = 0; i < 2; i++) shares[i] = (pair[i] * 7 + (n == 1 ? s2 / 2 : 0)) / (7 + s2);
      expect_shapley(n == 1 ? "with noise, one run" : "with noise", effects, &whole, shares, 2,
                     0.015);
      if (n == 1) EXPECT(isnan(whole.chance), "one replication knows its chance");
      else NEAR(whole.chance, s2 / (7 + s2), 0.01);
    }
  }
}

/* Of y = x1 + x2 e, Gaussians of variance 1, x1 has a half, x2 none, and chance a half. Inner runs
 * share their e: within them x2 seems to matter, but not alike in two replications. */
static void shapley_effects_bear_a_chance_that_runs_share(void **state) {
  (void)state;
  enum { K = 2, N = 2 };
  static const double none[K], unit[] = {1, 0, 0, 1};
  struct shapley_law law = {K, none, unit};
  for (size_t orders = 0; orders <= 20000; orders += 20000) {
    const struct shapley_design design = {K, 40000, orders, orders ? 1 : 20000, 3, key};
    const size_t runs = shapley_effects_runs(&design);
    double *points = calloc(runs * (K + N), sizeof *points), *y = points + runs * K;
    struct shapley_effect effects[K];
    struct shapley_whole whole;
    struct error error;
    assert_non_null(points);
    assert_int_equal(shapley_effects_points(&design, shapley_gaussian, &law, points, &error),
                     STATUS_OK);
    for (size_t run = 0; run < runs; run++) {
      const size_t id = run < design.sample ? run : runs + (run - design.sample) / 3;
      for (uint32_t r = 0; r < N; r++) {
        y[run * N + r] = points[run * K] + points[run * K + 1] * reference_normal(32, id, r);
      }
    }
    assert_int_equal(shapley_effects(&design, y, N, 0.95, 100, effects, &whole, &error), STATUS_OK);
    NEAR(effects[0].share, 0.5, 0.03);
    NEAR(effects[1].share, 0, 0.03);
    NEAR(whole.chance, 0.5, 0.02);
    free(points);
  }
}

/* Of three Gaussians given the second, then the last two: mean and covariance by the formulas of
 * conditioning. */
static void gaussians_are_drawn_given_others(void **state) {
  (void)state;
  enum { N = 40000 };
  static const double mean[] = {1, -2, 3};
  static const double covariance[] = {4, 1.2, 0.5, 1.2, 2.25, -0.3, 0.5, -0.3, 2};
  static const bool two[] = {true, false, true}, one[] = {true, false, false};
  struct shapley_law law = {3, mean, covariance};
  struct draw_stream stream;
  gsl_rng *rng = draw_stream_open(&stream, key, DRAW_TEST, 1, 0);
  struct error error;
  double sum[3] = {0}, squares[4] = {0}, x[3] = {0, -1, 0}, z[3] = {0, -1, 5};
  for (int p = 0; p < N; p++) {
    assert_int_equal(shapley_gaussian(&law, two, rng, x, &error), STATUS_OK);
    assert_int_equal(shapley_gaussian(&law, one, rng, z, &error), STATUS_OK);
    NEAR(x[1], -1, 0);
    /* The second is 1 above its mean, the third 2. */
    const double d[] = {x[0] - (1 + 1.2 / 2.25), x[2] - (3 - 0.3 / 2.25), z[0] - (1 + 5.52 / 4.41)};
    for (int i = 0; i < 3; i++) sum[i] += d[i] / N;
    for (int i = 0; i < 3; i++) squares[i] += d[i / 2] * d[(i + 1) / 2] / N;
    squares[3] += d[2] * d[2] / N;
  }
  for (int i = 0; i < 3; i++) NEAR(sum[i], 0, 0.03);
  NEAR(squares[0], 4 - 1.44 / 2.25, 0.08);
  NEAR(squares[1], 0.5 + 0.36 / 2.25, 0.04);
  NEAR(squares[2], 2 - 0.09 / 2.25, 0.05);
  NEAR(squares[3], 4 - 3.8025 / 4.41, 0.08);
}

static void shapley_designs_that_cannot_be_are_refused(void **state) {
  (void)state;
  static const double none[2], opposed[] = {1, 2, 2, 1};
  struct shapley_law law = {2, none, opposed};
  struct error error;
  struct shapley_effect effects[2];
  struct shapley_whole whole;
  double points[200] = {0};
  size_t seven = 7;
  struct shapley_design design = {7, 2, 0, 1, 2, key};
  assert_int_equal(shapley_effects_points(&design, uniform, &seven, points, &error), STATUS_USAGE);
  assert_non_null(strstr(error.text, "random orders"));
  design = (struct shapley_design){2, 4, 0, 2, 3, key};
  assert_int_equal(shapley_effects_runs(&design), 16);
  assert_int_equal(shapley_effects_points(&design, shapley_gaussian, &law, points, &error),
                   STATUS_SCENARIO);
  assert_non_null(strstr(error.text, "not positive definite"));
  for (int p = 0; p < 16; p++) points[p] = 0.1;
  assert_int_equal(shapley_effects(&design, points, 1, 0.95, 9, effects, &whole, &error),
                   STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "0.1"));
  for (int p = 4; p < 16; p++) points[p] = p % 3 ? (double)p : (double)NAN;
  assert_int_equal(shapley_effects(&design, points, 1, 0.95, 9, effects, &whole, &error),
                   STATUS_UNDECIDED);
  assert_non_null(strstr(error.text, "runs failed"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(variance_shares_of_published_functions),
      cmocka_unit_test(the_better_estimator_is_taken),
      cmocka_unit_test(chance_is_an_input_of_its_own),
      cmocka_unit_test(noise_in_a_single_run_goes_where_it_is_said_to),
      cmocka_unit_test(chance_keeps_what_inputs_do_to_it),
      cmocka_unit_test(rows_halves_and_groups),
      cmocka_unit_test(quasi_random_numbers_are_sobols),
      cmocka_unit_test(shapley_effects_of_published_functions),
      cmocka_unit_test(shapley_effects_under_dependence),
      cmocka_unit_test(shapley_effects_leave_chance_out),
      cmocka_unit_test(shapley_effects_bear_a_chance_that_runs_share),
      cmocka_unit_test(gaussians_are_drawn_given_others),
      cmocka_unit_test(shapley_designs_that_cannot_be_are_refused),
  };
  return cmocka_run_group_tests_name("reference shares", tests, NULL, NULL);
}
