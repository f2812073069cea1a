#include "bellwether/study/compare.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

struct comparison compare_values(const double *base, const double *other, size_t n, double level) {
  struct comparison c = {.base = NAN,
                         .other = NAN,
                         .difference = NAN,
                         .low = NAN,
                         .high = NAN,
                         .sd = NAN,
                         .sd_ratio = NAN};
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
    const double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, (double)c.pairs - 1) * c.sd /
                        sqrt((double)c.pairs);
    c.low = c.difference - half;
    c.high = c.difference + half;
    const double unpaired = sqrt(gsl_stats_variance(a, 1, c.pairs) +
                                 gsl_stats_variance(b, 1, c.pairs));
    if (unpaired > 0) c.sd_ratio = c.sd / unpaired;
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
