#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#define _XOPEN_SOURCE   700
#include "ensembles.h"

#include "bellwether/base/progress.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/world/world.h"

#include <ftw.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SINGLE_RUNS    10u  /* before an ensemble, and after it */
#define PAUSE_RUNS     5u   /* in each of its pauses */
#define PAUSE_EVERY    8000 /* ms that it runs between two */
#define PROCESSES_MOST 8
#define REPLICATIONS   1000u /* of which single ones take the first, in turn */

static const char *const ten_years[] = {"end=2029-12"};

static bool fail(const struct error *error) {
  fprintf(stderr, "bench: %s\n", error->text);
  return false;
}

static bool load(struct scenario *scenario, struct error *error) {
  struct complaints complaints;
  const enum status status = scenario_load("xianju/baseline", ten_years, 1, scenario, &complaints,
                                           error);
  scenario_free_complaints(&complaints);
  return status == STATUS_OK;
}

/* Single replications so far: alone, and beside others that are as many on each other thread. */
struct singles {
  double seconds, seconds_beside;
  uint32_t count;
};

/* One replication alone: start-up, the fastest so far; and what the replication takes. */
static bool run_single(struct ensemble_cost *cost, struct singles *singles) {
  const uint32_t r = singles->count % REPLICATIONS;
  struct scenario scenario;
  struct world world;
  struct error error;
  double clock[5];
  clock[0] = progress_clock();
  if (!load(&scenario, &error)) return fail(&error);
  clock[1] = progress_clock();
  const int32_t burn_in = scenario.burn_in;
  scenario.burn_in = 0;
  if (world_create(&world, &scenario, 1, r, 1, &error) != STATUS_OK) return fail(&error);
  world_free(&world);
  scenario.burn_in = burn_in;
  clock[2] = progress_clock();
  if (world_create(&world, &scenario, 1, r, 1, &error) != STATUS_OK) return fail(&error);
  clock[3] = progress_clock();
  if (world_run(&world, &error) != STATUS_OK) return fail(&error);
  clock[4] = progress_clock();
  world_free(&world);
  scenario_free(&scenario);
  const double create = clock[2] - clock[1], burned_in = clock[3] - clock[2] - create;
  cost->seconds_load = fmin(cost->seconds_load, clock[1] - clock[0]);
  cost->seconds_create = fmin(cost->seconds_create, create);
  cost->seconds_burn_in = fmin(cost->seconds_burn_in, burned_in);
  singles->seconds += clock[4] - clock[2];
  singles->count++;
  return true;
}

/* So many replications, after one more, which is not counted: it finds the caches empty. */
static bool run_some(struct ensemble_cost *cost, uint32_t count, struct singles *singles) {
  struct singles first = *singles;
  bool good = run_single(cost, &first);
  for (uint32_t k = 0; k < count && good; k++) good = run_single(cost, singles);
  return good;
}

/* The same in a process of their own; the seconds they take, into `seconds`, which is shared. */
static pid_t start_some(const struct ensemble_cost *cost, uint32_t count, double *seconds) {
  const pid_t child = fork();
  if (child != 0) return child;
  struct ensemble_cost own = *cost;
  struct singles singles = {0};
  const bool good = run_some(&own, count, &singles);
  *seconds = singles.seconds;
  _exit(good ? 0 : 1);
}

/* The same replications on each thread at once, in processes that do not know of each other: what
 * the machine itself makes of more than one at a time. */
