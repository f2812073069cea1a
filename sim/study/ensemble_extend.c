/* ensemble_extend.c - more sets of assumptions for an experiment that has some.
 *
 * A finished experiment has no shards, but results.h5: it becomes results.old.h5, where the merge
 * of the grown experiment takes the old runs from, and goes once that is whole. So results.h5 is
 * there only where it holds all that run.json asks for, and a kill at any moment leaves either the
 * old experiment, to be merged again, or the grown one, to be gone on with. */
#define _POSIX_C_SOURCE 200809L
#include "bellwether/base/journal.h"
#include "ensemble_folder.h"
#include "ensemble_parts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OLD_RESULTS "results.old.h5"

enum status ensemble_extend(struct ensemble *ensemble, uint32_t count, struct error *error) {
  struct draws *draws = &ensemble->draws;
  const char *folder = ensemble->folder;
  const uint64_t replications = (uint64_t)count * ensemble->replications_each;
  if (draws->count == 0) {
    return error_set(error, STATUS_USAGE,
                     "%s has no sets of assumptions, which are drawn at the start: run its "
                     "scenarios with --draws %u into another folder (-o)",
                     folder, count);
  }
  if (draws->design.kind != DESIGN_PRIORS) {
    return error_set(
        error, STATUS_USAGE,
        "--draws %u: the sets of assumptions in %s are placed by a design (%s), and do "
        "not grow: ask again with another --size, into another folder (-o)",
        count, folder, design_names[draws->design.kind]);
  }
  if (count <= draws->count) {
    return error_set(error, STATUS_USAGE,
                     "--draws %u: %s has %u sets of assumptions already, ask for more; to finish "
                     "those: bellwether resume %s",
                     count, folder, draws->count, folder);
  }
  if (replications > ENSEMBLE_REPLICATIONS_MOST) {
    return error_set(error, STATUS_USAGE, "%u draws of %u replications are more than %u", count,
                     ensemble->replications_each, ENSEMBLE_REPLICATIONS_MOST);
  }
  if (draws->blocks == DRAWS_BLOCKS_MOST) {
    return error_set(error, STATUS_USAGE,
                     "%s has grown %u times, which is the most: run its scenarios with --draws %u "
                     "into another folder (-o)",
                     folder, DRAWS_BLOCKS_MOST - 1, count);
  }
  draws_free(draws);
  draws->ends[draws->blocks++] = draws->count = count;
  ensemble->replications = (uint32_t)replications;
  const size_t length = strlen(ensemble->command);
  snprintf(ensemble->command + length, sizeof ensemble->command - length,
           " && bellwether resume FOLDER --draws %u", count);
  return draws_make(ensemble->scenarios, ensemble->scenarios_count, ensemble->seed, draws, error);
}

/* Whether the folder's record is still the one that was extended. */
static enum status check_record(const struct ensemble *grown, struct error *error) {
  struct ensemble now;
  TRY(ensemble_open(&now, grown->folder, error));
  const uint32_t blocks = now.draws.blocks;
  const bool same = blocks + 1 == grown->draws.blocks &&
                    memcmp(now.draws.ends, grown->draws.ends, blocks * sizeof *now.draws.ends) == 0;
  ensemble_free(&now);
  if (same) return STATUS_OK;
  return error_set(error, STATUS_DISK, "another process has just changed %s: say it again",
                   grown->folder);
}

static enum status write_grown(const struct ensemble *grown, struct error *error) {
  char results[FILE_PATH_BYTES], old[FILE_PATH_BYTES], summary[FILE_PATH_BYTES];
  TRY(file_join(results, grown->folder, "results.h5", error));
  TRY(file_join(old, grown->folder, OLD_RESULTS, error));
  TRY(file_join(summary, grown->folder, "summary.csv", error));
  TRY(check_record(grown, error));
  (void)unlink(summary); /* it follows from results.h5 */
  if (file_exists(results)) TRY(file_settle(results, old, true, error));
  return ensemble_write_run(grown, error);
}

enum status ensemble_write_extended(const struct ensemble *grown, struct error *error) {
  struct journal journal;
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, grown->folder, "journal.ndjson", error));
  TRY(journal_open(&journal, path, error)); /* no one else is at work on it */
  const enum status status = write_grown(grown, error);
  struct error closing;
  const enum status closed = journal_close(&journal, status == STATUS_OK ? error : &closing);
  return status == STATUS_OK ? closed : status;
}

enum status ensemble_open_old(const struct ensemble *ensemble, struct ensemble_old *old,
                              struct error *error) {
  char path[FILE_PATH_BYTES];
  struct error why;
  *old = (struct ensemble_old){0};
  TRY(file_join(path, ensemble->folder, OLD_RESULTS, error));
  if (!file_exists(path)) return STATUS_OK;
  const enum status status = results_runs_open(path, &old->runs, &old->damage, &why);
  if (status == STATUS_DISK) old->damage = why;
  else if (status != STATUS_OK) *error = why;
  return status == STATUS_DISK ? STATUS_OK : status;
}

void ensemble_close_old(struct ensemble_old *old) {
  results_runs_close(old->runs);
  *old = (struct ensemble_old){0};
}

void ensemble_remove_old(const struct ensemble *ensemble) {
  char path[FILE_PATH_BYTES];
  struct error ignored;
  if (file_join(path, ensemble->folder, OLD_RESULTS, &ignored) == STATUS_OK) (void)unlink(path);
}
