/* Wages, search, moves and arrivals, each to its value: what signs alone would let pass. */
#include "support.h"

#include "bellwether/markets/hiring.h"
#include "bellwether/markets/labour.h"
#include "bellwether/markets/migration.h"
#include "bellwether/markets/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void posted_wages_and_layoffs_are_their_formulas(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0), j = firm_of(f.economy, 0, EQUIPMENT, 1);
  const double base = economy_base_wage(f.economy, TECHNICIAN);
  for (int k = 0; k < 2; k++) {
    const uint32_t firm = k ? j : i;
    firms->staff[firm].v[TECHNICIAN] = 100;
    firms->staff_wanted[firm].v[TECHNICIAN] = k ? 96 : 80; /* 4 % too many are kept */
    firms->vacancies[firm].v[TECHNICIAN] = 0;
    firms->own_productivity[firm] = 0.5 - firms->reach_productivity[firm];
    firms->posted_wage[firm].v[TECHNICIAN] = (float)(1.5 * base);
  }
  labour_post(f.economy);
  NEAR(firms->layoff[i].v[TECHNICIAN], 0.3 * 0.2, 1e-6);
  NEAR(firms->layoff[j].v[TECHNICIAN], 0, 0);
  const double slack = 1.5 * (1 - 0.01 * 0.2 / 0.5);
  NEAR(firms->posted_wage[i].v[TECHNICIAN] / base, slack + 0.03 * (1.1 - slack), 1e-6);
  close_fixture(&f);
}

/* What persons did in one month of labour_settle. */
struct moves {
  double employed[SKILL_COUNT], quit[SKILL_COUNT], changed[SKILL_COUNT]; /* of the employed */
  double idle[SKILL_COUNT], hired[SKILL_COUNT];                          /* of the idle */
  double all[SKILL_COUNT], moved[SKILL_COUNT], to[7], departed;
};
static struct moves moves_of(struct fixture *f) {
  struct persons *p = &f->economy->persons;
  struct moves m = {0};
  uint32_t *employer = calloc(p->count, sizeof *employer), *town = calloc(p->count, sizeof *town);
  uint8_t *skill = calloc(p->count, 1);
  memcpy(employer, p->employer, p->count * sizeof *employer);
  memcpy(town, p->town, p->count * sizeof *town);
  memcpy(skill, p->skill, p->count);
  labour_settle(f->economy);
  for (uint32_t i = 0; i < p->count; i++) {
    const uint8_t z = skill[i];
    if (z == NO_PERSON) continue;
    const bool gone = p->skill[i] == NO_PERSON, went = gone || p->town[i] != town[i];
    m.all[z]++;
    m.departed += gone;
    m.moved[z] += went;
    if (went && !gone) m.to[p->town[i]]++;
    if (employer[i] == NOBODY) {
      m.idle[z]++;
      m.hired[z] += !gone && p->employer[i] != NOBODY;
    } else {
      m.employed[z]++;
      m.quit[z] += !gone && p->employer[i] == NOBODY;
      m.changed[z] += !gone && p->employer[i] != NOBODY && p->employer[i] != employer[i];
    }
  }
  free(employer), free(town), free(skill);
  return m;
}

/* No one does anything, and wages paid are those posted. */
static void at_rest(struct fixture *f, int32_t years) {
  keep_still(f, years);
  for (uint32_t i = 0; i < f->economy->persons.count; i++) {
    if (f->economy->persons.employer[i] == NOBODY) continue;
    const int32_t wage = (int32_t)economy_base_wage(f->economy, f->economy->persons.skill[i]);
    f->economy->firms.payroll[f->economy->persons.employer[i]] += wage -
                                                                  f->economy->persons.wage[i];
    f->economy->persons.wage[i] = wage;
  }
}
static void many_openings(struct fixture *f) {
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    for (int z = 0; z < SKILL_COUNT; z++) f->economy->firms.staff_wanted[i].v[z] += 1000;
  }
}

