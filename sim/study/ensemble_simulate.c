#include "bellwether/base/progress.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"
#include "ensemble_parts.h"
#include "panels.h"

#include <stdlib.h>
#include <string.h>

static float *to_floats(const double *values, size_t count) {
  float *out = malloc(count * sizeof *out + 1);
  for (size_t i = 0; out && i < count; i++) out[i] = (float)values[i];
  return out;
}

/* Towns year by year, as the shard has them. */
static float *town_years(const struct world *world) {
  _Static_assert(sizeof(struct town_year) == SHARD_TOWN_FIELDS * sizeof(float), "no gaps");
  const size_t bytes = (size_t)world_years(world->scenario) * world->economy.towns.count *
                       sizeof(struct town_year);
  float *out = malloc(bytes + 1);
  if (out) memcpy(out, world->town_years, bytes);
  return out;
}

static struct shard_firm *final_firms(const struct world *world, uint32_t *count) {
  const struct economy *economy = &world->economy;
  const struct firms *firms = &economy->firms;
  struct shard_firm *out = malloc(economy->roster.count * sizeof *out + 1);
  for (uint32_t at = 0; out && at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    out[at] = (struct shard_firm){.place = (float)world->place_of[firms->town[i]],
                                  .segment = firms->segment[i],
                                  .origin = firms->origin[i],
                                  .age_months = (float)(economy->month - firms->born[i]),
                                  .sales = (float)firms_sales_year(firms, i),
                                  .staff = (float)firms_staff(firms, i),
                                  .productivity = (float)firms_productivity(firms, i)};
  }
  *count = economy->roster.count;
  return out;
}

static enum status simulate(const struct ensemble *ensemble, const struct scenario *scenario,
                            uint32_t s, uint32_t r, int threads, struct world_watch watch,
                            struct shard *shard, struct error *error) {
  const double started = progress_clock();
  struct world world;
  TRY(world_create(&world, scenario, ensemble->seed, ensemble_chance(ensemble, r), threads, error));
  world.watch = watch;
  enum status status = panels_wanted(ensemble) ? panels_run(ensemble, s, r, &world, error)
                                               : world_run(&world, error);
  const size_t cells = (size_t)scenario_months(scenario) * world.places;
  *shard = (struct shard){.scenario = s,
                          .replication = r,
                          .seed = ensemble->seed,
                          .digest = world_digest(&world),
                          .layout = tables_indicators_digest(),
                          .months = (uint32_t)scenario_months(scenario),
                          .places = world.places,
                          .indicators = INDICATOR_COUNT,
                          .segments = scenario->segments_count};
  if (status == STATUS_OK) {
    shard->series = to_floats(world.series, cells * INDICATOR_COUNT);
    shard->years = world_years(scenario);
    shard->towns = scenario->towns_count;
    shard->by_town = town_years(&world);
    shard->segment_sales = to_floats(world.segment_sales, cells * scenario->segments_count);
    uint32_t count = 0;
    shard->firms = final_firms(&world, &count);
    shard->firms_count = r < ensemble->firms_kept ? count : 0;
    if (!shard->series || !shard->segment_sales || !shard->by_town || !shard->firms) {
      status = error_memory(error, "a shard", cells * INDICATOR_COUNT * sizeof(float));
    }
  }
  world_free(&world);
  shard->seconds = progress_clock() - started;
  return status;
}

enum status ensemble_drawn(const struct ensemble *ensemble, uint32_t s, uint32_t r,
                           struct scenario *drawn, struct error *error) {
  return draws_apply(&ensemble->draws, s, ensemble_draw_of(ensemble, r), &ensemble->scenarios[s],
                     drawn, error);
}

uint32_t ensemble_chance(const struct ensemble *ensemble, uint32_t r) {
  const uint32_t each = ensemble->replications_each;
  if (ensemble->draws.count == 0) return r;
  return draws_chance(&ensemble->draws, ensemble_draw_of(ensemble, r)) * each + r % each;
}

enum status ensemble_simulate(const struct ensemble *ensemble, uint32_t s, uint32_t r, int threads,
                              struct world_watch watch, struct shard *shard, struct error *error) {
  struct scenario drawn;
  TRY(ensemble_drawn(ensemble, s, r, &drawn, error));
  const enum status status = simulate(ensemble, &drawn, s, r, threads, watch, shard, error);
  draws_release(&drawn);
  return status;
}
