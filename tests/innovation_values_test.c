/* Research, its gains, registration and first products, each to its value. */
#include "support.h"

#include "bellwether/dynamics/innovation.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* M4: whether firm i innovates (or imitates, with `peers`) where the rate is just too low for its
 * draw (margin below 0), or just high enough; `power` is what its research yields. */
static bool finds(struct fixture *f, uint32_t i, double power, bool peers, double margin) {
  struct firms *firms = &f->economy->firms;
  const struct draw_words words = draw_words(f->economy->key, DRAW_INNOVATION, firms->id[i],
                                             f->economy->month, 0);
  const double rate = -log(1 - draw_unit32(words.v[peers ? 2 : 0])) / power * (1 + margin);
  f->params->innovation_process = f->params->innovation_product = 0;
  f->params->innovation_rate = peers ? 0 : rate;
  f->params->imitation_rate = peers ? rate : 0;
  for (uint32_t k = 0; k < firms->count; k++) firms->own_productivity[k] = k != i;
  firms->quality[i] = 0;
  innovation_update(f->economy);
  return peers ? firms->own_productivity[i] > 0 : firms->quality[i] > 0;
}

static void what_research_yields_is_its_formula(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  struct firms *firms = &e->firms;
  const uint32_t i = firm_of(e, 0, EQUIPMENT, 0);
  e->month = 120;
  e->towns.platforms[0] = 2;
  *instruments_of(&f, 0) = (struct instruments){
      .research_access = 0.3, .platforms = 1.5, .pooled_research = 0.4};
  firms->sales[i] = 20, firms->grant[i] = ledger_fen(0.6), firms->links[i] = 3;
  const double research = 0.07 * 20 + 0.6;
  const double helped = 1 + 0.3 + 0.02 * log(1 + 2 + 1.5) + 0.05 * 3;
  for (int pass = 0; pass < 5; pass++) {
    firms->ally[i] = pass == 1;
    /* Of 100, the segment has 4 high-end persons. */
    const uint32_t high_end = pass == 2 ? 12 : 3, graduates = pass == 3 ? 0 : 20;
    firms->staff[i] = (struct by_skill_count){{80 - high_end, graduates, high_end}};
    if (pass == 3) firms->staff[i] = (struct by_skill_count){{0, 0, 0}};
    f.scenario.segments[EQUIPMENT].high_end = pass == 4 ? 0 : 0.04;
    const double able = pass == 2 ? 2 : pass >= 3 ? 1 : 3 / (0.04 * 100);
    const double spent = (research + (pass == 1 ? 0.4 : 0)) * exp(-0.4);
    const double power = pow(spent * able * helped / 0.1, 0.4);
    EXPECT(finds(&f, i, power, false, 1e-7), "case %d: nothing is found", pass);
    EXPECT(!finds(&f, i, power, false, -1e-7), "case %d: something is found", pass);
    EXPECT(finds(&f, i, power * 1.3, true, 1e-7), "case %d: no one is imitated", pass);
    EXPECT(!finds(&f, i, power * 1.3, true, -1e-7), "case %d: someone is imitated", pass);
  }
  close_fixture(&f);
}

/* M4: a Beta law of gains, by the part of the draw that makes a gain of the innovation. */
static void a_gain_is_the_quantile_of_its_draw(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct economy *e = f.economy;
  struct firms *firms = &e->firms;
  const uint32_t i = firm_of(e, 0, EQUIPMENT, 0);
  firms->sales[i] = 10, firms->staff[i] = (struct by_skill_count){{76, 20, 4}};
  f.params->innovation_rate = 500, f.params->imitation_rate = 0;
  int of[3] = {0};
  for (e->month = 0; e->month < 60; e->month++) {
    const struct draw_words words = draw_words(e->key, DRAW_INNOVATION, firms->id[i], e->month, 0);
    const double u = draw_unit32(words.v[1]);
    firms->own_productivity[i] = firms->quality[i] = 0, firms->registrations[i] = 0;
    innovation_update(e);
    const double x = u < 0.4 ? gsl_cdf_beta_Pinv(u / 0.4, 3, 3) : 0;
    NEAR(firms->own_productivity[i], u < 0.4 ? log(1 + 0.01 + 0.14 * x) : 0, 1e-12);
    NEAR(firms->quality[i], u < 0.8 ? 0 : 0.1, 1e-12);
    assert_int_equal(firms->registrations[i], u >= 0.4 && u < 0.8);
    of[u < 0.4 ? 0 : u < 0.8 ? 1 : 2]++;
  }
  EXPECT(of[0] > 10 && of[1] > 10 && of[2] > 3, "%d, %d and %d", of[0], of[1], of[2]);
  close_fixture(&f);
}

/* M5 */
static void paperwork_is_saved_once_coaching_is_for_tenants_and_movers_open_no_more(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, 0);
  static const double paperwork[] = {0.5, 3, 0.5};
  for (int pass = 0; pass < 3; pass++) {
    *instruments_of(&f, 0) = (struct instruments){.paperwork = paperwork[pass], .coaching = 0.4};
    firms->seated[i] = pass == 2;
    firms->registrations[i] = 1, firms->registration_months[i] = 8;
    firms->registration_progress[i] = 0.1f;
    innovation_register(f.economy);
    const double speed = (pass == 2 ? 1.4 : 1) / (1 - 0.45 * fmin(paperwork[pass], 1));
    NEAR(firms->registration_progress[i], 0.1 + speed / 8, 1e-6);
  }
  const double usual = 6 * economy_frontier(f.economy) / 12 /
                       f.economy->markets[CONSUMABLES].demand;
  for (int pass = 0; pass < 2; pass++) {
    const double brought = firms->opening_share[i] = usual * (pass ? 2 : 0.5);
    firms->transferring[i] = 3, firms->registrations[i] = 1;
    firms->registration_months[i] = 1, firms->share_due[i] = 0;
    innovation_register(f.economy);
    NEAR(firms->share_due[i], brought, 1e-15);
    NEAR(firms->opening_share[i], pass ? usual : brought, 1e-15);
  }
  close_fixture(&f);
}

static void only_products_without_class_open_their_share_at_once(void **state) {
  (void)state;
  struct fixture f;
  open_fixture(&f, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t i = firm_of(f.economy, 0, EQUIPMENT, 0);
  for (int class = 0; class < 4; class ++) {
    f.scenario.segments[EQUIPMENT].class = class;
    firms->opening_share[i] = 0.01, firms->share_due[i] = 0, firms->registrations[i] = 2;
    economy_add_product(f.economy, i);
    NEAR(firms->share_due[i], class ? 0 : 0.01, 0);
    assert_int_equal(firms->registrations[i], class ? 3 : 2);
  }
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_research_yields_is_its_formula),
      cmocka_unit_test(a_gain_is_the_quantile_of_its_draw),
      cmocka_unit_test(paperwork_is_saved_once_coaching_is_for_tenants_and_movers_open_no_more),
      cmocka_unit_test(only_products_without_class_open_their_share_at_once),
  };
  return cmocka_run_group_tests_name("innovation_values", tests, NULL, NULL);
}
