/* nation.h - the towns of a nation that no one names: places, sizes and industries by law; private
 * to this room. */
#ifndef BELLWETHER_SIM_SCENARIO_NATION_H
#define BELLWETHER_SIM_SCENARIO_NATION_H

#include "bellwether/base/error.h"
#include "bellwether/scenario/scenario.h"

/* Fills the towns, parks and industries from row scenario->named_towns on, for which there is room:
 *   firms of segment s in the k-th town ~ k^-tail e^(specialisation z), z standard normal, whole
 * and exact in all; sales by the sum of as many draws of the segment's size law; certificates one a
 * firm and the rest by sales; staff one a firm and the rest by what sales need. Places are uniform
 * on a square around the origin. Each town has one park with land in proportion to its firms.
 * Errors: memory; STATUS_SCENARIO where a town would have more than 65,535 firms of one segment.
 * Cost: a draw a firm. */
enum status nation_fill(struct scenario *scenario, struct error *error) MUST_CHECK;

#endif
