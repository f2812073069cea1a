/* ensemble_folder.h - the files of an experiment; private to this room. */
#ifndef BELLWETHER_SIM_STUDY_ENSEMBLE_FOLDER_H
#define BELLWETHER_SIM_STUDY_ENSEMBLE_FOLDER_H

#include "bellwether/base/file.h"
#include "bellwether/study/ensemble.h"

#include <jansson.h>

/* The verbatim texts of a scenario's files, one after the other, each under its name. The caller
 * frees it. */
enum status ensemble_verbatim(const struct scenario *scenario, struct text *text,
                              struct error *error) MUST_CHECK;

/* folder/shards/<shard of this run>, into out[FILE_PATH_BYTES]. */
enum status ensemble_shard_path(const struct ensemble *ensemble, uint32_t scenario,
                                uint32_t replication, char *out, struct error *error) MUST_CHECK;

/* What happened to each run so far. Runs stand as [replication][scenario]. */
enum run_state { RUN_LEFT = 0, RUN_DONE, RUN_FAILED, RUN_INFEASIBLE };
static inline size_t ensemble_run_at(const struct ensemble *ensemble, uint32_t scenario,
                                     uint32_t replication) {
  return (size_t)replication * ensemble->scenarios_count + scenario;
}
static inline size_t ensemble_runs(const struct ensemble *ensemble) {
  return (size_t)ensemble->replications * ensemble->scenarios_count;
}
/* The set of assumptions that a replication is of; 0, the central one, where none are drawn. */
static inline uint32_t ensemble_draw_of(const struct ensemble *ensemble, uint32_t replication) {
  return ensemble->draws.count ? replication / ensemble->replications_each : 0;
}

/* Marks what the journal has of each run: its last line counts. No journal: nothing. Errors:
 * STATUS_DISK where a line is not of this experiment; memory. */
enum status ensemble_read_journal(const struct ensemble *ensemble, unsigned char *states,
                                  uint64_t *digests, struct error *error) MUST_CHECK;

/* Seconds that a run took that ended, on average, as the journal has it; NaN where none did.
 * Errors: as ensemble_read_journal. */
enum status ensemble_read_seconds(const struct ensemble *ensemble, double *seconds,
                                  struct error *error) MUST_CHECK;

/* Makes the folder of shards, if it is not there: a merge removes it, and a power cut may take
 * lines of the journal after that. Errors: STATUS_DISK. */
enum status ensemble_make_shards(const struct ensemble *ensemble, struct error *error) MUST_CHECK;

/* Writes run.json, whole or not at all. */
enum status ensemble_write_run(const struct ensemble *ensemble, struct error *error) MUST_CHECK;

/* A record that is none: STATUS_DISK, with its path. */
enum status ensemble_damaged(const char *path, struct error *error);

/* How many sets of assumptions there are, in which blocks they came, how many replications each
 * has, and by which design; NULL where memory ran out. Read back, they are drawn anew, which gives
 * the same; `said` NULL: there are none. Errors: ensemble_damaged; those of draws_make. */
json_t *ensemble_draws_json(const struct ensemble *ensemble);
enum status ensemble_read_draws(struct ensemble *ensemble, const json_t *said, const char *path,
                                struct error *error) MUST_CHECK;

#endif
