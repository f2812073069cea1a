#include "complain.h"

#include "bellwether/base/date.h"
#include "bellwether/base/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array)     (sizeof(array) / sizeof(array)[0])
#define NAMES_MOST       4096u /* towns, segments or levers of one scenario */
#define BURN_IN_MOST     120.0
#define SUGGESTIONS_MOST 20u
#define YEARS_MOST       300
#define REVENUE_MOST     4.0 /* times revenue_per_worker: more no staff makes */
#define FLOOR_LEAST      0.4 /* of what staff needs: below, facts contradict each other */

struct binder {
  struct scenario *scenario;
  struct complaints *complaints;
  struct error *error;
};

#define COMPLAIN(binder, place, ...) scenario_complain((binder)->complaints, place, __VA_ARGS__)

/* " (did you mean 'x'?)" or nothing. */
static const char *suggest(const char *word, const char *const *known, size_t count, char *out,
                           size_t out_bytes) {
  const char *nearest = text_nearest(word, known, count);
  out[0] = '\0';
  if (nearest) snprintf(out, out_bytes, "; did you mean '%s'?", nearest);
  return out;
}

static void unknown_key(struct binder *binder, const struct tree *child, const char *where,
                        const char *const *known, size_t count) {
  char hint[128];
  if (binder->complaints->count >= SUGGESTIONS_MOST) count = 0; /* looking up takes time */
  COMPLAIN(binder, child->key_place, "'%.100s' is not a key of %s%s", child->key, where,
           suggest(child->key, known, count, hint, sizeof hint));
}

static bool is_map(struct binder *binder, const struct tree *tree, const char *what) {
  if (tree->kind == TREE_MAP) return true;
  if (!tree_is_null(tree)) COMPLAIN(binder, tree->place, "%s is a map of names and values", what);
  return false;
}

/* The scalar that a node says: itself, or its `value:` where it also gives a `source:`. */
static const struct tree *scalar_of(struct binder *binder, const struct tree *tree,
                                    const char *what) {
  if (tree->kind == TREE_SCALAR) return tree;
  const struct tree *value = tree_get(tree, "value");
  if (tree->kind != TREE_MAP || !value || value->kind != TREE_SCALAR) {
    COMPLAIN(binder, tree->place, "%s is one value, or {value: ..., source: ...}", what);
    return NULL;
  }
  for (size_t i = 0; i < tree->count; i++) {
    static const char *const known[] = {"value", "source"};
    if (tree->children[i] != value && strcmp(tree->children[i]->key, "source") != 0) {
      unknown_key(binder, tree->children[i], what, known, COUNT(known));
    }
  }
  return value;
}

static void read_choice(struct binder *binder, const struct field *field, const struct tree *scalar,
                        double *value) {
  const char *at = field->choices;
  for (int number = 0;; number++) {
    const size_t length = strcspn(at, "|");
    if (strlen(scalar->text) == length && strncmp(at, scalar->text, length) == 0) {
      *value = number;
      return;
    }
    if (at[length] == '\0') break;
    at += length + 1;
  }
  COMPLAIN(binder, scalar->place, "%s = '%.60s', allowed %s", field->name, scalar->text,
           field->choices);
}

static void read_segment(struct binder *binder, const struct field *field,
                         const struct tree *scalar, double *value) {
  const struct scenario *scenario = binder->scenario;
  const char *known[NAMES_MOST];
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
           suggest(scalar->text, known, scenario->segments_count, hint, sizeof hint));
}

static uint32_t find_town(const struct scenario *scenario, const char *name) {
  uint32_t town = 0;
  while (town < scenario->towns_count && strcmp(scenario->town_names[town], name) != 0) town++;
  return town;
}

static void unknown_town(struct binder *binder, const struct tree *tree) {
  const struct scenario *scenario = binder->scenario;
  const char *known[NAMES_MOST];
  const bool many = binder->complaints->count >= SUGGESTIONS_MOST; /* looking up takes time */
  const uint32_t count = many ? 0 : scenario->towns_count;
  for (uint32_t t = 0; t < count; t++) known[t] = scenario->town_names[t];
  char hint[128];
  COMPLAIN(binder, tree->place, "'%.60s' is no town of this scenario%s", tree->text,
           suggest(tree->text, known, count, hint, sizeof hint));
}

