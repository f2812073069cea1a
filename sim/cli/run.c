/* run, resume, status, verify: replications into a folder. */
#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/io/results.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/study/factorial.h"
#include "bellwether/study/verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNTIL_MOST 1000 /* replications, where --until-ci ends and no one says how many */

/* output/<the last scenario's name, / and . as ->. */
static void default_folder(const struct cli *cli, char *out, size_t bytes) {
  snprintf(out, bytes, "output/%s", cli->words[cli->words_count - 1]);
  for (char *at = out + strlen("output/"); *at; at++) {
    if (*at == '/' || *at == '.') *at = '-';
  }
}

/* Scenarios to run: their names, SCENARIO_LAYERED bytes each. */
struct names {
  char *list;
  size_t count;
};

/* A name, with those that are laid over it in a design, must be one that can be held. */
static enum status check_lengths(const char *const *words, size_t count, bool together,
                                 struct error *error) {
  size_t joined = 0;
  for (size_t i = 0; i < count; i++) {
    const size_t length = strlen(words[i]) + 1;
    joined = together ? joined + length : length;
    if (joined <= SCENARIO_LAYERED) continue;
    return error_set(error, STATUS_USAGE,
                     "%.60s...: a scenario's name and layers have at most %d bytes",
                     words[together ? 0 : i], SCENARIO_LAYERED - 1);
  }
  return STATUS_OK;
}

/* A base and the combinations of what follows it. */
static enum status list_design(const char *const *words, size_t count, struct names *names,
                               struct error *error) {
  struct factorial design;
  if (count < 2 || count > FACTORIAL_MOST + 1) {
    return error_set(error, STATUS_USAGE,
                     "--factorial takes a base and 1 to %d factors, as in: bellwether run "
                     "--factorial xianju/baseline xianju/s1-links xianju/s2-talent",
                     FACTORIAL_MOST);
  }
  TRY(check_lengths(words, count, true, error));
  factorial_design(count - 1, &design);
  names->count = design.runs;
  names->list = calloc(names->count, SCENARIO_LAYERED);
  if (!names->list) return error_memory(error, "scenarios", names->count * SCENARIO_LAYERED);
  factorial_expand(&design, words[0], words + 1, names->list, SCENARIO_LAYERED);
  return STATUS_OK;
}

/* The combinations that a scenario file asks for; names->count stays 0 where it asks for none. */
static enum status list_file(const struct cli *cli, struct names *names, struct error *error) {
  struct scenario scenario;
  const char *words[FACTORIAL_MOST + 1] = {cli->words[0]};
  TRY(cli_load(cli, cli->words[0], &scenario, error));
  for (uint32_t j = 0; j < scenario.factors_count; j++) words[j + 1] = scenario.factors[j];
  const enum status status = scenario.factors_count
                                 ? list_design(words, scenario.factors_count + 1, names, error)
                                 : STATUS_OK;
  scenario_free(&scenario);
  return status;
}

/* Names of the scenarios to run: the words, or every combination of the words after the first. */
static enum status list_names(const struct cli *cli, struct names *names, struct error *error) {
  if (cli->factorial && cli->words_count > 1) {
    return list_design(cli->words, cli->words_count, names, error);
  }
  if (cli->words_count == 1) TRY(list_file(cli, names, error));
  if (names->count) return STATUS_OK;
  if (cli->factorial) return list_design(cli->words, cli->words_count, names, error);
  names->count = cli->words_count;
  if (names->count > ENSEMBLE_SCENARIOS_MOST) {
    return error_set(error, STATUS_USAGE, "%zu scenarios, at most %d", names->count,
                     ENSEMBLE_SCENARIOS_MOST);
  }
  TRY(check_lengths(cli->words, cli->words_count, false, error));
  names->list = calloc(names->count, SCENARIO_LAYERED);
  if (!names->list) return error_memory(error, "scenarios", names->count * SCENARIO_LAYERED);
  for (size_t i = 0; i < names->count; i++) {
    snprintf(names->list + i * SCENARIO_LAYERED, SCENARIO_LAYERED, "%s", cli->words[i]);
  }
  return STATUS_OK;
}

