#define _XOPEN_SOURCE 700
#include "bellwether/base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BLANK_LINES_MOST 1000

static bool text_reserve(struct text *text, size_t more) {
  if (text->failed) return false;
  if (text->length + more + 1 <= text->capacity) return true;
  size_t capacity = text->capacity ? text->capacity : 256;
  while (capacity < text->length + more + 1) capacity *= 2;
  char *bytes = realloc(text->bytes, capacity);
  if (!bytes) {
    text->failed = true;
    return false;
  }
  text->bytes = bytes;
  text->capacity = capacity;
  return true;
}

void text_add_bytes(struct text *text, const char *bytes, size_t count) {
  if (!text_reserve(text, count)) return;
  if (count) memcpy(text->bytes + text->length, bytes, count);
  text->length += count;
  text->bytes[text->length] = '\0';
}

void text_add(struct text *text, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int wanted = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (wanted >= 0 && text_reserve(text, (size_t)wanted)) {
    vsnprintf(text->bytes + text->length, (size_t)wanted + 1, format, again);
    text->length += (size_t)wanted;
  }
  va_end(again);
}

void text_add_field(struct text *text, const char *field) {
  if (!strpbrk(field, ",\"\r\n")) {
    text_add_bytes(text, field, strlen(field));
    return;
  }
  text_add(text, "\"");
  for (; *field; field++)
    text_add_bytes(text, *field == '"' ? "\"\"" : field, *field == '"' ? 2 : 1);
  text_add(text, "\"");
}

void text_free(struct text *text) {
  free(text->bytes);
  *text = (struct text){0};
}

#define MALFORMED UINT32_MAX

/* Decodes one character of UTF-8 (RFC 3629); returns its bytes. MALFORMED: one byte that begins
 * none. */
static size_t utf8_next(const unsigned char *at, uint32_t *character) {
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  const size_t more = *at >= 0xF0 ? 3 : *at >= 0xE0 ? 2 : *at >= 0xC0 ? 1 : 0;
  uint32_t value = more == 3 ? *at & 7u : more == 2 ? *at & 15u : more == 1 ? *at & 31u : *at;
  bool good = more > 0 ? *at < 0xF8 : *at < 0x80;
  size_t i = 1;
  for (; good && i <= more; i++) {
    good = (at[i] & 0xC0) == 0x80;
    value = value << 6 | (at[i] & 63u);
  }
  good = good && value >= least[more] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  *character = good ? value : MALFORMED;
  return good ? more + 1 : 1;
}

void text_repair(char *text) {
  for (unsigned char *at = (unsigned char *)text; *at;) {
    uint32_t character;
    const size_t length = utf8_next(at, &character);
    if (character == MALFORMED) *at = '?';
    at += length;
  }
}

/* Columns of one character on a terminal. */
static int character_width(uint32_t c) {
  const bool combining = c >= 0x300 && c <= 0x36F;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
  return combining ? 0 : wide ? 2 : 1;
}

size_t text_character(const char *utf8, int *width) {
  uint32_t character;
  const size_t bytes = utf8_next((const unsigned char *)utf8, &character);
  *width = character_width(character);
  return bytes;
}

int text_width(const char *utf8) {
  int width = 0, one;
  for (const char *at = utf8; *at; width += one) at += text_character(at, &one);
  return width;
}

void text_add_padded(struct text *text, const char *utf8, int width) {
  const int blanks = abs(width) - text_width(utf8);
  if (width < 0 && blanks > 0) text_add(text, "%*s", blanks, "");
  text_add(text, "%s", utf8);
  if (width > 0 && blanks > 0) text_add(text, "%*s", blanks, "");
}

/* Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
static size_t spelling_distance(const char *a, const char *b) {
  enum { LONGEST = 63 };
  size_t rows[3][LONGEST + 1];
  const size_t m = strlen(a), n = strlen(b);
  if (m > LONGEST || n > LONGEST) return SIZE_MAX;
  for (size_t j = 0; j <= n; j++) rows[0][j] = j;
  for (size_t i = 1; i <= m; i++) {
    size_t *row = rows[i % 3];
    const size_t *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= n; j++) {
      size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
      if (above[j] + 1 < best) best = above[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
          before[j - 2] + 1 < best) {
        best = before[j - 2] + 1;
      }
      row[j] = best;
    }
  }
  return rows[m % 3][n];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count) {
  const char *nearest = NULL;
  size_t best = strlen(word) / 3 > 1 ? strlen(word) / 3 : 1;
  for (size_t i = 0; i < count; i++) {
    const size_t distance = spelling_distance(word, candidates[i]);
    if (distance < best || (distance == best && !nearest)) {
      nearest = candidates[i];
      best = distance;
    }
  }
  return nearest;
}

/* The plain sign that a full-width one stands for; 0 where it is none. */
static char narrow_of(uint32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return (char)(c - 0xFF01 + '!');
  return c == 0x3000                  ? ' '
         : c == 0x3001                ? ','
         : c == 0x3002                ? '.'
         : c == 0x2018 || c == 0x2019 ? '\''
         : c == 0x201C || c == 0x201D ? '"'
                                      : '\0';
}

