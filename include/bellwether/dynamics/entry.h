/* entry.h - how firms come (M14): projects that arrive, start-ups, spin-offs, footloose firms. */
#ifndef BELLWETHER_DYNAMICS_ENTRY_H
#define BELLWETHER_DYNAMICS_ENTRY_H

#include "bellwether/agents/economy.h"

/* One month of entry, in this order, then the roster is drawn up anew:
 *   projects whose month has come (signed by recruiters, or lead firms), where plant floor is to
 * let; start-ups, by park and segment: Poisson with mean lambda1/12 (1+N)^bN exp(bB B + bX gap - bR
 * (rent/base - 1)) (1+n)^-bO (1 + lever * free seats); firms that natives found who came back last
 * month; spin-offs, by parent: lambda0/12 (A/mean A)^theta (staff/10)^eta, times the lever's factor
 * for lead firms; the child stands where the parent does and inherits part of its productivity;
 *   footloose firms, by segment: Poisson; each chooses a park with P ~ e^V (n + w F)^s, n its firms
 *     that are no leads, F its lead firms (the lead-sheep urn at V = 0, s = 1), or as a pioneer
 * with P ~ e^V. Draws are keyed to (town or park, month, channel, k) or the parent: scenarios that
 * both have an entrant have the same one. Errors: memory. */
enum status entry_settle(struct economy *economy, struct error *error) MUST_CHECK;

#endif
