/* ensemble.h - many replications of several scenarios, in a folder of results.
 *
 * The folder: run.json (what was asked), scenario.<n>.resolved.yaml, journal.ndjson (the truth on
 * what is done), shards/ until all is merged into results.h5, summary.csv; panels/ where agents are
 * kept one by one. Shards are merged while other runs go on, unless a rule may end the experiment
 * earlier. Of an experiment that was given more sets of assumptions results.old.h5 has the runs of
 * before, until the new results.h5 is whole. A killed run loses the replications in hand, a power
 * cut also short ones that the system had not written yet; ensemble_run on the same folder goes on.
 */
#ifndef BELLWETHER_STUDY_ENSEMBLE_H
#define BELLWETHER_STUDY_ENSEMBLE_H

#include "bellwether/base/progress.h"
#include "bellwether/scenario/scenario.h"
#include "bellwether/study/draws.h"

#include <signal.h>

#define ENSEMBLE_SCENARIOS_MOST    256
#define ENSEMBLE_REPLICATIONS_MOST 1000000u /* of each scenario */

/* When replications are enough: the half-widths of the 95 % intervals of all paired differences
 * from the base at the last month are at most this share of the base's mean (with one scenario:
 * that of its own mean). It is looked at after every ten replications of each scenario, in their
 * order, so that the number does not depend on threads or interruptions. */
struct ensemble_rule {
  double share; /* 0: there is no rule */
  enum indicator indicator;
  uint32_t place, base;
};

/* Agents kept one by one: which, and every how many months (the last month always). */
struct ensemble_panel {
  bool firms, persons;
  uint32_t every;
};

struct ensemble {
  char folder[4096];
  char command[16384]; /* the command line that made it */
  uint32_t scenarios_count, seed;
  uint32_t replications; /* at most, while a rule may still end the experiment earlier */
  struct ensemble_rule until;
  struct ensemble_panel panel;
  struct scenario *scenarios; /* owned */
  /* Sets of assumptions; with none (count 0) all replications are of the central one. Replication r
   * is of draw r / replications_each, so that replications are count times that. */
  struct draws draws;
  uint32_t replications_each;
  uint32_t firms_kept; /* replications whose firms at the end are kept */
};

/* The scenario that a run simulates, as its draw of assumptions has it; freed with draws_release.
 * Errors: memory. */
enum status ensemble_drawn(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication,
                           struct scenario *drawn, struct error *error) MUST_CHECK;

/* Whose random numbers a replication has: its own, but for sets of assumptions that a design
 * compares, which have those of their line (design.h). */
uint32_t ensemble_chance(const struct ensemble *ensemble, uint32_t replication);

/* How far the replications in hand are, kept so that a signal handler may ask: each thread that
 * simulates writes its own hand, in whole numbers that a handler reads whole. */
#define ENSEMBLE_HANDS 1024
struct ensemble_hand {
  volatile sig_atomic_t began;  /* tenths of a second since the start, from 1; 0: nothing in hand */
  volatile sig_atomic_t before; /* months of the burn-in */
  volatile sig_atomic_t months; /* of the scenario */
  volatile sig_atomic_t month;  /* that are done; 0: none, or still in the burn-in */
};
struct ensemble_pace {
  double started;
  volatile sig_atomic_t together; /* all threads are on one, and stop at the end of its month */
  volatile sig_atomic_t run; /* tenths of a second that a replication took so far; 0: none ended */
  struct ensemble_hand hands[ENSEMBLE_HANDS];
};

/* Seconds until threads that were told to stop do so: what is left of the replications in hand, at
 * their own pace so far, or else at that of those before. 0 where nothing is in hand; negative
 * where nothing is known yet. May be called in a signal handler. */
double ensemble_pace_left(const struct ensemble_pace *pace);

struct ensemble_options {
  int threads;
  bool together; /* all threads on the phases of one replication; else one each while many are left
                  */
  double seconds_most; /* stop after this time; 0: never */
  enum progress_style progress;
  /* Not 0: stop after the replications in hand, or after the month where all threads are on one.
   * May be NULL. */
  const volatile sig_atomic_t *stop;
  struct ensemble_pace *pace; /* kept up to date; may be NULL */
};

struct ensemble_outcome {
  /* infeasible: runs whose set of assumptions, not the central one, makes the scenario impossible
   * (no world can be created). They have no values, and are no failures. */
  uint32_t done, failed, infeasible, left;
  double
      seconds_run; /* that a run took so far, on average, as the journal has it; NaN: none ended */
  double seconds_files; /* of the threads' time, spent on shards, journal, results and summary */
  struct error first_failure; /* of a failed run */
  uint32_t lost;              /* runs simulated again because their shard was missing or damaged */
  struct error first_loss;
  double width; /* what the rule looks at, at the end; NaN where there is no rule */
};

/* Makes the folder of a new experiment: run.json and the resolved scenarios. Errors: STATUS_USAGE
 * where the folder holds anything (nothing is overwritten) or scenarios do not fit together;
 * STATUS_DISK. */
enum status ensemble_create(const struct ensemble *ensemble, struct error *error) MUST_CHECK;

/* What ensemble_create refuses, without making anything. Errors: as there. */
enum status ensemble_check(const struct ensemble *ensemble, struct error *error) MUST_CHECK;

/* Reads an experiment's folder back. Errors: STATUS_DISK where it is none or damaged. */
enum status ensemble_open(struct ensemble *ensemble, const char *folder,
                          struct error *error) MUST_CHECK;
void ensemble_free(struct ensemble *ensemble);

/* Runs what the journal does not have yet, balanced over scenarios, in parallel, and merges.
 * Runs whose shard is missing or damaged are simulated again. Where a rule ends the experiment,
 * `replications` becomes what was enough, in run.json, too.
 * Errors: STATUS_INTERRUPTED where runs are left; STATUS_RUNS where some failed (the others are
 * merged), STATUS_INVARIANT where the first of them broke a law; STATUS_DISK; STATUS_FAILURE where
 * the memory would not hold the replications in hand. */
enum status ensemble_run(struct ensemble *ensemble, const struct ensemble_options *options,
                         struct ensemble_outcome *outcome, struct error *error) MUST_CHECK;

/* Extends an experiment in memory to `count` sets of assumptions, all that it has among them: as a
 * further block (draws.h), so that they and their runs stay as they are. Then
 * ensemble_write_extended makes it the folder's, and ensemble_run goes on with it. Errors:
 * STATUS_USAGE where it has no draws, as many already, or too many. */
enum status ensemble_extend(struct ensemble *ensemble, uint32_t count,
                            struct error *error) MUST_CHECK;

/* Errors: STATUS_DISK, also where another process is at work on the folder, or has extended it. */
enum status ensemble_write_extended(const struct ensemble *grown, struct error *error) MUST_CHECK;

/* Counts what is done, failed, infeasible and left. Errors: STATUS_DISK. */
enum status ensemble_status(const struct ensemble *ensemble, struct ensemble_outcome *outcome,
                            struct error *error) MUST_CHECK;

/* Why the first of the infeasible runs, in their order, is so: "SCENARIO, set 3: ...", "" where
 * there is none. Errors: STATUS_DISK; memory. Cost: a world is created. */
enum status ensemble_why_infeasible(const struct ensemble *ensemble, char *out, size_t bytes,
                                    struct error *error) MUST_CHECK;

#endif
