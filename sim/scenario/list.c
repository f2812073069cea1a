#include "bind.h"

#include "bellwether/base/date.h"
#include "bellwether/base/prior.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
  const struct scenario *scenario;
  struct scenario_value *values;
  size_t count, capacity;
  bool failed;
};

const struct tree *scenario_node(const struct tree *tree, const char *path) {
  while (tree && *path) {
    char key[SCENARIO_NAME];
    const size_t length = strcspn(path, ".");
    if (length >= sizeof key) return NULL;
    snprintf(key, sizeof key, "%.*s", (int)length, path);
    tree = tree_get(tree, key);
    path += length + (path[length] == '.');
  }
  return tree;
}

static struct scenario_value *add(struct list *list, const char *path) {
  if (list->count == list->capacity) {
    const size_t capacity = list->capacity ? list->capacity * 2 : 256;
    struct scenario_value *values = realloc(list->values, capacity * sizeof *values);
    if (!values) {
      list->failed = true;
      return NULL;
    }
    list->values = values;
    list->capacity = capacity;
  }
  struct scenario_value *value = &list->values[list->count++];
  *value = (struct scenario_value){.preset = true};
  snprintf(value->path, sizeof value->path, "%s", path);
  return value;
}

/* The file and line that a value stands in; of a setting, itself. */
static void set_place(struct scenario_value *value, const struct tree_place *place) {
  const bool is_setting = strncmp(place->file, "--set ", strlen("--set ")) == 0;
  if (is_setting) snprintf(value->source, sizeof value->source, "%s", place->file);
  else snprintf(value->source, sizeof value->source, "%s:%d", place->file, place->line);
}

void scenario_find_source(const struct scenario *scenario, struct scenario_value *value,
                          const char *table_source) {
  const struct tree *node = scenario_node(scenario->tree, value->path);
  const struct tree *source = node ? tree_get(node, "source") : NULL;
  if (node && !source) {
    char above[sizeof value->path];
    snprintf(above, sizeof above, "%s", value->path);
    char *dot = strrchr(above, '.');
    if (dot) *dot = '\0';
    source = dot ? tree_get(scenario_node(scenario->tree, above), "source") : NULL;
    /* A source speaks for the values beside it in its own file, not for what a later layer says. */
    if (source && source->place.file != node->place.file) source = NULL;
  }
  value->preset = node == NULL;
  if (source && source->kind == TREE_SCALAR) {
    snprintf(value->source, sizeof value->source, "%s", source->text);
  } else if (node) {
    set_place(value, &node->place);
  } else {
    snprintf(value->source, sizeof value->source, "%s", table_source);
  }
  text_repair(value->source);
}

static void set_value(struct list *list, struct scenario_value *value, const char *text) {
  value->value = text_copy(text, strlen(text));
  if (!value->value) list->failed = true;
}

static void format_number(char *out, size_t bytes, double number) {
  for (int digits = 6; digits <= 17; digits++) {
    snprintf(out, bytes, "%.*g", digits, number);
    if (strtod(out, NULL) - number <= 0 && strtod(out, NULL) - number >= 0) return;
  }
}

static void add_field(struct list *list, const char *path, const struct field *field,
                      double number) {
  struct scenario_value *value = add(list, path);
  if (!value) return;
  char text[128];
  if (field->kind == FIELD_CHOICE) {
    tables_choice(field, number, text, sizeof text);
  } else if (field->kind == FIELD_SEGMENT) {
    snprintf(text, sizeof text, "%s",
             number < 0 ? "all" : list->scenario->segment_names[(size_t)number]);
  } else if (field->kind == FIELD_TOWN) {
    snprintf(text, sizeof text, "%s",
             number < 0 ? "none" : list->scenario->town_names[(size_t)number]);
  } else {
    format_number(text, sizeof text, number);
    const size_t used = strlen(text);
    if (strcmp(field->unit, "1") != 0) {
      snprintf(text + used, sizeof text - used, " %s", field->unit);
    }
  }
  static const char zero[] = "; 0: "; /* a meaning that ends so */
  const char *derived = strstr(field->meaning, zero);
  if (derived && !(number > 0)) value->derived = derived + strlen(zero);
  value->is_field = true;
  set_value(list, value, text);
  scenario_find_source(list->scenario, value, field->source);
}

