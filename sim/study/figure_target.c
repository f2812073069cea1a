#include "figure_parts.h"

#include "bellwether/base/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_same(const struct target_question *a, const struct target_question *b) {
  return strcmp(a->name, b->name) == 0 && a->indicator == b->indicator && a->place == b->place &&
         a->month == b->month && a->at_least == b->at_least && a->at_most == b->at_most;
}

/* Adds a question that is not there yet. */
static void add_question(struct target_question *questions, size_t *count,
                         const struct target_question *question) {
  for (size_t q = 0; q < *count; q++) {
    if (is_same(&questions[q], question)) return;
  }
  questions[(*count)++] = *question;
}

static enum status no_targets(const struct figure_source *source, struct error *error) {
  return error_set(error, STATUS_USAGE,
                   "%s %s: make targets with 'bellwether run malong/programme -o FOLDER', or run a "
                   "scenario of your own that says 'targets: {mine: {indicator: device_sales, "
                   "at_least: 10 bn CNY, by: 2032-12}}'",
                   source->results->path,
                   source->ensemble ? "is of scenarios without targets"
                                    : "has no run.json beside it, which tells the targets");
}

enum status figure_questions(const struct figure_source *source, struct target_question **questions,
                             size_t *count, struct error *error) {
  const struct ensemble *ensemble = source->ensemble;
  size_t all = 0;
  *count = 0;
  for (uint32_t s = 0; ensemble && s < ensemble->scenarios_count; s++) {
    all += ensemble->scenarios[s].targets_count;
  }
  if (all == 0) return no_targets(source, error);
  *questions = calloc(all, sizeof **questions);
  if (!*questions) return error_memory(error, "targets", all * sizeof **questions);
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    for (uint32_t t = 0; t < scenario->targets_count; t++) {
      struct target_question question;
      if (target_ask(scenario, &scenario->targets[t], source->results, &question, error) ==
          STATUS_OK) {
        add_question(*questions, count, &question);
      }
    }
  }
  if (*count > 0) return STATUS_OK;
  free(*questions);
  return STATUS_USAGE; /* with what target_ask said of the last one */
}

static void add_limit(double limit, struct text *out) {
  if (isfinite(limit)) text_add(out, "\t%.10g", limit);
  else text_add(out, "\t");
}

/* One line a target: what it asks for. */
static void add_questions(const struct results *results, const struct target_question *questions,
                          size_t count, struct text *out) {
  char date[DATE_TEXT];
  text_add(out,
           "#\ttarget\ttown\tindicator\tat_least\tat_most\tunit\tmonth\tindicator_zh\tunit_zh\n");
  for (size_t q = 0; q < count; q++) {
    const struct indicator_row *row = &tables_indicators[questions[q].indicator];
    text_add(out, "#\t%s\t%s\t%s", questions[q].name, results->place_names[questions[q].place],
             row->name);
    add_limit(questions[q].at_least, out);
    add_limit(questions[q].at_most, out);
    text_add(out, "\t%s\t%s\t%s\t%s\n", row->unit,
             date_format(results->start + (int32_t)questions[q].month, date),
             tables_indicator_chinese(questions[q].indicator), tables_unit_chinese(row->unit));
  }
}

/* How the finished replications stand to a question in a month. */
struct standing {
  struct figure_mean share; /* that meet it: with Wilson's interval, over sets with chance's */
  struct target_quantiles missed; /* distance to it */
};

/* What of the replications is looked at: a value a replication each. */
struct look {
  const struct results *results;
  bool apart;
  double *values; /* [replication][month] */
  double *met, *distances;
};

/* An interval of shares, as far as shares go. */
static struct interval of_shares(struct interval of) {
  if (isnan(of.low)) return of;
  return (struct interval){fmax(of.low, 0), fmin(of.high, 1)};
}

