/* panel_raw.h - agents of some months as they stand in memory, streamed to a file while a run goes
 * on and packed into a panel (panel.h) after it: no compression is waited for.
 *
 * The file is whole or not there; its end record is read, so that a cut file is told. */
#ifndef BELLWETHER_IO_PANEL_RAW_H
#define BELLWETHER_IO_PANEL_RAW_H

#include "bellwether/base/file.h"
#include "bellwether/io/panel.h"

#include <stdio.h>

struct panel_raw {
  FILE *file; /* NULL: not open */
  char path[FILE_PATH_BYTES], temporary[FILE_PATH_BYTES];
  uint64_t records;
};

/* Begins a file. Errors: STATUS_DISK. */
enum status panel_raw_open(struct panel_raw *raw, const char *path, struct error *error) MUST_CHECK;

/* Adds agents of one month (from 0): `rows` of `table`; `number`: which of the tables that will
 * read it back. Errors: STATUS_DISK; memory. Cost: one pass over the rows a column, and the disk's.
 */
enum status panel_raw_add(struct panel_raw *raw, uint32_t number, const struct panel_table *what,
                          const void *table, const uint32_t *rows, size_t rows_count,
                          uint32_t month, struct error *error) MUST_CHECK;

/* Ends the file after work that ended with `status`, which is returned unless closing fails first:
 * the file takes its path where the work was good, and is removed where it was not. */
enum status panel_raw_close(struct panel_raw *raw, enum status status,
                            struct error *error) MUST_CHECK;

/* Adds all that a file holds to a panel. Errors: STATUS_DISK where it is cut or of other columns.
 */
enum status panel_raw_pack(const char *path, const struct panel_table *tables, size_t tables_count,
                           struct panel *panel, struct error *error) MUST_CHECK;

#endif
