/* productivity.h - reach and total factor productivity (M1-M3). */
#ifndef BELLWETHER_DYNAMICS_PRODUCTIVITY_H
#define BELLWETHER_DYNAMICS_PRODUCTIVITY_H

#include "bellwether/agents/economy.h"

/* Staff in reach of each park and segment (M1), into `reach` by roster group:
 *   N_ps = sum_p' w(d_pp') sum_s' rel(s, s') L_p's'
 * Links between parks and towns raise w to what they say; link_factors raise rel in the chain.
 * Also each park's concentration: the sum of squared shares of its firms in its staff.
 * Cost: one pass over firms, and neighbours times segments squared. */
void productivity_reach(struct economy *economy);

/* One month of total factor productivity (M2, M3):
 *   target = gamma ln(1 + N/N0) + lambda Z + rho ln(1 + k/k0) + eta links + phi infrastructure
 *          - zeta Spec
 *   reach part += adjustment * (target - reach part)
 *   own part   += Laplace(0, b/sqrt 12) - obsolescence/12
 * `adjustment`: productivity_adjustment, or 1 to begin at the target (no shock then).
 * Source: agglomeration .03-.08 (World Bank review), lead firms +12 % (Greenstone et al. 2010). */
void productivity_update(struct economy *economy, double adjustment);

/* Weight of staff in segment `other` for a firm of `town` in `own`: 1, chain-related, or unrelated.
 */
double productivity_relatedness(const struct economy *economy, uint32_t town, uint32_t own,
                                uint32_t other);

#endif
