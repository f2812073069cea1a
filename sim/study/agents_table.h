/* agents_table.h - firms and persons of an economy as tables of a panel; private to this room. */
#ifndef BELLWETHER_SIM_STUDY_AGENTS_TABLE_H
#define BELLWETHER_SIM_STUDY_AGENTS_TABLE_H

#include "bellwether/agents/economy.h"
#include "bellwether/io/panel.h"
#include "bellwether/scenario/scenario.h"

enum agents_table { AGENTS_FIRMS, AGENTS_PERSONS, AGENTS_TABLES };
struct panel_table agents_table(enum agents_table number);

/* Takes the agents of one month: rows of one of the tables. */
typedef enum status (*agents_sink)(void *to, enum agents_table number, const void *table,
                                   const uint32_t *rows, size_t count, uint32_t month,
                                   struct error *error);

/* Hands all firms, or all persons, to `sink`. In the table of persons an employer is the firm's id,
 * since rows mean nothing outside. Errors: memory; what `sink` returns. */
enum status agents_give(const struct economy *economy, enum agents_table number, uint32_t month,
                        agents_sink sink, void *to, struct error *error) MUST_CHECK;

/* Writes the panel of one run: names and text of its scenario, then what `source` adds. Errors:
 * STATUS_DISK; memory; what `source` returns. */
enum status agents_write_panel(const char *path, const struct scenario *scenario,
                               uint32_t replication, uint32_t seed, bool payments,
                               panel_source source, void *context, struct error *error) MUST_CHECK;

#endif
