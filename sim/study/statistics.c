#include "bellwether/study/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define UNKNOWN 2.0 /* stands for a missing p value while others are sorted: after all of them */

struct estimate statistics_mean(const double *values, size_t stride, size_t n, double level) {
  double sum = 0, squares = 0, count = 0;
  for (size_t k = 0; k < n; k++) {
    if (isnan(values[k * stride])) continue;
    sum += values[k * stride];
    count++;
  }
  const double mean = sum / count;
  for (size_t k = 0; k < n; k++) {
    const double d = values[k * stride] - mean;
    squares += isnan(d) ? 0 : d * d;
  }
  if (count < 2) return (struct estimate){count > 0 ? mean : NAN, NAN, NAN};
  const double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, count - 1) *
                      sqrt(squares / (count - 1) / count);
  return (struct estimate){mean, mean - half, mean + half};
}

struct interval statistics_wilson(size_t successes, size_t n, double level) {
  if (n == 0) return (struct interval){0, 1};
  const double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2);
  const double p = (double)successes / (double)n, size = (double)n;
  const double middle = p + z * z / (2 * size);
  const double half = z * sqrt(p * (1 - p) / size + z * z / (4 * size * size));
  const double scale = 1 + z * z / size;
  /* None or all: that end is exact, and no rounding moves it. */
  return (struct interval){successes == 0 ? 0 : fmax((middle - half) / scale, 0),
                           successes == n ? 1 : fmin((middle + half) / scale, 1)};
}

void statistics_places(struct draw_key key, size_t resampling, size_t n, uint32_t *places) {
  for (size_t k = 0; k < n; k += 4) {
    const struct draw_words words = draw_words(key, DRAW_BOOTSTRAP, resampling, 0,
                                               (uint32_t)(k / 4));
    for (size_t w = 0; w < 4 && k + w < n; w++) {
      places[k + w] = (uint32_t)(((uint64_t)words.v[w] * n) >> 32);
    }
  }
}

double statistics_quantile(const double *sorted, size_t n, double p) {
  if (n < 2) return n ? sorted[0] : NAN;
  const double place = ((double)(n + 1) * p - 1) / (double)(n - 1);
  return gsl_stats_quantile_from_sorted_data(sorted, 1, n, fmin(fmax(place, 0), 1));
}

struct interval statistics_percentiles(double *values, size_t n, double level) {
  size_t known = 0;
  for (size_t k = 0; k < n; k++) {
    if (!isnan(values[k])) values[known++] = values[k];
  }
  gsl_sort(values, 1, known);
  return (struct interval){statistics_quantile(values, known, 0.5 - level / 2),
                           statistics_quantile(values, known, 0.5 + level / 2)};
}

static double mean_at(const double *values, const uint32_t *places, size_t n) {
  double sum = 0;
  for (size_t k = 0; k < n; k++) sum += values[places[k]];
  return sum / (double)n;
}

/* Acceleration by the jackknife: sum d^3 / (6 (sum d^2)^1.5), d = mean of the means without one,
 * less each. For means d_k = (x_k - mean) / (n - 1). */
