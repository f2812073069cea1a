/* morris.h - elementary effects: which of many inputs matter, at (groups + 1) runs a trajectory.
 *
 * From a base point a and an auxiliary point b of the unit cube, input i alone goes from a_i to
 * b_i: its elementary effect is the change of the outcome over b_i - a_i. Radial designs go from a
 * each time (Saltelli et al. 2010; Campolongo, Saltelli and Cariboni 2011); trajectories go on from
 * where the last step ended, in an order of their own (Morris 1991). Inputs of one group move
 * together; their step is the root of the mean of its inputs' squared steps, and only the size of
 * their effect has a meaning (Campolongo, Cariboni and Saltelli 2007). */
#ifndef BELLWETHER_STUDY_MORRIS_H
#define BELLWETHER_STUDY_MORRIS_H

#include "bellwether/study/statistics.h"

enum morris_kind { MORRIS_RADIAL, MORRIS_TRAJECTORY };

/* Points are arrays of the caller's, [trajectory][input], within [0, 1]. */
struct morris {
  enum morris_kind kind;
  size_t inputs, groups, trajectories;
  const size_t *group; /* of each input, below `groups`; NULL: each is a group of its own */
  const double *base, *auxiliary;
  struct draw_key key; /* of the orders of trajectories and of the bootstrap */
};

/* Auxiliary points for `count` base points of so many inputs: each base value moved up by a uniform
 * of [1/4, 3/4), around the cube's end, so that they fill it as evenly as the base points do. No
 * step is shorter than a quarter: the noise of an elementary effect is that of two runs over the
 * step. */
void morris_auxiliary(struct draw_key key, const double *base, size_t count, size_t inputs,
                      double *auxiliary);

/* How many runs a design takes: trajectories (groups + 1). */
size_t morris_runs(const struct morris *design);

/* Writes points[trajectory][groups + 1][input]: the base point, then radial: group g's step at
 * 1 + g; trajectory: the steps in the order of that trajectory. Errors: memory. Cost: runs times
 * inputs. */
enum status morris_points(const struct morris *design, double *points,
                          struct error *error) MUST_CHECK;

/* What a group's elementary effects say: unit of the outcome, over the whole range of an input. */
struct morris_effect {
  size_t count;         /* effects that are known */
  double mean;          /* mu: their mean; NaN for a group of several inputs */
  double mean_absolute; /* mu*: the mean of their absolute values (Campolongo et al. 2007) */
  double sigma;         /* their standard deviation, n - 1: interactions, curvature, and noise; NaN
                           for a group of several inputs */
  struct interval interval; /* of mu*, by the bootstrap over trajectories (BCa); NaN below two */
};

/* Effects[group] from the outcomes y[trajectory][groups + 1], NaN where a run failed: its effects,
 * and those of a step of no length, are missing. Chance adds to mu*: with Gaussian noise of
 * variance v in each run, an input that does nothing has E mu* = sqrt(4 v / pi) E (1 /
 * |step|), 2.39 times the root with morris_auxiliary; runs of a trajectory that share their chance
 * are free of most of it. The first trajectories are a design of their own. level, resamples: of
 * the intervals. Errors: STATUS_UNDECIDED where no effect at all is known; memory. Cost: groups
 * times trajectories times resamples. */
enum status morris_effects(const struct morris *design, const double *y, double level,
                           size_t resamples, struct morris_effect *effects,
                           struct error *error) MUST_CHECK;

#endif
