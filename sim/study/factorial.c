#include "bellwether/study/factorial.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

/* Values [combination][replication] of one month. */
static enum status read_all(const struct results *results, const struct factorial *factorial,
                            enum indicator indicator, uint32_t place, uint32_t month,
                            double *values, struct error *error) {
  const size_t n = results->replications, months = results->months;
  double *series = calloc(n * months + 1, sizeof *series);
  if (!series) return error_memory(error, "a design", n * months * sizeof *series);
  enum status status = STATUS_OK;
  for (size_t run = 0; run < factorial->runs && status == STATUS_OK; run++) {
    status = results_read(results, indicator, factorial->scenario[run], place, series, error);
    for (size_t r = 0; r < n; r++) values[run * n + r] = series[r * months + month];
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

void factorial_contrast(const struct factorial *factorial, const double *y, double *main,
                        double *pair) {
  const size_t k = factorial->k;
  const double half = (double)factorial->runs / 2;
  for (size_t a = 0; a < k; a++) main[a] = 0;
  for (size_t i = 0; i < k * k; i++) pair[i] = 0;
  for (size_t run = 0; run < factorial->runs; run++) {
    const uint32_t mask = factorial->mask[run];
    for (size_t a = 0; a < k; a++) {
      const double of_a = mask >> a & 1 ? y[run] : -y[run];
      main[a] += of_a / half;
      for (size_t b = a + 1; b < k; b++) {
        pair[a * k + b] += 2 * (mask >> b & 1 ? of_a : -of_a) / half;
      }
    }
  }
}

/* What only a full design tells, of one replication. */
static void contrast_full(const struct layout *at, const double *y, double *row) {
  const size_t k = at->k, whole = ((size_t)1 << k) - 1;
  row[at->all] = row[at->excess] = y[whole] - y[0];
  for (size_t a = 0; a < k; a++) {
    const size_t bit = (size_t)1 << a;
    row[at->alone + a] = y[bit] - y[0];
    row[at->last + a] = y[whole] - y[whole & ~bit];
    row[at->excess] -= row[at->alone + a];
  }
  statistics_shapley(k, y, row + at->shapley);
}

/* Probabilities that pairs do not interact, adjusted for there being many (Holm). */
static enum status judge_pairs(const struct layout *at, const double *rows, size_t n,
                               struct factorial_effects *effects, struct error *error) {
  double p[FACTORIAL_MOST * FACTORIAL_MOST];
  size_t count = 0;
  for (size_t a = 0; a < at->k; a++) {
    for (size_t b = a + 1; b < at->k; b++) {
      const double *first = rows + at->pair + a * at->k + b;
      const double sd = n > 1 ? gsl_stats_sd(first, at->width, n) : NAN;
      p[count++] = statistics_paired_p(effects->pair[a][b].mean, sd, n);
    }
  }
  TRY(statistics_holm(p, count, error));
  for (size_t a = at->k; a-- > 0;) {
    for (size_t b = at->k; b-- > a + 1;) effects->pair_p[a][b] = p[--count];
  }
  return STATUS_OK;
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

/* Rows of effects over sets of assumptions: whose replications they are. */
struct search {
  const struct results *results;
  const double *rows;
  size_t width, whole;
  const size_t *replication; /* [row] */
  double level, *values;     /* a value a replication */
};

/* One column of the rows. */
static enum status split(const struct search *search, size_t column, struct assumed *assumed,
                         struct error *error) {
  for (uint32_t r = 0; r < search->results->replications; r++) search->values[r] = NAN;
  for (size_t row = 0; row < search->whole; row++) {
    search->values[search->replication[row]] = search->rows[row * search->width + column];
  }
  return assumed_find(search->results, search->values, search->level, NULL, assumed, error);
}

static enum status split_all(const struct search *search, const struct layout *at,
                             struct factorial_assumed *assumed, struct error *error) {
  for (size_t a = 0; a < at->k; a++) {
    TRY(split(search, at->alone + a, &assumed->alone[a], error));
    TRY(split(search, at->main + a, &assumed->main[a], error));
    TRY(split(search, at->last + a, &assumed->last[a], error));
    TRY(split(search, at->shapley + a, &assumed->shapley[a], error));
    for (size_t b = a + 1; b < at->k; b++) {
      TRY(split(search, at->pair + a * at->k + b, &assumed->pair[a][b], error));
    }
  }
  TRY(split(search, at->all, &assumed->all, error));
  return split(search, at->excess, &assumed->excess, error);
}

static enum status find_assumed(const struct results *results, const struct layout *at,
                                const double *rows, const size_t *replication, size_t whole,
                                double level, struct factorial_assumed *assumed,
                                struct error *error) {
  struct search search = {.results = results,
                          .rows = rows,
                          .width = at->width,
                          .whole = whole,
                          .replication = replication,
                          .level = level,
                          .values = calloc(results->replications + (size_t)1, sizeof(double))};
  const enum status status = search.values ? split_all(&search, at, assumed, error)
                                           : error_memory(error, "a design", results->replications);
  free(search.values);
  return status;
}

static enum status analyse(const struct results *results, const struct factorial *factorial,
                           enum indicator indicator, uint32_t place, uint32_t month, double level,
                           struct factorial_effects *effects, struct factorial_assumed *assumed,
                           struct error *error) {
  const size_t n = results->replications, count = factorial->runs;
  const struct layout at = layout_of(factorial->k);
  double *values = calloc(count * n + n * at.width + count, sizeof *values);
  size_t *replication = calloc(n + 1, sizeof *replication);
  if (!values || !replication) {
    free(values);
    free(replication);
    return error_memory(error, "a design", count * n * sizeof *values);
  }
  double *rows = values + count * n, *y = rows + n * at.width;
  *effects = (struct factorial_effects){0};
  enum status status = read_all(results, factorial, indicator, place, month, values, error);
  size_t whole = 0;
  for (size_t r = 0; r < n && status == STATUS_OK; r++) {
    bool finished = true;
    for (size_t run = 0; run < count; run++) {
      y[run] = values[run * n + r];
      finished = finished && !isnan(y[run]);
    }
    if (!finished) continue;
    replication[whole] = r;
    double *row = rows + whole++ * at.width;
    for (size_t i = 0; i < at.width; i++) row[i] = NAN;
    factorial_contrast(factorial, y, row + at.main, row + at.pair);
    if (factorial_is_full(factorial)) contrast_full(&at, y, row);
  }
  settle(&at, rows, whole, level, effects);
  if (status == STATUS_OK) status = judge_pairs(&at, rows, whole, effects, error);
  if (status == STATUS_OK && assumed) {
    status = find_assumed(results, &at, rows, replication, whole, level, assumed, error);
  }
  free(values);
  free(replication);
  return status;
}

enum status factorial_analyse(const struct results *results, const struct factorial *factorial,
                              enum indicator indicator, uint32_t place, uint32_t month,
                              double level, struct factorial_effects *effects,
                              struct error *error) {
  return analyse(results, factorial, indicator, place, month, level, effects, NULL, error);
}

enum status factorial_apart(const struct results *results, const struct factorial *factorial,
                            enum indicator indicator, uint32_t place, uint32_t month, double level,
                            struct factorial_effects *effects, struct factorial_assumed *assumed,
                            struct error *error) {
  return analyse(results, factorial, indicator, place, month, level, effects, assumed, error);
}
