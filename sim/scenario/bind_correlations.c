/* Correlations between assumptions: what is named, that it varies, and that all of them together
 * can be. */
#include "bind.h"

#include "bellwether/base/correlation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_NAMED 6 /* in one complaint */

/* A name, as far as it is known what it names. */
struct named {
  const struct tree *item;
  const char *section;        /* "parameters", "segments", "towns", "levers" */
  char owner[SCENARIO_NAME];  /* the segment, town or lever; "" of a parameter */
  const char *of, *rest;      /* what the owner is called in a complaint; the field */
  const struct field *fields; /* that it may have */
  size_t count;
  uint32_t row; /* of the segment or town, or the kind of lever */
  const struct field *field;
};

static void complain_of_form(struct binder *binder, const struct tree *item) {
  COMPLAIN(
      binder, item->place,
      "'%.100s' names no assumption: write parameters.NAME, segments.SEGMENT.NAME, "
      "towns.TOWN.NAME or levers.LEVER.NAME, as 'bellwether show SCENARIO --priors' lists them",
      item->text);
}

/* Takes "section.owner.field" or "parameters.field" apart. */
static bool take_apart(struct binder *binder, const struct tree *item, struct named *named) {
  static const char *const sections[] = {"parameters", "segments", "towns", "levers"};
  static const char *const of[] = {"parameter", "segment", "town", "lever"};
  const char *dot = strchr(item->text, '.');
  const size_t length = dot ? (size_t)(dot - item->text) : 0;
  *named = (struct named){.item = item};
  for (size_t k = 0; k < COUNT(sections) && dot; k++) {
    if (strlen(sections[k]) != length || strncmp(sections[k], item->text, length) != 0) continue;
    named->section = sections[k];
    named->of = of[k];
    named->rest = dot + 1;
  }
  if (named->section && named->section != sections[0]) {
    const size_t owner = strcspn(named->rest, ".");
    if (owner == 0 || owner >= sizeof named->owner || named->rest[owner] == '\0') {
      named->section = NULL;
    } else {
      snprintf(named->owner, sizeof named->owner, "%.*s", (int)owner, named->rest);
      named->rest += owner + 1;
    }
  }
  if (!named->section) complain_of_form(binder, item);
  return named->section != NULL;
}

/* Which of `count` names it is; complains where none is. */
static uint32_t find_owner(struct binder *binder, const struct named *named,
                           const char *const *known, uint32_t count) {
  uint32_t row = 0;
  while (row < count && strcmp(known[row], named->owner) != 0) row++;
  if (row < count) return row;
  char hint[128];
  COMPLAIN(binder, named->item->place, "'%s' is no %s of this scenario%s", named->owner, named->of,
           bind_suggest(named->owner, known, count, hint, sizeof hint));
  return row;
}

/* A lever by its kind, or by its own name: then it is of that lever's kind. */
static bool find_kind(struct binder *binder, struct named *named) {
  const struct scenario *scenario = binder->scenario;
  const char *known[LEVER_COUNT + BIND_NAMES_MOST];
  uint32_t count = 0;
  for (int k = 0; k < LEVER_COUNT; k++) known[count++] = tables_levers[k].name;
  for (uint32_t l = 0; l < scenario->levers_count; l++) known[count++] = scenario->levers[l].name;
  const uint32_t row = find_owner(binder, named, known, count);
  if (row == count) return false;
  named->row = row < LEVER_COUNT ? row : (uint32_t)scenario->levers[row - LEVER_COUNT].kind;
  snprintf(named->owner, sizeof named->owner, "%s", tables_levers[named->row].name);
  return true;
}

/* Finds the segment, town or kind of lever, and the fields that it has. */
static bool find_fields(struct binder *binder, struct named *named) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  if (named->section[0] == 'p') {
    named->fields = tables_params;
    named->count = tables_params_count;
    return true;
  }
  if (named->section[0] == 'l') {
    if (!find_kind(binder, named)) return false;
    named->fields = tables_levers[named->row].fields;
    named->count = tables_levers[named->row].fields_count;
    return true;
  }
  const bool town = named->section[0] == 't';
  const uint32_t all = town ? scenario->named_towns : scenario->segments_count;
  const uint32_t count = all < BIND_NAMES_MOST ? all : BIND_NAMES_MOST;
  for (uint32_t k = 0; k < count; k++) {
    known[k] = town ? scenario->town_names[k] : scenario->segment_names[k];
  }
  named->fields = town ? tables_towns : tables_segments;
  named->count = town ? tables_towns_count : tables_segments_count;
  named->row = find_owner(binder, named, known, count);
  return named->row < count;
}

static bool find_field(struct binder *binder, struct named *named) {
  const char *known[256];
  size_t count = 0;
  for (; count < named->count && count < COUNT(known); count++) {
    known[count] = named->fields[count].name;
    if (strcmp(known[count], named->rest) != 0) continue;
    named->field = &named->fields[count];
    return true;
  }
  char hint[128];
  COMPLAIN(binder, named->item->place, "'%.60s' is no value of %s%s%s", named->rest,
           named->owner[0] ? named->owner : named->section,
           bind_suggest(named->rest, known, count, hint, sizeof hint),
           hint[0] ? "" : ": 'bellwether show SCENARIO --priors' lists what varies");
  return false;
}

