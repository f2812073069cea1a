/* stop.h - how a run is interrupted; private to this room. */
#ifndef BELLWETHER_SIM_CLI_STOP_H
#define BELLWETHER_SIM_CLI_STOP_H

#include "cli.h"

#include "bellwether/base/file.h"
#include "bellwether/study/ensemble.h"

/* From here on SIGINT and SIGTERM set cli_stop, and say so on standard error unless --quiet; a
 * second one ends the program with STATUS_INTERRUPTED. */
void stop_catch(const struct cli *cli);

/* What is running: its pace, of static storage, tells how long stopping takes; its folder, how to
 * go on. */
void stop_watch(const struct ensemble_pace *watched, const char *folder);

#endif
