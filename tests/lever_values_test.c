/* What each lever sets, builds, pays and stops, to its value, by calling the calendar alone. */
#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/policy/policy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A lever pays 1 M CNY a month from month 1 to month 12, at half its effect. */
#define HALF_FROM_1_TO_12 "budget: 12 M CNY, from: 2020-02, to: 2021-01, effect: 0.5, "

static void open_with(struct fixture *f, const char *lever, const char *more, const char *still) {
  const char *const settings[] = {"levers.programme_fund=~",
                                  "levers.programme_recruiting=~",
                                  "levers.programme_recruiting_later=~",
                                  lever,
                                  more,
                                  more ? still : NULL,
                                  NULL};
  open_fixture(f, settings);
}

/* The calendar of one month, on empty books. */
static void act(struct fixture *f, int32_t month) {
  struct error error;
  f->economy->month = month;
  f->economy->ledger.month = (struct ledger_page){0};
  assert_int_equal(policy_act(f->economy, &error), STATUS_OK);
}

static int64_t paid(const struct fixture *f, enum flow flow) {
  return f->economy->ledger.month.paid[flow];
}

static void expect_paid(const struct fixture *f, int64_t programmes, int64_t subsidies) {
  for (int flow = 0; flow < FLOW_COUNT; flow++) {
    const int64_t due = flow == FLOW_programmes  ? programmes
                        : flow == FLOW_subsidies ? subsidies
                                                 : 0;
    EXPECT(paid(f, (enum flow)flow) == due, "%s: %lld fen, expected %lld", ledger_flows[flow].name,
           (long long)paid(f, (enum flow)flow), (long long)due);
  }
}

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
    open_with(&f, text, NULL, NULL);
    for (int32_t month = 0; month <= 13; month++) {
      const bool lasts = month >= 1 && month <= 12;
      act(&f, month);
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
    open_with(&f, text, "levers.x.effect=0", NULL);
    act(&f, 1);
    same(set_by_half[k].says, &f.economy->towns.instruments[0], &nothing);
    expect_paid(&f, ledger_fen(1), 0);
    close_fixture(&f);
  }
}

static void settlement_saves_technicians_a_share_of_their_housing(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: settlement, discount: 0.4}", NULL, NULL);
  for (int32_t month = 12; month <= 13; month++) {
    act(&f, month);
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
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: talent_catalogue, search: 0.8}", NULL, NULL);
  f.economy->towns.openings[0] = (struct by_skill_count){{3, 0, 1}};
  for (int32_t month = 12; month <= 13; month++) {
    act(&f, month);
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
  open_with(&f,
            "levers.x={" HALF_FROM_1_TO_12
            "lever: incentives, attraction: 0.6, relocation: 0.3 1/year}",
            NULL, NULL);
  for (int32_t month = 12; month <= 40; month++) {
    act(&f, month);
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
    open_with(&f,
              "levers.x={" HALF_FROM_1_TO_12 "lever: outreach, partner: tonglu, weight: 0.04, "
              "access: 0, credit: 0, attraction: 0}",
              modes[mode], NULL);
    act(&f, 12);
    struct instruments here = {0}, there = {0};
    here.partners[mode] = (struct partner){2, 0.02};
    there.partners[mode] = (struct partner){1, 0.02};
    same(modes[mode], &f.economy->towns.instruments[0], &here);
    same(modes[mode], &f.economy->towns.instruments[1], &there);
    act(&f, 13);
    same(modes[mode], &f.economy->towns.instruments[1], &nothing);
    close_fixture(&f);
  }
}

