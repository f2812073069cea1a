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

static void add_row(struct cli_table *table, const char *path, const char *theirs,
                    const char *ours) {
  cli_table_add(table, path);
  cli_table_add(table, theirs);
  cli_table_add(table, ours);
}

static enum status print_diff_json(const struct scenario_difference *differences, size_t count,
                                   struct error *error) {
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    const struct scenario_difference *one = &differences[i];
    json_array_append_new(list, json_pack("{s:s, s:s?, s:s?}", "path", one->path, "there",
                                          one->there, "here", one->here));
  }
  return cli_print_json(list, error);
}

/* What differs: path, value there, value here. */
static enum status print_diff(const struct cli *cli, const struct scenario *there,
                              const struct scenario *here, struct error *error) {
  struct scenario_difference *differences;
  size_t count;
  TRY(scenario_differ(there, here, &differences, &count, error));
  if (cli->json) {
    const enum status status = print_diff_json(differences, count, error);
    scenario_free_differences(differences, count);
    return status;
  }
  struct cli_table table = {.columns = 3};
  add_row(&table, "value", there->name, here->name);
  for (size_t i = 0; i < count; i++) {
    const struct scenario_difference *one = &differences[i];
    add_row(&table, one->path, one->there ? one->there : "-", one->here ? one->here : "-");
  }
  scenario_free_differences(differences, count);
  struct text text = {0};
  if (table.cells_count == table.columns) text_add(&text, "no value differs\n");
  else cli_table_print(&table, &text);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  cli_table_free(&table);
  return status;
}

enum status show_command(const struct cli *cli, struct error *error) {
  struct scenario scenario, other;
  if (cli->priors && (cli->diff || cli->sources)) {
    return error_set(error, STATUS_USAGE, "show --priors and --%s: give one of them",
                     cli->diff ? "diff" : "sources");
  }
  TRY(cli_load(cli, cli->words[0], &scenario, error));
  enum status status;
  if (cli->diff) {
    struct cli plain = *cli;
    plain.settings_count = 0;
    status = cli_load(&plain, cli->diff, &other, error);
    if (status == STATUS_OK) {
      status = print_diff(cli, &other, &scenario, error);
      scenario_free(&other);
    }
  } else if (cli->priors) {
    status = cli_show_priors(cli, &scenario, error);
  } else if (cli->json) {
    status = print_json(&scenario, error);
  } else {
    struct text text = {0};
    status = scenario_print(&scenario, cli->sources ? SCENARIO_COMMENTED : SCENARIO_BARE, &text,
                            error);
    if (status == STATUS_OK) status = cli_print(&text, error);
    text_free(&text);
  }
  scenario_free(&scenario);
  return status;
}
