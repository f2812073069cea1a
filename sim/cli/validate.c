/* validate: the patterns that judge the model, as a table, as JSON, and as figures. */
#include "cli.h"

#include "bellwether/base/file.h"
#include "bellwether/study/validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A scenario of the validation: what the user sets, then what the validation does. */
static enum status load(const struct cli *cli, enum validate_world which, struct scenario *scenario,
                        struct error *error) {
  struct cli layered = *cli;
  for (const char *const *setting = validate_settings[which]; *setting; setting++) {
    if (layered.settings_count == CLI_WORDS_MOST) {
      return error_set(error, STATUS_USAGE, "more than %d settings", CLI_WORDS_MOST);
    }
    layered.settings[layered.settings_count++] = *setting;
  }
  return cli_load(&layered, VALIDATE_SCENARIO, scenario, error);
}

static enum status simulate(const struct cli *cli, struct validation *validation,
                            struct validate_request *request, struct error *error) {
  struct scenario scenarios[VALIDATE_WORLDS] = {0};
  enum status status = STATUS_OK;
  int loaded = 0;
  for (; loaded < VALIDATE_WORLDS; loaded++) {
    status = load(cli, (enum validate_world)loaded, &scenarios[loaded], error);
    if (status != STATUS_OK) break;
    request->scenarios[loaded] = &scenarios[loaded];
  }
  if (status == STATUS_OK) {
    request->seed = cli->seed_given ? cli->seed : scenarios[VALIDATE_BASE].seed;
    fprintf(stderr, "%s, %u replications, seed %u, %d threads\n", scenarios[VALIDATE_BASE].name,
            request->replications, request->seed, request->threads);
    status = validate_run(request, validation, error);
  }
  while (loaded > 0) scenario_free(&scenarios[--loaded]);
  return status;
}

static void add_pattern(const struct validation *validation, enum pattern k,
                        struct cli_table *table) {
  const struct validate_estimate *e = &validation->estimates[k];
  const struct validate_pattern *pattern = &validate_patterns[k];
  char cell[128], value[CLI_NUMBER], a[CLI_NUMBER], b[CLI_NUMBER];
  cli_table_add(table, pattern->name);
  cli_table_add(table, strcmp(pattern->unit, "1") == 0 ? "" : pattern->unit);
  snprintf(cell, sizeof cell, "%s [%s, %s]", cli_number(e->value, value), cli_number(e->low, a),
           cli_number(e->high, b));
  cli_table_add(table, cell);
  if (pattern->gate) snprintf(cell, sizeof cell, "%.4g to %.4g", pattern->least, pattern->most);
  else snprintf(cell, sizeof cell, "-");
  cli_table_add(table, cell);
  cli_table_add(table, pattern->gate ? "gate" : "report");
  cli_table_add(table, pattern->fit);
  cli_table_add(table, validate_word(e->verdict));
  cli_table_add(table, pattern->source);
}

static enum status print_table(const struct validation *validation, struct error *error) {
  static const char *const heads[] = {
      "pattern", "unit", "value [95 % interval]", "band", "kind", "fit", "verdict", "source"};
  struct cli_table table = {
      .columns = 8, .right = {[2] = true}, .drop = {[4] = 1, [5] = 2}, .below = 7};
  struct text text = {0};
  for (int i = 0; i < 8; i++) cli_table_add(&table, heads[i]);
  for (int k = 0; k < PATTERN_COUNT; k++) add_pattern(validation, (enum pattern)k, &table);
  cli_table_print(&table, &text);
  cli_say(
      &text,
      "\nwithin, outside: where the 95 %% interval lies; undecided: it reaches across an edge of "
      "the band, so that the replications are too few to say. fitted: parameters were set by hand "
      "so that %s meets it; input: a parameter is from the same source; -: nothing was set for "
      "it\n",
      VALIDATE_SCENARIO);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  cli_table_free(&table);
  return status;
}

static json_t *pattern_json(const struct validation *validation, enum pattern k) {
  const struct validate_estimate *e = &validation->estimates[k];
  const struct validate_pattern *pattern = &validate_patterns[k];
  return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:i, s:s, s:s, s:s}", "pattern",
                   pattern->name, "kind", pattern->gate ? "gate" : "report", "fit", pattern->fit,
                   "unit", pattern->unit, "value", cli_json_number(e->value), "low",
                   cli_json_number(e->low), "high", cli_json_number(e->high), "least",
                   cli_json_number(pattern->least), "most", cli_json_number(pattern->most),
                   "replications", (int)e->count, "verdict", validate_word(e->verdict), "meaning",
                   pattern->meaning, "source", pattern->source);
}

