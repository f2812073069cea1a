/* assumptions.h - which values of scenarios are assumptions, and what is believed of each.
 *
 * A value is an assumption where its table row has a law, unless a file says the value, and not
 * that it is assumed or calibrated: then it is a fact. (Of an industry's sales the source must
 * begin so: a split that is assumed, of a sum that is known, is not free.) With `low` and `high`,
 * or `sd`, it is one in any case (scenario_believe). Values of the same row, of the same lever or
 * segment or town, are one assumption in all scenarios: they move together, each about its own
 * value.
 *
 * Assumptions are independent but where correlations.def or a scenario declares correlations; what
 * a scenario says of a pair comes before the table. Those of all scenarios are one set, and bind by
 * a Gaussian copula: with u the shares of independent assumptions, z = L Phi^-1(u) with L L' the
 * matrix of correlations, and Phi(z) the shares of correlated ones. Every assumption keeps its own
 * law, and who is correlated with nobody its own share. rho is the correlation of the normal scores
 * z; Spearman's of the values is 6/pi asin(rho/2) where no range cuts them, Pearson's depends on
 * their laws. */
#ifndef BELLWETHER_STUDY_ASSUMPTIONS_H
#define BELLWETHER_STUDY_ASSUMPTIONS_H

#include "bellwether/base/prior.h"
#include "bellwether/scenario/scenario.h"

enum assumed_of {
  ASSUMED_PARAMETERS,
  ASSUMED_SEGMENTS,
  ASSUMED_TOWNS,
  ASSUMED_PARKS,
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
  uint32_t row;   /* the segment, town, park, park and segment, or lever */
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
  size_t correlated;            /* those that go with others, at most CORRELATION_MOST; 0: none */
  size_t *correlated_list;      /* [correlated] which they are, rising */
  char (*correlated_names)[SCENARIO_PATH]; /* [correlated] of a correlation of each */
  double *correlations;                    /* [correlated][correlated] of their normal scores */
  double *cholesky; /* its factor L, below the diagonal and on it; zeros above */
};

/* Finds all of them. Errors: STATUS_SCENARIO where correlations of several scenarios contradict
 * each other; memory. Cost: some hundred comparisons of names a value; of correlations, n^3 / 3. */
enum status assumptions_list(const struct scenario *scenarios, size_t count,
                             struct assumptions *assumptions, struct error *error) MUST_CHECK;
void assumptions_free(struct assumptions *assumptions);

/* The number of the assumption of that name; their count where there is none. */
size_t assumptions_find(const struct assumptions *assumptions, const char *name);

/* Where the first scenario that has an assumption holds it. */
const struct assumed_value *assumptions_value(const struct assumptions *assumptions,
                                              size_t assumption);

/* Whether the value that the scenario says lies outside its own 5 and 95 % points: the central set
 * then stands where hardly any other does. */
bool assumptions_is_outside(const struct assumptions *assumptions,
                            const struct assumed_value *value);

/* The path under which a scenario says a value, of SCENARIO_PATH bytes: of a lever under its own
 * name, where the assumption is called by its kind. Returns out. */
const char *assumptions_path(const struct assumptions *assumptions, const struct scenario *scenario,
                             const struct assumed_value *value, char *out);

/* Makes the shares u[assumption], in (0, 1) and independent, those of correlated assumptions, in
 * place. Any thread may. Cost: a quantile of the normal law an entry of L that is not 0. */
void assumptions_correlate(const struct assumptions *assumptions, double *u);

/* How many assumptions a correlation of the tables binds: its members that go with another. Cost:
 * their number squared. */
size_t assumptions_bound(const struct assumptions *assumptions, size_t row);

/* The correlations of the normal scores of some assumptions, which[count], into
 * matrix[count][count], with ones on its diagonal. Returns whether any two of them are correlated.
 * Cost: count^2 searches. */
bool assumptions_correlation(const struct assumptions *assumptions, const size_t *which,
                             size_t count, double *matrix);

/* Sets the values of one scenario where the share u[assumption] of each law lies, in `scenario`,
 * which has its own params, segments, towns, parks, industry and levers. What must be in order is
 * put in order, shares that are more than all are scaled down to it, and firms have the staff and
 * certificates that they need at least: one each. */
void assumptions_set(const struct assumptions *assumptions, size_t number, const double *u,
                     struct scenario *scenario);

#endif
