/* What sensitivity answers, as tables, JSON and sheets. */
#include "sensitivity.h"

#include "bellwether/base/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMBERS_NAMED 8   /* of an input that is a group */
#define SHOWN_MOST    15u /* rows of a table for people: what is told */
#define SHOWN_ALL     (DESIGN_SOBOL_MOST + 1)

/* How shares and outcomes are shown. */
static struct cli_unit unit_shown(const struct sensitivity_answer *one, enum design_kind kind) {
  const struct sensitivity *s = &one->found;
  double largest = fmax(fabs(s->mean), s->sd);
  if (kind == DESIGN_MORRIS && s->count) largest = fmax(largest, s->rows[0].measures[0].value);
  if (one->question.of == SENSITIVITY_YIELD) return (struct cli_unit){1, ""};
  return cli_unit(sensitivity_unit(&one->question), isnan(largest) ? 1 : largest, false);
}

/* How a design's measures are shown: shares in percent, effects in the outcome's unit. PAWN's
 * distance reads as a share. */
struct style {
  bool percent;
  double factor;
};

static char *number_text(double value, struct style style, char *out) {
  if (isnan(value)) snprintf(out, CLI_NUMBER, "-");
  else if (style.percent) snprintf(out, CLI_NUMBER, "%.1f %%", 100 * value);
  else cli_number(value * style.factor, out);
  return out;
}

static void add_number(struct cli_table *table, double value, struct style style) {
  char number[CLI_NUMBER];
  cli_table_add(table, number_text(value, style, number));
}

static void add_interval(struct cli_table *table, const struct sensitivity_measure *m,
                         struct style style) {
  char cell[96], low[CLI_NUMBER], high[CLI_NUMBER];
  snprintf(cell, sizeof cell, "[%s, %s]", number_text(m->low, style, low),
           number_text(m->high, style, high));
  cli_table_add(table, isnan(m->low) || isnan(m->high) ? "-" : cell);
}

/* The first measure with its interval and what half the sample gives, then the others. */
static void add_cells(struct cli_table *table, enum design_kind kind,
                      const struct sensitivity_measure *measures, struct style style) {
  add_number(table, measures[0].value, style);
  add_interval(table, &measures[0], style);
  add_number(table, measures[0].half, style);
  for (int m = 1; m < SENSITIVITY_MEASURES; m++) {
    if (!sensitivity_measures[kind][m][0]) continue;
    add_number(table, measures[m].value, style);
    if (kind != DESIGN_PRIORS && m == 1) add_interval(table, &measures[m], style);
  }
}

static void add_row(const struct sensitivity_answers *answers, const struct sensitivity *found,
                    const struct sensitivity_row *row, struct style style,
                    struct cli_table *table) {
  const struct style plain = {.percent = false, .factor = style.factor};
  const size_t assumption = sensitivity_assumption(answers->ensemble, row);
  const struct sensitivity_belief belief = sensitivity_belief(answers->ensemble, assumption);
  char cell[128], a[CLI_NUMBER], b[CLI_NUMBER];
  cli_table_add(table, sensitivity_name(answers->ensemble, row));
  const bool has_unit = strcmp(belief.unit, "1") != 0;
  snprintf(cell, sizeof cell, "%s..%s%s%s%s", cli_number(belief.low, a), cli_number(belief.high, b),
           has_unit ? " " : "", has_unit ? belief.unit : "",
           belief.differs ? ", others differ" : "");
  cli_table_add(table, isnan(belief.low) ? "a group" : cell);
  add_cells(table, found->kind, row->measures, style);
  add_number(table, row->at_low, plain);
  add_number(table, row->at_high, plain);
}

/* Heads of the columns; empty ones are not there. */
#define HEADS 9
static const char *const table_heads[4][HEADS] = {
    [DESIGN_PRIORS] = {"assumption", "5..95 %", "first", "interval", "at half", "PAWN", "where low",
                       "where high"},
    [DESIGN_MORRIS] = {"assumption", "5..95 %", "µ*", "interval", "at half", "µ", "interval", "σ",
                       "where low"},
    [DESIGN_SOBOL] = {"assumption", "5..95 %", "first", "interval", "at half", "total", "interval",
                      "where low", "where high"},
    [DESIGN_SHAPLEY] = {"assumption", "5..95 %", "Shapley", "interval", "at half", "where low",
                        "where high"}};

