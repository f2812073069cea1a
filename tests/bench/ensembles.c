#define _XOPEN_SOURCE 700
#include "ensembles.h"

#include "bellwether/base/progress.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/world/world.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SINGLE_RUNS 20u /* at least; and one for a hundred of the ensemble */

static const char *const ten_years[] = {"end=2029-12"};

static bool fail(const struct error *error) {
  fprintf(stderr, "bench: %s\n", error->text);
  return false;
}

static bool load(struct scenario *scenario, struct error *error) {
  struct complaints complaints;
  const enum status status = scenario_load("xianju/baseline", ten_years, 1, scenario, &complaints,
                                           error);
  scenario_free_complaints(&complaints);
  return status == STATUS_OK;
}

/* Start-up, the fastest of several; and the mean of the first replications, one after the other. */
static bool measure_single(struct ensemble_cost *cost, double *mean) {
  const uint32_t asked = (uint32_t)cost->runs / 100,
                 count = asked > SINGLE_RUNS ? asked : SINGLE_RUNS;
  *mean = 0;
  for (uint32_t r = 0; r < count; r++) {
    struct scenario scenario;
    struct world world;
    struct error error;
    double clock[5];
    clock[0] = progress_clock();
    if (!load(&scenario, &error)) return fail(&error);
    clock[1] = progress_clock();
    const int32_t burn_in = scenario.burn_in;
    scenario.burn_in = 0;
    if (world_create(&world, &scenario, 1, r, 1, &error) != STATUS_OK) return fail(&error);
    world_free(&world);
    scenario.burn_in = burn_in;
    clock[2] = progress_clock();
    if (world_create(&world, &scenario, 1, r, 1, &error) != STATUS_OK) return fail(&error);
    clock[3] = progress_clock();
    if (world_run(&world, &error) != STATUS_OK) return fail(&error);
    clock[4] = progress_clock();
    world_free(&world);
    scenario_free(&scenario);
    const double create = clock[2] - clock[1], burned_in = clock[3] - clock[2] - create;
    cost->seconds_load = fmin(cost->seconds_load, clock[1] - clock[0]);
    cost->seconds_create = fmin(cost->seconds_create, create);
    cost->seconds_burn_in = fmin(cost->seconds_burn_in, burned_in);
    *mean += (clock[4] - clock[2]) / count;
  }
  return true;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where) {
  (void)about, (void)kind, (void)where;
  return remove(path);
}

static bool measure_ensemble(const struct ensemble_cost *cost, double *seconds, double *files) {
  struct error error;
  struct ensemble_outcome outcome;
  struct ensemble ensemble = {.scenarios_count = 1,
                              .replications = (uint32_t)cost->runs,
                              .seed = 1,
                              .firms_kept = 8,
                              .command = "bench"};
  const struct ensemble_options options = {.threads = cost->threads, .progress = PROGRESS_NONE};
  char folder[] = "/tmp/bellwether-bench-XXXXXX";
  if (!mkdtemp(folder)) return false;
  snprintf(ensemble.folder, sizeof ensemble.folder, "%s", folder);
  ensemble.scenarios = calloc(1, sizeof *ensemble.scenarios);
  if (!ensemble.scenarios || !load(ensemble.scenarios, &error)) return fail(&error);
  const double started = progress_clock();
  const bool done = ensemble_create(&ensemble, &error) == STATUS_OK &&
                    ensemble_run(&ensemble, &options, &outcome, &error) == STATUS_OK;
  *seconds = progress_clock() - started;
  *files = outcome.seconds_files;
  ensemble_free(&ensemble);
  nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
  return done || fail(&error);
}

bool ensembles_measure(int runs, int threads, int repeats, struct ensemble_cost *cost) {
  *cost = (struct ensemble_cost){.seconds_load = INFINITY,
                                 .seconds_create = INFINITY,
                                 .seconds_burn_in = INFINITY,
                                 .seconds_run = INFINITY,
                                 .seconds_ensemble = INFINITY,
                                 .runs = runs,
                                 .threads = threads};
  for (int k = 0; k < repeats; k++) {
    double before, after, seconds, files;
    if (!measure_single(cost, &before) || !measure_ensemble(cost, &seconds, &files) ||
        !measure_single(cost, &after)) {
      return false;
    }
    if (seconds > cost->seconds_ensemble) continue;
    cost->seconds_run = (before + after) / 2;
    cost->seconds_ensemble = seconds;
    cost->seconds_files = files;
  }
  return true;
}
