/* brand.h - the name that a town has (M19). */
#ifndef BELLWETHER_DYNAMICS_BRAND_H
#define BELLWETHER_DYNAMICS_BRAND_H

#include "bellwether/agents/economy.h"

/* One month of brand (M19), a town:
 *   B += fade (base + beta (q - mean q) - B) + yield (prod_k (1 + ln(1 + spent_k / unit)) - 1)
 * q: quality of its device firms by sales, mean q that of all towns; spent: what levers have put
 * into staff, channels, style and story, fading by publicity_fade a month. Cost: one pass over
 * firms. */
void brand_update(struct economy *economy);

#endif