static double acceleration(const double *values, size_t n, double mean) {
  double cubes = 0, squares = 0;
  for (size_t k = 0; k < n; k++) {
    const double d = values[k] - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  return squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
}

enum status statistics_bca(const double *values, size_t n, double level, size_t resamples,
                           struct draw_key key, struct interval *interval, struct error *error) {
  const double mean = n ? gsl_stats_mean(values, 1, n) : NAN;
  *interval = (struct interval){mean, mean};
  if (n < 2 || gsl_stats_sd(values, 1, n) <= 0) return STATUS_OK;
  double *means = calloc(resamples, sizeof *means);
  uint32_t *places = calloc(n, sizeof *places);
  if (!means || !places) {
    free(means);
    free(places);
    return error_memory(error, "the bootstrap", resamples * sizeof *means);
  }
  for (size_t b = 0; b < resamples; b++) {
    statistics_places(key, b, n, places);
    means[b] = mean_at(values, places, n);
  }
  gsl_sort(means, 1, resamples);
  free(places);
  double below = 0;
  for (size_t b = 0; b < resamples; b++) {
    below += means[b] < mean ? 1 : means[b] > mean ? 0 : 0.5;
  }
  const double size = (double)resamples;
  const double share = fmin(fmax(below / size, 0.5 / size), 1 - 0.5 / size);
  const double bias = gsl_cdf_ugaussian_Pinv(share), a = acceleration(values, n, mean);
  double *const ends[] = {&interval->low, &interval->high};
  for (int k = 0; k < 2; k++) {
    const double z = bias + gsl_cdf_ugaussian_Pinv(k ? 0.5 + level / 2 : 0.5 - level / 2);
    const double at = gsl_cdf_ugaussian_P(bias + z / (1 - a * z));
    *ends[k] = gsl_stats_quantile_from_sorted_data(means, 1, resamples, at);
  }
  free(means);
  return STATUS_OK;
}

enum status statistics_ratio(const double *above, const double *below, size_t n, double level,
                             size_t resamples, struct draw_key key, struct interval *interval,
                             struct error *error) {
  *interval = (struct interval){NAN, NAN};
  if (n < 2) return STATUS_OK;
  double *ratios = calloc(resamples, sizeof *ratios);
  uint32_t *places = calloc(n, sizeof *places);
  const bool positive = gsl_stats_mean(below, 1, n) > 0;
  for (size_t b = 0; b < resamples && ratios && places; b++) {
    statistics_places(key, b, n, places);
    const double under = mean_at(below, places, n);
    const bool bounded = positive ? under > 0 : under < 0;
    ratios[b] = bounded ? mean_at(above, places, n) / under : INFINITY;
  }
  const bool made = ratios && places;
  if (made) {
    gsl_sort(ratios, 1, resamples);
    interval->low = gsl_stats_quantile_from_sorted_data(ratios, 1, resamples, 0.5 - level / 2);
    interval->high = gsl_stats_quantile_from_sorted_data(ratios, 1, resamples, 0.5 + level / 2);
  }
  free(ratios);
  free(places);
  return made ? STATUS_OK : error_memory(error, "the bootstrap", resamples * sizeof *ratios);
}

double statistics_paired_p(double mean, double sd, size_t n) {
  if (n < 2) return NAN;
  if (sd <= 0) return fabs(mean) > 0 ? 0 : 1;
  const double t = fabs(mean) / (sd / sqrt((double)n));
  return 2 * gsl_cdf_tdist_Q(t, (double)n - 1);
}

enum status statistics_holm(double *p, size_t n, struct error *error) {
  size_t *order = calloc(n + 1, sizeof *order);
  if (!order) return error_memory(error, "p values", n * sizeof *order);
  size_t known = 0;
  for (size_t i = 0; i < n; i++) {
    known += isnan(p[i]) ? 0 : 1;
    if (isnan(p[i])) p[i] = UNKNOWN;
  }
  gsl_sort_index(order, p, 1, n);
  double least = 0;
  for (size_t k = 0; k < n; k++) {
    least = fmax(least, (double)(known - k) * p[order[k]]);
    p[order[k]] = k < known ? fmin(least, 1) : NAN;
  }
  free(order);
  return STATUS_OK;
}

double statistics_superiority(const double *base, const double *other, size_t n) {
  double wins = 0, pairs = 0;
  for (size_t k = 0; k < n; k++) {
    if (isnan(base[k]) || isnan(other[k])) continue;
    wins += other[k] > base[k] ? 1 : other[k] < base[k] ? 0 : 0.5;
    pairs++;
  }
  return pairs > 0 ? wins / pairs : NAN;
}

void statistics_shapley(size_t k, const double *worth, double *shares) {
  for (size_t j = 0; j < k; j++) {
    shares[j] = 0;
    for (size_t coalition = 0; coalition < (size_t)1 << k; coalition++) {
      if (coalition >> j & 1) continue;
      unsigned members = 0;
      for (size_t m = 0; m < k; m++) members += (unsigned)(coalition >> m & 1);
      const double weight = exp(gsl_sf_lnfact(members) + gsl_sf_lnfact((unsigned)k - members - 1) -
                                gsl_sf_lnfact((unsigned)k));
      shares[j] += weight * (worth[coalition | (size_t)1 << j] - worth[coalition]);
    }
  }
}