static json_t *report_json(const struct validation *validation,
                           const struct validate_request *request) {
  json_t *list = json_array();
  for (int k = 0; k < PATTERN_COUNT; k++) {
    json_array_append_new(list, pattern_json(validation, (enum pattern)k));
  }
  const uint32_t failed = validate_gates(validation, VALIDATE_OUTSIDE, NULL) +
                          validate_gates(validation, VALIDATE_UNKNOWN, NULL);
  const uint32_t undecided = validate_gates(validation, VALIDATE_UNDECIDED, NULL);
  return json_pack("{s:s, s:I, s:i, s:i, s:i, s:o}", "scenario", VALIDATE_SCENARIO, "seed",
                   (json_int_t)request->seed, "replications", (int)validation->replications,
                   "failed_gates", (int)failed, "undecided_gates", (int)undecided, "patterns",
                   list);
}

static enum status write_json(const struct validation *validation,
                              const struct validate_request *request, const char *folder,
                              struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, folder, "validation.json", error));
  json_t *root = report_json(validation, request);
  char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
  json_decref(root);
  if (!text) return error_memory(error, "JSON", 0);
  const enum status status = file_write_whole(path, text, strlen(text), true, error);
  free(text);
  return status;
}

/* All data first: they are there even where gnuplot is not. */
static enum status write_folder(const struct cli *cli, const struct validation *validation,
                                const struct validate_request *request, struct error *error) {
  for (size_t i = 0; i < validate_figures_count; i++) {
    struct text data = {0};
    const char *name = validate_figures[i].name;
    enum status status = validate_figure_data(validation, name, &data, error);
    if (status == STATUS_OK) status = cli_write_data(cli->output, name, &data, error);
    text_free(&data);
    TRY(status);
  }
  TRY(write_json(validation, request, cli->output, error));
  for (size_t i = 0; i < validate_figures_count; i++) {
    TRY(cli_draw(cli, cli->output, validate_figures[i].name, error));
  }
  return STATUS_OK;
}

/* Errors: STATUS_FAILURE where a gate is outside its band, or was not measured; else
 * STATUS_UNDECIDED where the replications are too few to say of one. */
static enum status judge(const struct validation *validation, struct error *error) {
  static const struct {
    enum validate_verdict verdict;
    enum status status;
    const char *said;
  } bad[] = {
      {VALIDATE_OUTSIDE, STATUS_FAILURE, "gates outside their bands"},
      {VALIDATE_UNKNOWN, STATUS_FAILURE, "gates not measured"},
      {VALIDATE_UNDECIDED, STATUS_UNDECIDED,
       "too few replications to say of these gates (give more with -n)"},
  };
  enum status status = STATUS_OK;
  struct text said = {0};
  for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
    struct text names = {0};
    const uint32_t count = validate_gates(validation, bad[k].verdict, &names);
    if (count > 0) {
      text_add(&said, "%s%s: %s", said.length ? "; " : "", bad[k].said,
               names.bytes ? names.bytes : "");
      if (status == STATUS_OK) status = bad[k].status;
    }
    text_free(&names);
  }
  if (status != STATUS_OK) error_set(error, status, "%.900s", said.bytes ? said.bytes : "");
  text_free(&said);
  return status;
}

static enum status report(const struct cli *cli, const struct validation *validation,
                          const struct validate_request *request, struct error *error) {
  if (cli->json) TRY(cli_print_json(report_json(validation, request), error));
  else if (!cli->quiet) TRY(print_table(validation, error));
  if (cli->output) TRY(write_folder(cli, validation, request, error));
  return judge(validation, error);
}

enum status validate_command(const struct cli *cli, struct error *error) {
  struct validation validation;
  struct validate_request request = {
      .replications = cli->replications_given ? cli->replications : VALIDATE_REPLICATIONS,
      .threads = cli->threads,
      .progress = cli->progress};
  if (cli->output && !file_folder_is_empty(cli->output)) {
    return error_set(error, STATUS_USAGE,
                     "%s is not empty, and nothing is overwritten: name another folder with -o",
                     cli->output);
  }
  TRY(simulate(cli, &validation, &request, error));
  const enum status status = report(cli, &validation, &request, error);
  validate_free(&validation);
  return status;
}
