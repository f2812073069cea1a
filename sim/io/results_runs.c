/* results_runs.c - runs taken back from a results file, as their shards had them. */
#include "results_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct results_runs {
  struct results results;
  struct results_towns towns; /* none: count 0 */
  uint32_t segments;
  uint64_t *digests; /* [scenario][replication] */
  double *seconds;
  bool *sound; /* by block: whether it can be read */
  /* The block in memory; scenarios 0: none. */
  struct results_block block;
  float *series;        /* [indicator][scenario][replication][month][place] */
  float *segment_sales; /* [scenario][replication][month][place][segment] */
  /* Firms at the end, in the order of the file, where those of a run stand together. */
  struct shard_firm *firms;
  uint32_t *firms_first, *firms_count; /* [scenario][replication] */
};

static size_t run_at(const struct results_runs *runs, uint32_t scenario, uint32_t replication) {
  return (size_t)scenario * runs->results.replications + replication;
}

static uint32_t blocks_across(const struct results_runs *runs) {
  return (runs->results.scenarios + RESULTS_SCENARIOS_TOGETHER - 1) / RESULTS_SCENARIOS_TOGETHER;
}

static size_t block_number(const struct results_runs *runs, uint32_t scenario,
                           uint32_t replication) {
  return (size_t)(replication / RESULTS_REPLICATIONS_TOGETHER) * blocks_across(runs) +
         scenario / RESULTS_SCENARIOS_TOGETHER;
}

static enum status read_block(struct results_runs *runs, const struct results_block *block,
                              struct error *error) {
  const struct results *results = &runs->results;
  const hsize_t start[5] = {block->first_scenario, block->first_replication, 0, 0, 0};
  const hsize_t sizes[5] = {block->scenarios, block->replications, results->months, results->places,
                            runs->segments};
  const size_t values = (size_t)block->scenarios * block->replications * results->months *
                        results->places;
  for (size_t k = 0; k < INDICATOR_SHOWN; k++) {
    char name[128];
    snprintf(name, sizeof name, "series/%s", tables_indicators[k].name);
    TRY(h5_read_block(results->file, name, H5T_NATIVE_FLOAT, 4, start, sizes,
                      runs->series + k * values, error));
  }
  return h5_read_block(results->file, "series/segment_sales", H5T_NATIVE_FLOAT, 5, start, sizes,
                       runs->segment_sales, error);
}

/* Brings the block of a run into memory, unless it is there. */
static enum status load(struct results_runs *runs, uint32_t scenario, uint32_t replication,
                        struct error *error) {
  const struct results *results = &runs->results;
  const struct results_block block = results_block_of(results->scenarios, results->replications,
                                                      scenario, replication);
  if (runs->block.scenarios && runs->block.first_scenario == block.first_scenario &&
      runs->block.first_replication == block.first_replication) {
    return STATUS_OK;
  }
  runs->block.scenarios = 0;
  TRY(read_block(runs, &block, error));
  runs->block = block;
  return STATUS_OK;
}

/* Reads each block once, to know which can be read; the first error is told. */
static void sound_all(struct results_runs *runs, struct error *damage) {
  const struct results *results = &runs->results;
  struct error later;
  damage->text[0] = '\0';
  for (uint32_t r = 0; r < results->replications; r += RESULTS_REPLICATIONS_TOGETHER) {
    for (uint32_t s = 0; s < results->scenarios; s += RESULTS_SCENARIOS_TOGETHER) {
      const bool good = load(runs, s, r, damage->text[0] ? &later : damage) == STATUS_OK;
      runs->sound[block_number(runs, s, r)] = good;
    }
  }
}

/* Where the firms of each run stand. */
static enum status index_firms(struct results_runs *runs, const uint32_t *scenario,
                               const uint32_t *replication, size_t count, struct error *error) {
  for (size_t i = 0; i < count; i++) {
    if (scenario[i] >= runs->results.scenarios || replication[i] >= runs->results.replications) {
      return error_set(error, STATUS_DISK, "%s: a firm is of a run that is not there",
                       runs->results.path);
    }
    const size_t run = run_at(runs, scenario[i], replication[i]);
    if (runs->firms_count[run]++ == 0) runs->firms_first[run] = (uint32_t)i;
    if (runs->firms_first[run] + runs->firms_count[run] - 1 != i) {
      return error_set(error, STATUS_DISK, "%s: firms of a run do not stand together",
                       runs->results.path);
    }
  }
  return STATUS_OK;
}

static enum status read_firms(struct results_runs *runs, struct error *error) {
  struct shard_firm *firms;
  uint32_t *scenario, *replication;
  size_t count;
  TRY(results_read_firms(&runs->results, &firms, &scenario, &replication, &count, error));
  runs->firms = firms;
  const enum status status = index_firms(runs, scenario, replication, count, error);
  free(scenario);
  free(replication);
  return status;
}

