#include "bellwether/study/ensemble.h"

#include "bellwether/base/journal.h"
#include "bellwether/io/shard.h"
#include "bellwether/study/statistics.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"
#include "ensemble_pace.h"
#include "ensemble_parts.h"
#include "panels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNTIL_BATCH  10u /* replications between two looks at a rule */
#define UNTIL_LEVEL  0.95
#define SYNC_SECONDS 1.0 /* of work that a power cut may take, to be done again */

struct progress_of_runs {
  struct ensemble *ensemble;
  const struct ensemble_options *options;
  unsigned char *states;
  uint64_t *digests;
  double *values; /* that a rule looks at, by run; NaN for a failed one */
  struct journal journal;
  struct ensemble_old old;
  struct ensemble_merger *merger; /* NULL while a rule may still end the experiment earlier */
  bool merging;                   /* a thread has it */
  enum status unmerged;           /* why results.h5 cannot be made, which stops no run */
  struct error why_unmerged;
  struct progress progress;
  uint64_t steps; /* of progress that a run is: its months where all threads are on one, else 1 */
  struct ensemble_outcome *outcome;
  struct error *error; /* why nothing more can be written */
  enum status broken;
  double started;
  double seconds;    /* that the runs took which ended ... */
  uint32_t measured; /* ... so many, since the start */
  double synced;     /* when the journal was last made to outlive a power cut */
};

/* Keeps what a rule looks at: the value of the last month. */
static void note_value(struct progress_of_runs *runs, const struct shard *shard) {
  const struct ensemble_rule *rule = &runs->ensemble->until;
  const size_t cell = (size_t)(shard->months - 1) * shard->places + rule->place;
  runs->values[ensemble_run_at(runs->ensemble, shard->scenario, shard->replication)] =
      (double)shard->series[cell * shard->indicators + rule->indicator];
}

/* Runs that are not left. */
static uint64_t runs_ended(const struct progress_of_runs *runs) {
  return ensemble_runs(runs->ensemble) - runs->outcome->left;
}

/* What became of a run. Only the creation of a world refuses a scenario; where it refuses the
 * central one, which is what the files say, that is an error. */
static enum run_state state_of(const struct ensemble *ensemble, const struct shard *shard,
                               enum status simulated) {
  if (simulated == STATUS_OK) return RUN_DONE;
  const bool drawn = ensemble_draw_of(ensemble, shard->replication) > 0;
  return simulated == STATUS_SCENARIO && drawn ? RUN_INFEASIBLE : RUN_FAILED;
}

/* Writes one run's shard and its line in the journal; called by one thread at a time. */
static enum status record(struct progress_of_runs *runs, struct shard *shard, enum status simulated,
                          const struct error *why, struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  char path[FILE_PATH_BYTES];
  const enum run_state state = state_of(ensemble, shard, simulated);
  const bool sync = progress_clock() - runs->synced >= SYNC_SECONDS;
  if (sync) runs->synced = progress_clock();
  if (state == RUN_DONE) {
    TRY(ensemble_shard_path(ensemble, shard->scenario, shard->replication, path, error));
    TRY(shard_write(path, shard, shard->seconds >= SYNC_SECONDS, error));
    note_value(runs, shard);
  } else if (state == RUN_FAILED && runs->outcome->failed == 0) {
    runs->outcome->first_failure = *why;
  }
  const struct journal_entry entry = {.scenario = shard->scenario,
                                      .replication = shard->replication,
                                      .seed = ensemble->seed,
                                      .outcome = state == RUN_DONE     ? JOURNAL_DONE
                                                 : state == RUN_FAILED ? JOURNAL_FAILED
                                                                       : JOURNAL_INFEASIBLE,
                                      .digest = shard->digest,
                                      .seconds = shard->seconds};
  TRY(journal_append(&runs->journal, &entry, sync, error));
  const size_t run = ensemble_run_at(ensemble, shard->scenario, shard->replication);
  runs->states[run] = (unsigned char)state;
  runs->digests[run] = shard->digest;
  runs->outcome->done += state == RUN_DONE;
  runs->outcome->failed += state == RUN_FAILED;
  runs->outcome->infeasible += state == RUN_INFEASIBLE;
  runs->outcome->left--;
  progress_step(&runs->progress, runs_ended(runs) * runs->steps);
  return STATUS_OK;
}