/* Crosses all names so far with the values of one --sweep: "PATH=A|B" makes name+PATH=A and
 * name+PATH=B of each. */
static enum status sweep(const char *asked, struct names *names, struct error *error) {
  const char *equals = strchr(asked, '=');
  size_t values = 1;
  for (const char *at = asked; *at; at++) values += *at == '|';
  if (!equals || equals == asked || names->count * values > ENSEMBLE_SCENARIOS_MOST) {
    return error_set(error, STATUS_USAGE,
                     "--sweep %.100s: write PATH=VALUE|VALUE, as in --sweep "
                     "'parameters.loan_rate=3 %%/year|6 %%/year'; at most %d scenarios in all",
                     asked, ENSEMBLE_SCENARIOS_MOST);
  }
  char *list = calloc(names->count * values, SCENARIO_LAYERED);
  if (!list) return error_memory(error, "scenarios", names->count * values * SCENARIO_LAYERED);
  enum status status = STATUS_OK;
  size_t made = 0;
  for (size_t i = 0; i < names->count; i++) {
    for (const char *at = equals + 1; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
      char *name = list + made++ * SCENARIO_LAYERED;
      const int used = snprintf(name, SCENARIO_LAYERED, "%s+%.*s=%.*s",
                                names->list + i * SCENARIO_LAYERED, (int)(equals - asked), asked,
                                (int)strcspn(at, "|"), at);
      if (used < SCENARIO_LAYERED) continue;
      status = error_set(error, STATUS_USAGE,
                         "%.60s...: a scenario's name and layers have at most %d bytes", name,
                         SCENARIO_LAYERED - 1);
    }
  }
  free(names->list);
  *names = (struct names){list, made};
  return status;
}

static enum status load_all(const struct cli *cli, struct ensemble *ensemble, struct error *error) {
  struct error first = {0};
  struct names names = {0};
  enum status status = list_names(cli, &names, error);
  for (size_t i = 0; i < cli->sweeps_count && status == STATUS_OK; i++) {
    status = sweep(cli->sweeps[i], &names, error);
  }
  if (status != STATUS_OK) {
    free(names.list);
    return status;
  }
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
  return first.status;
}

static void describe(const struct cli *cli, const struct ensemble *ensemble) {
  fprintf(
      stderr,
      "%u scenario%s x %s%u replications, %d months each, seed %u, %d threads, about %llu MiB\n",
      ensemble->scenarios_count, ensemble->scenarios_count == 1 ? "" : "s",
      ensemble->until.share > 0 ? "at most " : "", ensemble->replications,
      scenario_months(&ensemble->scenarios[0]), ensemble->seed, cli->threads,
      (unsigned long long)(ensemble_bytes(ensemble) * (uint64_t)cli->threads >> 20) + 1);
}

/* Mean and 95 % interval of an indicator at the last month. */
static enum status mean_cell(const struct results *results, enum indicator indicator, uint32_t s,
                             double *values, char *cell, size_t bytes, struct error *error) {
  char mean[CLI_NUMBER], half[CLI_NUMBER];
  TRY(results_read(results, indicator, s, 0, values, error));
  const struct estimate e = statistics_mean(values + results->months - 1, results->months,
                                            results->replications, 0.95);
  snprintf(cell, bytes, "%s ± %s", cli_number(e.mean, mean),
           cli_number((e.high - e.low) / 2, half));
  return STATUS_OK;
}

