#include "bellwether/agents/economy.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array)    (sizeof(array) / sizeof(array)[0])
#define LIST_LEAST      64                    /* rows of a list at first */
#define STAFF_BUCKET    (1024u << STAFF_BITS) /* destinations: firms whose staff changes together */
#define OPENINGS_BUCKET 1024u                 /* openings that are filled together */

static enum status grow(void *pointer, size_t count, size_t size, const char *what,
                        struct error *error) {
  void *old, *fresh;
  memcpy(&old, pointer, sizeof old);
  fresh = realloc(old, count * size);
  if (!fresh) return error_memory(error, what, count * size);
  memcpy(pointer, &fresh, sizeof fresh);
  return STATUS_OK;
}

/* Scratch by town and by roster group: made once, so that pointers into it hold. */
static enum status create_group_scratch(struct economy *economy, struct error *error) {
  const size_t parks = economy->parks.count, towns = economy->towns.count;
  const size_t groups = parks * economy->segments_count;
  double **by_group[] = {&economy->reach, &economy->attraction, &economy->group_scratch[0],
                         &economy->group_scratch[1]};
  for (size_t i = 0; i < COUNT(by_group); i++) {
    TRY(grow(by_group[i], groups + 1, sizeof(double), "segments", error));
    memset(*by_group[i], 0, (groups + 1) * sizeof(double));
  }
  TRY(grow(&economy->town_scratch, towns * 2 * SKILL_COUNT, sizeof(double), "towns", error));
  TRY(grow(&economy->labour.board_first, towns * SKILL_COUNT + 1, sizeof(uint32_t), "towns",
           error));
  TRY(grow(&economy->labour.board_least, towns * SKILL_COUNT, sizeof(float), "towns", error));
  TRY(grow(&economy->labour.arrivals, towns * SKILL_COUNT * ARRIVE_COUNT + 1, sizeof(uint32_t),
           "towns", error));
  TRY(grow(&economy->park_scratch, economy_park_lanes(economy->segments_count) * parks,
           sizeof(double), "parks", error));
  const size_t counts = groups > 2 * parks ? groups : 2 * parks;
  TRY(grow(&economy->group_counts, counts + 1, sizeof *economy->group_counts, "segments", error));
  struct roster *roster = &economy->roster;
  TRY(grow(&roster->group_first, groups + 2, sizeof *roster->group_first, "segments", error));
  roster->groups = (uint32_t)groups;
  return STATUS_OK;
}

static enum status reserve_firms(struct economy *economy, uint32_t capacity, struct error *error) {
  if (!economy->scratch_firms) TRY(create_group_scratch(economy, error));
  TRY(firms_reserve(&economy->firms, capacity, error));
  const size_t parts = (size_t)economy->roster.groups + capacity / SUM_BLOCK + 1;
  const size_t openings = (size_t)capacity * SKILL_COUNT;
  struct roster *roster = &economy->roster;
  for (size_t i = 0; i < COUNT(economy->firm_scratch); i++) {
    TRY(grow(&economy->firm_scratch[i], capacity, sizeof(double), "firms", error));
  }
  for (size_t i = 0; i < COUNT(economy->firm_amounts); i++) {
    TRY(grow(&economy->firm_amounts[i], capacity, sizeof(int64_t), "firms", error));
  }
  for (size_t i = 0; i < COUNT(economy->part_sums); i++) {
    TRY(grow(&economy->part_sums[i], parts, sizeof(double), "firms", error));
  }
  for (size_t i = 0; i < COUNT(economy->part_amounts); i++) {
    TRY(grow(&economy->part_amounts[i], parts, sizeof(int64_t), "firms", error));
  }
  TRY(grow(&economy->supplies, capacity, sizeof(double), "firms", error));
  TRY(grow(&economy->requests, capacity, sizeof *economy->requests, "firms", error));
  TRY(grow(&economy->labour.openings, openings, sizeof(struct opening), "firms", error));
  TRY(grow(&economy->labour.by_employer, (size_t)capacity + 1, sizeof(uint32_t), "firms", error));
  TRY(grow(&economy->labour.queued, openings, sizeof(uint32_t), "firms", error));
  TRY(grow(&roster->rows, capacity, sizeof *roster->rows, "firms", error));
  TRY(grow(&roster->parts, parts, sizeof *roster->parts, "firms", error));
  economy->scratch_firms = capacity;
  return STATUS_OK;
}

