/* Each named mechanism does what its equation says: the sign of each is tested by the phase itself.
 */
#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/exit.h"
#include "bellwether/dynamics/innovation.h"
#include "bellwether/dynamics/productivity.h"
#include "bellwether/markets/accounts.h"
#include "bellwether/markets/capital.h"
#include "bellwether/markets/goods.h"
#include "bellwether/markets/labour.h"
#include "bellwether/markets/land.h"
#include "bellwether/markets/search.h"
#include "bellwether/policy/policy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  CONSUMABLES,
  EQUIPMENT,
  IMPLANTS,
  COMPONENTS,
  OTHER
}; /* the baseline's segments, in order */

struct fixture {
  struct scenario scenario;
  struct world world;
  struct economy *economy;
  struct params *params;
};

static void open_fixture(struct fixture *f, const char *const *settings) {
  support_load(&f->scenario, "xianju/baseline", settings);
  support_create(&f->world, &f->scenario, 0);
  f->economy = &f->world.economy;
  f->params = &f->scenario.params;
}

static void close_fixture(struct fixture *f) {
  world_free(&f->world);
  scenario_free(&f->scenario);
}

/* The n-th firm of a town and segment. */
static uint32_t firm_of(const struct economy *economy, uint32_t town, uint32_t segment,
                        uint32_t n) {
  const uint32_t group = economy->towns.first_park[town] * economy->segments_count + segment;
  assert_true(economy->roster.group_first[group] + n < economy->roster.group_first[group + 1]);
  return economy->roster.rows[economy->roster.group_first[group] + n];
}

static uint32_t group_of(const struct economy *economy, uint32_t town, uint32_t segment) {
  return economy->towns.first_park[town] * economy->segments_count + segment;
}

/* M1 */
static void reach_counts_own_segment_in_full_related_by_half_others_by_a_tenth(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  double staff[5] = {0};
  for (uint32_t s = 0; s < 5; s++) {
    for (uint32_t at = f.economy->roster.group_first[group_of(f.economy, 0, s)];
         at < f.economy->roster.group_first[group_of(f.economy, 0, s) + 1]; at++) {
      staff[s] += firms_staff(&f.economy->firms, f.economy->roster.rows[at]);
    }
  }
  productivity_reach(f.economy);
  const double expected = staff[0] + 0.5 * (staff[1] + staff[2] + staff[3]) + 0.1 * staff[4];
  const double found = f.economy->reach[group_of(f.economy, 0, CONSUMABLES)];
  EXPECT(found >= expected && found < expected * 1.01, "reach %g, own park %g", found, expected);
  close_fixture(&f);
}

static void spillovers_decay_with_distance(void **state) {
  (void)state;
  static const double km[] = {0.5, 3, 10, 50};
  static const double weight[] = {1, 0.1, 0.1 * 0.25, 0.1 * 0.01};
  for (int k = 0; k < 4; k++) {
    char place[64];
    snprintf(place, sizeof place, "towns.tonglu.x=%g km", km[k]);
    const char *const settings[] = {place, "towns.tonglu.y=0 km", NULL};
    struct fixture f;
    open_fixture(&f, settings);
    double found = 0;
    for (uint32_t n = f.economy->neighbours_first[0]; n < f.economy->neighbours_first[1]; n++) {
      if (f.economy->neighbours[n].park == 1) found = (double)f.economy->neighbours[n].weight;
    }
    EXPECT(fabs(found - weight[k]) < 1e-6, "%g km: weight %g", km[k], found);
    close_fixture(&f);
  }
}

