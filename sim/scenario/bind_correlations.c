/* Correlations between assumptions: what is named, that it varies, and that all of them together
 * can be. */
#include "bind.h"

#include "bellwether/base/correlation.h"
#include "bellwether/base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_NAMED 6 /* in one complaint */

/* A name, as far as it is known what it names. */
struct named {
  const struct tree *item;
  const char *rest;           /* what of the name is not understood yet; at last the field */
  char owner[SCENARIO_NAME];  /* whose field it is: the segment, town, park or lever */
  uint32_t row;               /* of the lever's kind */
  bool lever;                 /* of which a scenario may have several of a kind, or none */
  const struct field *fields; /* that it may have ... */
  size_t count;
  const double *values; /* ... and what they are; NULL of a lever */
  const struct field *field;
};

static bool complain_of_form(struct binder *binder, const struct tree *item) {
  COMPLAIN(
      binder, item->place,
      "'%.100s' names no assumption: write parameters.NAME, segments.SEGMENT.NAME, "
      "towns.TOWN.NAME or levers.LEVER.NAME, as 'bellwether show SCENARIO --priors' lists them",
      item->text);
  return false;
}

/* Whether the rest begins with this word and a dot; then goes on behind them. */
static bool take_word(struct named *named, const char *word) {
  const size_t length = strlen(word);
  if (strncmp(named->rest, word, length) != 0 || named->rest[length] != '.') return false;
  named->rest += length + 1;
  return true;
}

/* Takes the next part of the rest as the owner's name, behind which there is more. */
static bool take_owner(struct binder *binder, struct named *named) {
  const size_t length = strcspn(named->rest, ".");
  if (length == 0 || length >= sizeof named->owner || named->rest[length] == '\0') {
    return complain_of_form(binder, named->item);
  }
  snprintf(named->owner, sizeof named->owner, "%.*s", (int)length, named->rest);
  named->rest += length + 1;
  return true;
}

/* Which of `count` names the owner is; complains where it is none: `count` then. */
static uint32_t find_owner(struct binder *binder, const struct named *named, const char *what,
                           const char *const *known, uint32_t count) {
  uint32_t row = 0;
  while (row < count && strcmp(known[row], named->owner) != 0) row++;
  if (row < count) return row;
  char hint[128];
  COMPLAIN(binder, named->item->place, "'%s' is no %s%s", named->owner, what,
           bind_suggest(named->owner, known, count, hint, sizeof hint));
  return row;
}

static bool find_segment(struct binder *binder, struct named *named, uint32_t *s) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  uint32_t count = 0;
  if (!take_owner(binder, named)) return false;
  for (; count < scenario->segments_count; count++) known[count] = scenario->segment_names[count];
  *s = find_owner(binder, named, "segment of this scenario", known, count);
  return *s < count;
}

static void set_fields(struct named *named, const struct field *fields, size_t count,
                       const void *values) {
  named->fields = fields;
  named->count = count;
  named->values = values;
}

/* Which park of the town: the one that the name says, or the one that there is. */
static bool find_park(struct binder *binder, struct named *named, uint32_t town, uint32_t *park) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  uint32_t count = 0;
  *park = scenario->first_park[town];
  const bool has_named = scenario->park_names[*park][0] != '\0';
  if (!has_named) return true;
  if (!take_word(named, "parks") || !take_owner(binder, named)) {
    return complain_of_form(binder, named->item);
  }
  for (uint32_t p = *park; p < scenario->first_park[town + 1] && count < BIND_NAMES_MOST; p++) {
    known[count++] = scenario->park_names[p];
  }
  const uint32_t found = find_owner(binder, named, "park of this town", known, count);
  *park += found;
  return found < count;
}

/* A fact of a town, or of what stands in its parks. */
static bool find_in_town(struct binder *binder, struct named *named) {
  const struct scenario *scenario = binder->scenario;
  const char *known[BIND_NAMES_MOST];
  uint32_t count = 0, park, s;
  if (!take_owner(binder, named)) return false;
  for (; count < scenario->named_towns && count < BIND_NAMES_MOST; count++) {
    known[count] = scenario->town_names[count];
  }
  const uint32_t town = find_owner(binder, named, "town of this scenario", known, count);
  if (town == count) return false;
  set_fields(named, tables_towns, tables_towns_count, &scenario->towns[town]);
  if (!strchr(named->rest, '.')) return true;
  if (!find_park(binder, named, town, &park)) return false;
  set_fields(named, tables_parks, tables_parks_count, &scenario->parks[park]);
  if (!take_word(named, "industry")) return true;
  if (!find_segment(binder, named, &s)) return false;
  set_fields(named, tables_industry, tables_industry_count,
             &scenario->industry[park * scenario->segments_count + s]);
  return true;
}

