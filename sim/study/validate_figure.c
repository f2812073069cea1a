#include "bellwether/study/validate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define LEVEL 0.95

const struct figure validate_figures[] = {
    {"tail", "sizes of firms: how many are larger, and the fitted tail",
     "企业规模：更大企业的份额与拟合尾部", FIGURE_NEEDS_NOTHING},
    {"growth", "yearly growth of firms, and the fitted law", "企业年增长率与拟合分布",
     FIGURE_NEEDS_NOTHING},
    {"survival", "how long the chain's entrants live", "产业链新企业的存活", FIGURE_NEEDS_NOTHING},
    {"spread", "how productivity is spread over firms", "生产率在企业间的分布",
     FIGURE_NEEDS_NOTHING},
    {"moments", "Xianju in 2022: values with their bands", "2022 年仙居：取值与允许带",
     FIGURE_NEEDS_NOTHING},
    {"sets", "where patterns lie in sets of assumptions, and in how many within their bands",
     "各组假设下的典型事实：有多少组落在允许带内", FIGURE_NEEDS_DRAWS},
};
const size_t validate_figures_count = sizeof validate_figures / sizeof validate_figures[0];

/* The sum over replications of a member of the row, which is `member` bytes into it. */
static double sum_of(const struct validation *validation, size_t member) {
  double sum = 0;
  for (uint32_t r = 0; r < validation->replications; r++) {
    double value;
    memcpy(&value, (const char *)&validation->rows[r] + member, sizeof value);
    sum += value;
  }
  return sum;
}

