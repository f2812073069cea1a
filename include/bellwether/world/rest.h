/* rest.h - the rest of industry: what it sells, makes and employs, though no firm of it is
 * simulated.
 *
 * In segment s it sells its share of the market, and that share of the orders which simulated firms
 * could not fill, less what firms buy of suppliers in their town, and so not of it:
 *   R_s = rest_share_s (D_s + unmet_s) - local_s.
 * Its value added is R_s (1 - materials_s / P_s), the segment's share; its jobs are (R_s / P_s) j_s
 * / A, j_s the staff per yearly sales of the segment's simulated firms at the start (where none
 * sells: 1 / revenue_per_worker) and A the growth of the frontier since. j_s is that of the start
 * so that scenarios share it: a programme that makes simulated firms more productive does not, by
 * that, dismiss anyone elsewhere. */
#ifndef BELLWETHER_WORLD_REST_H
#define BELLWETHER_WORLD_REST_H

#include "bellwether/world/world.h"

/* Takes the year before the first month from the facts: each segment's share of its market. */
void rest_fill(struct world *world);

/* Takes staff per sales of each segment's firms, at the end of the burn-in. Cost: a pass over
 * firms. */
void rest_start(struct world *world);

/* Adds the month's sales to the sums over twelve months. Cost: a pass over firms. */
void rest_observe(struct world *world);

/* Writes the indicators of the rest into a place's row of the series. */
void rest_write(const struct world *world, double *place);

#endif
