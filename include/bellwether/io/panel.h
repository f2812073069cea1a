/* panel.h - one replication agent by agent: in some months or all, with every flow of payments.
 *
 * An HDF5 (netCDF-4) file with a group for each table of agents. A group's columns have a row for
 * each agent and month, months one after the other; `time` is the dimension of all, so that
 * xarray's sel(time="2024-03") gives a month. /payments holds fen by month and flow, with each
 * flow's name, payer, payee and meaning. */
#ifndef BELLWETHER_IO_PANEL_H
#define BELLWETHER_IO_PANEL_H

#include "bellwether/base/columns.h"
#include "bellwether/base/ledger.h"

#include <stdbool.h>

/* What a panel says of itself. */
struct panel_about {
  const char *scenario, *resolved; /* its name; its text, with sources */
  uint32_t replication, seed, months;
  int32_t start; /* date of the first month */
  bool payments; /* whether payments will be added, of every month */
  const char *const *town_names, *const *segment_names, *const *skill_names;
  uint32_t towns, segments, skills;
};

/* A column of a table of agents, and what stands in the file for it. */
struct panel_table {
  const char *name; /* of the group */
  const struct column *columns;
  size_t columns_count;
};

/* Whether a column stands in the file: it does where its type is one of HDF5's or by skill. */
bool panel_takes(const struct column *column);

struct panel;

/* Called once while the file is open: adds every month. */
typedef enum status (*panel_source)(void *context, struct panel *panel, struct error *error);

/* Writes the file whole or not at all. Errors: STATUS_DISK; memory; what `source` returns. */
enum status panel_write(const char *path, const struct panel_about *about, panel_source source,
                        void *context, struct error *error) MUST_CHECK;

/* Adds agents of one month (from 0): `rows` of `table`, whose pointers stand as its columns say.
 * Errors: STATUS_DISK; memory. Cost: one pass over the rows a column. */
enum status panel_add(struct panel *panel, const struct panel_table *what, const void *table,
                      const uint32_t *rows, size_t rows_count, uint32_t month,
                      struct error *error) MUST_CHECK;

/* Adds values of one column, of as many agents as there are, whatever their months: by columns a
 * table is packed without touching a chunk twice. Each column, and the time, must be given all in
 * all as many. Errors: STATUS_DISK. */
enum status panel_add_values(struct panel *panel, const struct panel_table *what,
                             const struct column *column, const void *values, size_t count,
                             struct error *error) MUST_CHECK;

/* The same of the months: `months`, from 0, one an agent, which are overwritten. */
enum status panel_add_months(struct panel *panel, const struct panel_table *what, int32_t *months,
                             size_t count, struct error *error) MUST_CHECK;

/* Adds the payments of one month. Errors: STATUS_DISK. */
enum status panel_add_payments(struct panel *panel, const struct ledger_page *page, uint32_t month,
                               struct error *error) MUST_CHECK;

#endif
