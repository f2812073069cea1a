/* unfinished.h - what an experiment that was stopped, or still runs, has so far. */
#ifndef BELLWETHER_STUDY_UNFINISHED_H
#define BELLWETHER_STUDY_UNFINISHED_H

#include "bellwether/io/results.h"
#include "bellwether/study/ensemble.h"

/* Opens as results, in a file without a name, the replications that ended in all scenarios, so that
 * all stand on the same random numbers and differences stay paired; results->runs_ended and
 * runs_asked say of how many runs. Nothing in the folder is touched, and another process may go on
 * with it. A run whose shard is missing or damaged has not ended. Errors: STATUS_DISK where no
 * replication has ended in all, or no file can be made in $TMPDIR; memory. Cost: each shard is read
 * twice, and the results are written once. */
enum status unfinished_open(const struct ensemble *ensemble, struct results *results,
                            struct error *error) MUST_CHECK;

#endif
