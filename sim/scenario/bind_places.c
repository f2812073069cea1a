#include "bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEGMENTS_MOST 63u
#define REVENUE_MOST  4.0 /* times revenue_per_worker: more no staff makes */
#define FLOOR_LEAST   0.4 /* of what staff needs: below, facts contradict each other */

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

static void bind_industry(struct binder *binder, const struct tree *tree, uint32_t park) {
  struct scenario *scenario = binder->scenario;
  if (!bind_is_map(binder, tree, "industry")) return;
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    const char *known[BIND_NAMES_MOST];
    uint32_t s = 0;
    while (s < scenario->segments_count && strcmp(scenario->segment_names[s], child->key) != 0) {
      known[s] = scenario->segment_names[s];
      s++;
    }
    if (s == scenario->segments_count) {
      bind_unknown_key(binder, child, "industry (it names segments)", known, s);
      continue;
    }
    if (tree_is_null(child) || !bind_is_map(binder, child, child->key)) continue;
    struct industry_facts *facts = &scenario->industry[park * scenario->segments_count + s];
    bind_read_fields(binder, child, tables_industry, tables_industry_count, (double *)facts,
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

enum status bind_towns(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  static const char *const others[] = {"industry", "parks"};
  if (!tree || !bind_is_map(binder, tree, "towns") || bind_too_many(binder, tree, "towns"))
    return STATUS_OK;
  scenario->towns = calloc(tree->count + 1, sizeof *scenario->towns);
  scenario->town_names = calloc(tree->count + 1, sizeof *scenario->town_names);
  const size_t parks = count_parks(tree) + 1;
  scenario->first_park = calloc(tree->count + 1, sizeof *scenario->first_park);
  scenario->parks = calloc(parks, sizeof *scenario->parks);
  scenario->park_names = calloc(parks, sizeof *scenario->park_names);
  scenario->industry = calloc(parks * (scenario->segments_count + 1), sizeof *scenario->industry);
  if (!scenario->towns || !scenario->town_names || !scenario->first_park || !scenario->parks ||
      !scenario->park_names || !scenario->industry) {
    return bind_no_memory(binder);
  }
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *child = tree->children[i];
    if (!bind_good_child(binder, child, "town")) continue;
    if (strcmp(child->key, "rivals") == 0 || strcmp(child->key, "all") == 0 ||
        strcmp(child->key, "focal") == 0 || strcmp(child->key, "none") == 0) {
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
  return STATUS_OK;
}
