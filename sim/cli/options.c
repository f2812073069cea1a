#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include "bellwether/base/quantity.h"
#include "bellwether/study/cost.h"
#include "bellwether/study/design.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  OPTION_SET = 256,
  OPTION_JSON,
  OPTION_CSV,
  OPTION_DIFF,
  OPTION_SOURCES,
  OPTION_DRY_RUN,
  OPTION_PROGRESS,
  OPTION_MAX_TIME,
  OPTION_FIRMS,
  OPTION_BASE,
  OPTION_AT,
  OPTION_LEVEL,
  OPTION_INDICATOR,
  OPTION_TOWN,
  OPTION_FIGURE,
  OPTION_FORMAT,
  OPTION_LANG,
  OPTION_WITH,
  OPTION_AT_LEAST,
  OPTION_FACTORIAL,
  OPTION_AT_MOST,
  OPTION_DRAWS,
  OPTION_OF,
  OPTION_SCENARIO,
  OPTION_ONLY,
  OPTION_GROUP,
  OPTION_SIZE,
  OPTION_PRIORS,
  OPTION_UNTIL,
  OPTION_RUN,
  OPTION_OVER_TIME,
  OPTION_SWEEP,
  OPTION_PANEL,
  OPTION_EVERY,
  OPTION_BUDGET,
  OPTION_DISCOUNT,
  OPTION_PUBLIC_FUNDS,
  OPTION_XLSX,
  OPTION_TEMPLATE,
};

#define SECONDS_MOST     1e9 /* of --max-time */
#define DRAWS_ASKED_MOST 500000u

#define EVERY  "*" /* command */
#define PANELS "firms|persons|both"
#define STYLES "auto|terminal|plain|json|none" /* in the order of enum progress_style */

