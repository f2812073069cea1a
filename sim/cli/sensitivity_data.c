/* What sensitivity answers, for programs and spreadsheets. */
#include "sensitivity.h"

#include "bellwether/base/date.h"

#include <math.h>
#include <string.h>

/* Whether an assumption has other points elsewhere: it is the same quantile of each. */
static bool differs(const struct assumptions *all, const struct assumed_value *first) {
  const struct field *field = all->list[first->assumption].field;
  for (size_t k = 0; k < all->first[all->scenarios]; k++) {
    const struct assumed_value *v = &all->values[k];
    if (v->assumption != first->assumption) continue;
    for (int tail = 0; tail < 2; tail++) {
      const double share = tail ? 1 - PRIOR_POINT : PRIOR_POINT;
      const double a = prior_quantile(field, &v->prior, v->value, share);
      const double b = prior_quantile(field, &first->prior, first->value, share);
      if (a < b || a > b) return true;
    }
  }
  return false;
}

struct sensitivity_belief sensitivity_belief(const struct ensemble *ensemble, size_t assumption) {
  const struct assumptions *all = &ensemble->draws.assumptions;
  if (assumption >= all->count)
    return (struct sensitivity_belief){.unit = "", .value = NAN, .low = NAN, .high = NAN};
  const struct assumed_value *v = assumptions_value(all, assumption);
  const struct field *field = all->list[assumption].field;
  return (struct sensitivity_belief){
      .unit = field->unit,
      .value = v->value,
      .low = prior_quantile(field, &v->prior, v->value, PRIOR_POINT),
      .high = prior_quantile(field, &v->prior, v->value, 1 - PRIOR_POINT),
      .differs = differs(all, v),
      .grade = {v->prior.grade == PRIOR_SAID ? '\0' : prior_letter(v->prior.grade), '\0'}};
}

const char *sensitivity_unit(const struct sensitivity_question *question) {
  return tables_indicators[question->of == SENSITIVITY_MARGIN ? question->target.indicator
                                                              : question->indicator]
      .unit;
}

uint32_t sensitivity_month(const struct sensitivity_question *question) {
  return question->of == SENSITIVITY_MARGIN ? question->target.month : question->month;
}

static json_t *measure_json(const struct sensitivity_measure *m) {
  return json_pack("{s:o, s:o, s:o, s:o}", "value", cli_json_number(m->value), "low",
                   cli_json_number(m->low), "high", cli_json_number(m->high), "half",
                   cli_json_number(m->half));
}

/* The names of the assumptions that a group joins; NULL of a single one. */
static json_t *members_json(const struct sensitivity_answers *answers,
                            const struct sensitivity_row *row, size_t assumption) {
  const struct draws *draws = &answers->ensemble->draws;
  if (assumption < draws->assumptions.count) return NULL;
  json_t *members = json_array();
  for (size_t k = 0; k < draws->assumptions.count; k++) {
    if (draws->design.group[k] != row->input) continue;
    json_array_append_new(members, json_string(draws->assumptions.list[k].name));
  }
  return members;
}

static json_t *row_json(const struct sensitivity_answers *answers, const struct sensitivity *found,
                        const struct sensitivity_row *row) {
  const size_t assumption = sensitivity_assumption(answers->ensemble, row);
  const struct sensitivity_belief belief = sensitivity_belief(answers->ensemble, assumption);
  json_t *one = json_pack("{s:s, s:s, s:o, s:o, s:o, s:b, s:s?, s:b, s:o, s:o}", "input",
                          sensitivity_name(answers->ensemble, row), "unit", belief.unit, "value",
                          cli_json_number(belief.value), "prior_low", cli_json_number(belief.low),
                          "prior_high", cli_json_number(belief.high), "prior_differs",
                          (int)belief.differs, "grade", belief.grade[0] ? belief.grade : NULL,
                          "told", (int)row->is_told, "where_low", cli_json_number(row->at_low),
                          "where_high", cli_json_number(row->at_high));
  json_t *members = members_json(answers, row, assumption);
  if (members) json_object_set_new(one, "members", members);
  for (int m = 0; m < SENSITIVITY_MEASURES && one; m++) {
    const char *name = sensitivity_measures[found->kind][m];
    if (name[0]) json_object_set_new(one, name, measure_json(&row->measures[m]));
  }
  return one;
}

