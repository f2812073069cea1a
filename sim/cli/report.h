/* report.h - the page that `bellwether report` writes; private to this room.
 *
 * One HTML file that needs nothing else: styles and pictures stand in it, nothing is fetched, no
 * script is needed. report.c holds the command, the page and its pictures; report_findings.c what
 * is found; report_economics.c whose gain it is and what it costs; report_apart.c the same over
 * sets of assumptions; report_origins.c which firms have it; report_hangs.c on which assumptions it
 * hangs; report_records.c what was observed; report_sources.c what it rests on; report_priors.c
 * what is believed of that; report_levers.c what its levers' money does; report_html.c how it is
 * written. */
#ifndef BELLWETHER_SIM_CLI_REPORT_H
#define BELLWETHER_SIM_CLI_REPORT_H

#include "economics.h"

#include "bellwether/study/compare.h"
#include "bellwether/study/ensemble.h"
#include "bellwether/study/factorial.h"

enum report_text {
#define REPORT(name, en, zh) REPORT_##name,
#include "report_text.def"
  REPORT_COUNT
};

struct report {
  const struct cli *cli;
  const struct ensemble *ensemble;
  const struct results *results;
  uint32_t base, place, month;
  enum indicator indicator; /* that findings speak of */
  bool chinese;
  bool is_design;                      /* whose many scenarios need not all be shown ... */
  bool shown[ENSEMBLE_SCENARIOS_MOST]; /* ... one by one: each factor alone, and all together */
  const struct economics *economics;   /* NULL where there is one scenario */
  /* Where there are sets of assumptions, enough to tell them from chance (else NULL): of the
   * indicator that findings speak of, each scenario's difference from the base, or what a scenario
   * alone comes to. */
  struct assumed *gains;
  char **titles; /* of the scenarios, their names beside */
  bool quiet;
  json_t *list; /* what --json prints of the page; NULL where it is not asked for */
  struct text *out;
};

/* The text of the report's language; the unit in which an indicator is shown whose values are seen
 * together, the largest of them `largest`; a number with its unit, in out[REPORT_AMOUNT]. */
#define REPORT_AMOUNT 96
const char *report_text(const struct report *report, enum report_text text);
struct cli_unit report_unit(const struct report *report, enum indicator indicator, double largest);
char *report_amount(double value, const struct cli_unit *unit, char *out);

/* An indicator in words, in out[REPORT_WORDS]. Returns out. */
#define REPORT_WORDS 96
char *report_indicator(const struct report *report, enum indicator indicator, char *out);

/* A phrase of economics.h in the report's language. */
const char *report_phrase(const struct report *report, const char *english);

/* The month that the report looks at, in out[DATE_TEXT]. Returns out. */
char *report_month(const struct report *report, char *out);

/* Adds text with HTML's signs made harmless. */
void report_escape(struct text *out, const char *text);

/* Adds an element that says a text: <tag>...</tag>; what is filled in is escaped. */
void report_say(const struct report *report, const char *tag, enum report_text text, ...);

/* Begins and ends a section under a heading; `id` names it for links. */
void report_begin(const struct report *report, const char *id, enum report_text heading);
void report_end(const struct report *report);

/* A table: its caption and heads, then cells one by one; numbers align to the right from the
 * `numbers`-th column on. */
struct report_table {
  const struct report *report;
  size_t columns, numbers, cells;
};
void report_table_begin(struct report_table *table, const struct report *report, size_t columns,
                        size_t numbers, const char *caption);
void report_table_head(struct report_table *table, const char *head);
void report_table_cell(struct report_table *table, const char *cell);
void report_table_end(struct report_table *table);

/* Adds a picture: the SVG of a file, its identifiers made the figure's own. Errors: STATUS_DISK
 * where the file is no SVG. */
enum status report_picture(const struct report *report, const char *path, const char *figure,
                           const char *caption, struct error *error) MUST_CHECK;

/* Over sets of assumptions: in how many of them a figure has its sign and, where it is ranked, is
 * first, and where it lies. */
void report_say_sets(const struct report *report, const struct assumed *assumed,
                     const struct cli_unit *unit, bool ranked);

/* "240.7 [190.5, 290.9] M CNY; -2.7 to 477.4 over sets of assumptions", what is of no width left
 * out, in out[REPORT_APART]. Returns out. */
#define REPORT_APART (3 * CLI_APART_CELL + REPORT_AMOUNT + 96)
char *report_apart(const struct report *report, const struct assumed *assumed,
                   const struct cli_unit *unit, char *out);

/* A table over sets of assumptions: a name under `head`, then the mean and what
 * cli_apart_table_cells has, then `more` columns of the caller's. */
void report_apart_begin(struct report_table *table, const struct report *report,
                        const char *caption, size_t more, const char *head);
void report_apart_row(struct report_table *table, const char *name, const struct assumed *assumed,
                      double factor);

/* Whose gain and what it costs, of one scenario, in such tables; in sentences. */
void report_apart_money(const struct report *report, uint32_t s, bool costs);
void report_say_money(const struct report *report, uint32_t s);

/* A design over sets of assumptions: its effects, and whether they add up. */
void report_apart_design(const struct report *report, const struct factorial *design,
                         const struct factorial_assumed *assumed, const struct cli_unit *unit);

/* Whether the folder has sets of assumptions enough to say on which of these its answer hangs; the
 * section on that. Errors: memory. */
bool report_can_hang(const struct report *report);
enum status report_hangs(const struct report *report, struct error *error) MUST_CHECK;

/* The grade of an assumption's evidence, or that its scenario says its law. */
const char *report_grade(const struct report *report, const struct assumed_value *value);

/* The table of all assumptions and what is believed of them. Errors: memory. */
enum status report_priors(const struct report *report, struct error *error) MUST_CHECK;

/* The unit in which the cost of a job is shown: the same for all programmes. */
struct cli_unit report_unit_of_job(const struct report *report);

/* In two sentences, on sales and on jobs: what of the gain in town is of which firms, and what
 * other towns and the rest of industry lose by it. Says nothing of no gain. */
void report_say_origins(const struct report *report, uint32_t s);

/* Of a scenario, in sentences: whose gain, at what cost; of all, which are not dominated. */
void report_say_economics(const struct report *report, uint32_t s);
void report_say_undominated(const struct report *report);

/* Of all programmes, in sentences: which gains most, and where a job costs least. */
void report_say_ranking(const struct report *report);

/* The section of the same in tables, beside published figures. */
void report_money(const struct report *report);

/* Whether a scenario says what was observed; the section that judges it. Errors: STATUS_DISK;
 * memory. */
bool report_has_records(const struct report *report);
enum status report_records(const struct report *report, struct error *error) MUST_CHECK;

/* The sections. Errors: STATUS_DISK; memory. */
enum status report_findings(const struct report *report, struct error *error) MUST_CHECK;
enum status report_comparison(const struct report *report, struct error *error) MUST_CHECK;
enum status report_scenarios(const struct report *report, struct error *error) MUST_CHECK;
void report_levers(const struct report *report, uint32_t s);
enum status report_assumptions(const struct report *report, struct error *error) MUST_CHECK;
enum status report_provenance(const struct report *report, struct error *error) MUST_CHECK;

#endif
