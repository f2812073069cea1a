#include "bellwether/base/prior.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define PERT_SHAPE 4.0   /* weight of the mode against the ends */
#define PERT_STEPS 200   /* at most: about 40 are enough */
#define PERT_CLOSE 1e-12 /* of the range: the ends do not move any more */

double prior_width(enum prior_grade grade) {
  static const double factors[PRIOR_GRADES] = {1.1, 1.25, 1.5, 2, 1};
  return factors[grade];
}

const char *prior_law(enum prior_law law) {
  static const char *const words[PRIOR_LAWS] = {"fixed",  "uniform",   "log-uniform", "pert",
                                                "normal", "lognormal", "logit-normal"};
  return words[law];
}

char prior_letter(enum prior_grade grade) { return "ABCDS"[grade]; }

static double logit(double share) { return log(share / (1 - share)); }
static double share_of(double odds) { return 1 / (1 + exp(-odds)); }

struct prior prior_about(const struct field *field, double value) {
  struct prior prior = field->prior;
  const double preset = field->preset;
  const bool same = !(value < preset) && !(value > preset);
  const bool factors = prior.law == PRIOR_LOGNORMAL && !(fabs(preset) > 0);
  if (prior.law == PRIOR_FIXED || (same && !factors)) return prior;
  const bool of_odds = prior.law == PRIOR_LOGIT_NORMAL;
  if (of_odds && value > 0 && value < 1) {
    const double shift = logit(value) - logit(preset);
    prior.low = share_of(logit(prior.low) + shift);
    prior.high = share_of(logit(prior.high) + shift);
  } else if (factors && value > 0) {
    prior.low *= value;
    prior.high *= value;
  } else if (!of_odds && value * preset > 0) {
    prior.low *= value / preset;
    prior.high *= value / preset;
  } else if (prior.law == PRIOR_NORMAL || prior.law == PRIOR_UNIFORM) {
    prior.low += value - preset;
    prior.high += value - preset;
  } else {
    prior = (struct prior){PRIOR_FIXED, PRIOR_D, 0, 0,
                           "no_scale"}; /* none of it, or all: nothing to scale */
  }
  return prior;
}

enum status prior_between(const struct field *field, double value, double low, double high,
                          struct prior *prior, struct error *error) {
  if (!(low < high) || !(low <= value) || !(value <= high)) {
    return error_set(error, STATUS_SCENARIO,
                     "low %.6g, value %.6g and high %.6g are not in this order", low, value, high);
  }
  if (low < field->least || high > field->most) {
    return error_set(error, STATUS_SCENARIO, "%.6g..%.6g is outside of what is allowed, %.6g..%.6g",
                     low, high, field->least, field->most);
  }
  const bool share = field->least >= 0 && field->most <= 1 && low > 0 && high < 1;
  *prior = (struct prior){share     ? PRIOR_LOGIT_NORMAL
                          : low > 0 ? PRIOR_LOGNORMAL
                                    : PRIOR_NORMAL,
                          PRIOR_SAID, low, high, ""};
  return STATUS_OK;
}

/* Where the middle 90 % of a uniform law is low..high, it begins and ends a 18th of that beyond. */
static double uniform(double low, double high, double u) {
  const double beyond = (high - low) * PRIOR_POINT / (1 - 2 * PRIOR_POINT);
  return low - beyond + u * (high - low + 2 * beyond);
}

/* Of the normal law with these points, between `least` and `most`. */
static double normal(double low, double high, double least, double most, double u) {
  const double z = gsl_cdf_ugaussian_Qinv(PRIOR_POINT);
  const double mean = (low + high) / 2, sd = (high - low) / (2 * z);
  const double from = gsl_cdf_ugaussian_P((least - mean) / sd);
  const double to = gsl_cdf_ugaussian_P((most - mean) / sd);
  return mean + sd * gsl_cdf_ugaussian_Pinv(from + u * (to - from));
}

/* The beta law between `ends` with its mode at `mode`. */
static double pert_between(const double *ends, double mode, double u) {
  const double width = ends[1] - ends[0];
  const double a = 1 + PERT_SHAPE * (mode - ends[0]) / width;
  const double b = 1 + PERT_SHAPE * (ends[1] - mode) / width;
  return ends[0] + width * gsl_cdf_beta_Pinv(u, a, b);
}

/* Its ends are found so that low and high are its points. */
static double pert(double low, double high, double mode, double u) {
  double ends[2] = {low, high};
  for (int k = 0; k < PERT_STEPS; k++) {
    const double from = ends[0], to = ends[1];
    ends[0] = fmin(from + low - pert_between(ends, mode, PRIOR_POINT), mode);
    ends[1] = fmax(to + high - pert_between(ends, mode, 1 - PRIOR_POINT), mode);
    if (fmax(fabs(ends[0] - from), fabs(ends[1] - to)) <= PERT_CLOSE * (high - low)) break;
  }
  return pert_between(ends, mode, u);
}

double prior_quantile(const struct field *field, const struct prior *prior, double value,
                      double u) {
  const double low = prior->low, high = prior->high;
  double x = value;
  switch (prior->law) {
  case PRIOR_UNIFORM: x = uniform(low, high, u); break;
  case PRIOR_LOG_UNIFORM: x = exp(uniform(log(low), log(high), u)); break;
  case PRIOR_PERT: x = pert(low, high, value, u); break;
  case PRIOR_NORMAL: x = normal(low, high, field->least, field->most, u); break;
  case PRIOR_LOGNORMAL: x = exp(normal(log(low), log(high), -INFINITY, log(field->most), u)); break;
  case PRIOR_LOGIT_NORMAL:
    x = share_of(normal(logit(low), logit(high), -INFINITY, INFINITY, u));
    break;
  case PRIOR_FIXED:
  case PRIOR_LAWS: break;
  }
  if (field->kind == FIELD_COUNT) x = round(x);
  return fmin(fmax(x, field->least), field->most);
}
