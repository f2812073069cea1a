/* The benchmark: what a month costs by phase, for nations of 10^4 to 10^7 persons on one thread and
 * on two, against what memory can do at best; FF-1 beside NumPy; start-up, ensembles and files.
 * Tables, and JSON for compare.py. Nothing here passes or fails. Run it on an idle machine. */
#define _POSIX_C_SOURCE 200809L
#include "apart.h"
#include "bellwether/base/progress.h"
#include "ensembles.h"
#include "firm_formation.h"
#include "probe.h"
#include "worlds.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MOST 2
#define WORLDS_MOST  12
#define FORMED_MOST  6
#define ROUNDS       9 /* in which nations are measured */
#define LARGE_EVERY  3 /* so many rounds, nations of ten million */

/* As many persons a firm and a town as the nation has: 1.3 M in 37,188 firms and 2,800 towns, and
 * as many idle persons to each as there are at the start. */
#define IDLE       1.3
#define FIRM_SIZE  35.0
#define TOWN_SIZE  464.0
#define SMALL_FIRM 7.7 /* of a world of small firms: a million in ten million persons */

/* What a worker-month of FF-1 moves at least: bytes streamed, and cache lines here and there. */
#define FORMED_BYTES 30
#define FORMED_LINES 0.4

struct formed {
  uint32_t workers, months;
  int threads;
  double seconds, bytes_a_worker;
  uint32_t checksum;
  double numpy; /* worker-months a second of NumPy on one thread; 0: not run */
};

struct report {
  double bandwidth[THREADS_MOST + 1], lines[THREADS_MOST + 1]; /* a second */
  struct world_cost worlds[WORLDS_MOST];
  int world_threads[WORLDS_MOST], worlds_count;
  struct formed formed[FORMED_MOST];
  int formed_count;
  struct ensemble_cost ensemble;
  double exponent;
};

static bool probe_apart(const void *context, void *result) {
  *(double *)result = probe_bandwidth(*(const int *)context, 5);
  return *(double *)result > 0;
}

static bool lines_apart(const void *context, void *result) {
  *(double *)result = probe_lines(*(const int *)context, 5);
  return *(double *)result > 0;
}

static bool form_apart(const void *context, void *result) {
  const struct formed *job = context;
  struct formed *done = result;
  struct firm_formation ff;
  struct error error;
  *done = *job;
  enum status status = firm_formation_create(&ff, job->workers, 1, job->threads, &error);
  const double started = progress_clock();
  for (uint32_t m = 0; m < job->months && status == STATUS_OK; m++) {
    status = firm_formation_month(&ff, &error);
  }
  if (status != STATUS_OK) {
    fprintf(stderr, "bench: %s\n", error.text);
    return false;
  }
  done->seconds = progress_clock() - started;
  done->bytes_a_worker = (double)firm_formation_bytes(&ff) / job->workers;
  done->checksum = firm_formation_summary(&ff).checksum;
  firm_formation_free(&ff);
  return true;
}

/* The same months in NumPy, where Python has it: worker-months a second, 0 where not. */
static double form_in_numpy(const struct formed *formed) {
  char command[256], line[1024];
  double best = 0;
  for (int k = 0; k < 2; k++) {
    snprintf(command, sizeof command,
             "/usr/bin/python3 tests/bench/firm_formation.py %u %u 1 2>/dev/null", formed->workers,
             formed->months);
    FILE *pipe = popen(command, "r");
    if (!pipe) return 0;
    while (fgets(line, sizeof line, pipe)) {
      const char *sum = strstr(line, " cs="), *speed = strstr(line, "worker_months_per_s=");
      if (!sum || !speed) continue;
      if (strtoul(sum + strlen(" cs="), NULL, 16) != formed->checksum) {
        fprintf(stderr, "bench: NumPy and Bellwether differ on FF-1\n");
        continue;
      }
      best = fmax(best, strtod(speed + strlen("worker_months_per_s="), NULL));
    }
    if (pclose(pipe) != 0) return 0;
  }
  return best;
}

