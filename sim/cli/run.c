/* run, resume, status, verify: replications into a folder. */
#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/io/results.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/study/preflight.h"
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

static enum status load_all(const struct cli *cli, struct ensemble *ensemble, struct error *error) {
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
  else cli_warn(ensemble->scenarios, ensemble->scenarios_count);
  return first.status;
}

/* "40 s", "12 min", "3 h". */
static const char *about_time(double seconds, char *out, size_t bytes) {
  const double minutes = seconds / 60;
  if (minutes < 2) snprintf(out, bytes, "%.0f s", ceil(seconds));
  else if (minutes < 120) snprintf(out, bytes, "%.0f min", minutes);
  else snprintf(out, bytes, "%.0f h", minutes / 60);
  return out;
}

static void describe(const struct cli *cli, const struct ensemble *ensemble,
                     const struct preflight *ahead) {
  char time[32];
  fprintf(
      stderr,
      "%u scenario%s x %s%u replications, %d months each, seed %u, %d threads%s, about %llu MiB "
      "of memory, up to %llu MiB on disk, roughly %s\n",
      ensemble->scenarios_count, ensemble->scenarios_count == 1 ? "" : "s",
      ensemble->until.share > 0 ? "at most " : "", ensemble->replications,
      scenario_months(&ensemble->scenarios[0]), ensemble->seed, cli->threads,
      ahead->at_a_time < cli->threads ? " on one at a time" : "",
      (unsigned long long)(ahead->memory >> 20) + 1, (unsigned long long)(ahead->disk >> 20) + 1,
      about_time(ahead->seconds, time, sizeof time));
}

#define SHOWN 5
static const enum indicator shown[SHOWN] = {INDICATOR_device_sales, INDICATOR_sales,
                                            INDICATOR_employment, INDICATOR_firms,
                                            INDICATOR_public_cost};

/* Mean and 95 % interval of what is shown, of each scenario at the last month: [scenario][k]. */
static enum status read_means(const struct results *results, struct estimate *means,
                              struct error *error) {
  const size_t count = (size_t)results->replications * results->months;
  double *values = calloc(count, sizeof *values);
  if (!values) return error_memory(error, "the summary", count * sizeof *values);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    for (size_t k = 0; k < SHOWN && status == STATUS_OK; k++) {
      status = results_read(results, shown[k], s, 0, values, error);
      if (status != STATUS_OK) break;
      means[s * SHOWN + k] = statistics_mean(values + results->months - 1, results->months,
                                             results->replications, 0.95);
    }
  }
  free(values);
  return status;
}

/* A column's head, with the unit that all its values are shown in. */
static struct cli_unit add_head(struct cli_table *table, const struct estimate *means,
                                uint32_t scenarios, enum indicator indicator) {
  const struct indicator_row *row = &tables_indicators[indicator];
  double largest = 0;
  char head[128];
  for (uint32_t s = 0; s < scenarios; s++) {
    const double mean = means[s * SHOWN].mean;
    largest = isnan(mean) ? largest : fmax(largest, fabs(mean));
  }
  const struct cli_unit unit = cli_unit(row->unit, largest, false);
  snprintf(head, sizeof head, "%s%s%s%s", row->name, unit.name[0] ? " (" : "", unit.name,
           unit.name[0] ? ")" : "");
  cli_table_add(table, head);
  return unit;
}

