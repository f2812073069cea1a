/* figure_parts.h - what the files of figures share; private to this room.
 *
 * figure.c has the list of figures and those by month, figure_difference.c differences by month,
 * figure_origins.c where a gain comes from, figure_end.c those of the end, figure_target.c the one
 * of targets, figure_towns.c the one of towns, and figure_apart.c what these share of the two
 * intervals; figure_records.c what was observed; figure_priors.c the one of priors; figure_fan.c
 * the spread over sets of assumptions, figure_hangs.c and figure_shares.c on which of them an
 * outcome hangs, and figure_assumed.c what these share. */
#ifndef BELLWETHER_SIM_STUDY_FIGURE_PARTS_H
#define BELLWETHER_SIM_STUDY_FIGURE_PARTS_H

#include "bellwether/study/assumed.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/figure.h"
#include "bellwether/study/sensitivity.h"
#include "bellwether/study/target.h"

#define FIGURE_LEVEL 0.95 /* of all intervals */
#define FIGURE_EVERY 3u   /* months, of differences by month */
#define FIGURE_SETS  2u   /* of assumptions, at least, for a spread over them */

/* Adds a unit in Chinese, part by part: "CNY/month" is 元/月. */
void figure_add_unit_chinese(const char *unit, struct text *out);

/* Whether differences show two intervals: that of chance, and where sets of assumptions lie. */
bool figure_is_apart(const struct figure_source *source);

/* A mean as it is shown. */
struct figure_mean {
  double mean;
  struct interval interval; /* over sets of assumptions, of chance; else Student's t */
  struct interval sets;     /* where the mean of a set lies, chance taken out; NaN: not told */
};

/* A mean and what of it is assumption (NULL: there are no sets). Where there is no interval, as of
 * one replication, it is the mean alone. Of a comparison: NaN where no pair of replications
 * finished. */
struct figure_mean figure_mean_of(const struct estimate *e, const struct assumed *assumed);
struct figure_mean figure_mean_of_pairs(const struct comparison *c, const struct assumed *assumed);

/* Adds "mean low high", and "low high" of sets, times `factor`, to a line. */
void figure_add_mean(const struct figure_mean *mean, double factor, struct text *out);
void figure_add_sets(const struct figure_mean *mean, double factor, struct text *out);

/* Adds what was observed of these indicators at the source's place, where its record is at hand:
 * before all blocks. */
void figure_add_records(const struct figure_source *source, const enum indicator *shown,
                        size_t count, struct text *out);

/* The conditions that the scenarios' targets ask for, each once, in their order; the caller frees
 * them. Errors: STATUS_USAGE where there are none, or none that the results can answer; memory. */
enum status figure_questions(const struct figure_source *source, struct target_question **questions,
                             size_t *count, struct error *error) MUST_CHECK;

/* The data of one figure each. Errors: STATUS_USAGE where the folder lacks what it needs;
 * STATUS_DISK; memory. */
enum status figure_difference(const struct figure_source *source, struct text *out,
                              struct error *error) MUST_CHECK;
enum status figure_sizes(const struct figure_source *source, struct text *out,
                         struct error *error) MUST_CHECK;
enum status figure_origins(const struct figure_source *source, struct text *out,
                           struct error *error) MUST_CHECK;
enum status figure_cost(const struct figure_source *source, struct text *out,
                        struct error *error) MUST_CHECK;
enum status figure_effects(const struct figure_source *source, struct text *out,
                           struct error *error) MUST_CHECK;
enum status figure_target(const struct figure_source *source, struct text *out,
                          struct error *error) MUST_CHECK;
enum status figure_towns(const struct figure_source *source, struct text *out,
                         struct error *error) MUST_CHECK;

enum status figure_priors(const struct figure_source *source, struct text *out,
                          struct error *error) MUST_CHECK;

/* Whether there are sets of assumptions. */
bool figure_has_draws(const struct figure_source *source);

enum status figure_fan(const struct figure_source *source, struct text *out,
                       struct error *error) MUST_CHECK;
enum status figure_tornado(const struct figure_source *source, struct text *out,
                           struct error *error) MUST_CHECK;
enum status figure_hangs(const struct figure_source *source, struct text *out,
                         struct error *error) MUST_CHECK;
enum status figure_screening(const struct figure_source *source, struct text *out,
                             struct error *error) MUST_CHECK;
enum status figure_shares(const struct figure_source *source, struct text *out,
                          struct error *error) MUST_CHECK;

/* Whether firms are kept; also where they cannot be read: the figure then says what is wrong. */
bool figure_has_firms(const struct figure_source *source);

/* Whether there are towns that adopt, others, and scenarios to compare. */
bool figure_has_towns(const struct figure_source *source);

/* Whether the record tells the sets of assumptions and a design of this kind placed them; whether
 * there are enough of the priors for fifths of them; whether elementary effects, or shares of the
 * variance, can be found. */
bool figure_has_design(const struct figure_source *source, enum design_kind kind);
bool figure_has_fifths(const struct figure_source *source);
bool figure_has_screening(const struct figure_source *source);
bool figure_has_shares(const struct figure_source *source);

/* Errors: STATUS_USAGE where there are no sets of assumptions, or fewer of the priors than `least`,
 * with how to make some; of the second also where no record tells what is assumed in each. */
enum status figure_check_draws(const struct results *results, uint32_t least,
                               struct error *error) MUST_CHECK;
enum status figure_check_sets(const struct figure_source *source, uint32_t least,
                              struct error *error) MUST_CHECK;

/* What a scenario's device sales at the end, less those of the base, hang on (of one scenario
 * alone: its device sales). */
struct figure_outcome {
  const struct figure_source *source;
  uint32_t scenario;
  size_t blocks;            /* of the figure, that are begun so far */
  double *values;           /* by replication */
  struct sensitivity found; /* no rows where nothing can be told */
};
typedef enum status (*figure_adds)(struct figure_outcome *outcome, struct text *out,
                                   struct error *error);

/* Calls `adds` for each outcome. Errors: its own; STATUS_DISK; memory. Cost: sensitivity_find of
 * each. */
enum status figure_each_outcome(const struct figure_source *source, figure_adds adds,
                                struct text *out, struct error *error) MUST_CHECK;

/* Begins the head of a block with the outcome's scenario. */
void figure_begin_block(struct figure_outcome *outcome, struct text *out);

/* The row of the largest size that is not taken yet, which it takes; NULL where there is none. A
 * row whose size is NaN does not count. */
typedef double (*figure_size)(const struct figure_outcome *outcome,
                              const struct sensitivity_row *row);
const struct sensitivity_row *figure_next(const struct figure_outcome *outcome, figure_size size,
                                          bool *taken);

/* Whether a figure shows a row: it is told from nothing, or none is. */
bool figure_counts(const struct sensitivity *found, const struct sensitivity_row *row);

#endif
