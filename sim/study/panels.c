#include "panels.h"

#include "agents_table.h"
#include "bellwether/io/panel_raw.h"
#include "bellwether/io/shard.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PANEL_BYTES_PERSON 32 /* of a row, at most */

static bool wanted(const struct ensemble_panel *panel, enum agents_table number) {
  return number == AGENTS_FIRMS ? panel->firms : panel->persons;
}

bool panels_wanted(const struct ensemble *ensemble) {
  return ensemble->panel.firms || ensemble->panel.persons;
}

/* "panels/s00-r000017.raw" in the experiment's folder. */
static enum status path_of(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication,
                           const char *ending, char *out, struct error *error) {
  char shard[SHARD_NAME], name[SHARD_NAME + 16];
  shard_name(scenario, replication, shard);
  snprintf(name, sizeof name, "panels/%.*s%s", (int)strcspn(shard, "."), shard, ending);
  return file_join(out, ensemble->folder, name, error);
}

static bool is_there(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication,
                     const char *ending) {
  char path[FILE_PATH_BYTES];
  struct error ignored;
  return path_of(ensemble, scenario, replication, ending, path, &ignored) == STATUS_OK &&
         file_exists(path);
}

bool panels_there(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication) {
  return !panels_wanted(ensemble) || is_there(ensemble, scenario, replication, ".h5") ||
         is_there(ensemble, scenario, replication, ".raw");
}

static enum status add_raw(void *to, enum agents_table number, const void *table,
                           const uint32_t *rows, size_t count, uint32_t month,
                           struct error *error) {
  const struct panel_table what = agents_table(number);
  return panel_raw_add(to, (uint32_t)number, &what, table, rows, count, month, error);
}

/* Whether agents are kept of this month, from 0: at the end of each so many, and of the last. */
static bool is_kept(const struct ensemble_panel *panel, uint32_t month, uint32_t months) {
  return (month + 1) % panel->every == 0 || month + 1 == months;
}

static enum status run_months(const struct ensemble *ensemble, struct world *world, uint32_t months,
                              struct panel_raw *raw, struct error *error) {
  for (uint32_t month = 0; month < months; month++) {
    TRY(world_month(world, error));
    if (!is_kept(&ensemble->panel, month, months)) continue;
    for (int number = 0; number < AGENTS_TABLES; number++) {
      if (!wanted(&ensemble->panel, (enum agents_table)number)) continue;
      TRY(agents_give(&world->economy, (enum agents_table)number, month, add_raw, raw, error));
    }
  }
  return STATUS_OK;
}

enum status panels_run(const struct ensemble *ensemble, uint32_t scenario, uint32_t replication,
                       struct world *world, struct error *error) {
  char path[FILE_PATH_BYTES];
  struct panel_raw raw;
  const uint32_t months = (uint32_t)scenario_months(&ensemble->scenarios[scenario]);
  TRY(path_of(ensemble, scenario, replication, ".raw", path, error));
  TRY(panel_raw_open(&raw, path, error));
  const enum status status = run_months(ensemble, world, months, &raw, error);
  return panel_raw_close(&raw, status, error);
}

static enum status add_packed(void *context, struct panel *panel, struct error *error) {
  const struct panel_table tables[AGENTS_TABLES] = {agents_table(AGENTS_FIRMS),
                                                    agents_table(AGENTS_PERSONS)};
  return panel_raw_pack(context, tables, AGENTS_TABLES, panel, error);
}

static enum status pack_run(const struct ensemble *ensemble, uint32_t s, uint32_t r,
                            struct error *error) {
  char from[FILE_PATH_BYTES], to[FILE_PATH_BYTES];
  TRY(path_of(ensemble, s, r, ".raw", from, error));
  TRY(path_of(ensemble, s, r, ".h5", to, error));
  TRY(agents_write_panel(to, &ensemble->scenarios[s], r, ensemble->seed, false, add_packed, from,
                         error));
  (void)unlink(from); /* one that stays does no harm */
  return STATUS_OK;
}

enum status panels_pack(const struct ensemble *ensemble, const struct ensemble_options *options,
                        size_t *left, struct error *error) {
  struct progress progress;
  enum status status = STATUS_OK;
  uint32_t count = 0, done = 0;
  *left = 0;
  for (uint32_t r = 0; r < ensemble->replications && panels_wanted(ensemble); r++) {
    for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
      count += is_there(ensemble, s, r, ".raw");
    }
  }
  if (count == 0) return STATUS_OK;
  progress_start(&progress, stderr, options->progress, "panels", 0, count);
  for (uint32_t r = 0; r < ensemble->replications && status == STATUS_OK; r++) {
    for (uint32_t s = 0; s < ensemble->scenarios_count && status == STATUS_OK; s++) {
      if (!is_there(ensemble, s, r, ".raw")) continue;
      if (options->stop && *options->stop) continue;
      status = pack_run(ensemble, s, r, error);
      progress_step(&progress, ++done);
    }
  }
  progress_end(&progress);
  *left = count - done;
  return status;
}

uint64_t panels_bytes(const struct ensemble *ensemble, const struct scenario *scenario,
                      double firms, double persons) {
  if (!panels_wanted(ensemble)) return 0;
  const double kept = scenario_months(scenario) / (double)ensemble->panel.every + 1;
  const double firm = (double)columns_row_bytes(firms_columns, firms_columns_count);
  return (uint64_t)(kept * ((ensemble->panel.firms ? firms * firm : 0) +
                            (ensemble->panel.persons ? persons * PANEL_BYTES_PERSON : 0)));
}
