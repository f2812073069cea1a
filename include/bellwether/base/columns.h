/* columns.h - tables of columns, each column declared once.
 *
 * A table lists its columns in an X-macro, `#define FIRM_COLUMNS(C) C(name, type, unit, meaning)`;
 * from that one list follow the struct's pointers, allocation, growth, digest and documentation. */
#ifndef BELLWETHER_BASE_COLUMNS_H
#define BELLWETHER_BASE_COLUMNS_H

#include "bellwether/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct column {
  const char *name;
  const char *type;
  size_t size;   /* bytes a row */
  size_t offset; /* of the pointer in its table's struct */
  const char *unit;
  const char *meaning;
};

/* The pointer of a column in its struct. */
#define COLUMN_POINTER(name, type, unit, meaning) type *name;

/* Makes room for `capacity` rows in each column and keeps the first `count`; new rows hold
 * anything, so that pages that no one writes take no memory (columns_clear sets them to zero).
 * `table`: the struct that holds the pointers. On failure the table is as it was, but for columns
 * that have already grown. Cost: one copy of the table. */
enum status columns_reserve(void *table, const struct column *columns, size_t columns_count,
                            size_t count, size_t capacity, const char *what,
                            struct error *error) MUST_CHECK;

/* Frees each column. */
void columns_free(void *table, const struct column *columns, size_t columns_count);

/* Sets every column of rows [first, first + count) to zero. */
void columns_clear(void *table, const struct column *columns, size_t columns_count, size_t first,
                   size_t count);

/* A 64-bit digest of the first `count` rows of every column, chained on `digest`. */
uint64_t columns_digest(const void *table, const struct column *columns, size_t columns_count,
                        size_t count, uint64_t digest);

/* Bytes that one row takes. */
size_t columns_row_bytes(const struct column *columns, size_t columns_count);

/* Digest of a run of bytes (FNV-1a over 8-byte words, in four lanes from 64 bytes on,
 * finished by a mixer), chained on `digest`. Cost: a byte every 0.1 ns. */
uint64_t columns_digest_bytes(const void *bytes, size_t size, uint64_t digest);

#endif