static void read_town(struct binder *binder, const struct tree *scalar, double *value) {
  const uint32_t town = find_town(binder->scenario, scalar->text);
  if (strcmp(scalar->text, "none") == 0) *value = -1;
  else if (town < binder->scenario->towns_count) *value = town;
  else unknown_town(binder, scalar);
}

static void read_field(struct binder *binder, const struct field *field, const struct tree *tree,
                       double *value) {
  const struct tree *scalar = scalar_of(binder, tree, field->name);
  if (!scalar) return;
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
  if (quantity_parse(scalar->text, field->unit, &read, &error) != STATUS_OK) {
    COMPLAIN(binder, scalar->place, "%s: %s", field->name, error.text);
  } else if (!(read >= field->least && read <= field->most)) {
    COMPLAIN(binder, scalar->place, "%s = %s, allowed %.10g..%.10g%s%s", field->name, scalar->text,
             field->least, field->most, strcmp(field->unit, "1") == 0 ? "" : " ",
             strcmp(field->unit, "1") == 0 ? "" : field->unit);
  } else if (field->kind == FIELD_COUNT && floor(read) < read) {
    COMPLAIN(binder, scalar->place, "%s = %s is no whole number", field->name, scalar->text);
  } else {
    *value = read;
  }
}

/* Reads a map of fields; `others`: keys that someone else reads. */
static void read_fields(struct binder *binder, const struct tree *tree, const struct field *fields,
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
    unknown_key(binder, child, where, names, named);
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

/* Whether a map's child counts: it is not null, and its name is a name. */
static bool good_child(struct binder *binder, const struct tree *child, const char *what) {
  if (tree_is_null(child)) return false;
  if (!good_name(child->key)) {
    COMPLAIN(binder, child->key_place,
             "'%.60s' is no name for a %s: small letters, digits and _, a letter first, at most %d",
             child->key, what, SCENARIO_NAME - 1);
    return false;
  }
  return is_map(binder, child, child->key);
}

static enum status no_memory(struct binder *binder) {
  return error_memory(binder->error, binder->scenario->name, sizeof *binder->scenario);
}

static bool too_many(struct binder *binder, const struct tree *tree, const char *what) {
  if (tree->count <= NAMES_MOST) return false;
  COMPLAIN(binder, tree->place, "%zu %s, at most %u", tree->count, what, NAMES_MOST);
  return true;
}

static enum status bind_segments(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || !is_map(binder, tree, "segments") || too_many(binder, tree, "segments")) {
    return STATUS_OK;
  }
  scenario->segments = calloc(tree->count + 1, sizeof *scenario->segments);
  scenario->segment_names = calloc(tree->count + 1, sizeof *scenario->segment_names);
  if (!scenario->segments || !scenario->segment_names) return no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    if (!good_child(binder, child, "segment")) continue;
    const uint32_t s = scenario->segments_count++;
    snprintf(scenario->segment_names[s], SCENARIO_NAME, "%s", child->key);
    double *values = (double *)&scenario->segments[s];
    tables_preset(tables_segments, tables_segments_count, values);
    read_fields(binder, child, tables_segments, tables_segments_count, values, "a segment", NULL,
                0);
    if (scenario->segments[s].graduates + scenario->segments[s].high_end > 1) {
      COMPLAIN(binder, child->place,
               "graduates and high_end are shares of staff: together at most 1");
    }
  }
  if (scenario->segments_count > 63) {
    COMPLAIN(binder, tree->place, "%u segments, at most 63", scenario->segments_count);
  }
  return STATUS_OK;
}