static void measure_formed(struct report *report, bool quick) {
  static const uint32_t workers[] = {100000, 1000000, 10000000};
  for (int k = 0; k < (quick ? 2 : 3); k++) {
    for (int t = 1; t <= THREADS_MOST; t++) {
      const struct formed job = {
          .workers = workers[k], .months = k == 2 ? 24 : 120, .threads = t, .seconds = INFINITY};
      struct formed best = job, one;
      for (int repeat = 0; repeat < (k == 2 ? 3 : 7); repeat++) {
        if (!apart(form_apart, &job, &one, sizeof one, NULL)) exit(1);
        if (one.seconds < best.seconds) best = one;
      }
      if (t == 1 && k < 2) best.numpy = form_in_numpy(&best);
      report->formed[report->formed_count++] = best;
    }
  }
}

/* In rounds, so that what else the machine does falls on all sizes and both numbers of threads
 * alike; the fastest of each. */
static void measure_worlds(struct report *report, bool quick) {
  static const double persons[] = {1e4, 1e5, 1e6, 1e7, 1e7};
  const int count = quick ? 3 : 5;
  report->worlds_count = count * THREADS_MOST;
  for (int n = 0; n < report->worlds_count; n++) report->worlds[n].seconds_month = INFINITY;
  for (int round = 0; round < ROUNDS; round++) {
    for (int n = 0; n < report->worlds_count; n++) {
      const int k = n / THREADS_MOST, threads = n % THREADS_MOST + 1;
      const bool large = persons[k] > 1e6;
      if (large && round % LARGE_EVERY) continue;
      const double staff = persons[k] / IDLE;
      const struct nation_size size = {staff, staff / (k == 4 ? SMALL_FIRM : FIRM_SIZE),
                                       fmax(staff / TOWN_SIZE, 2)};
      report->world_threads[n] = threads;
      if (!worlds_measure(size, threads, large ? 4 : 12, &report->worlds[n])) exit(1);
    }
    fprintf(stderr, "bench: nations, round %d of %d: done\n", round + 1, ROUNDS);
  }
  const struct world_cost *first = &report->worlds[2], *last = &report->worlds[quick ? 4 : 6];
  report->exponent = log(last->seconds_month / first->seconds_month) /
                     log(last->persons / first->persons);
}

/* Time that a phase would take if memory were all, as a share of what it takes. */
static double share_of_bound(const struct report *report, int world, int phase) {
  const struct world_cost *cost = &report->worlds[world];
  const double bandwidth = report->bandwidth[report->world_threads[world]];
  return cost->phases[phase] > 0 ? cost->bytes[phase] / bandwidth / cost->phases[phase] : 0;
}

static void print_worlds(const struct report *report) {
  printf("\n%10s %9s %7s %7s %11s %14s %12s %9s %9s\n", "persons", "firms", "towns", "threads",
         "ms a month", "ns/pers-month", "ns/firm-mon.", "peak MiB", "create s");
  for (int i = 0; i < report->worlds_count; i++) {
    const struct world_cost *w = &report->worlds[i];
    printf("%10.0f %9.0f %7.0f %7d %11.2f %14.1f %12.0f %9.0f %9.2f\n", w->persons, w->firms,
           w->towns, report->world_threads[i], w->seconds_month * 1e3,
           w->seconds_month / w->persons * 1e9, w->seconds_month / w->firms * 1e9, w->peak_mib,
           w->seconds_create);
  }
  printf("\nBy phase: ns a person-month (labour) or a firm-month (others); MB streamed a month; "
         "share of the memory bound\n%10s %7s",
         "persons", "threads");
  for (int p = 0; p < PHASE_COUNT; p++) printf(" %18s", world_phases[p]);
  printf("\n");
  for (int i = 0; i < report->worlds_count; i++) {
    const struct world_cost *w = &report->worlds[i];
    printf("%10.0f %7d", w->persons, report->world_threads[i]);
    for (int p = 0; p < PHASE_COUNT; p++) {
      const double rows = worlds_by_persons((enum world_phase)p) ? w->persons : w->firms;
      printf(" %6.1f %6.1f %3.0f%%", w->phases[p] / rows * 1e9, w->bytes[p] / 1e6,
             100 * share_of_bound(report, i, p));
    }
    printf("\n");
  }
  printf("\ncost grows as persons to the %.2f (one thread, from %.0f to %.0f persons)\n",
         report->exponent, report->worlds[2].persons,
         report->worlds[report->worlds_count > 6 ? 6 : 4].persons);
}

