#include "bellwether/study/odd.h"

#include "bellwether/agents/firms.h"
#include "bellwether/agents/persons.h"
#include "bellwether/agents/towns.h"
#include "bellwether/base/ledger.h"
#include "bellwether/base/tables.h"
#include "bellwether/study/validate.h"
#include "bellwether/world/world.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define WIDTH        110 /* columns of a paragraph */

enum kind { PATTERN, ENTITY, PHASE, CONCEPT, STEP };

struct row {
  enum kind kind;
  const char *name, *text;
};

#define PROSE(name, text) static const char prose_##name[] = text;
#define ROW(kind, name, text)
#include "bellwether/odd.def"
#undef PROSE
#undef ROW

static const struct row rows[] = {
#define PROSE(name, text)
#define ROW(kind, name, text) {kind, name, text},
#include "bellwether/odd.def"
#undef PROSE
#undef ROW
};

/* Each equation belongs to a phase that there is. */
#define EQUATION(number, phase, title, module, formula, terms, source)                             \
  _Static_assert(PHASE_##phase < PHASE_COUNT, "a phase of world.h");
#include "bellwether/equations.def"
#undef EQUATION

/* A paragraph; its first line follows what stands there. Lines break before letters, quotes and
 * brackets alone: elsewhere Markdown could take the next word for the mark of a list. */
static void add_paragraph(struct text *out, const char *text, int indent) {
  const char *line = out->bytes ? strrchr(out->bytes, '\n') : NULL;
  int column = line ? (int)strlen(line + 1) : 0;
  for (const char *at = text; *at;) {
    const int length = (int)strcspn(at, " ");
    const bool breaks = isalpha((unsigned char)*at) || strchr("`\"(", *at);
    const bool fits = column + length < WIDTH;
    if (at != text && (fits || !breaks)) {
      text_add(out, " ");
      column++;
    } else if (at != text) {
      text_add(out, "\n%*s", indent, "");
      column = indent;
    }
    text_add_bytes(out, at, (size_t)length);
    column += length;
    at += length;
    at += strspn(at, " ");
  }
  text_add(out, "\n");
}

static void add_prose(struct text *out, const char *text) {
  add_paragraph(out, text, 0);
  text_add(out, "\n");
}

/* One cell of a table: a bar would end it. */
static void add_cell(struct text *out, const char *cell) {
  text_add(out, " ");
  for (; *cell; cell++) {
    if (*cell == '|') text_add(out, "\\");
    text_add_bytes(out, cell, 1);
  }
  text_add(out, " |");
}

static void add_row(struct text *out, const char *const *cells, size_t count) {
  text_add(out, "|");
  for (size_t i = 0; i < count; i++) add_cell(out, cells[i]);
  text_add(out, "\n");
}

static void add_header(struct text *out, const char *const *names, size_t count) {
  add_row(out, names, count);
  text_add(out, "|");
  for (size_t i = 0; i < count; i++) text_add(out, "---|");
  text_add(out, "\n");
}

#define ADD_ROW(out, ...)                                                                          \
  add_row(out, (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))
#define ADD_HEADER(out, ...)                                                                       \
  add_header(out, (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

static void add_columns(struct text *out, const char *title, const struct column *columns,
                        size_t count) {
  text_add(out, "#### %s\n\n", title);
  ADD_HEADER(out, "name", "unit", "meaning");
  for (size_t i = 0; i < count; i++) {
    ADD_ROW(out, columns[i].name, columns[i].unit, columns[i].meaning);
  }
  text_add(out, "\n");
}

static void add_fields(struct text *out, const char *title, const struct field *fields,
                       size_t count) {
  text_add(out, "#### %s\n\n", title);
  ADD_HEADER(out, "name", "unit", "preset", "meaning", "source");
  for (size_t i = 0; i < count; i++) {
    char preset[128];
    if (fields[i].kind == FIELD_CHOICE) {
      char word[64];
      tables_choice(&fields[i], fields[i].preset, word, sizeof word);
      snprintf(preset, sizeof preset, "%s (%s)", word, fields[i].choices);
    } else {
      snprintf(preset, sizeof preset, "%.6g", fields[i].preset);
    }
    ADD_ROW(out, fields[i].name, fields[i].unit, preset, fields[i].meaning, fields[i].source);
  }
  text_add(out, "\n");
}

static void add_list(struct text *out, enum kind kind, const char *name, const char *text) {
  ADD_HEADER(out, name, text);
  for (size_t i = 0; i < COUNT(rows); i++) {
    if (rows[i].kind == kind) ADD_ROW(out, rows[i].name, rows[i].text);
  }
  text_add(out, "\n");
}

/* The patterns of patterns.def. */
static void add_bands(struct text *out) {
  ADD_HEADER(out, "pattern", "unit", "kind", "band", "fit", "meaning", "source");
  for (int k = 0; k < PATTERN_COUNT; k++) {
    const struct validate_pattern *row = &validate_patterns[k];
    char band[64] = "";
    if (row->gate) snprintf(band, sizeof band, "%.4g to %.4g", row->least, row->most);
    ADD_ROW(out, row->name, row->unit, row->gate ? "gate" : "report", band,
            row->gate ? row->fit : "", row->meaning, row->source);
  }
  text_add(out, "\n");
}

static void add_purpose(struct text *out) {
  text_add(out, "### 1 Purpose and patterns\n\n");
  add_prose(out, prose_purpose);
  add_prose(out, prose_patterns);
  add_list(out, PATTERN, "pattern", "test");
  add_prose(out, prose_measured);
  add_bands(out);
  add_prose(out, prose_unmeasured);
}

static void add_entities(struct text *out) {
  static const char *const sectors[SECTOR_COUNT] = {
      [SECTOR_PERSONS] = "persons",
      [SECTOR_FIRMS] = "firms",
      [SECTOR_BANKS] = "banks",
      [SECTOR_FUNDS] = "funds",
      [SECTOR_TOWNS] = "towns",
      [SECTOR_GOVERNMENT] = "higher government",
      [SECTOR_WORLD] = "rest of the world",
  };
  text_add(out, "### 2 Entities, state variables and scales\n\n");
  add_prose(out, prose_entities);
  add_columns(out, "Firm", firms_columns, firms_columns_count);
  add_columns(out, "Person", persons_columns, persons_columns_count);
  add_columns(out, "Town", towns_columns, towns_columns_count);
  add_columns(out, "Park", towns_park_columns, towns_park_columns_count);
  text_add(out, "#### Others\n\n");
  add_prose(out, prose_others);
  add_list(out, ENTITY, "entity", "state");
  add_prose(out, prose_flows);
  ADD_HEADER(out, "flow", "payer", "payee", "meaning");
  for (int i = 0; i < FLOW_COUNT; i++) {
    ADD_ROW(out, ledger_flows[i].name, sectors[ledger_flows[i].payer],
            sectors[ledger_flows[i].payee], ledger_flows[i].meaning);
  }
  text_add(out, "\n");
  add_prose(out, prose_scales);
}

/* The numbers of a phase's equations, each once, in the order of the table. */
static void list_numbers(const char *phase, char *list, size_t bytes) {
  size_t used = 0;
  const char *last = "";
  list[0] = '\0';
  for (size_t i = 0; i < tables_equations_count && used < bytes; i++) {
    const struct equation_row *row = &tables_equations[i];
    if (strcmp(row->phase, phase) != 0 || strcmp(row->number, last) == 0) continue;
    used += (size_t)snprintf(list + used, bytes - used, "%s%s", used ? ", " : "", row->number);
    last = row->number;
  }
}

/* What happens in a phase of the month. */
static const char *phase_text(const char *phase) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    if (rows[i].kind == PHASE && strcmp(rows[i].name, phase) == 0) return rows[i].text;
  }
  return "";
}

static void add_schedule(struct text *out) {
  text_add(out, "### 3 Process overview and scheduling\n\n");
  add_prose(out, prose_schedule);
  ADD_HEADER(out, "phase", "what happens", "equations");
  for (int i = 0; i < PHASE_COUNT; i++) {
    char name[64], numbers[256];
    snprintf(name, sizeof name, "%d %s", i + 1, world_phases[i]);
    list_numbers(world_phases[i], numbers, sizeof numbers);
    ADD_ROW(out, name, phase_text(world_phases[i]), numbers);
  }
  text_add(out, "\n");
  add_prose(out, prose_burn_in);
}

static void add_concepts(struct text *out) {
  text_add(out, "### 4 Design concepts\n\n");
  for (size_t i = 0; i < COUNT(rows); i++) {
    if (rows[i].kind != CONCEPT) continue;
    text_add(out, "- **%s.** ", rows[i].name);
    add_paragraph(out, rows[i].text, 2);
  }
  text_add(out, "\n");
}

static void add_initial_state(struct text *out) {
  text_add(out, "### 5 Initialisation\n\n");
  add_prose(out, prose_facts);
  add_fields(out, "Facts of a town", tables_towns, tables_towns_count);
  add_fields(out, "Facts of a nation of towns that no one names", tables_nation,
             tables_nation_count);
  add_fields(out, "Facts of a park", tables_parks, tables_parks_count);
  add_fields(out, "Industry: facts of a segment in a park", tables_industry, tables_industry_count);
  text_add(out, "#### Steps\n\n");
  for (size_t i = 0, number = 1; i < COUNT(rows); i++) {
    if (rows[i].kind != STEP) continue;
    text_add(out, "%zu. ", number++);
    add_paragraph(out, rows[i].text, 3);
  }
  text_add(out, "\n");
}

static void add_input(struct text *out) {
  text_add(out, "### 6 Input data\n\n");
  add_prose(out, prose_input);
  add_fields(out, "Facts of a segment", tables_segments, tables_segments_count);
}

static void add_equation(struct text *out, const struct equation_row *row) {
  text_add(out, "**%s %s** (%s, `%s`)\n\n", row->number, row->title, row->phase, row->module);
  for (const char *line = row->formula; *line;) {
    const int length = (int)strcspn(line, "\n");
    text_add(out, "    %.*s\n", length, line);
    line += length + (line[length] == '\n');
  }
  text_add(out, "\n");
  struct text words = {0};
  text_add(&words, "%s Source: %s.", row->terms, row->source);
  if (!words.failed) add_prose(out, words.bytes);
  out->failed |= words.failed;
  text_free(&words);
}

/* Levers are programmes, or shocks, which befall. */
static void add_levers(struct text *out, bool shocks) {
  if (shocks) ADD_HEADER(out, "shock", "equations", "meaning");
  else ADD_HEADER(out, "lever", "equations", "meaning", "what money does", "what it buys");
  for (size_t k = 0; k < LEVER_COUNT; k++) {
    const struct lever_row *row = &tables_levers[k];
    if ((row->money == LEVER_BEFALLS) != shocks) continue;
    if (shocks) ADD_ROW(out, row->name, row->equations, row->meaning);
    else ADD_ROW(out, row->name, row->equations, row->meaning, tables_money(row->money), row->buys);
  }
  text_add(out, "\n");
}

static void add_submodels(struct text *out) {
  text_add(out, "### 7 Submodels\n\n");
  add_prose(out, prose_notation);
  for (size_t i = 0; i < tables_equations_count; i++) add_equation(out, &tables_equations[i]);
  text_add(out, "#### Levers\n\n");
  add_prose(out, prose_levers);
  add_levers(out, false);
  text_add(out, "#### Shocks\n\n");
  add_prose(out, prose_shocks);
  add_levers(out, true);
}

enum status odd_text(struct text *out, struct error *error) {
  text_add(out, "## The model as built (ODD)\n\n");
  add_prose(out, prose_intro);
  add_purpose(out);
  add_entities(out);
  add_schedule(out);
  add_concepts(out);
  add_initial_state(out);
  add_input(out);
  add_submodels(out);
  return out->failed ? error_memory(error, "the document", out->length) : STATUS_OK;
}
