/* capital.h - what firms want to become, and whether they can pay for it (M9, M16). */
#ifndef BELLWETHER_MARKETS_CAPITAL_H
#define BELLWETHER_MARKETS_CAPITAL_H

#include "bellwether/agents/economy.h"

/* One month of plans and investment (M9). Wanted capacity = (1 + buffer) times expected orders, or
 * what the certificates in hand are about to open; wanted capital = capital_output times its yearly
 * value; a gap closes over capital_adjustment months, as far as cash beyond the reserve and bank
 * credit (debt at most credit_ratio times net worth) go. What cannot be paid is the funding gap.
 * Staff and floor wanted follow from capacity and the capital in place. Cost: one pass over firms.
 */
void capital_plan(struct economy *economy);

#endif
