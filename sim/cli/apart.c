#include "apart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const cli_apart_names[CLI_APART] = {
    "chance_low", "chance_high", "assumption_low", "assumption_high", "assumption_share",
    "sign_share", "first_share", "draws",          "draw_mean"};
enum { ASSUMPTION_LOW = 2, ASSUMPTION_HIGH, SIGN = 5, FIRST }; /* what chance may hide */

const char *const cli_apart_meanings[CLI_APART] = {
    "lower end of the interval of the mean over the drawn sets of assumptions, by chance alone",
    "upper end of the interval of the mean over the drawn sets of assumptions, by chance alone",
    "lower end of where the mean of a set of assumptions lies, chance taken out",
    "upper end of where the mean of a set of assumptions lies, chance taken out",
    "share of the variance of a replication that is assumption",
    "share of sets of assumptions in which the difference has the sign of the mean",
    "share of sets of assumptions in which it is the first of all scenarios",
    "sets of assumptions that have a value, the central one left out",
    "mean over these sets"};

const char cli_apart_words[] =
    "chance: interval of the mean over these sets of assumptions, had chance alone a part in it; "
    "assumptions: where the mean of a set of assumptions lies, chance taken out (random effects; "
    "with fewer than 40 sets all of them); assumed: share of a replication's variance that is "
    "assumption; its sign: share of sets in which it has the sign of the mean; -: what assumptions "
    "do to it cannot be told from chance";

void cli_apart_numbers(const struct assumed *assumed, double *out) {
  const struct effects *e = &assumed->effects;
  const double values[CLI_APART] = {e->chance_interval.low,
                                    e->chance_interval.high,
                                    e->assumption_interval.low,
                                    e->assumption_interval.high,
                                    e->share,
                                    e->sign_share,
                                    NAN,
                                    (double)e->draws,
                                    e->mean};
  const bool told = assumed_is_told(assumed);
  for (int k = 0; k < CLI_APART; k++) out[k] = assumed->told ? values[k] : NAN;
  for (int k = ASSUMPTION_LOW; k <= ASSUMPTION_HIGH && !told; k++) out[k] = NAN;
  out[SIGN] = told ? e->sign_share : NAN;
  out[FIRST] = told || !assumed->told ? assumed->first : NAN;
}

static bool is_shown(int k, bool ranked) { return ranked || k != FIRST; }

void cli_apart_json(const struct assumed *assumed, bool ranked, json_t *one) {
  double values[CLI_APART];
  cli_apart_numbers(assumed, values);
  for (int k = 0; k < CLI_APART; k++) {
    if (!is_shown(k, ranked)) continue;
    json_object_set_new(one, cli_apart_names[k], cli_json_number(values[k]));
  }
}

void cli_apart_heads(struct cli_sheet *sheet, bool ranked) {
  for (int k = 0; k < CLI_APART; k++) {
    if (is_shown(k, ranked)) cli_sheet_heads(sheet, &cli_apart_names[k], 1);
  }
}

void cli_apart_cells(struct cli_sheet *sheet, const struct assumed *assumed, bool ranked) {
  double values[CLI_APART];
  cli_apart_numbers(assumed, values);
  for (int k = 0; k < CLI_APART; k++) {
    if (is_shown(k, ranked)) cli_sheet_number(sheet, values[k]);
  }
}

static char *bound(double value, double factor, char *out) {
  if (isinf(value)) snprintf(out, CLI_NUMBER, "∞");
  else cli_number(value * factor, out);
  return out;
}

char *cli_apart_chance(const struct assumed *assumed, double factor, char *out) {
  const struct interval *i = &assumed->effects.chance_interval;
  char low[CLI_NUMBER], high[CLI_NUMBER];
  const bool none = !assumed->told || isnan(i->low) || isnan(i->high);
  snprintf(out, CLI_APART_CELL, none ? "-" : "[%s, %s]", bound(i->low, factor, low),
           bound(i->high, factor, high));
  return out;
}

char *cli_apart_range(const struct assumed *assumed, double factor, char *out) {
  const struct interval *i = &assumed->effects.assumption_interval;
  char low[CLI_NUMBER], high[CLI_NUMBER];
  const bool none = !assumed_is_told(assumed) || isnan(i->low) || isnan(i->high);
  snprintf(out, CLI_APART_CELL,
           none            ? "-"
           : isinf(i->low) ? "∞"
                           : "%s to %s",
           bound(i->low, factor, low), bound(i->high, factor, high));
  return out;
}

char *cli_apart_share(double share, char *out) {
  snprintf(out, CLI_APART_CELL, isnan(share) ? "-" : "%.0f %%", 100 * share);
  return out;
}

char *cli_apart_first(const struct assumed *assumed, char *out) {
  return cli_apart_share(assumed_is_told(assumed) ? assumed->first : NAN, out);
}

void cli_apart_table_heads(struct cli_table *table, double level, bool ranked) {
  static const char *const heads[] = {"assumptions", "assumed", "its sign", "first"};
  char head[64];
  snprintf(head, sizeof head, "chance, %g %%", 100 * level);
  cli_table_add(table, head);
  for (int k = 0; k < (ranked ? 4 : 3); k++) cli_table_add(table, heads[k]);
}

void cli_apart_table_cells(struct cli_table *table, const struct assumed *assumed, double factor,
                           bool ranked) {
  const struct effects *e = &assumed->effects;
  char cell[CLI_APART_CELL];
  cli_table_add(table, cli_apart_chance(assumed, factor, cell));
  cli_table_add(table, cli_apart_range(assumed, factor, cell));
  cli_table_add(table, assumed->told ? cli_apart_share(e->share, cell) : "-");
  cli_table_add(table, assumed_is_told(assumed) ? cli_apart_share(e->sign_share, cell) : "-");
  if (ranked) cli_table_add(table, cli_apart_first(assumed, cell));
}
