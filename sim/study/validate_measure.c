#include "validate_measure.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#define SALES_LEAST  1.0 /* M CNY a year, in both years, of a firm whose growth counts */
#define SIZE_CLASSES 10  /* of equal number, whose spreads of growth are compared */
#define YEAR         12

/* A firm as it was when last seen. */
struct known {
  uint64_t id; /* 0: the row is empty */
  int32_t born;
  bool cohort;  /* came early enough to be followed for five years, and is of the chain */
  double sales; /* M CNY of the year before; 0 where there was none */
  bool whole;   /* it was there for the whole of that year */
};

/* Growth of firm-years, and ln sales (M CNY) of the year before. */
struct growths {
  double *growth, *size;
  size_t count, room;
};
enum span_of_years { WHOLE_YEARS, ALL_YEARS, SPANS };

/* What is followed through a run. */
struct watch {
  const struct economy *economy;
  int32_t months;
  struct known *known; /* one a row of firms */
  uint32_t known_count;
  struct growths growths[SPANS];
  double closed[PATTERN_COUNT], months_at_risk[PATTERN_COUNT];
};

static enum pattern hazard_of(int32_t age) {
  return age < YEAR       ? PATTERN_hazard_year_1
         : age < 2 * YEAR ? PATTERN_hazard_year_2
         : age < 3 * YEAR ? PATTERN_hazard_year_3
         : age < 7 * YEAR ? PATTERN_hazard_to_year_7
                          : PATTERN_hazard_later;
}

static enum status make_room_for_growths(struct growths *growths, size_t more,
                                         struct error *error) {
  const size_t wanted = growths->count + more;
  if (wanted <= growths->room) return STATUS_OK;
  double *growth = realloc(growths->growth, 2 * wanted * sizeof *growth);
  if (growth) growths->growth = growth;
  double *size = realloc(growths->size, 2 * wanted * sizeof *size);
  if (size) growths->size = size;
  if (!growth || !size) return error_memory(error, "growth", 4 * wanted * sizeof *growth);
  growths->room = 2 * wanted;
  return STATUS_OK;
}

static enum status make_room(struct watch *watch, struct error *error) {
  const uint32_t rows = watch->economy->firms.count;
  if (rows > watch->known_count) {
    struct known *known = realloc(watch->known, rows * sizeof *known);
    if (!known) return error_memory(error, "firms followed", rows * sizeof *known);
    watch->known = known;
    for (; watch->known_count < rows; watch->known_count++) {
      watch->known[watch->known_count] = (struct known){0};
    }
  }
  for (int k = 0; k < SPANS; k++) {
    TRY(make_room_for_growths(&watch->growths[k], rows, error));
  }
  return STATUS_OK;
}

static struct known meet(const struct watch *watch, uint32_t row) {
  const struct economy *economy = watch->economy;
  const struct firms *firms = &economy->firms;
  const bool chain = economy_in_chain(economy, row);
  return (struct known){.id = firms->id[row],
                        .born = firms->born[row],
                        .cohort = chain && firms->origin[row] != ORIGIN_INCUMBENT &&
                                  firms->born[row] <= watch->months - VALIDATE_MONTHS};
}

/* Counts a firm at its age: at risk of closing in this month, and whether it has closed. */
static void count_risk(struct watch *watch, const struct known *known, int32_t month, bool gone,
                       struct validate_row *row) {
  const int32_t age = month - known->born;
  const enum pattern hazard = hazard_of(age);
  watch->months_at_risk[hazard]++;
  watch->closed[hazard] += gone;
  if (!known->cohort || age >= VALIDATE_AGES) return;
  row->at_risk[age]++;
  row->closed[age] += gone;
}

static void follow_lives(struct watch *watch, int32_t month, struct validate_row *row) {
  const struct firms *firms = &watch->economy->firms;
  for (uint32_t i = 0; i < watch->known_count; i++) {
    struct known *known = &watch->known[i];
    const bool same = firms->open[i] && firms->id[i] == known->id;
    if (known->id != 0) count_risk(watch, known, month, !same, row);
    if (same) continue;
    *known = firms->open[i] ? meet(watch, i) : (struct known){0};
    if (known->id != 0) count_risk(watch, known, month, false, row);
  }
}

static void add_growth(struct growths *growths, double before, double now) {
  growths->size[growths->count] = log(before);
  growths->growth[growths->count++] = log(now / before);
}

static void take_mean_off(struct growths *growths, size_t first) {
  if (growths->count == first) return;
  const double mean = gsl_stats_mean(growths->growth + first, 1, growths->count - first);
  for (size_t k = first; k < growths->count; k++) growths->growth[k] -= mean;
}

