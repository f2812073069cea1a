/* show --priors: what varies in a scenario from one set of assumptions to another, and how. */
#include "cli.h"

#include "bellwether/study/assumptions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A scenario's assumptions beside all its values. */
struct believed {
  const struct scenario *scenario;
  struct assumptions assumptions;
  struct scenario_value *values;
  size_t count;
};

static enum status believed_open(const struct scenario *scenario, struct believed *believed,
                                 struct error *error) {
  *believed = (struct believed){.scenario = scenario};
  TRY(assumptions_list(scenario, 1, &believed->assumptions, error));
  const enum status status = scenario_list(scenario, &believed->values, &believed->count, error);
  if (status != STATUS_OK) assumptions_free(&believed->assumptions);
  return status;
}

static void believed_close(struct believed *believed) {
  scenario_free_values(believed->values, believed->count);
  assumptions_free(&believed->assumptions);
}

/* The value where an assumption stands: of a lever, under the lever's own name. */
static const struct scenario_value *value_of(const struct believed *believed,
                                             const struct assumed_value *v) {
  char path[SCENARIO_PATH];
  assumptions_path(&believed->assumptions, believed->scenario, v, path);
  size_t i = 0;
  while (i + 1 < believed->count && strcmp(believed->values[i].path, path) != 0) i++;
  return &believed->values[i];
}

/* How many values of the tables do not vary. */
static size_t count_fixed(const struct believed *believed) {
  static const char *const others[] = {"targets.", "record.", "correlations."};
  size_t count = 0;
  for (size_t i = 0; i < believed->count; i++) {
    const struct scenario_value *value = &believed->values[i];
    bool counts = value->is_field;
    for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
      counts &= strncmp(value->path, others[k], strlen(others[k])) != 0;
    }
    count += counts;
  }
  return count - believed->assumptions.first[1];
}

/* The points of a law as it is drawn: its field's range has cut it. */
static double point(const struct believed *believed, const struct assumed_value *v, double share) {
  return prior_quantile(believed->assumptions.list[v->assumption].field, &v->prior, v->value,
                        share);
}

static void add_row(struct cli_table *table, const struct believed *believed,
                    const struct assumed_value *v) {
  const struct scenario_value *value = value_of(believed, v);
  const struct field *field = believed->assumptions.list[v->assumption].field;
  const bool said = v->prior.grade == PRIOR_SAID;
  char cell[160], source[SCENARIO_SOURCE];
  cli_table_add(table, value->path);
  snprintf(cell, sizeof cell, "%.6g%s", v->value,
           assumptions_is_outside(&believed->assumptions, v) ? " *" : "");
  cli_table_add(table, cell);
  cli_table_add(table, field->unit);
  snprintf(cell, sizeof cell, "%.6g..%.6g", field->least, field->most);
  cli_table_add(table, cell);
  const char grade[] = {prior_letter(v->prior.grade), '\0'};
  snprintf(cell, sizeof cell, "%s %.4g..%.4g, %s", prior_law(v->prior.law),
           point(believed, v, PRIOR_POINT), point(believed, v, 1 - PRIOR_POINT),
           said ? "the scenario's" : grade);
  cli_table_add(table, cell);
  cli_table_add(table, scenario_source(value, source, sizeof source));
}

static double spearman_of(double rho) { return 6 / acos(-1) * asin(rho / 2); }

/* What goes together, a line each, and what does not vary. */
static void add_foot(struct text *out, const struct believed *believed) {
  const struct scenario *scenario = believed->scenario;
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *one = &scenario->correlations[c];
    cli_say(out, "%s%s goes with %s: rho %.3g of normal scores, %.3g of ranks (%s)\n",
            c ? "" : "\n", one->between[0], one->between[1], one->rho, spearman_of(one->rho),
            one->name);
  }
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    const struct correlation_row *common = &tables_correlations[row];
    const size_t bound = assumptions_bound(&believed->assumptions, row);
    if (bound == 0 || !(scenario->rhos[row] > 0)) continue;
    cli_say(out, "\n%s: %zu that go together%s, rho %.3g of normal scores: %s. %s [%s]",
            common->name, bound, common->within ? " within one owner" : "", scenario->rhos[row],
            common->members, common->meaning, common->source);
  }
  const size_t fixed = count_fixed(believed);
  size_t outside = 0;
  for (size_t k = 0; k < believed->assumptions.first[1]; k++) {
    outside += assumptions_is_outside(&believed->assumptions, &believed->assumptions.values[k]);
  }
  cli_say(
      out,
      "\n\n%zu assumptions; %zu values are facts or fixed by definition, and do not vary. Grade: A "
      "measured on this object, B measured elsewhere, C theory, analogy or recalled, D a "
      "guess.\n",
      believed->assumptions.first[1], fixed);
  if (outside) {
    cli_say(
        out,
        "* %zu values lie outside their own 5 to 95 %%: runs without --draws stand where hardly "
        "any set of assumptions does\n",
        outside);
  }
}

