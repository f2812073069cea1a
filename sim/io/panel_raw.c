#define _XOPEN_SOURCE 700 /* fseeko */
#include "bellwether/io/panel_raw.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RECORD_MARK  0x4C4E5042u /* "BPNL" */
#define END_MARK     0x444E4542u /* "BEND" */
#define BUFFER_BYTES ((size_t)1 << 18)
#define PACKED_ROWS  ((size_t)1 << 20) /* that are packed together */
#define WIDEST       16                /* bytes of a column, at most */

/* Before the columns of one table and month; at the end, `rows` counts the records. */
struct record {
  uint32_t mark, number, month, row_bytes;
  uint64_t rows;
};

static enum status disk(const struct panel_raw *raw, const char *doing, struct error *error) {
  return error_set(error, STATUS_DISK, "cannot %s %s: %s", doing, raw->temporary, strerror(errno));
}

enum status panel_raw_open(struct panel_raw *raw, const char *path, struct error *error) {
  *raw = (struct panel_raw){.file = NULL};
  snprintf(raw->path, sizeof raw->path, "%s", path);
  if (snprintf(raw->temporary, sizeof raw->temporary, "%s.tmp", path) >=
      (int)sizeof raw->temporary) {
    return error_set(error, STATUS_DISK, "the path %.60s... is too long", path);
  }
  raw->file = fopen(raw->temporary, "wb");
  return raw->file ? STATUS_OK : disk(raw, "write", error);
}

static uint32_t row_bytes(const struct panel_table *what) {
  size_t bytes = 0;
  for (size_t c = 0; c < what->columns_count; c++) {
    bytes += panel_takes(&what->columns[c]) ? what->columns[c].size : 0;
  }
  return (uint32_t)bytes;
}

static const char *values_of(const void *table, const struct column *column) {
  const char *values;
  memcpy(&values, (const char *)table + column->offset, sizeof values);
  return values;
}

/* Writes one column of these rows, a buffer at a time. */
static bool write_column(FILE *file, const char *values, size_t size, const uint32_t *rows,
                         size_t count, char *buffer) {
  const size_t most = BUFFER_BYTES / size;
  for (size_t first = 0; first < count; first += most) {
    const size_t here = count - first < most ? count - first : most;
    for (size_t k = 0; k < here; k++) {
      memcpy(buffer + k * size, values + rows[first + k] * size, size);
    }
    if (fwrite(buffer, size, here, file) != here) return false;
  }
  return true;
}

enum status panel_raw_add(struct panel_raw *raw, uint32_t number, const struct panel_table *what,
                          const void *table, const uint32_t *rows, size_t rows_count,
                          uint32_t month, struct error *error) {
  const struct record record = {RECORD_MARK, number, month, row_bytes(what), rows_count};
  char *buffer = malloc(BUFFER_BYTES);
  if (!buffer) return error_memory(error, what->name, BUFFER_BYTES);
  bool good = fwrite(&record, sizeof record, 1, raw->file) == 1;
  for (size_t c = 0; c < what->columns_count && good; c++) {
    const struct column *column = &what->columns[c];
    if (!panel_takes(column)) continue;
    good = write_column(raw->file, values_of(table, column), column->size, rows, rows_count,
                        buffer);
  }
  free(buffer);
  raw->records++;
  return good ? STATUS_OK : disk(raw, "write", error);
}

enum status panel_raw_close(struct panel_raw *raw, enum status status, struct error *error) {
  if (!raw->file) return status;
  const struct record end = {.mark = END_MARK, .rows = raw->records};
  if (status == STATUS_OK && fwrite(&end, sizeof end, 1, raw->file) != 1) {
    status = disk(raw, "write", error);
  }
  if (fclose(raw->file) != 0 && status == STATUS_OK) status = disk(raw, "close", error);
  raw->file = NULL;
  if (status == STATUS_OK) return file_settle(raw->temporary, raw->path, true, error);
  (void)unlink(raw->temporary);
  return status;
}

static enum status damaged(const char *path, struct error *error) {
  return error_set(error, STATUS_DISK,
                   "%s is cut or of another version of Bellwether: remove it, "
                   "and resume simulates its run again",
                   path);
}

/* Where one record's columns begin. */
struct place {
  struct record record;
  long long at;
};

