#include "worlds.h"

#include "apart.h"
#include "bellwether/base/progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns that each phase goes through from end to end, read, or read and written (+). What it
 * touches here and there is not counted: these bytes are the least that it moves. */
struct traffic {
  const char *firms, *persons;
};
static const struct traffic traffic[PHASE_COUNT] = {
    [PHASE_calendar] = {"", ""},
    [PHASE_land] = {"floor floor_wanted floor_owned seated", ""},
    [PHASE_entry] = {"own_productivity reach_productivity staff lead id open park segment", ""},
    [PHASE_funding] =
        {"segment town expected_orders+ market_share share_due transferring capital+ costs cash+ "
         "debt+ floor_owned mortgage own_productivity reach_productivity log_price staff_wanted+ "
         "floor_wanted+ funding_gap+",
         ""},
    [PHASE_labour] =
        {"staff+ staff_wanted vacancies+ posted_wage+ layoff+ payroll+ own_productivity "
         "reach_productivity",
         "id employer hired skill"},
    [PHASE_innovation] =
        {"staff staff reach_productivity+ own_productivity+ own_productivity+ research_stock links "
         "id sales grant ally town segment certificates transferring opening_share registrations "
         "tier sales quality links+",
         ""},
    [PHASE_market] =
        {"own_productivity reach_productivity quality town log_price market_share+ market_share+ "
         "orders unmet share_due+ certificates id segment capital staff floor log_price capacity+ "
         "sales local_orders+ capacity orders+ sales+ local_sales+ unmet+ sales+ expected_orders+ "
         "log_price+",
         ""},
    [PHASE_accounts] =
        {"local_sales segment sales payroll seated park floor floor_owned town debt+ grant+ capital "
         "cash+ tier mortgage costs+ profit+ research+ research_stock+",
         ""},
    [PHASE_exit] = {"born staff own_productivity reach_productivity cash costs seated origin town "
                    "incubated_until id leaving cash market_share market_share+ open park segment",
                    "employer"},
    [PHASE_observe] = {
        "staff payroll cash debt floor market_share segment sales_year sales local_sales research "
        "profit born origin lead tier upgraded ally links floor floor_owned seated vacancies "
        "certificates registrations funding_gap unmet own_productivity reach_productivity",
        "skill employer wage town home"}};

bool worlds_by_persons(enum world_phase phase) { return phase == PHASE_labour; }

static double column_bytes(const char *name, size_t length, const struct column *columns,
                           size_t count) {
  for (size_t c = 0; c < count; c++) {
    if (strlen(columns[c].name) == length && strncmp(columns[c].name, name, length) == 0) {
      return (double)columns[c].size;
    }
  }
  fprintf(stderr, "bench: no column %.*s\n", (int)length, name);
  exit(1);
}

static double row_bytes(const char *names, const struct column *columns, size_t count) {
  double bytes = 0;
  for (const char *at = names; *at;) {
    const size_t length = strcspn(at, " +");
    const bool written = at[length] == '+';
    bytes += column_bytes(at, length, columns, count) * (written ? 2 : 1);
    at += length + written;
    at += strspn(at, " ");
  }
  return bytes;
}

struct job {
  struct nation_size size;
  int threads, months;
};

static bool fail(const struct error *error) {
  fprintf(stderr, "bench: %s\n", error->text);
  return false;
}

static bool load(struct nation_size size, struct scenario *scenario, struct error *error) {
  struct complaints complaints;
  char name[SCENARIO_LAYERED];
  snprintf(name, sizeof name,
           "national/china+nation.persons=%.0f+nation.firms=%.0f+nation.towns=%.0f+"
           "burn_in=1 months",
           size.persons, size.firms, size.towns);
  const enum status status = scenario_load(name, NULL, 0, scenario, &complaints, error);
  scenario_free_complaints(&complaints);
  return status == STATUS_OK;
}

static bool run(const void *context, void *result) {
  const struct job *job = context;
  struct world_cost *cost = result;
  struct scenario scenario;
  struct world world;
  struct error error;
  if (!load(job->size, &scenario, &error)) return fail(&error);
  const double started = progress_clock();
  if (world_create(&world, &scenario, 1, 0, job->threads, &error) != STATUS_OK) return fail(&error);
  const double created = progress_clock();
  world.timed = true;
  memset(world.seconds, 0, sizeof world.seconds);
  for (int m = 0; m < job->months; m++) {
    if (world_month(&world, &error) != STATUS_OK) return fail(&error);
  }
  const double ended = progress_clock();
  *cost = (struct world_cost){.persons = world.economy.persons.living,
                              .firms = world.economy.firms.living,
                              .towns = world.economy.towns.count,
                              .seconds_create = created - started,
                              .seconds_month = (ended - created) / job->months,
                              .digest = world_digest(&world)};
  for (int p = 0; p < PHASE_COUNT; p++) {
    cost->phases[p] = world.seconds[p] / job->months;
    cost->bytes[p] = cost->firms * row_bytes(traffic[p].firms, firms_columns, firms_columns_count) +
                     cost->persons *
                         row_bytes(traffic[p].persons, persons_columns, persons_columns_count);
  }
  world_free(&world);
  scenario_free(&scenario);
  return true;
}

bool worlds_measure(struct nation_size size, int threads, int months, struct world_cost *fastest) {
  const struct job job = {size, threads, months};
  struct world_cost one;
  double peak;
  if (!apart(run, &job, &one, sizeof one, &peak)) return false;
  one.peak_mib = peak;
  if (one.seconds_month < fastest->seconds_month) *fastest = one;
  return true;
}
