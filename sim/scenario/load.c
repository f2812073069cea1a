#define _XOPEN_SOURCE 700
#include "complain.h"

#include "bellwether/base/file.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAYERS_MOST 16

/* The files that a scenario stands on, from the one the user named downwards. */
struct layers {
  char *paths[LAYERS_MOST];
  size_t count;
  bool incomplete; /* a base is missing or wrong: what it would have said is not known */
};

static enum status load_layer(const char *path, struct layers *layers, struct tree **tree,
                              struct complaints *complaints, struct error *error);

/* Reads one file. What YAML finds wrong is noted; *tree is NULL then. */
static enum status read_layer(const char *path, struct tree **tree, struct complaints *complaints,
                              struct error *error) {
  struct text text = {0};
  struct tree_complaint complaint;
  enum status status = text_read_file(path, TREE_FILE_BYTES, &text, error);
  if (status == STATUS_OK) {
    status = tree_parse(path, text.bytes, text.length, &complaints->sources, tree, &complaint,
                        error);
    if (status == STATUS_SCENARIO) {
      scenario_complain(complaints, complaint.place, "%s", complaint.message);
      status = STATUS_OK;
    }
  }
  text_free(&text);
  return status;
}

/* Takes away the first `count` of what a file says of itself alone: of one that is extended what it
 * is called and asks, of a layer laid on top all of it. */
enum { OF_ITS_NAME = 2, OF_ITSELF = 4 };
static void strip(struct tree *tree, size_t count) {
  static const char *const keys[OF_ITSELF] = {"title", "question", "extends", "factors"};
  size_t kept = 0;
  for (size_t i = 0; i < tree->count; i++) {
    bool drop = false;
    for (size_t k = 0; k < count; k++) {
      drop |= strcmp(tree->children[i]->key, keys[k]) == 0;
    }
    if (drop) tree_free(tree->children[i]);
    else tree->children[kept++] = tree->children[i];
  }
  tree->count = kept;
}

/* "What it is laid on + layer", where both have a title; " + ..." from where there is no more room.
 */
static enum status join_titles(struct tree *tree, const struct tree *top, struct error *error) {
  struct tree *title = tree_get(tree, "title");
  const struct tree *more = tree_get(top, "title");
  if (!title || !more || title->kind != TREE_SCALAR || more->kind != TREE_SCALAR) return STATUS_OK;
  static const char sign[] = " + ", rest[] = " + ...";
  const size_t room = sizeof((struct scenario *)NULL)->title - 1, mark = strlen(rest);
  const size_t used = strlen(title->text);
  const bool fits = used + strlen(sign) + strlen(more->text) + mark <= room;
  if (used >= mark && strcmp(title->text + used - mark, rest) == 0) return STATUS_OK;
  if (!fits && used + mark > room) return STATUS_OK;
  struct text both = {0};
  text_add(&both, "%s%s%s", title->text, fits ? sign : rest, fits ? more->text : "");
  if (both.failed) {
    text_free(&both);
    return error_memory(error, "a title", both.length);
  }
  free(title->text);
  title->text = both.bytes;
  return STATUS_OK;
}

/* Lays what a file itself says, not what it extends, over the tree. */
static enum status lay_over(const char *path, struct tree **tree, struct layers *layers,
                            struct complaints *complaints, struct error *error) {
  struct tree *top = NULL;
  TRY(read_layer(path, &top, complaints, error));
  if (!top) {
    layers->incomplete = true;
    return STATUS_OK;
  }
  if (top->kind != TREE_MAP) {
    bind_no_map(complaints, top);
    tree_free(top);
    return STATUS_OK;
  }
  const enum status status = join_titles(*tree, top, error);
  if (status != STATUS_OK) {
    tree_free(top);
    return status;
  }
  strip(top, OF_ITSELF);
  *tree = tree_overlay(*tree, top);
  return *tree ? STATUS_OK : error_memory(error, path, sizeof **tree);
}

/* The file that an item of `extends` names, into path[FILE_PATH_BYTES]; false and noted where it
 * names none. */