/* Seconds that memory alone takes for a worker-month. */
static double formed_bound(const struct report *report, int threads) {
  return FORMED_BYTES / report->bandwidth[threads] + FORMED_LINES / report->lines[threads];
}

static void print_formed(const struct report *report) {
  printf("\nFF-1: million worker-months a second\n%10s %7s %9s %9s %9s %8s %13s\n", "workers",
         "threads", "ours", "NumPy", "ratio", "bytes", "of the bound");
  for (int i = 0; i < report->formed_count; i++) {
    const struct formed *f = &report->formed[i];
    const double speed = (double)f->workers * f->months / f->seconds;
    char numpy[32] = "-", ratio[32] = "-";
    if (f->numpy > 0) {
      snprintf(numpy, sizeof numpy, "%.1f", f->numpy / 1e6);
      snprintf(ratio, sizeof ratio, "%.1f", speed / f->numpy);
    }
    printf("%10u %7d %9.1f %9s %9s %8.1f %12.0f%%\n", f->workers, f->threads, speed / 1e6, numpy,
           ratio, f->bytes_a_worker, 100 * speed * formed_bound(report, f->threads));
  }
}

/* How much faster an ensemble is than single replications one after the other. */
static double speed_up(const struct ensemble_cost *e) {
  return e->runs * e->seconds_run / e->seconds_ensemble;
}

static double overhead(const struct ensemble_cost *e) { return e->threads / speed_up(e) - 1; }

static void print_ensemble(const struct ensemble_cost *e) {
  printf(
      "\nXianju, ten years: read %.1f ms, create %.1f ms, burn-in %.1f ms, one replication on one "
      "thread %.0f ms\n",
      e->seconds_load * 1e3, e->seconds_create * 1e3, e->seconds_burn_in * 1e3,
      e->seconds_run * 1e3);
  printf("%d replications with files on %d threads: %.2f s, %.2f times as fast as single ones one "
         "after the other; files %.1f %% of their time, overhead in all %.1f %%\n",
         e->runs, e->threads, e->seconds_ensemble, speed_up(e),
         100 * e->seconds_files / (e->seconds_ensemble * e->threads), 100 * overhead(e));
  printf("processes without files that do not know of each other, %d at a time: %.2f times\n",
         e->threads, e->threads * e->seconds_run / e->seconds_beside);
}

static json_t *world_json(const struct report *report, int i) {
  const struct world_cost *w = &report->worlds[i];
  json_t *phases = json_object();
  for (int p = 0; p < PHASE_COUNT; p++) {
    const double rows = worlds_by_persons((enum world_phase)p) ? w->persons : w->firms;
    json_object_set_new(phases, world_phases[p],
                        json_pack("{s:f, s:f, s:f, s:f}", "seconds_a_month", w->phases[p],
                                  "ns_a_row_month", w->phases[p] / rows * 1e9, "bytes_a_month",
                                  w->bytes[p], "share_of_memory_bound",
                                  share_of_bound(report, i, p)));
  }
  return json_pack("{s:f, s:f, s:f, s:i, s:f, s:f, s:f, s:f, s:f, s:o}", "persons", w->persons,
                   "firms", w->firms, "towns", w->towns, "threads", report->world_threads[i],
                   "seconds_a_month", w->seconds_month, "ns_a_person_month",
                   w->seconds_month / w->persons * 1e9, "ns_a_firm_month",
                   w->seconds_month / w->firms * 1e9, "peak_mib", w->peak_mib, "seconds_create",
                   w->seconds_create, "phases", phases);
}

