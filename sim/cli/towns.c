/* towns: who gains and who loses, town by town. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/study/incidence.h"

#include <math.h>
#include <stdio.h>

#define LISTED 5u /* towns that lose most, and that gain most */

static const char *const groups[INCIDENCE_GROUPS] = {"adopters", "others within 50 km of one",
                                                     "others 50 to 150 km away", "all others"};

static void add_estimate(struct cli_table *table, const struct estimate *e) {
  char mean[CLI_NUMBER], low[CLI_NUMBER], high[CLI_NUMBER], cell[4 * CLI_NUMBER] = "-";
  cli_table_add(table, cli_number(e->mean, mean));
  if (!isnan(e->low)) {
    snprintf(cell, sizeof cell, "[%s, %s]", cli_number(e->low, low), cli_number(e->high, high));
  }
  cli_table_add(table, cell);
}

static void add_percent(struct cli_table *table, const struct incidence_row *row) {
  char cell[CLI_NUMBER] = "-";
  if (row->base > 0) snprintf(cell, sizeof cell, "%+.2f", 100 * row->difference.mean / row->base);
  cli_table_add(table, cell);
}

static void add_group(struct cli_table *table, const char *name, const struct incidence_row *row) {
  char cell[CLI_NUMBER];
  if (row->towns == 0) return;
  cli_table_add(table, name);
  snprintf(cell, sizeof cell, "%u", row->towns);
  cli_table_add(table, cell);
  snprintf(cell, sizeof cell, "%u", row->losers);
  cli_table_add(table, cell);
  cli_table_add(table, cli_number(row->base, cell));
  add_estimate(table, &row->difference);
  add_percent(table, row);
}

static void add_groups(const struct incidence *comparison, const char *interval, struct text *out) {
  const char *const heads[] = {"towns",      "number", "lose",   "base",
                               "difference", interval, "percent"};
  struct cli_table table = {.columns = 7, .right = {false, true, true, true, true, true, true}};
  for (int k = 0; k < 7; k++) cli_table_add(&table, heads[k]);
  const bool any = comparison->groups[INCIDENCE_ADOPTERS].towns > 0;
  for (int g = 0; g < INCIDENCE_GROUPS && any; g++) {
    add_group(&table, groups[g], &comparison->groups[g]);
  }
  add_group(&table, "all", &comparison->all);
  cli_table_print(&table, out);
  cli_table_free(&table);
}

static void add_town(struct cli_table *table, const struct results_towns *towns,
                     const struct incidence *comparison, uint32_t town) {
  const struct incidence_row *row = &comparison->rows[town];
  char cell[CLI_NUMBER];
  cli_table_add(table, towns->names[town]);
  cli_table_add(table, towns->adopts[town] ? "adopts" : "");
  cli_table_add(table, cli_number(row->base, cell));
  add_estimate(table, &row->difference);
  add_percent(table, row);
}

/* The towns that lose most, and those that gain most. */
static void add_extremes(const struct results_towns *towns, const struct incidence *comparison,
                         const char *interval, struct text *out) {
  const char *const heads[] = {"", "", "base", "difference", interval, "percent"};
  for (int side = 0; side < 2; side++) {
    struct cli_table table = {.columns = 6, .right = {false, false, true, true, true, true}};
    cli_table_add(&table, side ? "gain most" : "lose most");
    for (int k = 1; k < 6; k++) cli_table_add(&table, heads[k]);
    uint32_t listed = 0;
    for (uint32_t k = 0; k < comparison->count && listed < LISTED; k++) {
      const uint32_t town = comparison->order[side ? comparison->count - 1 - k : k];
      const double mean = comparison->rows[town].difference.mean;
      if (side ? mean <= 0 : mean >= 0) break;
      add_town(&table, towns, comparison, town);
      listed++;
    }
    text_add(out, "\n");
    cli_table_print(&table, out);
    cli_table_free(&table);
  }
}

static void add_csv(const struct results *results, const struct results_towns *towns,
                    const struct incidence *comparison, struct text *out) {
  for (uint32_t t = 0; t < comparison->count; t++) {
    const struct incidence_row *row = &comparison->rows[t];
    text_add_field(out, results->scenario_names[comparison->scenario]);
    text_add(out, ",%s,%u,%s,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g\n", towns->names[t], towns->adopts[t],
             groups[comparison->group[t]], towns->x[t], towns->y[t], row->base,
             row->difference.mean, row->difference.low, row->difference.high);
  }
}

static enum status add_scenario(const struct cli *cli, const struct results *results,
                                const struct results_towns *towns, uint32_t base, uint32_t s,
                                struct text *out, struct error *error) {
  struct incidence comparison;
  char date[DATE_TEXT], interval[CLI_NUMBER];
  snprintf(interval, sizeof interval, "%g %% interval", 100 * cli->level);
  TRY(incidence_compare(results, towns, base, s, cli->level, &comparison, error));
  if (comparison.replications == 0) {
    incidence_free(&comparison);
    return error_set(error, STATUS_RUNS,
                     "%s: no replication finished in both, there is nothing to "
                     "show",
                     results->path);
  }
  if (cli->csv) {
    add_csv(results, towns, &comparison, out);
  } else {
    text_add(
        out,
        "%s%s against %s: sales of towns, M CNY over twelve months to %s, %zu replications\n\n",
        out->length ? "\n" : "", results->scenario_names[s], results->scenario_names[base],
        date_format(results->start + (int32_t)results->months - 1, date), comparison.replications);
    add_groups(&comparison, interval, out);
    add_extremes(towns, &comparison, interval, out);
  }
  incidence_free(&comparison);
  return STATUS_OK;
}

static enum status list(const struct cli *cli, const struct results *results, struct error *error) {
  struct results_towns towns;
  struct text out = {0};
  uint32_t base;
  TRY(cli_base(cli, results, &base, error));
  if (results->scenarios < 2) {
    return error_set(error, STATUS_USAGE,
                     "%s has one scenario: there is nothing to compare it with", results->path);
  }
  TRY(results_list_towns(results, &towns, error));
  if (cli->csv) {
    text_add(&out, "scenario,town,adopts,group,x_km,y_km,base,difference,low,high\n");
  }
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (s != base) status = add_scenario(cli, results, &towns, base, s, &out, error);
  }
  if (status == STATUS_OK && !cli->csv) {
    text_add(&out,
             "\nlose: towns with less on average; difference: mean over replications paired by "
             "random numbers; interval: Student's t. One town of many lies outside by chance: "
             "look at groups first\n");
  }
  if (status == STATUS_OK) status = cli_print(&out, error);
  text_free(&out);
  results_free_towns(&towns);
  return status;
}

enum status towns_command(const struct cli *cli, struct error *error) {
  struct results results;
  TRY(results_open(&results, cli->words[0], error));
  const enum status status = list(cli, &results, error);
  results_close(&results);
  return status;
}