/* The mean of a member over the replications that have it. */
static double mean_of(const struct validation *validation, size_t member) {
  double sum = 0, count = 0;
  for (uint32_t r = 0; r < validation->replications; r++) {
    double value;
    memcpy(&value, (const char *)&validation->rows[r] + member, sizeof value);
    if (!isfinite(value)) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : NAN;
}

#define ELEMENT(member, k) (offsetof(struct validate_row, member) + (k) * sizeof(double))
#define MEMBER(member)     offsetof(struct validate_row, member)

/* A block of its own: what is estimated, with its interval and band. */
static void add_estimate(const struct validation *validation, enum pattern k, struct text *out) {
  const struct validate_estimate *e = &validation->estimates[k];
  const struct validate_pattern *pattern = &validate_patterns[k];
  text_add(out, "\n\nvalue [%s]\tlow [%s]\thigh [%s]\tleast [%s]\tmost [%s]\tverdict\n",
           pattern->unit, pattern->unit, pattern->unit, pattern->unit, pattern->unit);
  text_add(out, "%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%s\n", e->value, e->low, e->high, pattern->least,
           pattern->most, validate_word(e->verdict));
}

static void tail_figure(const struct validation *validation, struct text *out) {
  const double firms = sum_of(validation, MEMBER(firms));
  const double cut = mean_of(validation, MEMBER(size_cut));
  const double middle = mean_of(validation, MEMBER(size_middle));
  const double exponent = validation->estimates[PATTERN_size_tail].value;
  const double sigma = validation->estimates[PATTERN_size_sigma].value;
  text_add(out, "sales [M CNY/year]\tlarger [1]\tpareto [1]\tlognormal [1]\n");
  for (int k = 0; k < VALIDATE_SIZES; k++) {
    const double edge = VALIDATE_SIZE_LEAST * pow(10, (double)k / VALIDATE_SIZES_DECADE);
    const double larger = sum_of(validation, ELEMENT(sizes, (size_t)k));
    const double pareto = edge >= cut ? VALIDATE_TAIL * pow(edge / cut, -exponent) : NAN;
    if (!(larger > 0)) break;
    text_add(out, "%.6g\t%.6g\t%.6g\t%.6g\n", edge, larger / firms, pareto,
             gsl_cdf_gaussian_Q(log(edge) - middle, sigma));
  }
  add_estimate(validation, PATTERN_size_tail, out);
  add_estimate(validation, PATTERN_size_sigma, out);
}

static void growth_figure(const struct validation *validation, struct text *out) {
  const double years = sum_of(validation, MEMBER(firm_years));
  const double sd = mean_of(validation, MEMBER(growth_spread));
  const struct validate_subbotin law = {mean_of(validation, MEMBER(growth_centre)),
                                        mean_of(validation, MEMBER(growth_scale)),
                                        validation->estimates[PATTERN_growth_shape].value};
  text_add(out, "growth of log sales [1/year]\tdensity [year]\tsubbotin [year]\tgaussian [year]\n");
  for (int k = 0; k < VALIDATE_GROWTHS; k++) {
    const double growth = VALIDATE_CLASS * (k - VALIDATE_GROWTHS / 2);
    const double count = sum_of(validation, ELEMENT(growths, (size_t)k));
    text_add(out, "%.6g\t%.6g\t%.6g\t%.6g\n", growth,
             count > 0 ? count / years / VALIDATE_CLASS : NAN,
             validate_subbotin_density(&law, growth), gsl_ran_gaussian_pdf(growth, sd));
  }
  add_estimate(validation, PATTERN_growth_shape, out);
}

/* The share that lives to an age: the product of 1 - closed / at risk over all ages before. */
static double living(const double *at_risk, const double *closed, int age) {
  double product = 1;
  for (int k = 0; k < age; k++) {
    if (at_risk[k] > 0) product *= 1 - closed[k] / at_risk[k];
  }
  return product;
}

/* Half of the interval of that share, from its spread over replications. */
static double living_half(const struct validation *validation, int age) {
  const double n = validation->replications;
  double sum = 0, square = 0;
  if (n < 2) return NAN;
  for (uint32_t r = 0; r < validation->replications; r++) {
    sum += living(validation->rows[r].at_risk, validation->rows[r].closed, age) / n;
  }
  for (uint32_t r = 0; r < validation->replications; r++) {
    const struct validate_row *row = &validation->rows[r];
    square += pow(living(row->at_risk, row->closed, age) - sum, 2);
  }
  return gsl_cdf_tdist_Pinv(0.5 + LEVEL / 2, n - 1) * sqrt(square / (n - 1) / n);
}

static void survival_figure(const struct validation *validation, struct text *out) {
  double at_risk[VALIDATE_AGES], closed[VALIDATE_AGES];
  for (size_t age = 0; age < VALIDATE_AGES; age++) {
    at_risk[age] = sum_of(validation, ELEMENT(at_risk, age));
    closed[age] = sum_of(validation, ELEMENT(closed, age));
  }
  text_add(out, "age [month]\tliving [1]\tlow [1]\thigh [1]\n");
  for (int age = 0; age < VALIDATE_AGES && at_risk[age] > 0; age++) {
    const double share = living(at_risk, closed, age), half = living_half(validation, age);
    text_add(out, "%d\t%.6g\t%.6g\t%.6g\n", age, share, share - half, share + half);
  }
  add_estimate(validation, PATTERN_survival, out);
}

static void spread_figure(const struct validation *validation, struct text *out) {
  double firms = 0;
  for (size_t k = 0; k < VALIDATE_SPREADS; k++) firms += sum_of(validation, ELEMENT(spreads, k));
  text_add(out, "log productivity less its median [1]\tdensity [1]\n");
  for (int k = 0; k < VALIDATE_SPREADS; k++) {
    const double count = sum_of(validation, ELEMENT(spreads, (size_t)k));
    text_add(out, "%.6g\t%.6g\n", VALIDATE_CLASS * (k - VALIDATE_SPREADS / 2),
             firms > 0 ? count / firms / VALIDATE_CLASS : NAN);
  }
  add_estimate(validation, PATTERN_productivity_spread, out);
  text_add(out, "\n\n10 %% point [1]\t90 %% point [1]\n%.6g\t%.6g\n",
           mean_of(validation, MEMBER(productivity_10)),
           mean_of(validation, MEMBER(productivity_90)));
}

static void moments_figure(const struct validation *validation, struct text *out) {
  static const enum pattern moments[] = {PATTERN_town_sales_2022, PATTERN_device_sales_2022,
                                         PATTERN_town_growth_2022, PATTERN_device_growth_2022};
  text_add(
      out,
      "moment\tunit\tvalue [unit]\tlow [unit]\thigh [unit]\tleast [unit]\tmost [unit]\tverdict\tfit\n");
  for (int k = 0; k < 4; k++) {
    const struct validate_estimate *e = &validation->estimates[moments[k]];
    const struct validate_pattern *pattern = &validate_patterns[moments[k]];
    text_add(out, "%s\t%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%s\t%s\n", pattern->name, pattern->unit,
             e->value, e->low, e->high, pattern->least, pattern->most, validate_word(e->verdict),
             pattern->fit);
  }
}

/* Each gate with its band and how many sets lie in it; then a block with its value in each set. */
static void sets_figure(const struct validation *validation, struct text *out) {
  text_add(out, "gate\tunit\tleast [unit]\tmost [unit]\tinside\tmeasured\tp05 [unit]\tp50 "
                "[unit]\tp95 [unit]\n");
  for (int k = 0; k < PATTERN_COUNT; k++) {
    const struct validate_pattern *pattern = &validate_patterns[k];
    const struct validate_sets *sets = &validation->sets[k];
    if (!pattern->gate) continue;
    text_add(out, "%s\t%s\t%.6g\t%.6g\t%u\t%u\t%.6g\t%.6g\t%.6g\n", pattern->name, pattern->unit,
             pattern->least, pattern->most, sets->inside, sets->measured, sets->low, sets->median,
             sets->high);
  }
  text_add(out, "\n\ngate\tset\tvalue [unit]\tleast [unit]\tmost [unit]\n");
  for (int k = 0, gate = 0; k < PATTERN_COUNT; k++) {
    const struct validate_pattern *pattern = &validate_patterns[k];
    if (!pattern->gate) continue;
    for (uint32_t d = 0; d < validation->draws; d++) {
      text_add(out, "%d\t%u\t%.6g\t%.6g\t%.6g\n", gate, d,
               validation->values[(size_t)d * PATTERN_COUNT + (size_t)k], pattern->least,
               pattern->most);
    }
    gate++;
  }
}

enum status validate_figure_data(const struct validation *validation, const char *name,
                                 struct text *out, struct error *error) {
  if (strcmp(name, "tail") == 0) tail_figure(validation, out);
  else if (strcmp(name, "growth") == 0) growth_figure(validation, out);
  else if (strcmp(name, "survival") == 0) survival_figure(validation, out);
  else if (strcmp(name, "spread") == 0) spread_figure(validation, out);
  else if (strcmp(name, "moments") == 0) moments_figure(validation, out);
  else if (strcmp(name, "sets") == 0) sets_figure(validation, out);
  else return error_set(error, STATUS_USAGE, "no figure '%.60s' of a validation", name);
  return out->failed ? error_memory(error, "a figure", out->length) : STATUS_OK;
}
