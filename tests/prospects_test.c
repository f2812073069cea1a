/* prospects - what entrants may expect of a market bounds how many come: its value, and that every
 * kind of entrant heeds it. */
#include "support.h"

#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/prospects.h"

#include <math.h>

/* What a market has, and what its firms earn. */
static double firms_in(const struct economy *economy, uint32_t s) {
  double count = 0;
  for (uint32_t i = 0; i < economy->firms.count; i++) {
    count += economy->firms.open[i] && economy->firms.segment[i] == s;
  }
  return count;
}
static void earn(struct fixture *f, double margin) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    f->economy->firms.profit[i] = margin * f->economy->firms.sales[i];
  }
}
static struct market *market_of(const struct fixture *f) { return &f->economy->markets[EQUIPMENT]; }

static void they_are_their_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->month = 0;
  f.economy->burning_in = false;
  f.params->entry_room = 2;
  f.params->entry_margin = 0.04;
  market_of(&f)->margin = 0.12;
  earn(&f, 0.12);
  prospects_update(f.economy);
  const double room = market_of(&f)->demand * (1 - market_of(&f)->rest_share) /
                      firms_in(f.economy, EQUIPMENT) / economy_frontier(f.economy);
  NEAR(market_of(&f)->start_room, room, 1e-9 * room);
  NEAR(market_of(&f)->prospects, 1, 1e-12);
  f.economy->month = 1;
  const double frontier = economy_frontier(f.economy);
  market_of(&f)->demand *= 0.8 * frontier; /* less than the frontier's growth would feed */
  prospects_update(f.economy);
  NEAR(market_of(&f)->prospects, 0.64, 1e-9);
  market_of(&f)->demand *= 10;
  prospects_update(f.economy);
  NEAR(market_of(&f)->prospects, 3, 1e-12); /* the most */
  market_of(&f)->demand /= 8;               /* as at the start */
  earn(&f, 0);                              /* a month of none in twelve: .12 falls by a twelfth */
  prospects_update(f.economy);
  NEAR(market_of(&f)->margin, 0.11, 1e-9);
  NEAR(market_of(&f)->prospects, 1, 1e-9);
  for (int month = 0; month < 60; month++) prospects_update(f.economy);
  const double margin = 0.11 * pow(11.0 / 12, 60);
  NEAR(market_of(&f)->prospects, margin / 0.04, 1e-9);
  earn(&f, -1);
  for (int month = 0; month < 12; month++) prospects_update(f.economy);
  NEAR(market_of(&f)->prospects, 0, 0); /* losses draw nobody */
  f.economy->burning_in = true;
  prospects_update(f.economy);
  NEAR(market_of(&f)->prospects, 1, 0);
  close_fixture(&f);
}

static void more_firms_leave_each_newcomer_less(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->month = 1;
  f.economy->burning_in = false;
  f.params->entry_margin = 0;
  f.params->entry_room = 1;
  market_of(&f)->start_room = 2 * market_of(&f)->demand * (1 - market_of(&f)->rest_share) /
                              firms_in(f.economy, EQUIPMENT) / economy_frontier(f.economy);
  prospects_update(f.economy);
  NEAR(market_of(&f)->prospects, 0.5, 1e-9);
  close_fixture(&f);
}

/* Entrants of a month by origin, with this prospect of every market. */
struct origins {
  double of[ORIGIN_COUNT];
};
static struct origins entrants_with(double prospects) {
  struct fixture f;
  struct error error;
  struct origins n = {{0}};
  open_fixture(&f, NULL);
  f.params->start_up_rate = f.params->footloose_rate = 400;
  f.params->spin_off_rate = 1;
  f.params->return_founding = 1;
  f.economy->towns.returned[0] = (struct by_skill_count){{0, 250, 50}};
  for (uint32_t s = 0; s < f.economy->segments_count; s++) {
    f.economy->markets[s].prospects = prospects;
  }
  const uint32_t old = f.economy->firms.count;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  for (uint32_t i = old; i < f.economy->firms.count; i++) n.of[f.economy->firms.origin[i]]++;
  close_fixture(&f);
  return n;
}

static void every_kind_of_entrant_heeds_them(void **state) {
  (void)state;
  static const enum origin kinds[] = {ORIGIN_SPIN_OFF, ORIGIN_START_UP, ORIGIN_ATTRACTED,
                                      ORIGIN_RETURNEE};
  const struct origins usual = entrants_with(1), half = entrants_with(0.5), none = entrants_with(0);
  for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
    const double n = usual.of[kinds[k]];
    EXPECT(n > 20, "%g of kind %d", n, kinds[k]);
    NEAR(half.of[kinds[k]] / n, 0.5, 3 / sqrt(n)); /* three standard errors of a Poisson share */
    NEAR(none.of[kinds[k]], 0, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(they_are_their_formula),
      cmocka_unit_test(more_firms_leave_each_newcomer_less),
      cmocka_unit_test(every_kind_of_entrant_heeds_them),
  };
  return cmocka_run_group_tests_name("prospects", tests, NULL, NULL);
}
