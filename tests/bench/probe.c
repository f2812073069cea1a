#include "probe.h"

#include "bellwether/base/memory.h"
#include "bellwether/base/progress.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#define NUMBERS ((size_t)8 << 20) /* a block: 64 MiB, more than caches hold */

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
