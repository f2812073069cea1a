/* Links between places, plants on mortgage and by bond, the town's name, rules and taxes, the
 * ladder, officials and brokers: each does what its equation says, tested by the phase itself. */
#include "support.h"

#include "bellwether/agents/neighbours.h"

#include "bellwether/agents/production.h"
#include "bellwether/dynamics/brand.h"
#include "bellwether/dynamics/brokerage.h"
#include "bellwether/dynamics/effort.h"
#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/innovation.h"
#include "bellwether/dynamics/productivity.h"
#include "bellwether/dynamics/tiers.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/capital.h"
#include "bellwether/markets/goods.h"
#include "bellwether/markets/land.h"

#include <math.h>
#include <string.h>

/* M1 */
static void links_raise_the_weight_of_parks_and_towns_to_a_floor(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t here = group_of(f.economy, 0, EQUIPMENT);
  const uint32_t there = group_of(f.economy, 1, EQUIPMENT);
  productivity_reach(f.economy);
  const double own = f.economy->reach[here], partners = f.economy->reach[there];
  const double weight = neighbours_weight(f.economy, 0, 1);
  instruments_of(&f, 0)->partners[OUTREACH_FINANCE] = (struct partner){2, weight + 0.1};
  productivity_reach(f.economy);
  EXPECT(fabs(f.economy->reach[here] - own - 0.1 * partners) < 0.01 * partners, "gain %g of %g",
         f.economy->reach[here] - own, partners);
  instruments_of(&f, 0)->partners[OUTREACH_FINANCE].weight = weight / 2;
  productivity_reach(f.economy);
  EXPECT(fabs(f.economy->reach[here] - own) < 1e-9, "a floor below the weight moved it");
  instruments_of(&f, 0)->relatedness = 0.3;
  productivity_reach(f.economy);
  EXPECT(f.economy->reach[here] > own * 1.05, "related segments: %g after %g",
         f.economy->reach[here], own);
  close_fixture(&f);
}

/* M2 */
static void roads_and_collaborations_raise_productivity(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  productivity_update(f.economy, 1);
  const double base = f.economy->firms.reach_productivity[i];
  f.economy->towns.infrastructure_works[0].v[ROAD] = f.params->infrastructure_unit;
  productivity_update(f.economy, 1);
  const double roads = f.economy->firms.reach_productivity[i] - base;
  EXPECT(fabs(roads - f.params->infrastructure_elasticity * log(2) / INFRASTRUCTURE_COUNT) < 1e-12,
         "roads %g", roads);
  f.economy->firms.links[i] += 3;
  productivity_update(f.economy, 1);
  const double links = f.economy->firms.reach_productivity[i] - base - roads;
  EXPECT(fabs(links - 3 * f.params->link_elasticity) < 1e-6, "links %g", links);
  close_fixture(&f);
}

/* M4: innovations of the town's firms in a year, one thing changed. */
static double products_of_a_year(void (*change)(struct fixture *)) {
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->innovation_process = 0;
  f.params->innovation_product = 0; /* all that is found is quality */
  if (change) change(&f);
  for (f.economy->month = 0; f.economy->month < 60; f.economy->month++)
    innovation_update(f.economy);
  double quality = 0;
  const struct span here = economy_town_firms(f.economy, 0);
  for (uint32_t at = here.first; at < here.end; at++) {
    quality += f.economy->firms.quality[f.economy->roster.rows[at]];
  }
  close_fixture(&f);
  return quality;
}
static void platforms(struct fixture *f) { f->economy->towns.platforms[0] = 1e6; }
static void access_to_labs(struct fixture *f) { instruments_of(f, 0)->research_access = 1; }
static void collaborations(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) f->economy->firms.links[i] = 10;
}
static void allied(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) f->economy->firms.ally[i] = 1;
  instruments_of(f, 0)->pooled_research = 1;
}
static void granted(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) f->economy->firms.grant[i] = 100000000;
}