/* What is believed of one value of that name, at a path of the scenario. */
static enum scenario_belief believe(const struct named *named, const struct scenario *scenario,
                                    const char *owner, const double *values, char *path) {
  struct prior prior;
  snprintf(path, SCENARIO_PATH, "%s.%s%s%s", named->section, owner, owner[0] ? "." : "",
           named->field->name);
  return scenario_believe(scenario, path, named->field, values[named->field - named->fields],
                          &prior);
}

/* Whether what is named varies: of levers, one of its kind, or none is there. */
static bool check_varies(struct binder *binder, const struct named *named) {
  const struct scenario *scenario = binder->scenario;
  enum scenario_belief belief = SCENARIO_VARIES;
  char path[SCENARIO_PATH] = "";
  if (named->section[0] == 'l') {
    for (uint32_t l = 0; l < scenario->levers_count; l++) {
      const struct lever *lever = &scenario->levers[l];
      if ((uint32_t)lever->kind != named->row) continue;
      belief = believe(named, scenario, lever->name, lever->values, path);
      if (belief == SCENARIO_VARIES) return true;
    }
    if (!path[0] && named->field->prior.law == PRIOR_FIXED) belief = SCENARIO_FIXED;
  } else {
    const double *values = named->section[0] == 'p' ? (const double *)&scenario->params
                           : named->section[0] == 't'
                               ? (const double *)&scenario->towns[named->row]
                               : (const double *)&scenario->segments[named->row];
    belief = believe(named, scenario, named->owner, values, path);
  }
  if (belief == SCENARIO_VARIES) return true;
  if (belief == SCENARIO_FACT) {
    COMPLAIN(
        binder, named->item->place,
        "%.200s does not vary: the scenario says it as a fact. Say how uncertain it is, by low "
        "and high or by sd beside its value, or take it out of the correlation",
        named->item->text);
  } else {
    char why[64];
    const bool always = named->field->prior.law == PRIOR_FIXED;
    snprintf(why, sizeof why, "%s", always ? named->field->prior.why : "0, none or all");
    for (char *sign = strchr(why, '_'); sign; sign = strchr(sign, '_')) *sign = ' ';
    COMPLAIN(binder, named->item->place,
             "%.200s does not vary: it is fixed (%s). Take it out of the correlation, or say how "
             "uncertain it is, by low and high beside its value",
             named->item->text, why);
  }
  return false;
}

/* Reads the name of an assumption into out[SCENARIO_PATH], levers by their kinds. */
static bool read_name(struct binder *binder, const struct tree *item, char *out) {
  struct named named;
  if (item->kind != TREE_SCALAR) {
    COMPLAIN(binder, item->place, "between is a list of two names of assumptions");
    return false;
  }
  if (!take_apart(binder, item, &named) || !find_fields(binder, &named) ||
      !find_field(binder, &named) || !check_varies(binder, &named)) {
    return false;
  }
  snprintf(out, SCENARIO_PATH, "%s.%s%s%s", named.section, named.owner, named.owner[0] ? "." : "",
           named.field->name);
  return true;
}

/* Complains of a pair that is one thing, or was correlated before. */
static bool is_new_pair(struct binder *binder, const struct tree *tree,
                        const struct correlation *correlation) {
  const struct scenario *scenario = binder->scenario;
  const char *a = correlation->between[0], *b = correlation->between[1];
  if (strcmp(a, b) == 0) {
    COMPLAIN(binder, tree->place, "%s is the same twice: name two assumptions", a);
    return false;
  }
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *other = &scenario->correlations[c];
    const bool same = strcmp(other->between[0], a) == 0 && strcmp(other->between[1], b) == 0;
    const bool turned = strcmp(other->between[0], b) == 0 && strcmp(other->between[1], a) == 0;
    if (!same && !turned) continue;
    COMPLAIN(binder, tree->place,
             "%s and %s are correlated in '%s' already: take one of the two away, as in "
             "'correlations: {%s: ~}'",
             a, b, other->name, other->name);
    return false;
  }
  return true;
}

/* Reads one correlation; false, with a complaint, where it is none. */
static bool bind_correlation(struct binder *binder, const struct tree *tree,
                             struct correlation *correlation) {
  static const char *const known[] = {"between", "rho", "source"};
  static const struct field field = {"rho",           FIELD_REAL,     "1",       0, -1, 1, "",
                                     "a correlation", "the scenario", PRIOR_NONE};
  const struct tree *between = tree_get(tree, "between"), *rho = tree_get(tree, "rho");
  const size_t before = binder->complaints->count;
  snprintf(correlation->name, sizeof correlation->name, "%s", tree->key);
  for (size_t i = 0; i < tree->count; i++) {
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) good |= !strcmp(tree->children[i]->key, known[k]);
    if (!good) bind_unknown_key(binder, tree->children[i], "a correlation", known, COUNT(known));
  }
  if (between) between = bind_value_of(binder, between, "between");
  if (!between || !rho || between->kind != TREE_LIST || between->count != 2) {
    COMPLAIN(binder, between ? between->place : tree->place,
             "a correlation needs between, two assumptions, and rho, as in {between: "
             "[parameters.innovation_rate, parameters.imitation_rate], rho: 0.6}");
    return false;
  }
  for (size_t k = 0; k < 2; k++) {
    if (!read_name(binder, between->children[k], correlation->between[k])) return false;
  }
  correlation->rho = NAN;
  bind_read_field(binder, &field, rho, &correlation->rho);
  if (fabs(correlation->rho) >= 1) {
    COMPLAIN(binder, rho->place,
             "rho = %g: two assumptions that are one; it lies above -1 and below 1",
             correlation->rho);
  }
  return !isnan(correlation->rho) && binder->complaints->count == before &&
         is_new_pair(binder, between, correlation);
}

