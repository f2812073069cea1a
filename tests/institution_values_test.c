/* Brand, brokers, officials' effort and the ladder of small firms, each to its value: what signs
 * alone would let pass. */
#include "support.h"

#include "bellwether/dynamics/brand.h"
#include "bellwether/dynamics/brokerage.h"
#include "bellwether/dynamics/effort.h"
#include "bellwether/dynamics/tiers.h"

#include <math.h>

/* M19 */
static void brand_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  struct towns *towns = &f.economy->towns;
  for (uint32_t i = 0; i < firms->count; i++) firms->sales[i] = 0;
  const uint32_t rows[] = {firm_of(f.economy, 0, EQUIPMENT, 0),
                           firm_of(f.economy, 0, COMPONENTS, 0),
                           firm_of(f.economy, 1, CONSUMABLES, 0), firm_of(f.economy, 0, OTHER, 0)};
  static const double sales[] = {3, 1, 4, 100}, quality[] = {1, 0.2, 0.5, 9};
  for (int k = 0; k < 4; k++)
    firms->sales[rows[k]] = sales[k], firms->quality[rows[k]] = quality[k];
  const double mean = (3 * 1 + 1 * 0.2 + 4 * 0.5) / 8;
  const double own[] = {(3 * 1 + 1 * 0.2) / 4, 0.5, mean}; /* the third sells nothing */
  for (uint32_t t = 0; t < 3; t++) {
    towns->brand[t] = 0.1, towns->brand_base[t] = 0.3;
    towns->publicity[t].v[STAFF] = 5, towns->publicity[t].v[STORY] = 10;
  }
  brand_update(f.economy);
  const double known = 1 - (1 - 0.5 * (1 - exp(-1))) * (1 - 0.5 * (1 - exp(-2)));
  for (uint32_t t = 0; t < 3; t++) {
    NEAR(towns->brand[t], 0.1 + 0.02 * (0.3 + 0.2 * (own[t] - mean) + known - 0.1), 1e-12);
    NEAR(towns->publicity[t].v[STAFF], 5 * 0.97, 1e-12);
    NEAR(towns->publicity[t].v[STORY], 10 * 0.97, 1e-12);
  }
  close_fixture(&f);
}

/* M24 */
static void links_come_by_chance_and_fade(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  e->towns.brokerage[0] = 2;
  *instruments_of(&f, 0) = (struct instruments){.cases = 3, .survey = 0.5, .response = 1};
  const double chance = 1 - exp(-(0.1 + 2 + 3) * 1.5 * 2 / 17); /* 17 firms of the chain */
  NEAR(brokerage_chance(e, 0), chance, 1e-12);
  for (uint32_t i = 0; i < e->firms.count; i++) e->firms.links[i] = 2;
  brokerage_update(e);
  const struct span here = economy_town_firms(e, 0);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = e->roster.rows[at];
    const double u = draw_uniform(e->key, DRAW_LINK, e->firms.id[i], e->month, 0);
    const double links = e->firms.segment[i] == OTHER ? 2 : 2 * 35.0 / 36 + (u < chance);
    NEAR(e->firms.links[i], links, 1e-6);
  }
  close_fixture(&f);
}

/* M23 */
static void effort_closes_its_share_of_the_gap(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->towns.effort[0] = 1.2;
  instruments_of(&f, 0)->effort = 0.5;
  effort_update(f.economy);
  NEAR(f.economy->towns.effort[0], 1.2 + f.params->effort_adjustment * 0.3, 1e-12);
  instruments_of(&f, 0)->effort = -4;
  for (int month = 0; month < 60; month++) effort_update(f.economy);
  NEAR(f.economy->towns.effort[0], 0.1, 1e-12);
  close_fixture(&f);
}

/* M22: whether firm i rises this month where the step's odds are such that it is just not due
 * (margin below 0), or just due; `rest` is what is due to the firm itself. */
