/* Who comes, who returns, who looks and who stays, each to its value. */
#include "support.h"

#include "bellwether/markets/labour.h"
#include "bellwether/markets/migration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* M12: those who come to town 0 this month by one channel alone, by skill. */
struct arrivals {
  double came[SKILL_COUNT], at_home;
};
enum channel_alone { STRANGERS, NATIVES, STUDENTS };
static struct arrivals arrive(struct fixture *f, enum channel_alone channel) {
  struct economy *e = f->economy;
  struct error error;
  struct arrivals n = {0};
  f->params->arrival_rate = channel == STRANGERS ? 1 : 0;
  f->params->taste_tightness = 0;
  e->towns.housing[0] = 9000;
  for (int z = 0; z < SKILL_COUNT; z++) {
    for (uint32_t t = 0; t < 7; t++) e->towns.diaspora[t].v[z] = 0;
    e->towns.diaspora[0].v[z] = channel == NATIVES ? 100000 : 0;
    e->towns.labour_force[0].v[z] = 10000, e->towns.openings[0].v[z] = z == GRADUATE ? 20000 : 0;
    e->towns.going_wage[0].v[z] = (float)economy_base_wage(e, (enum skill)z);
  }
  e->persons.empty_count = 0; /* all who come stand behind those who are here */
  const uint32_t old = e->persons.count;
  const uint64_t arrived = e->persons.arrived;
  assert_int_equal(migration_arrive(e, &error), STATUS_OK);
  for (uint32_t i = old; i < e->persons.count; i++) {
    if (e->persons.town[i] != 0) continue;
    n.came[e->persons.skill[i]]++;
    n.at_home += e->persons.home[i] == 0;
    EXPECT(e->persons.home[i] == 0 || e->persons.home[i] == NOBODY, "where is home?");
  }
  EXPECT(e->persons.arrived >= arrived, "fewer arrived");
  return n;
}

static void strangers_come_by_utility_maps_and_openings(void **state) {
  (void)state;
  static const double gains[] = {0, 0.2, 9};
  for (int pass = 0; pass < 3; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    struct instruments *now = instruments_of(&f, 0);
    f.economy->shocks.elsewhere = 0.3;
    f.economy->towns.service[0] = 0.4, now->service = 0.6;
    f.economy->towns.amenity[0] = 2 * gains[pass];
    now->map = (struct by_skill){{0, 0.5f, 1}}, now->appeal = (struct by_skill){{0.1f, 0, -0.2f}};
    if (pass == 2) now->map = (struct by_skill){{-0.5f, -0.75f, -0.5f}};
    const struct arrivals n = arrive(&f, STRANGERS);
    for (int z = 0; z < SKILL_COUNT; z++) {
      const double gain = 0.3 * (0.4 + 0.6) + gains[pass] + (double)now->appeal.v[z] - 0.3;
      const double mean = (z == GRADUATE ? 20000 : 10000) * (1 + (double)now->map.v[z]) *
                          fmin(exp(gain), 20);
      NEAR(n.came[z], mean, 5 * sqrt(mean));
    }
    NEAR(n.at_home, 0, 0);
    close_fixture(&f);
  }
}

static void natives_return_by_their_calls_and_no_more_than_there_are(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    struct instruments *now = instruments_of(&f, 0);
    struct towns *towns = &f.economy->towns;
    const double contact = pass ? 10000 : 2;
    now->homesickness = 1.5, now->contact = contact, f.economy->shocks.elsewhere = 1.2;
    towns->amenity[0] = towns->service[0] = 0;
    const uint64_t ever = towns->returned_ever[0];
    towns->returned[0] = (struct by_skill_count){{0}};
    const struct arrivals n = arrive(&f, NATIVES);
    static const double rates[] = {0.002, 0.005, 0.008};
    double all = 0;
    for (int z = 0; z < SKILL_COUNT; z++) {
      const double mean = 1e5 * rates[z] * (1 + contact) / (1 + exp(1.2 - 0.8 - 1.5));
      NEAR(n.came[z], pass ? 1e5 : mean, pass ? 0 : 5 * sqrt(mean));
      NEAR(towns->diaspora[0].v[z], 1e5 - n.came[z], 1e-9);
      assert_int_equal(towns->returned[0].v[z], (uint32_t)n.came[z]);
      all += n.came[z];
    }
    NEAR((double)(towns->returned_ever[0] - ever), all, 0);
    NEAR(n.at_home, all, 0);
    close_fixture(&f);
  }
}

static void colleges_of_the_town_and_of_levers_send_their_graduates(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct towns *towns = &f.economy->towns;
  towns->college[0] = (struct by_skill){{0, 3000, 1000}};
  instruments_of(&f, 0)->college = (struct by_skill){{0, 1000, 4000}};
  towns->returned[0] = (struct by_skill_count){{0}};
  const struct arrivals n = arrive(&f, STUDENTS);
  NEAR(n.came[TECHNICIAN], 0, 0);
  NEAR(n.came[GRADUATE], 4000, 5 * sqrt(4000));
  NEAR(n.came[HIGH_END], 5000, 5 * sqrt(5000));
  NEAR(n.at_home, n.came[GRADUATE] + n.came[HIGH_END], 0);
  assert_int_equal(towns->returned[0].v[GRADUATE], 0); /* they did not come back */
  close_fixture(&f);
}

