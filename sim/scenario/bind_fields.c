#define _POSIX_C_SOURCE 200809L
#include "bellwether/base/date.h"
#include "bellwether/base/quantity.h"
#include "bind.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SUGGESTIONS_MOST 20u

const char *bind_suggest(const char *word, const char *const *known, size_t count, char *out,
                         size_t out_bytes) {
  const char *nearest = text_nearest(word, known, count);
  out[0] = '\0';
  if (nearest) snprintf(out, out_bytes, "; did you mean '%s'?", nearest);
  return out;
}

/* "; its keys: a, b, ...", as many as there is room for. */
static const char *list_keys(const char *const *known, size_t count, char *out, size_t bytes) {
  size_t used = (size_t)snprintf(out, bytes, "; its keys: ");
  for (size_t k = 0; k < count; k++) {
    const char *before = k ? ", " : "";
    if (used + strlen(before) + strlen(known[k]) + sizeof ", ..." >= bytes) {
      snprintf(out + used, bytes - used, ", ...");
      break;
    }
    used += (size_t)snprintf(out + used, bytes - used, "%s%s", before, known[k]);
  }
  return out;
}

void bind_unknown_key(struct binder *binder, const struct tree *child, const char *where,
                      const char *const *known, size_t count) {
  char near[128], hint[TEXT_HINT], keys[600];
  if (binder->complaints->count >= SUGGESTIONS_MOST) count = 0; /* looking up takes time */
  bind_suggest(child->key, known, count, near, sizeof near);
  text_wide_hint(child->key, hint, sizeof hint);
  const bool helped = near[0] || hint[0] || count == 0;
  COMPLAIN(binder, child->key_place, "'%.100s' is not a key of %s%s%s%s", child->key, where, near,
           hint, helped ? "" : list_keys(known, count, keys, sizeof keys));
}

bool bind_is_map(struct binder *binder, const struct tree *tree, const char *what) {
  if (tree->kind == TREE_MAP) return true;
  if (!tree_is_null(tree)) COMPLAIN(binder, tree->place, "%s is a map of names and values", what);
  return false;
}

void bind_refuse_prior(struct binder *binder, const struct tree *tree, const char *name,
                       const char *why) {
  static const char *const keys[] = {"low", "high", "sd"};
  for (size_t k = 0; k < COUNT(keys); k++) {
    const struct tree *said = tree_get(tree, keys[k]);
    if (!said) continue;
    COMPLAIN(binder, said->key_place, "%s: take '%s' away: %s", name, keys[k], why);
    return;
  }
}

/* The value of {value: ..., source: ..., low: ...}, or what is no such map. */
static const struct tree *value_of(struct binder *binder, const struct tree *tree,
                                   const char *what) {
  const struct tree *value = tree_get(tree, "value");
  if (!value) return tree;
  for (size_t i = 0; i < tree->count; i++) {
    static const char *const known[] = {"value", "source", "low", "high", "sd"};
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) good |= !strcmp(tree->children[i]->key, known[k]);
    if (!good) bind_unknown_key(binder, tree->children[i], what, known, COUNT(known));
  }
  return value;
}

static const struct tree *scalar_of(struct binder *binder, const struct tree *tree,
                                    const char *what) {
  const struct tree *value = value_of(binder, tree, what);
  if (value->kind == TREE_SCALAR) return value;
  COMPLAIN(binder, tree->place, "%s is one value, or {value: ..., source: ...}", what);
  return NULL;
}

static const char what_varies[] =
    "what varies is a parameter, or a value of a segment, town, park or lever";

const struct tree *bind_value_of(struct binder *binder, const struct tree *tree, const char *what) {
  bind_refuse_prior(binder, tree, what, what_varies);
  return value_of(binder, tree, what);
}

const struct tree *bind_scalar_of(struct binder *binder, const struct tree *tree,
                                  const char *what) {
  bind_refuse_prior(binder, tree, what, what_varies);
  return scalar_of(binder, tree, what);
}

