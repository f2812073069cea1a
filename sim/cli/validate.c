/* validate: the patterns that judge the model, as a table, as JSON, and as figures. With a folder,
 * validate_records.c judges what is in it. */
#include "cli.h"

#include "bellwether/base/file.h"
#include "bellwether/study/validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 100000u /* replications of all sets together: 400 MB */

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

/* Draws sets of assumptions of the three scenarios, the same for all, where they are asked for. */
static enum status draw(const struct cli *cli, const struct scenario *scenarios,
                        struct validate_request *request, struct draws *draws,
                        struct error *error) {
  *draws = (struct draws){.count = cli->draws, .blocks = 1, .ends = {cli->draws}};
  if (cli->draws == 0) return STATUS_OK;
  const uint64_t rows = request->replications + (uint64_t)(cli->draws - 1) * request->each;
  if (rows > ROWS_MOST) {
    return error_set(error, STATUS_USAGE,
                     "%u sets of assumptions with %u replications each are more than %u "
                     "replications: fewer with --draws or -n",
                     cli->draws, request->each, ROWS_MOST);
  }
  TRY(draws_make(scenarios, VALIDATE_WORLDS, request->seed, draws, error));
  request->draws = draws;
  return STATUS_OK;
}

static void tell_plan(const struct validate_request *request) {
  fprintf(stderr, "%s, %u replications, seed %u, %d threads\n",
          request->scenarios[VALIDATE_BASE]->name, request->replications, request->seed,
          request->threads);
  if (!request->draws) return;
  fprintf(stderr, "%u sets of assumptions besides the central one, %u replications each\n",
          request->draws->count - 1, request->each);
}

static enum status simulate(const struct cli *cli, struct validation *validation,
                            struct validate_request *request, struct error *error) {
  struct scenario scenarios[VALIDATE_WORLDS] = {0};
  struct draws draws = {0};
  enum status status = STATUS_OK;
  int loaded = 0;
  for (; loaded < VALIDATE_WORLDS; loaded++) {
    status = load(cli, (enum validate_world)loaded, &scenarios[loaded], error);
    if (status != STATUS_OK) break;
    request->scenarios[loaded] = &scenarios[loaded];
  }
  if (status == STATUS_OK) {
    request->seed = cli->seed_given ? cli->seed : scenarios[VALIDATE_BASE].seed;
    status = draw(cli, scenarios, request, &draws, error);
  }
  if (status == STATUS_OK) {
    if (!cli->quiet) tell_plan(request);
    status = validate_run(request, validation, error);
    request->draws = NULL;
    draws_free(&draws);
  }
  while (loaded > 0) scenario_free(&scenarios[--loaded]);
  return status;
}

/* In how many sets of assumptions a pattern is in its band, and where it lies in them. */
static void add_sets(const struct validate_sets *sets, const struct validate_pattern *pattern,
                     struct cli_table *table) {
  char cell[64], a[CLI_NUMBER], b[CLI_NUMBER];
  snprintf(cell, sizeof cell, "%u of %u", sets->inside, sets->measured);
  cli_table_add(table, pattern->gate ? cell : "-");
  snprintf(cell, sizeof cell, "%s to %s", cli_number(sets->low, a), cli_number(sets->high, b));
  cli_table_add(table, cell);
}

static void add_pattern(const struct validation *validation, enum pattern k,
                        struct cli_table *table) {
  const struct validate_estimate *e = &validation->estimates[k];
  const struct validate_pattern *pattern = &validate_patterns[k];
  char cell[CLI_RANGE];
  cli_table_add(table, pattern->name);
  cli_table_add(table, strcmp(pattern->unit, "1") == 0 ? "" : pattern->unit);
  cli_table_add(table, cli_range(e->value, e->low, e->high, 1, cell));
  if (pattern->gate) snprintf(cell, sizeof cell, "%.4g to %.4g", pattern->least, pattern->most);
  else snprintf(cell, sizeof cell, "-");
  cli_table_add(table, cell);
  cli_table_add(table, pattern->gate ? "gate" : "report");
  cli_table_add(table, pattern->fit);
  cli_table_add(table, validate_word(e->verdict));
  if (validation->draws) add_sets(&validation->sets[k], pattern, table);
  cli_table_add(table, pattern->source);
}

/* What sets of assumptions say, in words. */
static void add_sets_foot(const struct validation *validation, struct text *text) {
  if (!validation->draws) return;
  cli_say(text,
          "\nin the band: of %u sets of assumptions, the central one with %u replications and the "
          "others with %u each, those whose value lies in the band; 5 to 95 %%: of the values of "
          "these sets. Chance is in both, as %u replications leave it there.\n",
          validation->draws, validation->replications, validation->each, validation->each);
  if (validation->infeasible == 0) return;
  cli_say(text, "%u of the sets are infeasible and have no value; the first: %s\n",
          validation->infeasible, validation->first_infeasible.text);
}