static enum status print_table(const struct believed *believed, struct error *error) {
  static const char *const heads[] = {"name",  "value", "unit", "range", "5 to 95 %, grade",
                                      "source"};
  struct cli_table table = {.columns = 6, .right = {[1] = true}, .drop = {[3] = 1}, .below = 5};
  struct text text = {0};
  for (size_t k = 0; k < 6; k++) cli_table_add(&table, heads[k]);
  for (size_t k = 0; k < believed->assumptions.first[1]; k++) {
    add_row(&table, believed, &believed->assumptions.values[k]);
  }
  cli_table_print(&table, &text);
  add_foot(&text, believed);
  const enum status status = cli_print(&text, error);
  text_free(&text);
  cli_table_free(&table);
  return status;
}

static json_t *row_json(const struct believed *believed, const struct assumed_value *v) {
  const struct scenario_value *value = value_of(believed, v);
  const struct assumption *assumption = &believed->assumptions.list[v->assumption];
  const bool said = v->prior.grade == PRIOR_SAID;
  const char grade[] = {prior_letter(v->prior.grade), '\0'};
  return json_pack(
      "{s:s, s:s, s:o, s:b, s:s, s:s, s:o, s:o, s:s?, s:b, s:b, s:s}", "path", value->path,
      "assumption", assumption->name, "value", cli_json_number(v->value), "outside",
      (int)assumptions_is_outside(&believed->assumptions, v), "unit", assumption->field->unit,
      "law", prior_law(v->prior.law), "low", cli_json_number(point(believed, v, PRIOR_POINT)),
      "high", cli_json_number(point(believed, v, 1 - PRIOR_POINT)), "grade", said ? NULL : grade,
      "said", (int)said, "preset", (int)value->preset, "source", value->source);
}

static enum status print_json(const struct believed *believed, struct error *error) {
  const struct scenario *scenario = believed->scenario;
  json_t *list = json_array(), *pairs = json_array();
  for (size_t k = 0; k < believed->assumptions.first[1]; k++) {
    json_array_append_new(list, row_json(believed, &believed->assumptions.values[k]));
  }
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *one = &scenario->correlations[c];
    json_array_append_new(pairs, json_pack("{s:s, s:[s, s], s:f, s:f}", "name", one->name,
                                           "between", one->between[0], one->between[1], "rho",
                                           one->rho, "spearman", spearman_of(one->rho)));
  }
  json_t *common = json_array();
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    const struct correlation_row *said = &tables_correlations[row];
    json_array_append_new(
        common, json_pack("{s:s, s:s, s:b, s:f, s:I, s:s, s:s}", "name", said->name, "between",
                          said->members, "within", (int)said->within, "rho", scenario->rhos[row],
                          "members", (json_int_t)assumptions_bound(&believed->assumptions, row),
                          "meaning", said->meaning, "source", said->source));
  }
  return cli_print_json(json_pack("{s:o, s:o, s:o, s:I}", "assumptions", list, "correlations",
                                  pairs, "common_correlations", common, "fixed",
                                  (json_int_t)count_fixed(believed)),
                        error);
}

enum status cli_show_priors(const struct cli *cli, const struct scenario *scenario,
                            struct error *error) {
  struct believed believed;
  TRY(believed_open(scenario, &believed, error));
  const enum status status = cli->json ? print_json(&believed, error)
                                       : print_table(&believed, error);
  believed_close(&believed);
  return status;
}
