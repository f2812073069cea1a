#include "bellwether/study/unfinished.h"

#include "ensemble_folder.h"
#include "ensemble_parts.h"

#include <stdlib.h>

/* Marks as left the runs whose shard cannot be read: they are to be simulated again. */
static enum status drop_lost(const struct ensemble_runs_done *runs, unsigned char *states,
                             struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  for (size_t run = 0; run < ensemble_runs(ensemble); run++) {
    if (states[run] != RUN_DONE) continue;
    struct shard shard = {0};
    const uint32_t s = (uint32_t)(run % ensemble->scenarios_count);
    const uint32_t r = (uint32_t)(run / ensemble->scenarios_count);
    if (ensemble_is_old(runs, s, r)) continue;
    const enum status status = ensemble_read_run(runs, s, r, &shard, error);
    shard_free(&shard);
    if (status == STATUS_DISK) states[run] = RUN_LEFT;
    else if (status != STATUS_OK) return status;
  }
  return STATUS_OK;
}

/* Replications that ended in all scenarios, and how many runs ended in all. */
static uint32_t list_whole(const struct ensemble_runs_done *runs, uint32_t *numbers,
                           uint32_t *ended) {
  const struct ensemble *ensemble = runs->ensemble;
  uint32_t count = 0;
  *ended = 0;
  for (uint32_t r = 0; r < ensemble->replications; r++) {
    uint32_t there = 0;
    for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
      there += runs->states[ensemble_run_at(ensemble, s, r)] != RUN_LEFT;
    }
    *ended += there;
    if (there == ensemble->scenarios_count) numbers[count++] = r;
  }
  return count;
}

static enum status open_whole(const struct ensemble_runs_done *runs, unsigned char *states,
                              uint64_t *digests, uint32_t *numbers, struct results *results,
                              struct error *error) {
  const struct ensemble *ensemble = runs->ensemble;
  uint32_t ended;
  TRY(ensemble_read_journal(ensemble, states, digests, error));
  TRY(drop_lost(runs, states, error));
  const uint32_t count = list_whole(runs, numbers, &ended);
  if (count == 0) {
    return error_set(error, STATUS_DISK,
                     "no results in %s: %u of %zu replications are done, and none%s; go on with "
                     "'bellwether resume %s'",
                     ensemble->folder, ended, ensemble_runs(ensemble),
                     ensemble->scenarios_count > 1 ? " in all scenarios" : " is whole",
                     ensemble->folder);
  }
  TRY(ensemble_merge_aside(runs, numbers, count, results, error));
  results->runs_ended = ended;
  results->runs_asked = (uint32_t)ensemble_runs(ensemble);
  return STATUS_OK;
}

enum status unfinished_open(const struct ensemble *ensemble, struct results *results,
                            struct error *error) {
  unsigned char *states = calloc(ensemble_runs(ensemble), 1);
  uint64_t *digests = calloc(ensemble_runs(ensemble), sizeof *digests);
  uint32_t *numbers = calloc(ensemble->replications, sizeof *numbers);
  struct ensemble_old old = {0};
  const struct ensemble_runs_done runs = {
      .ensemble = ensemble, .states = states, .digests = digests, .old = &old};
  enum status status = states && digests && numbers
                           ? ensemble_open_old(ensemble, &old, error)
                           : error_memory(error, "the journal", ensemble_runs(ensemble));
  if (status == STATUS_OK) status = open_whole(&runs, states, digests, numbers, results, error);
  ensemble_close_old(&old);
  free(states);
  free(digests);
  free(numbers);
  return status;
}
