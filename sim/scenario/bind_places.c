#include "bind.h"

#include "nation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REVENUE_MOST 4.0 /* times revenue_per_worker: more no staff makes */
#define FLOOR_LEAST  0.4 /* of what staff needs: below, facts contradict each other */

enum status bind_segments(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || !bind_is_map(binder, tree, "segments") || bind_too_many(binder, tree, "segments")) {
    return STATUS_OK;
  }
  scenario->segments = calloc(tree->count + 1, sizeof *scenario->segments);
  scenario->segment_names = calloc(tree->count + 1, sizeof *scenario->segment_names);
  if (!scenario->segments || !scenario->segment_names) return bind_no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    if (!bind_good_child(binder, child, "segment")) continue;
    const uint32_t s = scenario->segments_count++;
    snprintf(scenario->segment_names[s], SCENARIO_NAME, "%s", child->key);
    double *values = (double *)&scenario->segments[s];
    tables_preset(tables_segments, tables_segments_count, values);
    bind_read_fields(binder, child, tables_segments, tables_segments_count, values, "a segment",
                     NULL, 0);
    if (scenario->segments[s].graduates + scenario->segments[s].high_end > 1) {
      COMPLAIN(binder, child->place,
               "graduates and high_end are shares of staff: together at most 1");
    }
  }
  if (scenario->segments_count > SEGMENTS_MOST) {
    COMPLAIN(binder, tree->place, "%u segments, at most %u", scenario->segments_count,
             SEGMENTS_MOST);
  }
  return STATUS_OK;
}

/* The row of the segment that a key of `where` names; segments_count, with a complaint, for none.
 */
static uint32_t find_segment(struct binder *binder, const struct tree *child) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  uint32_t s = 0;
  while (s < scenario->segments_count && strcmp(scenario->segment_names[s], child->key) != 0) {
    known[s] = scenario->segment_names[s];
    s++;
  }
  if (s == scenario->segments_count) {
    bind_unknown_key(binder, child, "industry (it names segments)", known, s);
  }
  return s;
}

/* Firms sell, and what is sold firms sell. */
static void check_sales(struct binder *binder, const struct tree *child,
                        const struct industry_facts *facts) {
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
}

static void check_certificates(struct binder *binder, const struct tree *child, uint32_t s,
                               const struct industry_facts *facts) {
  const bool certified = (int)binder->scenario->segments[s].class > 0 && facts->certificates > 0;
  if (certified && facts->certificates < facts->firms) {
    COMPLAIN(binder, child->place, "%s has %.0f firms but %.0f certificates: at least one a firm",
             child->key, facts->firms, facts->certificates);
  }
}

/* A nation is drawn once, before any assumption. */
static void refuse_priors(struct binder *binder, const struct tree *tree) {
  for (size_t i = 0; tree->kind == TREE_MAP && i < tree->count; i++) {
    bind_refuse_prior(binder, tree->children[i], tree->children[i]->key,
                      "a nation is drawn once, the same in every set of assumptions");
  }
}

/* A park that lets in the chain alone has no others; `admits`: of the park, or a nation's. */
static void check_admitted(struct binder *binder, const struct tree *child, uint32_t s,
                           double admits, double firms) {
  const bool admitted = (int)admits == ADMITS_ALL ||
                        tables_in_chain(&binder->scenario->segments[s]);
  if (admitted || firms <= 0) return;
  COMPLAIN(binder, child->place,
           "%s is no link of the chain, and its park admits the chain alone: put these firms into "
           "another park, or say admits: all",
           child->key);
}

