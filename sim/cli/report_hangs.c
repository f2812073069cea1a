/* report_hangs.c - on which assumptions the answer hangs, from the sets that the folder has. */
#include "report.h"

#include "bellwether/study/given_data.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SETS_LEAST 20   /* with a value: given_data.h */
#define SHOWN_MOST 8    /* assumptions in a table */
#define NAMED_MOST 5    /* in a sentence */
#define RESAMPLES  1000 /* of the intervals of those that are shown */

static const struct draw_key key = {1, 0}; /* resampled alike: what is compared is drawn together */

/* What is found of one outcome. */
struct findings {
  size_t inputs;
  struct given_index *indices;
  struct given_bounds bounds;
  double *strength; /* [input]: the larger index over its bound */
  size_t *order;    /* inputs, the weakest first */
};

static const struct assumptions *assumptions_of(const struct report *report) {
  return &report->ensemble->draws.assumptions;
}

static const double *outcome_of(const struct report *report, uint32_t s) {
  return report->shrunken + (size_t)s * report->results->draws;
}

bool report_can_hang(const struct report *report) {
  const uint32_t draws = report->results->draws;
  if (!report->gains || assumptions_of(report)->count == 0) return false;
  if (draws != report->ensemble->draws.count || draws <= SETS_LEAST) return false;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    const struct assumed *gain = &report->gains[s];
    if (gain->told && gain->effects.draws >= SETS_LEAST) return true;
  }
  return false;
}

/* Indices of all, without intervals; and bounds that the largest of as many dummies keeps. */
static enum status find(const struct report *report, uint32_t s, struct findings *found,
                        struct error *error) {
  const double level = report->cli->level;
  const size_t inputs = found->inputs;
  const struct given_data data = {.points = report->results->draws,
                                  .inputs = inputs,
                                  .x = report->ensemble->draws.shares,
                                  .y = outcome_of(report, s)};
  TRY(given_indices(&data, level, 1, key, found->indices, &found->bounds, error));
  TRY(given_family(&data, level, key, &found->bounds, error));
  for (size_t i = 0; i < inputs; i++) {
    const struct given_index *index = &found->indices[i];
    const double strength = fmax(index->first / found->bounds.first,
                                 index->pawn / found->bounds.pawn);
    found->strength[i] = isnan(strength) ? -INFINITY : strength;
  }
  gsl_sort_index(found->order, found->strength, 1, inputs);
  return STATUS_OK;
}

/* The `k`-th strongest assumption. */
static size_t strongest(const struct findings *found, size_t k) {
  return found->order[found->inputs - 1 - k];
}

static size_t count_shown(const struct findings *found) {
  return found->inputs < SHOWN_MOST ? found->inputs : SHOWN_MOST;
}

/* Intervals of those that are shown. */
static enum status find_intervals(const struct report *report, uint32_t s, struct findings *found,
                                  struct error *error) {
  const size_t shown = count_shown(found), draws = report->results->draws;
  struct given_index indices[SHOWN_MOST];
  struct given_bounds bounds;
  double *x = calloc(draws * shown + 1, sizeof *x);
  if (!x) return error_memory(error, "sets of assumptions", draws * shown * sizeof *x);
  for (size_t d = 0; d < draws; d++) {
    const double *shares = report->ensemble->draws.shares + d * found->inputs;
    for (size_t k = 0; k < shown; k++) x[d * shown + k] = shares[strongest(found, k)];
  }
  const struct given_data data = {
      .points = draws, .inputs = shown, .x = x, .y = outcome_of(report, s)};
  const enum status status = given_indices(&data, report->cli->level, RESAMPLES, key, indices,
                                           &bounds, error);
  for (size_t k = 0; k < shown && status == STATUS_OK; k++) {
    found->indices[strongest(found, k)].first_interval = indices[k].first_interval;
  }
  free(x);
  return status;
}

static bool by_first(const struct findings *found, size_t input) {
  return found->indices[input].first > found->bounds.first;
}

static bool is_told(const struct findings *found, size_t input) {
  return by_first(found, input) || found->indices[input].pawn > found->bounds.pawn;
}

/* Of those that are told and not named yet, by their share (or else by PAWN alone), the strongest;
 * SIZE_MAX: there is none. */
static size_t next_named(const struct findings *found, bool with_first, const bool *named) {
  size_t best = SIZE_MAX;
  for (size_t i = 0; i < found->inputs; i++) {
    if (named[i] || !is_told(found, i) || by_first(found, i) != with_first) continue;
    if (best == SIZE_MAX) best = i;
    const struct given_index *one = &found->indices[i], *other = &found->indices[best];
    if (with_first ? one->first > other->first : one->pawn > other->pawn) best = i;
  }
  return best;
}

/* "X (31 % of its variance), Y (by its law, PAWN 0.31)". Returns how many there are. */
static size_t list_named(const struct report *report, const struct findings *found, bool *named,
                         struct text *out) {
  size_t count = 0;
  for (int with_first = 1; with_first >= 0; with_first--) {
    while (count < NAMED_MOST) {
      const size_t input = next_named(found, with_first, named);
      if (input == SIZE_MAX) break;
      named[input] = true;
      if (count++ > 0) text_add(out, report->chinese ? "、" : ", ");
      const struct given_index *index = &found->indices[input];
      const char *name = assumptions_of(report)->list[input].name;
      if (with_first) {
        text_add(out, report_text(report, REPORT_hangs_share), name, 100 * index->first);
      } else text_add(out, report_text(report, REPORT_hangs_pawn), name, index->pawn);
    }
  }
  return count;
}