static enum status add_means(const struct results *results, struct cli_table *table,
                             struct error *error) {
  struct estimate *means = calloc((size_t)results->scenarios * SHOWN, sizeof *means);
  if (!means) return error_memory(error, "the summary", results->scenarios);
  const enum status status = read_means(results, means, error);
  struct cli_unit units[SHOWN];
  *table = (struct cli_table){
      .columns = SHOWN + 1, .right = {[1] = true, true, true, true, true}, .leads = true};
  cli_table_add(table, "scenario");
  for (size_t k = 0; k < SHOWN; k++) {
    units[k] = add_head(table, means + k, results->scenarios, shown[k]);
  }
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    cli_table_add_title(table, results, s);
    for (size_t k = 0; k < SHOWN; k++) {
      const struct estimate *e = &means[s * SHOWN + k];
      char cell[96], mean[CLI_NUMBER], half[CLI_NUMBER];
      snprintf(cell, sizeof cell, "%s ± %s", cli_number(e->mean * units[k].factor, mean),
               cli_number((e->high - e->low) / 2 * units[k].factor, half));
      cli_table_add(table, cell);
    }
  }
  free(means);
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
    cli_say(&text, "%s, %s: mean and 95 %% interval over %u replications\n\n",
            results.place_names[0], date_format(results.start + (int32_t)results.months - 1, date),
            results.replications);
    cli_table_print(&table, &text);
    text_add(&text, "\nresults: %s\nnext:    ", results.path);
    if (results.scenarios > 1) text_add(&text, "bellwether compare %s\n         ", folder);
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
  if (isinf(outcome->width)) {
    fprintf(stderr, "not enough: the mean of %s is 0, so that no difference is small against it\n",
            tables_indicators[rule->indicator].name);
    return;
  }
  fprintf(stderr,
          "%s after %u replications: %s %s is known to +- %.2g %% of the mean of %s, %.3g %% "
          "asked\n",
          outcome->width <= rule->share ? "enough" : "not enough", ensemble->replications,
          ensemble->scenarios_count > 1 ? "the difference in" : "the mean",
          tables_indicators[rule->indicator].name, 100 * outcome->width,
          ensemble->scenarios[rule->base].name, 100 * rule->share);
}

static enum status run_ensemble(const struct cli *cli, struct ensemble *ensemble,
                                const struct preflight *ahead, struct error *error) {
  const struct ensemble_options options = {.threads = cli->threads,
                                           .together = ahead->at_a_time == 1,
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

/* Whether a word is an option that says where and how, not what: it has no part in the results.
 * `next`: its value is the next word. */
static bool is_local(const char *word, bool *next) {
  static const struct {
    const char *name;
    char letter;
  } local[] = {{"output", 'o'}, {"threads", 'j'}, {"progress", 0}, {"max-time", 0}};
  for (size_t k = 0; k < sizeof local / sizeof local[0]; k++) {
    const size_t length = strcspn(word, "=");
    const bool is_long = strncmp(word, "--", 2) == 0 && length > 2 &&
                         strncmp(local[k].name, word + 2, length - 2) == 0;
    const bool is_short = word[0] == '-' && local[k].letter && word[1] == local[k].letter;
    *next = is_long ? word[length] == '\0' : is_short && word[2] == '\0';
    if (is_long || is_short) return true;
  }
  return false;
}

/* The command line that makes these results again, but for the folder: what the user said, and the
 * seed. */
static void write_command(const struct cli *cli, struct ensemble *ensemble) {
  struct text out = {0};
  bool next = false;
  text_add(&out, "bellwether run");
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

enum status run_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble = {.replications = cli->replications, .firms_kept = cli->firms};
  enum status status = read_panel(cli, &ensemble, error);
  if (status == STATUS_OK) status = load_all(cli, &ensemble, error);
  if (status == STATUS_OK) status = read_rule(cli, &ensemble, error);
  if (status == STATUS_OK) {
    ensemble.seed = cli->seed_given ? cli->seed : ensemble.scenarios[0].seed;
    write_command(cli, &ensemble);
    if (cli->output) snprintf(ensemble.folder, sizeof ensemble.folder, "%s", cli->output);
    else default_folder(cli, ensemble.folder, sizeof ensemble.folder);
    const size_t runs = (size_t)ensemble.scenarios_count * ensemble.replications;
    const struct preflight ahead = preflight_look(&ensemble, runs, cli->threads);
    describe(cli, &ensemble, &ahead);
    status = preflight_check(&ensemble, &ahead, error);
    if (status == STATUS_OK && !cli->dry_run) {
      status = ensemble_create(&ensemble, error);
      if (status == STATUS_OK) status = run_ensemble(cli, &ensemble, &ahead, error);
    } else if (status == STATUS_OK) {
      printf("would run into %s\n", ensemble.folder);
    }
  }
  ensemble_free(&ensemble);
  return status;
}

enum status resume_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct ensemble_outcome outcome;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = ensemble_status(&ensemble, &outcome, error);
  const struct preflight ahead = preflight_look(&ensemble, outcome.left, cli->threads);
  if (status == STATUS_OK) describe(cli, &ensemble, &ahead);
  if (status == STATUS_OK && outcome.left) status = preflight_check(&ensemble, &ahead, error);
  if (status == STATUS_OK) status = run_ensemble(cli, &ensemble, &ahead, error);
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
