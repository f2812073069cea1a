/* innovation.h - innovation, imitation and registration (M4, M5). */
#ifndef BELLWETHER_DYNAMICS_INNOVATION_H
#define BELLWETHER_DYNAMICS_INNOVATION_H

#include "bellwether/agents/economy.h"

/* One month of innovation and imitation (M4), with R = (effective research / research_unit) ^
 * research_returns, effective research the month's spending (M CNY at start prices) times the
 * firm's high-end staff against the segment's mix: P(innovate) = 1 - exp(-iota1 R), P(imitate) = 1
 * - exp(-iota2 R) A process innovation adds ln(1+x), x ~ Beta(3,3) on [innovation_least,
 * innovation_most]; a product enters registration; else quality rises. An imitator closes
 * `absorption` of its gap to a peer of its segment, drawn with park weights as in M1. Peers are
 * read as they were before the month. */
void innovation_update(struct economy *economy);

/* One month of registration (M5): progress += speed / T, T lognormal with the class's median; at 1
 * the product has its certificate, and the certificate opens its share of the market. */
void innovation_register(struct economy *economy);

/* The median months of registration for a class. */
double innovation_class_months(const struct params *params, int device_class);

#endif
