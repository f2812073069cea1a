/* Which scenarios a run is of: the words of the command line, or all combinations of a design,
 * crossed with settings. */
#include "cli.h"

#include "bellwether/study/ensemble.h"
#include "bellwether/study/factorial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
static enum status list_design(const char *const *words, size_t count, struct cli_names *names,
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
static enum status list_file(const struct cli *cli, struct cli_names *names, struct error *error) {
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
static enum status list_names(const struct cli *cli, struct cli_names *names, struct error *error) {
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
static enum status sweep(const char *asked, struct cli_names *names, struct error *error) {
  const char *equals = strchr(asked, '=');
  size_t values = 1;
  for (const char *at = asked; *at; at++) values += *at == '|';
  for (const char *sign = strpbrk(asked, "+\""); sign; sign = strpbrk(sign + 1, "+\"")) {
    if (*sign == '+' && sign - asked >= 5 && strncmp(sign - 5, "start", 5) == 0) continue;
    return error_set(error, STATUS_USAGE,
                     "--sweep %.100s: values stand in the names of scenarios, which have no %c: "
                     "write them without",
                     asked, *sign);
  }
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
  *names = (struct cli_names){list, made};
  return status;
}

enum status cli_list_names(const struct cli *cli, struct cli_names *names, struct error *error) {
  *names = (struct cli_names){0};
  enum status status = list_names(cli, names, error);
  for (size_t i = 0; i < cli->sweeps_count && status == STATUS_OK; i++) {
    status = sweep(cli->sweeps[i], names, error);
  }
  if (status != STATUS_OK) free(names->list);
  return status;
}