static void five_dimensions_have_a_logarithm_each(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers.x={" HALF_FROM_1_TO_12 "lever: five_dimensions, chain: 0.2, productive: 0.3, "
            "living: 0.1, infrastructure: 0.25, government: 0.15, unit: 3 M CNY/year, "
            "procurement: 0.4, access: 0.5, effort: 0.6}",
            NULL, NULL);
  const struct towns *towns = &f.economy->towns;
  for (int32_t month = 1; month <= 13; month++) {
    act(&f, month);
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
  open_with(&f,
            "levers.x={" HALF_FROM_1_TO_12 "lever: town_function, education: 0.1, health: 0.15, "
            "sport: 0.2, culture: 0.25, leisure: 0.3}",
            "levers.y={" HALF_FROM_1_TO_12 "lever: infrastructure, road: 0.05, water: 0.1, "
            "power: 0.15, telecom: 0.2, logistics: 0.22, network: 0.28}",
            "levers.z={" HALF_FROM_1_TO_12 "lever: brand, kind: style}");
  const struct towns *towns = &f.economy->towns;
  for (int32_t month = 1; month <= 14; month++) {
    const double spent = 0.5 * fmin(month, 12);
    act(&f, month);
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

static void land_comes_by_month_mixed_use_at_once_and_a_freeze_stops_what_is_left(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "levers=~", TWO_PARKS, "levers.x={" HALF_FROM_1_TO_12 "lever: land_supply, land: 480 mu}",
      NULL};
  open_fixture(&f, settings);
  struct parks *parks = &f.economy->parks;
  static const double ratio[] = {1, 1.5}, land[] = {600, 900}, mu = 10000.0 / 15;
  double most[2];
  for (int p = 0; p < 2; p++) most[p] = (double)parks->floor_most[p];
  for (int32_t month = 1; month <= 14; month++) {
    const double begun = fmin(month, 12); /* 20 mu a month, 10 for each park */
    act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    for (int p = 0; p < 2; p++) /* whole square metres each month */
      NEAR((double)parks->floor_most[p] - most[p] + begun / 2, 10 * begun * mu * ratio[p], begun);
  }
  close_fixture(&f);
  const char *const mixed[] = {
      "levers=~", TWO_PARKS, "levers.x={" HALF_FROM_1_TO_12 "lever: mixed_use, floor: 0.3}", NULL};
  open_fixture(&f, mixed);
  parks = &f.economy->parks;
  for (int p = 0; p < 2; p++) most[p] = (double)parks->floor_most[p];
  for (int32_t month = 1; month <= 14; month++) {
    act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    for (int p = 0; p < 2; p++)
      NEAR((double)parks->floor_most[p] - most[p], 0.15 * land[p] * mu * ratio[p], 1);
  }
  close_fixture(&f);
  const char *const frozen[] = {"levers=~", TWO_PARKS,
                                "levers.x={" HALF_FROM_1_TO_12 "lever: land_freeze}", NULL};
  open_fixture(&f, frozen);
  parks = &f.economy->parks;
  parks->floor_coming[1] = 10000;
  for (int p = 0; p < 2; p++) {
    const uint64_t held = parks->floor_built[p] + parks->floor_coming[p];
    most[p] = (double)held + 0.5 * (double)(parks->floor_most[p] - held);
  }
  for (int32_t month = 1; month <= 14; month++) {
    act(&f, month);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    for (int p = 0; p < 2; p++) NEAR((double)parks->floor_most[p], most[p], 1);
  }
  close_fixture(&f);
}

static void a_freeze_that_rises_takes_its_share_in_the_end(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "levers=~", "levers.x={" HALF_FROM_1_TO_12 "lever: land_freeze, ramp: 4 months}", NULL};
  open_fixture(&f, settings);
  struct parks *parks = &f.economy->parks;
  const double left = (double)(parks->floor_most[0] - parks->floor_built[0]);
  for (int32_t month = 1; month <= 14; month++) {
    const double risen = month < 4 ? month / 4.0 : 1;
    act(&f, month);
    NEAR((double)parks->floor_most[0], (double)parks->floor_built[0] + left * (1 - 0.5 * risen), 5);
  }
  close_fixture(&f);
}

/* Firms that have a tier at the start rose to it before anyone looked. */
static void no_award_goes_to_the_tiers_of_the_start(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers.x={budget: 12 M CNY, from: 2020-01, to: 2020-12, lever: sme_gradient, "
            "award: 0.8 M CNY}",
            NULL, NULL);
  for (int32_t month = 0; month < 3; month++) {
    act(&f, month);
    expect_paid(&f, ledger_fen(1), 0);
  }
  close_fixture(&f);
}

static void a_recall_costs_its_loss_of_brand_once(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: recall, loss: 0.8}", NULL, NULL);
  f.economy->towns.brand[0] = 1;
  for (int32_t month = 0; month <= 14; month++) {
    act(&f, month);
    NEAR(f.economy->towns.brand[0], month < 1 ? 1 : 0.6, 1e-12);
    expect_paid(&f, month >= 1 && month <= 12 ? ledger_fen(1) : 0, 0);
  }
  close_fixture(&f);
}

/* Of those who lack the upgrade, the firm with the least hash of a month; NOBODY. */
static uint32_t first_to_be_drawn(const struct fixture *f, uint8_t upgrade, int32_t month) {
  const struct firms *firms = &f->economy->firms;
  uint32_t first = NOBODY, least = 0;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (firms->town[i] != 0 || firms->segment[i] == OTHER || firms->upgraded[i]) continue;
    const uint32_t v = draw_words(f->economy->key, DRAW_UPGRADE, firms->id[i], month, upgrade).v[0];
    if (first == NOBODY || v < least) first = i, least = v;
  }
  return first;
}

/* Two firms a month, each of the chain's seventeen once. */
static void upgrades_reach_each_firm_of_the_chain_once(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_with(&f,
              pass ? "levers.x={" HALF_FROM_1_TO_12 "lever: quality_system, cost: 0.5 M CNY, "
                     "gain: 0.3}"
                   : "levers.x={" HALF_FROM_1_TO_12 "lever: digital_upgrade, cost: 0.5 M CNY, "
                     "gain: 0.3}",
              NULL, NULL);
    struct firms *firms = &f.economy->firms;
    for (uint32_t i = 0; i < firms->count; i++) firms->own_productivity[i] = firms->quality[i] = 0;
    uint32_t next = first_to_be_drawn(&f, pass ? UPGRADED_QUALITY : UPGRADED_DIGITAL, 1);
    for (int32_t month = 1; month <= 14; month++) {
      act(&f, month);
      EXPECT(next == NOBODY || firms->upgraded[next], "%u is not first", next);
      expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
      uint32_t done = 0;
      for (uint32_t i = 0; i < firms->count; i++) {
        const double gained = pass ? firms->quality[i] : firms->own_productivity[i];
        const bool is_done = gained > 0;
        done += is_done;
        NEAR(gained, is_done ? 0.15 : 0, 1e-12);
        NEAR(pass ? firms->own_productivity[i] : firms->quality[i], 0, 0);
        EXPECT(!is_done || (firms->town[i] == 0 && firms->segment[i] != OTHER), "who was it?");
        assert_int_equal(firms->upgraded[i], !is_done ? 0
                                             : pass   ? UPGRADED_QUALITY
                                                      : UPGRADED_DIGITAL);
      }
      assert_int_equal(done, 2 * month < 17 ? 2 * month : 17);
      next = first_to_be_drawn(&f, pass ? UPGRADED_QUALITY : UPGRADED_DIGITAL, month + 1);
    }
    close_fixture(&f);
  }
}

