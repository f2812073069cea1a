#include "bellwether/study/verify.h"

#include "bellwether/base/draw.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"

#include <stdlib.h>

/* Puts a random sample of the runs first: a shuffle that stops when it has enough. */
static void draw_sample(size_t *runs, size_t count, size_t sample, uint32_t seed) {
  for (size_t k = 0; k < sample; k++) {
    const double u = draw_uniform((struct draw_key){seed, 0}, DRAW_SAMPLE, k, 0, 0);
    const size_t other = k + (size_t)(u * (double)(count - k));
    const size_t spare = runs[k];
    runs[k] = runs[other];
    runs[other] = spare;
  }
}

static uint32_t scenario_of(const struct ensemble *ensemble, size_t run) {
  return (uint32_t)(run % ensemble->scenarios_count);
}

static uint32_t replication_of(const struct ensemble *ensemble, size_t run) {
  return (uint32_t)(run / ensemble->scenarios_count);
}

static enum status digest_of(const struct ensemble *ensemble, size_t run, uint64_t *digest,
                             struct error *error) {
  struct scenario drawn;
  struct world world;
  const uint32_t r = replication_of(ensemble, run);
  TRY(ensemble_drawn(ensemble, scenario_of(ensemble, run), r, &drawn, error));
  enum status status = world_create(&world, &drawn, ensemble->seed, ensemble_chance(ensemble, r), 1,
                                    error);
  if (status == STATUS_OK) {
    status = world_run(&world, error);
    *digest = world_digest(&world);
    world_free(&world);
  }
  draws_release(&drawn);
  return status;
}

struct job {
  const struct ensemble *ensemble;
  const struct ensemble_options *options;
  const size_t *runs;      /* to be simulated again */
  const uint64_t *digests; /* of all runs, as the journal has them */
  struct verify_outcome *outcome;
  struct progress progress;
  enum status status;
  struct error *error;
};

static void settle(struct job *job, size_t k, enum status status, uint64_t digest,
                   const struct error *why) {
  struct verify_outcome *outcome = job->outcome;
  const size_t run = job->runs[k];
  if (status != STATUS_OK) {
    if (job->status == STATUS_OK) *job->error = *why;
    job->status = status;
    return;
  }
  outcome->checked++;
  if (digest != job->digests[run] && outcome->different++ == 0) {
    outcome->scenario = scenario_of(job->ensemble, run);
    outcome->replication = replication_of(job->ensemble, run);
    outcome->expected = job->digests[run];
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
    const enum status status = digest_of(job->ensemble, job->runs[k], &digest, &why);
#pragma omp critical(verify)
    settle(job, k, status, digest, &why);
  }
}

static enum status verify_some(const struct ensemble *ensemble, uint32_t sample, struct job *job,
                               unsigned char *states, uint64_t *digests, size_t *runs,
                               struct error *error) {
  TRY(ensemble_read_journal(ensemble, states, digests, error));
  size_t finished = 0;
  for (size_t run = 0; run < ensemble_runs(ensemble); run++) {
    if (states[run] == RUN_DONE) runs[finished++] = run;
  }
  if (finished == 0) {
    return error_set(error, STATUS_USAGE, "%s has no finished run to verify", ensemble->folder);
  }
  const size_t checked = sample < finished ? sample : finished;
  draw_sample(runs, finished, checked, ensemble->seed);
  progress_start(&job->progress, stderr, job->options->progress, "replications", 0, checked);
  run_sample(job, checked);
  progress_end(&job->progress);
  return job->status;
}

enum status verify_runs(const struct ensemble *ensemble, uint32_t sample,
                        const struct ensemble_options *options, struct verify_outcome *outcome,
                        struct error *error) {
  *outcome = (struct verify_outcome){0};
  const size_t count = ensemble_runs(ensemble);
  unsigned char *states = calloc(count, 1);
  uint64_t *digests = calloc(count, sizeof *digests);
  size_t *runs = calloc(count, sizeof *runs);
  struct job job = {.ensemble = ensemble,
                    .options = options,
                    .runs = runs,
                    .digests = digests,
                    .outcome = outcome,
                    .error = error};
  const enum status status = states && digests && runs
                                 ? verify_some(ensemble, sample, &job, states, digests, runs, error)
                                 : error_memory(error, "the journal", count);
  free(states);
  free(digests);
  free(runs);
  return status;
}
