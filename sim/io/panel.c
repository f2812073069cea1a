#include "bellwether/io/panel.h"

#include "bellwether/base/date.h"
#include "h5.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array)  (sizeof(array) / sizeof(array)[0])
#define CHUNK_ROWS    16384u
#define PANEL_DEFLATE 1u
#define GROUPS_MOST   4
#define NAME_BYTES    128

struct panel {
  const struct h5_file *file;
  const struct panel_about *about;
  panel_source source;
  void *context;
  const char *groups[GROUPS_MOST]; /* those that are there */
  size_t groups_count;
};

/* What stands in memory and in the file for each type of column. */
struct column_type {
  const char *name;
  hid_t memory, file;
  hsize_t width; /* values a row */
};

/* Finds a column's type. HDF5's types are known at run time only. */
static bool type_of(const struct column *column, struct column_type *type) {
  const struct column_type types[] = {
      {"uint64_t", H5T_NATIVE_UINT64, H5T_STD_U64LE, 1},
      {"uint32_t", H5T_NATIVE_UINT32, H5T_STD_U32LE, 1},
      {"uint16_t", H5T_NATIVE_UINT16, H5T_STD_U16LE, 1},
      {"uint8_t", H5T_NATIVE_UINT8, H5T_STD_U8LE, 1},
      {"int64_t", H5T_NATIVE_INT64, H5T_STD_I64LE, 1},
      {"int32_t", H5T_NATIVE_INT32, H5T_STD_I32LE, 1},
      {"int16_t", H5T_NATIVE_INT16, H5T_STD_I16LE, 1},
      {"float", H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, 1},
      {"double", H5T_NATIVE_DOUBLE, H5T_IEEE_F64LE, 1},
      {"struct by_skill", H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, 0},
      {"struct by_skill_count", H5T_NATIVE_UINT32, H5T_STD_U32LE, 0},
  };
  for (size_t i = 0; i < COUNT(types); i++) {
    if (strcmp(types[i].name, column->type) != 0) continue;
    *type = types[i];
    return true;
  }
  return false;
}

bool panel_takes(const struct column *column) {
  struct column_type type;
  return type_of(column, &type);
}

static enum status make_column(struct panel *panel, const struct panel_table *what, size_t c,
                               const struct column_type *type, struct error *error) {
  char name[NAME_BYTES], time[NAME_BYTES];
  const struct column *column = &what->columns[c];
  const bool by_skill = type->width == 0;
  const hsize_t width = by_skill ? panel->about->skills : 1;
  const struct h5_shape shape = {.rank = by_skill ? 2 : 1,
                                 .sizes = {0, width},
                                 .chunk = {CHUNK_ROWS, width},
                                 .deflate = PANEL_DEFLATE,
                                 .extends = true};
  snprintf(name, sizeof name, "%s/%s", what->name, column->name);
  snprintf(time, sizeof time, "%s/time", what->name);
  const char *const scales[] = {time, "skill"};
  TRY(h5_dataset(panel->file, name, type->file, &shape, error));
  TRY(h5_describe(panel->file, name, column->unit, column->meaning, error));
  return h5_attach(panel->file, name, scales, shape.rank, error);
}

static enum status make_time(struct panel *panel, const char *name, bool extends,
                             struct error *error) {
  const struct h5_shape shape = {.rank = 1,
                                 .sizes = {extends ? 0 : panel->about->months},
                                 .chunk = {extends ? CHUNK_ROWS : panel->about->months},
                                 .deflate = PANEL_DEFLATE,
                                 .extends = extends};
  TRY(h5_dataset(panel->file, name, H5T_STD_I32LE, &shape, error));
  TRY(h5_describe_time(panel->file, name, error));
  return h5_scale(panel->file, name, "time", error);
}

