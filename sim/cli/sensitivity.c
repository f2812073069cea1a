/* sensitivity: what an outcome hangs on. */
#include "sensitivity.h"

#include "run.h"

#include "bellwether/base/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRAJECTORIES 20u
#define ROWS         128u
#define ORDERS       100u

/* The design of that name; DESIGN_PRIORS where there is none. */
static enum design_kind design_named(const char *name) {
  for (int k = DESIGN_MORRIS; k <= DESIGN_SHAPLEY; k++) {
    if (strcmp(name, design_names[k]) == 0) return (enum design_kind)k;
  }
  return DESIGN_PRIORS;
}

/* How many trajectories, rows or orders, where the user does not say. */
static uint32_t usual_size(const struct design *design) {
  switch (design->kind) {
  case DESIGN_PRIORS: return 0;
  case DESIGN_MORRIS: return TRAJECTORIES;
  case DESIGN_SOBOL: return ROWS;
  case DESIGN_SHAPLEY: return design->groups <= SHAPLEY_EXACT_MOST ? 0 : ORDERS;
  }
  return 0;
}

enum status sensitivity_make(const struct cli *cli, struct ensemble *ensemble,
                             struct error *error) {
  struct draws *draws = &ensemble->draws;
  struct design *design = &draws->design;
  /* Two, so that chance can be told apart; elementary effects have a run of their own for it. */
  const uint64_t usual = design->kind == DESIGN_MORRIS ? 1 : 2;
  const uint64_t each = cli->replications_given ? cli->replications : usual;
  TRY(assumptions_list(ensemble->scenarios, ensemble->scenarios_count, &draws->assumptions, error));
  if (!design->group) {
    TRY(design_group(design, &draws->assumptions, cli->only, cli->only_count, cli->groups,
                     cli->groups_count, error));
  }
  design->size = cli->size ? cli->size : usual_size(design);
  TRY(design_check(design, &draws->assumptions, error));
  const uint64_t sets = 1 + design_sets(design);
  if (sets > DRAWS_MOST || sets * each > ENSEMBLE_REPLICATIONS_MOST) {
    return error_set(error, STATUS_USAGE,
                     "%llu sets of assumptions of %llu replications are more than %u: a smaller "
                     "--size, or fewer assumptions with --only or --group",
                     (unsigned long long)sets, (unsigned long long)each,
                     ENSEMBLE_REPLICATIONS_MOST);
  }
  draws->count = draws->ends[0] = (uint32_t)sets;
  draws->blocks = 1;
  ensemble->replications_each = (uint32_t)each;
  ensemble->replications = (uint32_t)(sets * each);
  return draws_make(ensemble->scenarios, ensemble->scenarios_count, ensemble->seed, draws, error);
}

enum status sensitivity_run(const struct cli *cli, enum design_kind kind, struct error *error) {
  struct ensemble ensemble = {.replications = 1};
  struct cli shifted = *cli;
  char suffix[32];
  ensemble.draws.design.kind = kind;
  snprintf(suffix, sizeof suffix, "-%s", design_names[kind]);
  shifted.words_count--;
  memmove(shifted.words, cli->words + 1, shifted.words_count * sizeof *cli->words);
  enum status status = run_load(&shifted, &ensemble, error);
  if (status == STATUS_OK) {
    ensemble.seed = cli->seed_given ? cli->seed : ensemble.scenarios[0].seed;
    status = sensitivity_make(&shifted, &ensemble, error);
  }
  if (status == STATUS_OK) status = run_new(&shifted, suffix, &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}

/* A design's experiment, and what it says. */
static enum status run_and_tell(const struct cli *cli, enum design_kind kind, struct error *error) {
  char folder[FILE_PATH_BYTES], suffix[32];
  struct cli followed = *cli;
  snprintf(suffix, sizeof suffix, "-%s", design_names[kind]);
  run_default_folder(cli, suffix, folder, sizeof folder);
  followed.followed = true;
  TRY(sensitivity_run(&followed, kind, error));
  return cli->dry_run ? STATUS_OK : sensitivity_tell(cli, folder, error);
}

/* The outcomes that the command line asks for, or counts them where `list` is NULL. */
static enum status ask_all(const struct sensitivity_answers *answers, uint32_t only,
                           const struct sensitivity_question *usual,
                           struct sensitivity_answer *list, size_t *count, struct error *error) {
  const struct results *results = answers->results;
  *count = 0;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    const struct scenario *scenario = &answers->ensemble->scenarios[s];
    const bool paired = usual->of == SENSITIVITY_DIFFERENCE || usual->of == SENSITIVITY_YIELD;
    if ((only < results->scenarios && s != only) || (paired && s == usual->base)) continue;
    const uint32_t asked = usual->of == SENSITIVITY_MARGIN ? scenario->targets_count : 1;
    for (uint32_t t = 0; t < asked; t++, ++*count) {
      if (!list) continue;
      struct sensitivity_question *question = &list[*count].question;
      *question = *usual;
      question->scenario = s;
      if (usual->of != SENSITIVITY_MARGIN) continue;
      TRY(target_ask(scenario, &scenario->targets[t], results, &question->target, error));
    }
  }
  return STATUS_OK;
}

