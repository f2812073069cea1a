#include "bellwether/base/tables.h"

#include "bellwether/base/columns.h"
#include "bellwether/base/quantity.h"

#include <stdio.h>
#include <string.h>

/* A table row must say what it means and where it comes from: "" does not compile. */
#define SAID(text)                                                                                 \
  (sizeof(struct {                                                                                 \
    _Static_assert(sizeof(text) > 1, "say it");                                                    \
    int unused;                                                                                    \
  })                                                                                               \
       ? text                                                                                      \
       : "")

/* What stands at the end of each row: its prior. */
#define FIXED(why)                                                                                 \
  { PRIOR_FIXED, PRIOR_A, 0, 0, #why }
#define UNIFORM(grade, low, high)                                                                  \
  { PRIOR_UNIFORM, PRIOR_##grade, low, high, "" }
#define LOG_UNIFORM(grade, low, high)                                                              \
  { PRIOR_LOG_UNIFORM, PRIOR_##grade, low, high, "" }
#define PERT(grade, low, high)                                                                     \
  { PRIOR_PERT, PRIOR_##grade, low, high, "" }
#define NORMAL(grade, low, high)                                                                   \
  { PRIOR_NORMAL, PRIOR_##grade, low, high, "" }
#define LOGNORMAL(grade, low, high)                                                                \
  { PRIOR_LOGNORMAL, PRIOR_##grade, low, high, "" }
#define LOGIT_NORMAL(grade, low, high)                                                             \
  { PRIOR_LOGIT_NORMAL, PRIOR_##grade, low, high, "" }

#define ROW_P(name, unit, preset, least, most, meaning, source, ...)                               \
  {#name, FIELD_REAL, unit, preset, least, most, "", SAID(meaning), SAID(source), __VA_ARGS__},
#define ROW_F(name, kind, unit, preset, least, most, choices, meaning, source, ...)                \
  {#name, FIELD_##kind, unit,          preset,       least,                                        \
   most,  choices,      SAID(meaning), SAID(source), __VA_ARGS__},

const struct field tables_params[] = {
#define P ROW_P
#include "bellwether/params.def"
#undef P
};
const size_t tables_params_count = sizeof tables_params / sizeof tables_params[0];

const struct field tables_segments[] = {
#define F ROW_F
#include "bellwether/segments.def"
#undef F
};
const size_t tables_segments_count = sizeof tables_segments / sizeof tables_segments[0];

const struct field tables_towns[] = {
#define F ROW_F
#include "bellwether/towns.def"
#undef F
};
const size_t tables_towns_count = sizeof tables_towns / sizeof tables_towns[0];

const struct field tables_parks[] = {
#define F ROW_F
#include "bellwether/parks.def"
#undef F
};
const size_t tables_parks_count = sizeof tables_parks / sizeof tables_parks[0];

const struct field tables_nation[] = {
#define F ROW_F
#include "bellwether/nation.def"
#undef F
};
const size_t tables_nation_count = sizeof tables_nation / sizeof tables_nation[0];

const struct field tables_nation_industry[] = {
    ROW_F(firms, COUNT, "1", 0, 0, 1e8, "", "firms of all its towns at the start",
          "none unless the scenario says so", FIXED(a_fact))
        ROW_F(sales, REAL, "M CNY", 0, 0, 1e12, "", "their sales in the year before the start",
              "none unless the scenario says so", FIXED(a_fact))
            ROW_F(certificates, COUNT, "1", 0, 0, 1e9, "",
                  "their certificates at the start; at least one a firm", "at least one a firm",
                  FIXED(a_fact))};
const size_t tables_nation_industry_count = sizeof tables_nation_industry /
                                            sizeof tables_nation_industry[0];

const struct field tables_industry[] = {
    ROW_F(firms, COUNT, "1", 0, 0, 65535, "", "firms at the start",
          "none unless the scenario says so", FIXED(a_fact))
        ROW_F(sales, REAL, "M CNY", 0, 0, 1e9, "", "sales in the year before the start",
              "none unless the scenario says so", LOGNORMAL(D, 0.5, 2))
            ROW_F(certificates, COUNT, "1", 0, 0, 1e7, "",
                  "certificates at the start; at least one a firm", "at least one a firm",
                  FIXED(a_fact)) ROW_F(staff, COUNT, "1", 0, 0, 3e6, "",
                                       "persons employed at the start; 0: what sales need",
                                       "revenue_per_worker of the segment", FIXED(a_fact))};
const size_t tables_industry_count = sizeof tables_industry / sizeof tables_industry[0];

/* Each lever's fields: the table is read once a lever, and only that lever's rows are kept. */
#define F(lever, name, kind, unit, preset, least, most, choices, meaning, source, ...)             \
  ROW_F(name, kind, unit, preset, least, most, choices, meaning, source, __VA_ARGS__)
#define LEVER(...)
static const struct field lever_fields[] = {
#include "bellwether/levers.def"
};
#undef F
#undef LEVER

/* Where each lever's fields begin: counted by the compiler from the structs' sizes. */
#define LEVER_FIELDS(lever) (sizeof(struct lever_##lever) / sizeof(double))
enum {
#define F(...)
#define LEVER(lever, ...)                                                                          \
  FIRST_##lever, LAST_##lever = FIRST_##lever + (int)LEVER_FIELDS(lever) - 1,
#include "bellwether/levers.def"
#undef LEVER
  FIELDS_ALL
};
_Static_assert(FIELDS_ALL == sizeof lever_fields / sizeof lever_fields[0], "a field has no lever");

const struct lever_row tables_levers[LEVER_COUNT] = {
#define LEVER(lever, equations, money, traits, buys, meaning)                                      \
  {#lever,                                                                                         \
   equations,                                                                                      \
   SAID(meaning),                                                                                  \
   LEVER_##money,                                                                                  \
   (unsigned)(traits),                                                                             \
   SAID(buys),                                                                                     \
   lever_fields + FIRST_##lever,                                                                   \
   LEVER_FIELDS(lever)},
#include "bellwether/levers.def"
#undef LEVER
};
#define LEVER(lever, ...)                                                                          \
  _Static_assert(LEVER_FIELDS(lever) <= LEVER_FIELDS_MOST, #lever " has too many fields");
#include "bellwether/levers.def"
#undef LEVER
#undef F

const struct indicator_row tables_indicators[INDICATOR_COUNT] = {
#define SUM(name, unit, meaning)                                                                   \
  {#name, unit, SAID(meaning), 1, 0, INDICATOR_##name, INDICATOR_##name},
#define RATIO(name, unit, numerator, denominator, meaning)                                         \
  {#name, unit, SAID(meaning), 0, 1, INDICATOR_##numerator, INDICATOR_##denominator},
#define DERIVED(name, unit, meaning)                                                               \
  {#name, unit, SAID(meaning), 0, 0, INDICATOR_##name, INDICATOR_##name},
#define PART SUM
#include "bellwether/indicators.def"
#undef SUM
#undef RATIO
#undef DERIVED
#undef PART
};

const struct equation_row tables_equations[] = {
#define EQUATION(number, phase, title, module, formula, terms, source)                             \
  {#number, #phase, SAID(title), SAID(module), SAID(formula), SAID(terms), SAID(source)},
#include "bellwether/equations.def"
#undef EQUATION
};
const size_t tables_equations_count = sizeof tables_equations / sizeof tables_equations[0];

void tables_preset(const struct field *fields, size_t count, double *values) {
  for (size_t i = 0; i < count; i++) values[i] = fields[i].preset;
}

const char *tables_money(enum lever_money money) {
  static const char *const words[] = {"reaches", "buys", "works", "fixed", "befalls"};
  return words[money];
}

const char *tables_limit_unit(enum indicator indicator) {
  const struct indicator_row *row = &tables_indicators[indicator];
  return row->is_sum && strcmp(row->unit, "1") == 0 ? QUANTITY_COUNT : row->unit;
}

uint32_t tables_lever_tag(const char *name) {
  return (uint32_t)(columns_digest_bytes(name, strlen(name), 0) & 0x3FF);
}

uint64_t tables_indicators_digest(void) {
  uint64_t digest = INDICATOR_COUNT;
  for (int i = 0; i < INDICATOR_COUNT; i++) {
    const char *name = tables_indicators[i].name;
    digest = columns_digest_bytes(name, strlen(name), digest);
  }
  return digest;
}

int tables_indicator_find(const char *name) {
  for (int i = 0; i < INDICATOR_SHOWN; i++) {
    if (strcmp(tables_indicators[i].name, name) == 0) return i;
  }
  return -1;
}

const char *tables_indicator_chinese(enum indicator indicator) {
  static const char *const names[INDICATOR_COUNT] = {
#define INDICATOR_CHINESE(name, chinese) [INDICATOR_##name] = SAID(chinese),
#include "bellwether/chinese.def"
  };
  return names[indicator] ? names[indicator] : tables_indicators[indicator].name;
}

const char *tables_unit_chinese(const char *unit) {
  static const char *const units[][2] = {
#define UNIT_CHINESE(unit, chinese) {unit, SAID(chinese)},
#include "bellwether/chinese.def"
  };
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    if (strcmp(units[i][0], unit) == 0) return units[i][1];
  }
  return unit;
}

static const char *const levers_chinese[LEVER_COUNT][2] = {
#define LEVER_CHINESE(lever, chinese, buys) [LEVER_##lever] = {SAID(chinese), buys},
#include "bellwether/chinese.def"
};

const char *tables_lever_chinese(enum lever_kind kind) { return levers_chinese[kind][0]; }

const char *tables_lever_buys_chinese(enum lever_kind kind) { return levers_chinese[kind][1]; }

char *tables_choice(const struct field *field, double value, char *out, size_t out_bytes) {
  const char *word = field->choices;
  for (int i = 0; word && i < (int)value; i++) {
    word = strchr(word, '|');
    if (word) word++;
  }
  if (!word || !*word) snprintf(out, out_bytes, "?");
  else snprintf(out, out_bytes, "%.*s", (int)strcspn(word, "|"), word);
  return out;
}