/* M2: +12 % at five years beside one full-strength leader; the leader itself aside. */
static void a_lead_firm_raises_others_by_twelve_per_cent_in_five_years(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->dependence = f.params->productivity_noise = f.params->obsolescence = 0;
  productivity_update(f.economy, 1);
  const uint32_t firm = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t lead = firm_of(f.economy, 0, EQUIPMENT, 1);
  const double before = firms_productivity(&f.economy->firms, firm);
  const double lead_before = firms_productivity(&f.economy->firms, lead);
  f.economy->firms.lead[lead] = 1;
  f.economy->towns.instruments[0].lead_strength = 1;
  for (int m = 0; m < 60; m++) productivity_update(f.economy, f.params->productivity_adjustment);
  const double gain = exp(firms_productivity(&f.economy->firms, firm) - before) - 1;
  EXPECT(fabs(gain - 0.12) < 0.002, "gain %g", gain);
  EXPECT(fabs(firms_productivity(&f.economy->firms, lead) - lead_before) < 1e-12, "the lead moved");
  close_fixture(&f);
}

static void productivity_rises_with_reach_and_research_and_falls_with_dependence(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t firm = firm_of(f.economy, 0, CONSUMABLES, 0), group = group_of(f.economy, 0, 0);
  double *reach_part = &f.economy->firms.reach_productivity[firm];
  productivity_update(f.economy, 1);
  const double base = *reach_part;
  f.economy->reach[group] *= 4;
  productivity_update(f.economy, 1);
  EXPECT(*reach_part > base, "more reach: %g after %g", *reach_part, base);
  f.economy->reach[group] /= 4;
  f.economy->firms.research_stock[firm] += 10;
  productivity_update(f.economy, 1);
  EXPECT(*reach_part > base, "more research: %g after %g", *reach_part, base);
  f.economy->firms.research_stock[firm] -= 10;
  f.economy->parks.concentration[0] = 1;
  productivity_update(f.economy, 1);
  EXPECT(*reach_part < base, "one firm's town: %g after %g", *reach_part, base);
  close_fixture(&f);
}

/* M3 */
static void productivity_shocks_have_their_scale_and_no_drift_but_obsolescence(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->productivity_noise = 0.3;
  f.params->obsolescence = 0.12;
  const struct roster *roster = &f.economy->roster;
  double sum = 0, squares = 0, n = 0;
  for (int m = 0; m < 100; m++, f.economy->month++) {
    for (uint32_t at = 0; at < roster->count; at++) {
      f.economy->firms.own_productivity[roster->rows[at]] = 0;
    }
    productivity_update(f.economy, 0);
    for (uint32_t at = 0; at < roster->count; at++, n++) {
      const double shock = f.economy->firms.own_productivity[roster->rows[at]] + 0.01;
      sum += shock;
      squares += shock * shock;
    }
  }
  const double sd = sqrt(squares / n), expected = sqrt(2.0) * 0.3 / sqrt(12);
  EXPECT(fabs(sum / n) < 0.003, "mean %g", sum / n);
  EXPECT(fabs(sd / expected - 1) < 0.03, "sd %g, expected %g", sd, expected);
  close_fixture(&f);
}

/* M4 */
static void research_brings_innovation_and_none_brings_none(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->innovation_rate = 50;
  f.params->imitation_rate = 0;
  f.params->innovation_process = 1;
  f.params->innovation_product = 0;
  const uint32_t active = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t passive = firm_of(f.economy, 0, EQUIPMENT, 1);
  f.economy->firms.sales[passive] = 0;
  f.economy->firms.staff[active].v[HIGH_END] += 5;
  const double a = f.economy->firms.own_productivity[active];
  const double b = f.economy->firms.own_productivity[passive];
  innovation_update(f.economy);
  const double gain = exp(f.economy->firms.own_productivity[active] - a) - 1;
  EXPECT(gain >= f.params->innovation_least && gain <= f.params->innovation_most, "gain %g", gain);
  EXPECT(fabs(f.economy->firms.own_productivity[passive] - b) <= 0, "no research, yet it moved");
  close_fixture(&f);
}