const struct cli_option cli_options[] = {
    {'n', "replications", "N", CLI_ANY, "run",
     "replications of each scenario (default 20; with --until-ci: at most, default 1000)"},
    {'n', "replications", "N", CLI_ANY, "verify", "runs to simulate again (default 20)"},
    {OPTION_PRIORS, "priors", NULL, CLI_ANY, "params levers",
     "say what is believed of each value: law, 5 and 95 % points, grade of evidence"},
    {OPTION_PRIORS, "priors", NULL, CLI_ANY, "show",
     "list what varies from one set of assumptions to another: law, 5 and 95 % points, grade of "
     "evidence"},
    {OPTION_DRAWS, "draws", "M", CLI_ANY, "run",
     "sets of assumptions, drawn from what is believed of each (bellwether params --priors), the "
     "same for every scenario; -n: replications of each set (default 2)"},
    {OPTION_DRAWS, "draws", "M", CLI_ANY, "resume",
     "extend an experiment with draws to M sets of assumptions; those that are there stay as they "
     "are"},
    {OPTION_SIZE, "size", "N", CLI_ANY, "sensitivity",
     "trajectories of morris (default 20), rows of sobol (128), or random orders of shapley (100; "
     "of at most 6 assumptions all sets are taken)"},
    {OPTION_ONLY, "only", "PATTERN", CLI_ANY, "sensitivity",
     "vary these assumptions alone, as in --only 'levers.*'; may be repeated"},
    {OPTION_GROUP, "group", "PATTERN", CLI_ANY, "sensitivity",
     "let these assumptions move together as one input, as in --group '*.wage_*'; may be repeated"},
    {'n', "replications", "N", CLI_ANY, "sensitivity",
     "replications of each set of assumptions (default: 1 of morris, else 2)"},
    {OPTION_OF, "of", "difference|level|yield|margin", CLI_CHOICE, "sensitivity",
     "outcome: the paired difference from the base (default), the indicator itself, the difference "
     "per M CNY of public cost, or by how much targets are met"},
    {OPTION_SCENARIO, "scenario", "NAME", CLI_SCENARIO, "sensitivity",
     "the outcome of this scenario alone"},
    {OPTION_UNTIL, "until-ci", "SHARE", CLI_ANY, "run",
     "replicate until the intervals of differences from the base are no wider than this share of "
     "its mean on either side, as in --until-ci 2%"},
    {OPTION_DRAWS, "draws", "M", CLI_ANY, "validate",
     "sets of assumptions, the central one and those drawn from what is believed of each: in how "
     "many a pattern is in its band"},
    {'n', "replications", "N", CLI_ANY, "validate",
     "replications (default 40); with --draws: of each set (default 40 of the central one, 2 of the "
     "others)"},
    {OPTION_RUN, "run", "SCENARIO:N", CLI_ANY, "replay",
     "the run: a scenario of the folder and its replication, from 0, as in cards/fund:17"},
    {'j', "threads", "N", CLI_ANY, "run resume verify validate replay sensitivity",
     "threads (default: all cores)"},
    {'o', "output", "FILE", CLI_ANY, "replay",
     "file to write (default FOLDER/replay-SCENARIO-N.h5)"},
    {'o', "output", "FILE", CLI_ANY, "report", "page to write (default FOLDER/report.html)"},
    {'o', "output", "FILE", CLI_ANY, "compare",
     "write the comparison of every month and of all usual indicators to an HDF5 file"},
    {OPTION_OVER_TIME, "over-time", NULL, CLI_ANY, "compare",
     "one indicator at each year's end (--csv, --json: each month)"},
    {'o', "output", "FOLDER", CLI_FOLDER, "run sensitivity",
     "folder of results (default output/<scenario>)"},
    {'o', "output", "FOLDER", CLI_FOLDER, "validate",
     "folder for the figures, their data and validation.json (default: none are made)"},
    {'s', "seed", "N", CLI_ANY, "run validate sensitivity",
     "seed of all random numbers (default: the scenario's)"},
    {OPTION_SET, "set", "PATH=VALUE", CLI_SETTING, "run show check validate sensitivity",
     "set a value, as in --set 'parameters.loan_rate=5 %/year'; may be repeated"},
    {OPTION_WITH, "with", "SCENARIO", CLI_SCENARIO, "run show check validate sensitivity",
     "lay this over each scenario, as in --with shocks/lead-exit; may be repeated"},
    {OPTION_SWEEP, "sweep", "PATH=A|B", CLI_SETTING, "run",
     "cross each scenario with these values, as in --sweep 'parameters.loan_rate=3 %/year|6 "
     "%/year'; may be repeated"},
    {OPTION_FACTORIAL, "factorial", NULL, CLI_ANY, "run",
     "run every combination of the scenarios after the first, laid over it (~lever: without it)"},
    {OPTION_FIRMS, "firms", "N", CLI_ANY, "run",
     "number of replications for which final firms are saved (default 20)"},
    {OPTION_PANEL, "panel", PANELS, CLI_CHOICE, "run",
     "save every agent to FOLDER/panels/, one file per run"},
    {OPTION_EVERY, "every", "N", CLI_ANY, "run",
     "with --panel: save every N months and at the end (default 12)"},
    {OPTION_MAX_TIME, "max-time", "TIME", CLI_ANY, "run resume sensitivity",
     "stop after this long, as in 90 s, 10 min or 2 h; continue with resume"},
    {OPTION_DRY_RUN, "dry-run", NULL, CLI_ANY, "run sensitivity",
     "show the plan and estimated cost; run nothing"},
    {OPTION_PROGRESS, "progress", STYLES, CLI_CHOICE,
     "run resume verify validate replay sensitivity",
     "progress display on standard error (default auto)"},
    {OPTION_BASE, "base", "SCENARIO", CLI_SCENARIO,
     "compare towns export plot run report sensitivity",
     "scenario that others are compared with (default: the first)"},
    {OPTION_AT, "at", "MONTH", CLI_ANY, "compare target factorial report sensitivity",
     "month looked at, as in 2032-12 (default: the last)"},
    {OPTION_AT, "at", "MONTH", CLI_ANY, "export",
     "one month alone, as 2032-12 (default: all; without --indicator: the last)"},
    {OPTION_AT_LEAST, "at-least", "VALUE", CLI_ANY, "target",
     "a target of your own: at least this"},
    {OPTION_AT_MOST, "at-most", "VALUE", CLI_ANY, "target", "a target of your own: at most this"},
    {OPTION_LEVEL, "level", "P", CLI_ANY, "compare towns target factorial report sensitivity",
     "confidence level of intervals (default 95 %)"},
    {OPTION_INDICATOR, "indicator", "NAME", CLI_INDICATOR,
     "compare export target factorial report sensitivity",
     "indicator to report (see 'bellwether indicators')"},
    {OPTION_INDICATOR, "indicator", "NAME", CLI_INDICATOR, "run",
     "with --until-ci: indicator whose interval is looked at (default device_sales)"},
    {OPTION_TOWN, "town", "NAME", CLI_ANY, "compare plot target factorial run report sensitivity",
     "a focal town, or rivals (default: the first focal town)"},
    {OPTION_TOWN, "town", "NAME", CLI_ANY, "export",
     "one focal town, or rivals, alone (default: all; of a figure: the first focal town)"},
    {OPTION_BUDGET, "budget", "MONEY", CLI_ANY, "compare report",
     "cap on each programme's public cost, what is committed counted, as in '300 M CNY'"},
    {OPTION_DISCOUNT, "discount", "RATE", CLI_ANY, "compare report sensitivity",
     "yearly rate at which costs are discounted (default 8 %, China's for public projects)"},
    {OPTION_PUBLIC_FUNDS, "public-funds", "X", CLI_ANY, "compare report sensitivity",
     "what raising a yuan of public money costs, in costs of a job (default 1; published: 1.14 to "
     "1.52)"},
    {OPTION_FIGURE, "figure", "NAME", CLI_FIGURE, "plot", "draw only this figure"},
    {OPTION_FIGURE, "figure", "NAME", CLI_FIGURE, "export", "print the data of this figure"},
    {OPTION_FORMAT, "format", "svg|png|pdf", CLI_CHOICE, "plot validate",
     "format of the figures (default svg)"},
    {OPTION_TEMPLATE, "template", NULL, CLI_ANY, "new", "print it instead of writing a file"},
    {OPTION_LANG, "lang", "en|zh", CLI_CHOICE, "new", "language of the comments (default en)"},
    {OPTION_LANG, "lang", "en|zh", CLI_CHOICE, "plot validate report",
     "language of labels (default en)"},
    {OPTION_DIFF, "diff", "FILE", CLI_SCENARIO, "show",
     "print only what differs from this scenario"},
    {OPTION_SOURCES, "sources", NULL, CLI_ANY, "show", "say where each value is from"},
    {OPTION_JSON, "json", NULL, CLI_ANY, EVERY, "print JSON, for programs"},
    {OPTION_CSV, "csv", "[=excel]", CLI_CHOICE,
     "compare towns target factorial export sensitivity validate",
     "print comma-separated values; excel: as Excel opens them, with titles"},
    {OPTION_XLSX, "xlsx", "FILE", CLI_ANY,
     "compare towns target factorial export sensitivity validate",
     "write the same to an Excel workbook"},
    {'q', "quiet", NULL, CLI_ANY,
     "new check run resume verify replay plot report validate sensitivity",
     "print nothing but errors, and what --json asks for"},
    {'h', "help", NULL, CLI_ANY, EVERY, "print this help"},
};
#define ROWS (sizeof cli_options / sizeof cli_options[0])
const size_t cli_options_count = ROWS;

