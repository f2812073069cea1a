/* What people read on a terminal: its width, broken lines, tables that fit. */
#define _DEFAULT_SOURCE
#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_USUAL 80
#define WIDTH_LEAST 40
#define WIDTH_MOST  10000
#define GAP         2  /* between columns */
#define TEXT_LEAST  12 /* columns of a broken cell of words, unless it needs less */
#define ROW_TALL    2  /* lines; where rows are taller on average, a blank line is between them */

int cli_width(void) {
  const char *said = getenv("COLUMNS");
  const long columns = said ? strtol(said, NULL, 10) : 0;
  if (columns >= WIDTH_LEAST && columns <= WIDTH_MOST) return (int)columns;
  struct winsize size;
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  if (!known) return WIDTH_USUAL;
  return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
}

/* Where a cell may be broken: each breaks where those before it do, too. */
enum breaks {
  BREAKS_NONE,
  BREAKS_WORDS, /* at blanks, and between wide characters; numbers: before their interval; heads:
                   not within a unit in brackets */
  BREAKS_PARTS, /* after / _ - + = , . of a name; numbers: at any blank */
  BREAKS_ANY
};

enum kind { KIND_WORDS, KIND_NUMBER, KIND_HEAD };

/* Whether byte `at` of a cell stands within brackets. */
static bool in_brackets(const char *cell, size_t at) {
  while (at > 0 && !strchr("[](){}", cell[at - 1])) at--;
  return at > 0 && strchr("[({", cell[at - 1]);
}

/* Whether a line may begin at byte `at` > 0 of a cell. */
static bool may_break(const char *cell, size_t at, enum breaks breaks, enum kind kind) {
  int width, before;
  if (breaks == BREAKS_NONE) return false;
  if (cell[at - 1] == ' ') {
    if (breaks >= BREAKS_PARTS || kind == KIND_WORDS) return true;
    if (kind == KIND_HEAD) return !in_brackets(cell, at);
    return strchr("[(", cell[at]) || strncmp(cell + at, "±", strlen("±")) == 0;
  }
  (void)text_character(cell + at, &width);
  size_t previous = at - 1; /* the first byte of the character before */
  while (previous > 0 && ((unsigned char)cell[previous] & 0xC0) == 0x80) previous--;
  (void)text_character(cell + previous, &before);
  if (breaks == BREAKS_ANY || width == 2 || before == 2) return cell[at] != ' ';
  return breaks == BREAKS_PARTS && kind != KIND_NUMBER && strchr("/_-+=,.", cell[at - 1]);
}

/* Bytes of the longest beginning of a cell that takes at most `width` columns, blanks at its end
 * left out; at least one piece. `next`: where the rest begins. */
static size_t first_line(const char *cell, int width, enum breaks breaks, enum kind kind,
                         size_t *next) {
  size_t end = 0;
  int used = 0, one;
  *next = 0;
  for (size_t at = 0;; used += one) {
    if (cell[at] == '\0' || (at > 0 && may_break(cell, at, breaks, kind))) {
      size_t bare = at;
      int columns = used;
      for (; bare > 0 && cell[bare - 1] == ' '; columns--) bare--;
      if (columns > width && end > 0) return end;
      end = bare;
      *next = at;
      if (columns > width || cell[at] == '\0') return end;
    }
    at += text_character(cell + at, &one);
  }
}

/* Columns of the widest piece of a cell that is not broken. */
static int widest_piece(const char *cell, enum breaks breaks, enum kind kind) {
  int widest = 0, used = 0, one;
  for (size_t at = 0; cell[at]; used += one) {
    if (at > 0 && may_break(cell, at, breaks, kind)) used = 0;
    const bool blank = cell[at] == ' ';
    at += text_character(cell + at, &one);
    if (!blank && used + one > widest) widest = used + one;
  }
  return widest;
}

/* Adds a line's words, broken at blanks, each line begun by so many blanks. */
static void add_broken(struct text *out, const char *words, int indent, int width) {
  do {
    size_t next;
    const size_t end = first_line(words, width - indent, BREAKS_WORDS, KIND_WORDS, &next);
    text_add(out, "%*s%.*s\n", end ? indent : 0, "", (int)end, words);
    words += next;
  } while (*words);
}

