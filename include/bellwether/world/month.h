/* month.h - the month: the order of the model on one screen. */
#ifndef BELLWETHER_WORLD_MONTH_H
#define BELLWETHER_WORLD_MONTH_H

#include "bellwether/world/world.h"

/* Runs one month and moves the calendar on. While burning in: shares held; no levers, entry, exit
 * or arrivals; productivity, innovation, collaborations, tiers and brand stand still. Errors:
 * memory; STATUS_INVARIANT. */
enum status month_run(struct world *world, struct error *error) MUST_CHECK;

#endif
