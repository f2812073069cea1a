/* The benchmark: how fast the month is, by phase, for worlds of 10^4 to 10^6 persons; what memory
 * it takes; what results cost. A table, and JSON with --json. Nothing here passes or fails. */
#define _XOPEN_SOURCE 700
#include "bellwether/base/progress.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/world/world.h"

#include <ftw.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define MONTHS        12
#define REPEATS       3
#define ENSEMBLE_RUNS 8

struct measurement {
  double persons, firms, seconds, seconds_create;
  double phases[PHASE_COUNT];
  double peak_mib;
};

static void stop(const struct error *error) {
  fprintf(stderr, "bench: %s\n", error->text);
  exit(1);
}

static double peak_mib(void) {
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) == 0 ? (double)usage.ru_maxrss / 1024 : 0;
}

/* The Xianju world, every town's industry `scale` times as large. */
static void load_scaled(struct scenario *scenario, double scale) {
  struct complaints complaints;
  struct error error;
  if (scenario_load("xianju/baseline", NULL, 0, scenario, &complaints, &error) != STATUS_OK) {
    stop(&error);
  }
  scenario_free_complaints(&complaints);
  const uint32_t cells = scenario->parks_count * scenario->segments_count;
  for (uint32_t k = 0; k < cells; k++) {
    struct industry_facts *facts = &scenario->industry[k];
    facts->firms = ceil(facts->firms * scale);
    facts->sales *= scale;
    facts->certificates = ceil(facts->certificates * scale) + facts->firms;
  }
  for (uint32_t p = 0; p < scenario->parks_count; p++) {
    scenario->parks[p].land *= fmax(scale, 1);
    scenario->parks[p].floor *= scale;
  }
  scenario->params.start_up_rate *= scale;
  scenario->params.footloose_rate *= scale;
  scenario->burn_in = 1;
}

static struct measurement measure(double scale, int threads) {
  struct measurement best = {.seconds = INFINITY};
  for (int repeat = 0; repeat < REPEATS; repeat++) {
    struct scenario scenario;
    struct world world;
    struct error error;
    load_scaled(&scenario, scale);
    const double started = progress_clock();
    if (world_create(&world, &scenario, 1, 0, threads, &error) != STATUS_OK) stop(&error);
    const double created = progress_clock();
    world.timed = true;
    for (int m = 0; m < MONTHS; m++) {
      if (world_month(&world, &error) != STATUS_OK) stop(&error);
    }
    const double ended = progress_clock();
    if (ended - created < best.seconds) {
      best = (struct measurement){.persons = world.economy.persons.living,
                                  .firms = world.economy.firms.living,
                                  .seconds = ended - created,
                                  .seconds_create = created - started,
                                  .peak_mib = peak_mib()};
      memcpy(best.phases, world.seconds, sizeof best.phases);
    }
    world_free(&world);
    scenario_free(&scenario);
  }
  return best;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where) {
  (void)about, (void)kind, (void)where;
  return remove(path);
}

