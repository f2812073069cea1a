/* towns: who gains and who loses, town by town. */
#include "apart.h"

#include "bellwether/base/date.h"
#include "bellwether/study/incidence.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LISTED 5u /* towns that lose most, and that gain most */

static const char *const groups[INCIDENCE_GROUPS] = {"adopters", "others within 50 km of one",
                                                     "others 50 to 150 km away", "all others"};

/* What is shown of one comparison: money in one unit for groups, in another for single towns. */
struct view {
  struct text *out;
  bool apart; /* chance and assumption each have an interval */
  double level;
  const char *interval; /* its head */
  struct cli_unit unit;
};

/* Heads of the difference and its intervals. */
static void add_heads(struct cli_table *table, const struct view *view) {
  cli_table_add(table, "difference");
  if (view->apart) cli_apart_table_heads(table, view->level, false);
  else cli_table_add(table, view->interval);
}

static void add_difference(struct cli_table *table, const struct view *view,
                           const struct incidence_row *row, const struct cli_unit *unit) {
  const struct estimate *e = &row->difference;
  char mean[CLI_NUMBER], low[CLI_NUMBER], high[CLI_NUMBER], cell[4 * CLI_NUMBER] = "-";
  if (view->apart) {
    const double apart = row->assumed.told ? row->assumed.effects.mean : e->mean;
    cli_table_add(table, cli_number(apart * unit->factor, mean));
    cli_apart_table_cells(table, &row->assumed, unit->factor, false);
    return;
  }
  cli_table_add(table, cli_number(e->mean * unit->factor, mean));
  if (!isnan(e->low)) {
    snprintf(cell, sizeof cell, "[%s, %s]", cli_number(e->low * unit->factor, low),
             cli_number(e->high * unit->factor, high));
  }
  cli_table_add(table, cell);
}

static void add_percent(struct cli_table *table, const struct incidence_row *row) {
  char cell[CLI_NUMBER] = "-";
  if (row->base > 0) snprintf(cell, sizeof cell, "%+.2f", 100 * row->difference.mean / row->base);
  cli_table_add(table, cell);
}

/* A head with the unit. */
static void add_head(struct cli_table *table, const char *what, const struct cli_unit *unit) {
  char head[96];
  snprintf(head, sizeof head, "%s [%s]", what, unit->name);
  cli_table_add(table, head);
}

static void add_group(struct cli_table *table, const struct view *view, const char *name,
                      const struct incidence_row *row) {
  char cell[CLI_NUMBER];
  if (row->towns == 0) return;
  cli_table_add(table, name);
  snprintf(cell, sizeof cell, "%u", row->towns);
  cli_table_add(table, cell);
  snprintf(cell, sizeof cell, "%u", row->losers);
  cli_table_add(table, cell);
  cli_table_add(table, cli_number(row->base * view->unit.factor, cell));
  add_difference(table, view, row, &view->unit);
  add_percent(table, row);
}

static void add_groups(const struct incidence *comparison, const struct view *view) {
  static const char *const heads[] = {"towns", "number", "lose"};
  struct cli_table table = {.columns = view->apart ? 6 + CLI_APART_COLUMNS - 1 : 7,
                            .right = {false, true, true, true, true, true, true, true, true, true}};
  if (view->apart) table.drop[9] = 1, table.drop[7] = 2, table.drop[2] = 3;
  for (int k = 0; k < 3; k++) cli_table_add(&table, heads[k]);
  add_head(&table, "base", &view->unit);
  add_heads(&table, view);
  cli_table_add(&table, "percent");
  const bool any = comparison->groups[INCIDENCE_ADOPTERS].towns > 0;
  for (int g = 0; g < INCIDENCE_GROUPS && any; g++) {
    add_group(&table, view, groups[g], &comparison->groups[g]);
  }
  add_group(&table, view, "all", &comparison->all);
  cli_table_print(&table, view->out);
  cli_table_free(&table);
}

static void add_town(struct cli_table *table, const struct view *view,
                     const struct results_towns *towns, const struct incidence *comparison,
                     uint32_t town, const struct cli_unit *unit) {
  const struct incidence_row *row = &comparison->rows[town];
  char cell[CLI_NUMBER];
  cli_table_add(table, towns->names[town]);
  cli_table_add(table, towns->adopts[town] ? "adopts" : "");
  cli_table_add(table, cli_number(row->base * unit->factor, cell));
  add_difference(table, view, row, unit);
  add_percent(table, row);
}

/* The towns that lose most, or those that gain most: `listed` of them in `towns`. */
static uint32_t find_extremes(const struct incidence *comparison, bool gain,
                              uint32_t found[LISTED]) {
  uint32_t listed = 0;
  for (uint32_t k = 0; k < comparison->count && listed < LISTED; k++) {
    const uint32_t town = comparison->order[gain ? comparison->count - 1 - k : k];
    const double mean = comparison->rows[town].difference.mean;
    if (gain ? mean <= 0 : mean >= 0) break;
    found[listed++] = town;
  }
  return listed;
}

