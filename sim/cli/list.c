/* params, levers, indicators: the tables, as tables. */
#include "cli.h"

#include "bellwether/base/prior.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a row is asked for: by its name, meaning, or Chinese name (NULL: it has none). */
static bool wanted(const struct cli *cli, const char *name, const char *meaning,
                   const char *chinese) {
  return cli->words_count == 0 || strstr(name, cli->words[0]) || strstr(meaning, cli->words[0]) ||
         (chinese && strstr(chinese, cli->words[0]));
}

static json_t *field_json(const struct lever_row *lever, const struct field *field) {
  json_t *row = json_object();
  if (lever) {
    json_object_set_new(row, "lever", json_string(lever->name));
    json_object_set_new(row, "money", json_string(tables_money(lever->money)));
    json_object_set_new(row, "buys", json_string(lever->buys));
  }
  json_object_set_new(row, "name", json_string(field->name));
  json_object_set_new(row, "unit", json_string(field->unit));
  json_object_set_new(row, "default", json_real(field->preset));
  json_object_set_new(row, "least", json_real(field->least));
  json_object_set_new(row, "most", json_real(field->most));
  if (field->choices[0]) json_object_set_new(row, "choices", json_string(field->choices));
  json_object_set_new(row, "law", json_string(prior_law(field->prior.law)));
  if (field->prior.law == PRIOR_FIXED) {
    json_object_set_new(row, "why", json_string(field->prior.why));
  } else {
    const char grade[2] = {prior_letter(field->prior.grade), '\0'};
    json_object_set_new(row, "low", json_real(field->prior.low));
    json_object_set_new(row, "high", json_real(field->prior.high));
    json_object_set_new(row, "grade", json_string(grade));
  }
  json_object_set_new(row, "meaning", json_string(field->meaning));
  json_object_set_new(row, "source", json_string(field->source));
  return row;
}

/* "lognormal 0.15..0.6, D"; of what is no assumption, why. */
static void add_prior(struct cli_table *table, const struct prior *prior) {
  char cell[128];
  if (prior->law == PRIOR_FIXED) snprintf(cell, sizeof cell, "fixed: %s", prior->why);
  else
    snprintf(cell, sizeof cell, "%s %.4g..%.4g, %c", prior_law(prior->law), prior->low, prior->high,
             prior_letter(prior->grade));
  for (char *sign = strchr(cell, '_'); sign; sign = strchr(sign, '_')) *sign = ' ';
  cli_table_add(table, cell);
}

static void add_field(struct cli_table *table, const struct cli *cli, const struct field *field,
                      const char *indent) {
  char cell[256], least[CLI_NUMBER], most[CLI_NUMBER];
  snprintf(cell, sizeof cell, "%s%s", indent, field->name);
  cli_table_add(table, cell);
  if (field->kind == FIELD_CHOICE) tables_choice(field, field->preset, cell, sizeof cell);
  else if (field->kind == FIELD_SEGMENT)
    snprintf(cell, sizeof cell, field->preset < 0 ? "all" : "the first");
  else if (field->kind == FIELD_TOWN) snprintf(cell, sizeof cell, "none");
  else snprintf(cell, sizeof cell, "%.6g", field->preset);
  cli_table_add(table, cell);
  cli_table_add(table, field->unit);
  if (field->kind == FIELD_CHOICE) snprintf(cell, sizeof cell, "%s", field->choices);
  else if (field->kind == FIELD_SEGMENT) snprintf(cell, sizeof cell, "a segment");
  else if (field->kind == FIELD_TOWN) snprintf(cell, sizeof cell, "a town");
  else {
    snprintf(least, sizeof least, "%.6g", field->least);
    snprintf(most, sizeof most, "%.6g", field->most);
    snprintf(cell, sizeof cell, "%s..%s", least, most);
  }
  cli_table_add(table, cell);
  if (cli->priors) add_prior(table, &field->prior);
  cli_table_add(table, field->meaning);
  cli_table_add(table, field->source);
}

static void add_header(struct cli_table *table, const struct cli *cli) {
  static const char *const names[] = {"name", "default", "unit", "range"};
  static const char *const said[] = {"meaning", "source"};
  table->columns = cli->priors ? 7 : 6;
  table->below = cli->priors ? 5 : 4;
  table->right[1] = true;
  for (int i = 0; i < 4; i++) cli_table_add(table, names[i]);
  if (cli->priors) cli_table_add(table, "5 to 95 %, grade");
  for (int i = 0; i < 2; i++) cli_table_add(table, said[i]);
}

