#include "bellwether/study/compare.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define RESAMPLES 2000 /* of the bootstrap */

/* All bootstraps resample alike: what is compared is drawn together. */
static const struct draw_key resampling_key = {1, 0};

struct comparison compare_values(const double *base, const double *other, size_t n, double level) {
  struct comparison c = {.base = NAN,
                         .other = NAN,
                         .difference = NAN,
                         .low = NAN,
                         .high = NAN,
                         .sd = NAN,
                         .sd_ratio = NAN,
                         .p = NAN,
                         .effect = NAN,
                         .superiority = statistics_superiority(base, other, n)};
  double *a = calloc(3 * n + 1, sizeof *a), *b = a + n, *d = a + 2 * n;
  if (!a) return c;
  for (size_t r = 0; r < n; r++) {
    if (isnan(base[r]) || isnan(other[r])) continue;
    a[c.pairs] = base[r];
    b[c.pairs] = other[r];
    d[c.pairs++] = other[r] - base[r];
  }
  if (c.pairs) {
    c.base = gsl_stats_mean(a, 1, c.pairs);
    c.other = gsl_stats_mean(b, 1, c.pairs);
    c.difference = gsl_stats_mean(d, 1, c.pairs);
  }
  if (c.pairs > 1) {
    c.sd = gsl_stats_sd(d, 1, c.pairs);
    const struct estimate difference = statistics_mean(d, 1, c.pairs, level);
    c.low = difference.low;
    c.high = difference.high;
    const double unpaired = sqrt(gsl_stats_variance(a, 1, c.pairs) +
                                 gsl_stats_variance(b, 1, c.pairs));
    if (unpaired > 0) {
      c.sd_ratio = c.sd / unpaired;
      c.effect = c.difference / (unpaired / sqrt(2.0));
    }
    c.p = statistics_paired_p(c.difference, c.sd, c.pairs);
  }
  free(a);
  return c;
}

/* Values of one month by replication into `out`: of a place, or summed over all. */
static enum status read_month(const struct results *results, enum indicator indicator,
                              uint32_t scenario, uint32_t place, uint32_t month, double *series,
                              double *out, struct error *error) {
  const size_t n = results->replications, months = results->months;
  const uint32_t first = place < results->places ? place : 0;
  const uint32_t end = place < results->places ? place + 1 : results->places;
  for (size_t r = 0; r < n; r++) out[r] = 0;
  for (uint32_t p = first; p < end; p++) {
    TRY(results_read(results, indicator, scenario, p, series, error));
    for (size_t r = 0; r < n; r++) out[r] += series[r * months + month];
  }
  return STATUS_OK;
}

enum status compare_scenarios(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                              double level, struct comparison *comparison, struct error *error) {
  const size_t n = results->replications, months = results->months;
  double *series = calloc(n * months + 2 * n, sizeof *series);
  if (!series) return error_memory(error, "a comparison", n * months * sizeof *series);
  double *a = series + n * months, *b = a + n;
  enum status status = read_month(results, indicator, base, place, month, series, a, error);
  if (status == STATUS_OK) {
    status = read_month(results, indicator, other, place, month, series, b, error);
  }
  if (status == STATUS_OK) *comparison = compare_values(a, b, n, level);
  free(series);
  return status;
}

enum status compare_months(const struct results *results, enum indicator indicator, uint32_t place,
                           uint32_t base, uint32_t other, double level,
                           struct comparison *comparisons, double *differences,
                           struct error *error) {
  const size_t n = results->replications, months = results->months, cells = n * months;
  const uint32_t first = place < results->places ? place : 0;
  const uint32_t end = place < results->places ? place + 1 : results->places;
  double *series = calloc(3 * cells, sizeof *series);
  if (!series) return error_memory(error, "a comparison", 3 * cells * sizeof *series);
  double *a = series + cells, *b = a + cells; /* [month][replication] */
  enum status status = STATUS_OK;
  for (uint32_t p = first; p < end; p++) {
    for (int k = 0; k < 2 && status == STATUS_OK; k++) {
      status = results_read(results, indicator, k ? other : base, p, series, error);
      for (size_t i = 0; i < cells; i++) (k ? b : a)[i % months * n + i / months] += series[i];
    }
  }
  for (size_t m = 0; m < months && status == STATUS_OK; m++) {
    comparisons[m] = compare_values(a + m * n, b + m * n, n, level);
  }
  for (size_t i = 0; i < cells && differences; i++) differences[i] = b[i] - a[i];
  free(series);
  return status;
}

enum status compare_values_of(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t scenario, double *out,
                              struct error *error) {
  const size_t cells = (size_t)results->replications * results->months;
  double *series = calloc(cells + 1, sizeof *series);
  if (!series) return error_memory(error, "a scenario", cells * sizeof *series);
  const enum status status = read_month(results, indicator, scenario, place, month, series, out,
                                        error);
  free(series);
  return status;
}

enum status compare_differences(const struct results *results, enum indicator indicator,
                                uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                                double *out, struct error *error) {
  const size_t n = results->replications, cells = n * results->months;
  double *series = calloc(cells + n, sizeof *series), *a = series + cells;
  if (!series) return error_memory(error, "a comparison", cells * sizeof *series);
  enum status status = read_month(results, indicator, base, place, month, series, a, error);
  if (status == STATUS_OK) {
    status = read_month(results, indicator, other, place, month, series, out, error);
  }
  for (size_t r = 0; r < n && status == STATUS_OK; r++) out[r] -= a[r];
  free(series);
  return status;
}

enum status compare_bootstrap(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                              double level, struct interval *interval, struct error *error) {
  const size_t n = results->replications;
  double *d = calloc(n, sizeof *d);
  if (!d) return error_memory(error, "a comparison", n * sizeof *d);
  size_t kept = 0;
  enum status status = compare_differences(results, indicator, place, month, base, other, d, error);
  for (size_t r = 0; r < n; r++) { /* those of failed replications are left out */
    if (!isnan(d[r])) d[kept++] = d[r];
  }
  if (status == STATUS_OK) {
    status = statistics_bca(d, kept, level, RESAMPLES, resampling_key, interval, error);
  }
  free(d);
  return status;
}

enum status compare_adjust(struct comparison *rows, size_t stride, size_t count,
                           struct error *error) {
  double *p = calloc(count + 1, sizeof *p);
  if (!p) return error_memory(error, "p values", count * sizeof *p);
  char *const first = (char *)rows + offsetof(struct comparison, p);
  for (size_t k = 0; k < count; k++) memcpy(&p[k], first + k * stride, sizeof *p);
  const enum status status = statistics_holm(p, count, error);
  for (size_t k = 0; k < count; k++) memcpy(first + k * stride, &p[k], sizeof *p);
  free(p);
  return status;
}