/* Where a word stands in a list whose words are apart by blanks or |, maybe within [=]; -1 where it
 * does not. */
static int position(const char *list, const char *word) {
  const size_t wanted = strlen(word);
  list += strspn(list, "[=");
  for (int index = 0; *list; index++) {
    const size_t length = strcspn(list, " |]");
    if (length == wanted && strncmp(list, word, length) == 0) return index;
    list += length + (list[length] != '\0');
  }
  return -1;
}

bool cli_takes(const struct cli_command *command, const struct cli_option *option) {
  return strcmp(option->commands, EVERY) == 0 || position(option->commands, command->name) >= 0;
}

bool cli_needs_value(const struct cli_option *option) {
  return option->argument && option->argument[0] != '[';
}

static enum status whole_number(const char *option, const char *text, uint32_t least, uint32_t most,
                                uint32_t *value, struct error *error) {
  char *end;
  errno = 0;
  const unsigned long long read = strtoull(text, &end, 10);
  if (text[0] < '0' || text[0] > '9' || *end || errno || read < least || read > most) {
    return error_set(error, STATUS_USAGE, "--%s %.40s: a whole number from %u to %u", option, text,
                     least, most);
  }
  *value = (uint32_t)read;
  return STATUS_OK;
}

/* A time with its unit; bare, in seconds. */
static enum status duration(const char *option, const char *text, double *seconds,
                            struct error *error) {
  const bool bare = quantity_parse(text, "1", seconds, error) == STATUS_OK && !strchr(text, '%');
  if ((bare || quantity_parse(text, "s", seconds, error) == STATUS_OK) && *seconds > 0 &&
      *seconds < SECONDS_MOST) {
    return STATUS_OK;
  }
  return error_set(error, STATUS_USAGE,
                   "--%s %.40s: a time above 0, as in '90 s', '10 min' or '2 h'", option, text);
}

