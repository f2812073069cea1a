/* firm_formation N T SEED: runs FF-1 with N workers for T months on OMP_NUM_THREADS threads and
 * prints what it found: the last line holds checksum, aggregates, speed and memory. */
#include "bellwether/base/progress.h"
#include "firm_formation.h"

#include <errno.h>
#include <inttypes.h>
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static bool read_number(const char *text, uint32_t least, uint32_t most, uint32_t *value) {
  char *end;
  errno = 0;
  const unsigned long long number = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || errno || number < least || number > most) {
    fprintf(stderr, "firm_formation: %s is no whole number from %u to %u\n", text, least, most);
    return false;
  }
  *value = (uint32_t)number;
  return true;
}

static int fail(const struct error *error) {
  fprintf(stderr, "firm_formation: %s\n", error->text);
  return (int)error->status;
}

int main(int argc, char **argv) {
  uint32_t workers, months, seed;
  struct firm_formation ff;
  struct error error;
  if (argc != 4) {
    fprintf(stderr, "usage: firm_formation N T SEED\n"
                    "  runs N workers for T months; OMP_NUM_THREADS sets the threads\n"
                    "example: OMP_NUM_THREADS=2 firm_formation 1000000 120 1\n");
    return STATUS_USAGE;
  }
  if (!read_number(argv[1], 2, 4042000000u, &workers) ||
      !read_number(argv[2], 1, 1000000, &months) || !read_number(argv[3], 0, UINT32_MAX, &seed)) {
    return STATUS_USAGE;
  }
  const int threads = omp_get_max_threads();
  if (firm_formation_create(&ff, workers, seed, threads, &error) != STATUS_OK) return fail(&error);
  const double started = progress_clock();
  for (uint32_t month = 0; month < months; month++) {
    if (firm_formation_month(&ff, &error) != STATUS_OK) return fail(&error);
  }
  const double seconds = progress_clock() - started;
  const struct firm_formation_summary summary = firm_formation_summary(&ff);
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) != 0) usage.ru_maxrss = 0;
  printf("N=%u T=%u seed=%u threads=%d cs=%08x firms=%u max=%u effort=%" PRId64
         " activations=%" PRIu64 " moves=%" PRIu64 " founded=%" PRIu64
         " worker_months_per_s=%.0f bytes_per_worker=%.1f peak_mib=%.0f\n",
         workers, months, seed, threads, summary.checksum, summary.firms, summary.largest,
         summary.effort, ff.activations, ff.moves, ff.founded, (double)workers * months / seconds,
         (double)firm_formation_bytes(&ff) / workers, (double)usage.ru_maxrss / 1024);
  firm_formation_free(&ff);
  return STATUS_OK;
}
