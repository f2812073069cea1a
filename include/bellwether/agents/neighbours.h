/* neighbours.h - which parks lie in reach of one another (M1). */
#ifndef BELLWETHER_AGENTS_NEIGHBOURS_H
#define BELLWETHER_AGENTS_NEIGHBOURS_H

#include "bellwether/agents/economy.h"

/* Weight of staff in park b for firms in park a by distance alone (M1): 1 within a kilometre,
 * reach_near within reach_distance, falling with the square of the distance beyond. */
double neighbours_weight(const struct economy *economy, uint32_t a, uint32_t b);

/* Lists, for each park, the parks in its reach with their weights, ascending. Errors: memory;
 * STATUS_SCENARIO where there are too many. Cost: the pairs in squares beside each other. */
enum status neighbours_find(struct economy *economy, struct error *error) MUST_CHECK;

#endif
