/* doc man: the manual page. */
#include "cli.h"

#include "bellwether/study/figure.h"

static const struct {
  enum status status;
  const char *meaning;
} statuses[] = {
    {STATUS_OK, "All went well."},
    {STATUS_FAILURE, "The system refused memory, a file or a program, or validate found a gate "
                     "outside its band."},
    {STATUS_USAGE, "The command line is wrong."},
    {STATUS_SCENARIO, "A scenario is wrong."},
    {STATUS_RUNS, "Some replications failed, or verify found a run that came out otherwise."},
    {STATUS_DISK, "Results could not be written or read back."},
    {STATUS_INVARIANT, "The model broke one of its own laws."},
    {STATUS_UNDECIDED,
     "Validate found no gate outside its band, and has too few replications to say "
     "of all whether they are within: give more with --replications."},
    {STATUS_INTERRUPTED, "Stopped early; resume goes on."},
};

struct entry {
  const char *name, *meaning;
};

static const struct entry environment[] = {
    {"BELLWETHER_SCENARIOS", "A folder of scenarios, searched before ./scenarios."},
    {"BELLWETHER_PLOTS", "A folder of gnuplot scripts, searched before scripts/plots."},
    {"COLUMNS",
     "Columns that tables and help take at most, from 40 on; where it is not set, those of "
     "the terminal, or 80 where there is none. Narrow ones leave columns out: --csv, --xlsx "
     "and --json never do."},
};

static const struct entry files[] = {
    {"scenarios/NAME.yaml", "Scenarios by name; after these, the installed ones in "
                            "share/bellwether/scenarios, or those of the source tree that the "
                            "program was built in."},
    {"output/SCENARIO/", "The folder of results, unless --output names another. A folder that "
                         "holds anything is never written over."},
    {"output/SCENARIO/run.json", "What was asked: command, seed, replications, scenarios."},
    {"output/SCENARIO/scenario.N.resolved.yaml", "Every value that scenario N uses, with its "
                                                 "source; reads back as a scenario."},
    {"output/SCENARIO/journal.ndjson", "One line a finished run."},
    {"output/SCENARIO/shards/", "One file a finished run, until all are merged."},
    {"output/SCENARIO/results.h5", "All runs of all scenarios, as HDF5; also read as netCDF-4."},
    {"output/SCENARIO/summary.csv", "Every indicator at each year's end."},
    {"output/SCENARIO/figures/", "What plot draws: pictures, their data and their scripts."},
};

/* Adds a text so that troff takes every character as it is. */
static void add_plain(struct text *out, const char *text) {
  if (text[0] == '.') text_add(out, "\\&");
  for (const char *at = text; *at; at++) {
    switch (*at) {
    case '\\': text_add(out, "\\e"); break;
    case '-': text_add(out, "\\-"); break;
    case '\'': text_add(out, "\\(aq"); break;
    case '`': text_add(out, "\\(ga"); break;
    case '^': text_add(out, "\\(ha"); break;
    case '~': text_add(out, "\\(ti"); break;
    default: text_add_bytes(out, at, 1);
    }
  }
}

/* Adds a text in a font: B or I. */
static void add_in(struct text *out, char font, const char *text) {
  text_add(out, "\\f%c", font);
  add_plain(out, text);
  text_add(out, "\\fR");
}

/* Adds a meaning as a sentence. */
static void add_sentence(struct text *out, const char *meaning) {
  const bool small = meaning[0] >= 'a' && meaning[0] <= 'z';
  const char first[] = {small ? (char)(meaning[0] - 'a' + 'A') : meaning[0], '\0'};
  add_plain(out, first);
  add_plain(out, meaning + 1);
  text_add(out, ".\n");
}

/* Commands as they are typed, a line each. */
static void add_lines(struct text *out, const char *const *lines, size_t count) {
  text_add(out, ".PP\n.RS 4\n.EX\n");
  for (size_t i = 0; i < count; i++) {
    add_plain(out, lines[i]);
    text_add(out, "\n");
  }
  text_add(out, ".EE\n.RE\n");
}

/* A list of names and what they mean, each name in a font. */
static void add_entries(struct text *out, char font, const struct entry *entries, size_t count) {
  for (size_t i = 0; i < count; i++) {
    text_add(out, ".TP\n");
    add_in(out, font, entries[i].name);
    text_add(out, "\n");
    add_plain(out, entries[i].meaning);
    text_add(out, "\n");
  }
}

