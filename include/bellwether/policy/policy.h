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
  bool active;        /* from `from` to `to`; afterwards only what lasts goes on */
  double effect;      /* the lever's effect, as far as its ramp has risen */
  int64_t instalment; /* fen of public money due this month; already taken from the town */
};

/* The calendar (phase 1): clears all instruments, then lets each lever act. Errors: memory. */
enum status policy_act(struct economy *economy, struct error *error) MUST_CHECK;

/* What a firm is worth to a fund, M CNY: a multiple of yearly sales, at least 5. */
double policy_firm_value(const struct economy *economy, uint32_t firm, double multiple);

/* Value of public funds by town, fen: cash and stakes. */
int64_t policy_fund_value(const struct economy *economy, uint32_t town);

#define LEVER(lever, equations, meaning)                                                           \
  enum status lever##_act(struct policy *policy, const struct lever_##lever *values,               \
                          struct error *error) MUST_CHECK;
#define F(...)
#include "bellwether/levers.def"
#undef LEVER
#undef F

#endif