static void add_fields(struct list *list, const char *prefix, const struct field *fields,
                       size_t count, const double *numbers) {
  for (size_t f = 0; f < count; f++) {
    char path[SCENARIO_PATH];
    snprintf(path, sizeof path, "%.250s.%.60s", prefix, fields[f].name);
    add_field(list, path, &fields[f], numbers[f]);
  }
}

/* A value of no table; `usual`: where it is from if no file says it. */
static void add_text(struct list *list, const char *path, const char *text, const char *usual) {
  struct scenario_value *value = add(list, path);
  if (!value) return;
  set_value(list, value, text);
  scenario_find_source(list->scenario, value, usual);
}

static void add_date(struct list *list, const char *path, int32_t date, const char *usual) {
  char text[DATE_TEXT];
  add_text(list, path, date_format(date, text), usual);
}

/* Whether a lever's towns are the nation's adopters. */
static bool are_adopters(const struct scenario *scenario, const struct lever *lever) {
  uint32_t adopters = 0;
  for (uint32_t t = 0; t < scenario->towns_count; t++) adopters += scenario->adopts[t];
  for (uint32_t k = 0; k < lever->towns_count; k++) {
    if (!scenario->adopts[lever->towns[k]]) return false;
  }
  return adopters > 0 && lever->towns_count == adopters;
}

/* "all", "adopters", or "[a, b]". */
static void add_lever_towns(struct list *list, const char *path, const struct lever *lever) {
  const struct scenario *scenario = list->scenario;
  static const char usual[] = "the focal towns";
  struct text text = {0};
  if (lever->towns_count == scenario->towns_count) {
    add_text(list, path, "all", usual);
    return;
  }
  if (are_adopters(scenario, lever)) {
    add_text(list, path, "adopters", usual);
    return;
  }
  text_add(&text, "[");
  for (uint32_t k = 0; k < lever->towns_count; k++) {
    text_add(&text, "%s%s", k ? ", " : "", scenario->town_names[lever->towns[k]]);
  }
  text_add(&text, "]");
  if (text.failed) list->failed = true;
  else add_text(list, path, text.bytes, usual);
  text_free(&text);
}

static void add_lever(struct list *list, const struct lever *lever) {
  static const struct field ramp = {"ramp", FIELD_REAL, "month", 0,         0,
                                    0,      "",         "",      "assumed", PRIOR_NONE};
  const struct scenario *scenario = list->scenario;
  const struct lever_row *row = &tables_levers[lever->kind];
  char prefix[128], path[256];
  snprintf(prefix, sizeof prefix, "levers.%s", lever->name);
  snprintf(path, sizeof path, "%s.lever", prefix);
  add_text(list, path, row->name, "its own name");
  snprintf(path, sizeof path, "%s.from", prefix);
  add_date(list, path, scenario->start + lever->from, "the scenario's start");
  snprintf(path, sizeof path, "%s.to", prefix);
  add_date(list, path, scenario->start + lever->to, "the scenario's end");
  snprintf(path, sizeof path, "%s.ramp", prefix);
  add_field(list, path, &ramp, lever->ramp);
  snprintf(path, sizeof path, "%s.towns", prefix);
  add_lever_towns(list, path, lever);
  add_fields(list, prefix, row->fields, row->fields_count, lever->values);
}

static void add_target(struct list *list, const struct target *target) {
  const struct scenario *scenario = list->scenario;
  const struct indicator_row *row = &tables_indicators[target->indicator];
  const struct field field = {"at_least", FIELD_REAL,   row->unit,      0,         0, 0,
                              "",         row->meaning, "the scenario", PRIOR_NONE};
  char path[256];
  snprintf(path, sizeof path, "targets.%s.indicator", target->name);
  add_text(list, path, row->name, "the scenario");
  snprintf(path, sizeof path, "targets.%s.town", target->name);
  add_text(list, path, scenario->town_names[target->town], "the first focal town");
  snprintf(path, sizeof path, "targets.%s.at_least", target->name);
  if (isfinite(target->at_least)) add_field(list, path, &field, target->at_least);
  snprintf(path, sizeof path, "targets.%s.at_most", target->name);
  if (isfinite(target->at_most)) add_field(list, path, &field, target->at_most);
  snprintf(path, sizeof path, "targets.%s.by", target->name);
  add_date(list, path, target->by, "the scenario");
}

