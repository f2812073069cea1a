#include "bellwether/base/date.h"
#include "results_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Variables of /towns, in the order of a shard's fields. */
static const char *const fields[SHARD_TOWN_FIELDS][3] = {
    {"sales", "M CNY", "sales over the past 12 months"},
    {"employment", "1", "persons employed"},
    {"firms", "1", "firms"}};

static enum status make_scales(const struct h5_file *file, const struct results_about *about,
                               struct error *error) {
  const uint32_t most = about->replications > about->years ? about->replications : about->years;
  double *numbers = calloc(most, sizeof *numbers);
  if (!numbers) return error_memory(error, "scales", most * sizeof *numbers);
  for (uint32_t r = 0; r < about->replications; r++) numbers[r] = r;
  enum status status = results_scale_numbers(file, "towns/replication", "replication", numbers,
                                             about->replications, error);
  for (uint32_t y = 0; y < about->years; y++) {
    const uint32_t month = 12 * y + 11 < about->months ? 12 * y + 11 : about->months - 1;
    numbers[y] = date_days(about->start + (int32_t)month);
  }
  if (status == STATUS_OK) {
    status = results_scale_numbers(file, "towns/time", "time", numbers, about->years, error);
  }
  free(numbers);
  TRY(status);
  TRY(h5_describe_time(file, "towns/time", error));
  TRY(results_scale_texts(file, "towns/scenario", "scenario", about->scenario_names,
                          about->scenarios, "scenario", error));
  return results_scale_texts(file, "towns/town", "town", about->town_names, about->towns, "town",
                             error);
}

/* Where the towns lie, and which of them adopt. */
static enum status write_places(const struct h5_file *file, const struct results_about *about,
                                struct error *error) {
  static const char *const scale[] = {"towns/town"};
  const struct h5_shape shape = {.rank = 1, .sizes = {about->towns}};
  TRY(h5_dataset(file, "towns/x", H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, "towns/x", H5T_NATIVE_DOUBLE, about->town_x, error));
  TRY(h5_describe(file, "towns/x", "km", "place, eastwards", error));
  TRY(h5_attach(file, "towns/x", scale, 1, error));
  TRY(h5_dataset(file, "towns/y", H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, "towns/y", H5T_NATIVE_DOUBLE, about->town_y, error));
  TRY(h5_describe(file, "towns/y", "km", "place, northwards", error));
  TRY(h5_attach(file, "towns/y", scale, 1, error));
  TRY(h5_dataset(file, "towns/adopts", H5T_STD_U8LE, &shape, error));
  TRY(h5_write(file, "towns/adopts", H5T_NATIVE_UINT8, about->town_adopts, error));
  TRY(h5_describe(file, "towns/adopts", "1", "1 for towns that levers of adopters act in", error));
  return h5_attach(file, "towns/adopts", scale, 1, error);
}

enum status results_make_towns(const struct h5_file *file, const struct results_about *about,
                               struct error *error) {
  static const char *const scales[] = {"towns/scenario", "towns/replication", "towns/time",
                                       "towns/town"};
  const struct h5_shape shape = {
      .rank = 4, .sizes = {about->scenarios, about->replications, about->years, about->towns}};
  const float missing = nanf("");
  TRY(h5_group(file, "towns", error));
  TRY(make_scales(file, about, error));
  TRY(write_places(file, about, error));
  for (int f = 0; f < SHARD_TOWN_FIELDS; f++) {
    char name[64];
    snprintf(name, sizeof name, "towns/%s", fields[f][0]);
    TRY(h5_dataset(file, name, H5T_IEEE_F32LE, &shape, error));
    TRY(h5_describe(file, name, fields[f][1], fields[f][2], error));
    TRY(h5_attribute(file, name, "_FillValue", H5T_IEEE_F32LE, &missing, error));
    TRY(h5_attach(file, name, scales, 4, error));
  }
  return STATUS_OK;
}

