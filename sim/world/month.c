#include "bellwether/world/month.h"

#include "bellwether/base/progress.h"
#include "bellwether/dynamics/attraction.h"
#include "bellwether/dynamics/brand.h"
#include "bellwether/dynamics/brokerage.h"
#include "bellwether/dynamics/effort.h"
#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/exit.h"
#include "bellwether/dynamics/innovation.h"
#include "bellwether/dynamics/productivity.h"
#include "bellwether/dynamics/prospects.h"
#include "bellwether/dynamics/tiers.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/capital.h"
#include "bellwether/markets/goods.h"
#include "bellwether/markets/hiring.h"
#include "bellwether/markets/labour.h"
#include "bellwether/markets/land.h"
#include "bellwether/markets/migration.h"
#include "bellwether/markets/search.h"
#include "bellwether/policy/policy.h"
#include "bellwether/world/observe.h"

/* Adds the time since the last mark to a phase. */
static void mark(struct world *world, enum world_phase phase, double *clock) {
  if (!world->timed) return;
  const double now = progress_clock();
  world->seconds[phase] += now - *clock;
  *clock = now;
}

enum status month_run(struct world *world, struct error *error) {
  struct economy *economy = &world->economy;
  const bool live = !economy->burning_in;
  double clock = world->timed ? progress_clock() : 0;

  TRY(policy_act(economy, error)); /* 1 calendar: levers and shocks */
  effort_update(economy);          /*   M23 */
  mark(world, PHASE_calendar, &clock);

  TRY(land_settle(economy, error)); /* 2 land: M17 */
  mark(world, PHASE_land, &clock);

  prospects_update(economy);                   /* 3 entry: M14 */
  if (live) TRY(entry_settle(economy, error)); /*   M14, M15, M18 */
  mark(world, PHASE_entry, &clock);

  capital_plan(economy); /* 4 funding: M9, M16 */
  mark(world, PHASE_funding, &clock);

  labour_post(economy);               /* 5 labour: M10, M13 */
  search_plan(economy);               /*   M10, M11 */
  migration_plan(economy);            /*   M12 */
  TRY(hiring_settle(economy, error)); /*   M10 */
  migration_settle(economy);          /*   M12 */
  if (live) TRY(migration_arrive(economy, error));
  mark(world, PHASE_labour, &clock);

  productivity_reach(economy); /* 6 innovation: M1 */
  attraction_update(economy);  /*   V of M14 */
  if (live) {
    productivity_update(economy, economy->params->productivity_adjustment); /* M2, M3 */
    innovation_update(economy);                                             /* M4 */
    innovation_register(economy);                                           /* M5 */
    brokerage_update(economy);                                              /* M24 */
    tiers_update(economy);                                                  /* M22 */
    brand_update(economy);                                                  /* M19 */
  }
  mark(world, PHASE_innovation, &clock);

  goods_demand(economy); /* 7 market */
  goods_shares(economy); /*   M7 */
  goods_sell(economy);   /*   M6, M8 */
  mark(world, PHASE_market, &clock);

  accounts_settle(economy); /* 8 accounts: M20 */
  mark(world, PHASE_accounts, &clock);

  if (live) exit_settle(economy); /* 9 exit: M21 */
  mark(world, PHASE_exit, &clock);

  TRY(observe_month(world, error)); /* 10 observe, and check every law of conservation */
  mark(world, PHASE_observe, &clock);
  economy->month++;
  return STATUS_OK;
}