static void imitation_closes_gaps_from_below_only(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->innovation_rate = 0;
  f.params->imitation_rate = 50;
  const struct roster *roster = &f.economy->roster;
  const uint32_t best = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->firms.own_productivity[best] = 2;
  double *before = calloc(f.economy->firms.count, sizeof *before);
  memcpy(before, f.economy->firms.own_productivity, f.economy->firms.count * sizeof *before);
  innovation_update(f.economy);
  uint32_t rose = 0;
  for (uint32_t at = 0; at < roster->count; at++) {
    const uint32_t i = roster->rows[at];
    const double now = f.economy->firms.own_productivity[i];
    EXPECT(now >= before[i] && now <= 2, "from %g to %g", before[i], now);
    rose += now > before[i];
  }
  EXPECT(rose > 20, "%u rose", rose);
  EXPECT(f.economy->firms.own_productivity[best] <= 2, "the best imitated");
  free(before);
  close_fixture(&f);
}

/* M5: months until a product of this firm is certified. */
static int months_to_certificate(struct economy *economy, uint32_t i) {
  const uint16_t before = economy->firms.certificates[i];
  economy->firms.registrations[i] = 1;
  economy->firms.registration_progress[i] = economy->firms.registration_months[i] = 0;
  int months = 0;
  const int32_t now = economy->month;
  while (economy->firms.certificates[i] == before && months < 300) {
    innovation_register(economy);
    economy->month++;
    months++;
  }
  economy->month = now;
  return months;
}

static void registration_takes_its_class_s_time_and_opens_a_share(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->registration_sigma = 0;
  const uint32_t second = firm_of(f.economy, 0, CONSUMABLES, 0);
  const uint32_t third = firm_of(f.economy, 0, IMPLANTS, 0);
  const double due = f.economy->firms.share_due[second];
  assert_int_equal(months_to_certificate(f.economy, second), 9);
  assert_int_equal(months_to_certificate(f.economy, third), 20);
  EXPECT(f.economy->firms.share_due[second] > due, "the certificate opened nothing");
  f.economy->firms.seated[second] = 1;
  f.economy->towns.instruments[0].coaching = 1;
  assert_int_equal(months_to_certificate(f.economy, second), 5);
  close_fixture(&f);
}

/* M6 */
static void output_follows_cobb_douglas_and_stops_at_the_floor(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const double one = production_output(f.economy, i, 10, 20);
  EXPECT(fabs(production_output(f.economy, i, 20, 40) / one - 2) < 1e-9, "no constant returns");
  EXPECT(fabs(production_output(f.economy, i, 20, 20) / one - pow(2, f.params->capital_share)) <
             1e-9,
         "capital's share");
  EXPECT(fabs(production_work_needed(f.economy, i, 10, one) - 20) < 1e-6, "the inverse");
  f.economy->firms.log_price[i] = 0;
  const double whole = production_capacity(f.economy, i);
  f.economy->firms.floor[i] /= 4;
  EXPECT(production_capacity(f.economy, i) < 0.6 * whole, "less floor, as much output");
  f.economy->firms.floor[i] = 0;
  EXPECT(production_capacity(f.economy, i) <= 0, "without plant no production");
  close_fixture(&f);
}

/* M7: the share of firm i after a month, one thing changed. */
static double share_after(void (*change)(struct economy *, uint32_t)) {
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.params->share_shock = 0;
  f.params->share_response = 0.1;
  f.economy->month = 1;
  change(f.economy, i);
  goods_shares(f.economy);
  double sum = f.economy->markets[EQUIPMENT].rest_share;
  for (uint32_t k = 0; k < f.economy->firms.count; k++) {
    if (f.economy->firms.segment[k] == EQUIPMENT) sum += f.economy->firms.market_share[k];
  }
  EXPECT(fabs(sum - 1) < 1e-12, "shares add to %.15g", sum);
  const double share = f.economy->firms.market_share[i];
  close_fixture(&f);
  return share;
}
static void change_nothing(struct economy *e, uint32_t i) { (void)e, (void)i; }
static void more_productive(struct economy *e, uint32_t i) { e->firms.own_productivity[i] += 0.5; }
static void better(struct economy *e, uint32_t i) { e->firms.quality[i] += 0.5; }
static void famous(struct economy *e, uint32_t i) { e->towns.brand[e->firms.town[i]] += 1; }
static void dearer(struct economy *e, uint32_t i) { e->firms.log_price[i] += 0.1; }
static void failing_customers(struct economy *e, uint32_t i) {
  e->firms.unmet[i] = e->firms.orders[i];
}
static void opening(struct economy *e, uint32_t i) { e->firms.share_due[i] = 0.01; }
static void uncertified(struct economy *e, uint32_t i) { e->firms.certificates[i] = 0; }

