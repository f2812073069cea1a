/* parallel.h - loops whose turns threads share.
 *
 * A turn writes only what is its own, or adds whole numbers up by a clause of OpenMP: then neither
 * the number of threads nor the order of turns changes a bit. On one thread they are plain loops:
 * OpenMP's team of one would cost a call of the system each, some forty a month, which is a
 * twentieth of a small world's time. */
#ifndef BELLWETHER_BASE_PARALLEL_H
#define BELLWETHER_BASE_PARALLEL_H

#include "bellwether/base/batch.h"

#include <stdint.h>

/* A loop is cut into so many pieces, which threads take as they come. */
#define PARALLEL_PIECES 256u

/* Does `work` for each `index` below `count`, on so many threads. `work` is one expression; after
 * it may stand a clause: reduction(+ : sums). */
#define PARALLEL_EACH(threads, index, count, ...)                                                  \
  PARALLEL_LOOP(threads, index, count, 1, __VA_ARGS__, , )

/* The same for batches of `most` at most: those from `first` on, `here` of them. */
#define PARALLEL_BATCHES(threads, first, here, count, most, ...)                                   \
  PARALLEL_BATCH_LOOP(threads, first, here, count, most, __VA_ARGS__, , )

#define PARALLEL_BATCH_LOOP(threads, first, here, count, most, work, clause, ...)                  \
  PARALLEL_LOOP(                                                                                   \
      threads, first, count, most,                                                                 \
      {                                                                                            \
        const uint32_t here = batch_length(parallel_count, first, most);                           \
        work;                                                                                      \
      },                                                                                           \
      clause, )

#define PARALLEL_LOOP(threads, index, count, step, work, clause, ...)                              \
  do {                                                                                             \
    const int parallel_threads = (threads);                                                        \
    const uint32_t parallel_count = (count);                                                       \
    const uint32_t parallel_piece = 1 + parallel_count / (step) / PARALLEL_PIECES;                 \
    if (parallel_threads == 1) {                                                                   \
      for (uint32_t index = 0; index < parallel_count; index += (step)) {                          \
        work;                                                                                      \
      }                                                                                            \
    } else {                                                                                       \
      PARALLEL_PRAGMA(omp parallel for num_threads(parallel_threads)                               \
                          schedule(dynamic, parallel_piece) clause)                                \
      for (uint32_t index = 0; index < parallel_count; index += (step)) {                          \
        work;                                                                                      \
      }                                                                                            \
    }                                                                                              \
  } while (0)

#define PARALLEL_PRAGMA(...) _Pragma(#__VA_ARGS__)

#endif