static void natives_away_compare_more_where_home_calls_and_those_at_home_stay(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  keep_still(&f, 0);
  struct persons *p = &f.economy->persons;
  struct towns *towns = &f.economy->towns;
  f.params->migration_technician = 0.1;
  instruments_of(&f, 0)->contact = 3;
  instruments_of(&f, 0)->homesickness = 2;
  instruments_of(&f, 1)->contact = 8; /* calls no one: no one has its home there */
  for (uint32_t i = 0; i < p->count; i++) p->home[i] = i % 2 ? 0 : NOBODY;
  memset(towns->diaspora, 0, towns->count * sizeof *towns->diaspora);
  memset(towns->returned, 0, towns->count * sizeof *towns->returned);
  const uint64_t ever = towns->returned_ever[0];
  uint32_t *town = calloc(p->count, sizeof *town);
  uint8_t *skill = calloc(p->count, 1);
  memcpy(town, p->town, p->count * sizeof *town);
  memcpy(skill, p->skill, p->count);
  labour_post(f.economy);
  labour_settle(f.economy);
  double n[3] = {0}, moved[3] = {0}, back = 0, departed = 0; /* at home, away, from elsewhere */
  for (uint32_t i = 0; i < p->count; i++) {
    if (skill[i] != TECHNICIAN) continue;
    const int who = i % 2 == 0 ? 2 : town[i] != 0;
    const bool gone = p->skill[i] == NO_PERSON;
    n[who]++;
    moved[who] += gone || p->town[i] != town[i];
    back += who == 1 && !gone && p->town[i] == 0;
    departed += who < 2 && gone;
  }
  const double home = exp(2);
  NEAR(moved[0] / n[0], 0.1 * 7 / (7 + home), 4 * sqrt(0.1 / n[0]));
  NEAR(moved[1] / n[1], 0.4 * (1 - 1 / (7 + home)), 4 * sqrt(0.4 / n[1]));
  NEAR(moved[2] / n[2], 0.1 * 7 / 8, 4 * sqrt(0.1 / n[2]));
  NEAR(back / n[1], 0.4 * home / (7 + home), 4 * sqrt(0.2 / n[1]));
  NEAR(towns->returned[0].v[TECHNICIAN], back, 0);
  NEAR((double)(towns->returned_ever[0] - ever), back, 0);
  NEAR(towns->diaspora[0].v[TECHNICIAN], departed, 0);
  for (uint32_t t = 1; t < 7; t++) NEAR(towns->diaspora[t].v[TECHNICIAN], 0, 0);
  for (uint32_t t = 1; t < 7; t++) assert_int_equal(towns->returned[t].v[TECHNICIAN], 0);
  EXPECT(back > 100 && departed > 100, "%g are back, %g left", back, departed);
  free(town), free(skill);
  close_fixture(&f);
}

static void a_catalogue_makes_more_of_the_idle_look(void **state) {
  (void)state;
  static const double idle[] = {0.2, 0.5}, search[] = {1.5, 4}, looks[] = {0.5, 1};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    keep_still(&f, 0);
    struct persons *p = &f.economy->persons;
    for (uint32_t i = 0; i < f.economy->firms.count; i++)
      f.economy->firms.staff_wanted[i].v[TECHNICIAN] += 1000;
    f.params->search_idle = idle[pass];
    f.params->reservation_wage = 1; /* each of four openings is as good as other work */
    for (uint32_t t = 0; t < 7; t++)
      instruments_of(&f, t)->search.v[TECHNICIAN] = (float)search[pass];
    uint8_t *was = calloc(p->count, 1);
    double n = 0, hired = 0;
    for (uint32_t i = 0; i < p->count; i++)
      was[i] = p->skill[i] == TECHNICIAN && p->employer[i] == NOBODY;
    labour_post(f.economy);
    labour_settle(f.economy);
    for (uint32_t i = 0; i < p->count; i++) {
      n += was[i];
      hired += was[i] && p->employer[i] != NOBODY;
      if (was[i] && p->employer[i] != NOBODY) assert_int_equal(p->hired[i], f.economy->month);
    }
    const double due = looks[pass] * 4 / 5;
    NEAR(hired / n, due, 4 * sqrt(due * (1 - due) / n));
    free(was);
    close_fixture(&f);
  }
}

static void service_of_levers_and_long_tenure_keep_people_in_their_jobs(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_fixture(&f, NULL);
    keep_still(&f, 25);
    struct persons *p = &f.economy->persons;
    f.params->quit_technician = 0.5;
    f.params->taste_root = pass ? 0.05 : 0;
    for (uint32_t t = 0; t < 7; t++) instruments_of(&f, t)->service = pass ? 0 : 2;
    uint8_t *was = calloc(p->count, 1);
    double n = 0, quit = 0;
    for (uint32_t i = 0; i < p->count; i++)
      was[i] = p->skill[i] == TECHNICIAN && p->employer[i] != NOBODY;
    labour_post(f.economy);
    labour_settle(f.economy);
    for (uint32_t i = 0; i < p->count; i++) {
      n += was[i];
      quit += was[i] && p->employer[i] == NOBODY;
    }
    const double due = 0.5 * exp(pass ? -0.05 * 25 : -0.3 * 2);
    NEAR(quit / n, due, 4 * sqrt(due * (1 - due) / n));
    free(was);
    close_fixture(&f);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(strangers_come_by_utility_maps_and_openings),
      cmocka_unit_test(natives_return_by_their_calls_and_no_more_than_there_are),
      cmocka_unit_test(colleges_of_the_town_and_of_levers_send_their_graduates),
      cmocka_unit_test(natives_away_compare_more_where_home_calls_and_those_at_home_stay),
      cmocka_unit_test(a_catalogue_makes_more_of_the_idle_look),
      cmocka_unit_test(service_of_levers_and_long_tenure_keep_people_in_their_jobs),
  };
  return cmocka_run_group_tests_name("migration_values", tests, NULL, NULL);
}
