#include "bellwether/study/given_data.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLASSES_MOST 50
#define SLICES_USUAL 10

/* Dummies for each input: ten lie beyond a bound at 95 %, or one where that would take too many
 * values. */
#define DUMMIES_MOST  200
#define DUMMIES_LEAST 20
#define VALUES_MOST   2e7

/* The points that have a value, by rank of y; for one input, its points in order. */
struct analysis {
  const struct given_data *data;
  size_t n, classes, slices;
  size_t *list, *by_y, *order, *slice_of, *members, *before;
  double *y, *x, *distance, *resampled;
  uint32_t *places, *copies;
};

/* First-order effect of the input by which `order` sorts the points, each as often as `copies` says
 * (NULL: once). Point number p of all n belongs to class p classes / n. */
static double first_order(const struct analysis *k, const size_t *order, const uint32_t *copies) {
  double sum = 0, squares = 0, between = 0, in_class = 0, members = 0;
  size_t p = 0, class = 0;
  for (size_t place = 0; place < k->n; place++) {
    const double y = k->y[order[place]];
    for (uint32_t copy = copies ? copies[order[place]] : 1; copy > 0; copy--, p++) {
      if (p * k->classes / k->n != class) {
        between += in_class * in_class / members;
        in_class = members = 0;
        class = p * k->classes / k->n;
      }
      in_class += y;
      members++;
      sum += y;
      squares += y * y;
    }
  }
  const double size = (double)k->n;
  between += in_class * in_class / members - sum * sum / size;
  const double eta = between / (squares - sum * sum / size);
  return 1 - (1 - eta) * (size - 1) / (size - (double)k->classes);
}

/* The distance of each slice's law of y from that of all, up to rank `done`. */
static void widen(struct analysis *k, size_t slice, size_t done) {
  const double inside = (double)k->before[slice] / (double)k->members[slice];
  k->distance[slice] = fmax(k->distance[slice], fabs(inside - (double)done / (double)k->n));
}

/* The median over slices of the distance between distribution functions. It is largest just before
 * or at a member's value; equal values are taken at once. */
static double pawn(struct analysis *k, const size_t *order) {
  for (size_t s = 0; s < k->slices; s++) {
    k->members[s] = k->before[s] = 0;
    k->distance[s] = 0;
  }
  for (size_t p = 0; p < k->n; p++) {
    k->slice_of[order[p]] = p * k->slices / k->n;
    k->members[p * k->slices / k->n]++;
  }
  for (size_t from = 0, to; from < k->n; from = to) {
    for (to = from + 1; to < k->n && k->y[k->by_y[to]] <= k->y[k->by_y[from]];) to++;
    for (size_t p = from; p < to; p++) widen(k, k->slice_of[k->by_y[p]], from);
    for (size_t p = from; p < to; p++) k->before[k->slice_of[k->by_y[p]]]++;
    for (size_t p = from; p < to; p++) widen(k, k->slice_of[k->by_y[p]], to);
  }
  gsl_sort(k->distance, 1, k->slices);
  return gsl_stats_median_from_sorted_data(k->distance, 1, k->slices);
}

/* Resampled points stand in for one another, so that classes differ by what chance put into them:
 * the bootstrap's mean is too high by that much, which is taken off. */
static struct interval resample(struct analysis *k, double first, double level, size_t resamples,
                                struct draw_key key) {
  for (size_t r = 0; r < resamples; r++) {
    statistics_places(key, r, k->n, k->places);
    memset(k->copies, 0, k->n * sizeof *k->copies);
    for (size_t p = 0; p < k->n; p++) k->copies[k->places[p]]++;
    k->resampled[r] = first_order(k, k->order, k->copies);
  }
  const double bias = gsl_stats_mean(k->resampled, 1, resamples) - first;
  struct interval interval = statistics_percentiles(k->resampled, resamples, level);
  interval.low -= bias;
  interval.high -= bias;
  return interval;
}

static void measure(struct analysis *k, size_t input, double level, size_t resamples,
                    struct draw_key key, struct given_index *index) {
  for (size_t p = 0; p < k->n; p++) k->x[p] = k->data->x[k->list[p] * k->data->inputs + input];
  gsl_sort_index(k->order, k->x, 1, k->n);
  *index = (struct given_index){NAN, {NAN, NAN}, NAN};
  if (!(k->x[k->order[k->n - 1]] > k->x[k->order[0]])) return;
  index->first = first_order(k, k->order, NULL);
  index->first_interval = resample(k, index->first, level, resamples, key);
  index->pawn = pawn(k, k->order);
}

