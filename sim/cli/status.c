/* status, verify: how far the runs of a folder are, and whether they come out again. */
#include "run_tell.h"

#include "bellwether/base/file.h"
#include "bellwether/study/verify.h"

#include <stdio.h>

static enum status print_status(const struct cli *cli, const struct ensemble *ensemble,
                                const struct ensemble_outcome *outcome, bool merged,
                                struct error *error) {
  const struct preflight ahead = preflight_look(ensemble, outcome->left, cli->threads);
  const double seconds = run_time_left(&ahead, outcome);
  char time[RUN_TIME];
  if (cli->json) {
    return cli_print_json(json_pack("{s:i, s:i, s:i, s:i, s:b, s:o}", "done", (int)outcome->done,
                                    "failed", (int)outcome->failed, "infeasible",
                                    (int)outcome->infeasible, "left", (int)outcome->left, "merged",
                                    (int)merged, "seconds_left", cli_json_number(seconds)),
                          error);
  }
  printf("%u done, %u failed, ", outcome->done, outcome->failed);
  if (outcome->infeasible) printf("%u infeasible, ", outcome->infeasible);
  printf("%u left", outcome->left);
  if (outcome->left) {
    printf(", about %s to go on %d threads", run_time(seconds, time), cli->threads);
  }
  printf("; %s\n", merged ? "merged into results.h5" : "not merged yet");
  if (!merged) printf("go on with: bellwether resume %s\n", ensemble->folder);
  return outcome->infeasible ? run_tell_infeasible(stdout, ensemble, outcome, error) : STATUS_OK;
}

enum status status_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct ensemble_outcome outcome;
  char path[FILE_PATH_BYTES];
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = ensemble_status(&ensemble, &outcome, error);
  if (status == STATUS_OK) status = file_join(path, ensemble.folder, "results.h5", error);
  if (status == STATUS_OK) {
    status = print_status(cli, &ensemble, &outcome, file_exists(path), error);
  }
  ensemble_free(&ensemble);
  return status;
}

/* "3 runs reproduced bit for bit", or the first that was not. */
static enum status tell_verified(const struct cli *cli, const struct ensemble *ensemble,
                                 const struct verify_outcome *outcome, struct error *error) {
  char found[24], expected[24];
  snprintf(found, sizeof found, "%016llx", (unsigned long long)outcome->found);
  snprintf(expected, sizeof expected, "%016llx", (unsigned long long)outcome->expected);
  const char *name = ensemble->scenarios[outcome->scenario].name;
  if (cli->json) {
    json_t *root = json_pack("{s:I, s:I}", "checked", (json_int_t)outcome->checked, "different",
                             (json_int_t)outcome->different);
    if (outcome->different) {
      json_object_set_new(root, "first",
                          json_pack("{s:s, s:I, s:s, s:s}", "scenario", name, "replication",
                                    (json_int_t)outcome->replication, "digest", found, "expected",
                                    expected));
    }
    TRY(cli_print_json(root, error));
  }
  if (outcome->different) {
    return error_set(
        error, STATUS_RUNS,
        "%u of %u runs were not reproduced; the first: %s, replication %u, digest %s, "
        "the journal has %s: another version of Bellwether or of its libraries made them",
        outcome->different, outcome->checked, name, outcome->replication, found, expected);
  }
  if (!cli->quiet && !cli->json) {
    printf("%u run%s reproduced bit for bit\n", outcome->checked, outcome->checked == 1 ? "" : "s");
  }
  return STATUS_OK;
}

enum status verify_command(const struct cli *cli, struct error *error) {
  const struct ensemble_options options = {
      .threads = cli->threads, .progress = cli->progress, .stop = &cli_stop};
  struct ensemble ensemble;
  struct verify_outcome outcome;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = verify_runs(&ensemble, cli->replications, &options, &outcome, error);
  if (status == STATUS_OK) status = tell_verified(cli, &ensemble, &outcome, error);
  ensemble_free(&ensemble);
  return status;
}