static void bind_industry(struct binder *binder, const struct tree *tree, uint32_t park) {
  struct scenario *scenario = binder->scenario;
  if (!is_map(binder, tree, "industry")) return;
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    const char *known[NAMES_MOST];
    uint32_t s = 0;
    while (s < scenario->segments_count && strcmp(scenario->segment_names[s], child->key) != 0) {
      known[s] = scenario->segment_names[s];
      s++;
    }
    if (s == scenario->segments_count) {
      unknown_key(binder, child, "industry (it names segments)", known, s);
      continue;
    }
    if (tree_is_null(child) || !is_map(binder, child, child->key)) continue;
    struct industry_facts *facts = &scenario->industry[park * scenario->segments_count + s];
    read_fields(binder, child, tables_industry, tables_industry_count, (double *)facts,
                "a park's segment", NULL, 0);
    if (facts->sales > 0 && facts->firms < 1) {
      COMPLAIN(binder, child->place,
               "%s has sales of %.10g M CNY but no firms: give firms: 1 or more", child->key,
               facts->sales);
    }
    if (facts->firms > 0 && facts->sales <= 0) {
      COMPLAIN(binder, child->place,
               "%s has %.0f firms but no sales: give sales, as in 'sales: 60 M CNY'", child->key,
               facts->firms);
    }
    const double made = scenario->segments[s].revenue_per_worker;
    if (facts->staff > 0 &&
        (facts->sales > REVENUE_MOST * made * facts->staff || facts->staff < facts->firms)) {
      COMPLAIN(
          binder, child->place,
          "%s has %.0f firms and %.10g M CNY of sales with a staff of %.0f: a worker makes about "
          "%.3g M CNY a year",
          child->key, facts->firms, facts->sales, facts->staff, made);
    }
    const bool certified = (int)scenario->segments[s].class > 0 && facts->certificates > 0;
    if (certified && facts->certificates < facts->firms) {
      COMPLAIN(binder, child->place, "%s has %.0f firms but %.0f certificates: at least one a firm",
               child->key, facts->firms, facts->certificates);
    }
  }
}

/* A park that has all that its town says, and what `tree` says of it. */
static void add_park(struct binder *binder, const char *name, const struct tree *tree,
                     const struct tree *industry) {
  struct scenario *scenario = binder->scenario;
  static const char *const others[] = {"industry"};
  const struct town_facts *town = &scenario->towns[scenario->towns_count - 1];
  const uint32_t park = scenario->parks_count++;
  struct park_facts *facts = &scenario->parks[park];
  *facts = (struct park_facts){.x = town->x,
                               .y = town->y,
                               .floor = town->floor,
                               .land = town->land,
                               .plot_ratio = town->plot_ratio};
  snprintf(scenario->park_names[park], SCENARIO_NAME, "%s", name);
  if (tree) {
    read_fields(binder, tree, tables_parks, tables_parks_count, (double *)facts, "a park", others,
                COUNT(others));
  }
  if (industry && scenario->segments_count) bind_industry(binder, industry, park);
}

/* Floor for half of the staff that the park's sales take, or more, or none said. */
static void check_floor(struct binder *binder, const struct tree *place, uint32_t park) {
  const struct scenario *scenario = binder->scenario;
  const struct park_facts *facts = &scenario->parks[park];
  double needed = 0;
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    const struct industry_facts *industry =
        &scenario->industry[park * scenario->segments_count + s];
    const struct segment *segment = &scenario->segments[s];
    needed += industry->sales / segment->revenue_per_worker * segment->floor_per_worker;
  }
  if (facts->floor <= 0 || facts->floor >= FLOOR_LEAST * needed) return;
  const struct tree *node = tree_get(place, "floor");
  COMPLAIN(binder, (node ? node : place)->place,
           "floor = %.0f m2, but the staff that makes these sales needs %.0f m2: give more floor, "
           "fewer sales or a smaller floor_per_worker",
           facts->floor, needed);
}

/* The parks of the last town: those it names, or one. */
static void bind_parks(struct binder *binder, const struct tree *town) {
  const struct tree *parks = tree_get(town, "parks"), *industry = tree_get(town, "industry");
  if (!parks || tree_is_null(parks)) {
    add_park(binder, "", NULL, industry);
    check_floor(binder, town, binder->scenario->parks_count - 1);
    return;
  }
  if (!is_map(binder, parks, "parks")) return;
  if (industry && !tree_is_null(industry)) {
    COMPLAIN(binder, industry->key_place, "a town with parks has its industry in them");
  }
  const uint32_t before = binder->scenario->parks_count;
  for (size_t i = 0; i < parks->count; i++) {
    const struct tree *child = parks->children[i];
    if (!good_child(binder, child, "park")) continue;
    add_park(binder, child->key, child, tree_get(child, "industry"));
    check_floor(binder, child, binder->scenario->parks_count - 1);
  }
  if (binder->scenario->parks_count == before) add_park(binder, "", NULL, NULL);
}