static void add_extremes(const struct results_towns *towns, const struct incidence *comparison,
                         const struct view *view) {
  for (int side = 0; side < 2; side++) {
    struct cli_table table = {.columns = view->apart ? 5 + CLI_APART_COLUMNS - 1 : 6,
                              .right = {false, false, true, true, true, true, true, true, true}};
    if (view->apart) table.drop[8] = 1, table.drop[6] = 2;
    uint32_t found[LISTED];
    double largest = 0;
    const uint32_t listed = find_extremes(comparison, side == 1, found);
    for (uint32_t k = 0; k < listed; k++) {
      largest = fmax(largest, fabs(comparison->rows[found[k]].base));
    }
    const struct cli_unit unit = cli_unit("M CNY", largest, false);
    cli_table_add(&table, side ? "gain most" : "lose most");
    cli_table_add(&table, "");
    add_head(&table, "base", &unit);
    add_heads(&table, view);
    cli_table_add(&table, "percent");
    for (uint32_t k = 0; k < listed; k++) {
      add_town(&table, view, towns, comparison, found[k], &unit);
    }
    text_add(view->out, "\n");
    cli_table_print(&table, view->out);
    cli_table_free(&table);
  }
}

static void add_lines(const struct results *results, const struct results_towns *towns,
                      const struct incidence *comparison, struct cli_sheet *sheet) {
  for (uint32_t t = 0; t < comparison->count; t++) {
    const struct incidence_row *row = &comparison->rows[t];
    const double values[] = {towns->x[t],          towns->y[t],         row->base,
                             row->difference.mean, row->difference.low, row->difference.high};
    cli_sheet_scenario(sheet, results, comparison->scenario);
    cli_sheet_text(sheet, towns->names[t]);
    cli_sheet_number(sheet, towns->adopts[t]);
    cli_sheet_text(sheet, groups[comparison->group[t]]);
    for (int k = 0; k < 6; k++) cli_sheet_number(sheet, values[k]);
    if (results->draws) cli_apart_cells(sheet, &row->assumed, false);
    cli_sheet_row(sheet);
  }
}

static void add_tables(const struct cli *cli, const struct results *results,
                       const struct results_towns *towns, const struct incidence *comparison,
                       uint32_t base, struct text *out) {
  char date[DATE_TEXT], interval[CLI_NUMBER];
  const struct view view = {.out = out,
                            .apart = results->draws > 0,
                            .level = cli->level,
                            .interval = interval,
                            .unit = cli_unit("M CNY", comparison->all.base, false)};
  char *title = cli_title(results, comparison->scenario), *against = cli_title(results, base);
  snprintf(interval, sizeof interval, "%g %% interval", 100 * cli->level);
  if (!title || !against) out->failed = true;
  if (out->length) text_add(out, "\n");
  cli_say(out, "%s against %s: sales of towns over twelve months to %s, %zu replications\n\n",
          title ? title : "", against ? against : "",
          date_format(results->start + (int32_t)results->months - 1, date),
          comparison->replications);
  free(title);
  free(against);
  add_groups(comparison, &view);
  add_extremes(towns, comparison, &view);
}

static json_t *row_json(const struct results *results, const struct incidence_row *row) {
  json_t *one = json_pack("{s:o, s:o, s:o, s:o}", "base", cli_json_number(row->base), "difference",
                          cli_json_number(row->difference.mean), "low",
                          cli_json_number(row->difference.low), "high",
                          cli_json_number(row->difference.high));
  if (results->draws) cli_apart_json(&row->assumed, false, one);
  return one;
}

/* One scenario: its groups of towns, and each town. */
static json_t *scenario_json(const struct results *results, const struct results_towns *towns,
                             const struct incidence *comparison) {
  json_t *list = json_array(), *by_group = json_array();
  for (int g = 0; g < INCIDENCE_GROUPS; g++) {
    if (comparison->groups[g].towns == 0) continue;
    json_t *one = row_json(results, &comparison->groups[g]);
    json_object_set_new(one, "group", json_string(groups[g]));
    json_object_set_new(one, "towns", json_integer((json_int_t)comparison->groups[g].towns));
    json_array_append_new(by_group, one);
  }
  for (uint32_t t = 0; t < comparison->count; t++) {
    json_t *one = row_json(results, &comparison->rows[t]);
    json_object_set_new(one, "town", json_string(towns->names[t]));
    json_object_set_new(one, "adopts", json_boolean(towns->adopts[t]));
    json_object_set_new(one, "group", json_string(groups[comparison->group[t]]));
    json_object_set_new(one, "x_km", cli_json_number(towns->x[t]));
    json_object_set_new(one, "y_km", cli_json_number(towns->y[t]));
    json_array_append_new(list, one);
  }
  return json_pack("{s:s, s:I, s:s, s:o, s:o, s:o}", "scenario",
                   results->scenario_names[comparison->scenario], "replications",
                   (json_int_t)comparison->replications, "unit", "M CNY", "all",
                   row_json(results, &comparison->all), "groups", by_group, "towns", list);
}

