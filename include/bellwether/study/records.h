/* records.h - whether results tell what was observed: each record of a scenario beside the spread
 * of that scenario's replications. */
#ifndef BELLWETHER_STUDY_RECORDS_H
#define BELLWETHER_STUDY_RECORDS_H

#include "bellwether/io/results.h"
#include "bellwether/scenario/scenario.h"
#include "bellwether/study/ensemble.h"

/* Where the middle 80 % of values lie, and their median; NaN where there are none. */
struct records_range {
  size_t count;
  double p10, p50, p90;
};

/* One record of one scenario, judged. Values are in the indicator's unit. */
struct records_judged {
  const struct record *record; /* the ensemble's */
  uint32_t scenario, place;
  bool seen; /* its town is a place of its own; else nothing is told */
  /* Of finished replications; where there are sets of assumptions, of those drawn from the priors,
   * so that chance and assumption are both in it. */
  struct records_range runs;
  struct records_range sets; /* of the means of these sets; count 0 where there are none */
  double sd;                 /* of the replications */
  bool inside;               /* the record's value lies between their 10 and 90 % points ... */
  bool overlaps;             /* ... or its own range reaches between them */
  bool sets_inside;          /* the value lies between the sets' points */
  double missed;             /* the replications' median less the value */
  double deviations; /* the same in standard deviations of replications and record together */
};

struct records {
  struct records_judged *list; /* scenario by scenario, in their order; the caller frees it */
  size_t count, judged, inside, overlapping; /* overlapping: those inside counted */
};

/* Judges all records of an experiment's scenarios by the replications that results have: of sets of
 * assumptions after results_keep_priors. Errors: STATUS_DISK; memory. Cost: one series is
 * read a record. */
enum status records_judge(const struct results *results, const struct ensemble *ensemble,
                          struct records *records, struct error *error) MUST_CHECK;

#endif