static void quits_have_their_rates_and_fall_with_tenure_and_service(void **state) {
  (void)state;
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    at_rest(&f, 10);
    f.params->quit_technician = 0.4, f.params->quit_graduate = 0.2, f.params->quit_high_end = 0.1;
    f.params->taste_root = pass == 1 ? 0.1 : 0;
    for (uint32_t t = 0; t < 7; t++) f.economy->towns.service[t] = pass == 2 ? 2 : 0;
    labour_post(f.economy);
    const struct moves m = moves_of(&f);
    const double factor = pass == 1 ? exp(-1) : pass == 2 ? exp(-0.6) : 1;
    NEAR(m.quit[0] / m.employed[0], 0.4 * factor, 0.02);
    NEAR(m.quit[1] / m.employed[1], 0.2 * factor, 0.02);
    NEAR(m.quit[2] / m.employed[2], 0.1 * factor, 0.04);
    close_fixture(&f);
  }
}

/* Who leaves is drawn by his id, wherever he stands: the word of its last two bits, of the four
 * that the others draw. */
static void each_person_has_the_word_of_its_id(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 0);
  struct persons *p = &f.economy->persons;
  f.params->quit_technician = f.params->quit_graduate = f.params->quit_high_end = 0.3;
  for (uint32_t t = 0; t < 7; t++) f.economy->towns.service[t] = 0;
  for (uint32_t i = 0; i < p->count; i++) {
    if (i % 97 == 5 || i % 41 == 0) p->id[i] += 1ull << 40; /* strangers among neighbours */
  }
  uint32_t *employer = calloc(p->count, sizeof *employer), employed = 0;
  memcpy(employer, p->employer, p->count * sizeof *employer);
  labour_post(f.economy);
  search_plan(f.economy);
  for (uint32_t i = 0; i < p->count; i++) {
    if (p->skill[i] == NO_PERSON || employer[i] == NOBODY) continue;
    const struct draw_words words = draw_words(f.economy->key, DRAW_LABOUR_EVENT, p->id[i] / 4,
                                               f.economy->month, 0);
    const bool leaves = draw_unit32(words.v[p->id[i] % 4]) < 0.3;
    EXPECT((p->employer[i] == NOBODY) == leaves, "person %u", i);
    employed++;
  }
  EXPECT(employed > 2000, "%u employed", employed);
  free(employer);
  close_fixture(&f);
}

/* Just below certainty all but one in a hundred billion leave, as just at it. */
static void a_chance_next_to_one_is_no_chance_of_none(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    at_rest(&f, 0);
    f.params->quit_technician = pass ? 1 : 1 - 1e-11;
    labour_post(f.economy);
    const struct moves m = moves_of(&f);
    NEAR(m.quit[0], m.employed[0], 0);
    close_fixture(&f);
  }
}

/* At equal wages the best of four vacancies beats one's own job in four cases of five. */
static void searchers_take_the_best_of_their_sample(void **state) {
  (void)state;
  static const double root[] = {0, 0, 0.1}, sample[] = {4, 1, 4};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    at_rest(&f, 10);
    many_openings(&f);
    f.params->search_employed = 0.5;
    f.params->taste_root = root[pass];
    f.params->search_sample = sample[pass];
    labour_post(f.economy);
    const struct moves m = moves_of(&f);
    const double better = sample[pass] / (sample[pass] + exp(10 * root[pass]));
    NEAR(m.changed[0] / m.employed[0], 0.5 * better, 0.03);
    close_fixture(&f);
  }
  static const double reservation[] = {0.5, 1, 3};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    at_rest(&f, 0);
    many_openings(&f);
    f.params->search_idle = 0.5;
    f.params->reservation_wage = reservation[pass];
    labour_post(f.economy);
    const struct moves m = moves_of(&f);
    const double other = reservation[pass] * reservation[pass]; /* to the power taste_wage = 2 */
    NEAR(m.hired[0] / m.idle[0], 0.5 * 4 / (4 + other), 0.03);
    NEAR(m.changed[0] + m.quit[0], 0, 0);
    close_fixture(&f);
  }
}