static enum status stand(const struct look *look, const struct target_question *question,
                         uint32_t month, struct standing *standing, struct error *error) {
  const struct results *results = look->results;
  size_t met = 0, n = 0;
  struct assumed assumed = assumed_nothing();
  for (uint32_t r = 0; r < results->replications; r++) {
    const double value = look->values[(size_t)r * results->months + month];
    look->met[r] = NAN;
    if (isnan(value)) continue;
    look->distances[n] = target_distance(question, value);
    look->met[r] = look->distances[n++] <= 0 ? 1 : 0;
    met += look->met[r] > 0 ? 1 : 0;
  }
  if (look->apart) {
    TRY(assumed_find(results, look->met, FIGURE_LEVEL, NULL, &assumed, error));
  }
  const double share = n ? (double)met / (double)n : NAN;
  const struct interval wilson = statistics_wilson(met, n, FIGURE_LEVEL);
  /* rounding must not leave a share outside of its interval */
  const struct estimate e = {share, fmin(wilson.low, share), fmax(wilson.high, share)};
  standing->share = figure_mean_of(&e, &assumed);
  standing->share.interval = of_shares(standing->share.interval);
  standing->share.sets = of_shares(standing->share.sets);
  standing->missed = target_quantiles_of(look->distances, n);
  return STATUS_OK;
}

/* One block: how one scenario stands, [month][question]. */
static void add_block(const struct look *look, uint32_t scenario,
                      const struct target_question *questions, size_t count,
                      const struct standing *standings, struct text *out) {
  const struct results *results = look->results;
  text_add(out, "%s\"%s\"", scenario ? "\n\n" : "", results->scenario_names[scenario]);
  for (size_t q = 0; q < count; q++) {
    const char *name = questions[q].name;
    text_add(out, "\t%s\t%s_low\t%s_high", name, name, name);
    text_add(out, "\t%s_missed\t%s_missed_p10\t%s_missed_p90", name, name, name);
  }
  for (size_t q = 0; q < count && look->apart; q++) {
    text_add(out, "\t%s_sets_low\t%s_sets_high", questions[q].name, questions[q].name);
  }
  text_add(out, "\n");
  for (uint32_t m = 0; m < results->months; m++) {
    char date[DATE_TEXT];
    text_add(out, "%s", date_format(results->start + (int32_t)m, date));
    for (size_t q = 0; q < count; q++) {
      const struct standing *s = &standings[m * count + q];
      figure_add_mean(&s->share, 1, out);
      text_add(out, "\t%.6g\t%.6g\t%.6g", s->missed.p50, s->missed.p10, s->missed.p90);
    }
    for (size_t q = 0; q < count && look->apart; q++) {
      figure_add_sets(&standings[m * count + q].share, 1, out);
    }
    text_add(out, "\n");
  }
}

/* Every question is asked of every scenario. */
static enum status add_blocks(const struct results *results,
                              const struct target_question *questions, size_t count,
                              struct text *out, struct error *error) {
  const size_t runs = results->replications, cells = runs * results->months;
  double *values = calloc(cells + 2 * runs, sizeof *values);
  struct standing *standings = calloc(results->months * count, sizeof *standings);
  enum status status = values && standings
                           ? STATUS_OK
                           : error_memory(error, "a figure", cells * sizeof *values);
  const struct look look = {results, assumed_can_split(results), values,
                            values ? values + cells : NULL, values ? values + cells + runs : NULL};
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    for (size_t q = 0; q < count && status == STATUS_OK; q++) {
      status = results_read(results, questions[q].indicator, s, questions[q].place, values, error);
      for (uint32_t m = 0; m < results->months && status == STATUS_OK; m++) {
        status = stand(&look, &questions[q], m, &standings[m * count + q], error);
      }
    }
    if (status == STATUS_OK) add_block(&look, s, questions, count, standings, out);
  }
  free(values);
  free(standings);
  return status;
}

enum status figure_target(const struct figure_source *source, struct text *out,
                          struct error *error) {
  struct target_question *questions;
  size_t count;
  TRY(figure_questions(source, &questions, &count, error));
  add_questions(source->results, questions, count, out);
  const enum status status = add_blocks(source->results, questions, count, out, error);
  free(questions);
  return status;
}
