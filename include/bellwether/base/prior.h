/* prior.h - what is believed of a value before any run: laws, and their quantiles.
 *
 * A row of a table declares a law by its 5 and 95 % points, low and high, and a grade of evidence:
 * A measured on this object, B measured elsewhere, C theory, analogy or recalled, D a guess. The
 * grade sets the least width: a value may be off by the factor of prior_width either way, since an
 * estimate measured here repeats within a tenth, one from elsewhere within a quarter, an analogy
 * within a half, and a guess may be half or twice the truth. The field's range cuts every law. */
#ifndef BELLWETHER_BASE_PRIOR_H
#define BELLWETHER_BASE_PRIOR_H

#include "bellwether/base/error.h"
#include "bellwether/base/tables.h"

/* The share of a law below `low`, and above `high`. */
#define PRIOR_POINT 0.05

/* The least factor between a value and either of its points: 1.1, 1.25, 1.5, 2; of what a scenario
 * says 1. */
double prior_width(enum prior_grade grade);

/* "uniform", "log-uniform", "pert", "normal", "lognormal", "logit-normal", "fixed"; 'A' to 'D', 'S'
 * of what a scenario says. */
const char *prior_law(enum prior_law law);
char prior_letter(enum prior_grade grade);

/* The prior of a field whose value a scenario sets to `value`: the law moved there, its points in
 * proportion (of a share: of its odds; where the preset is 0 or of another sign: by the
 * difference, but a lognormal's points are then factors of the value; where a share is none or all,
 * or a scale has nothing to move: fixed). */
struct prior prior_about(const struct field *field, double value);

/* A prior of a file's own: value, low and high, by the law that suits the field (of a share
 * logit-normal, of what is positive lognormal, else normal), its grade PRIOR_SAID. Errors:
 * STATUS_SCENARIO, with the reason, where the points are not in order or outside the range. */
enum status prior_between(const struct field *field, double value, double low, double high,
                          struct prior *prior, struct error *error) MUST_CHECK;

/* The value below which the law has the share u, 0 < u < 1; of a fixed one `value`. `value` is the
 * mode of a PERT. Normal laws are cut by the range: u is the share of what is left. Of what is
 * counted the nearest whole number. */
double prior_quantile(const struct field *field, const struct prior *prior, double value, double u);

#endif