static void technicians_are_trained_in_their_firms_by_the_money(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_with(&f,
              pass ? "levers.x={" HALF_FROM_1_TO_12 "lever: training, cost: 0.0001 M CNY}"
                   : "levers.x={" HALF_FROM_1_TO_12 "lever: training, cost: 0.001 M CNY}",
              NULL, NULL);
    struct persons *p = &f.economy->persons;
    struct firms *firms = &f.economy->firms;
    uint8_t *before = calloc(p->count, 1);
    memcpy(before, p->skill, p->count);
    double technicians = 0, trained = 0;
    act(&f, 1);
    expect_paid(&f, ledger_fen(1), 0);
    struct by_skill_count *staff = calloc(firms->count, sizeof *staff);
    for (uint32_t i = 0; i < p->count; i++) {
      if (p->skill[i] == NO_PERSON) continue;
      const bool works = p->employer[i] != NOBODY;
      const bool could = works && p->town[i] == 0 && before[i] == TECHNICIAN;
      if (works) staff[p->employer[i]].v[p->skill[i]]++;
      technicians += could;
      trained += p->skill[i] != before[i];
      EXPECT(p->skill[i] == before[i] || (could && p->skill[i] == GRADUATE), "who was trained?");
    }
    for (uint32_t i = 0; i < firms->count; i++) {
      for (int z = 0; z < SKILL_COUNT; z++)
        assert_int_equal(firms->staff[i].v[z], firms->open[i] ? staff[i].v[z] : 0);
    }
    EXPECT(technicians > 1000 && technicians < 5000, "%g technicians", technicians);
    if (pass == 0) NEAR(trained, 500, 4 * sqrt(500 * (1 - 500 / technicians)));
    else NEAR(trained, technicians, 0); /* money for 5,000 */
    act(&f, 13);
    free(before), free(staff);
    close_fixture(&f);
  }
}

static void an_alliance_takes_members_and_pools_their_mean(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: alliance, members: 136, pooled: 0.4}", NULL,
            NULL);
  struct economy *e = f.economy;
  struct firms *firms = &e->firms;
  const struct instruments *now = &e->towns.instruments[0];
  const uint32_t a = firm_of(e, 0, EQUIPMENT, 0), b = firm_of(e, 0, COMPONENTS, 0);
  const double chance = 0.5 * 136 / 12 / 17; /* a third of the free firms */
  act(&f, 0);
  firms->ally[a] = 1;
  for (int32_t month = 1; month <= 13; month++) {
    uint8_t due[64] = {0};
    uint32_t members = 0, unallied = 0;
    const struct span here = economy_town_firms(e, 0);
    double research = 0;
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = e->roster.rows[at];
      if (month == 3) firms->ally[i] = i == a || i == b;
      if (firms->segment[i] == OTHER) continue;
      members += firms->ally[i];
      unallied += !firms->ally[i];
      if (firms->ally[i]) research += production_research(e, i);
    }
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = e->roster.rows[at];
      const double u = draw_uniform(e->key, DRAW_ALLIANCE, firms->id[i], month, 0);
      due[at - here.first] = firms->ally[i] || (month <= 12 && firms->segment[i] != OTHER &&
                                                u < chance * 17 / unallied);
    }
    act(&f, month);
    for (uint32_t at = here.first; at < here.end; at++)
      assert_int_equal(firms->ally[e->roster.rows[at]], due[at - here.first]);
    NEAR(now->pooled_research, members > 1 && month <= 12 ? 0.2 * research / members : 0, 1e-12);
    expect_paid(&f, month <= 12 ? ledger_fen(1) : 0, 0);
    EXPECT(month != 1 || members == 1, "%u members", members);
  }
  close_fixture(&f);
}