static enum status print_table(const struct validation *validation, struct error *error) {
  static const char *const heads[] = {
      "pattern", "unit",        "value [95 % interval]", "band",  "kind", "fit",
      "verdict", "in the band", "5 to 95 % of sets",     "source"};
  struct cli_table table = {.right = {[2] = true}, .drop = {[4] = 1, [5] = 2}};
  struct text text = {0};
  for (int i = 0; i < 10; i++) {
    const bool of_sets = i == 7 || i == 8;
    if (of_sets && !validation->draws) continue;
    if (i == 9) table.below = table.columns;
    cli_table_add(&table, heads[i]);
    table.columns++;
  }
  for (int k = 0; k < PATTERN_COUNT; k++) add_pattern(validation, (enum pattern)k, &table);
  cli_table_print(&table, &text);
  cli_say(
      &text,
      "\nwithin, outside: where the 95 %% interval lies; undecided: it reaches across an edge of "
      "the band, so that the replications are too few to say. fitted: parameters were set by hand "
      "so that %s meets it; input: a parameter is from the same source; -: nothing was set for "
      "it\n",
      VALIDATE_SCENARIO);
  add_sets_foot(validation, &text);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  cli_table_free(&table);
  return status;
}

/* What sets of assumptions say of a pattern; null where there are none. */
static json_t *sets_json(const struct validation *validation, enum pattern k) {
  const struct validate_sets *sets = &validation->sets[k];
  if (!validation->draws) return json_null();
  json_t *values = json_array();
  for (uint32_t d = 0; d < validation->draws; d++) {
    json_array_append_new(values,
                          cli_json_number(validation->values[(size_t)d * PATTERN_COUNT + k]));
  }
  const bool known = validate_patterns[k].gate && sets->measured > 0;
  const double share = known ? (double)sets->inside / sets->measured : NAN;
  return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "measured", (int)sets->measured, "inside",
                   known ? json_integer(sets->inside) : json_null(), "inside_share",
                   cli_json_number(share), "p05", cli_json_number(sets->low), "p50",
                   cli_json_number(sets->median), "p95", cli_json_number(sets->high), "values",
                   values);
}

static json_t *pattern_json(const struct validation *validation, enum pattern k) {
  const struct validate_estimate *e = &validation->estimates[k];
  const struct validate_pattern *pattern = &validate_patterns[k];
  return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:i, s:s, s:o, s:s, s:s}",
                   "pattern", pattern->name, "kind", pattern->gate ? "gate" : "report", "fit",
                   pattern->fit, "unit", pattern->unit, "value", cli_json_number(e->value), "low",
                   cli_json_number(e->low), "high", cli_json_number(e->high), "least",
                   cli_json_number(pattern->least), "most", cli_json_number(pattern->most),
                   "replications", (int)e->count, "verdict", validate_word(e->verdict), "sets",
                   sets_json(validation, k), "meaning", pattern->meaning, "source",
                   pattern->source);
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
  return json_pack("{s:s, s:I, s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "scenario", VALIDATE_SCENARIO,
                   "seed", (json_int_t)request->seed, "replications", (int)validation->replications,
                   "draws", (int)validation->draws, "replications_each", (int)validation->each,
                   "infeasible_draws", (int)validation->infeasible, "failed_gates", (int)failed,
                   "undecided_gates", (int)undecided, "patterns", list);
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

/* Whether a figure has something to show. */
static bool suits(const struct validation *validation, const struct figure *figure) {
  return figure->need != FIGURE_NEEDS_DRAWS || validation->draws > 0;
}

/* All data first: they are there even where gnuplot is not. */
static enum status write_folder(const struct cli *cli, const struct validation *validation,
                                const struct validate_request *request, struct error *error) {
  for (size_t i = 0; i < validate_figures_count; i++) {
    struct text data = {0};
    const char *name = validate_figures[i].name;
    if (!suits(validation, &validate_figures[i])) continue;
    enum status status = validate_figure_data(validation, name, &data, error);
    if (status == STATUS_OK) status = cli_write_data(cli->output, name, &data, error);
    text_free(&data);
    TRY(status);
  }
  TRY(write_json(validation, request, cli->output, error));
  for (size_t i = 0; i < validate_figures_count; i++) {
    if (!suits(validation, &validate_figures[i])) continue;
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
  const bool given = cli->replications_given;
  if (cli->words_count > 0) return cli_validate_records(cli, error);
  if (cli_sheet_is_wanted(cli)) {
    return error_set(error, STATUS_USAGE,
                     "--csv and --xlsx are for the records of a folder, as in 'bellwether validate "
                     "FOLDER --csv'; of the patterns there is --json");
  }
  struct validate_request request = {.each = given ? cli->replications : VALIDATE_EACH,
                                     .replications = given ? cli->replications
                                                           : VALIDATE_REPLICATIONS,
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