/* A lever by its kind, or by its own name: then it is of that lever's kind. */
static bool find_kind(struct binder *binder, struct named *named) {
  const struct scenario *scenario = binder->scenario;
  const char *known[LEVER_COUNT + BIND_NAMES_MOST];
  uint32_t count = 0;
  if (!take_owner(binder, named)) return false;
  for (int k = 0; k < LEVER_COUNT; k++) known[count++] = tables_levers[k].name;
  for (uint32_t l = 0; l < scenario->levers_count; l++) known[count++] = scenario->levers[l].name;
  const uint32_t row = find_owner(binder, named, "lever of this scenario", known, count);
  if (row == count) return false;
  named->lever = true;
  named->row = row < LEVER_COUNT ? row : (uint32_t)scenario->levers[row - LEVER_COUNT].kind;
  snprintf(named->owner, sizeof named->owner, "%s", tables_levers[named->row].name);
  set_fields(named, tables_levers[named->row].fields, tables_levers[named->row].fields_count, NULL);
  return true;
}

/* Whose field it is, and which fields that has. */
static bool find_fields(struct binder *binder, struct named *named) {
  const struct scenario *scenario = binder->scenario;
  uint32_t s;
  if (take_word(named, "parameters")) {
    snprintf(named->owner, sizeof named->owner, "parameters");
    set_fields(named, tables_params, tables_params_count, &scenario->params);
    return true;
  }
  if (take_word(named, "segments")) {
    if (!find_segment(binder, named, &s)) return false;
    set_fields(named, tables_segments, tables_segments_count, &scenario->segments[s]);
    return true;
  }
  if (take_word(named, "towns")) return find_in_town(binder, named);
  if (take_word(named, "levers")) return find_kind(binder, named);
  return complain_of_form(binder, named->item);
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
  bind_suggest(named->rest, known, count, hint, sizeof hint);
  COMPLAIN(binder, named->item->place, "'%.60s' is no value of %s%s", named->rest, named->owner,
           hint[0] ? hint : ": 'bellwether show SCENARIO --priors' lists what varies");
  return false;
}

/* What is believed of a lever's field: whether it varies in one of its kind, or there is none. */
static enum scenario_belief believe_levers(const struct scenario *scenario,
                                           const struct named *named) {
  enum scenario_belief belief = named->field->prior.law == PRIOR_FIXED ? SCENARIO_FIXED
                                                                       : SCENARIO_VARIES;
  for (uint32_t l = 0; l < scenario->levers_count; l++) {
    const struct lever *lever = &scenario->levers[l];
    char path[SCENARIO_PATH];
    struct prior prior;
    if ((uint32_t)lever->kind != named->row) continue;
    snprintf(path, sizeof path, "levers.%s.%s", lever->name, named->field->name);
    belief = scenario_believe(scenario, path, named->field,
                              lever->values[named->field - named->fields], &prior);
    if (belief == SCENARIO_VARIES) break;
  }
  return belief;
}

/* Whether what is named varies. */
static bool check_varies(struct binder *binder, const struct named *named) {
  const struct scenario *scenario = binder->scenario;
  struct prior prior;
  const enum scenario_belief belief =
      named->lever ? believe_levers(scenario, named)
                   : scenario_believe(scenario, named->item->text, named->field,
                                      named->values[named->field - named->fields], &prior);
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
  if (item->kind != TREE_SCALAR) {
    COMPLAIN(binder, item->place, "between is a list of two names of assumptions");
    return false;
  }
  struct named named = {.item = item, .rest = item->text};
  if (strlen(item->text) >= SCENARIO_PATH) return complain_of_form(binder, item);
  if (!find_fields(binder, &named) || !find_field(binder, &named) ||
      !check_varies(binder, &named)) {
    return false;
  }
  if (named.lever) snprintf(out, SCENARIO_PATH, "levers.%s.%s", named.owner, named.field->name);
  else snprintf(out, SCENARIO_PATH, "%s", item->text);
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

/* Complains of keys that no correlation has. */
static void check_keys(struct binder *binder, const struct tree *tree) {
  static const char *const known[] = {"between", "rho", "source"};
  for (size_t i = 0; i < tree->count; i++) {
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) good |= !strcmp(tree->children[i]->key, known[k]);
    if (!good) bind_unknown_key(binder, tree->children[i], "a correlation", known, COUNT(known));
  }
}

