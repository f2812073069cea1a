/* report_hangs.c - on which assumptions the answer hangs, from the sets that the folder has: what
 * `bellwether sensitivity FOLDER` says, in sentences. */
#include "report.h"

#include "bellwether/study/sensitivity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SETS_LEAST SENSITIVITY_FIFTHS
#define SHOWN_MOST 8u /* assumptions in a table */
#define NAMED_MOST 5u /* in a sentence */

static const struct assumptions *assumptions_of(const struct report *report) {
  return &report->ensemble->draws.assumptions;
}

bool report_can_hang(const struct report *report) {
  const uint32_t draws = report->results->draws;
  if (!report->gains || assumptions_of(report)->count == 0) return false;
  if (report->ensemble->draws.design.kind != DESIGN_PRIORS) return false; /* 'sensitivity' tells */
  if (draws != report->ensemble->draws.count || draws <= SETS_LEAST) return false;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    const struct assumed *gain = &report->gains[s];
    if (gain->told && gain->effects.draws >= SETS_LEAST) return true;
  }
  return false;
}

static size_t count_told(const struct sensitivity *found) {
  size_t told = 0;
  while (told < found->count && found->rows[told].is_told) told++;
  return told;
}

/* "X (31 % of its variance), Y (by its law, PAWN 0.31)". */
static void list_named(const struct report *report, const struct sensitivity *found, size_t told,
                       struct text *out) {
  for (size_t k = 0; k < told && k < NAMED_MOST; k++) {
    const struct sensitivity_row *row = &found->rows[k];
    const double first = row->measures[0].value, pawn = row->measures[1].value;
    if (k > 0) text_add(out, report->chinese ? "、" : ", ");
    const char *name = sensitivity_name(report->ensemble, row);
    if (first > found->bounds[0]) {
      text_add(out, report_text(report, REPORT_hangs_share), name, 100 * first);
    } else text_add(out, report_text(report, REPORT_hangs_pawn), name, pawn);
  }
}

static void say(const struct report *report, uint32_t s, const struct sensitivity *found) {
  const bool alone = report->results->scenarios < 2;
  const size_t told = count_told(found);
  char words[REPORT_WORDS];
  struct text list = {0};
  report_indicator(report, report->indicator, words);
  if (told > 0) {
    list_named(report, found, told, &list);
    report_say(report, "p", alone ? REPORT_hangs_most_alone : REPORT_hangs_most, report->titles[s],
               words, list.bytes ? list.bytes : "");
    report_say(report, "p", REPORT_hangs_rest, found->count - told, found->sets,
               100 * found->bounds[0], found->bounds[1]);
  } else {
    report_say(report, "p", alone ? REPORT_hangs_none_alone : REPORT_hangs_none, report->titles[s],
               words, found->count, found->sets, 100 * found->bounds[0], found->bounds[1]);
  }
  report->out->failed |= list.failed;
  text_free(&list);
  const double chance = found->chance.value;
  if (!isnan(chance)) report_say(report, "p", REPORT_hangs_chance, 100 * chance);
}

/* The assumptions that are told. */
static void add_table(const struct report *report, uint32_t s, const struct sensitivity *found) {
  static const enum report_text heads[] = {REPORT_assumption, REPORT_meaning, REPORT_grade,
                                           REPORT_by_itself, REPORT_pawn};
  const size_t told = count_told(found);
  struct report_table table;
  struct text caption = {0};
  if (told == 0) return;
  text_add(&caption, report_text(report, REPORT_hangs_table), report->titles[s]);
  report_table_begin(&table, report, 5, 3, caption.bytes ? caption.bytes : "");
  report->out->failed |= caption.failed;
  text_free(&caption);
  for (int k = 0; k < 5; k++) report_table_head(&table, report_text(report, heads[k]));
  for (size_t k = 0; k < told && k < SHOWN_MOST; k++) {
    const struct sensitivity_row *row = &found->rows[k];
    const struct sensitivity_measure *first = &row->measures[0];
    const struct assumption *assumption = &assumptions_of(report)->list[row->input];
    char cell[96];
    report_table_cell(&table, assumption->name);
    report_table_cell(&table, assumption->field->meaning);
    report_table_cell(&table,
                      report_grade(report, assumptions_value(assumptions_of(report), row->input)));
    snprintf(cell, sizeof cell, "%.0f %% [%.0f, %.0f]", 100 * first->value, 100 * first->low,
             100 * first->high);
    report_table_cell(&table, cell);
    snprintf(cell, sizeof cell, "%.2f", row->measures[1].value);
    report_table_cell(&table, cell);
  }
  report_table_end(&table);
}

/* That nothing can be found of an outcome, and why. */
static void say_nothing(const struct report *report, uint32_t s, enum report_text why) {
  char words[REPORT_WORDS];
  report_say(report, "p", why, report->titles[s],
             report_indicator(report, report->indicator, words));
}

static enum status add_outcome(const struct report *report, uint32_t s, double *values,
                               struct error *error) {
  const struct results *results = results_whole(report->results);
  const struct sensitivity_question question = {
      .of = results->scenarios > 1 ? SENSITIVITY_DIFFERENCE : SENSITIVITY_LEVEL,
      .indicator = report->indicator,
      .scenario = s,
      .base = report->base,
      .place = report->place,
      .month = report->month};
  struct sensitivity found;
  TRY(sensitivity_values(results, &question, values, error));
  const enum status status = sensitivity_find(report->ensemble, results, values, report->cli->level,
                                              &found, error);
  if (status == STATUS_UNDECIDED) {
    say_nothing(report, s, REPORT_hangs_still);
    return STATUS_OK;
  }
  TRY(status);
  say(report, s, &found);
  add_table(report, s, &found);
  sensitivity_free(&found);
  return STATUS_OK;
}

enum status report_hangs(const struct report *report, struct error *error) {
  const double level = 100 * report->cli->level;
  double *values = calloc(results_whole(report->results)->replications + 1, sizeof *values);
  enum status status = values ? STATUS_OK : error_memory(error, "an outcome", 0);
  report_begin(report, "hangs", REPORT_hangs);
  for (uint32_t s = 0; s < report->results->scenarios && status == STATUS_OK; s++) {
    const bool alone = report->results->scenarios < 2;
    if (!alone && !report->shown[s]) continue;
    if (report->gains[s].told && !assumed_is_told(&report->gains[s])) {
      say_nothing(report, s, REPORT_hangs_hidden);
    } else status = add_outcome(report, s, values, error);
  }
  report_say(report, "p", REPORT_hangs_how, assumptions_of(report)->count, level, level);
  report_end(report);
  free(values);
  return status;
}
