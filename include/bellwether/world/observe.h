/* observe.h - indicators of the month, and the laws that must hold in every month. */
#ifndef BELLWETHER_WORLD_OBSERVE_H
#define BELLWETHER_WORLD_OBSERVE_H

#include "bellwether/world/world.h"

/* Closes the books, checks the laws of conservation, and writes the month's indicators into the
 * series (nothing is written while burning in, but the sums over twelve months build up).
 * Laws: the books balance to the fen; each person is at one place and each payroll is the sum of
 * its wages; floor held is floor used and no more than is built; market shares add to 1. Errors:
 * STATUS_INVARIANT, naming the law, the month and the values. */
enum status observe_month(struct world *world, struct error *error) MUST_CHECK;

#endif
