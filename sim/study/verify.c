#include "bellwether/study/verify.h"

#include "bellwether/base/draw.h"
#include "bellwether/base/file.h"
#include "bellwether/base/journal.h"
#include "bellwether/world/world.h"

#include <stdlib.h>

/* Puts a random sample of the entries first: a shuffle that stops when it has enough. */
static void draw_sample(struct journal_entry *entries, size_t count, size_t sample, uint32_t seed) {
  for (size_t k = 0; k < sample; k++) {
    const double u = draw_uniform((struct draw_key){seed, 0}, DRAW_SAMPLE, k, 0, 0);
    const size_t other = k + (size_t)(u * (double)(count - k));
    const struct journal_entry spare = entries[k];
    entries[k] = entries[other];
    entries[other] = spare;
  }
}

/* Keeps finished runs of this experiment, the last line of each. */
static size_t keep_finished(const struct ensemble *ensemble, struct journal_entry *entries,
                            size_t count) {
  size_t kept = 0;
  for (size_t k = 0; k < count; k++) {
    const struct journal_entry *entry = &entries[k];
    if (entry->outcome != JOURNAL_DONE || entry->scenario >= ensemble->scenarios_count) continue;
    size_t same = 0;
    while (same < kept && (entries[same].scenario != entry->scenario ||
                           entries[same].replication != entry->replication)) {
      same++;
    }
    entries[same] = *entry;
    kept += same == kept;
  }
  return kept;
}

static enum status digest_of(const struct ensemble *ensemble, const struct journal_entry *entry,
                             uint64_t *digest, struct error *error) {
  struct world world;
  TRY(world_create(&world, &ensemble->scenarios[entry->scenario], ensemble->seed,
                   entry->replication, 1, error));
  const enum status status = world_run(&world, error);
  *digest = world_digest(&world);
  world_free(&world);
  return status;
}

struct job {
  const struct ensemble *ensemble;
  const struct ensemble_options *options;
  const struct journal_entry *entries;
  struct verify_outcome *outcome;
  struct progress progress;
  enum status status;
  struct error *error;
};

static void settle(struct job *job, size_t k, enum status status, uint64_t digest,
                   const struct error *why) {
  struct verify_outcome *outcome = job->outcome;
  const struct journal_entry *entry = &job->entries[k];
  if (status != STATUS_OK) {
    if (job->status == STATUS_OK) *job->error = *why;
    job->status = status;
    return;
  }
  outcome->checked++;
  if (digest != entry->digest && outcome->different++ == 0) {
    outcome->scenario = entry->scenario;
    outcome->replication = entry->replication;
    outcome->expected = entry->digest;
    outcome->found = digest;
  }
  progress_step(&job->progress, outcome->checked);
}

static void run_sample(struct job *job, size_t sample) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(job->options->threads)
  for (size_t k = 0; k < sample; k++) {
    if (job->options->stop && *job->options->stop) continue;
    struct error why = {0};
    uint64_t digest = 0;
    const enum status status = digest_of(job->ensemble, &job->entries[k], &digest, &why);
#pragma omp critical(verify)
    settle(job, k, status, digest, &why);
  }
}

enum status verify_runs(const struct ensemble *ensemble, uint32_t sample,
                        const struct ensemble_options *options, struct verify_outcome *outcome,
                        struct error *error) {
  *outcome = (struct verify_outcome){0};
  char path[FILE_PATH_BYTES];
  struct journal_entry *entries;
  size_t count;
  TRY(file_join(path, ensemble->folder, "journal.ndjson", error));
  TRY(journal_read(path, &entries, &count, error));
  const size_t finished = keep_finished(ensemble, entries, count);
  if (finished == 0) {
    free(entries);
    return error_set(error, STATUS_USAGE, "%s has no finished run to verify", ensemble->folder);
  }
  const size_t checked = sample < finished ? sample : finished;
  draw_sample(entries, finished, checked, ensemble->seed);
  struct job job = {.ensemble = ensemble,
                    .options = options,
                    .entries = entries,
                    .outcome = outcome,
                    .error = error};
  progress_start(&job.progress, stderr, options->progress, "replications", 0, checked);
  run_sample(&job, checked);
  progress_end(&job.progress);
  free(entries);
  return job.status;
}
