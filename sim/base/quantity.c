#include "bellwether/base/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Powers of the base dimensions: a unit fits another where all are equal. */
struct dimension {
  int money, time, length;
};

struct unit {
  const char *name;
  struct dimension dimension;
  double factor; /* in yuan, months, metres */
};

#define MONEY                                                                                      \
  { 1, 0, 0 }
#define TIME                                                                                       \
  { 0, 1, 0 }
#define LENGTH                                                                                     \
  { 0, 0, 1 }
#define AREA                                                                                       \
  { 0, 0, 2 }
#define NONE                                                                                       \
  { 0, 0, 0 }
#define MU_M2 (10000.0 / 15.0)

static const struct unit units[] = {
    {"CNY", MONEY, 1},    {"RMB", MONEY, 1},      {"yuan", MONEY, 1}, {"元", MONEY, 1},
    {"¥", MONEY, 1},      {"months", TIME, 1},    {"month", TIME, 1}, {"个月", TIME, 1},
    {"月", TIME, 1},      {"years", TIME, 12},    {"year", TIME, 12}, {"年", TIME, 12},
    {"km", LENGTH, 1000}, {"公里", LENGTH, 1000}, {"m", LENGTH, 1},   {"km2", AREA, 1e6},
    {"m2", AREA, 1},      {"m²", AREA, 1},        {"km²", AREA, 1e6}, {"平方米", AREA, 1},
    {"mu", AREA, MU_M2},  {"亩", AREA, MU_M2},    {"ha", AREA, 1e4},  {"%", NONE, 0.01},
    {"‰", NONE, 0.001},   {"1", NONE, 1},
};

/* Multiples that may stand before a unit of money. */
static const struct {
  const char *name;
  double factor;
} multiples[] = {{"k", 1e3}, {"M", 1e6}, {"bn", 1e9}, {"百万", 1e6}, {"亿", 1e8}, {"万", 1e4}};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *skip_blanks(const char *at) {
  while (*at == ' ') at++;
  return at;
}

/* Reads the longest unit at `at`; NULL where none stands there. */
static const char *unit_read(const char *at, struct dimension *dimension, double *factor) {
  const struct unit *found = NULL;
  for (size_t i = 0; i < COUNT(units); i++) {
    const size_t length = strlen(units[i].name);
    if (strncmp(at, units[i].name, length) != 0) continue;
    if (isalnum((unsigned char)at[length]) && isalnum((unsigned char)at[length - 1])) continue;
    if (!found || length > strlen(found->name)) found = &units[i];
  }
  if (!found) return NULL;
  *dimension = found->dimension;
  *factor = found->factor;
  return at + strlen(found->name);
}

static const char *scaled_unit_read(const char *at, struct dimension *dimension, double *factor) {
  for (size_t i = 0; i < COUNT(multiples); i++) {
    const size_t length = strlen(multiples[i].name);
    if (strncmp(at, multiples[i].name, length) != 0) continue;
    struct dimension scaled;
    double inner;
    const char *rest = unit_read(skip_blanks(at + length), &scaled, &inner);
    if (rest && scaled.money == 1) {
      *dimension = scaled;
      *factor = inner * multiples[i].factor;
      return rest;
    }
  }
  return unit_read(at, dimension, factor);
}

/* Reads `unit`, `unit/unit/unit` up to the end of the text; false where it is anything else. */
static bool units_read(const char *at, struct dimension *dimension, double *factor) {
  *dimension = (struct dimension)NONE;
  *factor = 1;
  at = skip_blanks(at);
  if (*at == '\0') return true;
  for (int position = 0;; position++) {
    struct dimension next;
    double next_factor;
    at = scaled_unit_read(skip_blanks(at), &next, &next_factor);
    if (!at || position > 3) return false;
    const int sign = position == 0 ? 1 : -1;
    dimension->money += sign * next.money;
    dimension->time += sign * next.time;
    dimension->length += sign * next.length;
    *factor = position == 0 ? *factor * next_factor : *factor / next_factor;
    at = skip_blanks(at);
    if (*at == '\0') return true;
    if (*at++ != '/') return false;
  }
}

