#include "support.h"

#include "bellwether/agents/production.h"
#include "bellwether/dynamics/exit.h"
#include "bellwether/markets/hiring.h"
#include "bellwether/markets/migration.h"
#include "bellwether/markets/search.h"
#include "bellwether/policy/policy.h"

#include <omp.h>
#include <stdio.h>

void support_load(struct scenario *scenario, const char *name, const char *const *settings) {
  struct complaints complaints;
  struct error error = {0};
  size_t count = 0;
  while (settings && settings[count]) count++;
  if (scenario_load(name, settings, count, scenario, &complaints, &error) != STATUS_OK) {
    struct text text = {0};
    scenario_print_complaints(&complaints, &text);
    print_error("%s\n%s\n", text.bytes ? text.bytes : "", error.text);
    text_free(&text);
    scenario_free_complaints(&complaints);
    fail();
  }
  scenario_free_complaints(&complaints);
}

void support_create(struct world *world, const struct scenario *scenario, uint32_t replication) {
  struct error error = {0};
  if (world_create(world, scenario, scenario->seed, replication, 1, &error) != STATUS_OK) {
    print_error("seed %u, replication %u: %s\n", scenario->seed, replication, error.text);
    fail();
  }
}

void support_run(struct world *world, int32_t months) {
  struct error error = {0};
  for (int32_t m = 0;
       months < 0 ? world->economy.month < scenario_months(world->scenario) : m < months; m++) {
    if (world_month(world, &error) != STATUS_OK) {
      print_error("replay: bellwether run %s -n %u --seed %u\n%s\n", world->scenario->name,
                  world->economy.key.replication + 1, world->economy.key.seed, error.text);
      fail();
    }
  }
}

void open_fixture(struct fixture *f, const char *const *settings) {
  support_load(&f->scenario, "xianju/baseline", settings);
  support_create(&f->world, &f->scenario, 0);
  f->economy = &f->world.economy;
  f->params = &f->scenario.params;
}

void close_fixture(struct fixture *f) {
  world_free(&f->world);
  scenario_free(&f->scenario);
}

uint32_t group_of(const struct economy *economy, uint32_t town, uint32_t segment) {
  return economy->towns.first_park[town] * economy->segments_count + segment;
}

void labour_settle(struct economy *economy) {
  struct error error;
  search_plan(economy);
  migration_plan(economy);
  if (hiring_settle(economy, &error) != STATUS_OK) fail_msg("%s", error.text);
  migration_settle(economy);
}

int64_t fund_value(const struct economy *economy, uint32_t town) {
  int64_t values[64];
  assert_true(economy->towns.count <= 64);
  policy_value_funds(economy, values);
  return values[town];
}

uint32_t firm_of(const struct economy *economy, uint32_t town, uint32_t segment, uint32_t n) {
  const uint32_t group = group_of(economy, town, segment);
  assert_true(economy->roster.group_first[group] + n < economy->roster.group_first[group + 1]);
  return economy->roster.rows[economy->roster.group_first[group] + n];
}

double capacity_of(const struct economy *economy, uint32_t firm) {
  double capacity;
  production_capacities(economy, &firm, 1, &capacity);
  return capacity;
}

double hazard_of(const struct economy *economy, uint32_t firm) {
  double hazard;
  exit_hazards(economy, &firm, 1, &hazard);
  return hazard;
}

void support_replicate(const struct scenario *scenario, uint32_t count, size_t width, double *out,
                       void (*measure)(const struct world *world, double *row)) {
  int failures = 0;
#pragma omp parallel for schedule(dynamic, 1)
  for (uint32_t r = 0; r < count; r++) {
    struct world world;
    struct error error = {0};
    enum status status = world_create(&world, scenario, scenario->seed, r, 1, &error);
    if (status == STATUS_OK) status = world_run(&world, &error);
    if (status == STATUS_OK) {
      measure(&world, out + r * width);
      world_free(&world);
    } else {
#pragma omp critical
      {
        print_error("%s, replication %u: %s\n", scenario->name, r, error.text);
        failures++;
      }
    }
  }
  assert_int_equal(failures, 0);
}

struct instruments *instruments_of(const struct fixture *f, uint32_t town) {
  return &f->economy->towns.instruments[town];
}

void open_with_lever(struct fixture *f, const char *lever, const char *more, const char *still) {
  const char *const settings[] = {"levers.programme_fund=~",
                                  "levers.programme_recruiting=~",
                                  "levers.programme_recruiting_later=~",
                                  lever,
                                  more,
                                  more ? still : NULL,
                                  NULL};
  open_fixture(f, settings);
}

void calendar_act(struct fixture *f, int32_t month) {
  struct error error;
  f->economy->month = month;
  f->economy->ledger.month = (struct ledger_page){0};
  assert_int_equal(policy_act(f->economy, &error), STATUS_OK);
}

int64_t paid(const struct fixture *f, enum flow flow) {
  return f->economy->ledger.month.paid[flow];
}

void expect_paid(const struct fixture *f, int64_t programmes, int64_t subsidies) {
  for (int flow = 0; flow < FLOW_COUNT; flow++) {
    const int64_t due = flow == FLOW_programmes  ? programmes
                        : flow == FLOW_subsidies ? subsidies
                                                 : 0;
    EXPECT(paid(f, (enum flow)flow) == due, "%s: %lld fen, expected %lld", ledger_flows[flow].name,
           (long long)paid(f, (enum flow)flow), (long long)due);
  }
}

void open_two_parks(struct fixture *f) {
  static const char *const settings[] = {TWO_PARKS, NULL};
  open_fixture(f, settings);
  f->params->start_up_rate = f->params->spin_off_rate = f->params->footloose_rate = 0;
  f->economy->month = 0;
}

void keep_still(struct fixture *f, int32_t years) {
  struct params *p = f->params;
  p->quit_technician = p->quit_graduate = p->quit_high_end = 0;
  p->migration_technician = p->migration_graduate = p->migration_high_end = 0;
  p->search_employed = p->search_idle = p->wage_vacancy = p->wage_slack = p->wage_return = 0;
  p->taste_home = p->taste_distance = p->taste_root = p->taste_tightness = 0;
  for (uint32_t i = 0; i < f->economy->firms.count; i++) {
    f->economy->firms.staff_wanted[i] = f->economy->firms.staff[i];
    for (int z = 0; z < SKILL_COUNT; z++)
      f->economy->firms.posted_wage[i].v[z] = (float)economy_base_wage(f->economy, (enum skill)z);
  }
  for (uint32_t i = 0; i < f->economy->persons.count; i++)
    f->economy->persons.hired[i] = (int16_t)(f->economy->month - 12 * years - 1);
}
