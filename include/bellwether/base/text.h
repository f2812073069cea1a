/* text.h - growing text, display width, spelling. */
#ifndef BELLWETHER_BASE_TEXT_H
#define BELLWETHER_BASE_TEXT_H

#include "bellwether/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* A text that grows; always ends in NUL once it holds something. `failed`: memory ran out. */
struct text {
  char *bytes;
  size_t length, capacity;
  bool failed;
};

void text_add(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_add_bytes(struct text *text, const char *bytes, size_t count);
void text_free(struct text *text);

/* Adds a field of comma-separated values: in quotes where it holds a comma, a quote or
 * a line's end. */
void text_add_field(struct text *text, const char *field);

/* Puts ? where bytes are no UTF-8: a text that was cut may end within a character. */
void text_repair(char *text);

/* Columns that UTF-8 text takes on a terminal (wide CJK characters take two). */
int text_width(const char *utf8);

/* Bytes of the first character of a text that is not empty, and the columns that it takes. A byte
 * that begins none counts as one. */
size_t text_character(const char *utf8, int *width);

/* Adds `utf8` padded with blanks to `width` columns: width > 0 left-aligned, < 0 right-aligned. */
void text_add_padded(struct text *text, const char *utf8, int width);

/* The candidate nearest to `word` (Damerau-Levenshtein distance at most a third of its length, at
 * least 1), or NULL. */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

/* Signs as a Chinese keyboard writes them: ：，｛｝１“ and the like. The first one in a text, or
 * NULL; its bytes into `length`. */
const char *text_find_wide(const char *text, size_t *length);

/* A text with the signs of a plain keyboard in place of these, a blank after what was '：' or '，',
 * into `out`, cut where it is longer. Returns out. */
const char *text_narrow(const char *text, char *out, size_t bytes);

/* What to say of a text that has such a sign: "; '：' is a full-width character: write 'a: b'", or
 * nothing, into `out`. Returns out. */
#define TEXT_HINT 256
const char *text_wide_hint(const char *text, char *out, size_t bytes);

/* A copy of `source` that the caller frees, or NULL when memory runs out. */
char *text_copy(const char *source, size_t length);

/* Whether a text is UTF-8 without control characters, blanks and line ends aside. `path` names it
 * in the error. Errors: STATUS_SCENARIO. */
enum status text_check(const char *path, const struct text *text, struct error *error) MUST_CHECK;

/* Reads a whole file of at most `limit` bytes, whatever they are. Errors: STATUS_SCENARIO with path
 * and reason: missing, unreadable, longer than the limit, a folder. */
enum status text_read_bytes(const char *path, size_t limit, struct text *text,
                            struct error *error) MUST_CHECK;

/* The same of plain UTF-8 text; anything else is an error too. */
enum status text_read_file(const char *path, size_t limit, struct text *text,
                           struct error *error) MUST_CHECK;

#endif