/* Inputs that are an order of the points by chance. */
static void bound(struct analysis *k, double level, size_t dummies, struct draw_key key,
                  double *first, struct given_bounds *bounds) {
  for (size_t r = 0; r < dummies; r++) {
    struct draw_stream stream;
    gsl_rng *rng = draw_stream_open(&stream, key, DRAW_DESIGN, r, 2);
    for (size_t p = 0; p < k->n; p++) k->order[p] = p;
    gsl_ran_shuffle(rng, k->order, k->n, sizeof *k->order);
    first[r] = first_order(k, k->order, NULL);
    k->resampled[r] = pawn(k, k->order);
  }
  const double inner = 2 * level - 1; /* whose upper end is at `level` */
  bounds->points = k->n;
  bounds->first = statistics_percentiles(first, dummies, inner).high;
  bounds->pawn = statistics_percentiles(k->resampled, dummies, inner).high;
}

/* The points that have a value, about their mean, and the numbers of classes and slices. */
static enum status take_points(struct analysis *k, struct error *error) {
  const struct given_data *data = k->data;
  for (size_t p = 0; p < data->points; p++) {
    if (isnan(data->y[p])) continue;
    k->list[k->n] = p;
    k->y[k->n++] = data->y[p];
  }
  k->slices = data->slices ? data->slices : SLICES_USUAL;
  k->classes = data->classes ? data->classes : (size_t)fmin(sqrt((double)k->n), CLASSES_MOST);
  const size_t least = 2 * (k->slices > k->classes ? k->slices : k->classes);
  if (k->n < least) {
    return error_set(error, STATUS_UNDECIDED,
                     "%zu of %zu points have a value: so many classes take %zu; draw more", k->n,
                     data->points, least);
  }
  gsl_sort_index(k->by_y, k->y, 1, k->n);
  const double low = k->y[k->by_y[0]], high = k->y[k->by_y[k->n - 1]];
  if (!(high > low)) {
    return error_set(error, STATUS_UNDECIDED,
                     "the outcome is %g in all points: it has no variance to share out; ask of "
                     "another outcome",
                     low);
  }
  const double mean = gsl_stats_mean(k->y, 1, k->n);
  for (size_t p = 0; p < k->n; p++) k->y[p] -= mean;
  return STATUS_OK;
}

enum status given_indices(const struct given_data *data, double level, size_t resamples,
                          struct draw_key key, struct given_index *indices,
                          struct given_bounds *bounds, struct error *error) {
  const size_t n = data->points, slices = data->slices ? data->slices : SLICES_USUAL;
  struct analysis k = {.data = data};
  k.list = calloc(4 * n + 2 * slices + 1, sizeof *k.list);
  k.y = calloc(2 * n + slices + 2 * resamples + 1, sizeof *k.y);
  k.places = calloc(2 * n + 1, sizeof *k.places);
  enum status status = STATUS_OK;
  if (k.list && k.y && k.places) {
    k.by_y = k.list + n;
    k.order = k.by_y + n;
    k.slice_of = k.order + n;
    k.members = k.slice_of + n;
    k.before = k.members + slices;
    k.x = k.y + n;
    k.distance = k.x + n;
    k.resampled = k.distance + slices;
    k.copies = k.places + n;
    status = take_points(&k, error);
  } else status = error_memory(error, "indices", (n + resamples) * sizeof *k.y);
  if (status == STATUS_OK) {
    for (size_t i = 0; i < data->inputs; i++) {
      measure(&k, i, level, resamples, key, &indices[i]);
    }
    bound(&k, level, resamples, key, k.resampled + resamples, bounds);
  }
  free(k.list);
  free(k.y);
  free(k.places);
  return status;
}

enum status given_family(const struct given_data *data, double level, struct draw_key key,
                         struct given_bounds *bounds, struct error *error) {
  struct given_data none = *data;
  const double inputs = (double)data->inputs;
  const double each = VALUES_MOST / (double)data->points / inputs;
  const size_t dummies = data->inputs * (size_t)fmin(fmax(each, DUMMIES_LEAST), DUMMIES_MOST);
  none.inputs = 0;
  return given_indices(&none, 1 - (1 - level) / inputs, dummies, key, NULL, bounds, error);
}