enum status results_write_towns(const struct h5_file *file, const struct results_about *about,
                                uint32_t scenario, uint32_t replication, const struct shard *shard,
                                struct error *error) {
  const size_t cells = (size_t)about->years * about->towns;
  const hsize_t start[4] = {scenario, replication, 0, 0};
  const hsize_t sizes[4] = {1, 1, about->years, about->towns};
  float *values = malloc(cells * sizeof *values + 1);
  enum status status = values ? STATUS_OK : error_memory(error, "towns", cells * sizeof *values);
  for (size_t f = 0; f < SHARD_TOWN_FIELDS && status == STATUS_OK; f++) {
    char name[64];
    snprintf(name, sizeof name, "towns/%s", fields[f][0]);
    for (size_t c = 0; c < cells; c++) values[c] = shard->by_town[c * SHARD_TOWN_FIELDS + f];
    status = h5_write_block(file, name, H5T_NATIVE_FLOAT, 4, start, sizes, values, error);
  }
  free(values);
  return status;
}

enum status results_read_towns(const struct results *results, struct shard *shard,
                               struct error *error) {
  const size_t cells = (size_t)shard->years * shard->towns;
  const hsize_t start[4] = {shard->scenario, shard->replication, 0, 0};
  const hsize_t sizes[4] = {1, 1, shard->years, shard->towns};
  float *values = malloc(cells * sizeof *values + 1);
  enum status status = values ? STATUS_OK : error_memory(error, "towns", cells * sizeof *values);
  for (size_t f = 0; f < SHARD_TOWN_FIELDS && status == STATUS_OK; f++) {
    char name[64];
    snprintf(name, sizeof name, "towns/%s", fields[f][0]);
    status = h5_read_block(results->file, name, H5T_NATIVE_FLOAT, 4, start, sizes, values, error);
    for (size_t c = 0; c < cells; c++) shard->by_town[c * SHARD_TOWN_FIELDS + f] = values[c];
  }
  free(values);
  return status;
}

static enum status read_list(const struct results *results, struct results_towns *towns,
                             struct error *error) {
  const struct h5_file *file = results->file;
  const hsize_t start[1] = {0};
  hsize_t sizes[4];
  size_t count;
  TRY(h5_sizes(file, "towns/sales", 4, sizes, error));
  const hsize_t size[1] = {sizes[3]};
  towns->years = (uint32_t)sizes[2];
  TRY(h5_read_texts(file, "towns/town", &towns->names, &count, error));
  towns->count = (uint32_t)count;
  towns->x = calloc(count, sizeof *towns->x);
  towns->y = calloc(count, sizeof *towns->y);
  towns->adopts = calloc(count, sizeof *towns->adopts);
  if (!towns->x || !towns->y || !towns->adopts) {
    return error_memory(error, "towns", count * 2 * sizeof(double));
  }
  TRY(h5_read_block(file, "towns/x", H5T_NATIVE_DOUBLE, 1, start, size, towns->x, error));
  TRY(h5_read_block(file, "towns/y", H5T_NATIVE_DOUBLE, 1, start, size, towns->y, error));
  return h5_read_block(file, "towns/adopts", H5T_NATIVE_UINT8, 1, start, size, towns->adopts,
                       error);
}

enum status results_list_towns(const struct results *results, struct results_towns *towns,
                               struct error *error) {
  const struct h5_file *file = results->file;
  *towns = (struct results_towns){0};
  if (H5Lexists(file->id, "towns", H5P_DEFAULT) <= 0) {
    return error_set(error, STATUS_USAGE,
                     "%s has no list of towns: its scenarios have different ones", results->path);
  }
  const enum status status = read_list(results, towns, error);
  if (status != STATUS_OK) results_free_towns(towns);
  return status;
}

void results_free_towns(struct results_towns *towns) {
  for (uint32_t t = 0; t < towns->count; t++) free(towns->names[t]);
  free((void *)towns->names);
  free(towns->x);
  free(towns->y);
  free(towns->adopts);
  *towns = (struct results_towns){0};
}

enum status results_read_town_sales(const struct results *results,
                                    const struct results_towns *towns, uint32_t scenario,
                                    uint32_t year, double *values, struct error *error) {
  const hsize_t start[4] = {scenario, 0, year, 0};
  const hsize_t sizes[4] = {1, results_whole(results)->replications, 1, towns->count};
  return results_read_rows(results, "towns/sales", start, sizes, values, error);
}
