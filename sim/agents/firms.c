#include "bellwether/agents/firms.h"

#include <stdlib.h>

#define FIRM_COLUMN(name, type, unit, meaning)                                                     \
  {#name, #type, sizeof(type), offsetof(struct firms, name), unit, meaning},
const struct column firms_columns[] = {FIRM_COLUMNS(FIRM_COLUMN)};
const size_t firms_columns_count = sizeof firms_columns / sizeof firms_columns[0];

#define FIRM_BYTES(name, type, unit, meaning) +sizeof(type)
_Static_assert(0 FIRM_COLUMNS(FIRM_BYTES) <= 512, "a firm takes at most 512 bytes");

enum status firms_reserve(struct firms *firms, uint32_t room, struct error *error) {
  if (room <= firms->room) return STATUS_OK;
  uint32_t *empty = realloc(firms->empty, room * sizeof *empty);
  if (!empty) return error_memory(error, "firms", room * sizeof *empty);
  firms->empty = empty;
  TRY(columns_reserve(firms, firms_columns, firms_columns_count, firms->count, room, "firms",
                      error));
  firms->room = room;
  return STATUS_OK;
}

void firms_free(struct firms *firms) {
  columns_free(firms, firms_columns, firms_columns_count);
  free(firms->empty);
  *firms = (struct firms){0};
}

#define CLEAR(name, type, unit, meaning) firms->name[row] = (type){0};

static void clear(struct firms *firms, uint32_t row) { FIRM_COLUMNS(CLEAR); }

uint32_t firms_add(struct firms *firms, uint64_t id) {
  const uint32_t row = firms->empty_count ? firms->empty[--firms->empty_count] : firms->count++;
  clear(firms, row);
  firms->id[row] = id;
  firms->open[row] = 1;
  firms->living++;
  return row;
}

void firms_remove(struct firms *firms, uint32_t row) {
  clear(firms, row);
  firms->empty[firms->empty_count++] = row;
  firms->living--;
}
