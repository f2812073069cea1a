/* dues.h - what a town has paid for plants, and what its levers will still cost.
 *
 * Committed: interest on bonds that stand, month by month until they are paid back as
 * markets/land.c does it, and the grants of projects on their way (one that turns back gets none:
 * this is the most that is due). Instalments of later months are not: a town may still end a
 * programme. Plants paid: all that the town has spent and no lever's cost counts, tax + rent +
 * returns + bonds outstanding - public cost - growth of its cash, to the fen; plants ordered: floor
 * that came in order, times its cost in that month. */
#ifndef BELLWETHER_WORLD_DUES_H
#define BELLWETHER_WORLD_DUES_H

#include "bellwether/world/world.h"

/* Remembers cash and floor of all towns at the start. */
void dues_start(struct world *world);

/* Adds a town's dues to its tally `v`. Cost: its parks, and the months that its bonds still run. */
void dues_count(struct world *world, uint32_t town, double *v);

/* Interest still to come, fen, on `debt` of bonds that are paid back by `issued` / `months` a
 * month, at a yearly `rate`, each month's rounded to the fen. */
int64_t dues_interest(int64_t debt, int64_t issued, double rate, double months);

#endif