static bool must_stop(const struct progress_of_runs *runs) {
  const struct ensemble_options *options = runs->options;
  return (options->stop && *options->stop) || runs->broken != STATUS_OK ||
         (options->seconds_most > 0 && progress_clock() - runs->started > options->seconds_most);
}

/* Records a run, unless the system refused it memory or disk: then nothing is wrong with the run,
 * and no other begins. Runs that were in hand by then still count where only memory was short. */
static void settle_run(struct progress_of_runs *runs, struct shard *shard, enum status simulated,
                       const struct error *why) {
  const bool refused = simulated == STATUS_DISK || simulated == STATUS_FAILURE;
  if (simulated == STATUS_INTERRUPTED) return; /* it is left, as it was */
  if (runs->broken != STATUS_OK && (refused || runs->broken != STATUS_FAILURE)) return;
  struct error later;
  struct error *error = runs->broken == STATUS_OK ? runs->error : &later;
  enum status status = simulated;
  if (refused) *error = *why;
  else status = record(runs, shard, simulated, why, error);
  if (runs->broken == STATUS_OK) runs->broken = status;
}

static struct ensemble_runs_done runs_done(const struct progress_of_runs *runs) {
  return (struct ensemble_runs_done){.ensemble = runs->ensemble,
                                     .states = runs->states,
                                     .digests = runs->digests,
                                     .old = &runs->old};
}

/* Whether the next block of results can be merged, by the thread that asks; called by one thread at
 * a time. */
static bool may_merge(const struct progress_of_runs *runs) {
  const struct ensemble_runs_done done = runs_done(runs);
  return !runs->merging && runs->merger && runs->broken == STATUS_OK &&
         ensemble_can_merge(runs->merger, &done);
}

/* Merges one block of results. */
static void merge_block(struct progress_of_runs *runs) {
  const struct ensemble_runs_done done = runs_done(runs);
  runs->unmerged = ensemble_merge_next(runs->merger, &done, &runs->why_unmerged);
  if (runs->unmerged == STATUS_OK) return;
  runs->unmerged = ensemble_end_merge(runs->merger, runs->unmerged, NULL, &runs->why_unmerged);
  runs->merger = NULL;
}

/* Records a run, then merges what it completes, while others go on. */
static void file_run(struct progress_of_runs *runs, struct shard *shard, enum status simulated,
                     const struct error *why) {
  const double began = progress_clock();
  bool merge;
#pragma omp critical(record)
  {
    settle_run(runs, shard, simulated, why);
    merge = may_merge(runs);
    if (merge) runs->merging = true;
  }
  if (merge) merge_block(runs);
#pragma omp critical(record)
  {
    if (merge) runs->merging = false;
    runs->outcome->seconds_files += progress_clock() - began;
  }
}

/* Seconds that runs took so far, on average, with one that has just ended. */
static double mean_seconds(struct progress_of_runs *runs, const struct shard *shard,
                           enum status simulated) {
  double mean;
#pragma omp critical(record)
  {
    if (simulated == STATUS_OK) {
      runs->seconds += shard->seconds;
      runs->measured++;
    }
    mean = runs->measured ? runs->seconds / runs->measured : 0;
  }
  return mean;
}

/* Whether all threads work on one run at a time: where few are left, or each is large. */
static bool runs_one_by_one(const struct progress_of_runs *runs) {
  return runs->options->together || runs->outcome->left < (uint32_t)runs->options->threads;
}

