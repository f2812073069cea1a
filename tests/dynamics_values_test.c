/* Reach, productivity and innovation, each to its value: what signs alone would let pass. */
#include "support.h"

#include "bellwether/agents/neighbours.h"
#include "bellwether/agents/production.h"
#include "bellwether/dynamics/innovation.h"
#include "bellwether/dynamics/productivity.h"
#include "bellwether/markets/search.h"

#include <math.h>

static void surroundings_are_their_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, 0);
  f.economy->reach[group_of(f.economy, 0, CONSUMABLES)] = 300;
  f.economy->firms.research_stock[i] = 7;
  f.params->research_reference = 4;
  f.economy->firms.links[i] = 0;
  f.economy->parks.concentration[0] = 0.3;
  productivity_update(f.economy, 1);
  NEAR(f.economy->firms.reach_productivity[i],
       0.05 * log1p(300.0 / 100) - 0.05 * 0.3 + 0.02 * log1p(7.0 / 4), 1e-12);
  close_fixture(&f);
}

static double staff_of(const struct economy *e, uint32_t town, uint32_t s, double *squares) {
  double sum = 0;
  for (uint32_t at = e->roster.group_first[group_of(e, town, s)];
       at < e->roster.group_first[group_of(e, town, s) + 1]; at++) {
    const double heads = firms_staff(&e->firms, e->roster.rows[at]);
    sum += heads;
    *squares += heads * heads;
  }
  return sum;
}

static void a_neighbour_s_staff_and_lead_count_by_its_weight(void **state) {
  (void)state;
  static const char *const settings[] = {"towns.tonglu.x=3 km", "towns.tonglu.y=0 km", NULL};
  struct fixture f;
  open_fixture(&f, settings);
  double reach = 0, all = 0, squares = 0, unused = 0;
  for (uint32_t s = 0; s < 5; s++) {
    const double related = productivity_relatedness(f.economy, 0, CONSUMABLES, s);
    const double own = staff_of(f.economy, 0, s, &squares);
    all += own;
    reach += related * (own + 0.1 * staff_of(f.economy, 1, s, &unused));
  }
  productivity_reach(f.economy);
  NEAR(f.economy->reach[group_of(f.economy, 0, CONSUMABLES)], reach, 1e-4 * reach);
  NEAR(f.economy->parks.concentration[0], squares / (all * all), 1e-12);
  const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, 0);
  productivity_update(f.economy, 1);
  const double before = f.economy->firms.reach_productivity[i];
  f.economy->towns.instruments[1].lead_strength = 1;
  productivity_update(f.economy, 1);
  NEAR(f.economy->firms.reach_productivity[i] - before, 0.1 * 0.123, 1e-6);
  close_fixture(&f);
}

/* The greatest of the weights that two parks have for each other: by distance, by the links of a
 * town's parks, by an outreach. */
static double weight_of(const struct economy *e, uint32_t a, uint32_t b) {
  const struct instruments *instruments = &e->towns.instruments[e->parks.town[a]];
  const bool same = e->parks.town[a] == e->parks.town[b];
  const bool partner = instruments->partners[0].town == e->parks.town[b] + 1;
  return fmax(neighbours_weight(e, a, b), same      ? (double)instruments->park_link
                                          : partner ? (double)instruments->partners[0].weight
                                                    : 0);
}

/* Of ten segments in seven parks. */
static void reach_is_all_staff_by_distance_links_and_relatedness(void **state) {
  (void)state;
  struct scenario scenario;
  struct world world;
  support_load(&scenario, "wenjiang/programme", NULL);
  support_create(&world, &scenario, 0);
  struct economy *e = &world.economy;
  const uint32_t segments = e->segments_count, parks = e->parks.count;
  struct instruments *instruments = &e->towns.instruments[e->parks.town[0]];
  assert_true(segments > 8 && e->parks.town[1] == e->parks.town[0]);
  instruments->park_link = 0.7;
  instruments->partners[0] = (struct partner){e->parks.town[parks - 1] + 1, 0.4};
  productivity_reach(e);
  for (uint32_t group = 0; group < parks * segments; group++) {
    const uint32_t park = group / segments;
    double reach = 0;
    for (uint32_t other = 0; other < parks * segments; other++) {
      double heads = 0;
      for (uint32_t at = e->roster.group_first[other]; at < e->roster.group_first[other + 1];
           at++) {
        heads += firms_staff(&e->firms, e->roster.rows[at]);
      }
      reach += heads * weight_of(e, park, other / segments) *
               productivity_relatedness(e, e->parks.town[park], group % segments, other % segments);
    }
    NEAR(e->reach[group], reach, 1e-3 * reach + 1e-9);
  }
  world_free(&world);
  scenario_free(&scenario);
}

