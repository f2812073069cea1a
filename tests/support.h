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

/* The baseline's segments, in order. */
enum { CONSUMABLES, EQUIPMENT, IMPLANTS, COMPONENTS, OTHER };

/* The baseline's world at its start, to be changed and moved phase by phase. */
struct fixture {
  struct scenario scenario;
  struct world world;
  struct economy *economy;
  struct params *params;
};
void open_fixture(struct fixture *f, const char *const *settings);
void close_fixture(struct fixture *f);

/* The n-th firm of a town's first park and segment; fails the test where there is none. */
uint32_t firm_of(const struct economy *economy, uint32_t town, uint32_t segment, uint32_t n);

/* The roster's group of a town's first park and segment. */
uint32_t group_of(const struct economy *economy, uint32_t town, uint32_t segment);

/* Runs `count` replications of a scenario in parallel; `measure` fills a row of `out`, `width`
 * numbers, from each at its end. */
void support_replicate(const struct scenario *scenario, uint32_t count, size_t width, double *out,
                       void (*measure)(const struct world *world, double *row));

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

/* The same, where a number is not within a tolerance of another. */
#define NEAR(found, expected, tolerance)                                                           \
  EXPECT(fabs((double)(found) - (double)(expected)) <= (tolerance), "%.12g, expected %.12g",       \
         (double)(found), (double)(expected))

#endif
