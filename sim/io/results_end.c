/* results_end.c - what results.h5 says at its end: firms, and how each run ended. */
#include "results_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status results_keep_firms(struct results_firms *firms, uint32_t scenario, uint32_t replication,
                               const struct shard *shard, struct error *error) {
  const double row[2] = {scenario, replication};
  if (shard->firms_count == 0) return STATUS_OK;
  text_add_bytes(&firms->firms, (const char *)shard->firms,
                 shard->firms_count * sizeof *shard->firms);
  for (uint32_t i = 0; i < shard->firms_count; i++) {
    text_add_bytes(&firms->scenarios, (const char *)&row[0], sizeof row[0]);
    text_add_bytes(&firms->replications, (const char *)&row[1], sizeof row[1]);
  }
  if (!firms->firms.failed && !firms->scenarios.failed && !firms->replications.failed) {
    return STATUS_OK;
  }
  return error_memory(error, "firms", firms->firms.length);
}

static enum status write_firm_column(const struct h5_file *file, const char *name, const char *unit,
                                     const char *meaning, const float *values, size_t count,
                                     struct error *error) {
  static const char *const scale[] = {"firms/firm"};
  char path[64];
  snprintf(path, sizeof path, "firms/%s", name);
  const struct h5_shape shape = {
      .rank = 1, .sizes = {count}, .chunk = {count < 65536 ? count : 65536}, .deflate = 1};
  TRY(h5_dataset(file, path, H5T_IEEE_F32LE, &shape, error));
  if (count) TRY(h5_write(file, path, H5T_NATIVE_FLOAT, values, error));
  TRY(h5_describe(file, path, unit, meaning, error));
  return h5_attach(file, path, scale, 1, error);
}

enum status results_write_firms(const struct h5_file *file, const struct results_firms *kept,
                                struct error *error) {
  static const char *const names[SHARD_FIRM_FIELDS][3] = {
      {"town", "1", "row of /series/town"},
      {"segment", "1", "row of /series/segment"},
      {"origin", "1", "0 incumbent, 1 spin-off, 2 start-up, 3 attracted"},
      {"age", "month", "months since the firm came"},
      {"sales", "M CNY", "sales over the past 12 months"},
      {"staff", "1", "employees"},
      {"productivity", "1", "log total factor productivity"}};
  const size_t count = kept->firms.length / sizeof(struct shard_firm);
  const float *firms = (const float *)(const void *)kept->firms.bytes;
  float *column = calloc(count + 1, sizeof *column);
  double *rows = calloc(count + 1, sizeof *rows);
  enum status status = column && rows ? h5_group(file, "firms", error)
                                      : error_memory(error, "firms", count * sizeof *rows);
  for (size_t i = 0; i < count && rows; i++) rows[i] = (double)i;
  if (status == STATUS_OK)
    status = results_scale_numbers(file, "firms/firm", "firm", rows, count, error);
  for (int pass = 0; pass < 2 && status == STATUS_OK; pass++) {
    const struct text *from = pass ? &kept->replications : &kept->scenarios;
    for (size_t i = 0; i < count; i++) {
      double value;
      memcpy(&value, from->bytes + i * sizeof value, sizeof value);
      column[i] = (float)value;
    }
    status = write_firm_column(file, pass ? "replication" : "scenario", "1",
                               pass ? "replication" : "row of /series/scenario", column, count,
                               error);
  }
  for (int f = 0; f < SHARD_FIRM_FIELDS && status == STATUS_OK; f++) {
    for (size_t i = 0; i < count; i++) column[i] = firms[i * SHARD_FIRM_FIELDS + (size_t)f];
    status = write_firm_column(file, names[f][0], names[f][1], names[f][2], column, count, error);
  }
  free(column);
  free(rows);
  return status;
}

enum status results_write_finals(const struct h5_file *file, const struct results_about *about,
                                 const uint64_t *digests, const double *seconds,
                                 struct error *error) {
  static const char *const scales[] = {"final/scenario", "final/replication"};
  const struct h5_shape shape = {.rank = 2, .sizes = {about->scenarios, about->replications}};
  double *numbers = calloc(about->replications, sizeof *numbers);
  if (!numbers) return error_memory(error, "scales", about->replications * sizeof *numbers);
  for (uint32_t r = 0; r < about->replications; r++) numbers[r] = r;
  enum status status = h5_group(file, "final", error);
  if (status == STATUS_OK) {
    status = results_scale_texts(file, "final/scenario", "scenario", about->scenario_names,
                                 about->scenarios, "scenario", error);
  }
  if (status == STATUS_OK) {
    status = results_scale_numbers(file, "final/replication", "replication", numbers,
                                   about->replications, error);
  }
  free(numbers);
  TRY(status);
  TRY(h5_dataset(file, "final/digest", H5T_STD_U64LE, &shape, error));
  TRY(h5_write(file, "final/digest", H5T_NATIVE_UINT64, digests, error));
  TRY(h5_describe(file, "final/digest", "1", "digest of the final state and the series; 0: failed",
                  error));
  TRY(h5_attach(file, "final/digest", scales, 2, error));
  TRY(h5_dataset(file, "final/seconds", H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, "final/seconds", H5T_NATIVE_DOUBLE, seconds, error));
  TRY(h5_describe(file, "final/seconds", "s", "time that the run took", error));
  return h5_attach(file, "final/seconds", scales, 2, error);
}
