/* Entry, exit and the choice of a place, each to its value: what signs alone would let pass. */
#include "support.h"

#include "bellwether/dynamics/attraction.h"
#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/exit.h"

#include <math.h>

static void the_hazard_has_its_age_s_rate(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  static const int32_t ages[] = {0, 11, 12, 23, 24, 35, 36, 83, 84, 200};
  static const double rates[] = {0.016, 0.016, 0.063, 0.063, 0.095, 0.095, 0.08, 0.08, 0.05, 0.05};
  firms->staff[i] = (struct by_skill_count){{10, 0, 0}};
  firms->own_productivity[i] = -firms->reach_productivity[i];
  firms->cash[i] = 0;
  for (int k = 0; k < 10; k++) {
    firms->born[i] = f.economy->month - ages[k];
    NEAR(hazard_of(f.economy, i), rates[k], 1e-12);
  }
  firms->staff[i].v[TECHNICIAN] = 80;
  firms->own_productivity[i] += 1;
  firms->cash[i] = ledger_fen(30 * firms->costs[i]);
  NEAR(hazard_of(f.economy, i), 0.05 * pow(8, -0.3) * exp(-0.5 - 0.05 * 12), 1e-9);
  close_fixture(&f);
}

static void firms_close_at_their_hazard_when_insolvent_and_when_told(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  f.params->exit_year_1 = f.params->exit_year_2 = f.params->exit_year_3 = 0;
  f.params->exit_to_year_7 = f.params->exit_later = 0;
  const uint32_t covered = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t broke = firm_of(f.economy, 1, EQUIPMENT, 1),
                 told = firm_of(f.economy, 0, OTHER, 2);
  firms->cash[covered] = firms->cash[broke] = ledger_fen(-1);
  firms->capital[covered] = firms->capital[broke] = 10;
  firms->debt[covered] = ledger_fen(1.2); /* .3 (10 - 1.2) - 1.2 = 1.44 M of room */
  firms->debt[broke] = ledger_fen(2);     /* .3 (10 - 2) - 2 = .4 */
  firms->leaving[told] = 1;
  const double share = firms->market_share[broke];
  const uint32_t before = firms->living;
  exit_settle(f.economy);
  assert_int_equal(firms->living, before - 2);
  EXPECT(!firms->open[broke] && !firms->open[told], "a firm stayed");
  assert_int_equal(firms->cash[covered], 0);
  assert_int_equal(firms->debt[covered], ledger_fen(2.2));
  NEAR(f.economy->markets[EQUIPMENT].left, share, 1e-15);
  f.params->exit_size = f.params->exit_productivity = f.params->exit_cash = 0;
  f.params->exit_year_1 = f.params->exit_year_2 = f.params->exit_year_3 = 3;
  f.params->exit_to_year_7 = f.params->exit_later = 3;
  exit_settle(f.economy);
  NEAR((double)firms->living / (before - 2), exp(-3.0 / 12), 0.06);
  close_fixture(&f);
}

/* Entrants of one month, one thing changed; those of town 0, in the chain or outside it. */
struct entrants {
  double chain, other;
};
static struct entrants start_ups_with(void (*change)(struct fixture *)) {
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.params->start_up_rate = 400;
  f.params->spin_off_rate = f.params->footloose_rate = 0;
  f.economy->parks.rent[0] = f.params->rent_base;
  f.economy->towns.chain_gap[0] = 0;
  change(&f);
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  struct entrants n = {0};
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    if (f.economy->firms.town[i] != 0 || f.economy->firms.origin[i] != ORIGIN_START_UP) continue;
    if (f.economy->firms.segment[i] == OTHER) n.other++;
    else n.chain++;
  }
  close_fixture(&f);
  return n;
}
static void as_it_is(struct fixture *f) { (void)f; }
static void with_brand(struct fixture *f) { f->economy->towns.brand[0] += 2; }
static void with_gap(struct fixture *f) { f->economy->towns.chain_gap[0] = 1; }
static void with_rent(struct fixture *f) { f->economy->parks.rent[0] *= 2; }
static void later(struct fixture *f) {
  f->economy->month = 120;
  f->economy->parks.rent[0] = f->params->rent_base * economy_frontier(f->economy);
}
static void with_free_seats(struct fixture *f) {
  f->economy->towns.instruments[0].start_ups = 1;
  f->economy->towns.instruments[0].seats = 10;
}
static void with_full_seats(struct fixture *f) {
  with_free_seats(f);
  f->economy->towns.seats_taken[0] = 10;
}
static void with_reach(struct fixture *f) {
  for (uint32_t s = 0; s < 5; s++) f->economy->reach[group_of(f->economy, 0, s)] *= 16;
}

