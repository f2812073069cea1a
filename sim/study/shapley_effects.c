#include "shapley_parts.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Resamplings of the sample and of each set's draws are of keys of their own. */
#define RESAMPLING(resampling, set) ((uint64_t)(resampling) << 20 | (set))
#define ALL                         SIZE_MAX /* instead of a resampling */

/* What a point of the sample says: the mean of its replications, that of their squares, the
 * variance within. */
enum { POINT_MEAN, POINT_SQUARE, POINT_WITHIN, POINT_VALUES };

/* What an analysis needs while it is made. A unit is what is resampled: an outer draw of one set,
 * or a random order with all of its sets. */
struct analysis {
  const struct shapley_design *design;
  size_t strata, units;   /* strata: the sets, or 1; units[stratum] at most */
  size_t width;           /* values of a unit: its set's cost, or each input's increment but V's */
  size_t sample, *counts; /* whole points, and whole units of each stratum */
  double centre, low, high; /* of the sample */
  double *points;           /* [point][POINT_VALUES] */
  double *values;           /* [stratum][unit][width] */
  double *worth, *mean;     /* of all sets; of a unit's values */
  uint32_t *places;
};

/* The covariance of the inner runs between different replications, averaged: chance has no part in
 * it. With one replication their variance. NaN where a run failed. */
static double inner_variance(const double *y, size_t inner, size_t n) {
  const double size = (double)n;
  double same = 0, all = 0, middle = 0;
  for (size_t i = 0; i < inner * n; i++) middle += y[i] / (double)(inner * n);
  for (size_t i = 0; i < inner; i++) {
    const double away = gsl_stats_mean(y + i * n, 1, n) - middle;
    all += away * away / (double)(inner - 1);
  }
  if (n == 1) return all;
  for (size_t r = 0; r < n; r++) same += gsl_stats_variance(y + r, n, inner);
  return (size * size * all - same) / (size * (size - 1));
}

static bool failed(const double *y, size_t n) {
  for (size_t r = 0; r < n; r++) {
    if (isnan(y[r])) return true;
  }
  return false;
}

static void take_sample(struct analysis *k, const double *y, size_t n) {
  double sum = 0;
  k->low = INFINITY;
  k->high = -INFINITY;
  for (size_t s = 0; s < k->design->sample; s++, y += n) {
    if (failed(y, n)) continue;
    double *point = k->points + POINT_VALUES * k->sample++;
    point[POINT_MEAN] = gsl_stats_mean(y, 1, n);
    point[POINT_WITHIN] = n > 1 ? gsl_stats_variance(y, 1, n) : NAN;
    point[POINT_SQUARE] = n > 1 ? point[POINT_WITHIN] * (double)(n - 1) / (double)n : 0;
    sum += point[POINT_MEAN];
    k->low = fmin(k->low, gsl_stats_min(y, 1, n));
    k->high = fmax(k->high, gsl_stats_max(y, 1, n));
  }
  k->centre = sum / (double)k->sample;
  for (size_t s = 0; s < k->sample; s++) {
    double *point = k->points + POINT_VALUES * s;
    point[POINT_MEAN] -= k->centre;
    point[POINT_SQUARE] += point[POINT_MEAN] * point[POINT_MEAN];
  }
}

/* Costs of all sets, outer draw by outer draw. */
static void take_sets(struct analysis *k, const double *y, size_t n) {
  const size_t inner = k->design->inner, outer = k->design->outer;
  for (size_t set = 0; set < k->strata; set++) {
    for (size_t o = 0; o < outer; o++) {
      const double cost = inner_variance(y + (set * outer + o) * inner * n, inner, n);
      if (!isnan(cost)) k->values[set * k->units + k->counts[set]++] = cost;
    }
  }
}

/* Of each random order, what every input adds; the last one adds V less the cost before it, and is
 * noted without V: minus that cost, with V's share for it in values[inputs + input]. */
static void take_orders(struct analysis *k, const double *y, size_t n, size_t *order) {
  const struct shapley_design *design = k->design;
  const size_t inputs = design->inputs;
  for (size_t p = 0; p < design->permutations; p++) {
    double *unit = k->values + k->counts[0] * k->width, before = 0;
    bool whole = true;
    memset(unit, 0, k->width * sizeof *unit);
    shapley_order(design, p, order);
    for (size_t j = 0; j + 1 < inputs; j++) {
      double cost = 0;
      for (size_t o = 0; o < design->outer; o++, y += design->inner * n) {
        cost += inner_variance(y, design->inner, n) / (double)design->outer;
      }
      unit[order[j]] = cost - before;
      before = cost;
      whole = whole && !isnan(cost);
    }
    unit[order[inputs - 1]] = -before;
    unit[inputs + order[inputs - 1]] = 1;
    k->counts[0] += whole ? 1 : 0;
  }
}

/* Means over one stratum's units, those of a resampling or all. */
static void add_units(const struct analysis *k, size_t stratum, const uint32_t *places) {
  const size_t count = k->counts[stratum];
  memset(k->mean, 0, k->width * sizeof *k->mean);
  for (size_t u = 0; u < count; u++) {
    const double *unit = k->values + (stratum * k->units + (places ? places[u] : u)) * k->width;
    for (size_t w = 0; w < k->width; w++) k->mean[w] += unit[w] / (double)count;
  }
}

