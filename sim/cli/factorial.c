/* factorial: main effects, interactions and Shapley shares from a full design. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/study/factorial.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *effect_text(const struct estimate *effect, const struct cli_unit *unit,
                               char *out, size_t bytes) {
  char a[CLI_NUMBER], b[CLI_NUMBER], c[CLI_NUMBER];
  cli_number(effect->mean * unit->factor, a);
  if (isnan(effect->low)) snprintf(out, bytes, "%s", a);
  else
    snprintf(out, bytes, "%s [%s, %s]", a, cli_number(effect->low * unit->factor, b),
             cli_number(effect->high * unit->factor, c));
  return out;
}

static void number_p(double p, char *out, size_t bytes) {
  snprintf(out, bytes, isnan(p) ? "-" : p < 0.001 ? "<0.001" : "%.3f", p);
}

/* A factor without the sign that takes a lever away. */
static const char *factor_name(const struct factorial *design, size_t a) {
  return design->names[a] + (design->names[a][0] == '~');
}

/* The unit of all effects. */
static struct cli_unit unit_of(const struct factorial *design,
                               const struct factorial_effects *effects, enum indicator indicator) {
  double largest = isnan(effects->all.mean) ? 0 : fabs(effects->all.mean);
  for (size_t a = 0; a < design->k; a++) largest = fmax(largest, fabs(effects->main[a].mean));
  return cli_unit(tables_indicators[indicator].unit, largest, false);
}

static void add_effects(const struct factorial *design, const struct factorial_effects *effects,
                        const struct cli_unit *unit, struct text *out) {
  static const char *const heads[] = {
      "factor",        "alone",       "mean over all others", "on top of all others",
      "Shapley share", "of the whole"};
  struct cli_table table = {
      .columns = 6, .right = {[1] = true, true, true, true, true}, .leads = true};
  char cell[128];
  for (int k = 0; k < 6; k++) cli_table_add(&table, heads[k]);
  for (size_t a = 0; a < design->k; a++) {
    cli_table_add(&table, factor_name(design, a));
    cli_table_add(&table, effect_text(&effects->alone[a], unit, cell, sizeof cell));
    cli_table_add(&table, effect_text(&effects->main[a], unit, cell, sizeof cell));
    cli_table_add(&table, effect_text(&effects->last[a], unit, cell, sizeof cell));
    cli_table_add(&table, effect_text(&effects->shapley[a], unit, cell, sizeof cell));
    const double share = effects->shapley[a].mean / effects->all.mean;
    snprintf(cell, sizeof cell, "%.1f %%", 100 * share);
    cli_table_add(&table, isfinite(share) ? cell : "-");
  }
  cli_table_print(&table, out);
  cli_table_free(&table);
}

static void add_pairs(const struct factorial *design, const struct factorial_effects *effects,
                      double level, const struct cli_unit *unit, struct text *out) {
  static const char *const heads[] = {"pair", "", "interaction", "p (Holm)", ""};
  struct cli_table table = {.columns = 5, .right = {[2] = true, true}};
  char cell[128];
  for (int k = 0; k < 5; k++) cli_table_add(&table, heads[k]);
  for (size_t a = 0; a < design->k; a++) {
    for (size_t b = a + 1; b < design->k; b++) {
      const struct estimate *pair = &effects->pair[a][b];
      cli_table_add(&table, factor_name(design, a));
      cli_table_add(&table, factor_name(design, b));
      cli_table_add(&table, effect_text(pair, unit, cell, sizeof cell));
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
                        const struct cli_unit *unit, struct text *out) {
  char all[128], excess[128];
  if (!factorial_is_full(design)) {
    cli_say(out,
            "\nThese are a fraction of the combinations: main effects and interactions of pairs, "
            "clear of each other, as far as no three act together.\n");
    return;
  }
  const char *blank = unit->name[0] ? " " : "";
  cli_say(out, "\nAll together: %s%s%s. More than the sum of each alone: %s%s%s: %s.\n",
          effect_text(&effects->all, unit, all, sizeof all), blank, unit->name,
          effect_text(&effects->excess, unit, excess, sizeof excess), blank, unit->name,
          effects->excess.low > 0    ? "they amplify each other"
          : effects->excess.high < 0 ? "they crowd each other out"
                                     : "they add up, as far as these replications can tell");
}

static void add_line(struct cli_sheet *sheet, const char *effect, const char *a, const char *b,
                     const struct estimate *estimate, double p) {
  cli_sheet_text(sheet, effect);
  cli_sheet_text(sheet, a);
  cli_sheet_text(sheet, b);
  cli_sheet_number(sheet, estimate->mean);
  cli_sheet_number(sheet, estimate->low);
  cli_sheet_number(sheet, estimate->high);
  cli_sheet_number(sheet, p);
  cli_sheet_row(sheet);
}

static enum status write_sheet(const struct cli *cli, const struct factorial *design,
                               const struct factorial_effects *effects, enum indicator indicator,
                               struct error *error) {
  const struct indicator_row *row = &tables_indicators[indicator];
  const char *const heads[] = {"effect", "factor", "other", row->name, "low", "high", "p_holm"};
  struct cli_sheet sheet;
  TRY(cli_sheet_begin(&sheet, cli, "factorial", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  cli_sheet_row(&sheet);
  for (size_t a = 0; a < design->k; a++) {
    add_line(&sheet, "alone", factor_name(design, a), "", &effects->alone[a], NAN);
    add_line(&sheet, "main", factor_name(design, a), "", &effects->main[a], NAN);
    add_line(&sheet, "last", factor_name(design, a), "", &effects->last[a], NAN);
    add_line(&sheet, "shapley", factor_name(design, a), "", &effects->shapley[a], NAN);
  }
  for (size_t a = 0; a < design->k; a++) {
    for (size_t b = a + 1; b < design->k; b++) {
      add_line(&sheet, "interaction", factor_name(design, a), factor_name(design, b),
               &effects->pair[a][b], effects->pair_p[a][b]);
    }
  }
  add_line(&sheet, "all", "", "", &effects->all, NAN);
  add_line(&sheet, "excess", "", "", &effects->excess, NAN);
  return cli_sheet_end(&sheet, STATUS_OK, error);
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
  if (cli_sheet_is_wanted(cli)) return write_sheet(cli, &design, &effects, indicator, error);
  struct text out = {0};
  char date[DATE_TEXT];
  const struct cli_unit unit = unit_of(&design, &effects, indicator);
  cli_say(&out,
          "%s%s%s%s of %s in %s, %zu replications of %zu combinations; mean and %g %% interval\n\n",
          tables_indicators[indicator].name, unit.name[0] ? " (" : "", unit.name,
          unit.name[0] ? ")" : "", results->place_names[place],
          date_format(results->start + (int32_t)month, date), effects.replications, design.runs,
          100 * cli->level);
  add_effects(&design, &effects, &unit, &out);
  add_pairs(&design, &effects, cli->level, &unit, &out);
  add_verdict(&design, &effects, &unit, &out);
  const enum status status = cli_print(&out, error);
  text_free(&out);
  return status;
}

enum status factorial_command(const struct cli *cli, struct error *error) {
  struct results results;
  TRY(cli_results(cli, &results, error));
  const enum status status = analyse(cli, &results, error);
  results_close(&results);
  return status;
}
