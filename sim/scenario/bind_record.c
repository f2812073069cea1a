/* Records: what was observed of a town, with the range of what it may have been. None of them is an
 * input: what holds up to the first month is what the scenario itself says. */
#include "bind.h"

#include "bellwether/base/date.h"
#include "bellwether/base/prior.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_MOST 1e15 /* in any unit, either way */

static const char needed[] =
    "a record needs indicator, town, month or year, value, source and grade, as in {indicator: "
    "device_sales, town: xianju, year: 2022, value: 852 M CNY, source: \"the study\", grade: A}";

static void check_keys(struct binder *binder, const struct tree *tree) {
  static const char *const known[] = {"indicator", "town", "month", "year",   "value",
                                      "low",       "high", "sd",    "source", "grade"};
  for (size_t i = 0; i < tree->count; i++) {
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) good |= !strcmp(tree->children[i]->key, known[k]);
    if (!good) bind_unknown_key(binder, tree->children[i], "a record", known, COUNT(known));
  }
}

/* Whether an indicator is of one month alone: a year's record is then the mean of its months. */
static bool is_monthly(enum indicator indicator) {
  static const char end[] = "/month";
  const char *unit = tables_indicators[indicator].unit;
  const size_t length = strlen(unit), ends = strlen(end);
  return length >= ends && strcmp(unit + length - ends, end) == 0;
}

/* The months of "2022" or "2022年". */
static bool read_year(struct binder *binder, const struct tree *tree, struct record *record) {
  const struct tree *scalar = bind_scalar_of(binder, tree, "year");
  char first[DATE_TEXT + 8];
  struct error error;
  int32_t january;
  if (!scalar) return false;
  const char *rest = scalar->text + strspn(scalar->text, "0123456789");
  const bool whole = rest - scalar->text == 4 && (*rest == '\0' || strcmp(rest, "年") == 0);
  snprintf(first, sizeof first, "%.4s-01", scalar->text);
  if (!whole || date_parse(first, &january, &error) != STATUS_OK) {
    COMPLAIN(binder, scalar->place,
             "year = '%.40s': a year from 1900 to 2999, as in 2022; of one "
             "month say 'month: 2022-06'",
             scalar->text);
    return false;
  }
  record->to = january + 11;
  record->from = is_monthly(record->indicator) ? january : record->to;
  return true;
}

/* Whether what says the scenario's months was laid over what says the record's: then a record
 * beyond them is not wrong, but left out. */
static bool is_cut(const struct binder *binder, const char *key, const struct tree *node) {
  const struct tree *root = binder->scenario->tree, *said = tree_get(root, key);
  const struct tree *value = tree_get(said, "value");
  return said && (value ? value : said)->layer > node->layer;
}

/* What holds up to the first month is what the scenario says of the year before its start: an
 * input, which no result can be judged by. */
static bool check_months(struct binder *binder, const struct tree *node,
                         const struct record *record) {
  struct scenario *scenario = binder->scenario;
  const bool early = record->from < scenario->start || record->to <= scenario->start;
  const bool late = record->to > scenario->end;
  char from[DATE_TEXT], to[DATE_TEXT], start[DATE_TEXT], end[DATE_TEXT];
  if (!early && !late) return true;
  if ((!early || is_cut(binder, "start", node)) && (!late || is_cut(binder, "end", node))) {
    scenario->records_left_out++;
    return false;
  }
  date_format(scenario->start, start);
  if (record->from == scenario->start && !late) {
    COMPLAIN(
        binder, node->place,
        "the record is of the first month, %s, which the scenario's own facts set: an input is "
        "no record; say it under 'towns', or give a record of a later month",
        start);
    return false;
  }
  COMPLAIN(
      binder, node->place,
      "the record is of %s%s%s, outside the scenario's months %s to %s: put it into a scenario "
      "that has them, or take it away",
      date_format(record->from, from), record->from < record->to ? " to " : "",
      record->from < record->to ? date_format(record->to, to) : "", start,
      date_format(scenario->end, end));
  return false;
}

static bool bind_months(struct binder *binder, const struct tree *tree, struct record *record) {
  const struct tree *month = tree_get(tree, "month"), *year = tree_get(tree, "year");
  if (month && year) {
    COMPLAIN(binder, year->key_place,
             "month and year: a record says one of them; where a layer below says the other, give "
             "this one another name");
    return false;
  }
  if (month) {
    if (!bind_read_date(binder, month, &record->from)) return false;
    record->to = record->from;
  } else if (!read_year(binder, year, record)) return false;
  if (binder->scenario->end < binder->scenario->start) return false; /* complained of before */
  return check_months(binder, month ? month : year, record);
}

