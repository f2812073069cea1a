/* sensitivity.h - what an outcome hangs on: which assumptions move it, and how much of it is
 * chance.
 *
 * Of any experiment with sets of assumptions, by the design that placed them (design.h): elementary
 * effects (morris.h), variance shares (sobol.h), Shapley effects (shapley_effects.h), or, where the
 * sets are drawn from the priors, what the sample says of itself (given_data.h). Each measure
 * stands beside that of half the sample: where the two differ, more sets are wanted. */
#ifndef BELLWETHER_STUDY_SENSITIVITY_H
#define BELLWETHER_STUDY_SENSITIVITY_H

#include "bellwether/study/ensemble.h"
#include "bellwether/study/programmes.h"
#include "bellwether/study/statistics.h"
#include "bellwether/study/target.h"

/* What is asked of an outcome. */
enum sensitivity_of {
  SENSITIVITY_DIFFERENCE, /* the paired difference from the base */
  SENSITIVITY_LEVEL,      /* the indicator itself */
  SENSITIVITY_YIELD, /* the difference per M CNY of gross public cost (cost.h): its inverse, the
                        cost of a unit, has no mean where a set may gain nothing */
  SENSITIVITY_MARGIN /* by how much a target is met; below 0: missed */
};
extern const char *const sensitivity_outcomes[4]; /* "difference", "level", "yield", "margin" */

struct sensitivity_question {
  enum sensitivity_of of;
  enum indicator indicator;
  uint32_t scenario, base, place, month;
  struct target_question target; /* of a MARGIN, which says indicator, place and month */
  double discount, public_funds; /* of a YIELD */
};

/* The outcome by replication, values[results->replications]; NaN where a run failed, or nothing was
 * spent. Errors: STATUS_DISK; memory. */
enum status sensitivity_values(const struct results *results,
                               const struct sensitivity_question *question, double *values,
                               struct error *error) MUST_CHECK;

/* One measure of an input, its interval, and its value at half the sample. NaN where it has none.
 */
struct sensitivity_measure {
  double value, low, high, half;
};
#define SENSITIVITY_MEASURES 3

/* What the measures of a design are called: MORRIS mu_star, mu, sigma, in the outcome's unit over
 * the whole range of a prior; SOBOL first, total; SHAPLEY share; PRIORS first and pawn, of the
 * means of sets. "" where there are fewer. */
extern const char *const sensitivity_measures[4][SENSITIVITY_MEASURES];

struct sensitivity_row {
  size_t input;    /* of a design: its group; of PRIORS: the assumption */
  bool is_told;    /* the first measure, or pawn, is above what nothing or chance would give */
  double strength; /* the total of SOBOL, else the first measure */
  struct sensitivity_measure measures[SENSITIVITY_MEASURES];
  /* The outcome's mean in the fifth of sets where the assumption is lowest, and highest; NaN with
   * fewer than SENSITIVITY_FIFTHS sets of the priors, and of groups. */
  double at_low, at_high;
};
#define SENSITIVITY_FIFTHS 20

struct sensitivity {
  enum design_kind kind;
  size_t count; /* rows: what is told first, then by strength; the one order of all that ranks */
  struct sensitivity_row *rows;
  size_t lines, half; /* trajectories, rows, orders or sets that were used, and half of them */
  size_t sets;        /* of the priors that have a value */
  double mean, sd;    /* over these, of their means */
  /* MORRIS: mu_star of what stirs chance alone. SOBOL, SHAPLEY, PRIORS: chance's share of the
   * variance; NaN with one replication of each set. */
  struct sensitivity_measure chance;
  double interactions; /* SOBOL: what is neither first-order effect nor chance */
  double bounds[2];    /* PRIORS: given_family's, of first and pawn */
};

/* Finds all measures from values[results->replications]. Rows are freed by sensitivity_free.
 * Errors: STATUS_UNDECIDED where the outcome is constant, missing in too many runs, or there are
 * too few sets; memory. Cost: as the estimators'. */
enum status sensitivity_find(const struct ensemble *ensemble, const struct results *results,
                             const double *values, double level, struct sensitivity *sensitivity,
                             struct error *error) MUST_CHECK;
void sensitivity_free(struct sensitivity *sensitivity);

/* The name of a row's input. */
const char *sensitivity_name(const struct ensemble *ensemble, const struct sensitivity_row *row);

/* The assumption that a row is of; the count of assumptions where it is of a group of several. */
size_t sensitivity_assumption(const struct ensemble *ensemble, const struct sensitivity_row *row);

#endif
