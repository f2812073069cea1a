/* policy.h - levers: how they are called each month, what each may do, and what money buys.
 *
 * A lever is one file, its rows in levers.def, and its test. Its function `<lever>_act` is called
 * once a month for each of its towns, from `from` to `to`, and with LEVER_LASTS afterwards too. The
 * calendar has taken the month's instalment from the town; what the lever does not pass on is
 * booked as spending on the programme. The lever sets the town's instruments, and may act on firms.
 */
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
  double yearly;      /* M CNY a year of its budget while it is active, else 0 */
  int64_t instalment; /* fen of public money due this month; already taken from the town */
  int64_t left;       /* fen of it that the lever has not passed on */
  enum status status; /* of what may fail: the calendar looks at it after each call */
  struct error *error;
};

/* The calendar (phase 1): clears all instruments, then lets each lever act. Errors: memory. */
enum status policy_act(struct economy *economy, struct error *error) MUST_CHECK;

/* What the lever's money reaches of `need` units at `cost` a unit, the lever's effect included
 * (M25): effect (1 - exp(-money / (cost need))), with money and cost of a year, or both in all.
 * Visits fall on units at random, so that some are reached twice and none is sure: the first yuan
 * reaches 1/cost, the last ones little. 0 where there is no money, or nobody to reach. */
double policy_share(double money, double cost, double need);
double policy_reach(const struct policy *policy, double cost, double need);

/* Units that the pace of the budget pays for at `cost` each, effect included. */
double policy_buys(const struct policy *policy, double cost);

/* The effect of a lever of fixed cost: 0 where its budget is below `cost` a year. */
double policy_stands(const struct policy *policy, double cost);

/* What the town has paid for this lever so far, M CNY. */
double policy_spent(const struct policy *policy);

/* Passes a part of the instalment on by another flow than spending on programmes. */
void policy_pass(struct policy *policy, enum flow flow, int64_t fen);

/* The town's instruments of this month. */
struct instruments *policy_instruments(const struct policy *policy);

/* Firms in town, those of the chain, persons whom its firms employ, by skill and in all, and
 * projects on their way to it. Cost: one pass over the town's firms, or over projects. */
double policy_firms(const struct policy *policy);
double policy_chain(const struct policy *policy);
struct by_skill_count policy_staff(const struct policy *policy);
double policy_employed(const struct policy *policy);
double policy_projects(const struct policy *policy);

/* Of what the lever does once and for all, the part that is new this month: effect * `whole` less
 * what was done before. */
double policy_step(struct policy *policy, double whole);

/* Programmes that upgrade a firm once: bits of the column `upgraded`. */
enum { UPGRADED_DIGITAL = 1, UPGRADED_QUALITY = 2 };

/* Upgrades as many firms of the chain as the money pays at `cost` (M CNY) each, drawn among those
 * that lack the upgrade: each gains effect * `gain` in `column` (a value a firm row), once. What
 * finds no firm stays for those who come. */
void policy_upgrade(struct policy *policy, double cost, uint8_t upgrade, double *column,
                    double gain);

/* Offers floor on mortgage to those whom the money reaches at `cost` a firm and year: sets the
 * town's `instrument` to `terms`, and adds to what movers are offered (M17). */
void policy_offer(struct policy *policy, struct mortgage *instrument, struct mortgage terms,
                  double cost, double attraction);

/* The town's device firm with most sales that is no lead, or NOBODY. */
uint32_t policy_largest(const struct policy *policy);

/* What a firm is worth to a fund, M CNY: a multiple of yearly sales, at least 5. */
double policy_firm_value(const struct economy *economy, uint32_t firm, double multiple);

/* Value of each town's public funds, fen: cash and stakes. Cost: levers times towns, and stakes. */
void policy_value_funds(const struct economy *economy, int64_t *values);

#define LEVER(lever, ...)                                                                          \
  void lever##_act(struct policy *policy, const struct lever_##lever *values);
#define F(...)
#include "bellwether/levers.def"
#undef LEVER
#undef F

#endif