static struct cli_table begin_table(enum design_kind kind) {
  struct cli_table table = {.leads = true};
  while (table.columns < HEADS && table_heads[kind][table.columns]) {
    cli_table_add(&table, table_heads[kind][table.columns]);
    table.right[table.columns] = table.columns > 1;
    table.columns++;
  }
  if (kind == DESIGN_MORRIS) cli_table_add(&table, "where high");
  table.columns += kind == DESIGN_MORRIS;
  table.right[table.columns - 1] = true;
  table.drop[table.columns - 1] = table.drop[table.columns - 2] = 2;
  table.drop[4] = 1;
  if (kind != DESIGN_SHAPLEY) table.drop[6] = 3;
  return table;
}

/* `shown_inputs`: set where an input has a row. */
static void add_table(const struct sensitivity_answers *answers, const struct sensitivity *found,
                      double factor, size_t told, bool *shown_inputs, struct text *out) {
  const struct style style = {.percent = found->kind != DESIGN_MORRIS, .factor = factor};
  const struct sensitivity_measure none = {NAN, NAN, NAN, NAN};
  const struct sensitivity_measure of_chance[SENSITIVITY_MEASURES] = {found->chance, none, none};
  struct cli_table table = begin_table(found->kind);
  const bool all = found->count <= SHOWN_ALL; /* what adds up is shown whole */
  const size_t most = all ? found->count : told < SHOWN_MOST ? told : SHOWN_MOST;
  for (size_t k = 0; k < most; k++) {
    add_row(answers, found, &found->rows[k], style, &table);
    shown_inputs[found->rows[k].input] = true;
  }
  cli_table_add(&table, "chance");
  cli_table_add(&table, "");
  add_cells(&table, found->kind, of_chance, style);
  cli_table_add(&table, "");
  cli_table_add(&table, "");
  cli_table_print(&table, out);
  out->failed |= table.failed;
  cli_table_free(&table);
}

static const char *lines_word(const struct design *design) {
  if (design->kind == DESIGN_SHAPLEY && design->size == 0) return "draws of every set of inputs";
  static const char *const words[] = {[DESIGN_PRIORS] = "sets",
                                      [DESIGN_MORRIS] = "trajectories",
                                      [DESIGN_SOBOL] = "rows",
                                      [DESIGN_SHAPLEY] = "orders"};
  return words[design->kind];
}

/* Which outcome this is, in words. */
static void add_title(const struct sensitivity_answers *answers,
                      const struct sensitivity_answer *one, struct text *out) {
  const struct results *results = answers->results;
  const struct sensitivity_question *q = &one->question;
  const bool margin = q->of == SENSITIVITY_MARGIN;
  char date[DATE_TEXT];
  char *title = cli_title(results, q->scenario), *base = cli_title(results, q->base);
  if (!title || !base) out->failed = true;
  date_format(results->start + (int32_t)sensitivity_month(q), date);
  const bool paired = q->of == SENSITIVITY_DIFFERENCE || q->of == SENSITIVITY_YIELD;
  cli_say(out, "%s%s%s: %s%s of %s, %s\n\n", title ? title : "", paired ? " against " : "",
          paired && base ? base : "",
          margin                       ? "margin of target "
          : q->of == SENSITIVITY_YIELD ? "difference per M CNY of public cost, "
          : q->of == SENSITIVITY_LEVEL ? "level, "
                                       : "difference, ",
          margin ? q->target.name : tables_indicators[q->indicator].name,
          results->place_names[margin ? q->target.place : q->place], date);
  free(title);
  free(base);
}

/* What would tell more. */
static void say_more(const struct ensemble *ensemble, struct text *out) {
  if (ensemble->draws.design.kind == DESIGN_PRIORS) {
    cli_say(out, "more sets would tell more: bellwether resume %s --draws %u\n", ensemble->folder,
            4 * ensemble->draws.count);
  } else {
    cli_say(out, "more %s (--size) or replications (-n) would tell more\n",
            lines_word(&ensemble->draws.design));
  }
}

static void add_summary(const struct sensitivity_answers *answers, const struct sensitivity *s,
                        const struct cli_unit *unit, size_t told, struct text *out) {
  const struct draws *draws = &answers->ensemble->draws;
  char mean[CLI_NUMBER], sd[CLI_NUMBER];
  size_t held = 0;
  for (size_t k = 0; s->kind != DESIGN_PRIORS && k < draws->assumptions.count; k++) {
    held += draws->design.group[k] == DESIGN_HELD;
  }
  cli_say(out, "\nmean %s%s%s, standard deviation %s over %zu sets of the priors",
          cli_number(s->mean * unit->factor, mean), unit->name[0] ? " " : "", unit->name,
          cli_number(s->sd * unit->factor, sd), s->sets);
  if (s->kind == DESIGN_PRIORS) text_add(out, "\n");
  else text_add(out, "; %zu %s\n", s->lines, lines_word(&draws->design));
  if (!isnan(s->interactions)) cli_say(out, "interactions: %.1f %%\n", 100 * s->interactions);
  cli_say(out, "%zu of %zu inputs told from %s%s\n", told, s->count,
          s->kind == DESIGN_MORRIS ? "chance" : "nothing",
          s->count <= SHOWN_ALL ? ""
          : told > SHOWN_MOST   ? "; the first are shown, --csv and --json have all"
                                : "; --csv and --json have all");
  if (!isnan(s->bounds[0])) {
    cli_say(out, "by chance alone one of them may reach first %.1f %%, or PAWN %.1f %%\n",
            100 * s->bounds[0], 100 * s->bounds[1]);
  }
  if (told == 0) say_more(answers->ensemble, out);
  if (held) cli_say(out, "%zu other assumptions keep their values\n", held);
}