static void a_month_closes_its_share_of_the_gap_to_target(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  productivity_update(f.economy, 1);
  const double target = f.economy->firms.reach_productivity[i];
  f.economy->firms.reach_productivity[i] = target + 1;
  support_run(&f.world, 1);
  NEAR(f.economy->firms.reach_productivity[i] - target, 23.0 / 24, 0.01);
  close_fixture(&f);
}

static void the_frontier_raises_output_and_wages(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  const double wages[] = {561300, 812700, 1800000};
  for (int z = 0; z < SKILL_COUNT; z++)
    NEAR(economy_base_wage(f.economy, (enum skill)z), wages[z], 1e-6);
  const double one = production_output(f.economy, i, 10, 20);
  f.economy->month = 120;
  NEAR(economy_frontier(f.economy), exp(0.4), 1e-12);
  for (int z = 0; z < SKILL_COUNT; z++)
    NEAR(economy_base_wage(f.economy, (enum skill)z), wages[z] * exp(0.4), 1e-5);
  NEAR(production_output(f.economy, i, 10, 20) / one, exp(0.65 * 0.4), 1e-9);
  f.economy->month = 0;
  f.economy->firms.own_productivity[i] += log(2);
  NEAR(production_output(f.economy, i, 10, 20) / one, 2, 1e-9);
  close_fixture(&f);
}

/* How often firm i gains, with x times research_unit of research a month at start prices. */
static double frequency(struct fixture *f, uint32_t i, double x) {
  struct economy *e = f->economy;
  const int32_t now = e->month;
  int hits = 0;
  for (int m = 0; m < 1000; m++, e->month++) {
    e->firms.own_productivity[i] = 0;
    e->firms.sales[i] = x * f->params->research_unit * economy_frontier(e) /
                        e->segments[e->firms.segment[i]].research;
    innovation_update(e);
    hits += e->firms.own_productivity[i] > 0;
  }
  e->month = now;
  return hits / 1000.0;
}

static void innovations_come_as_often_as_research_says(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  f.params->innovation_rate = 0.3;
  f.params->innovation_process = 1;
  f.params->imitation_rate = f.params->innovation_product = 0;
  f.params->frontier_growth = 0.02;
  f.economy->firms.staff[i] = (struct by_skill_count){{72, 24, 4}}; /* the segment's mix: 4 % */
  NEAR(frequency(&f, i, 1), 1 - exp(-0.3), 0.05);
  NEAR(frequency(&f, i, 16), 1 - exp(-0.3 * pow(16, 0.4)), 0.05);
  f.economy->firms.staff[i] = (struct by_skill_count){{76, 24, 0}};
  NEAR(frequency(&f, i, 16), 0, 0);
  f.economy->firms.staff[i] = (struct by_skill_count){{74, 24, 2}};
  NEAR(frequency(&f, i, 16), 1 - exp(-0.3 * pow(8, 0.4)), 0.05);
  close_fixture(&f);
}

static void innovations_are_gains_products_or_quality(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  firms->staff[i].v[HIGH_END] += 5;
  f.params->innovation_rate = 500;
  f.params->imitation_rate = 0;
  f.params->innovation_process = 0;
  f.params->innovation_product = 1;
  const uint16_t registrations = firms->registrations[i];
  double quality = firms->quality[i], own = firms->own_productivity[i];
  innovation_update(f.economy);
  assert_int_equal(firms->registrations[i], registrations + 1);
  NEAR(firms->quality[i], quality, 0);
  f.params->innovation_product = 0;
  innovation_update(f.economy);
  NEAR(firms->quality[i], quality + 0.1, 1e-12);
  NEAR(firms->own_productivity[i], own, 0);
  f.params->innovation_process = 1;
  f.params->innovation_least = f.params->innovation_most = 0.1;
  innovation_update(f.economy);
  NEAR(firms->own_productivity[i], own + log(1.1), 1e-12);
  f.params->innovation_least = 0;
  f.params->innovation_most = 0.2;
  double most = 0;
  for (int m = 0; m < 50; m++, f.economy->month++) {
    own = firms->own_productivity[i];
    innovation_update(f.economy);
    most = fmax(most, firms->own_productivity[i] - own);
  }
  EXPECT(most > log(1.12) && most < log(1.2), "the best of 50: %g", most);
  close_fixture(&f);
}

