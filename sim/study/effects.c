#include "bellwether/study/effects.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#define ROUNDING 1e-9 /* between and within are the same, but for it */

/* One draw's finished replications: how many, their mean, their squares about it. */
struct cell {
  double count, mean, squares;
};

static struct cell measure(const double *y, size_t n) {
  struct cell cell = {0};
  for (size_t k = 0; k < n; k++) {
    if (isnan(y[k])) continue;
    cell.count++;
    cell.mean += y[k];
  }
  cell.mean /= cell.count;
  for (size_t k = 0; k < n; k++) {
    const double d = y[k] - cell.mean;
    cell.squares += isnan(d) ? 0 : d * d;
  }
  return cell;
}

/* Counts, mean squares, variances. */
static enum status split(const struct cell *cells, size_t draws, struct effects *e,
                         struct error *error) {
  double count = 0, values = 0, inverse = 0, sum = 0, about = 0, squares = 0;
  for (size_t d = 0; d < draws; d++) {
    if (!(cells[d].count > 0)) continue;
    count++;
    values += cells[d].count;
    inverse += 1 / cells[d].count;
    sum += cells[d].mean;
    squares += cells[d].squares;
  }
  if (count < 2) {
    return error_set(error, STATUS_UNDECIDED,
                     "%g sets of assumptions have a value: to split assumption from chance takes "
                     "two; draw more",
                     count);
  }
  if (values <= count) {
    return error_set(error, STATUS_UNDECIDED,
                     "no set of assumptions has two replications: chance cannot be told from "
                     "assumption; run two or more of each");
  }
  e->draws = (size_t)count;
  e->values = (size_t)values;
  e->mean = sum / count;
  for (size_t d = 0; d < draws; d++) {
    const double away = cells[d].mean - e->mean;
    about += cells[d].count > 0 ? away * away : 0;
  }
  e->replications = count / inverse;
  e->between = e->replications * about / (count - 1);
  e->within = squares / (values - count);
  e->chance = e->within;
  const double more = e->between - e->within;
  e->assumption = more > ROUNDING * e->within ? more / e->replications : 0;
  return STATUS_OK;
}

/* The share at one bound of the ratio of the variances. */
static double share_at(const struct effects *e, double p) {
  const double ratio = e->between / e->within /
                       gsl_cdf_fdist_Pinv(p, (double)e->draws - 1, (double)(e->values - e->draws));
  const double variances = fmax(0, (ratio - 1) / e->replications);
  return variances / (1 + variances);
}

static void find_share(struct effects *e, double level) {
  e->share = e->assumption / (e->assumption + e->chance); /* 0/0: nothing varies */
  e->share_interval = (struct interval){e->share, e->share};
  if (e->within <= 0) return; /* no chance: the share is known */
  e->share_interval.low = share_at(e, 0.5 + level / 2);
  e->share_interval.high = share_at(e, 0.5 - level / 2);
}

/* The draws' means without chance, and what follows from them. `room`: a value a draw. */
static void shrink(const struct cell *cells, size_t draws, double level, double *shrunken,
                   double *room, struct effects *e) {
  size_t count = 0;
  const double error = sqrt(e->within / ((double)e->draws * e->replications)); /* of the mean */
  double positive = 0, negative = 0;
  for (size_t d = 0; d < draws; d++) {
    shrunken[d] = NAN;
    if (!(cells[d].count > 0)) continue;
    const double all = e->assumption + e->chance / cells[d].count;
    const double kept = all > 0 ? sqrt(e->assumption / all) : 0;
    shrunken[d] = e->mean + kept * (cells[d].mean - e->mean);
    room[count++] = shrunken[d];
    positive += error > 0 ? gsl_cdf_gaussian_P(shrunken[d], error) : shrunken[d] > 0;
    negative += error > 0 ? gsl_cdf_gaussian_Q(shrunken[d], error) : shrunken[d] < 0;
  }
  gsl_sort(room, 1, count);
  e->positive = positive / (double)count;
  e->negative = negative / (double)count;
  e->sign_share = e->mean > 0 ? e->positive : e->mean < 0 ? e->negative : NAN;
  e->assumption_interval = (struct interval){statistics_quantile(room, count, 0.5 - level / 2),
                                             statistics_quantile(room, count, 0.5 + level / 2)};
}

enum status effects_split(const double *y, size_t draws, size_t n, double level, double *shrunken,
                          struct effects *effects, struct error *error) {
  *effects = (struct effects){0};
  struct cell *cells = calloc(draws + 1, sizeof *cells);
  double *room = calloc(draws + 1, sizeof *room);
  enum status status = STATUS_OK;
  if (!cells || !room) status = error_memory(error, "draws", draws * sizeof *cells);
  for (size_t d = 0; d < draws && status == STATUS_OK; d++) cells[d] = measure(y + d * n, n);
  if (status == STATUS_OK) status = split(cells, draws, effects, error);
  if (status == STATUS_OK) {
    const double means = (double)effects->draws * effects->replications;
    const double half = gsl_cdf_tdist_Pinv(0.5 + level / 2,
                                           (double)(effects->values - effects->draws)) *
                        sqrt(effects->within / means);
    effects->chance_interval = (struct interval){effects->mean - half, effects->mean + half};
    find_share(effects, level);
    shrink(cells, draws, level, shrunken, room, effects);
  }
  free(cells);
  free(room);
  return status;
}
