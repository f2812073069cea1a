#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool warned_before(const struct scenario *scenarios, size_t count,
                          const struct tree_complaint *warning) {
  for (size_t s = 0; s < count; s++) {
    const struct complaints *warnings = &scenarios[s].warnings;
    for (size_t i = 0; i < warnings->count; i++) {
      const struct tree_complaint *other = &warnings->list[i];
      if (other->place.line == warning->place.line &&
          other->place.column == warning->place.column &&
          strcmp(other->place.file, warning->place.file) == 0 &&
          strcmp(other->message, warning->message) == 0) {
        return true;
      }
    }
  }
  return false;
}

void cli_warn(const struct scenario *scenarios, size_t count) {
  struct text text = {0};
  for (size_t s = 0; s < count; s++) {
    for (size_t i = 0; i < scenarios[s].warnings.count; i++) {
      const struct tree_complaint *warning = &scenarios[s].warnings.list[i];
      if (!warned_before(scenarios, s, warning)) {
        scenario_print_warning(&scenarios[s], warning, &text);
      }
    }
  }
  if (text.bytes) fputs(text.bytes, stderr);
  text_free(&text);
}

/* Complaints of one scenario as JSON objects; `kind`: error or warning. */
static void add_complaints(json_t *list, const char *name, const char *kind,
                           const struct complaints *complaints) {
  for (size_t i = 0; i < complaints->count; i++) {
    const struct tree_complaint *c = &complaints->list[i];
    json_array_append_new(list,
                          json_pack("{s:s, s:s, s:s, s:i, s:i, s:s}", "scenario", name, "kind",
                                    kind, "file", c->place.file, "line", c->place.line, "column",
                                    c->place.column, "message", c->message));
  }
}

/* Adds ", 1 town", ", 2 towns". */
static void add_count(struct text *out, const char *before, size_t count, const char *what) {
  text_add(out, "%s%zu %s%s", before, count, what, count == 1 ? "" : "s");
}

/* What a town's levers may spend, and what they spend beyond that. */
static void add_budget(const struct scenario *scenario, uint32_t town, struct text *out) {
  double sum = 0;
  bool grants = false, interest = false;
  for (uint32_t l = 0; l < scenario->levers_count; l++) {
    const struct lever *lever = &scenario->levers[l];
    bool here = false;
    for (uint32_t k = 0; k < lever->towns_count; k++) here |= lever->towns[k] == town;
    if (!here) continue;
    sum += lever->values[LEVER_BUDGET];
    struct lever_recruiting_teams teams;
    memcpy(&teams, lever->values, sizeof teams);
    grants |= lever->kind == LEVER_recruiting_teams && teams.subsidy > 0;
    interest |= lever->kind == LEVER_bond_plants;
  }
  if (!(sum > 0)) return;
  char number[CLI_NUMBER];
  const struct cli_unit unit = cli_unit("M CNY", sum, false);
  cli_say(out, "  %s: budgets of %s %s in all%s%s\n", scenario->town_names[town],
          cli_number(sum * unit.factor, number), unit.name,
          grants ? "; grants to projects that arrive come on top" : "",
          interest ? "; interest of bonds comes on top" : "");
}

/* What a good scenario has, and how many warnings. */
static enum status print_good(const char *name, const struct scenario *scenario,
                              struct error *error) {
  struct text out = {0}, counts = {0};
  add_count(&counts, "", scenario->towns_count, "town");
  add_count(&counts, ", ", scenario->segments_count, "segment");
  add_count(&counts, ", ", scenario->levers_count, "lever");
  add_count(&counts, ", ", (size_t)scenario_months(scenario), "month");
  if (scenario->records_count) add_count(&counts, ", ", scenario->records_count, "record");
  if (scenario->records_left_out) {
    add_count(&counts, ", ", scenario->records_left_out, "record");
    text_add(&counts, " of other months left out");
  }
  if (scenario->warnings.count) add_count(&counts, "; ", scenario->warnings.count, "warning");
  cli_say(&out, "%s: OK: %s\n", name, counts.bytes ? counts.bytes : "");
  out.failed |= counts.failed;
  for (uint32_t town = 0; town < scenario->named_towns; town++) {
    if (scenario->towns[town].focal > 0) add_budget(scenario, town, &out);
  }
  const enum status status = cli_print(&out, error);
  text_free(&out);
  text_free(&counts);
  return status;
}

/* Checks one scenario, and prints what is found or adds it to `list`. */
static enum status check_one(const struct cli *cli, const char *name, json_t *list,
                             struct error *error) {
  struct scenario scenario;
  struct complaints complaints;
  const enum status status = scenario_load(name, cli->settings, cli->settings_count, &scenario,
                                           &complaints, error);
  struct text text = {0};
  enum status said = STATUS_OK;
  if (list) {
    add_complaints(list, name, "error", &complaints);
    if (status != STATUS_OK && complaints.count == 0) {
      json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "scenario", name, "kind", "error",
                                            "message", error->text));
    }
    if (status == STATUS_OK) add_complaints(list, name, "warning", &scenario.warnings);
  } else {
    scenario_print_complaints(&complaints, &text);
    if (text.bytes) fputs(text.bytes, stderr);
    if (status == STATUS_OK && !cli->quiet) {
      cli_warn(&scenario, 1);
      said = print_good(name, &scenario, error);
    }
  }
  text_free(&text);
  scenario_free_complaints(&complaints);
  if (status == STATUS_OK) scenario_free(&scenario);
  return status == STATUS_OK ? said : status;
}

enum status check_command(const struct cli *cli, struct error *error) {
  json_t *list = cli->json ? json_array() : NULL;
  enum status worst = STATUS_OK;
  struct error first = {0};
  for (size_t i = 0; i < cli->words_count; i++) {
    struct error why = {0};
    char name[SCENARIO_LAYERED];
    TRY(cli_layered(cli, cli->words[i], name, error));
    const enum status status = check_one(cli, name, list, &why);
    if (status != STATUS_OK && worst == STATUS_OK) {
      worst = status;
      first = why;
    } else if (status != STATUS_OK && !cli->json) {
      fprintf(stderr, "bellwether: %s\n", why.text);
    }
  }
  if (cli->json) {
    const enum status printed = cli_print_json(list, error);
    if (printed != STATUS_OK) return printed;
  }
  if (worst != STATUS_OK) *error = first;
  if (cli->json) error->text[0] = '\0';
  return worst;
}