/* The most parks that the towns of a tree can have. */
static size_t count_parks(const struct tree *tree) {
  size_t count = 0;
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *parks = tree_get(tree->children[i], "parks");
    count += parks && parks->count ? parks->count : 1;
  }
  return count;
}

static enum status bind_towns(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  static const char *const others[] = {"industry", "parks"};
  if (!tree || !is_map(binder, tree, "towns") || too_many(binder, tree, "towns")) return STATUS_OK;
  scenario->towns = calloc(tree->count + 1, sizeof *scenario->towns);
  scenario->town_names = calloc(tree->count + 1, sizeof *scenario->town_names);
  const size_t parks = count_parks(tree) + 1;
  scenario->first_park = calloc(tree->count + 1, sizeof *scenario->first_park);
  scenario->parks = calloc(parks, sizeof *scenario->parks);
  scenario->park_names = calloc(parks, sizeof *scenario->park_names);
  scenario->industry = calloc(parks * (scenario->segments_count + 1), sizeof *scenario->industry);
  if (!scenario->towns || !scenario->town_names || !scenario->first_park || !scenario->parks ||
      !scenario->park_names || !scenario->industry) {
    return no_memory(binder);
  }
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    if (!good_child(binder, child, "town")) continue;
    if (strcmp(child->key, "rivals") == 0 || strcmp(child->key, "all") == 0 ||
        strcmp(child->key, "focal") == 0 || strcmp(child->key, "none") == 0) {
      COMPLAIN(binder, child->key_place, "'%s' is a word for towns, not a town's name", child->key);
      continue;
    }
    const uint32_t town = scenario->towns_count++;
    snprintf(scenario->town_names[town], SCENARIO_NAME, "%s", child->key);
    double *values = (double *)&scenario->towns[town];
    tables_preset(tables_towns, tables_towns_count, values);
    read_fields(binder, child, tables_towns, tables_towns_count, values, "a town", others,
                COUNT(others));
    bind_parks(binder, child);
    scenario->first_park[town + 1] = scenario->parks_count;
  }
  return STATUS_OK;
}

/* towns: a town, a list of towns, or the words focal, rivals, all. */
static void bind_lever_towns(struct binder *binder, const struct tree *tree, struct lever *lever) {
  const struct scenario *scenario = binder->scenario;
  const char *word = tree && tree->kind == TREE_SCALAR ? tree->text : tree ? "" : "focal";
  const bool all = strcmp(word, "all") == 0;
  const bool focal = strcmp(word, "focal") == 0, rivals = strcmp(word, "rivals") == 0;
  if (all || focal || rivals) {
    for (uint32_t t = 0; t < scenario->towns_count; t++) {
      const bool is_focal = scenario->towns[t].focal > 0;
      if (all || focal == is_focal) lever->towns[lever->towns_count++] = t;
    }
    return;
  }
  const size_t count = tree->kind == TREE_LIST ? tree->count : 1;
  if (count > NAMES_MOST) {
    COMPLAIN(binder, tree->place, "%zu towns, at most %u", count, NAMES_MOST);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    const struct tree *item = tree->kind == TREE_LIST ? tree->children[i] : tree;
    if (item->kind != TREE_SCALAR) {
      COMPLAIN(binder, item->place, "towns is a town, a list of towns, or focal, rivals, all");
      continue;
    }
    const uint32_t town = find_town(scenario, item->text);
    bool twice = false;
    for (uint32_t k = 0; k < lever->towns_count; k++) twice |= lever->towns[k] == town;
    if (town == scenario->towns_count) unknown_town(binder, item);
    else if (twice) COMPLAIN(binder, item->place, "the town '%s' is listed twice", item->text);
    else lever->towns[lever->towns_count++] = town;
  }
}

