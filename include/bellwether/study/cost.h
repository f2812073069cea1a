/* cost.h - what a programme costs the public, and what a job costs, in three definitions.
 *
 * All is against the base, of one town's budget, discounted to the first month (programmes.h); each
 * yuan of public money, out or in, counts m, the marginal cost of public funds:
 *   gross    = m (paid + committed)
 *   residual = gross - m (returned + held)
 *   net      = residual - m (taxes + rents)
 * A definition's cost of a job is its mean over the mean of jobs gained: those in town, and those
 * that the nation gains once others' losses are off (net.h); and so for a yuan of yearly value
 * added. Where the gain's own interval reaches 0 the ratio has no
 * interval.
 * The programme's cost that a budget is held against is that of all months simulated, whatever
 * month is looked at, neither discounted nor weighted; a town's own plants, which no lever pays
 * for, stand beside it. */
#ifndef BELLWETHER_STUDY_COST_H
#define BELLWETHER_STUDY_COST_H

#include "bellwether/study/net.h"

/* A year's rate: the social discount rate for projects in China (Methods and Parameters of Economic
 * Appraisal for Construction Projects, 3rd edition, 2006: 8 %; 6 % where benefits are late or hard
 * to price, SL 72-2013). */
#define COST_DISCOUNT 0.08

/* A yuan of public money is a yuan. Raising it by taxes costs more: 1.14 to 1.52, mean 1.44, of US
 * federal taxes (Conover 2010, Cato Policy Analysis 669), 1.25 in OMB Circular A-94 (1992). None is
 * published for a county of China that we know of: try 1.25. */
#define COST_PUBLIC_FUNDS 1.0

enum cost_item {
  COST_PAID,
  COST_COMMITTED,
  COST_RETURNED,
  COST_HELD,
  COST_TAXES,
  COST_RENTS,
  COST_ITEMS
};
enum cost_kind { COST_GROSS, COST_RESIDUAL, COST_NET, COST_KINDS };
enum cost_per { COST_PER_JOB, COST_PER_NET_JOB, COST_PER_NET_OUTPUT, COST_PERS };

/* In words, as in a table, and as one word, for programs. */
extern const char *const cost_items[COST_ITEMS], *const cost_item_words[COST_ITEMS];
extern const char *const cost_kinds[COST_KINDS], *const cost_kind_words[COST_KINDS];
extern const char *const cost_per_words[COST_PERS], *const cost_per_units[COST_PERS];

struct cost_ratio {
  double value;
  struct interval interval; /* NaN: the gain may be none; high infinite: no upper bound */
};

struct cost {
  size_t pairs;                                 /* replications that both scenarios finished */
  struct estimate items[COST_ITEMS];            /* M CNY, discounted, before m */
  struct estimate totals[COST_KINDS];           /* M CNY, discounted, times m */
  struct cost_ratio per[COST_KINDS][COST_PERS]; /* M CNY a job; yuan a yuan a year */
  struct estimate spent;                        /* M CNY: what counts against a budget */
  struct estimate built;                        /* M CNY: plants that the town pays beside it */
  double above;                                 /* share of replications above the budget */
  bool breaks;                                  /* its mean is above the budget */
};

/* Finds them. public_funds: m. budget: M CNY; NaN: none, and `above` is NaN. What sums are
 * rounded by in the file (8e-6 of each) breaks no budget. Errors: memory. Cost: bootstrap of nine
 * ratios. */
enum status cost_find(const struct programmes *programmes, uint32_t base, uint32_t other,
                      double level, double public_funds, double budget, struct cost *cost,
                      struct error *error) MUST_CHECK;

/* Differences from the base by replication, `out`[replication], of a definition's total. */
void cost_totals(const struct programmes *programmes, uint32_t base, uint32_t other,
                 enum cost_kind kind, double public_funds, double *out);

/* The same of a gain that costs are divided by; `spare`: as many values. */
void cost_gains(const struct programmes *programmes, uint32_t base, uint32_t other,
                enum cost_per per, double *spare, double *out);

/* By how much what a replication spends may be off, M CNY: what sums are rounded by in the file. */
double cost_slack(const struct programmes *programmes, uint32_t base, uint32_t other, size_t r);

/* What others have found a job to cost. */
struct cost_published {
  const char *name;
  double low, high; /* thousand of its currency a job */
  const char *currency;
  int year;   /* of the prices, or of the study where it does not say */
  double cny; /* CNY a unit of the currency that year */
  const char *definition, *source, *grade;
};
extern const struct cost_published cost_published[];
extern const size_t cost_published_count;

#endif
