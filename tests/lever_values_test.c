/* What levers set, to its value, by calling the calendar alone; the books with all of them. */
#include "support.h"

#include <math.h>
#include <stdio.h>

#define NUMBERS(N)                                                                                 \
  N(relatedness)                                                                                   \
  N(park_link)                                                                                     \
  N(lead_strength)                                                                                 \
  N(research_access)                                                                               \
  N(platforms)                                                                                     \
  N(colleges)                                                                                      \
  N(pooled_research)                                                                               \
  N(paperwork)                                                                                     \
  N(coaching)                                                                                      \
  N(procurement)                                                                                   \
  N(credit)                                                                                        \
  N(service)                                                                                       \
  N(homesickness)                                                                                  \
  N(contact)                                                                                       \
  N(start_ups)                                                                                     \
  N(founding)                                                                                      \
  N(subsidy)                                                                                       \
  N(landing)                                                                                       \
  N(signings)                                                                                      \
  N(targeting)                                                                                     \
  N(approval)                                                                                      \
  N(seats)                                                                                         \
  N(equipment)                                                                                     \
  N(tenancy)                                                                                       \
  N(hazard_tenant)                                                                                 \
  N(hazard_graduate)                                                                               \
  N(relocation)                                                                                    \
  N(lead_spin_offs)                                                                                \
  N(plant.deposit)                                                                                 \
  N(plant.months)                                                                                  \
  N(plant.rate)                                                                                    \
  N(land.deposit)                                                                                  \
  N(land.months)                                                                                   \
  N(land.rate)                                                                                     \
  N(missing_first)                                                                                 \
  N(compliance)                                                                                    \
  N(tiers)                                                                                         \
  N(effort)                                                                                        \
  N(cases)                                                                                         \
  N(survey)                                                                                        \
  N(response)                                                                                      \
  N(partners[OUTREACH_RESEARCH].weight)                                                            \
  N(partners[OUTREACH_FINANCE].weight)                                                             \
  N(partners[OUTREACH_MOUNTAIN].weight)                                                            \
  N(partners[OUTREACH_RESEARCH].town)                                                              \
  N(partners[OUTREACH_FINANCE].town)                                                               \
  N(partners[OUTREACH_MOUNTAIN].town)

static void same(const char *lever, const struct instruments *found,
                 const struct instruments *expected) {
#define NUMBER(name)                                                                               \
  EXPECT(fabs((double)found->name - (double)expected->name) < 1e-9,                                \
         "%s: %s %.12g, expected %.12g", lever, #name, (double)found->name,                        \
         (double)expected->name);
  NUMBERS(NUMBER)
#undef NUMBER
  for (int z = 0; z < SKILL_COUNT; z++) { /* single precision */
    NEAR(found->search.v[z], expected->search.v[z], 1e-6);
    NEAR(found->map.v[z], expected->map.v[z], 1e-6);
    NEAR(found->appeal.v[z], expected->appeal.v[z], 1e-6);
    NEAR(found->college.v[z], expected->college.v[z], 1e-6);
  }
}

struct setting {
  const char *says; /* of the lever */
  struct instruments expected;
};

