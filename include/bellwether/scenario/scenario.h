/* scenario.h - a checked scenario: what a file says, resolved.
 *
 * A scenario file is YAML; `extends:` layers it on another, `--set` on top of all. Every error of a
 * file is found at once, each with file:line:col, the line and a caret. */
#ifndef BELLWETHER_SCENARIO_SCENARIO_H
#define BELLWETHER_SCENARIO_SCENARIO_H

#include "bellwether/base/tables.h"
#include "bellwether/base/text.h"
#include "bellwether/scenario/tree.h"

#define SCENARIO_NAME    64
#define SCENARIO_FACTOR  128
#define SCENARIO_LAYERED 1024 /* of a scenario and its layers together */
#define SCENARIO_PATH    320

struct target {
  char name[SCENARIO_NAME];
  enum indicator indicator;
  uint32_t town;
  double at_least, at_most; /* -INFINITY, INFINITY where not said */
  int32_t by;               /* date */
};

/* A fact that was observed of a town, by which results are judged. It is never an input of the
 * scenario that holds it. */
#define SCENARIO_RECORD_SOURCE 512
struct record {
  char name[SCENARIO_NAME];
  enum indicator indicator;
  uint32_t town;
  int32_t from, to; /* dates: the mean over these months; of most, one month alone */
  double value;
  double low, high;       /* where the fact lies with 90 %, errors of measuring counted */
  enum prior_grade grade; /* PRIOR_A to PRIOR_D */
  char source[SCENARIO_RECORD_SOURCE];
};

/* Two assumptions that a scenario says are correlated. */
struct correlation {
  char name[SCENARIO_NAME];
  char between[2][SCENARIO_PATH]; /* "parameters.absorption"; a lever by its kind */
  double rho;                     /* of their normal scores (assumptions.h); above -1, below 1 */
};

/* Errors of one scenario, or its warnings, one paragraph each, in the order in which they were
 * found. */
struct complaints {
  struct tree_complaint *list;
  size_t count, capacity;
  bool more;                   /* there were more than SCENARIO_COMPLAINTS_MOST */
  struct tree_sources sources; /* the texts that the places of errors lie in */
};
#define SCENARIO_COMPLAINTS_MOST 200u
void scenario_free_complaints(struct complaints *complaints);

struct scenario {
  char name[SCENARIO_LAYERED]; /* as the user named it: "cards/fund" */
  char title[256], question[512];
  int32_t start, end;   /* dates; both months are simulated */
  int32_t burn_in;      /* months before `start` */
  int32_t growth_break; /* date from which growth_later holds */
  int sealed;           /* 1: no person comes from or goes to elsewhere */
  uint32_t seed;
  struct params params;
  uint32_t segments_count, towns_count, parks_count, levers_count, targets_count, records_count;
  struct segment *segments;
  char (*segment_names)[SCENARIO_NAME];
  struct town_facts *towns;
  char (*town_names)[SCENARIO_NAME];
  uint32_t named_towns; /* those that the scenario names come first, then the nation's */
  struct nation_facts nation;
  struct town_facts nation_town;          /* what holds for each of the nation's towns */
  struct industry_facts *nation_industry; /* [segment], of all of them */
  uint8_t *adopts;                        /* [town] 1 for the nation's adopters */
  uint32_t *places;                       /* [town] the place that it is part of */
  uint32_t places_count;
  uint32_t *first_park; /* [town], and parks_count at the end: the parks of a town stand together */
  struct park_facts *parks;
  char (*park_names)[SCENARIO_NAME]; /* "" for the park of a town that names none */
  struct industry_facts *industry;   /* [park][segment] */
  struct lever *levers;
  struct target *targets;
  struct record *records;
  uint32_t records_left_out; /* of months that a layer above them took away */
  uint32_t correlations_count;
  struct correlation *correlations;
  double rhos[TABLES_CORRELATIONS]; /* of the tables' correlations, 0 to below 1 */
  uint32_t factors_count;
  char (*factors)[SCENARIO_FACTOR]; /* scenarios whose combinations a design lays over this one */
  struct tree *tree;                /* all layers together, with the place of each value */
  struct tree_sources sources;      /* verbatim text of each file read, in order */
  struct complaints warnings;       /* what looks like a slip; their places lie in `sources` */
};

/* Reads, layers, checks and resolves a scenario. `name`: a file, or a name looked up in
 * $BELLWETHER_SCENARIOS, ./scenarios and the installed folder; or several joined by +, each laid
 * over those before it by what it says itself, not by what it extends; among these "~lever", which
 * takes a lever away, and "path=value", which sets one value. `settings`: "path=value"
 * strings
 * (`parameters.loan_rate=5 %/year`). Complaints: all errors of the files; the status then is
 * STATUS_SCENARIO and `error` says how many. The caller frees scenario and complaints. */
enum status scenario_load(const char *name, const char *const *settings, size_t settings_count,
                          struct scenario *scenario, struct complaints *complaints,
                          struct error *error) MUST_CHECK;
