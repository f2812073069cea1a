#include "cli.h"

#include <stdio.h>
#include <stdlib.h>

enum status cli_layered(const struct cli *cli, const char *name, char *out, struct error *error) {
  int used = snprintf(out, SCENARIO_LAYERED, "%s", name);
  for (size_t k = 0; k < cli->layers_count && used < SCENARIO_LAYERED; k++) {
    used += snprintf(out + used, SCENARIO_LAYERED - (size_t)used, "+%s", cli->layers[k]);
  }
  if (used < SCENARIO_LAYERED) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "%.60s...: a scenario's name and layers have at most %d bytes", name,
                   SCENARIO_LAYERED - 1);
}

enum status cli_load(const struct cli *cli, const char *name, struct scenario *scenario,
                     struct error *error) {
  struct complaints complaints;
  char layered[SCENARIO_LAYERED];
  TRY(cli_layered(cli, name, layered, error));
  const enum status status = scenario_load(layered, cli->settings, cli->settings_count, scenario,
                                           &complaints, error);
  if (status == STATUS_SCENARIO && complaints.count) {
    struct text text = {0};
    scenario_print_complaints(&complaints, &text);
    fputs(text.bytes ? text.bytes : "", stderr);
    text_free(&text);
  }
  scenario_free_complaints(&complaints);
  return status;
}

/* All complaints of one scenario as JSON objects. */
static void add_complaints(json_t *list, const char *name, enum status status,
                           const struct complaints *complaints, const struct error *error) {
  for (size_t i = 0; i < complaints->count; i++) {
    const struct tree_complaint *c = &complaints->list[i];
    json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:i, s:s}", "scenario", name, "file",
                                          c->place.file, "line", c->place.line, "column",
                                          c->place.column, "message", c->message));
  }
  if (status != STATUS_OK && complaints->count == 0) {
    json_array_append_new(list, json_pack("{s:s, s:s}", "scenario", name, "message", error->text));
  }
}

enum status check_command(const struct cli *cli, struct error *error) {
  json_t *list = cli->json ? json_array() : NULL;
  enum status worst = STATUS_OK;
  struct error first = {0};
  for (size_t i = 0; i < cli->words_count; i++) {
    struct scenario scenario;
    struct complaints complaints;
    struct error why = {0};
    char name[SCENARIO_LAYERED];
    TRY(cli_layered(cli, cli->words[i], name, error));
    const enum status status = scenario_load(name, cli->settings, cli->settings_count, &scenario,
                                             &complaints, &why);
    struct text text = {0};
    scenario_print_complaints(&complaints, &text);
    if (cli->json) add_complaints(list, name, status, &complaints, &why);
    else if (text.bytes) fputs(text.bytes, stderr);
    if (status == STATUS_OK && !cli->json) {
      printf("%s: good: %u towns, %u segments, %u levers, %d months\n", name, scenario.towns_count,
             scenario.segments_count, scenario.levers_count, scenario_months(&scenario));
    }
    if (status != STATUS_OK && worst == STATUS_OK) {
      worst = status;
      first = why;
    } else if (status != STATUS_OK && !cli->json) {
      fprintf(stderr, "bellwether: %s\n", why.text);
    }
    text_free(&text);
    scenario_free_complaints(&complaints);
    if (status == STATUS_OK) scenario_free(&scenario);
  }
  if (cli->json) {
    const enum status printed = cli_print_json(list, error);
    if (printed != STATUS_OK) return printed;
  }
  if (worst != STATUS_OK) *error = first;
  if (cli->json) error->text[0] = '\0';
  return worst;
}
