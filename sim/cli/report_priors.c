/* report_priors.c - what is believed of each assumption. */
#include "report.h"

#include "bellwether/base/prior.h"
#include "bellwether/study/assumptions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The assumptions on their way into the table: each once, from the first scenario that has it. */
struct listing {
  const struct report *report;
  const struct assumptions *assumptions;
  struct report_table table;
  size_t outside; /* of those listed: values that lie outside their own points */
  bool *listed;   /* [assumption] */
};

const char *report_grade(const struct report *report, const struct assumed_value *value) {
  static const char letters[PRIOR_SAID][2] = {"A", "B", "C", "D"};
  const enum prior_grade grade = value->prior.grade;
  return grade == PRIOR_SAID ? report_text(report, REPORT_said) : letters[grade];
}

/* The source beside a path, as the scenario has it; the table's where it has none. */
static const char *source_of(const struct scenario_value *values, size_t count, const char *path,
                             const struct field *field, char *out) {
  for (size_t k = 0; k < count; k++) {
    if (strcmp(values[k].path, path) == 0) return scenario_source(&values[k], out, SCENARIO_SOURCE);
  }
  return field->source;
}

/* A row: the law's points as it is drawn, which its field's range has cut. */
static void add(struct listing *listing, const struct assumed_value *value, const char *source) {
  const struct assumption *assumption = &listing->assumptions->list[value->assumption];
  const struct field *field = assumption->field;
  const double points[] = {value->value,
                           prior_quantile(field, &value->prior, value->value, PRIOR_POINT),
                           prior_quantile(field, &value->prior, value->value, 1 - PRIOR_POINT)};
  char cell[CLI_NUMBER + SCENARIO_PATH];
  snprintf(cell, sizeof cell, strcmp(field->unit, "1") ? "%s [%s]" : "%s", assumption->name,
           field->unit);
  report_table_cell(&listing->table, cell);
  listing->outside += assumptions_is_outside(listing->assumptions, value);
  for (int k = 0; k < 3; k++) report_table_cell(&listing->table, cli_number(points[k], cell));
  report_table_cell(&listing->table, report_phrase(listing->report, prior_law(value->prior.law)));
  report_table_cell(&listing->table, report_grade(listing->report, value));
  report_table_cell(&listing->table, source);
}

static enum status add_scenario(struct listing *listing, uint32_t s, struct error *error) {
  const struct assumptions *all = listing->assumptions;
  struct scenario_value *values;
  size_t count;
  char path[SCENARIO_PATH], source[SCENARIO_SOURCE];
  const struct scenario *scenario = &listing->report->ensemble->scenarios[s];
  TRY(scenario_list(scenario, &values, &count, error));
  for (size_t k = all->first[s]; k < all->first[s + 1]; k++) {
    const struct assumed_value *value = &all->values[k];
    if (listing->listed[value->assumption]) continue;
    listing->listed[value->assumption] = true;
    assumptions_path(all, scenario, value, path);
    add(listing, value, source_of(values, count, path, all->list[value->assumption].field, source));
  }
  scenario_free_values(values, count);
  return STATUS_OK;
}

static void add_correlation(const struct report *report, const char *name, double rho,
                            const char *members) {
  text_add(report->out, " ");
  report_escape(report->out, name);
  text_add(report->out, " %.3g (<code>", rho);
  report_escape(report->out, members);
  text_add(report->out, "</code>);");
}

/* Whether one of the scenarios before says the same of two assumptions. */
static bool is_said_before(const struct scenario *scenarios, uint32_t s,
                           const struct correlation *one) {
  for (uint32_t before = 0; before < s; before++) {
    for (uint32_t c = 0; c < scenarios[before].correlations_count; c++) {
      const struct correlation *other = &scenarios[before].correlations[c];
      if (strcmp(other->name, one->name) == 0 && strcmp(other->between[0], one->between[0]) == 0 &&
          strcmp(other->between[1], one->between[1]) == 0) {
        return true;
      }
    }
  }
  return false;
}

/* What goes together: of the tables by patterns, of the scenarios by names. */
static void add_correlations(const struct listing *listing) {
  const struct report *report = listing->report;
  const struct scenario *scenarios = report->ensemble->scenarios;
  if (listing->assumptions->correlated == 0) return;
  text_add(report->out, "<p>");
  report_escape(report->out, report_text(report, REPORT_go_together));
  for (size_t row = 0; row < TABLES_CORRELATIONS; row++) {
    const struct correlation_row *common = &tables_correlations[row];
    if (!(scenarios[0].rhos[row] > 0) || assumptions_bound(listing->assumptions, row) == 0)
      continue;
    add_correlation(report, common->name, scenarios[0].rhos[row], common->members);
  }
  for (uint32_t s = 0; s < report->ensemble->scenarios_count; s++) {
    for (uint32_t c = 0; c < scenarios[s].correlations_count; c++) {
      const struct correlation *one = &scenarios[s].correlations[c];
      char members[2 * SCENARIO_PATH];
      if (is_said_before(scenarios, s, one)) continue;
      snprintf(members, sizeof members, "%s %s", one->between[0], one->between[1]);
      add_correlation(report, one->name, one->rho, members);
    }
  }
  text_add(report->out, "</p>\n");
}

static enum status add_table(struct listing *listing, struct error *error) {
  static const enum report_text heads[] = {REPORT_assumption, REPORT_value, REPORT_point_low,
                                           REPORT_point_high, REPORT_law,   REPORT_grade,
                                           REPORT_source};
  const struct report *report = listing->report;
  struct text caption = {0};
  text_add(&caption, report_text(report, REPORT_priors), listing->assumptions->count);
  text_add(report->out, "<details>\n<summary>");
  report_escape(report->out, caption.bytes ? caption.bytes : "");
  text_add(report->out, "</summary>\n");
  report_table_begin(&listing->table, report, 7, 1, report_text(report, REPORT_assumption));
  report->out->failed |= caption.failed;
  text_free(&caption);
  for (int k = 0; k < 7; k++) report_table_head(&listing->table, report_text(report, heads[k]));
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < report->ensemble->scenarios_count && status == STATUS_OK; s++) {
    status = add_scenario(listing, s, error);
  }
  report_table_end(&listing->table);
  if (listing->outside) report_say(report, "p", REPORT_outside, listing->outside);
  add_correlations(listing);
  text_add(report->out, "</details>\n");
  return status;
}

enum status report_priors(const struct report *report, struct error *error) {
  struct assumptions assumptions;
  TRY(assumptions_list(report->ensemble->scenarios, report->ensemble->scenarios_count, &assumptions,
                       error));
  struct listing listing = {.report = report,
                            .assumptions = &assumptions,
                            .listed = calloc(assumptions.count + 1, sizeof *listing.listed)};
  enum status status = listing.listed ? STATUS_OK
                                      : error_memory(error, "assumptions", assumptions.count);
  if (status == STATUS_OK && assumptions.count > 0) status = add_table(&listing, error);
  free(listing.listed);
  assumptions_free(&assumptions);
  return status;
}
