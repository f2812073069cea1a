/* cli.h - the command line: one option table, one file a command. */
#ifndef BELLWETHER_SIM_CLI_CLI_H
#define BELLWETHER_SIM_CLI_CLI_H

#include "bellwether/base/progress.h"
#include "bellwether/base/text.h"
#include "bellwether/io/results.h"
#include "bellwether/scenario/scenario.h"

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#define CLI_WORDS_MOST  256
#define CLI_LAYERS_MOST 16

struct records_judged;

/* What the user said, checked. */
struct cli {
  int argc; /* as it was said */
  char **argv;
  const char *words[CLI_WORDS_MOST]; /* what stands beside the options: files, folders, names */
  size_t words_count;
  const char *settings[CLI_WORDS_MOST];
  size_t settings_count;
  const char *sweeps[CLI_LAYERS_MOST]; /* values that scenarios are crossed with */
  size_t sweeps_count;
  const char *layers[CLI_LAYERS_MOST]; /* scenarios laid over each */
  size_t layers_count;
  const char *output, *diff, *base, *at, *indicator, *town, *figure, *format, *lang;
  const char *at_least, *at_most, *run, *panel;
  const char *of, *scenario; /* what is asked of an outcome, and of which scenario alone */
  const char *only[CLI_WORDS_MOST], *groups[CLI_LAYERS_MOST]; /* patterns of assumptions */
  size_t only_count, groups_count;
  uint32_t size; /* of a design; 0: the usual one */
  bool followed; /* another answer follows a run, which tells what came out */
  uint32_t replications, seed, firms, every, draws;
  int threads;
  double max_seconds, level, until;
  double budget, discount, public_funds; /* M CNY, NaN: none; a year; yuan a yuan */
  bool factorial, over_time, replications_given, seed_given, json, csv, dry_run, sources, template,
      priors, quiet, help;
  bool excel;       /* csv as Excel reads it: with a byte order mark */
  const char *xlsx; /* a workbook to write */
  enum progress_style progress;
};

/* What a value or an argument is, and so what shells offer for it. */
enum cli_kind {
  CLI_ANY,      /* a number, a month, a town: nothing can be offered */
  CLI_CHOICE,   /* one of the words that the argument itself lists */
  CLI_FOLDER,   /* a folder */
  CLI_SCENARIO, /* a file, or a name in a folder of scenarios */
  CLI_SETTING,  /* PATH=VALUE */
  CLI_PARAMETER,
  CLI_LEVER,
  CLI_INDICATOR,
  CLI_FIGURE,
  CLI_TOPIC,
};

struct cli_command {
  const char *name, *arguments;
  enum cli_kind kind; /* of its arguments */
  const char *meaning, *example;
  enum status (*run)(const struct cli *cli, struct error *error);
};
extern const struct cli_command cli_commands[];
extern const size_t cli_commands_count;

/* One row an option: help, parsing, completion and the manual page come from it. */
struct cli_option {
  int letter; /* or a number above 255 where there is none */
  const char *name;
  const char *argument; /* "FOLDER"; of a CLI_CHOICE "svg|png|pdf"; "[=excel]" where it may be left
                           out; NULL where it takes none */
  enum cli_kind kind;   /* of the argument */
  const char *commands; /* that take it, apart by blanks, or * */
  const char *meaning;
};
extern const struct cli_option cli_options[];
extern const size_t cli_options_count;

/* What `bellwether doc` prints, by topic. */
struct cli_topic {
  const char *name, *meaning;
  enum status (*write)(struct text *out, struct error *error);
};
extern const struct cli_topic cli_topics[];
extern const size_t cli_topics_count;

/* A question that users come with, and the commands that answer it: simulate, tell, draw. Help and
 * the manual page show them. */
#define CLI_STEPS 3
struct cli_question {
  const char *question, *steps[CLI_STEPS];
};
extern const struct cli_question cli_questions[];
extern const size_t cli_questions_count;

/* Set by SIGINT and SIGTERM. */
extern volatile sig_atomic_t cli_stop;

/* Reads argv after the command's name. Errors: STATUS_USAGE. */
enum status cli_parse(const struct cli_command *command, int argc, char **argv, struct cli *cli,
                      struct error *error) MUST_CHECK;

/* Whether a command takes an option, and whether the option needs a value. */
bool cli_takes(const struct cli_command *command, const struct cli_option *option);
bool cli_needs_value(const struct cli_option *option);

/* Help of the program (command NULL) or of one command, on standard output. */
void cli_help(const struct cli_command *command);

