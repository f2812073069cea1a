/* Every lever at its central value does what its evidence claims: paired replications show the
 * sign; where the evidence claims none, the test says so and holds the lever to its own mechanism.
 */
#include "support.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { REPLICATIONS = 40 };
#define T_39 2.023 /* the quantile .975 of Student's t with 39 degrees of freedom */

/* What a lever is held to. `where`: settings of both the base and the lever's run, separated by |.
 */
struct claim {
  const char *lever, *says; /* more of the lever's own values */
  enum indicator indicator;
  int sign;
  const char *source; /* the evidence, or why none is claimed */
  const char *where;
};

static const struct claim claims[] = {
    {"fund_injection", "budget: 240 M CNY", INDICATOR_device_sales, 1, "X9; capital and jobs", ""},
    {"incubation", "", INDICATOR_start_up_sales, 1,
     "weak and mixed: more start-ups; survival unclaimed", ""},
    {"lead_sheep", "landing_probability: 100 %, budget: 240 M CNY", INDICATOR_device_sales, 1,
     "X44; anchor +12 %", ""},
    {"lead_sheep", "kind: phoenix", INDICATOR_productivity, 1, "X44; anchor +12 %", ""},
    {"recruiting_teams", "", INDICATOR_projects_landed, 1, "M16; signing to landing 32 %", ""},
    {"link_factors", "", INDICATOR_surroundings, 1, "X20; agglomeration .03-.08", ""},
    {"alliance", "", INDICATOR_allies, 1, "none claimed: alliances not searched", ""},
    {"benefit_sharing", "", INDICATOR_local_procurement_share, 1,
     "none claimed: X20, X25 say links, no size", ""},
    {"talent_catalogue", "", INDICATOR_vacancies, -1, "X28; new vacancies are filled", ""},
    {"talent_map", "", INDICATOR_high_end, 1, "X28, X30", ""},
    {"hometown_return", "channel: culture", INDICATOR_returned, 1, "X30; return 43 to 47 %", ""},
    {"hometown_return", "channel: outreach", INDICATOR_returned, 1, "X30; return 43 to 47 %", ""},
    {"hometown_return", "channel: platform, budget: 40 M CNY", INDICATOR_returnee_sales, 1,
     "X30; returnee pilots", ""},
    {"talent_service", "", INDICATOR_employment, 1, "X31; talent policy", ""},
    {"training", "", INDICATOR_graduates, 1, "X32", ""},
    {"settlement", "", INDICATOR_technicians, 1, "X32; +1,000 CNY: +3.14 % leaving", ""},
    {"joint_college", "", INDICATOR_graduates, 1, "X6", ""},
    {"town_function", "", INDICATOR_employment, 1, "X33; graduates +68 % in best-served cities",
     ""},
    {"themed_community", "", INDICATOR_employment, 1, "W26", ""},
    {"infrastructure", "", INDICATOR_productivity, 1, "X36; output elasticity .05-.15", ""},
    {"land_supply", "", INDICATOR_floor_built, 1, "X35", "towns.xianju.land=320 mu"},
    {"mixed_use", "", INDICATOR_floor_built, 1, "X35", "towns.xianju.land=320 mu"},
    {"outreach", "mode: research, partner: tonglu, weight: 0.1", INDICATOR_surroundings, 1,
     "none claimed: X37 names the modes, no size", ""},
    {"outreach", "mode: finance", INDICATOR_debt, 1, "X37", ""},
    {"outreach", "mode: mountain, budget: 40 M CNY", INDICATOR_attracted_sales, 1, "X37",
     "parameters.footloose_rate=5 1/year"},
    {"innovation_base", "", INDICATOR_research, 1,
     "X39; Germany: research up, Bavaria: -19.4 %, mixed", ""},
    {"digital_upgrade", "budget: 80 M CNY", INDICATOR_productivity, 1,
     "X41; specialised SMEs: productivity up", ""},
    {"quality_system", "", INDICATOR_brand, 1, "none claimed: X24 names it, no size", ""},
    {"sme_gradient", "", INDICATOR_high_tech_firms, 1, "X40", ""},
    {"clear_out", "from: 2020-01", INDICATOR_sales_per_mu, 1, "X43; output per mu", ""},
    {"brand", "kind: staff", INDICATOR_brand, 1, "none claimed: brand not searched", ""},
    {"brand", "kind: channels", INDICATOR_brand, 1, "none claimed: brand not searched", ""},
    {"brand", "kind: style", INDICATOR_brand, 1, "none claimed: brand not searched", ""},
    {"brand", "kind: story", INDICATOR_brand, 1, "none claimed: brand not searched", ""},
    {"green_channel", "", INDICATOR_certificates, 1, "X22; review 32.5 of 60 days", ""},
    {"one_window", "from: 2020-01", INDICATOR_projects_landed, 1, "X22, M18",
     "levers.programme_recruiting.landing_months=24 months|end=2022-06|levers.programme_recruiting_later=~|levers.programme_fund.to=2022-06"},
    {"workstation", "", INDICATOR_links, 1, "none claimed: no effect size found", ""},
    {"demand_survey", "", INDICATOR_links, 1, "none claimed: no effect size found", ""},
    {"liaisons", "", INDICATOR_links, 1, "none claimed: no effect size found", ""},
    {"one_firm_one_policy", "", INDICATOR_profit, 1, "T22", ""},
    {"shared_equipment", "", INDICATOR_platforms, 1, "none claimed: T20 names it, no size", ""},
    {"bond_plants", "budget: 300 M CNY", INDICATOR_floor_built, 1,
     "M20, M22: where the town builds little by itself", "parameters.plant_batch=0.01"},
    {"plant_mortgage", "", INDICATOR_floor_owned, 1, "none claimed: mortgages not searched", ""},
    {"land_mortgage", "", INDICATOR_floor_owned, 1, "none claimed: mortgages not searched", ""},
    {"professional_operator", "from: 2020-01", INDICATOR_projects_landed, 1, "M17", ""},
    {"incentives", "budget: 50 M CNY", INDICATOR_attracted_sales, 1, "M13; zones: mainly net entry",
     "parameters.footloose_rate=5 1/year"},
    {"appraisal", "", INDICATOR_effort, 1, "X42, M27", ""},
    {"steering_group", "", INDICATOR_effort, 1, "W18", ""},
    {"tax_monitoring", "", INDICATOR_profit, 1, "M26", ""},
    {"park_linkage", "", INDICATOR_productivity, 1, "W2, W8; agglomeration .03-.08",
     "towns.xianju.industry=~|towns.xianju.parks={north: {industry: {equipment: {firms: 9, sales: 200 M CNY}}}, south: {x: 30 km, industry: {consumables: {firms: 9, sales: 300 M CNY}}}}"},
    {"missing_link", "from: 2020-01", INDICATOR_class_3_firms, 1,
     "W23, X26: class III is what Xianju lacks most",
     "levers.programme_recruiting.budget=20 M CNY"},
    {"five_dimensions", "", INDICATOR_device_sales, 1, "W9", ""},
    {"demand_shock", "", INDICATOR_device_sales, -1, "shock", ""},
    {"price_cut", "", INDICATOR_device_sales, -1, "central procurement", ""},
    {"talent_drain", "", INDICATOR_employment, -1, "shock", ""},
    {"credit_squeeze", "", INDICATOR_debt, -1, "shock", ""},
    {"land_freeze", "", INDICATOR_floor_built, -1, "W30", ""},
    {"lead_exit", "", INDICATOR_device_sales, -1, "shock", ""},
    {"regulatory_delay", "", INDICATOR_certificates, -1, "T x 1.5", ""},
    {"recall", "", INDICATOR_brand, -1, "M19", ""},
};
enum { CLAIMS = sizeof claims / sizeof claims[0] };

