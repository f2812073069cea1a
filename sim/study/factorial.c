#include "bellwether/study/factorial.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void factorial_expand(const char *base, const char *const *factors, size_t k, char *out,
                      size_t out_bytes) {
  for (size_t mask = 0; mask < (size_t)1 << k; mask++) {
    char *name = out + mask * out_bytes;
    size_t used = (size_t)snprintf(name, out_bytes, "%s", base);
    for (size_t j = 0; j < k && used < out_bytes; j++) {
      const bool takes_part = mask >> j & 1, lever = factors[j][0] == '~';
      if (takes_part == lever) continue; /* a lever that takes part is in the base */
      used += (size_t)snprintf(name + used, out_bytes - used, "+%s", factors[j]);
    }
  }
}

/* The factors named in the scenarios: every part after the first, each once, in order of first
 * sight. */
static bool collect_names(const struct results *results, struct factorial *factorial) {
  for (uint32_t s = 0; s < results->scenarios; s++) {
    const char *at = strchr(results->scenario_names[s], '+');
    while (at) {
      const char *next = strchr(++at, '+');
      const size_t length = next ? (size_t)(next - at) : strlen(at);
      size_t j = 0;
      while (j < factorial->k && (strlen(factorial->names[j]) != length ||
                                  strncmp(factorial->names[j], at, length) != 0)) {
        j++;
      }
      if (j == FACTORIAL_MOST || length >= sizeof factorial->names[0]) return false;
      if (j == factorial->k) snprintf(factorial->names[factorial->k++], length + 1, "%s", at);
      at = next;
    }
  }
  return true;
}

/* Bits of the factors that take part in a scenario. */
static size_t mask_of(const struct factorial *factorial, const char *scenario) {
  size_t mask = 0;
  for (size_t j = 0; j < factorial->k; j++) {
    const char *name = factorial->names[j];
    bool named = false;
    for (const char *at = strchr(scenario, '+'); at; at = strchr(at + 1, '+')) {
      const size_t length = strcspn(at + 1, "+");
      named |= strlen(name) == length && strncmp(at + 1, name, length) == 0;
    }
    if (named != (name[0] == '~')) mask |= (size_t)1 << j;
  }
  return mask;
}

enum status factorial_find(const struct results *results, struct factorial *factorial,
                           struct error *error) {
  *factorial = (struct factorial){.k = 0};
  bool whole = collect_names(results, factorial) && factorial->k > 0 &&
               results->scenarios == 1u << factorial->k;
  bool seen[1 << FACTORIAL_MOST] = {false};
  for (uint32_t s = 0; s < results->scenarios && whole; s++) {
    const size_t mask = mask_of(factorial, results->scenario_names[s]);
    whole = !seen[mask];
    seen[mask] = true;
    factorial->scenario[mask] = s;
  }
  if (whole) return STATUS_OK;
  return error_set(
      error, STATUS_USAGE,
      "%s does not hold every combination of some factors: make one with 'bellwether run "
      "--factorial xianju/baseline xianju/s1-links xianju/s2-talent -o FOLDER'",
      results->path);
}

/* Values [combination][replication] of one month. */
static enum status read_all(const struct results *results, const struct factorial *factorial,
                            enum indicator indicator, uint32_t place, uint32_t month,
                            double *values, struct error *error) {
  const size_t n = results->replications, months = results->months;
  double *series = calloc(n * months + 1, sizeof *series);
  if (!series) return error_memory(error, "a design", n * months * sizeof *series);
  enum status status = STATUS_OK;
  for (size_t mask = 0; mask < (size_t)1 << factorial->k && status == STATUS_OK; mask++) {
    status = results_read(results, indicator, factorial->scenario[mask], place, series, error);
    for (size_t r = 0; r < n; r++) values[mask * n + r] = series[r * months + month];
  }
  free(series);
  return status;
}

/* Where the effects of one replication stand in a row. */
struct layout {
  size_t k, alone, main, last, shapley, pair, all, excess, width;
};

static struct layout layout_of(size_t k) {
  return (struct layout){.k = k,
                         .alone = 0,
                         .main = k,
                         .last = 2 * k,
                         .shapley = 3 * k,
                         .pair = 4 * k,
                         .all = 4 * k + k * k,
                         .excess = 4 * k + k * k + 1,
                         .width = 4 * k + k * k + 2};
}

/* Effects of one replication from the values of its combinations. */
static void contrast(const struct layout *at, const double *y, double *row) {
  const size_t k = at->k, count = (size_t)1 << k;
  for (size_t i = 0; i < at->width; i++) row[i] = 0;
  row[at->all] = row[at->excess] = y[count - 1] - y[0];
  for (size_t a = 0; a < k; a++) {
    const size_t bit = (size_t)1 << a;
    row[at->alone + a] = y[bit] - y[0];
    row[at->last + a] = y[count - 1] - y[(count - 1) & ~bit];
    row[at->excess] -= row[at->alone + a];
    for (size_t mask = 0; mask < count; mask++) {
      if (mask & bit) continue;
      row[at->main + a] += (y[mask | bit] - y[mask]) / (double)(count / 2);
      for (size_t b = a + 1; b < k; b++) {
        const size_t other = (size_t)1 << b;
        if (mask & other) continue;
        row[at->pair + a * k + b] += (y[mask | bit | other] - y[mask | bit] - y[mask | other] +
                                      y[mask]) /
                                     (double)(count / 4);
      }
    }
  }
  statistics_shapley(k, y, row + at->shapley);
}

static void settle(const struct layout *at, const double *rows, size_t n, double level,
                   struct factorial_effects *effects) {
  const size_t w = at->width;
  effects->replications = n;
  for (size_t a = 0; a < at->k; a++) {
    effects->alone[a] = statistics_mean(rows + at->alone + a, w, n, level);
    effects->main[a] = statistics_mean(rows + at->main + a, w, n, level);
    effects->last[a] = statistics_mean(rows + at->last + a, w, n, level);
    effects->shapley[a] = statistics_mean(rows + at->shapley + a, w, n, level);
    for (size_t b = a + 1; b < at->k; b++) {
      effects->pair[a][b] = statistics_mean(rows + at->pair + a * at->k + b, w, n, level);
    }
  }
  effects->all = statistics_mean(rows + at->all, w, n, level);
  effects->excess = statistics_mean(rows + at->excess, w, n, level);
}

enum status factorial_analyse(const struct results *results, const struct factorial *factorial,
                              enum indicator indicator, uint32_t place, uint32_t month,
                              double level, struct factorial_effects *effects,
                              struct error *error) {
  const size_t n = results->replications, count = (size_t)1 << factorial->k;
  const struct layout at = layout_of(factorial->k);
  double *values = calloc(count * n + n * at.width + count, sizeof *values);
  if (!values) return error_memory(error, "a design", count * n * sizeof *values);
  double *rows = values + count * n, *y = rows + n * at.width;
  *effects = (struct factorial_effects){0};
  const enum status status = read_all(results, factorial, indicator, place, month, values, error);
  size_t whole = 0;
  for (size_t r = 0; r < n && status == STATUS_OK; r++) {
    bool finished = true;
    for (size_t mask = 0; mask < count; mask++) {
      y[mask] = values[mask * n + r];
      finished = finished && !isnan(y[mask]);
    }
    if (finished) contrast(&at, y, rows + whole++ * at.width);
  }
  settle(&at, rows, whole, level, effects);
  free(values);
  return status;
}
