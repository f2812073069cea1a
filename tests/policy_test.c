/* Levers do what they say, and a card can fail. */
#include "support.h"

#include "bellwether/policy/policy.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* M16 */
static void a_fund_gives_to_those_who_lack_and_private_money_likes_half(void **state) {
  (void)state;
  static const char *const shares[] = {"levers.f.government_share=0.5",
                                       "levers.f.government_share=0.9"};
  double joined[2], given[2];
  for (int k = 0; k < 2; k++) {
    const char *const settings[] = {
        "levers.f={lever: fund_injection, from: 2020-01, to: 2020-01, budget: 50 M CNY, fee: 0 1/year}",
        "levers.programme_fund=~", shares[k], NULL};
    struct fixture f;
    struct error error;
    open_fixture(&f, settings);
    const struct span here = economy_town_firms(f.economy, 0);
    for (uint32_t at = here.first; at < here.end; at++) {
      f.economy->firms.funding_gap[f.economy->roster.rows[at]] = at % 2 ? 20 : 0;
    }
    int64_t *before = calloc(f.economy->firms.count, sizeof *before);
    memcpy(before, f.economy->firms.cash, f.economy->firms.count * sizeof *before);
    f.economy->month = 0;
    assert_int_equal(policy_act(f.economy, &error), STATUS_OK);
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = f.economy->roster.rows[at];
      EXPECT(at % 2 || f.economy->firms.cash[i] == before[i], "money for a firm without a gap");
    }
    joined[k] = (double)f.economy->ledger.month.paid[FLOW_private_equity];
    given[k] = (double)f.economy->ledger.month.paid[FLOW_fund_equity];
    EXPECT(given[k] > 0 && f.economy->stakes_count > 0, "no stake was taken");
    free(before);
    close_fixture(&f);
  }
  EXPECT(fabs(joined[0] / given[0] - 1.93) < 1e-6, "leverage %g at a half", joined[0] / given[0]);
  EXPECT(joined[1] / given[1] < 0.7, "leverage %g at nine tenths", joined[1] / given[1]);
}

/* M15 */
static void seats_are_rent_free_and_run_out(void **state) {
  (void)state;
  static const char *const settings[] = {
      "levers.i={lever: incubation, from: 2020-01, to: 2020-12, budget: 4 M CNY}",
      "parameters.start_up_rate=20 1/year", NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 12);
  assert_int_equal(f.economy->towns.seats_taken[0], 5); /* 4 M over a year at .8 M a seat */
  uint32_t seated = 0;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) seated += f.economy->firms.seated[i];
  assert_int_equal(seated, 5);
  close_fixture(&f);
}

/* M18 */
static void a_lead_that_leaves_takes_its_orders_along(void **state) {
  (void)state;
  static const char *const settings[] = {
      "levers.l={lever: lead_sheep, kind: phoenix, cost: 0.001, from: 2020-01, leaves_after: 6 "
      "months}",
      "parameters.lead_reference=10 M CNY/year", NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 6);
  EXPECT(world_value(&f.world, 5, 0, INDICATOR_lead_sales) > 0, "no lead sold");
  EXPECT(world_value(&f.world, 5, 0, INDICATOR_lead_firms) > 0, "no lead stood");
  EXPECT(f.economy->towns.instruments[0].lead_strength > 0, "the lead had no strength");
  const double local = f.economy->towns.local_share[0];
  support_run(&f.world, 3);
  EXPECT(world_value(&f.world, 8, 0, INDICATOR_lead_firms) <= 0, "the lead stayed");
  EXPECT(f.economy->towns.local_share[0] < local, "local purchases stayed");
  close_fixture(&f);
}

static void final_share(const struct world *world, double *out) {
  *out = world_value(world, world->economy.month - 1, 0, INDICATOR_market_share);
}

/* Mean paired difference in the focal town's market share at the end, and the half-width of its
 * 95 % interval. */
struct gain {
  double mean, half;
};

