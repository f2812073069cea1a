#include "bellwether/agents/persons.h"

#include "bellwether/agents/firms.h"

#include <stdlib.h>

#define PERSON_COLUMN(name, type, unit, meaning)                                                   \
  {#name, #type, sizeof(type), offsetof(struct persons, name), unit, meaning},
const struct column persons_columns[] = {PERSON_COLUMNS(PERSON_COLUMN)};
const size_t persons_columns_count = sizeof persons_columns / sizeof persons_columns[0];

#define PERSON_BYTES(name, type, unit, meaning) +sizeof(type)
_Static_assert(0 PERSON_COLUMNS(PERSON_BYTES) <= 32, "a person takes at most 32 bytes");

enum status persons_reserve(struct persons *persons, uint32_t room, struct error *error) {
  if (room <= persons->room) return STATUS_OK;
  uint32_t *empty = realloc(persons->empty, room * sizeof *empty);
  if (!empty) return error_memory(error, "persons", room * sizeof *empty);
  persons->empty = empty;
  TRY(columns_reserve(persons, persons_columns, persons_columns_count, persons->count, room,
                      "persons", error));
  persons->room = room;
  return STATUS_OK;
}

void persons_free(struct persons *persons) {
  columns_free(persons, persons_columns, persons_columns_count);
  free(persons->empty);
  *persons = (struct persons){0};
}

uint32_t persons_add(struct persons *persons, uint64_t id, uint32_t town, uint32_t home,
                     uint8_t skill) {
  const uint32_t row = persons->empty_count ? persons->empty[--persons->empty_count]
                                            : persons->count++;
  persons->id[row] = id;
  persons->employer[row] = NOBODY;
  persons->wage[row] = 0;
  persons->town[row] = town;
  persons->home[row] = home;
  persons->hired[row] = 0;
  persons->skill[row] = skill;
  persons->living++;
  return row;
}

#define CLEAR(name, type, unit, meaning) persons->name[row] = (type){0};

void persons_remove(struct persons *persons, uint32_t row) {
  PERSON_COLUMNS(CLEAR);
  persons->employer[row] = NOBODY;
  persons->skill[row] = NO_PERSON;
  persons->empty[persons->empty_count++] = row;
  persons->living--;
}
