#include "bellwether/base/quantity.h"

#include "bellwether/base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Powers of the base dimensions: a unit fits another where all are equal. */
struct dimension {
  int money, time, length;
  int clock; /* how long a computer takes, which is no time of the model */
};

struct unit {
  const char *name;
  struct dimension dimension;
  double factor; /* in yuan, months, metres, seconds */
};

#define MONEY                                                                                      \
  { 1, 0, 0, 0 }
#define TIME                                                                                       \
  { 0, 1, 0, 0 }
#define LENGTH                                                                                     \
  { 0, 0, 1, 0 }
#define AREA                                                                                       \
  { 0, 0, 2, 0 }
#define CLOCK                                                                                      \
  { 0, 0, 0, 1 }
#define NONE                                                                                       \
  { 0, 0, 0, 0 }
#define MU_M2 (10000.0 / 15.0)

static const struct unit units[] = {
    {"CNY", MONEY, 1},       {"RMB", MONEY, 1},       {"yuan", MONEY, 1},    {"元", MONEY, 1},
    {"人民币", MONEY, 1},    {"元人民币", MONEY, 1},  {"¥", MONEY, 1},       {"months", TIME, 1},
    {"month", TIME, 1},      {"个月", TIME, 1},       {"月", TIME, 1},       {"years", TIME, 12},
    {"year", TIME, 12},      {"年", TIME, 12},        {"km", LENGTH, 1e3},   {"公里", LENGTH, 1e3},
    {"千米", LENGTH, 1e3},   {"m", LENGTH, 1},        {"米", LENGTH, 1},     {"km2", AREA, 1e6},
    {"m2", AREA, 1},         {"m²", AREA, 1},         {"km²", AREA, 1e6},    {"平方米", AREA, 1},
    {"平方公里", AREA, 1e6}, {"平方千米", AREA, 1e6}, {"mu", AREA, MU_M2},   {"亩", AREA, MU_M2},
    {"ha", AREA, 1e4},       {"公顷", AREA, 1e4},     {"%", NONE, 0.01},     {"‰", NONE, 0.001},
    {"1", NONE, 1},          {"s", CLOCK, 1},         {"min", CLOCK, 60},    {"h", CLOCK, 3600},
    {"秒", CLOCK, 1},        {"分钟", CLOCK, 60},     {"小时", CLOCK, 3600},
};

/* Multiples that may stand before a unit of money; alone where money is due, if they are `money`.
 */
static const struct {
  const char *name;
  double factor;
  bool money;
} multiples[] = {{"k", 1e3, false},   {"M", 1e6, false},    {"bn", 1e9, false}, {"百万", 1e6, true},
                 {"千万", 1e7, true}, {"万亿", 1e12, true}, {"亿", 1e8, true},  {"万", 1e4, true}};

/* What may stand after a number of things. */
static const char *const counted[] = {"家", "个", "人", "名", "项", "件", "张", "座"};

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

/* `money`: whether 亿 and the like stand for money by themselves. */
static const char *scaled_unit_read(const char *at, bool money, struct dimension *dimension,
                                    double *factor) {
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
    rest = skip_blanks(at + length);
    if (money && multiples[i].money && (*rest == '\0' || *rest == '/')) {
      *dimension = (struct dimension)MONEY;
      *factor = multiples[i].factor;
      return rest;
    }
  }
  return unit_read(at, dimension, factor);
}

/* Reads `unit`, `unit/unit/unit` up to the end of the text; false where it is anything else. */
static bool units_read(const char *at, bool money, struct dimension *dimension, double *factor) {
  *dimension = (struct dimension)NONE;
  *factor = 1;
  at = skip_blanks(at);
  if (*at == '\0') return true;
  for (int position = 0;; position++) {
    struct dimension next;
    double next_factor;
    at = scaled_unit_read(skip_blanks(at), money && position == 0, &next, &next_factor);
    if (!at || position > 3) return false;
    const int sign = position == 0 ? 1 : -1;
    dimension->money += sign * next.money;
    dimension->time += sign * next.time;
    dimension->length += sign * next.length;
    dimension->clock += sign * next.clock;
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
      {QUANTITY_COUNT, "3"},
      {"M CNY", "680 M CNY or 6.8 亿元"},
      {"M CNY/year", "60 M CNY/year or 6000 万元/年"},
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
      {"s", "10 min"},
  };
  for (size_t i = 0; i < COUNT(examples); i++) {
    if (strcmp(examples[i].unit, unit) == 0) return examples[i].example;
  }
  return unit;
}

