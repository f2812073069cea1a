/* What a run says: what it will take, what came out, how it ended. */
#include "run_tell.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/study/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL 0.95 /* of intervals */

/* What is shown of each scenario. */
static const enum indicator shown[] = {INDICATOR_device_sales, INDICATOR_sales,
                                       INDICATOR_employment, INDICATOR_firms,
                                       INDICATOR_public_cost};
enum { SHOWN = sizeof shown / sizeof shown[0] };

/* "40 s", "12 min", "3 h". */
char *run_time(double seconds, char *out) {
  const double minutes = seconds / 60;
  if (minutes < 2) snprintf(out, RUN_TIME, "%.0f s", ceil(seconds));
  else if (minutes < 120) snprintf(out, RUN_TIME, "%.0f min", minutes);
  else snprintf(out, RUN_TIME, "%.0f h", minutes / 60);
  return out;
}

double run_time_left(const struct preflight *ahead, const struct ensemble_outcome *outcome) {
  if (isnan(outcome->seconds_run)) return ahead->seconds;
  const double most = ahead->at_a_time, left = outcome->left;
  return left > 0 ? left * outcome->seconds_run / (left < most ? left : most) : 0;
}

/* " of 5761 sets of 353 assumptions in 286 inputs", in out[SETS_TEXT]; "" where there are none. */
#define SETS_TEXT 96
static char *sets_text(const struct ensemble *ensemble, char *out) {
  const struct draws *draws = &ensemble->draws;
  const bool placed = draws->design.kind != DESIGN_PRIORS;
  snprintf(out, SETS_TEXT, " of %u sets of %zu assumptions", draws->count,
           draws->assumptions.count);
  const size_t used = strlen(out);
  if (placed) snprintf(out + used, SETS_TEXT - used, " in %zu inputs", draws->design.groups);
  if (draws->count == 0) out[0] = '\0';
  return out;
}

void run_describe(FILE *out, const struct cli *cli, const struct ensemble *ensemble,
                  const struct preflight *ahead) {
  char time[RUN_TIME], sets[SETS_TEXT];
  fprintf(
      out,
      "%u scenario%s x %s%u replications%s, %d months each, seed %u, %d threads%s, about %llu MiB "
      "of memory, up to %llu MiB on disk, roughly %s\n",
      ensemble->scenarios_count, ensemble->scenarios_count == 1 ? "" : "s",
      ensemble->until.share > 0 ? "at most " : "", ensemble->replications,
      sets_text(ensemble, sets), scenario_months(&ensemble->scenarios[0]), ensemble->seed,
      cli->threads, ahead->at_a_time < cli->threads ? " on one at a time" : "",
      (unsigned long long)(ahead->memory >> 20) + 1, (unsigned long long)(ahead->disk >> 20) + 1,
      run_time(ahead->seconds, time));
}

enum status run_tell_infeasible(FILE *out, const struct ensemble *ensemble,
                                const struct ensemble_outcome *outcome, struct error *error) {
  char why[1024];
  TRY(ensemble_why_infeasible(ensemble, why, sizeof why, error));
  const size_t runs = (size_t)ensemble->replications * ensemble->scenarios_count;
  fprintf(out,
          "%u of %zu runs are infeasible and have no values: their set of assumptions makes the "
          "scenario impossible; the first: %s\n",
          outcome->infeasible, runs, why);
  return STATUS_OK;
}

static json_t *names_json(const struct ensemble *ensemble) {
  json_t *names = json_array();
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    json_array_append_new(names, json_string(ensemble->scenarios[s].name));
  }
  return names;
}

enum status run_print_plan(const struct cli *cli, const struct ensemble *ensemble,
                           const struct preflight *ahead, struct error *error) {
  if (!cli->json) {
    run_describe(stdout, cli, ensemble, ahead);
    printf("would run into %s\n", ensemble->folder);
    return STATUS_OK;
  }
  return cli_print_json(
      json_pack("{s:s, s:o, s:I, s:I, s:I, s:b, s:i, s:I, s:i, s:i, s:I, s:I, s:o}", "folder",
                ensemble->folder, "scenarios", names_json(ensemble), "replications",
                (json_int_t)ensemble->replications, "sets", (json_int_t)ensemble->draws.count,
                "assumptions", (json_int_t)ensemble->draws.assumptions.count, "at_most",
                ensemble->until.share > 0, "months", (int)scenario_months(&ensemble->scenarios[0]),
                "seed", (json_int_t)ensemble->seed, "threads", cli->threads, "at_a_time",
                ahead->at_a_time, "memory_bytes", (json_int_t)ahead->memory, "disk_bytes",
                (json_int_t)ahead->disk, "seconds", cli_json_number(ahead->seconds)),
      error);
}

