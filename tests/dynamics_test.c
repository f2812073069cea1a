/* Reach, productivity, innovation, registration, entry, exit: each does what its equation says,
 * tested by the phase itself. */
#include "support.h"

#include "bellwether/dynamics/entry.h"
#include "bellwether/dynamics/exit.h"
#include "bellwether/dynamics/innovation.h"
#include "bellwether/dynamics/productivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Both signs of the evidence on anchors can be reached: where one firm employs the whole park, at
 * the highest dependence, others lose 30 % and more in the long run (NBER w30744). */
static void dependence_can_turn_a_lead_into_a_loss(void **state) {
  (void)state;
  double level[2];
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    f.params->productivity_noise = f.params->obsolescence = 0;
    f.params->dependence = pass ? 0.5 : 0; /* the range's ends */
    const uint32_t firm = firm_of(f.economy, 0, EQUIPMENT, 0);
    f.economy->parks.concentration[0] = pass ? 1 : 0;
    f.economy->towns.instruments[0].lead_strength = pass;
    for (int m = 0; m < 240; m++) productivity_update(f.economy, f.params->productivity_adjustment);
    level[pass] = firms_productivity(&f.economy->firms, firm);
    close_fixture(&f);
  }
  const double change = exp(level[1] - level[0]) - 1;
  EXPECT(change < -0.3 && change > -0.4, "change %g", change);
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
  const double base = hazard_of(f.economy, i);
  firms->staff[i].v[TECHNICIAN] += 100;
  EXPECT(hazard_of(f.economy, i) < base, "size");
  firms->staff[i].v[TECHNICIAN] -= 100;
  firms->own_productivity[i] += 1;
  EXPECT(hazard_of(f.economy, i) < base, "productivity");
  firms->own_productivity[i] -= 1;
  firms->cash[i] = ledger_fen(10 * firms->costs[i]);
  EXPECT(hazard_of(f.economy, i) < base, "cash");
  firms->cash[i] = 0;
  instruments->hazard_tenant = -0.2;
  instruments->hazard_graduate = 0.2;
  firms->seated[i] = 1;
  EXPECT(fabs(hazard_of(f.economy, i) / base - 0.8) < 1e-9, "a tenant");
  firms->seated[i] = 0;
  firms->incubated_until[i] = f.economy->month - 12;
  EXPECT(fabs(hazard_of(f.economy, i) / base - 1.2) < 1e-9, "a graduate");
  firms->incubated_until[i] = f.economy->month - 40;
  EXPECT(fabs(hazard_of(f.economy, i) / base - 1) < 1e-9, "three years on");
  instruments->relocation = 0.1;
  EXPECT(fabs(hazard_of(f.economy, i) / base - 1) < 1e-9, "an incumbent relocates");
  firms->origin[i] = ORIGIN_ATTRACTED;
  EXPECT(fabs(hazard_of(f.economy, i) - base - 0.1) < 1e-9, "an attracted firm does not");
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reach_counts_own_segment_in_full_related_by_half_others_by_a_tenth),
      cmocka_unit_test(spillovers_decay_with_distance),
      cmocka_unit_test(a_lead_firm_raises_others_by_twelve_per_cent_in_five_years),
      cmocka_unit_test(dependence_can_turn_a_lead_into_a_loss),
      cmocka_unit_test(productivity_rises_with_reach_and_research_and_falls_with_dependence),
      cmocka_unit_test(productivity_shocks_have_their_scale_and_no_drift_but_obsolescence),
      cmocka_unit_test(research_brings_innovation_and_none_brings_none),
      cmocka_unit_test(imitation_closes_gaps_from_below_only),
      cmocka_unit_test(registration_takes_its_class_s_time_and_opens_a_share),
      cmocka_unit_test(entry_follows_brand_rent_reach_and_parents),
      cmocka_unit_test(spin_offs_stand_by_their_parents_and_take_after_them),
      cmocka_unit_test(the_hazard_falls_with_size_productivity_and_cash_and_knows_incubators),
  };
  return cmocka_run_group_tests_name("dynamics", tests, NULL, NULL);
}