/* All indicators of the focal town at the end, a row a replication. */
typedef double outcome[INDICATOR_COUNT];

static void measure(const struct world *world, double *out) {
  for (int k = 0; k < INDICATOR_COUNT; k++) {
    out[k] = world_value(world, world->economy.month - 1, 0, (enum indicator)k);
  }
}

/* Runs a claim's world, without its lever where `lever` is NULL. */
static void simulate(const struct claim *claim, const char *lever, outcome *out) {
  const char *settings[12] = {"end=2024-12"};
  char where[512];
  size_t count = 1;
  snprintf(where, sizeof where, "%s", claim->where);
  for (char *at = where; *at;) {
    settings[count++] = at;
    at += strcspn(at, "|");
    if (*at) *at++ = '\0';
  }
  settings[count] = lever;
  struct scenario scenario;
  support_load(&scenario, "xianju/baseline", settings);
  support_replicate(&scenario, REPLICATIONS, INDICATOR_COUNT, &out[0][0], measure);
  scenario_free(&scenario);
}

static bool holds(const struct claim *claim, outcome *base, outcome *with) {
  double gain[REPLICATIONS];
  for (int r = 0; r < REPLICATIONS; r++) {
    gain[r] = with[r][claim->indicator] - base[r][claim->indicator];
  }
  const double mean = gsl_stats_mean(gain, 1, REPLICATIONS);
  const double half = T_39 * gsl_stats_sd(gain, 1, REPLICATIONS) / sqrt(REPLICATIONS);
  const bool right = claim->sign * mean > half;
  print_message("%-5s %-21s %-30s %-23s %10.4g +- %-8.3g %s\n", right ? "ok" : "WRONG",
                claim->lever, claim->says, tables_indicators[claim->indicator].name, mean, half,
                claim->source);
  return right;
}

static void each_lever_has_the_sign_that_its_evidence_claims(void **state) {
  (void)state;
  static outcome usual[REPLICATIONS], base[REPLICATIONS], with[REPLICATIONS];
  int wrong = 0;
  simulate(&claims[0], NULL, usual);
  for (int k = 0; k < CLAIMS; k++) {
    const struct claim *claim = &claims[k];
    char lever[512];
    snprintf(lever, sizeof lever, "levers.x={lever: %s%s%s%s}", claim->lever,
             strstr(claim->says, "from:") ? "" : ", from: 2021-01", claim->says[0] ? ", " : "",
             claim->says);
    if (claim->where[0]) simulate(claim, NULL, base);
    simulate(claim, lever, with);
    wrong += !holds(claim, claim->where[0] ? base : usual, with);
  }
  assert_int_equal(wrong, 0);
}

static void every_lever_has_a_claim(void **state) {
  (void)state;
  for (int k = 0; k < LEVER_COUNT; k++) {
    bool found = false;
    for (int c = 0; c < CLAIMS; c++) found |= strcmp(claims[c].lever, tables_levers[k].name) == 0;
    EXPECT(found, "%s has no claim", tables_levers[k].name);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_lever_has_a_claim),
      cmocka_unit_test(each_lever_has_the_sign_that_its_evidence_claims),
  };
  return cmocka_run_group_tests_name("lever", tests, NULL, NULL);
}
