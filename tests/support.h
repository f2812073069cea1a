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

/* Settings by which Xianju's chain stands in two parks, `a` and `b`: 5 makers of equipment and 2 of
 * implants in the one, 6 of consumables, 1 of implants and 4 of components in the other. */
#define TWO_PARKS                                                                                  \
  "towns.xianju.industry=~",                                                                       \
      "towns.xianju.parks={a: {land: 600 mu, plot_ratio: 1, floor: 0 m2, industry: {"              \
      "equipment: {firms: 5, sales: 110 M CNY, certificates: 16}, "                                \
      "implants: {firms: 2, sales: 40 M CNY, certificates: 6}}}, "                                 \
      "b: {x: 3 km, land: 900 mu, plot_ratio: 1.5, floor: 0 m2, industry: {"                       \
      "consumables: {firms: 6, sales: 115 M CNY, certificates: 18}, "                              \
      "implants: {firms: 1, sales: 20 M CNY, certificates: 3}, "                                   \
      "components: {firms: 4, sales: 40 M CNY}}}}"

/* The baseline's world at its start, to be changed and moved phase by phase. */
struct fixture {
  struct scenario scenario;
  struct world world;
  struct economy *economy;
  struct params *params;
};
void open_fixture(struct fixture *f, const char *const *settings);
void open_two_parks(struct fixture *f); /* with TWO_PARKS, and room in both */
void close_fixture(struct fixture *f);

/* What levers and shocks do to a town this month. */
struct instruments *instruments_of(const struct fixture *f, uint32_t town);

/* What was paid of a flow this month so far, fen; fails the test where programmes and subsidies are
 * not these, or anything else was paid. */
int64_t paid(const struct fixture *f, enum flow flow);
void expect_paid(const struct fixture *f, int64_t programmes, int64_t subsidies);

/* A lever that pays 1 M CNY a month from month 1 to month 12, at half its effect; the baseline with
 * such a lever and up to two more settings, and without its own programmes; the calendar of one
 * month, on empty books. */
#define HALF_FROM_1_TO_12 "budget: 12 M CNY, from: 2020-02, to: 2021-01, effect: 0.5, "
void open_with_lever(struct fixture *f, const char *lever, const char *more, const char *still);
void calendar_act(struct fixture *f, int32_t month);

/* No one does anything but what a test asks for, staff is as wanted, wages posted are the base
 * wage, all towns are alike, and all were hired a month more than so many years ago. */
void keep_still(struct fixture *f, int32_t years);

/* What persons do after firms have posted: search, comparison, hiring, moves. */
void labour_settle(struct economy *economy);

/* What a town's funds are worth, fen. */
int64_t fund_value(const struct economy *economy, uint32_t town);

/* The n-th firm of a town's first park and segment; fails the test where there is none. */
uint32_t firm_of(const struct economy *economy, uint32_t town, uint32_t segment, uint32_t n);

/* The roster's group of a town's first park and segment. */
uint32_t group_of(const struct economy *economy, uint32_t town, uint32_t segment);

/* What one firm can make, and its hazard a year. */
double capacity_of(const struct economy *economy, uint32_t firm);
double hazard_of(const struct economy *economy, uint32_t firm);

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