static bool bind_grade(struct binder *binder, const struct tree *node, struct record *record) {
  const struct tree *scalar = bind_scalar_of(binder, node, "grade");
  if (!scalar) return false;
  for (enum prior_grade grade = PRIOR_A; grade <= PRIOR_D; grade++) {
    const char letter[] = {prior_letter(grade), '\0'};
    if (strcmp(scalar->text, letter) != 0) continue;
    record->grade = grade;
    return true;
  }
  COMPLAIN(
      binder, scalar->place,
      "grade = '%.40s': A measured on this town, B worked out of what was measured, C recalled "
      "or by analogy, D a guess",
      scalar->text);
  return false;
}

static bool bind_source(struct binder *binder, const struct tree *node, struct record *record) {
  const struct tree *scalar = bind_scalar_of(binder, node, "source");
  if (!scalar) return false;
  if (scalar->text[strspn(scalar->text, " \t\r\n")] == '\0') {
    COMPLAIN(binder, scalar->place, "the source is empty: say who reported the fact");
    return false;
  }
  if (strlen(scalar->text) >= sizeof record->source) {
    COMPLAIN(binder, scalar->place, "source has %zu bytes, at most %zu", strlen(scalar->text),
             sizeof record->source - 1);
    return false;
  }
  snprintf(record->source, sizeof record->source, "%s", scalar->text);
  text_repair(record->source);
  return true;
}

/* Reads a quantity of the record; false, with a complaint, where it cannot be read. */
static bool read_quantity(struct binder *binder, const struct tree *node, const struct field *field,
                          double *value) {
  *value = NAN;
  bind_read_field(binder, field, node, value);
  return !isnan(*value);
}

/* The range of a bare value: as wide as its grade allows at least. */
static bool range_by_grade(struct binder *binder, const struct tree *node, struct record *record) {
  const double width = prior_width(record->grade);
  const double ends[] = {record->value / width, record->value * width};
  if (!(fabs(record->value) > 0)) {
    COMPLAIN(binder, node->place,
             "a value of 0 has no range by its grade: say low and high, as in {value: 0, low: 0, "
             "high: 2}");
    return false;
  }
  record->low = fmin(ends[0], ends[1]);
  record->high = fmax(ends[0], ends[1]);
  return true;
}

static bool range_by_spread(struct binder *binder, const struct tree *sd, struct field field,
                            struct record *record) {
  struct error error;
  if (record->value > 0) field.least = 0; /* its logarithm is normal */
  if (scenario_read_spread(sd, &field, record->value, &record->low, &record->high, &error) ==
      STATUS_OK) {
    return true;
  }
  COMPLAIN(binder, sd->place, "sd: %s", error.text);
  return false;
}

/* Whether a range that was worked out is one. */
static bool check_width(struct binder *binder, const struct tree *node,
                        const struct record *record) {
  if (record->low < record->high && record->low >= -VALUE_MOST && record->high <= VALUE_MOST) {
    return true;
  }
  COMPLAIN(binder, node->place,
           "%.6g..%.6g is no range of what the record may be: say low and high", record->low,
           record->high);
  return false;
}

/* The value and its range. */
static bool bind_range(struct binder *binder, const struct tree *tree, struct record *record) {
  const struct indicator_row *row = &tables_indicators[record->indicator];
  struct field field = {"value",   FIELD_REAL,   tables_limit_unit(record->indicator),
                        0,         -VALUE_MOST,  VALUE_MOST,
                        "",        row->meaning, "the scenario",
                        PRIOR_NONE};
  const struct tree *value = tree_get(tree, "value"), *low = tree_get(tree, "low");
  const struct tree *high = tree_get(tree, "high"), *sd = tree_get(tree, "sd");
  if (!read_quantity(binder, value, &field, &record->value)) return false;
  if (sd ? (low || high) : (!low != !high)) {
    COMPLAIN(binder,
             (sd    ? sd
              : low ? low
                    : high)
                 ->key_place,
             "say low and high, as in {value: 852 M CNY, low: 810 M CNY, high: 900 M CNY}, or sd "
             "alone, as in sd: 6 %%, or none of them: then the grade says how wide the range is");
    return false;
  }
  if (sd || !low) {
    const bool found = sd ? range_by_spread(binder, sd, field, record)
                          : range_by_grade(binder, value, record);
    return found && check_width(binder, sd ? sd : value, record);
  }
  field.name = "low";
  if (!read_quantity(binder, low, &field, &record->low)) return false;
  field.name = "high";
  if (!read_quantity(binder, high, &field, &record->high)) return false;
  if (record->low <= record->value && record->value <= record->high && record->low < record->high) {
    return true;
  }
  COMPLAIN(
      binder, value->place,
      "value %.6g lies outside low..high, %.6g..%.6g, or these are not in order: a record lies "
      "within the range of what it may be",
      record->value, record->low, record->high);
  return false;
}