/* Room for what is known of each run, and for a block. */
static enum status reserve(struct results_runs *runs, struct error *error) {
  const struct results *results = &runs->results;
  const size_t count = (size_t)results->scenarios * results->replications;
  const size_t blocks = block_number(runs, results->scenarios - 1, results->replications - 1) + 1;
  const struct results_block block = results_block_of(results->scenarios, results->replications, 0,
                                                      0);
  const size_t cells = (size_t)block.scenarios * block.replications * results->months *
                       results->places;
  runs->digests = calloc(count, sizeof *runs->digests);
  runs->seconds = calloc(count, sizeof *runs->seconds);
  runs->firms_first = calloc(count, sizeof *runs->firms_first);
  runs->firms_count = calloc(count, sizeof *runs->firms_count);
  runs->sound = calloc(blocks, sizeof *runs->sound);
  runs->series = malloc(cells * INDICATOR_SHOWN * sizeof(float));
  runs->segment_sales = malloc(cells * runs->segments * sizeof(float) + 1);
  if (runs->digests && runs->seconds && runs->firms_first && runs->firms_count && runs->sound &&
      runs->series && runs->segment_sales) {
    return STATUS_OK;
  }
  return error_memory(error, results->path, cells * INDICATOR_SHOWN * sizeof(float));
}

static enum status open_all(struct results_runs *runs, const char *path, struct error *error) {
  struct results *results = &runs->results;
  hsize_t sizes[5];
  TRY(results_open_file(results, path, error));
  TRY(h5_sizes(results->file, "series/segment_sales", 5, sizes, error));
  runs->segments = (uint32_t)sizes[4];
  TRY(reserve(runs, error));
  const hsize_t start[2] = {0}, all[2] = {results->scenarios, results->replications};
  TRY(h5_read_block(results->file, "final/digest", H5T_NATIVE_UINT64, 2, start, all, runs->digests,
                    error));
  TRY(h5_read_block(results->file, "final/seconds", H5T_NATIVE_DOUBLE, 2, start, all, runs->seconds,
                    error));
  TRY(read_firms(runs, error));
  return h5_has(results->file, "towns") ? results_list_towns(results, &runs->towns, error)
                                        : STATUS_OK;
}

enum status results_runs_open(const char *path, struct results_runs **out, struct error *damage,
                              struct error *error) {
  struct results_runs *runs = calloc(1, sizeof *runs);
  if (!runs) return error_memory(error, path, sizeof *runs);
  const enum status status = open_all(runs, path, error);
  if (status != STATUS_OK) {
    results_runs_close(runs);
    return status;
  }
  sound_all(runs, damage);
  *out = runs;
  return STATUS_OK;
}

void results_runs_close(struct results_runs *runs) {
  if (!runs) return;
  results_close(&runs->results);
  results_free_towns(&runs->towns);
  free(runs->digests);
  free(runs->seconds);
  free(runs->sound);
  free(runs->series);
  free(runs->segment_sales);
  free(runs->firms);
  free(runs->firms_first);
  free(runs->firms_count);
  free(runs);
}

bool results_runs_has(const struct results_runs *runs, uint32_t scenario, uint32_t replication,
                      uint64_t digest) {
  return scenario < runs->results.scenarios && replication < runs->results.replications &&
         digest != 0 && runs->digests[run_at(runs, scenario, replication)] == digest &&
         runs->sound[block_number(runs, scenario, replication)];
}

/* Copies a run's series out of the block in memory. */
static void take_series(const struct results_runs *runs, struct shard *shard) {
  const struct results_block *block = &runs->block;
  const size_t cells = (size_t)shard->months * shard->places;
  const size_t together = (size_t)block->scenarios * block->replications;
  const size_t run = (size_t)(shard->scenario - block->first_scenario) * block->replications +
                     (shard->replication - block->first_replication);
  for (size_t cell = 0; cell < cells; cell++) {
    float *to = shard->series + cell * INDICATOR_COUNT;
    for (size_t k = 0; k < INDICATOR_COUNT; k++) {
      to[k] = k < INDICATOR_SHOWN ? runs->series[(k * together + run) * cells + cell] : nanf("");
    }
  }
  const size_t segments = cells * shard->segments;
  memcpy(shard->segment_sales, runs->segment_sales + run * segments,
         segments * sizeof *shard->segment_sales);
}

enum status results_runs_read(struct results_runs *runs, uint32_t scenario, uint32_t replication,
                              struct shard *shard, struct error *error) {
  const struct results *results = &runs->results;
  const size_t cells = (size_t)results->months * results->places;
  const size_t run = run_at(runs, scenario, replication);
  TRY(load(runs, scenario, replication, error));
  *shard = (struct shard){.scenario = scenario,
                          .replication = replication,
                          .digest = runs->digests[run],
                          .layout = tables_indicators_digest(),
                          .seconds = runs->seconds[run],
                          .months = results->months,
                          .places = results->places,
                          .indicators = INDICATOR_COUNT,
                          .segments = runs->segments,
                          .years = runs->towns.years,
                          .towns = runs->towns.count,
                          .firms_count = runs->firms_count[run]};
  const size_t by_town = (size_t)shard->years * shard->towns * SHARD_TOWN_FIELDS;
  shard->series = malloc(cells * INDICATOR_COUNT * sizeof *shard->series);
  shard->segment_sales = malloc(cells * runs->segments * sizeof *shard->segment_sales + 1);
  shard->by_town = malloc(by_town * sizeof *shard->by_town + 1);
  shard->firms = malloc(shard->firms_count * sizeof *shard->firms + 1);
  enum status status = shard->series && shard->segment_sales && shard->by_town && shard->firms
                           ? STATUS_OK
                           : error_memory(error, results->path, cells * INDICATOR_COUNT);
  if (status == STATUS_OK) {
    take_series(runs, shard);
    memcpy(shard->firms, runs->firms + runs->firms_first[run],
           shard->firms_count * sizeof *shard->firms);
    if (shard->towns) status = results_read_towns(results, shard, error);
  }
  if (status != STATUS_OK) shard_free(shard);
  return status;
}