static int print_json(const struct report *report) {
  json_t *worlds = json_object(), *formed = json_object();
  const struct ensemble_cost *e = &report->ensemble;
  char name[64];
  for (int i = 0; i < report->worlds_count; i++) {
    const struct world_cost *w = &report->worlds[i];
    snprintf(name, sizeof name, "persons 1e%.0f, towns %.0f, firms %.0e, threads %d",
             round(log10(w->persons)), w->towns, w->firms, report->world_threads[i]);
    json_object_set_new(worlds, name, world_json(report, i));
  }
  for (int i = 0; i < report->formed_count; i++) {
    const struct formed *f = &report->formed[i];
    snprintf(name, sizeof name, "workers %u, threads %d", f->workers, f->threads);
    json_object_set_new(
        formed, name,
        json_pack("{s:f, s:f, s:f, s:f}", "worker_months_a_second",
                  (double)f->workers * f->months / f->seconds, "bytes_a_worker", f->bytes_a_worker,
                  "numpy_worker_months_a_second", f->numpy, "share_of_memory_bound",
                  (double)f->workers * f->months / f->seconds * formed_bound(report, f->threads)));
  }
  json_t *root = json_pack(
      "{s:{s:f, s:f}, s:{s:f, s:f}, s:o, s:f, s:o, s:{s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f}}",
      "bandwidth", "threads 1", report->bandwidth[1], "threads 2", report->bandwidth[2],
      "cache_lines_a_second", "threads 1", report->lines[1], "threads 2", report->lines[2],
      "worlds", worlds, "cost_exponent", report->exponent, "firm_formation", formed, "xianju",
      "seconds_read", e->seconds_load, "seconds_create", e->seconds_create, "seconds_burn_in",
      e->seconds_burn_in, "seconds_a_replication", e->seconds_run, "seconds_beside_another",
      e->seconds_beside, "seconds_an_ensemble", e->seconds_ensemble, "share_of_results",
      e->seconds_files / (e->seconds_ensemble * e->threads), "overhead", overhead(e));
  char *text = json_dumps(root, JSON_INDENT(2));
  if (text) puts(text);
  free(text);
  json_decref(root);
  return text ? 0 : 1;
}

/* What the command line asks for. */
struct order {
  bool quick, json;
  int ensemble; /* replications, measured alone; 0: everything is measured */
};

static bool read_order(int argc, char **argv, struct order *order) {
  for (int k = 1; k < argc; k++) {
    if (strcmp(argv[k], "--quick") == 0) {
      order->quick = true;
    } else if (strcmp(argv[k], "--json") == 0) {
      order->json = true;
    } else if (strcmp(argv[k], "--ensemble") == 0 && k + 1 < argc) {
      order->ensemble = (int)strtol(argv[++k], NULL, 10);
      if (order->ensemble < 1) return false;
    } else {
      return false;
    }
  }
  return !(order->json && order->ensemble);
}

int main(int argc, char **argv) {
  struct report report = {0};
  struct order order = {0};
  if (!read_order(argc, argv, &order)) {
    fprintf(stderr,
            "usage: bench [--quick] [--json]   in the project's folder, on an idle machine\n"
            "       bench --ensemble N         Xianju alone: N replications against single ones\n"
            "  --quick  up to 10^6 persons (a minute); else up to 10^7 (two minutes)\n"
            "  --json   for tests/bench/compare.py\n");
    return 2;
  }
  if (order.ensemble) {
    if (!ensembles_measure(order.ensemble, THREADS_MOST, 1, &report.ensemble)) return 1;
    print_ensemble(&report.ensemble);
    return 0;
  }
  for (int t = 1; t <= THREADS_MOST; t++) {
    if (!apart(probe_apart, &t, &report.bandwidth[t], sizeof(double), NULL)) return 1;
    if (!apart(lines_apart, &t, &report.lines[t], sizeof(double), NULL)) return 1;
  }
  measure_worlds(&report, order.quick);
  measure_formed(&report, order.quick);
  if (!ensembles_measure(order.quick ? 20 : 100, THREADS_MOST, 3, &report.ensemble)) return 1;
  if (order.json) return print_json(&report);
  printf("this machine streams %.1f GB/s on one thread, %.1f on two (%.2f times), and reads %.0f M "
         "cache lines a second here and there on one thread, %.0f M on two (%.2f times)\n",
         report.bandwidth[1] / 1e9, report.bandwidth[2] / 1e9,
         report.bandwidth[2] / report.bandwidth[1], report.lines[1] / 1e6, report.lines[2] / 1e6,
         report.lines[2] / report.lines[1]);
  print_worlds(&report);
  print_formed(&report);
  print_ensemble(&report.ensemble);
  return 0;
}