/* Runs what is left of the first `count` runs. */
static void run_first(struct progress_of_runs *runs, size_t count) {
  const struct ensemble *ensemble = runs->ensemble;
  const int threads = runs->options->threads;
  const bool within = runs_one_by_one(runs);
  struct ensemble_pace *pace = runs->options->pace;
  ensemble_pace_start(pace, within);
#pragma omp parallel for schedule(dynamic, 1) num_threads(within ? 1 : threads)
  for (size_t run = 0; run < count; run++) {
    bool stop;
#pragma omp critical(record)
    stop = must_stop(runs);
    if (stop || runs->states[run] != RUN_LEFT) continue;
    struct shard shard = {.scenario = (uint32_t)(run % ensemble->scenarios_count),
                          .replication = (uint32_t)(run / ensemble->scenarios_count)};
    struct error why = {0};
    struct ensemble_hand *hand = ensemble_pace_begin(pace, &ensemble->scenarios[shard.scenario]);
    const struct world_watch watch = {.progress = within && runs->steps > 1 ? &runs->progress
                                                                            : NULL,
                                      .stop = within ? runs->options->stop : NULL,
                                      .month = hand ? &hand->month : NULL};
    const enum status simulated = ensemble_simulate(ensemble, shard.scenario, shard.replication,
                                                    within ? threads : 1, watch, &shard, &why);
    ensemble_pace_end(pace, hand, mean_seconds(runs, &shard, simulated));
    file_run(runs, &shard, simulated, &why);
    shard_free(&shard);
  }
}

/* The largest half-width that the rule looks at, over the first replications of all scenarios. */
static enum status widest(const struct progress_of_runs *runs, uint32_t replications, double *width,
                          struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  const size_t n = replications;
  const uint32_t base = ensemble->until.base, count = ensemble->scenarios_count;
  double *a = calloc(2 * n, sizeof *a), *b = a + n;
  if (!a) return error_memory(error, "the rule", 2 * n * sizeof *a);
  for (uint32_t r = 0; r < n; r++) a[r] = runs->values[ensemble_run_at(ensemble, base, r)];
  const struct estimate own = statistics_mean(a, 1, n, UNTIL_LEVEL);
  *width = count == 1 ? (own.high - own.low) / 2 : 0;
  for (uint32_t s = 0; s < count; s++) {
    if (s == base) continue;
    for (uint32_t r = 0; r < n; r++) b[r] = runs->values[ensemble_run_at(ensemble, s, r)] - a[r];
    const struct estimate e = statistics_mean(b, 1, n, UNTIL_LEVEL);
    const double half = (e.high - e.low) / 2;
    if (isnan(half) || half > *width) *width = half;
    if (isnan(half)) break;
  }
  if (*width > 0) *width /= fabs(own.mean);
  free(a);
  return STATUS_OK;
}

/* Whether all of the first `count` runs are done or have failed. */
static bool all_ran(const struct progress_of_runs *runs, size_t count) {
  for (size_t run = 0; run < count; run++) {
    if (runs->states[run] == RUN_LEFT) return false;
  }
  return true;
}

/* Runs all, or as many as the rule wants; runs->broken says where nothing more can be written. */
static enum status run_enough(struct progress_of_runs *runs, struct error *error) {
  struct ensemble *ensemble = runs->ensemble;
  const uint32_t most = ensemble->replications;
  uint32_t upto = ensemble->until.share > 0 ? 0 : most;
  runs->outcome->width = NAN;
  if (upto == most) run_first(runs, ensemble_runs(ensemble));
  while (upto < most) {
    upto = most - upto > UNTIL_BATCH ? upto + UNTIL_BATCH : most;
    const size_t count = (size_t)upto * ensemble->scenarios_count;
    run_first(runs, count);
    if (runs->broken != STATUS_OK || !all_ran(runs, count)) return STATUS_OK;
    TRY(widest(runs, upto, &runs->outcome->width, error));
    if (!(runs->outcome->width <= ensemble->until.share) || upto == most) continue;
    ensemble->replications = upto;
    runs->outcome->left = 0;
    return ensemble_write_run(ensemble, error);
  }
  return STATUS_OK;
}

