#include "reference_functions.h"

#include "support.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_qrng.h>
#include <math.h>

const double reference_ishigami_first[3] = {0.313905191148, 0.442411144790, 0};
const double reference_ishigami_total[3] = {0.557588855210, 0.442411144790, 0.243683664062};
static double ishigami(const double *x, double a, double b) {
  double z[3];
  for (int i = 0; i < 3; i++) z[i] = M_PI * (2 * x[i] - 1);
  return sin(z[0]) + a * pow(sin(z[1]), 2) + b * pow(z[2], 4) * sin(z[0]);
}

double reference_ishigami(const double *x, size_t k) {
  assert_int_equal(k, 3);
  return ishigami(x, 7, 0.1);
}

double reference_ishigami_r(const double *x, size_t k) {
  assert_int_equal(k, 3);
  return ishigami(x, 2, 1);
}

static double g(const double *x, const double *a, size_t k) {
  double product = 1;
  for (size_t i = 0; i < k; i++) product *= (fabs(4 * x[i] - 2) + a[i]) / (1 + a[i]);
  return product;
}

double reference_g(const double *x, size_t k) {
  static const double a[] = {0, 1, 4.5, 9, 99, 99, 99, 99};
  assert_int_equal(k, 8);
  return g(x, a, k);
}

double reference_g_six(const double *x, size_t k) {
  static const double a[] = {0, 0.5, 3, 9, 99, 99};
  assert_int_equal(k, 6);
  return g(x, a, k);
}

static double sign(size_t of) { return of % 2 ? -1 : 1; }

double reference_morris(const double *x, size_t k) {
  assert_int_equal(k, 20);
  double w[21], y = 0; /* inputs count from 1 */
  for (size_t i = 1; i <= k; i++) {
    const bool curved = i == 3 || i == 5 || i == 7;
    w[i] = 2 * (curved ? 1.1 * x[i - 1] / (x[i - 1] + 0.1) - 0.5 : x[i - 1] - 0.5);
  }
  for (size_t i = 1; i <= k; i++) {
    y += (i <= 10 ? 20 : sign(i)) * w[i];
    for (size_t j = i + 1; j <= k; j++) {
      y += (j <= 6 ? -15 : sign(i + j)) * w[i] * w[j];
      for (size_t l = j + 1; l <= 5; l++) {
        y -= 10 * w[i] * w[j] * w[l];
        for (size_t s = l + 1; s <= 4; s++) y += 5 * w[i] * w[j] * w[l] * w[s];
      }
    }
  }
  return y;
}

double reference_uniform(uint32_t stream, uint64_t id, uint32_t n) {
  return draw_uniform((struct draw_key){18, stream}, DRAW_TEST, id, 0, n);
}

double reference_normal(uint32_t stream, uint64_t id, uint32_t n) {
  return draw_normal(reference_uniform(stream, id, n), 0, 1);
}

void reference_run(reference_function *f, const double *points, size_t count, size_t k, double *y) {
  for (size_t p = 0; p < count; p++) y[p] = f(points + p * k, k);
}

void reference_sobol(uint32_t stream, size_t count, size_t k, double *a, double *b) {
  gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)(2 * k));
  assert_non_null(sequence);
  double point[40];
  for (size_t p = 0; p < count; p++) {
    gsl_qrng_get(sequence, point);
    for (size_t i = 0; i < 2 * k; i++) {
      const double moved = point[i] + reference_uniform(stream, i, 0);
      (i < k ? a : b)[p * k + i % k] = moved - floor(moved);
    }
  }
  gsl_qrng_free(sequence);
}
