/* Levers, each to its value: what signs alone would let pass. */
#include "support.h"

#include "bellwether/markets/land.h"
#include "bellwether/policy/policy.h"

#include <math.h>
#include <stdio.h>

static void open_with(struct fixture *f, const char *lever, const char *setting) {
  const char *const settings[] = {"levers.programme_fund=~",
                                  "levers.programme_recruiting=~",
                                  "levers.programme_recruiting_later=~",
                                  lever,
                                  setting,
                                  NULL};
  open_fixture(f, settings);
}
static void act(struct fixture *f, int32_t month) {
  struct error error;
  f->economy->month = month;
  assert_int_equal(policy_act(f->economy, &error), STATUS_OK);
}

static void a_lever_pays_evenly_from_first_to_last_month_and_its_effect_rises(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers.i={lever: incubation, from: 2020-03, to: 2021-02, budget: 24 M CNY, ramp: 4 "
            "months, coaching: 0.4}",
            NULL);
  const int64_t cash = f.economy->towns.cash[0];
  for (int32_t month = 0; month < 20; month++) {
    act(&f, month);
    const double paid = fmin(fmax(month - 1, 0), 12) * 2, risen = fmin(fmax(month - 1, 0) / 4, 1);
    NEAR((double)f.economy->towns.public_cost[0] / FEN_PER_MILLION, paid, 1e-7);
    NEAR((double)(cash - f.economy->towns.cash[0]) / FEN_PER_MILLION, paid, 1e-7);
    NEAR(f.economy->towns.instruments[0].coaching, 0.4 * risen, 1e-12);
  }
  close_fixture(&f);
}

static void an_incubator_s_instruments_are_its_fields(void **state) {
  (void)state;
  static const double effects[] = {1, 0.5, 2};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    char effect[64];
    snprintf(effect, sizeof effect, "levers.i.effect=%g", effects[pass]);
    open_with(&f,
              "levers.i={lever: incubation, from: 2020-01, to: 2021-12, budget: 48 M CNY, "
              "seat_cost: 0.6 M CNY/year, tenancy: 20 months, attraction: 0.7, equipment: 0.3, "
              "coaching: 0.4, hazard_tenant: 0.9, hazard_graduate: 1.3}",
              effect);
    const struct instruments *now = &f.economy->towns.instruments[0];
    const double e = effects[pass];
    act(&f, 0);
    NEAR(now->seats, 40 * fmin(e, 1), 0);
    NEAR(now->tenancy, 20, 0);
    NEAR(now->start_ups, 0.7 * e, 1e-12);
    NEAR(now->equipment, 0.3 * e, 1e-12);
    for (int32_t month = 0; month < 30; month += 29) { /* what tenants have outlasts the lever */
      act(&f, month);
      NEAR(now->coaching, 0.4 * e, 1e-12);
      NEAR(now->hazard_tenant, -0.1 * e, 1e-12);
      NEAR(now->hazard_graduate, 0.3 * e, 1e-12);
    }
    NEAR(now->seats + now->start_ups + now->equipment, 0, 0);
    close_fixture(&f);
  }
}

#define LEAD                                                                                       \
  "levers.l={lever: lead_sheep, from: 2020-03, to: 2024-12, segment: implants, effect: 0.5, "      \
  "sales: 400 M CNY/year, productivity: 0.4, strength: 0.8, procurement: 0.2, spin_off: 5, "       \
  "landing_probability: 100 %, leaves_after: 8 months, budget: 5000 M CNY, cost: 0.25"

static void a_fine_bird_is_signed_once_a_year_as_its_fields_say(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, LEAD "}", "parameters.landing_sigma=0");
  f.economy->levers_count = 1;
  act(&f, 3); /* a month late: the next negotiation is in a year */
  assert_int_equal(f.economy->projects_count, 0);
  act(&f, 14);
  assert_int_equal(f.economy->projects_count, 1);
  const struct project *project = &f.economy->projects[0];
  NEAR(project->sales, 200, 1e-9);
  NEAR(project->productivity, 0.2, 1e-12);
  assert_int_equal(project->segment, IMPLANTS);
  assert_int_equal(project->due, 14 + 14);
  EXPECT(project->lead && !project->recruited && project->town == 0, "what kind of project?");
  act(&f, 26); /* no second bird */
  assert_int_equal(f.economy->projects_count, 1);
  close_fixture(&f);
  int signed_projects = 0, poor = 0, late = 0;
  for (uint32_t r = 0; r < 20; r++) {
    open_with(&f, LEAD "}", "levers.l.landing_probability=20 %");
    f.economy->key.replication = r;
    act(&f, 2);
    signed_projects += f.economy->projects_count > 0;
    close_fixture(&f);
    open_with(&f, LEAD "}", "levers.l.budget=10 M CNY"); /* of 50 that are usual */
    f.economy->key.replication = r;
    act(&f, 2);
    const double offered = 1 - exp(-10 / (0.25 * 200));
    const double u = draw_uniform(f.economy->key, DRAW_LEAD,
                                  economy_id(0, 2, CHANNEL_LEAD, f.economy->levers[0].tag << 12), 2,
                                  0);
    assert_int_equal(f.economy->projects_count, u < offered);
    poor += f.economy->projects_count > 0;
    close_fixture(&f);
    open_with(&f, LEAD "}", NULL);
    f.economy->key.replication = r;
    act(&f, 2);
    late += f.economy->projects[0].due != 2 + 14;
    close_fixture(&f);
  }
  EXPECT(signed_projects < 10, "%d of 20 signed at 20 %%", signed_projects);
  EXPECT(poor > 0 && poor < 10, "%d of 20 signed for a fifth of what is usual", poor);
  EXPECT(late > 10, "landing takes the same time in all but %d of 20", late);
}

