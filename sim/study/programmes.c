#include "bellwether/study/programmes.h"

#include "bellwether/study/assumed.h"

#include <math.h>
#include <stdlib.h>

/* How a series makes a value of its scenario. */
enum how {
  LEVEL,   /* its value at the month */
  LAST,    /* in the last month */
  END,     /* the same, discounted */
  PRESENT, /* its steps, discounted */
  WORN     /* what is left of its steps as plants, discounted */
};
enum where { HERE, ELSEWHERE, ANYWHERE };

static const struct source {
  int row;
  enum indicator indicator;
  enum how how;
  enum where where;
  double sign;
} sources[] = {
    {PROGRAMMES_DEVICE_SALES, INDICATOR_device_sales, LEVEL, HERE, 1},
    {PROGRAMMES_TOWN, INDICATOR_sales, LEVEL, HERE, 1},
    {PROGRAMMES_TOWN + 1, INDICATOR_employment, LEVEL, HERE, 1},
    {PROGRAMMES_TOWN + 2, INDICATOR_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_DEVICE, INDICATOR_device_sales, LEVEL, HERE, 1},
    {PROGRAMMES_DEVICE + 1, INDICATOR_device_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_DEVICE + 2, INDICATOR_device_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_LEAD, INDICATOR_lead_sales, LEVEL, HERE, 1},
    {PROGRAMMES_LEAD + 1, INDICATOR_lead_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_LEAD + 2, INDICATOR_lead_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_OTHERS, INDICATOR_sales, LEVEL, ELSEWHERE, 1},
    {PROGRAMMES_OTHERS + 1, INDICATOR_employment, LEVEL, ELSEWHERE, 1},
    {PROGRAMMES_OTHERS + 2, INDICATOR_value_added, LEVEL, ELSEWHERE, 1},
    {PROGRAMMES_REST, INDICATOR_rest_sales, LEVEL, ANYWHERE, 1},
    {PROGRAMMES_REST + 1, INDICATOR_rest_jobs, LEVEL, ANYWHERE, 1},
    {PROGRAMMES_REST + 2, INDICATOR_rest_value_added, LEVEL, ANYWHERE, 1},
    {PROGRAMMES_DEVICE_LEADS, INDICATOR_lead_device_sales, LEVEL, HERE, 1},
    {PROGRAMMES_DEVICE_LEADS + 1, INDICATOR_lead_device_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_DEVICE_LEADS + 2, INDICATOR_lead_device_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_SPIN_OFFS, INDICATOR_spin_off_sales, LEVEL, HERE, 1},
    {PROGRAMMES_SPIN_OFFS + 1, INDICATOR_spin_off_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_SPIN_OFFS + 2, INDICATOR_spin_off_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_START_UPS, INDICATOR_start_up_sales, LEVEL, HERE, 1},
    {PROGRAMMES_START_UPS + 1, INDICATOR_start_up_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_START_UPS + 2, INDICATOR_start_up_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_ATTRACTED, INDICATOR_attracted_sales, LEVEL, HERE, 1},
    {PROGRAMMES_ATTRACTED + 1, INDICATOR_attracted_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_ATTRACTED + 2, INDICATOR_attracted_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_RETURNEES, INDICATOR_returnee_sales, LEVEL, HERE, 1},
    {PROGRAMMES_RETURNEES + 1, INDICATOR_returnee_jobs, LEVEL, HERE, 1},
    {PROGRAMMES_RETURNEES + 2, INDICATOR_returnee_value_added, LEVEL, HERE, 1},
    {PROGRAMMES_DEVICE_OTHERS, INDICATOR_device_sales, LEVEL, ELSEWHERE, 1},
    {PROGRAMMES_DEVICE_OTHERS + 1, INDICATOR_device_jobs, LEVEL, ELSEWHERE, 1},
    {PROGRAMMES_DEVICE_OTHERS + 2, INDICATOR_device_value_added, LEVEL, ELSEWHERE, 1},
    {PROGRAMMES_DEVICE_REST, INDICATOR_rest_device_sales, LEVEL, ANYWHERE, 1},
    {PROGRAMMES_DEVICE_REST + 1, INDICATOR_rest_device_jobs, LEVEL, ANYWHERE, 1},
    {PROGRAMMES_DEVICE_REST + 2, INDICATOR_rest_device_value_added, LEVEL, ANYWHERE, 1},
    {PROGRAMMES_SPENT, INDICATOR_public_cost, LAST, HERE, 1},
    {PROGRAMMES_SPENT, INDICATOR_public_committed, LAST, HERE, 1},
    {PROGRAMMES_BUILT, INDICATOR_plants_paid, LAST, HERE, 1},
    {PROGRAMMES_PAID, INDICATOR_public_cost, PRESENT, HERE, 1},
    {PROGRAMMES_COMMITTED, INDICATOR_public_committed, END, HERE, 1},
    {PROGRAMMES_RETURNED, INDICATOR_public_returns, PRESENT, HERE, 1},
    {PROGRAMMES_HELD, INDICATOR_fund_value, END, HERE, 1},
    {PROGRAMMES_TAXES, INDICATOR_tax_income, PRESENT, HERE, 1},
    {PROGRAMMES_RENTS, INDICATOR_rents, PRESENT, HERE, 1},
    {PROGRAMMES_RENTS, INDICATOR_plants_paid, PRESENT, HERE, -1},
    {PROGRAMMES_OWN_PLANTS, INDICATOR_plants_paid, WORN, HERE, 1},
    {PROGRAMMES_LEVER_PLANTS, INDICATOR_plants_ordered, WORN, HERE, 1},
    {PROGRAMMES_LEVER_PLANTS, INDICATOR_plants_paid, WORN, HERE, -1},
    {PROGRAMMES_FLOOR, INDICATOR_floor_built, LEVEL, HERE, 1},
    {PROGRAMMES_FLOOR_SOLD, INDICATOR_floor_owned, LEVEL, HERE, 1},
};