static bool read_date(struct binder *binder, const struct tree *tree, int32_t *date) {
  if (!tree) return false;
  const struct tree *scalar = scalar_of(binder, tree, tree->key);
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

static void bind_lever_dates(struct binder *binder, const struct tree *tree, struct lever *lever) {
  const struct scenario *scenario = binder->scenario;
  int32_t from = scenario->start, to = scenario->end;
  const struct tree *from_node = tree_get(tree, "from"), *to_node = tree_get(tree, "to");
  const bool from_read = !from_node || read_date(binder, from_node, &from);
  const bool to_read = !to_node || read_date(binder, to_node, &to);
  if (!from_read || !to_read || scenario->end < scenario->start) return;
  if (from < scenario->start || from > scenario->end) {
    COMPLAIN(binder, (from_node ? from_node : tree)->place,
             "the lever begins outside the scenario's months: it would never act as asked");
  } else if (from > to) {
    COMPLAIN(binder, (from_node ? from_node : to_node)->place, "from comes after to");
  }
  lever->from = from - scenario->start;
  lever->to = to - scenario->start;
  static const struct field ramp = {
      "ramp", FIELD_REAL, "month", 0, 0, 1200, "", "months over which effect rises", "assumed"};
  const struct tree *ramp_node = tree_get(tree, "ramp");
  if (ramp_node) read_field(binder, &ramp, ramp_node, &lever->ramp);
}

static bool bind_lever_kind(struct binder *binder, const struct tree *tree, struct lever *lever) {
  const struct tree *node = tree_get(tree, "lever");
  if (node && node->kind != TREE_SCALAR) {
    COMPLAIN(binder, node->place, "lever is the name of one lever");
    return false;
  }
  const char *name = node ? node->text : tree->key;
  const char *known[LEVER_COUNT];
  for (int k = 0; k < LEVER_COUNT; k++) {
    known[k] = tables_levers[k].name;
    lever->kind = (enum lever_kind)k;
    if (strcmp(known[k], name) == 0) return true;
  }
  char hint[128];
  suggest(name, known, LEVER_COUNT, hint, sizeof hint);
  COMPLAIN(binder, node ? node->place : tree->key_place,
           "'%.60s' is no lever%s (see 'bellwether levers'); a name of your own needs 'lever: ...'",
           name, hint);
  return false;
}

/* Levers that bring firms put ten bits of their names into the firms' ids. */
static void check_tags(struct binder *binder, const struct tree *tree) {
  const struct scenario *scenario = binder->scenario;
  for (uint32_t a = 0; a < scenario->levers_count; a++) {
    const struct lever *first = &scenario->levers[a];
    if (first->kind != LEVER_recruiting_teams && first->kind != LEVER_lead_sheep) continue;
    for (uint32_t b = a + 1; b < scenario->levers_count; b++) {
      const struct lever *second = &scenario->levers[b];
      if (second->kind != first->kind || second->tag != first->tag) continue;
      COMPLAIN(binder, tree_get(tree, second->name)->key_place,
               "the names '%s' and '%s' give firms the same identities: give one another name",
               first->name, second->name);
    }
  }
}

static enum status bind_levers(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  static const char *const others[] = {"lever", "from", "to", "ramp", "towns"};
  if (!tree || !is_map(binder, tree, "levers") || too_many(binder, tree, "levers")) {
    return STATUS_OK;
  }
  scenario->levers = calloc(tree->count + 1, sizeof *scenario->levers);
  if (!scenario->levers) return no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    struct lever lever = {0};
    if (!good_child(binder, child, "lever") || !bind_lever_kind(binder, child, &lever)) continue;
    const struct lever_row *row = &tables_levers[lever.kind];
    snprintf(lever.name, sizeof lever.name, "%s", child->key);
    lever.tag = tables_lever_tag(lever.name);
    tables_preset(row->fields, row->fields_count, lever.values);
    read_fields(binder, child, row->fields, row->fields_count, lever.values, row->name, others,
                COUNT(others));
    lever.towns = calloc(scenario->towns_count + 1, sizeof *lever.towns);
    if (!lever.towns) return no_memory(binder);
    bind_lever_towns(binder, tree_get(child, "towns"), &lever);
    bind_lever_dates(binder, child, &lever);
    scenario->levers[scenario->levers_count++] = lever;
  }
  check_tags(binder, tree);
  return STATUS_OK;
}