static void say(const struct report *report, uint32_t s, const struct findings *found,
                bool *named) {
  const bool alone = report->results->scenarios < 2;
  char words[REPORT_WORDS];
  struct text list = {0};
  size_t told = 0;
  report_indicator(report, report->indicator, words);
  for (size_t i = 0; i < found->inputs; i++) told += is_told(found, i);
  if (list_named(report, found, named, &list) > 0) {
    report_say(report, "p", alone ? REPORT_hangs_most_alone : REPORT_hangs_most, report->titles[s],
               words, list.bytes ? list.bytes : "");
    report_say(report, "p", REPORT_hangs_rest, found->inputs - told, found->bounds.points,
               100 * found->bounds.first, found->bounds.pawn);
  } else {
    report_say(report, "p", alone ? REPORT_hangs_none_alone : REPORT_hangs_none, report->titles[s],
               words, found->inputs, found->bounds.points);
  }
  report->out->failed |= list.failed;
  text_free(&list);
  const struct effects *e = &report->gains[s].effects;
  const double chance = e->chance / e->replications;
  report_say(report, "p", REPORT_hangs_chance, 100 * chance / (e->assumption + chance));
}

static void add_table(const struct report *report, uint32_t s, const struct findings *found) {
  static const enum report_text heads[] = {REPORT_assumption, REPORT_meaning, REPORT_grade,
                                           REPORT_by_itself,  REPORT_pawn,    REPORT_is_told};
  struct report_table table;
  struct text caption = {0};
  text_add(&caption, report_text(report, REPORT_hangs_table), report->titles[s]);
  report_table_begin(&table, report, 6, 3, caption.bytes ? caption.bytes : "");
  report->out->failed |= caption.failed;
  text_free(&caption);
  for (int k = 0; k < 6; k++) report_table_head(&table, report_text(report, heads[k]));
  for (size_t k = 0; k < count_shown(found); k++) {
    const size_t input = strongest(found, k);
    const struct given_index *index = &found->indices[input];
    const struct assumption *assumption = &assumptions_of(report)->list[input];
    char cell[96];
    if (isnan(index->first)) break; /* the same in all sets */
    report_table_cell(&table, assumption->name);
    report_table_cell(&table, assumption->field->meaning);
    report_table_cell(&table,
                      report_grade(report, assumptions_value(assumptions_of(report), input)));
    snprintf(cell, sizeof cell, "%.0f %% [%.0f, %.0f]", 100 * index->first,
             100 * index->first_interval.low, 100 * index->first_interval.high);
    report_table_cell(&table, cell);
    snprintf(cell, sizeof cell, "%.2f", index->pawn);
    report_table_cell(&table, cell);
    report_table_cell(&table, report_text(report, is_told(found, input) ? REPORT_yes : REPORT_no));
  }
  report_table_end(&table);
}

/* That nothing can be found of an outcome, and why. */
static void say_nothing(const struct report *report, uint32_t s, enum report_text why) {
  char words[REPORT_WORDS];
  report_say(report, "p", why, report->titles[s],
             report_indicator(report, report->indicator, words));
}

static enum status add_outcome(const struct report *report, uint32_t s, struct error *error) {
  const size_t inputs = assumptions_of(report)->count;
  struct findings found = {.inputs = inputs,
                           .indices = calloc(inputs, sizeof *found.indices),
                           .strength = calloc(inputs, sizeof *found.strength),
                           .order = calloc(inputs, sizeof *found.order)};
  bool *named = calloc(inputs, sizeof *named);
  enum status status = found.indices && found.strength && found.order && named
                           ? find(report, s, &found, error)
                           : error_memory(error, "assumptions", inputs * sizeof *found.indices);
  if (status == STATUS_OK) status = find_intervals(report, s, &found, error);
  if (status == STATUS_OK) {
    say(report, s, &found, named);
    add_table(report, s, &found);
  } else if (status == STATUS_UNDECIDED) {
    say_nothing(report, s, REPORT_hangs_still);
    status = STATUS_OK;
  }
  free(found.indices);
  free(found.strength);
  free(found.order);
  free(named);
  return status;
}

enum status report_hangs(const struct report *report, struct error *error) {
  const double level = 100 * report->cli->level;
  report_begin(report, "hangs", REPORT_hangs);
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    const bool alone = report->results->scenarios < 2;
    if (!alone && !report->shown[s]) continue;
    if (report->gains[s].told && !cli_apart_is_told(&report->gains[s])) {
      say_nothing(report, s, REPORT_hangs_hidden);
    } else TRY(add_outcome(report, s, error));
  }
  report_say(report, "p", REPORT_hangs_how, assumptions_of(report)->count, level, level);
  report_end(report);
  return STATUS_OK;
}