static struct gain gain_of(const char *base, const char *const *base_settings, const char *other,
                           const char *const *settings, double quantile) {
  enum { N = 20 };
  double values[2][N];
  for (int pass = 0; pass < 2; pass++) {
    struct scenario scenario;
    support_load(&scenario, pass ? other : base, pass ? settings : base_settings);
    support_replicate(&scenario, N, 1, values[pass], final_share);
    scenario_free(&scenario);
  }
  for (int r = 0; r < N; r++) values[1][r] -= values[0][r];
  return (struct gain){gsl_stats_mean(values[1], 1, N),
                       quantile * gsl_stats_sd(values[1], 1, N) / sqrt(N)};
}

#define T_19 2.093 /* the quantile .975 of Student's t with 19 degrees of freedom */

/* A card fails where its effect is nil, where rivals do the same, or where land is short. */
static void a_card_can_fail(void **state) {
  (void)state;
  static const char card[] = "cards/lead-sheep", base[] = "xianju/baseline";
#define ONE_LEAD                                                                                    \
  "levers.lead={lever: lead_sheep, landing_probability: 100 %, segment: equipment, from: 2023-01, " \
  "budget: 240 M CNY}",                                                                             \
      "levers.lead_consumables=~", "levers.lead_implants=~"
  static const char *const alone[] = {ONE_LEAD, NULL};
  static const char *const null[] = {ONE_LEAD, "levers.lead.effect=0", NULL};
  static const char *const all[] = {ONE_LEAD, "levers.lead.towns=all", NULL};
  static const char *const land[] = {ONE_LEAD, "towns.xianju.land=0 mu",
                                     "towns.xianju.floor=120000 m2", NULL};
  const struct gain full = gain_of(base, NULL, card, alone, T_19);
  const struct gain none = gain_of(base, NULL, card, null, T_19);
  const struct gain rivals = gain_of(base, NULL, card, all, T_19);
  const struct gain confined = gain_of(base, land + 3, card, land, T_19);
  print_message("Xianju's gain in market share: alone %.4f +- %.4f, rivals too %.4f +- %.4f, land "
                "short %.4f +- %.4f\n",
                full.mean, full.half, rivals.mean, rivals.half, confined.mean, confined.half);
  EXPECT(full.mean > full.half, "gain in share %g +- %g", full.mean, full.half);
  EXPECT(fabs(none.mean) <= 0, "with no effect: %g", none.mean);
  EXPECT(rivals.mean + rivals.half < full.mean - full.half, "rivals do the same: %g", rivals.mean);
  EXPECT(confined.mean < 0.8 * full.mean, "land is short: %g", confined.mean);
}

/* Among towns that are alike, what all of them do gains none of them a share. (Xianju, smaller than
 * its rivals, keeps a part of its gain: the same flagship weighs more there.) */
static void a_lead_that_every_town_has_gains_none_of_them_a_share(void **state) {
  (void)state;
  static const char twins[] = "verification/twins";
  static const char *const alone[] = {
      "levers.lead={lever: lead_sheep, landing_probability: 100 %, segment: equipment, budget: 240 M CNY}",
      NULL};
  static const char *const all[] = {
      "levers.lead={lever: lead_sheep, landing_probability: 100 %, segment: equipment, budget: 240 M CNY, towns: all}",
      NULL};
  const struct gain one = gain_of(twins, NULL, twins, alone, T_19);
  const struct gain every = gain_of(twins, NULL, twins, all, T_19);
  print_message("one of seven twins: gain in market share alone %.4f +- %.4f, all alike %.4f +- "
                "%.4f\n",
                one.mean, one.half, every.mean, every.half);
  EXPECT(one.mean > one.half, "alone %g +- %g", one.mean, one.half);
  EXPECT(fabs(every.mean) < every.half, "all alike: %g +- %g", every.mean, every.half);
  EXPECT(every.half < one.mean / 2, "the interval %g is too wide to tell", every.half);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_fund_gives_to_those_who_lack_and_private_money_likes_half),
      cmocka_unit_test(seats_are_rent_free_and_run_out),
      cmocka_unit_test(a_lead_that_leaves_takes_its_orders_along),
      cmocka_unit_test(a_card_can_fail),
      cmocka_unit_test(a_lead_that_every_town_has_gains_none_of_them_a_share),
  };
  return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
