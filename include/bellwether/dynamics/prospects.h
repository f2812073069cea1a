/* prospects.h - what entrants may expect of a market (M14): entry falls where the market is shared
 * by more firms, and where those that are there hardly earn. */
#ifndef BELLWETHER_DYNAMICS_PROSPECTS_H
#define BELLWETHER_DYNAMICS_PROSPECTS_H

#include "bellwether/agents/economy.h"

/* Works out each market's `prospects`, the factor of its entry this month:
 *   prospects = min((v/v_0)^entry_room, PROSPECTS_MOST) min(max(m, 0)/entry_margin, 1)
 * v: demand in the hands of simulated firms, per firm, over the frontier; v_0 its value in the
 * first month that is no burn-in; m: profit before tax per sales of the segment's firms, averaged
 * over twelve months. 1 where the segment had no firm at the start. Cost: two passes over firms. */
void prospects_update(struct economy *economy);

#endif
