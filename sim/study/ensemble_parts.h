/* ensemble_parts.h - what the files of ensembles share; private to this room.
 *
 * ensemble.c runs what is left, ensemble_status.c counts it, ensemble_simulate.c makes one run's
 * shard, ensemble_merge.c makes results.h5 of all shards, ensemble_summary.c summary.csv of that,
 * ensemble_extend.c adds sets of assumptions, ensemble_folder.c has the folder's other files. */
#ifndef BELLWETHER_SIM_STUDY_ENSEMBLE_PARTS_H
#define BELLWETHER_SIM_STUDY_ENSEMBLE_PARTS_H

#include "bellwether/io/results.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/world/world.h"

/* Simulates one run into a shard; the caller frees it, after an error too. `watch`: what
 * looks on. Errors: those of world_create and world_run; memory. */
enum status ensemble_simulate(const struct ensemble *ensemble, uint32_t scenario,
                              uint32_t replication, int threads, struct world_watch watch,
                              struct shard *shard, struct error *error) MUST_CHECK;

/* Adds up how many runs are done, failed, infeasible and left. */
void ensemble_count(const struct ensemble *ensemble, const unsigned char *states,
                    struct ensemble_outcome *outcome);

/* The runs that an experiment had before it grew (ensemble_extend.c). */
struct ensemble_old {
  struct results_runs *runs; /* NULL: it did not grow, or they cannot be read */
  struct error damage;       /* why they, or some of them, cannot; "" where all can */
};

/* Errors: memory; that the file is damaged is none. */
enum status ensemble_open_old(const struct ensemble *ensemble, struct ensemble_old *old,
                              struct error *error) MUST_CHECK;
void ensemble_close_old(struct ensemble_old *old);
void ensemble_remove_old(const struct ensemble *ensemble);

/* The runs of an ensemble as the journal has them. */
struct ensemble_runs_done {
  const struct ensemble *ensemble;
  const unsigned char *states; /* enum run_state */
  const uint64_t *digests;
  const uint32_t *numbers; /* of the replications that are merged; NULL: all */
  const struct ensemble_old *old;
};

/* Whether a finished run is among those of before. */
bool ensemble_is_old(const struct ensemble_runs_done *runs, uint32_t scenario,
                     uint32_t replication);

/* Reads one run, from its shard or from the results of before, held against the journal; of a
 * failed or infeasible run nothing but that. Errors: STATUS_DISK, also where the shard is not of
 * this run or version. */
enum status ensemble_read_run(const struct ensemble_runs_done *runs, uint32_t scenario,
                              uint32_t replication, struct shard *shard,
                              struct error *error) MUST_CHECK;

/* results.h5 on its way from shards: begun, given its blocks while runs go on, ended. `threads`:
 * what the runs are made with, as the results say. Errors: STATUS_DISK; memory. */
struct ensemble_merger;
enum status ensemble_begin_merge(const struct ensemble *ensemble, int threads,
                                 struct ensemble_merger **merger, struct error *error) MUST_CHECK;

/* Opens the replications `numbers`, `count` of them and one at least, all of whose runs have ended,
 * as results aside. Errors: those of ensemble_read_run and results_begin_aside. */
enum status ensemble_merge_aside(const struct ensemble_runs_done *runs, const uint32_t *numbers,
                                 uint32_t count, struct results *results,
                                 struct error *error) MUST_CHECK;

/* Whether there is a next block, and all of its runs have ended. */
bool ensemble_can_merge(const struct ensemble_merger *merger,
                        const struct ensemble_runs_done *runs);

/* Merges it; other runs may go on and be recorded meanwhile. Errors: those of ensemble_read_run;
 * STATUS_DISK. */
enum status ensemble_merge_next(struct ensemble_merger *merger,
                                const struct ensemble_runs_done *runs,
                                struct error *error) MUST_CHECK;

/* Gives results.h5 its place, or drops it where `status` is not good, and returns that; `ends`: as
 * results_end has them. */
enum status ensemble_end_merge(struct ensemble_merger *merger, enum status status,
                               struct results_ends *ends, struct error *error) MUST_CHECK;

/* Writes summary.csv: mean, spread and quantiles at each year's end, of `ends`, or of results.h5
 * where these are not kept (NULL). Errors: STATUS_DISK; memory. */
enum status ensemble_summarise(const struct ensemble *ensemble, const struct results_ends *ends,
                               int threads, struct error *error) MUST_CHECK;

/* Shards and the results of before are only a step on the way: once merged they go. What stays does
 * no harm. */
void ensemble_clean_up(const struct ensemble *ensemble);

#endif