/* Growth of log sales over the year that ends now, less its mean over firms. */
static void follow_growth(struct watch *watch, int32_t month) {
  const struct firms *firms = &watch->economy->firms;
  struct growths *whole = &watch->growths[WHOLE_YEARS], *all = &watch->growths[ALL_YEARS];
  const size_t first_whole = whole->count, first = all->count;
  for (uint32_t i = 0; i < watch->known_count; i++) {
    struct known *known = &watch->known[i];
    if (known->id == 0) continue;
    const double sales = firms_sales_year(firms, i);
    if (sales >= SALES_LEAST && known->sales >= SALES_LEAST) {
      add_growth(all, known->sales, sales);
      if (known->whole) add_growth(whole, known->sales, sales);
    }
    known->sales = sales;
    known->whole = month - known->born >= YEAR - 1;
  }
  take_mean_off(whole, first_whole);
  take_mean_off(all, first);
}

/* The spread of growth in classes of size. Sorts both columns by size. */
static double size_variance(const struct growths *growths) {
  double mean_size[SIZE_CLASSES], log_spread[SIZE_CLASSES];
  const size_t each = growths->count / SIZE_CLASSES;
  if (each < 2) return NAN;
  gsl_sort2(growths->size, 1, growths->growth, 1, growths->count);
  for (size_t k = 0; k < SIZE_CLASSES; k++) {
    mean_size[k] = gsl_stats_mean(growths->size + k * each, 1, each);
    log_spread[k] = log(gsl_stats_sd(growths->growth + k * each, 1, each));
  }
  return validate_slope(mean_size, log_spread, SIZE_CLASSES);
}

static struct validate_subbotin fit_growth(const struct growths *growths) {
  gsl_sort(growths->growth, 1, growths->count);
  return validate_subbotin_fit(growths->growth, growths->count);
}

static void measure_growth(const struct watch *watch, struct validate_row *row) {
  const struct growths *whole = &watch->growths[WHOLE_YEARS];
  validate_put(row, PATTERN_size_variance, size_variance(whole));
  const struct validate_subbotin law = fit_growth(whole);
  validate_put(row, PATTERN_growth_shape, law.shape);
  validate_put(row, PATTERN_growth_shape_all, fit_growth(&watch->growths[ALL_YEARS]).shape);
  row->growth_centre = law.centre;
  row->growth_scale = law.scale;
  row->growth_spread = whole->count > 1 ? gsl_stats_sd(whole->growth, 1, whole->count) : NAN;
  row->firm_years = (double)whole->count;
  for (size_t k = 0; k < whole->count; k++) {
    validate_count(row->growths, VALIDATE_GROWTHS, whole->growth[k]);
  }
}

/* Closings over firm-years by age; survival of the cohort over five years. */
static void measure_lives(const struct watch *watch, struct validate_row *row) {
  for (int k = PATTERN_hazard_year_1; k <= PATTERN_hazard_later; k++) {
    row->top[k] = watch->closed[k];
    row->bottom[k] = watch->months_at_risk[k] / YEAR;
  }
  row->bottom[PATTERN_survival] = row->top[PATTERN_survival] = row->at_risk[0];
  for (int age = 0; age < VALIDATE_MONTHS; age++) row->top[PATTERN_survival] -= row->closed[age];
}

static double hire_rate(const struct world *world, int32_t month) {
  double hires = 0, employed = 0;
  for (uint32_t place = 0; place < world->places; place++) {
    hires += world_value(world, month, place, INDICATOR_hires);
    employed += world_value(world, month, place, INDICATOR_employment);
  }
  return employed > 0 ? hires / employed : 0;
}

static enum status follow(struct watch *watch, struct world *world, struct validate_row *row,
                          struct error *error) {
  double moves = 0;
  TRY(make_room(watch, error));
  for (uint32_t i = 0; i < watch->known_count; i++) {
    if (watch->economy->firms.open[i]) watch->known[i] = meet(watch, i);
  }
  for (int32_t month = 0; month < watch->months; month++) {
    TRY(world_month(world, error));
    TRY(make_room(watch, error));
    follow_lives(watch, month, row);
    if (month % YEAR == YEAR - 1) follow_growth(watch, month);
    moves += hire_rate(world, month) / watch->months;
  }
  validate_put(row, PATTERN_job_moves, moves);
  measure_growth(watch, row);
  measure_lives(watch, row);
  return validate_measure_end(world, row, error);
}

enum status validate_measure(struct world *world, struct validate_row *row, struct error *error) {
  struct watch watch = {.economy = &world->economy, .months = scenario_months(world->scenario)};
  const enum status status = follow(&watch, world, row, error);
  free(watch.known);
  for (int k = 0; k < SPANS; k++) {
    free(watch.growths[k].growth);
    free(watch.growths[k].size);
  }
  return status;
}