static void add_record(struct list *list, const struct record *record) {
  const struct scenario *scenario = list->scenario;
  const struct indicator_row *row = &tables_indicators[record->indicator];
  const struct {
    const char *name, *source;
    double number;
  } numbers[] = {{"value", "the scenario", record->value},
                 {"low", "its grade", record->low},
                 {"high", "its grade", record->high}};
  const char grade[] = {prior_letter(record->grade), '\0'};
  char path[256];
  snprintf(path, sizeof path, "record.%s.indicator", record->name);
  add_text(list, path, row->name, "the scenario");
  snprintf(path, sizeof path, "record.%s.town", record->name);
  add_text(list, path, scenario->town_names[record->town], "the scenario");
  if (record->from < record->to) {
    char text[16];
    snprintf(text, sizeof text, "%d", (int)(record->to / 12));
    snprintf(path, sizeof path, "record.%s.year", record->name);
    add_text(list, path, text, "the scenario");
  } else {
    snprintf(path, sizeof path, "record.%s.month", record->name);
    add_date(list, path, record->to, "the scenario");
  }
  for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
    const struct field field = {numbers[k].name, FIELD_REAL,        row->unit, 0, 0, 0, "",
                                row->meaning,    numbers[k].source, PRIOR_NONE};
    snprintf(path, sizeof path, "record.%s.%s", record->name, field.name);
    add_field(list, path, &field, numbers[k].number);
  }
  snprintf(path, sizeof path, "record.%s.grade", record->name);
  add_text(list, path, grade, "the scenario");
  snprintf(path, sizeof path, "record.%s.source", record->name);
  add_text(list, path, record->source, "the scenario");
}

static void add_correlation(struct list *list, const struct correlation *correlation) {
  const struct field rho = bind_field_of_rho("the scenario");
  char path[256], both[2 * SCENARIO_PATH + 8];
  snprintf(path, sizeof path, "correlations.%s.between", correlation->name);
  snprintf(both, sizeof both, "[%s, %s]", correlation->between[0], correlation->between[1]);
  add_text(list, path, both, "the scenario");
  snprintf(path, sizeof path, "correlations.%s.rho", correlation->name);
  add_field(list, path, &rho, correlation->rho);
}

static void add_nation(struct list *list) {
  const struct scenario *scenario = list->scenario;
  add_fields(list, "nation", tables_nation, tables_nation_count, (const double *)&scenario->nation);
  add_fields(list, "nation", tables_towns, tables_towns_count,
             (const double *)&scenario->nation_town);
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    char path[128];
    snprintf(path, sizeof path, "nation.industry.%s", scenario->segment_names[s]);
    add_fields(list, path, tables_nation_industry, tables_nation_industry_count,
               (const double *)&scenario->nation_industry[s]);
  }
}

static void add_town(struct list *list, uint32_t town) {
  const struct scenario *scenario = list->scenario;
  char prefix[256];
  snprintf(prefix, sizeof prefix, "towns.%s", scenario->town_names[town]);
  add_fields(list, prefix, tables_towns, tables_towns_count,
             (const double *)&scenario->towns[town]);
  for (uint32_t park = scenario->first_park[town]; park < scenario->first_park[town + 1]; park++) {
    char path[384];
    if (scenario->park_names[park][0]) {
      snprintf(prefix, sizeof prefix, "towns.%s.parks.%s", scenario->town_names[town],
               scenario->park_names[park]);
      add_fields(list, prefix, tables_parks, tables_parks_count,
                 (const double *)&scenario->parks[park]);
    }
    for (uint32_t s = 0; s < scenario->segments_count; s++) {
      snprintf(path, sizeof path, "%s.industry.%s", prefix, scenario->segment_names[s]);
      add_fields(list, path, tables_industry, tables_industry_count,
                 (const double *)&scenario->industry[park * scenario->segments_count + s]);
    }
  }
}