/* Runs what is left, with progress; says how to go on where not all could be done. */
static enum status run_all(struct progress_of_runs *runs, struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  const bool monthly = runs_one_by_one(runs);
  runs->steps = monthly ? (uint64_t)scenario_months(&ensemble->scenarios[0]) : 1;
  progress_start(&runs->progress, stderr, runs->options->progress,
                 monthly ? "months" : "replications", runs_ended(runs) * runs->steps,
                 ensemble_runs(ensemble) * runs->steps);
  const enum status status = run_enough(runs, error);
  progress_end(&runs->progress);
  if (runs->broken == STATUS_FAILURE) {
    const size_t length = strlen(error->text);
    snprintf(error->text + length, sizeof error->text - length,
             "; %u of %zu replications are done, go on with: bellwether resume %.400s",
             runs->outcome->done, ensemble_runs(ensemble), ensemble->folder);
  }
  TRY(runs->broken);
  TRY(status);
  if (runs->outcome->left) {
    return error_set(error, STATUS_INTERRUPTED,
                     "stopped with %u of %s%zu replications done; go on with: bellwether resume %s",
                     runs->outcome->done, ensemble->until.share > 0 ? "at most " : "",
                     ensemble_runs(ensemble), ensemble->folder);
  }
  size_t unpacked;
  TRY(panels_pack(ensemble, runs->options, &unpacked, error));
  if (unpacked) {
    return error_set(
        error, STATUS_INTERRUPTED,
        "all runs are done, %zu panels are not packed yet; go on with: bellwether resume "
        "%s",
        unpacked, ensemble->folder);
  }
  return STATUS_OK;
}

/* Merges the blocks that are left. */
static enum status merge_rest(struct progress_of_runs *runs, struct error *error) {
  if (runs->unmerged == STATUS_OK && !runs->merger) {
    TRY(ensemble_begin_merge(runs->ensemble, runs->options->threads, &runs->merger, error));
  }
  while (may_merge(runs)) merge_block(runs);
  if (runs->unmerged != STATUS_OK) *error = runs->why_unmerged;
  return runs->unmerged;
}

/* A law of the model that did not hold is graver than a run that could not be made. */
static enum status tell_failures(const struct progress_of_runs *runs, struct error *error) {
  const struct error *first = &runs->outcome->first_failure;
  const bool law = first->status == STATUS_INVARIANT;
  if (runs->outcome->failed == 0) return STATUS_OK;
  return error_set(error, law ? STATUS_INVARIANT : STATUS_RUNS,
                   "%u of %zu replications failed%s%.700s", runs->outcome->failed,
                   ensemble_runs(runs->ensemble), first->text[0] ? "; the first: " : "",
                   first->text);
}

/* Runs what is left and merges, while it goes on unless a rule says how much is to be merged; the
 * journal is open, which keeps others out until all is merged. */
static enum status run_and_merge(struct progress_of_runs *runs, struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  const int threads = runs->options->threads;
  if (ensemble->until.share <= 0) {
    TRY(ensemble_begin_merge(ensemble, threads, &runs->merger, error));
  }
  enum status status = run_all(runs, error);
  const double began = progress_clock();
  if (status == STATUS_OK) status = merge_rest(runs, error);
  if (status == STATUS_OK) status = journal_sync(&runs->journal, error);
  struct results_ends ends = {0};
  status = ensemble_end_merge(runs->merger, status, &ends, error);
  if (status == STATUS_OK) status = ensemble_summarise(ensemble, &ends, threads, error);
  free(ends.values);
  if (status == STATUS_OK) ensemble_clean_up(ensemble);
  runs->outcome->seconds_files += (progress_clock() - began) * threads;
  return status == STATUS_OK ? tell_failures(runs, error) : status;
}

