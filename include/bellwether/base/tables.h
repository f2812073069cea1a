/* tables.h - parameters, facts, levers, indicators, equations: what the .def tables declare, as C.
 *
 * Each row of a table gives a member of a struct here and one `struct field` that says how it is
 * read, bounded, shown and explained. A row without a source or a meaning does not compile. */
#ifndef BELLWETHER_BASE_TABLES_H
#define BELLWETHER_BASE_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_kind {
  FIELD_REAL,    /* a quantity */
  FIELD_COUNT,   /* a whole number */
  FIELD_CHOICE,  /* one of a few words; held as its number */
  FIELD_SEGMENT, /* the name of a segment; held as its row; where it may be all: -1 */
  FIELD_TOWN,    /* the name of a town; held as its row; none: -1 */
};

/* What is believed of a value before any run: its law, and the points below which it lies with
 * probability .05 and .95, before the field's range cuts it. */
enum prior_law {
  PRIOR_FIXED,       /* known, or chosen: `why` says */
  PRIOR_UNIFORM,     /* over a range of which low..high is the middle 90 % */
  PRIOR_LOG_UNIFORM, /* the same of its logarithm */
  PRIOR_PERT,        /* beta with its mode at the preset */
  PRIOR_NORMAL,      /* cut by the field's range */
  PRIOR_LOGNORMAL,
  PRIOR_LOGIT_NORMAL, /* of a share */
  PRIOR_LAWS
};

/* How well a value is known. */
enum prior_grade {
  PRIOR_A,    /* measured on this object */
  PRIOR_B,    /* measured elsewhere */
  PRIOR_C,    /* theory, analogy, or recalled */
  PRIOR_D,    /* a guess */
  PRIOR_SAID, /* a scenario says its points, and answers for them */
  PRIOR_GRADES
};

struct prior {
  enum prior_law law;
  enum prior_grade grade;
  double low, high;
  const char *why; /* of a fixed one: a_choice, a_fact, statute, ... */
};

/* Of what is no assumption. */
#define PRIOR_NONE                                                                                 \
  { PRIOR_FIXED, PRIOR_A, 0, 0, "a_choice" }

struct field {
  const char *name;
  enum field_kind kind;
  const char *unit;
  double preset, least, most;
  const char *choices; /* "a|b|c" */
  const char *meaning, *source;
  struct prior prior;
};

#define TABLE_MEMBER_P(name, unit, preset, least, most, meaning, source, prior) double name;
#define TABLE_MEMBER_F(name, kind, unit, preset, least, most, choices, meaning, source, prior)     \
  double name;

/* National parameters, each in the unit of its row. */
struct params {
#define P TABLE_MEMBER_P
#include "bellwether/params.def"
#undef P
};

#define SEGMENTS_MOST 63u /* of a scenario */

/* A national market. */
struct segment {
#define F TABLE_MEMBER_F
#include "bellwether/segments.def"
#undef F
};
enum segment_role { ROLE_DEVICE, ROLE_SUPPLIER, ROLE_OTHER, ROLE_SERVICE };

/* Whom a park lets in, as parks.def names it. */
enum { ADMITS_ALL, ADMITS_CHAIN };

/* Whether a segment is a link of the industry's chain. */
static inline bool tables_in_chain(const struct segment *segment) {
  return (int)segment->role != ROLE_OTHER;
}

/* Facts of a town. */
struct town_facts {
#define F TABLE_MEMBER_F
#include "bellwether/towns.def"
#undef F
};

/* Facts of a park. */
struct park_facts {
#define F TABLE_MEMBER_F
#include "bellwether/parks.def"
#undef F
};

/* Facts of a nation of towns that no one names. */
struct nation_facts {
#define F TABLE_MEMBER_F
#include "bellwether/nation.def"
#undef F
};

/* Facts of one segment in one park at the start. */
struct industry_facts {
  double firms;        /* number */
  double sales;        /* M CNY in the year before the start */
  double certificates; /* number */
  double staff;        /* persons; 0: what sales need */
};

/* struct lever_fund_injection { double effect, budget, ...; }; and so on. */
#define LEVER(lever, ...)                                                                          \
  }                                                                                                \
  ;                                                                                                \
  struct lever_##lever {
#define F(lever, name, kind, unit, preset, least, most, choices, meaning, source, prior)           \
  double name;
struct lever_none {
  double unused;
#include "bellwether/levers.def"
};
#undef LEVER
#undef F

enum lever_kind {
#define LEVER(lever, ...) LEVER_##lever,
#define F(...)
#include "bellwether/levers.def"
#undef LEVER
#undef F
  LEVER_COUNT
};

enum lead_kind { LEAD_FINE_BIRD, LEAD_PHOENIX };

/* What a lever's budget does: see levers.def. */
enum lever_money {
  LEVER_REACHES,
  LEVER_BUYS,
  LEVER_WORKS,
  LEVER_FIXED,
  LEVER_BEFALLS,
};

enum lever_traits {
  LEVER_LASTS = 1,     /* it acts after `to` too */
  LEVER_LATE = 2,      /* it reads what other levers set this month */
  LEVER_BRINGS = 4,    /* it brings firms, whose ids carry its tag */
  LEVER_TO_CHAIN = 8,  /* it is for firms of the chain: `cost` is of one of them */
  LEVER_TO_FIRMS = 16, /* the same of all firms */
};

/* The places of the fields that every lever has, and of `cost` where a unit has one. */
enum { LEVER_EFFECT, LEVER_BUDGET, LEVER_COST };