static void leading_firms_share_gains_with_suppliers_by_what_they_sold(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers.x={" HALF_FROM_1_TO_12
            "lever: benefit_sharing, towns: tonglu, share: 0.2, procurement: 0.3, "
            "large: 60 M CNY/year}",
            NULL, NULL);
  struct firms *firms = &f.economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) {
    firms->local_sales[i] = firms->profit[i] = 0;
    firms->cash[i] = ledger_fen(100);
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = 0;
  }
  /* yearly sales, profit, cash, what is given */
  static const double cases[][4] = {
      {60, 2, 100, 0.2}, {48, 2, 100, 0}, {120, -2, 100, 0}, {120, 3, 0.05, 0.05}, {120, 1, -1, 0}};
  uint32_t row[7];
  for (uint32_t k = 0; k < 5; k++) {
    const uint32_t i = row[k] = firm_of(f.economy, 1, CONSUMABLES, k);
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = (float)cases[k][0] / 12;
    firms->profit[i] = cases[k][1], firms->cash[i] = ledger_fen(cases[k][2]);
  }
  row[5] = firm_of(f.economy, 1, OTHER, 0); /* a lead, whatever it makes and sells */
  firms->lead[row[5]] = 1, firms->profit[row[5]] = 4;
  row[6] = firm_of(f.economy, 1, COMPONENTS, 0); /* large, but no device firm */
  for (int m = 0; m < 12; m++) firms->sales_year[row[6]].v[m] = 50;
  firms->profit[row[6]] = 5, firms->local_sales[row[6]] = 3;
  const uint32_t other = firm_of(f.economy, 1, COMPONENTS, 1);
  firms->local_sales[other] = 1;
  act(&f, 1);
  const double total = 0.2 + 0.05 + 0.4;
  for (uint32_t k = 0; k < 5; k++)
    NEAR((double)firms->cash[row[k]], (cases[k][2] - cases[k][3]) * FEN_PER_MILLION, 1);
  NEAR((double)firms->cash[row[5]], (100 - 0.4) * FEN_PER_MILLION, 1);
  NEAR((double)firms->cash[row[6]], (100 + total * 0.75) * FEN_PER_MILLION, 1);
  NEAR((double)firms->cash[other], (100 + total * 0.25) * FEN_PER_MILLION, 1);
  assert_int_equal(paid(&f, FLOW_benefit_sharing), ledger_fen(total));
  assert_int_equal(paid(&f, FLOW_programmes), ledger_fen(1));
  NEAR(f.economy->towns.instruments[1].procurement, 0.15, 1e-12);
  act(&f, 12);
  act(&f, 13);
  expect_paid(&f, 0, 0);
  NEAR(f.economy->towns.instruments[1].procurement, 0, 0);
  close_fixture(&f);
}

static void bonds_pay_for_plants_in_each_park_and_for_works(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "levers=~", TWO_PARKS,
      "levers.x={lever: bond_plants, from: 2030-01, to: 2030-12, budget: 120 M CNY, effect: 0.5, "
      "plants: 0.6}",
      NULL};
  open_fixture(&f, settings);
  struct parks *parks = &f.economy->parks;
  struct towns *towns = &f.economy->towns;
  act(&f, 119);
  parks->floor_coming[1] = 200;
  parks->floor_most[1] = parks->floor_built[1] + 300;
  const int64_t cash = towns->cash[0];
  act(&f, 120);
  const double floor = 10 * 0.5 * 0.6 * 1e6 / (2860 * exp(0.4)) / 2;
  assert_int_equal(f.economy->constructions_count, 2);
  NEAR((double)f.economy->constructions[0].floor + 0.5, floor, 0.5);
  assert_int_equal(f.economy->constructions[0].park, 0);
  assert_int_equal(f.economy->constructions[0].due, 120 + 15);
  assert_int_equal(f.economy->constructions[1].floor, 100); /* what land is left for */
  assert_int_equal(parks->floor_coming[1], 300);
  for (int k = 0; k < INFRASTRUCTURE_COUNT; k++)
    NEAR(towns->infrastructure_works[0].v[k], 10 * 0.5 * 0.4 / 6, 1e-9);
  assert_int_equal(towns->cash[0], cash);
  assert_int_equal(towns->bond_debt[0], ledger_fen(10));
  assert_int_equal(towns->bonds_issued[0], ledger_fen(10));
  assert_int_equal(paid(&f, FLOW_bonds), ledger_fen(10));
  assert_int_equal(paid(&f, FLOW_construction), ledger_fen(10));
  assert_int_equal(paid(&f, FLOW_programmes), 0);
  act(&f, 131);
  assert_int_equal(towns->bonds_issued[0], ledger_fen(120));
  act(&f, 132);
  assert_int_equal(towns->bonds_issued[0], ledger_fen(120));
  close_fixture(&f);
}

static void land_is_cleared_of_those_who_make_too_little_of_it_for_too_long(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers.x={" HALF_FROM_1_TO_12 "lever: clear_out, threshold: 4 M CNY/mu/year, "
            "notice: 3 months}",
            NULL, NULL);
  struct firms *firms = &f.economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) firms->floor[i] = 0;
  const double land = 10 * 1.06 * 10000.0 / 15; /* m2 of floor that ten mu carry */
  uint32_t row[5];
  for (uint32_t k = 0; k < 5; k++) {
    const uint32_t i = row[k] = firm_of(f.economy, 0, OTHER, k);
    firms->floor[i] = (uint32_t)ceil(land);
    firms->born[i] = -100;
    for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = k == 0 ? 1.75f : 1.625f;
  } /* threshold: 0.5 * 4 * 10 = 20 M a year; the first makes 21, the others 19.5 */
  for (int32_t month = 1; month <= 12; month++) {
    firms->born[row[1]] = month - 35;
    firms->born[row[2]] = month - 36;
    for (int m = 0; m < 12; m++) firms->sales_year[row[3]].v[m] = month % 3 == 0 ? 1.75f : 1.625f;
    act(&f, month);
    expect_paid(&f, ledger_fen(1), 0);
    const bool leaves[] = {false, false, month >= 3, false, month >= 3};
    for (uint32_t k = 0; k < 5; k++) assert_int_equal(firms->leaving[row[k]], leaves[k]);
  }
  firms->leaving[row[4]] = 0;
  act(&f, 13);
  assert_int_equal(firms->leaving[row[4]], 0);
  expect_paid(&f, 0, 0);
  close_fixture(&f);
}

