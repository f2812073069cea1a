#include "bind.h"

#include "bellwether/base/ledger.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BURN_IN_MOST 120.0
#define YEARS_MOST   300
#define PREMIUM_MOST 3 /* of a posted wage over the base wage: labour.c's WAGE_MOST */
#define FACTORS_MOST 17

static void read_text(struct binder *binder, const struct tree *tree, char *out, size_t bytes) {
  if (!tree) return;
  if (tree->kind != TREE_SCALAR) COMPLAIN(binder, tree->place, "%s is one text", tree->key);
  else if (strlen(tree->text) >= bytes) {
    COMPLAIN(binder, tree->place, "%s has %zu bytes, at most %zu", tree->key, strlen(tree->text),
             bytes - 1);
  } else snprintf(out, bytes, "%s", tree->text);
}

/* factors: names of scenarios, or of levers with ~ before them. */
static enum status bind_factors(struct binder *binder, const struct tree *tree) {
  struct scenario *scenario = binder->scenario;
  if (!tree || tree_is_null(tree)) return STATUS_OK;
  if (tree->kind != TREE_LIST || tree->count == 0 || tree->count > FACTORS_MOST) {
    COMPLAIN(binder, tree->place,
             "factors is a list of 1 to %d scenarios or ~levers, as in "
             "[xianju/s1-links, xianju/s2-talent]",
             FACTORS_MOST);
    return STATUS_OK;
  }
  scenario->factors = calloc(tree->count, sizeof *scenario->factors);
  if (!scenario->factors) return bind_no_memory(binder);
  for (size_t i = 0; i < tree->count; i++) {
    const struct tree *item = tree->children[i];
    if (item->kind != TREE_SCALAR || item->text[0] == '\0' || strchr(item->text, '+') ||
        strlen(item->text) >= SCENARIO_FACTOR) {
      COMPLAIN(binder, item->place,
               "a factor is the name of one scenario or of one ~lever, at most %d bytes",
               SCENARIO_FACTOR - 1);
      continue;
    }
    snprintf(scenario->factors[scenario->factors_count++], SCENARIO_FACTOR, "%s", item->text);
  }
  return STATUS_OK;
}

static void bind_time(struct binder *binder, const struct tree *tree) {
  static const struct field burn_in = {"burn_in", FIELD_COUNT,  "month", 12,
                                       0,         BURN_IN_MOST, "",      "months before the start",
                                       "assumed", PRIOR_NONE};
  static const struct field seed = {
      "seed",         FIELD_COUNT, "1", 1, 0, 4294967295.0, "", "seed of all draws",
      "the scenario", PRIOR_NONE};
  static const struct field people = {"population",
                                      FIELD_CHOICE,
                                      "1",
                                      0,
                                      0,
                                      1,
                                      "open|sealed",
                                      "whether persons come from and go elsewhere",
                                      "assumed",
                                      PRIOR_NONE};
  struct scenario *scenario = binder->scenario;
  const struct tree *start = tree_get(tree, "start"), *end = tree_get(tree, "end");
  double months = burn_in.preset, number = seed.preset, sealed = 0;
  if (!start || !end) {
    COMPLAIN(binder, tree->place, "a scenario needs start and end, as in 'start: 2020-01'");
  }
  const bool started = bind_read_date(binder, start, &scenario->start);
  const bool dated = bind_read_date(binder, end, &scenario->end) && started;
  if (dated && scenario->end < scenario->start) {
    COMPLAIN(binder, end->place, "end comes before start");
  } else if (dated && scenario_months(scenario) > YEARS_MOST * 12) {
    COMPLAIN(binder, end->place, "more than %d years", YEARS_MOST);
  }
  scenario->growth_break = 2023 * 12;
  const struct tree *growth_break = tree_get(tree, "growth_break");
  if (growth_break) (void)bind_read_date(binder, growth_break, &scenario->growth_break);
  if (tree_get(tree, "burn_in"))
    bind_read_field(binder, &burn_in, tree_get(tree, "burn_in"), &months);
  if (tree_get(tree, "seed")) bind_read_field(binder, &seed, tree_get(tree, "seed"), &number);
  if (tree_get(tree, "population")) {
    bind_read_field(binder, &people, tree_get(tree, "population"), &sealed);
  }
  scenario->burn_in = (int32_t)months;
  scenario->seed = (uint32_t)number;
  scenario->sealed = (int)sealed;
}