struct lever_row {
  const char *name, *equations, *meaning;
  enum lever_money money;
  unsigned traits;  /* of enum lever_traits */
  const char *buys; /* what the budget buys, in words */
  const struct field *fields;
  size_t fields_count;
};

/* The most fields that a lever has; values are held in the order of its fields. */
#define LEVER_FIELDS_MOST 24

/* One lever as a scenario sets it: what, when, where. */
struct lever {
  char name[64]; /* the scenario's name for it; the kind's own where it gives none */
  uint32_t tag;  /* of its name (tables_lever_tag) */
  enum lever_kind kind;
  int32_t from, to; /* first and last month, since the start */
  double ramp;      /* months over which `effect` rises to its value */
  uint32_t *towns;  /* rows of the towns where it acts; each has its own budget */
  uint32_t towns_count;
  double values[LEVER_FIELDS_MOST];
};

enum indicator {
#define SUM(name, unit, meaning)                           INDICATOR_##name,
#define RATIO(name, unit, numerator, denominator, meaning) INDICATOR_##name,
#define DERIVED(name, unit, meaning)                       INDICATOR_##name,
#define PART(name, unit, meaning)                          INDICATOR_##name,
#include "bellwether/indicators.def"
#undef SUM
#undef RATIO
#undef DERIVED
#undef PART
  INDICATOR_COUNT
};

/* How many indicators are shown and kept: all but the parts, which come last. */
enum {
#define SUM(name, unit, meaning)                           INDICATOR_SHOWS_##name,
#define RATIO(name, unit, numerator, denominator, meaning) INDICATOR_SHOWS_##name,
#define DERIVED(name, unit, meaning)                       INDICATOR_SHOWS_##name,
#define PART(name, unit, meaning)
#include "bellwether/indicators.def"
#undef SUM
#undef RATIO
#undef DERIVED
#undef PART
  INDICATOR_SHOWN
};

struct indicator_row {
  const char *name, *unit, *meaning;
  int is_sum; /* over firms or towns; of unit 1, a number of things */
  int is_ratio;
  enum indicator numerator, denominator;
};

/* One equation of the model as it is built. */
struct equation_row {
  const char *number; /* "M1" to "M24"; several rows may share one */
  const char *phase;  /* of the month, as world/world.h names it */
  const char *title;
  const char *module; /* the file under sim/ that holds it */
  const char *formula, *terms, *source;
};

/* Assumptions that go together, whatever scenario has them. */
struct correlation_row {
  const char *name;
  bool within; /* pairs of one segment, town or lever alone */
  double rho;
  const char *members; /* patterns of names, apart by a space; '-': with the opposite sign */
  const char *meaning, *source;
};

enum {
#define C(name, ...) TABLES_CORRELATION_##name,
#include "bellwether/correlations.def"
#undef C
  TABLES_CORRELATIONS
};

extern const struct correlation_row tables_correlations[TABLES_CORRELATIONS];
extern const struct field tables_params[];
extern const size_t tables_params_count;
extern const struct field tables_segments[];
extern const size_t tables_segments_count;
extern const struct field tables_towns[];
extern const size_t tables_towns_count;
extern const struct field tables_parks[];
extern const size_t tables_parks_count;
extern const struct field tables_nation[];
extern const size_t tables_nation_count;
extern const struct field tables_nation_industry[];
extern const size_t tables_nation_industry_count;
extern const struct field tables_industry[];
extern const size_t tables_industry_count;
extern const struct lever_row tables_levers[LEVER_COUNT];
extern const struct indicator_row tables_indicators[INDICATOR_COUNT];
extern const struct equation_row tables_equations[];
extern const size_t tables_equations_count;

/* The unit, for quantity_parse, that a limit of an indicator is written in: a number of things
 * takes 5000人, too, and a share 15 %. */
const char *tables_limit_unit(enum indicator indicator);

/* Sets `values` (a struct of doubles in the order of the fields) to the fields' presets. */
void tables_preset(const struct field *fields, size_t count, double *values);

/* What a lever's money does, in a word: "reaches", "buys", "works", "fixed", "befalls". */
const char *tables_money(enum lever_money money);

/* Ten bits of a lever's name, which ids of those whom it brings carry: the same whatever other
 * levers there are. */
uint32_t tables_lever_tag(const char *name);

/* The row of a correlation by its name; TABLES_CORRELATIONS where there is none. */
size_t tables_correlation_find(const char *name);

/* The sign with which an assumption, by its name, is a member of a correlation: 1 or -1; else 0. */
int tables_correlation_sign(const struct correlation_row *row, const char *name);

/* How many bytes of an assumption's name are whose it is: "segments.implants" of
 * "segments.implants.growth". */
int tables_owner(const char *name);

/* A digest of the indicators' names in their order: two versions that agree on it read each other's
 * series. */
uint64_t tables_indicators_digest(void);

/* The row of an indicator by its name, or -1; parts are not found. */
int tables_indicator_find(const char *name);

/* What an indicator is called in Chinese; its name where no row of chinese.def says. What a unit is
 * called, money's aside; the unit itself where no row says. */
const char *tables_indicator_chinese(enum indicator indicator);
const char *tables_unit_chinese(const char *unit);

/* What a lever is called in Chinese, and what its budget buys ("" for a shock). */
const char *tables_lever_chinese(enum lever_kind kind);
const char *tables_lever_buys_chinese(enum lever_kind kind);

/* The word of a choice by its number; "?" where it has none. Returns out. */
char *tables_choice(const struct field *field, double value, char *out, size_t out_bytes);

#endif
