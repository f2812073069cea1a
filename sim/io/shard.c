#include "bellwether/io/shard.h"

#include "bellwether/base/columns.h"
#include "h5.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert(sizeof(struct shard_firm) == SHARD_FIRM_FIELDS * sizeof(float), "no gaps");

char *shard_name(uint32_t scenario, uint32_t replication, char *out) {
  snprintf(out, SHARD_NAME, "s%02u-r%06u.h5", scenario, replication);
  return out;
}

static size_t series_values(const struct shard *shard) {
  return (size_t)shard->months * shard->places * shard->indicators;
}

static size_t segment_values(const struct shard *shard) {
  return (size_t)shard->months * shard->places * shard->segments;
}

static size_t town_values(const struct shard *shard) {
  return (size_t)shard->years * shard->towns * SHARD_TOWN_FIELDS;
}

static uint64_t checksum(const struct shard *shard) {
  uint64_t sum = columns_digest_bytes(shard->series, series_values(shard) * sizeof(float),
                                      shard->digest);
  sum = columns_digest_bytes(shard->segment_sales, segment_values(shard) * sizeof(float), sum);
  sum = columns_digest_bytes(shard->by_town, town_values(shard) * sizeof(float), sum);
  return columns_digest_bytes(shard->firms, shard->firms_count * sizeof *shard->firms, sum);
}

static enum status write_numbers(const struct h5_file *file, const struct shard *shard,
                                 struct error *error) {
  const uint64_t sum = checksum(shard);
  TRY(h5_attribute(file, ".", "scenario", H5T_NATIVE_UINT32, &shard->scenario, error));
  TRY(h5_attribute(file, ".", "replication", H5T_NATIVE_UINT32, &shard->replication, error));
  TRY(h5_attribute(file, ".", "seed", H5T_NATIVE_UINT32, &shard->seed, error));
  TRY(h5_attribute(file, ".", "digest", H5T_NATIVE_UINT64, &shard->digest, error));
  TRY(h5_attribute(file, ".", "layout", H5T_NATIVE_UINT64, &shard->layout, error));
  TRY(h5_attribute(file, ".", "seconds", H5T_NATIVE_DOUBLE, &shard->seconds, error));
  return h5_attribute(file, ".", "checksum", H5T_NATIVE_UINT64, &sum, error);
}

static enum status fill(const struct h5_file *file, const struct shard *shard,
                        struct error *error) {
  const struct h5_shape series = {.rank = 3,
                                  .sizes = {shard->months, shard->places, shard->indicators}};
  const struct h5_shape segments = {.rank = 3,
                                    .sizes = {shard->months, shard->places, shard->segments}};
  const struct h5_shape towns = {.rank = 3,
                                 .sizes = {shard->years, shard->towns, SHARD_TOWN_FIELDS}};
  const struct h5_shape firms = {.rank = 2, .sizes = {shard->firms_count, SHARD_FIRM_FIELDS}};
  TRY(write_numbers(file, shard, error));
  TRY(h5_dataset(file, "series", H5T_IEEE_F32LE, &series, error));
  TRY(h5_write(file, "series", H5T_NATIVE_FLOAT, shard->series, error));
  TRY(h5_dataset(file, "segment_sales", H5T_IEEE_F32LE, &segments, error));
  TRY(h5_write(file, "segment_sales", H5T_NATIVE_FLOAT, shard->segment_sales, error));
  TRY(h5_dataset(file, "towns", H5T_IEEE_F32LE, &towns, error));
  TRY(h5_write(file, "towns", H5T_NATIVE_FLOAT, shard->by_town, error));
  TRY(h5_dataset(file, "firms", H5T_IEEE_F32LE, &firms, error));
  if (shard->firms_count == 0) return STATUS_OK;
  return h5_write(file, "firms", H5T_NATIVE_FLOAT, shard->firms, error);
}

enum status shard_write(const char *path, struct shard *shard, bool sync, struct error *error) {
  struct h5_file file;
  TRY(h5_begin(&file, path, error));
  return h5_settle(&file, path, sync, fill(&file, shard, error), error);
}

