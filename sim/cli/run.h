/* run.h - experiments as commands make them; private to this room. */
#ifndef BELLWETHER_SIM_CLI_RUN_H
#define BELLWETHER_SIM_CLI_RUN_H

#include "cli.h"

#include "bellwether/study/ensemble.h"

/* Loads all scenarios that the words of the command line name, with their layers, settings and
 * combinations; warns. Errors: STATUS_SCENARIO, the first one's; memory. */
enum status run_load(const struct cli *cli, struct ensemble *ensemble,
                     struct error *error) MUST_CHECK;

/* The folder that the command line names with -o, else output/<the last scenario's name, / and . as
 * -, without .yaml><suffix>. */
void run_default_folder(const struct cli *cli, const char *suffix, char *out, size_t bytes);

/* Makes the folder of an experiment that is described, and runs it; with --dry-run says what it
 * would take. `suffix` ends the usual folder's name. Errors: those of ensemble_create and
 * ensemble_run. */
enum status run_new(const struct cli *cli, const char *suffix, struct ensemble *ensemble,
                    struct error *error) MUST_CHECK;

/* Goes on with an experiment that is open, and that is extended where the command line says so.
 * Errors: those of ensemble_write_extended and ensemble_run. */
enum status run_on(const struct cli *cli, struct ensemble *ensemble,
                   struct error *error) MUST_CHECK;

#endif