enum status scenario_list(const struct scenario *scenario, struct scenario_value **values,
                          size_t *count, struct error *error) {
  struct list list = {.scenario = scenario};
  char text[64];
  add_text(&list, "title", scenario->title, "none");
  add_text(&list, "question", scenario->question, "none");
  add_date(&list, "start", scenario->start, "the scenario");
  add_date(&list, "end", scenario->end, "the scenario");
  snprintf(text, sizeof text, "%d months", scenario->burn_in);
  add_text(&list, "burn_in", text, "assumed");
  add_date(&list, "growth_break", scenario->growth_break, "assumed");
  add_text(&list, "population", scenario->sealed ? "sealed" : "open", "assumed");
  snprintf(text, sizeof text, "%u", scenario->seed);
  add_text(&list, "seed", text, "assumed");
  add_fields(&list, "parameters", tables_params, tables_params_count,
             (const double *)&scenario->params);
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    char prefix[128];
    snprintf(prefix, sizeof prefix, "segments.%s", scenario->segment_names[s]);
    add_fields(&list, prefix, tables_segments, tables_segments_count,
               (const double *)&scenario->segments[s]);
  }
  for (uint32_t town = 0; town < scenario->named_towns; town++) add_town(&list, town);
  if (scenario->nation.towns > 0) add_nation(&list);
  for (uint32_t l = 0; l < scenario->levers_count; l++) add_lever(&list, &scenario->levers[l]);
  for (uint32_t t = 0; t < scenario->targets_count; t++) add_target(&list, &scenario->targets[t]);
  for (uint32_t r = 0; r < scenario->records_count; r++) add_record(&list, &scenario->records[r]);
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    const struct field rho = bind_field_of_rho(tables_correlations[row].source);
    snprintf(text, sizeof text, "correlations.%s.rho", tables_correlations[row].name);
    add_field(&list, text, &rho, scenario->rhos[row]);
  }
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    add_correlation(&list, &scenario->correlations[c]);
  }
  if (list.failed) {
    scenario_free_values(list.values, list.count);
    return error_memory(error, "the list of values", list.count * sizeof *list.values);
  }
  *values = list.values;
  *count = list.count;
  return STATUS_OK;
}

void scenario_free_values(struct scenario_value *values, size_t count) {
  for (size_t i = 0; i < count; i++) free(values[i].value);
  free(values);
}

/* A double-quoted YAML scalar. */
static void print_quoted(struct text *out, const char *value) {
  text_add(out, "\"");
  for (; *value; value++) {
    const unsigned char byte = (unsigned char)*value;
    if (byte == '"' || byte == '\\') text_add(out, "\\%c", byte);
    else if (byte < 32 || byte == 127) text_add(out, "\\x%02x", byte);
    else text_add_bytes(out, value, 1);
  }
  text_add(out, "\"");
}

/* A comment is one line. */
static void print_comment(struct text *out, const char *comment) {
  for (; *comment; comment++) {
    const unsigned char byte = (unsigned char)*comment;
    text_add_bytes(out, byte < 32 || byte == 127 ? " " : comment, 1);
  }
}

/* Opens the maps that lie between the previous path and this one; returns the last name. */
static const char *print_maps(struct text *out, const char *previous, const char *path) {
  int depth = 0;
  const char *at = path;
  bool same = true;
  for (const char *dot; (dot = strchr(at, '.')); at = dot + 1, depth++) {
    const size_t upto = (size_t)(dot - path) + 1;
    same = same && strncmp(previous, path, upto) == 0;
    if (!same) text_add(out, "%*s%.*s:\n", depth * 2, "", (int)(dot - at), at);
  }
  text_add(out, "%*s%s: ", depth * 2, "", at);
  return at;
}

static const char preset[] = "preset: ";

const char *scenario_source(const struct scenario_value *value, char *out, size_t bytes) {
  const bool said = !value->preset || strncmp(value->source, preset, strlen(preset)) == 0;
  snprintf(out, bytes, "%s%s", said ? "" : preset, value->source);
  return out;
}

