/* sensitivity auto: elementary effects of all assumptions, then variance shares of those that
 * matter; FOLDER/sensitivity.json says what was asked, FOLDER/morris and FOLDER/sobol hold the two
 * experiments. */
#include "sensitivity.h"

#include "run.h"

#include "bellwether/base/file.h"
#include "bellwether/study/ensemble.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT 1
#define OTHERS "all others" /* what does not matter, as one input of its own */

/* The question, which both experiments answer. */
static const struct {
  const char *name;
  size_t at;
} kept[] = {{"indicator", offsetof(struct cli, indicator)},
            {"town", offsetof(struct cli, town)},
            {"at", offsetof(struct cli, at)},
            {"base", offsetof(struct cli, base)},
            {"of", offsetof(struct cli, of)},
            {"scenario", offsetof(struct cli, scenario)}};
enum { KEPT = sizeof kept / sizeof kept[0] };

static const char **text_at(struct cli *cli, size_t k) {
  return (const char **)((char *)cli + kept[k].at);
}

static enum status part_of(const char *folder, const char *part, char *out, struct error *error) {
  return file_join(out, folder, part, error);
}

bool sensitivity_is_auto(const char *folder) {
  char path[FILE_PATH_BYTES];
  struct error ignored;
  return part_of(folder, "sensitivity.json", path, &ignored) == STATUS_OK && file_exists(path);
}

/* Writes down what is asked, so that `resume` can go on. */
static enum status write_question(const struct cli *cli, const char *folder, struct error *error) {
  char path[FILE_PATH_BYTES];
  struct cli said = *cli;
  json_t *root = json_pack("{s:i, s:f, s:f, s:f}", "format", FORMAT, "level", cli->level,
                           "discount", cli->discount, "public_funds", cli->public_funds);
  for (size_t k = 0; k < KEPT; k++) {
    const char *text = *text_at(&said, k);
    json_object_set_new(root, kept[k].name, text ? json_string(text) : json_null());
  }
  char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
  json_decref(root);
  enum status status = part_of(folder, "sensitivity.json", path, error);
  if (status == STATUS_OK && !text) status = error_memory(error, path, 0);
  if (status == STATUS_OK) status = file_write_whole(path, text, strlen(text), true, error);
  free(text);
  return status;
}

/* Reads it back into `cli`, whose texts are then those of *root, which the caller frees; what the
 * user says now goes first. */
static enum status read_question(const char *folder, struct cli *cli, json_t **root,
                                 struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(part_of(folder, "sensitivity.json", path, error));
  *root = json_load_file(path, 0, NULL);
  if (json_integer_value(json_object_get(*root, "format")) != FORMAT) {
    json_decref(*root);
    return error_set(error, STATUS_DISK,
                     "%s is not the record of a sensitivity analysis, or damaged", path);
  }
  for (size_t k = 0; k < KEPT; k++) {
    const char *said = json_string_value(json_object_get(*root, kept[k].name));
    if (!*text_at(cli, k)) *text_at(cli, k) = said;
  }
  return STATUS_OK;
}

/* How much an input matters: the largest, over outcomes, of its share of all elementary effects. */
struct weight {
  size_t input;
  double share;
  bool told;
};

static int compare_weights(const void *a, const void *b) {
  const struct weight *first = a, *second = b;
  if (first->told != second->told) return first->told ? -1 : 1;
  if (first->share > second->share || first->share < second->share) {
    return first->share > second->share ? -1 : 1;
  }
  return first->input < second->input ? -1 : 1;
}

static void weigh(const struct sensitivity *found, struct weight *weights) {
  double sum = 0;
  for (size_t k = 0; k < found->count; k++) {
    const double effect = found->rows[k].measures[0].value;
    sum += effect > 0 ? effect : 0;
  }
  for (size_t k = 0; k < found->count && sum > 0; k++) {
    const struct sensitivity_row *row = &found->rows[k];
    struct weight *weight = &weights[row->input];
    const double share = row->measures[0].value / sum;
    if (share > weight->share) weight->share = share;
    weight->told |= row->is_told;
  }
}

