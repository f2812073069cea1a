/* What a file says of a value's uncertainty. */
#include "bind.h"

#include "bellwether/base/prior.h"
#include "bellwether/base/quantity.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static enum status read_number(const struct tree *node, const char *unit, double *number,
                               struct error *error) {
  if (node->kind == TREE_SCALAR) return quantity_parse(node->text, unit, number, error);
  return error_set(error, STATUS_SCENARIO, "%s is one value", node->key);
}

/* low and high from a standard deviation: of the normal law, of that of the logarithm where the
 * value is positive and all its range is. */
enum status scenario_read_spread(const struct tree *node, const struct field *field, double value,
                                 double *low, double *high, struct error *error) {
  const double z = gsl_cdf_ugaussian_Qinv(PRIOR_POINT);
  double sd;
  const bool relative = node->kind == TREE_SCALAR && strchr(node->text, '%');
  TRY(read_number(node, relative ? "1" : field->unit, &sd, error));
  if (relative) sd *= fabs(value);
  if (!(sd > 0)) return error_set(error, STATUS_SCENARIO, "sd is above 0");
  const bool positive = value > 0 && field->least >= 0;
  const double log_sd = positive ? sqrt(log1p(sd * sd / value / value)) : 0;
  *low = positive ? value * exp(-z * log_sd) : value - z * sd;
  *high = positive ? value * exp(z * log_sd) : value + z * sd;
  return STATUS_OK;
}

bool scenario_read_prior(const struct tree *tree, const struct field *field, double value,
                         struct prior *prior, struct error *error) {
  const struct tree *low = tree_get(tree, "low"), *high = tree_get(tree, "high");
  const struct tree *sd = tree_get(tree, "sd");
  double from, to;
  *error = (struct error){0};
  if (!low && !high && !sd) return false;
  if (field->kind != FIELD_REAL && field->kind != FIELD_COUNT) return false; /* a word */
  if (sd ? (low || high) : !(low && high)) {
    error->status = error_set(error, STATUS_SCENARIO,
                              "say low and high, as in {value: 115 M CNY, low: 100 M CNY, high: "
                              "130 M CNY}, or sd alone, as in sd: 10 %%");
    return true;
  }
  enum status status = sd ? scenario_read_spread(sd, field, value, &from, &to, error)
                          : read_number(low, field->unit, &from, error);
  if (status == STATUS_OK && !sd) status = read_number(high, field->unit, &to, error);
  if (status == STATUS_OK) status = prior_between(field, value, from, to, prior, error);
  error->status = status;
  return true;
}

bool scenario_says_prior(const struct scenario *scenario, const char *path) {
  const struct tree *node = scenario_node(scenario->tree, path);
  return node && node->kind == TREE_MAP &&
         (tree_get(node, "low") || tree_get(node, "high") || tree_get(node, "sd"));
}

/* Whether a file says the value, and not that it is assumed. What is read back from a record has
 * the table's own values too, marked so. Of an industry nothing is assumed unless a file says so
 * first: a split that is assumed, of a sum that is known, is not free. */
static bool is_fact(const struct scenario *scenario, const char *path, const struct field *field) {
  struct scenario_value value = {0};
  snprintf(value.path, sizeof value.path, "%s", path);
  scenario_find_source(scenario, &value, field->source);
  const bool of_industry = field >= tables_industry &&
                           field < tables_industry + tables_industry_count;
  if (of_industry) return value.preset || strncmp(value.source, "assumed", strlen("assumed")) != 0;
  const bool preset = value.preset || scenario_bare_source(&value) != value.source;
  return !preset && !strstr(value.source, "assumed") && !strstr(value.source, "calibrated");
}

enum scenario_belief scenario_believe(const struct scenario *scenario, const char *path,
                                      const struct field *field, double value,
                                      struct prior *prior) {
  struct error error;
  if (scenario_says_prior(scenario, path)) {
    const struct tree *node = scenario_node(scenario->tree, path);
    const bool good = scenario_read_prior(node, field, value, prior, &error) &&
                      error.status == STATUS_OK;
    return good ? SCENARIO_VARIES : SCENARIO_FACT;
  }
  if (field->prior.law == PRIOR_FIXED) return SCENARIO_FIXED;
  if (is_fact(scenario, path, field)) return SCENARIO_FACT;
  *prior = prior_about(field, value);
  return prior->law == PRIOR_FIXED ? SCENARIO_FIXED : SCENARIO_VARIES;
}