double programmes_present(const double *sums, size_t months, double discount) {
  double worth = 0, before = 0;
  for (size_t m = 0; m < months; m++) {
    worth += (sums[m] - before) * pow(1 + discount, -(double)m / 12);
    before = sums[m];
  }
  return worth;
}

double programmes_worn(const double *sums, size_t months) {
  double worth = 0, before = 0;
  for (size_t m = 0; m < months; m++) {
    const double age = (double)(months - 1 - m);
    worth += (sums[m] - before) * fmax(1 - age / PROGRAMMES_PLANT_LIFE, 0);
    before = sums[m];
  }
  return worth;
}

static double value_of(const double *series, uint32_t months, uint32_t month, enum how how,
                       double discount) {
  const double end = pow(1 + discount, -(double)month / 12);
  switch (how) {
  case LEVEL: return series[month];
  case LAST: return series[months - 1];
  case END: return series[month] * end;
  case PRESENT: return programmes_present(series, month + 1, discount);
  case WORN: return programmes_worn(series, month + 1) * end;
  }
  return NAN;
}

/* Adds one series of one place to its row, of all scenarios. */
static enum status read_source(const struct results *results, const struct source *source,
                               uint32_t place, uint32_t month, double discount, double *series,
                               struct programmes *programmes, struct error *error) {
  const size_t n = results->replications, months = results->months;
  for (uint32_t first = 0; first < results->scenarios; first += RESULTS_SCENARIOS_TOGETHER) {
    const uint32_t left = results->scenarios - first;
    const uint32_t count = left < RESULTS_SCENARIOS_TOGETHER ? left : RESULTS_SCENARIOS_TOGETHER;
    TRY(results_read_some(results, source->indicator, first, count, place, series, error));
    for (uint32_t s = 0; s < count; s++) {
      double *row = programmes_row(programmes, first + s, source->row);
      for (size_t r = 0; r < n; r++) {
        row[r] += source->sign * value_of(series + (s * n + r) * months, results->months, month,
                                          source->how, discount);
      }
    }
  }
  return STATUS_OK;
}

/* Takes off plants that firms have bought, and adds the rest to what the town holds. */
static void add_plants(struct programmes *programmes) {
  for (uint32_t s = 0; s < programmes->scenarios; s++) {
    const double *floor = programmes_row(programmes, s, PROGRAMMES_FLOOR);
    const double *sold = programmes_row(programmes, s, PROGRAMMES_FLOOR_SOLD);
    for (size_t r = 0; r < programmes->replications; r++) {
      const double kept = floor[r] > 0 ? 1 - sold[r] / floor[r] : 1;
      programmes_row(programmes, s, PROGRAMMES_HELD)[r] +=
          kept * programmes_row(programmes, s, PROGRAMMES_LEVER_PLANTS)[r];
      programmes_row(programmes, s, PROGRAMMES_RENTS)[r] +=
          kept * programmes_row(programmes, s, PROGRAMMES_OWN_PLANTS)[r];
    }
  }
}

static enum status read_all(const struct results *results, uint32_t place, uint32_t month,
                            double discount, double *series, struct programmes *programmes,
                            struct error *error) {
  for (size_t k = 0; k < sizeof sources / sizeof sources[0]; k++) {
    const struct source *source = &sources[k];
    for (uint32_t p = 0; p < results->places; p++) {
      const bool wanted = source->where == HERE        ? p == place
                          : source->where == ELSEWHERE ? p != place
                                                       : p == 0;
      if (!wanted) continue;
      TRY(read_source(results, source, p, month, discount, series, programmes, error));
    }
  }
  return STATUS_OK;
}

enum status programmes_read(const struct results *results, uint32_t place, uint32_t month,
                            double discount, struct programmes *programmes, struct error *error) {
  const size_t n = results->replications;
  *programmes = (struct programmes){.scenarios = results->scenarios,
                                    .replications = n,
                                    .results = assumed_any(results) ? results : NULL};
  const size_t cells = RESULTS_SCENARIOS_TOGETHER * n * results->months;
  double *series = calloc(cells, sizeof *series);
  programmes->values = calloc(results->scenarios * PROGRAMMES_ROWS * n, sizeof(double));
  enum status status = series && programmes->values
                           ? read_all(results, place, month, discount, series, programmes, error)
                           : error_memory(error, "programmes", cells * sizeof *series);
  free(series);
  if (status == STATUS_OK) add_plants(programmes);
  else programmes_free(programmes);
  return status;
}

void programmes_free(struct programmes *programmes) {
  free(programmes->values);
  *programmes = (struct programmes){0};
}