/* Every town has the lever; what befalls all befalls once, and is over when the lever ends. */
static void shocks_befall_all_towns_once_and_end(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers={d: {" HALF_FROM_1_TO_12 "lever: demand_shock, change: -0.4, towns: all}, "
            "p: {" HALF_FROM_1_TO_12 "lever: price_cut, cut: 0.6, towns: all}, "
            "c: {" HALF_FROM_1_TO_12 "lever: credit_squeeze, cut: 0.6, towns: all}, "
            "t: {" HALF_FROM_1_TO_12 "lever: talent_drain, pull: 0.6, towns: all}, "
            "r: {" HALF_FROM_1_TO_12 "lever: regulatory_delay, delay: 0.6, towns: all}}",
            NULL, NULL);
  for (int32_t month = 0; month <= 13; month++) {
    const bool lasts = month >= 1 && month <= 12;
    act(&f, month);
    for (uint32_t s = 0; s < f.economy->segments_count; s++) {
      NEAR(f.economy->markets[s].demand_shock, lasts ? 0.8 : 1, 1e-12);
      NEAR(f.economy->markets[s].price, lasts ? 0.7 : 1, 1e-12);
    }
    NEAR(f.economy->shocks.credit, lasts ? -0.3 : 0, 1e-12);
    NEAR(f.economy->shocks.elsewhere, lasts ? 0.3 : 0, 1e-12);
    NEAR(f.economy->shocks.registration, lasts ? 0.3 : 0, 1e-12);
    expect_paid(&f, lasts ? ledger_fen(7 * 5) : 0, 0);
  }
  close_fixture(&f);
  open_with(&f,
            "levers={d: {" HALF_FROM_1_TO_12
            "lever: demand_shock, change: 0.4, segment: implants}, "
            "p: {" HALF_FROM_1_TO_12 "lever: price_cut, cut: 0.6, segment: equipment}}",
            NULL, NULL);
  act(&f, 1);
  for (uint32_t s = 0; s < f.economy->segments_count; s++) {
    NEAR(f.economy->markets[s].demand_shock, s == IMPLANTS ? 1.2 : 1, 1e-12);
    NEAR(f.economy->markets[s].price, s == EQUIPMENT ? 0.7 : 1, 1e-12);
  }
  close_fixture(&f);
}

static void the_leads_leave_or_where_there_is_none_the_largest_device_firm(void **state) {
  (void)state;
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: lead_exit}", NULL, NULL);
    struct firms *firms = &f.economy->firms;
    const uint32_t largest = firm_of(f.economy, 0, EQUIPMENT, 2);
    const uint32_t lead = firm_of(f.economy, 0, COMPONENTS, 1);
    for (int m = 0; m < 12; m++) firms->sales_year[largest].v[m] = 500;
    for (int m = 0; m < 12; m++) firms->sales_year[lead].v[m] = 600;
    firms->lead[lead] = pass == 1;
    for (int32_t month = 1; month <= 2; month++) {
      act(&f, month);
      expect_paid(&f, ledger_fen(1), 0);
      for (uint32_t i = 0; i < firms->count; i++) {
        const bool goes = month == 1 && i == (pass ? lead : largest);
        assert_int_equal(firms->leaving[i], goes);
        firms->leaving[i] = 0;
      }
    }
    close_fixture(&f);
  }
}

static void firms_that_rose_last_month_get_awards_while_the_money_lasts(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: sme_gradient, odds: 0.8, award: 0.8 M CNY}",
            NULL, NULL);
  struct firms *firms = &f.economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) firms->tier[i] = 0;
  act(&f, 4);
  for (int pass = 0; pass < 3; pass++) {
    const int32_t month = 5 + pass;
    const uint32_t risers = pass == 0 ? 3 : 1;
    uint32_t row[6];
    for (uint32_t n = 0; n < 6; n++) {
      const uint32_t i = row[n] = firm_of(f.economy, 0, CONSUMABLES, n);
      firms->tier[i] = n < risers || n > 3 ? TIER_TECHNOLOGY : TIER_NONE;
      firms->promoted[i] = (int16_t)(n < 4 ? month - 1 : n == 4 ? month : month - 2);
      firms->cash[i] = 0;
    }
    if (pass == 2) firms->promoted[row[0]] = (int16_t)(month - 2);
    act(&f, month);
    static const double awards[][3] = {{0.4, 0.4, 0.2}, {0.4, 0, 0}, {0, 0, 0}};
    double given = 0;
    for (uint32_t n = 0; n < 6; n++) {
      const double award = n < 3 ? awards[pass][n] : 0;
      assert_int_equal(firms->cash[row[n]], ledger_fen(award));
      given += award;
    }
    expect_paid(&f, ledger_fen(1 - given), ledger_fen(given));
    NEAR(f.economy->towns.instruments[0].tiers, 0.4, 1e-12);
  }
  act(&f, 12);
  act(&f, 13);
  expect_paid(&f, 0, 0);
  NEAR(f.economy->towns.instruments[0].tiers, 0, 0);
  close_fixture(&f);
}

