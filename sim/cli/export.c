/* export, plot: results as text, and as pictures. */
#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/study/figure.h"

#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT_BYTES ((size_t)1 << 20)

extern char **environ;

static enum status find(const struct cli *cli, const struct results *results, uint32_t *base,
                        uint32_t *place, struct error *error) {
  *base = cli->base ? results_find_scenario(results, cli->base) : 0;
  *place = cli->town ? results_find_place(results, cli->town) : 0;
  if (*base == results->scenarios) {
    return error_set(error, STATUS_USAGE, "--base %.100s: no such scenario in %s", cli->base,
                     results->path);
  }
  if (*place == results->places) {
    return error_set(error, STATUS_USAGE, "--town %.100s: no such town in %s", cli->town,
                     results->path);
  }
  return STATUS_OK;
}

/* Tidy: one line a scenario, replication, month and town; units in the header. */
static enum status export_indicator(const struct results *results, enum indicator indicator,
                                    struct text *out, struct error *error) {
  const struct indicator_row *row = &tables_indicators[indicator];
  const size_t count = (size_t)results->replications * results->months;
  double *values = calloc(count, sizeof *values);
  if (!values) return error_memory(error, "values", count * sizeof *values);
  text_add(out, "scenario\ttown\treplication\tmonth\t%s [%s]\n", row->name, row->unit);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    for (uint32_t p = 0; p < results->places && status == STATUS_OK; p++) {
      status = results_read(results, indicator, s, p, values, error);
      for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        char date[DATE_TEXT];
        date_format(results->start + (int32_t)(i % results->months), date);
        text_add(out, "%s\t%s\t%zu\t%s\t", results->scenario_names[s], results->place_names[p],
                 i / results->months, date);
        if (isnan(values[i])) text_add(out, "\n");
        else text_add(out, "%.9g\n", values[i]);
      }
    }
  }
  free(values);
  return status;
}

/* Every indicator at one month: one line a scenario, town and replication. */
static enum status export_month(const struct results *results, uint32_t month, struct text *out,
                                struct error *error) {
  const size_t runs = results->replications, count = runs * results->months;
  double *values = calloc(count + runs * INDICATOR_COUNT, sizeof *values);
  if (!values) return error_memory(error, "values", count * sizeof *values);
  double *rows = values + count;
  enum status status = STATUS_OK;
  text_add(out, "scenario\ttown\treplication");
  for (int k = 0; k < INDICATOR_COUNT; k++) {
    text_add(out, "\t%s [%s]", tables_indicators[k].name, tables_indicators[k].unit);
  }
  text_add(out, "\n");
  for (uint32_t s = 0; s < results->scenarios; s++) {
    for (uint32_t p = 0; p < results->places && status == STATUS_OK; p++) {
      for (int k = 0; k < INDICATOR_COUNT && status == STATUS_OK; k++) {
        status = results_read(results, (enum indicator)k, s, p, values, error);
        for (size_t r = 0; r < runs; r++) {
          rows[r * INDICATOR_COUNT + (size_t)k] = values[r * results->months + month];
        }
      }
      for (size_t r = 0; r < runs && status == STATUS_OK; r++) {
        text_add(out, "%s\t%s\t%zu", results->scenario_names[s], results->place_names[p], r);
        for (int k = 0; k < INDICATOR_COUNT; k++) {
          const double value = rows[r * INDICATOR_COUNT + (size_t)k];
          if (isnan(value)) text_add(out, "\t");
          else text_add(out, "\t%.9g", value);
        }
        text_add(out, "\n");
      }
    }
  }
  free(values);
  return status;
}

enum status export_command(const struct cli *cli, struct error *error) {
  struct results results;
  struct text out = {0};
  uint32_t base, place, month;
  TRY(results_open(&results, cli->words[0], error));
  enum status status = find(cli, &results, &base, &place, error);
  const int row = cli->indicator ? tables_indicator_find(cli->indicator) : 0;
  if (status == STATUS_OK && row < 0) {
    status = error_set(error, STATUS_USAGE,
                       "--indicator %.100s: no such indicator; see 'bellwether indicators'",
                       cli->indicator);
  }
  if (status == STATUS_OK) status = cli_month(cli, results.start, results.months, &month, error);
  if (status == STATUS_OK && cli->figure) {
    status = figure_data(&results, cli->figure, base, place, &out, error);
  } else if (status == STATUS_OK && cli->indicator) {
    status = export_indicator(&results, (enum indicator)row, &out, error);
  } else if (status == STATUS_OK) {
    status = export_month(&results, month, &out, error);
  }
  if (status == STATUS_OK) status = cli_print(&out, error);
  text_free(&out);
  results_close(&results);
  return status;
}

