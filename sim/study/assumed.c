#include "bellwether/study/assumed.h"

#include "bellwether/study/compare.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool assumed_counts(const struct results *results, size_t replication) {
  return results->draw_of_priors[results->draw_of[replication]] != 0;
}

bool assumed_any(const struct results *results) {
  bool any = false;
  for (uint32_t r = 0; r < results->replications && results->draws; r++) {
    any = any || assumed_counts(results, r);
  }
  return any;
}

bool assumed_can_split(const struct results *results) {
  size_t sets = 0;
  bool again = false;
  for (uint32_t r = 0; r < results->replications && results->draws; r++) {
    const bool same = r > 0 && results->draw_of[r] == results->draw_of[r - 1];
    if (!assumed_counts(results, r)) continue;
    again |= same; /* replications of a set stand together */
    sets += !same;
  }
  return sets > 1 && again;
}

enum status assumed_split(const struct results *results, const double *values, double level,
                          double *shrunken, struct effects *effects, struct error *error) {
  const size_t draws = results->draws;
  size_t *counts = calloc(draws + 1, sizeof *counts), most = 0;
  if (!counts) return error_memory(error, "draws", draws * sizeof *counts);
  for (uint32_t r = 0; r < results->replications; r++) {
    const size_t count = ++counts[results->draw_of[r]];
    if (count > most) most = count;
  }
  double *y = calloc(draws * most + 1, sizeof *y);
  for (size_t i = 0; y && i < draws * most; i++) y[i] = NAN;
  for (size_t d = 0; d < draws; d++) counts[d] = 0;
  for (uint32_t r = 0; y && r < results->replications; r++) {
    const size_t draw = results->draw_of[r];
    if (assumed_counts(results, r)) y[draw * most + counts[draw]++] = values[r];
  }
  const enum status status = y ? effects_split(y, draws, most, level, shrunken, effects, error)
                               : error_memory(error, "draws", draws * most * sizeof *y);
  free(counts);
  free(y);
  return status;
}

struct assumed assumed_nothing(void) {
  return (struct assumed){.positive = NAN, .negative = NAN, .first = NAN};
}

bool assumed_is_told(const struct assumed *assumed) {
  const struct effects *e = &assumed->effects;
  return assumed->told && (e->assumption > 0 || !(e->chance > 0));
}

/* In what share of draws that have a value a ratio has each sign; one that is infinite has none. */
static void count_signs(const double *ratios, size_t draws, struct assumed *assumed) {
  double positive = 0, negative = 0;
  for (size_t d = 0; d < draws; d++) {
    positive += ratios[d] > 0 && isfinite(ratios[d]);
    negative += ratios[d] < 0;
  }
  assumed->positive = positive / (double)assumed->effects.draws;
  assumed->negative = negative / (double)assumed->effects.draws;
}

enum status assumed_find(const struct results *results, const double *values, double level,
                         double *shrunken, struct assumed *assumed, struct error *error) {
  *assumed = assumed_nothing();
  double *room = calloc(results->draws + 1, sizeof *room);
  if (!room) return error_memory(error, "draws", results->draws * sizeof *room);
  for (uint32_t d = 0; d < results->draws; d++) room[d] = NAN;
  const enum status status = results->draws ? assumed_split(results, values, level, room,
                                                            &assumed->effects, error)
                                            : STATUS_UNDECIDED;
  assumed->told = status == STATUS_OK;
  if (assumed->told) {
    assumed->positive = assumed->effects.positive;
    assumed->negative = assumed->effects.negative;
  }
  if (shrunken) memcpy(shrunken, room, results->draws * sizeof *room);
  free(room);
  return status == STATUS_UNDECIDED ? STATUS_OK : status;
}

enum status assumed_compare(const struct results *results, enum indicator indicator, uint32_t place,
                            uint32_t month, uint32_t base, uint32_t other, double level,
                            double *shrunken, struct assumed *assumed, struct error *error) {
  double *values = calloc(results->replications, sizeof *values);
  if (!values) return error_memory(error, "draws", results->replications * sizeof *values);
  enum status status =
      base == ASSUMED_NO_BASE
          ? compare_values_of(results, indicator, place, month, other, values, error)
          : compare_differences(results, indicator, place, month, base, other, values, error);
  if (status == STATUS_OK) {
    status = assumed_find(results, values, level, shrunken, assumed, error);
  }
  free(values);
  return status;
}

static double half_width(const struct assumed *assumed) {
  return assumed->effects.chance_interval.high - assumed->effects.mean;
}

/* Ratios that chance alone would not tell from that of the means: (above - ratio below)^2 within
 * the squares of its own half width. `sum`: of above + below. */
static struct interval fieller(const struct assumed *above, const struct assumed *below,
                               const struct assumed *sum) {
  const double a = above->effects.mean, b = below->effects.mean;
  const double aa = half_width(above) * half_width(above);
  const double bb = half_width(below) * half_width(below);
  const double ab = (half_width(sum) * half_width(sum) - aa - bb) / 2;
  const double squares = b * b - bb, middle = a * b - ab;
  if (!(b > half_width(below))) return (struct interval){NAN, NAN};
  const double root = sqrt(fmax(0, middle * middle - squares * (a * a - aa)));
  return (struct interval){(middle - root) / squares, (middle + root) / squares};
}