static void grants_for_research_follow_what_firms_spend_themselves(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: innovation_base, towns: tonglu}", NULL,
            NULL);
  struct firms *firms = &f.economy->firms;
  const struct span here = economy_town_firms(f.economy, 1);
  double spent[64] = {0}, sum = 0;
  int64_t cash[64];
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = f.economy->roster.rows[at];
    if (firms->segment[i] != OTHER) spent[at - here.first] = production_research(f.economy, i);
    sum += spent[at - here.first];
    cash[at - here.first] = firms->cash[i];
  }
  act(&f, 1);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = f.economy->roster.rows[at];
    NEAR((double)firms->grant[i], 0.5 * FEN_PER_MILLION * spent[at - here.first] / sum, 1);
    assert_int_equal(firms->cash[i] - cash[at - here.first], firms->grant[i]);
  }
  expect_paid(&f, ledger_fen(0.5), ledger_fen(0.5));
  close_fixture(&f);
}

#define FUND                                                                                       \
  "{lever: fund_injection, from: 2020-01, to: 2020-12, budget: 120 M CNY, leverage: 2, "           \
  "government_share: 0.5, selection: 1, ticket: 4 M CNY, fee: 0 1/year, "

static void only_these_lack_money(struct fixture *f, uint32_t i, uint32_t j) {
  for (uint32_t k = 0; k < f->economy->firms.count; k++) {
    f->economy->firms.funding_gap[k] = k == i || k == j ? 20 : 0;
  }
}

static void a_fund_sells_its_own_stakes_and_loses_those_of_closed_firms(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers={f: " FUND "multiple: 2, horizon: 18 months}, g: " FUND
            "multiple: 4, horizon: 18 months, towns: [xianju, tonglu]}}",
            NULL, NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t here = firm_of(f.economy, 0, EQUIPMENT, 0);
  const uint32_t closes = firm_of(f.economy, 0, EQUIPMENT, 1);
  const uint32_t there = firm_of(f.economy, 1, EQUIPMENT, 0);
  for (uint32_t k = 0; k < firms->count; k++) {
    for (int m = 0; m < 12; m++) firms->sales_year[k].v[m] = 2;
    firms->costs[k] = 10, firms->expected_orders[k] = 2;
  }
  only_these_lack_money(&f, here, there);
  act(&f, 0); /* each firm takes one ticket of the first fund that meets its gap */
  assert_int_equal(f.economy->stakes_count, 2);
  only_these_lack_money(&f, here, closes);
  act(&f, 1); /* `here` has a stake of f: g is next, and f takes `closes` */
  assert_int_equal(f.economy->stakes_count, 4);
  struct lever_state *own = economy_lever_state(f.economy, 0, 0);
  struct lever_state *other = economy_lever_state(f.economy, 1, 0);
  struct lever_state *away = economy_lever_state(f.economy, 1, 1);
  assert_int_equal(own->invested, ledger_fen(2 * 4));
  assert_int_equal(own->joined, ledger_fen(2 * 4 * 2));
  const double joining = 2, sales = 24;
  double share[2];
  for (int k = 0; k < 2; k++)
    share[k] = 4 / ((k ? 4 : 2) * sales + 4 * (1 + joining)); /* of f and of g */
  for (uint32_t k = 0; k < 4; k++) {
    const struct stake *stake = &f.economy->stakes[k];
    NEAR(stake->share, share[stake->lever], 1e-12);
  }
  for (int32_t m = 2; m <= 11; m++) act(&f, m);
  act(&f, 12);
  NEAR((double)fund_value(f.economy, 0) / FEN_PER_MILLION,
       (2 * share[0] * 2 + share[1] * 4) * sales, 1e-6);
  const int64_t left[] = {own->returned, other->returned, away->returned};
  firms->id[closes]++; /* another firm stands in its row */
  NEAR((double)fund_value(f.economy, 0) / FEN_PER_MILLION, (share[0] * 2 + share[1] * 4) * sales,
       1e-6);
  act(&f, 13);
  assert_int_equal(f.economy->stakes_count, 3);
  assert_int_equal(paid(&f, FLOW_fund_exits), 0);
  for (int32_t m = 14; m <= 20; m++) {
    act(&f, m);
    assert_int_equal(paid(&f, FLOW_fund_exits), paid(&f, FLOW_fund_returns));
  }
  assert_int_equal(f.economy->stakes_count, 0);
  NEAR((double)(own->returned - left[0]) / FEN_PER_MILLION, share[0] * 2 * sales, 1e-6);
  NEAR((double)(other->returned - left[1]) / FEN_PER_MILLION, share[1] * 4 * sales, 1e-6);
  NEAR((double)(away->returned - left[2]) / FEN_PER_MILLION, share[1] * 4 * sales, 1e-6);
  close_fixture(&f);
}

