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
  N(plant.offered)                                                                                 \
  N(land.deposit)                                                                                  \
  N(land.months)                                                                                   \
  N(land.rate)                                                                                     \
  N(land.offered)                                                                                  \
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

/* For whom a lever is (M25), as the test counts them. */
enum need {
  NONE,
  CHAIN,
  FIRMS,
  EMPLOYED,
  TECHNICIANS,
  FORCE,
  NATIVES,
  PRODUCTS,
  PARKS,
  MOVERS,
  LINKS
};

static double count_need(const struct economy *economy, enum need need) {
  const struct firms *firms = &economy->firms;
  const struct persons *persons = &economy->persons;
  const struct towns *towns = &economy->towns;
  double chain = 0, all = 0, staff = 0, technicians = 0, products = 0, moved = 0, links = 0;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (!firms->open[i] || firms->town[i] != 0) continue;
    all++;
    chain += (int)economy->segments[firms->segment[i]].role != ROLE_OTHER;
    products += firms->registrations[i];
    moved += firms->origin[i] == ORIGIN_ATTRACTED;
  }
  for (uint32_t i = 0; i < persons->count; i++) {
    if (persons->skill[i] == NO_PERSON || persons->town[i] != 0) continue;
    staff += persons->employer[i] != NOBODY;
    technicians += persons->skill[i] == TECHNICIAN;
  }
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    links += (int)economy->segments[s].role != ROLE_OTHER;
  }
  switch (need) {
  case CHAIN: return chain;
  case FIRMS: return all;
  case EMPLOYED: return staff;
  case TECHNICIANS: return technicians;
  case FORCE:
    return (double)towns->labour_force[0].v[GRADUATE] + (double)towns->labour_force[0].v[HIGH_END];
  case NATIVES:
    return (double)towns->diaspora[0].v[0] + (double)towns->diaspora[0].v[1] +
           (double)towns->diaspora[0].v[2];
  case PRODUCTS: return products;
  case PARKS: return 1;
  case MOVERS: return moved + 1;
  case LINKS: return links;
  case NONE: break;
  }
  return 1;
}

struct setting {
  const char *says; /* of the lever */
  double cost;      /* of a unit; 12 M CNY a year are spent */
  enum need need;
  struct instruments most; /* what it sets where all are reached */
};

static const struct setting set_by_half[] = {
    {"lever: link_factors, relatedness: 0.3", 1, CHAIN, {.relatedness = 0.15}},
    {"lever: talent_map, arrivals: 0.6", 0.01, FORCE, {.map = {{0, 0.3f, 0.3f}}}},
    {"lever: hometown_return, channel: culture, weight: 0.6, contact: 3, founding: 5",
     0.01,
     NATIVES,
     {.homesickness = 0.3}},
    {"lever: hometown_return, channel: outreach, weight: 0.6, contact: 3, founding: 5",
     0.01,
     NATIVES,
     {.contact = 1.5}},
    {"lever: hometown_return, channel: platform, weight: 0.6, contact: 3, founding: 5",
     0.01,
     NATIVES,
     {.founding = 2.5}},
    {"lever: talent_service, service: 0.8", 0.005, EMPLOYED, {.service = 0.4}},
    {"lever: themed_community, appeal: 0.6, service: 0.4",
     0.005,
     EMPLOYED,
     {.appeal = {{0.3f, 0.3f, 0.3f}}, .service = 0.2}},
    {"lever: outreach, mode: research, access: 0.3, credit: 0.4, attraction: 0.6",
     1,
     CHAIN,
     {.research_access = 0.15}},
    {"lever: outreach, mode: finance, access: 0.3, credit: 0.4, attraction: 0.6",
     1,
     CHAIN,
     {.credit = 0.2}},
    {"lever: outreach, mode: mountain, access: 0.3, credit: 0.4, attraction: 0.6",
     1,
     CHAIN,
     {.subsidy = 0.3}},
    {"lever: green_channel, saved: 0.6", 0.5, PRODUCTS, {.paperwork = 0.3}},
    {"lever: one_window, saved: 0.8", 0.3, FIRMS, {.approval = 0.4}},
    {"lever: demand_survey, known: 0.8", 1, CHAIN, {.survey = 0.4}},
    {"lever: liaisons, response: 0.6", 1, CHAIN, {.response = 0.3}},
    {"lever: one_firm_one_policy, saved: 0.4", 0.3, FIRMS, {.compliance = 0.2}},
    {"lever: sme_gradient, odds: 0.8", 1, CHAIN, {.tiers = 0.4}},
    {"lever: professional_operator, signings: 0.4, landing: 0.6, targeting: 0.8",
     9,
     PARKS,
     {.signings = 0.2, .landing = 0.3, .targeting = 0.4}},
    {"lever: appraisal, effort: 0.3", 12, NONE, {.effort = 0.15}},
    {"lever: steering_group, effort: 0.3, approval: 0.4",
     12,
     NONE,
     {.effort = 0.15, .approval = 0.2}},
    {"lever: tax_monitoring, saved: 0.4", 0.3, FIRMS, {.compliance = 0.2}},
    {"lever: missing_link, targeting: 3", 2, LINKS, {.targeting = 1.5, .missing_first = 0.5}},
    {"lever: incentives, attraction: 0.6, relocation: 0 1/year", 9, MOVERS, {.subsidy = 0.3}},
};