static void a_phoenix_is_the_largest_device_firm_and_does_what_its_fields_say(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, LEAD ", kind: phoenix}", NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t largest = firm_of(f.economy, 0, CONSUMABLES, 3);
  for (int m = 0; m < 12; m++) firms->sales_year[largest].v[m] = 50;
  const double before = firms->own_productivity[largest];
  act(&f, 2);
  assert_int_equal(firms->lead[largest], 1);
  /* 5,000 M CNY over 58 months, beside a quarter of yearly sales of 600 */
  double risen = 1 - exp(-5000.0 / 58 / 150);
  NEAR(firms->own_productivity[largest], before + 0.5 * 0.4 * risen, 1e-9);
  const struct instruments *now = &f.economy->towns.instruments[0];
  NEAR(now->lead_strength, 0.5 * 0.8 * risen, 1e-9);
  NEAR(now->procurement, 0.5 * 0.2 * risen, 1e-9);
  NEAR(now->lead_spin_offs, 0.5 * 4 * risen, 1e-9);
  for (int m = 0; m < 12; m++) firms->sales_year[largest].v[m] = 5;
  act(&f, 2); /* a fifth of lead_reference: a fifth of its strength */
  risen += (1 - risen) * (1 - exp(-5000.0 / 58 / 15));
  NEAR(now->lead_strength, 0.5 * 0.8 * risen / 5, 1e-9);
  for (int32_t month = 3; month <= 10; month++) {
    act(&f, month);
    assert_int_equal(firms->leaving[largest], month == 10); /* 8 months after it rose */
  }
  close_fixture(&f);
}

#define TEAMS                                                                                      \
  "levers.r={lever: recruiting_teams, from: 2020-01, to: 2020-12, cost: 0.1 M CNY/month, "         \
  "contacts: 10 1/month, signing_probability: 0.1, budget: 20 M CNY, sales: 30 M "                 \
  "CNY/year, subsidy: 0.1, landing_months: 8 months, landing_probability: "

/* A team signs one project a month: 20 M CNY are 200 a year at .1 a team and month, and of them
 * M / (M + 200), M = movable_projects = 400, are found. */

static void teams_sign_what_is_left_and_land_their_share(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, TEAMS "100 %}", "parameters.footloose_sigma=0");
  f.params->landing_sigma = 0;
  f.scenario.segments[CONSUMABLES].role = ROLE_OTHER;
  for (int32_t m = 0; m < 12; m++) {
    act(&f, m);
    assert_int_equal(f.economy->towns.projects_signed[0], 400 * (m + 1) / 36);
  }
  assert_int_equal(f.economy->projects_count, 133);
  for (uint32_t k = 0; k < 133; k++) {
    const struct project *project = &f.economy->projects[k];
    NEAR(project->sales, 30, 1e-9);
    NEAR(project->subsidy, 3, 1e-9);
    assert_int_equal(project->due, (int32_t)(36 * (k + 1) - 1) / 400 + 8);
    EXPECT(project->recruited && !project->lead && project->segment != OTHER, "what project?");
    EXPECT(project->segment != CONSUMABLES, "outside the chain");
  }
  close_fixture(&f);
  open_with(&f, TEAMS "50 %}", "levers.r.budget=0.10025062656641603 M CNY");
  for (int32_t m = 0; m < 12; m++) {
    act(&f, m);
    assert_int_equal(f.economy->towns.projects_signed[0], m == 11); /* twelve twelfths make one */
  }
  close_fixture(&f);
  static const char *const elsewhere[] = {
      "levers.x={lever: recruiting_teams, to: 2020-12, cost: 0.1 M CNY/month, contacts: 10 1/month, "
      "signing_probability: 0.1, budget: 40 M CNY, towns: tonglu}",
      "levers.x={lever: recruiting_teams, to: 2020-12, cost: 0.1 M CNY/month, contacts: 10 1/month, "
      "signing_probability: 0.1, budget: 80 M CNY, effect: 0.5, towns: tonglu}",
      "levers.x={lever: recruiting_teams, to: 2020-06, cost: 0.1 M CNY/month, contacts: 10 1/month, "
      "signing_probability: 0.1, budget: 10 M CNY, towns: rivals}",
      "levers.r.effect=0.5"};
  static const uint32_t signs[] = {80, 80, 0, 80}; /* 200 400 / (400 + 200 + 400); 100 / 500 */
  for (int pass = 0; pass < 4; pass++) {
    open_with(&f, TEAMS "50 %}", elsewhere[pass]);
    for (int32_t m = 0; m < 12; m++) act(&f, m);
    const uint32_t n = f.economy->towns.projects_signed[0];
    /* half a year beside six towns at 200 a year each, half a year alone: 22.2 + 66.7 */
    assert_int_equal(n, pass == 2 ? 88 : signs[pass]);
    close_fixture(&f);
  }
}