/* A fact of the town that has the indicator's name and unit; NULL where there is none. */
static const struct field *find_fact(enum indicator indicator) {
  const struct indicator_row *row = &tables_indicators[indicator];
  for (size_t f = 0; f < tables_towns_count; f++) {
    const struct field *field = &tables_towns[f];
    if (strcmp(field->name, row->name) == 0 && strcmp(field->unit, row->unit) == 0) return field;
  }
  return NULL;
}

/* Complains of a number that the same source gives the town as a fact: it would judge itself. */
static bool is_no_input(struct binder *binder, const struct tree *tree,
                        const struct record *record) {
  const struct scenario *scenario = binder->scenario;
  const struct field *field = find_fact(record->indicator);
  struct scenario_value said = {0};
  if (!field) return true;
  const double fact = ((const double *)&scenario->towns[record->town])[field - tables_towns];
  snprintf(said.path, sizeof said.path, "towns.%s.%s", scenario->town_names[record->town],
           field->name);
  if (!scenario_node(scenario->tree, said.path) || fabs(fact - record->value) > 0) return true;
  scenario_find_source(scenario, &said, field->source);
  if (strcmp(said.source, record->source) != 0) return true;
  COMPLAIN(binder, tree->key_place,
           "%s is the same number of the same source: a fact is an input or a record, never both; "
           "take one of the two away",
           said.path);
  return false;
}

/* Complains of a record that an earlier one contradicts or is. */
static bool is_new(struct binder *binder, const struct tree *tree, const struct record *record) {
  const struct scenario *scenario = binder->scenario;
  for (uint32_t r = 0; r < scenario->records_count; r++) {
    const struct record *other = &scenario->records[r];
    if (other->indicator != record->indicator || other->town != record->town ||
        other->from != record->from || other->to != record->to) {
      continue;
    }
    if (record->low > other->high || record->high < other->low) {
      COMPLAIN(binder, tree->key_place,
               "'%s' (%.6g..%.6g) and '%s' (%.6g..%.6g) contradict each other: of one town, month "
               "and indicator; widen their ranges, or take one away, as in 'record: {%s: ~}'",
               record->name, record->low, record->high, other->name, other->low, other->high,
               other->name);
      return false;
    }
    const double moved = fabs(other->value - record->value) + fabs(other->low - record->low) +
                         fabs(other->high - record->high);
    if (moved > 0) continue;
    COMPLAIN(binder, tree->key_place,
             "'%s' is '%s' once more: one fact would count twice; take one away, as in 'record: "
             "{%s: ~}'",
             record->name, other->name, other->name);
    return false;
  }
  return true;
}

static bool bind_town(struct binder *binder, const struct tree *node, struct record *record) {
  const struct scenario *scenario = binder->scenario;
  const struct tree *scalar = bind_scalar_of(binder, node, "the town of a record");
  if (!scalar) return false;
  record->town = bind_find_town(scenario, scalar->text);
  if (record->town < scenario->towns_count) return true;
  bind_unknown_town(binder, scalar);
  return false;
}

/* Reads one record; false, with a complaint, where it is none. */
static bool bind_one(struct binder *binder, const struct tree *tree, struct record *record) {
  static const char *const keys[] = {"indicator", "town", "value", "source", "grade"};
  bool whole = tree_get(tree, "month") || tree_get(tree, "year");
  snprintf(record->name, sizeof record->name, "%s", tree->key);
  check_keys(binder, tree);
  for (size_t k = 0; k < COUNT(keys); k++) whole &= tree_get(tree, keys[k]) != NULL;
  if (!whole) {
    COMPLAIN(binder, tree->place, "%s", needed);
    return false;
  }
  const int row = bind_find_indicator(binder, tree_get(tree, "indicator"));
  bool good = bind_town(binder, tree_get(tree, "town"), record);
  good &= bind_source(binder, tree_get(tree, "source"), record);
  good &= bind_grade(binder, tree_get(tree, "grade"), record);
  if (row < 0) return false; /* its unit is not known */
  record->indicator = (enum indicator)row;
  good &= bind_months(binder, tree, record);
  good &= bind_range(binder, tree, record);
  return good && is_no_input(binder, tree, record) && is_new(binder, tree, record);
}

enum status bind_record(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || !bind_is_map(binder, tree, "record") || bind_too_many(binder, tree, "records")) {
    return STATUS_OK;
  }
  scenario->records = calloc(tree->count + 1, sizeof *scenario->records);
  if (!scenario->records) return bind_no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    struct record *record = &scenario->records[scenario->records_count];
    if (!bind_good_child(binder, tree->children[i], "record")) continue;
    *record = (struct record){.grade = PRIOR_D};
    scenario->records_count += bind_one(binder, tree->children[i], record);
  }
  return STATUS_OK;
}