static bool find_extended(const struct tree *item, const char *folder, struct layers *layers,
                          char *path, struct complaints *complaints) {
  struct error error;
  if (item->kind != TREE_SCALAR || item->text[0] == '\0') {
    scenario_complain(complaints, item->place,
                      "extends names a scenario, as in 'extends: xianju/baseline', or a list of "
                      "them, each laid over those before");
    return false;
  }
  if (scenario_find(item->text, folder, path, &error) == STATUS_OK) return true;
  layers->incomplete = true;
  scenario_complain(complaints, item->place, "%s", error.text);
  return false;
}

/* Whether this file is one of those that are being read, or too many are. */
static enum status runs_in_circle(const char *path, const struct layers *layers, bool *circle,
                                  struct error *error) {
  char *real = realpath(path, NULL);
  if (!real) return error_memory(error, path, FILE_PATH_BYTES);
  *circle = layers->count == LAYERS_MOST;
  for (size_t i = 0; i < layers->count; i++) *circle |= strcmp(layers->paths[i], real) == 0;
  free(real);
  return STATUS_OK;
}

/* Loads the scenario that `extends` names, or the first of its list, then what the others of the
 * list say themselves. *base is NULL where that cannot be. */
static enum status load_bases(const struct tree *extends, const char *folder, struct layers *layers,
                              struct tree **base, struct complaints *complaints,
                              struct error *error) {
  const size_t count = extends->kind == TREE_LIST ? extends->count : 1;
  for (size_t i = 0; i < count; i++) {
    const struct tree *item = extends->kind == TREE_LIST ? extends->children[i] : extends;
    char path[FILE_PATH_BYTES];
    bool circle = false;
    if (!find_extended(item, folder, layers, path, complaints)) continue;
    TRY(runs_in_circle(path, layers, &circle, error));
    if (circle) {
      layers->incomplete = true;
      scenario_complain(complaints, item->place,
                        "extends runs in a circle, or through more than %d files: %s", LAYERS_MOST,
                        item->text);
    } else if (i == 0) {
      TRY(load_layer(path, layers, base, complaints, error));
    } else if (*base) {
      TRY(lay_over(path, base, layers, complaints, error));
    }
  }
  return STATUS_OK;
}

/* Lays `*tree` over what its `extends` names. */
static enum status load_base(const char *path, struct layers *layers, struct tree **tree,
                             struct complaints *complaints, struct error *error) {
  const struct tree *extends = tree_get(*tree, "extends");
  char folder[FILE_PATH_BYTES];
  snprintf(folder, sizeof folder, "%s", path);
  char *slash = strrchr(folder, '/');
  if (slash) *slash = '\0';
  else snprintf(folder, sizeof folder, ".");
  struct tree *base = NULL;
  const enum status status = load_bases(extends, folder, layers, &base, complaints, error);
  if (status != STATUS_OK) {
    tree_free(base);
    return status;
  }
  if (!base) {
    layers->incomplete = true;
    return STATUS_OK;
  }
  strip(base, OF_ITS_NAME);
  *tree = tree_overlay(base, *tree);
  return *tree ? STATUS_OK : error_memory(error, path, sizeof **tree);
}

/* Reads one file and what it extends. Errors in files are noted; *tree is NULL where nothing could
 * be read. */
static enum status load_layer(const char *path, struct layers *layers, struct tree **tree,
                              struct complaints *complaints, struct error *error) {
  *tree = NULL;
  layers->paths[layers->count] = realpath(path, NULL);
  if (!layers->paths[layers->count]) {
    return error_set(error, STATUS_SCENARIO, "cannot read %s", path);
  }
  layers->count++;
  TRY(read_layer(path, tree, complaints, error));
  if (!*tree) return STATUS_OK;
  return tree_get(*tree, "extends") ? load_base(path, layers, tree, complaints, error) : STATUS_OK;
}

