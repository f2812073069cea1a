#include "bellwether/study/sobol.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one row says of the whole. */
enum { ROW_SUM, ROW_SQUARES, ROW_WITHIN, ROW_VALUES };

/* What one row says of a group: B AB, B (AB - A), half of (A - AB)^2, B + AB, half of B^2 + AB^2,
 * B - A, AB - A; each the mean over replications, or over pairs of different ones. */
enum { PAIR, LIFT, STEP, SUM, SQUARES, BOTH, MOVE, GROUP_VALUES };

void sobol_points(const double *a, const double *b, size_t rows, size_t inputs, size_t groups,
                  const size_t *group, double *points) {
  const size_t block = rows * inputs;
  memcpy(points, a, block * sizeof *points);
  memcpy(points + block, b, block * sizeof *points);
  for (size_t g = 0; g < groups; g++) {
    double *mixed = points + (2 + g) * block;
    for (size_t place = 0; place < block; place++) {
      const size_t input = place % inputs;
      mixed[place] = (group ? group[input] : input) == g ? b[place] : a[place];
    }
  }
}

/* The mean product of u and v over pairs of different replications; with one, their product. */
static double cross(const double *u, const double *v, size_t n) {
  double us = 0, vs = 0, same = 0;
  for (size_t r = 0; r < n; r++) {
    us += u[r];
    vs += v[r];
    same += u[r] * v[r];
  }
  const double size = (double)n;
  return n == 1 ? same : (us * vs - same) / (size * (size - 1));
}

static double square(const double *u, size_t n) {
  double sum = 0;
  for (size_t r = 0; r < n; r++) sum += u[r] * u[r];
  return sum / (double)n;
}

/* What an analysis needs while it is made: of `rows` whole rows, the places in the sample; values
 * [row][ROW_VALUES] and [group][row][GROUP_VALUES]; resampled indices. */
struct analysis {
  const struct sobol_sample *sample;
  size_t rows, *list;
  double centre;
  double *of_rows, *of_groups, *u, *v;
};

static const double *cell(const struct sobol_sample *s, size_t block, size_t row) {
  return s->y + block * s->block + row * s->replications;
}

static bool whole(const struct sobol_sample *s, size_t row) {
  for (size_t b = 0; b < s->groups + 2; b++) {
    for (size_t r = 0; r < s->replications; r++) {
      if (isnan(cell(s, b, row)[r])) return false;
    }
  }
  return true;
}

static void take_row(struct analysis *k, size_t row, double *out) {
  const size_t n = k->sample->replications;
  memset(out, 0, ROW_VALUES * sizeof *out);
  for (size_t b = 0; b < 2; b++) {
    const double *y = cell(k->sample, b, k->list[row]);
    for (size_t r = 0; r < n; r++) k->u[r] = y[r] - k->centre;
    out[ROW_SUM] += gsl_stats_mean(k->u, 1, n) / 2;
    out[ROW_SQUARES] += square(k->u, n) / 2;
    out[ROW_WITHIN] += n > 1 ? gsl_stats_variance(k->u, 1, n) / 2 : NAN;
  }
}

static void take_group(struct analysis *k, size_t g, size_t row, double *out) {
  const size_t n = k->sample->replications, place = k->list[row];
  const double *a = cell(k->sample, 0, place), *b = cell(k->sample, 1, place);
  const double *mixed = cell(k->sample, 2 + g, place);
  for (size_t r = 0; r < n; r++) {
    k->u[r] = b[r] - k->centre;
    k->v[r] = mixed[r] - k->centre;
  }
  out[PAIR] = cross(k->u, k->v, n);
  out[SUM] = gsl_stats_mean(k->u, 1, n) + gsl_stats_mean(k->v, 1, n);
  out[SQUARES] = (square(k->u, n) + square(k->v, n)) / 2;
  for (size_t r = 0; r < n; r++) k->v[r] = mixed[r] - a[r];
  out[LIFT] = cross(k->u, k->v, n);
  out[STEP] = cross(k->v, k->v, n) / 2;
  out[BOTH] = gsl_stats_mean(k->u, 1, n);
  out[MOVE] = gsl_stats_mean(k->v, 1, n);
}

/* Sums of `width` values over rows, those of a resampling or, where `places` is NULL, all. */
static void add_rows(const double *values, size_t width, const uint32_t *places, size_t rows,
                     double *sums) {
  memset(sums, 0, width * sizeof *sums);
  for (size_t k = 0; k < rows; k++) {
    const double *row = values + (places ? places[k] : k) * width;
    for (size_t w = 0; w < width; w++) sums[w] += row[w];
  }
  for (size_t w = 0; w < width; w++) sums[w] /= (double)rows;
}

/* Indices of one resampling: [group][3] by Saltelli, by Janon, total; then chance and V. */
enum { BY_SALTELLI, BY_JANON, TOTAL, GROUP_INDICES };

static void estimate(const struct analysis *k, const uint32_t *places, double *out) {
  double m[GROUP_VALUES];
  add_rows(k->of_rows, ROW_VALUES, places, k->rows, m);
  const double variance = m[ROW_SQUARES] - m[ROW_SUM] * m[ROW_SUM];
  const size_t groups = k->sample->groups;
  out[groups * GROUP_INDICES] = m[ROW_WITHIN] / variance;
  out[groups * GROUP_INDICES + 1] = variance;
  for (size_t g = 0; g < groups; g++) {
    add_rows(k->of_groups + g * k->rows * GROUP_VALUES, GROUP_VALUES, places, k->rows, m);
    const double mean = m[SUM] / 2;
    double *index = out + g * GROUP_INDICES;
    index[BY_SALTELLI] = (m[LIFT] - m[BOTH] * m[MOVE]) / variance;
    index[BY_JANON] = (m[PAIR] - mean * mean) / (m[SQUARES] - mean * mean);
    index[TOTAL] = m[STEP] / variance;
  }
}

