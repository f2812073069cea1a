/* effort.h - how hard a town's officials work (M23). */
#ifndef BELLWETHER_DYNAMICS_EFFORT_H
#define BELLWETHER_DYNAMICS_EFFORT_H

#include "bellwether/agents/economy.h"

/* One month of effort (M23): e += effort_adjustment (1 + what levers aim at - e). Effort scales
 * what the town's own people do: approvals, recruiting, service. */
void effort_update(struct economy *economy);

#endif