/* The script of a figure: $BELLWETHER_PLOTS, ./scripts/plots, or the installed one. */
static enum status find_script(const char *figure, char *out, struct error *error) {
  char installed[FILE_PATH_BYTES];
  file_data_folder(installed);
  strncat(installed, "/plots", sizeof installed - strlen(installed) - 1);
  const char *folders[] = {getenv("BELLWETHER_PLOTS"), "scripts/plots", installed};
  for (int i = 0; i < 3; i++) {
    if (!folders[i]) continue;
    if (snprintf(out, FILE_PATH_BYTES, "%s/%s.gp", folders[i], figure) >= FILE_PATH_BYTES) continue;
    if (file_exists(out)) return STATUS_OK;
  }
  return error_set(
      error, STATUS_FAILURE,
      "no script for the figure '%s': looked in $BELLWETHER_PLOTS, scripts/plots and %s", figure,
      installed);
}

static enum status run_gnuplot(const char *script, const char *folder, const char *format,
                               const char *lang, struct error *error) {
  char *arguments[] = {
      (char *)"gnuplot", (char *)"-c", (char *)script, (char *)folder, (char *)format,
      (char *)lang,      NULL};
  pid_t child;
  const int failed = posix_spawnp(&child, "gnuplot", NULL, NULL, arguments, environ);
  if (failed == ENOENT) {
    return error_set(error, STATUS_FAILURE,
                     "gnuplot is not installed: apt-get install gnuplot-nox");
  }
  int state = 0;
  if (failed || waitpid(child, &state, 0) < 0) {
    return error_set(error, STATUS_FAILURE, "cannot run gnuplot: %s",
                     strerror(failed ? failed : errno));
  }
  if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return STATUS_OK;
  return error_set(error, STATUS_FAILURE, "gnuplot failed on %s", script);
}

/* figures/<name><ending> in the folder. */
static enum status figure_path(const char *folder, const char *name, const char *ending, char *out,
                               struct error *error) {
  char file[128];
  snprintf(file, sizeof file, "figures/%s%s", name, ending);
  return file_join(out, folder, file, error);
}

static enum status copy_script(const char *script, const char *to, struct error *error) {
  struct text text = {0};
  enum status status = text_read_file(script, SCRIPT_BYTES, &text, error);
  if (status == STATUS_OK) status = file_write_whole(to, text.bytes, text.length, error);
  text_free(&text);
  return status;
}

/* The style that all scripts load stands beside the copies too, so that they can be run there. */
static enum status copy_style(const char *script, const char *folder, struct error *error) {
  char from[FILE_PATH_BYTES], to[FILE_PATH_BYTES];
  const char *slash = strrchr(script, '/');
  snprintf(from, sizeof from, "%.*s", slash ? (int)(slash - script) : 1, slash ? script : ".");
  TRY(file_join(to, folder, "figures/style.gpi", error));
  char style[FILE_PATH_BYTES];
  TRY(file_join(style, from, "style.gpi", error));
  return copy_script(style, to, error);
}

static enum status draw(const struct cli *cli, const struct results *results, const char *figure,
                        uint32_t base, uint32_t place, struct error *error) {
  char script[FILE_PATH_BYTES], path[FILE_PATH_BYTES];
  const char *folder = cli->words[0];
  struct text data = {0};
  TRY(find_script(figure, script, error));
  enum status status = figure_data(results, figure, base, place, &data, error);
  if (status == STATUS_OK) status = figure_path(folder, figure, ".tsv", path, error);
  if (status == STATUS_OK) status = file_write_whole(path, data.bytes, data.length, error);
  text_free(&data);
  TRY(status);
  TRY(figure_path(folder, figure, ".gp", path, error));
  TRY(copy_script(script, path, error));
  TRY(copy_style(script, folder, error));
  TRY(run_gnuplot(script, folder, cli->format, cli->lang, error));
  char ending[16];
  snprintf(ending, sizeof ending, ".%.8s", cli->format);
  TRY(figure_path(folder, figure, ending, path, error));
  printf("%s\n", path);
  return STATUS_OK;
}

static enum status check_words(const struct cli *cli, struct error *error) {
  const char *const formats[] = {"svg", "png", "pdf"};
  bool known = false;
  for (int i = 0; i < 3; i++) known |= strcmp(cli->format, formats[i]) == 0;
  if (!known) return error_set(error, STATUS_USAGE, "--format %.40s: svg, png or pdf", cli->format);
  if (strcmp(cli->lang, "en") != 0 && strcmp(cli->lang, "zh") != 0) {
    return error_set(error, STATUS_USAGE, "--lang %.40s: en or zh", cli->lang);
  }
  return STATUS_OK;
}

enum status plot_command(const struct cli *cli, struct error *error) {
  struct results results;
  uint32_t base, place;
  char folder[FILE_PATH_BYTES];
  TRY(check_words(cli, error));
  if (cli->figure) TRY(figure_check(cli->figure, error));
  TRY(results_open(&results, cli->words[0], error));
  enum status status = find(cli, &results, &base, &place, error);
  if (status == STATUS_OK) status = file_join(folder, cli->words[0], "figures", error);
  if (status == STATUS_OK) status = file_make_folder(folder, error);
  if (status == STATUS_OK && cli->figure) {
    status = draw(cli, &results, cli->figure, base, place, error);
  }
  for (size_t i = 0; i < figures_count && !cli->figure && status == STATUS_OK; i++) {
    status = draw(cli, &results, figures[i].name, base, place, error);
  }
  results_close(&results);
  return status;
}
