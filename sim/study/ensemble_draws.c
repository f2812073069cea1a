/* Sets of assumptions in an experiment's record, run.json. */
#include "ensemble_folder.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A design's groups, each with its members; what is in none keeps its value. */
static json_t *groups_json(const struct draws *draws) {
  json_t *list = json_array();
  for (size_t g = 0; g < draws->design.groups; g++) {
    json_t *members = json_array();
    for (size_t k = 0; k < draws->assumptions.count; k++) {
      if (draws->design.group[k] != g) continue;
      json_array_append_new(members, json_string(draws->assumptions.list[k].name));
    }
    json_array_append_new(
        list, json_pack("{s:s, s:o}", "name", draws->design.names[g], "members", members));
  }
  return list;
}

/* How many draws, in which blocks they came, how many replications each, and by which design. */
json_t *ensemble_draws_json(const struct ensemble *ensemble) {
  const struct design *design = &ensemble->draws.design;
  json_t *ends = json_array();
  for (uint32_t b = 0; b < ensemble->draws.blocks; b++) {
    json_array_append_new(ends, json_integer(ensemble->draws.ends[b]));
  }
  json_t *root = json_pack("{s:I, s:I, s:o}", "count", (json_int_t)ensemble->draws.count, "each",
                           (json_int_t)ensemble->replications_each, "ends", ends);
  if (design->kind == DESIGN_PRIORS) return root;
  json_object_set_new(root, "design",
                      json_pack("{s:s, s:I, s:o}", "kind", design_names[design->kind], "size",
                                (json_int_t)design->size, "groups", groups_json(&ensemble->draws)));
  return root;
}

static enum status read_groups(const json_t *groups, struct draws *draws, const char *path,
                               struct error *error) {
  struct design *design = &draws->design;
  const size_t count = draws->assumptions.count, wanted = json_array_size(groups);
  if (wanted < 1 || wanted > count) return ensemble_damaged(path, error);
  design->group = calloc(count + 1, sizeof *design->group);
  design->names = calloc(wanted, sizeof *design->names);
  if (!design->group || !design->names) return error_memory(error, path, count);
  for (size_t k = 0; k < count; k++) design->group[k] = DESIGN_HELD;
  for (design->groups = 0; design->groups < wanted; design->groups++) {
    const json_t *one = json_array_get(groups, design->groups);
    const json_t *members = json_object_get(one, "members");
    const char *name = json_string_value(json_object_get(one, "name"));
    if (!name || json_array_size(members) == 0) return ensemble_damaged(path, error);
    snprintf(design->names[design->groups], SCENARIO_PATH, "%s", name);
    for (size_t m = 0; m < json_array_size(members); m++) {
      const char *member = json_string_value(json_array_get(members, m));
      const size_t k = member ? assumptions_find(&draws->assumptions, member) : count;
      if (k == count) return ensemble_damaged(path, error);
      design->group[k] = design->groups;
    }
  }
  return STATUS_OK;
}

/* The design that placed the draws, where it was not the priors alone. */
static enum status read_design(struct ensemble *ensemble, const json_t *said, const char *path,
                               struct error *error) {
  struct draws *draws = &ensemble->draws;
  const char *kind = json_string_value(json_object_get(said, "kind"));
  const json_int_t size = json_integer_value(json_object_get(said, "size"));
  if (!said) return STATUS_OK;
  if (!kind || size < 0 || size > DESIGN_SIZE_MOST) return ensemble_damaged(path, error);
  for (int k = DESIGN_MORRIS; k <= DESIGN_SHAPLEY; k++) {
    if (strcmp(kind, design_names[k]) == 0) draws->design.kind = (enum design_kind)k;
  }
  draws->design.size = (uint32_t)size;
  TRY(assumptions_list(ensemble->scenarios, ensemble->scenarios_count, &draws->assumptions, error));
  TRY(read_groups(json_object_get(said, "groups"), draws, path, error));
  return draws->design.kind != DESIGN_PRIORS && draws->count == 1 + design_sets(&draws->design)
             ? STATUS_OK
             : ensemble_damaged(path, error);
}

/* The draws, where there are some; they are drawn anew, which gives the same. */
enum status ensemble_read_draws(struct ensemble *ensemble, const json_t *said, const char *path,
                                struct error *error) {
  if (!said) return STATUS_OK;
  const json_t *ends = json_object_get(said, "ends");
  const json_int_t count = json_integer_value(json_object_get(said, "count"));
  const json_int_t each = json_integer_value(json_object_get(said, "each"));
  const size_t blocks = json_array_size(ends);
  struct draws *draws = &ensemble->draws;
  json_int_t before = 1;
  if (count < 2 || count > DRAWS_MOST || each < 1 || count * each != ensemble->replications ||
      blocks < 1 || blocks > DRAWS_BLOCKS_MOST) {
    return ensemble_damaged(path, error);
  }
  for (size_t b = 0; b < blocks; b++) {
    const json_int_t end = json_integer_value(json_array_get(ends, b));
    if (end <= before || end > count) return ensemble_damaged(path, error);
    draws->ends[b] = (uint32_t)end;
    before = end;
  }
  if (before != count) return ensemble_damaged(path, error);
  draws->blocks = (uint32_t)blocks;
  draws->count = (uint32_t)count;
  ensemble->replications_each = (uint32_t)each;
  TRY(read_design(ensemble, json_object_get(said, "design"), path, error));
  return draws_make(ensemble->scenarios, ensemble->scenarios_count, ensemble->seed, draws, error);
}