static void better_wages_draw_more_by_the_square(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 0);
  many_openings(&f);
  f.params->search_idle = 1;
  f.params->reservation_wage = 0;
  f.params->search_sample = 15;
  for (uint32_t i = 0; i < f.economy->firms.count; i += 2)
    f.economy->firms.posted_wage[i].v[TECHNICIAN] *= 2;
  labour_post(f.economy);
  double staff[2] = {0};
  for (int pass = 0; pass < 2; pass++) {
    for (uint32_t i = 0; i < f.economy->firms.count; i++)
      staff[i % 2] += (pass ? 1.0 : -1.0) * f.economy->firms.staff[i].v[TECHNICIAN];
    if (pass == 0) moves_of(&f);
  }
  NEAR(staff[0] / staff[1], 4, 0.7);
  close_fixture(&f);
}

static void people_compare_towns_at_their_skill_s_rate(void **state) {
  (void)state;
  for (int z = 0; z < SKILL_COUNT; z++) {
    struct fixture f;
    open_fixture(&f, NULL);
    at_rest(&f, 0);
    double *const rates[] = {&f.params->migration_technician, &f.params->migration_graduate,
                             &f.params->migration_high_end};
    *rates[z] = 0.5;
    labour_post(f.economy);
    const struct moves m = moves_of(&f);
    for (int other = 0; other < SKILL_COUNT; other++) {
      if (other == z) NEAR(m.moved[z] / m.all[z], 0.5 * 7 / 8, 0.05);
      else NEAR(m.moved[other], 0, 0);
    }
    close_fixture(&f);
  }
}

/* Technicians who all compare towns, one taste at work. */
static struct moves migrants(double home, double root, double distance, double tightness,
                             uint32_t home_town, bool sealed) {
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 20);
  f.params->migration_technician = 1;
  f.params->taste_home = home, f.params->taste_root = root;
  f.params->taste_distance = distance, f.params->taste_tightness = tightness;
  f.economy->sealed = sealed;
  for (uint32_t i = 0; i < f.economy->persons.count; i++)
    f.economy->persons.home[i] = home_town == 7 ? f.economy->persons.town[i] : home_town;
  labour_post(f.economy);
  f.economy->towns.openings[1].v[TECHNICIAN] = 1000000;
  const struct moves m = moves_of(&f);
  close_fixture(&f);
  return m;
}

static void home_roots_distance_and_jobs_decide_who_moves_where(void **state) {
  (void)state;
  const struct moves base = migrants(0, 0, 0, 0, 7, false);
  const double all = base.all[0];
  NEAR(base.moved[0] / all, 7.0 / 8, 0.05);
  NEAR(migrants(3, 0, 0, 0, 7, false).moved[0] / all, 7 / (7 + exp(3)), 0.05); /* at home */
  NEAR(migrants(3, 0, 0, 0, NOBODY, false).departed / all, exp(3) / (7 + exp(3)), 0.05);
  const double employed = base.employed[0] / all;
  NEAR(migrants(0, 0.15, 0, 0, 7, false).moved[0] / all,
       employed * 7 / (7 + exp(3)) + (1 - employed) * 7 / 8, 0.05);
  const struct moves near = migrants(0, 0, 1.5, 0, 0, true); /* all are at home in town 0 */
  EXPECT(near.to[0] > near.to[2] && near.to[2] > 2 * near.to[5], "to home %g, 200 km %g, 900 km %g",
         near.to[0], near.to[2], near.to[5]);
  EXPECT(migrants(0, 0, 1.5, 0, 0, false).departed < 0.1 * all, "elsewhere is 300 km away");
  EXPECT(migrants(0, 0, 0, 0.3, 7, false).to[1] > 2 * base.to[1], "jobs draw no one");
}