/* yes and no, as YAML and Chinese have them, too. */
static bool read_yes_or_no(const struct field *field, const char *text, double *value) {
  static const char *const words[][3] = {{"no", "false", "否"}, {"yes", "true", "是"}};
  if (strcmp(field->choices, "no|yes") != 0) return false;
  for (int number = 0; number < 2; number++) {
    for (int k = 0; k < 3; k++) {
      if (strcasecmp(text, words[number][k]) != 0) continue;
      *value = number;
      return true;
    }
  }
  return false;
}

static void read_choice(struct binder *binder, const struct field *field, const struct tree *scalar,
                        double *value) {
  const char *at = field->choices;
  char hint[TEXT_HINT];
  if (read_yes_or_no(field, scalar->text, value)) return;
  for (int number = 0;; number++) {
    const size_t length = strcspn(at, "|");
    if (strlen(scalar->text) == length && strncmp(at, scalar->text, length) == 0) {
      *value = number;
      return;
    }
    if (at[length] == '\0') break;
    at += length + 1;
  }
  COMPLAIN(binder, scalar->place, "%s = '%.60s', allowed %s%s", field->name, scalar->text,
           field->choices, text_wide_hint(scalar->text, hint, sizeof hint));
}

static void read_segment(struct binder *binder, const struct field *field,
                         const struct tree *scalar, double *value) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  if (field->least < 0 && strcmp(scalar->text, "all") == 0) {
    *value = -1;
    return;
  }
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    known[s] = scenario->segment_names[s];
    if (strcmp(scenario->segment_names[s], scalar->text) == 0) {
      *value = s;
      return;
    }
  }
  char hint[128];
  COMPLAIN(binder, scalar->place, "%s = '%.60s' is no segment%s", field->name, scalar->text,
           bind_suggest(scalar->text, known, scenario->segments_count, hint, sizeof hint));
}

uint32_t bind_find_town(const struct scenario *scenario, const char *name) {
  uint32_t town = 0;
  while (town < scenario->towns_count && strcmp(scenario->town_names[town], name) != 0) town++;
  return town;
}

void bind_unknown_town(struct binder *binder, const struct tree *tree) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  const bool many = binder->complaints->count >= SUGGESTIONS_MOST; /* looking up takes time */
  const uint32_t least = scenario->towns_count < BIND_NAMES_MOST ? scenario->towns_count
                                                                 : BIND_NAMES_MOST;
  const uint32_t count = many ? 0 : least;
  for (uint32_t t = 0; t < count; t++) known[t] = scenario->town_names[t];
  char hint[128];
  COMPLAIN(binder, tree->place, "'%.60s' is no town of this scenario%s", tree->text,
           bind_suggest(tree->text, known, count, hint, sizeof hint));
}

static void read_town(struct binder *binder, const struct tree *scalar, double *value) {
  const uint32_t town = bind_find_town(binder->scenario, scalar->text);
  if (strcmp(scalar->text, "none") == 0) *value = -1;
  else if (town < binder->scenario->towns_count) *value = town;
  else bind_unknown_town(binder, scalar);
}

/* Reads one field, and checks what is said of its uncertainty. */
static void read_field(struct binder *binder, const struct field *field, const struct tree *tree,
                       double *value) {
  const struct tree *scalar = scalar_of(binder, tree, field->name);
  if (!scalar) return;
  if (field->kind != FIELD_REAL && field->kind != FIELD_COUNT) {
    bind_refuse_prior(binder, tree, field->name, "a word has none");
  }
  if (field->kind == FIELD_CHOICE) {
    read_choice(binder, field, scalar, value);
    return;
  }
  if (field->kind == FIELD_SEGMENT) {
    read_segment(binder, field, scalar, value);
    return;
  }
  if (field->kind == FIELD_TOWN) {
    read_town(binder, scalar, value);
    return;
  }
  double read;
  struct error error;
  const bool counts = field->kind == FIELD_COUNT && strcmp(field->unit, "1") == 0;
  const char *unit = counts ? QUANTITY_COUNT : field->unit;
  if (quantity_parse(scalar->text, unit, &read, &error) != STATUS_OK) {
    COMPLAIN(binder, scalar->place, "%s: %s", field->name, error.text);
  } else if (!(read >= field->least && read <= field->most)) {
    const bool bare = strcmp(field->unit, "1") == 0 || strcmp(field->unit, QUANTITY_COUNT) == 0;
    COMPLAIN(binder, scalar->place, "%s = %s, allowed %.10g..%.10g%s%s", field->name, scalar->text,
             field->least, field->most, bare ? "" : " ", bare ? "" : field->unit);
  } else if (field->kind == FIELD_COUNT && floor(read) < read) {
    COMPLAIN(binder, scalar->place, "%s = %s is no whole number", field->name, scalar->text);
  } else {
    *value = read;
    struct prior prior;
    if (scenario_read_prior(tree, field, read, &prior, &error) && error.status != STATUS_OK) {
      COMPLAIN(binder, tree->place, "%s: %s", field->name, error.text);
    }
  }
}