/* The interval of sorted ratios, of which the last may be infinite. */
static struct interval interval_of(double *sorted, size_t n, size_t finite, double level) {
  if (finite == 0) return (struct interval){INFINITY, INFINITY};
  const double p[2] = {0.5 - level / 2, 0.5 + level / 2};
  double found[2];
  for (size_t k = finite; k < n; k++) sorted[k] = sorted[finite - 1];
  for (int k = 0; k < 2; k++) {
    const double place = fmin((double)(n + 1) * p[k], (double)n);
    found[k] = place > (double)finite ? INFINITY : statistics_quantile(sorted, n, p[k]);
  }
  return (struct interval){found[0], found[1]};
}

/* Each draw's ratio, and what they say together. above, ratios: [draw]; `below` is used up. */
static void divide(const double *above, double *below, size_t draws, double level, double *ratios,
                   struct assumed *assumed) {
  size_t count = 0, finite = 0;
  double *sorted = below; /* filled behind where it is read */
  for (size_t d = 0; d < draws; d++) {
    const bool there = !isnan(above[d]) && !isnan(below[d]);
    ratios[d] = !there ? NAN : below[d] > 0 ? above[d] / below[d] : INFINITY;
    finite += there && isfinite(ratios[d]);
    if (there) sorted[count++] = ratios[d];
  }
  gsl_sort(sorted, 1, count);
  assumed->none = count - finite;
  assumed->effects.assumption_interval = interval_of(sorted, count, finite, level);
  count_signs(ratios, draws, assumed);
  const double mean = assumed->effects.mean;
  assumed->effects.sign_share = mean > 0 ? assumed->positive : mean < 0 ? assumed->negative : NAN;
}

/* What is known of a ratio whose denominator is none on average. */
static void tell_no_mean(struct assumed *assumed) {
  struct effects *e = &assumed->effects;
  e->mean = e->share = NAN;
  e->chance_interval = e->share_interval = (struct interval){NAN, NAN};
}

/* `room`: two values a replication, and two a draw. */
static enum status split_ratio(const struct results *results, const double *above,
                               const double *below, double level, double *room, double *ratios,
                               struct assumed *assumed, struct error *error) {
  const size_t n = results->replications;
  double *values = room, *also = room + n, *up = room + 2 * n, *down = up + results->draws;
  struct assumed of_above, of_below, of_sum;
  for (size_t r = 0; r < n; r++) values[r] = isnan(below[r]) ? NAN : above[r];
  TRY(assumed_find(results, values, level, up, &of_above, error));
  for (size_t r = 0; r < n; r++) also[r] = isnan(above[r]) ? NAN : below[r];
  TRY(assumed_find(results, also, level, down, &of_below, error));
  *assumed = of_below;
  if (!of_below.told) return STATUS_OK;
  if (of_below.effects.mean > 0) {
    const double ratio = of_above.effects.mean / of_below.effects.mean;
    for (size_t r = 0; r < n; r++) values[r] = above[r] + below[r];
    TRY(assumed_find(results, values, level, NULL, &of_sum, error));
    for (size_t r = 0; r < n; r++) {
      values[r] = (above[r] - ratio * below[r]) / of_below.effects.mean;
    }
    TRY(assumed_find(results, values, level, NULL, assumed, error));
    assumed->effects.mean = ratio;
    assumed->effects.chance_interval = fieller(&of_above, &of_below, &of_sum);
  } else tell_no_mean(assumed);
  divide(up, down, results->draws, level, ratios, assumed);
  return STATUS_OK;
}

enum status assumed_ratio(const struct results *results, const double *above, const double *below,
                          double level, double *ratios, struct assumed *assumed,
                          struct error *error) {
  const size_t size = 2 * ((size_t)results->replications + results->draws);
  double *room = calloc(size + 1, sizeof *room);
  *assumed = assumed_nothing();
  for (uint32_t d = 0; d < results->draws; d++) ratios[d] = NAN;
  if (!room) return error_memory(error, "draws", size * sizeof *room);
  const enum status status = split_ratio(results, above, below, level, room, ratios, assumed,
                                         error);
  free(room);
  return status;
}

void assumed_first(const double *const *shrunken, size_t things, size_t draws, double *shares) {
  size_t counted = 0;
  for (size_t t = 0; t < things; t++) shares[t] = 0;
  for (size_t d = 0; d < draws; d++) {
    double best = -INFINITY, leaders = 0;
    bool all = things > 0;
    for (size_t t = 0; t < things; t++) {
      all = all && !isnan(shrunken[t][d]);
      best = fmax(best, shrunken[t][d]);
    }
    if (!all) continue;
    counted++;
    if (isinf(best)) continue;
    for (size_t t = 0; t < things; t++) leaders += shrunken[t][d] >= best;
    for (size_t t = 0; t < things; t++) shares[t] += shrunken[t][d] >= best ? 1 / leaders : 0;
  }
  for (size_t t = 0; t < things; t++) shares[t] = counted ? shares[t] / (double)counted : NAN;
}