static json_t *answer_json(const struct sensitivity_answers *answers,
                           const struct sensitivity_answer *one) {
  const struct results *results = answers->results;
  const struct sensitivity_question *q = &one->question;
  const struct sensitivity *s = &one->found;
  const bool margin = q->of == SENSITIVITY_MARGIN;
  char date[DATE_TEXT];
  date_format(results->start + (int32_t)sensitivity_month(q), date);
  json_t *root = json_pack(
      "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "design",
      design_names[answers->ensemble->draws.design.kind], "of", sensitivity_outcomes[q->of],
      "scenario", results->scenario_names[q->scenario], "base", results->scenario_names[q->base],
      "indicator", tables_indicators[margin ? q->target.indicator : q->indicator].name, "unit",
      sensitivity_unit(q), "town", results->place_names[margin ? q->target.place : q->place],
      "month", date);
  if (margin) json_object_set_new(root, "target", json_string(q->target.name));
  if (one->why.status != STATUS_OK) {
    json_object_set_new(root, "why", json_string(one->why.text));
    return root;
  }
  json_t *inputs = json_array();
  for (size_t k = 0; k < s->count; k++) {
    json_array_append_new(inputs, row_json(answers, s, &s->rows[k]));
  }
  json_object_set_new(root, "lines", json_integer((json_int_t)s->lines));
  json_object_set_new(root, "sets", json_integer((json_int_t)s->sets));
  json_object_set_new(root, "mean", cli_json_number(s->mean));
  json_object_set_new(root, "sd", cli_json_number(s->sd));
  json_object_set_new(root, "chance", measure_json(&s->chance));
  json_object_set_new(root, "interactions", cli_json_number(s->interactions));
  json_object_set_new(root, "first_bound", cli_json_number(s->bounds[0]));
  json_object_set_new(root, "pawn_bound", cli_json_number(s->bounds[1]));
  json_object_set_new(root, "inputs", inputs);
  return root;
}

json_t *sensitivity_json(const struct sensitivity_answers *answers) {
  json_t *list = json_array();
  for (size_t k = 0; k < answers->count; k++) {
    json_array_append_new(list, answer_json(answers, &answers->list[k]));
  }
  return list;
}

/* One row a measure: the long form that spreadsheets and R pivot as they like. */
static void add_sheet_row(const struct sensitivity_answers *answers,
                          const struct sensitivity_answer *one, const char *name,
                          const struct sensitivity_belief *belief, const char *measure,
                          const struct sensitivity_measure *m, struct cli_sheet *sheet) {
  const struct results *results = answers->results;
  const struct sensitivity_question *q = &one->question;
  const bool margin = q->of == SENSITIVITY_MARGIN;
  char date[DATE_TEXT];
  date_format(results->start + (int32_t)sensitivity_month(q), date);
  const double numbers[] = {belief->value, belief->low, belief->high};
  const double values[] = {m->value, m->low, m->high, m->half};
  cli_sheet_row(sheet);
  cli_sheet_scenario(sheet, results, q->scenario);
  cli_sheet_text(sheet, sensitivity_outcomes[q->of]);
  cli_sheet_text(sheet, tables_indicators[margin ? q->target.indicator : q->indicator].name);
  cli_sheet_text(sheet, sensitivity_unit(q));
  cli_sheet_text(sheet, results->place_names[margin ? q->target.place : q->place]);
  cli_sheet_text(sheet, date);
  cli_sheet_text(sheet, name);
  cli_sheet_text(sheet, belief->unit);
  for (int i = 0; i < 3; i++) cli_sheet_number(sheet, numbers[i]);
  cli_sheet_text(sheet, measure);
  for (int i = 0; i < 4; i++) cli_sheet_number(sheet, values[i]);
}

enum status sensitivity_write_sheet(const struct sensitivity_answers *answers,
                                    struct error *error) {
  static const char *const heads[] = {"scenario", "outcome",   "indicator",  "unit",
                                      "town",     "month",     "input",      "input_unit",
                                      "value",    "low",       "high",       "measure",
                                      "index",    "index_low", "index_high", "index_half"};
  static const struct sensitivity_belief none = {.value = NAN, .low = NAN, .high = NAN, .unit = ""};
  struct cli_sheet sheet;
  TRY(cli_sheet_begin(&sheet, answers->cli, "sensitivity", error));
  cli_sheet_heads(&sheet, heads, sizeof heads / sizeof heads[0]);
  for (size_t a = 0; a < answers->count; a++) {
    const struct sensitivity_answer *one = &answers->list[a];
    const struct sensitivity *s = &one->found;
    if (one->why.status != STATUS_OK) continue;
    for (size_t k = 0; k < s->count; k++) {
      const struct sensitivity_row *row = &s->rows[k];
      const size_t assumption = sensitivity_assumption(answers->ensemble, row);
      const struct sensitivity_belief belief = sensitivity_belief(answers->ensemble, assumption);
      for (int m = 0; m < SENSITIVITY_MEASURES; m++) {
        const char *measure = sensitivity_measures[s->kind][m];
        if (!measure[0]) continue;
        add_sheet_row(answers, one, sensitivity_name(answers->ensemble, row), &belief, measure,
                      &row->measures[m], &sheet);
      }
    }
    add_sheet_row(answers, one, "chance", &none, sensitivity_measures[s->kind][0], &s->chance,
                  &sheet);
  }
  cli_sheet_row(&sheet);
  return cli_sheet_end(&sheet, STATUS_OK, error);
}
