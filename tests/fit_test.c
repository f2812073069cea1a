/* The estimators that patterns are measured by: numbers whose law is known give that law. */
#include "support.h"

#include "bellwether/study/validate_fit.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { N = 4000 };

/* The middle of the i-th of N equal parts of (0, 1): quantiles there are as regular as a sample can
 * be, so that an estimate misses by the method alone. */
static double part(int i) { return (i + 0.5) / N; }

static void hill_finds_the_exponent_of_a_pareto_tail(void **state) {
  (void)state;
  double x[N], cut;
  for (int i = 0; i < N; i++) x[i] = pow(1 - part(i), -1 / 1.25);
  const double exponent = validate_hill(x, N, 0.1, &cut);
  EXPECT(fabs(exponent / 1.25 - 1) < 0.01, "exponent %g", exponent);
  EXPECT(fabs(cut / x[N * 9 / 10 - 1] - 1) < 1e-12, "the tail begins at %g", cut);
  EXPECT(isnan(validate_hill(x, 50, 0.1, &cut)), "five values were called a tail");
}

static void subbotin_tells_laplace_from_gauss(void **state) {
  (void)state;
  double laplace[N], gauss[N];
  for (int i = 0; i < N; i++) {
    laplace[i] = 0.5 + gsl_cdf_laplace_Pinv(part(i), 0.3);
    gauss[i] = -1 + gsl_cdf_gaussian_Pinv(part(i), 0.2);
  }
  const struct validate_subbotin a = validate_subbotin_fit(laplace, N);
  EXPECT(fabs(a.shape - 1) < 0.02, "Laplace: shape %g", a.shape);
  EXPECT(fabs(a.scale - 0.3) < 0.005, "Laplace: scale %g", a.scale);
  EXPECT(fabs(a.centre - 0.5) < 1e-6, "Laplace: centre %g", a.centre);
  const struct validate_subbotin b = validate_subbotin_fit(gauss, N);
  EXPECT(fabs(b.shape - 2) < 0.04, "Gauss: shape %g", b.shape);
  EXPECT(fabs(b.scale - 0.2) < 0.005, "Gauss: scale %g", b.scale);
}

/* A shape beyond the bounds is given as the bound; without spread, or with few values, none is. */
static void subbotin_does_not_guess(void **state) {
  (void)state;
  double even[N], same[N];
  for (int i = 0; i < N; i++) {
    even[i] = part(i);
    same[i] = 3;
  }
  EXPECT(fabs(validate_subbotin_fit(even, N).shape - 5) < 1e-12,
         "a uniform law has no finite shape");
  EXPECT(isnan(validate_subbotin_fit(same, N).shape), "no spread has no shape");
  EXPECT(isnan(validate_subbotin_fit(even, 20).shape), "twenty values tell nothing");
}

static void a_subbotin_density_adds_to_one(void **state) {
  (void)state;
  static const double shapes[] = {0.5, 1, 2, 4};
  for (int k = 0; k < 4; k++) {
    const struct validate_subbotin law = {0.2, 0.3, shapes[k]};
    double sum = 0;
    for (int i = -200000; i <= 200000; i++) sum += validate_subbotin_density(&law, i * 1e-3) * 1e-3;
    EXPECT(fabs(sum - 1) < 0.005, "shape %g: %g", shapes[k], sum);
  }
}

static void a_regression_finds_its_coefficients_and_bears_idle_columns(void **state) {
  (void)state;
  enum { ROWS = 200, COLUMNS = 4 };
  struct error error = {0};
  double x[ROWS][COLUMNS], y[ROWS], c[COLUMNS];
  for (int i = 0; i < ROWS; i++) {
    x[i][0] = sin(i);
    x[i][1] = cos(3 * i);
    x[i][2] = 0; /* says nothing */
    x[i][3] = 1;
    y[i] = 0.05 * x[i][0] - 2 * x[i][1] + 7;
  }
  assert_int_equal(validate_regress(&x[0][0], y, ROWS, COLUMNS, c, &error), STATUS_OK);
  EXPECT(fabs(c[0] - 0.05) < 1e-9 && fabs(c[1] + 2) < 1e-9 && fabs(c[3] - 7) < 1e-9, "%g, %g, %g",
         c[0], c[1], c[3]);
  EXPECT(fabs(c[2]) < 1e-9, "an empty column has %g", c[2]);
  for (int i = 0; i < ROWS; i++) x[i][2] = 2; /* the constant again: both share it */
  assert_int_equal(validate_regress(&x[0][0], y, ROWS, COLUMNS, c, &error), STATUS_OK);
  EXPECT(fabs(c[0] - 0.05) < 1e-9, "beside twin columns: %g", c[0]);
  EXPECT(fabs(2 * c[2] + c[3] - 7) < 1e-9, "twin columns: %g, %g", c[2], c[3]);
  assert_int_equal(validate_regress(&x[0][0], y, COLUMNS, COLUMNS, c, &error), STATUS_OK);
  EXPECT(isnan(c[0]), "no rows to spare, yet %g", c[0]);
}

static void a_slope_is_a_slope(void **state) {
  (void)state;
  static const double x[] = {0, 1, 2, 3}, y[] = {5, 4.5, 4, 3.5};
  EXPECT(fabs(validate_slope(x, y, 4) + 0.5) < 1e-12, "%g", validate_slope(x, y, 4));
  EXPECT(isnan(validate_slope(x, y, 2)), "two values are too few");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hill_finds_the_exponent_of_a_pareto_tail),
      cmocka_unit_test(subbotin_tells_laplace_from_gauss),
      cmocka_unit_test(subbotin_does_not_guess),
      cmocka_unit_test(a_subbotin_density_adds_to_one),
      cmocka_unit_test(a_regression_finds_its_coefficients_and_bears_idle_columns),
      cmocka_unit_test(a_slope_is_a_slope),
  };
  return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