static enum status print_table(struct cli_table *table, struct error *error) {
  struct text text = {0};
  cli_table_print(table, &text);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  cli_table_free(table);
  return status;
}

#define NAME_BYTES 64

/* Keeps in best[NAME_BYTES] what is spelled more like the word. */
static void keep_nearer(const char *word, const char *candidate, char *best) {
  const char *both[] = {best, candidate};
  const bool first = best[0] == '\0';
  if (text_nearest(word, both + first, first ? 1 : 2) == candidate) {
    snprintf(best, NAME_BYTES, "%s", candidate);
  }
}

/* Nothing has the pattern: says which name, or which word of a name, is spelled most like it. */
static enum status refuse(const char *pattern, const char *(*name)(size_t), size_t names,
                          struct error *error) {
  char best[NAME_BYTES] = "";
  for (size_t k = 0; k < names; k++) {
    keep_nearer(pattern, name(k), best);
    for (const char *at = name(k); *at; at += strcspn(at, "_"), at += *at == '_') {
      char word[NAME_BYTES];
      snprintf(word, sizeof word, "%.*s", (int)strcspn(at, "_"), at);
      keep_nearer(pattern, word, best);
    }
  }
  return error_set(error, STATUS_USAGE, "nothing has '%.60s' in its name or meaning%s%s%s", pattern,
                   best[0] ? "; did you mean '" : "", best, best[0] ? "'?" : "");
}

/* Prints what was found, as a table or as JSON; takes both. Errors: STATUS_USAGE where nothing was.
 */
static enum status print_found(struct cli_table *table, json_t *list, const struct cli *cli,
                               size_t found, const char *(*name)(size_t), size_t names,
                               struct error *error) {
  enum status status;
  if (cli->json) {
    cli_table_free(table);
    status = cli_print_json(list, error);
  } else {
    json_decref(list);
    status = print_table(table, error);
  }
  if (status == STATUS_OK && found == 0) return refuse(cli->words[0], name, names, error);
  return status;
}

/* Which assumptions go together in all scenarios. */
static enum status print_correlations(struct error *error) {
  struct cli_table table = {.columns = 6, .below = 4, .right = {[1] = true}};
  struct text out = {0};
  char rho[32];
  static const char *const heads[] = {"correlation", "rho", "pairs of", "", "meaning", "source"};
  for (size_t k = 0; k < 6; k++) cli_table_add(&table, heads[k]);
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    const struct correlation_row *one = &tables_correlations[row];
    snprintf(rho, sizeof rho, "%g", one->rho);
    cli_table_add(&table, one->name);
    cli_table_add(&table, rho);
    cli_table_add(&table, one->members);
    cli_table_add(&table, one->within ? "of one owner" : "all");
    cli_table_add(&table, one->meaning);
    cli_table_add(&table, one->source);
  }
  text_add(&out, "\n");
  cli_table_print(&table, &out);
  cli_say(&out,
          "\nThey bind the normal scores of what varies; a scenario may give each another rho, "
          "as in 'correlations: {markets: {rho: 0}}'.\n");
  const enum status status = cli_print(&out, error);
  text_free(&out);
  cli_table_free(&table);
  return status;
}

/* How to read a prior, and how to name it elsewhere. */
static enum status print_grades(struct error *error) {
  struct text out = {0};
  cli_say(
      &out,
      "\nGrade: A measured on this object, B measured elsewhere, C theory, analogy or recalled, "
      "D a guess. Elsewhere, as in 'sensitivity --only', a parameter is called "
      "parameters.NAME, and what a lever does levers.LEVER.NAME.\n");
  const enum status status = cli_print(&out, error);
  text_free(&out);
  return status;
}

static const char *param_name(size_t k) { return tables_params[k].name; }
static const char *lever_name(size_t k) { return tables_levers[k].name; }
static const char *indicator_name(size_t k) { return tables_indicators[k].name; }