/* Puts what matters into groups of its own, and the rest of what was varied into one. */
static enum status group_by_weight(const struct ensemble *screened, const struct weight *weights,
                                   struct design *design, struct error *error) {
  const struct draws *draws = &screened->draws;
  const size_t count = draws->assumptions.count;
  size_t chosen = 0;
  while (chosen < DESIGN_SOBOL_MOST && chosen < draws->design.groups && weights[chosen].told) {
    chosen++;
  }
  if (chosen == 0) {
    return error_set(
        error, STATUS_UNDECIDED,
        "no assumption is told from chance: more trajectories (--size) or replications "
        "(-n); %s has what was found",
        screened->folder);
  }
  design->group = calloc(count + 1, sizeof *design->group);
  design->names = calloc(chosen + 1, sizeof *design->names);
  if (!design->group || !design->names) return error_memory(error, "groups", count);
  bool others = false;
  for (size_t k = 0; k < count; k++) {
    size_t rank = 0;
    const size_t group = draws->design.group[k];
    while (rank < chosen && weights[rank].input != group) rank++;
    design->group[k] = group == DESIGN_HELD ? DESIGN_HELD : rank;
    others |= group != DESIGN_HELD && rank == chosen;
  }
  for (size_t rank = 0; rank < chosen; rank++) {
    snprintf(design->names[rank], SCENARIO_PATH, "%s", draws->design.names[weights[rank].input]);
  }
  snprintf(design->names[chosen], SCENARIO_PATH, OTHERS);
  design->groups = chosen + others;
  return STATUS_OK;
}

static enum status choose(const struct cli *cli, const struct ensemble *screened,
                          struct design *design, struct error *error) {
  struct results results;
  struct sensitivity_answers answers = {0};
  TRY(results_open(&results, screened->folder, error));
  enum status status = sensitivity_answer(cli, screened, &results, &answers, error);
  struct weight *weights = calloc(screened->draws.design.groups, sizeof *weights);
  if (status == STATUS_OK && !weights) status = error_memory(error, "inputs", 0);
  if (status == STATUS_OK) {
    for (size_t g = 0; g < screened->draws.design.groups; g++) weights[g].input = g;
    for (size_t k = 0; k < answers.count; k++) {
      if (answers.list[k].why.status == STATUS_OK) weigh(&answers.list[k].found, weights);
    }
    qsort(weights, screened->draws.design.groups, sizeof *weights, compare_weights);
    status = group_by_weight(screened, weights, design, error);
  }
  free(weights);
  sensitivity_free_answers(&answers);
  results_close(&results);
  return status;
}

/* The second experiment, of the first one's scenarios. */
static enum status make_second(const struct cli *cli, const char *folder, struct ensemble *screened,
                               struct error *error) {
  struct cli second = *cli;
  struct ensemble sobol = {.seed = screened->seed,
                           .scenarios_count = screened->scenarios_count,
                           .scenarios = screened->scenarios};
  sobol.draws.design.kind = DESIGN_SOBOL;
  second.output = folder;
  enum status status = choose(cli, screened, &sobol.draws.design, error);
  if (status == STATUS_OK) status = sensitivity_make(&second, &sobol, error);
  if (status == STATUS_OK) status = run_new(&second, "", &sobol, error);
  sobol.scenarios_count = 0; /* they are the first one's */
  sobol.scenarios = NULL;
  ensemble_free(&sobol);
  return status;
}

