#include "bellwether/base/columns.h"
#include "bellwether/base/file.h"
#include "bellwether/base/text.h"
#include "results_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of the replications. */
static enum status read_numbers(struct results *results, struct error *error) {
  const size_t count = results->replications;
  const hsize_t start[1] = {0}, size[1] = {count};
  results->numbers = calloc(count + 1, sizeof *results->numbers);
  if (!results->numbers) return error_memory(error, results->path, count);
  return h5_read_block(results->file, "series/replication", H5T_NATIVE_UINT32, 1, start, size,
                       results->numbers, error);
}

/* Which set of assumptions each replication is of. */
static enum status read_draws(struct results *results, struct error *error) {
  const size_t count = results->replications;
  const hsize_t start[1] = {0}, size[1] = {count};
  hsize_t draws[1];
  if (!h5_has(results->file, "draws")) return STATUS_OK;
  TRY(h5_sizes(results->file, "draws/draw", 1, draws, error));
  results->draws = (uint32_t)draws[0];
  results->draw_of = calloc(count + 1, sizeof *results->draw_of);
  if (!results->draw_of) return error_memory(error, results->path, count);
  TRY(h5_read_block(results->file, "series/draw", H5T_NATIVE_UINT32, 1, start, size,
                    results->draw_of, error));
  for (size_t r = 0; r < count; r++) {
    if (results->draw_of[r] < results->draws) continue;
    return error_set(error, STATUS_DISK, "%s: a replication is of a draw that is not there",
                     results->path);
  }
  results->draw_of_priors = calloc(results->draws + 1, sizeof *results->draw_of_priors);
  if (!results->draw_of_priors) return error_memory(error, results->path, results->draws);
  return h5_read_block(results->file, "draws/of_priors", H5T_NATIVE_UINT8, 1, start, draws,
                       results->draw_of_priors, error);
}

/* How each run ended; files of older versions tell by the digest who failed. */
static enum status read_outcomes(struct results *results, struct error *error) {
  const size_t runs = (size_t)results->scenarios * results->replications;
  const hsize_t start[2] = {0}, sizes[2] = {results->scenarios, results->replications};
  results->outcomes = calloc(runs + 1, sizeof *results->outcomes);
  uint64_t *digests = calloc(runs + 1, sizeof *digests);
  enum status status = STATUS_OK;
  if (!results->outcomes || !digests) {
    status = error_memory(error, results->path, runs * sizeof *digests);
  } else if (h5_has(results->file, "final/outcome")) {
    status = h5_read_block(results->file, "final/outcome", H5T_NATIVE_UINT8, 2, start, sizes,
                           results->outcomes, error);
  } else {
    status = h5_read_block(results->file, "final/digest", H5T_NATIVE_UINT64, 2, start, sizes,
                           digests, error);
    for (size_t run = 0; run < runs; run++) {
      results->outcomes[run] = digests[run] ? RESULTS_DONE : RESULTS_FAILED;
    }
  }
  free(digests);
  return status;
}

uint32_t results_count(const struct results *results, uint32_t scenario,
                       enum results_outcome outcome) {
  const uint8_t *outcomes = results->outcomes + (size_t)scenario * results->replications;
  uint32_t count = 0;
  for (uint32_t r = 0; r < results->replications; r++) count += outcomes[r] == outcome;
  return count;
}

static enum status read_about(struct results *results, struct error *error) {
  const struct h5_file *file = results->file;
  hsize_t sizes[4];
  char name[128];
  size_t count;
  snprintf(name, sizeof name, "series/%s", tables_indicators[0].name);
  TRY(h5_sizes(file, name, 4, sizes, error));
  results->scenarios = (uint32_t)sizes[0];
  results->replications = (uint32_t)sizes[1];
  results->months = (uint32_t)sizes[2];
  results->places = (uint32_t)sizes[3];
  TRY(read_numbers(results, error));
  TRY(read_draws(results, error));
  TRY(read_outcomes(results, error));
  TRY(h5_read_attribute(file, ".", "start", H5T_NATIVE_INT32, &results->start, error));
  TRY(h5_read_texts(file, "series/scenario", &results->scenario_names, &count, error));
  if (count != results->scenarios) {
    return error_set(error, STATUS_DISK, "%s: scenarios do not fit the series", file->path);
  }
  TRY(h5_read_texts(file, "provenance/title", &results->scenario_titles, &count, error));
  if (count != results->scenarios) {
    return error_set(error, STATUS_DISK, "%s: titles do not fit the scenarios", file->path);
  }
  TRY(h5_read_texts(file, "series/town", &results->place_names, &count, error));
  if (count == results->places) return STATUS_OK;
  return error_set(error, STATUS_DISK, "%s: towns do not fit the series", file->path);
}