static bool dimensions_equal(struct dimension a, struct dimension b) {
  return a.money == b.money && a.time == b.time && a.length == b.length && a.clock == b.clock;
}

static const char *separator_hint(const char *end) {
  if (*end == ',' || *end == '_' || *end == '\'') return " (no thousands separators)";
  return "";
}

/* Whether a number is bare, or of things that are counted. */
static bool is_count(const char *end) {
  end = skip_blanks(end);
  for (size_t i = 0; i < COUNT(counted); i++) {
    if (strcmp(end, counted[i]) == 0) return true;
  }
  return *end == '\0';
}

/* A unit as given and as wanted, in the base units. */
struct factors {
  double given, wanted;
};

/* Reads what stands after the number, at `end`. */
static enum status factors_read(const char *text, const char *end, const char *unit,
                                struct factors *factors, struct error *error) {
  const char *example = quantity_example(unit);
  const bool counts = strcmp(unit, QUANTITY_COUNT) == 0;
  struct dimension wanted, given;
  char hint[TEXT_HINT];
  *factors = (struct factors){1, 1};
  if (counts && is_count(end)) return STATUS_OK;
  if (!units_read(counts ? "1" : unit, false, &wanted, &factors->wanted)) {
    return error_set(error, STATUS_INVARIANT, "the table's unit '%s' is not known", unit);
  }
  if (counts || !units_read(end, wanted.money == 1, &given, &factors->given)) {
    text_wide_hint(text, hint, sizeof hint);
    return error_set(error, STATUS_SCENARIO,
                     "'%.60s': '%.40s' is not understood after the number%s%s%s%s", text, end,
                     separator_hint(end), hint[0] ? hint : ": write it as in '",
                     hint[0] ? "" : example, hint[0] ? "" : "'");
  }
  const bool bare = *skip_blanks(end) == '\0';
  if (bare && !dimensions_equal(wanted, (struct dimension)NONE)) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' needs a unit, as in '%s'", text, example);
  }
  if (!dimensions_equal(wanted, given)) {
    return error_set(error, STATUS_SCENARIO,
                     "'%.60s': the unit does not fit %s: write it as in '%s'", text, unit, example);
  }
  return STATUS_OK;
}

enum status quantity_parse(const char *text, const char *unit, double *value, struct error *error) {
  const char *start = skip_blanks(text);
  const char *end = number_end(start);
  char hint[TEXT_HINT];
  struct factors factors;
  if (!end && text_wide_hint(text, hint, sizeof hint)[0]) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is no number%s", text, hint);
  }
  if (!end) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is no number: write it as in '%s'", text,
                     quantity_example(unit));
  }
  double number = strtod(start, NULL);
  if (!isfinite(number)) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is too large for a number", text);
  }
  if (fpclassify(number) == FP_ZERO && *skip_blanks(end) == '\0') {
    *value = number; /* nothing is nothing in any unit */
    return STATUS_OK;
  }
  TRY(factors_read(text, end, unit, &factors, error));
  /* A bare number or the table's own unit is taken as written, with no rounding on the way. */
  if (factors.given < factors.wanted || factors.given > factors.wanted) {
    char rounded[40]; /* to 15 digits: 5 % is 0.05, not 0.05000000000000001 */
    snprintf(rounded, sizeof rounded, "%.15g", number * factors.given / factors.wanted);
    number = strtod(rounded, NULL);
  }
  if (!isfinite(number)) {
    return error_set(error, STATUS_SCENARIO, "'%.60s' is too large for a number", text);
  }
  *value = number;
  return STATUS_OK;
}
