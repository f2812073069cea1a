#define _POSIX_C_SOURCE 200809L
#include "bellwether_built.h"
#include "results_parts.h"

#include <gsl/gsl_version.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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

/* Sets of assumptions, and which of them each replication is of. */
static enum status write_draws(const struct h5_file *file, const struct results_about *about,
                               struct error *error) {
  static const char *const scales[] = {"draws/draw", "draws/assumption", "series/replication"};
  const size_t draws = about->draws, count = about->assumptions;
  const struct h5_shape shape = {.rank = 2, .sizes = {draws, count}};
  const struct h5_shape of = {.rank = 1, .sizes = {about->replications}};
  const struct h5_shape by_draw = {.rank = 1, .sizes = {draws}};
  if (draws == 0) return STATUS_OK;
  double *numbers = calloc(draws, sizeof *numbers);
  if (!numbers) return error_memory(error, "draws", draws * sizeof *numbers);
  for (size_t d = 0; d < draws; d++) numbers[d] = (double)d;
  enum status status = h5_group(file, "draws", error);
  if (status == STATUS_OK) {
    status = results_scale_numbers(file, scales[0], "draw", numbers, draws, error);
  }
  free(numbers);
  TRY(status);
  TRY(h5_describe(file, scales[0], "1", "set of assumptions; 0: the central one", error));
  TRY(results_scale_texts(file, scales[1], "assumption", about->assumption_names, count,
                          "value that is assumed", error));
  TRY(h5_write_texts(file, "draws/unit", about->assumption_units, count, error));
  TRY(h5_attach(file, "draws/unit", scales + 1, 1, error));
  TRY(h5_dataset(file, "draws/value", H5T_IEEE_F64LE, &shape, error));
  TRY(h5_write(file, "draws/value", H5T_NATIVE_DOUBLE, about->assumption_values, error));
  TRY(h5_describe(file, "draws/value", "1",
                  "value in the unit of /draws/unit, as the first scenario that has it takes it",
                  error));
  TRY(h5_attach(file, "draws/value", scales, 2, error));
  TRY(h5_dataset(file, "series/draw", H5T_IEEE_F64LE, &of, error));
  TRY(h5_write(file, "series/draw", H5T_NATIVE_DOUBLE, about->draw_of, error));
  TRY(h5_describe(file, "series/draw", "1", "set of assumptions that a replication is of", error));
  TRY(h5_attach(file, "series/draw", scales + 2, 1, error));
  TRY(h5_dataset(file, "series/chance", H5T_IEEE_F64LE, &of, error));
  TRY(h5_write(file, "series/chance", H5T_NATIVE_DOUBLE, about->chance_of, error));
  TRY(h5_describe(file, "series/chance", "1",
                  "replications of the same number share their random numbers", error));
  TRY(h5_attach(file, "series/chance", scales + 2, 1, error));
  TRY(h5_dataset(file, "draws/of_priors", H5T_STD_U8LE, &by_draw, error));
  TRY(h5_write(file, "draws/of_priors", H5T_NATIVE_UINT8, about->draw_of_priors, error));
  TRY(h5_describe(file, "draws/of_priors", "1",
                  "1: drawn from the priors, independent of other sets; 0: the central one, or "
                  "placed beside another by a design",
                  error));
  return h5_attach(file, "draws/of_priors", scales, 1, error);
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

enum status results_write_about(const struct h5_file *file, const struct results_about *about,
                                struct error *error) {
  TRY(write_params(file, about, error));
  TRY(write_draws(file, about, error));
  return write_provenance(file, about, error);
}
