/* persons.h - persons as columns; one agent is one person.
 * Owns every array. Rows of persons who have left are empty (skill NO_PERSON) until an arrival
 * takes them. */
#ifndef BELLWETHER_AGENTS_PERSONS_H
#define BELLWETHER_AGENTS_PERSONS_H

#include "bellwether/base/columns.h"
#include "bellwether/base/sum.h"

#define NO_PERSON 255u

#define PERSON_COLUMNS(C)                                                                          \
  C(id, uint64_t, "1", "identity, never reused")                                                   \
  C(employer, uint32_t, "1", "row of the firm that employs it, or NOBODY")                         \
  C(wage, int32_t, "fen/month", "wage; 0 without employer")                                        \
  C(town, uint32_t, "1", "row of the town it lives in")                                            \
  C(home, uint32_t, "1", "row of the town it comes from; NOBODY: from elsewhere")                  \
  C(hired, int16_t, "month", "month in which its employer hired it")                               \
  C(skill, uint8_t, "1", "technician, graduate, high-end; NO_PERSON: the row is empty")

struct persons {
  uint32_t count; /* rows in use, empty ones included */
  uint32_t room;  /* rows there is room for */
  uint32_t living;
  uint32_t empty_count;
  uint32_t *empty;
  uint64_t arrived, departed; /* since the start, the initial population not counted */
  PERSON_COLUMNS(COLUMN_POINTER)
};

extern const struct column persons_columns[];
extern const size_t persons_columns_count;

/* Room for `room` rows. Errors: memory. */
enum status persons_reserve(struct persons *persons, uint32_t room, struct error *error) MUST_CHECK;
void persons_free(struct persons *persons);

/* Blocks of SUM_BLOCK rows: the unit of parallel work. */
static inline uint32_t persons_blocks(const struct persons *persons) {
  return persons->count / SUM_BLOCK + (persons->count % SUM_BLOCK > 0);
}

/* Rows of a block: SUM_BLOCK, but for the last. */
static inline uint32_t persons_in_block(const struct persons *persons, uint32_t block) {
  const uint32_t left = persons->count - block * SUM_BLOCK;
  return left < SUM_BLOCK ? left : SUM_BLOCK;
}

/* Takes an empty row for a person without employer. There must be room: see persons_reserve. */
uint32_t persons_add(struct persons *persons, uint64_t id, uint32_t town, uint32_t home,
                     uint8_t skill);

/* Empties a row. */
void persons_remove(struct persons *persons, uint32_t row);

#endif