/* All names, each once, into the rows of a matrix. */
struct matrix {
  const char *names[CORRELATION_MOST];
  size_t count;
  double *values;
  bool involved[CORRELATION_MOST];
};

/* The row of a name, which is added where it is new; CORRELATION_MOST where there is no room. */
static size_t row_of(struct matrix *matrix, const char *name) {
  size_t row = 0;
  while (row < matrix->count && strcmp(matrix->names[row], name) != 0) row++;
  if (row == matrix->count && row < CORRELATION_MOST) matrix->names[matrix->count++] = name;
  return row;
}

/* Names the pairs that contradict each other. */
static void complain_of_matrix(struct binder *binder, const struct tree *tree,
                               struct matrix *matrix) {
  const struct scenario *scenario = binder->scenario;
  struct text pairs = {0};
  const struct tree *last = tree;
  size_t found = 0;
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *one = &scenario->correlations[c];
    if (!matrix->involved[row_of(matrix, one->between[0])] ||
        !matrix->involved[row_of(matrix, one->between[1])]) {
      continue;
    }
    last = tree_get(tree, one->name);
    if (found++ < PAIRS_NAMED) {
      text_add(&pairs, "%s%s (%.80s, %.80s) %g", found > 1 ? ", " : "", one->name, one->between[0],
               one->between[1], one->rho);
    }
  }
  if (found > PAIRS_NAMED) text_add(&pairs, " and %zu more", found - PAIRS_NAMED);
  COMPLAIN(binder, last->key_place,
           "no assumptions can be so correlated (not positive definite; pairs that are not named "
           "have 0): %.850s; bring one of them nearer to 0",
           pairs.bytes ? pairs.bytes : "");
  text_free(&pairs);
}

/* Gives each name its row; false where there are more than a matrix has. */
static bool find_rows(const struct scenario *scenario, struct matrix *matrix) {
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    for (size_t k = 0; k < 2; k++) {
      if (row_of(matrix, scenario->correlations[c].between[k]) == CORRELATION_MOST) return false;
    }
  }
  return true;
}

static void fill(const struct scenario *scenario, struct matrix *matrix) {
  const size_t n = matrix->count;
  for (size_t i = 0; i < n; i++) matrix->values[i * n + i] = 1;
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *one = &scenario->correlations[c];
    const size_t i = row_of(matrix, one->between[0]), j = row_of(matrix, one->between[1]);
    matrix->values[i * n + j] = matrix->values[j * n + i] = one->rho;
  }
}

/* Whether all correlations together can be. */
static enum status check_matrix(struct binder *binder, const struct tree *tree) {
  struct matrix *matrix = calloc(1, sizeof *matrix);
  if (!matrix) return bind_no_memory(binder);
  if (!find_rows(binder->scenario, matrix)) {
    COMPLAIN(binder, tree->place, "more than %u assumptions are correlated with others",
             CORRELATION_MOST);
    free(matrix);
    return STATUS_OK;
  }
  const size_t n = matrix->count;
  matrix->values = calloc(2 * n * n + 1, sizeof *matrix->values);
  const bool made = matrix->values != NULL;
  if (made) {
    fill(binder->scenario, matrix);
    if (!correlation_factor(matrix->values, n, matrix->values + n * n, matrix->involved)) {
      complain_of_matrix(binder, tree, matrix);
    }
  }
  free(matrix->values);
  free(matrix);
  return made ? STATUS_OK : bind_no_memory(binder);
}

enum status bind_correlations(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || !bind_is_map(binder, tree, "correlations") ||
      bind_too_many(binder, tree, "correlations")) {
    return STATUS_OK;
  }
  scenario->correlations = calloc(tree->count + 1, sizeof *scenario->correlations);
  if (!scenario->correlations) return bind_no_memory(binder);
  const size_t before = binder->complaints->count;
  for (size_t i = 0; i < tree->count; i++) {
    struct correlation correlation = {0};
    if (!bind_good_child(binder, tree->children[i], "correlation") ||
        !bind_correlation(binder, tree->children[i], &correlation)) {
      continue;
    }
    scenario->correlations[scenario->correlations_count++] = correlation;
  }
  return binder->complaints->count == before ? check_matrix(binder, tree) : STATUS_OK;
}