const char *scenario_bare_source(const struct scenario_value *value) {
  const bool marked = strncmp(value->source, preset, strlen(preset)) == 0;
  return value->source + (marked ? strlen(preset) : 0);
}

/* A value with its source, and what a file says of its uncertainty, as it is read back. */
static void print_record(const struct scenario *scenario, const struct scenario_value *value,
                         struct text *out) {
  static const char *const keys[] = {"low", "high", "sd"};
  const struct tree *node = scenario_node(scenario->tree, value->path);
  char source[SCENARIO_SOURCE];
  text_add(out, "{value: %s, ", value->value);
  for (size_t k = 0; k < COUNT(keys); k++) {
    const struct tree *said = node ? tree_get(node, keys[k]) : NULL;
    if (said && said->kind == TREE_SCALAR) text_add(out, "%s: %s, ", keys[k], said->text);
  }
  text_add(out, "source: ");
  print_quoted(out, scenario_source(value, source, sizeof source));
  text_add(out, "}");
}

/* A value's path, or of a lever's the one that its assumption has: by the lever's kind. */
static void name_by_kind(const struct scenario *scenario, const char *path, char *name) {
  snprintf(name, SCENARIO_PATH, "%s", path);
  for (uint32_t l = 0; l < scenario->levers_count; l++) {
    const struct lever *lever = &scenario->levers[l];
    char prefix[SCENARIO_NAME + 16];
    snprintf(prefix, sizeof prefix, "levers.%s.", lever->name);
    const size_t length = strlen(prefix);
    if (strncmp(path, prefix, length) != 0) continue;
    snprintf(name, SCENARIO_PATH, "levers.%s.%.200s", tables_levers[lever->kind].name,
             path + length);
    return;
  }
}

/* Whether a correlation names the value at a path. */
static bool is_correlated(const struct scenario *scenario, const char *path) {
  char name[SCENARIO_PATH];
  name_by_kind(scenario, path, name);
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *one = &scenario->correlations[c];
    if (strcmp(one->between[0], name) == 0 || strcmp(one->between[1], name) == 0) return true;
  }
  return false;
}

/* Whether what is believed of a value must be said with it, so that it is read back: a bare value
 * is a fact. */
static bool needs_belief(const struct scenario *scenario, const char *path) {
  return scenario_says_prior(scenario, path) ||
         (scenario->correlations_count > 0 && is_correlated(scenario, path));
}

/* Whether a value is free text, which must be quoted: titles, questions, sources of records. */
static bool is_words(const char *path) {
  static const char records[] = "record.";
  const char *last = strrchr(path, '.');
  return strcmp(path, "title") == 0 || strcmp(path, "question") == 0 ||
         (strncmp(path, records, strlen(records)) == 0 && strcmp(last, ".source") == 0);
}

enum status scenario_print(const struct scenario *scenario, enum scenario_style style,
                           struct text *out, struct error *error) {
  struct scenario_value *values;
  size_t count;
  TRY(scenario_list(scenario, &values, &count, error));
  const char *previous = "";
  for (size_t i = 0; i < count; i++) {
    print_maps(out, previous, values[i].path);
    const bool is_text = is_words(values[i].path);
    const bool whole = !is_text &&
                       (style == SCENARIO_RECORD || needs_belief(scenario, values[i].path));
    if (is_text) print_quoted(out, values[i].value);
    else if (whole) print_record(scenario, &values[i], out);
    else text_add(out, "%s", values[i].value);
    if (style == SCENARIO_COMMENTED && !whole) {
      char source[SCENARIO_SOURCE];
      text_add(out, "  # ");
      print_comment(out, scenario_source(&values[i], source, sizeof source));
    } else if (style == SCENARIO_BARE && values[i].derived) {
      text_add(out, "  # %s", values[i].derived);
    }
    text_add(out, "\n");
    previous = values[i].path;
  }
  scenario_free_values(values, count);
  return out->failed ? error_memory(error, "the scenario's text", out->length) : STATUS_OK;
}