/* A run whose shard is missing or damaged is to be simulated again: same seed, same bits. */
static enum status check_shards(struct progress_of_runs *runs, struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  const struct ensemble_runs_done done = runs_done(runs);
  for (size_t run = 0; run < ensemble_runs(ensemble); run++) {
    if (runs->states[run] != RUN_DONE) continue;
    struct shard shard = {0};
    struct error why = {0};
    const uint32_t s = (uint32_t)(run % ensemble->scenarios_count);
    const uint32_t r = (uint32_t)(run / ensemble->scenarios_count);
    const bool old = ensemble_is_old(&done, s, r);
    enum status status = old ? STATUS_OK : ensemble_read_run(&done, s, r, &shard, &why);
    if (status == STATUS_OK && !old) note_value(runs, &shard); /* where there is a rule, none is */
    if (status == STATUS_OK && !panels_there(ensemble, s, r)) {
      status = error_set(&why, STATUS_DISK, "%s has no panel of %s, replication %u",
                         ensemble->folder, ensemble->scenarios[s].name, r);
    }
    shard_free(&shard);
    if (status == STATUS_OK) continue;
    if (status != STATUS_DISK) {
      *error = why;
      return status;
    }
    if (runs->outcome->lost++ == 0) runs->outcome->first_loss = why;
    runs->states[run] = RUN_LEFT;
    runs->outcome->done--;
    runs->outcome->left++;
  }
  return STATUS_OK;
}

enum status ensemble_run(struct ensemble *ensemble, const struct ensemble_options *options,
                         struct ensemble_outcome *outcome, struct error *error) {
  *outcome = (struct ensemble_outcome){.width = NAN};
  char results[FILE_PATH_BYTES], summary[FILE_PATH_BYTES], journal[FILE_PATH_BYTES];
  TRY(file_join(results, ensemble->folder, "results.h5", error));
  TRY(file_join(journal, ensemble->folder, "journal.ndjson", error));
  TRY(file_join(summary, ensemble->folder, "summary.csv", error));
  TRY(ensemble_status(ensemble, outcome, error));
  if (outcome->left == 0 && file_exists(results) && file_exists(summary)) {
    ensemble_clean_up(ensemble); /* a kill may have left them */
    return STATUS_OK;
  }
  struct progress_of_runs runs = {.ensemble = ensemble,
                                  .journal = {.descriptor = -1},
                                  .options = options,
                                  .outcome = outcome,
                                  .error = error,
                                  .started = progress_clock()};
  runs.states = calloc(ensemble_runs(ensemble), 1);
  runs.digests = calloc(ensemble_runs(ensemble), sizeof *runs.digests);
  runs.values = calloc(ensemble_runs(ensemble), sizeof *runs.values);
  for (size_t run = 0; runs.values && run < ensemble_runs(ensemble); run++) runs.values[run] = NAN;
  enum status status = runs.states && runs.digests && runs.values
                           ? journal_open(&runs.journal, journal, error)
                           : error_memory(error, "the journal", ensemble_runs(ensemble));
  if (status == STATUS_OK) {
    /* Only now is no one else at work on it. */
    *outcome = (struct ensemble_outcome){.width = NAN};
    status = ensemble_read_journal(ensemble, runs.states, runs.digests, error);
    if (status == STATUS_OK) ensemble_count(ensemble, runs.states, outcome);
  }
  const bool merged = outcome->left == 0 && file_exists(results);
  if (status == STATUS_OK && !merged) status = ensemble_open_old(ensemble, &runs.old, error);
  if (status == STATUS_OK && !merged) status = check_shards(&runs, error);
  if (status == STATUS_OK && !merged) status = ensemble_make_shards(ensemble, error);
  if (status == STATUS_OK) {
    status = merged ? ensemble_summarise(ensemble, NULL, options->threads, error)
                    : run_and_merge(&runs, error);
  }
  if (status == STATUS_OK && merged) ensemble_clean_up(ensemble);
  ensemble_close_old(&runs.old);
  struct error closing;
  const enum status closed = journal_close(&runs.journal, status == STATUS_OK ? error : &closing);
  if (status == STATUS_OK) status = closed;
  free(runs.states);
  free(runs.digests);
  free(runs.values);
  return status;
}
