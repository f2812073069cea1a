/* create.h - the initial state, drawn from a scenario's facts. */
#ifndef BELLWETHER_WORLD_CREATE_H
#define BELLWETHER_WORLD_CREATE_H

#include "bellwether/world/world.h"

/* Fills an empty economy. Each town and segment gets its number of firms, whose sales follow a
 * lognormal law and add up to the fact exactly; staff from revenue per worker; capital such that
 * capacity is (1 + buffer) times orders; floor from staff; certificates in proportion to sales;
 * then persons, employed and idle. Errors: memory; STATUS_SCENARIO where the facts cannot hold. */
enum status create_economy(struct economy *economy, const struct scenario *scenario,
                           struct error *error) MUST_CHECK;

#endif
