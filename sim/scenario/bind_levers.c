#include "bind.h"

#include "bellwether/base/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* towns: a town, a list of towns, or the words focal, rivals, adopters, all. */
static void bind_lever_towns(struct binder *binder, const struct tree *node, struct lever *lever) {
  const struct scenario *scenario = binder->scenario;
  const struct tree *tree = node ? bind_value_of(binder, node, "towns") : NULL;
  const char *word = tree && tree->kind == TREE_SCALAR ? tree->text : tree ? "" : "focal";
  const bool all = strcmp(word, "all") == 0;
  const bool focal = strcmp(word, "focal") == 0, rivals = strcmp(word, "rivals") == 0;
  const bool adopters = strcmp(word, "adopters") == 0;
  if (all || focal || rivals || adopters) {
    for (uint32_t t = 0; t < scenario->towns_count; t++) {
      const bool is_focal = scenario->towns[t].focal > 0;
      if (all || (adopters ? scenario->adopts[t] : focal == is_focal)) {
        lever->towns[lever->towns_count++] = t;
      }
    }
    if (adopters && lever->towns_count == 0) {
      COMPLAIN(binder, tree->place,
               "no town adopts: give a nation with adopters, as in 'extends: national/china'");
    }
    return;
  }
  const size_t count = tree->kind == TREE_LIST ? tree->count : 1;
  if (count > BIND_NAMES_MOST) {
    COMPLAIN(binder, tree->place, "%zu towns, at most %u", count, BIND_NAMES_MOST);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    const struct tree *item = tree->kind == TREE_LIST ? tree->children[i] : tree;
    if (item->kind != TREE_SCALAR) {
      COMPLAIN(binder, item->place,
               "towns is a town, a list of towns, or focal, rivals, "
               "adopters, all");
      continue;
    }
    const uint32_t town = bind_find_town(scenario, item->text);
    bool twice = false;
    for (uint32_t k = 0; k < lever->towns_count; k++) twice |= lever->towns[k] == town;
    if (town == scenario->towns_count) bind_unknown_town(binder, item);
    else if (twice) COMPLAIN(binder, item->place, "the town '%s' is listed twice", item->text);
    else lever->towns[lever->towns_count++] = town;
  }
}

/* A lever that begins before or after all months. */
static void complain_of_months(struct binder *binder, struct tree_place place, const char *name,
                               int32_t from) {
  char date[3][DATE_TEXT];
  COMPLAIN(binder, place,
           "the lever begins in %s, outside the scenario's months %s to %s: it would never act as "
           "asked. Give it other months, or take it away: 'levers: {%s: ~}'; all that a base does: "
           "'levers: ~', or extend a place, as in 'extends: places/xianju'",
           date_format(from, date[0]), date_format(binder->scenario->start, date[1]),
           date_format(binder->scenario->end, date[2]), name);
}

static void bind_lever_dates(struct binder *binder, const struct tree *tree, struct lever *lever) {
  const struct scenario *scenario = binder->scenario;
  int32_t from = scenario->start, to = scenario->end;
  const struct tree *from_node = tree_get(tree, "from"), *to_node = tree_get(tree, "to");
  const bool from_read = !from_node || bind_read_date(binder, from_node, &from);
  const bool to_read = !to_node || bind_read_date(binder, to_node, &to);
  if (!from_read || !to_read || scenario->end < scenario->start) return;
  if (from < scenario->start || from > scenario->end) {
    complain_of_months(binder, (from_node ? from_node : tree)->place, tree->key, from);
  } else if (from > to) {
    COMPLAIN(binder, (from_node ? from_node : to_node)->place, "from comes after to");
  }
  lever->from = from - scenario->start;
  lever->to = to - scenario->start;
  static const struct field ramp = {
      "ramp",    FIELD_REAL, "month", 0, 0, 1200, "", "months over which effect rises",
      "assumed", PRIOR_NONE};
  const struct tree *ramp_node = tree_get(tree, "ramp");
  if (ramp_node) bind_read_field(binder, &ramp, ramp_node, &lever->ramp);
}

/* Which lever it is; of one that there is not, with a complaint, the nearest: what is said of it is
 * checked all the same. False where none is near. */
static bool bind_lever_kind(struct binder *binder, const struct tree *tree, struct lever *lever) {
  const struct tree *node = tree_get(tree, "lever");
  if (node && !(node = bind_scalar_of(binder, node, "lever"))) return false;
  const char *name = node ? node->text : tree->key;
  const char *known[LEVER_COUNT];
  for (int k = 0; k < LEVER_COUNT; k++) {
    known[k] = tables_levers[k].name;
    lever->kind = (enum lever_kind)k;
    if (strcmp(known[k], name) == 0) return true;
  }
  char hint[128];
  bind_suggest(name, known, LEVER_COUNT, hint, sizeof hint);
  const struct tree_place place = node ? node->place : tree->key_place;
  if (!node && strncmp(place.file, "--set", strlen("--set")) == 0) {
    COMPLAIN(binder, place,
             "this scenario has no lever '%.60s'%s; to change it in others alone, write "
             "'SCENARIO+levers.%.60s...=VALUE' for these",
             name, hint, name);
    return false;
  }
  COMPLAIN(binder, place,
           "'%.60s' is no lever%s (see 'bellwether levers'); a name of your own needs 'lever: ...'",
           name, hint);
  const char *nearest = text_nearest(name, known, LEVER_COUNT);
  for (int k = 0; k < LEVER_COUNT && nearest; k++) {
    if (known[k] == nearest) lever->kind = (enum lever_kind)k;
  }
  return nearest != NULL;
}