/* What a nation says of itself, of each of its towns, and of their industry. */
static enum status bind_nation(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  tables_preset(tables_nation, tables_nation_count, (double *)&scenario->nation);
  tables_preset(tables_towns, tables_towns_count, (double *)&scenario->nation_town);
  scenario->nation_industry = calloc(scenario->segments_count + 1,
                                     sizeof *scenario->nation_industry);
  if (!scenario->nation_industry) return bind_no_memory(binder);
  if (!tree || tree_is_null(tree) || !bind_is_map(binder, tree, "nation")) return STATUS_OK;
  refuse_priors(binder, tree);
  const char *others[64];
  size_t count = 0;
  others[count++] = "industry";
  for (size_t f = 0; f < tables_nation_count; f++) others[count++] = tables_nation[f].name;
  const size_t own = count;
  for (size_t f = 0; f < tables_towns_count && count < COUNT(others); f++) {
    others[count++] = tables_towns[f].name;
  }
  /* Each of the two leaves what the other reads. */
  bind_read_fields(binder, tree, tables_nation, tables_nation_count, (double *)&scenario->nation,
                   "a nation", others, count);
  bind_read_fields(binder, tree, tables_towns, tables_towns_count, (double *)&scenario->nation_town,
                   "a nation", others, own);
  const struct tree *industry = tree_get(tree, "industry");
  if (!industry || !bind_is_map(binder, industry, "industry")) return STATUS_OK;
  for (size_t i = 0; i < industry->count; i++) {
    const struct tree *child = industry->children[i];
    const uint32_t s = find_segment(binder, child);
    if (s == scenario->segments_count) continue;
    if (tree_is_null(child) || !bind_is_map(binder, child, child->key)) continue;
    struct industry_facts *facts = &scenario->nation_industry[s];
    refuse_priors(binder, child);
    const size_t before = binder->complaints->count;
    bind_read_fields(binder, child, tables_nation_industry, tables_nation_industry_count,
                     (double *)facts, "a nation's segment", NULL, 0);
    if (binder->complaints->count > before) continue;
    check_sales(binder, child, facts);
    check_certificates(binder, child, s, facts);
    check_admitted(binder, child, s, scenario->nation_town.admits, facts->firms);
  }
  return STATUS_OK;
}