static void start_ups_follow_their_terms(void **state) {
  (void)state;
  const struct entrants base = start_ups_with(as_it_is);
  EXPECT(base.chain > 300 && base.other > 50, "%g and %g", base.chain, base.other);
  NEAR(start_ups_with(with_brand).chain / base.chain, exp(0.2 * 2), 0.05);
  NEAR(start_ups_with(with_gap).chain / base.chain, exp(0.3), 0.05);
  NEAR(start_ups_with(with_gap).other / base.other, 1, 0);
  NEAR(start_ups_with(with_rent).chain / base.chain, exp(-0.3), 0.05);
  NEAR(start_ups_with(with_reach).chain / base.chain, pow(16, 0.25), 0.1);
  NEAR(start_ups_with(later).chain / base.chain, 1, 0.1); /* other draws */
  /* ten seats beside seventeen firms of the chain */
  NEAR(start_ups_with(with_free_seats).chain / base.chain, 2 - exp(-10.0 / 18), 0.05);
  NEAR(start_ups_with(with_free_seats).other / base.other, 1, 0);
  NEAR(start_ups_with(with_full_seats).chain / base.chain, 1, 0);
}

struct spread {
  double n, mean, deviation;
};
static struct spread spread_of(const struct fixture *f, enum origin origin,
                               double (*measure)(const struct economy *, uint32_t)) {
  struct spread s = {0};
  double squares = 0;
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    if (!f->economy->firms.open[i] || f->economy->firms.origin[i] != origin) continue;
    const double x = measure(f->economy, i);
    s.mean += x;
    squares += x * x;
    s.n++;
  }
  s.mean /= s.n;
  s.deviation = sqrt(squares / s.n - s.mean * s.mean);
  return s;
}
static double log_cash(const struct economy *e, uint32_t i) {
  return log((double)e->firms.cash[i] / FEN_PER_MILLION);
}
static double log_sales(const struct economy *e, uint32_t i) {
  return log(e->firms.opening_share[i] * 12 * e->markets[e->firms.segment[i]].demand);
}
static double own(const struct economy *e, uint32_t i) { return e->firms.own_productivity[i]; }

static void entrants_are_drawn_as_their_parameters_say(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.economy->month = 120; /* the frontier has grown by e^.4 */
  f.params->start_up_rate = 60;
  f.params->footloose_rate = 2000;
  f.params->spin_off_rate = 1000;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) f.economy->firms.own_productivity[i] = 0;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  const struct spread cash = spread_of(&f, ORIGIN_START_UP, log_cash);
  const struct spread sales = spread_of(&f, ORIGIN_START_UP, log_sales);
  EXPECT(cash.n > 300, "%g start-ups", cash.n);
  NEAR(cash.mean, log(4) + 0.4, 0.1);
  NEAR(sales.mean, log(6) + 0.4, 0.15);
  NEAR(spread_of(&f, ORIGIN_START_UP, own).deviation, 0.25, 0.03);
  NEAR(spread_of(&f, ORIGIN_SPIN_OFF, log_cash).mean, log(4 * 1.2) + 0.4, 0.12);
  const struct spread moved = spread_of(&f, ORIGIN_ATTRACTED, log_sales);
  NEAR(moved.n, 7 * 2000 / 12.0, 120);
  NEAR(moved.mean, log(20) + 0.4, 0.1);
  NEAR(moved.deviation, 1, 0.08);
  NEAR(spread_of(&f, ORIGIN_ATTRACTED, own).deviation, 0.25, 0.03);
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    if (f.economy->firms.origin[i] != ORIGIN_ATTRACTED) continue;
    const struct segment *segment = &f.economy->segments[f.economy->firms.segment[i]];
    const double brought = exp(log_sales(f.economy, i));
    NEAR(exp(log_cash(f.economy, i)), brought * (0.35 * segment->capital_output + 0.25),
         1e-6 * brought + 1e-6);
    if (segment->class > 0) {
      assert_int_equal(f.economy->firms.transferring[i],
                       ceil(brought / exp(0.4) / (60 * 0.25) - 1e-9));
    }
  }
  close_fixture(&f);
}

static double children(double apart, double lead_spin_offs, bool productive) {
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.params->start_up_rate = f.params->footloose_rate = f.params->entrant_spread = 0;
  f.params->spin_off_rate = 1;
  f.params->spin_off_size = 0;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    f.economy->firms.own_productivity[i] = i % 2 ? apart : -apart;
    f.economy->firms.reach_productivity[i] = 0;
    f.economy->firms.lead[i] = lead_spin_offs > 0;
  }
  for (uint32_t t = 0; t < f.economy->towns.count; t++)
    f.economy->towns.instruments[t].lead_spin_offs = lead_spin_offs;
  double count = 0;
  for (int m = 0; m < 60; m++, f.economy->month++) {
    struct economy *e = f.economy;
    const uint32_t old = e->firms.count;
    assert_int_equal(entry_settle(e, &error), STATUS_OK);
    for (uint32_t i = old; i < e->firms.count; i++) {
      count += (e->firms.own_productivity[i] > 0) == productive;
      NEAR(fabs(e->firms.own_productivity[i]), 0.8 * apart, 1e-9);
    }
    while (e->firms.count > old) firms_remove(&e->firms, --e->firms.count), e->firms.empty_count--;
    economy_enrol(e);
  }
  close_fixture(&f);
  return count;
}

