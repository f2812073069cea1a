#include "bellwether/study/records.h"

#include "bellwether/base/prior.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#define TAIL 0.1 /* outside the range, on either side */

/* Room for one record after the other. */
struct room {
  const struct results *results;
  double *series;        /* [replication][month] */
  double *values;        /* of the replications that have one */
  double *sums, *counts; /* by set */
};

/* The standard deviation of what a record may be, its range taken for the middle 90 % of a normal
 * law. */
static double spread_of(const struct record *record) {
  return (record->high - record->low) / (2 * gsl_cdf_ugaussian_Qinv(PRIOR_POINT));
}

/* Sorts the values. */
static struct records_range range_of(double *values, size_t n) {
  if (n == 0) return (struct records_range){0, NAN, NAN, NAN};
  gsl_sort(values, 1, n);
  return (struct records_range){n, gsl_stats_quantile_from_sorted_data(values, 1, n, TAIL),
                                gsl_stats_quantile_from_sorted_data(values, 1, n, 0.5),
                                gsl_stats_quantile_from_sorted_data(values, 1, n, 1 - TAIL)};
}

static bool is_between(double value, const struct records_range *range) {
  return range->p10 <= value && value <= range->p90;
}

/* What a replication tells in the record's months; NaN where it has no value. */
static double told(const struct room *room, const struct record *record, uint32_t replication) {
  const struct results *results = room->results;
  const double *run = room->series + (size_t)replication * results->months;
  double sum = 0;
  for (int32_t m = record->from; m <= record->to; m++) sum += run[m - results->start];
  return sum / (record->to - record->from + 1);
}

/* Collects the values of the replications, and their sums by set. */
static size_t collect(const struct room *room, const struct record *record) {
  const struct results *results = room->results;
  size_t n = 0;
  for (uint32_t d = 0; d < results->draws; d++) room->sums[d] = room->counts[d] = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    const double value = told(room, record, r);
    if (isnan(value)) continue;
    room->values[n++] = value;
    if (results->draws == 0) continue;
    room->sums[results->draw_of[r]] += value;
    room->counts[results->draw_of[r]]++;
  }
  return n;
}

/* The range of the sets' means, which take the place of their sums. */
static struct records_range range_of_sets(const struct room *room) {
  size_t n = 0;
  for (uint32_t d = 0; d < room->results->draws; d++) {
    if (room->counts[d] > 0) room->sums[n++] = room->sums[d] / room->counts[d];
  }
  return range_of(room->sums, n);
}

static void judge(const struct room *room, struct records_judged *judged) {
  const struct record *record = judged->record;
  const double own = spread_of(record);
  const size_t n = collect(room, record);
  judged->sets = range_of_sets(room);
  judged->sd = n > 1 ? gsl_stats_sd(room->values, 1, n) : NAN;
  judged->runs = range_of(room->values, n);
  judged->inside = is_between(record->value, &judged->runs);
  judged->overlaps = record->low <= judged->runs.p90 && record->high >= judged->runs.p10;
  judged->sets_inside = is_between(record->value, &judged->sets);
  judged->missed = judged->runs.p50 - record->value;
  judged->deviations = judged->missed / sqrt(judged->sd * judged->sd + own * own);
}

static const struct records_judged nothing = {.runs = {0, NAN, NAN, NAN},
                                              .sets = {0, NAN, NAN, NAN},
                                              .sd = NAN,
                                              .missed = NAN,
                                              .deviations = NAN};

/* The months of a record lie in its scenario, and so in the results. */
static enum status judge_scenario(const struct room *room, const struct scenario *scenario,
                                  uint32_t s, struct records *records, struct error *error) {
  for (uint32_t r = 0; r < scenario->records_count; r++) {
    struct records_judged *judged = &records->list[records->count++];
    *judged = nothing;
    judged->record = &scenario->records[r];
    judged->scenario = s;
    judged->place = scenario_place_of(scenario, judged->record->town);
    judged->seen = scenario_sees(scenario, judged->record->town);
    if (!judged->seen) continue;
    TRY(results_read(room->results, judged->record->indicator, s, judged->place, room->series,
                     error));
    judge(room, judged);
    records->judged += judged->runs.count > 0;
    records->inside += judged->inside;
    records->overlapping += judged->overlaps;
  }
  return STATUS_OK;
}

enum status records_judge(const struct results *results, const struct ensemble *ensemble,
                          struct records *records, struct error *error) {
  size_t all = 0;
  const size_t runs = results->replications, draws = results->draws;
  const size_t cells = runs * (results->months + 1) + 2 * draws;
  *records = (struct records){0};
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    all += ensemble->scenarios[s].records_count;
  }
  if (all == 0) return STATUS_OK;
  records->list = calloc(all, sizeof *records->list);
  struct room room = {.results = results, .series = calloc(cells + 1, sizeof(double))};
  enum status status = records->list && room.series
                           ? STATUS_OK
                           : error_memory(error, "records", cells * sizeof(double));
  if (status == STATUS_OK) {
    room.values = room.series + runs * results->months;
    room.sums = room.values + runs;
    room.counts = room.sums + draws;
  }
  for (uint32_t s = 0; s < ensemble->scenarios_count && status == STATUS_OK; s++) {
    status = judge_scenario(&room, &ensemble->scenarios[s], s, records, error);
  }
  free(room.series);
  if (status == STATUS_OK) return STATUS_OK;
  free(records->list);
  *records = (struct records){0};
  return status;
}
