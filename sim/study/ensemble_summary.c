#include "bellwether/base/batch.h"
#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/base/text.h"
#include "bellwether/io/results.h"
#include "ensemble_parts.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#define BYTES_MOST ((size_t)256 << 20) /* of values in memory, where one thread needs less */

/* The summary on its way: the lines of each (scenario, place, indicator). */
struct summary {
  const struct results *results;
  const struct results_ends *kept; /* NULL: they are read */
  uint32_t together; /* scenarios that are read at a time: those that the file packs together */
  struct text *lines;
};

/* At most so many, and one at least. */
static uint32_t at_most(size_t count, size_t most) {
  return (uint32_t)(most < 1 ? 1 : count < most ? count : most);
}

static struct text *lines_of(const struct summary *summary, uint32_t s, uint32_t p, uint32_t k) {
  return &summary->lines[((size_t)s * summary->results->places + p) * INDICATOR_SHOWN + k];
}

/* One line: an indicator at one date, of so many replications. */
static void summarise_month(struct text *csv, const struct results *results, uint32_t s, uint32_t p,
                            uint32_t k, uint32_t month, const float *values, double *sorted) {
  const struct indicator_row *row = &tables_indicators[k];
  size_t n = 0;
  char date[DATE_TEXT];
  for (uint32_t r = 0; r < results->replications; r++) {
    if (!isnan(values[r])) sorted[n++] = (double)values[r];
  }
  if (n == 0) return;
  gsl_sort(sorted, 1, n);
  text_add_field(csv, results->scenario_names[s]);
  text_add(csv, ",%s,%s,%s,\"%s\",%zu,%.9g,%.9g,%.9g,%.9g,%.9g\n", results->place_names[p],
           date_format(results->start + (int32_t)month, date), row->name, row->unit, n,
           gsl_stats_mean(sorted, 1, n), n > 1 ? gsl_stats_sd(sorted, 1, n) : 0,
           gsl_stats_quantile_from_sorted_data(sorted, 1, n, 0.05),
           gsl_stats_quantile_from_sorted_data(sorted, 1, n, 0.5),
           gsl_stats_quantile_from_sorted_data(sorted, 1, n, 0.95));
}

/* What a thread works with: a file's values [scenario][replication][month], the ends of years of
 * those [scenario][end][replication], and one of these in order. */
struct desk {
  double *values, *sorted;
  float *ends;
};

/* Reads the ends of years of `count` scenarios, of an indicator and place. */
static enum status read_ends(const struct results *results, uint32_t first, uint32_t count,
                             uint32_t p, uint32_t k, struct desk *desk, struct error *error) {
  enum status status;
#pragma omp critical(summary) /* HDF5 serves one at a time */
  status = results_read_some(results, (enum indicator)k, first, count, p, desk->values, error);
  TRY(status);
  float *to = desk->ends;
  for (uint32_t s = 0; s < count; s++) {
    const double *own = desk->values + (size_t)s * results->replications * results->months;
    for (uint32_t m = 0; m < results->months; m++) {
      if (!results_is_end(results->start, results->months, m)) continue;
      for (uint32_t r = 0; r < results->replications; r++) {
        *to++ = (float)own[(size_t)r * results->months + m];
      }
    }
  }
  return STATUS_OK;
}

/* All lines of an indicator and place of some scenarios. */
static enum status summarise_some(const struct summary *summary, uint32_t first, uint32_t p,
                                  uint32_t k, struct desk *desk, struct error *error) {
  const struct results *results = summary->results;
  const uint32_t count = batch_length(results->scenarios, first, summary->together);
  const float *ends = desk->ends;
  if (summary->kept) ends = results_ends_of(summary->kept, k, p, first);
  else TRY(read_ends(results, first, count, p, k, desk, error));
  for (uint32_t s = 0; s < count; s++) {
    struct text *lines = lines_of(summary, first + s, p, k);
    for (uint32_t m = 0; m < results->months; m++) {
      if (!results_is_end(results->start, results->months, m)) continue;
      summarise_month(lines, results, first + s, p, k, m, ends, desk->sorted);
      ends += results->replications;
    }
    if (lines->failed) return error_memory(error, "summary.csv", lines->length);
  }
  return STATUS_OK;
}