static void research_yields_more_with_platforms_links_allies_and_grants(void **state) {
  (void)state;
  const double base = products_of_a_year(NULL);
  EXPECT(products_of_a_year(platforms) > base, "platforms");
  EXPECT(products_of_a_year(access_to_labs) > base, "access");
  EXPECT(products_of_a_year(collaborations) > base, "collaborations");
  EXPECT(products_of_a_year(allied) > base, "allies");
  EXPECT(products_of_a_year(granted) > base, "grants");
}

/* M5 */
static void a_green_channel_cuts_paperwork_alone_and_a_shock_takes_longer(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->registration_sigma = 0;
  const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, 0);
  struct firms *firms = &f.economy->firms;
  static const double paperwork[] = {0, 1, 0}, delay[] = {0, 0, 1};
  float step[3];
  for (int k = 0; k < 3; k++) {
    instruments_of(&f, 0)->paperwork = paperwork[k];
    f.economy->shocks.registration = delay[k];
    firms->registrations[i] = 1;
    firms->registration_progress[i] = firms->registration_months[i] = 0;
    innovation_register(f.economy);
    step[k] = firms->registration_progress[i];
  }
  const double saved = 1 / (1 - f.params->registration_paperwork);
  EXPECT(fabs((double)(step[1] / step[0]) - saved) < 1e-5, "speed %g", (double)(step[1] / step[0]));
  EXPECT(fabs((double)(step[2] / step[0]) - 0.5) < 1e-5, "delay %g", (double)(step[2] / step[0]));
  close_fixture(&f);
}

/* M8 */
static void a_price_cut_lowers_what_output_is_worth_and_not_what_inputs_cost(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.economy->month = 12;
  const uint32_t i = firm_of(f.economy, 0, IMPLANTS, 0);
  struct market *market = &f.economy->markets[IMPLANTS];
  const double whole = capacity_of(f.economy, i);
  goods_demand(f.economy);
  const double demand = market->demand;
  market->deviation = 0;
  f.economy->burning_in = true; /* no new deviation */
  goods_demand(f.economy);
  const double usual = market->demand;
  market->price = 0.16;
  EXPECT(fabs(capacity_of(f.economy, i) / whole - 0.16) < 1e-12, "capacity");
  goods_demand(f.economy);
  const double factor = pow(0.16, 1 - f.params->volume_response);
  EXPECT(fabs(market->demand / usual - factor) < 1e-9, "demand %g of %g", market->demand, usual);
  market->demand_shock = 0.8;
  goods_demand(f.economy);
  EXPECT(fabs(market->demand / usual - 0.8 * factor) < 1e-9, "a slump beside");
  EXPECT(demand > 0, "no demand");
  f.economy->firms.sales[i] = 1;
  f.economy->firms.local_sales[i] = 0;
  accounts_settle(f.economy);
  const double inputs = (double)f.economy->ledger.month.paid[FLOW_materials];
  market->price = 1;
  f.economy->ledger.month = (struct ledger_page){0};
  f.economy->firms.sales[i] = 1;
  accounts_settle(f.economy);
  EXPECT(inputs > (double)f.economy->ledger.month.paid[FLOW_materials],
         "inputs fell with the price");
  close_fixture(&f);
}

/* M9 */
static void banks_lend_on_property_and_less_in_a_squeeze(void **state) {
  (void)state;
  int64_t loans[4];
  for (int k = 0; k < 4; k++) {
    struct fixture f;
    open_fixture(&f, NULL);
    const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
    f.economy->firms.cash[i] = 0;
    f.economy->firms.debt[i] = 0;
    f.economy->firms.expected_orders[i] *= 5;
    if (k == 1) f.economy->firms.floor_owned[i] = f.economy->firms.floor[i];
    if (k == 2) f.economy->shocks.credit = -0.5;
    if (k == 3) instruments_of(&f, 0)->credit = 0.5;
    capital_plan(f.economy);
    loans[k] = f.economy->firms.debt[i];
    close_fixture(&f);
  }
  EXPECT(loans[1] > loans[0], "property: %lld", (long long)loans[1]);
  EXPECT(loans[2] < loans[0], "squeeze: %lld", (long long)loans[2]);
  EXPECT(loans[3] > loans[0], "finance: %lld", (long long)loans[3]);
}