static enum status add_means(const struct results *results, struct cli_table *table,
                             struct error *error) {
  static const enum indicator shown[] = {INDICATOR_device_sales, INDICATOR_sales,
                                         INDICATOR_employment, INDICATOR_firms,
                                         INDICATOR_public_cost};
  const size_t count = (size_t)results->replications * results->months;
  double *values = calloc(count, sizeof *values);
  if (!values) return error_memory(error, "the summary", count * sizeof *values);
  table->columns = 6;
  cli_table_add(table, "scenario");
  for (int k = 0; k < 5; k++) {
    const struct indicator_row *row = &tables_indicators[shown[k]];
    char head[96];
    snprintf(head, sizeof head, "%s%s%s%s", row->name, row->unit[0] == '1' ? "" : " (",
             row->unit[0] == '1' ? "" : row->unit, row->unit[0] == '1' ? "" : ")");
    cli_table_add(table, head);
    table->right[k + 1] = true;
  }
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    cli_table_add(table, results->scenario_names[s]);
    for (int k = 0; k < 5 && status == STATUS_OK; k++) {
      char cell[96];
      status = mean_cell(results, shown[k], s, values, cell, sizeof cell, error);
      cli_table_add(table, cell);
    }
  }
  free(values);
  return status;
}

/* What came out, in short: the first focal town at the end. */
static enum status print_summary(const char *folder, struct error *error) {
  struct results results;
  struct cli_table table = {0};
  struct text text = {0};
  char date[DATE_TEXT];
  TRY(results_open(&results, folder, error));
  enum status status = add_means(&results, &table, error);
  if (status == STATUS_OK) {
    text_add(&text, "%s, %s: mean and 95 %% interval over %u replications\n\n",
             results.place_names[0], date_format(results.start + (int32_t)results.months - 1, date),
             results.replications);
    cli_table_print(&table, &text);
    text_add(&text, "\nresults: %s\nnext:    ", results.path);
    if (results.scenarios > 1) text_add(&text, "bellwether compare %s; ", folder);
    text_add(&text, "bellwether plot %s\n", folder);
    status = cli_print(&text, error);
  }
  text_free(&text);
  cli_table_free(&table);
  results_close(&results);
  return status;
}

/* How the rule ended. */
static void tell_rule(const struct ensemble *ensemble, const struct ensemble_outcome *outcome) {
  const struct ensemble_rule *rule = &ensemble->until;
  if (!(rule->share > 0) || isnan(outcome->width)) return;
  fprintf(stderr,
          "%s after %u replications: %s %s is known to +- %.2g %% of the mean of %s, %.3g %% "
          "asked\n",
          outcome->width <= rule->share ? "enough" : "not enough", ensemble->replications,
          ensemble->scenarios_count > 1 ? "the difference in" : "the mean",
          tables_indicators[rule->indicator].name, 100 * outcome->width,
          ensemble->scenarios[rule->base].name, 100 * rule->share);
}

