/* What gnuplot reads, as JSON. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* A cell: a number where it is one and nothing else, null where it is empty. */
static json_t *cell_json(const char *cell, size_t length) {
  char text[64], *end;
  if (length == 0) return json_null();
  if (length < sizeof text && strchr("+-.0123456789", cell[0])) {
    memcpy(text, cell, length);
    text[length] = '\0';
    const double value = strtod(text, &end);
    const bool whole = !strpbrk(text, ".eE") && length < 16;
    if (*end == '\0') return whole ? json_integer((json_int_t)value) : cli_json_number(value);
  }
  return json_stringn(cell, length);
}

static json_t *line_json(const char *line, size_t length) {
  json_t *cells = json_array();
  for (const char *end = line + length;;) {
    const char *tab = memchr(line, '\t', (size_t)(end - line));
    json_array_append_new(cells, cell_json(line, (size_t)((tab ? tab : end) - line)));
    if (!tab) return cells;
    line = tab + 1;
  }
}

json_t *cli_tabs_json(const struct text *text) {
  json_t *comments = json_array(), *blocks = json_array(), *rows = NULL;
  for (const char *line = text->bytes; line && *line;) {
    const size_t length = strcspn(line, "\n");
    if (length == 0) {
      rows = NULL;
    } else if (line[0] == '#') {
      json_array_append_new(comments, json_stringn(line, length));
    } else if (rows) {
      json_array_append_new(rows, line_json(line, length));
    } else {
      rows = json_array();
      json_array_append_new(
          blocks, json_pack("{s:o, s:o}", "columns", line_json(line, length), "rows", rows));
    }
    line += length + (line[length] == '\n');
  }
  return json_pack("{s:o, s:o}", "comments", comments, "blocks", blocks);
}