enum status results_read_about(struct results *results, struct error *error) {
  const enum status status = read_about(results, error);
  if (status != STATUS_OK) results_close(results);
  return status;
}

enum status results_open(struct results *results, const char *folder, struct error *error) {
  char path[FILE_PATH_BYTES];
  *results = (struct results){0};
  TRY(file_join(path, folder, "results.h5", error));
  if (!file_exists(path)) {
    return error_set(error, STATUS_DISK,
                     "no results in %s: %s is missing; run scenarios into it, or finish them with "
                     "'bellwether resume %s'",
                     folder, path, folder);
  }
  return results_open_file(results, path, error);
}

enum status results_open_file(struct results *results, const char *path, struct error *error) {
  *results = (struct results){0};
  snprintf(results->path, sizeof results->path, "%s", path);
  results->file = malloc(sizeof(struct h5_file));
  if (!results->file) return error_memory(error, results->path, sizeof(struct h5_file));
  const enum status status = h5_open(results->file, results->path, error);
  if (status != STATUS_OK) {
    free(results->file);
    results->file = NULL;
    return status;
  }
  return results_read_about(results, error);
}

uint32_t results_sets(const struct results *results) {
  uint32_t count = 0;
  for (uint32_t d = 0; d < results->draws; d++) count += results->draw_of_priors[d] != 0;
  return count;
}

/* The part's own lists, picked from the whole's. */
static bool pick(const struct results *whole, struct results *part) {
  const size_t scenarios = whole->scenarios, all = whole->replications;
  part->rows = calloc(all + 1, sizeof *part->rows);
  part->numbers = calloc(all + 1, sizeof *part->numbers);
  part->draw_of = calloc(all + 1, sizeof *part->draw_of);
  part->outcomes = calloc(scenarios * all + 1, sizeof *part->outcomes);
  if (!part->rows || !part->numbers || !part->draw_of || !part->outcomes) return false;
  uint32_t n = 0;
  for (uint32_t r = 0; r < all; r++) {
    if (!whole->draw_of_priors[whole->draw_of[r]]) continue;
    part->rows[n] = r;
    part->numbers[n] = whole->numbers[r];
    part->draw_of[n++] = whole->draw_of[r];
  }
  for (size_t s = 0; s < scenarios; s++) {
    for (size_t k = 0; k < n; k++) {
      part->outcomes[s * n + k] = whole->outcomes[s * all + part->rows[k]];
    }
  }
  part->replications = n;
  return true;
}

enum status results_keep_priors(struct results *results, struct error *error) {
  bool any = false;
  for (uint32_t r = 0; r < results->replications && results->draws && !results->whole; r++) {
    any = any || results->draw_of_priors[results->draw_of[r]];
  }
  if (!any) return STATUS_OK;
  struct results *whole = malloc(sizeof *whole), part = *results;
  part.rows = part.numbers = part.draw_of = NULL;
  part.outcomes = NULL;
  part.whole = whole;
  if (whole && pick(results, &part)) {
    *whole = *results;
    *results = part;
    return STATUS_OK;
  }
  free(part.rows);
  free(part.numbers);
  free(part.draw_of);
  free(part.outcomes);
  free(whole);
  return error_memory(error, results->path, results->replications * sizeof *part.rows);
}

const struct results *results_whole(const struct results *results) {
  return results->whole ? results->whole : results;
}

static void close_part(struct results *results) {
  struct results *whole = results->whole;
  free(results->rows);
  free(results->numbers);
  free(results->draw_of);
  free(results->outcomes);
  *results = *whole;
  free(whole);
}

void results_close(struct results *results) {
  struct error ignored; /* it was only read */
  if (results->whole) close_part(results);
  if (results->file) (void)!h5_close(results->file, STATUS_OK, &ignored);
  for (uint32_t s = 0; results->scenario_names && s < results->scenarios; s++) {
    free(results->scenario_names[s]);
  }
  for (uint32_t s = 0; results->scenario_titles && s < results->scenarios; s++) {
    free(results->scenario_titles[s]);
  }
  for (uint32_t p = 0; results->place_names && p < results->places; p++) {
    free(results->place_names[p]);
  }
  free(results->scenario_names);
  free(results->scenario_titles);
  free(results->place_names);
  free(results->numbers);
  free(results->draw_of);
  free(results->draw_of_priors);
  free(results->outcomes);
  free(results->file);
  *results = (struct results){0};
}

enum status results_attribute(const struct results *results, const char *name, char *out,
                              size_t bytes, struct error *error) {
  return h5_read_text_attribute(results->file, ".", name, out, bytes, error);
}

