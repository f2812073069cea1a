#define _XOPEN_SOURCE 700
#include "bellwether/io/results.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"
#include "ensemble_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum status ensemble_read_shard(const struct ensemble_runs_done *runs, uint32_t scenario,
                                uint32_t replication, struct shard *shard, struct error *error) {
  const size_t run = ensemble_run_at(runs->ensemble, scenario, replication);
  if (runs->states[run] == RUN_FAILED) return STATUS_OK;
  char path[FILE_PATH_BYTES];
  TRY(ensemble_shard_path(runs->ensemble, scenario, replication, path, error));
  TRY(shard_read(path, shard, error));
  const bool readable = shard->layout == tables_indicators_digest();
  if (readable && shard->digest == runs->digests[run] && shard->scenario == scenario &&
      shard->replication == replication) {
    return STATUS_OK;
  }
  shard_free(shard);
  return error_set(error, STATUS_DISK,
                   readable ? "%s is not the run that the journal has"
                            : "%s has the indicators of another version of Bellwether",
                   path);
}

/* The merger asks for one run after the other. */
static enum status hand_over(void *context, uint32_t scenario, uint32_t replication,
                             struct shard *shard, struct error *error) {
  return ensemble_read_shard(context, scenario, replication, shard, error);
}

/* Whether all scenarios have the same towns. */
static bool towns_agree(const struct ensemble *ensemble) {
  const struct scenario *first = &ensemble->scenarios[0];
  for (uint32_t s = 1; s < ensemble->scenarios_count; s++) {
    const struct scenario *next = &ensemble->scenarios[s];
    if (next->towns_count != first->towns_count) return false;
    for (uint32_t t = 0; t < first->towns_count; t++) {
      if (strcmp(next->town_names[t], first->town_names[t]) != 0) return false;
    }
  }
  return true;
}

/* What results say of towns; arrays that free_towns frees. */
struct town_table {
  const char **names;
  double *x, *y;
};

static enum status list_towns(const struct ensemble *ensemble, struct town_table *table,
                              struct results_about *about, struct error *error) {
  const struct scenario *first = &ensemble->scenarios[0];
  const uint32_t towns = first->towns_count;
  if (!towns_agree(ensemble)) return STATUS_OK;
  table->names = calloc(towns, sizeof *table->names);
  table->x = calloc(towns, sizeof *table->x);
  table->y = calloc(towns, sizeof *table->y);
  if (!table->names || !table->x || !table->y) {
    return error_memory(error, "towns", towns * 3 * sizeof(double));
  }
  for (uint32_t t = 0; t < towns; t++) {
    table->names[t] = first->town_names[t];
    table->x[t] = first->towns[t].x;
    table->y[t] = first->towns[t].y;
  }
  about->towns = towns;
  about->years = world_years(first);
  about->town_names = table->names;
  about->town_x = table->x;
  about->town_y = table->y;
  about->town_adopts = first->adopts;
  return STATUS_OK;
}

static void free_towns(struct town_table *table) {
  free((void *)table->names);
  free(table->x);
  free(table->y);
}

static enum status write_results(const struct ensemble_runs_done *runs, int threads,
                                 struct text *resolved, struct text *verbatim,
                                 struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  const struct scenario *first = &ensemble->scenarios[0];
  const char *names[ENSEMBLE_SCENARIOS_MOST], *titles[ENSEMBLE_SCENARIOS_MOST];
  const char *resolved_texts[ENSEMBLE_SCENARIOS_MOST], *verbatim_texts[ENSEMBLE_SCENARIOS_MOST];
  const struct params *params[ENSEMBLE_SCENARIOS_MOST];
  const char *places[ENSEMBLE_SCENARIOS_MOST], *segments[64];
  const uint32_t places_count = scenario_places(first);
  if (places_count > ENSEMBLE_SCENARIOS_MOST) {
    return error_set(error, STATUS_USAGE, "%u focal towns, at most %d", places_count - 1,
                     ENSEMBLE_SCENARIOS_MOST - 1);
  }
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    TRY(scenario_print(&ensemble->scenarios[s], SCENARIO_RECORD, &resolved[s], error));
    TRY(ensemble_verbatim(&ensemble->scenarios[s], &verbatim[s], error));
    names[s] = ensemble->scenarios[s].name;
    titles[s] = ensemble->scenarios[s].title;
    params[s] = &ensemble->scenarios[s].params;
    resolved_texts[s] = resolved[s].bytes;
    verbatim_texts[s] = verbatim[s].bytes;
  }
  for (uint32_t p = 0; p < places_count; p++) places[p] = scenario_place_name(first, p);
  for (uint32_t k = 0; k < first->segments_count; k++) segments[k] = first->segment_names[k];
  struct results_about about = {.scenarios = ensemble->scenarios_count,
                                .replications = ensemble->replications,
                                .months = (uint32_t)scenario_months(first),
                                .places = places_count,
                                .segments = first->segments_count,
                                .start = first->start,
                                .scenario_names = names,
                                .scenario_titles = titles,
                                .resolved = resolved_texts,
                                .verbatim = verbatim_texts,
                                .params = params,
                                .place_names = places,
                                .segment_names = segments,
                                .command = ensemble->command,
                                .seed = ensemble->seed,
                                .threads = threads};
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, ensemble->folder, "results.h5", error));
  struct town_table towns = {NULL, NULL, NULL};
  enum status status = list_towns(ensemble, &towns, &about, error);
  struct ensemble_runs_done source = *runs;
  if (status == STATUS_OK) status = results_write(path, &about, hand_over, &source, error);
  free_towns(&towns);
  return status;
}

void ensemble_remove_shards(const struct ensemble *ensemble) {
  char path[FILE_PATH_BYTES];
  struct error ignored;
  if (file_join(path, ensemble->folder, "shards", &ignored) != STATUS_OK || !file_exists(path)) {
    return;
  }
  for (uint32_t r = 0; r < ensemble->replications; r++) {
    for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
      if (ensemble_shard_path(ensemble, s, r, path, &ignored) == STATUS_OK) (void)unlink(path);
    }
  }
  if (file_join(path, ensemble->folder, "shards", &ignored) == STATUS_OK) (void)rmdir(path);
}

enum status ensemble_merge(const struct ensemble_runs_done *runs, int threads,
                           struct error *error) {
  struct text resolved[ENSEMBLE_SCENARIOS_MOST] = {{0}}, verbatim[ENSEMBLE_SCENARIOS_MOST] = {{0}};
  enum status status = write_results(runs, threads, resolved, verbatim, error);
  for (int s = 0; s < ENSEMBLE_SCENARIOS_MOST; s++) {
    text_free(&resolved[s]);
    text_free(&verbatim[s]);
  }
  if (status == STATUS_OK) status = ensemble_summarise(runs->ensemble, error);
  if (status == STATUS_OK) ensemble_remove_shards(runs->ensemble);
  return status;
}
