/* support.h - what the tests share: scenarios with settings, worlds, cmocka. */
#ifndef BELLWETHER_TESTS_SUPPORT_H
#define BELLWETHER_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bellwether/world/world.h"

/* Loads a scenario with "path=value" settings; fails the test with the complaints where it cannot.
 * The list of settings ends with NULL. */
void support_load(struct scenario *scenario, const char *name, const char *const *settings);

/* Creates a world of one replication (threads 1), or fails the test. */
void support_create(struct world *world, const struct scenario *scenario, uint32_t replication);

/* Runs `months` months (-1: to the end), or fails the test: every month checks the books, persons,
 * floor and market shares. */
void support_run(struct world *world, int32_t months);

/* Fails the test with the seed and the values where the condition does not hold. */
#define EXPECT(condition, ...)                                                                     \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      print_error("not so: %s\n", #condition);                                                     \
      print_error("  " __VA_ARGS__);                                                               \
      print_error("\n");                                                                           \
      fail();                                                                                      \
    }                                                                                              \
  } while (0)

#endif