/* Xianju has 47 firms. */
static const struct setting set_by_half[] = {
    {"lever: link_factors, relatedness: 0.3", {.relatedness = 0.15}},
    {"lever: park_linkage, weight: 0.8", {.park_link = 0.4}},
    {"lever: talent_map, arrivals: 0.6", {.map = {{0, 0.3f, 0.3f}}}},
    {"lever: hometown_return, channel: culture, weight: 0.6, contact: 3, founding: 5",
     {.homesickness = 0.3}},
    {"lever: hometown_return, channel: outreach, weight: 0.6, contact: 3, founding: 5",
     {.contact = 1.5}},
    {"lever: hometown_return, channel: platform, weight: 0.6, contact: 3, founding: 5",
     {.founding = 2.5}},
    {"lever: talent_service, service: 0.8", {.service = 0.4}},
    {"lever: joint_college, graduates: 120 1/year, stay: 0.5, high_end: 0.25, access: 0.3",
     {.college = {{0, 1.875f, 0.625f}}, .colleges = 0.5, .research_access = 0.15}},
    {"lever: themed_community, appeal: 0.6, service: 0.4",
     {.appeal = {{0.3f, 0.3f, 0.3f}}, .service = 0.2}},
    {"lever: outreach, mode: research, access: 0.3, credit: 0.4, attraction: 0.6",
     {.research_access = 0.15}},
    {"lever: outreach, mode: finance, access: 0.3, credit: 0.4, attraction: 0.6", {.credit = 0.2}},
    {"lever: outreach, mode: mountain, access: 0.3, credit: 0.4, attraction: 0.6",
     {.subsidy = 0.3}},
    {"lever: green_channel, saved: 0.6", {.paperwork = 0.3}},
    {"lever: one_window, saved: 0.8", {.approval = 0.4}},
    {"lever: workstation, cases: 6 1/month", {.cases = 3}},
    {"lever: demand_survey, known: 0.8", {.survey = 0.4}},
    {"lever: liaisons, response: 0.6", {.response = 0.3}},
    {"lever: one_firm_one_policy, firms: 10, saved: 0.4", {.compliance = 0.2 * 10 / 47}},
    {"lever: one_firm_one_policy, firms: 100, saved: 0.4", {.compliance = 0.2}},
    {"lever: shared_equipment, access: 0.4, platforms: 3",
     {.research_access = 0.2, .platforms = 1.5}},
    {"lever: plant_mortgage, deposit: 0.2, term: 100 months, rate: 0.06 1/year, attraction: 0.4",
     {.plant = {0.2, 100, 0.06}, .subsidy = 0.2}},
    {"lever: land_mortgage, deposit: 0.2, term: 100 months, rate: 0.06 1/year, attraction: 0.4",
     {.land = {0.2, 100, 0.06}, .subsidy = 0.2}},
    {"lever: professional_operator, signings: 0.4, landing: 0.6, targeting: 0.8",
     {.signings = 0.2, .landing = 0.3, .targeting = 0.4}},
    {"lever: appraisal, effort: 0.3", {.effort = 0.15}},
    {"lever: steering_group, effort: 0.3, approval: 0.4", {.effort = 0.15, .approval = 0.2}},
    {"lever: tax_monitoring, saved: 0.4", {.compliance = 0.2}},
    {"lever: missing_link, targeting: 3", {.targeting = 1.5, .missing_first = 0.5}},
    {"lever: incentives, attraction: 0.6, relocation: 0 1/year", {.subsidy = 0.3}},
};

static void a_lever_sets_its_instruments_by_its_effect_in_its_town_while_it_lasts(void **state) {
  (void)state;
  const struct instruments nothing = {0};
  for (size_t k = 0; k < sizeof set_by_half / sizeof set_by_half[0]; k++) {
    const struct setting *lever = &set_by_half[k];
    struct fixture f;
    char text[400];
    snprintf(text, sizeof text, "levers.x={" HALF_FROM_1_TO_12 "%s}", lever->says);
    open_with_lever(&f, text, NULL, NULL);
    for (int32_t month = 0; month <= 13; month++) {
      const bool lasts = month >= 1 && month <= 12;
      calendar_act(&f, month);
      same(lever->says, &f.economy->towns.instruments[0], lasts ? &lever->expected : &nothing);
      same(lever->says, &f.economy->towns.instruments[1], &nothing);
      expect_paid(&f, lasts ? ledger_fen(1) : 0, 0);
    }
    close_fixture(&f);
  }
}

static void at_effect_0_a_lever_costs_the_same_and_sets_nothing(void **state) {
  (void)state;
  const struct instruments nothing = {0};
  for (size_t k = 0; k < sizeof set_by_half / sizeof set_by_half[0]; k++) {
    struct fixture f;
    char text[400];
    snprintf(text, sizeof text, "levers.x={" HALF_FROM_1_TO_12 "%s}", set_by_half[k].says);
    open_with_lever(&f, text, "levers.x.effect=0", NULL);
    calendar_act(&f, 1);
    same(set_by_half[k].says, &f.economy->towns.instruments[0], &nothing);
    expect_paid(&f, ledger_fen(1), 0);
    close_fixture(&f);
  }
}