static void the_large_have_more_children(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.params->start_up_rate = f.params->footloose_rate = f.params->entrant_spread = 0;
  f.params->spin_off_rate = 6, f.params->spin_off_productivity = 0, f.params->spin_off_size = 1;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    f.economy->firms.staff[i] = (struct by_skill_count){{i % 2 ? 10 : 2, 0, 0}};
    f.economy->firms.own_productivity[i] = i % 2 ? 1 : -1; /* which the child's tells of */
  }
  const uint32_t old = f.economy->firms.count;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  double of[2] = {0};
  for (uint32_t i = old; i < f.economy->firms.count; i++)
    of[f.economy->firms.own_productivity[i] > 0]++;
  NEAR(of[1] / (old / 2.0), 1 - exp(-0.5), 0.1);
  NEAR(of[0] / (old / 2.0), 1 - exp(-0.1), 0.06);
  close_fixture(&f);
}

static void the_productive_and_the_leads_have_more_children(void **state) {
  (void)state;
  const double strong = children(0.5, 0, true), weak = children(0.5, 0, false);
  NEAR(strong / weak, exp(0.5), 0.2);
  NEAR(children(0.5, 1, true) / strong, 2, 0.2);
}

static double choose_town_0(double attraction, double exponent, double herd_lead, bool led) {
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.params->start_up_rate = f.params->spin_off_rate = 0;
  f.params->footloose_rate = 1000;
  f.params->herd_exponent = exponent;
  f.params->herd_lead = herd_lead;
  f.economy->towns.instruments[0].lead_strength = led;
  for (uint32_t s = 0; s < 5; s++) {
    for (uint32_t t = 0; t < 7; t++) f.economy->attraction[group_of(f.economy, t, s)] = 0;
    f.economy->attraction[group_of(f.economy, 0, s)] = attraction;
    for (uint32_t n = 0; led && n < 2; n++) f.economy->firms.lead[firm_of(f.economy, 0, s, n)] = 1;
  }
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  double here = 0, all = 0;
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    if (f.economy->firms.origin[i] != ORIGIN_ATTRACTED) continue;
    here += f.economy->firms.town[i] == 0;
    all++;
  }
  close_fixture(&f);
  return here / all;
}

static void who_looks_for_a_place_goes_where_it_is_good_and_where_others_are(void **state) {
  (void)state;
  NEAR(choose_town_0(0, 0, 3, false), 1.0 / 7, 0.04);
  NEAR(choose_town_0(1, 0, 3, false), exp(1) / (exp(1) + 6), 0.05);
  const double herd = choose_town_0(0, 1, 1, true);
  EXPECT(choose_town_0(0, 1, 20, true) > herd + 0.15, "leads draw no one: %g", herd);
  const double firms = (6.0 / 138 + 5.0 / 76 + 2.0 / 26 + 4.0 / 50 + 30.0 / 78) / 5;
  NEAR(choose_town_0(0, 1, 3, false), firms, 0.04); /* an urn keeps its mean share */
}

static void attraction_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  const double *v = e->attraction;
  const uint32_t a = group_of(e, 0, EQUIPMENT), b = group_of(e, 1, EQUIPMENT);
  e->reach[a] = 99, e->reach[b] = 9;
  e->parks.rent[0] = 18, e->parks.rent[1] = 9;
  e->towns.brand[0] = 1, e->towns.brand[1] = 0;
  attraction_update(e);
  NEAR(v[a] - v[b], 0.3 * log(10) - 0.5 * log(2) + 0.3, 1e-12);
  double sum = 0;
  for (uint32_t t = 0; t < 7; t++) sum += v[group_of(e, t, EQUIPMENT)];
  NEAR(sum, 0, 1e-9);
  close_fixture(&f);
}

