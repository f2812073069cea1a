/* panels.h - agents that an experiment keeps one by one; private to this room.
 *
 * While a run goes on they are streamed as they stand to panels/<run>.raw; once all runs are done
 * each of these is packed into panels/<run>.h5, which is a panel (io/panel.h). */
#ifndef BELLWETHER_SIM_STUDY_PANELS_H
#define BELLWETHER_SIM_STUDY_PANELS_H

#include "bellwether/base/progress.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/world/world.h"

/* Whether the experiment keeps any. */
bool panels_wanted(const struct ensemble *ensemble);

/* Whether a run's agents are there, packed or not; true where none are wanted. */
bool panels_there(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication);

/* Simulates all months to the scenario's end, and keeps agents on the way. Errors: those of
 * world_month; STATUS_DISK; memory. */
enum status panels_run(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication,
                       struct world *world, struct error *error) MUST_CHECK;

/* Packs what is not packed yet, with progress. Stops early, with STATUS_OK and *left above 0, where
 * `stop` says so. Errors: STATUS_DISK; memory. */
enum status panels_pack(const struct ensemble *ensemble, const struct ensemble_options *options,
                        size_t *left, struct error *error) MUST_CHECK;

/* Bytes of a raw file of this scenario, at most. */
uint64_t panels_bytes(const struct ensemble *ensemble, const struct scenario *scenario,
                      double firms, double persons);

#endif