static void bind_industry(struct binder *binder, const struct tree *tree, uint32_t park) {
  struct scenario *scenario = binder->scenario;
  if (!bind_is_map(binder, tree, "industry")) return;
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    const uint32_t s = find_segment(binder, child);
    if (s == scenario->segments_count) continue;
    if (tree_is_null(child) || !bind_is_map(binder, child, child->key)) continue;
    struct industry_facts *facts = &scenario->industry[park * scenario->segments_count + s];
    const size_t before = binder->complaints->count;
    bind_read_fields(binder, child, tables_industry, tables_industry_count, (double *)facts,
                     "a park's segment", NULL, 0);
    if (binder->complaints->count > before) continue; /* what they say together is not known */
    check_sales(binder, child, facts);
    const double made = scenario->segments[s].revenue_per_worker;
    if (facts->staff > 0 &&
        (facts->sales > REVENUE_MOST * made * facts->staff || facts->staff < facts->firms)) {
      COMPLAIN(
          binder, child->place,
          "%s has %.0f firms and %.10g M CNY of sales with a staff of %.0f: a worker makes about "
          "%.3g M CNY a year",
          child->key, facts->firms, facts->sales, facts->staff, made);
    }
    check_certificates(binder, child, s, facts);
    check_admitted(binder, child, s, scenario->parks[park].admits, facts->firms);
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
                               .plot_ratio = town->plot_ratio,
                               .admits = town->admits};
  snprintf(scenario->park_names[park], SCENARIO_NAME, "%s", name);
  if (tree) {
    bind_read_fields(binder, tree, tables_parks, tables_parks_count, (double *)facts, "a park",
                     others, COUNT(others));
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
  if (!bind_is_map(binder, parks, "parks")) return;
  if (industry && !tree_is_null(industry)) {
    COMPLAIN(binder, industry->key_place, "a town with parks has its industry in them");
  }
  for (size_t f = 0; f < tables_parks_count; f++) {
    const struct tree *fact = tree_get(town, tables_parks[f].name);
    if (!fact) continue;
    bind_refuse_prior(binder, fact, fact->key, "say it of the parks, which the town names");
  }
  const uint32_t before = binder->scenario->parks_count;
  for (size_t i = 0; i < parks->count; i++) {
    const struct tree *child = parks->children[i];
    if (!bind_good_child(binder, child, "park")) continue;
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

/* Words that stand for towns. */
static bool is_word(const char *name) {
  static const char *const words[] = {"rivals", "all", "focal", "none", "adopters"};
  for (size_t k = 0; k < COUNT(words); k++) {
    if (strcmp(name, words[k]) == 0) return true;
  }
  return false;
}

/* Room for the towns of a tree and the nation's. */
static enum status allocate_towns(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  const size_t drawn = (size_t)scenario->nation.towns;
  const size_t towns = (tree ? tree->count : 0) + drawn + 1;
  const size_t parks = (tree ? count_parks(tree) : 0) + drawn + 1;
  scenario->towns = calloc(towns, sizeof *scenario->towns);
  scenario->town_names = calloc(towns, sizeof *scenario->town_names);
  scenario->adopts = calloc(towns, sizeof *scenario->adopts);
  scenario->places = calloc(towns, sizeof *scenario->places);
  scenario->first_park = calloc(towns, sizeof *scenario->first_park);
  scenario->parks = calloc(parks, sizeof *scenario->parks);
  scenario->park_names = calloc(parks, sizeof *scenario->park_names);
  scenario->industry = calloc(parks * (scenario->segments_count + 1), sizeof *scenario->industry);
  const bool all = scenario->towns && scenario->town_names && scenario->adopts &&
                   scenario->places && scenario->first_park && scenario->parks &&
                   scenario->park_names && scenario->industry;
  return all ? STATUS_OK : bind_no_memory(binder);
}

static void bind_named(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  static const char *const others[] = {"industry", "parks"};
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    if (!bind_good_child(binder, child, "town")) continue;
    if (is_word(child->key)) {
      COMPLAIN(binder, child->key_place, "'%s' is a word for towns, not a town's name", child->key);
      continue;
    }
    const uint32_t town = scenario->towns_count++;
    snprintf(scenario->town_names[town], SCENARIO_NAME, "%s", child->key);
    double *values = (double *)&scenario->towns[town];
    tables_preset(tables_towns, tables_towns_count, values);
    bind_read_fields(binder, child, tables_towns, tables_towns_count, values, "a town", others,
                     COUNT(others));
    bind_parks(binder, child);
    scenario->first_park[town + 1] = scenario->parks_count;
  }
  scenario->named_towns = scenario->towns_count;
}

/* Focal towns first, each a place; then adopters; then the others. */
static void number_places(struct scenario *scenario) {
  uint32_t focal = 0, adopters = 0;
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    focal += scenario->towns[town].focal > 0;
    adopters += scenario->adopts[town];
  }
  const uint32_t others = focal + (adopters > 0);
  uint32_t next = 0;
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    scenario->places[town] = scenario->towns[town].focal > 0 ? next++
                             : scenario->adopts[town]        ? focal
                                                             : others;
  }
  scenario->places_count = others + (focal + adopters < scenario->towns_count);
}

enum status bind_towns(struct binder *binder, const struct tree *tree, const struct tree *nation) {
  struct scenario *scenario = binder->scenario;
  const size_t before = binder->complaints->count;
  if (tree && (!bind_is_map(binder, tree, "towns") || bind_too_many(binder, tree, "towns"))) {
    return STATUS_OK;
  }
  TRY(bind_nation(binder, nation));
  TRY(allocate_towns(binder, tree));
  if (tree) bind_named(binder, tree);
  if (binder->complaints->count == before && nation) {
    for (uint32_t k = 0; k < (uint32_t)scenario->nation.towns; k++) {
      scenario->first_park[++scenario->towns_count] = ++scenario->parks_count;
    }
    struct error error;
    const enum status status = nation_fill(scenario, &error);
    if (status == STATUS_SCENARIO) COMPLAIN(binder, nation->place, "%s", error.text);
    else if (status != STATUS_OK) return bind_no_memory(binder);
  }
  number_places(scenario);
  return STATUS_OK;
}