static void add_option(struct text *out, const struct cli_option *option) {
  text_add(out, ".TP\n");
  if (option->letter < 256) text_add(out, "\\fB\\-%c\\fR, ", option->letter);
  text_add(out, "\\fB\\-\\-");
  add_plain(out, option->name);
  text_add(out, "\\fR");
  if (option->argument) {
    if (cli_needs_value(option)) text_add(out, " ");
    add_in(out, option->kind == CLI_CHOICE ? 'B' : 'I', option->argument);
  }
  text_add(out, "\n");
  add_sentence(out, option->meaning);
}

static void add_command(struct text *out, const struct cli_command *command) {
  text_add(out, ".SS \"bellwether %s", command->name);
  if (command->arguments[0]) {
    text_add(out, " ");
    add_in(out, 'I', command->arguments);
  }
  text_add(out, " [\\fIOPTIONS\\fR]\"\n");
  add_sentence(out, command->meaning);
  if (command->kind == CLI_TOPIC) {
    for (size_t i = 0; i < cli_topics_count; i++) {
      text_add(out, ".TP\n.B %s\n", cli_topics[i].name);
      add_sentence(out, cli_topics[i].meaning);
    }
  }
  bool lists_figures = false;
  for (size_t i = 0; i < cli_options_count; i++) {
    if (!cli_takes(command, &cli_options[i])) continue;
    add_option(out, &cli_options[i]);
    lists_figures |= cli_options[i].kind == CLI_FIGURE;
  }
  if (lists_figures) {
    text_add(out, ".PP\nFigures:\n");
    for (size_t i = 0; i < figures_count; i++) {
      text_add(out, ".TP\n.B %s\n", figures[i].name);
      add_sentence(out, figures[i].meaning);
    }
  }
  text_add(out, ".PP\nExample:\n");
  add_lines(out, &command->example, 1);
}

static void add_synopsis(struct text *out) {
  text_add(out, ".SH SYNOPSIS\n"
                ".B bellwether\n"
                ".I COMMAND\n"
                ".RI [ ARGUMENTS ]\n"
                ".RI [ OPTIONS ]\n"
                ".br\n"
                ".B bellwether help\n"
                ".RI [ COMMAND ]\n"
                ".br\n"
                ".B bellwether \\-\\-version\n");
}

static void add_description(struct text *out) {
  text_add(out,
           ".SH DESCRIPTION\n"
           "Bellwether simulates the growth of an industrial cluster under policy programmes:\n"
           "firms, persons, land and money are agents, and rival counties play by the same rules.\n"
           "It runs month by month, many replications in parallel.\n"
           "The same seed gives the same results, bit for bit, at any number of threads.\n"
           ".PP\n"
           "A scenario is a YAML file, or its name in a folder of scenarios:\n"
           "\\fIxianju/baseline\\fR is \\fIscenarios/xianju/baseline.yaml\\fR.\n"
           "With a plus another is laid over it: \\fIxianju/baseline+shocks/lead\\-exit\\fR.\n");
}

static void add_statuses(struct text *out) {
  text_add(out, ".SH \"EXIT STATUS\"\n");
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
    text_add(out, ".TP\n.B %d\n", (int)statuses[i].status);
    add_plain(out, statuses[i].meaning);
    text_add(out, "\n");
  }
}

enum status man_text(struct text *out, struct error *error) {
  text_add(out,
           ".\\\" Made by `bellwether doc man`.\n"
           ".TH BELLWETHER 1 \"\" \"Bellwether %s\" \"User Commands\"\n"
           ".nh\n"
           ".ad l\n"
           ".SH NAME\n"
           "bellwether \\- simulate the growth of an industrial cluster under policy programmes\n",
           BELLWETHER_VERSION);
  add_synopsis(out);
  add_description(out);
  text_add(out, ".SH COMMANDS\n");
  for (size_t i = 0; i < cli_commands_count; i++) add_command(out, &cli_commands[i]);
  add_statuses(out);
  text_add(out, ".SH ENVIRONMENT\n");
  add_entries(out, 'B', environment, sizeof environment / sizeof environment[0]);
  text_add(out, ".SH FILES\n");
  add_entries(out, 'I', files, sizeof files / sizeof files[0]);
  text_add(out, ".SH EXAMPLES\n");
  for (size_t q = 0; q < cli_questions_count; q++) {
    if (q) text_add(out, ".PP\n");
    add_plain(out, cli_questions[q].question);
    text_add(out, "\n");
    add_lines(out, cli_questions[q].steps, CLI_STEPS);
  }
  text_add(out, ".SH \"SEE ALSO\"\n.BR gnuplot (1),\n.BR ncdump (1)\n.PP\n"
                "\\fBbellwether doc odd\\fR prints the model as built.\n");
  return out->failed ? error_memory(error, "the manual page", out->length) : STATUS_OK;
}