static void settlement_saves_technicians_a_share_of_their_housing(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: settlement, discount: 0.4}", NULL,
                  NULL);
  for (int32_t month = 12; month <= 13; month++) {
    calendar_act(&f, month);
    const struct by_skill *appeal = &f.economy->towns.instruments[0].appeal;
    NEAR(appeal->v[TECHNICIAN], month == 12 ? 0.5 * log(1 / 0.8) : 0, 1e-6);
    NEAR(appeal->v[GRADUATE], 0, 0);
    NEAR(appeal->v[HIGH_END], 0, 0);
    expect_paid(&f, ledger_fen(month == 12 ? 12 : 0), 0);
  }
  close_fixture(&f);
}

static void a_catalogue_makes_those_look_whose_skill_is_short(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: talent_catalogue, search: 0.8}", NULL,
                  NULL);
  f.economy->towns.openings[0] = (struct by_skill_count){{3, 0, 1}};
  for (int32_t month = 12; month <= 13; month++) {
    calendar_act(&f, month);
    const struct by_skill *search = &f.economy->towns.instruments[0].search;
    NEAR(search->v[TECHNICIAN], month == 12 ? 0.4 : 0, 1e-6);
    NEAR(search->v[GRADUATE], 0, 0);
    NEAR(search->v[HIGH_END], month == 12 ? 0.4 : 0, 1e-6);
    expect_paid(&f, ledger_fen(month == 12 ? 12 : 0), 0);
  }
  close_fixture(&f);
}

static void movers_may_leave_in_the_two_years_after_incentives(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: incentives, attraction: 0.6, relocation: 0.3 1/year}",
                  NULL, NULL);
  for (int32_t month = 12; month <= 40; month++) {
    calendar_act(&f, month);
    const struct instruments *now = &f.economy->towns.instruments[0];
    NEAR(now->subsidy, month == 12 ? 0.3 : 0, 1e-12);
    NEAR(now->relocation, month > 12 && month <= 36 ? 0.15 : 0, 1e-12);
  }
  close_fixture(&f);
}

static void an_outreach_links_both_towns_by_its_mode(void **state) {
  (void)state;
  static const char *const modes[] = {"levers.x.mode=research", "levers.x.mode=finance",
                                      "levers.x.mode=mountain"};
  const struct instruments nothing = {0};
  for (int mode = 0; mode < OUTREACH_COUNT; mode++) {
    struct fixture f;
    open_with_lever(&f,
                    "levers.x={" HALF_FROM_1_TO_12
                    "lever: outreach, partner: tonglu, weight: 0.04, "
                    "access: 0, credit: 0, attraction: 0}",
                    modes[mode], NULL);
    calendar_act(&f, 12);
    struct instruments here = {0}, there = {0};
    here.partners[mode] = (struct partner){2, 0.02};
    there.partners[mode] = (struct partner){1, 0.02};
    same(modes[mode], &f.economy->towns.instruments[0], &here);
    same(modes[mode], &f.economy->towns.instruments[1], &there);
    calendar_act(&f, 13);
    same(modes[mode], &f.economy->towns.instruments[1], &nothing);
    close_fixture(&f);
  }
}