static bool run_beside(const struct ensemble_cost *cost, uint32_t count, struct singles *singles) {
  pid_t children[PROCESSES_MOST];
  double *seconds = mmap(NULL, sizeof *seconds * PROCESSES_MOST, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (seconds == MAP_FAILED) return false;
  bool good = true;
  for (int k = 0; k < cost->threads; k++) {
    children[k] = start_some(cost, count, &seconds[k]);
  }
  for (int k = 0; k < cost->threads; k++) {
    int state;
    good = children[k] > 0 && waitpid(children[k], &state, 0) == children[k] && state == 0 && good;
    singles->seconds_beside += seconds[k] / cost->threads;
  }
  return munmap(seconds, sizeof *seconds * PROCESSES_MOST) == 0 && good;
}

static bool run_singles(struct ensemble_cost *cost, uint32_t count, struct singles *singles) {
  return run_some(cost, count, singles) && run_beside(cost, count, singles);
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where) {
  (void)about, (void)kind, (void)where;
  return remove(path);
}

/* An ensemble in a folder of its own; the seconds of its files, into `files`. */
static bool run_ensemble(const struct ensemble_cost *cost, double *files) {
  struct error error;
  struct ensemble_outcome outcome;
  struct ensemble ensemble = {.scenarios_count = 1,
                              .replications = (uint32_t)cost->runs,
                              .seed = 1,
                              .firms_kept = 8,
                              .command = "bench"};
  const struct ensemble_options options = {.threads = cost->threads, .progress = PROGRESS_NONE};
  char folder[] = "/tmp/bellwether-bench-XXXXXX";
  if (!mkdtemp(folder)) return false;
  snprintf(ensemble.folder, sizeof ensemble.folder, "%s", folder);
  ensemble.scenarios = calloc(1, sizeof *ensemble.scenarios);
  if (!ensemble.scenarios || !load(ensemble.scenarios, &error)) return fail(&error);
  const bool done = ensemble_create(&ensemble, &error) == STATUS_OK &&
                    ensemble_run(&ensemble, &options, &outcome, &error) == STATUS_OK;
  *files = outcome.seconds_files;
  ensemble_free(&ensemble);
  nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
  return done || fail(&error);
}

/* An ensemble in a process of its own, which stands still while single replications run: so both
 * are of the same minutes, as others use the machine more in one than in the next. */
static bool measure_ensemble(struct ensemble_cost *cost, struct singles *singles, double *seconds,
                             double *files) {
  int ends[2], state;
  if (pipe(ends) != 0) return false;
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    const bool done = run_ensemble(cost, files);
    _exit(done && write(ends[1], files, sizeof *files) == sizeof *files ? 0 : 1);
  }
  close(ends[1]);
  struct pollfd result = {.fd = ends[0], .events = POLLIN};
  double continued = progress_clock();
  bool good = true;
  *seconds = 0;
  while (good && poll(&result, 1, PAUSE_EVERY) == 0) {
    good = kill(child, SIGSTOP) == 0 && waitpid(child, &state, WUNTRACED) == child;
    *seconds += progress_clock() - continued;
    good = good && WIFSTOPPED(state) && run_singles(cost, PAUSE_RUNS, singles);
    continued = progress_clock();
    good = kill(child, SIGCONT) == 0 && good;
  }
  *seconds += progress_clock() - continued;
  good = read(ends[0], files, sizeof *files) == sizeof *files && good;
  close(ends[0]);
  return waitpid(child, &state, 0) == child && state == 0 && good;
}

bool ensembles_measure(int runs, int threads, int repeats, struct ensemble_cost *cost) {
  *cost = (struct ensemble_cost){.seconds_load = INFINITY,
                                 .seconds_create = INFINITY,
                                 .seconds_burn_in = INFINITY,
                                 .seconds_run = INFINITY,
                                 .seconds_ensemble = INFINITY,
                                 .runs = runs,
                                 .threads = threads};
  for (int k = 0; k < repeats; k++) {
    struct singles singles = {0};
    double seconds, files;
    if (!run_singles(cost, SINGLE_RUNS, &singles) ||
        !measure_ensemble(cost, &singles, &seconds, &files) ||
        !run_singles(cost, SINGLE_RUNS, &singles)) {
      return false;
    }
    if (seconds > cost->seconds_ensemble) continue;
    cost->seconds_run = singles.seconds / singles.count;
    cost->seconds_beside = singles.seconds_beside / singles.count;
    cost->seconds_ensemble = seconds;
    cost->seconds_files = files;
  }
  return true;
}
