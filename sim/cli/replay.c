/* replay: one run again, in full. */
#include "cli.h"

#include "bellwether/base/file.h"
#include "bellwether/study/replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "cards/fund:17" */
static enum status read_run(const char *text, const struct ensemble *ensemble,
                            struct replay *replay, struct error *error) {
  const char *colon = text ? strrchr(text, ':') : NULL;
  if (!colon || colon[1] == '\0' || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
      strlen(colon + 1) > 9) {
    return error_set(error, STATUS_USAGE,
                     "replay needs --run SCENARIO:N, a run of the folder, as in --run '%s:0'",
                     ensemble->scenarios[0].name);
  }
  const size_t length = (size_t)(colon - text);
  replay->replication = (uint32_t)strtoul(colon + 1, NULL, 10);
  while (replay->scenario < ensemble->scenarios_count &&
         (strlen(ensemble->scenarios[replay->scenario].name) != length ||
          strncmp(ensemble->scenarios[replay->scenario].name, text, length) != 0)) {
    replay->scenario++;
  }
  if (replay->scenario < ensemble->scenarios_count &&
      replay->replication < ensemble->replications) {
    return STATUS_OK;
  }
  return error_set(error, STATUS_USAGE, "--run %.100s: %s has %s%s and replications 0 to %u", text,
                   ensemble->folder, ensemble->scenarios[0].name,
                   ensemble->scenarios_count > 1 ? ", ..." : "", ensemble->replications - 1);
}

/* FOLDER/replay-SCENARIO-N.h5, / and . as -. */
static enum status default_path(const struct replay *replay, char *path, struct error *error) {
  char name[SCENARIO_LAYERED + 32];
  snprintf(name, sizeof name, "replay-%s-%u", replay->ensemble->scenarios[replay->scenario].name,
           replay->replication);
  for (char *at = name; *at; at++) {
    if (*at == '/' || *at == '.') *at = '-';
  }
  const size_t used = strlen(name);
  snprintf(name + used, sizeof name - used, ".h5");
  return file_join(path, replay->ensemble->folder, name, error);
}

static enum status print_json(const struct replay *replay, const struct replay_outcome *outcome,
                              const char *path, struct error *error) {
  char digest[24], expected[24];
  snprintf(digest, sizeof digest, "%016" PRIx64, outcome->digest);
  snprintf(expected, sizeof expected, "%016" PRIx64, outcome->expected);
  return cli_print_json(json_pack("{s:s, s:I, s:s, s:I, s:I, s:s, s:s?}", "scenario",
                                  replay->ensemble->scenarios[replay->scenario].name, "replication",
                                  (json_int_t)replay->replication, "file", path, "firm_months",
                                  (json_int_t)outcome->firm_months, "person_months",
                                  (json_int_t)outcome->person_months, "digest", digest, "expected",
                                  outcome->known ? expected : NULL),
                        error);
}

static void print_text(const struct replay *replay, const struct replay_outcome *outcome,
                       const char *path) {
  printf("%s, replication %u: %" PRIu64 " firm-months, %" PRIu64 " person-months\nwritten to %s\n",
         replay->ensemble->scenarios[replay->scenario].name, replay->replication,
         outcome->firm_months, outcome->person_months, path);
  if (!outcome->known) {
    printf("the journal does not have this run: nothing to hold it against\n");
  } else if (outcome->digest == outcome->expected) {
    printf("the same bits as in the experiment: digest %016" PRIx64 "\n", outcome->digest);
  }
}

static enum status tell(const struct cli *cli, const struct replay *replay,
                        const struct replay_outcome *outcome, const char *path,
                        struct error *error) {
  if (cli->json) TRY(print_json(replay, outcome, path, error));
  else if (!cli->quiet) print_text(replay, outcome, path);
  if (outcome->known && outcome->digest != outcome->expected) {
    return error_set(error, STATUS_RUNS,
                     "digest %016" PRIx64 ", the journal has %016" PRIx64
                     ": another version of Bellwether or of its libraries made the experiment",
                     outcome->digest, outcome->expected);
  }
  return STATUS_OK;
}

static enum status replay_ensemble(const struct cli *cli, const struct ensemble *ensemble,
                                   struct error *error) {
  struct replay replay = {.ensemble = ensemble, .threads = cli->threads, .progress = cli->progress};
  struct replay_outcome outcome;
  char path[FILE_PATH_BYTES];
  TRY(read_run(cli->run, ensemble, &replay, error));
  if (cli->output) snprintf(path, sizeof path, "%s", cli->output);
  else TRY(default_path(&replay, path, error));
  TRY(cli_check_free(path, error));
  TRY(replay_run(&replay, path, &outcome, error));
  return tell(cli, &replay, &outcome, path, error);
}

enum status replay_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  const enum status status = replay_ensemble(cli, &ensemble, error);
  ensemble_free(&ensemble);
  return status;
}