static void shares_follow_competitiveness_and_certificates(void **state) {
  (void)state;
  const double base = share_after(change_nothing);
  EXPECT(share_after(more_productive) > base, "productivity");
  EXPECT(share_after(better) > base, "quality");
  EXPECT(share_after(famous) > base, "brand");
  EXPECT(share_after(dearer) < base, "price");
  EXPECT(share_after(failing_customers) < base, "unmet orders");
  EXPECT(share_after(opening) > base, "a new certificate");
  EXPECT(share_after(uncertified) <= 0, "no certificate, no sales");
}

/* Where all towns gain alike no one gains: the rest of industry does what the rivals do. */
static void a_gain_that_all_towns_share_is_no_gain(void **state) {
  (void)state;
  double share[3];
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    f.params->share_shock = 0;
    f.params->share_response = 0.1;
    for (uint32_t k = 0; k < f.economy->firms.count; k++) {
      const bool focal = f.economy->towns.focal[f.economy->firms.town[k]];
      if (pass == 2 || (pass == 1 && focal)) f.economy->firms.own_productivity[k] += 0.3;
    }
    for (int m = 0; m < 24; m++) goods_shares(f.economy);
    share[pass] = 0;
    for (uint32_t k = 0; k < f.economy->firms.count; k++) {
      const bool counts = f.economy->firms.open[k] && f.economy->firms.town[k] == 0 &&
                          f.economy->firms.segment[k] == EQUIPMENT;
      if (counts) share[pass] += f.economy->firms.market_share[k];
    }
    close_fixture(&f);
  }
  EXPECT(share[1] > share[0] * 1.2, "alone: %g after %g", share[1], share[0]);
  EXPECT(fabs(share[2] / share[0] - 1) < 0.02, "all alike: %g after %g", share[2], share[0]);
}

/* M8 */
static void firms_buy_in_town_and_more_so_with_a_lead(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t supplier = firm_of(f.economy, 0, COMPONENTS, 0);
  goods_sell(f.economy);
  const double usual = f.economy->firms.local_orders[supplier];
  f.economy->towns.instruments[0].procurement = 0.2;
  goods_sell(f.economy);
  EXPECT(usual > 0 && f.economy->firms.local_orders[supplier] > usual * 1.2, "%g then %g", usual,
         f.economy->firms.local_orders[supplier]);
  close_fixture(&f);
}

static void sales_never_exceed_capacity_and_unmet_orders_find_who_has_some(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t full = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->firms.floor[full] = 0;
  goods_sell(f.economy);
  double extra = 0;
  for (uint32_t at = 0; at < f.economy->roster.count; at++) {
    const uint32_t i = f.economy->roster.rows[at];
    EXPECT(f.economy->firms.sales[i] <= f.economy->firms.capacity[i] * (1 + 1e-12), "sales %g",
           f.economy->firms.sales[i]);
    if (f.economy->firms.segment[i] == EQUIPMENT && i != full) {
      extra += f.economy->firms.sales[i] - f.economy->firms.orders[i];
    }
  }
  EXPECT(f.economy->firms.unmet[full] > 0 && extra > 0, "unmet %g, picked up %g",
         f.economy->firms.unmet[full], extra);
  close_fixture(&f);
}

static void prices_rise_with_pressure_and_fall_with_slack(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.economy->firms.log_price[i] = 0;
  f.economy->firms.market_share[i] *= 3;
  goods_sell(f.economy);
  EXPECT(f.economy->firms.log_price[i] > 0, "pressure: %g", f.economy->firms.log_price[i]);
  f.economy->firms.log_price[i] = 0;
  f.economy->firms.market_share[i] *= 0.1;
  goods_sell(f.economy);
  EXPECT(f.economy->firms.log_price[i] < 0, "slack: %g", f.economy->firms.log_price[i]);
  close_fixture(&f);
}

