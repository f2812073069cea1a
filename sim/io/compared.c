#include "bellwether/io/compared.h"

#include "bellwether/base/date.h"
#include "h5.h"

#include <stdlib.h>

#define COMPARED_DEFLATE 1u

static enum status write_time(const struct h5_file *file, const struct compared *compared,
                              struct error *error) {
  const struct h5_shape shape = {.rank = 1, .sizes = {compared->months}};
  int32_t *days = calloc(compared->months, sizeof *days);
  if (!days) return error_memory(error, "months", compared->months * sizeof *days);
  for (uint32_t m = 0; m < compared->months; m++) {
    days[m] = date_days(compared->start + (int32_t)m);
  }
  enum status status = h5_dataset(file, "time", H5T_STD_I32LE, &shape, error);
  if (status == STATUS_OK) status = h5_write(file, "time", H5T_NATIVE_INT32, days, error);
  free(days);
  TRY(status);
  TRY(h5_describe_time(file, "time", error));
  return h5_scale(file, "time", "time", error);
}

static enum status write_names(const struct h5_file *file, const struct compared *compared,
                               struct error *error) {
  const size_t count = compared->indicators;
  const char **names = calloc(3 * count, sizeof *names);
  const char *const scale[] = {"indicator"};
  if (!names) return error_memory(error, "names", count * sizeof *names);
  for (size_t k = 0; k < count; k++) {
    const struct indicator_row *row = &tables_indicators[compared->indicator_rows[k]];
    names[k] = row->name;
    names[count + k] = row->unit;
    names[2 * count + k] = row->meaning;
  }
  enum status status = h5_write_texts(file, "scenario", compared->scenario_names,
                                      compared->scenarios, error);
  if (status == STATUS_OK) status = h5_scale(file, "scenario", "scenario", error);
  if (status == STATUS_OK) status = h5_write_texts(file, "indicator", names, count, error);
  if (status == STATUS_OK) status = h5_scale(file, "indicator", "indicator", error);
  if (status == STATUS_OK) status = h5_write_texts(file, "unit", names + count, count, error);
  if (status == STATUS_OK) status = h5_attach(file, "unit", scale, 1, error);
  if (status == STATUS_OK) {
    status = h5_write_texts(file, "meaning", names + 2 * count, count, error);
  }
  if (status == STATUS_OK) status = h5_attach(file, "meaning", scale, 1, error);
  free((void *)names);
  return status;
}

static enum status fill(const struct h5_file *file, const struct compared *compared,
                        struct error *error) {
  static const char *const scales[] = {"scenario", "indicator", "time"};
  const hsize_t sizes[3] = {compared->scenarios, compared->indicators, compared->months};
  const struct h5_shape shape = {.rank = 3,
                                 .sizes = {sizes[0], sizes[1], sizes[2]},
                                 .chunk = {1, sizes[1], sizes[2]},
                                 .deflate = COMPARED_DEFLATE};
  const size_t values = (size_t)(sizes[0] * sizes[1] * sizes[2]);
  TRY(h5_text_attribute(file, ".", "Conventions", "CF-1.8", error));
  TRY(h5_text_attribute(file, ".", "bellwether_version", BELLWETHER_VERSION, error));
  TRY(h5_text_attribute(file, ".", "base", compared->base, error));
  TRY(h5_text_attribute(file, ".", "town", compared->town, error));
  TRY(h5_attribute(file, ".", "level", H5T_NATIVE_DOUBLE, &compared->level, error));
  TRY(write_time(file, compared, error));
  TRY(write_names(file, compared, error));
  for (uint32_t k = 0; k < compared->numbers; k++) {
    const char *name = compared->number_names[k];
    TRY(h5_dataset(file, name, H5T_IEEE_F64LE, &shape, error));
    TRY(h5_write(file, name, H5T_NATIVE_DOUBLE, compared->values + k * values, error));
    TRY(h5_text_attribute(file, name, "long_name", compared->number_meanings[k], error));
    TRY(h5_attach(file, name, scales, 3, error));
  }
  return STATUS_OK;
}

enum status compared_write(const char *path, const struct compared *compared, struct error *error) {
  struct h5_file file;
  TRY(h5_begin(&file, path, error));
  return h5_settle(&file, path, true, fill(&file, compared, error), error);
}