void bind_read_field(struct binder *binder, const struct field *field, const struct tree *tree,
                     double *value) {
  bind_refuse_prior(binder, tree, field->name, what_varies);
  read_field(binder, field, tree, value);
}

void bind_read_fields(struct binder *binder, const struct tree *tree, const struct field *fields,
                      size_t count, double *values, const char *where, const char *const *others,
                      size_t others_count) {
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    size_t f = 0;
    while (f < count && strcmp(fields[f].name, child->key) != 0) f++;
    if (f < count) {
      read_field(binder, &fields[f], child, &values[f]);
      continue;
    }
    /* A `source` beside values says where all of them are from. */
    bool known = strcmp(child->key, "source") == 0 && child->kind == TREE_SCALAR;
    for (size_t k = 0; k < others_count; k++) known |= strcmp(others[k], child->key) == 0;
    if (known) continue;
    const char *names[256];
    size_t named = 0;
    for (f = 0; f < count && named < COUNT(names); f++) names[named++] = fields[f].name;
    for (size_t k = 0; k < others_count && named < COUNT(names); k++) names[named++] = others[k];
    bind_unknown_key(binder, child, where, names, named);
  }
}

static bool good_name(const char *name) {
  const size_t length = strlen(name);
  if (length == 0 || length >= SCENARIO_NAME || !islower((unsigned char)name[0])) return false;
  for (size_t i = 0; i < length; i++) {
    if (!islower((unsigned char)name[i]) && !isdigit((unsigned char)name[i]) && name[i] != '_') {
      return false;
    }
  }
  return true;
}

bool bind_good_child(struct binder *binder, const struct tree *child, const char *what) {
  if (tree_is_null(child)) return false;
  if (!good_name(child->key)) {
    char hint[TEXT_HINT];
    COMPLAIN(
        binder, child->key_place,
        "'%.60s' is no name for a %s: small letters, digits and _, a letter first, at most %d%s",
        child->key, what, SCENARIO_NAME - 1, text_wide_hint(child->key, hint, sizeof hint));
    return false;
  }
  return bind_is_map(binder, child, child->key);
}

enum status bind_no_memory(struct binder *binder) {
  return error_memory(binder->error, binder->scenario->name, sizeof *binder->scenario);
}

bool bind_too_many(struct binder *binder, const struct tree *tree, const char *what) {
  if (tree->count <= BIND_NAMES_MOST) return false;
  COMPLAIN(binder, tree->place, "%zu %s, at most %u", tree->count, what, BIND_NAMES_MOST);
  return true;
}

bool bind_read_date(struct binder *binder, const struct tree *tree, int32_t *date) {
  if (!tree) return false;
  const struct tree *scalar = bind_scalar_of(binder, tree, tree->key);
  struct error error;
  if (!scalar) return false;
  const int32_t start = binder->scenario->start;
  static const char from_start[] = "start+";
  if (start > 0 && strncmp(scalar->text, from_start, strlen(from_start)) == 0) {
    const char *months = scalar->text + strlen(from_start);
    const size_t digits = strspn(months, "0123456789");
    if (digits > 0 && digits < 5 && months[digits] == '\0') {
      *date = start + (int32_t)strtol(months, NULL, 10);
      return true;
    }
  }
  if (date_parse(scalar->text, date, &error) == STATUS_OK) return true;
  COMPLAIN(binder, scalar->place, "%s: %s", tree->key, error.text);
  return false;
}