/* All resamplings' values of one index, from [resampling][width]. */
static void take_column(const double *table, size_t width, size_t column, size_t resamples,
                        double *out) {
  for (size_t r = 0; r < resamples; r++) out[r] = table[r * width + column];
}

/* The rule by which the estimator of a first-order effect is chosen, and all intervals. `room`: a
 * value a resampling. */
static void conclude(const struct analysis *k, const double *point, const double *table,
                     size_t resamples, double level, double *room, struct sobol_index *indices,
                     struct sobol *all) {
  const size_t groups = k->sample->groups, width = groups * GROUP_INDICES + 2;
  const size_t chance = groups * GROUP_INDICES;
  all->chance = point[chance];
  all->variance = point[chance + 1];
  all->interactions = 1 - (isnan(all->chance) ? 0 : all->chance);
  take_column(table, width, chance, resamples, room);
  all->chance_interval = statistics_percentiles(room, resamples, level);
  for (size_t g = 0; g < groups; g++) {
    double spread[2];
    for (size_t e = 0; e < 2; e++) {
      take_column(table, width, g * GROUP_INDICES + e, resamples, room);
      spread[e] = gsl_stats_variance(room, 1, resamples);
    }
    const enum sobol_estimator by = spread[1] < spread[0] ? SOBOL_JANON : SOBOL_SALTELLI;
    struct sobol_index *index = &indices[g];
    index->estimator = by;
    index->first = point[g * GROUP_INDICES + (size_t)by];
    index->total = point[g * GROUP_INDICES + TOTAL];
    take_column(table, width, g * GROUP_INDICES + (size_t)by, resamples, room);
    index->first_interval = statistics_percentiles(room, resamples, level);
    take_column(table, width, g * GROUP_INDICES + TOTAL, resamples, room);
    index->total_interval = statistics_percentiles(room, resamples, level);
    all->interactions -= index->first;
  }
  for (size_t r = 0; r < resamples; r++) {
    const double *row = table + r * width;
    room[r] = 1 - (isnan(row[chance]) ? 0 : row[chance]);
    for (size_t g = 0; g < groups; g++) {
      room[r] -= row[g * GROUP_INDICES + (size_t)indices[g].estimator];
    }
  }
  all->interactions_interval = statistics_percentiles(room, resamples, level);
}

/* The whole rows, their mean, and what each says; a constant outcome says nothing. */
static enum status take_rows(struct analysis *k, struct error *error) {
  const struct sobol_sample *s = k->sample;
  double low = INFINITY, high = -INFINITY, sum = 0;
  for (size_t row = 0; row < s->rows; row++) {
    if (!whole(s, row)) continue;
    k->list[k->rows++] = row;
    for (size_t b = 0; b < 2; b++) {
      for (size_t r = 0; r < s->replications; r++) {
        const double y = cell(s, b, row)[r];
        sum += y;
        low = fmin(low, y);
        high = fmax(high, y);
      }
    }
  }
  if (k->rows < 2) {
    return error_set(error, STATUS_UNDECIDED,
                     "%zu of %zu rows have all their runs: indices take two; draw more rows, or "
                     "mend what fails",
                     k->rows, s->rows);
  }
  if (!(high > low)) {
    return error_set(error, STATUS_UNDECIDED,
                     "the outcome is %g in all runs: it has no variance to share out; ask of "
                     "another outcome",
                     low);
  }
  k->centre = sum / (2 * (double)k->rows * (double)s->replications);
  for (size_t row = 0; row < k->rows; row++) take_row(k, row, k->of_rows + row * ROW_VALUES);
  for (size_t g = 0; g < s->groups; g++) {
    double *values = k->of_groups + g * k->rows * GROUP_VALUES;
    for (size_t row = 0; row < k->rows; row++) take_group(k, g, row, values + row * GROUP_VALUES);
  }
  return STATUS_OK;
}

enum status sobol_indices(const struct sobol_sample *sample, double level, size_t resamples,
                          struct draw_key key, struct sobol_index *indices, struct sobol *all,
                          struct error *error) {
  const size_t rows = sample->rows, n = sample->replications;
  const size_t width = sample->groups * GROUP_INDICES + 2;
  const size_t values = rows * (ROW_VALUES + sample->groups * GROUP_VALUES) + 2 * n;
  struct analysis k = {.sample = sample};
  *all = (struct sobol){0};
  k.list = calloc(rows + 1, sizeof *k.list);
  k.of_rows = calloc(values + 1, sizeof *k.of_rows);
  uint32_t *places = calloc(rows + 1, sizeof *places);
  double *table = calloc((resamples + 1) * (width + 1), sizeof *table);
  enum status status = STATUS_OK;
  if (k.list && k.of_rows && places && table) {
    k.of_groups = k.of_rows + rows * ROW_VALUES;
    k.u = k.of_groups + rows * sample->groups * GROUP_VALUES;
    k.v = k.u + n;
    status = take_rows(&k, error);
  } else status = error_memory(error, "indices", (values + resamples * width) * sizeof *table);
  if (status == STATUS_OK) {
    double *point = table + resamples * width, *room = point + width;
    for (size_t r = 0; r < resamples; r++) {
      statistics_places(key, r, k.rows, places);
      estimate(&k, places, table + r * width);
    }
    estimate(&k, NULL, point);
    all->rows = k.rows;
    all->mean = k.centre;
    conclude(&k, point, table, resamples, level, room, indices, all);
  }
  free(k.list);
  free(k.of_rows);
  free(places);
  free(table);
  return status;
}
