/* apart.h - how a figure over sets of assumptions is shown; private to this room. The commands that
 * tell chance from assumption show the same. */
#ifndef BELLWETHER_SIM_CLI_APART_H
#define BELLWETHER_SIM_CLI_APART_H

#include "cli.h"

#include "bellwether/study/assumed.h"

/* Its numbers by name, for programs, and what each is; of what is not ranked first_share is left
 * out. */
#define CLI_APART 9
extern const char *const cli_apart_names[CLI_APART], *const cli_apart_meanings[CLI_APART];

/* All of them; NaN where it is not told. */
void cli_apart_numbers(const struct assumed *assumed, double *out);

/* As members of a JSON object; as heads and cells of a sheet. */
void cli_apart_json(const struct assumed *assumed, bool ranked, json_t *one);
void cli_apart_heads(struct cli_sheet *sheet, bool ranked);
void cli_apart_cells(struct cli_sheet *sheet, const struct assumed *assumed, bool ranked);

/* As columns of a table for people: both intervals, times `factor`, how much of the variance is
 * assumption, in what share of draws it has its sign and, where it is ranked, is first. */
#define CLI_APART_COLUMNS 5
void cli_apart_table_heads(struct cli_table *table, double level, bool ranked);
void cli_apart_table_cells(struct cli_table *table, const struct assumed *assumed, double factor,
                           bool ranked);

/* "[614, 710]"; "252 to 1152"; "∞" where it has no bound; "-" where there is none, or chance hides
 * it. "88 %"; in what share it is first. In
 * out[CLI_APART_CELL]. Return out. */
#define CLI_APART_CELL (3 * CLI_NUMBER)
char *cli_apart_chance(const struct assumed *assumed, double factor, char *out);
char *cli_apart_range(const struct assumed *assumed, double factor, char *out);
char *cli_apart_share(double share, char *out);
char *cli_apart_first(const struct assumed *assumed, char *out);

/* What the columns are, in words. */
extern const char cli_apart_words[];

#endif
