#include "bellwether/io/results.h"

#include "bellwether/base/date.h"
#include "results_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERIES_DEFLATE 1u /* 4 makes the file a 25th smaller, and the merge a third slower */
#define SERIES_BITS    16 /* of the significand's 23 that are kept: 5 significant digits */

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
  for (uint32_t r = 0; r < about->replications; r++) numbers[r] = results_number(about, r);
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
  if (shape.chunk[0] > RESULTS_SCENARIOS_TOGETHER) shape.chunk[0] = RESULTS_SCENARIOS_TOGETHER;
  if (shape.chunk[1] > RESULTS_REPLICATIONS_TOGETHER)
    shape.chunk[1] = RESULTS_REPLICATIONS_TOGETHER;
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

/* A results file on its way. */
struct results_draft {
  const struct results_about *about;
  struct h5_file file;
  char path[4096];
  uint32_t merged; /* blocks so far */
  /* Of the block that is being merged: */
  float *series;        /* [indicator][scenario][replication][month][place] */
  float *segment_sales; /* [scenario][replication][month][place][segment] */
  /* Of all runs so far: */
  struct results_ends ends;
  uint64_t *digests;
  double *seconds;
  uint8_t *outcomes; /* enum results_outcome */
  struct text firms; /* raw struct results_firm */
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

/* Puts one run into its place of the block; NaN where it has no values. */
static void gather(struct results_draft *draft, const struct results_block *block, uint32_t s,
                   uint32_t r, const struct shard *shard) {
  const struct results_about *about = draft->about;
  const size_t cells = (size_t)about->months * about->places;
  const size_t segments = cells * about->segments;
  const size_t runs = (size_t)block->scenarios * block->replications;
  const size_t run = (size_t)s * block->replications + r;
  for (size_t k = 0; k < INDICATOR_SHOWN; k++) {
    float *to = draft->series + (k * runs + run) * cells;
    for (size_t cell = 0; cell < cells; cell++) {
      to[cell] = shard->series ? rounded(shard->series[cell * INDICATOR_COUNT + k]) : nanf("");
    }
  }
  for (size_t i = 0; i < segments; i++) {
    draft->segment_sales[run * segments + i] = shard->series ? rounded(shard->segment_sales[i])
                                                             : nanf("");
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

/* Takes one run into the draft; (s, r): its place in the block. */
static enum status take(struct results_draft *draft, const struct results_block *block, uint32_t s,
                        uint32_t r, const struct shard *shard, struct error *error) {
  const struct results_about *about = draft->about;
  const uint32_t scenario = block->first_scenario + s, replication = block->first_replication + r;
  const size_t run = (size_t)scenario * about->replications + replication;
  TRY(check_shape(about, shard, error));
  gather(draft, block, s, r, shard);
  draft->digests[run] = shard->digest;
  draft->seconds[run] = shard->series ? shard->seconds : nan("");
  draft->outcomes[run] = shard->series       ? RESULTS_DONE
                         : shard->infeasible ? RESULTS_INFEASIBLE
                                             : RESULTS_FAILED;
  if (about->towns && shard->series) {
    TRY(results_write_towns(&draft->file, about, scenario, replication, shard, error));
  }
  return results_keep_firms(&draft->firms, scenario, replication, shard, error);
}

static enum status write_block(const struct results_draft *draft, const struct results_block *block,
                               struct error *error) {
  const struct results_about *about = draft->about;
  const hsize_t start[5] = {block->first_scenario, block->first_replication, 0, 0, 0};
  const hsize_t sizes[5] = {block->scenarios, block->replications, about->months, about->places,
                            about->segments};
  const size_t values = (size_t)block->scenarios * block->replications * about->months *
                        about->places;
  for (size_t k = 0; k < INDICATOR_SHOWN; k++) {
    char name[128];
    snprintf(name, sizeof name, "series/%s", tables_indicators[k].name);
    TRY(h5_write_block(&draft->file, name, H5T_NATIVE_FLOAT, 4, start, sizes,
                       draft->series + k * values, error));
  }
  return h5_write_block(&draft->file, "series/segment_sales", H5T_NATIVE_FLOAT, 5, start, sizes,
                        draft->segment_sales, error);
}

static uint32_t at_most(uint32_t value, uint32_t most) { return value < most ? value : most; }

struct results_block results_block_of(uint32_t scenarios, uint32_t replications, uint32_t scenario,
                                      uint32_t replication) {
  const uint32_t s = scenario - scenario % RESULTS_SCENARIOS_TOGETHER;
  const uint32_t r = replication - replication % RESULTS_REPLICATIONS_TOGETHER;
  return (struct results_block){s, at_most(scenarios - s, RESULTS_SCENARIOS_TOGETHER), r,
                                at_most(replications - r, RESULTS_REPLICATIONS_TOGETHER)};
}

bool results_next(const struct results_draft *draft, struct results_block *block) {
  const struct results_about *about = draft->about;
  const uint32_t across = (about->scenarios + RESULTS_SCENARIOS_TOGETHER - 1) /
                          RESULTS_SCENARIOS_TOGETHER;
  const uint32_t s = draft->merged % across * RESULTS_SCENARIOS_TOGETHER;
  const uint32_t r = draft->merged / across * RESULTS_REPLICATIONS_TOGETHER;
  if (r >= about->replications) return false;
  *block = results_block_of(about->scenarios, about->replications, s, r);
  return true;
}

enum status results_merge(struct results_draft *draft, results_source source, void *context,
                          struct error *error) {
  struct results_block block;
  if (!results_next(draft, &block)) return STATUS_OK;
  for (uint32_t s = 0; s < block.scenarios; s++) {
    for (uint32_t r = 0; r < block.replications; r++) {
      struct shard shard = {0};
      TRY(source(context, block.first_scenario + s, block.first_replication + r, &shard, error));
      const enum status status = take(draft, &block, s, r, &shard, error);
      shard_free(&shard);
      TRY(status);
    }
  }
  draft->merged++;
  results_keep_ends(&draft->ends, draft->about, &block, draft->series);
  return write_block(draft, &block, error);
}

static void free_draft(struct results_draft *draft) {
  free(draft->series);
  free(draft->segment_sales);
  free(draft->ends.values);
  free(draft->digests);
  free(draft->seconds);
  free(draft->outcomes);
  text_free(&draft->firms);
  free(draft);
}

/* Cells of a block: (scenario, replication, month, place). */
static size_t block_cells(uint32_t scenarios, uint32_t replications, uint32_t months,
                          uint32_t places) {
  return (size_t)at_most(scenarios, RESULTS_SCENARIOS_TOGETHER) *
         at_most(replications, RESULTS_REPLICATIONS_TOGETHER) * months * places;
}

size_t results_draft_bytes(uint32_t scenarios, uint32_t replications, uint32_t months,
                           uint32_t places, uint32_t segments) {
  return block_cells(scenarios, replications, months, places) * (INDICATOR_SHOWN + segments) *
             sizeof(float) +
         results_ends_bytes(scenarios, replications, months / 12 + 1, places);
}

static enum status reserve(struct results_draft *draft, struct error *error) {
  const struct results_about *about = draft->about;
  const size_t runs = (size_t)about->scenarios * about->replications;
  const size_t cells = block_cells(about->scenarios, about->replications, about->months,
                                   about->places);
  draft->ends = results_make_ends(about);
  draft->series = malloc(cells * INDICATOR_SHOWN * sizeof(float));
  draft->segment_sales = malloc(cells * about->segments * sizeof(float));
  draft->digests = calloc(runs, sizeof *draft->digests);
  draft->seconds = calloc(runs, sizeof *draft->seconds);
  draft->outcomes = calloc(runs, sizeof *draft->outcomes);
  if (draft->series && draft->segment_sales && draft->digests && draft->seconds &&
      draft->outcomes) {
    return STATUS_OK;
  }
  return error_memory(error, "results", cells * INDICATOR_SHOWN * sizeof(float));
}

static enum status begin(const char *path, bool aside, const struct results_about *about,
                         struct results_draft **out, struct error *error) {
  struct results_draft *draft = calloc(1, sizeof *draft);
  if (!draft) return error_memory(error, "results", sizeof *draft);
  draft->about = about;
  snprintf(draft->path, sizeof draft->path, "%s", path);
  enum status status = reserve(draft, error);
  if (status == STATUS_OK) {
    status = aside ? h5_begin_aside(&draft->file, error) : h5_begin(&draft->file, path, error);
  }
  if (status != STATUS_OK) {
    free_draft(draft);
    return status;
  }
  status = write_series(&draft->file, about, error);
  if (status == STATUS_OK && about->towns) status = results_make_towns(&draft->file, about, error);
  if (status == STATUS_OK) {
    *out = draft;
    return status;
  }
  if (!aside) return results_end(draft, status, NULL, error);
  struct results nothing;
  return results_look(draft, status, &nothing, error);
}

enum status results_begin(const char *path, const struct results_about *about,
                          struct results_draft **draft, struct error *error) {
  return begin(path, false, about, draft, error);
}

enum status results_begin_aside(const char *name, const struct results_about *about,
                                struct results_draft **draft, struct error *error) {
  return begin(name, true, about, draft, error);
}

static enum status write_rest(const struct results_draft *draft, struct error *error) {
  const struct results_about *about = draft->about;
  TRY(results_write_finals(&draft->file, about, draft->digests, draft->seconds, draft->outcomes,
                           error));
  TRY(results_write_firms(&draft->file, &draft->firms, error));
  return results_write_about(&draft->file, about, error);
}

enum status results_end(struct results_draft *draft, enum status status, struct results_ends *ends,
                        struct error *error) {
  if (!draft) return status;
  if (status == STATUS_OK) status = write_rest(draft, error);
  status = h5_settle(&draft->file, draft->path, true, status, error);
  if (status == STATUS_OK && ends) {
    *ends = draft->ends;
    draft->ends.values = NULL;
  }
  free_draft(draft);
  return status;
}

enum status results_look(struct results_draft *draft, enum status status, struct results *results,
                         struct error *error) {
  *results = (struct results){0};
  if (status == STATUS_OK) status = write_rest(draft, error);
  struct h5_file *file = status == STATUS_OK ? malloc(sizeof *file) : NULL;
  if (status == STATUS_OK && !file) status = error_memory(error, "results", sizeof *file);
  if (file) {
    *file = draft->file;
    results->file = file;
    snprintf(results->path, sizeof results->path, "%s", draft->path);
  } else {
    status = h5_close(&draft->file, status, error);
  }
  free_draft(draft);
  return status == STATUS_OK ? results_read_about(results, error) : status;
}
