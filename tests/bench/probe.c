#include "probe.h"

#include "bellwether/base/memory.h"
#include "bellwether/base/progress.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define NUMBERS ((size_t)8 << 20)   /* a block: 64 MiB, more than caches hold */
#define LINES   ((uint64_t)8 << 20) /* 512 MiB */
#define READS   (1u << 22)          /* by each thread */

double probe_bandwidth(int threads, int repeats) {
  double *blocks[3];
  double best = 0;
  for (int b = 0; b < 3; b++) blocks[b] = memory_allocate(NUMBERS * sizeof(double));
  double *a = blocks[0], *b = blocks[1], *c = blocks[2];
  for (int k = 0; k <= repeats && a && b && c; k++) {
    const double started = progress_clock();
#pragma omp parallel for schedule(static) num_threads(threads)
    for (size_t i = 0; i < NUMBERS; i++) {
      if (k == 0) b[i] = c[i] = (double)i; /* the pages are there from now on */
      a[i] = b[i] + 0.5 * c[i];
    }
    const double seconds = progress_clock() - started;
    if (k > 0) best = fmax(best, 3 * sizeof(double) * NUMBERS / seconds);
  }
  for (int k = 0; k < 3; k++) free(blocks[k]);
  return best;
}

double probe_lines(int threads, int repeats) {
  uint64_t *lines = memory_allocate(LINES * MEMORY_LINE);
  double best = 0;
  uint64_t sum = 0;
  for (uint64_t k = 0; k < LINES && lines; k++) lines[k * (MEMORY_LINE / sizeof *lines)] = k;
  for (int k = 0; k < repeats && lines; k++) {
    const double started = progress_clock();
#pragma omp parallel for schedule(static) num_threads(threads) reduction(+ : sum)
    for (int t = 0; t < threads; t++) {
      uint64_t state = (uint64_t)t + 1;
      for (uint32_t read = 0; read < READS; read++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        sum += lines[(state >> 41) % LINES * (MEMORY_LINE / sizeof *lines)];
      }
    }
    best = fmax(best, (double)threads * READS / (progress_clock() - started));
  }
  free(lines);
  return sum ? best : 0;
}