static const char *legend_of(enum design_kind kind) {
  switch (kind) {
  case DESIGN_PRIORS:
    return "first: share of the variance of sets' means that goes with this assumption alone, with "
           "its interval; PAWN: how far the law of the outcome within a tenth of its prior lies "
           "from the law of all, the median; told is what is above the largest of as many inputs "
           "that do nothing, 95 times in 100";
  case DESIGN_MORRIS:
    return "µ*: mean size of the change in the outcome as the assumption goes over its whole "
           "prior, with the bootstrap's interval; µ: the same with its sign; σ: spread of these "
           "changes, which tells interactions, curvature, and chance; chance: µ* of what stirs "
           "nothing but chance. told is what is above it, or has a sign of its own "
           "(95 times in 100 no input that does nothing has one)";
  case DESIGN_SOBOL:
    return "first: share of the variance that goes with this input alone; total: with its "
           "interactions; chance: what is left where all assumptions are known; with their "
           "intervals";
  case DESIGN_SHAPLEY:
    return "Shapley: share of the variance, interactions parted evenly, right where priors are "
           "correlated, too; chance: what is left where all assumptions are known";
  }
  return "";
}

/* Inputs of several assumptions that are shown, each with the first of its members. */
static void add_groups(const struct draws *draws, const bool *shown, struct text *out) {
  for (size_t g = 0; g < draws->design.groups; g++) {
    if (!shown[g]) continue;
    size_t members = 0, named = 0;
    for (size_t k = 0; k < draws->assumptions.count; k++) members += draws->design.group[k] == g;
    if (members < 2) continue;
    struct text list = {0};
    for (size_t k = 0; k < draws->assumptions.count && named < MEMBERS_NAMED; k++) {
      if (draws->design.group[k] != g) continue;
      text_add(&list, "%s%s", named++ ? ", " : "", draws->assumptions.list[k].name);
    }
    if (members > named) text_add(&list, " and %zu more", members - named);
    cli_say(out, "%s: %s\n", draws->design.names[g], list.failed ? "" : list.bytes);
    text_free(&list);
  }
}

static enum status print_text(const struct sensitivity_answers *answers, struct error *error) {
  const struct draws *draws = &answers->ensemble->draws;
  struct text out = {0};
  bool *shown = calloc(draws->assumptions.count + 1, sizeof *shown); /* as many inputs at most */
  if (!shown) return error_memory(error, "inputs", draws->assumptions.count);
  cli_say_infeasible(&out, answers->results);
  for (size_t k = 0; k < answers->count; k++) {
    const struct sensitivity_answer *one = &answers->list[k];
    add_title(answers, one, &out);
    if (one->why.status != STATUS_OK) {
      cli_say(&out, "nothing can be told: %s\n\n", one->why.text);
      continue;
    }
    const struct cli_unit unit = unit_shown(one, one->found.kind);
    size_t told = 0;
    for (size_t r = 0; r < one->found.count; r++) told += one->found.rows[r].is_told;
    add_table(answers, &one->found, unit.factor, told, shown, &out);
    add_summary(answers, &one->found, &unit, told, &out);
    text_add(&out, "\n");
  }
  add_groups(draws, shown, &out);
  cli_say_infeasible(&out, answers->results);
  cli_say(&out,
          "%s; at half: the first measure at half the sample: where it differs, more are wanted; "
          "where low, where high: the mean outcome in the fifth of sets of the priors where the "
          "assumption is lowest and highest\n",
          legend_of(answers->ensemble->draws.design.kind));
  const enum status status = cli_print(&out, error);
  text_free(&out);
  free(shown);
  return status;
}

enum status sensitivity_print(const struct sensitivity_answers *answers, struct error *error) {
  if (cli_sheet_is_wanted(answers->cli)) return sensitivity_write_sheet(answers, error);
  if (answers->cli->json) return cli_print_json(sensitivity_json(answers), error);
  if (answers->cli->quiet) return STATUS_OK;
  return print_text(answers, error);
}