/* Makes a table's group and columns, at its first month. */
static enum status make_group(struct panel *panel, const struct panel_table *what,
                              struct error *error) {
  char name[NAME_BYTES];
  for (size_t g = 0; g < panel->groups_count; g++) {
    if (strcmp(panel->groups[g], what->name) == 0) return STATUS_OK;
  }
  TRY(h5_group(panel->file, what->name, error));
  snprintf(name, sizeof name, "%s/time", what->name);
  TRY(make_time(panel, name, true, error));
  for (size_t c = 0; c < what->columns_count; c++) {
    struct column_type type;
    if (type_of(&what->columns[c], &type)) TRY(make_column(panel, what, c, &type, error));
  }
  panel->groups[panel->groups_count++] = what->name;
  return STATUS_OK;
}

static enum status add_column(struct panel *panel, const struct panel_table *what, size_t c,
                              const void *table, const uint32_t *rows, size_t count, char *spare,
                              struct error *error) {
  const struct column *column = &what->columns[c];
  struct column_type type;
  if (!type_of(column, &type)) return STATUS_OK;
  const char *values;
  memcpy(&values, (const char *)table + column->offset, sizeof values);
  for (size_t k = 0; k < count; k++) {
    memcpy(spare + k * column->size, values + rows[k] * column->size, column->size);
  }
  char name[NAME_BYTES];
  snprintf(name, sizeof name, "%s/%s", what->name, column->name);
  return h5_append(panel->file, name, type.memory, count, spare, error);
}

enum status panel_add_values(struct panel *panel, const struct panel_table *what,
                             const struct column *column, const void *values, size_t count,
                             struct error *error) {
  struct column_type type;
  char name[NAME_BYTES];
  TRY(make_group(panel, what, error));
  if (!type_of(column, &type)) return STATUS_OK;
  snprintf(name, sizeof name, "%s/%s", what->name, column->name);
  return h5_append(panel->file, name, type.memory, count, values, error);
}

enum status panel_add_months(struct panel *panel, const struct panel_table *what, int32_t *months,
                             size_t count, struct error *error) {
  char name[NAME_BYTES];
  TRY(make_group(panel, what, error));
  for (size_t k = 0; k < count; k++) months[k] = date_days(panel->about->start + months[k]);
  snprintf(name, sizeof name, "%s/time", what->name);
  return h5_append(panel->file, name, H5T_NATIVE_INT32, count, months, error);
}

enum status panel_add(struct panel *panel, const struct panel_table *what, const void *table,
                      const uint32_t *rows, size_t rows_count, uint32_t month,
                      struct error *error) {
  TRY(make_group(panel, what, error));
  size_t most = sizeof(int32_t);
  for (size_t c = 0; c < what->columns_count; c++) {
    if (what->columns[c].size > most) most = what->columns[c].size;
  }
  char *spare = malloc(rows_count * most + 1);
  if (!spare) return error_memory(error, what->name, rows_count * most);
  const int32_t days = date_days(panel->about->start + (int32_t)month);
  for (size_t k = 0; k < rows_count; k++) memcpy(spare + k * sizeof days, &days, sizeof days);
  char name[NAME_BYTES];
  snprintf(name, sizeof name, "%s/time", what->name);
  enum status status = h5_append(panel->file, name, H5T_NATIVE_INT32, rows_count, spare, error);
  for (size_t c = 0; c < what->columns_count && status == STATUS_OK; c++) {
    status = add_column(panel, what, c, table, rows, rows_count, spare, error);
  }
  free(spare);
  return status;
}

enum status panel_add_payments(struct panel *panel, const struct ledger_page *page, uint32_t month,
                               struct error *error) {
  const hsize_t start[2] = {month, 0}, sizes[2] = {1, FLOW_COUNT}, one[1] = {1};
  const int32_t days = date_days(panel->about->start + (int32_t)month);
  TRY(h5_write_block(panel->file, "payments/time", H5T_NATIVE_INT32, 1, start, one, &days, error));
  return h5_write_block(panel->file, "payments/paid", H5T_NATIVE_INT64, 2, start, sizes, page->paid,
                        error);
}