static double arrivals(double amenity, double openings) {
  static const char *const settings[] = {"towns.xianju.housing=9000 CNY/m2", NULL};
  struct fixture f;
  struct error error;
  open_fixture(&f, settings);
  at_rest(&f, 0);
  labour_post(f.economy);
  f.params->arrival_rate = 0.2;
  f.economy->towns.amenity[0] = amenity;
  f.economy->towns.openings[0].v[TECHNICIAN] =
      (uint32_t)(openings * (double)f.economy->towns.labour_force[0].v[TECHNICIAN]);
  uint32_t before[SKILL_COUNT];
  memcpy(before, f.economy->towns.idle[0].v, sizeof before);
  assert_int_equal(migration_arrive(f.economy, &error), STATUS_OK);
  const double came = f.economy->towns.idle[0].v[TECHNICIAN] - before[TECHNICIAN];
  const double force = (double)f.economy->towns.labour_force[0].v[TECHNICIAN];
  close_fixture(&f);
  return came / force;
}

static void people_arrive_as_openings_and_utility_draw_them(void **state) {
  (void)state;
  NEAR(arrivals(0, 0), 0.2, 0.04);
  NEAR(arrivals(0, 3), 0.6, 0.07);
  NEAR(arrivals(2, 0), 0.2 * exp(1), 0.07);
}

static void the_laid_off_leave_the_loyal_get_a_raise_and_the_ablest_are_hired(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 0);
  struct persons *p = &f.economy->persons;
  struct firms *firms = &f.economy->firms;
  const uint32_t shrinks = firm_of(f.economy, 0, OTHER, 0),
                 raises = firm_of(f.economy, 1, OTHER, 0);
  const uint32_t hires = firm_of(f.economy, 2, OTHER, 0);
  f.params->search_idle = 1;
  f.params->reservation_wage = 0;
  for (uint32_t i = 0; i < p->count; i++) p->hired[i] = (int16_t)(f.economy->month - 12);
  firms->posted_wage[raises].v[TECHNICIAN] *= 1.2f;
  firms->staff_wanted[hires].v[TECHNICIAN] += 1;
  labour_post(f.economy);
  firms->layoff[shrinks].v[TECHNICIAN] = 1;
  firms->layoff[raises].v[GRADUATE] = 1; /* its technicians may act now, but do nothing */
  uint32_t best = 0;
  uint8_t *was_idle = calloc(p->count, 1);
  for (uint32_t i = 0; i < p->count; i++) {
    was_idle[i] = p->employer[i] == NOBODY && p->town[i] == 2 && p->skill[i] == TECHNICIAN;
    const uint32_t quality = hiring_quality(f.economy->key, p->id[i]);
    if (was_idle[i] && quality > best) best = quality;
  }
  labour_settle(f.economy);
  assert_int_equal(firms->staff[shrinks].v[TECHNICIAN], 0);
  for (uint32_t i = 0; i < p->count; i++) {
    if (p->skill[i] != TECHNICIAN) continue;
    if (p->employer[i] == raises) NEAR(p->wage[i], 1.2 * 561300, 1);
    if (was_idle[i] && p->employer[i] == hires)
      assert_int_equal(hiring_quality(f.economy->key, p->id[i]), best);
  }
  free(was_idle);
  close_fixture(&f);
}

/* So many apply for so many posts. */
static void check_hires(uint32_t applicants, uint32_t posts) {
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 0);
  struct persons *p = &f.economy->persons;
  const uint32_t hires = firm_of(f.economy, 2, OTHER, 0);
  f.params->search_idle = 1;
  f.params->reservation_wage = 0;
  f.economy->firms.staff_wanted[hires].v[TECHNICIAN] += posts;
  labour_post(f.economy);
  uint32_t *apply = calloc(applicants, sizeof *apply), count = 0;
  for (uint32_t i = 0; i < p->count; i++) {
    if (p->employer[i] != NOBODY || p->skill[i] != TECHNICIAN) continue;
    p->town[i] = count < applicants ? 2 : 3; /* where nobody hires */
    if (count < applicants) apply[count++] = i;
  }
  assert_int_equal(count, applicants);
  labour_settle(f.economy);
  for (uint32_t k = 0; k < applicants; k++) {
    uint32_t better = 0;
    for (uint32_t j = 0; j < applicants; j++) {
      better += hiring_quality(f.economy->key, p->id[apply[j]]) >
                hiring_quality(f.economy->key, p->id[apply[k]]);
    }
    assert_int_equal(p->employer[apply[k]], better < posts ? hires : NOBODY);
  }
  free(apply);
  close_fixture(&f);
}