void cli_say(struct text *out, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int length = vsnprintf(NULL, 0, format, arguments);
  char *said = length >= 0 ? malloc((size_t)length + 1) : NULL;
  if (said) vsnprintf(said, (size_t)length + 1, format, again);
  va_end(again);
  va_end(arguments);
  if (!said) out->failed = true;
  for (char *line = said; line && *line;) {
    const size_t bytes = strcspn(line, "\n"), indent = strspn(line, " ");
    const bool ends = line[bytes] == '\n';
    line[bytes] = '\0';
    add_broken(out, line + (indent < bytes ? indent : bytes), (int)indent, cli_width());
    if (!ends && !out->failed) out->bytes[--out->length] = '\0'; /* its last line goes on */
    line += bytes + ends;
  }
  free(said);
}

/* Bytes of the first word of a command, to a blank outside of quotes; of an option with its value.
 */
static size_t first_word(const char *command) {
  size_t at = 0;
  bool value = command[0] == '-'; /* what may follow */
  for (char quote = '\0'; command[at]; at++) {
    if (!quote && command[at] == ' ') {
      if (!value || command[at + 1] == '-') break;
      value = false;
    }
    if (quote == command[at]) quote = '\0';
    else if (!quote && strchr("'\"", command[at])) quote = command[at];
  }
  return at;
}

void cli_add_command(struct text *out, int indent, const char *command) {
  const int room = cli_width() - (int)strlen(" \\");
  int used = indent;
  text_add(out, "%*s", indent, "");
  for (bool first = true; *command; first = false) {
    char word[4096];
    const size_t bytes = first_word(command);
    snprintf(word, sizeof word, "%.*s", (int)bytes, command);
    const int width = text_width(word);
    const bool last = command[bytes] == '\0';
    if (!first && used + 1 + width > room + (last ? (int)strlen(" \\") : 0)) {
      text_add(out, " \\\n%*s", indent + 4, "");
      used = indent + 4;
    } else if (!first) {
      text_add(out, " ");
      used++;
    }
    text_add_bytes(out, command, bytes);
    used += width;
    command += bytes + !last;
  }
  text_add(out, "\n");
}

void cli_table_add(struct cli_table *table, const char *cell) {
  if (table->cells_count == table->capacity) {
    const size_t capacity = table->capacity ? table->capacity * 2 : 64;
    char **cells = realloc(table->cells, capacity * sizeof *cells);
    if (!cells) {
      table->failed = true;
      return;
    }
    table->cells = cells;
    table->capacity = capacity;
  }
  char *copy = text_copy(cell, strlen(cell));
  if (!copy) table->failed = true;
  else table->cells[table->cells_count++] = copy;
}

void cli_table_free(struct cli_table *table) {
  for (size_t i = 0; i < table->cells_count; i++) free(table->cells[i]);
  free(table->cells);
}

/* How a table is set. */
struct setting {
  const struct cli_table *table;
  enum breaks breaks;
  bool above;  /* the first column stands above its row */
  size_t ends; /* columns from here on stand below their row */
  int dropped; /* columns that have gone, by their order */
  int widths[CLI_COLUMNS_MOST];
};

static bool is_beside(const struct setting *setting, size_t column) {
  const int drop = setting->table->drop[column];
  return column < setting->ends && !(setting->above && column == 0) &&
         !(drop && drop <= setting->dropped);
}

static enum kind kind_of(const struct setting *setting, size_t cell) {
  if (cell < setting->table->columns) return KIND_HEAD;
  return setting->table->right[cell % setting->table->columns] ? KIND_NUMBER : KIND_WORDS;
}

/* Widths that a column would take, and that it needs at least. */
static void measure(const struct setting *setting, size_t column, int *wanted, int *least) {
  const struct cli_table *table = setting->table;
  *wanted = *least = 0;
  for (size_t i = column; i < table->cells_count; i += table->columns) {
    const int width = text_width(table->cells[i]);
    const int piece = widest_piece(table->cells[i], setting->breaks, kind_of(setting, i));
    if (width > *wanted) *wanted = width;
    if (piece > *least) *least = piece;
  }
  const int usual = *wanted < TEXT_LEAST ? *wanted : TEXT_LEAST;
  if (setting->breaks == BREAKS_WORDS && !table->right[column] && *least < usual) *least = usual;
}

/* Gives each column its width: all that it would take where that is no more than a bound that is
 * the same for all, the bound where it is. Returns whether the table fits. */
static bool set_widths(struct setting *setting, int room) {
  const size_t columns = setting->table->columns;
  int wanted[CLI_COLUMNS_MOST], least[CLI_COLUMNS_MOST], bound = 1, shown = 0;
  for (size_t c = 0; c < columns; c++) {
    if (!is_beside(setting, c)) continue;
    measure(setting, c, &wanted[c], &least[c]);
    if (wanted[c] > bound) bound = wanted[c];
    shown++;
  }
  room -= shown ? GAP * (shown - 1) : 0;
  if (setting->above) room -= GAP;
  for (; bound > 0; bound--) {
    int used = 0;
    for (size_t c = 0; c < columns; c++) {
      if (!is_beside(setting, c)) continue;
      const int held = wanted[c] < bound ? wanted[c] : bound;
      setting->widths[c] = held > least[c] ? held : least[c];
      used += setting->widths[c];
    }
    if (used <= room) return true;
  }
  return false;
}

