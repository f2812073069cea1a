/* complain.h - collecting the errors of a scenario; private to this room. */
#ifndef BELLWETHER_SIM_SCENARIO_COMPLAIN_H
#define BELLWETHER_SIM_SCENARIO_COMPLAIN_H

#include "bellwether/scenario/scenario.h"

#include <stdarg.h>

/* Notes an error at a place. */
void scenario_complain(struct complaints *complaints, struct tree_place place, const char *format,
                       ...) PRINTF_LIKE(3, 4);

/* The same, of a list of arguments. */
void scenario_note(struct complaints *complaints, struct tree_place place, const char *format,
                   va_list arguments) PRINTF_LIKE(3, 0);

/* Warns of what looks like a slip in a scenario without errors. */
void scenario_doubt(struct scenario *scenario);
void scenario_doubt_facts(struct scenario *scenario);
void scenario_doubt_levers(struct scenario *scenario);

/* Money of M CNY as people read it, "137.5 M CNY", "2.325 bn CNY", "200 CNY", into
 * out[SCENARIO_MONEY]. Returns out. */
#define SCENARIO_MONEY 32
char *scenario_money(double value, char *out);

/* Complains of a file that is no map. */
void bind_no_map(struct complaints *complaints, const struct tree *tree);

/* Fills a scenario from its tree; every error is noted. Errors: memory. */
enum status scenario_bind(struct scenario *scenario, const struct tree *tree,
                          struct complaints *complaints, struct error *error) MUST_CHECK;

#endif