/* What a row sets: of the most, the share that 12 M CNY a year reach. */
static struct instruments expect_of(const struct setting *row, const struct economy *economy) {
  struct instruments expected = row->most;
  const double need = count_need(economy, row->need);
  const double reached = row->need == NONE ? 1 : 1 - exp(-12 / (row->cost * need));
  EXPECT(row->need == NONE || (reached > 0.05 && reached < 0.95),
         "%s reaches %g of %g: it tells little", row->says, reached, need);
  double *const numbers[] = {
      &expected.relatedness, &expected.research_access, &expected.paperwork,  &expected.credit,
      &expected.service,     &expected.homesickness,    &expected.contact,    &expected.founding,
      &expected.subsidy,     &expected.landing,         &expected.signings,   &expected.targeting,
      &expected.approval,    &expected.missing_first,   &expected.compliance, &expected.tiers,
      &expected.survey,      &expected.response,        &expected.effort};
  for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) *numbers[k] *= reached;
  for (int z = 0; z < SKILL_COUNT; z++) {
    expected.map.v[z] *= (float)reached;
    expected.appeal.v[z] *= (float)reached;
  }
  return expected;
}

static void open_with_row(struct fixture *f, const struct setting *row, const char *more) {
  char text[400];
  snprintf(text, sizeof text, "levers.x={" HALF_FROM_1_TO_12 "cost: %g M CNY/year, %s}", row->cost,
           row->says);
  open_with_lever(f, text, more, NULL);
  for (uint32_t i = 0; i < f->economy->firms.count; i++) { /* one product each in registration */
    if (f->economy->firms.open[i]) f->economy->firms.registrations[i] = 1;
  }
}

static void a_lever_sets_its_instruments_by_what_its_money_reaches_while_it_lasts(void **state) {
  (void)state;
  const struct instruments nothing = {0};
  for (size_t k = 0; k < sizeof set_by_half / sizeof set_by_half[0]; k++) {
    const struct setting *row = &set_by_half[k];
    struct fixture f;
    open_with_row(&f, row, NULL);
    const struct instruments expected = expect_of(row, f.economy);
    for (int32_t month = 0; month <= 13; month++) {
      const bool lasts = month >= 1 && month <= 12;
      calendar_act(&f, month);
      same(row->says, &f.economy->towns.instruments[0], lasts ? &expected : &nothing);
      same(row->says, &f.economy->towns.instruments[1], &nothing);
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
    open_with_row(&f, &set_by_half[k], "levers.x.effect=0");
    calendar_act(&f, 1);
    same(set_by_half[k].says, &f.economy->towns.instruments[0], &nothing);
    expect_paid(&f, ledger_fen(1), 0);
    close_fixture(&f);
  }
}

/* M25: what is paid for is done; below its least cost a steering group does nothing. */
static void money_buys_units_and_fixed_costs_are_met_or_not(void **state) {
  (void)state;
  static const struct {
    const char *says;
    struct instruments expected;
  } rows[] = {
      {"lever: workstation, cost: 0.25 M CNY", {.cases = 0.5 * 12 / 0.25 / 12}},
      {"lever: shared_equipment, cost: 4 M CNY/year, access: 0.4",
       {.platforms = 1.5, .research_access = 0.2 * (1 - 0.049787068367863944)}},
      {"lever: joint_college, cost: 0.1 M CNY, size: 240 1/year, stay: 0.5, high_end: 0.25, access: 0.4",
       {.college = {{0, 1.875f, 0.625f}}, .colleges = 0.25, .research_access = 0.1}},
      {"lever: joint_college, cost: 0.1 M CNY, size: 30 1/year, stay: 0.5, high_end: 0.25, access: 0.4",
       {.college = {{0, 1.875f, 0.625f}}, .colleges = 1, .research_access = 0.4}},
      {"lever: steering_group, cost: 12 M CNY/year, effort: 0.3, approval: 0.4",
       {.effort = 0.15, .approval = 0.2}},
      {"lever: steering_group, cost: 12.1 M CNY/year", {.effort = 0}},
      {"lever: appraisal, cost: 12.1 M CNY/year", {.effort = 0}},
  };
  for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
    struct fixture f;
    char text[400];
    snprintf(text, sizeof text, "levers.x={" HALF_FROM_1_TO_12 "%s}", rows[k].says);
    open_with_lever(&f, text, NULL, NULL);
    calendar_act(&f, 1);
    same(rows[k].says, &f.economy->towns.instruments[0], &rows[k].expected);
    close_fixture(&f);
  }
}