/* The least change that makes the table fit. */
static void set(struct setting *setting, int room) {
  const struct cli_table *table = setting->table;
  int most = 0;
  setting->ends = table->columns;
  if (set_widths(setting, room)) return;
  if (table->below) setting->ends = table->below;
  if (table->below && set_widths(setting, room)) return;
  setting->above = table->leads;
  for (size_t c = 0; c < table->columns; c++) most = table->drop[c] > most ? table->drop[c] : most;
  for (; setting->dropped <= most; setting->dropped++) {
    for (enum breaks breaks = BREAKS_NONE; breaks <= BREAKS_WORDS; breaks++) {
      setting->breaks = breaks;
      if (set_widths(setting, room)) return;
    }
  }
  for (enum breaks breaks = BREAKS_PARTS; breaks <= BREAKS_ANY; breaks++) {
    setting->breaks = breaks;
    if (set_widths(setting, room)) return;
  }
}

/* Adds the next line of each cell of a row that stands beside the others; `at` moves on. */
static bool add_line(const struct setting *setting, size_t row, const char **at, struct text *out) {
  const struct cli_table *table = setting->table;
  bool more = false;
  int blanks = setting->above ? GAP : 0; /* due before the next cell that is not empty */
  for (size_t c = 0; c < table->columns; c++) {
    if (!is_beside(setting, c)) continue;
    size_t next = 0;
    const size_t end = first_line(at[c], setting->widths[c], setting->breaks,
                                  kind_of(setting, row + c), &next);
    char cell[4096];
    snprintf(cell, sizeof cell, "%.*s", (int)end, at[c]);
    const int left = setting->widths[c] - text_width(cell), spare = left > 0 ? left : 0;
    if (table->right[c]) blanks += spare;
    if (end) text_add(out, "%*s%s", blanks, "", cell);
    if (end) blanks = 0;
    blanks += GAP + (table->right[c] ? 0 : spare);
    at[c] += next;
    more |= *at[c] != '\0';
  }
  text_add(out, "\n");
  return more;
}

/* What stands below a row: "meaning [source]". */
static void add_below(const struct setting *setting, size_t row, int room, struct text *out) {
  const struct cli_table *table = setting->table;
  struct text words = {0};
  for (size_t c = setting->ends; c < table->columns; c++) {
    const char *cell = table->cells[row + c];
    if (*cell) text_add(&words, words.length ? " [%s]" : "%s", cell);
  }
  if (words.length) add_broken(out, words.bytes, 2 * GAP, room);
  out->failed |= words.failed;
  text_free(&words);
}

/* Lines that a row takes. */
static size_t row_lines(const struct setting *setting, size_t row) {
  const struct cli_table *table = setting->table;
  size_t most = 0;
  for (size_t c = 0; c < table->columns; c++) {
    size_t lines = 0, next;
    if (!is_beside(setting, c)) continue;
    for (const char *at = table->cells[row + c]; *at; at += next, lines++) {
      (void)first_line(at, setting->widths[c], setting->breaks, kind_of(setting, row + c), &next);
    }
    if (lines > most) most = lines;
  }
  return most;
}

static bool is_tall(const struct setting *setting) {
  const struct cli_table *table = setting->table;
  size_t lines = 0, rows = 0;
  for (size_t row = table->columns; row < table->cells_count; row += table->columns, rows++) {
    lines += row_lines(setting, row);
  }
  return lines > ROW_TALL * rows;
}

void cli_table_print(const struct cli_table *table, struct text *out) {
  const int room = cli_width();
  struct setting setting = {.table = table};
  if (table->failed) out->failed = true;
  if (out->failed) return;
  set(&setting, room);
  const bool apart = is_tall(&setting);
  for (size_t row = 0; row < table->cells_count; row += table->columns) {
    const char *at[CLI_COLUMNS_MOST];
    for (size_t c = 0; c < table->columns; c++) at[c] = table->cells[row + c];
    if (apart && row > 0) text_add(out, "\n");
    if (setting.above) add_broken(out, at[0], 0, room);
    while (add_line(&setting, row, at, out)) {
    }
    add_below(&setting, row, room, out);
  }
}
