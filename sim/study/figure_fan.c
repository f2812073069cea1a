/* Device sales over sets of assumptions: chance alone inside chance and assumption together. */
#include "figure_parts.h"

#include "bellwether/base/date.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#define TAIL 0.05 /* outside a band, on either side */

/* One scenario's values, and room for those of a month: of all sets of the priors; each less the
 * mean of its set; the sets' means; sums and counts by set. */
struct fan {
  const struct results *results;
  double *values; /* [replication][month] */
  double *together, *chance, *means;
  double *sums, *counts;
};

/* What a month shows; NaN where nothing is known. */
struct fan_month {
  double mean;                 /* of the means of sets */
  struct interval all, chance; /* where the middle 90 % lie */
  double central;
};

static enum status fan_open(const struct results *results, struct fan *fan, struct error *error) {
  const size_t runs = results->replications, draws = results->draws;
  const size_t cells = runs * results->months + 2 * runs + 3 * draws;
  *fan = (struct fan){.results = results, .values = calloc(cells, sizeof(double))};
  if (!fan->values) return error_memory(error, "a figure", cells * sizeof(double));
  fan->together = fan->values + runs * results->months;
  fan->chance = fan->together + runs;
  fan->means = fan->chance + runs;
  fan->sums = fan->means + draws;
  fan->counts = fan->sums + draws;
  return STATUS_OK;
}

/* Sums and counts of a month by set; all sets' values. Returns how many these are. */
static size_t add_up(const struct fan *fan, uint32_t month) {
  const struct results *results = fan->results;
  size_t n = 0;
  for (uint32_t d = 0; d < results->draws; d++) fan->sums[d] = fan->counts[d] = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    const double value = fan->values[(size_t)r * results->months + month];
    const uint32_t draw = results->draw_of[r];
    if (isnan(value)) continue;
    fan->sums[draw] += value;
    fan->counts[draw]++;
    if (results->draw_of_priors[draw]) fan->together[n++] = value;
  }
  return n;
}

/* How far a month's values lie from the mean of their set, in sets of two and more; the mean of n
 * takes 1 / n of their variance away, which is given back. Returns how many these are. */
static size_t add_chance(const struct fan *fan, uint32_t month) {
  const struct results *results = fan->results;
  size_t n = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    const double value = fan->values[(size_t)r * results->months + month];
    const uint32_t draw = results->draw_of[r];
    const double count = fan->counts[draw];
    if (isnan(value) || !results->draw_of_priors[draw] || count < 2) continue;
    fan->chance[n++] = (value - fan->sums[draw] / count) * sqrt(count / (count - 1));
  }
  return n;
}

/* Where the middle 90 % of n values lie, which it sorts; NaN where there are none. */
static struct interval middle(double *values, size_t n) {
  if (n == 0) return (struct interval){NAN, NAN};
  gsl_sort(values, 1, n);
  return (struct interval){gsl_stats_quantile_from_sorted_data(values, 1, n, TAIL),
                           gsl_stats_quantile_from_sorted_data(values, 1, n, 1 - TAIL)};
}

static struct fan_month fan_month(const struct fan *fan, uint32_t month) {
  const struct results *results = fan->results;
  const size_t together = add_up(fan, month), chance = add_chance(fan, month);
  size_t sets = 0;
  for (uint32_t d = 0; d < results->draws; d++) {
    if (!results->draw_of_priors[d] || fan->counts[d] < 1) continue;
    fan->means[sets++] = fan->sums[d] / fan->counts[d];
  }
  struct fan_month out = {.mean = sets ? gsl_stats_mean(fan->means, 1, sets) : NAN,
                          .all = middle(fan->together, together),
                          .chance = middle(fan->chance, chance),
                          .central = fan->counts[0] > 0 ? fan->sums[0] / fan->counts[0] : NAN};
  out.chance.low += out.mean;
  out.chance.high += out.mean;
  return out;
}

enum status figure_fan(const struct figure_source *source, struct text *out, struct error *error) {
  const struct results *results = results_whole(source->results);
  struct fan fan;
  TRY(figure_check_draws(results, FIGURE_SETS, error));
  TRY(fan_open(results, &fan, error));
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    status = results_read(results, INDICATOR_device_sales, s, source->place, fan.values, error);
    text_add(out, "%s\"%s\"\tmean\tlow\thigh\tchance_low\tchance_high\tcentral\n", s ? "\n\n" : "",
             results->scenario_names[s]);
    for (uint32_t m = 0; m < results->months && status == STATUS_OK; m++) {
      char date[DATE_TEXT];
      const struct fan_month at = fan_month(&fan, m);
      text_add(out, "%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\n",
               date_format(results->start + (int32_t)m, date), at.mean, at.all.low, at.all.high,
               at.chance.low, at.chance.high, at.central);
    }
  }
  free(fan.values);
  return status;
}
