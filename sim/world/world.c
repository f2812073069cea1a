#include "bellwether/world/world.h"

#include "bellwether/base/progress.h"
#include "bellwether/world/create.h"
#include "bellwether/world/dues.h"
#include "bellwether/world/month.h"
#include "bellwether/world/rest.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_PHASE_NAME(phase) #phase,
const char *const world_phases[PHASE_COUNT] = {WORLD_PHASES(WORLD_PHASE_NAME)};

static enum status allocate(struct world *world, struct error *error) {
  const size_t towns = world->scenario->towns_count;
  const size_t months = (size_t)scenario_months(world->scenario);
  const size_t values = months * world->places * INDICATOR_COUNT;
  world->series = calloc(values, sizeof *world->series);
  world->segment_sales = calloc(months * world->places * world->scenario->segments_count,
                                sizeof(double));
  world->tallies = calloc(towns, sizeof *world->tallies);
  world->audits = calloc(towns, sizeof *world->audits);
  world->fund_values = calloc(towns, sizeof *world->fund_values);
  world->yearly = calloc(towns * YEARLY_COUNT * 12, sizeof *world->yearly);
  world->town_years = calloc(world_years(world->scenario) * towns, sizeof *world->town_years);
  world->plants = calloc(towns, sizeof *world->plants);
  world->rest = calloc(world->scenario->segments_count, sizeof *world->rest);
  world->living = calloc(towns, sizeof *world->living);
  world->at_home = calloc(world->places, sizeof *world->at_home);
  world->place_of = calloc(towns, sizeof *world->place_of);
  if (!world->series || !world->segment_sales || !world->tallies || !world->audits ||
      !world->fund_values || !world->yearly || !world->town_years || !world->living ||
      !world->at_home || !world->place_of || !world->plants || !world->rest) {
    return error_memory(error, "the time series", values * sizeof *world->series);
  }
  return STATUS_OK;
}

/* Before the first month, sales of the year before are the facts. */
static void fill_year(struct world *world) {
  const struct economy *economy = &world->economy;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    const struct span here = economy_town_firms(economy, town);
    world->living[town] = here.end - here.first;
    double *year = world->yearly + (size_t)town * YEARLY_COUNT * 12;
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = economy->roster.rows[at];
      const bool device = economy_in_chain(economy, i);
      for (int m = 0; m < 12; m++) {
        year[YEARLY_sales * 12 + m] += economy->firms.sales[i];
        year[(device ? YEARLY_device_sales : YEARLY_other_sales) * 12 + m] +=
            economy->firms.sales[i];
        if (device) year[YEARLY_incumbent_sales * 12 + m] += economy->firms.sales[i];
      }
    }
  }
}

static enum status build(struct world *world, struct error *error) {
  struct economy *economy = &world->economy;
  TRY(allocate(world, error));
  for (uint32_t town = 0; town < world->scenario->towns_count; town++) {
    world->place_of[town] = scenario_place_of(world->scenario, town);
  }
  TRY(create_economy(economy, world->scenario, error));
  fill_year(world);
  rest_fill(world);
  world->persons_at_start = economy->persons.living;
  economy->burning_in = true;
  while (economy->month < 0) TRY(month_run(world, error));
  economy->burning_in = false;
  memset(economy->towns.tax_income, 0, economy->towns.count * sizeof(int64_t));
  memset(economy->towns.returned, 0, economy->towns.count * sizeof *economy->towns.returned);
  memset(economy->towns.returned_ever, 0,
         economy->towns.count * sizeof *economy->towns.returned_ever);
  memset(economy->towns.rent_income, 0, economy->towns.count * sizeof(int64_t));
  dues_start(world);
  rest_start(world);
  return STATUS_OK;
}

enum status world_create(struct world *world, const struct scenario *scenario, uint32_t seed,
                         uint32_t replication, int threads, struct error *error) {
  *world = (struct world){.scenario = scenario, .places = scenario_places(scenario)};
  world->economy = (struct economy){.params = &scenario->params,
                                    .segments = scenario->segments,
                                    .levers = scenario->levers,
                                    .segments_count = scenario->segments_count,
                                    .levers_count = scenario->levers_count,
                                    .key = {seed, replication},
                                    .threads = threads,
                                    .month = -scenario->burn_in,
                                    .start = scenario->start,
                                    .growth_break = scenario->growth_break - scenario->start,
                                    .sealed = scenario->sealed != 0};
  const enum status status = build(world, error);
  if (status != STATUS_OK) world_free(world);
  return status;
}

enum status world_month(struct world *world, struct error *error) {
  const struct world_watch *watch = &world->watch;
  const int32_t months = scenario_months(world->scenario);
  if (watch->stop && *watch->stop) return error_set(error, STATUS_INTERRUPTED, "stopped");
  if (world->economy.month >= months) { /* there is room for no more */
    return error_set(error, STATUS_USAGE, "%s ends after %d months: set its end later",
                     world->scenario->name, (int)months);
  }
  TRY(month_run(world, error));
  if (watch->month) *watch->month = (sig_atomic_t)world->economy.month;
  if (watch->progress) progress_step(watch->progress, watch->progress->done + 1);
  return STATUS_OK;
}

enum status world_run(struct world *world, struct error *error) {
  const int32_t months = scenario_months(world->scenario);
  while (world->economy.month < months) TRY(world_month(world, error));
  return STATUS_OK;
}

void world_free(struct world *world) {
  economy_free(&world->economy);
  free(world->series);
  free(world->segment_sales);
  free(world->tallies);
  free(world->audits);
  free(world->fund_values);
  free(world->yearly);
  free(world->town_years);
  free(world->plants);
  free(world->rest);
  free(world->living);
  free(world->at_home);
  free(world->place_of);
  *world = (struct world){0};
}

struct world_size world_size(const struct scenario *scenario) {
  double firms = 0, persons = 0;
  for (size_t g = 0; g < (size_t)scenario->parks_count * scenario->segments_count; g++) {
    const struct industry_facts *facts = &scenario->industry[g];
    const double made = scenario->segments[g % scenario->segments_count].revenue_per_worker;
    firms += facts->firms;
    persons += facts->staff > 0 ? facts->staff : facts->sales / made + facts->firms;
  }
  persons *= 1 + scenario->params.pool_share;
  const double series = (double)scenario_months(scenario) * scenario_places(scenario) *
                        INDICATOR_COUNT * sizeof(double);
  const uint64_t town = sizeof(struct tally) + sizeof(struct audit) + sizeof(struct town_plants) +
                        YEARLY_COUNT * 12 * sizeof(double) +
                        world_years(scenario) * sizeof(struct town_year) +
                        scenario->levers_count * sizeof(struct lever_state);
  const uint64_t bytes = economy_bytes((uint64_t)firms, (uint64_t)persons, scenario->parks_count,
                                       scenario->segments_count) +
                         scenario->towns_count * town + (uint64_t)series;
  return (struct world_size){persons, firms, bytes};
}

uint64_t world_digest(const struct world *world) {
  const size_t values = (size_t)world->economy.month * world->places * INDICATOR_COUNT;
  return columns_digest_bytes(world->series, values * sizeof *world->series,
                              economy_digest(&world->economy, true));
}