static void bind_target(struct binder *binder, const struct tree *tree, struct target *target) {
  static const char *const known[] = {"indicator", "town", "at_least", "at_most", "by", "source"};
  struct scenario *scenario = binder->scenario;
  snprintf(target->name, sizeof target->name, "%s", tree->key);
  for (size_t i = 0; i < tree->count; i++) {
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) {
      good |= strcmp(tree->children[i]->key, known[k]) == 0;
    }
    if (!good) unknown_key(binder, tree->children[i], "a target", known, COUNT(known));
  }
  const struct tree *indicator = tree_get(tree, "indicator"), *town = tree_get(tree, "town");
  const struct tree *at_least = tree_get(tree, "at_least"), *at_most = tree_get(tree, "at_most");
  const struct tree *by = tree_get(tree, "by");
  target->at_least = -INFINITY;
  target->at_most = INFINITY;
  if (!indicator || indicator->kind != TREE_SCALAR || (!at_least && !at_most) || !by) {
    COMPLAIN(binder, tree->place, "a target needs indicator, at_least or at_most, and by");
    return;
  }
  const int row = tables_indicator_find(indicator->text);
  if (row < 0) {
    const char *names[INDICATOR_COUNT];
    char hint[128];
    for (int k = 0; k < INDICATOR_COUNT; k++) names[k] = tables_indicators[k].name;
    COMPLAIN(binder, indicator->place, "'%.60s' is no indicator%s", indicator->text,
             suggest(indicator->text, names, INDICATOR_COUNT, hint, sizeof hint));
    return;
  }
  target->indicator = (enum indicator)row;
  const struct field field = {"at_least", FIELD_REAL,    tables_indicators[row].unit,
                              0,          -1e15,         1e15,
                              "",         "least value", "the scenario"};
  if (at_least) read_field(binder, &field, at_least, &target->at_least);
  if (at_most) read_field(binder, &field, at_most, &target->at_most);
  if (target->at_least > target->at_most) {
    COMPLAIN(binder, tree->place, "at_least is above at_most: no run can reach the target");
  }
  if (read_date(binder, by, &target->by) &&
      (target->by < scenario->start || target->by > scenario->end)) {
    COMPLAIN(binder, by->place, "the target's date lies outside the scenario's months");
  }
  if (town && town->kind != TREE_SCALAR) {
    COMPLAIN(binder, town->place, "the town of a target is one town");
  } else if (town) {
    target->town = find_town(scenario, town->text);
    if (target->town == scenario->towns_count) unknown_town(binder, town);
  }
}

static enum status bind_targets(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || !is_map(binder, tree, "targets") || too_many(binder, tree, "targets")) {
    return STATUS_OK;
  }
  scenario->targets = calloc(tree->count + 1, sizeof *scenario->targets);
  if (!scenario->targets) return no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    if (!good_child(binder, tree->children[i], "target")) continue;
    bind_target(binder, tree->children[i], &scenario->targets[scenario->targets_count++]);
  }
  return STATUS_OK;
}

static void read_text(struct binder *binder, const struct tree *tree, char *out, size_t bytes) {
  if (!tree) return;
  if (tree->kind != TREE_SCALAR) COMPLAIN(binder, tree->place, "%s is one text", tree->key);
  else if (strlen(tree->text) >= bytes) {
    COMPLAIN(binder, tree->place, "%s has %zu bytes, at most %zu", tree->key, strlen(tree->text),
             bytes - 1);
  } else snprintf(out, bytes, "%s", tree->text);
}

