#include "bellwether/study/target.h"

#include "bellwether/base/date.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

enum status target_ask(const struct scenario *scenario, const struct target *target,
                       const struct results *results, struct target_question *question,
                       struct error *error) {
  const int32_t month = target->by - results->start;
  char date[DATE_TEXT];
  if (month < 0 || month >= (int32_t)results->months) {
    return error_set(error, STATUS_USAGE, "target %s: the results do not have %s", target->name,
                     date_format(target->by, date));
  }
  *question = (struct target_question){.indicator = target->indicator,
                                       .place = scenario_place_of(scenario, target->town),
                                       .month = (uint32_t)month,
                                       .at_least = target->at_least,
                                       .at_most = target->at_most};
  snprintf(question->name, sizeof question->name, "%s", target->name);
  if (question->place < results->places) return STATUS_OK;
  return error_set(error, STATUS_USAGE, "target %s: the results do not have its town",
                   target->name);
}

double target_distance(const struct target_question *question, double value) {
  return value < question->at_least  ? question->at_least - value
         : value > question->at_most ? value - question->at_most
                                     : 0;
}

/* Quantiles by rank, so that "never" (infinity) may be among the values. */
struct target_quantiles target_quantiles_of(double *values, size_t n) {
  if (n == 0) return (struct target_quantiles){NAN, NAN, NAN};
  gsl_sort(values, 1, n);
  double out[3];
  static const double shares[] = {0.1, 0.5, 0.9};
  for (int k = 0; k < 3; k++) {
    const double value = values[(size_t)(shares[k] * (double)(n - 1) + 0.5)];
    out[k] = isfinite(value) ? value : NAN;
  }
  return (struct target_quantiles){out[0], out[1], out[2]};
}

/* First month of a run that meets the question; infinity where none does. */
static double attained(const struct target_question *question, const double *run, uint32_t months) {
  for (uint32_t m = 0; m < months; m++) {
    if (target_distance(question, run[m]) <= 0) return m;
  }
  return INFINITY;
}

enum status target_answer(const struct results *results, uint32_t scenario,
                          const struct target_question *question, double level, double *met,
                          struct target_answer *answer, struct error *error) {
  const size_t n = results->replications, months = results->months;
  double *series = calloc(n * (months + 2), sizeof *series);
  if (!series) return error_memory(error, "a target", n * months * sizeof *series);
  double *first = series + n * months, *missing = first + n;
  const enum status status = results_read(results, question->indicator, scenario, question->place,
                                          series, error);
  *answer = (struct target_answer){.runs = 0};
  for (size_t r = 0; r < n && status == STATUS_OK; r++) {
    const double value = series[r * months + question->month];
    met[r] = isnan(value) ? NAN : target_distance(question, value) <= 0;
    if (isnan(value)) continue;
    missing[answer->runs] = target_distance(question, value);
    first[answer->runs] = attained(question, series + r * months, (uint32_t)months);
    answer->ever += isfinite(first[answer->runs]) ? 1 : 0;
    answer->reached += met[r] > 0;
    answer->runs++;
  }
  answer->probability = statistics_wilson(answer->reached, answer->runs, level);
  answer->attainment = target_quantiles_of(first, answer->runs);
  answer->shortfall = target_quantiles_of(missing, answer->runs);
  free(series);
  return status;
}

enum status target_differ(const struct results *results, uint32_t scenario, uint32_t place,
                          uint32_t month, enum indicator indicator, const double *met, double *yes,
                          double *no, struct error *error) {
  const size_t n = results->replications, months = results->months;
  double *series = calloc(n * months + 1, sizeof *series);
  if (!series) return error_memory(error, "a target", n * months * sizeof *series);
  const enum status status = results_read(results, indicator, scenario, place, series, error);
  double sums[2] = {0}, counts[2] = {0};
  for (size_t r = 0; r < n && status == STATUS_OK; r++) {
    if (isnan(met[r])) continue;
    const int side = met[r] > 0;
    sums[side] += series[r * months + month];
    counts[side]++;
  }
  *yes = counts[1] > 0 ? sums[1] / counts[1] : NAN;
  *no = counts[0] > 0 ? sums[0] / counts[0] : NAN;
  free(series);
  return status;
}
