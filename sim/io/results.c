#define _POSIX_C_SOURCE 200809L
#include "bellwether/io/results.h"

#include "bellwether/base/date.h"
#include "bellwether/base/text.h"
#include "bellwether_built.h"
#include "results_parts.h"

#include <gsl/gsl_version.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SERIES_DEFLATE     1u /* 4 makes the file a 25th smaller, and the merge a third slower */
#define SERIES_BITS        16 /* of the significand's 23 that are kept: 5 significant digits */
#define CHUNK_SCENARIOS    8u /* in one chunk, so that what they share is packed once */
#define CHUNK_REPLICATIONS 50u

static const char *const series_scales[] = {"series/scenario", "series/replication", "series/time",
                                            "series/town", "series/segment"};

enum status results_scale_numbers(const struct h5_file *file, const char *name, const char *label,
                                  const double *values, size_t count, struct error *error) {
  const struct h5_shape shape = {.rank = 1, .sizes = {count}};
  TRY(h5_dataset(file, name, H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, name, H5T_NATIVE_DOUBLE, values, error));
  return h5_scale(file, name, label, error);
}

enum status results_scale_texts(const struct h5_file *file, const char *name, const char *label,
                                const char *const *texts, size_t count, const char *meaning,
                                struct error *error) {
  TRY(h5_write_texts(file, name, texts, count, error));
  TRY(h5_scale(file, name, label, error));
  return h5_text_attribute(file, name, "long_name", meaning, error);
}

static enum status write_scales(const struct h5_file *file, const struct results_about *about,
                                struct error *error) {
  TRY(results_scale_texts(file, "series/scenario", "scenario", about->scenario_names,
                          about->scenarios, "scenario", error));
  const size_t most = about->replications > about->months ? about->replications : about->months;
  double *numbers = calloc(most, sizeof *numbers);
  if (!numbers) return error_memory(error, "scales", most * sizeof *numbers);
  for (uint32_t r = 0; r < about->replications; r++) numbers[r] = r;
  enum status status = results_scale_numbers(file, "series/replication", "replication", numbers,
                                             about->replications, error);
  for (uint32_t m = 0; m < about->months; m++) numbers[m] = date_days(about->start + (int32_t)m);
  if (status == STATUS_OK) {
    status = results_scale_numbers(file, "series/time", "time", numbers, about->months, error);
  }
  free(numbers);
  TRY(status);
  TRY(h5_describe(file, "series/replication", "1",
                  "replication: the same number shares its random numbers in every scenario",
                  error));
  TRY(h5_describe_time(file, "series/time", error));
  TRY(results_scale_texts(file, "series/town", "town", about->place_names, about->places,
                          "focal town, or all rival towns together", error));
  return results_scale_texts(file, "series/segment", "segment", about->segment_names,
                             about->segments, "segment of the market", error);
}

static enum status make_variable(const struct h5_file *file, const struct results_about *about,
                                 const char *name, const char *unit, const char *meaning, int rank,
                                 struct error *error) {
  struct h5_shape shape = {.rank = rank,
                           .sizes = {about->scenarios, about->replications, about->months,
                                     about->places, about->segments},
                           .deflate = SERIES_DEFLATE};
  memcpy(shape.chunk, shape.sizes, sizeof shape.chunk);
  if (shape.chunk[0] > CHUNK_SCENARIOS) shape.chunk[0] = CHUNK_SCENARIOS;
  if (shape.chunk[1] > CHUNK_REPLICATIONS) shape.chunk[1] = CHUNK_REPLICATIONS;
  shape.chunk[3] = 1;
  const int32_t bits = SERIES_BITS;
  const float missing = nanf("");
  TRY(h5_dataset(file, name, H5T_IEEE_F32LE, &shape, error));
  TRY(h5_describe(file, name, unit, meaning, error));
  TRY(h5_attribute(file, name, "_FillValue", H5T_IEEE_F32LE, &missing, error));
  TRY(h5_attribute(file, name, "_QuantizeBitRoundNumberOfSignificantBits", H5T_NATIVE_INT32, &bits,
                   error));
  return h5_attach(file, name, series_scales, rank, error);
}