/* M17 */
static void a_plant_on_mortgage_is_the_firm_s_when_it_is_paid(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->burning_in = true; /* the town builds nothing */
  firms->cash[i] = ledger_fen(1e4);
  instruments_of(&f, 0)->plant = (struct mortgage){0.3, 12, 0.06, 1};
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  const double price = firms->floor[i] * (f.params->plant_cost + f.params->land_price) *
                       economy_frontier(f.economy);
  const double monthly = 0.7 * price * 0.005 / (1 - pow(1.005, -12));
  assert_int_equal(firms->floor_owned[i], firms->floor[i]);
  EXPECT(fabs((double)firms->instalment[i] / FEN_PER_YUAN / monthly - 1) < 1e-6, "instalment %g",
         (double)firms->instalment[i] / FEN_PER_YUAN);
  instruments_of(&f, 0)->plant.offered = 0;
  const int64_t rents = f.economy->towns.rent_income[0];
  int64_t paid = 0;
  for (int m = 0; m < 14; m++) {
    const int64_t owed = firms->mortgage[i];
    accounts_settle(f.economy);
    paid += owed - firms->mortgage[i];
  }
  EXPECT(firms->mortgage[i] == 0, "%lld are still owed", (long long)firms->mortgage[i]);
  EXPECT(fabs((double)paid / FEN_PER_YUAN / (12 * monthly) - 1) < 1e-6, "paid %g", (double)paid);
  EXPECT(f.economy->towns.rent_income[0] > rents, "others pay no rent");
  close_fixture(&f);
}

static void bonds_bear_interest_and_are_paid_back_evenly(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  struct towns *towns = &f.economy->towns;
  f.economy->burning_in = true; /* the town builds nothing */
  f.params->bond_months = 10;
  towns->bonds_issued[0] = towns->bond_debt[0] = 1000000;
  const int64_t cash = towns->cash[0];
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  const int64_t interest = llround(1000000 * f.params->bond_rate / 12);
  assert_true(towns->bond_debt[0] == 900000 && towns->bond_service[0] == 100000 + interest);
  assert_true(towns->cash[0] == cash - 100000 - interest && towns->public_cost[0] == interest);
  for (int m = 0; m < 20; m++) assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  assert_true(towns->bond_debt[0] == 0);
  close_fixture(&f);
}