/* A wage is kept as 32 bits of fen: at the highest premium it must have room to the end. */
static void check_wages(const struct binder *binder, const struct tree *end) {
  const struct scenario *scenario = binder->scenario;
  const struct params *params = &scenario->params;
  const int32_t months = scenario_months(scenario);
  const double highest = fmax(fmax(params->wage_technician, params->wage_graduate),
                              params->wage_high_end);
  const double last = PREMIUM_MOST * highest *
                      exp(fmax(params->frontier_growth, 0) * months / 12.0);
  if (!end || months > YEARS_MOST * 12 || last * FEN_PER_YUAN <= INT32_MAX) return;
  COMPLAIN(
      binder, end->place,
      "wages would grow to %.3g CNY a month, more than can be kept: an earlier end, or a lower "
      "parameters.frontier_growth",
      last);
}

void bind_no_map(struct complaints *complaints, const struct tree *tree) {
  char hint[TEXT_HINT] = "";
  if (tree->kind == TREE_SCALAR) text_wide_hint(tree->text, hint, sizeof hint);
  scenario_complain(complaints, tree->place,
                    "a scenario is a map of names and values, as in 'start: 2020-01'%s", hint);
}

enum status scenario_bind(struct scenario *scenario, const struct tree *tree,
                          struct complaints *complaints, struct error *error) {
  static const char *const known[] = {
      "extends", "title",        "question",   "start",      "end",          "burn_in",
      "seed",    "growth_break", "population", "parameters", "segments",     "towns",
      "levers",  "targets",      "factors",    "nation",     "correlations", "record"};
  struct binder binder = {scenario, complaints, error};
  if (tree->kind != TREE_MAP) {
    bind_no_map(complaints, tree);
    return STATUS_OK;
  }
  for (size_t i = 0; i < tree->count; i++) {
    bool good = false;
    for (size_t k = 0; k < COUNT(known); k++) {
      good |= strcmp(tree->children[i]->key, known[k]) == 0;
    }
    if (!good) bind_unknown_key(&binder, tree->children[i], "a scenario", known, COUNT(known));
  }
  static const char *const where[] = {"start", "end", "segments", "towns", "nation", "extends"};
  bool somewhere = tree->count == 0;
  for (size_t k = 0; k < COUNT(where); k++) somewhere |= tree_get(tree, where[k]) != NULL;
  if (!somewhere) {
    COMPLAIN(&binder, tree->place,
             "this says neither when nor where: lay it over a scenario, as in "
             "'xianju/baseline+shocks/lead-exit'");
    return STATUS_OK;
  }
  read_text(&binder, tree_get(tree, "title"), scenario->title, sizeof scenario->title);
  read_text(&binder, tree_get(tree, "question"), scenario->question, sizeof scenario->question);
  bind_time(&binder, tree);
  tables_preset(tables_params, tables_params_count, (double *)&scenario->params);
  const struct tree *parameters = tree_get(tree, "parameters");
  if (parameters && bind_is_map(&binder, parameters, "parameters")) {
    bind_read_fields(&binder, parameters, tables_params, tables_params_count,
                     (double *)&scenario->params, "parameters", NULL, 0);
  }
  check_wages(&binder, tree_get(tree, "end"));
  const size_t before = complaints->count;
  TRY(bind_segments(&binder, tree_get(tree, "segments")));
  TRY(bind_towns(&binder, tree_get(tree, "towns"), tree_get(tree, "nation")));
  const bool none = scenario->segments_count == 0 || scenario->towns_count == 0;
  if (none && complaints->count == before) {
    COMPLAIN(
        &binder, tree->place,
        "a scenario needs segments and towns: extend one that has them, as in 'extends: places/xianju'");
  }
  TRY(bind_levers(&binder, tree_get(tree, "levers")));
  TRY(bind_targets(&binder, tree_get(tree, "targets")));
  TRY(bind_record(&binder, tree_get(tree, "record")));
  TRY(bind_correlations(&binder, tree_get(tree, "correlations")));
  return bind_factors(&binder, tree_get(tree, "factors"));
}