static void an_imitator_closes_absorption_of_its_gap(void **state) {
  (void)state;
  static const char *const settings[] = {"towns.tonglu.x=3 km", "towns.tonglu.y=0 km", NULL};
  struct fixture f;
  open_fixture(&f, settings);
  struct economy *e = f.economy;
  f.params->innovation_rate = 0;
  f.params->imitation_rate = 500;
  int away = 0, all = 0;
  for (int m = 0; m < 100; m++, e->month++) {
    for (uint32_t k = 0; k < e->firms.count; k++) {
      e->firms.own_productivity[k] = e->firms.town[k] == 1; /* the neighbours are ahead by 1 */
      e->firms.staff[k].v[HIGH_END] = 5;
    }
    innovation_update(e);
    for (uint32_t n = 0; n < 6; n++, all++) {
      const double gain = e->firms.own_productivity[firm_of(e, 0, CONSUMABLES, n)];
      EXPECT(gain <= 0 || fabs(gain - 0.3) < 1e-12, "gain %g of 1", gain);
      away += gain > 0;
    }
  }
  const double share = 0.1 * 18 / (6 + 0.1 * 18); /* 18 consumables firms at a weight of 0.1 */
  NEAR((double)away / all, share, 0.06);
  close_fixture(&f);
}

static int months_to(struct economy *e, uint32_t i, uint16_t transferring) {
  const uint16_t before = e->firms.certificates[i];
  e->firms.registrations[i] = 1;
  e->firms.transferring[i] = transferring;
  e->firms.registration_progress[i] = e->firms.registration_months[i] = 0;
  int months = 0;
  for (; e->firms.certificates[i] == before && months < 300; months++, e->month++)
    innovation_register(e);
  return months;
}

static void registration_and_transfer_take_their_times(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, IMPLANTS, 0);
  NEAR(innovation_class_months(f.params, 1), 1, 0);
  f.params->transfer_least = f.params->transfer_most = 3;
  firms->opening_share[i] = 0.5;
  const uint16_t certificates = firms->certificates[i];
  const double due = firms->share_due[i];
  assert_int_equal(months_to(f.economy, i, 4), 3);
  assert_int_equal(firms->certificates[i], certificates + 4);
  NEAR(firms->share_due[i], due + 0.5, 1e-12);
  f.economy->month = 0;
  firms->opening_share[i] = 0.5;
  months_to(f.economy, i, 1);
  f.economy->month -= 1;
  NEAR(firms->opening_share[i],
       f.params->start_up_sales * economy_frontier(f.economy) / 12 /
           f.economy->markets[IMPLANTS].demand,
       1e-12);
  f.params->transfer_most = 9;
  double sum = 0, squares = 0;
  for (int n = 0; n < 100; n++) sum += months_to(f.economy, i, 1);
  NEAR(sum / 100, 6.5, 0.6); /* uniform on 3 to 9, rounded up */
  sum = 0;
  for (int n = 0; n < 100; n++) {
    const double months = log(months_to(f.economy, i, 0));
    sum += months;
    squares += months * months;
  }
  NEAR(sqrt(squares / 100 - sum * sum / 1e4), f.params->registration_sigma, 0.07);
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(surroundings_are_their_formula),
      cmocka_unit_test(a_neighbour_s_staff_and_lead_count_by_its_weight),
      cmocka_unit_test(reach_is_all_staff_by_distance_links_and_relatedness),
      cmocka_unit_test(a_month_closes_its_share_of_the_gap_to_target),
      cmocka_unit_test(the_frontier_raises_output_and_wages),
      cmocka_unit_test(innovations_come_as_often_as_research_says),
      cmocka_unit_test(innovations_are_gains_products_or_quality),
      cmocka_unit_test(an_imitator_closes_absorption_of_its_gap),
      cmocka_unit_test(registration_and_transfer_take_their_times),
  };
  return cmocka_run_group_tests_name("dynamics_values", tests, NULL, NULL);
}
