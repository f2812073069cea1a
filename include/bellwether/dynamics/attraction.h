/* attraction.h - how each park looks to those who look for a place (M14). */
#ifndef BELLWETHER_DYNAMICS_ATTRACTION_H
#define BELLWETHER_DYNAMICS_ATTRACTION_H

#include "bellwether/agents/economy.h"

/* Attraction of each park for each segment, V = vN ln(1+N) - vR ln(rent/base) + vB B + vS (service
 * + ln effort) + vI infrastructure + what levers offer, into `attraction`, less its mean over
 * parks. Cost: one pass over parks and segments. */
void attraction_update(struct economy *economy);

#endif