/* Lays one "path=value" over the tree. */
static enum status apply_setting(const char *setting, struct tree **tree,
                                 struct complaints *complaints, struct error *error) {
  const char *equals = strchr(setting, '=');
  if (!equals || equals == setting) {
    return error_set(error, STATUS_USAGE,
                     "--set %.100s: write path=value, as in --set 'parameters.loan_rate=5 %%/year'",
                     setting);
  }
  struct text whole = {.bytes = (char *)setting, .length = strlen(setting)};
  if (text_check("--set", &whole, error) != STATUS_OK) {
    return error_prefix(error, "--set %.60s", setting);
  }
  char name[256], path[256];
  snprintf(name, sizeof name, "--set %s", setting);
  snprintf(path, sizeof path, "%.*s", (int)(equals - setting), setting);
  struct tree *value = NULL;
  struct tree_complaint complaint;
  const enum status status = tree_parse(name, equals + 1, strlen(equals + 1), &complaints->sources,
                                        &value, &complaint, error);
  if (status == STATUS_SCENARIO) {
    scenario_complain(complaints, complaint.place, "%s", complaint.message);
    return STATUS_OK;
  }
  TRY(status);
  for (char *dot = strrchr(path, '.'), *key; value; dot = strrchr(path, '.')) {
    key = dot ? dot + 1 : path;
    value->key = text_copy(key, strlen(key));
    struct tree *map = tree_new(TREE_MAP, NULL, NULL, value->place);
    if (!value->key || !map || !tree_add(map, value)) {
      return error_memory(error, name, sizeof *map);
    }
    value = map;
    if (!dot) break;
    *dot = '\0';
  }
  *tree = tree_overlay(*tree, value);
  return *tree ? STATUS_OK : error_memory(error, name, sizeof **tree);
}

/* Takes a lever away: "~fund". */
static enum status take_away(const char *lever, struct tree **tree, struct complaints *complaints,
                             struct error *error) {
  char setting[SCENARIO_NAME + 16];
  if (!tree_get(tree_get(*tree, "levers"), lever)) {
    return error_set(error, STATUS_SCENARIO, "~%.60s: the scenario has no lever of that name",
                     lever);
  }
  snprintf(setting, sizeof setting, "levers.%.63s=~", lever);
  return apply_setting(setting, tree, complaints, error);
}

static enum status lay_named(const char *name, struct tree **tree, struct layers *layers,
                             struct complaints *complaints, struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(scenario_find(name, NULL, path, error));
  return lay_over(path, tree, layers, complaints, error);
}

/* Length of the first part of "base+top+top"; the + of a month such as start+24 does not end it. */
static size_t part_length(const char *name) {
  static const char start[] = "start";
  size_t length = strcspn(name, "+");
  while (name[length] && length >= strlen(start) &&
         strncmp(name + length - strlen(start), start, strlen(start)) == 0 &&
         isdigit((unsigned char)name[length + 1])) {
    length += 1 + strcspn(name + length + 1, "+");
  }
  return length;
}

/* Lays one part over those before: "~lever" takes a lever away, "path=value" sets one value, all
 * else is a scenario. */
static enum status lay_part(const char *part, struct tree **tree, struct layers *layers,
                            struct complaints *complaints, struct error *error) {
  if (part[0] == '~') return take_away(part + 1, tree, complaints, error);
  if (strchr(part, '=')) return apply_setting(part, tree, complaints, error);
  return lay_named(part, tree, layers, complaints, error);
}

/* "base+top+top": the file of that name where there is one, else each laid over those before. */
static enum status load_named(const char *name, struct tree **tree, struct layers *layers,
                              struct complaints *complaints, struct error *error) {
  char path[FILE_PATH_BYTES], part[FILE_PATH_BYTES];
  if (!strchr(name, '+') || file_exists(name)) {
    TRY(scenario_find(name, NULL, path, error));
    return load_layer(path, layers, tree, complaints, error);
  }
  for (bool first = true; name; first = false) {
    const size_t length = part_length(name);
    snprintf(part, sizeof part, "%.*s", (int)(length < sizeof part ? length : sizeof part - 1),
             name);
    name = name[length] ? name + length + 1 : NULL;
    if (first) {
      TRY(scenario_find(part, NULL, path, error));
      TRY(load_layer(path, layers, tree, complaints, error));
      if (!*tree) return STATUS_OK;
    } else {
      TRY(lay_part(part, tree, layers, complaints, error));
    }
  }
  return STATUS_OK;
}

