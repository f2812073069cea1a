/* assumptions_parts.h - what the files of assumptions share; private to this room.
 *
 * assumptions.c lists them and sets values, assumptions_correlate.c has what is correlated. */
#ifndef BELLWETHER_SIM_STUDY_ASSUMPTIONS_PARTS_H
#define BELLWETHER_SIM_STUDY_ASSUMPTIONS_PARTS_H

#include "bellwether/study/assumptions.h"

/* Puts the correlations of all scenarios together, after the assumptions are listed. Errors:
 * STATUS_SCENARIO where they contradict each other; memory: what is made then is freed with the
 * assumptions. */
enum status assumptions_join(const struct scenario *scenarios, size_t count,
                             struct assumptions *assumptions, struct error *error) MUST_CHECK;

#endif
