#include "agents_table.h"

#include <stdlib.h>

static const char *const skill_names[SKILL_COUNT] = {"technician", "graduate", "high_end"};

/* Persons as a file has them: rows of firms mean nothing there, ids do. */
#define SHOWN_PERSON_COLUMNS(C)                                                                    \
  C(id, uint64_t, "1", "identity, never reused")                                                   \
  C(employer, uint64_t, "1", "identity of the firm that employs it; 0: none")                      \
  C(wage, int32_t, "fen/month", "wage; 0 without employer")                                        \
  C(town, uint32_t, "1", "row of the town it lives in")                                            \
  C(home, uint32_t, "1", "row of the town it comes from; 4294967295: from elsewhere")              \
  C(hired, int16_t, "month", "month in which its employer hired it, since the start")              \
  C(skill, uint8_t, "1", "technician, graduate, high-end")
struct shown_persons {
  SHOWN_PERSON_COLUMNS(COLUMN_POINTER)
};
#define SHOWN_COLUMN(name, type, unit, meaning)                                                    \
  {#name, #type, sizeof(type), offsetof(struct shown_persons, name), unit, meaning},
static const struct column person_columns[] = {SHOWN_PERSON_COLUMNS(SHOWN_COLUMN)};

struct panel_table agents_table(enum agents_table number) {
  if (number == AGENTS_FIRMS) {
    return (struct panel_table){"firms", firms_columns, firms_columns_count};
  }
  return (struct panel_table){"persons", person_columns,
                              sizeof person_columns / sizeof person_columns[0]};
}

static enum status give_persons(const struct economy *economy, uint32_t month, agents_sink sink,
                                void *to, struct error *error) {
  const struct persons *persons = &economy->persons;
  uint32_t *rows = malloc(persons->count * sizeof *rows + 1);
  uint64_t *employer = malloc(persons->count * sizeof *employer + 1);
  if (!rows || !employer) {
    free(rows);
    free(employer);
    return error_memory(error, "persons", persons->count * sizeof *employer);
  }
  const struct shown_persons shown = {persons->id,   employer,       persons->wage, persons->town,
                                      persons->home, persons->hired, persons->skill};
  uint32_t count = 0;
  for (uint32_t i = 0; i < persons->count; i++) {
    if (persons->skill[i] == NO_PERSON) continue;
    const uint32_t firm = persons->employer[i];
    employer[i] = firm == NOBODY ? 0 : economy->firms.id[firm];
    rows[count++] = i;
  }
  const enum status status = sink(to, AGENTS_PERSONS, &shown, rows, count, month, error);
  free(rows);
  free(employer);
  return status;
}

enum status agents_give(const struct economy *economy, enum agents_table number, uint32_t month,
                        agents_sink sink, void *to, struct error *error) {
  const struct roster *roster = &economy->roster;
  if (number == AGENTS_PERSONS) return give_persons(economy, month, sink, to, error);
  return sink(to, AGENTS_FIRMS, &economy->firms, roster->rows, roster->count, month, error);
}

static enum status write_panel(const char *path, struct panel_about *about,
                               const struct scenario *scenario, panel_source source, void *context,
                               struct error *error) {
  const char **names = calloc((size_t)scenario->towns_count + scenario->segments_count,
                              sizeof *names);
  if (!names) return error_memory(error, "names", scenario->towns_count * sizeof *names);
  const char **segments = names + scenario->towns_count;
  for (uint32_t t = 0; t < scenario->towns_count; t++) names[t] = scenario->town_names[t];
  for (uint32_t s = 0; s < scenario->segments_count; s++) segments[s] = scenario->segment_names[s];
  about->town_names = names;
  about->segment_names = segments;
  const enum status status = panel_write(path, about, source, context, error);
  free((void *)names);
  return status;
}

enum status agents_write_panel(const char *path, const struct scenario *scenario,
                               uint32_t replication, uint32_t seed, bool payments,
                               panel_source source, void *context, struct error *error) {
  struct text resolved = {0};
  enum status status = scenario_print(scenario, SCENARIO_RECORD, &resolved, error);
  struct panel_about about = {.scenario = scenario->name,
                              .resolved = resolved.bytes,
                              .replication = replication,
                              .seed = seed,
                              .months = (uint32_t)scenario_months(scenario),
                              .start = scenario->start,
                              .payments = payments,
                              .skill_names = skill_names,
                              .towns = scenario->towns_count,
                              .segments = scenario->segments_count,
                              .skills = SKILL_COUNT};
  if (status == STATUS_OK) {
    status = write_panel(path, &about, scenario, source, context, error);
  }
  text_free(&resolved);
  return status;
}
