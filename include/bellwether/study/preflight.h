/* preflight.h - what an experiment will take, before it takes it. */
#ifndef BELLWETHER_STUDY_PREFLIGHT_H
#define BELLWETHER_STUDY_PREFLIGHT_H

#include "bellwether/study/ensemble.h"

struct preflight {
  int at_a_time; /* replications that run side by side */
  uint64_t memory,
      memory_there; /* bytes: of these at their largest; of the machine, a tenth kept back */
  uint64_t disk,
      disk_there; /* bytes: of all shards, which results then pack; free for the folder */
  double seconds; /* rough: the months of all agents at the speed of a plain machine */
};

/* Looks ahead at `left` of the experiment's runs. `disk_there` is UINT64_MAX where the folder's
 * file system does not say. Cost: one pass over the facts. */
struct preflight preflight_look(const struct ensemble *ensemble, size_t left, int threads);

/* Refuses what memory or disk cannot hold. Errors: STATUS_FAILURE, STATUS_DISK, each with what is
 * wanted, what there is, and the remedy. */
enum status preflight_check(const struct ensemble *ensemble, const struct preflight *ahead,
                            struct error *error) MUST_CHECK;

#endif
