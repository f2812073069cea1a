/* entrant.h - what the files of entry share: a firm that is about to stand, what is known of it and
 * its first day, and the channels that have files of their own; private to this room. */
#ifndef BELLWETHER_SIM_DYNAMICS_ENTRANT_H
#define BELLWETHER_SIM_DYNAMICS_ENTRANT_H

#include "bellwether/agents/economy.h"

/* What is known of a firm before it stands. */
struct entrant {
  uint64_t id;
  uint32_t park, segment;
  enum origin origin;
  double sales; /* M CNY a year that its first certificates open */
  double cash;  /* M CNY of owners' money */
  double productivity;
};

/* Puts a firm into its park, with its money and its first product; returns its row. There must be
 * room: see economy_reserve. */
uint32_t entrant_enter(struct economy *economy, const struct entrant *entrant);

/* Log productivity, money and first sales of a young firm, drawn by its id (M14). */
struct entrant entrant_young(const struct economy *economy, uint64_t id, uint32_t park,
                             uint32_t segment, enum origin origin);

/* Lets a firm in that arrives whole: money for part of its plant and for three months, certificates
 * on their way (M14); returns its row. */
uint32_t entrant_enter_whole(struct economy *economy, struct entrant entrant);

/* The park of its town that suits a project: of those that let it in and have floor to let, the one
 * with most firms of segment s, then most floor. NOBODY: there is none. */
uint32_t entrant_park(const struct economy *economy, uint32_t town, uint32_t s);

/* Gives a young firm a seat where one is free (M15): no rent, and machinery to begin with. */
void entrant_take_seat(struct economy *economy, uint32_t firm);

/* Tenants whose time is up make room; what is free then counts for the whole month (M15). */
void entrant_leave_seats(struct economy *economy);

/* Footloose firms of the month choose their parks and enter (M14). Errors: memory. */
enum status footloose_settle(struct economy *economy, struct error *error) MUST_CHECK;

/* Firms have children where they stand (M14). Errors: memory. */
enum status spin_off_settle(struct economy *economy, struct error *error) MUST_CHECK;

#endif