const char *text_find_wide(const char *text, size_t *length) {
  uint32_t c;
  for (const char *at = text; *at; at += *length) {
    *length = utf8_next((const unsigned char *)at, &c);
    if (narrow_of(c)) return at;
  }
  return NULL;
}

const char *text_narrow(const char *text, char *out, size_t bytes) {
  size_t used = 0, length;
  for (const char *at = text; *at; at += length) {
    uint32_t c;
    length = utf8_next((const unsigned char *)at, &c);
    const char narrow[2] = {narrow_of(c), ' '};
    /* YAML wants a blank after a colon or a comma. */
    const bool blank = (*narrow == ':' || *narrow == ',') && at[length] != ' ';
    const size_t takes = *narrow ? (blank ? 2 : 1) : length;
    if (used + takes >= bytes) break;
    memcpy(out + used, *narrow ? narrow : at, takes);
    used += takes;
  }
  out[used] = '\0';
  return out;
}

const char *text_wide_hint(const char *text, char *out, size_t bytes) {
  char narrow[100];
  size_t length;
  const char *wide = text_find_wide(text, &length);
  out[0] = '\0';
  if (wide) {
    snprintf(out, bytes, "; '%.*s' is a full-width character: write '%s'", (int)length, wide,
             text_narrow(text, narrow, sizeof narrow));
  }
  return out;
}

char *text_copy(const char *source, size_t length) {
  char *copy = malloc(length + 1);
  if (!copy) return NULL;
  memcpy(copy, source, length);
  copy[length] = '\0';
  return copy;
}

/* Some parsers take time that grows with the square of a run of blank lines. */
static enum status blank_check(const char *path, const struct text *text, struct error *error) {
  size_t run = 0;
  for (size_t i = 0; i < text->length; i++) {
    const char c = text->bytes[i];
    run = c == '\n' ? run + 1 : c == ' ' || c == '\r' || c == '\t' ? run : 0;
    if (run > BLANK_LINES_MOST) {
      return error_set(error, STATUS_SCENARIO, "%s: more than %d blank lines in a row", path,
                       BLANK_LINES_MOST);
    }
  }
  return STATUS_OK;
}

enum status text_check(const char *path, const struct text *text, struct error *error) {
  size_t line = 1;
  for (size_t i = 0; i < text->length;) {
    const unsigned char byte = (unsigned char)text->bytes[i];
    if (byte == '\n') line++;
    uint32_t character;
    const size_t length = utf8_next((const unsigned char *)text->bytes + i, &character);
    const bool control = byte < 32 && byte != '\n' && byte != '\r' && byte != '\t';
    if (control || byte == 127 || character == MALFORMED) {
      return error_set(
          error, STATUS_SCENARIO,
          "%s:%zu: byte 0x%02x is not text: a scenario is a YAML file in UTF-8; save it as "
          "UTF-8, or convert it, as in 'iconv -f gbk -t utf-8'",
          path, line, byte);
    }
    i += length;
  }
  return STATUS_OK;
}

enum status text_read_bytes(const char *path, size_t limit, struct text *text,
                            struct error *error) {
  struct stat about;
  if (stat(path, &about) != 0) {
    return error_set(error, STATUS_SCENARIO, "cannot read %s: %s", path, strerror(errno));
  }
  if (S_ISDIR(about.st_mode)) {
    return error_set(error, STATUS_SCENARIO, "%s is a folder: name a file in it", path);
  }
  if (about.st_size > 0 && (uint64_t)about.st_size > limit) {
    return error_set(error, STATUS_SCENARIO, "%s has %lld bytes: at most %zu are read", path,
                     (long long)about.st_size, limit);
  }
  FILE *file = fopen(path, "rb");
  if (!file) return error_set(error, STATUS_SCENARIO, "cannot read %s: %s", path, strerror(errno));
  char block[8192];
  size_t got;
  while ((got = fread(block, 1, sizeof block, file)) > 0 && text->length <= limit) {
    text_add_bytes(text, block, got);
  }
  const bool broken = ferror(file) != 0;
  fclose(file); /* nothing was written */
  if (broken) return error_set(error, STATUS_FAILURE, "cannot read %s to its end", path);
  if (text->failed) return error_memory(error, path, limit);
  if (text->length > limit) {
    return error_set(error, STATUS_SCENARIO, "%s has more than %zu bytes: at most %zu are read",
                     path, limit, limit);
  }
  text_add_bytes(text, "", 0);
  return STATUS_OK;
}

enum status text_read_file(const char *path, size_t limit, struct text *text, struct error *error) {
  TRY(text_read_bytes(path, limit, text, error));
  TRY(blank_check(path, text, error));
  return text_check(path, text, error);
}