/* Mean and interval of what is shown, at the last month: [scenario][indicator]. */
static enum status read_means(const struct results *results, struct estimate *means,
                              struct error *error) {
  const size_t count = (size_t)results->replications * results->months;
  double *values = calloc(count, sizeof *values);
  if (!values) return error_memory(error, "the summary", count * sizeof *values);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    for (uint32_t k = 0; k < SHOWN && status == STATUS_OK; k++) {
      status = results_read(results, shown[k], s, 0, values, error);
      means[s * SHOWN + k] = statistics_mean(values + results->months - 1, results->months,
                                             results->replications, LEVEL);
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

static void add_table(const struct results *results, const struct estimate *means,
                      struct text *out) {
  struct cli_unit units[SHOWN];
  struct cli_table table = {
      .columns = SHOWN + 1, .right = {[1] = true, true, true, true, true}, .leads = true};
  cli_table_add(&table, "scenario");
  for (size_t k = 0; k < SHOWN; k++) {
    units[k] = add_head(&table, means + k, results->scenarios, shown[k]);
  }
  for (uint32_t s = 0; s < results->scenarios; s++) {
    cli_table_add_title(&table, results, s);
    for (uint32_t k = 0; k < SHOWN; k++) {
      const struct estimate *e = &means[s * SHOWN + k];
      char cell[96], mean[CLI_NUMBER], half[CLI_NUMBER];
      snprintf(cell, sizeof cell, "%s ± %s", cli_number(e->mean * units[k].factor, mean),
               cli_number((e->high - e->low) / 2 * units[k].factor, half));
      cli_table_add(&table, cell);
    }
  }
  cli_table_print(&table, out);
  cli_table_free(&table);
}

/* What came out, in short: the first focal town at the end. */
static enum status print_text(const char *folder, const struct results *results,
                              const struct estimate *means, struct error *error) {
  struct text text = {0};
  char date[DATE_TEXT];
  bool placed = false; /* sets by a design: no sample */
  for (uint32_t d = 1; d < results->draws; d++) placed |= !results->draw_of_priors[d];
  if (!placed) {
    cli_say(&text, "%s, %s: mean and 95 %% interval over %u replications%s\n\n",
            results->place_names[0],
            date_format(results->start + (int32_t)results->months - 1, date), results->replications,
            results->draws ? ", of chance and assumption together" : "");
    add_table(results, means, &text);
  }
  text_add(&text, "\nresults: %s\nnext:    ", results->path);
  if (results->scenarios > 1 && !placed)
    text_add(&text, "bellwether compare %s\n         ", folder);
  if (results->draws) text_add(&text, "bellwether sensitivity %s\n         ", folder);
  text_add(&text, "bellwether plot %s\n", folder);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  return status;
}

static json_t *means_json(const struct results *results, const struct estimate *means) {
  json_t *list = json_array();
  for (uint32_t s = 0; s < results->scenarios; s++) {
    for (uint32_t k = 0; k < SHOWN; k++) {
      const struct estimate *e = &means[s * SHOWN + k];
      json_array_append_new(
          list, json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "scenario", results->scenario_names[s],
                          "indicator", tables_indicators[shown[k]].name, "unit",
                          tables_indicators[shown[k]].unit, "mean", cli_json_number(e->mean), "low",
                          cli_json_number(e->low), "high", cli_json_number(e->high)));
    }
  }
  return list;
}

/* `results` and `means`: NULL where the experiment is not finished. */
static enum status print_json(const struct ensemble *ensemble,
                              const struct ensemble_outcome *outcome, const struct results *results,
                              const struct estimate *means, struct error *error) {
  char date[DATE_TEXT];
  json_t *root = json_pack("{s:s, s:o, s:I, s:I, s:I, s:I, s:I, s:I}", "folder", ensemble->folder,
                           "scenarios", names_json(ensemble), "replications",
                           (json_int_t)ensemble->replications, "seed", (json_int_t)ensemble->seed,
                           "done", (json_int_t)outcome->done, "failed", (json_int_t)outcome->failed,
                           "infeasible", (json_int_t)outcome->infeasible, "left",
                           (json_int_t)outcome->left);
  if (!isnan(outcome->width)) {
    json_object_set_new(root, "half_width", cli_json_number(outcome->width));
    json_object_set_new(root, "asked", cli_json_number(ensemble->until.share));
  }
  json_object_set_new(root, "results", results ? json_string(results->path) : json_null());
  if (results) {
    date_format(results->start + (int32_t)results->months - 1, date);
    json_object_set_new(root, "town", json_string(results->place_names[0]));
    json_object_set_new(root, "month", json_string(date));
    json_object_set_new(root, "means", means_json(results, means));
  }
  return cli_print_json(root, error);
}

static enum status print_results(const struct cli *cli, const struct ensemble *ensemble,
                                 const struct ensemble_outcome *outcome, struct error *error) {
  struct results results;
  TRY(results_open(&results, ensemble->folder, error));
  struct estimate *means = calloc((size_t)results.scenarios * SHOWN, sizeof *means);
  enum status status = means ? read_means(&results, means, error)
                             : error_memory(error, "the summary", results.scenarios);
  if (status == STATUS_OK) {
    status = cli->json ? print_json(ensemble, outcome, &results, means, error)
                       : print_text(ensemble->folder, &results, means, error);
  }
  free(means);
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

enum status run_print_outcome(const struct cli *cli, const struct ensemble *ensemble,
                              const struct ensemble_outcome *outcome, enum status ended,
                              struct error *error) {
  if (outcome->lost && !cli->quiet) {
    fprintf(stderr, "%u replication%s simulated again: %s\n", outcome->lost,
            outcome->lost == 1 ? "" : "s", outcome->first_loss.text);
  }
  struct error ignored; /* how the runs ended is what the user must hear */
  if (ended == STATUS_INTERRUPTED && cli->json && !cli->followed) {
    (void)!print_json(ensemble, outcome, NULL, NULL, &ignored);
  }
  if (ended != STATUS_OK && ended != STATUS_RUNS && ended != STATUS_INVARIANT) return ended;
  if (!cli->quiet) tell_rule(ensemble, outcome);
  if (!cli->quiet && outcome->infeasible) {
    (void)!run_tell_infeasible(stderr, ensemble, outcome, &ignored);
  }
  if (cli->followed || (cli->quiet && !cli->json)) return ended;
  if (ended == STATUS_OK) return print_results(cli, ensemble, outcome, error);
  (void)!print_results(cli, ensemble, outcome, &ignored);
  return ended;
}
