/* What is believed of the assumptions that are known least. */
#include "figure_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SCALED_MOST 40 /* rows of what is above 0 in all of its law ... */
#define SIGNED_MOST 8  /* ... and of what may be 0 or below: what a page has room for */

/* A line: one assumption, or the same field of several segments, towns or levers alike. */
struct row {
  const struct assumption *assumption;
  const struct assumed_value *value;
  char label[SCENARIO_PATH]; /* without its section */
  uint32_t alike;
  double low, median, high;
  double width; /* of what is scaled ln(high / low), else high - low over the range */
};

bool figure_has_draws(const struct figure_source *source) {
  return source->ensemble && source->ensemble->draws.count > 0;
}

static bool is_said(const struct row *row) { return row->value->prior.grade == PRIOR_SAID; }

static bool is_scaled(const struct row *row) { return row->low > 0 && row->value->value > 0; }

static void measure(struct row *row) {
  const struct field *field = row->assumption->field;
  const struct assumed_value *v = row->value;
  row->low = prior_quantile(field, &v->prior, v->value, PRIOR_POINT);
  row->median = prior_quantile(field, &v->prior, v->value, 0.5);
  row->high = prior_quantile(field, &v->prior, v->value, 1 - PRIOR_POINT);
  row->width = is_scaled(row) ? log(row->high / row->low)
                              : (row->high - row->low) / (field->most - field->least);
}

/* Whether a row is the same field of another owner, of which the table alone says how uncertain. */
static bool are_alike(const struct row *a, const struct row *b) {
  return a->assumption->field == b->assumption->field && a->value->of == b->value->of &&
         a->value->of != ASSUMED_PARAMETERS && !is_said(a) && !is_said(b) &&
         is_scaled(a) == is_scaled(b);
}

/* Adds a row, or counts it with one that is alike: the wider of the two is shown. */
static void add_row(struct row *rows, size_t *count, const struct row *row) {
  for (size_t i = 0; i < *count; i++) {
    struct row *other = &rows[i];
    if (!are_alike(other, row)) continue;
    const uint32_t alike = other->alike + 1;
    if (row->width > other->width) *other = *row;
    snprintf(other->label, sizeof other->label, "%s", row->assumption->field->name);
    other->alike = alike;
    return;
  }
  rows[(*count)++] = *row;
}

static size_t find_rows(const struct ensemble *ensemble, struct row *rows) {
  const struct assumptions *all = &ensemble->draws.assumptions;
  size_t count = 0;
  for (size_t k = 0; k < all->count; k++) {
    struct row row = {.assumption = &all->list[k], .value = assumptions_value(all, k), .alike = 1};
    const char *dot = strchr(row.assumption->name, '.');
    snprintf(row.label, sizeof row.label, "%s", dot ? dot + 1 : row.assumption->name);
    measure(&row);
    add_row(rows, &count, &row);
  }
  return count;
}

/* The widest first; where two are as wide, by their names. */
static int compare_rows(const void *a, const void *b) {
  const struct row *x = a, *y = b;
  if (is_scaled(x) != is_scaled(y)) return is_scaled(x) ? -1 : 1;
  if (x->width > y->width || x->width < y->width) return x->width > y->width ? -1 : 1;
  return strcmp(x->assumption->name, y->assumption->name);
}

void figure_add_unit_chinese(const char *unit, struct text *out) {
  static const char *const money[][2] = {{"M CNY", "百万元"}, {"CNY", "元"}};
  for (const char *at = unit; *at;) {
    char part[32];
    const size_t length = strcspn(at, "/");
    snprintf(part, sizeof part, "%.*s", (int)length, at);
    const char *said = tables_unit_chinese(part);
    for (size_t k = 0; k < 2; k++) said = strcmp(part, money[k][0]) == 0 ? money[k][1] : said;
    text_add(out, "%s%s", said, at[length] ? "/" : "");
    at += length + (at[length] != '\0');
  }
}

static void add_line(const struct row *row, struct text *out) {
  static const char *const sections[] = {
      [ASSUMED_PARAMETERS] = "parameter", [ASSUMED_SEGMENTS] = "segment",
      [ASSUMED_TOWNS] = "town",           [ASSUMED_PARKS] = "town",
      [ASSUMED_INDUSTRY] = "town",        [ASSUMED_LEVERS] = "lever"};
  const struct field *field = row->assumption->field;
  const char grade[] = {prior_letter(row->value->prior.grade), '\0'};
  const char *unit = strcmp(field->unit, "1") == 0 ? "" : field->unit;
  text_add(out, "%s\t%s\t%u\t%s\t", row->label, sections[row->value->of], row->alike, unit);
  figure_add_unit_chinese(unit, out);
  text_add(out, "\t%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\n", grade, row->value->value, row->low,
           row->median, row->high, field->least, field->most);
}

/* One block of the widest rows of a kind. */
static void add_block(const struct row *rows, size_t count, bool scaled, size_t most,
                      struct text *out) {
  size_t shown = 0;
  text_add(out, "name\tsection\talike\tunit\tunit_zh\tgrade\tvalue\tp05\tp50\tp95\tleast\tmost\n");
  for (size_t i = 0; i < count && shown < most; i++) {
    if (is_scaled(&rows[i]) != scaled) continue;
    add_line(&rows[i], out);
    shown++;
  }
}

enum status figure_priors(const struct figure_source *source, struct text *out,
                          struct error *error) {
  if (!figure_has_draws(source)) {
    return error_set(error, STATUS_USAGE,
                     "%s %s: make some with 'bellwether run xianju/baseline cards/fund --draws 100 "
                     "-o FOLDER'",
                     source->results->path,
                     source->ensemble ? "has no sets of assumptions"
                                      : "has no run.json beside it, which tells the assumptions");
  }
  const size_t most = source->ensemble->draws.assumptions.count;
  struct row *rows = calloc(most + 1, sizeof *rows);
  if (!rows) return error_memory(error, "a figure", most * sizeof *rows);
  const size_t count = find_rows(source->ensemble, rows);
  qsort(rows, count, sizeof *rows, compare_rows);
  add_block(rows, count, true, SCALED_MOST, out);
  text_add(out, "\n\n");
  add_block(rows, count, false, SIGNED_MOST, out);
  free(rows);
  return STATUS_OK;
}