/* The name of a scenario with the layers of --with: "xianju/baseline+shocks/lead-exit". Errors:
 * STATUS_USAGE where it is too long. */
enum status cli_layered(const struct cli *cli, const char *name, char *out,
                        struct error *error) MUST_CHECK;

/* Names of the scenarios that `run` is of, SCENARIO_LAYERED bytes each; the caller frees `list`.
 * Errors: STATUS_USAGE; memory; as cli_load. */
struct cli_names {
  char *list;
  size_t count;
};
enum status cli_list_names(const struct cli *cli, struct cli_names *names,
                           struct error *error) MUST_CHECK;

/* Loads a scenario; its complaints go to standard error. Errors: as scenario_load. */
enum status cli_load(const struct cli *cli, const char *name, struct scenario *scenario,
                     struct error *error) MUST_CHECK;

/* Prints the warnings of scenarios on standard error, each once. */
void cli_warn(const struct scenario *scenarios, size_t count);

/* Prints a text and checks that it got out. Errors: STATUS_DISK. */
enum status cli_print(const struct text *text, struct error *error) MUST_CHECK;

/* Prints JSON and a newline; takes `root`, NULL where it could not be made. Errors: memory,
 * STATUS_DISK. */
enum status cli_print_json(json_t *root, struct error *error) MUST_CHECK;

/* Columns of what people read: $COLUMNS where it is set, else those of the terminal on standard
 * output, else 80. */
int cli_width(void);

/* Adds a text for people, its lines broken at blanks so that none is wider than cli_width(); what
 * follows a break is indented like the line. A word that is wider stays whole. */