static void a_seat_gives_machinery_for_its_tenancy_to_the_chain(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  f.params->start_up_rate = 20;
  f.params->spin_off_rate = f.params->footloose_rate = 0;
  f.economy->towns.instruments[0] = (struct instruments){
      .seats = 1000, .tenancy = 5, .equipment = 0.5};
  f.economy->month = 0;
  assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
  uint32_t seated = 0;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (firms->origin[i] != ORIGIN_START_UP || firms->town[i] != 0) continue;
    assert_int_equal(firms->seated[i], firms->segment[i] != OTHER);
    if (!firms->seated[i]) continue;
    seated++;
    assert_int_equal(firms->incubated_until[i], 5);
    NEAR(firms->capital[i], 0.5 * (double)firms->cash[i] / FEN_PER_MILLION, 1e-9);
  }
  EXPECT(seated > 5, "%u seated", seated);
  assert_int_equal(f.economy->towns.seats_taken[0], seated);
  f.params->start_up_rate = 0;
  for (f.economy->month = 4; f.economy->month <= 5; f.economy->month++) {
    assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
    assert_int_equal(f.economy->towns.seats_taken[0], f.economy->month < 5 ? seated : 0);
  }
  NEAR(f.economy->towns.seats_free[0], 1 - exp(-1000.0 / (1 + economy_chain_firms(f.economy, 0))),
       1e-12);
  close_fixture(&f);
}

static void a_project_arrives_when_due_with_its_subsidy(void **state) {
  (void)state;
  struct fixture f;
  struct error error;
  open_fixture(&f, NULL);
  f.params->start_up_rate = f.params->spin_off_rate = f.params->footloose_rate = 0;
  f.params->entrant_spread = 0;
  f.economy->month = 0;
  const uint64_t id = economy_id(0, 0, CHANNEL_RECRUITED, 1);
  const int64_t town_cash = f.economy->towns.cash[0];
  assert_int_equal(economy_add_project(f.economy,
                                       (struct project){.id = id,
                                                        .segment = COMPONENTS,
                                                        .due = 2,
                                                        .sales = 12,
                                                        .productivity = 0.25,
                                                        .subsidy = 3,
                                                        .recruited = true},
                                       &error),
                   STATUS_OK);
  const uint32_t before = f.economy->firms.living;
  for (f.economy->month = 1; f.economy->month < 3; f.economy->month++) {
    assert_int_equal(entry_settle(f.economy, &error), STATUS_OK);
    assert_int_equal(f.economy->firms.living, before + (f.economy->month == 2));
  }
  for (uint32_t i = 0; i < f.economy->firms.count; i++) {
    if (f.economy->firms.id[i] != id) continue;
    NEAR(f.economy->firms.own_productivity[i], 0.25, 1e-12);
    const double equity = 12 * (0.35 * f.economy->segments[COMPONENTS].capital_output + 0.25);
    NEAR((double)f.economy->firms.cash[i] / FEN_PER_MILLION, 3 + equity * exp(0.04 * 2 / 12), 1e-6);
    assert_int_equal(f.economy->firms.recruited[i], 1);
  }
  assert_int_equal(f.economy->towns.projects_landed[0], 1);
  assert_int_equal(f.economy->towns.public_cost[0], ledger_fen(3));
  assert_int_equal(f.economy->towns.cash[0], town_cash - ledger_fen(3));
  close_fixture(&f);
}

/* Two towns begin alike; a thousand firms come in one month. With the herd to the third power
 * whoever is ahead draws nearly all that follow; if they only saw the month's start, half would go
 * to each. */
static void those_who_come_in_one_month_follow_one_another(void **state) {
  (void)state;
  static const char *const settings[] = {"parameters.herd_exponent=3", "levers=~", NULL};
  struct scenario scenario;
  struct world world;
  struct error error;
  support_load(&scenario, "verification/urn", settings);
  scenario.params.footloose_rate = 6000;
  support_create(&world, &scenario, 0);
  assert_int_equal(entry_settle(&world.economy, &error), STATUS_OK);
  double all = 0, first = 0;
  for (uint32_t i = 0; i < world.economy.firms.count; i++) {
    all++;
    first += world.economy.firms.town[i] == 0;
  }
  const double larger = fmax(first, all - first) / all;
  EXPECT(all > 800 && larger > 0.9, "%g firms, %g of them in one town", all, larger);
  world_free(&world);
  scenario_free(&scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(those_who_come_in_one_month_follow_one_another),
      cmocka_unit_test(the_hazard_has_its_age_s_rate),
      cmocka_unit_test(firms_close_at_their_hazard_when_insolvent_and_when_told),
      cmocka_unit_test(start_ups_follow_their_terms),
      cmocka_unit_test(entrants_are_drawn_as_their_parameters_say),
      cmocka_unit_test(the_large_have_more_children),
      cmocka_unit_test(the_productive_and_the_leads_have_more_children),
      cmocka_unit_test(who_looks_for_a_place_goes_where_it_is_good_and_where_others_are),
      cmocka_unit_test(attraction_is_its_formula),
      cmocka_unit_test(a_seat_gives_machinery_for_its_tenancy_to_the_chain),
      cmocka_unit_test(a_project_arrives_when_due_with_its_subsidy),
  };
  return cmocka_run_group_tests_name("entry_values", tests, NULL, NULL);
}
