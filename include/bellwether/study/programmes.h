/* programmes.h - what each scenario of a results file sells, employs and costs, replication by
 * replication: what net.h, cost.h and pareto.h are worked out of.
 *
 * Money is discounted to the first month: a payment of month m (from 0) counts (1 + d)^(-m/12), d
 * the yearly rate. Flows are the monthly steps of series that are sums since the start. Plants keep
 * the share 1 - age / PROGRAMMES_PLANT_LIFE of their cost, and what of the town's floor firms have
 * bought is no longer its own. */
#ifndef BELLWETHER_STUDY_PROGRAMMES_H
#define BELLWETHER_STUDY_PROGRAMMES_H

#include "bellwether/io/results.h"

/* Months over which a plant's cost is written off, in a straight line: the least that China's tax
 * law allows for buildings, 20 years (Implementation Regulations of the Enterprise Income Tax Law,
 * article 60; recalled, confidence high). */
#define PROGRAMMES_PLANT_LIFE 240

/* A year's sales (M CNY), jobs and value added (M CNY) of each part, and money (M CNY). */
enum programmes_row {
  PROGRAMMES_DEVICE_SALES,
  PROGRAMMES_TOWN, /* of these twelve, three rows each: sales, jobs, value added */
  PROGRAMMES_DEVICE = PROGRAMMES_TOWN + 3,       /* the industry studied, in town */
  PROGRAMMES_LEAD = PROGRAMMES_DEVICE + 3,       /* lead firms in town */
  PROGRAMMES_OTHERS = PROGRAMMES_LEAD + 3,       /* all other towns */
  PROGRAMMES_REST = PROGRAMMES_OTHERS + 3,       /* the rest of industry */
  PROGRAMMES_DEVICE_LEADS = PROGRAMMES_REST + 3, /* parts of the industry studied, in town ... */
  PROGRAMMES_SPIN_OFFS = PROGRAMMES_DEVICE_LEADS + 3,
  PROGRAMMES_START_UPS = PROGRAMMES_SPIN_OFFS + 3,
  PROGRAMMES_ATTRACTED = PROGRAMMES_START_UPS + 3,
  PROGRAMMES_RETURNEES = PROGRAMMES_ATTRACTED + 3,
  PROGRAMMES_DEVICE_OTHERS = PROGRAMMES_RETURNEES + 3, /* ... and outside it */
  PROGRAMMES_DEVICE_REST = PROGRAMMES_DEVICE_OTHERS + 3,
  PROGRAMMES_SPENT = PROGRAMMES_DEVICE_REST + 3, /* of all months simulated, neither discounted:
                                                    public cost with what is then committed ... */
  PROGRAMMES_BUILT,                              /* ... and plants that the town paid for itself */
  PROGRAMMES_PAID,                               /* the rest is discounted: public cost so far */
  PROGRAMMES_COMMITTED,    /* still to come, as if all were due at the month */
  PROGRAMMES_RETURNED,     /* paid back by funds, and plants sold */
  PROGRAMMES_HELD,         /* worth of funds, and of plants that levers built */
  PROGRAMMES_TAXES,        /* the town's share */
  PROGRAMMES_RENTS,        /* rents less the town's own plants, whose worth at the month is added */
  PROGRAMMES_LEVER_PLANTS, /* parts of HELD and RENTS before floor that firms bought is taken off */
  PROGRAMMES_OWN_PLANTS,
  PROGRAMMES_FLOOR, /* m2 */
  PROGRAMMES_FLOOR_SOLD,
  PROGRAMMES_ROWS
};

struct programmes {
  uint32_t scenarios;
  size_t replications;
  const struct results *results; /* whose sets of assumptions these are; NULL: none counts */
  double *values;                /* [scenario][row][replication]; NaN where a run failed */
};

/* Reads them of a place at a month (from 0). discount: yearly, 0.08 for 8 %. Errors: STATUS_DISK;
 * memory. Cost: reads 52 series of each scenario. */
enum status programmes_read(const struct results *results, uint32_t place, uint32_t month,
                            double discount, struct programmes *programmes,
                            struct error *error) MUST_CHECK;
void programmes_free(struct programmes *programmes);

/* A row of a scenario: one value a replication. */
static inline double *programmes_row(const struct programmes *programmes, uint32_t scenario,
                                     int row) {
  return programmes->values +
         ((size_t)scenario * PROGRAMMES_ROWS + (size_t)row) * programmes->replications;
}

/* Present value of the steps of a sum since the start, `sums[months]`, at a yearly rate. */
double programmes_present(const double *sums, size_t months, double discount);

/* What is left, in the last month, of plants whose cost is a sum since the start. Not discounted.
 */
double programmes_worn(const double *sums, size_t months);

#endif