static void bind_time(struct binder *binder, const struct tree *tree) {
  static const struct field burn_in = {"burn_in", FIELD_COUNT,  "month", 12,
                                       0,         BURN_IN_MOST, "",      "months before the start",
                                       "assumed"};
  static const struct field seed = {"seed", FIELD_COUNT,         "1",           1, 0, 4294967295.0,
                                    "",     "seed of all draws", "the scenario"};
  static const struct field people = {"population",
                                      FIELD_CHOICE,
                                      "1",
                                      0,
                                      0,
                                      1,
                                      "open|sealed",
                                      "whether persons come from and go elsewhere",
                                      "assumed"};
  struct scenario *scenario = binder->scenario;
  const struct tree *start = tree_get(tree, "start"), *end = tree_get(tree, "end");
  double months = burn_in.preset, number = seed.preset, sealed = 0;
  if (!start || !end) {
    COMPLAIN(binder, tree->place, "a scenario needs start and end, as in 'start: 2020-01'");
  }
  const bool started = read_date(binder, start, &scenario->start);
  const bool dated = read_date(binder, end, &scenario->end) && started;
  if (dated && scenario->end < scenario->start) {
    COMPLAIN(binder, end->place, "end comes before start");
  } else if (dated && scenario_months(scenario) > YEARS_MOST * 12) {
    COMPLAIN(binder, end->place, "more than %d years", YEARS_MOST);
  }
  scenario->growth_break = 2023 * 12;
  const struct tree *growth_break = tree_get(tree, "growth_break");
  if (growth_break) (void)read_date(binder, growth_break, &scenario->growth_break);
  if (tree_get(tree, "burn_in")) read_field(binder, &burn_in, tree_get(tree, "burn_in"), &months);
  if (tree_get(tree, "seed")) read_field(binder, &seed, tree_get(tree, "seed"), &number);
  if (tree_get(tree, "population")) {
    read_field(binder, &people, tree_get(tree, "population"), &sealed);
  }
  scenario->burn_in = (int32_t)months;
  scenario->seed = (uint32_t)number;
  scenario->sealed = (int)sealed;
}

enum status scenario_bind(struct scenario *scenario, const struct tree *tree,
                          struct complaints *complaints, struct error *error) {
  static const char *const known[] = {
      "extends",      "title",      "question",   "start",    "end",   "burn_in", "seed",
      "growth_break", "population", "parameters", "segments", "towns", "levers",  "targets"};
  struct binder binder = {scenario, complaints, error};
  if (tree->kind != TREE_MAP) {
    COMPLAIN(&binder, tree->place,
             "a scenario is a map of names and values, as in 'start: 2020-01'");
    return STATUS_OK;
  }
  for (size_t i = 0; i < tree->count; i++) {
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) {
      good |= strcmp(tree->children[i]->key, known[k]) == 0;
    }
    if (!good) unknown_key(&binder, tree->children[i], "a scenario", known, COUNT(known));
  }
  static const char *const where[] = {"start", "end", "segments", "towns", "extends"};
  bool somewhere = tree->count == 0;
  for (size_t k = 0; k < COUNT(where); k++) somewhere |= tree_get(tree, where[k]) != NULL;
  if (!somewhere) {
    COMPLAIN(&binder, tree->place,
             "this says neither when nor where: lay it over a scenario, as in "
             "'xianju/baseline+shocks/lead-exit'");
    return STATUS_OK;
  }
  read_text(&binder, tree_get(tree, "title"), scenario->title, sizeof scenario->title);
  read_text(&binder, tree_get(tree, "question"), scenario->question, sizeof scenario->question);
  bind_time(&binder, tree);
  tables_preset(tables_params, tables_params_count, (double *)&scenario->params);
  const struct tree *parameters = tree_get(tree, "parameters");
  if (parameters && is_map(&binder, parameters, "parameters")) {
    read_fields(&binder, parameters, tables_params, tables_params_count,
                (double *)&scenario->params, "parameters", NULL, 0);
  }
  TRY(bind_segments(&binder, tree_get(tree, "segments")));
  TRY(bind_towns(&binder, tree_get(tree, "towns")));
  if (scenario->segments_count == 0 || scenario->towns_count == 0) {
    COMPLAIN(
        &binder, tree->place,
        "a scenario needs segments and towns: extend one that has them, as in 'extends: xianju/baseline'");
  }
  TRY(bind_levers(&binder, tree_get(tree, "levers")));
  return bind_targets(&binder, tree_get(tree, "targets"));
}