/* Finds all records of a file, into a new list. */
static enum status find_records(FILE *file, const char *path, const struct panel_table *tables,
                                size_t tables_count, struct place **places, size_t *count,
                                struct error *error) {
  for (size_t room = 0;; (*count)++) {
    struct record record;
    if (fread(&record, sizeof record, 1, file) != 1) return damaged(path, error);
    if (record.mark == END_MARK && record.rows == *count) return STATUS_OK;
    if (record.mark != RECORD_MARK || record.number >= tables_count || record.rows > UINT32_MAX ||
        record.row_bytes != row_bytes(&tables[record.number])) {
      return damaged(path, error);
    }
    if (*count == room) {
      room = room ? 2 * room : 64;
      struct place *more = realloc(*places, room * sizeof *more);
      if (!more) return error_memory(error, path, room * sizeof *more);
      *places = more;
    }
    (*places)[*count] = (struct place){record, ftello(file)};
    const off_t length = (off_t)(record.rows * record.row_bytes);
    if ((*places)[*count].at < 0 || fseeko(file, length, SEEK_CUR) != 0)
      return damaged(path, error);
  }
}

/* One table of a file that is being packed. */
struct packing {
  FILE *file;
  const char *path;
  const struct panel_table *what;
  uint32_t number;
  const struct place *places;
  size_t count;
  struct panel *panel;
  char *buffer; /* PACKED_ROWS rows of the widest column */
};

static enum status pack_months(const struct packing *packing, struct error *error) {
  int32_t *months = (int32_t *)(void *)packing->buffer;
  size_t held = 0;
  for (size_t p = 0; p < packing->count; p++) {
    const struct record *record = &packing->places[p].record;
    for (uint64_t k = 0; k < record->rows && record->number == packing->number; k++) {
      months[held++] = (int32_t)record->month;
      if (held < PACKED_ROWS) continue;
      TRY(panel_add_months(packing->panel, packing->what, months, held, error));
      held = 0;
    }
  }
  return panel_add_months(packing->panel, packing->what, months, held, error);
}

/* One column of all months: `skipped` bytes of a row stand before it. */
static enum status pack_column(const struct packing *packing, const struct column *column,
                               size_t skipped, struct error *error) {
  size_t held = 0;
  for (size_t p = 0; p < packing->count; p++) {
    const struct place *place = &packing->places[p];
    if (place->record.number != packing->number) continue;
    const off_t at = (off_t)(place->at + (long long)(place->record.rows * skipped));
    if (fseeko(packing->file, at, SEEK_SET) != 0) return damaged(packing->path, error);
    for (uint64_t left = place->record.rows; left > 0;) {
      const size_t room = PACKED_ROWS - held, here = left < room ? (size_t)left : room;
      if (fread(packing->buffer + held * column->size, column->size, here, packing->file) != here) {
        return damaged(packing->path, error);
      }
      held += here;
      left -= here;
      if (held < PACKED_ROWS) continue;
      TRY(panel_add_values(packing->panel, packing->what, column, packing->buffer, held, error));
      held = 0;
    }
  }
  return panel_add_values(packing->panel, packing->what, column, packing->buffer, held, error);
}

static enum status pack_table(const struct packing *packing, struct error *error) {
  size_t skipped = 0;
  TRY(pack_months(packing, error));
  for (size_t c = 0; c < packing->what->columns_count; c++) {
    const struct column *column = &packing->what->columns[c];
    if (!panel_takes(column)) continue;
    TRY(pack_column(packing, column, skipped, error));
    skipped += column->size;
  }
  return STATUS_OK;
}

static enum status pack(FILE *file, const char *path, const struct panel_table *tables,
                        size_t tables_count, const struct place *places, size_t count,
                        struct panel *panel, struct error *error) {
  char *buffer = malloc(PACKED_ROWS * WIDEST);
  enum status status = buffer ? STATUS_OK : error_memory(error, path, PACKED_ROWS * WIDEST);
  for (size_t t = 0; t < tables_count && status == STATUS_OK; t++) {
    bool any = false;
    for (size_t p = 0; p < count; p++) any |= places[p].record.number == t;
    const struct packing packing = {.file = file,
                                    .path = path,
                                    .what = &tables[t],
                                    .number = (uint32_t)t,
                                    .places = places,
                                    .count = count,
                                    .panel = panel,
                                    .buffer = buffer};
    if (any) status = pack_table(&packing, error);
  }
  free(buffer);
  return status;
}

enum status panel_raw_pack(const char *path, const struct panel_table *tables, size_t tables_count,
                           struct panel *panel, struct error *error) {
  FILE *file = fopen(path, "rb");
  if (!file) return error_set(error, STATUS_DISK, "cannot read %s: %s", path, strerror(errno));
  struct place *places = NULL;
  size_t count = 0;
  enum status status = find_records(file, path, tables, tables_count, &places, &count, error);
  if (status == STATUS_OK) {
    status = pack(file, path, tables, tables_count, places, count, panel, error);
  }
  free(places);
  (void)fclose(file); /* nothing was written */
  return status;
}