/* digits [. digits] [e [sign] digits]; returns its end, NULL where no number stands there. */
static const char *number_end(const char *at) {
  if (*at == '+' || *at == '-') at++;
  if (!isdigit((unsigned char)*at)) return NULL;
  while (isdigit((unsigned char)*at)) at++;
  if (*at == '.') {
    if (!isdigit((unsigned char)*++at)) return NULL;
    while (isdigit((unsigned char)*at)) at++;
  }
  if (*at == 'e' || *at == 'E') {
    const char *exponent = at + 1;
    if (*exponent == '+' || *exponent == '-') exponent++;
    if (!isdigit((unsigned char)*exponent)) return NULL;
    while (isdigit((unsigned char)*exponent)) exponent++;
    at = exponent;
  }
  return at;
}

const char *quantity_example(const char *unit) {
  static const struct {
    const char *unit, *example;
  } examples[] = {
      {"1", "0.15 or 15 %"},
      {"M CNY", "680 M CNY"},
      {"M CNY/year", "60 M CNY/year"},
      {"month", "18 months"},
      {"1/year", "5 %/year"},
      {"1/month", "2 %/month"},
      {"km", "2 km"},
      {"m2", "20000 m2"},
      {"mu", "100 mu"},
      {"CNY/month", "5600 CNY/month"},
      {"CNY/m2", "2860 CNY/m2"},
      {"CNY/m2/month", "11 CNY/m2/month"},
      {"year", "0.5 years"},
      {"CNY/month/m2", "11 CNY/m2/month"},
      {"1/(M CNY)", "0.5"},
  };
  for (size_t i = 0; i < COUNT(examples); i++) {
    if (strcmp(examples[i].unit, unit) == 0) return examples[i].example;
  }
  return unit;
}

static bool dimensions_equal(struct dimension a, struct dimension b) {
  return a.money == b.money && a.time == b.time && a.length == b.length;
}

static const char *separator_hint(const char *end) {
  if (*end == ',' || *end == '_' || *end == '\'') return " (no thousands separators)";
  return "";
}

enum status quantity_parse(const char *text, const char *unit, double *value, struct error *error) {
  const char *start = skip_blanks(text);
  const char *end = number_end(start);
  const char *example = quantity_example(unit);
  if (!end) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is no number: write it as in '%s'", text,
                     example);
  }
  double number = strtod(start, NULL);
  if (!isfinite(number)) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is too large for a number", text);
  }
  struct dimension wanted, given;
  double wanted_factor, given_factor;
  if (!units_read(unit, &wanted, &wanted_factor)) {
    return error_set(error, STATUS_INVARIANT, "the table's unit '%s' is not known", unit);
  }
  if (!units_read(end, &given, &given_factor)) {
    return error_set(error, STATUS_SCENARIO,
                     "'%.60s': '%.40s' is not understood after the number%s: write it as in '%s'",
                     text, end, separator_hint(end), example);
  }
  const bool bare = *skip_blanks(end) == '\0';
  if (bare && !dimensions_equal(wanted, (struct dimension)NONE)) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' needs a unit, as in '%s'", text, example);
  }
  if (!dimensions_equal(wanted, given)) {
    return error_set(error, STATUS_SCENARIO,
                     "'%.60s': the unit does not fit %s: write it as in '%s'", text, unit, example);
  }
  /* A bare number or the table's own unit is taken as written, with no rounding on the way. */
  if (given_factor < wanted_factor || given_factor > wanted_factor) {
    char rounded[40]; /* to 15 digits: 5 % is 0.05, not 0.05000000000000001 */
    snprintf(rounded, sizeof rounded, "%.15g", number * given_factor / wanted_factor);
    number = strtod(rounded, NULL);
  }
  if (!isfinite(number)) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is too large for a number", text);
  }
  *value = number;
  return STATUS_OK;
}