static void of_few_applicants_and_of_many_the_ablest_are_hired(void **state) {
  (void)state;
  check_hires(12, 3);
  check_hires(12, 9);
  check_hires(12, 12);
  check_hires(200, 100);
}

/* Layoffs, roots and the employed's search are none of the idle's business: they look at their own
 * rate, whatever the first firm does and whenever they were last hired. */
static void who_is_idle_looks_at_its_own_rate(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 10);
  many_openings(&f);
  f.params->search_idle = 0.2, f.params->search_employed = 0.3;
  f.params->migration_technician = 0.3;
  f.params->taste_root = 0.1;
  f.params->reservation_wage = 0;
  for (uint32_t i = 0; i < f.economy->persons.count; i++) {
    f.economy->persons.hired[i] = (int16_t)(f.economy->month - 120);
  }
  labour_post(f.economy);
  f.economy->firms.layoff[0] = (struct by_skill){{1, 1, 1}};
  const struct moves m = moves_of(&f);
  EXPECT(m.idle[TECHNICIAN] > 500, "%g idle", m.idle[TECHNICIAN]);
  NEAR(m.hired[TECHNICIAN] / m.idle[TECHNICIAN], 0.2, 0.03);
  close_fixture(&f);
}

static void nobody_applies_where_it_works(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  at_rest(&f, 0);
  struct persons *p = &f.economy->persons;
  const uint32_t hires = firm_of(f.economy, 2, OTHER, 0);
  f.params->search_employed = 1;
  f.economy->firms.staff_wanted[hires].v[TECHNICIAN] += 1000;
  int16_t *hired = calloc(p->count, sizeof *hired);
  uint8_t *own = calloc(p->count, 1);
  uint32_t staff = 0;
  for (uint32_t i = 0; i < p->count; i++) {
    hired[i] = p->hired[i] = (int16_t)(f.economy->month - 5);
    own[i] = p->employer[i] == hires;
    staff += own[i];
  }
  assert_true(staff > 0);
  labour_post(f.economy);
  labour_settle(f.economy);
  for (uint32_t i = 0; i < p->count; i++) {
    if (own[i]) assert_true(p->employer[i] == hires && p->hired[i] == hired[i]);
  }
  free(hired), free(own);
  close_fixture(&f);
}

static void a_town_starts_with_its_pool_of_idle_persons(void **state) {
  (void)state;
  static const char *const still[] = {"burn_in=0 months", NULL};
  struct fixture f;
  open_fixture(&f, still);
  double idle = 0;
  for (uint32_t i = 0; i < f.economy->persons.count; i++)
    idle += f.economy->persons.employer[i] == NOBODY;
  NEAR(idle / (f.economy->persons.count - idle), 0.3, 0.002);
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(posted_wages_and_layoffs_are_their_formulas),
      cmocka_unit_test(quits_have_their_rates_and_fall_with_tenure_and_service),
      cmocka_unit_test(each_person_has_the_word_of_its_id),
      cmocka_unit_test(a_chance_next_to_one_is_no_chance_of_none),
      cmocka_unit_test(searchers_take_the_best_of_their_sample),
      cmocka_unit_test(better_wages_draw_more_by_the_square),
      cmocka_unit_test(people_compare_towns_at_their_skill_s_rate),
      cmocka_unit_test(home_roots_distance_and_jobs_decide_who_moves_where),
      cmocka_unit_test(people_arrive_as_openings_and_utility_draw_them),
      cmocka_unit_test(the_laid_off_leave_the_loyal_get_a_raise_and_the_ablest_are_hired),
      cmocka_unit_test(of_few_applicants_and_of_many_the_ablest_are_hired),
      cmocka_unit_test(who_is_idle_looks_at_its_own_rate),
      cmocka_unit_test(nobody_applies_where_it_works),
      cmocka_unit_test(a_town_starts_with_its_pool_of_idle_persons),
  };
  return cmocka_run_group_tests_name("labour_values", tests, NULL, NULL);
}