static void mortgages_are_offered_to_those_whom_the_money_reaches(void **state) {
  (void)state;
  for (int kind = 0; kind < 2; kind++) {
    struct fixture f;
    open_with_lever(&f,
                    kind ? "levers.x={" HALF_FROM_1_TO_12
                           "lever: plant_mortgage, cost: 0.3 M CNY/year, deposit: 0.2, term: 100 "
                           "months, rate: 0.06 1/year, attraction: 0.4}"
                         : "levers.x={" HALF_FROM_1_TO_12
                           "lever: land_mortgage, cost: 0.3 M CNY/year, deposit: 0.2, term: 100 "
                           "months, rate: 0.06 1/year, attraction: 0.4}",
                    NULL, NULL);
    const double firms = count_need(f.economy, FIRMS);
    calendar_act(&f, 1);
    const struct instruments *now = &f.economy->towns.instruments[0];
    const struct mortgage *offer = kind ? &now->plant : &now->land;
    NEAR(offer->deposit, 0.2, 0);
    NEAR(offer->months, 100, 0);
    NEAR(offer->rate, 0.06, 0);
    NEAR(offer->offered, 1 - exp(-1 / (0.3 * firms)), 1e-12);
    NEAR(now->subsidy, 0.2 * (1 - exp(-12 / (0.3 * firms))), 1e-12);
    close_fixture(&f);
  }
}

static void settlement_saves_technicians_a_share_of_their_housing(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: settlement, discount: 0.4, cost: 0.005 M CNY/year}",
                  NULL, NULL);
  const double need = count_need(f.economy, TECHNICIANS);
  const double saved = 0.2 * (1 - exp(-12 / (0.005 * need)));
  for (int32_t month = 12; month <= 13; month++) {
    calendar_act(&f, month);
    const struct by_skill *appeal = &f.economy->towns.instruments[0].appeal;
    NEAR(appeal->v[TECHNICIAN], month == 12 ? 0.5 * log(1 / (1 - saved)) : 0, 1e-6);
    NEAR(appeal->v[GRADUATE], 0, 0);
    NEAR(appeal->v[HIGH_END], 0, 0);
    expect_paid(&f, ledger_fen(month == 12 ? 12 : 0), 0);
  }
  close_fixture(&f);
}

static void a_catalogue_makes_those_look_whose_skill_is_short(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: talent_catalogue, search: 0.8, cost: 0.02 M CNY/year}",
                  NULL, NULL);
  f.economy->towns.openings[0] = (struct by_skill_count){{3, 0, 1}};
  f.economy->towns.idle[0] = (struct by_skill_count){{500, 70, 100}};
  const float reached = (float)(0.4 * (1 - exp(-12 / (0.02 * 600))));
  for (int32_t month = 12; month <= 13; month++) {
    calendar_act(&f, month);
    const struct by_skill *search = &f.economy->towns.instruments[0].search;
    NEAR(search->v[TECHNICIAN], month == 12 ? reached : 0, 1e-6);
    NEAR(search->v[GRADUATE], 0, 0);
    NEAR(search->v[HIGH_END], month == 12 ? reached : 0, 1e-6);
    expect_paid(&f, ledger_fen(month == 12 ? 12 : 0), 0);
  }
  close_fixture(&f);
}

static void movers_may_leave_in_the_two_years_after_incentives(void **state) {
  (void)state;
  struct fixture f;
  open_with_lever(&f,
                  "levers.x={" HALF_FROM_1_TO_12
                  "lever: incentives, attraction: 0.6, relocation: 0.3 1/year, cost: 9 M CNY/year}",
                  NULL, NULL);
  const double reached = 1 - exp(-12 / 9.0); /* nobody moved here yet: the next alone */
  for (int32_t month = 12; month <= 40; month++) {
    calendar_act(&f, month);
    const struct instruments *now = &f.economy->towns.instruments[0];
    NEAR(now->subsidy, month == 12 ? 0.3 * reached : 0, 1e-12);
    NEAR(now->relocation, month > 12 && month <= 36 ? 0.15 * reached : 0, 1e-12);
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
                    "access: 0, credit: 0, attraction: 0, cost: 1 M CNY/year}",
                    modes[mode], NULL);
    const double weight = 0.02 * (1 - exp(-12 / count_need(f.economy, CHAIN)));
    calendar_act(&f, 12);
    struct instruments here = {0}, there = {0};
    here.partners[mode] = (struct partner){2, weight};
    there.partners[mode] = (struct partner){1, weight};
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
      cmocka_unit_test(a_lever_sets_its_instruments_by_what_its_money_reaches_while_it_lasts),
      cmocka_unit_test(at_effect_0_a_lever_costs_the_same_and_sets_nothing),
      cmocka_unit_test(money_buys_units_and_fixed_costs_are_met_or_not),
      cmocka_unit_test(mortgages_are_offered_to_those_whom_the_money_reaches),
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
