#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status print_json(const struct scenario *scenario, struct error *error) {
  struct scenario_value *values;
  size_t count;
  TRY(scenario_list(scenario, &values, &count, error));
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:b}", "path", values[i].path, "value",
                                          values[i].value, "source", values[i].source, "preset",
                                          (int)values[i].preset));
  }
  scenario_free_values(values, count);
  return cli_print_json(list, error);
}

static const struct scenario_value *find(const struct scenario_value *values, size_t count,
                                         const char *path) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(values[i].path, path) == 0) return &values[i];
  }
  return NULL;
}

static void add_row(struct cli_table *table, const char *path, const char *theirs,
                    const char *ours) {
  cli_table_add(table, path);
  cli_table_add(table, theirs);
  cli_table_add(table, ours);
}

/* What differs: path, value there, value here. */
static enum status print_diff(const struct scenario *there, const struct scenario *here,
                              struct error *error) {
  struct scenario_value *a, *b;
  size_t a_count, b_count;
  TRY(scenario_list(there, &a, &a_count, error));
  if (scenario_list(here, &b, &b_count, error) != STATUS_OK) {
    scenario_free_values(a, a_count);
    return error->status;
  }
  struct cli_table table = {.columns = 3};
  add_row(&table, "value", there->name, here->name);
  for (size_t i = 0; i < b_count; i++) {
    const struct scenario_value *old = find(a, a_count, b[i].path);
    if (!old || strcmp(old->value, b[i].value) != 0) {
      add_row(&table, b[i].path, old ? old->value : "-", b[i].value);
    }
  }
  for (size_t i = 0; i < a_count; i++) {
    if (!find(b, b_count, a[i].path)) add_row(&table, a[i].path, a[i].value, "-");
  }
  struct text text = {0};
  if (table.cells_count == table.columns) text_add(&text, "no value differs\n");
  else cli_table_print(&table, &text);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  cli_table_free(&table);
  scenario_free_values(a, a_count);
  scenario_free_values(b, b_count);
  return status;
}

enum status show_command(const struct cli *cli, struct error *error) {
  struct scenario scenario, other;
  TRY(cli_load(cli, cli->words[0], &scenario, error));
  enum status status;
  if (cli->diff) {
    struct cli plain = *cli;
    plain.settings_count = 0;
    status = cli_load(&plain, cli->diff, &other, error);
    if (status == STATUS_OK) {
      status = print_diff(&other, &scenario, error);
      scenario_free(&other);
    }
  } else if (cli->json) {
    status = print_json(&scenario, error);
  } else {
    struct text text = {0};
    status = scenario_print(&scenario, cli->sources, &text, error);
    if (status == STATUS_OK) status = cli_print(&text, error);
    text_free(&text);
  }
  scenario_free(&scenario);
  return status;
}
