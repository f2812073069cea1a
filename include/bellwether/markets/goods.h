/* goods.h - demand, market shares, orders and sales (M6-M8). */
#ifndef BELLWETHER_MARKETS_GOODS_H
#define BELLWETHER_MARKETS_GOODS_H

#include "bellwether/agents/economy.h"

/* Moves each segment's demand along its path: growth, and deviations that persist (M8). */
void goods_demand(struct economy *economy);

/* One month of market shares (M7):
 *   c = theta_A ln A + theta_q q + theta_B B - theta_p ln p
 *   f <- f exp(chi (c - mean c) - mu unmet/orders + eps) + share opened by certificates
 * renormalised so that the shares of the simulated firms and of the rest of industry add to 1. eps:
 * once a year, in the firm's tender month, Subbotin (Laplace) with scale share_shock. A firm
 * without certificate, where its segment needs one, holds nothing; each certificate opens at most
 * its share. The rest of industry does what the rival towns do, shocks aside, as far as
 * rest_follows says: where all towns gain alike no one gains. Burning in: shares are held. */
void goods_shares(struct economy *economy);

/* One month of orders and sales (M6, M8): orders = f D + inputs bought by firms in town; sales =
 * min(orders, capacity); what one cannot fill goes to those with capacity to spare, then to the
 * rest of industry. Prices follow orders over capacity. Leaves in `supplies` each firm's suppliable
 * inputs of last month, by which the accounts split what was bought in town. */
void goods_sell(struct economy *economy);

/* How complete a town's chain is (mean over its links of n / (n + 2)), and what share of suppliable
 * inputs is therefore bought in town (M8); into the town's chain_gap and local_share. */
void goods_chain(struct economy *economy, uint32_t town);

#endif