/* Runs that are merged together: those of one row of chunks. */
struct block {
  uint32_t first_scenario, scenarios, first_replication, replications;
};

/* Values of a block while it is merged; firms of all runs so far. */
struct gathered {
  float *series;        /* [indicator][scenario][replication][month][place] */
  float *segment_sales; /* [scenario][replication][month][place][segment] */
  struct text firms, firm_scenarios, firm_replications; /* raw struct shard_firm, raw doubles */
};

/* Rounds to the bits that are kept, half to even: what is left out is noise to all who read, and
 * would be most of the file. */
static float rounded(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  if ((bits & 0x7F800000u) == 0x7F800000u) return value;
  const uint32_t dropped = 23 - SERIES_BITS;
  bits += (1u << (dropped - 1)) - 1 + (bits >> dropped & 1);
  bits &= ~((1u << dropped) - 1);
  memcpy(&value, &bits, sizeof bits);
  return value;
}

/* Puts one run into its place of the block; NaN where it failed. */
static void gather(const struct results_about *about, const struct shard *shard,
                   const struct block *block, uint32_t s, uint32_t r, struct gathered *gathered) {
  const size_t cells = (size_t)about->months * about->places;
  const size_t segments = cells * about->segments;
  const size_t runs = (size_t)block->scenarios * block->replications;
  const size_t run = (size_t)s * block->replications + r;
  for (size_t k = 0; k < INDICATOR_SHOWN; k++) {
    float *to = gathered->series + (k * runs + run) * cells;
    for (size_t cell = 0; cell < cells; cell++) {
      to[cell] = shard->series ? rounded(shard->series[cell * INDICATOR_COUNT + k]) : nanf("");
    }
  }
  for (size_t i = 0; i < segments; i++) {
    gathered->segment_sales[run * segments + i] = shard->series ? rounded(shard->segment_sales[i])
                                                                : nanf("");
  }
  const double scenario = block->first_scenario + s, replication = block->first_replication + r;
  if (shard->firms_count) {
    text_add_bytes(&gathered->firms, (const char *)shard->firms,
                   shard->firms_count * sizeof *shard->firms);
  }
  for (uint32_t i = 0; i < shard->firms_count; i++) {
    text_add_bytes(&gathered->firm_scenarios, (const char *)&scenario, sizeof scenario);
    text_add_bytes(&gathered->firm_replications, (const char *)&replication, sizeof replication);
  }
}

static enum status check_shape(const struct results_about *about, const struct shard *shard,
                               struct error *error) {
  if (!shard->series ||
      (shard->months == about->months && shard->places == about->places &&
       shard->segments == about->segments && shard->indicators == INDICATOR_COUNT &&
       (!about->towns || (shard->towns == about->towns && shard->years == about->years)))) {
    return STATUS_OK;
  }
  return error_set(error, STATUS_DISK,
                   "the run (scenario %u, replication %u) is not of this experiment",
                   shard->scenario, shard->replication);
}

/* What /final says of each run. */
struct finals {
  uint64_t *digests;
  double *seconds;
};

static enum status write_block(const struct h5_file *file, const struct results_about *about,
                               const struct block *block, const struct gathered *gathered,
                               struct error *error) {
  const hsize_t start[5] = {block->first_scenario, block->first_replication, 0, 0, 0};
  const hsize_t sizes[5] = {block->scenarios, block->replications, about->months, about->places,
                            about->segments};
  const size_t values = (size_t)block->scenarios * block->replications * about->months *
                        about->places;
  for (size_t k = 0; k < INDICATOR_SHOWN; k++) {
    char name[128];
    snprintf(name, sizeof name, "series/%s", tables_indicators[k].name);
    TRY(h5_write_block(file, name, H5T_NATIVE_FLOAT, 4, start, sizes, gathered->series + k * values,
                       error));
  }
  return h5_write_block(file, "series/segment_sales", H5T_NATIVE_FLOAT, 5, start, sizes,
                        gathered->segment_sales, error);
}