/* Some of the work: indicator `k` in all places of all scenarios. */
static enum status summarise_indicator(const struct summary *summary, uint32_t k,
                                       struct error *error) {
  const struct results *results = summary->results;
  const size_t runs = (size_t)summary->together * results->replications;
  const size_t read = summary->kept ? 0 : runs * results->months;
  struct desk desk = {.values = calloc(read + 1, sizeof *desk.values),
                      .sorted = calloc(results->replications, sizeof *desk.sorted),
                      .ends = calloc(read + 1, sizeof *desk.ends)};
  enum status status = desk.values && desk.sorted && desk.ends
                           ? STATUS_OK
                           : error_memory(error, "summary.csv", read * sizeof *desk.values);
  for (uint32_t s = 0; s < results->scenarios; s += summary->together) {
    for (uint32_t p = 0; p < results->places && status == STATUS_OK; p++) {
      status = summarise_some(summary, s, p, k, &desk, error);
    }
  }
  free(desk.values);
  free(desk.sorted);
  free(desk.ends);
  return status;
}

static enum status summarise_all(const struct summary *summary, int threads, struct error *error) {
  enum status failed = STATUS_OK;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (uint32_t k = 0; k < INDICATOR_SHOWN; k++) {
    struct error why;
    const enum status status = summarise_indicator(summary, k, &why);
#pragma omp critical(summary_failed)
    if (status != STATUS_OK && failed == STATUS_OK) {
      failed = status;
      *error = why;
    }
  }
  return failed;
}

static enum status write_lines(const struct summary *summary, const char *folder,
                               struct error *error) {
  const size_t count = (size_t)summary->results->scenarios * summary->results->places *
                       INDICATOR_SHOWN;
  char path[FILE_PATH_BYTES];
  struct text csv = {0};
  text_add(&csv, "scenario,town,month,indicator,unit,replications,mean,sd,p05,p50,p95\n");
  for (size_t i = 0; i < count; i++) {
    if (summary->lines[i].length) {
      text_add_bytes(&csv, summary->lines[i].bytes, summary->lines[i].length);
    }
  }
  enum status status = csv.failed ? error_memory(error, "summary.csv", csv.length)
                                  : file_join(path, folder, "summary.csv", error);
  if (status == STATUS_OK) status = file_write_whole(path, csv.bytes, csv.length, true, error);
  text_free(&csv);
  return status;
}

enum status ensemble_summarise(const struct ensemble *ensemble, const struct results_ends *ends,
                               int threads, struct error *error) {
  struct results results;
  TRY(results_open(&results, ensemble->folder, error));
  const size_t count = (size_t)results.scenarios * results.places * INDICATOR_SHOWN;
  const size_t one = (size_t)results.replications * results.months * sizeof(double);
  struct summary summary = {.results = &results,
                            .kept = ends && ends->values ? ends : NULL,
                            .lines = calloc(count, sizeof *summary.lines)};
  summary.together = at_most(results.scenarios,
                             at_most(RESULTS_SCENARIOS_TOGETHER, BYTES_MOST / one));
  const int side_by_side = (int)at_most((size_t)threads, BYTES_MOST / (summary.together * one));
  enum status status = summary.lines ? summarise_all(&summary, side_by_side, error)
                                     : error_memory(error, "summary.csv", count);
  if (status == STATUS_OK) status = write_lines(&summary, ensemble->folder, error);
  for (size_t i = 0; summary.lines && i < count; i++) text_free(&summary.lines[i]);
  free(summary.lines);
  results_close(&results);
  return status;
}