/* M9 */
static void firms_invest_towards_their_orders_as_far_as_money_goes(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t rich = firm_of(f.economy, 0, EQUIPMENT, 0),
                 poor = firm_of(f.economy, 0, EQUIPMENT, 1);
  firms->expected_orders[rich] *= 2;
  firms->expected_orders[poor] *= 2;
  firms->cash[rich] = ledger_fen(1000);
  firms->cash[poor] = 0;
  firms->debt[poor] = ledger_fen(firms->capital[poor]);
  const double before[] = {firms->capital[rich], firms->capital[poor]};
  const uint32_t staff = firms->staff_wanted[rich].v[TECHNICIAN];
  capital_plan(f.economy);
  EXPECT(firms->capital[rich] > before[0], "the rich firm: %g to %g", before[0],
         firms->capital[rich]);
  EXPECT(firms->capital[poor] < before[1], "the poor firm: %g to %g", before[1],
         firms->capital[poor]);
  EXPECT(firms->funding_gap[poor] > 0 && firms->funding_gap[rich] <= 0, "gaps %g and %g",
         firms->funding_gap[poor], firms->funding_gap[rich]);
  EXPECT(firms->staff_wanted[rich].v[TECHNICIAN] > staff, "more orders, no more staff wanted");
  close_fixture(&f);
}

/* M10, M11 */
static void workers_go_where_wages_are_better(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->search_employed = 0.5;
  f.params->taste_wage = 10;
  struct firms *firms = &f.economy->firms;
  const uint32_t high = firm_of(f.economy, 4, CONSUMABLES, 0),
                 low = firm_of(f.economy, 4, CONSUMABLES, 1);
  const uint32_t *pair[] = {&high, &low};
  for (uint32_t k = 0; k < firms->count; k++) firms->staff_wanted[k] = firms->staff[k];
  for (int k = 0; k < 2; k++)
    firms->staff_wanted[*pair[k]].v[TECHNICIAN] = firms->staff[*pair[k]].v[TECHNICIAN] + 5000;
  labour_post(f.economy);
  for (uint32_t k = f.economy->openings_first[4 * SKILL_COUNT];
       k < f.economy->openings_first[4 * SKILL_COUNT + 1]; k++) {
    struct opening *opening = &f.economy->openings[k];
    if (opening->firm == high) opening->appeal *= 10;
  }
  search_settle(f.economy);
  const uint32_t left_high = firms->vacancies[high].v[TECHNICIAN],
                 left_low = firms->vacancies[low].v[TECHNICIAN];
  EXPECT(left_high < left_low, "open after the month: %u at the better wage, %u at the worse",
         left_high, left_low);
  close_fixture(&f);
}

/* M12 */
static int64_t people_after_moves(const char *setting) {
  const char *const settings[] = {"parameters.migration_technician=20 %/month",
                                  "parameters.taste_distance=0",
                                  "end=2020-12",
                                  "levers.programme_recruiting.to=2020-12",
                                  "levers.programme_recruiting_later=~",
                                  setting,
                                  NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 12);
  int64_t people = 0;
  for (uint32_t i = 0; i < f.economy->persons.count; i++) {
    people += f.economy->persons.skill[i] != NO_PERSON && f.economy->persons.town[i] == 0;
  }
  close_fixture(&f);
  return people;
}

static void people_move_to_amenity_and_service_and_away_from_dear_housing(void **state) {
  (void)state;
  const int64_t base = people_after_moves("seed=1");
  EXPECT(people_after_moves("towns.xianju.amenity=2") > base + 50, "amenity");
  EXPECT(people_after_moves("towns.xianju.service=2") > base + 50, "service");
  EXPECT(people_after_moves("towns.xianju.housing=40000 CNY/m2") < base - 50, "housing");
}

