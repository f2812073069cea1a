/* firm_formation.h - FF-1, a reference workload: Axtell's firms (2013, 2016) in synchronous months.
 *
 * Workers choose effort, join a friend's firm or found their own. The same months have been written
 * for other engines with the same checksums, so that a comparison is of the same work. It runs on
 * the base layer alone: columns, plan and settle steps, messages, threads. */
#ifndef BELLWETHER_TESTS_FIRM_FORMATION_H
#define BELLWETHER_TESTS_FIRM_FORMATION_H

#include "bellwether/base/columns.h"
#include "bellwether/base/messages.h"

/* What only an active worker reads: a quarter of a cache line. */
struct chooser {
  uint32_t theta;      /* taste for income, in units of 2^-32 */
  uint32_t effort;     /* in units of 2^-20 */
  uint32_t friends[2]; /* rows of workers */
};

#define WORKER_COLUMNS(C)                                                                          \
  C(chooser, struct chooser, "1", "taste, effort and friends")                                     \
  C(firm, uint32_t, "1", "row of its firm")                                                        \
  C(wealth, double, "1", "what it has")

/* Half a cache line: what a decision reads of a firm. */
struct formed_firm {
  int64_t effort; /* sum over its members, in units of 2^-20 */
  double a, b;    /* output is a E + b E^2 */
  uint32_t members;
};

/* What an active worker does: goes to a firm (its own: it stays) with an effort. */
struct decision {
  uint32_t worker, firm, effort, effort_before;
};

struct firm_formation {
  uint32_t workers, capacity; /* rows of workers and of firms */
  uint32_t seed;
  int threads;
  int32_t month;
  WORKER_COLUMNS(COLUMN_POINTER)
  struct formed_firm *firms;
  double *pay;        /* a member's share of its firm's output, a value a firm */
  uint64_t *occupied; /* a bit a firm with members */
  uint32_t *vacant;   /* rows that this month's founders take, in order */
  uint32_t *active_first, *founders_first; /* by block of workers, one more at the end */
  struct decision *decisions;
  uint32_t decisions_room, vacant_room;
  struct messages messages;
  uint64_t activations, moves, founded; /* since the start */
};

/* Every worker alone in its own firm. workers: 2 to 4e9 * 16 / 17. Errors: memory. */
enum status firm_formation_create(struct firm_formation *ff, uint32_t workers, uint32_t seed,
                                  int threads, struct error *error) MUST_CHECK;

/* One month. Errors: memory, where more workers act than ever before. Cost: about 5 ns a worker. */
enum status firm_formation_month(struct firm_formation *ff, struct error *error) MUST_CHECK;
void firm_formation_free(struct firm_formation *ff);

struct firm_formation_summary {
  uint32_t firms, largest;
  int64_t effort;
  uint32_t checksum; /* over firm and effort of each worker in turn: c = 31 c + f xor e */
};
struct firm_formation_summary firm_formation_summary(const struct firm_formation *ff);

/* Bytes held. */
uint64_t firm_formation_bytes(const struct firm_formation *ff);

#endif