static enum status reserve_persons(struct economy *economy, uint32_t capacity,
                                   struct error *error) {
  TRY(persons_reserve(&economy->persons, capacity, error));
  struct labour *labour = &economy->labour;
  const size_t blocks = capacity / SUM_BLOCK + 1;
  /* Most slots are never written: memory that no one touches is not taken. */
  TRY(grow(&labour->slots, blocks * LABOUR_SLOTS, sizeof *labour->slots, "persons", error));
  TRY(grow(&labour->told, blocks, sizeof(uint32_t), "persons", error));
  TRY(grow(&labour->planned, blocks, sizeof(uint32_t), "persons", error));
  TRY(grow(&labour->told_first, blocks + 1, sizeof(uint32_t), "persons", error));
  TRY(grow(&labour->planned_first, blocks + 1, sizeof(uint32_t), "persons", error));
  return STATUS_OK;
}

/* Room for `wanted` rows: at least an eighth more than there was, within 32 bits. */
static uint32_t grown(uint64_t wanted, uint32_t capacity) {
  const uint64_t next = (uint64_t)capacity + capacity / 8;
  const uint64_t room = wanted > next ? wanted : next;
  return room < NOBODY ? (uint32_t)room : NOBODY - 1;
}

enum status economy_reserve(struct economy *economy, uint32_t more_firms, uint32_t more_persons,
                            struct error *error) {
  const uint64_t firms = (uint64_t)economy->firms.count - economy->firms.empty_count + more_firms;
  const uint64_t persons = (uint64_t)economy->persons.count - economy->persons.empty_count +
                           more_persons;
  if (firms >= NOBODY || persons >= NOBODY) {
    return error_set(error, STATUS_FAILURE, "more than 4 billion firms or persons");
  }
  if (firms > economy->firms.room || !economy->firms.room) {
    TRY(reserve_firms(economy, grown(firms + 1, economy->firms.room), error));
  }
  if (persons > economy->persons.room || !economy->persons.room) {
    TRY(reserve_persons(economy, grown(persons + 1, economy->persons.room), error));
  }
  return STATUS_OK;
}

enum status economy_reserve_messages(struct economy *economy, uint32_t to_firms,
                                     uint32_t applications, struct error *error) {
  struct labour *labour = &economy->labour;
  const uint32_t openings = labour->board_first[economy->towns.count * SKILL_COUNT];
  const uint32_t spare = to_firms / 4, more = applications / 4;
  if (economy->scratch_firms > ECONOMY_FIRMS_MOST) {
    return error_set(error, STATUS_FAILURE, "more than %u firms", ECONOMY_FIRMS_MOST);
  }
  const bool told = to_firms > labour->staff.room;
  TRY(messages_reserve(&labour->staff, told ? to_firms + spare : to_firms,
                       economy->scratch_firms << STAFF_BITS, STAFF_BUCKET, error));
  const bool applied = applications > labour->applications.room;
  TRY(messages_reserve(&labour->applications, applied ? applications + more : applications,
                       openings, OPENINGS_BUCKET, error));
  if (applications > labour->applicants_room) {
    TRY(grow(&labour->applicants, applications + more, sizeof *labour->applicants, "applications",
             error));
    labour->applicants_room = applications + more;
  }
  return STATUS_OK;
}

/* Room for one more in a list that doubles when it is full. */
static enum status grow_list(void *pointer, uint32_t count, uint32_t *capacity, size_t size,
                             const char *what, struct error *error) {
  if (count < *capacity) return STATUS_OK;
  const uint32_t more = *capacity ? *capacity * 2 : LIST_LEAST;
  TRY(grow(pointer, more, size, what, error));
  *capacity = more;
  return STATUS_OK;
}