/* M13 */
static void wages_rise_when_posts_stay_open_and_fall_when_staff_is_unneeded(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  f.params->wage_return = 0;
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const float before = firms->posted_wage[i].v[TECHNICIAN];
  firms->vacancies[i].v[TECHNICIAN] = 50;
  firms->staff_wanted[i].v[TECHNICIAN] = firms->staff[i].v[TECHNICIAN] + 50;
  labour_post(f.economy);
  EXPECT(firms->posted_wage[i].v[TECHNICIAN] > before, "open posts");
  const float raised = firms->posted_wage[i].v[TECHNICIAN];
  firms->vacancies[i].v[TECHNICIAN] = 0;
  firms->staff_wanted[i].v[TECHNICIAN] = 0;
  labour_post(f.economy);
  EXPECT(firms->posted_wage[i].v[TECHNICIAN] < raised, "idle staff");
  EXPECT(firms->layoff[i].v[TECHNICIAN] > 0, "no one is laid off");
  close_fixture(&f);
}

/* M14: start-ups of a town's first segments in a year with one thing changed. */
static uint32_t entries_of(const char *setting, enum origin origin) {
  const char *const settings[] = {"end=2020-12",
                                  "levers.programme_recruiting.to=2020-12",
                                  "levers.programme_recruiting_later=~",
                                  "parameters.start_up_rate=5 1/year",
                                  "parameters.spin_off_rate=0.3 1/year",
                                  setting,
                                  NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 12);
  uint32_t count = 0;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    count += f.economy->firms.open[i] && f.economy->firms.origin[i] == origin &&
             f.economy->firms.town[i] == 0;
  }
  close_fixture(&f);
  return count;
}

static void entry_follows_brand_rent_reach_and_parents(void **state) {
  (void)state;
  const uint32_t base = entries_of("seed=1", ORIGIN_START_UP);
  EXPECT(base > 20, "%u start-ups", base);
  EXPECT(entries_of("towns.xianju.brand=3", ORIGIN_START_UP) > base, "brand");
  EXPECT(entries_of("parameters.start_up_rent=5", ORIGIN_START_UP) < base, "rent");
  EXPECT(entries_of("parameters.start_up_reach=0", ORIGIN_START_UP) < base, "reach");
  EXPECT(entries_of("parameters.start_up_rivals=1", ORIGIN_START_UP) < base, "rivals");
  const uint32_t children = entries_of("seed=1", ORIGIN_SPIN_OFF);
  EXPECT(entries_of("parameters.spin_off_size=1.5", ORIGIN_SPIN_OFF) > children, "parents' size");
}

static void spin_offs_stand_by_their_parents_and_take_after_them(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct error error;
  f.params->spin_off_rate = 1000;
  f.params->start_up_rate = f.params->footloose_rate = f.params->entrant_spread = 0;
  const uint32_t before = f.economy->firms.living;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) f.economy->firms.own_productivity[i] = 1;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  EXPECT(f.economy->firms.living > before * 1.9, "%u firms of %u", f.economy->firms.living, before);
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    if (f.economy->firms.origin[i] != ORIGIN_SPIN_OFF) continue;
    EXPECT(fabs(f.economy->firms.own_productivity[i] - f.params->inheritance) < 1e-9, "inherits %g",
           f.economy->firms.own_productivity[i]);
  }
  close_fixture(&f);
}

/* M17 */
static void rent_rises_with_occupancy_and_the_chain_is_served_first(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const double usual = land_rent(f.economy, 0);
  f.economy->parks.floor_built[0] = f.economy->parks.floor_used[0] + 100;
  EXPECT(land_rent(f.economy, 0) > usual, "rent %g after %g", land_rent(f.economy, 0), usual);
  const uint32_t device = firm_of(f.economy, 0, EQUIPMENT, 0),
                 other = firm_of(f.economy, 0, OTHER, 0);
  for (uint32_t i = 0; i < f.economy->firms.count; i++)
    f.economy->firms.floor_wanted[i] = f.economy->firms.floor[i];
  const uint32_t had[] = {f.economy->firms.floor[device], f.economy->firms.floor[other]};
  f.economy->firms.floor_wanted[device] += 100;
  f.economy->firms.floor_wanted[other] += 100;
  land_settle(f.economy);
  assert_int_equal(f.economy->firms.floor[device], had[0] + 100);
  assert_int_equal(f.economy->firms.floor[other], had[1]);
  close_fixture(&f);
}

