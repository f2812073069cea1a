#define _XOPEN_SOURCE 700
#include "bellwether/io/results.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"
#include "ensemble_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads a shard, held against the journal. */
static enum status read_shard(const struct ensemble_runs_done *runs, const char *path,
                              uint32_t scenario, uint32_t replication, struct shard *shard,
                              struct error *error) {
  const size_t run = ensemble_run_at(runs->ensemble, scenario, replication);
  if (runs->old->damage.text[0] && !file_exists(path)) {
    *error = runs->old->damage;
    return STATUS_DISK;
  }
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

bool ensemble_is_old(const struct ensemble_runs_done *runs, uint32_t scenario,
                     uint32_t replication) {
  const size_t run = ensemble_run_at(runs->ensemble, scenario, replication);
  return runs->states[run] == RUN_DONE && runs->old->runs &&
         results_runs_has(runs->old->runs, scenario, replication, runs->digests[run]);
}

enum status ensemble_read_run(const struct ensemble_runs_done *runs, uint32_t scenario,
                              uint32_t replication, struct shard *shard, struct error *error) {
  char path[FILE_PATH_BYTES];
  const unsigned char state = runs->states[ensemble_run_at(runs->ensemble, scenario, replication)];
  if (state == RUN_FAILED || state == RUN_INFEASIBLE) {
    *shard = (struct shard){.infeasible = state == RUN_INFEASIBLE};
    return STATUS_OK;
  }
  if (ensemble_is_old(runs, scenario, replication)) {
    return results_runs_read(runs->old->runs, scenario, replication, shard, error);
  }
  TRY(ensemble_shard_path(runs->ensemble, scenario, replication, path, error));
  return read_shard(runs, path, scenario, replication, shard, error);
}

/* The merger asks for one run after the other. */
static enum status hand_over(void *context, uint32_t scenario, uint32_t replication,
                             struct shard *shard, struct error *error) {
  const struct ensemble_runs_done *runs = context;
  const uint32_t number = runs->numbers ? runs->numbers[replication] : replication;
  return ensemble_read_run(runs, scenario, number, shard, error);
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

/* What results say of the experiment, and the file on its way. */
struct ensemble_merger {
  struct results_about about;
  struct results_draft *draft;
  struct text resolved[ENSEMBLE_SCENARIOS_MOST], verbatim[ENSEMBLE_SCENARIOS_MOST];
  const char *names[ENSEMBLE_SCENARIOS_MOST], *titles[ENSEMBLE_SCENARIOS_MOST];
  const char *resolved_texts[ENSEMBLE_SCENARIOS_MOST], *verbatim_texts[ENSEMBLE_SCENARIOS_MOST];
  const struct params *params[ENSEMBLE_SCENARIOS_MOST];
  const char *places[ENSEMBLE_SCENARIOS_MOST], *segments[64];
  const char **towns;
  double *town_x, *town_y;
  const char **assumptions; /* their names, then their units */
  double *assumed, *draw_of, *chance_of;
  uint8_t *of_priors;
};

static enum status list_towns(struct ensemble_merger *merger, const struct ensemble *ensemble,
                              struct error *error) {
  const struct scenario *first = &ensemble->scenarios[0];
  const uint32_t towns = first->towns_count;
  if (!towns_agree(ensemble)) return STATUS_OK;
  merger->towns = calloc(towns, sizeof *merger->towns);
  merger->town_x = calloc(towns, sizeof *merger->town_x);
  merger->town_y = calloc(towns, sizeof *merger->town_y);
  if (!merger->towns || !merger->town_x || !merger->town_y) {
    return error_memory(error, "towns", towns * 3 * sizeof(double));
  }
  for (uint32_t t = 0; t < towns; t++) {
    merger->towns[t] = first->town_names[t];
    merger->town_x[t] = first->towns[t].x;
    merger->town_y[t] = first->towns[t].y;
  }
  merger->about.towns = towns;
  merger->about.years = world_years(first);
  merger->about.town_names = merger->towns;
  merger->about.town_x = merger->town_x;
  merger->about.town_y = merger->town_y;
  merger->about.town_adopts = first->adopts;
  return STATUS_OK;
}

/* `numbers`: those of the replications that are merged; NULL: all. */
static enum status list_draws(struct ensemble_merger *merger, const struct ensemble *ensemble,
                              const uint32_t *numbers, uint32_t replications, struct error *error) {
  const struct draws *draws = &ensemble->draws;
  const size_t count = draws->assumptions.count;
  if (draws->count == 0) return STATUS_OK;
  merger->assumptions = calloc(2 * count + 1, sizeof *merger->assumptions);
  merger->assumed = calloc(draws->count * count + 1, sizeof *merger->assumed);
  merger->draw_of = calloc(replications, sizeof *merger->draw_of);
  merger->chance_of = calloc(replications, sizeof *merger->chance_of);
  merger->of_priors = calloc(draws->count, sizeof *merger->of_priors);
  if (!merger->assumptions || !merger->assumed || !merger->draw_of || !merger->chance_of ||
      !merger->of_priors) {
    return error_memory(error, "draws", draws->count * count * sizeof *merger->assumed);
  }
  for (size_t k = 0; k < count; k++) {
    merger->assumptions[k] = draws->assumptions.list[k].name;
    merger->assumptions[count + k] = draws->assumptions.list[k].field->unit;
    for (uint32_t d = 0; d < draws->count; d++) {
      merger->assumed[d * count + k] = draws_value(draws, d, k);
    }
  }
  for (uint32_t r = 0; r < replications; r++) {
    const uint32_t number = numbers ? numbers[r] : r;
    merger->draw_of[r] = ensemble_draw_of(ensemble, number);
    merger->chance_of[r] = ensemble_chance(ensemble, number);
  }
  for (uint32_t d = 0; d < draws->count; d++) merger->of_priors[d] = draws_is_of_priors(draws, d);
  merger->about.draws = draws->count;
  merger->about.assumptions = (uint32_t)count;
  merger->about.assumption_names = merger->assumptions;
  merger->about.assumption_units = merger->assumptions + count;
  merger->about.assumption_values = merger->assumed;
  merger->about.draw_of = merger->draw_of;
  merger->about.draw_of_priors = merger->of_priors;
  merger->about.chance_of = merger->chance_of;
  return STATUS_OK;
}

static enum status list_scenarios(struct ensemble_merger *merger, const struct ensemble *ensemble,
                                  struct error *error) {
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    TRY(scenario_print(scenario, SCENARIO_RECORD, &merger->resolved[s], error));
    TRY(ensemble_verbatim(scenario, &merger->verbatim[s], error));
    merger->names[s] = scenario->name;
    merger->titles[s] = scenario->title;
    merger->params[s] = &scenario->params;
    merger->resolved_texts[s] = merger->resolved[s].bytes;
    merger->verbatim_texts[s] = merger->verbatim[s].bytes;
  }
  return STATUS_OK;
}

static enum status describe(struct ensemble_merger *merger, const struct ensemble *ensemble,
                            int threads, struct error *error) {
  const struct scenario *first = &ensemble->scenarios[0];
  const uint32_t places = scenario_places(first);
  if (places > ENSEMBLE_SCENARIOS_MOST) {
    return error_set(error, STATUS_USAGE, "%u focal towns, at most %d", places - 1,
                     ENSEMBLE_SCENARIOS_MOST - 1);
  }
  TRY(list_scenarios(merger, ensemble, error));
  for (uint32_t p = 0; p < places; p++) merger->places[p] = scenario_place_name(first, p);
  for (uint32_t k = 0; k < first->segments_count; k++)
    merger->segments[k] = first->segment_names[k];
  merger->about = (struct results_about){.scenarios = ensemble->scenarios_count,
                                         .replications = ensemble->replications,
                                         .months = (uint32_t)scenario_months(first),
                                         .places = places,
                                         .segments = first->segments_count,
                                         .start = first->start,
                                         .scenario_names = merger->names,
                                         .scenario_titles = merger->titles,
                                         .resolved = merger->resolved_texts,
                                         .verbatim = merger->verbatim_texts,
                                         .params = merger->params,
                                         .place_names = merger->places,
                                         .segment_names = merger->segments,
                                         .command = ensemble->command,
                                         .seed = ensemble->seed,
                                         .threads = threads};
  return list_towns(merger, ensemble, error);
}

static void free_merger(struct ensemble_merger *merger) {
  for (int s = 0; s < ENSEMBLE_SCENARIOS_MOST; s++) {
    text_free(&merger->resolved[s]);
    text_free(&merger->verbatim[s]);
  }
  free((void *)merger->towns);
  free(merger->town_x);
  free(merger->town_y);
  free((void *)merger->assumptions);
  free(merger->assumed);
  free(merger->draw_of);
  free(merger->chance_of);
  free(merger->of_priors);
  free(merger);
}

enum status ensemble_begin_merge(const struct ensemble *ensemble, int threads,
                                 struct ensemble_merger **out, struct error *error) {
  char path[FILE_PATH_BYTES];
  struct ensemble_merger *merger = calloc(1, sizeof *merger);
  if (!merger) return error_memory(error, "results", sizeof *merger);
  enum status status = file_join(path, ensemble->folder, "results.h5", error);
  if (status == STATUS_OK) status = describe(merger, ensemble, threads, error);
  if (status == STATUS_OK) {
    status = list_draws(merger, ensemble, NULL, ensemble->replications, error);
  }
  if (status == STATUS_OK) status = results_begin(path, &merger->about, &merger->draft, error);
  if (status == STATUS_OK) *out = merger;
  else free_merger(merger);
  return status;
}

enum status ensemble_merge_aside(const struct ensemble_runs_done *runs, const uint32_t *numbers,
                                 uint32_t count, struct results *results, struct error *error) {
  char path[FILE_PATH_BYTES];
  struct results_block block;
  struct ensemble_runs_done source = *runs;
  struct ensemble_merger *merger = calloc(1, sizeof *merger);
  if (!merger) return error_memory(error, "results", sizeof *merger);
  source.numbers = numbers;
  enum status status = file_join(path, runs->ensemble->folder, "results.h5", error);
  if (status == STATUS_OK) status = describe(merger, runs->ensemble, 1, error);
  merger->about.replications = count;
  merger->about.numbers = numbers;
  if (status == STATUS_OK) status = list_draws(merger, runs->ensemble, numbers, count, error);
  if (status == STATUS_OK) {
    status = results_begin_aside(path, &merger->about, &merger->draft, error);
  }
  if (status == STATUS_OK) {
    while (status == STATUS_OK && results_next(merger->draft, &block)) {
      status = results_merge(merger->draft, hand_over, &source, error);
    }
    status = results_look(merger->draft, status, results, error);
  }
  free_merger(merger);
  return status;
}

/* Whether all runs of a block have ended. */
static bool block_ran(const struct ensemble_runs_done *runs, const struct results_block *block) {
  for (uint32_t r = 0; r < block->replications; r++) {
    for (uint32_t s = 0; s < block->scenarios; s++) {
      const size_t run = ensemble_run_at(runs->ensemble, block->first_scenario + s,
                                         block->first_replication + r);
      if (runs->states[run] == RUN_LEFT) return false;
    }
  }
  return true;
}

bool ensemble_can_merge(const struct ensemble_merger *merger,
                        const struct ensemble_runs_done *runs) {
  struct results_block block;
  return results_next(merger->draft, &block) && block_ran(runs, &block);
}

enum status ensemble_merge_next(struct ensemble_merger *merger,
                                const struct ensemble_runs_done *runs, struct error *error) {
  struct ensemble_runs_done source = *runs;
  return results_merge(merger->draft, hand_over, &source, error);
}

enum status ensemble_end_merge(struct ensemble_merger *merger, enum status status,
                               struct results_ends *ends, struct error *error) {
  if (!merger) return status;
  status = results_end(merger->draft, status, ends, error);
  free_merger(merger);
  return status;
}

static void remove_shards(const struct ensemble *ensemble) {
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

void ensemble_clean_up(const struct ensemble *ensemble) {
  remove_shards(ensemble);
  ensemble_remove_old(ensemble);
}
