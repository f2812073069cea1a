/* labour.h - the demand side of the labour market: vacancies, lay-offs, wages (M10, M13). */
#ifndef BELLWETHER_MARKETS_LABOUR_H
#define BELLWETHER_MARKETS_LABOUR_H

#include "bellwether/agents/economy.h"

/* One month of posted wages, vacancies and lay-offs (M10, M13), then the boards of openings by town
 * and skill, and the towns' going wages.
 *   wage <- wage (1 + zeta_v unfilled - zeta_u slack) + return (reference - wage)
 * with unfilled = last month's open vacancies over them and staff, slack = unneeded share of
 * staff, reference = base wage e^(g t) (1 + premium ln A). Cost: one pass over firms. */
void labour_post(struct economy *economy);

/* What a firm pays over the base wage, as a factor: 1 + premium ln A, at least a half. */
double labour_premium(const struct economy *economy, uint32_t firm);

#endif
