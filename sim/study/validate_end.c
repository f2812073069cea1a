#include "validate_measure.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#define DECEMBER (2022 * 12 + 11) /* the month to which the moments of 2022 run */

/* The terms that explain ln A (M2): the first is the one that is asked for. After them stand
 * constants, one for all firms or one a segment. */
enum term { TERM_REACH, TERM_RESEARCH, TERM_CONCENTRATION, TERM_LEAD, TERM_LINKS, TERM_CONSTANT };

/* Numbers by firm, in the order of the roster. */
struct columns_of_firms {
  double *sales, *productivity, *staff, *wage; /* the last two as logs, of firms with staff */
  size_t sellers, employers;
};

static void measure_sizes(double *sales, size_t n, struct validate_row *row) {
  double cut, mean = 0, square = 0;
  gsl_sort(sales, 1, n);
  validate_put(row, PATTERN_size_tail, validate_hill(sales, n, VALIDATE_TAIL, &cut));
  for (size_t k = 0; k < n; k++) mean += log(sales[k]) / (double)n;
  for (size_t k = 0; k < n; k++) square += pow(log(sales[k]) - mean, 2);
  validate_put(row, PATTERN_size_sigma, n > 1 ? sqrt(square / (double)(n - 1)) : NAN);
  row->firms = (double)n;
  row->size_cut = cut;
  row->size_middle = mean;
  size_t at = 0;
  for (int k = 0; k < VALIDATE_SIZES; k++) {
    const double edge = VALIDATE_SIZE_LEAST * pow(10, (double)k / VALIDATE_SIZES_DECADE);
    while (at < n && sales[at] <= edge) at++;
    row->sizes[k] = (double)(n - at);
  }
}

static void measure_spread(double *productivity, size_t n, struct validate_row *row) {
  gsl_sort(productivity, 1, n);
  if (n == 0) {
    validate_put(row, PATTERN_productivity_spread, NAN);
    return;
  }
  const double middle = gsl_stats_median_from_sorted_data(productivity, 1, n);
  const double low = gsl_stats_quantile_from_sorted_data(productivity, 1, n, 0.1);
  const double high = gsl_stats_quantile_from_sorted_data(productivity, 1, n, 0.9);
  validate_put(row, PATTERN_productivity_spread, exp(high - low));
  row->productivity_10 = low - middle;
  row->productivity_90 = high - middle;
  for (size_t k = 0; k < n; k++) {
    validate_count(row->spreads, VALIDATE_SPREADS, productivity[k] - middle);
  }
}

/* Z of M2: lead firms in reach of a park. */
static double lead_reach(const struct economy *economy, uint32_t park) {
  double sum = 0;
  for (uint32_t n = economy->neighbours_first[park]; n < economy->neighbours_first[park + 1]; n++) {
    const uint32_t town = economy->parks.town[economy->neighbours[n].park];
    sum += (double)economy->neighbours[n].weight * economy->towns.instruments[town].lead_strength;
  }
  return sum;
}

static void explain(const struct economy *economy, uint32_t i, double *terms) {
  const struct firms *firms = &economy->firms;
  const struct params *params = economy->params;
  const uint32_t park = firms->park[i];
  const double reach = economy->reach[park * economy->segments_count + firms->segment[i]];
  terms[TERM_REACH] = log1p(reach / params->reach_reference);
  terms[TERM_RESEARCH] = log1p(firms->research_stock[i] / params->research_reference);
  terms[TERM_CONCENTRATION] = economy->parks.concentration[park];
  terms[TERM_LEAD] = firms->lead[i] ? 0 : lead_reach(economy, park);
  terms[TERM_LINKS] = (double)firms->links[i];
}

static void read_firms(const struct economy *economy, struct columns_of_firms *columns) {
  const struct firms *firms = &economy->firms;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double sales = firms_sales_year(firms, i), staff = firms_staff(firms, i);
    if (sales > 0) columns->sales[columns->sellers++] = sales;
    columns->productivity[at] = firms_productivity(firms, i);
    if (staff < 1 || firms->payroll[i] <= 0) continue;
    columns->wage[columns->employers] = log((double)firms->payroll[i] / staff);
    columns->staff[columns->employers++] = log(staff);
  }
}