/* What a results file is made of. */
struct results_job {
  const struct results_about *about;
  results_source source;
  void *context;
  struct finals finals;
  struct gathered gathered;
};

static enum status merge_block(const struct h5_file *file, struct results_job *job,
                               const struct block *block, struct error *error) {
  const struct results_about *about = job->about;
  struct gathered *gathered = &job->gathered;
  for (uint32_t s = 0; s < block->scenarios; s++) {
    for (uint32_t r = 0; r < block->replications; r++) {
      const uint32_t scenario = block->first_scenario + s;
      const uint32_t replication = block->first_replication + r;
      const size_t run = (size_t)scenario * about->replications + replication;
      struct shard shard = {0};
      TRY(job->source(job->context, scenario, replication, &shard, error));
      enum status status = check_shape(about, &shard, error);
      if (status == STATUS_OK) gather(about, &shard, block, s, r, gathered);
      if (status == STATUS_OK && about->towns && shard.series) {
        status = results_write_towns(file, about, scenario, replication, &shard, error);
      }
      job->finals.digests[run] = shard.digest;
      job->finals.seconds[run] = shard.series ? shard.seconds : nan("");
      shard_free(&shard);
      TRY(status);
    }
  }
  if (gathered->firms.failed || gathered->firm_scenarios.failed ||
      gathered->firm_replications.failed) {
    return error_memory(error, "firms", gathered->firms.length);
  }
  return write_block(file, about, block, gathered, error);
}

static uint32_t at_most(uint32_t value, uint32_t most) { return value < most ? value : most; }