static void towns_build_when_floor_runs_short_and_within_their_land(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct parks *parks = &f.economy->parks;
  f.economy->month = 0;
  parks->floor_built[0] = parks->floor_used[0] + 10;
  parks->floor_most[0] = parks->floor_built[0] + 500;
  const int64_t cash = f.economy->towns.cash[0];
  land_settle(f.economy);
  assert_int_equal(parks->floor_coming[0], 500);
  EXPECT(f.economy->towns.cash[0] < cash, "it cost nothing");
  f.economy->month = (int32_t)f.params->plant_months;
  const uint64_t built = parks->floor_built[0];
  land_settle(f.economy);
  assert_int_equal(parks->floor_built[0], built + 500);
  assert_int_equal(parks->floor_coming[0], 0);
  close_fixture(&f);
}

/* M21, M15 */
static void the_hazard_falls_with_size_productivity_and_cash_and_knows_incubators(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  struct instruments *instruments = &f.economy->towns.instruments[0];
  firms->cash[i] = 0;
  firms->incubated_until[i] = 0;
  const double base = exit_hazard(f.economy, i);
  firms->staff[i].v[TECHNICIAN] += 100;
  EXPECT(exit_hazard(f.economy, i) < base, "size");
  firms->staff[i].v[TECHNICIAN] -= 100;
  firms->own_productivity[i] += 1;
  EXPECT(exit_hazard(f.economy, i) < base, "productivity");
  firms->own_productivity[i] -= 1;
  firms->cash[i] = ledger_fen(10 * firms->costs[i]);
  EXPECT(exit_hazard(f.economy, i) < base, "cash");
  firms->cash[i] = 0;
  instruments->hazard_tenant = -0.2;
  instruments->hazard_graduate = 0.2;
  firms->seated[i] = 1;
  EXPECT(fabs(exit_hazard(f.economy, i) / base - 0.8) < 1e-9, "a tenant");
  firms->seated[i] = 0;
  firms->incubated_until[i] = f.economy->month - 12;
  EXPECT(fabs(exit_hazard(f.economy, i) / base - 1.2) < 1e-9, "a graduate");
  firms->incubated_until[i] = f.economy->month - 40;
  EXPECT(fabs(exit_hazard(f.economy, i) / base - 1) < 1e-9, "three years on");
  close_fixture(&f);
}

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
      "levers.l={lever: lead_sheep, kind: phoenix, landing_probability: 100 %, from: 2020-01, "
      "leaves_after: 6 months}",
      NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 6);
  EXPECT(world_value(&f.world, 5, 0, INDICATOR_lead_sales) > 0, "no lead stood");
  EXPECT(f.economy->towns.instruments[0].lead_strength > 0, "the lead had no strength");
  const double local = f.economy->towns.local_share[0];
  support_run(&f.world, 3);
  EXPECT(world_value(&f.world, 8, 0, INDICATOR_lead_sales) <= 0, "the lead stayed");
  EXPECT(f.economy->towns.local_share[0] < local, "local purchases stayed");
  close_fixture(&f);
}

/* A card fails where its effect is nil, where rivals do the same, or where land is short. */
static double gain(const char *const *with, const char *const *without) {
  double sum = 0;
  enum { N = 10 };
  for (int pass = 0; pass < 2; pass++) {
    struct scenario scenario;
    support_load(&scenario, pass ? "cards/lead-sheep" : "xianju/baseline", pass ? with : without);
#pragma omp parallel for schedule(dynamic, 1) reduction(+ : sum)
    for (uint32_t r = 0; r < N; r++) {
      struct world world;
      struct error error;
      if (world_create(&world, &scenario, 1, r, 1, &error) != STATUS_OK) abort();
      if (world_run(&world, &error) != STATUS_OK) abort();
      sum += (pass ? 1.0 : -1.0) / N *
             world_value(&world, world.economy.month - 1, 0, INDICATOR_market_share);
      world_free(&world);
    }
    scenario_free(&scenario);
  }
  return sum;
}