static void a_fund_s_fee_is_at_most_what_it_has_and_what_opens_counts_as_growth(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f,
            "levers.f={lever: fund_injection, from: 2020-01, to: 2029-12, budget: 120 M CNY, "
            "fee: 0.2 1/year, selection: 1, ticket: 100 M CNY}",
            NULL, NULL);
  struct firms *firms = &f.economy->firms;
  struct lever_state *fund = economy_lever_state(f.economy, 0, 0);
  const uint32_t opens = firm_of(f.economy, 0, IMPLANTS, 0);
  const uint32_t grows = firm_of(f.economy, 0, EQUIPMENT, 0);
  only_these_lack_money(&f, NOBODY, NOBODY);
  act(&f, 98);
  fund->cash = 0;
  act(&f, 99); /* a fee of 100 M * .2 / 12 is due, 1 M is there */
  assert_int_equal(paid(&f, FLOW_fund_fees), ledger_fen(1));
  assert_int_equal(fund->cash, 0);
  fund->cash = ledger_fen(10);
  for (int m = 0; m < 12; m++) firms->sales_year[opens].v[m] = firms->sales_year[grows].v[m] = 2;
  firms->expected_orders[opens] = 2, firms->expected_orders[grows] = 3;
  firms->share_due[opens] = 2 / f.economy->markets[IMPLANTS].demand, firms->share_due[grows] = 0;
  only_these_lack_money(&f, opens, grows);
  act(&f, 100);
  assert_int_equal(f.economy->stakes[0].firm_row, opens);
  close_fixture(&f);
}

/* Half of what came so far may be in firms, what is there already counted. */
static void a_fund_invests_its_share_of_all_that_came(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.f=" FUND "multiple: 2, horizon: 72 months}",
            "levers.f={effect: 0.5, ticket: 100 M CNY}", NULL);
  struct firms *firms = &f.economy->firms;
  const struct lever_state *fund = economy_lever_state(f.economy, 0, 0);
  for (uint32_t month = 0; month < 4; month++) {
    const uint32_t i = firm_of(f.economy, 0, CONSUMABLES, month);
    only_these_lack_money(&f, i, i);
    act(&f, (int32_t)month);
    assert_int_equal(f.economy->stakes_count, month + 1);
    assert_int_equal(f.economy->stakes[month].firm, firms->id[i]);
    NEAR((double)fund->invested, 5 * (month + 1) * FEN_PER_MILLION, 4);
    NEAR((double)fund->cash, 5 * (month + 1) * FEN_PER_MILLION, 4);
  }
  close_fixture(&f);
}

static void a_leader_s_money_is_a_subsidy_once_it_stands_and_it_is_not_replaced(void **state) {
  (void)state;
  struct fixture f;
  open_with(&f, "levers.x={" HALF_FROM_1_TO_12 "lever: lead_sheep, landing_probability: 100 %}",
            "levers.y={" HALF_FROM_1_TO_12 "lever: lead_sheep, kind: phoenix, spin_off: 4}", NULL);
  struct firms *firms = &f.economy->firms;
  const uint32_t first = firm_of(f.economy, 0, EQUIPMENT, 2);
  const uint32_t second = firm_of(f.economy, 0, CONSUMABLES, 1);
  for (int m = 0; m < 12; m++) firms->sales_year[first].v[m] = 500;
  for (int m = 0; m < 12; m++) firms->sales_year[second].v[m] = 400;
  firms->lead[first] = 1;
  const int64_t cash = firms->cash[second];
  act(&f, 1); /* negotiations succeed in the first month; the largest that is no lead rises */
  assert_int_equal(f.economy->projects_count, 1);
  assert_int_equal(firms->lead[second], 1);
  assert_int_equal(firms->cash[second], cash + ledger_fen(1));
  expect_paid(&f, ledger_fen(1), ledger_fen(1));
  NEAR(f.economy->towns.instruments[0].lead_spin_offs, 0.5 * 3, 1e-12);
  firms->id[second]++; /* it has closed, and another firm stands in its row */
  act(&f, 2);
  assert_int_equal(firms->cash[second], cash + ledger_fen(1));
  expect_paid(&f, ledger_fen(2), 0);
  NEAR(f.economy->towns.instruments[0].lead_spin_offs, 0, 0);
  close_fixture(&f);
}

#define TEAMS                                                                                      \
  "lever: recruiting_teams, from: 2020-01, to: 2020-12, landing_probability: 100 %, "              \
  "landing_months: 15 months"

static void teams_sign_by_contacts_effort_and_operators_and_land_as_approvals_go(void **state) {
  (void)state;
  struct fixture f;
  const char *const settings[] = {
      "parameters.landing_sigma=0", "levers=~",
      "levers={r: {" TEAMS ", teams: 2, contacts: 5 1/month, "
      "signing_probability: 0.6}, z: {lever: professional_operator, "
      "from: 2020-01, to: 2020-12, signings: 0.5}, "
      "zz: {lever: one_window, from: 2020-01, to: 2020-12, saved: 0.5}}",
      NULL};
  open_fixture(&f, settings);
  f.economy->towns.effort[0] = 2;
  for (int32_t month = 0; month < 12; month++) {
    act(&f, month); /* 2 * 5 * .6 a month, twice for effort, half as many more */
    assert_int_equal(f.economy->towns.projects_signed[0], 18 * (month + 1));
  }
  for (uint32_t k = 0; k < f.economy->projects_count; k++)
    assert_int_equal(f.economy->projects[k].due, (int32_t)(k / 18) + 13); /* 15 (.8 + .1/2), up */
  close_fixture(&f);
  const char *const bird[] = {"parameters.landing_sigma=0", "levers=~",
                              "levers={l: {lever: lead_sheep, from: 2020-01, to: 2020-12, "
                              "landing_probability: 100 %}, "
                              "z: {lever: one_window, from: 2020-01, to: 2020-12, saved: 0.5}}",
                              NULL};
  open_fixture(&f, bird);
  f.economy->towns.effort[0] = 2;
  act(&f, 0);
  assert_int_equal(f.economy->projects_count, 1);
  assert_int_equal(f.economy->projects[0].due, 12); /* 14 (.8 + .1/2), up */
  close_fixture(&f);
}

