/* What a command that looks at a folder opens. */
#include "cli.h"

#include "bellwether/base/file.h"
#include "bellwether/study/unfinished.h"

#include <stdio.h>

/* "89 of 400 replications": what an answer rests on that is not the last. */
static void tell_unfinished(const struct results *results, const char *folder) {
  fprintf(
      stderr,
      "bellwether: %s is not finished: %u of %u replications are done, shown are the %u that %s; "
      "go on with: bellwether resume %s\n",
      folder, results->runs_ended, results->runs_asked, results->replications,
      results->scenarios > 1 ? "all scenarios have" : "are whole", folder);
}

json_t *cli_unfinished(const struct results *results) {
  if (!results->runs_asked) return json_null();
  return json_pack("{s:I, s:I, s:I}", "done", (json_int_t)results->runs_ended, "of",
                   (json_int_t)results->runs_asked, "replications_shown",
                   (json_int_t)results->replications);
}

static enum status open_unfinished(const struct cli *cli, const char *folder,
                                   struct results *results, struct error *error) {
  struct ensemble ensemble;
  TRY(ensemble_open(&ensemble, folder, error));
  const enum status status = unfinished_open(&ensemble, results, error);
  ensemble_free(&ensemble);
  if (status == STATUS_OK && !cli->quiet) tell_unfinished(results, folder);
  return status;
}

void cli_tell_draws(const struct cli *cli, const struct results *results, const char *mixed) {
  struct text infeasible = {0};
  if (results->draws == 0 || cli->quiet) return;
  if (mixed) {
    fprintf(
        stderr,
        "bellwether: %u sets of assumptions stand in %s, and the spread shown (%s) is of chance "
        "and assumption together: 'bellwether compare', 'target', 'factorial', 'towns' and "
        "'report' tell them apart\n",
        results->draws, cli->words[0], mixed);
  }
  cli_add_infeasible(&infeasible, results);
  if (infeasible.length) fprintf(stderr, "bellwether: %s\n", infeasible.bytes);
  text_free(&infeasible);
}

enum status cli_results(const struct cli *cli, struct results *results, struct error *error) {
  const char *folder = cli->words[0];
  char merged[FILE_PATH_BYTES], record[FILE_PATH_BYTES];
  TRY(file_join(merged, folder, "results.h5", error));
  TRY(file_join(record, folder, "run.json", error));
  if (file_exists(merged) || !file_exists(record)) return results_open(results, folder, error);
  const enum status status = open_unfinished(cli, folder, results, error);
  /* Whoever runs it may have finished it meanwhile, and taken the shards away. */
  return status != STATUS_OK && file_exists(merged) ? results_open(results, folder, error) : status;
}

/* Sets that a design has placed beside others are no sample: a mean over them says nothing, unless
 * those of the priors among them have replications by which chance can be told apart. */
static enum status check_sample(const struct cli *cli, const struct results *results,
                                struct error *error) {
  bool placed = false, again = false;
  for (uint32_t d = 1; d < results->draws; d++) placed |= !results->draw_of_priors[d];
  for (uint32_t r = 1; placed && r < results->replications; r++) {
    again |= results->draw_of[r] == results->draw_of[r - 1] &&
             results->draw_of_priors[results->draw_of[r]];
  }
  if (!placed || again) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "the sets of assumptions in %s are placed by a design, with one replication of "
                   "each: means and intervals over them say nothing. 'bellwether sensitivity %s' "
                   "tells what they say; 'bellwether run --draws' draws sets that can be compared",
                   cli->words[0], cli->words[0]);
}

enum status cli_results_apart(const struct cli *cli, struct results *results, struct error *error) {
  TRY(cli_results(cli, results, error));
  enum status status = check_sample(cli, results, error);
  if (status == STATUS_OK) status = results_keep_priors(results, error);
  if (status != STATUS_OK) results_close(results);
  return status;
}