void cli_say(struct text *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds a command for a shell, broken by a backslash where it is too wide: it can be copied. */
void cli_add_command(struct text *out, int indent, const char *command);

/* A table for people, as wide as cli_width() at most. Where it is too wide as it is, the columns
 * from `below` on stand under their row, and the first one, where it leads, above it; then cells
 * are broken at blanks; then columns go by their order in `drop`; then words are broken. Cells are
 * copied; the first row is the head. */
#define CLI_COLUMNS_MOST 16
struct cli_table {
  size_t columns, cells_count, capacity;
  char **cells;
  bool right[CLI_COLUMNS_MOST]; /* numbers: align to the right, break before their interval only */
  int drop[CLI_COLUMNS_MOST];   /* 1 goes first; 0 stays */
  size_t below;                 /* 0: none */
  bool leads;
  bool failed;
};
void cli_table_add(struct cli_table *table, const char *cell);
void cli_table_add_title(struct cli_table *table, const struct results *results, uint32_t scenario);
void cli_table_print(const struct cli_table *table, struct text *out);
void cli_table_free(struct cli_table *table);

/* Rows for programs and for spreadsheets, in the units of the tables: text on standard output, its
 * fields apart by commas (--csv) or tabs, JSON of the latter (--json), or the sheet of an Excel
 * workbook (--xlsx). For Excel, text begins with a byte order mark, titles stand beside scenarios,
 * and numbers that are missing are empty, as they are between tabs. */
struct cli_sheet {
  enum {
    CLI_SHEET_TABS,
    CLI_SHEET_JSON,
    CLI_SHEET_COMMAS,
    CLI_SHEET_EXCEL,
    CLI_SHEET_WORKBOOK
  } kind;
  const char *path; /* of the workbook */
  struct text text;
  struct sheet_book *book;
  uint32_t row, column; /* of the next cell */
  bool full;            /* there were more rows than a sheet holds */
  const char *wrong;    /* the first thing that could not be written, or NULL */
};

/* Whether the user wants rows: --csv or --xlsx. */
bool cli_sheet_is_wanted(const struct cli *cli);

/* Begins a sheet of that name. Errors: STATUS_USAGE where the file is there; memory; then the sheet
 * is ended already. */
enum status cli_sheet_begin(struct cli_sheet *sheet, const struct cli *cli, const char *name,
                            struct error *error) MUST_CHECK;

/* Cells, from left to right, and the end of a row. The first row holds heads: the one called
 * "scenario" has a "title" beside it where sheets have titles, as each scenario has. */
void cli_sheet_heads(struct cli_sheet *sheet, const char *const *heads, size_t count);
void cli_sheet_text(struct cli_sheet *sheet, const char *text);
void cli_sheet_number(struct cli_sheet *sheet, double value);
void cli_sheet_scenario(struct cli_sheet *sheet, const struct results *results, uint32_t scenario);
void cli_sheet_row(struct cli_sheet *sheet);
bool cli_sheet_has_titles(const struct cli_sheet *sheet);

/* Ends it: prints the text, or gives the workbook its path and prints that. After work that ended
 * otherwise than well, `status`, writes nothing and returns that. Errors: STATUS_DISK; STATUS_USAGE
 * where a sheet does not hold the rows. */
enum status cli_sheet_end(struct cli_sheet *sheet, enum status status,
                          struct error *error) MUST_CHECK;

/* Text whose fields are apart by tabs as JSON: "comments", lines that begin with #, and "blocks",
 * apart by blank lines, each with "columns", the fields of its first line, and "rows"; numbers as
 * numbers, empty fields as null. NULL where memory ran out. */
json_t *cli_tabs_json(const struct text *text);

/* A number with four significant digits, as people read it: 12,340 is 12340, .00001 is 1e-05. */
#define CLI_NUMBER 32
char *cli_number(double value, char *out);

/* "852.0 [800.0, 904.0]": a number and the ends of its range, times `factor`; without an end, the
 * number alone. */
#define CLI_RANGE (3 * CLI_NUMBER + 8)
char *cli_range(double middle, double low, double high, double factor, char *out);

/* How values of a unit are shown to people: times `factor`, in the unit `name` ("" for 1). Money is
 * shown in the unit that reads best for the largest of values that are seen together: CNY, M CNY
 * or bn CNY; in Chinese yuan, 10^4 or 10^8 of them. */
struct cli_unit {
  double factor;
  char name[48];
};
struct cli_unit cli_unit(const char *unit, double largest, bool chinese);

/* A scenario as people are told of it: "title (name)", or its name where it has no title. The
 * caller frees it; NULL: memory ran out. */
char *cli_title(const struct results *results, uint32_t scenario);

/* Adds a blank and a word as a shell reads it back. */
void cli_add_word(struct text *out, const char *word);

/* A number as JSON; null where there is none. */
json_t *cli_json_number(double value);

/* Whether a file that the user names is free. Errors: STATUS_USAGE where it is there. */
enum status cli_check_free(const char *path, struct error *error) MUST_CHECK;

/* Opens the results of the folder that the command line names; of one that is not finished what it
 * has so far, as unfinished_open does, and says so on standard error unless --quiet. Errors: those
 * of results_open and unfinished_open. */
enum status cli_results(const struct cli *cli, struct results *results,
                        struct error *error) MUST_CHECK;

/* The same for who compares means and tells chance from assumption: of sets that are drawn from the
 * priors alone (results_keep_priors). Errors: STATUS_USAGE also where the sets are placed by a
 * design, with one replication each. */
enum status cli_results_apart(const struct cli *cli, struct results *results,
                              struct error *error) MUST_CHECK;

/* Says on standard error, unless --quiet, which sets of assumptions are infeasible, and of figures
 * in which chance and assumption are mixed that they are. mixed: their names; NULL: none is. */
void cli_tell_draws(const struct cli *cli, const struct results *results, const char *mixed);

/* What a JSON answer says of a folder that is not finished: how many runs ended of how many; null
 * for one that is. */
json_t *cli_unfinished(const struct results *results);

/* Adds in one line how many runs of each scenario are infeasible, and of which sets of assumptions;
 * nothing where none is. */
void cli_add_infeasible(struct text *out, const struct results *looked_at);

/* The same as a paragraph of its own, broken like cli_say's. */
void cli_say_infeasible(struct text *out, const struct results *results);

/* The sets of assumptions that are infeasible in one of two scenarios, as JSON. */
json_t *cli_infeasible_draws(const struct results *results, uint32_t a, uint32_t b);

/* Whether a folder's results are those of its record. Errors: STATUS_DISK where not. */
struct ensemble;
enum status cli_check_same(const struct ensemble *ensemble, const struct results *results,
                           struct error *error) MUST_CHECK;

/* Whether there is anything to draw. Errors: STATUS_RUNS where no replication finished. */
enum status cli_check_finished(const struct results *results, struct error *error) MUST_CHECK;

/* The place that --town names, the first one where there is none; the indicator that --indicator
 * names, `usual` where there is none; the scenario that --base names, the first where there is
 * none; that --scenario names. Errors: STATUS_USAGE, with what there is. */
enum status cli_place(const struct cli *cli, const struct results *results, uint32_t *place,
                      struct error *error) MUST_CHECK;
enum status cli_indicator(const struct cli *cli, enum indicator usual, enum indicator *indicator,
                          struct error *error) MUST_CHECK;
enum status cli_scenario(const struct cli *cli, const struct results *results, uint32_t *scenario,
                         struct error *error) MUST_CHECK;
enum status cli_base(const struct cli *cli, const struct results *results, uint32_t *base,
                     struct error *error) MUST_CHECK;

/* The month that --at names, as months since `start`; the last one where there is none. */
enum status cli_month(const struct cli *cli, int32_t start, uint32_t months, uint32_t *month,
                      struct error *error) MUST_CHECK;

/* What is compared where the user names no indicator. */
#define CLI_COMPARED 11
extern const enum indicator cli_compared[CLI_COMPARED];

/* compare --over-time and compare -o FILE: an indicator month by month, or all that are compared,
 * as HDF5. Errors: STATUS_DISK; memory; STATUS_USAGE where the file is there. */
enum status cli_compare_over_time(const struct cli *cli, const struct results *results,
                                  uint32_t base, uint32_t place, enum indicator indicator,
                                  struct error *error) MUST_CHECK;

/* Writes a figure's data to FOLDER/figures/FIGURE.tsv. Errors: STATUS_DISK. */
enum status cli_write_data(const char *folder, const char *figure, const struct text *data,
                           struct error *error) MUST_CHECK;

/* Whether a figure can be drawn; what is wanting where not. Errors: STATUS_FAILURE. */
enum status cli_can_draw(const char *figure, const char **wants, struct error *error) MUST_CHECK;

/* Draws a figure whose data are written, by its script (from $BELLWETHER_PLOTS, scripts/plots, or
 * the installed ones), and leaves a copy of the script and of the style beside it. Prints the
 * picture's path unless --json or --quiet is given. Errors: STATUS_FAILURE for want of gnuplot or
 * the script, or where gnuplot fails; STATUS_DISK. */
enum status cli_draw(const struct cli *cli, const char *folder, const char *figure,
                     struct error *error) MUST_CHECK;

/* show --priors: what varies in a scenario, by which law and how well it is known, what goes
 * together, and how much does not vary; a table or JSON. Errors: memory; STATUS_DISK. */
enum status cli_show_priors(const struct cli *cli, const struct scenario *scenario,
                            struct error *error) MUST_CHECK;

/* validate FOLDER: the records of a folder's scenarios, judged by its runs; a table, JSON, or a
 * sheet. Errors: STATUS_USAGE where no scenario has any; those of ensemble_open. */
enum status cli_validate_records(const struct cli *cli, struct error *error) MUST_CHECK;

/* When a record is of: "2022-12", or the year whose months are averaged (DATE_TEXT bytes). By how
 * much it is missed: "-45.2 (-1.31)", in the unit, and in standard deviations (CLI_RANGE bytes). */
const char *cli_record_months(const struct record *record, char *out);
const char *cli_record_missed(const struct records_judged *judged, double factor, char *out);

/* The manual page, as text for troff with the macros of man(7), from the tables of commands and
 * options. The same text on every machine. Errors: memory. */
enum status man_text(struct text *out, struct error *error) MUST_CHECK;

/* Scripts by which a shell completes commands, their options, and the values and arguments whose
 * kind is known, from the same tables. The names in the tables of the model stand in the script;
 * scenarios and folders are looked up by the shell. Errors: memory. */
enum status completion_bash(struct text *out, struct error *error) MUST_CHECK;
enum status completion_zsh(struct text *out, struct error *error) MUST_CHECK;
enum status completion_fish(struct text *out, struct error *error) MUST_CHECK;

enum status new_command(const struct cli *cli, struct error *error);
enum status check_command(const struct cli *cli, struct error *error);
enum status params_command(const struct cli *cli, struct error *error);
enum status levers_command(const struct cli *cli, struct error *error);
enum status indicators_command(const struct cli *cli, struct error *error);
enum status show_command(const struct cli *cli, struct error *error);
enum status run_command(const struct cli *cli, struct error *error);
enum status resume_command(const struct cli *cli, struct error *error);
enum status sensitivity_command(const struct cli *cli, struct error *error);
enum status verify_command(const struct cli *cli, struct error *error);
enum status replay_command(const struct cli *cli, struct error *error);
enum status status_command(const struct cli *cli, struct error *error);
enum status compare_command(const struct cli *cli, struct error *error);
enum status factorial_command(const struct cli *cli, struct error *error);
enum status towns_command(const struct cli *cli, struct error *error);
enum status target_command(const struct cli *cli, struct error *error);
enum status report_command(const struct cli *cli, struct error *error);
enum status export_command(const struct cli *cli, struct error *error);
enum status plot_command(const struct cli *cli, struct error *error);
enum status doc_command(const struct cli *cli, struct error *error);
enum status validate_command(const struct cli *cli, struct error *error);

#endif
