/* factorial: main effects, interactions and Shapley shares from a full design. */
#include "apart.h"

#include "bellwether/base/date.h"
#include "bellwether/study/factorial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A design's effects, and over sets of assumptions what of each is one (NULL: there are none). */
struct analysis {
  const struct factorial *design;
  const struct factorial_effects *effects;
  const struct factorial_assumed *assumed;
  double level;
};

static const char *effect_text(const struct estimate *effect, const struct cli_unit *unit,
                               char *out) {
  return cli_range(effect->mean, effect->low, effect->high, unit->factor, out);
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
  char cell[CLI_RANGE];
  for (int k = 0; k < 6; k++) cli_table_add(&table, heads[k]);
  for (size_t a = 0; a < design->k; a++) {
    cli_table_add(&table, factor_name(design, a));
    cli_table_add(&table, effect_text(&effects->alone[a], unit, cell));
    cli_table_add(&table, effect_text(&effects->main[a], unit, cell));
    cli_table_add(&table, effect_text(&effects->last[a], unit, cell));
    cli_table_add(&table, effect_text(&effects->shapley[a], unit, cell));
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
  char cell[CLI_RANGE];
  for (int k = 0; k < 5; k++) cli_table_add(&table, heads[k]);
  for (size_t a = 0; a < design->k; a++) {
    for (size_t b = a + 1; b < design->k; b++) {
      const struct estimate *pair = &effects->pair[a][b];
      cli_table_add(&table, factor_name(design, a));
      cli_table_add(&table, factor_name(design, b));
      cli_table_add(&table, effect_text(pair, unit, cell));
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
  char all[CLI_RANGE], excess[CLI_RANGE];
  if (!factorial_is_full(design)) {
    cli_say(out,
            "\nThese are a fraction of the combinations: main effects and interactions of pairs, "
            "clear of each other, as far as no three act together.\n");
    return;
  }
  const char *blank = unit->name[0] ? " " : "";
  cli_say(out, "\nAll together: %s%s%s. More than the sum of each alone: %s%s%s: %s.\n",
          effect_text(&effects->all, unit, all), blank, unit->name,
          effect_text(&effects->excess, unit, excess), blank, unit->name,
          effects->excess.low > 0    ? "they amplify each other"
          : effects->excess.high < 0 ? "they crowd each other out"
                                     : "they add up, as far as these replications can tell");
}

/* In what share of the sets programmes amplify, and crowd each other out. */
enum { SHARES = 2 };
static const char *const share_names[SHARES] = {"amplify_share", "crowd_out_share"};

static double share_of(const struct assumed *assumed, int share) {
  return share == 0 ? assumed->positive : assumed->negative;
}

/* `assumed`: NULL where there are no sets; `together`: of a pair or of all. */
static void add_line(struct cli_sheet *sheet, const char *effect, const char *a, const char *b,
                     const struct estimate *estimate, double p, const struct assumed *assumed,
                     bool together) {
  cli_sheet_text(sheet, effect);
  cli_sheet_text(sheet, a);
  cli_sheet_text(sheet, b);
  cli_sheet_number(sheet, estimate->mean);
  cli_sheet_number(sheet, estimate->low);
  cli_sheet_number(sheet, estimate->high);
  cli_sheet_number(sheet, p);
  if (assumed) cli_apart_cells(sheet, assumed, false);
  for (int k = 0; k < SHARES && assumed; k++) {
    cli_sheet_number(sheet, together ? share_of(assumed, k) : NAN);
  }
  cli_sheet_row(sheet);
}

static enum status write_sheet(const struct cli *cli, const struct analysis *of,
                               enum indicator indicator, struct error *error) {
  const struct indicator_row *row = &tables_indicators[indicator];
  const char *const heads[] = {"effect", "factor", "other", row->name, "low", "high", "p_holm"};
  const struct factorial_effects *e = of->effects;
  const struct factorial_assumed *s = of->assumed;
  struct cli_sheet sheet;
  TRY(cli_sheet_begin(&sheet, cli, "factorial", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  if (s) cli_apart_heads(&sheet, false);
  if (s) cli_sheet_heads(&sheet, share_names, SHARES);
  cli_sheet_row(&sheet);
  for (size_t a = 0; a < of->design->k; a++) {
    const char *name = factor_name(of->design, a);
    add_line(&sheet, "alone", name, "", &e->alone[a], NAN, s ? &s->alone[a] : NULL, false);
    add_line(&sheet, "main", name, "", &e->main[a], NAN, s ? &s->main[a] : NULL, false);
    add_line(&sheet, "last", name, "", &e->last[a], NAN, s ? &s->last[a] : NULL, false);
    add_line(&sheet, "shapley", name, "", &e->shapley[a], NAN, s ? &s->shapley[a] : NULL, false);
  }
  for (size_t a = 0; a < of->design->k; a++) {
    for (size_t b = a + 1; b < of->design->k; b++) {
      add_line(&sheet, "interaction", factor_name(of->design, a), factor_name(of->design, b),
               &e->pair[a][b], e->pair_p[a][b], s ? &s->pair[a][b] : NULL, true);
    }
  }
  add_line(&sheet, "all", "", "", &e->all, NAN, s ? &s->all : NULL, false);
  add_line(&sheet, "excess", "", "", &e->excess, NAN, s ? &s->excess : NULL, true);
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

/* What of an effect is assumption, as a member NAME_assumed; nothing where there are no sets. */
static void add_assumed(json_t *one, const char *name, const struct assumed *assumed,
                        bool together) {
  char key[64];
  json_t *splits = json_object();
  cli_apart_json(assumed, false, splits);
  for (int k = 0; k < SHARES && together; k++) {
    json_object_set_new(splits, share_names[k], cli_json_number(share_of(assumed, k)));
  }
  snprintf(key, sizeof key, "%s_assumed", name);
  json_object_set_new(one, key, splits);
}

static json_t *factor_json(const struct analysis *of, size_t a) {
  const struct factorial_effects *e = of->effects;
  const struct factorial_assumed *s = of->assumed;
  json_t *one = json_pack("{s:s, s:o, s:o, s:o, s:o}", "factor", of->design->names[a], "alone",
                          effect_json(&e->alone[a]), "main", effect_json(&e->main[a]), "last",
                          effect_json(&e->last[a]), "shapley", effect_json(&e->shapley[a]));
  if (!s) return one;
  add_assumed(one, "alone", &s->alone[a], false);
  add_assumed(one, "main", &s->main[a], false);
  add_assumed(one, "last", &s->last[a], false);
  add_assumed(one, "shapley", &s->shapley[a], false);
  return one;
}

static json_t *pair_json(const struct analysis *of, size_t a, size_t b) {
  json_t *one = json_pack(
      "{s:s, s:s, s:o, s:o}", "a", of->design->names[a], "b", of->design->names[b], "interaction",
      effect_json(&of->effects->pair[a][b]), "p_holm", cli_json_number(of->effects->pair_p[a][b]));
  if (of->assumed) add_assumed(one, "interaction", &of->assumed->pair[a][b], true);
  return one;
}

static enum status print_json(const struct analysis *of, enum indicator indicator,
                              struct error *error) {
  json_t *factors = json_array(), *pairs = json_array();
  for (size_t a = 0; a < of->design->k; a++) {
    json_array_append_new(factors, factor_json(of, a));
    for (size_t b = a + 1; b < of->design->k; b++) {
      json_array_append_new(pairs, pair_json(of, a, b));
    }
  }
  json_t *root = json_pack(
      "{s:s, s:s, s:I, s:o, s:o, s:o, s:o}", "indicator", tables_indicators[indicator].name, "unit",
      tables_indicators[indicator].unit, "replications", (json_int_t)of->effects->replications,
      "factors", factors, "pairs", pairs, "all", effect_json(&of->effects->all), "excess",
      effect_json(&of->effects->excess));
  if (of->assumed) {
    add_assumed(root, "all", &of->assumed->all, false);
    add_assumed(root, "excess", &of->assumed->excess, true);
  }
  return cli_print_json(root, error);
}

/* A row of a table over sets of assumptions. */
static void add_apart(struct cli_table *table, const char *name, const char *what,
                      const struct assumed *assumed, const struct cli_unit *unit) {
  char mean[CLI_NUMBER];
  cli_table_add(table, name);
  cli_table_add(table, what);
  cli_table_add(table,
                assumed->told ? cli_number(assumed->effects.mean * unit->factor, mean) : "-");
  cli_apart_table_cells(table, assumed, unit->factor, false);
}

static struct cli_table begin_apart(const struct analysis *of, const char *first,
                                    const char *second) {
  struct cli_table table = {.columns = 2 + CLI_APART_COLUMNS,
                            .right = {[2] = true, true, true, true, true, true, true},
                            .drop = {[5] = 1}};
  cli_table_add(&table, first);
  cli_table_add(&table, second);
  cli_table_add(&table, "mean");
  cli_apart_table_heads(&table, of->level, false);
  return table;
}

static void add_effects_apart(const struct analysis *of, const struct cli_unit *unit,
                              struct text *out) {
  const struct factorial_assumed *s = of->assumed;
  struct cli_table table = begin_apart(of, "factor", "effect");
  for (size_t a = 0; a < of->design->k; a++) {
    add_apart(&table, factor_name(of->design, a), "mean over all others", &s->main[a], unit);
    if (!factorial_is_full(of->design)) continue;
    add_apart(&table, "", "alone", &s->alone[a], unit);
    add_apart(&table, "", "on top of all others", &s->last[a], unit);
    add_apart(&table, "", "Shapley share", &s->shapley[a], unit);
  }
  cli_table_print(&table, out);
  cli_table_free(&table);
}

static void add_pairs_apart(const struct analysis *of, const struct cli_unit *unit,
                            struct text *out) {
  struct cli_table table = begin_apart(of, "pair", "");
  table.columns += SHARES;
  table.right[7] = table.right[8] = true;
  cli_table_add(&table, "amplify in");
  cli_table_add(&table, "crowd out in");
  for (size_t a = 0; a < of->design->k; a++) {
    for (size_t b = a + 1; b < of->design->k; b++) {
      const struct assumed *pair = &of->assumed->pair[a][b];
      char cell[CLI_APART_CELL];
      add_apart(&table, factor_name(of->design, a), factor_name(of->design, b), pair, unit);
      for (int k = 0; k < SHARES; k++) {
        const double share = assumed_is_told(pair) ? share_of(pair, k) : NAN;
        cli_table_add(&table, cli_apart_share(share, cell));
      }
    }
  }
  text_add(out, "\n");
  cli_table_print(&table, out);
  cli_table_free(&table);
}

/* All together, and what is more than the sum of each alone. */
static void add_verdict_apart(const struct analysis *of, const struct cli_unit *unit,
                              struct text *out) {
  const struct assumed *excess = &of->assumed->excess;
  if (factorial_is_full(of->design)) {
    struct cli_table table = begin_apart(of, "all together", "");
    add_apart(&table, "over none", "", &of->assumed->all, unit);
    add_apart(&table, "over the sum of each alone", "", excess, unit);
    text_add(out, "\n");
    cli_table_print(&table, out);
    cli_table_free(&table);
  }
  if (factorial_is_full(of->design) && assumed_is_told(excess)) {
    cli_say(out,
            "\nThey amplify each other in %.0f %% of the sets, and crowd each other out in "
            "%.0f %%.\n",
            100 * excess->positive, 100 * excess->negative);
  }
  if (excess->told && !assumed_is_told(excess)) {
    cli_say(out, "\nWhat assumptions do to that cannot be told from chance.\n");
  }
  cli_say(out, "\n%s.\n\n", cli_apart_words);
}

static enum status print_text(const struct results *results, const struct analysis *of,
                              enum indicator indicator, uint32_t place, uint32_t month,
                              struct error *error) {
  struct text out = {0};
  char date[DATE_TEXT];
  const struct cli_unit unit = unit_of(of->design, of->effects, indicator);
  char of_what[96];
  if (of->assumed) {
    snprintf(of_what, sizeof of_what, "%u sets of assumptions, the central one left out",
             results_sets(results));
  } else snprintf(of_what, sizeof of_what, "mean and %g %% interval", 100 * of->level);
  cli_say(&out, "%s%s%s%s of %s in %s, %zu replications of %zu combinations; %s\n\n",
          tables_indicators[indicator].name, unit.name[0] ? " (" : "", unit.name,
          unit.name[0] ? ")" : "", results->place_names[place],
          date_format(results->start + (int32_t)month, date), of->effects->replications,
          of->design->runs, of_what);
  if (of->assumed) {
    add_effects_apart(of, &unit, &out);
    add_pairs_apart(of, &unit, &out);
    add_verdict_apart(of, &unit, &out);
    cli_say_infeasible(&out, results);
  } else {
    add_effects(of->design, of->effects, &unit, &out);
    add_pairs(of->design, of->effects, of->level, &unit, &out);
  }
  if (!of->assumed || !factorial_is_full(of->design)) {
    add_verdict(of->design, of->effects, &unit, &out);
  }
  const enum status status = cli_print(&out, error);
  text_free(&out);
  return status;
}

static enum status analyse(const struct cli *cli, const struct results *results,
                           struct factorial *design, struct factorial_effects *effects,
                           struct factorial_assumed *assumed, struct error *error) {
  uint32_t month, place;
  enum indicator indicator;
  TRY(cli_indicator(cli, INDICATOR_device_sales, &indicator, error));
  TRY(cli_place(cli, results, &place, error));
  TRY(cli_month(cli, results->start, results->months, &month, error));
  TRY(factorial_find(results, design, error));
  TRY(factorial_apart(results, design, indicator, place, month, cli->level, effects, assumed,
                      error));
  if (effects->replications == 0) {
    return error_set(error, STATUS_RUNS,
                     "%s: no replication finished in every combination, there is nothing to show",
                     results->path);
  }
  const struct analysis of = {.design = design,
                              .effects = effects,
                              .assumed = results->draws ? assumed : NULL,
                              .level = cli->level};
  if (cli->json) return print_json(&of, indicator, error);
  if (cli_sheet_is_wanted(cli)) return write_sheet(cli, &of, indicator, error);
  return print_text(results, &of, indicator, place, month, error);
}

enum status factorial_command(const struct cli *cli, struct error *error) {
  struct results results;
  TRY(cli_results_apart(cli, &results, error));
  struct factorial *design = calloc(1, sizeof *design);
  struct factorial_effects *effects = calloc(1, sizeof *effects);
  struct factorial_assumed *assumed = calloc(1, sizeof *assumed);
  const enum status status = design && effects && assumed
                                 ? analyse(cli, &results, design, effects, assumed, error)
                                 : error_memory(error, "a design", sizeof *assumed);
  free(design);
  free(effects);
  free(assumed);
  results_close(&results);
  return status;
}
