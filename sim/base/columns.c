#include "bellwether/base/columns.h"

#include "bellwether/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LANES       4  /* of a digest, which do not wait for one another */
#define LANES_LEAST 64 /* bytes from which there are any */

#define SHIFTS 64 /* lines of a page */

/* How far into its block a column begins: a line further than the column before. Blocks begin at
 * the same place of a page, and a core's cache keeps only a few lines of one place: without it the
 * columns of a row would drive one another out. */
static size_t column_shift(size_t column) { return column % SHIFTS * MEMORY_LINE; }

/* Columns are reached through their offsets, whatever their type; memcpy keeps that legal C. */
static char *column_get(const void *table, const struct column *column) {
  char *pointer;
  memcpy(&pointer, (const char *)table + column->offset, sizeof pointer);
  return pointer;
}

static void column_set(void *table, const struct column *column, const char *pointer) {
  memcpy((char *)table + column->offset, &pointer, sizeof pointer);
}

enum status columns_reserve(void *table, const struct column *columns, size_t columns_count,
                            size_t count, size_t capacity, const char *what, struct error *error) {
  for (size_t c = 0; c < columns_count; c++) {
    const size_t shift = column_shift(c), kept = count * columns[c].size;
    char *old = column_get(table, &columns[c]);
    char *fresh = memory_grow(old ? old - shift : NULL, old ? shift + kept : 0,
                              shift + capacity * columns[c].size);
    if (!fresh) {
      return error_memory(error, what, capacity * columns_row_bytes(columns, columns_count));
    }
    column_set(table, &columns[c], fresh + shift);
  }
  return STATUS_OK;
}

void columns_free(void *table, const struct column *columns, size_t columns_count) {
  for (size_t c = 0; c < columns_count; c++) {
    char *column = column_get(table, &columns[c]);
    if (column) free(column - column_shift(c));
    column_set(table, &columns[c], NULL);
  }
}

void columns_clear(void *table, const struct column *columns, size_t columns_count, size_t first,
                   size_t count) {
  for (size_t c = 0; c < columns_count; c++) {
    memset(column_get(table, &columns[c]) + first * columns[c].size, 0, count * columns[c].size);
  }
}

uint64_t columns_digest(const void *table, const struct column *columns, size_t columns_count,
                        size_t count, uint64_t digest) {
  for (size_t c = 0; c < columns_count; c++) {
    digest = columns_digest_bytes(column_get(table, &columns[c]), count * columns[c].size, digest);
  }
  return digest;
}

size_t columns_row_bytes(const struct column *columns, size_t columns_count) {
  size_t bytes = 0;
  for (size_t c = 0; c < columns_count; c++) bytes += columns[c].size;
  return bytes;
}

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x100000001B3u;
  return hash ^ (hash >> 29);
}

uint64_t columns_digest_bytes(const void *bytes, size_t size, uint64_t digest) {
  const unsigned char *at = bytes;
  uint64_t hash = digest ^ 0xCBF29CE484222325u;
  uint64_t lanes[LANES], words[LANES];
  const bool wide = size >= LANES_LEAST;
  for (uint64_t k = 0; k < LANES; k++) lanes[k] = hash + k * 0x9E3779B97F4A7C15u;
  for (; wide && size >= sizeof words; size -= sizeof words, at += sizeof words) {
    memcpy(words, at, sizeof words);
    for (int k = 0; k < LANES; k++) lanes[k] = mix(lanes[k], words[k]);
  }
  for (int k = 0; k < LANES && wide; k++) hash = mix(hash, lanes[k]);
  for (; size >= 8; size -= 8, at += 8) {
    memcpy(words, at, 8);
    hash = mix(hash, words[0]);
  }
  for (; size > 0; size--, at++) hash = (hash ^ *at) * 0x100000001B3u;
  hash ^= hash >> 33;
  hash *= 0xFF51AFD7ED558CCDu;
  return hash ^ (hash >> 33);
}
