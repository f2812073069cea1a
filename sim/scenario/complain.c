#include "complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void scenario_note(struct complaints *complaints, struct tree_place place, const char *format,
                   va_list arguments) {
  if (complaints->count == complaints->capacity && complaints->count < SCENARIO_COMPLAINTS_MOST) {
    const size_t capacity = complaints->capacity ? complaints->capacity * 2 : 16;
    struct tree_complaint *list = realloc(complaints->list, capacity * sizeof *list);
    if (!list) return; /* the error is counted all the same by whoever reads `count` > 0 */
    complaints->list = list;
    complaints->capacity = capacity;
  }
  if (complaints->count == complaints->capacity || complaints->count >= SCENARIO_COMPLAINTS_MOST) {
    complaints->more = true;
    return;
  }
  struct tree_complaint *complaint = &complaints->list[complaints->count++];
  complaint->place = place;
  vsnprintf(complaint->message, sizeof complaint->message, format, arguments);
  text_repair(complaint->message);
}

void scenario_complain(struct complaints *complaints, struct tree_place place, const char *format,
                       ...) {
  va_list arguments;
  va_start(arguments, format);
  scenario_note(complaints, place, format, arguments);
  va_end(arguments);
}

void scenario_free_complaints(struct complaints *complaints) {
  free(complaints->list);
  tree_free_sources(&complaints->sources);
  *complaints = (struct complaints){0};
}

/* The text of line `number` (from 1) of a source; its length in *length. */
static const char *line_of(const struct tree_sources *sources, const char *file, int number,
                           size_t *length) {
  for (size_t i = 0; i < sources->count; i++) {
    if (strcmp(sources->list[i].name, file) != 0) continue;
    const char *at = sources->list[i].text;
    for (int line = 1; line < number; line++) {
      at = strchr(at, '\n');
      if (!at) return NULL;
      at++;
    }
    *length = strcspn(at, "\r\n");
    return at;
  }
  return NULL;
}

/* Columns that a terminal gives the characters of a line before the `column`-th. */
static int columns_before(const char *line, size_t length, int column) {
  char before[512];
  size_t bytes = 0;
  int character = 1;
  for (; bytes < length && bytes + 1 < sizeof before; bytes++) {
    character += (line[bytes] & 0xC0) != 0x80;
    if (character > column) break;
    before[bytes] = line[bytes];
  }
  before[bytes] = '\0';
  const int short_by = column - character; /* past the line's end, as for what is missing */
  return text_width(before) + (bytes == length && short_by > 0 ? short_by : 0);
}

/* file:line:column, what kind of complaint, the message, the line, a caret. */
static void print_one(const struct tree_sources *sources, const struct tree_complaint *complaint,
                      const char *kind, struct text *out) {
  enum { SHOWN = 100 }; /* bytes of a line */
  const struct tree_place place = complaint->place;
  text_add(out, "%s:%d:%d: %s%s\n", place.file, place.line, place.column, kind, complaint->message);
  size_t length = 0;
  const char *line = line_of(sources, place.file, place.line, &length);
  if (!line) return;
  text_add(out, "%6d | %.*s\n", place.line, (int)(length < SHOWN ? length : SHOWN), line);
  if (place.column <= SHOWN)
    text_add(out, "       | %*s^\n", columns_before(line, length, place.column), "");
}

void scenario_print_complaints(const struct complaints *complaints, struct text *out) {
  for (size_t i = 0; i < complaints->count; i++) {
    print_one(&complaints->sources, &complaints->list[i], "", out);
  }
  if (complaints->more)
    text_add(out, "more errors than %u: mend these first\n", SCENARIO_COMPLAINTS_MOST);
}

void scenario_print_warning(const struct scenario *scenario, const struct tree_complaint *warning,
                            struct text *out) {
  print_one(&scenario->sources, warning, "warning: ", out);
}
