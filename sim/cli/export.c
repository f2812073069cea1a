/* export, plot: results as text, and as pictures. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/study/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A folder's results, and the record of its experiment where that is wanted and there. */
struct folder {
  struct results results;
  struct ensemble ensemble;
  struct figure_source source;
};

/* Results tell all but targets: where the record is missing, they do alone. */
static enum status open_record(const struct cli *cli, struct folder *folder, struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, cli->words[0], "run.json", error));
  if (!file_exists(path)) return STATUS_OK;
  TRY(ensemble_open(&folder->ensemble, cli->words[0], error));
  folder->source.ensemble = &folder->ensemble;
  return STATUS_OK;
}

static enum status folder_open(const struct cli *cli, struct folder *folder, struct error *error) {
  *folder = (struct folder){.source.results = &folder->results};
  TRY(results_open(&folder->results, cli->words[0], error));
  enum status status = cli_base(cli, &folder->results, &folder->source.base, error);
  if (status == STATUS_OK) status = cli_place(cli, &folder->results, &folder->source.place, error);
  if (status != STATUS_OK) results_close(&folder->results);
  return status;
}

static void folder_close(struct folder *folder) {
  ensemble_free(&folder->ensemble);
  results_close(&folder->results);
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
  double *values = calloc(count + runs * INDICATOR_SHOWN, sizeof *values);
  if (!values) return error_memory(error, "values", count * sizeof *values);
  double *rows = values + count;
  enum status status = STATUS_OK;
  text_add(out, "scenario\ttown\treplication");
  for (int k = 0; k < INDICATOR_SHOWN; k++) {
    text_add(out, "\t%s [%s]", tables_indicators[k].name, tables_indicators[k].unit);
  }
  text_add(out, "\n");
  for (uint32_t s = 0; s < results->scenarios; s++) {
    for (uint32_t p = 0; p < results->places && status == STATUS_OK; p++) {
      for (int k = 0; k < INDICATOR_SHOWN && status == STATUS_OK; k++) {
        status = results_read(results, (enum indicator)k, s, p, values, error);
        for (size_t r = 0; r < runs; r++) {
          rows[r * INDICATOR_SHOWN + (size_t)k] = values[r * results->months + month];
        }
      }
      for (size_t r = 0; r < runs && status == STATUS_OK; r++) {
        text_add(out, "%s\t%s\t%zu", results->scenario_names[s], results->place_names[p], r);
        for (int k = 0; k < INDICATOR_SHOWN; k++) {
          const double value = rows[r * INDICATOR_SHOWN + (size_t)k];
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

static enum status export_figure(const struct cli *cli, struct folder *folder, struct text *out,
                                 struct error *error) {
  const struct figure *figure;
  TRY(figure_find(cli->figure, &figure, error));
  if (figure->need == FIGURE_NEEDS_TARGETS) TRY(open_record(cli, folder, error));
  return figure_data(&folder->source, cli->figure, out, error);
}

enum status export_command(const struct cli *cli, struct error *error) {
  struct folder folder;
  struct text out = {0};
  uint32_t month;
  enum indicator indicator;
  TRY(folder_open(cli, &folder, error));
  const struct results *results = &folder.results;
  enum status status = cli_indicator(cli, INDICATOR_device_sales, &indicator, error);
  if (status == STATUS_OK) status = cli_month(cli, results->start, results->months, &month, error);
  if (status == STATUS_OK && cli->figure) {
    status = export_figure(cli, &folder, &out, error);
  } else if (status == STATUS_OK && cli->indicator) {
    status = export_indicator(results, indicator, &out, error);
  } else if (status == STATUS_OK) {
    status = export_month(results, month, &out, error);
  }
  if (status == STATUS_OK) status = cli_print(&out, error);
  text_free(&out);
  folder_close(&folder);
  return status;
}

static enum status draw(const struct cli *cli, const struct figure_source *source,
                        const char *figure, struct error *error) {
  struct text data = {0};
  enum status status = figure_data(source, figure, &data, error);
  if (status == STATUS_OK) status = cli_write_data(cli->words[0], figure, &data, error);
  text_free(&data);
  TRY(status);
  return cli_draw(cli, cli->words[0], figure, error);
}

/* All figures that the folder has something to show for. A record that cannot be read costs the one
 * of targets alone. */
static enum status draw_all(const struct cli *cli, struct folder *folder, struct error *error) {
  struct error why;
  if (open_record(cli, folder, &why) != STATUS_OK) {
    fprintf(stderr, "bellwether: targets are not drawn: %s\n", why.text);
  }
  for (size_t i = 0; i < figures_count; i++) {
    if (!figure_suits(&folder->source, &figures[i])) continue;
    TRY(draw(cli, &folder->source, figures[i].name, error));
  }
  return STATUS_OK;
}

static enum status draw_one(const struct cli *cli, const struct figure *figure,
                            struct folder *folder, struct error *error) {
  if (figure->need == FIGURE_NEEDS_TARGETS) TRY(open_record(cli, folder, error));
  return draw(cli, &folder->source, figure->name, error);
}

enum status plot_command(const struct cli *cli, struct error *error) {
  struct folder folder;
  const struct figure *figure = NULL;
  if (cli->figure) TRY(figure_find(cli->figure, &figure, error));
  TRY(folder_open(cli, &folder, error));
  enum status status = cli_check_finished(&folder.results, error);
  if (status == STATUS_OK) {
    status = figure ? draw_one(cli, figure, &folder, error) : draw_all(cli, &folder, error);
  }
  folder_close(&folder);
  return status;
}