static void missing_links_of_the_chain_get_floor_first(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  f.economy->burning_in = true;
  const uint32_t rare = firm_of(f.economy, 0, IMPLANTS, 0); /* two firms; six make consumables */
  for (uint32_t i = 0; i < firms->count; i++) firms->floor_wanted[i] = firms->floor[i];
  instruments_of(&f, 0)->missing_first = 1;
  f.economy->parks.floor_built[0] = f.economy->parks.floor_used[0] + 10;
  const uint32_t had = firms->floor[rare];
  for (uint32_t n = 0; n < 6; n++) firms->floor_wanted[firm_of(f.economy, 0, CONSUMABLES, n)] += 10;
  firms->floor_wanted[rare] += 10;
  assert_int_equal(land_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(firms->floor[rare], had + 10);
  close_fixture(&f);
}

static void projects_wait_for_plants_and_go_elsewhere_in_the_end(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.params->start_up_rate = f.params->spin_off_rate = f.params->footloose_rate = 0;
  f.economy->month = 0;
  const uint32_t living = f.economy->firms.living;
  f.economy->parks.floor_built[0] = f.economy->parks.floor_used[0];
  const struct project project = {.id = 7, .town = 0, .segment = EQUIPMENT, .sales = 10};
  assert_int_equal(economy_add_project(f.economy, project, &error), STATUS_OK);
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(f.economy->projects_count, 1);
  f.economy->month = (int32_t)f.params->landing_patience;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(f.economy->projects_count, 0);
  assert_int_equal(f.economy->firms.living, living);
  f.economy->parks.floor_built[0] += 1000;
  assert_int_equal(economy_add_project(f.economy, project, &error), STATUS_OK);
  f.economy->month = 1;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  assert_int_equal(f.economy->firms.living, living + 1);
  close_fixture(&f);
}

/* M19 */
static void a_name_is_built_fades_and_follows_quality(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  double *brand = &f.economy->towns.brand[0];
  *brand = 1;
  brand_update(f.economy);
  EXPECT(fabs(*brand - (1 - f.params->brand_fade)) < 1e-3, "faded to %g", *brand);
  *brand = 0;
  f.economy->towns.publicity[0].v[STYLE] = f.params->publicity_unit;
  brand_update(f.economy);
  EXPECT(fabs(*brand - f.params->brand_fade * f.params->publicity_reach * (1 - exp(-1.0))) < 1e-3,
         "built to %g", *brand);
  EXPECT(f.economy->towns.publicity[0].v[STYLE] < f.params->publicity_unit, "publicity stays");
  memset(&f.economy->towns.publicity[0], 0, sizeof f.economy->towns.publicity[0]);
  *brand = 0;
  const struct span here = economy_town_firms(f.economy, 0);
  for (uint32_t at = here.first; at < here.end; at++) {
    f.economy->firms.quality[f.economy->roster.rows[at]] += 1;
  }
  brand_update(f.economy);
  EXPECT(*brand > 0, "quality: %g", *brand);
  close_fixture(&f);
}

/* M20 */
static void rules_cost_less_where_they_are_kept_simple_and_high_tech_pays_less_tax(void **state) {
  (void)state;
  int64_t compliance[2], taxes[2];
  for (int k = 0; k < 2; k++) {
    struct fixture f;
    open_fixture(&f, NULL);
    instruments_of(&f, 0)->compliance = k ? 0.4 : 0;
    for (uint32_t i = 0; i < f.economy->firms.count; i++) {
      f.economy->firms.tier[i] = k ? TIER_HIGH_TECH : TIER_NONE;
    }
    accounts_settle(f.economy);
    compliance[k] = f.economy->ledger.month.paid[FLOW_compliance];
    taxes[k] = f.economy->ledger.month.paid[FLOW_higher_tax];
    close_fixture(&f);
  }
  EXPECT(compliance[1] < compliance[0] && compliance[1] > 0, "compliance");
  EXPECT(taxes[1] < taxes[0], "taxes");
}

/* M22: firms that rise within a year, one thing changed. */
static uint32_t risers(void (*change)(struct fixture *)) {
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->tier_technology = f.params->tier_high_tech = -2;
  if (change) change(&f);
  uint32_t before = 0, after = 0;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) before += f.economy->firms.tier[i];
  for (f.economy->month = 0; f.economy->month < 12; f.economy->month++) tiers_update(f.economy);
  for (uint32_t i = 0; i < f.economy->firms.count; i++) after += f.economy->firms.tier[i];
  close_fixture(&f);
  return after - before;
}
static void larger(struct fixture *f) { f->params->tier_sales = 3; }
static void researching(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) f->economy->firms.grant[i] = 1000000000;
}
static void growing(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) f->economy->firms.expected_orders[i] *= 4;
}
static void certified(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) f->economy->firms.certificates[i] = 1000;
}
static void helped(struct fixture *f) {
  for (uint32_t t = 0; t < f->economy->towns.count; t++) f->economy->towns.instruments[t].tiers = 2;
}

static void firms_rise_with_sales_research_growth_certificates_and_help(void **state) {
  (void)state;
  const uint32_t base = risers(NULL);
  EXPECT(base > 5, "%u rise", base);
  EXPECT(risers(larger) > base, "sales");
  EXPECT(risers(researching) > base, "research");
  EXPECT(risers(growing) > base, "growth");
  EXPECT(risers(certified) > base, "certificates");
  EXPECT(risers(helped) > base, "the lever");
}

