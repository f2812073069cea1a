/* world.h - one replication of one scenario: from facts to a time series. */
#ifndef BELLWETHER_WORLD_WORLD_H
#define BELLWETHER_WORLD_WORLD_H

#include "bellwether/agents/economy.h"
#include "bellwether/scenario/scenario.h"

#include <signal.h>

/* Flows that are shown as sums over the past twelve months. A firm's month counts as what it then
 * was: sales before a firm became a lead are its origin's, and those of a firm that has closed
 * since stay its origin's for their twelve months. So the six parts of device sales, and of device
 * value added, are all of it. */
enum yearly {
  YEARLY_sales,
  YEARLY_device_sales,
  YEARLY_other_sales,
  YEARLY_value_added,
  YEARLY_device_value_added,
  YEARLY_procurement,
  YEARLY_research,
  YEARLY_profit,
  YEARLY_exports,
  YEARLY_entries,
  YEARLY_exits,
  YEARLY_lead_sales,
  YEARLY_lead_value_added,
  YEARLY_incumbent_sales, /* by origin, lead firms aside */
  YEARLY_spin_off_sales,
  YEARLY_start_up_sales,
  YEARLY_attracted_sales,
  YEARLY_returnee_sales,
  YEARLY_lead_device_sales,
  YEARLY_incumbent_value_added,
  YEARLY_spin_off_value_added,
  YEARLY_start_up_value_added,
  YEARLY_attracted_value_added,
  YEARLY_returnee_value_added,
  YEARLY_lead_device_value_added,
  YEARLY_COUNT
};

/* What a town's firms have together, for the laws of conservation. */
struct audit {
  uint64_t staff;
  int64_t payroll, cash, debt; /* fen */
  uint32_t crowded; /* the first park, by row + 1, whose floor does not add up; 0: none */
};

/* What is kept of each town at the end of each twelve months, and of the last month. */
struct town_year {
  float sales;      /* M CNY over the past twelve months */
  float employment; /* persons */
  float firms;
};

/* What is remembered of a town to tell what it has paid for plants. */
struct town_plants {
  int64_t cash;   /* fen, at the start */
  uint64_t floor; /* m2, built and coming, at the end of last month */
  double ordered; /* M CNY since the start */
};

/* The rest of industry in one segment: no firm of its own is simulated. */
struct rest {
  double year[12];       /* M CNY, by month of the year */
  double jobs_per_sales; /* persons per M CNY of yearly sales at the start, as simulated firms */
};

struct tally {
  double v[INDICATOR_COUNT];
};

/* Seconds that each phase of the month has taken so far; filled where `timed` is set. */
#define WORLD_PHASES(P)                                                                            \
  P(calendar)                                                                                      \
  P(land) P(entry) P(funding) P(labour) P(innovation) P(market) P(accounts) P(exit) P(observe)
enum world_phase {
#define WORLD_PHASE_ENUM(phase) PHASE_##phase,
  WORLD_PHASES(WORLD_PHASE_ENUM)
#undef WORLD_PHASE_ENUM
      PHASE_COUNT
};
extern const char *const world_phases[PHASE_COUNT];

/* What looks on while a long run goes by; nothing where all is 0. */
struct progress;
struct world_watch {
  struct progress *progress;         /* told of each month, as one more than those before */
  const volatile sig_atomic_t *stop; /* not 0: no further month */
  volatile sig_atomic_t *month;      /* set to the months that are done; may be NULL */
};

struct world {
  struct economy economy;
  const struct scenario *scenario;
  uint32_t places;
  double *series;               /* [month][place][indicator], from the first month on */
  double *segment_sales;        /* [month][place][segment], M CNY a month */
  struct tally *tallies;        /* one a town */
  struct audit *audits;         /* one a town */
  int64_t *fund_values;         /* one a town, fen */
  double *yearly;               /* [town][yearly][month of the year] */
  struct town_year *town_years; /* [year][town] */
  struct town_plants *plants;   /* one a town */
  struct rest *rest;            /* one a segment */
  uint32_t *living;             /* firms by town at the end of last month */
  uint64_t *at_home;            /* persons employed in the town they call home, by place */
  uint32_t *place_of;           /* place by town */
  uint64_t persons_at_start;
  bool timed;
  double seconds[PHASE_COUNT];
  struct world_watch watch;
};

/* Draws the initial state from the scenario's facts (totals exact, shapes in law) and runs the
 * burn-in. `scenario` must outlive the world. threads >= 1. Errors: memory; STATUS_SCENARIO where
 * facts cannot all hold; STATUS_INVARIANT. On failure the world is freed. */
enum status world_create(struct world *world, const struct scenario *scenario, uint32_t seed,
                         uint32_t replication, int threads, struct error *error) MUST_CHECK;

/* Simulates one month, in the order of the model, and observes it. Errors: memory;
 * STATUS_INVARIANT; STATUS_INTERRUPTED where the watch says so; STATUS_USAGE past the scenario's
 * end. */
enum status world_month(struct world *world, struct error *error) MUST_CHECK;

/* Simulates all months to the scenario's end. */
enum status world_run(struct world *world, struct error *error) MUST_CHECK;
void world_free(struct world *world);

/* What a replication of this scenario is at its start, before anything is allocated. */
struct world_size {
  double persons, firms;
  uint64_t bytes;
};
struct world_size world_size(const struct scenario *scenario);

/* How many years are kept of each town. */
static inline uint32_t world_years(const struct scenario *scenario) {
  return ((uint32_t)scenario_months(scenario) + 11) / 12;
}

/* Series value of the m-th month (from 0). */
static inline double world_value(const struct world *world, int32_t month, uint32_t place,
                                 enum indicator indicator) {
  return world->series[((size_t)month * world->places + place) * INDICATOR_COUNT + indicator];
}

/* Digest of the final state and of the whole series: equal bits, equal digest. */
uint64_t world_digest(const struct world *world);

#endif