/* Where answers go: a sheet, a list for JSON, or tables. */
struct answers {
  struct cli_sheet *sheet;
  json_t *list;
  struct text *tables;
};

static enum status add_scenario(const struct cli *cli, const struct results *results,
                                const struct results_towns *towns, uint32_t base, uint32_t s,
                                const struct answers *to, struct error *error) {
  struct incidence comparison;
  TRY(incidence_compare(results, towns, base, s, cli->level, &comparison, error));
  enum status status = STATUS_OK;
  if (comparison.replications == 0) {
    status = error_set(error, STATUS_RUNS,
                       "%s: no replication finished in both, there is nothing to "
                       "show",
                       results->path);
  } else if (to->sheet) {
    add_lines(results, towns, &comparison, to->sheet);
  } else if (to->list) {
    json_array_append_new(to->list, scenario_json(results, towns, &comparison));
  } else {
    add_tables(cli, results, towns, &comparison, base, to->tables);
  }
  incidence_free(&comparison);
  return status;
}

static enum status add_all(const struct cli *cli, const struct results *results,
                           const struct results_towns *towns, uint32_t base,
                           const struct answers *to, struct error *error) {
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s != base) TRY(add_scenario(cli, results, towns, base, s, to, error));
  }
  return STATUS_OK;
}

static enum status write_sheet(const struct cli *cli, const struct results *results,
                               const struct results_towns *towns, uint32_t base,
                               struct error *error) {
  static const char *const heads[] = {"scenario", "town", "adopts",     "group", "x_km",
                                      "y_km",     "base", "difference", "low",   "high"};
  struct cli_sheet sheet;
  TRY(cli_sheet_begin(&sheet, cli, "towns", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  if (results->draws) cli_apart_heads(&sheet, false);
  cli_sheet_row(&sheet);
  const struct answers to = {.sheet = &sheet};
  return cli_sheet_end(&sheet, add_all(cli, results, towns, base, &to, error), error);
}

static enum status print_json(const struct cli *cli, const struct results *results,
                              const struct results_towns *towns, uint32_t base,
                              struct error *error) {
  const struct answers to = {.list = json_array()};
  enum status status = to.list ? add_all(cli, results, towns, base, &to, error)
                               : error_memory(error, "JSON", 0);
  if (status == STATUS_OK) {
    status = cli_print_json(json_pack("{s:s, s:o, s:O}", "base", results->scenario_names[base],
                                      "unfinished", cli_unfinished(results), "scenarios", to.list),
                            error);
  }
  json_decref(to.list);
  return status;
}

static enum status print_tables(const struct cli *cli, const struct results *results,
                                const struct results_towns *towns, uint32_t base,
                                struct error *error) {
  struct text out = {0};
  const struct answers to = {.tables = &out};
  enum status status = add_all(cli, results, towns, base, &to, error);
  if (status == STATUS_OK) {
    if (results->draws) {
      cli_say(&out, "\n%u sets of assumptions, the central one left out. %s\n\n",
              results_sets(results), cli_apart_words);
      cli_say_infeasible(&out, results);
    }
    cli_say(&out,
            "\nlose: towns with less on average; difference: mean over replications paired by "
            "random numbers%s. One town of many lies outside by chance: look at groups first\n",
            results->draws ? "" : "; interval: Student's t");
    status = cli_print(&out, error);
  }
  text_free(&out);
  return status;
}

static enum status list(const struct cli *cli, const struct results *results, struct error *error) {
  struct results_towns towns;
  uint32_t base;
  TRY(cli_base(cli, results, &base, error));
  if (results->scenarios < 2) {
    return error_set(error, STATUS_USAGE,
                     "%s has one scenario: there is nothing to compare it with", results->path);
  }
  TRY(results_list_towns(results, &towns, error));
  const enum status status = cli_sheet_is_wanted(cli)
                                 ? write_sheet(cli, results, &towns, base, error)
                             : cli->json ? print_json(cli, results, &towns, base, error)
                                         : print_tables(cli, results, &towns, base, error);
  results_free_towns(&towns);
  return status;
}

enum status towns_command(const struct cli *cli, struct error *error) {
  struct results results;
  TRY(cli_results_apart(cli, &results, error));
  const enum status status = list(cli, &results, error);
  results_close(&results);
  return status;
}
