/* figure.h - the data of figures, as tab-separated text that gnuplot reads.
 *
 * One block a scenario, blocks apart by two blank lines; a block's first line names the scenario
 * and its columns, then one line a month (or a bin, or a scenario). */
#ifndef BELLWETHER_STUDY_FIGURE_H
#define BELLWETHER_STUDY_FIGURE_H

#include "bellwether/base/text.h"
#include "bellwether/io/results.h"

#include <stdbool.h>

struct figure {
  const char *name, *meaning, *chinese; /* its caption in both languages */
  bool compares;                        /* it needs two scenarios or more */
};
extern const struct figure figures[];
extern const size_t figures_count;

/* Whether there is such a figure. Errors: STATUS_USAGE, with the nearest name. */
enum status figure_check(const char *name, struct error *error) MUST_CHECK;

/* Adds the data of a figure to `out`. Errors: STATUS_USAGE for an unknown figure; STATUS_DISK;
 * memory. */
enum status figure_data(const struct results *results, const char *name, uint32_t base,
                        uint32_t place, struct text *out, struct error *error) MUST_CHECK;

#endif
