#include "bellwether/study/cost.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#define RESAMPLES 2000   /* of the bootstrap */
#define SLACK     7.7e-6 /* by which stored sums may be off: half a unit of 16 bits */

static const struct draw_key resampling_key = {1, 0}; /* as compare's: drawn together */

const char *const cost_items[COST_ITEMS] = {"paid",         "still to come",
                                            "came back",    "still held: funds, plants",
                                            "taxes gained", "rents less the town's own plants"};
const char *const cost_item_words[COST_ITEMS] = {"cost_paid", "cost_committed", "cost_returned",
                                                 "cost_held", "cost_taxes",     "cost_rents"};
const char *const cost_kinds[COST_KINDS] = {"gross", "with what is held", "net of tax and rent"};
const char *const cost_kind_words[COST_KINDS] = {"gross", "residual", "net"};
const char *const cost_per_words[COST_PERS] = {"job", "net_job", "net_value_added"};
const char *const cost_per_units[COST_PERS] = {"M CNY", "M CNY", "1"};

const struct cost_published cost_published[] = {
#define PUBLISHED(name, low, high, currency, year, cny, definition, source, grade)                 \
  {name, low, high, currency, year, cny, definition, source, grade},
#include "bellwether/published.def"
};
const size_t cost_published_count = sizeof cost_published / sizeof cost_published[0];

/* Items that each definition counts, and with which sign. */
static const double counts[COST_KINDS][COST_ITEMS] = {
    {1, 1, 0, 0, 0, 0}, {1, 1, -1, -1, 0, 0}, {1, 1, -1, -1, -1, -1}};

static double difference(const struct programmes *programmes, uint32_t base, uint32_t other,
                         int row, size_t r) {
  return programmes_row(programmes, other, row)[r] - programmes_row(programmes, base, row)[r];
}

void cost_totals(const struct programmes *programmes, uint32_t base, uint32_t other,
                 enum cost_kind kind, double public_funds, double *out) {
  for (size_t r = 0; r < programmes->replications; r++) {
    out[r] = 0;
    for (int item = 0; item < COST_ITEMS; item++) {
      out[r] += public_funds * counts[kind][item] *
                difference(programmes, base, other, PROGRAMMES_PAID + item, r);
    }
  }
}

void cost_gains(const struct programmes *programmes, uint32_t base, uint32_t other,
                enum cost_per per, double *spare, double *out) {
  const enum net_part part = per == COST_PER_JOB ? NET_TOWN : NET_NATION;
  const enum net_measure measure = per == COST_PER_NET_OUTPUT ? NET_VALUE_ADDED : NET_JOBS;
  net_values(programmes, base, part, measure, spare);
  net_values(programmes, other, part, measure, out);
  for (size_t r = 0; r < programmes->replications; r++) out[r] -= spare[r];
}

/* The ratio of means, of replications that have both; no interval where the gain's interval reaches
 * 0; `room` for two values a replication. */
static enum status divide(const double *total, const double *gain, size_t n, double level,
                          double *room, struct cost_ratio *ratio, struct error *error) {
  size_t kept = 0;
  for (size_t r = 0; r < n; r++) {
    if (isnan(total[r]) || isnan(gain[r])) continue;
    room[kept] = total[r];
    room[n + kept++] = gain[r];
  }
  const struct estimate gained = statistics_mean(room + n, 1, kept, level);
  *ratio = (struct cost_ratio){NAN, {NAN, NAN}};
  if (!(gained.mean > 0)) return STATUS_OK;
  ratio->value = gsl_stats_mean(room, 1, kept) / gained.mean;
  if (!(gained.low > 0)) return STATUS_OK;
  return statistics_ratio(room, room + n, kept, level, RESAMPLES, resampling_key, &ratio->interval,
                          error);
}

double cost_slack(const struct programmes *programmes, uint32_t base, uint32_t other, size_t r) {
  return SLACK * (fabs(programmes_row(programmes, base, PROGRAMMES_SPENT)[r]) +
                  fabs(programmes_row(programmes, other, PROGRAMMES_SPENT)[r]));
}

/* Holds what is spent against a budget; `room` for as many values as there are replications. */
static void judge(const struct programmes *programmes, uint32_t base, uint32_t other, double level,
                  double budget, double *room, struct cost *cost) {
  const size_t n = programmes->replications;
  double above = 0, count = 0, slacks = 0;
  for (size_t r = 0; r < n; r++) {
    const double slack = cost_slack(programmes, base, other, r);
    room[r] = difference(programmes, base, other, PROGRAMMES_SPENT, r);
    if (isnan(room[r])) continue;
    above += room[r] > budget + slack ? 1 : 0;
    slacks += slack;
    count++;
  }
  cost->pairs = (size_t)count;
  cost->spent = statistics_mean(room, 1, n, level);
  cost->above = isnan(budget) ? NAN : above / count;
  cost->breaks = cost->spent.mean > budget + slacks / count;
  for (size_t r = 0; r < n; r++) room[r] = difference(programmes, base, other, PROGRAMMES_BUILT, r);
  cost->built = statistics_mean(room, 1, n, level);
}

static enum status find(const struct programmes *programmes, uint32_t base, uint32_t other,
                        double level, double public_funds, double *room, struct cost *cost,
                        struct error *error) {
  const size_t n = programmes->replications;
  double *total = room, *gain = room + n, *spare = room + 2 * n;
  for (int item = 0; item < COST_ITEMS; item++) {
    for (size_t r = 0; r < n; r++) {
      total[r] = difference(programmes, base, other, PROGRAMMES_PAID + item, r);
    }
    cost->items[item] = statistics_mean(total, 1, n, level);
  }
  for (int kind = 0; kind < COST_KINDS; kind++) {
    cost_totals(programmes, base, other, (enum cost_kind)kind, public_funds, total);
    cost->totals[kind] = statistics_mean(total, 1, n, level);
    for (int per = 0; per < COST_PERS; per++) {
      cost_gains(programmes, base, other, (enum cost_per)per, spare, gain);
      TRY(divide(total, gain, n, level, spare, &cost->per[kind][per], error));
    }
  }
  return STATUS_OK;
}

enum status cost_find(const struct programmes *programmes, uint32_t base, uint32_t other,
                      double level, double public_funds, double budget, struct cost *cost,
                      struct error *error) {
  const size_t n = programmes->replications;
  double *room = calloc(4 * n, sizeof *room);
  if (!room) return error_memory(error, "costs", 4 * n * sizeof *room);
  judge(programmes, base, other, level, budget, room, cost);
  const enum status status = find(programmes, base, other, level, public_funds, room, cost, error);
  free(room);
  return status;
}