/* Xianju's chain stands in two parks; Jinxian's is forty firms of consumables and few others. */
static void recruiters_want_what_is_footloose_and_what_the_chain_lacks(void **state) {
  (void)state;
  static const char *const towns[][2] = {{"levers.r.towns=xianju", "levers.z.towns=xianju"},
                                         {"levers.r.towns=jinxian", "levers.z.towns=jinxian"}};
  static const double firms[][4] = {{6, 5, 3, 4}, {40, 6, 1, 8}}, footloose[] = {1, 1, 1, 2};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    const char *const settings[] = {"levers=~",
                                    "levers={r: {" TEAMS
                                    ", projects: 4800}, z: {lever: missing_link, from: 2020-01, "
                                    "to: 2020-12, targeting: 3}}",
                                    "segments.components.footloose=2",
                                    TWO_PARKS,
                                    towns[pass][0],
                                    towns[pass][1],
                                    NULL};
    open_fixture(&f, settings);
    double weight[4], sum = 0, count[5] = {0};
    for (int s = 0; s < 4; s++)
      sum += weight[s] = footloose[s] * (1 + 3 * 2 / (firms[pass][s] + 2));
    for (int32_t month = 0; month < 12; month++) act(&f, month);
    assert_int_equal(f.economy->projects_count, 4800);
    for (uint32_t k = 0; k < 4800; k++) count[f.economy->projects[k].segment]++;
    for (int s = 0; s < 4; s++) {
      const double p = weight[s] / sum;
      NEAR(count[s] / 4800, p, 4 * sqrt(p * (1 - p) / 4800));
    }
    NEAR(count[OTHER], 0, 0);
    close_fixture(&f);
  }
}

static void projects_land_by_the_best_park_and_the_operator(void **state) {
  (void)state;
  static const char *const operators[] = {"levers.z.landing=0", "levers.z.landing=1"};
  for (int pass = 0; pass < 2; pass++) {
    struct fixture f;
    const char *const settings[] = {
        "levers=~",
        "levers={r: {" TEAMS ", projects: 4800}, z: {lever: professional_operator, from: 2020-01, "
        "to: 2020-12, signings: 0}}",
        operators[pass],
        "levers.r.landing_probability=30 %",
        TWO_PARKS,
        NULL};
    open_fixture(&f, settings);
    for (uint32_t s = 0; s < 5; s++) {
      f.economy->attraction[s] = -2;
      f.economy->attraction[5 + s] = 0.5;
    }
    for (int32_t month = 0; month < 12; month++) act(&f, month);
    const double p = 1 / (1 + 0.7 / 0.3 * exp(-0.5 - pass));
    NEAR(f.economy->projects_count / 4800.0, p, 4 * sqrt(p * (1 - p) / 4800));
    close_fixture(&f);
  }
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
      cmocka_unit_test(land_comes_by_month_mixed_use_at_once_and_a_freeze_stops_what_is_left),
      cmocka_unit_test(a_freeze_that_rises_takes_its_share_in_the_end),
      cmocka_unit_test(no_award_goes_to_the_tiers_of_the_start),
      cmocka_unit_test(a_recall_costs_its_loss_of_brand_once),
      cmocka_unit_test(upgrades_reach_each_firm_of_the_chain_once),
      cmocka_unit_test(technicians_are_trained_in_their_firms_by_the_money),
      cmocka_unit_test(an_alliance_takes_members_and_pools_their_mean),
      cmocka_unit_test(leading_firms_share_gains_with_suppliers_by_what_they_sold),
      cmocka_unit_test(bonds_pay_for_plants_in_each_park_and_for_works),
      cmocka_unit_test(land_is_cleared_of_those_who_make_too_little_of_it_for_too_long),
      cmocka_unit_test(shocks_befall_all_towns_once_and_end),
      cmocka_unit_test(the_leads_leave_or_where_there_is_none_the_largest_device_firm),
      cmocka_unit_test(firms_that_rose_last_month_get_awards_while_the_money_lasts),
      cmocka_unit_test(grants_for_research_follow_what_firms_spend_themselves),
      cmocka_unit_test(a_fund_sells_its_own_stakes_and_loses_those_of_closed_firms),
      cmocka_unit_test(a_fund_s_fee_is_at_most_what_it_has_and_what_opens_counts_as_growth),
      cmocka_unit_test(a_fund_invests_its_share_of_all_that_came),
      cmocka_unit_test(a_leader_s_money_is_a_subsidy_once_it_stands_and_it_is_not_replaced),
      cmocka_unit_test(teams_sign_by_contacts_effort_and_operators_and_land_as_approvals_go),
      cmocka_unit_test(recruiters_want_what_is_footloose_and_what_the_chain_lacks),
      cmocka_unit_test(projects_land_by_the_best_park_and_the_operator),
      cmocka_unit_test(the_books_close_with_every_lever_at_work),
  };
  return cmocka_run_group_tests_name("lever_values", tests, NULL, NULL);
}