struct field bind_field_of_rho(const char *source) {
  return (struct field){"rho", FIELD_REAL, "1", 0, -1, 1, "", "a correlation", source, PRIOR_NONE};
}

/* NAN, with a complaint, where it is none. */
static double read_rho(struct binder *binder, const struct tree *tree) {
  const struct field field = bind_field_of_rho("the scenario");
  double rho = NAN;
  bind_read_field(binder, &field, tree, &rho);
  if (!(fabs(rho) >= 1)) return rho;
  COMPLAIN(binder, tree->place,
           "rho = %g: two assumptions that are one; it lies above -1 and below 1", rho);
  return NAN;
}

/* The correlation of the tables that is spelled most like it; NULL where none is alike. */
static const char *nearest_common(const char *name) {
  const char *names[TABLES_CORRELATIONS];
  for (size_t k = 0; k < TABLES_CORRELATIONS; k++) names[k] = tables_correlations[k].name;
  return text_nearest(name, names, TABLES_CORRELATIONS);
}

/* Reads one correlation; false, with a complaint, where it is none. */
static bool bind_correlation(struct binder *binder, const struct tree *tree,
                             struct correlation *correlation) {
  const struct tree *between = tree_get(tree, "between"), *rho = tree_get(tree, "rho");
  const size_t before = binder->complaints->count;
  snprintf(correlation->name, sizeof correlation->name, "%s", tree->key);
  check_keys(binder, tree);
  if (between) between = bind_value_of(binder, between, "between");
  const char *common = between ? NULL : nearest_common(tree->key);
  if (common) {
    COMPLAIN(
        binder, tree->place,
        "'%s' is no correlation of the tables, whose rho alone may be said: did you mean '%s'? "
        "One of your own needs between, two assumptions, too",
        tree->key, common);
    return false;
  }
  if (!between || !rho || between->kind != TREE_LIST || between->count != 2) {
    COMPLAIN(binder, between ? between->place : tree->place,
             "a correlation needs between, two assumptions, and rho, as in {between: "
             "[parameters.innovation_rate, parameters.imitation_rate], rho: 0.6}");
    return false;
  }
  for (size_t k = 0; k < 2; k++) {
    if (!read_name(binder, between->children[k], correlation->between[k])) return false;
  }
  correlation->rho = read_rho(binder, rho);
  return !isnan(correlation->rho) && binder->complaints->count == before &&
         is_new_pair(binder, between, correlation);
}

/* Gives a correlation of the tables another rho, or takes it away. */
static void bind_row(struct binder *binder, const struct tree *tree, size_t row) {
  if (tree_is_null(tree)) {
    binder->scenario->rhos[row] = 0;
    return;
  }
  if (!bind_good_child(binder, tree, "correlation")) return;
  const struct correlation_row *said = &tables_correlations[row];
  const struct tree *between = tree_get(tree, "between"), *rho = tree_get(tree, "rho");
  check_keys(binder, tree);
  if (between || !rho) {
    COMPLAIN(binder, between ? between->place : tree->place,
             "'%s' is a correlation of all scenarios, between %s: say its rho alone, as in {rho: "
             "0}, or choose another name",
             said->name, said->members);
    return;
  }
  const double read = read_rho(binder, rho);
  if (read < 0) {
    COMPLAIN(binder, rho->place, "rho = %g: that of '%s' lies from 0 to below 1", read, said->name);
  }
  if (!isnan(read)) binder->scenario->rhos[row] = read;
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
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    scenario->rhos[row] = tables_correlations[row].rho;
  }
  if (!tree || !bind_is_map(binder, tree, "correlations") ||
      bind_too_many(binder, tree, "correlations")) {
    return STATUS_OK;
  }
  scenario->correlations = calloc(tree->count + 1, sizeof *scenario->correlations);
  if (!scenario->correlations) return bind_no_memory(binder);
  const size_t before = binder->complaints->count;
  for (size_t i = 0; i < tree->count; i++) {
    struct correlation correlation = {0};
    const size_t row = tables_correlation_find(tree->children[i]->key);
    if (row < TABLES_CORRELATIONS) {
      bind_row(binder, tree->children[i], row);
      continue;
    }
    if (!bind_good_child(binder, tree->children[i], "correlation") ||
        !bind_correlation(binder, tree->children[i], &correlation)) {
      continue;
    }
    scenario->correlations[scenario->correlations_count++] = correlation;
  }
  return binder->complaints->count == before ? check_matrix(binder, tree) : STATUS_OK;
}
