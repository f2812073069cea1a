#include "bellwether/study/replay.h"

#include "bellwether/io/panel.h"
#include "bellwether/world/world.h"
#include "ensemble_folder.h"

#include <stdlib.h>

static const char *const skill_names[SKILL_COUNT] = {"technician", "graduate", "high_end"};

/* Persons as the file has them: rows of firms mean nothing there, ids do. */
#define REPLAY_PERSON_COLUMNS(C)                                                                   \
  C(id, uint64_t, "1", "identity, never reused")                                                   \
  C(employer, uint64_t, "1", "identity of the firm that employs it; 0: none")                      \
  C(wage, int32_t, "fen/month", "wage; 0 without employer")                                        \
  C(town, uint32_t, "1", "row of the town it lives in")                                            \
  C(home, uint32_t, "1", "row of the town it comes from; 4294967295: from elsewhere")              \
  C(hired, int16_t, "month", "month in which its employer hired it, since the start")              \
  C(skill, uint8_t, "1", "technician, graduate, high-end")
struct replay_persons {
  REPLAY_PERSON_COLUMNS(COLUMN_POINTER)
};
#define REPLAY_COLUMN(name, type, unit, meaning)                                                   \
  {#name, #type, sizeof(type), offsetof(struct replay_persons, name), unit, meaning},
static const struct column person_columns[] = {REPLAY_PERSON_COLUMNS(REPLAY_COLUMN)};

struct job {
  const struct replay *replay;
  struct replay_outcome *outcome;
};

static enum status add_persons(const struct economy *economy, struct panel *panel, uint32_t month,
                               struct replay_outcome *outcome, struct error *error) {
  static const struct panel_table table = {"persons", person_columns,
                                           sizeof person_columns / sizeof person_columns[0]};
  const struct persons *persons = &economy->persons;
  uint32_t *rows = malloc(persons->count * sizeof *rows + 1);
  uint64_t *employer = malloc(persons->count * sizeof *employer + 1);
  if (!rows || !employer) {
    free(rows);
    free(employer);
    return error_memory(error, "persons", persons->count * sizeof *employer);
  }
  const struct replay_persons shown = {persons->id,   employer,       persons->wage, persons->town,
                                       persons->home, persons->hired, persons->skill};
  uint32_t count = 0;
  for (uint32_t i = 0; i < persons->count; i++) {
    if (persons->skill[i] == NO_PERSON) continue;
    const uint32_t firm = persons->employer[i];
    employer[i] = firm == NOBODY ? 0 : economy->firms.id[firm];
    rows[count++] = i;
  }
  const enum status status = panel_add(panel, &table, &shown, rows, count, month, error);
  outcome->person_months += count;
  free(rows);
  free(employer);
  return status;
}

/* Adds a month that has just been closed. */
static enum status add_month(const struct economy *economy, struct panel *panel, uint32_t month,
                             struct replay_outcome *outcome, struct error *error) {
  const struct panel_table table = {"firms", firms_columns, firms_columns_count};
  const struct roster *roster = &economy->roster;
  TRY(panel_add(panel, &table, &economy->firms, roster->rows, roster->count, month, error));
  outcome->firm_months += roster->count;
  TRY(add_persons(economy, panel, month, outcome, error));
  return panel_add_payments(panel, &economy->ledger.closed, month, error);
}

static enum status add_all(void *context, struct panel *panel, struct error *error) {
  const struct job *job = context;
  const struct replay *replay = job->replay;
  const struct scenario *scenario = &replay->ensemble->scenarios[replay->scenario];
  const uint32_t months = (uint32_t)scenario_months(scenario);
  struct world world;
  struct progress progress;
  TRY(world_create(&world, scenario, replay->ensemble->seed, replay->replication, replay->threads,
                   error));
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

static enum status write_panel(struct job *job, const char *path, const char *resolved,
                               struct error *error) {
  const struct replay *replay = job->replay;
  const struct scenario *scenario = &replay->ensemble->scenarios[replay->scenario];
  const char **names = calloc((size_t)scenario->towns_count + scenario->segments_count,
                              sizeof *names);
  if (!names) return error_memory(error, "names", scenario->towns_count * sizeof *names);
  const char **segments = names + scenario->towns_count;
  for (uint32_t t = 0; t < scenario->towns_count; t++) names[t] = scenario->town_names[t];
  for (uint32_t s = 0; s < scenario->segments_count; s++) segments[s] = scenario->segment_names[s];
  const struct panel_about about = {.scenario = scenario->name,
                                    .resolved = resolved,
                                    .replication = replay->replication,
                                    .seed = replay->ensemble->seed,
                                    .months = (uint32_t)scenario_months(scenario),
                                    .start = scenario->start,
                                    .town_names = names,
                                    .segment_names = segments,
                                    .skill_names = skill_names,
                                    .towns = scenario->towns_count,
                                    .segments = scenario->segments_count,
                                    .skills = SKILL_COUNT};
  const enum status status = panel_write(path, &about, add_all, job, error);
  free((void *)names);
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
  struct text resolved = {0};
  enum status status = scenario_print(&ensemble->scenarios[replay->scenario], SCENARIO_RECORD,
                                      &resolved, error);
  if (status == STATUS_OK) status = write_panel(&job, path, resolved.bytes, error);
  text_free(&resolved);
  return status;
}