void scenario_free(struct scenario *scenario);

/* Adds the complaints to `out` as people read them: file:line:col, the message, the line, a caret.
 */
void scenario_print_complaints(const struct complaints *complaints, struct text *out);

/* Notes that a value looks like a slip: the scenario can be run all the same. `path`: the value, as
 * in --set ("targets.goal.town"); where no file says it, the warning stands at the nearest map
 * above that one does. The message names the value, what is doubtful, and the remedy. At most
 * SCENARIO_COMPLAINTS_MOST are kept. Cost: one search of the path. */
void scenario_warn(struct scenario *scenario, const char *path, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Adds one warning to `out`, as complaints are printed. */
void scenario_print_warning(const struct scenario *scenario, const struct tree_complaint *warning,
                            struct text *out);

/* One value of a resolved scenario: "parameters.loan_rate", "0.042 1/year", and where it is from:
 * a source that the file gives, "file:line", or the table's own source. */
#define SCENARIO_SOURCE 528
struct scenario_value {
  char path[SCENARIO_PATH], source[512];
  char *value;         /* owned */
  const char *derived; /* what a 0 stands for, as its table says it; NULL where it is a 0 */
  bool preset;         /* no file says it */
  bool is_field;       /* of a table: a file may say its source beside it */
};

/* Lists every value that the model uses, in the order of the tables, into a new array that
 * scenario_free_values frees. Errors: memory. */
enum status scenario_list(const struct scenario *scenario, struct scenario_value **values,
                          size_t *count, struct error *error) MUST_CHECK;

/* Whether a file says how uncertain the value at a path is: `low` and `high`, or `sd`, beside
 * `value`. */
bool scenario_says_prior(const struct scenario *scenario, const char *path);

/* Whether a value varies from one set of assumptions to another. It does where its table row has a
 * law, unless a file says the value, and not that it is assumed or calibrated: then it is a fact.
 * What a file says how uncertain it is varies in any case. */
enum scenario_belief {
  SCENARIO_VARIES,
  SCENARIO_FACT,
  SCENARIO_FIXED /* by definition, or since its law has nothing to scale at this value */
};

/* What is believed of the value of a field at a path ("parameters.absorption"). prior: its law
 * about that value, where it varies. Cost: three searches of the path. */
enum scenario_belief scenario_believe(const struct scenario *scenario, const char *path,
                                      const struct field *field, double value, struct prior *prior);

void scenario_free_values(struct scenario_value *values, size_t count);

/* Where a value is from, as people and records read it: "preset: " stands before what is the
 * table's own. `out` has SCENARIO_SOURCE bytes. Returns out. */
const char *scenario_source(const struct scenario_value *value, char *out, size_t bytes);

/* The source without that mark. */
const char *scenario_bare_source(const struct scenario_value *value);

/* The resolved scenario as YAML that reads back to the same scenario: bare, but for what a 0
 * stands for; with the sources as
 * comments, for people; or with sources that are read back, too, for records. Errors: memory. */
enum scenario_style { SCENARIO_BARE, SCENARIO_COMMENTED, SCENARIO_RECORD };
enum status scenario_print(const struct scenario *scenario, enum scenario_style style,
                           struct text *out, struct error *error) MUST_CHECK;

/* A value that two scenarios do not share; NULL where one has no such value. */
struct scenario_difference {
  char path[SCENARIO_PATH];
  char *there, *here; /* owned */
};

/* Lists what differs in the order of `here` and then of `there`, into a
 * new array that scenario_free_differences frees. Errors: memory. Cost: n ln n values. */
enum status scenario_differ(const struct scenario *there, const struct scenario *here,
                            struct scenario_difference **differences, size_t *count,
                            struct error *error) MUST_CHECK;
void scenario_free_differences(struct scenario_difference *differences, size_t count);

/* Number of months simulated from `start` on. */
int32_t scenario_months(const struct scenario *scenario);

/* Places observed: each focal town, then the nation's adopters together, then all others together,
 * where there are any. */
uint32_t scenario_places(const struct scenario *scenario);

/* The place that a town is part of. */
uint32_t scenario_place_of(const struct scenario *scenario, uint32_t town);

/* Whether a town is a place of its own: then results tell its indicators apart from others'. */
bool scenario_sees(const struct scenario *scenario, uint32_t town);

/* Whether a record is of this place: of its one town. */
bool scenario_is_of(const struct scenario *scenario, const struct record *record, uint32_t place);

/* "xianju", "adopters" or "rivals". */
const char *scenario_place_name(const struct scenario *scenario, uint32_t place);

/* The file of a scenario by its name, into out[FILE_PATH_BYTES]. Errors: STATUS_SCENARIO, with the
 * places looked at and the nearest name. */
enum status scenario_find(const char *name, const char *from_folder, char *out,
                          struct error *error) MUST_CHECK;

#endif