enum status results_digest(const struct results *looked_at, uint64_t *digest, size_t *finished,
                           struct error *error) {
  const struct results *results = results_whole(looked_at);
  const size_t runs = (size_t)results->scenarios * results->replications;
  const hsize_t start[2] = {0, 0}, sizes[2] = {results->scenarios, results->replications};
  uint64_t *digests = calloc(runs, sizeof *digests);
  if (!digests) return error_memory(error, "digests", runs * sizeof *digests);
  const enum status status = h5_read_block(results->file, "final/digest", H5T_NATIVE_UINT64, 2,
                                           start, sizes, digests, error);
  if (status == STATUS_OK) *digest = columns_digest_bytes(digests, runs * sizeof *digests, 0);
  *finished = 0;
  for (size_t run = 0; run < runs; run++) *finished += digests[run] != 0;
  free(digests);
  return status;
}

enum status results_read_rows(const struct results *results, const char *name,
                              const hsize_t start[4], const hsize_t sizes[4], double *values,
                              struct error *error) {
  if (!results->rows) {
    return h5_read_block(results->file, name, H5T_NATIVE_DOUBLE, 4, start, sizes, values, error);
  }
  const size_t line = sizes[2] * sizes[3], all = sizes[0] * sizes[1] * line;
  double *room = malloc((all + 1) * sizeof *room);
  if (!room) return error_memory(error, name, all * sizeof *room);
  const enum status status = h5_read_block(results->file, name, H5T_NATIVE_DOUBLE, 4, start, sizes,
                                           room, error);
  for (size_t s = 0; s < sizes[0] && status == STATUS_OK; s++) {
    for (uint32_t r = 0; r < results->replications; r++, values += line) {
      memcpy(values, room + (s * sizes[1] + results->rows[r]) * line, line * sizeof *values);
    }
  }
  free(room);
  return status;
}

enum status results_read_some(const struct results *results, enum indicator indicator,
                              uint32_t first, uint32_t count, uint32_t place, double *values,
                              struct error *error) {
  char name[128];
  snprintf(name, sizeof name, "series/%s", tables_indicators[indicator].name);
  const hsize_t start[4] = {first, 0, 0, place};
  const hsize_t sizes[4] = {count, results_whole(results)->replications, results->months, 1};
  return results_read_rows(results, name, start, sizes, values, error);
}

enum status results_read(const struct results *results, enum indicator indicator, uint32_t scenario,
                         uint32_t place, double *values, struct error *error) {
  return results_read_some(results, indicator, scenario, 1, place, values, error);
}

enum status results_read_firms(const struct results *results, struct shard_firm **firms,
                               uint32_t **scenario, uint32_t **replication, size_t *count,
                               struct error *error) {
  static const char *const names[] = {"firms/town",        "firms/segment", "firms/origin",
                                      "firms/age",         "firms/sales",   "firms/staff",
                                      "firms/productivity"};
  const hsize_t start[1] = {0};
  hsize_t size[1];
  TRY(h5_sizes(results->file, "firms/sales", 1, size, error));
  *count = size[0];
  *firms = calloc(*count + 1, sizeof **firms);
  *scenario = calloc(*count + 1, sizeof **scenario);
  *replication = calloc(*count + 1, sizeof **replication);
  float *column = calloc(*count + 1, sizeof *column);
  enum status status = *firms && *scenario && *replication && column
                           ? STATUS_OK
                           : error_memory(error, "firms", *count * sizeof **firms);
  for (int f = 0; f < SHARD_FIRM_FIELDS && status == STATUS_OK && *count; f++) {
    status = h5_read_block(results->file, names[f], H5T_NATIVE_FLOAT, 1, start, size, column,
                           error);
    for (size_t i = 0; i < *count; i++) ((float *)&(*firms)[i])[f] = column[i];
  }
  if (status == STATUS_OK && *count) {
    status = h5_read_block(results->file, "firms/scenario", H5T_NATIVE_UINT32, 1, start, size,
                           *scenario, error);
  }
  if (status == STATUS_OK && *count) {
    status = h5_read_block(results->file, "firms/replication", H5T_NATIVE_UINT32, 1, start, size,
                           *replication, error);
  }
  free(column);
  if (status != STATUS_OK) {
    free(*firms);
    free(*scenario);
    free(*replication);
  }
  return status;
}

static uint32_t find_name(char *const *names, uint32_t count, const char *name) {
  uint32_t i = 0;
  while (i < count && strcmp(names[i], name) != 0) i++;
  return i;
}

uint32_t results_find_scenario(const struct results *results, const char *name) {
  return find_name(results->scenario_names, results->scenarios, name);
}

uint32_t results_find_place(const struct results *results, const char *name) {
  return find_name(results->place_names, results->places, name);
}