/* M23 */
static void effort_follows_what_levers_aim_at_with_a_lag_and_speeds_landing(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const double usual = economy_landing_time(f.economy, 0);
  EXPECT(fabs(usual - 1) < 1e-12, "landing takes %g of its time", usual);
  instruments_of(&f, 0)->effort = 0.5;
  effort_update(f.economy);
  EXPECT(fabs(f.economy->towns.effort[0] - 1 - 0.5 * f.params->effort_adjustment) < 1e-12, "lag");
  for (int m = 0; m < 200; m++) effort_update(f.economy);
  EXPECT(fabs(f.economy->towns.effort[0] - 1.5) < 1e-3, "effort %g", f.economy->towns.effort[0]);
  EXPECT(economy_landing_time(f.economy, 0) < usual, "effort saves no time");
  f.economy->towns.effort[0] = 1;
  instruments_of(&f, 0)->approval = 0.5;
  EXPECT(fabs(economy_landing_time(f.economy, 0) - 1 + 0.5 * f.params->approval_share) < 1e-12,
         "approvals");
  close_fixture(&f);
}

/* M24 */
static void brokers_make_links_by_their_cases_and_the_firms_that_wait(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const double waiting = 17; /* Xianju's firms of the chain at the start */
  const double base = f.params->brokerage_base * f.params->brokerage_rate;
  EXPECT(fabs(brokerage_chance(f.economy, 0) + expm1(-base / waiting)) < 1e-12, "usual");
  instruments_of(&f, 0)->cases = 3;
  instruments_of(&f, 0)->survey = 0.5;
  instruments_of(&f, 0)->response = 1;
  const double cases = f.params->brokerage_rate * (f.params->brokerage_base + 3) * 1.5 * 2;
  EXPECT(fabs(brokerage_chance(f.economy, 0) + expm1(-cases / waiting)) < 1e-12, "with a station");
  for (uint32_t i = 0; i < f.economy->firms.count; i++) f.economy->firms.links[i] = 0;
  for (f.economy->month = 0; f.economy->month < 60; f.economy->month++) brokerage_update(f.economy);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t other = firm_of(f.economy, 0, OTHER, 0);
  EXPECT(f.economy->firms.links[i] > 3 && f.economy->firms.links[other] <= 0, "links %g and %g",
         (double)f.economy->firms.links[i], (double)f.economy->firms.links[other]);
  instruments_of(&f, 0)->cases = 0;
  f.params->brokerage_base = 0;
  const float had = f.economy->firms.links[i];
  brokerage_update(f.economy);
  EXPECT(fabsf(f.economy->firms.links[i] - had * (float)(1 - 1 / f.params->link_months)) < 1e-5f,
         "links end");
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(links_raise_the_weight_of_parks_and_towns_to_a_floor),
      cmocka_unit_test(roads_and_collaborations_raise_productivity),
      cmocka_unit_test(research_yields_more_with_platforms_links_allies_and_grants),
      cmocka_unit_test(a_green_channel_cuts_paperwork_alone_and_a_shock_takes_longer),
      cmocka_unit_test(a_price_cut_lowers_what_output_is_worth_and_not_what_inputs_cost),
      cmocka_unit_test(banks_lend_on_property_and_less_in_a_squeeze),
      cmocka_unit_test(a_plant_on_mortgage_is_the_firm_s_when_it_is_paid),
      cmocka_unit_test(bonds_bear_interest_and_are_paid_back_evenly),
      cmocka_unit_test(missing_links_of_the_chain_get_floor_first),
      cmocka_unit_test(projects_wait_for_plants_and_go_elsewhere_in_the_end),
      cmocka_unit_test(a_name_is_built_fades_and_follows_quality),
      cmocka_unit_test(rules_cost_less_where_they_are_kept_simple_and_high_tech_pays_less_tax),
      cmocka_unit_test(firms_rise_with_sales_research_growth_certificates_and_help),
      cmocka_unit_test(effort_follows_what_levers_aim_at_with_a_lag_and_speeds_landing),
      cmocka_unit_test(brokers_make_links_by_their_cases_and_the_firms_that_wait),
  };
  return cmocka_run_group_tests_name("institutions", tests, NULL, NULL);
}
