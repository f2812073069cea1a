/* run, resume: replications into a folder. */
#define _POSIX_C_SOURCE 200809L
#include "run.h"
#include "run_tell.h"
#include "sensitivity.h"
#include "stop.h"

#include "bellwether/base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLICATIONS_OF_DRAW 2u   /* so that chance and assumption can be told apart */
#define UNTIL_MOST           1000 /* replications, where --until-ci ends and no one says how many */

void run_default_folder(const struct cli *cli, const char *suffix, char *out, size_t bytes) {
  if (cli->output) {
    snprintf(out, bytes, "%s", cli->output);
    return;
  }
  const char *name = cli->words[cli->words_count - 1];
  const size_t length = strlen(name), ending = strlen(".yaml");
  const bool file = length > ending && strcmp(name + length - ending, ".yaml") == 0;
  snprintf(out, bytes, "output/%.*s", (int)(file ? length - ending : length), name);
  for (char *at = out + strlen("output/"); *at; at++) {
    if (*at == '/' || *at == '.') *at = '-';
  }
  const size_t used = strlen(out);
  snprintf(out + used, bytes - used, "%s", suffix);
}

enum status run_load(const struct cli *cli, struct ensemble *ensemble, struct error *error) {
  struct error first = {0};
  struct cli_names names;
  TRY(cli_list_names(cli, &names, error));
  ensemble->scenarios = calloc(names.count, sizeof *ensemble->scenarios);
  if (!ensemble->scenarios) {
    free(names.list);
    return error_memory(error, "scenarios", names.count);
  }
  for (size_t i = 0; i < names.count; i++) {
    struct scenario *scenario = &ensemble->scenarios[ensemble->scenarios_count];
    if (cli_load(cli, names.list + i * SCENARIO_LAYERED, scenario, error) == STATUS_OK) {
      ensemble->scenarios_count++;
    } else if (first.status == STATUS_OK) {
      first = *error;
    }
  }
  free(names.list);
  if (first.status != STATUS_OK) *error = first;
  else if (!cli->quiet) cli_warn(ensemble->scenarios, ensemble->scenarios_count);
  return first.status;
}

static enum status run_ensemble(const struct cli *cli, struct ensemble *ensemble,
                                const struct preflight *ahead, struct error *error) {
  static struct ensemble_pace pace; /* a signal handler may look at it until the program ends */
  const struct ensemble_options options = {.threads = cli->threads,
                                           .together = ahead->at_a_time == 1,
                                           .seconds_most = cli->max_seconds,
                                           .progress = cli->progress,
                                           .stop = &cli_stop,
                                           .pace = &pace};
  struct ensemble_outcome outcome;
  stop_watch(&pace, ensemble->folder);
  const enum status status = ensemble_run(ensemble, &options, &outcome, error);
  return run_print_outcome(cli, ensemble, &outcome, status, error);
}

/* Whether a word is an option that says where and how, not what: it has no part in the results.
 * `next`: its value is the next word. */
static bool is_local(const char *word, bool *next) {
  static const struct {
    const char *name;
    char letter;
    bool alone; /* takes no value */
  } local[] = {{"output", 'o', false}, {"threads", 'j', false}, {"progress", 0, false},
               {"max-time", 0, false}, {"quiet", 'q', true},    {"json", 0, true}};
  for (size_t k = 0; k < sizeof local / sizeof local[0]; k++) {
    const size_t length = strcspn(word, "=");
    const bool is_long = strncmp(word, "--", 2) == 0 && length > 2 &&
                         strncmp(local[k].name, word + 2, length - 2) == 0;
    const bool is_short = word[0] == '-' && local[k].letter && word[1] == local[k].letter;
    *next = !local[k].alone && word[is_long ? length : 2] == '\0';
    if (is_long || is_short) return true;
  }
  return false;
}

/* The command line that makes these results again, but for the folder: what the user said, and the
 * seed. */
static void write_command(const struct cli *cli, struct ensemble *ensemble) {
  struct text out = {0};
  bool next = false;
  text_add(&out, "bellwether %s", cli->argv[0]);
  for (int i = 1; i < cli->argc; i++) {
    if (is_local(cli->argv[i], &next)) i += next;
    else cli_add_word(&out, cli->argv[i]);
  }
  if (!cli->seed_given) text_add(&out, " --seed %u", ensemble->seed);
  snprintf(ensemble->command, sizeof ensemble->command, "%s", out.bytes ? out.bytes : "");
  text_repair(ensemble->command);
  text_free(&out);
}

