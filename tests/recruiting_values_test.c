/* Whom recruiters and leaders bring, when and where, to its value. */
#include "support.h"

#include <math.h>

static void a_leader_s_money_is_a_subsidy_once_it_stands_and_it_is_not_replaced(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(
      &f,
      "levers.x={" HALF_FROM_1_TO_12 "lever: lead_sheep, landing_probability: 100 %, cost: 0.001}",
      "levers.y={" HALF_FROM_1_TO_12 "lever: lead_sheep, kind: phoenix, spin_off: 4, cost: 0.0025}",
      NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t first = firm_of(f.economy, 0, EQUIPMENT, 2);
  const uint32_t second = firm_of(f.economy, 0, CONSUMABLES, 1);
  for (int m = 0; m < 12; m++) firms->sales_year[first].v[m] = 500;
  for (int m = 0; m < 12; m++) firms->sales_year[second].v[m] = 400;
  firms->lead[first] = 1;
  const int64_t cash = firms->cash[second];
  calendar_act(&f,
               1); /* negotiations succeed in the first month; the largest that is no lead rises */
  assert_int_equal(f.economy->projects_count, 1);
  assert_int_equal(firms->lead[second], 1);
  assert_int_equal(firms->cash[second], cash + ledger_fen(1));
  expect_paid(&f, ledger_fen(1), ledger_fen(1));
  NEAR(f.economy->towns.instruments[0].lead_spin_offs, 0.5 * 3 * (1 - exp(-1 / (0.0025 * 4800))),
       1e-9);
  firms->id[second]++; /* it has closed, and another firm stands in its row */
  calendar_act(&f, 2);
  assert_int_equal(firms->cash[second], cash + ledger_fen(1));
  expect_paid(&f, ledger_fen(2), 0);
  NEAR(f.economy->towns.instruments[0].lead_spin_offs, 0, 0);
  close_fixture(&f);
}

#define TEAMS                                                                                      \
  "lever: recruiting_teams, from: 2020-01, to: 2020-12, landing_probability: 100 %, "              \
  "landing_months: 15 months, cost: 0.1 M CNY/month, contacts: 10 1/month, "                       \
  "signing_probability: 0.1, budget: 480 M CNY"

static void teams_sign_by_contacts_effort_and_operators_and_land_as_approvals_go(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "parameters.landing_sigma=0", "levers=~",
      /* two teams, each six projects a month, and what the finite supply takes */
      "levers={r: {lever: recruiting_teams, to: 2020-12, landing_probability: 100 %, "
      "landing_months: 15 months, cost: 0.1 M CNY/month, budget: 2.4001728124424959 M CNY, "
      "contacts: 5 1/month, signing_probability: 0.6}, "
      "z: {lever: professional_operator, to: 2020-12, cost: 0.001 M CNY/year, signings: 0.5}, "
      "zz: {lever: one_window, to: 2020-12, cost: 0.00001 M CNY/year, saved: 0.5}}",
      "parameters.movable_projects=1000000 1/year", NULL};
  open_fixture(&f, settings);
  f.economy->towns.effort[0] = 2;
  for (int32_t month = 0; month < 12; month++) {
    calendar_act(&f, month); /* 2 * 5 * .6 a month, twice for effort, half as many more */
    assert_int_equal(f.economy->towns.projects_signed[0], 18 * (month + 1));
  }
  for (uint32_t k = 0; k < f.economy->projects_count; k++)
    assert_int_equal(f.economy->projects[k].due, (int32_t)(k / 18) + 13); /* 15 (.8 + .1/2), up */
  close_fixture(&f);
  const char *const bird[] = {"parameters.landing_sigma=0", "levers=~",
                              "levers={l: {lever: lead_sheep, from: 2020-01, to: 2020-12, "
                              "landing_probability: 100 %, cost: 0.001}, "
                              "z: {lever: one_window, to: 2020-12, cost: 0.00001 M CNY/year, "
                              "saved: 0.5}}",
                              NULL};
  open_fixture(&f, bird);
  f.economy->towns.effort[0] = 2;
  calendar_act(&f, 0);
  assert_int_equal(f.economy->projects_count, 1);
  assert_int_equal(f.economy->projects[0].due, 12); /* 14 (.8 + .1/2), up */
  close_fixture(&f);
}

/* Xianju's chain stands in two parks; Jinxian's is forty firms of consumables and few others. */
static void recruiters_want_what_is_footloose_and_what_the_chain_lacks(void **state) {
  (void)state;
  static const char *const towns[][2] = {{"levers.r.towns=xianju", "levers.z.towns=xianju"},
                                         {"levers.r.towns=jinxian", "levers.z.towns=jinxian"}};
  static const double firms[][4] = {{6, 5, 3, 4}, {40, 6, 1, 8}}, footloose[] = {1, 1, 1, 2};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    const char *const settings[] = {"levers=~",
                                    "levers={r: {" TEAMS
                                    "}, z: {lever: missing_link, from: 2020-01, "
                                    "to: 2020-12, cost: 0.0001 M CNY/year, targeting: 3}}",
                                    "parameters.movable_projects=1000000 1/year",
                                    "segments.components.footloose=2",
                                    TWO_PARKS,
                                    towns[pass][0],
                                    towns[pass][1],
                                    NULL};
    open_fixture(&f, settings);
    double weight[4], sum = 0, count[5] = {0};
    for (int s = 0; s < 4; s++)
      sum += weight[s] = footloose[s] * (1 + 3 * 2 / (firms[pass][s] + 2));
    for (int32_t month = 0; month < 12; month++) calendar_act(&f, month);
    assert_int_equal(f.economy->projects_count, 4777); /* of 4,800, M / (M + 4800) */
    for (uint32_t k = 0; k < 4777; k++) count[f.economy->projects[k].segment]++;
    for (int s = 0; s < 4; s++) {
      const double p = weight[s] / sum;
      NEAR(count[s] / 4777, p, 4 * sqrt(p * (1 - p) / 4777));
    }
    NEAR(count[OTHER], 0, 0);
    close_fixture(&f);
  }
}

static void projects_land_by_the_best_park_and_the_operator(void **state) {
  (void)state;
  static const char *const operators[] = {"levers.z.landing=0", "levers.z.landing=1"};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    const char *const settings[] = {"levers=~",
                                    "levers={r: {" TEAMS
                                    "}, z: {lever: professional_operator, from: 2020-01, "
                                    "to: 2020-12, cost: 0.001 M CNY/year, signings: 0}}",
                                    "parameters.movable_projects=1000000 1/year",
                                    operators[pass],
                                    "levers.r.landing_probability=30 %",
                                    TWO_PARKS,
                                    NULL};
    open_fixture(&f, settings);
    for (uint32_t s = 0; s < 5; s++) {
      f.economy->attraction[s] = -2;
      f.economy->attraction[5 + s] = 0.5;
    }
    for (int32_t month = 0; month < 12; month++) calendar_act(&f, month);
    const double p = 1 / (1 + 0.7 / 0.3 * exp(-0.5 - pass));
    NEAR(f.economy->projects_count / 4777.0, p, 4 * sqrt(p * (1 - p) / 4777));
    close_fixture(&f);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_leader_s_money_is_a_subsidy_once_it_stands_and_it_is_not_replaced),
      cmocka_unit_test(teams_sign_by_contacts_effort_and_operators_and_land_as_approvals_go),
      cmocka_unit_test(recruiters_want_what_is_footloose_and_what_the_chain_lacks),
      cmocka_unit_test(projects_land_by_the_best_park_and_the_operator),
  };
  return cmocka_run_group_tests_name("recruiting_values", tests, NULL, NULL);
}
