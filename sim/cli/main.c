#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include "stop.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct cli_command cli_commands[] = {
    {"new", "[FILE]", CLI_ANY, "write a scenario of your own to begin with, with comments",
     "bellwether new my-county.yaml", new_command},
    {"check", "FILE...", CLI_SCENARIO, "read scenarios and report every error and warning",
     "bellwether check xianju/baseline my-county.yaml", check_command},
    {"params", "[PATTERN]", CLI_PARAMETER, "list the model's parameters", "bellwether params wage",
     params_command},
    {"levers", "[PATTERN]", CLI_LEVER,
     "list the levers; with a pattern, all that may be said of each", "bellwether levers fund",
     levers_command},
    {"indicators", "[PATTERN]", CLI_INDICATOR, "list what is observed",
     "bellwether indicators sales", indicators_command},
    {"show", "FILE", CLI_SCENARIO,
     "print a scenario as the model will use it, or what differs from another",
     "bellwether show cards/fund --diff xianju/baseline", show_command},
    {"run", "FILE...", CLI_SCENARIO, "simulate scenarios, many replications each",
     "bellwether run xianju/baseline cards/fund -n 200 -o output/fund", run_command},
    {"resume", "FOLDER", CLI_FOLDER, "go on with a run that was stopped",
     "bellwether resume output/fund", resume_command},
    {"status", "FOLDER", CLI_FOLDER, "show the progress of a run", "bellwether status output/fund",
     status_command},
    {"verify", "FOLDER", CLI_FOLDER, "simulate a sample of runs again and compare their digests",
     "bellwether verify output/fund -n 5", verify_command},
    {"replay", "FOLDER", CLI_FOLDER,
     "simulate one run again and write every firm, person and payment of it",
     "bellwether replay output/fund --run cards/fund:17", replay_command},
    {"compare", "FOLDER", CLI_FOLDER, "paired differences from a base scenario, with intervals",
     "bellwether compare output/fund --base xianju/baseline --at 2032-12", compare_command},
    {"towns", "FOLDER", CLI_FOLDER, "who gains and who loses, town by town",
     "bellwether towns output/nation", towns_command},
    {"target", "FOLDER", CLI_FOLDER, "how likely targets are, and by how much they are missed",
     "bellwether target output/malong", target_command},
    {"factorial", "FOLDER", CLI_FOLDER,
     "what programmes do alone and together, from all their combinations",
     "bellwether factorial output/strategies", factorial_command},
    {"sensitivity", "DESIGN FILE...|FOLDER", CLI_SCENARIO,
     "what an outcome hangs on: DESIGN is morris, sobol, shapley or auto; or a folder with draws",
     "bellwether sensitivity morris xianju/baseline cards/fund -o output/hangs",
     sensitivity_command},
    {"export", "FOLDER", CLI_FOLDER, "print results as tab-separated text, for gnuplot and others",
     "bellwether export output/fund --figure output", export_command},
    {"plot", "FOLDER", CLI_FOLDER, "draw the figures with gnuplot",
     "bellwether plot output/fund --format png", plot_command},
    {"report", "FOLDER", CLI_FOLDER,
     "write one HTML page: question, findings, tables, figures, assumptions, provenance",
     "bellwether report output/fund --base xianju/baseline", report_command},
    {"validate", "[FOLDER]", CLI_FOLDER,
     "check the model against empirical patterns; with a folder, its scenarios against their own "
     "records",
     "bellwether validate -n 40 -o output/validation", validate_command},
    {"doc", "TOPIC", CLI_TOPIC,
     "print generated documentation: odd, man, or completion for bash, zsh or fish",
     "bellwether doc odd > odd.md", doc_command},
};
const size_t cli_commands_count = sizeof cli_commands / sizeof cli_commands[0];

/* What simulates many runs stops in good order; all else just ends. */
static bool stops_in_order(const struct cli_command *command) {
  return command->run == run_command || command->run == resume_command ||
         command->run == verify_command || command->run == sensitivity_command;
}

static const struct cli_command *find_command(const char *name, struct error *error) {
  const char *names[32];
  for (size_t i = 0; i < cli_commands_count; i++) {
    names[i] = cli_commands[i].name;
    if (strcmp(names[i], name) == 0) return &cli_commands[i];
  }
  const char *nearest = text_nearest(name, names, cli_commands_count);
  error_set(error, STATUS_USAGE, "'%.60s' is no command%s%s%s bellwether --help", name,
            nearest ? ": did you mean '" : "", nearest ? nearest : "",
            nearest ? "'? See" : "; see");
  return NULL;
}

static enum status dispatch(int argc, char **argv, struct error *error) {
  if (argc < 2) {
    cli_help(NULL);
    return error_set(error, STATUS_USAGE, "name a command");
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
      strcmp(argv[1], "help") == 0) {
    const struct cli_command *command = argc > 2 ? find_command(argv[2], error) : NULL;
    if (argc > 2 && !command) return error->status;
    cli_help(command);
    return STATUS_OK;
  }
  if (strcmp(argv[1], "--version") == 0) {
    printf("bellwether %s\n", BELLWETHER_VERSION);
    return STATUS_OK;
  }
  const struct cli_command *command = find_command(argv[1], error);
  if (!command) return error->status;
  struct cli cli;
  TRY(cli_parse(command, argc - 1, argv + 1, &cli, error));
  if (cli.help) {
    cli_help(command);
    return STATUS_OK;
  }
  if (stops_in_order(command)) stop_catch(&cli);
  return command->run(&cli, error);
}

/* Where a standard stream is closed, the next file opened would take its place, and what is said to
 * the user would go into it. Nothing can be written to what takes it here: that is still told. */
static void open_standard_streams(void) {
  int descriptor;
  do descriptor = open("/dev/null", O_RDONLY);
  while (descriptor >= 0 && descriptor <= 2);
  if (descriptor > 2) (void)close(descriptor);
}

int main(int argc, char **argv) {
  open_standard_streams();
  struct error error = {0};
  enum status status = dispatch(argc, argv, &error);
  if (fflush(stdout) != 0 && status == STATUS_OK) {
    status = error_set(&error, STATUS_DISK, "cannot write to standard output");
  }
  if (status != STATUS_OK && error.text[0]) fprintf(stderr, "bellwether: %s\n", error.text);
  return (int)status;
}