/* When --until-ci ends the experiment. */
static enum status read_rule(const struct cli *cli, struct ensemble *ensemble,
                             struct error *error) {
  struct ensemble_rule *rule = &ensemble->until;
  const struct scenario *first = &ensemble->scenarios[0];
  if (!(cli->until > 0)) {
    const char *option = cli->base ? "base" : cli->indicator ? "indicator" : "town";
    if (!cli->base && !cli->indicator && !cli->town) return STATUS_OK;
    return error_set(error, STATUS_USAGE, "run --%s goes with --until-ci", option);
  }
  rule->share = cli->until;
  if (!cli->replications_given) ensemble->replications = UNTIL_MOST;
  TRY(cli_indicator(cli, INDICATOR_device_sales, &rule->indicator, error));
  const uint32_t places = scenario_places(first), count = ensemble->scenarios_count;
  while (cli->base && rule->base < count &&
         strcmp(ensemble->scenarios[rule->base].name, cli->base) != 0) {
    rule->base++;
  }
  while (cli->town && rule->place < places &&
         strcmp(scenario_place_name(first, rule->place), cli->town) != 0) {
    rule->place++;
  }
  if (rule->base == count) {
    return error_set(error, STATUS_USAGE, "--base %.100s is not among the scenarios", cli->base);
  }
  if (rule->place == places) {
    return error_set(error, STATUS_USAGE, "--town %.100s: %s has no such focal town", cli->town,
                     first->name);
  }
  return STATUS_OK;
}

/* Which agents are kept one by one. */
static enum status read_panel(const struct cli *cli, struct ensemble *ensemble,
                              struct error *error) {
  if (!cli->panel && cli->every) {
    return error_set(error, STATUS_USAGE, "run --every goes with --panel, as in --panel firms");
  }
  if (!cli->panel) return STATUS_OK;
  const bool both = strcmp(cli->panel, "both") == 0;
  ensemble->panel = (struct ensemble_panel){.firms = both || strcmp(cli->panel, "firms") == 0,
                                            .persons = both || strcmp(cli->panel, "persons") == 0,
                                            .every = cli->every ? cli->every : 12};
  return STATUS_OK;
}

/* Sets of assumptions, and so many replications of each. */
static enum status read_draws(const struct cli *cli, struct ensemble *ensemble,
                              struct error *error) {
  if (cli->draws == 0) return STATUS_OK;
  if (cli->until > 0) {
    return error_set(error, STATUS_USAGE, "run --draws and --until-ci: give one of them");
  }
  const uint64_t each = cli->replications_given ? cli->replications : REPLICATIONS_OF_DRAW;
  if (each * cli->draws > ENSEMBLE_REPLICATIONS_MOST) {
    return error_set(error, STATUS_USAGE, "%u draws of %u replications are more than %u",
                     cli->draws, (unsigned)each, ENSEMBLE_REPLICATIONS_MOST);
  }
  ensemble->replications_each = (uint32_t)each;
  ensemble->replications = (uint32_t)each * cli->draws;
  ensemble->draws.count = ensemble->draws.ends[0] = cli->draws;
  ensemble->draws.blocks = 1;
  return draws_make(ensemble->scenarios, ensemble->scenarios_count, ensemble->seed,
                    &ensemble->draws, error);
}

enum status run_new(const struct cli *cli, const char *suffix, struct ensemble *ensemble,
                    struct error *error) {
  write_command(cli, ensemble);
  run_default_folder(cli, suffix, ensemble->folder, sizeof ensemble->folder);
  const size_t runs = (size_t)ensemble->scenarios_count * ensemble->replications;
  const struct preflight ahead = preflight_look(ensemble, runs, cli->threads);
  if (!cli->dry_run && !cli->quiet) run_describe(stderr, cli, ensemble, &ahead);
  TRY(ensemble_check(ensemble, error));
  TRY(preflight_check(ensemble, &ahead, error));
  if (cli->dry_run) return run_print_plan(cli, ensemble, &ahead, error);
  TRY(ensemble_create(ensemble, error));
  return run_ensemble(cli, ensemble, &ahead, error);
}

enum status run_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble = {.replications = cli->replications, .firms_kept = cli->firms};
  enum status status = read_panel(cli, &ensemble, error);
  if (status == STATUS_OK) status = run_load(cli, &ensemble, error);
  if (status == STATUS_OK) status = read_rule(cli, &ensemble, error);
  if (status == STATUS_OK) {
    ensemble.seed = cli->seed_given ? cli->seed : ensemble.scenarios[0].seed;
    status = read_draws(cli, &ensemble, error);
  }
  if (status == STATUS_OK) status = run_new(cli, "", &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}

enum status run_on(const struct cli *cli, struct ensemble *ensemble, struct error *error) {
  struct ensemble_outcome outcome;
  TRY(ensemble_status(ensemble, &outcome, error));
  struct preflight ahead = preflight_look(ensemble, outcome.left, cli->threads);
  ahead.seconds = run_time_left(&ahead, &outcome);
  if (!cli->quiet) run_describe(stderr, cli, ensemble, &ahead);
  if (outcome.left) TRY(preflight_check(ensemble, &ahead, error));
  if (cli->draws) TRY(ensemble_write_extended(ensemble, error));
  return run_ensemble(cli, ensemble, &ahead, error);
}

enum status resume_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  if (sensitivity_is_auto(cli->words[0])) {
    if (!cli->draws) return sensitivity_auto_resume(cli, error);
    return error_set(error, STATUS_USAGE,
                     "--draws %u: the sets of assumptions in %s are placed by designs, and do not "
                     "grow: ask again with another --size, into another folder (-o)",
                     cli->draws, cli->words[0]);
  }
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = cli->draws ? ensemble_extend(&ensemble, cli->draws, error) : STATUS_OK;
  if (status == STATUS_OK) status = run_on(cli, &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}
