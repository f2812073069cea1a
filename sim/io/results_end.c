/* results_end.c - what results.h5 says at its end: firms, and how each run ended. */
#include "results_parts.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert(sizeof(struct results_firm) == RESULTS_FIRM_FIELDS * sizeof(float), "no gaps");

enum status results_keep_firms(struct text *firms, uint32_t scenario, uint32_t replication,
                               const struct shard *shard, struct error *error) {
  struct results_firm row = {.scenario = (float)scenario, .replication = (float)replication};
  for (uint32_t i = 0; i < shard->firms_count; i++) {
    row.firm = shard->firms[i];
    text_add_bytes(firms, (const char *)&row, sizeof row);
  }
  return firms->failed ? error_memory(error, "firms", firms->length) : STATUS_OK;
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

enum status results_write_firms(const struct h5_file *file, const struct text *kept,
                                struct error *error) {
  static const char *const names[RESULTS_FIRM_FIELDS][3] = {
      {"scenario", "1", "row of /series/scenario"},
      {"replication", "1", "replication"},
      {"town", "1", "row of /series/town"},
      {"segment", "1", "row of /series/segment"},
      {"origin", "1", "0 incumbent, 1 spin-off, 2 start-up, 3 attracted, 4 returnee"},
      {"age", "month", "months since the firm came"},
      {"sales", "M CNY", "sales over the past 12 months"},
      {"staff", "1", "employees"},
      {"productivity", "1", "log total factor productivity"}};
  const size_t count = kept->length / sizeof(struct results_firm);
  const float *firms = (const float *)(const void *)kept->bytes;
  float *column = calloc(count + 1, sizeof *column);
  double *rows = calloc(count + 1, sizeof *rows);
  enum status status = column && rows ? h5_group(file, "firms", error)
                                      : error_memory(error, "firms", count * sizeof *rows);
  for (size_t i = 0; i < count && rows; i++) rows[i] = (double)i;
  if (status == STATUS_OK) {
    status = results_scale_numbers(file, "firms/firm", "firm", rows, count, error);
  }
  for (int f = 0; f < RESULTS_FIRM_FIELDS && status == STATUS_OK; f++) {
    for (size_t i = 0; i < count; i++) column[i] = firms[i * RESULTS_FIRM_FIELDS + (size_t)f];
    status = write_firm_column(file, names[f][0], names[f][1], names[f][2], column, count, error);
  }
  free(column);
  free(rows);
  return status;
}

enum status results_write_finals(const struct h5_file *file, const struct results_about *about,
                                 const uint64_t *digests, const double *seconds,
                                 const uint8_t *outcomes, struct error *error) {
  static const char *const scales[] = {"final/scenario", "final/replication"};
  const struct h5_shape shape = {.rank = 2, .sizes = {about->scenarios, about->replications}};
  double *numbers = calloc(about->replications, sizeof *numbers);
  if (!numbers) return error_memory(error, "scales", about->replications * sizeof *numbers);
  for (uint32_t r = 0; r < about->replications; r++) numbers[r] = results_number(about, r);
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
  TRY(h5_describe(file, "final/digest", "1",
                  "digest of the final state and the series; 0: no values", error));
  TRY(h5_attach(file, "final/digest", scales, 2, error));
  TRY(h5_dataset(file, "final/seconds", H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, "final/seconds", H5T_NATIVE_DOUBLE, seconds, error));
  TRY(h5_describe(file, "final/seconds", "s", "time that the run took", error));
  TRY(h5_attach(file, "final/seconds", scales, 2, error));
  TRY(h5_dataset(file, "final/outcome", H5T_STD_U8LE, &shape, error));
  TRY(h5_write(file, "final/outcome", H5T_NATIVE_UINT8, outcomes, error));
  TRY(h5_describe(file, "final/outcome", "1",
                  "0: done; 1: failed; 2: infeasible, the set of assumptions makes the scenario "
                  "impossible",
                  error));
  return h5_attach(file, "final/outcome", scales, 2, error);
}