/* What the command line says of the outcome, but for the scenario. */
static enum status read_question(const struct cli *cli, const struct results *results,
                                 struct sensitivity_question *question, uint32_t *only,
                                 struct error *error) {
  question->of = results->scenarios > 1 ? SENSITIVITY_DIFFERENCE : SENSITIVITY_LEVEL;
  for (int k = 0; k < 4 && cli->of; k++) {
    if (strcmp(cli->of, sensitivity_outcomes[k]) == 0) question->of = (enum sensitivity_of)k;
  }
  question->discount = cli->discount;
  question->public_funds = cli->public_funds;
  TRY(cli_base(cli, results, &question->base, error));
  TRY(cli_place(cli, results, &question->place, error));
  TRY(cli_indicator(cli, INDICATOR_device_sales, &question->indicator, error));
  TRY(cli_month(cli, results->start, results->months, &question->month, error));
  *only = UINT32_MAX;
  return cli->scenario ? cli_scenario(cli, results, only, error) : STATUS_OK;
}

static enum status nothing_asked(const struct sensitivity_answers *answers,
                                 const struct sensitivity_question *usual, struct error *error) {
  return error_set(error, STATUS_USAGE,
                   usual->of == SENSITIVITY_MARGIN
                       ? "no scenario of %s has a target: --of difference or level"
                       : "%s holds no scenario beside the base: --of level tells what its "
                         "indicators hang on",
                   answers->ensemble->folder);
}

static enum status answer_all(struct sensitivity_answers *answers, struct error *error) {
  const struct results *results = answers->results;
  double *values = calloc(results->replications + 1, sizeof *values);
  if (!values) return error_memory(error, "an outcome", results->replications * sizeof *values);
  enum status status = STATUS_OK;
  size_t told = 0;
  for (size_t k = 0; k < answers->count && status == STATUS_OK; k++) {
    struct sensitivity_answer *one = &answers->list[k];
    status = sensitivity_values(results, &one->question, values, error);
    if (status != STATUS_OK) break;
    status = sensitivity_find(answers->ensemble, results, values, answers->cli->level, &one->found,
                              &one->why);
    told += status == STATUS_OK;
    if (status == STATUS_UNDECIDED) status = STATUS_OK; /* the answer says why */
    else if (status != STATUS_OK) *error = one->why;
  }
  free(values);
  if (status == STATUS_OK && told == 0) {
    *error = answers->list[0].why;
    return error->status;
  }
  return status;
}

enum status sensitivity_answer(const struct cli *cli, const struct ensemble *ensemble,
                               const struct results *results, struct sensitivity_answers *answers,
                               struct error *error) {
  struct sensitivity_question usual = {0};
  uint32_t only;
  *answers = (struct sensitivity_answers){.cli = cli, .ensemble = ensemble, .results = results};
  TRY(read_question(cli, results, &usual, &only, error));
  TRY(ask_all(answers, only, &usual, NULL, &answers->count, error));
  if (answers->count == 0) return nothing_asked(answers, &usual, error);
  answers->list = calloc(answers->count, sizeof *answers->list);
  if (!answers->list) return error_memory(error, "outcomes", answers->count);
  TRY(ask_all(answers, only, &usual, answers->list, &answers->count, error));
  return answer_all(answers, error);
}

void sensitivity_free_answers(struct sensitivity_answers *answers) {
  for (size_t k = 0; answers->list && k < answers->count; k++) {
    sensitivity_free(&answers->list[k].found);
  }
  free(answers->list);
}

enum status sensitivity_tell(const struct cli *cli, const char *folder, struct error *error) {
  struct ensemble ensemble;
  struct results results;
  struct sensitivity_answers answers;
  struct cli here = *cli;
  here.words[0] = folder;
  TRY(ensemble_open(&ensemble, folder, error));
  enum status status = cli_results(&here, &results, error);
  if (status == STATUS_OK) {
    status = cli_check_same(&ensemble, &results, error);
    if (status == STATUS_OK) {
      status = sensitivity_answer(cli, &ensemble, &results, &answers, error);
      if (status == STATUS_OK) status = sensitivity_print(&answers, error);
      sensitivity_free_answers(&answers);
    }
    results_close(&results);
  }
  ensemble_free(&ensemble);
  return status;
}

/* What places new sets goes with a design alone. */
static enum status check_folder(const struct cli *cli, struct error *error) {
  const char *option = cli->size                 ? "size"
                       : cli->only_count         ? "only"
                       : cli->groups_count       ? "group"
                       : cli->replications_given ? "replications"
                       : cli->output             ? "output"
                                                 : NULL;
  if (cli->words_count > 1) {
    return error_set(error, STATUS_USAGE,
                     "'%.60s' is no design: name morris, sobol, shapley or auto before scenarios, "
                     "or one folder alone",
                     cli->words[0]);
  }
  if (!option) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "--%s goes with a design, as in: bellwether sensitivity morris "
                   "xianju/baseline cards/fund; of a folder the sets are there already",
                   option);
}

enum status sensitivity_command(const struct cli *cli, struct error *error) {
  const char *first = cli->words[0];
  const bool folder = cli->words_count == 1 && file_exists(first); /* whatever its name */
  const enum design_kind kind = folder ? DESIGN_PRIORS : design_named(first);
  const bool automatic = !folder && strcmp(first, "auto") == 0;
  if (kind == DESIGN_PRIORS && !automatic) {
    TRY(check_folder(cli, error));
    return sensitivity_is_auto(first) ? sensitivity_auto_tell(cli, error)
                                      : sensitivity_tell(cli, first, error);
  }
  if (cli->words_count == 1) {
    return error_set(error, STATUS_USAGE,
                     "sensitivity %s needs scenarios, as in: bellwether sensitivity %s "
                     "xianju/baseline cards/fund",
                     first, first);
  }
  return automatic ? sensitivity_auto(cli, error) : run_and_tell(cli, kind, error);
}