static enum status run_ensemble(const struct cli *cli, struct ensemble *ensemble,
                                struct error *error) {
  const struct ensemble_options options = {.threads = cli->threads,
                                           .seconds_most = cli->max_seconds,
                                           .progress = cli->progress,
                                           .stop = &cli_stop};
  struct ensemble_outcome outcome;
  const enum status status = ensemble_run(ensemble, &options, &outcome, error);
  if (outcome.lost) {
    fprintf(stderr, "%u replication%s simulated again: %s\n", outcome.lost,
            outcome.lost == 1 ? "" : "s", outcome.first_loss.text);
  }
  if (status != STATUS_OK && status != STATUS_RUNS && status != STATUS_INVARIANT) return status;
  tell_rule(ensemble, &outcome);
  if (status == STATUS_OK) return print_summary(ensemble->folder, error);
  struct error ignored; /* that runs failed is what the user must hear */
  (void)!print_summary(ensemble->folder, &ignored);
  return status;
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

enum status run_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble = {.replications = cli->replications, .firms_kept = cli->firms};
  size_t used = (size_t)snprintf(ensemble.command, sizeof ensemble.command, "bellwether run%s",
                                 cli->factorial ? " --factorial" : "");
  for (size_t i = 0; i < cli->words_count && used < sizeof ensemble.command; i++) {
    used += (size_t)snprintf(ensemble.command + used, sizeof ensemble.command - used, " %s",
                             cli->words[i]);
  }
  for (size_t i = 0; i < cli->settings_count && used < sizeof ensemble.command; i++) {
    used += (size_t)snprintf(ensemble.command + used, sizeof ensemble.command - used, " --set '%s'",
                             cli->settings[i]);
  }
  for (size_t i = 0; i < cli->sweeps_count && used < sizeof ensemble.command; i++) {
    used += (size_t)snprintf(ensemble.command + used, sizeof ensemble.command - used,
                             " --sweep '%s'", cli->sweeps[i]);
  }
  for (size_t i = 0; i < cli->layers_count && used < sizeof ensemble.command; i++) {
    used += (size_t)snprintf(ensemble.command + used, sizeof ensemble.command - used, " --with %s",
                             cli->layers[i]);
  }
  enum status status = load_all(cli, &ensemble, error);
  if (status == STATUS_OK) status = read_rule(cli, &ensemble, error);
  if (status == STATUS_OK) {
    ensemble.seed = cli->seed_given ? cli->seed : ensemble.scenarios[0].seed;
    if (used < sizeof ensemble.command) {
      snprintf(ensemble.command + used, sizeof ensemble.command - used, " -n %u --seed %u",
               ensemble.replications, ensemble.seed);
    }
    if (cli->output) snprintf(ensemble.folder, sizeof ensemble.folder, "%s", cli->output);
    else default_folder(cli, ensemble.folder, sizeof ensemble.folder);
    describe(cli, &ensemble);
    status = ensemble_check_memory(&ensemble, cli->threads, error);
    if (status == STATUS_OK && !cli->dry_run) {
      status = ensemble_create(&ensemble, error);
      if (status == STATUS_OK) status = run_ensemble(cli, &ensemble, error);
    } else if (status == STATUS_OK) {
      printf("would run into %s\n", ensemble.folder);
    }
  }
  ensemble_free(&ensemble);
  return status;
}

enum status resume_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  describe(cli, &ensemble);
  const enum status status = run_ensemble(cli, &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}

enum status status_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct ensemble_outcome outcome;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  const enum status status = ensemble_status(&ensemble, &outcome, error);
  char path[FILE_PATH_BYTES];
  if (status == STATUS_OK && file_join(path, ensemble.folder, "results.h5", error) == STATUS_OK) {
    const bool merged = file_exists(path);
    if (cli->json) {
      json_t *root = json_pack("{s:i, s:i, s:i, s:b}", "done", (int)outcome.done, "failed",
                               (int)outcome.failed, "left", (int)outcome.left, "merged",
                               (int)merged);
      ensemble_free(&ensemble);
      return cli_print_json(root, error);
    }
    printf("%u done, %u failed, %u left; %s\n", outcome.done, outcome.failed, outcome.left,
           merged ? "merged into results.h5" : "not merged yet");
    if (!merged) printf("go on with: bellwether resume %s\n", ensemble.folder);
  }
  ensemble_free(&ensemble);
  return status;
}

static enum status verify_ensemble(const struct cli *cli, const struct ensemble *ensemble,
                                   struct error *error) {
  const struct ensemble_options options = {
      .threads = cli->threads, .progress = cli->progress, .stop = &cli_stop};
  struct verify_outcome outcome;
  TRY(verify_runs(ensemble, cli->replications, &options, &outcome, error));
  if (outcome.different) {
    return error_set(error, STATUS_RUNS,
                     "%u of %u runs came out otherwise; the first: %s, replication %u, digest "
                     "%016llx, the journal has %016llx: another version of Bellwether or of its "
                     "libraries made them",
                     outcome.different, outcome.checked, ensemble->scenarios[outcome.scenario].name,
                     outcome.replication, (unsigned long long)outcome.found,
                     (unsigned long long)outcome.expected);
  }
  printf("%u runs came out again, bit for bit\n", outcome.checked);
  return STATUS_OK;
}

enum status verify_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  const enum status status = verify_ensemble(cli, &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}