static void five_dimensions_have_a_logarithm_each(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: five_dimensions, chain: 0.2, productive: 0.3, "
                  "living: 0.1, infrastructure: 0.25, government: 0.15, unit: 3 M CNY/year, "
                  "procurement: 0.4, access: 0.5, effort: 0.6}",
                  NULL, NULL);
  const struct towns *towns = &f.economy->towns;
  for (int32_t month = 1; month <= 13; month++) {
    calendar_act(&f, month);
    const double share = month <= 12 ? 12 * 0.5 / 3 : 0; /* of the unit, before it is split */
    const struct instruments expected = {.procurement = 0.4 * log2(1 + 0.2 * share),
                                         .research_access = 0.5 * log2(1 + 0.3 * share),
                                         .effort = 0.6 * log2(1 + 0.15 * share)};
    same("five_dimensions", &towns->instruments[0], &expected);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    const double spent = 0.5 * fmin(month, 12);
    for (int k = 0; k < AMENITY_COUNT; k++)
      NEAR(towns->amenity_works[0].v[k], 0.1 * spent / 5, 1e-9);
    for (int k = 0; k < INFRASTRUCTURE_COUNT; k++)
      NEAR(towns->infrastructure_works[0].v[k], 0.25 * spent / 6, 1e-9);
  }
  close_fixture(&f);
}

static void works_and_publicity_are_the_money_by_kind(void **state) {
  (void)state;
  struct fixture f;
  static const double amenities[] = {0.1, 0.15, 0.2, 0.25, 0.3};
  static const double lines[] = {0.05, 0.1, 0.15, 0.2, 0.22, 0.28};
  static const double kinds[] = {0, 0, 1, 0};
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: town_function, education: 0.1, health: 0.15, "
                  "sport: 0.2, culture: 0.25, leisure: 0.3}",
                  "levers.y={" HALF_FROM_1_TO_12 "lever: infrastructure, road: 0.05, water: 0.1, "
                  "power: 0.15, telecom: 0.2, logistics: 0.22, network: 0.28}",
                  "levers.z={" HALF_FROM_1_TO_12 "lever: brand, kind: style}");
  const struct towns *towns = &f.economy->towns;
  for (int32_t month = 1; month <= 14; month++) {
    const double spent = 0.5 * fmin(month, 12);
    calendar_act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(3) : 0, 0);
    for (int k = 0; k < AMENITY_COUNT; k++)
      NEAR(towns->amenity_works[0].v[k], amenities[k] * spent, 1e-9);
    for (int k = 0; k < INFRASTRUCTURE_COUNT; k++)
      NEAR(towns->infrastructure_works[0].v[k], lines[k] * spent, 1e-9);
    for (int k = 0; k < PUBLICITY_COUNT; k++)
      NEAR(towns->publicity[0].v[k], kinds[k] * spent, 1e-9);
  }
  close_fixture(&f);
}

/* A year of every lever at once: each month the books are held against the agents' columns. */
static void the_books_close_with_every_lever_at_work(void **state) {
  (void)state;
  struct text text = {0};
  text_add(&text, "levers={");
  for (size_t k = 0; k < LEVER_COUNT; k++) {
    text_add(&text, "l%zu: {lever: %s, from: 2020-01, to: 2020-06, budget: 6 M CNY}, ", k,
             tables_levers[k].name);
  }
  text_add(&text, "none: ~}");
  const char *const settings[] = {text.bytes, "parameters.return_founding=1",
                                  "parameters.diaspora=3", NULL};
  struct fixture f;
  open_fixture(&f, settings);
  support_run(&f.world, 12);
  close_fixture(&f);
  text_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_lever_sets_its_instruments_by_its_effect_in_its_town_while_it_lasts),
      cmocka_unit_test(at_effect_0_a_lever_costs_the_same_and_sets_nothing),
      cmocka_unit_test(settlement_saves_technicians_a_share_of_their_housing),
      cmocka_unit_test(a_catalogue_makes_those_look_whose_skill_is_short),
      cmocka_unit_test(movers_may_leave_in_the_two_years_after_incentives),
      cmocka_unit_test(an_outreach_links_both_towns_by_its_mode),
      cmocka_unit_test(five_dimensions_have_a_logarithm_each),
      cmocka_unit_test(works_and_publicity_are_the_money_by_kind),
      cmocka_unit_test(the_books_close_with_every_lever_at_work),
  };
  return cmocka_run_group_tests_name("lever_values", tests, NULL, NULL);
}