static enum status write_scale(const struct h5_file *file, const char *name, const char *label,
                               const char *const *texts, size_t count, const char *meaning,
                               struct error *error) {
  TRY(h5_write_texts(file, name, texts, count, error));
  TRY(h5_text_attribute(file, name, "long_name", meaning, error));
  return label ? h5_scale(file, name, label, error) : STATUS_OK;
}

/* What flows there are. */
static enum status write_flows(const struct h5_file *file, struct error *error) {
  static const char *const sectors[SECTOR_COUNT] = {"persons", "firms",      "banks", "funds",
                                                    "towns",   "government", "world"};
  const char *names[FLOW_COUNT], *payers[FLOW_COUNT], *payees[FLOW_COUNT], *meanings[FLOW_COUNT];
  const char *const flow[] = {"payments/flow"};
  for (int f = 0; f < FLOW_COUNT; f++) {
    names[f] = ledger_flows[f].name;
    payers[f] = sectors[ledger_flows[f].payer];
    payees[f] = sectors[ledger_flows[f].payee];
    meanings[f] = ledger_flows[f].meaning;
  }
  TRY(write_scale(file, "payments/flow", "flow", names, FLOW_COUNT, "kind of payment", error));
  const struct {
    const char *name, *const *texts, *meaning;
  } rows[] = {{"payments/payer", payers, "sector that pays"},
              {"payments/payee", payees, "sector that is paid"},
              {"payments/meaning", meanings, "what the payment is for"}};
  for (size_t k = 0; k < COUNT(rows); k++) {
    TRY(write_scale(file, rows[k].name, NULL, rows[k].texts, FLOW_COUNT, rows[k].meaning, error));
    TRY(h5_attach(file, rows[k].name, flow, 1, error));
  }
  return STATUS_OK;
}

static enum status make_payments(struct panel *panel, struct error *error) {
  const struct h5_shape shape = {.rank = 2,
                                 .sizes = {panel->about->months, FLOW_COUNT},
                                 .chunk = {panel->about->months, FLOW_COUNT},
                                 .deflate = PANEL_DEFLATE};
  const char *const scales[] = {"payments/time", "payments/flow"};
  TRY(h5_group(panel->file, "payments", error));
  TRY(make_time(panel, "payments/time", false, error));
  TRY(write_flows(panel->file, error));
  TRY(h5_dataset(panel->file, "payments/paid", H5T_STD_I64LE, &shape, error));
  TRY(h5_describe(panel->file, "payments/paid", "fen", "paid in the month", error));
  return h5_attach(panel->file, "payments/paid", scales, 2, error);
}

static enum status fill(const struct h5_file *file, struct panel *panel, struct error *error) {
  const struct panel_about *about = panel->about;
  panel->file = file;
  TRY(h5_text_attribute(file, ".", "Conventions", "CF-1.10", error));
  TRY(h5_text_attribute(file, ".", "title", about->scenario, error));
  TRY(h5_text_attribute(file, ".", "source", "bellwether " BELLWETHER_VERSION, error));
  TRY(h5_attribute(file, ".", "replication", H5T_NATIVE_UINT32, &about->replication, error));
  TRY(h5_attribute(file, ".", "seed", H5T_NATIVE_UINT32, &about->seed, error));
  TRY(h5_write_texts(file, "scenario", &about->resolved, 1, error));
  TRY(write_scale(file, "skill", "skill", about->skill_names, about->skills, "skill", error));
  TRY(write_scale(file, "town", "town", about->town_names, about->towns,
                  "towns in the order of their rows", error));
  TRY(write_scale(file, "segment", "segment", about->segment_names, about->segments,
                  "segments in the order of their rows", error));
  if (about->payments) TRY(make_payments(panel, error));
  return panel->source(panel->context, panel, error);
}

enum status panel_write(const char *path, const struct panel_about *about, panel_source source,
                        void *context, struct error *error) {
  struct panel panel = {.about = about, .source = source, .context = context};
  struct h5_file file;
  TRY(h5_begin(&file, path, error));
  return h5_settle(&file, path, true, fill(&file, &panel, error), error);
}
