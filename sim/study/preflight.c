#define _XOPEN_SOURCE 700
#include "bellwether/study/preflight.h"

#include "bellwether/base/file.h"
#include "bellwether/io/results.h"
#include "bellwether/world/world.h"
#include "panels.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define GROWTH         2.0            /* a world grows to about this times its size at the start */
#define LARGE_WORLD    (512ull << 20) /* bytes: from here a replication has all threads */
#define PERSON_SECONDS 25e-9          /* a month, on one thread */
#define FIRM_SECONDS   1e-6
#define MONTH_SECONDS  5e-5
#define KEPT_BACK      10 /* one in so many bytes of memory */

static uint64_t memory_there(void) {
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return UINT64_MAX;
  const uint64_t all = (uint64_t)pages * (uint64_t)page;
  return all - all / KEPT_BACK;
}

static uint64_t free_at(const char *path) {
  struct statvfs about;
  return statvfs(path, &about) == 0 ? (uint64_t)about.f_bavail * about.f_frsize : UINT64_MAX;
}

/* Free bytes where the folder will be: of the nearest folder above it that is there. */
static uint64_t disk_there(const char *folder) {
  char path[FILE_PATH_BYTES];
  snprintf(path, sizeof path, "%s", folder);
  for (char *slash; !file_exists(path) && (slash = strrchr(path, '/')) != NULL;) {
    if (slash == path) return free_at("/");
    *slash = '\0';
  }
  return free_at(file_exists(path) ? path : ".");
}

static uint64_t shard_size(const struct scenario *scenario, double firms) {
  const uint64_t cells = (uint64_t)scenario_months(scenario) * scenario_places(scenario);
  const uint64_t towns = (uint64_t)world_years(scenario) * scenario->towns_count;
  return cells * (INDICATOR_COUNT + scenario->segments_count) * sizeof(float) +
         towns * SHARD_TOWN_FIELDS * sizeof(float) +
         (uint64_t)(GROWTH * firms) * sizeof(struct shard_firm);
}

struct preflight preflight_look(const struct ensemble *ensemble, size_t left, int threads) {
  struct preflight ahead = {.memory_there = memory_there(),
                            .disk_there = disk_there(ensemble->folder)};
  uint64_t largest = 0, firms = 0; /* bytes of a world; of the firms that are kept */
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    const struct world_size size = world_size(scenario);
    const double months = scenario_months(scenario) + scenario->burn_in;
    const uint32_t kept = ensemble->firms_kept < ensemble->replications ? ensemble->firms_kept
                                                                        : ensemble->replications;
    largest = size.bytes > largest ? size.bytes : largest;
    const uint64_t panel = panels_bytes(ensemble, scenario, GROWTH * size.firms,
                                        GROWTH * size.persons);
    ahead.disk += ensemble->replications * (shard_size(scenario, 0) + panel) +
                  kept * (shard_size(scenario, size.firms) - shard_size(scenario, 0));
    firms += kept * (uint64_t)(GROWTH * size.firms) * sizeof(struct results_firm);
    ahead.seconds += ensemble->replications * months *
                     (MONTH_SECONDS + size.persons * PERSON_SECONDS + size.firms * FIRM_SECONDS) /
                     threads;
  }
  const double share = (double)left / ((double)ensemble->replications * ensemble->scenarios_count);
  ahead.disk = (uint64_t)((double)ahead.disk * share);
  ahead.seconds *= share;
  const uint64_t grown = (uint64_t)((double)largest * GROWTH);
  const struct scenario *first = &ensemble->scenarios[0];
  const uint64_t results = firms +
                           results_draft_bytes(ensemble->scenarios_count, ensemble->replications,
                                               (uint32_t)scenario_months(first),
                                               scenario_places(first), first->segments_count);
  const bool alone = grown >= LARGE_WORLD ||
                     grown * (uint64_t)threads + results > ahead.memory_there;
  ahead.at_a_time = alone ? 1 : threads;
  ahead.memory = grown * (uint64_t)ahead.at_a_time + results;
  return ahead;
}

enum status preflight_check(const struct ensemble *ensemble, const struct preflight *ahead,
                            struct error *error) {
  if (ahead->memory > ahead->memory_there) {
    return error_set(
        error, STATUS_FAILURE,
        "a replication and its results take about %llu MiB of memory, and this machine has %llu "
        "to give: use a smaller world",
        (unsigned long long)(ahead->memory >> 20), (unsigned long long)(ahead->memory_there >> 20));
  }
  if (ahead->disk > ahead->disk_there) {
    return error_set(error, STATUS_DISK,
                     "%s: the runs take up to %llu MiB on disk, and %llu are free: use fewer "
                     "replications (-n), fewer months, or another disk (-o)",
                     ensemble->folder, (unsigned long long)(ahead->disk >> 20),
                     (unsigned long long)(ahead->disk_there >> 20));
  }
  return STATUS_OK;
}