static double landed(double attraction) {
  struct fixture f;
  open_with(&f, TEAMS "30 %}", "levers.r.budget=240 M CNY");
  f.params->movable_projects = 1e6;
  for (uint32_t s = 0; s < 5; s++) f.economy->attraction[group_of(f.economy, 0, s)] = attraction;
  for (int32_t m = 0; m < 12; m++) act(&f, m);
  double sum = 0, squares = 0;
  const uint32_t n = f.economy->projects_count;
  for (uint32_t k = 0; k < n; k++) {
    const double x = log(f.economy->projects[k].sales);
    sum += x;
    squares += x * x;
  }
  NEAR(sqrt(squares / n - sum * sum / n / n), 1, 0.1); /* footloose_sigma */
  NEAR(sum / n, log(30), 0.12);
  int32_t first = 1000, last = 0;
  for (uint32_t k = 0; k < n && k < 40; k++) {
    const int32_t due = f.economy->projects[k].due;
    first = due < first ? due : first, last = due > last ? due : last;
  }
  EXPECT(last - first > 3, "all of the first month land within %d months", last - first);
  const uint32_t all = f.economy->towns.projects_signed[0];
  close_fixture(&f);
  EXPECT(all > 2300, "%u signed", all);
  return (double)n / all;
}

static void attraction_raises_the_odds_of_landing(void **state) {
  (void)state;
  NEAR(landed(0), 0.3, 0.03);
  NEAR(landed(1), 1 / (1 + 0.7 / 0.3 * exp(-1)), 0.03);
}

#define FUND                                                                                       \
  "levers.f={lever: fund_injection, from: 2020-01, to: 2020-12, leverage: 2, selection: 1, "       \
  "government_share: 0.25, multiple: 2, horizon: 18 months, fee: 0.06 1/year, "

/* A town in which only firms i and j lack money, i with the better outlook. */
static void two_applicants(struct fixture *f, uint32_t *i, uint32_t *j, double gap) {
  struct firms *firms = &f->economy->firms;
  *i = firm_of(f->economy, 0, EQUIPMENT, 0), *j = firm_of(f->economy, 0, CONSUMABLES, 0);
  for (uint32_t k = 0; k < firms->count; k++) firms->funding_gap[k] = 0;
  firms->funding_gap[*i] = firms->funding_gap[*j] = gap;
  firms->funding_gap[firm_of(f->economy, 0, OTHER, 0)] = 100;
  firms->costs[*i] = firms->costs[*j] = 0.5;
  for (int m = 0; m < 12; m++) firms->sales_year[*i].v[m] = firms->sales_year[*j].v[m] = 2;
  firms->expected_orders[*i] = 4, firms->expected_orders[*j] = 2.5; /* of sales of 2 a month */
  firms->share_due[*i] = firms->share_due[*j] = 0;
}

