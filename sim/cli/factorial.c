/* factorial: main effects, interactions and Shapley shares from a full design. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/study/factorial.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *effect_text(const struct estimate *effect, char *out, size_t bytes) {
  char a[CLI_NUMBER], b[CLI_NUMBER], c[CLI_NUMBER];
  if (isnan(effect->low)) snprintf(out, bytes, "%s", cli_number(effect->mean, a));
  else
    snprintf(out, bytes, "%s [%s, %s]", cli_number(effect->mean, a), cli_number(effect->low, b),
             cli_number(effect->high, c));
  return out;
}

static void number_p(double p, char *out, size_t bytes) {
  snprintf(out, bytes, isnan(p) ? "-" : p < 0.001 ? "<0.001" : "%.3f", p);
}

static void add_effects(const struct factorial *design, const struct factorial_effects *effects,
                        struct text *out) {
  static const char *const heads[] = {
      "factor",        "alone",       "mean over all others", "on top of all others",
      "Shapley share", "of the whole"};
  struct cli_table table = {.columns = 6, .right = {[1] = true, true, true, true, true}};
  char cell[128];
  for (int k = 0; k < 6; k++) cli_table_add(&table, heads[k]);
  for (size_t a = 0; a < design->k; a++) {
    cli_table_add(&table, design->names[a] + (design->names[a][0] == '~'));
    cli_table_add(&table, effect_text(&effects->alone[a], cell, sizeof cell));
    cli_table_add(&table, effect_text(&effects->main[a], cell, sizeof cell));
    cli_table_add(&table, effect_text(&effects->last[a], cell, sizeof cell));
    cli_table_add(&table, effect_text(&effects->shapley[a], cell, sizeof cell));
    const double share = effects->shapley[a].mean / effects->all.mean;
    snprintf(cell, sizeof cell, "%.1f %%", 100 * share);
    cli_table_add(&table, isfinite(share) ? cell : "-");
  }
  cli_table_print(&table, out);
  cli_table_free(&table);
}

static void add_pairs(const struct factorial *design, const struct factorial_effects *effects,
                      double level, struct text *out) {
  struct cli_table table = {.columns = 5, .right = {[2] = true, true}};
  char cell[128];
  cli_table_add(&table, "pair");
  cli_table_add(&table, "");
  cli_table_add(&table, "interaction");
  cli_table_add(&table, "p (Holm)");
  cli_table_add(&table, "");
  for (size_t a = 0; a < design->k; a++) {
    for (size_t b = a + 1; b < design->k; b++) {
      const struct estimate *pair = &effects->pair[a][b];
      cli_table_add(&table, design->names[a] + (design->names[a][0] == '~'));
      cli_table_add(&table, design->names[b] + (design->names[b][0] == '~'));
      cli_table_add(&table, effect_text(pair, cell, sizeof cell));
      number_p(effects->pair_p[a][b], cell, sizeof cell);
      cli_table_add(&table, cell);
      const bool told = effects->pair_p[a][b] < 1 - level;
      cli_table_add(&table, !told            ? "add up, as far as can be told"
                            : pair->mean > 0 ? "amplify"
                                             : "crowd each other out");
    }
  }
  text_add(out, "\n");
  cli_table_print(&table, out);
  cli_table_free(&table);
}

static void add_verdict(const struct factorial *design, const struct factorial_effects *effects,
                        const char *unit, struct text *out) {
  char all[128], excess[128];
  if (!factorial_is_full(design)) {
    text_add(out,
             "\nThese are a fraction of the combinations: main effects and interactions of pairs, "
             "clear of each\nother, as far as no three act together.\n");
    return;
  }
  text_add(out, "\nAll together: %s%s%s. More than the sum of each alone: %s%s%s: %s.\n",
           effect_text(&effects->all, all, sizeof all), unit[0] ? " " : "", unit,
           effect_text(&effects->excess, excess, sizeof excess), unit[0] ? " " : "", unit,
           effects->excess.low > 0    ? "they amplify each other"
           : effects->excess.high < 0 ? "they crowd each other out"
                                      : "they add up, as far as these replications can tell");
}

static json_t *effect_json(const struct estimate *effect) {
  const double values[] = {effect->mean, effect->low, effect->high};
  json_t *list = json_array();
  for (int k = 0; k < 3; k++) {
    json_array_append_new(list, cli_json_number(values[k]));
  }
  return list;
}

static enum status print_json(const struct factorial *design,
                              const struct factorial_effects *effects, enum indicator indicator,
                              struct error *error) {
  json_t *factors = json_array(), *pairs = json_array();
  for (size_t a = 0; a < design->k; a++) {
    json_array_append_new(
        factors,
        json_pack("{s:s, s:o, s:o, s:o, s:o}", "factor", design->names[a], "alone",
                  effect_json(&effects->alone[a]), "main", effect_json(&effects->main[a]), "last",
                  effect_json(&effects->last[a]), "shapley", effect_json(&effects->shapley[a])));
    for (size_t b = a + 1; b < design->k; b++) {
      json_array_append_new(pairs, json_pack("{s:s, s:s, s:o, s:o}", "a", design->names[a], "b",
                                             design->names[b], "interaction",
                                             effect_json(&effects->pair[a][b]), "p_holm",
                                             cli_json_number(effects->pair_p[a][b])));
    }
  }
  return cli_print_json(
      json_pack("{s:s, s:s, s:I, s:o, s:o, s:o, s:o}", "indicator",
                tables_indicators[indicator].name, "unit", tables_indicators[indicator].unit,
                "replications", (json_int_t)effects->replications, "factors", factors, "pairs",
                pairs, "all", effect_json(&effects->all), "excess", effect_json(&effects->excess)),
      error);
}

static enum status analyse(const struct cli *cli, const struct results *results,
                           struct error *error) {
  struct factorial design;
  struct factorial_effects effects;
  uint32_t month;
  uint32_t place;
  enum indicator indicator;
  TRY(cli_indicator(cli, INDICATOR_device_sales, &indicator, error));
  TRY(cli_place(cli, results, &place, error));
  TRY(cli_month(cli, results->start, results->months, &month, error));
  TRY(factorial_find(results, &design, error));
  TRY(factorial_analyse(results, &design, indicator, place, month, cli->level, &effects, error));
  if (effects.replications == 0) {
    return error_set(error, STATUS_RUNS,
                     "%s: no replication finished in every combination, there is nothing to show",
                     results->path);
  }
  if (cli->json) return print_json(&design, &effects, indicator, error);
  struct text out = {0};
  char date[DATE_TEXT];
  const char *unit = tables_indicators[indicator].unit;
  text_add(&out,
           "%s (%s) of %s in %s, %zu replications of %zu combinations; mean and %g %% interval\n\n",
           tables_indicators[indicator].name, unit, results->place_names[place],
           date_format(results->start + (int32_t)month, date), effects.replications, design.runs,
           100 * cli->level);
  add_effects(&design, &effects, &out);
  add_pairs(&design, &effects, cli->level, &out);
  add_verdict(&design, &effects, strcmp(unit, "1") == 0 ? "" : unit, &out);
  const enum status status = cli_print(&out, error);
  text_free(&out);
  return status;
}

enum status factorial_command(const struct cli *cli, struct error *error) {
  struct results results;
  TRY(results_open(&results, cli->words[0], error));
  const enum status status = analyse(cli, &results, error);
  results_close(&results);
  return status;
}
