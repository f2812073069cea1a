/* ensemble_status.c - how far an experiment is. */
#include "bellwether/world/world.h"
#include "ensemble_folder.h"
#include "ensemble_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void ensemble_count(const struct ensemble *ensemble, const unsigned char *states,
                    struct ensemble_outcome *outcome) {
  for (size_t run = 0; run < ensemble_runs(ensemble); run++) {
    outcome->done += states[run] == RUN_DONE;
    outcome->failed += states[run] == RUN_FAILED;
    outcome->infeasible += states[run] == RUN_INFEASIBLE;
    outcome->left += states[run] == RUN_LEFT;
  }
}

/* Reads the journal into new arrays, which the caller frees, after an error too. */
static enum status read_states(const struct ensemble *ensemble, unsigned char **states,
                               uint64_t **digests, struct error *error) {
  *states = calloc(ensemble_runs(ensemble), 1);
  *digests = calloc(ensemble_runs(ensemble), sizeof **digests);
  if (!*states || !*digests) return error_memory(error, "the journal", ensemble_runs(ensemble));
  return ensemble_read_journal(ensemble, *states, *digests, error);
}

enum status ensemble_status(const struct ensemble *ensemble, struct ensemble_outcome *outcome,
                            struct error *error) {
  unsigned char *states;
  uint64_t *digests;
  *outcome = (struct ensemble_outcome){.width = NAN, .seconds_run = NAN};
  const enum status status = read_states(ensemble, &states, &digests, error);
  if (status == STATUS_OK) ensemble_count(ensemble, states, outcome);
  free(states);
  free(digests);
  return status == STATUS_OK ? ensemble_read_seconds(ensemble, &outcome->seconds_run, error)
                             : status;
}

/* Tries to create the world of a run that is infeasible: the refusal is the reason. */
static enum status ask_again(const struct ensemble *ensemble, size_t run, char *out, size_t bytes,
                             struct error *error) {
  const uint32_t s = (uint32_t)(run % ensemble->scenarios_count);
  const uint32_t r = (uint32_t)(run / ensemble->scenarios_count);
  struct scenario drawn;
  struct world world;
  struct error why = {0};
  TRY(ensemble_drawn(ensemble, s, r, &drawn, error));
  const enum status status = world_create(&world, &drawn, ensemble->seed,
                                          ensemble_chance(ensemble, r), 1, &why);
  if (status == STATUS_OK) world_free(&world);
  draws_release(&drawn);
  snprintf(out, bytes, "%s, set %u: %s", ensemble->scenarios[s].name, ensemble_draw_of(ensemble, r),
           status == STATUS_OK ? "another version of Bellwether says so" : why.text);
  return STATUS_OK;
}

enum status ensemble_why_infeasible(const struct ensemble *ensemble, char *out, size_t bytes,
                                    struct error *error) {
  unsigned char *states;
  uint64_t *digests;
  size_t run = 0;
  out[0] = '\0';
  enum status status = read_states(ensemble, &states, &digests, error);
  if (status == STATUS_OK) {
    while (run < ensemble_runs(ensemble) && states[run] != RUN_INFEASIBLE) run++;
    if (run < ensemble_runs(ensemble)) status = ask_again(ensemble, run, out, bytes, error);
  }
  free(states);
  free(digests);
  return status;
}
