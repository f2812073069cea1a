/* figure_parts.h - what the files of figures share; private to this room.
 *
 * figure.c has the list of figures and those by month, figure_end.c those of the end,
 * figure_target.c the one of targets, figure_towns.c the one of towns, figure_priors.c the one of
 * assumptions. */
#ifndef BELLWETHER_SIM_STUDY_FIGURE_PARTS_H
#define BELLWETHER_SIM_STUDY_FIGURE_PARTS_H

#include "bellwether/study/compare.h"
#include "bellwether/study/figure.h"
#include "bellwether/study/target.h"

#define FIGURE_LEVEL 0.95 /* of all intervals */

/* Adds "difference low high" to the line; NaN where no pair of replications finished. */
void figure_add_difference(const struct comparison *c, struct text *out);

/* The conditions that the scenarios' targets ask for, each once, in their order; the caller frees
 * them. Errors: STATUS_USAGE where there are none, or none that the results can answer; memory. */
enum status figure_questions(const struct figure_source *source, struct target_question **questions,
                             size_t *count, struct error *error) MUST_CHECK;

/* The data of one figure each. Errors: STATUS_USAGE where the folder lacks what it needs;
 * STATUS_DISK; memory. */
enum status figure_sizes(const struct figure_source *source, struct text *out,
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

/* Whether there are towns that adopt, others, and scenarios to compare. */
bool figure_has_towns(const struct figure_source *source);

#endif