/* Merges all runs, a row of chunks at a time. */
static enum status merge_all(const struct h5_file *file, struct results_job *job,
                             struct error *error) {
  const struct results_about *about = job->about;
  const size_t runs = (size_t)at_most(about->scenarios, CHUNK_SCENARIOS) *
                      at_most(about->replications, CHUNK_REPLICATIONS);
  const size_t cells = runs * about->months * about->places;
  job->gathered.series = malloc(cells * INDICATOR_SHOWN * sizeof(float));
  job->gathered.segment_sales = malloc(cells * about->segments * sizeof(float));
  if (!job->gathered.series || !job->gathered.segment_sales) {
    return error_memory(error, "results", cells * INDICATOR_SHOWN * sizeof(float));
  }
  for (uint32_t s = 0; s < about->scenarios; s += CHUNK_SCENARIOS) {
    for (uint32_t r = 0; r < about->replications; r += CHUNK_REPLICATIONS) {
      const struct block block = {s, at_most(about->scenarios - s, CHUNK_SCENARIOS), r,
                                  at_most(about->replications - r, CHUNK_REPLICATIONS)};
      TRY(merge_block(file, job, &block, error));
    }
  }
  return STATUS_OK;
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

static enum status write_firms(const struct h5_file *file, const struct gathered *gathered,
                               struct error *error) {
  static const char *const names[SHARD_FIRM_FIELDS][3] = {
      {"town", "1", "row of /series/town"},
      {"segment", "1", "row of /series/segment"},
      {"origin", "1", "0 incumbent, 1 spin-off, 2 start-up, 3 attracted"},
      {"age", "month", "months since the firm came"},
      {"sales", "M CNY", "sales over the past 12 months"},
      {"staff", "1", "employees"},
      {"productivity", "1", "log total factor productivity"}};
  const size_t count = gathered->firms.length / sizeof(struct shard_firm);
  const float *firms = (const float *)(const void *)gathered->firms.bytes;
  float *column = calloc(count + 1, sizeof *column);
  double *rows = calloc(count + 1, sizeof *rows);
  enum status status = column && rows ? h5_group(file, "firms", error)
                                      : error_memory(error, "firms", count * sizeof *rows);
  for (size_t i = 0; i < count && rows; i++) rows[i] = (double)i;
  if (status == STATUS_OK)
    status = results_scale_numbers(file, "firms/firm", "firm", rows, count, error);
  for (int pass = 0; pass < 2 && status == STATUS_OK; pass++) {
    const struct text *from = pass ? &gathered->firm_replications : &gathered->firm_scenarios;
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

static enum status write_finals(const struct h5_file *file, const struct results_about *about,
                                const struct finals *finals, struct error *error) {
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
  TRY(h5_write(file, "final/digest", H5T_NATIVE_UINT64, finals->digests, error));
  TRY(h5_describe(file, "final/digest", "1", "digest of the final state and the series; 0: failed",
                  error));
  TRY(h5_attach(file, "final/digest", scales, 2, error));
  TRY(h5_dataset(file, "final/seconds", H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, "final/seconds", H5T_NATIVE_DOUBLE, finals->seconds, error));
  TRY(h5_describe(file, "final/seconds", "s", "time that the run took", error));
  return h5_attach(file, "final/seconds", scales, 2, error);
}

static enum status write_params(const struct h5_file *file, const struct results_about *about,
                                struct error *error) {
  static const char *const scales[] = {"params/scenario", "params/parameter"};
  const size_t count = tables_params_count;
  const struct h5_shape shape = {.rank = 2, .sizes = {about->scenarios, count}};
  const char **names = calloc(count * 2, sizeof *names);
  double *values = calloc(about->scenarios * count, sizeof *values);
  enum status status = names && values ? h5_group(file, "params", error)
                                       : error_memory(error, "params", count * sizeof *values);
  for (size_t p = 0; p < count && status == STATUS_OK; p++) {
    names[p] = tables_params[p].name;
    names[count + p] = tables_params[p].unit;
    for (uint32_t s = 0; s < about->scenarios; s++) {
      values[s * count + p] = ((const double *)about->params[s])[p];
    }
  }
  if (status == STATUS_OK) {
    status = results_scale_texts(file, "params/scenario", "scenario", about->scenario_names,
                                 about->scenarios, "scenario", error);
  }
  if (status == STATUS_OK) {
    status = results_scale_texts(file, "params/parameter", "parameter", names, count, "parameter",
                                 error);
  }
  if (status == STATUS_OK) {
    status = h5_write_texts(file, "params/unit", names + count, count, error);
  }
  if (status == STATUS_OK) status = h5_attach(file, "params/unit", scales + 1, 1, error);
  if (status == STATUS_OK) status = h5_dataset(file, "params/value", H5T_IEEE_F64LE, &shape, error);
  if (status == STATUS_OK)
    status = h5_write(file, "params/value", H5T_NATIVE_DOUBLE, values, error);
  if (status == STATUS_OK) {
    status = h5_describe(file, "params/value", "1", "value in the unit of /params/unit", error);
  }
  if (status == STATUS_OK) status = h5_attach(file, "params/value", scales, 2, error);
  free(names);
  free(values);
  return status;
}

static enum status write_provenance(const struct h5_file *file, const struct results_about *about,
                                    struct error *error) {
  unsigned major, minor, patch;
  char hdf5[64], made[64];
  const time_t now = time(NULL);
  struct tm utc;
  if (H5get_libversion(&major, &minor, &patch) < 0) major = minor = patch = 0;
  snprintf(hdf5, sizeof hdf5, "%u.%u.%u", major, minor, patch);
  if (!gmtime_r(&now, &utc) || !strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", &utc)) {
    snprintf(made, sizeof made, "unknown");
  }
  const int dirty = BELLWETHER_GIT_DIRTY;
  const char *const texts[][2] = {
      {"Conventions", "CF-1.8"},
      {"title", "Bellwether: simulated growth of an industrial cluster"},
      {"bellwether_version", BELLWETHER_VERSION},
      {"git_sha", BELLWETHER_GIT_SHA},
      {"compiler", BELLWETHER_COMPILER},
      {"flags", BELLWETHER_FLAGS},
      {"gsl_version", GSL_VERSION},
      {"hdf5_version", hdf5},
      {"command", about->command},
      {"created", made}};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    TRY(h5_text_attribute(file, ".", texts[i][0], texts[i][1], error));
  }
  TRY(h5_attribute(file, ".", "git_dirty", H5T_NATIVE_INT, &dirty, error));
  TRY(h5_attribute(file, ".", "seed", H5T_NATIVE_UINT32, &about->seed, error));
  TRY(h5_attribute(file, ".", "threads", H5T_NATIVE_INT, &about->threads, error));
  TRY(h5_attribute(file, ".", "start", H5T_NATIVE_INT32, &about->start, error));
  TRY(h5_group(file, "provenance", error));
  TRY(results_scale_texts(file, "provenance/scenario", "scenario", about->scenario_names,
                          about->scenarios, "scenario", error));
  static const char *const scales[] = {"provenance/scenario"};
  const char *const *const columns[] = {about->scenario_titles, about->resolved, about->verbatim};
  static const char *const names[][2] = {
      {"provenance/title", "title"},
      {"provenance/resolved", "every value that the model used, as YAML that reads back"},
      {"provenance/verbatim", "the files that were read, as they were"}};
  for (int i = 0; i < 3; i++) {
    TRY(h5_write_texts(file, names[i][0], columns[i], about->scenarios, error));
    TRY(h5_text_attribute(file, names[i][0], "long_name", names[i][1], error));
    TRY(h5_attach(file, names[i][0], scales, 1, error));
  }
  return STATUS_OK;
}

static enum status write_series(const struct h5_file *file, const struct results_about *about,
                                struct error *error) {
  TRY(h5_group(file, "series", error));
  TRY(write_scales(file, about, error));
  for (size_t k = 0; k < INDICATOR_SHOWN; k++) {
    char name[128];
    snprintf(name, sizeof name, "series/%s", tables_indicators[k].name);
    TRY(make_variable(file, about, name, tables_indicators[k].unit, tables_indicators[k].meaning, 4,
                      error));
  }
  return make_variable(file, about, "series/segment_sales", "M CNY/month",
                       "sales of the month by segment", 5, error);
}

static enum status fill(const struct h5_file *file, void *what, struct error *error) {
  struct results_job *job = what;
  const struct results_about *about = job->about;
  TRY(write_series(file, about, error));
  if (about->towns) TRY(results_make_towns(file, about, error));
  TRY(merge_all(file, job, error));
  TRY(write_finals(file, about, &job->finals, error));
  TRY(write_firms(file, &job->gathered, error));
  TRY(write_params(file, about, error));
  return write_provenance(file, about, error);
}

enum status results_write(const char *path, const struct results_about *about,
                          results_source source, void *context, struct error *error) {
  const size_t runs = (size_t)about->scenarios * about->replications;
  struct results_job job = {.about = about, .source = source, .context = context};
  job.finals = (struct finals){calloc(runs, sizeof(uint64_t)), calloc(runs, sizeof(double))};
  const enum status status = job.finals.digests && job.finals.seconds
                                 ? h5_make(path, fill, &job, error)
                                 : error_memory(error, "results", runs * sizeof(double));
  free(job.finals.digests);
  free(job.finals.seconds);
  free(job.gathered.series);
  free(job.gathered.segment_sales);
  text_free(&job.gathered.firms);
  text_free(&job.gathered.firm_scenarios);
  text_free(&job.gathered.firm_replications);
  return status;
}