static enum status real_number(const char *option, const char *text, double least, double most,
                               double *value, struct error *error) {
  if (quantity_parse(text, "1", value, error) == STATUS_OK && *value > least && *value < most) {
    return STATUS_OK;
  }
  return error_set(error, STATUS_USAGE, "--%s %.40s: a number above %g and below %g", option, text,
                   least, most);
}

/* An amount of money, M CNY. */
static enum status money(const char *option, const char *text, double *value, struct error *error) {
  if (quantity_parse(text, "M CNY", value, error) == STATUS_OK && *value >= 0) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "--%s %.40s: an amount of money, as in '300 M CNY' or '3 亿元'", option, text);
}

/* Refuses a word that is none of an option's choices. */
static enum status check_choice(const struct cli_command *command, int letter, const char *value,
                                struct error *error) {
  for (size_t i = 0; i < ROWS && value; i++) {
    const struct cli_option *row = &cli_options[i];
    if (row->letter != letter || row->kind != CLI_CHOICE || !cli_takes(command, row)) continue;
    if (position(row->argument, value) >= 0) continue;
    const char *words = row->argument + strspn(row->argument, "[=");
    return error_set(error, STATUS_USAGE, "--%s %.40s: one of %.*s", row->name, value,
                     (int)strcspn(words, "]"), words);
  }
  return STATUS_OK;
}

/* Keeps a value of an option that may be repeated. */
static enum status add_word(const char **list, size_t *count, size_t most, const char *option,
                            const char *value, struct error *error) {
  if (*count == most) return error_set(error, STATUS_USAGE, "%s more than %zu times", option, most);
  list[(*count)++] = value;
  return STATUS_OK;
}