/* The elasticity, with one constant or one a segment. */
static enum status measure_agglomeration(const struct economy *economy, const double *productivity,
                                         bool within, double *elasticity, struct error *error) {
  const uint32_t constants = within ? economy->segments_count : 1;
  const size_t n = economy->roster.count, width = TERM_CONSTANT + constants;
  double *terms = calloc((n + 1) * width, sizeof *terms);
  if (!terms) return error_memory(error, "a regression", n * width * sizeof *terms);
  double *coefficients = terms + n * width;
  for (uint32_t at = 0; at < n; at++) {
    const uint32_t i = economy->roster.rows[at];
    explain(economy, i, terms + at * width);
    terms[at * width + TERM_CONSTANT + (within ? economy->firms.segment[i] : 0)] = 1;
  }
  const enum status status = validate_regress(terms, productivity, n, width, coefficients, error);
  *elasticity = coefficients[TERM_REACH];
  free(terms);
  return status;
}

/* Levels and growth to 2022; not measured where the scenario does not see both years. */
static void measure_moments(const struct world *world, struct validate_row *row) {
  const int32_t month = DECEMBER - world->economy.start;
  static const struct {
    enum indicator indicator;
    enum pattern level, growth;
  } moments[] = {
      {INDICATOR_sales, PATTERN_town_sales_2022, PATTERN_town_growth_2022},
      {INDICATOR_device_sales, PATTERN_device_sales_2022, PATTERN_device_growth_2022},
  };
  const bool seen = month >= 12 && month < world->economy.month;
  for (int k = 0; k < 2; k++) {
    const double now = seen ? world_value(world, month, 0, moments[k].indicator) : NAN;
    const double before = seen ? world_value(world, month - 12, 0, moments[k].indicator) : NAN;
    validate_put(row, moments[k].level, now);
    row->top[moments[k].growth] = now - before;
    row->bottom[moments[k].growth] = before;
  }
}

enum status validate_measure_end(const struct world *world, struct validate_row *row,
                                 struct error *error) {
  const size_t n = world->economy.roster.count;
  double *values = calloc(4 * n + 1, sizeof *values);
  if (!values) return error_memory(error, "firms measured", 4 * n * sizeof *values);
  struct columns_of_firms columns = {
      .sales = values, .productivity = values + n, .staff = values + 2 * n, .wage = values + 3 * n};
  read_firms(&world->economy, &columns);
  enum status status = STATUS_OK;
  for (int within = 0; within < 2 && status == STATUS_OK; within++) {
    double elasticity = NAN;
    status = measure_agglomeration(&world->economy, columns.productivity, within, &elasticity,
                                   error);
    validate_put(row, within ? PATTERN_agglomeration_within : PATTERN_agglomeration, elasticity);
  }
  validate_put(row, PATTERN_wage_size,
               validate_slope(columns.staff, columns.wage, columns.employers));
  measure_sizes(columns.sales, columns.sellers, row);
  measure_spread(columns.productivity, n, row);
  measure_moments(world, row);
  free(values);
  return status;
}

/* The row of the firm with this id, or NOBODY. */
static uint32_t find_firm(const struct economy *economy, uint64_t id) {
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (economy->firms.id[i] == id) return i;
  }
  return NOBODY;
}

void validate_measure_anchor(const struct world *alone, const struct world *led,
                             struct validate_row *row) {
  const struct firms *firms = &led->economy.firms;
  double sum = 0, count = 0;
  for (uint32_t at = 0; at < led->economy.roster.count; at++) {
    const uint32_t i = led->economy.roster.rows[at];
    if (led->place_of[firms->town[i]] != 0 || firms->lead[i]) continue;
    if (firms->origin[i] != ORIGIN_INCUMBENT) continue;
    const uint32_t same = find_firm(&alone->economy, firms->id[i]);
    if (same == NOBODY) continue;
    sum += firms->reach_productivity[i] - alone->economy.firms.reach_productivity[same];
    count++;
  }
  validate_put(row, PATTERN_anchor, count > 0 ? exp(sum / count) - 1 : NAN);
}
