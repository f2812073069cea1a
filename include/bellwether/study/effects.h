/* effects.h - what of an outcome's spread is assumption, and what is chance.
 *
 * One-way random effects: replication k of the set of assumptions (draw) d gives
 *   y[d][k] = mean + a[d] + e[d][k],   Var a = assumption, Var e = chance,
 * and the analysis of variance by the method of moments on the draws' means (Searle, Casella and
 * McCulloch 1992, ch. 3; unequal numbers of replications by unweighted means, Thomas and Hultquist
 * 1978, so that every set of assumptions counts the same). Two intervals follow: that of chance
 * closes with more replications, that of assumptions does not. */
#ifndef BELLWETHER_STUDY_EFFECTS_H
#define BELLWETHER_STUDY_EFFECTS_H

#include "bellwether/study/statistics.h"

/* Unit: that of the outcome, variances and mean squares squared, shares 1. M: draws that have a
 * value; N: values; h: the harmonic mean of the numbers of replications. */
struct effects {
  size_t draws, values; /* M, N */
  double mean;          /* of the draws' means */
  /* Mean squares: between = h sum_d (mean_d - mean)^2 / (M - 1), within = sum_dk (y - mean_d)^2 /
   * (N - M). With as many replications of each, the textbook's MSB and MSW. */
  double between, within, replications; /* MSB, MSW, h */
  double assumption;                    /* max(0, (between - within) / h) */
  double chance;                        /* within */
  /* Of the mean of these M draws, had chance no part in it: mean +- t(N - M) sqrt(within / (M h)).
   * Exact for Gaussian chance of one variance. */
  struct interval chance_interval;
  /* Where the mean of a set of assumptions lies: quantiles of the shrunken means at the places
   * (M + 1) p, between which a further set falls with that chance; with fewer than 39 draws 95 % is
   * the whole range, and holds (M - 1) / (M + 1). */
  struct interval assumption_interval;
  /* assumption / (assumption + chance), of a single replication. Its interval is
   * L / (1 + L) with L = (F / F(p; M - 1, N - M) - 1) / h: exact for Gaussian effects and n each.
   * NaN where nothing varies. */
  double share;
  struct interval share_interval;
  /* Shares of sets of assumptions in which the outcome is above 0, and below, as far as chance lets
   * one say: mean of Phi(+-shrunken / s), s = sqrt(within / (M h)) the error of the mean. Without
   * chance they are counts; where nothing but chance varies, the probability of the mean's sign. */
  double positive, negative;
  double sign_share; /* that which has the sign of the mean; NaN where it is 0 */
};

/* Splits `y`[draw][n], NaN where a run failed; draws that have no value are left out. level: of the
 * intervals. shrunken[draw]: the means of the draws without chance's spread, mean + (mean_d - mean)
 * sqrt(assumption / (assumption + chance / n_d)), whose variance is that of the assumptions (the
 * best predictor's, with no root, is less; Louis 1984); NaN where there is none.
 * Errors: STATUS_UNDECIDED where fewer than two draws have a value, or none has two; memory.
 * Cost: three passes and a sort of the draws. */
enum status effects_split(const double *y, size_t draws, size_t n, double level, double *shrunken,
                          struct effects *effects, struct error *error) MUST_CHECK;

#endif