/* Runs what is left of the second experiment, or begins it. */
static enum status run_second(const struct cli *cli, const char *folder, const char *first,
                              struct error *error) {
  char path[FILE_PATH_BYTES], record[FILE_PATH_BYTES];
  struct ensemble ensemble;
  TRY(part_of(folder, "sobol", path, error));
  TRY(part_of(path, "run.json", record, error));
  TRY(ensemble_open(&ensemble, file_exists(record) ? path : first, error));
  const enum status status = file_exists(record) ? run_on(cli, &ensemble, error)
                                                 : make_second(cli, path, &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}

/* The same; where the first tells nothing that a second could look at, what it found is printed. */
static enum status run_second_or_tell(const struct cli *cli, const char *folder, const char *first,
                                      struct error *error) {
  const enum status status = run_second(cli, folder, first, error);
  struct error why = *error;
  if (status != STATUS_UNDECIDED) return status;
  TRY(sensitivity_tell(cli, first, error));
  *error = why;
  return status;
}

static enum status print_both(const struct cli *cli, const char *folder, struct error *error) {
  char path[FILE_PATH_BYTES];
  static const char *const parts[] = {"morris", "sobol"};
  for (int part = 0; part < 2; part++) {
    /* For programs and spreadsheets, one table: the shares. */
    if (part == 0 && (cli->json || cli_sheet_is_wanted(cli))) continue;
    TRY(part_of(folder, parts[part], path, error));
    TRY(sensitivity_tell(cli, path, error));
  }
  return STATUS_OK;
}

/* A part that was stopped goes on with the whole. */
static enum status say_whole(enum status status, const char *folder, struct error *error) {
  if (status != STATUS_INTERRUPTED) return status;
  return error_set(error, status, "stopped; go on with: bellwether resume %.2000s", folder);
}

static enum status run_both(const struct cli *cli, const char *folder, const char *first,
                            struct error *error) {
  struct cli second = *cli;
  TRY(sensitivity_run(cli, DESIGN_MORRIS, error));
  if (cli->dry_run) return STATUS_OK;
  second.replications_given = false; /* what is said of them is of trajectories */
  second.size = 0;
  return run_second_or_tell(&second, folder, first, error);
}

enum status sensitivity_auto(const struct cli *cli, struct error *error) {
  char folder[FILE_PATH_BYTES], first[FILE_PATH_BYTES];
  struct cli screening = *cli;
  run_default_folder(cli, "-auto", folder, sizeof folder);
  TRY(part_of(folder, "morris", first, error));
  screening.output = first;
  if (!cli->dry_run) {
    if (!file_folder_is_empty(folder)) {
      return error_set(error, STATUS_USAGE,
                       "%s is not empty, and nothing is overwritten: name another folder with -o, "
                       "or go on with 'bellwether resume %s'",
                       folder, folder);
    }
    TRY(file_make_folder(folder, error));
    TRY(write_question(cli, folder, error));
  }
  screening.followed = !cli->dry_run;
  TRY(say_whole(run_both(&screening, folder, first, error), folder, error));
  return cli->dry_run ? STATUS_OK : print_both(cli, folder, error);
}

enum status sensitivity_auto_resume(const struct cli *cli, struct error *error) {
  char first[FILE_PATH_BYTES];
  const char *folder = cli->words[0];
  struct cli asked = *cli;
  struct ensemble ensemble;
  json_t *root;
  asked.followed = true;
  TRY(part_of(folder, "morris", first, error));
  TRY(read_question(folder, &asked, &root, error));
  enum status status = ensemble_open(&ensemble, first, error);
  if (status == STATUS_OK) {
    status = run_on(&asked, &ensemble, error);
    ensemble_free(&ensemble);
  }
  if (status == STATUS_OK) status = run_second_or_tell(&asked, folder, first, error);
  status = say_whole(status, folder, error);
  if (status == STATUS_OK) status = print_both(&asked, folder, error);
  json_decref(root);
  return status;
}

enum status sensitivity_auto_tell(const struct cli *cli, struct error *error) {
  struct cli asked = *cli;
  json_t *root;
  TRY(read_question(cli->words[0], &asked, &root, error));
  const enum status status = print_both(&asked, cli->words[0], error);
  json_decref(root);
  return status;
}
