#include "bellwether/study/incidence.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

static enum incidence_group group_of(const struct results_towns *towns, uint32_t town) {
  if (towns->adopts[town]) return INCIDENCE_ADOPTERS;
  double nearest = INFINITY;
  for (uint32_t t = 0; t < towns->count; t++) {
    if (!towns->adopts[t]) continue;
    nearest = fmin(nearest, hypot(towns->x[t] - towns->x[town], towns->y[t] - towns->y[town]));
  }
  return nearest <= INCIDENCE_NEAR_KM  ? INCIDENCE_NEAR
         : nearest <= INCIDENCE_FAR_KM ? INCIDENCE_MIDDLE
                                       : INCIDENCE_FAR;
}

/* Sales of both scenarios, [replication][town], and scratch: a value a replication. */
struct sales {
  const struct results *results;
  double *base, *other, *differences;
  size_t replications, towns;
};

/* The mean of the differences that `sales` holds, and what of it is assumption. */
static enum status settle(const struct sales *sales, double level, struct incidence_row *row,
                          struct error *error) {
  row->difference = statistics_mean(sales->differences, 1, sales->replications, level);
  return assumed_find(sales->results, sales->differences, level, NULL, &row->assumed, error);
}

static enum status compare_town(const struct sales *sales, uint32_t town, double level,
                                struct incidence_row *row, struct error *error) {
  double base = 0;
  size_t pairs = 0;
  for (size_t r = 0; r < sales->replications; r++) {
    const size_t at = r * sales->towns + town;
    sales->differences[r] = sales->other[at] - sales->base[at];
    if (isnan(sales->differences[r])) continue;
    base += sales->base[at];
    pairs++;
  }
  row->towns = 1;
  row->base = pairs ? base / (double)pairs : NAN;
  TRY(settle(sales, level, row, error));
  row->losers = row->difference.mean < 0;
  return STATUS_OK;
}

/* The towns of one group together; INCIDENCE_GROUPS: all. */
static enum status compare_group(const struct sales *sales, const struct incidence *comparison,
                                 int group, double level, struct incidence_row *row,
                                 struct error *error) {
  for (size_t r = 0; r < sales->replications; r++) {
    sales->differences[r] = 0;
    for (size_t t = 0; t < sales->towns; t++) {
      if (group != INCIDENCE_GROUPS && comparison->group[t] != group) continue;
      sales->differences[r] += sales->other[r * sales->towns + t] -
                               sales->base[r * sales->towns + t];
    }
  }
  TRY(settle(sales, level, row, error));
  for (size_t t = 0; t < sales->towns; t++) {
    if (group != INCIDENCE_GROUPS && comparison->group[t] != group) continue;
    row->towns++;
    row->losers += comparison->rows[t].losers;
    row->base += comparison->rows[t].base;
  }
  return STATUS_OK;
}

static enum status allocate(const struct results *results, const struct results_towns *towns,
                            struct sales *sales, struct incidence *comparison,
                            struct error *error) {
  const size_t cells = (size_t)results->replications * towns->count;
  *sales = (struct sales){.results = results,
                          .base = calloc(cells, sizeof(double)),
                          .other = calloc(cells, sizeof(double)),
                          .differences = calloc(results->replications, sizeof(double)),
                          .replications = results->replications,
                          .towns = towns->count};
  comparison->group = calloc(towns->count, sizeof *comparison->group);
  comparison->rows = calloc(towns->count, sizeof *comparison->rows);
  comparison->order = calloc(towns->count, sizeof *comparison->order);
  if (sales->base && sales->other && sales->differences && comparison->group && comparison->rows &&
      comparison->order) {
    return STATUS_OK;
  }
  return error_memory(error, "towns", cells * 2 * sizeof(double));
}

static enum status rank(struct incidence *comparison, struct error *error) {
  double *means = calloc(comparison->count, sizeof *means);
  size_t *order = calloc(comparison->count, sizeof *order);
  const bool good = means && order;
  for (uint32_t t = 0; t < comparison->count && good; t++) {
    means[t] = comparison->rows[t].difference.mean;
  }
  if (good) gsl_sort_index(order, means, 1, comparison->count);
  for (uint32_t k = 0; k < comparison->count && good; k++) {
    comparison->order[k] = (uint32_t)order[k];
  }
  free(means);
  free(order);
  return good ? STATUS_OK : error_memory(error, "towns", comparison->count * sizeof(double));
}

static enum status compare(const struct results *results, const struct results_towns *towns,
                           uint32_t base, double level, struct sales *sales,
                           struct incidence *comparison, struct error *error) {
  const uint32_t year = towns->years - 1;
  TRY(allocate(results, towns, sales, comparison, error));
  TRY(results_read_town_sales(results, towns, base, year, sales->base, error));
  TRY(results_read_town_sales(results, towns, comparison->scenario, year, sales->other, error));
  for (size_t r = 0; r < sales->replications; r++) {
    const size_t first = r * sales->towns;
    comparison->replications += !isnan(sales->base[first]) && !isnan(sales->other[first]);
  }
  for (uint32_t t = 0; t < towns->count; t++) {
    comparison->group[t] = (uint8_t)group_of(towns, t);
    TRY(compare_town(sales, t, level, &comparison->rows[t], error));
  }
  for (int g = 0; g < INCIDENCE_GROUPS; g++) {
    TRY(compare_group(sales, comparison, g, level, &comparison->groups[g], error));
  }
  TRY(compare_group(sales, comparison, INCIDENCE_GROUPS, level, &comparison->all, error));
  return rank(comparison, error);
}

enum status incidence_compare(const struct results *results, const struct results_towns *towns,
                              uint32_t base, uint32_t scenario, double level,
                              struct incidence *comparison, struct error *error) {
  struct sales sales;
  *comparison = (struct incidence){.scenario = scenario, .count = towns->count};
  const enum status status = compare(results, towns, base, level, &sales, comparison, error);
  free(sales.base);
  free(sales.other);
  free(sales.differences);
  if (status != STATUS_OK) incidence_free(comparison);
  return status;
}

void incidence_free(struct incidence *comparison) {
  free(comparison->group);
  free(comparison->rows);
  free(comparison->order);
  *comparison = (struct incidence){0};
}
