#include "support.h"

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