static void a_card_can_fail(void **state) {
  (void)state;
  static const char *const none[] = {"levers.lead.landing_probability=100 %", NULL};
  static const char *const null[] = {"levers.lead.landing_probability=100 %",
                                     "levers.lead.effect=0", NULL};
  static const char *const all[] = {"levers.lead.landing_probability=100 %",
                                    "levers.lead.towns=all", NULL};
  static const char *const land[] = {"levers.lead.landing_probability=100 %",
                                     "towns.xianju.land=0 mu", "towns.xianju.floor=120000 m2",
                                     NULL};
  static const char *const land_base[] = {"towns.xianju.land=0 mu", "towns.xianju.floor=120000 m2",
                                          NULL};
  const double full = gain(none, NULL);
  EXPECT(full > 0.005, "gain in share %g", full);
  EXPECT(fabs(gain(null, NULL)) < 1e-12, "with no effect");
  const double rivals = gain(all, NULL), short_land = gain(land, land_base);
  print_message("gain in market share: alone %.4f, rivals too %.4f, land short %.4f\n", full,
                rivals, short_land);
  EXPECT(rivals < full / 2, "rivals do the same: %g after %g", rivals, full);
  EXPECT(short_land < full * 0.8, "land is short: %g after %g", short_land, full);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reach_counts_own_segment_in_full_related_by_half_others_by_a_tenth),
      cmocka_unit_test(spillovers_decay_with_distance),
      cmocka_unit_test(a_lead_firm_raises_others_by_twelve_per_cent_in_five_years),
      cmocka_unit_test(productivity_rises_with_reach_and_research_and_falls_with_dependence),
      cmocka_unit_test(productivity_shocks_have_their_scale_and_no_drift_but_obsolescence),
      cmocka_unit_test(research_brings_innovation_and_none_brings_none),
      cmocka_unit_test(imitation_closes_gaps_from_below_only),
      cmocka_unit_test(registration_takes_its_class_s_time_and_opens_a_share),
      cmocka_unit_test(output_follows_cobb_douglas_and_stops_at_the_floor),
      cmocka_unit_test(shares_follow_competitiveness_and_certificates),
      cmocka_unit_test(a_gain_that_all_towns_share_is_no_gain),
      cmocka_unit_test(firms_buy_in_town_and_more_so_with_a_lead),
      cmocka_unit_test(sales_never_exceed_capacity_and_unmet_orders_find_who_has_some),
      cmocka_unit_test(prices_rise_with_pressure_and_fall_with_slack),
      cmocka_unit_test(firms_invest_towards_their_orders_as_far_as_money_goes),
      cmocka_unit_test(workers_go_where_wages_are_better),
      cmocka_unit_test(people_move_to_amenity_and_service_and_away_from_dear_housing),
      cmocka_unit_test(wages_rise_when_posts_stay_open_and_fall_when_staff_is_unneeded),
      cmocka_unit_test(entry_follows_brand_rent_reach_and_parents),
      cmocka_unit_test(spin_offs_stand_by_their_parents_and_take_after_them),
      cmocka_unit_test(rent_rises_with_occupancy_and_the_chain_is_served_first),
      cmocka_unit_test(towns_build_when_floor_runs_short_and_within_their_land),
      cmocka_unit_test(the_hazard_falls_with_size_productivity_and_cash_and_knows_incubators),
      cmocka_unit_test(a_fund_gives_to_those_who_lack_and_private_money_likes_half),
      cmocka_unit_test(seats_are_rent_free_and_run_out),
      cmocka_unit_test(a_lead_that_leaves_takes_its_orders_along),
      cmocka_unit_test(a_card_can_fail),
  };
  return cmocka_run_group_tests_name("mechanism", tests, NULL, NULL);
}