static void a_fund_s_stake_is_its_formula_and_is_sold_at_its_horizon(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, FUND "budget: 120 M CNY, ticket: 4 M CNY}", NULL);
  uint32_t i, j;
  two_applicants(&f, &i, &j, 20);
  struct lever_state *fund = economy_lever_state(f.economy, 0, 0);
  const int64_t cash = f.economy->firms.cash[i];
  act(&f, 0); /* 10 M arrive; the fee takes .05; two tickets of 4 and 1.5 times that join */
  assert_int_equal(f.economy->stakes_count, 2);
  const struct stake *stake = &f.economy->stakes[0];
  assert_int_equal(stake->firm_row, i);
  assert_int_equal(stake->paid, ledger_fen(4));
  assert_int_equal(f.economy->firms.cash[i] - cash, ledger_fen(10));
  NEAR(stake->share, 4.0 / (2 * 24 + 10), 1e-12);
  assert_int_equal(stake->due, 18);
  assert_int_equal(f.economy->firms.funding_gap[i] <= 0, 1);
  assert_int_equal(fund->cash, ledger_fen(10 - 0.05 - 8));
  f.economy->firms.funding_gap[i] = f.economy->firms.funding_gap[j] = 20;
  act(&f, 1);
  assert_int_equal(f.economy->stakes_count, 2); /* one stake a firm */
  for (int32_t m = 2; m < 12; m++) act(&f, m);
  const int64_t left = fund->cash;
  act(&f, 12); /* after `to` the money goes back to the town */
  assert_int_equal(f.economy->towns.public_returns[0], left);
  NEAR((double)fund_value(f.economy, 0) / FEN_PER_MILLION, 2 * 4.0 / 58 * 48, 1e-6);
  for (int32_t m = 13; m <= 17; m++) act(&f, m);
  assert_int_equal(f.economy->stakes_count, 2);
  act(&f, 18);
  assert_int_equal(f.economy->stakes_count, 0);
  NEAR((double)(f.economy->towns.public_returns[0] - left) / FEN_PER_MILLION, 2 * 4.0 / 58 * 48,
       1e-6);
  NEAR(policy_firm_value(f.economy, i, 0), 5, 0);
  close_fixture(&f);
}

static void a_ticket_is_what_is_asked_or_what_there_is(void **state) {
  (void)state;
  static const double gaps[] = {1, 20, 20};
  static const char *const effects[] = {"levers.f.effect=1", "levers.f.effect=1",
                                        "levers.f.effect=0.5"};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    uint32_t i, j;
    open_with(&f, FUND "budget: 120 M CNY, ticket: 100 M CNY}", effects[pass]);
    two_applicants(&f, &i, &j, gaps[pass]);
    act(&f, 0);
    /* three years of its gap and a year of costs, of which 1.5 per 1 are private: (3 + 6) / 2.5 */
    const double money = 10 - 0.05, paid = pass == 0 ? 3.6 : pass == 1 ? money : money / 2;
    assert_int_equal(f.economy->stakes[0].firm_row, i); /* the better outlook comes first */
    NEAR((double)f.economy->stakes[0].paid / FEN_PER_MILLION, paid, 1e-7);
    assert_int_equal(f.economy->stakes_count, pass == 0 ? 2 : 1);
    close_fixture(&f);
  }
}

static void without_skill_chance_selects_and_with_skill_growth(void **state) {
  (void)state;
  int best[3] = {0};
  static const char *const skills[] = {"levers.f.selection=0", "levers.f.selection=0.5",
                                       "levers.f.selection=1"};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    uint32_t i, j;
    open_with(&f, FUND "budget: 120 M CNY, ticket: 100 M CNY}", skills[pass]);
    for (uint32_t r = 0; r < 100; r++) {
      two_applicants(&f, &i, &j, 20);
      f.economy->firms.expected_orders[j] = 7.5; /* more than i expects, but from 6 a month */
      for (int m = 0; m < 12; m++) f.economy->firms.sales_year[j].v[m] = 6;
      f.economy->key.replication = r;
      f.economy->stakes_count = 0;
      *economy_lever_state(f.economy, 0, 0) = (struct lever_state){0};
      act(&f, 0);
      best[pass] += f.economy->stakes[0].firm_row == i;
    }
    close_fixture(&f);
  }
  EXPECT(best[0] > 30 && best[0] < 70, "by chance: %d of 100", best[0]);
  /* growth differs by ln(5/3 : 8.5/7), the chances by .3 sqrt 2: Phi(.75) = .77 */
  EXPECT(best[1] > 65 && best[1] < 90, "half skill: %d of 100", best[1]);
  assert_int_equal(best[2], 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_lever_pays_evenly_from_first_to_last_month_and_its_effect_rises),
      cmocka_unit_test(an_incubator_s_instruments_are_its_fields),
      cmocka_unit_test(a_fine_bird_is_signed_once_a_year_as_its_fields_say),
      cmocka_unit_test(a_phoenix_is_the_largest_device_firm_and_does_what_its_fields_say),
      cmocka_unit_test(teams_sign_what_is_left_and_land_their_share),
      cmocka_unit_test(attraction_raises_the_odds_of_landing),
      cmocka_unit_test(a_fund_s_stake_is_its_formula_and_is_sold_at_its_horizon),
      cmocka_unit_test(a_ticket_is_what_is_asked_or_what_there_is),
      cmocka_unit_test(without_skill_chance_selects_and_with_skill_growth),
  };
  return cmocka_run_group_tests_name("policy_values", tests, NULL, NULL);
}