static enum status read_numbers(const struct h5_file *file, struct shard *shard, uint64_t *sum,
                                struct error *error) {
  hsize_t series[3], segments[3], towns[3], firms[2];
  TRY(h5_read_attribute(file, ".", "scenario", H5T_NATIVE_UINT32, &shard->scenario, error));
  TRY(h5_read_attribute(file, ".", "replication", H5T_NATIVE_UINT32, &shard->replication, error));
  TRY(h5_read_attribute(file, ".", "seed", H5T_NATIVE_UINT32, &shard->seed, error));
  TRY(h5_read_attribute(file, ".", "digest", H5T_NATIVE_UINT64, &shard->digest, error));
  TRY(h5_read_attribute(file, ".", "layout", H5T_NATIVE_UINT64, &shard->layout, error));
  TRY(h5_read_attribute(file, ".", "seconds", H5T_NATIVE_DOUBLE, &shard->seconds, error));
  TRY(h5_read_attribute(file, ".", "checksum", H5T_NATIVE_UINT64, sum, error));
  TRY(h5_sizes(file, "series", 3, series, error));
  TRY(h5_sizes(file, "segment_sales", 3, segments, error));
  TRY(h5_sizes(file, "towns", 3, towns, error));
  TRY(h5_sizes(file, "firms", 2, firms, error));
  shard->months = (uint32_t)series[0];
  shard->places = (uint32_t)series[1];
  shard->indicators = (uint32_t)series[2];
  shard->segments = (uint32_t)segments[2];
  shard->years = (uint32_t)towns[0];
  shard->towns = (uint32_t)towns[1];
  shard->firms_count = (uint32_t)firms[0];
  return STATUS_OK;
}

static enum status read_all(const struct h5_file *file, struct shard *shard, struct error *error) {
  uint64_t sum;
  TRY(read_numbers(file, shard, &sum, error));
  shard->series = malloc(series_values(shard) * sizeof(float) + 1);
  shard->segment_sales = malloc(segment_values(shard) * sizeof(float) + 1);
  shard->by_town = malloc(town_values(shard) * sizeof(float) + 1);
  shard->firms = malloc(shard->firms_count * sizeof *shard->firms + 1);
  if (!shard->series || !shard->segment_sales || !shard->by_town || !shard->firms) {
    return error_memory(error, file->path, series_values(shard) * sizeof(float));
  }
  const hsize_t start[3] = {0, 0, 0};
  const hsize_t series[3] = {shard->months, shard->places, shard->indicators};
  const hsize_t segments[3] = {shard->months, shard->places, shard->segments};
  const hsize_t towns[3] = {shard->years, shard->towns, SHARD_TOWN_FIELDS};
  const hsize_t firms[2] = {shard->firms_count, SHARD_FIRM_FIELDS};
  TRY(h5_read_block(file, "series", H5T_NATIVE_FLOAT, 3, start, series, shard->series, error));
  TRY(h5_read_block(file, "segment_sales", H5T_NATIVE_FLOAT, 3, start, segments,
                    shard->segment_sales, error));
  TRY(h5_read_block(file, "towns", H5T_NATIVE_FLOAT, 3, start, towns, shard->by_town, error));
  if (shard->firms_count) {
    TRY(h5_read_block(file, "firms", H5T_NATIVE_FLOAT, 2, start, firms, shard->firms, error));
  }
  if (checksum(shard) == sum) return STATUS_OK;
  return error_set(error, STATUS_DISK, "%s is damaged: its values do not have its checksum",
                   file->path);
}

enum status shard_read(const char *path, struct shard *shard, struct error *error) {
  *shard = (struct shard){0};
  struct h5_file file;
  TRY(h5_open(&file, path, error));
  const enum status status = h5_close(&file, read_all(&file, shard, error), error);
  if (status != STATUS_OK) shard_free(shard);
  return status;
}

void shard_free(struct shard *shard) {
  free(shard->series);
  free(shard->segment_sales);
  free(shard->by_town);
  free(shard->firms);
  *shard = (struct shard){0};
}
