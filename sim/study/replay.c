#include "bellwether/study/replay.h"

#include "agents_table.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"

#include <stdlib.h>

struct job {
  const struct replay *replay;
  struct replay_outcome *outcome;
};

/* Where agents go, and their count. */
struct destination {
  struct panel *panel;
  struct replay_outcome *outcome;
};

static enum status add_agents(void *to, enum agents_table number, const void *table,
                              const uint32_t *rows, size_t count, uint32_t month,
                              struct error *error) {
  const struct destination *destination = to;
  if (number == AGENTS_FIRMS) destination->outcome->firm_months += count;
  else destination->outcome->person_months += count;
  const struct panel_table what = agents_table(number);
  return panel_add(destination->panel, &what, table, rows, count, month, error);
}

/* Adds a month that has just been closed. */
static enum status add_month(const struct economy *economy, struct panel *panel, uint32_t month,
                             struct replay_outcome *outcome, struct error *error) {
  struct destination to = {panel, outcome};
  TRY(agents_give(economy, AGENTS_FIRMS, month, add_agents, &to, error));
  TRY(agents_give(economy, AGENTS_PERSONS, month, add_agents, &to, error));
  return panel_add_payments(panel, &economy->ledger.closed, month, error);
}

static enum status add_months(const struct job *job, const struct scenario *scenario,
                              struct panel *panel, struct error *error) {
  const struct replay *replay = job->replay;
  const uint32_t months = (uint32_t)scenario_months(scenario);
  struct world world;
  struct progress progress;
  const struct ensemble *ensemble = replay->ensemble;
  TRY(world_create(&world, scenario, ensemble->seed, ensemble_chance(ensemble, replay->replication),
                   replay->threads, error));
  enum status status = STATUS_OK;
  progress_start(&progress, stderr, replay->progress, "months", 0, months);
  for (uint32_t month = 0; month < months && status == STATUS_OK; month++) {
    status = world_month(&world, error);
    if (status == STATUS_OK) {
      status = add_month(&world.economy, panel, month, job->outcome, error);
    }
    progress_step(&progress, month + 1);
  }
  progress_end(&progress);
  if (status == STATUS_OK) job->outcome->digest = world_digest(&world);
  world_free(&world);
  return status;
}

static enum status add_all(void *context, struct panel *panel, struct error *error) {
  const struct job *job = context;
  const struct replay *replay = job->replay;
  struct scenario drawn;
  TRY(ensemble_drawn(replay->ensemble, replay->scenario, replay->replication, &drawn, error));
  const enum status status = add_months(job, &drawn, panel, error);
  draws_release(&drawn);
  return status;
}

/* What the journal has of the run. */
static enum status look_up(const struct replay *replay, struct replay_outcome *outcome,
                           struct error *error) {
  const struct ensemble *ensemble = replay->ensemble;
  const size_t run = ensemble_run_at(ensemble, replay->scenario, replay->replication);
  unsigned char *states = calloc(ensemble_runs(ensemble), 1);
  uint64_t *digests = calloc(ensemble_runs(ensemble), sizeof *digests);
  const enum status status = states && digests
                                 ? ensemble_read_journal(ensemble, states, digests, error)
                                 : error_memory(error, "the journal", ensemble_runs(ensemble));
  if (status == STATUS_OK) {
    outcome->known = states[run] == RUN_DONE;
    outcome->expected = digests[run];
  }
  free(states);
  free(digests);
  return status;
}

enum status replay_run(const struct replay *replay, const char *path,
                       struct replay_outcome *outcome, struct error *error) {
  const struct ensemble *ensemble = replay->ensemble;
  *outcome = (struct replay_outcome){0};
  if (replay->scenario >= ensemble->scenarios_count ||
      replay->replication >= ensemble->replications) {
    return error_set(error, STATUS_USAGE, "%s has %u scenarios and replications 0 to %u",
                     ensemble->folder, ensemble->scenarios_count, ensemble->replications - 1);
  }
  TRY(look_up(replay, outcome, error));
  struct job job = {.replay = replay, .outcome = outcome};
  return agents_write_panel(path, &ensemble->scenarios[replay->scenario], replay->replication,
                            ensemble->seed, true, add_all, &job, error);
}