enum status economy_add_project(struct economy *economy, struct project project,
                                struct error *error) {
  TRY(grow_list(&economy->projects, economy->projects_count, &economy->projects_capacity,
                sizeof project, "projects", error));
  economy->projects[economy->projects_count++] = project;
  return STATUS_OK;
}

enum status economy_add_construction(struct economy *economy, struct construction construction,
                                     struct error *error) {
  TRY(grow_list(&economy->constructions, economy->constructions_count,
                &economy->constructions_capacity, sizeof construction, "plants", error));
  economy->constructions[economy->constructions_count++] = construction;
  economy->parks.floor_coming[construction.park] += construction.floor;
  return STATUS_OK;
}

enum status economy_add_stake(struct economy *economy, struct stake stake, struct error *error) {
  TRY(grow_list(&economy->stakes, economy->stakes_count, &economy->stakes_capacity, sizeof stake,
                "stakes", error));
  economy->stakes[economy->stakes_count++] = stake;
  return STATUS_OK;
}

static void free_labour(struct labour *labour) {
  free(labour->openings);
  free(labour->board_first);
  free(labour->board_least);
  free(labour->queued);
  free(labour->by_employer);
  free(labour->slots);
  free(labour->told);
  free(labour->planned);
  free(labour->told_first);
  free(labour->planned_first);
  free(labour->applicants);
  free(labour->arrivals);
  messages_free(&labour->staff);
  messages_free(&labour->applications);
}

void economy_free(struct economy *economy) {
  firms_free(&economy->firms);
  persons_free(&economy->persons);
  towns_free(&economy->towns);
  towns_free_parks(&economy->parks);
  for (size_t i = 0; i < COUNT(economy->firm_scratch); i++) free(economy->firm_scratch[i]);
  for (size_t i = 0; i < COUNT(economy->firm_amounts); i++) free(economy->firm_amounts[i]);
  for (size_t i = 0; i < COUNT(economy->group_scratch); i++) free(economy->group_scratch[i]);
  for (size_t i = 0; i < COUNT(economy->part_sums); i++) free(economy->part_sums[i]);
  for (size_t i = 0; i < COUNT(economy->part_amounts); i++) free(economy->part_amounts[i]);
  free(economy->group_counts);
  free(economy->park_scratch);
  free(economy->reach);
  free(economy->attraction);
  free(economy->roster.rows);
  free(economy->roster.parts);
  free(economy->roster.group_first);
  free(economy->markets);
  free(economy->neighbours);
  free(economy->neighbours_first);
  free(economy->projects);
  free(economy->constructions);
  free(economy->stakes);
  free(economy->lever_states);
  free(economy->supplies);
  free(economy->requests);
  free(economy->town_scratch);
  free_labour(&economy->labour);
  *economy = (struct economy){0};
}

uint64_t economy_bytes(uint64_t firms, uint64_t persons, uint64_t towns, uint64_t segments) {
  const uint64_t firm = columns_row_bytes(firms_columns, firms_columns_count) +
                        sizeof(uint32_t) * 3 + sizeof(double) * 3 + sizeof(int64_t) * 2 +
                        sizeof(struct request) +
                        (sizeof(struct opening) + sizeof(uint32_t)) * SKILL_COUNT;
  /* Of the messages and their slots only those are touched that a month sends. */
  const uint64_t person = columns_row_bytes(persons_columns, persons_columns_count) +
                          sizeof(uint32_t) + 2 * sizeof(struct message);
  const uint64_t town = columns_row_bytes(towns_columns, towns_columns_count) +
                        columns_row_bytes(towns_park_columns, towns_park_columns_count) +
                        sizeof(double) * economy_park_lanes((uint32_t)segments) +
                        segments * (sizeof(uint32_t) * 2 + sizeof(double) * 8 +
                                    sizeof(int64_t) * 3 + sizeof(struct part)) +
                        (sizeof(double) + sizeof(float) + sizeof(uint32_t) * (1 + ARRIVE_COUNT)) *
                            SKILL_COUNT;
  return firms * firm + persons * person + towns * town;
}
