/* A program of a user's: one replication through the installed library. */
#include <bellwether/world/world.h>

#include <stdio.h>

int main(int argc, char **argv) {
  struct scenario scenario;
  struct complaints complaints;
  struct world world;
  struct error error;
  const char *brief = "end=2020-12";
  if (argc < 2 || scenario_load(argv[1], &brief, 1, &scenario, &complaints, &error) != STATUS_OK ||
      world_create(&world, &scenario, 1, 0, 1, &error) != STATUS_OK ||
      world_run(&world, &error) != STATUS_OK) {
    fprintf(stderr, "%s\n", argc < 2 ? "name a scenario" : error.text);
    return 1;
  }
  printf("device sales %.1f M CNY\n", world_value(&world, 11, 0, INDICATOR_device_sales));
  world_free(&world);
  scenario_free(&scenario);
  return 0;
}
