/* replay.h - one run of an experiment again, in full: every firm, every person and all payments of
 * every month. */
#ifndef BELLWETHER_STUDY_REPLAY_H
#define BELLWETHER_STUDY_REPLAY_H

#include "bellwether/study/ensemble.h"

struct replay {
  const struct ensemble *ensemble;
  uint32_t scenario, replication;
  int threads;
  enum progress_style progress; /* on standard error */
};

struct replay_outcome {
  uint64_t digest, expected; /* of the run now, and by the journal */
  bool known;                /* the journal has the run */
  uint64_t firm_months, person_months;
};

/* Simulates the run and writes it to `path`, whole or not at all (io/panel.h says how it stands
 * there). Errors: STATUS_USAGE where there is no such run; STATUS_DISK; memory; what the run
 * returns. Cost: the run, and some 40 bytes a person-month and 350 a firm-month to be compressed.
 */
enum status replay_run(const struct replay *replay, const char *path,
                       struct replay_outcome *outcome, struct error *error) MUST_CHECK;

#endif
