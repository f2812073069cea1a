/* policy.h - levers: how they are called each month, and what each may do.
 *
 * A lever is one file, its rows in levers.def, and its test. Its function `<lever>_act` is called
 * each month from the lever's first month on, once for each of its towns: it books the month's
 * instalment, sets the town's instruments, and may act on firms. */
#ifndef BELLWETHER_POLICY_POLICY_H
#define BELLWETHER_POLICY_POLICY_H

#include "bellwether/agents/economy.h"

struct policy {
  struct economy *economy;
  const struct lever *lever;
  struct lever_state *state;
  uint32_t index; /* of the lever */
  uint32_t tag;   /* of its name, for ids and draws: the same whatever other levers there are */
  uint32_t town;
  bool first;         /* the first of the lever's towns: what befalls all befalls once */
  bool active;        /* from `from` to `to`; afterwards only what lasts goes on */
  double effect;      /* the lever's effect, as far as its ramp has risen */
  int64_t instalment; /* fen of public money due this month; already taken from the town */
};

/* The calendar (phase 1): clears all instruments, then lets each lever act. Errors: memory. */
enum status policy_act(struct economy *economy, struct error *error) MUST_CHECK;

/* Enters the month's instalment in the books as public spending on the programme. */
void policy_spend(struct policy *policy);

/* The town's instruments of this month. */
struct instruments *policy_instruments(const struct policy *policy);

/* Of what the lever does once and for all, the part that is new this month: effect * `whole` less
 * what was done before. */
double policy_step(struct policy *policy, double whole);

/* Share of the lever's months that have begun, 0..1. */
double policy_elapsed(const struct policy *policy);

/* How many whole pieces of this cost (M CNY) the money so far has paid that were not done before.
 */
uint32_t policy_pieces(struct policy *policy, double cost);

/* Programmes that upgrade a firm once: bits of the column `upgraded`. */
enum { UPGRADED_DIGITAL = 1, UPGRADED_QUALITY = 2 };

/* Upgrades as many firms of the chain as the money pays at `cost` (M CNY) each, drawn among those
 * that lack the upgrade: each gains effect * `gain` in `column` (a value a firm row), once. */
void policy_upgrade(struct policy *policy, double cost, uint8_t upgrade, double *column,
                    double gain);

/* Offers floor on mortgage while the lever is active: sets the town's `instrument` to `terms`, and
 * adds effect * `attraction` to what movers are offered (M17). */
void policy_offer(struct policy *policy, struct mortgage *instrument, struct mortgage terms,
                  double attraction);

/* The town's device firm with most sales that is no lead, or NOBODY. */
uint32_t policy_largest(const struct policy *policy);

/* What a firm is worth to a fund, M CNY: a multiple of yearly sales, at least 5. */
double policy_firm_value(const struct economy *economy, uint32_t firm, double multiple);

/* Value of each town's public funds, fen: cash and stakes. Cost: levers times towns, and stakes. */
void policy_value_funds(const struct economy *economy, int64_t *values);

#define LEVER(lever, equations, meaning)                                                           \
  enum status lever##_act(struct policy *policy, const struct lever_##lever *values,               \
                          struct error *error) MUST_CHECK;
#define F(...)
#include "bellwether/levers.def"
#undef LEVER
#undef F

#endif
