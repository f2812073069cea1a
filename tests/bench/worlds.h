/* worlds.h - what a month of the whole model costs, by phase, for nations of any size. */
#ifndef BELLWETHER_TESTS_WORLDS_H
#define BELLWETHER_TESTS_WORLDS_H

#include "bellwether/world/world.h"

/* A nation by law: national/china with other numbers, one month of burn-in. */
struct nation_size {
  double persons, firms, towns;
};

struct world_cost {
  double persons, firms, towns; /* at the end */
  double seconds_create, seconds_month;
  double phases[PHASE_COUNT]; /* seconds a month */
  double bytes[PHASE_COUNT];  /* streamed a month, at least */
  double peak_mib;
  uint64_t digest;
};

/* Runs `months` months of such a nation, in a process of its own; keeps what it cost where it is
 * faster than `fastest`. A message on standard error and false where it cannot. */
bool worlds_measure(struct nation_size size, int threads, int months, struct world_cost *fastest);

/* Whether a phase's work goes by persons rather than by firms. */
bool worlds_by_persons(enum world_phase phase);

#endif
