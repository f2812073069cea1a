/* tiers.h - the ladder of small and medium enterprises (M22). */
#ifndef BELLWETHER_DYNAMICS_TIERS_H
#define BELLWETHER_DYNAMICS_TIERS_H

#include "bellwether/agents/economy.h"

/* One month of the ladder (M22): once a year, in its own month, each firm of the chain with sales
 * may rise a tier, with logit P = step + sales ln(sales/20 M) + research min(R/sales - 5 %, 5 %)
 *           + growth ln((12 expected + 1)/(sales + 1)) + certificates ln(1 + n) + lever
 * High-tech enterprises and above pay profit_tax_high_tech. Cost: one pass over firms. */
void tiers_update(struct economy *economy);

#endif
