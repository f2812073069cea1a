/* verify.h - whether an experiment's runs come out again, bit for bit. */
#ifndef BELLWETHER_STUDY_VERIFY_H
#define BELLWETHER_STUDY_VERIFY_H

#include "bellwether/study/ensemble.h"

struct verify_outcome {
  uint32_t checked, different;
  uint32_t scenario, replication; /* of the first that differs */
  uint64_t expected, found;
};

/* Simulates `sample` of the finished runs again (all where there are fewer), drawn without return
 * by keyed draws, and holds their digests against the journal's. `stop` may end it early. Errors:
 * STATUS_USAGE where no run is finished; STATUS_DISK; memory; what the runs return. Cost: the
 * sample's runs, in parallel. */
enum status verify_runs(const struct ensemble *ensemble, uint32_t sample,
                        const struct ensemble_options *options, struct verify_outcome *outcome,
                        struct error *error) MUST_CHECK;

#endif