static enum status take(struct cli *cli, int letter, const char *value, struct error *error) {
  uint32_t number = 0;
  switch (letter) {
  case 'n':
    cli->replications_given = true;
    return whole_number("replications", value, 1, 1000000, &cli->replications, error);
  case 'j':
    TRY(whole_number("threads", value, 1, 1024, &number, error));
    cli->threads = (int)number;
    return STATUS_OK;
  case 's':
    cli->seed_given = true;
    return whole_number("seed", value, 0, UINT32_MAX, &cli->seed, error);
  case OPTION_FIRMS: return whole_number("firms", value, 0, 1000000, &cli->firms, error);
  case OPTION_PANEL: cli->panel = value; return STATUS_OK;
  case OPTION_EVERY: return whole_number("every", value, 1, 3600, &cli->every, error);
  case OPTION_MAX_TIME: return duration("max-time", value, &cli->max_seconds, error);
  case OPTION_LEVEL: return real_number("level", value, 0, 1, &cli->level, error);
  case OPTION_PROGRESS:
    cli->progress = (enum progress_style)position(STYLES, value);
    return STATUS_OK;
  case OPTION_SET:
    return add_word(cli->settings, &cli->settings_count, CLI_WORDS_MOST, "--set", value, error);
  case OPTION_SWEEP:
    return add_word(cli->sweeps, &cli->sweeps_count, CLI_LAYERS_MOST, "--sweep", value, error);
  case OPTION_WITH:
    return add_word(cli->layers, &cli->layers_count, CLI_LAYERS_MOST, "--with", value, error);
  case 'o':
    if (value[0] == '\0') return error_set(error, STATUS_USAGE, "--output needs a folder's name");
    cli->output = value;
    return STATUS_OK;
  case OPTION_DIFF: cli->diff = value; return STATUS_OK;
  case OPTION_BASE: cli->base = value; return STATUS_OK;
  case OPTION_AT: cli->at = value; return STATUS_OK;
  case OPTION_AT_LEAST: cli->at_least = value; return STATUS_OK;
  case OPTION_AT_MOST: cli->at_most = value; return STATUS_OK;
  case OPTION_INDICATOR: cli->indicator = value; return STATUS_OK;
  case OPTION_TOWN: cli->town = value; return STATUS_OK;
  case OPTION_FIGURE: cli->figure = value; return STATUS_OK;
  case OPTION_FORMAT: cli->format = value; return STATUS_OK;
  case OPTION_LANG: cli->lang = value; return STATUS_OK;
  case OPTION_TEMPLATE: cli->template = true; return STATUS_OK;
  case OPTION_OVER_TIME: cli->over_time = true; return STATUS_OK;
  case OPTION_RUN: cli->run = value; return STATUS_OK;
  case OPTION_BUDGET: return money("budget", value, &cli->budget, error);
  case OPTION_DISCOUNT: return real_number("discount", value, -1e-9, 1, &cli->discount, error);
  case OPTION_PUBLIC_FUNDS:
    return real_number("public-funds", value, 0, 10, &cli->public_funds, error);
  case OPTION_PRIORS: cli->priors = true; return STATUS_OK;
  case OPTION_DRAWS:
    if (whole_number("draws", value, 3, DRAWS_ASKED_MOST, &cli->draws, error) == STATUS_OK) {
      return STATUS_OK;
    }
    return error_set(
        error, STATUS_USAGE,
        "--draws %.40s: a whole number from 3 to %u: the central set of assumptions and "
        "two or more that are drawn, as in --draws 100",
        value, DRAWS_ASKED_MOST);
  case OPTION_SIZE: return whole_number("size", value, 4, DESIGN_SIZE_MOST, &cli->size, error);
  case OPTION_OF: cli->of = value; return STATUS_OK;
  case OPTION_SCENARIO: cli->scenario = value; return STATUS_OK;
  case OPTION_ONLY:
    return add_word(cli->only, &cli->only_count, CLI_WORDS_MOST, "--only", value, error);
  case OPTION_GROUP:
    return add_word(cli->groups, &cli->groups_count, CLI_LAYERS_MOST, "--group", value, error);
  case OPTION_UNTIL: return real_number("until-ci", value, 0, 1, &cli->until, error);
  case OPTION_FACTORIAL: cli->factorial = true; return STATUS_OK;
  case OPTION_JSON: cli->json = true; return STATUS_OK;
  case 'q': cli->quiet = true; return STATUS_OK;
  case OPTION_CSV:
    cli->csv = true;
    cli->excel = value != NULL;
    return STATUS_OK;
  case OPTION_XLSX: cli->xlsx = value; return STATUS_OK;
  case OPTION_DRY_RUN: cli->dry_run = true; return STATUS_OK;
  case OPTION_SOURCES: cli->sources = true; return STATUS_OK;
  default: cli->help = true; return STATUS_OK;
  }
}

