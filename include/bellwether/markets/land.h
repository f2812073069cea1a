/* land.h - plant floor: building, allotment, rent (M17). */
#ifndef BELLWETHER_MARKETS_LAND_H
#define BELLWETHER_MARKETS_LAND_H

#include "bellwether/agents/economy.h"

/* One month of land (M17). Plants that are due stand. Towns build when occupancy passes
 * plant_threshold or floor was asked for in vain, up to what their land and plot ratio carry,
 * delivered after plant_months. Firms give back floor that they do not need; the others queue: the
 * device chain first, then a hashed order, each taking what is free. Rent: p = p0 e^(g t) (1 +
 * kappa u / (1 - u)), u the occupancy. Where a town sells plants or land on mortgage, firms that
 * can pay the deposit buy what they rent. Towns serve their bonds. Errors: memory. */
enum status land_settle(struct economy *economy, struct error *error) MUST_CHECK;

/* Rent of a park at its present occupancy, CNY/m2/month. */
double land_rent(const struct economy *economy, uint32_t park);

#endif