static bool rises(struct fixture *f, uint32_t i, double rest, double margin) {
  double *const steps[] = {&f->params->tier_technology, &f->params->tier_high_tech,
                           &f->params->tier_specialised, &f->params->tier_little_giant,
                           &f->params->tier_leader};
  struct firms *firms = &f->economy->firms;
  const uint8_t tier = firms->tier[i];
  const double u = draw_uniform(f->economy->key, DRAW_TIER, firms->id[i], f->economy->month, 0);
  for (int k = 0; k < 5; k++)
    *steps[k] = k == tier ? log(u / (1 - u)) - rest + margin : margin > 0 ? -1000 : 1000;
  firms->promoted[i] = -9;
  tiers_update(f->economy);
  const bool rose = firms->tier[i] == tier + 1;
  assert_int_equal(firms->promoted[i], rose ? f->economy->month : -9);
  EXPECT(rose || firms->tier[i] == tier, "from %d to %d", tier, firms->tier[i]);
  firms->tier[i] = tier;
  return rose;
}

static void the_odds_of_a_step_are_their_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  static const double grants[] = {0, 0.06, 0.5}; /* M CNY a month: the last is over the bound */
  for (int pass = 0; pass < 3; pass++) {
    const uint32_t i = firm_of(f.economy, 1, EQUIPMENT, (uint32_t)pass);
    f.economy->month = (int32_t)((firms->id[i] + 12 - 4096 % 12) % 12 + 24);
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = 3;
    firms->sales[i] = 2.5, firms->expected_orders[i] = 4, firms->certificates[i] = 6;
    firms->grant[i] = ledger_fen(grants[pass]);
    instruments_of(&f, 1)->tiers = 0.7;
    const double research = 12 * (0.07 * 2.5 + grants[pass]) / 36 - 0.05;
    const double rest = 0.5 * log(36.0 / 20) + 10 * fmin(research, 0.05) +
                        log((12 * 4 + 1) / 37.0) + 0.3 * log(7) + 0.7;
    for (uint8_t tier = TIER_NONE; tier < TIER_LEADER; tier++) {
      firms->tier[i] = tier;
      EXPECT(rises(&f, i, rest, 1e-7), "tier %d does not rise", tier);
      EXPECT(!rises(&f, i, rest, -1e-7), "tier %d rises", tier);
    }
    firms->tier[i] = TIER_NONE;
    f.economy->month++;
    EXPECT(!rises(&f, i, rest, 100), "it rises in another's month");
  }
  close_fixture(&f);
}

static void who_leads_sells_nothing_or_stands_outside_the_chain_does_not_rise(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  f.params->tier_technology = f.params->tier_leader = f.params->tier_little_giant = 1000;
  const uint32_t leader = firm_of(f.economy, 0, EQUIPMENT, 0),
                 poor = firm_of(f.economy, 0, EQUIPMENT, 1),
                 other = firm_of(f.economy, 0, OTHER, 0), last = firm_of(f.economy, 0, IMPLANTS, 0);
  firms->tier[leader] = TIER_LEADER;
  firms->tier[last] = TIER_LITTLE_GIANT;
  firms->tier[poor] = firms->tier[other] = TIER_NONE;
  for (int m = 0; m < 12; m++) firms->sales_year[poor].v[m] = 0;
  firms->expected_orders[poor] = 10;
  for (f.economy->month = 0; f.economy->month < 12; f.economy->month++) tiers_update(f.economy);
  assert_int_equal(firms->tier[leader], TIER_LEADER);
  assert_int_equal(firms->tier[poor], TIER_NONE);
  assert_int_equal(firms->tier[other], TIER_NONE);
  assert_int_equal(firms->tier[last], TIER_LEADER);
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(brand_is_its_formula),
      cmocka_unit_test(links_come_by_chance_and_fade),
      cmocka_unit_test(effort_closes_its_share_of_the_gap),
      cmocka_unit_test(the_odds_of_a_step_are_their_formula),
      cmocka_unit_test(who_leads_sells_nothing_or_stands_outside_the_chain_does_not_rise),
  };
  return cmocka_run_group_tests_name("institution_values", tests, NULL, NULL);
}