/* V and chance's part of it. */
static double find_variance(const struct analysis *k, const uint32_t *places, double *within) {
  double sum = 0, squares = 0;
  const double size = (double)k->sample;
  *within = 0;
  for (size_t s = 0; s < k->sample; s++) {
    const double *point = k->points + POINT_VALUES * (places ? places[s] : s);
    sum += point[POINT_MEAN] / size;
    squares += point[POINT_SQUARE] / size;
    *within += point[POINT_WITHIN] / size;
  }
  return (squares - sum * sum) * size / (size - 1);
}

static const uint32_t *draw_units(const struct analysis *k, size_t resampling, size_t set,
                                  size_t count) {
  if (resampling == ALL) return NULL;
  statistics_places(k->design->key, RESAMPLING(resampling, set), count, k->places);
  return k->places;
}

/* Shares of all inputs, of chance, and V, of a resampling or of ALL. */
static void estimate(const struct analysis *k, size_t resampling, double *out) {
  const size_t inputs = k->design->inputs;
  double within;
  const double variance = find_variance(k, draw_units(k, resampling, 0, k->sample), &within);
  const double explained = variance - (isnan(within) ? 0 : within);
  for (size_t s = 0; s < k->strata; s++) {
    add_units(k, s, draw_units(k, resampling, s + 1, k->counts[s]));
    if (k->width == 1) k->worth[s + 1] = k->mean[0];
  }
  if (k->width == 1) {
    k->worth[0] = 0;
    k->worth[k->strata + 1] = explained;
    statistics_shapley(inputs, k->worth, out);
  } else {
    for (size_t i = 0; i < inputs; i++) out[i] = k->mean[i] + explained * k->mean[inputs + i];
  }
  for (size_t i = 0; i < inputs; i++) out[i] /= variance;
  out[inputs] = within / variance;
  out[inputs + 1] = variance;
}

static enum status check_runs(const struct analysis *k, struct error *error) {
  size_t least = k->sample < 2 ? 0 : SIZE_MAX;
  for (size_t s = 0; s < k->strata; s++) least = k->counts[s] < least ? k->counts[s] : least;
  if (least == 0) {
    return error_set(error, STATUS_UNDECIDED,
                     "too many runs failed: %zu points of the sample are left, and no draw of some "
                     "set of inputs; draw more, or mend what fails",
                     k->sample);
  }
  if (!(k->high > k->low)) {
    return error_set(error, STATUS_UNDECIDED,
                     "the outcome is %g in all of the sample: it has no variance to share out; "
                     "ask of another outcome",
                     k->low);
  }
  return STATUS_OK;
}

/* All values of one column of table[resampling][width]. */
static struct interval interval_of(const double *table, size_t width, size_t column,
                                   size_t resamples, double level, double *room) {
  for (size_t r = 0; r < resamples; r++) room[r] = table[r * width + column];
  return statistics_percentiles(room, resamples, level);
}

/* `table`: of all resamplings and one more row, then a value a resampling. */
static void conclude(const struct analysis *k, double level, size_t resamples, double *table,
                     struct shapley_effect *effects, struct shapley_whole *whole) {
  const size_t inputs = k->design->inputs, width = inputs + 2;
  double *point = table + resamples * width, *room = point + width;
  for (size_t r = 0; r < resamples; r++) estimate(k, r, table + r * width);
  estimate(k, ALL, point);
  for (size_t i = 0; i < inputs; i++) {
    effects[i].share = point[i];
    effects[i].interval = interval_of(table, width, i, resamples, level, room);
  }
  whole->chance = point[inputs];
  whole->chance_interval = interval_of(table, width, inputs, resamples, level, room);
  whole->variance = point[inputs + 1];
}

/* Memory for an analysis; false where there is none. What is not made is NULL. */
static bool reserve(struct analysis *k) {
  const struct shapley_design *design = k->design;
  const bool orders = design->permutations > 0;
  const size_t inputs = design->inputs;
  k->strata = orders ? 1 : shapley_sets(design);
  k->units = orders ? design->permutations : design->outer;
  k->width = orders ? 2 * inputs : 1;
  const size_t most = k->units > design->sample ? k->units : design->sample;
  k->counts = calloc(k->strata + 1 + inputs, sizeof *k->counts);
  k->points = calloc(design->sample * POINT_VALUES, sizeof *k->points);
  k->values = calloc(k->strata * k->units * k->width + k->width + k->strata + 2, sizeof *k->values);
  k->places = calloc(most, sizeof *k->places);
  if (!k->counts || !k->points || !k->values || !k->places) return false;
  k->mean = k->values + k->strata * k->units * k->width;
  k->worth = k->mean + k->width;
  return true;
}

enum status shapley_effects(const struct shapley_design *design, const double *y,
                            size_t replications, double level, size_t resamples,
                            struct shapley_effect *effects, struct shapley_whole *whole,
                            struct error *error) {
  TRY(shapley_check(design, error));
  struct analysis k = {.design = design};
  double *table = calloc((resamples + 1) * (design->inputs + 3), sizeof *table);
  enum status status = STATUS_OK;
  if (reserve(&k) && table) {
    const double *sets = y + design->sample * replications;
    take_sample(&k, y, replications);
    if (design->permutations) take_orders(&k, sets, replications, k.counts + k.strata);
    else take_sets(&k, sets, replications);
    status = check_runs(&k, error);
  } else status = error_memory(error, "indices", shapley_effects_runs(design) * sizeof *table);
  if (status == STATUS_OK) conclude(&k, level, resamples, table, effects, whole);
  free(k.counts);
  free(k.points);
  free(k.values);
  free(k.places);
  free(table);
  return status;
}