/* Seconds of an ensemble with its files, and of the same replications without. */
static void measure_ensemble(double *with_files, double *without) {
  struct error error;
  struct ensemble ensemble = {.scenarios_count = 1,
                              .replications = ENSEMBLE_RUNS,
                              .seed = 1,
                              .firms_kept = ENSEMBLE_RUNS,
                              .command = "bench"};
  struct ensemble_outcome outcome;
  const struct ensemble_options options = {.threads = 1, .progress = PROGRESS_NONE};
  struct complaints complaints;
  char folder[] = "/tmp/bellwether-bench-XXXXXX";
  if (!mkdtemp(folder)) exit(1);
  snprintf(ensemble.folder, sizeof ensemble.folder, "%s", folder);
  ensemble.scenarios = calloc(1, sizeof *ensemble.scenarios);
  if (!ensemble.scenarios || scenario_load("xianju/baseline", NULL, 0, ensemble.scenarios,
                                           &complaints, &error) != STATUS_OK) {
    stop(&error);
  }
  scenario_free_complaints(&complaints);
  double started = progress_clock();
  for (uint32_t r = 0; r < ENSEMBLE_RUNS; r++) {
    struct world world;
    if (world_create(&world, ensemble.scenarios, 1, r, 1, &error) != STATUS_OK ||
        world_run(&world, &error) != STATUS_OK) {
      stop(&error);
    }
    world_free(&world);
  }
  *without = progress_clock() - started;
  started = progress_clock();
  if (ensemble_create(&ensemble, &error) != STATUS_OK ||
      ensemble_run(&ensemble, &options, &outcome, &error) != STATUS_OK) {
    stop(&error);
  }
  *with_files = progress_clock() - started;
  ensemble_free(&ensemble);
  nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void add_json(json_t *list, const struct measurement *m, int threads) {
  json_t *phases = json_object();
  for (int p = 0; p < PHASE_COUNT; p++) {
    json_object_set_new(phases, world_phases[p], json_real(m->phases[p] / MONTHS));
  }
  json_array_append_new(list, json_pack("{s:f, s:f, s:i, s:f, s:f, s:f, s:f, s:o}", "persons",
                                        m->persons, "firms", m->firms, "threads", threads,
                                        "seconds_a_month", m->seconds / MONTHS, "ns_a_person_month",
                                        m->seconds / MONTHS / m->persons * 1e9, "seconds_create",
                                        m->seconds_create, "peak_mib", m->peak_mib,
                                        "seconds_a_month_by_phase", phases));
}

/* Time of each phase, or what it gets through: persons in labour and observe, firms in the others.
 */
static void print_phases(const struct measurement *rows, const int *threads, int count,
                         bool as_rates) {
  printf("\n%s\n%10s %9s %7s",
         as_rates ? "by phase, M a second: person-months (labour, observe), firm-months (others)"
                  : "by phase, us a month",
         "persons", "firms", "threads");
  for (int p = 0; p < PHASE_COUNT; p++) printf(" %10s", world_phases[p]);
  printf("\n");
  for (int i = 0; i < count; i++) {
    printf("%10.0f %9.0f %7d", rows[i].persons, rows[i].firms, threads[i]);
    for (int p = 0; p < PHASE_COUNT; p++) {
      const bool of_persons = p == PHASE_labour || p == PHASE_observe;
      const double month = rows[i].phases[p] / MONTHS;
      const double agents = of_persons ? rows[i].persons : rows[i].firms;
      printf(" %10.2f", as_rates ? agents / month / 1e6 : month * 1e6);
    }
    printf("\n");
  }
}

static void print_table(const struct measurement *rows, const int *threads, int count) {
  printf("%10s %9s %7s %12s %14s %13s %9s\n", "persons", "firms", "threads", "ms a month",
         "ns/pers-month", "M pers-month/s", "peak MiB");
  for (int i = 0; i < count; i++) {
    const struct measurement *m = &rows[i];
    printf("%10.0f %9.0f %7d %12.3f %14.1f %13.2f %9.1f\n", m->persons, m->firms, threads[i],
           m->seconds / MONTHS * 1e3, m->seconds / MONTHS / m->persons * 1e9,
           m->persons * MONTHS / m->seconds / 1e6, m->peak_mib);
  }
  print_phases(rows, threads, count, false);
  print_phases(rows, threads, count, true);
}

int main(int argc, char **argv) {
  static const double scales[] = {0.3, 3, 30};
  const bool as_json = argc > 1 && strcmp(argv[1], "--json") == 0;
  struct measurement rows[6];
  int threads[6], count = 0;
  json_t *list = json_array();
  for (int k = 0; k < 3; k++) {
    for (int t = 1; t <= 2; t++) {
      threads[count] = t;
      rows[count] = measure(scales[k], t);
      add_json(list, &rows[count], t);
      count++;
    }
  }
  const double exponent = log(rows[4].seconds / rows[0].seconds) /
                          log(rows[4].persons / rows[0].persons);
  double with_files, without;
  measure_ensemble(&with_files, &without);
  if (as_json) {
    json_t *root = json_pack("{s:o, s:f, s:f, s:f}", "worlds", list, "cost_exponent", exponent,
                             "seconds_a_xianju_run", without / ENSEMBLE_RUNS, "share_of_results",
                             1 - without / with_files);
    char *text = json_dumps(root, JSON_INDENT(2));
    puts(text ? text : "");
    free(text);
    json_decref(root);
    return 0;
  }
  json_decref(list);
  print_table(rows, threads, count);
  printf("\ncost grows as persons to the %.2f (1 thread, from %.0f to %.0f persons)\n", exponent,
         rows[0].persons, rows[4].persons);
  printf(
      "a Xianju run of 13 years: %.3f s; journal, shards, results.h5 and summary take %.1f %% of an ensemble\n",
      without / ENSEMBLE_RUNS, 100 * (1 - without / with_files));
  return 0;
}
