/* statistics_probe - prints statistics of given numbers, one "name value..." a line, for
 * statistics_test.py to hold against SciPy. */
#include "bellwether/study/compare.h"
#include "bellwether/study/factorial.h"
#include "bellwether/study/statistics.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 37, RESAMPLES = 20000 };

/* A design's masks, values of its runs, and the effects that are found in them. */
static void print_design(size_t k) {
  struct factorial design;
  double y[FACTORIAL_RUNS], means[FACTORIAL_MOST], pairs[FACTORIAL_MOST * FACTORIAL_MOST];
  factorial_design(k, &design);
  printf("masks %zu", k);
  for (size_t run = 0; run < design.runs; run++) printf(" %u", design.mask[run]);
  printf("\nresponses %zu", k);
  for (size_t run = 0; run < design.runs; run++) {
    y[run] = sin(1.3 * (double)run) + (double)(design.mask[run] % 7);
    printf(" %.17g", y[run]);
  }
  factorial_contrast(&design, y, means, pairs);
  printf("\neffects %zu", k);
  for (size_t a = 0; a < k; a++) printf(" %.17g", means[a]);
  printf("\npairs %zu", k);
  for (size_t a = 0; a < k; a++) {
    for (size_t b = a + 1; b < k; b++) printf(" %.17g", pairs[a * k + b]);
  }
  printf("\n");
}

int main(void) {
  double base[N], other[N], difference[N];
  for (int k = 0; k < N; k++) {
    base[k] = 10 + 3 * sin(k * 1.7) + 0.05 * k;
    other[k] = base[k] + 0.4 + exp(2.5 * sin(k * 2.3)); /* skewed */
    difference[k] = other[k] - base[k];
    printf("pair %.17g %.17g\n", base[k], other[k]);
  }
  const struct comparison c = compare_values(base, other, N, 0.95);
  printf("t %.17g %.17g %.17g %.17g\n", c.difference, c.low, c.high, c.sd);
  printf("p %.17g\n", statistics_paired_p(c.difference, c.sd, N));
  printf("superiority %.17g\n", statistics_superiority(base, other, N));
  struct interval interval;
  struct error error;
  if (statistics_bca(difference, N, 0.95, RESAMPLES, (struct draw_key){7, 0}, &interval, &error) !=
      STATUS_OK) {
    return 1;
  }
  printf("bca %.17g %.17g\n", interval.low, interval.high);
  static const size_t shares[][2] = {{0, 10}, {0, 20}, {10, 10}, {50, 50}, {3, 20}, {187, 400}};
  for (size_t k = 0; k < sizeof shares / sizeof shares[0]; k++) {
    interval = statistics_wilson(shares[k][0], shares[k][1], 0.95);
    printf("wilson %zu %zu %.17g %.17g\n", shares[k][0], shares[k][1], interval.low, interval.high);
  }
  double p[] = {0.01, 0.04, 0.03, NAN, 0.005, 0.6};
  if (statistics_holm(p, sizeof p / sizeof p[0], &error) != STATUS_OK) return 1;
  printf("holm");
  for (size_t k = 0; k < sizeof p / sizeof p[0]; k++) printf(" %.17g", p[k]);
  /* The gloves game (Osborne and Rubinstein): one left glove, two right ones; 2/3, 1/6, 1/6. */
  const double gloves[8] = {0, 0, 0, 1, 0, 1, 0, 1};
  double part[3];
  statistics_shapley(3, gloves, part);
  printf("\nshapley %.17g %.17g %.17g\n", part[0], part[1], part[2]);
  for (size_t k = 2; k <= FACTORIAL_MOST; k++) print_design(k);
  return 0;
}