static enum status refuse(const struct cli_command *command, int letter, const char *word,
                          struct error *error) {
  const char *names[ROWS];
  size_t count = 0;
  for (size_t i = 0; i < ROWS; i++) {
    if (cli_takes(command, &cli_options[i])) names[count++] = cli_options[i].name;
  }
  if (letter == ':') {
    return error_set(error, STATUS_USAGE, "%.60s needs a value; see bellwether %s --help", word,
                     command->name);
  }
  const char *nearest = strncmp(word, "--", 2) == 0 ? text_nearest(word + 2, names, count) : NULL;
  return error_set(error, STATUS_USAGE, "%s has no option %.60s%s%s%s bellwether %s --help",
                   command->name, word, nearest ? ": did you mean --" : "", nearest ? nearest : "",
                   nearest ? "? See" : "; see", command->name);
}

enum status cli_parse(const struct cli_command *command, int argc, char **argv, struct cli *cli,
                      struct error *error) {
  struct option options[ROWS + 1];
  char letters[2 * ROWS + 2] = ":";
  size_t count = 0, used = 1;
  *cli = (struct cli){.argc = argc,
                      .argv = argv,
                      .replications = 20,
                      .threads = omp_get_num_procs(),
                      .firms = 20,
                      .level = 0.95,
                      .budget = NAN,
                      .discount = COST_DISCOUNT,
                      .public_funds = COST_PUBLIC_FUNDS,
                      .format = "svg",
                      .lang = "en"};
  for (size_t i = 0; i < ROWS; i++) {
    const struct cli_option *row = &cli_options[i];
    if (!cli_takes(command, row)) continue;
    const int value = cli_needs_value(row) ? required_argument
                      : row->argument      ? optional_argument
                                           : no_argument;
    options[count++] = (struct option){row->name, value, NULL, row->letter};
    if (row->letter > 255) continue;
    letters[used++] = (char)row->letter;
    if (row->argument) letters[used++] = ':';
  }
  options[count] = (struct option){0};
  letters[used] = '\0';
  opterr = 0;
  optind = 1;
  for (int letter; (letter = getopt_long(argc, argv, letters, options, NULL)) != -1;) {
    if (letter == '?' || letter == ':') {
      const char short_one[] = {'-', (char)optopt, '\0'};
      const bool is_short = optopt > 0 && optopt < 256;
      return refuse(command, letter, is_short ? short_one : argv[optind - 1], error);
    }
    TRY(check_choice(command, letter, optarg, error));
    TRY(take(cli, letter, optarg, error));
  }
  for (int i = optind; i < argc; i++) {
    if (cli->words_count == CLI_WORDS_MOST) {
      return error_set(error, STATUS_USAGE, "more than %d arguments", CLI_WORDS_MOST);
    }
    cli->words[cli->words_count++] = argv[i];
  }
  if (command->arguments[0] == '\0' && cli->words_count > 0) {
    return error_set(error, STATUS_USAGE, "%s takes options only: '%.60s' is too much",
                     command->name, cli->words[0]);
  }
  if (cli->json && (cli->csv || cli->xlsx)) {
    return error_set(error, STATUS_USAGE, "--json and %s: name one of them",
                     cli->csv ? "--csv" : "--xlsx");
  }
  if (cli->quiet) cli->progress = PROGRESS_NONE;
  const bool needs_one = command->arguments[0] != '[' && command->arguments[0] != '\0';
  if (needs_one && cli->words_count == 0 && !cli->help) {
    return error_set(error, STATUS_USAGE, "%s needs %s, as in: %s", command->name,
                     command->arguments, command->example);
  }
  const bool takes_many = strstr(command->arguments, "...") != NULL;
  if (!takes_many && cli->words_count > 1) {
    return error_set(error, STATUS_USAGE, "%s takes one %s: '%.60s' is too much", command->name,
                     command->arguments, cli->words[1]);
  }
  return STATUS_OK;
}
