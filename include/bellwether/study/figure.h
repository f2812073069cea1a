/* figure.h - the data of figures, as tab-separated text that gnuplot reads.
 *
 * One block a scenario, blocks apart by two blank lines; a block's first line names the scenario
 * and its columns, then one line a month (or a bin, a scenario, a factor, an assumption, or a set
 * of assumptions). Lines that begin with # stand before all blocks: "#scenario" with a scenario's
 * name and title, "#record" with what was observed (scenario, indicator, month, value, low, high),
 * "#" with what a target asks for. Over sets of assumptions with two replications of one, NAME_low
 * and NAME_high of a difference, an effect or a share are of chance, and further columns,
 * NAME_sets_low and NAME_sets_high, where the mean of a set lies (assumed.h). */
#ifndef BELLWETHER_STUDY_FIGURE_H
#define BELLWETHER_STUDY_FIGURE_H

#include "bellwether/base/text.h"
#include "bellwether/io/results.h"
#include "bellwether/study/ensemble.h"

#include <stdbool.h>

/* What a folder must hold for a figure to show anything. */
enum figure_need {
  FIGURE_NEEDS_NOTHING,
  FIGURE_NEEDS_OTHERS,  /* two scenarios or more */
  FIGURE_NEEDS_DESIGN,  /* see factorial_find */
  FIGURE_NEEDS_TARGETS, /* that the results can answer */
  FIGURE_NEEDS_FIRMS,   /* some that are kept: no design of assumptions keeps any */
  FIGURE_NEEDS_TOWNS,   /* some that adopt a policy and others, and two scenarios or more */
  FIGURE_NEEDS_DRAWS,   /* sets of assumptions, and the record */
  FIGURE_NEEDS_SETS,    /* two of them or more that are drawn from the priors */
  /* The rest needs the record (run.json), which tells what the assumptions of each set are: */
  FIGURE_NEEDS_FIFTHS,    /* SENSITIVITY_FIFTHS sets that are drawn from the priors */
  FIGURE_NEEDS_SCREENING, /* elementary effects: `sensitivity morris` */
  FIGURE_NEEDS_SHARES,    /* of the variance: `sensitivity sobol`, `shapley`, or fifths */
};

struct figure {
  const char *name, *meaning, *chinese; /* its caption in both languages */
  enum figure_need need;
};
extern const struct figure figures[];
extern const size_t figures_count;

/* What figures are drawn from. */
struct figure_source {
  const struct results *results;
  const struct ensemble *ensemble; /* NULL: no targets, assumptions, records */
  uint32_t base, place;
};

/* The figure of a name. Errors: STATUS_USAGE, with the nearest name and all there are. */
enum status figure_find(const char *name, const struct figure **figure,
                        struct error *error) MUST_CHECK;

/* Whether a figure needs the record of the experiment besides its results. */
bool figure_needs_record(const struct figure *figure);

/* Whether its bands are of all runs: of chance and assumption together, where there are sets.
 * Differences, effects and towns mix them only where each set has one replication. */
bool figure_mixes(const struct figure_source *source, const struct figure *figure);

/* Whether the folder holds what a figure needs. */
bool figure_suits(const struct figure_source *source, const struct figure *figure);

/* Adds the data of a figure to `out`. Errors: STATUS_USAGE for an unknown figure, and where there
 * is nothing that it needs, with how to make it; STATUS_DISK; memory. */
enum status figure_data(const struct figure_source *source, const char *name, struct text *out,
                        struct error *error) MUST_CHECK;

#endif