/* Levers that bring firms put ten bits of their names into the firms' ids. */
static void check_tags(struct binder *binder, const struct tree *tree) {
  const struct scenario *scenario = binder->scenario;
  for (uint32_t a = 0; a < scenario->levers_count; a++) {
    const struct lever *first = &scenario->levers[a];
    if (!(tables_levers[first->kind].traits & LEVER_BRINGS)) continue;
    for (uint32_t b = a + 1; b < scenario->levers_count; b++) {
      const struct lever *second = &scenario->levers[b];
      if (second->kind != first->kind || second->tag != first->tag) continue;
      COMPLAIN(binder, tree_get(tree, second->name)->key_place,
               "the names '%s' and '%s' give firms the same identities: give one another name",
               first->name, second->name);
    }
  }
}

enum status bind_levers(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  static const char *const others[] = {"lever", "from", "to", "ramp", "towns"};
  if (!tree || !bind_is_map(binder, tree, "levers") || bind_too_many(binder, tree, "levers")) {
    return STATUS_OK;
  }
  scenario->levers = calloc(tree->count + 1, sizeof *scenario->levers);
  if (!scenario->levers) return bind_no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    struct lever lever = {0};
    if (!bind_good_child(binder, child, "lever")) continue;
    snprintf(lever.name, sizeof lever.name, "%s", child->key);
    lever.tag = tables_lever_tag(lever.name);
    if (bind_lever_kind(binder, child, &lever)) {
      const struct lever_row *row = &tables_levers[lever.kind];
      tables_preset(row->fields, row->fields_count, lever.values);
      bind_read_fields(binder, child, row->fields, row->fields_count, lever.values, row->name,
                       others, COUNT(others));
    }
    lever.towns = calloc(scenario->towns_count + 1, sizeof *lever.towns);
    if (!lever.towns) return bind_no_memory(binder);
    bind_lever_towns(binder, tree_get(child, "towns"), &lever);
    bind_lever_dates(binder, child, &lever);
    scenario->levers[scenario->levers_count++] = lever;
  }
  check_tags(binder, tree);
  return STATUS_OK;
}

int bind_find_indicator(struct binder *binder, const struct tree *tree) {
  const struct tree *scalar = bind_scalar_of(binder, tree, "indicator");
  if (!scalar) return -1;
  const int row = tables_indicator_find(scalar->text);
  if (row >= 0) return row;
  const char *names[INDICATOR_SHOWN];
  char hint[128];
  for (int k = 0; k < INDICATOR_SHOWN; k++) names[k] = tables_indicators[k].name;
  COMPLAIN(binder, scalar->place, "'%.60s' is no indicator%s", scalar->text,
           bind_suggest(scalar->text, names, INDICATOR_SHOWN, hint, sizeof hint));
  return -1;
}

/* The first town of the first place: the first focal town, where there is one. */
static uint32_t first_observed(const struct scenario *scenario) {
  uint32_t town = 0;
  while (town + 1 < scenario->towns_count && scenario->places[town] != 0) town++;
  return town;
}

/* One limit of a target; `tree` may be NULL. A share may be said in per cent, a number counted. */
static void bind_limit(struct binder *binder, const struct tree *tree, enum indicator indicator,
                       double *limit) {
  if (!tree) return;
  const char *unit = tables_limit_unit(indicator);
  const struct field field = {tree->key, FIELD_REAL, unit,           0,         -1e15, 1e15,
                              "",        "a limit",  "the scenario", PRIOR_NONE};
  bind_read_field(binder, &field, tree, limit);
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
    if (!good) bind_unknown_key(binder, tree->children[i], "a target", known, COUNT(known));
  }
  const struct tree *indicator = tree_get(tree, "indicator"), *town = tree_get(tree, "town");
  const struct tree *at_least = tree_get(tree, "at_least"), *at_most = tree_get(tree, "at_most");
  const struct tree *by = tree_get(tree, "by");
  target->at_least = -INFINITY;
  target->at_most = INFINITY;
  if (!indicator || (!at_least && !at_most) || !by) {
    COMPLAIN(binder, tree->place, "a target needs indicator, at_least or at_most, and by");
    return;
  }
  const int row = bind_find_indicator(binder, indicator);
  if (row < 0) return;
  target->indicator = (enum indicator)row;
  bind_limit(binder, at_least, target->indicator, &target->at_least);
  bind_limit(binder, at_most, target->indicator, &target->at_most);
  if (target->at_least > target->at_most) {
    COMPLAIN(binder, tree->place, "at_least is above at_most: no run can reach the target");
  }
  if (bind_read_date(binder, by, &target->by) &&
      (target->by < scenario->start || target->by > scenario->end)) {
    COMPLAIN(binder, by->place, "the target's date lies outside the scenario's months");
  }
  if (!town) {
    target->town = first_observed(scenario);
  } else if ((town = bind_scalar_of(binder, town, "the town of a target"))) {
    target->town = bind_find_town(scenario, town->text);
    if (target->town == scenario->towns_count) bind_unknown_town(binder, town);
  }
}

enum status bind_targets(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || !bind_is_map(binder, tree, "targets") || bind_too_many(binder, tree, "targets")) {
    return STATUS_OK;
  }
  scenario->targets = calloc(tree->count + 1, sizeof *scenario->targets);
  if (!scenario->targets) return bind_no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    if (!bind_good_child(binder, tree->children[i], "target")) continue;
    bind_target(binder, tree->children[i], &scenario->targets[scenario->targets_count++]);
  }
  return STATUS_OK;
}
