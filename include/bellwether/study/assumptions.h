/* assumptions.h - which values of scenarios are assumptions, and what is believed of each.
 *
 * A value is an assumption where its table row has a law, unless a file says the value, and not
 * that it is assumed or calibrated: then it is a fact. (Of an industry's sales the source must
 * begin so: a split that is assumed, of a sum that is known, is not free.) With `low` and `high`,
 * or `sd`, it is one in any case. Values of the same row, of the same lever or segment or town, are
 * one assumption in all scenarios: they move together, each about its own value. */
#ifndef BELLWETHER_STUDY_ASSUMPTIONS_H
#define BELLWETHER_STUDY_ASSUMPTIONS_H

#include "bellwether/base/prior.h"
#include "bellwether/scenario/scenario.h"

enum assumed_of {
  ASSUMED_PARAMETERS,
  ASSUMED_SEGMENTS,
  ASSUMED_TOWNS,
  ASSUMED_INDUSTRY,
  ASSUMED_LEVERS
};

struct assumption {
  char name[SCENARIO_PATH]; /* "parameters.absorption", "levers.brand.effect", ... */
  const struct field *field;
};

/* Where a scenario holds an assumption. */
struct assumed_value {
  size_t assumption;
  enum assumed_of of;
  uint32_t row;   /* the segment, town, park times segment, or lever */
  uint32_t field; /* of its table */
  double value;   /* what the scenario says */
  struct prior prior;
};

struct assumptions {
  size_t count;
  struct assumption *list;
  size_t scenarios;
  size_t *first;                /* [scenario], and the end: its values */
  struct assumed_value *values; /* scenario by scenario */
};

/* Finds all of them. Errors: memory. Cost: some thousand comparisons of names a value. */
enum status assumptions_list(const struct scenario *scenarios, size_t count,
                             struct assumptions *assumptions, struct error *error) MUST_CHECK;
void assumptions_free(struct assumptions *assumptions);

/* Sets the values of one scenario where the share u[assumption] of each law lies, in `scenario`,
 * which has its own params, segments, towns and levers. What must be in order is put in order, and
 * shares that are more than all are scaled down to it. */
void assumptions_set(const struct assumptions *assumptions, size_t number, const double *u,
                     struct scenario *scenario);

#endif
