#include "bellwether/study/compare.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define RESAMPLES 2000 /* of the bootstrap */
#define NO_ROW    SIZE_MAX

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

enum status compare_over_time(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t base, uint32_t other, double level,
                              struct comparison *comparisons, struct error *error) {
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
  free(series);
  return status;
}

/* Paired differences of one month, those of failed replications left out: n by pairs that all have.
 */
struct differences {
  double *series, *values; /* values: [row][replication] */
  size_t rows, n;
};

static enum status differences_open(const struct results *results, size_t rows,
                                    struct differences *differences, struct error *error) {
  const size_t n = results->replications;
  *differences = (struct differences){.rows = rows, .n = n};
  differences->series = calloc(n * results->months + n, sizeof(double));
  differences->values = calloc(rows * n + 1, sizeof(double));
  if (differences->series && differences->values) return STATUS_OK;
  free(differences->series);
  free(differences->values);
  return error_memory(error, "a comparison", n * results->months * sizeof(double));
}

static enum status differences_read(const struct results *results, struct differences *differences,
                                    size_t row, enum indicator indicator, uint32_t place,
                                    uint32_t month, uint32_t base, uint32_t other,
                                    struct error *error) {
  const size_t n = differences->n;
  double *out = differences->values + row * n;
  double *spare = differences->series + n * results->months;
  TRY(read_month(results, indicator, other, place, month, differences->series, out, error));
  TRY(read_month(results, indicator, base, place, month, differences->series, spare, error));
  for (size_t r = 0; r < n; r++) out[r] -= spare[r];
  return STATUS_OK;
}

/* Leaves out replications that any row lacks. */
static void differences_settle(struct differences *differences) {
  size_t kept = 0;
  const size_t n = differences->n;
  for (size_t r = 0; r < n; r++) {
    bool whole = true;
    for (size_t row = 0; row < differences->rows; row++) {
      whole = whole && !isnan(differences->values[row * n + r]);
    }
    for (size_t row = 0; row < differences->rows && whole; row++) {
      differences->values[row * n + kept] = differences->values[row * n + r];
    }
    kept += whole;
  }
  for (size_t row = 1; row < differences->rows; row++) {
    for (size_t r = 0; r < kept; r++) {
      differences->values[row * kept + r] = differences->values[row * n + r];
    }
  }
  differences->n = kept;
}

static void differences_close(struct differences *differences) {
  free(differences->series);
  free(differences->values);
}

enum status compare_bootstrap(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, uint32_t other,
                              double level, struct interval *interval, struct error *error) {
  struct differences d;
  TRY(differences_open(results, 1, &d, error));
  enum status status = differences_read(results, &d, 0, indicator, place, month, base, other,
                                        error);
  differences_settle(&d);
  if (status == STATUS_OK) {
    status = statistics_bca(d.values, d.n, level, RESAMPLES, resampling_key, interval, error);
  }
  differences_close(&d);
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

enum status compare_costs(const struct results *results, uint32_t place, uint32_t month,
                          uint32_t base, uint32_t other, double level, struct compare_cost *cost,
                          struct error *error) {
  const enum indicator gains[] = {INDICATOR_public_cost_net, INDICATOR_employment,
                                  INDICATOR_value_added, INDICATOR_device_sales};
  struct differences d;
  TRY(differences_open(results, 4, &d, error));
  enum status status = STATUS_OK;
  for (size_t k = 0; k < 4 && status == STATUS_OK; k++) {
    status = differences_read(results, &d, k, gains[k], k == 3 ? results->places : place, month,
                              base, other, error);
  }
  differences_settle(&d);
  struct interval *const intervals[] = {&cost->job, &cost->output, &cost->growth};
  double *const ratios[] = {&cost->per_job, &cost->per_output, &cost->per_growth};
  cost->cost = d.n ? gsl_stats_mean(d.values, 1, d.n) : NAN;
  for (size_t k = 0; k < 3 && status == STATUS_OK; k++) {
    const double *gain = d.values + (k + 1) * d.n;
    *ratios[k] = d.n ? cost->cost / gsl_stats_mean(gain, 1, d.n) : NAN;
    status = statistics_ratio(d.values, gain, d.n, level, RESAMPLES, resampling_key, intervals[k],
                              error);
  }
  differences_close(&d);
  return status;
}

/* Mean net public cost that a scenario adds, M CNY, over the replications that both finished. */
static enum status mean_cost(const struct results *results, uint32_t place, uint32_t month,
                             uint32_t base, uint32_t other, double *cost, struct error *error) {
  struct differences spent;
  TRY(differences_open(results, 1, &spent, error));
  const enum status status = differences_read(results, &spent, 0, INDICATOR_public_cost_net, place,
                                              month, base, other, error);
  *cost = statistics_mean(spent.values, 1, spent.n, 0.95).mean;
  differences_close(&spent);
  return status;
}

/* Gains by scenario, a row each; per M CNY of net public cost where wanted, and then of those alone
 * that cost something. rows[s]: the row of a scenario; NO_ROW: it does not rank. */
static enum status read_gains(const struct results *results, enum indicator indicator,
                              uint32_t place, uint32_t month, uint32_t base, bool per_cost,
                              struct differences *d, size_t *rows, struct error *error) {
  d->rows = 0;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    double cost = 1;
    rows[s] = NO_ROW;
    if (s == base) continue;
    if (per_cost) TRY(mean_cost(results, place, month, base, s, &cost, error));
    if (!(cost > 0)) continue;
    rows[s] = d->rows++;
    TRY(differences_read(results, d, rows[s], indicator, place, month, base, s, error));
    for (size_t r = 0; r < d->n; r++) d->values[rows[s] * d->n + r] /= cost;
  }
  return STATUS_OK;
}

enum status compare_ranks(const struct results *results, enum indicator indicator, uint32_t place,
                          uint32_t month, uint32_t base, bool per_cost, double level,
                          struct compare_rank *ranks, struct error *error) {
  const size_t scenarios = results->scenarios;
  struct differences d;
  TRY(differences_open(results, scenarios, &d, error));
  double *found = calloc(3 * scenarios, sizeof *found);
  size_t *rows = calloc(scenarios, sizeof *rows);
  enum status status = found && rows ? read_gains(results, indicator, place, month, base, per_cost,
                                                  &d, rows, error)
                                     : error_memory(error, "a ranking", scenarios * sizeof *found);
  differences_settle(&d);
  if (status == STATUS_OK) {
    status = statistics_rank(d.values, d.rows, d.n, level, RESAMPLES, resampling_key, found,
                             found + scenarios, found + 2 * scenarios, error);
  }
  for (size_t s = 0; s < scenarios && status == STATUS_OK; s++) {
    ranks[s] = (struct compare_rank){NAN, NAN, NAN};
    if (rows[s] == NO_ROW) continue;
    ranks[s] = (struct compare_rank){found[rows[s]], found[scenarios + rows[s]],
                                     found[2 * scenarios + rows[s]]};
  }
  free(found);
  free(rows);
  differences_close(&d);
  return status;
}