static enum status load(const char *name, const char *const *settings, size_t settings_count,
                        struct scenario *scenario, struct complaints *complaints,
                        struct error *error) {
  struct layers layers = {.count = 0};
  enum status status = load_named(name, &scenario->tree, &layers, complaints, error);
  for (size_t i = 0; i < layers.count; i++) free(layers.paths[i]);
  for (size_t i = 0; i < settings_count && status == STATUS_OK && scenario->tree; i++) {
    status = apply_setting(settings[i], &scenario->tree, complaints, error);
  }
  TRY(status);
  if (scenario->tree && !layers.incomplete)
    TRY(scenario_bind(scenario, scenario->tree, complaints, error));
  if (complaints->count == 0 && scenario->tree) {
    scenario_doubt(scenario);
    return STATUS_OK;
  }
  return error_set(error, STATUS_SCENARIO, "%s: %zu error%s", name, complaints->count,
                   complaints->count == 1 ? "" : "s");
}

enum status scenario_load(const char *name, const char *const *settings, size_t settings_count,
                          struct scenario *scenario, struct complaints *complaints,
                          struct error *error) {
  *scenario = (struct scenario){0};
  *complaints = (struct complaints){0};
  if (strlen(name) >= sizeof scenario->name) {
    return error_set(error, STATUS_USAGE,
                     "%.60s...: a scenario's name and layers have %zu bytes, at most %zu", name,
                     strlen(name), sizeof scenario->name - 1);
  }
  snprintf(scenario->name, sizeof scenario->name, "%s", name);
  const enum status status = load(name, settings, settings_count, scenario, complaints, error);
  if (status != STATUS_OK) {
    scenario_free(scenario);
    return status;
  }
  scenario->sources = complaints->sources;
  complaints->sources = (struct tree_sources){0};
  return STATUS_OK;
}

void scenario_free(struct scenario *scenario) {
  for (uint32_t l = 0; l < scenario->levers_count; l++) free(scenario->levers[l].towns);
  free(scenario->segments);
  free(scenario->segment_names);
  free(scenario->towns);
  free(scenario->town_names);
  free(scenario->nation_industry);
  free(scenario->adopts);
  free(scenario->places);
  free(scenario->first_park);
  free(scenario->parks);
  free(scenario->park_names);
  free(scenario->industry);
  free(scenario->levers);
  free(scenario->targets);
  free(scenario->records);
  free(scenario->correlations);
  free(scenario->factors);
  tree_free(scenario->tree);
  tree_free_sources(&scenario->sources);
  scenario_free_complaints(&scenario->warnings);
  *scenario = (struct scenario){0};
}

int32_t scenario_months(const struct scenario *scenario) {
  return scenario->end - scenario->start + 1;
}

uint32_t scenario_places(const struct scenario *scenario) { return scenario->places_count; }

uint32_t scenario_place_of(const struct scenario *scenario, uint32_t town) {
  return scenario->places[town];
}

bool scenario_sees(const struct scenario *scenario, uint32_t town) {
  uint32_t together = 0;
  for (uint32_t t = 0; t < scenario->towns_count; t++) {
    together += scenario->places[t] == scenario->places[town];
  }
  return together == 1;
}

bool scenario_is_of(const struct scenario *scenario, const struct record *record, uint32_t place) {
  return scenario_sees(scenario, record->town) &&
         scenario_place_of(scenario, record->town) == place;
}

const char *scenario_place_name(const struct scenario *scenario, uint32_t place) {
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    if (scenario->places[town] != place) continue;
    return scenario->towns[town].focal > 0 ? scenario->town_names[town]
           : scenario->adopts[town]        ? "adopters"
                                           : "rivals";
  }
  return "rivals";
}
