/* run_tell.h - what run and resume say; private to this room. */
#ifndef BELLWETHER_SIM_CLI_RUN_TELL_H
#define BELLWETHER_SIM_CLI_RUN_TELL_H

#include "cli.h"

#include "bellwether/study/ensemble.h"
#include "bellwether/study/preflight.h"

#include <stdio.h>

/* "40 s", "12 min", "3 h". Returns out. */
#define RUN_TIME 32
char *run_time(double seconds, char *out);

/* Seconds that what is left will take: by what runs took so far, or else by the look ahead. */
double run_time_left(const struct preflight *ahead, const struct ensemble_outcome *outcome);

/* Says in one line what is simulated and what it takes. */
void run_describe(FILE *out, const struct cli *cli, const struct ensemble *ensemble,
                  const struct preflight *ahead);

/* Says in one line how many runs are infeasible, and why the first is. Errors: those of
 * ensemble_why_infeasible. */
enum status run_tell_infeasible(FILE *out, const struct ensemble *ensemble,
                                const struct ensemble_outcome *outcome,
                                struct error *error) MUST_CHECK;

/* The answer of --dry-run. Errors: STATUS_DISK; memory. */
enum status run_print_plan(const struct cli *cli, const struct ensemble *ensemble,
                           const struct preflight *ahead, struct error *error) MUST_CHECK;

/* Says what came out of runs that ended with `ended`, and returns that, or why it cannot be said.
 */
enum status run_print_outcome(const struct cli *cli, const struct ensemble *ensemble,
                              const struct ensemble_outcome *outcome, enum status ended,
                              struct error *error) MUST_CHECK;

#endif
