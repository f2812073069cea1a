/* ensemble_pace.h - how the threads that simulate tell their pace; private to this room. */
#ifndef BELLWETHER_SIM_STUDY_ENSEMBLE_PACE_H
#define BELLWETHER_SIM_STUDY_ENSEMBLE_PACE_H

#include "bellwether/study/ensemble.h"

#include <stdbool.h>

/* Nothing is in hand yet; what runs took before is kept. `pace` may be NULL, here and below: then
 * nothing is told. */
void ensemble_pace_start(struct ensemble_pace *pace, bool together);

/* The calling thread has a replication in hand; returns where it tells its months, NULL where it
 * need not. Then, that it has ended; `seconds_run`: what those took that ended so far, on average.
 */
struct ensemble_hand *ensemble_pace_begin(struct ensemble_pace *pace,
                                          const struct scenario *scenario);
void ensemble_pace_end(struct ensemble_pace *pace, struct ensemble_hand *hand, double seconds_run);

#endif
