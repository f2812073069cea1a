/* brokerage.h - collaborations between firms, universities and others (M24). */
#ifndef BELLWETHER_DYNAMICS_BROKERAGE_H
#define BELLWETHER_DYNAMICS_BROKERAGE_H

#include "bellwether/agents/economy.h"

/* One month of collaborations (M24): 1/link_months of the links end, evenly, and each firm of
 * the chain finds one with P = 1 - exp(-brokerage_rate cases (1 + survey) (1 + response) / firms
 * that wait) cases: what the town brokers itself, and workstations. No effect size is known; all
 * assumed. */
void brokerage_update(struct economy *economy);

/* That chance in a town this month. */
double brokerage_chance(const struct economy *economy, uint32_t town);

#endif
