/* exit.h - how firms close (M21). */
#ifndef BELLWETHER_DYNAMICS_EXIT_H
#define BELLWETHER_DYNAMICS_EXIT_H

#include "bellwether/agents/economy.h"

/* Closes firms: those with cash below zero that no bank covers, those that a lever makes leave, and
 * those drawn by the hazard
 *   h_i = h(age) (staff/10)^-size exp(-prod lnA - cash months) * tenancy factor   per year
 * plus the hazard that attracted firms relocate when an incentive has ended
 * (death rate by age, SAIC survey). Staff lose their jobs, floor returns, loans are written off,
 * what is in the till pays the bank first, then the owners; the market share is contested again by
 * all who stay. Cost: one pass over firms; one over persons in months when a firm closes. */
void exit_settle(struct economy *economy);

/* Yearly hazards of firms, before the draw, a value each; ECONOMY_TOGETHER firms at most. */
void exit_hazards(const struct economy *economy, const uint32_t *rows, uint32_t count,
                  double *hazard);

#endif