enum status params_command(const struct cli *cli, struct error *error) {
  json_t *list = json_array();
  struct cli_table table = {0};
  size_t found = 0;
  add_header(&table, cli);
  for (size_t i = 0; i < tables_params_count; i++) {
    if (!wanted(cli, tables_params[i].name, tables_params[i].meaning, NULL)) continue;
    found++;
    json_array_append_new(list, field_json(NULL, &tables_params[i]));
    add_field(&table, cli, &tables_params[i], "");
  }
  TRY(print_found(&table, list, cli, found, param_name, tables_params_count, error));
  if (!cli->priors || cli->json) return STATUS_OK;
  if (cli->words_count == 0) TRY(print_correlations(error));
  return print_grades(error);
}

/* All levers, a line each. */
static enum status list_levers(struct error *error) {
  struct cli_table table = {.columns = 3};
  cli_table_add(&table, "lever");
  cli_table_add(&table, "money");
  cli_table_add(&table, "what it does");
  for (size_t k = 0; k < LEVER_COUNT; k++) {
    cli_table_add(&table, tables_levers[k].name);
    cli_table_add(&table, tables_money(tables_levers[k].money));
    cli_table_add(&table, tables_levers[k].meaning);
  }
  TRY(print_table(&table, error));
  struct text foot = {0};
  cli_say(&foot,
          "\n'bellwether levers NAME', or any word, shows what may be set of those that have "
          "it. money: reaches some of those whom the lever is for, and twice as much reaches "
          "less than twice as many; buys units; works itself, as grants and works do; fixed: "
          "nothing below its cost, no more above; befalls: a shock, which needs none.\n");
  const enum status status = cli_print(&foot, error);
  text_free(&foot);
  return status;
}

enum status levers_command(const struct cli *cli, struct error *error) {
  if (cli->words_count == 0 && !cli->json) return list_levers(error);
  json_t *list = json_array();
  size_t found = 0;
  for (size_t k = 0; k < LEVER_COUNT; k++) {
    const struct lever_row *row = &tables_levers[k];
    if (!wanted(cli, row->name, row->meaning, tables_lever_chinese((enum lever_kind)k))) continue;
    struct cli_table table = {0};
    add_header(&table, cli);
    for (size_t f = 0; f < row->fields_count; f++) {
      json_array_append_new(list, field_json(row, &row->fields[f]));
      add_field(&table, cli, &row->fields[f], "  ");
    }
    struct text head = {0};
    if (found) text_add(&head, "\n");
    cli_say(&head, "%s (%s): %s\n", row->name, row->equations, row->meaning);
    cli_say(&head, "  money %s: %s\n", tables_money(row->money), row->buys);
    enum status status = cli->json ? STATUS_OK : cli_print(&head, error);
    text_free(&head);
    found++;
    if (status == STATUS_OK && !cli->json) status = print_table(&table, error);
    else cli_table_free(&table);
    if (status != STATUS_OK) {
      json_decref(list);
      return error->status;
    }
  }
  struct cli_table none = {0};
  TRY(print_found(&none, list, cli, found, lever_name, LEVER_COUNT, error));
  if (cli->json) return STATUS_OK;
  struct text foot = {0};
  cli_say(&foot,
          "\nEvery lever also takes from, to (months, as 2023-01), ramp (months over which its "
          "effect rises) and towns (a town, a list, or focal, rivals, all).\n");
  const enum status status = cli_print(&foot, error);
  text_free(&foot);
  TRY(status);
  return cli->priors ? print_grades(error) : STATUS_OK;
}

enum status indicators_command(const struct cli *cli, struct error *error) {
  json_t *list = json_array();
  struct cli_table table = {.columns = 3};
  size_t found = 0;
  cli_table_add(&table, "name");
  cli_table_add(&table, "unit");
  cli_table_add(&table, "meaning");
  for (int i = 0; i < INDICATOR_SHOWN; i++) {
    const struct indicator_row *row = &tables_indicators[i];
    if (!wanted(cli, row->name, row->meaning, tables_indicator_chinese((enum indicator)i)))
      continue;
    found++;
    json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", row->name, "unit", row->unit,
                                          "meaning", row->meaning));
    cli_table_add(&table, row->name);
    cli_table_add(&table, row->unit);
    cli_table_add(&table, row->meaning);
  }
  return print_found(&table, list, cli, found, indicator_name, INDICATOR_SHOWN, error);
}
