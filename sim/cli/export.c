/* export, plot: results as text, and as pictures. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/study/figure.h"

#include <stdio.h>
#include <stdlib.h>

/* A folder's results, and the record of its experiment where that is wanted and there. */
struct folder {
  struct results results;
  struct ensemble ensemble;
  struct figure_source source;
};

/* Results tell all but targets and what is assumed: where the record is missing, they do alone. */
static enum status open_record(const struct cli *cli, struct folder *folder, struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, cli->words[0], "run.json", error));
  if (!file_exists(path)) return STATUS_OK;
  TRY(ensemble_open(&folder->ensemble, cli->words[0], error));
  folder->source.ensemble = &folder->ensemble;
  return STATUS_OK;
}

/* What was observed is drawn where the record can be read; the figure does without. */
static enum status open_for(const struct cli *cli, const struct figure *figure,
                            struct folder *folder, struct error *error) {
  struct error why;
  if (figure_needs_record(figure)) return open_record(cli, folder, error);
  if (open_record(cli, folder, &why) != STATUS_OK && !cli->quiet) {
    fprintf(stderr, "bellwether: what was observed is not drawn: %s\n", why.text);
  }
  return STATUS_OK;
}

static enum status folder_open(const struct cli *cli, struct folder *folder, struct error *error) {
  *folder = (struct folder){.source.results = &folder->results};
  TRY(cli_results(cli, &folder->results, error));
  enum status status = cli_base(cli, &folder->results, &folder->source.base, error);
  if (status == STATUS_OK) status = cli_place(cli, &folder->results, &folder->source.place, error);
  if (status != STATUS_OK) results_close(&folder->results);
  return status;
}

static void folder_close(struct folder *folder) {
  ensemble_free(&folder->ensemble);
  results_close(&folder->results);
}

/* A head with the unit: "device_sales [M CNY]". */
static void add_head(struct cli_sheet *sheet, enum indicator indicator) {
  char head[128];
  snprintf(head, sizeof head, "%s [%s]", tables_indicators[indicator].name,
           tables_indicators[indicator].unit);
  cli_sheet_text(sheet, head);
}

/* Which run a line is of: its replication, and where there are sets of assumptions its set. */
static void add_run_heads(struct cli_sheet *sheet, const struct results *results) {
  cli_sheet_text(sheet, "replication");
  if (results->draws) cli_sheet_text(sheet, "set");
}

static void add_run(struct cli_sheet *sheet, const struct results *results, size_t replication) {
  cli_sheet_number(sheet, results->numbers[replication]);
  if (results->draws) cli_sheet_number(sheet, results->draw_of[replication]);
}

/* Which rows are wanted: those of some places and months, from the first to before the last. */
struct part {
  uint32_t first_place, end_place, first_month, end_month;
};

/* Tidy: one line a scenario, replication, month and town; units in the header. */
static enum status export_indicator(const struct results *results, enum indicator indicator,
                                    const struct part *part, struct cli_sheet *sheet,
                                    struct error *error) {
  static const char *const heads[] = {"scenario", "town"};
  const size_t count = (size_t)results->replications * results->months;
  double *values = calloc(count, sizeof *values);
  if (!values) return error_memory(error, "values", count * sizeof *values);
  cli_sheet_heads(sheet, heads, 2);
  add_run_heads(sheet, results);
  cli_sheet_text(sheet, "month");
  add_head(sheet, indicator);
  cli_sheet_row(sheet);
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    for (uint32_t p = part->first_place; p < part->end_place && status == STATUS_OK; p++) {
      status = results_read(results, indicator, s, p, values, error);
      for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const size_t month = i % results->months;
        char date[DATE_TEXT];
        if (month < part->first_month || month >= part->end_month) continue;
        cli_sheet_scenario(sheet, results, s);
        cli_sheet_text(sheet, results->place_names[p]);
        add_run(sheet, results, i / results->months);
        cli_sheet_text(sheet, date_format(results->start + (int32_t)month, date));
        cli_sheet_number(sheet, values[i]);
        cli_sheet_row(sheet);
      }
    }
  }
  free(values);
  return status;
}

/* Reads every indicator of a scenario and place at one month: rows[replication][indicator]. */
static enum status read_month(const struct results *results, uint32_t s, uint32_t p, uint32_t month,
                              double *values, double *rows, struct error *error) {
  for (int k = 0; k < INDICATOR_SHOWN; k++) {
    TRY(results_read(results, (enum indicator)k, s, p, values, error));
    for (size_t r = 0; r < results->replications; r++) {
      rows[r * INDICATOR_SHOWN + (size_t)k] = values[r * results->months + month];
    }
  }
  return STATUS_OK;
}

/* Every indicator at the part's last month: one line a scenario, town and replication. */
static enum status export_month(const struct results *results, const struct part *part,
                                struct cli_sheet *sheet, struct error *error) {
  static const char *const heads[] = {"scenario", "town"};
  const size_t runs = results->replications, count = runs * results->months;
  double *values = calloc(count + runs * INDICATOR_SHOWN, sizeof *values);
  if (!values) return error_memory(error, "values", count * sizeof *values);
  double *rows = values + count;
  enum status status = STATUS_OK;
  cli_sheet_heads(sheet, heads, 2);
  add_run_heads(sheet, results);
  for (int k = 0; k < INDICATOR_SHOWN; k++) add_head(sheet, (enum indicator)k);
  cli_sheet_row(sheet);
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    for (uint32_t p = part->first_place; p < part->end_place && status == STATUS_OK; p++) {
      status = read_month(results, s, p, part->end_month - 1, values, rows, error);
      for (size_t r = 0; r < runs && status == STATUS_OK; r++) {
        cli_sheet_scenario(sheet, results, s);
        cli_sheet_text(sheet, results->place_names[p]);
        add_run(sheet, results, r);
        for (int k = 0; k < INDICATOR_SHOWN; k++) {
          cli_sheet_number(sheet, rows[r * INDICATOR_SHOWN + (size_t)k]);
        }
        cli_sheet_row(sheet);
      }
    }
  }
  free(values);
  return status;
}

/* What --town and --at leave: all where they are not given. */
static enum status ask_part(const struct cli *cli, const struct results *results, struct part *part,
                            struct error *error) {
  uint32_t place, month;
  TRY(cli_place(cli, results, &place, error));
  TRY(cli_month(cli, results->start, results->months, &month, error));
  *part = (struct part){cli->town ? place : 0, cli->town ? place + 1 : results->places,
                        cli->at ? month : 0, month + 1};
  return STATUS_OK;
}

static enum status export_rows(const struct cli *cli, const struct results *results,
                               struct error *error) {
  struct cli_sheet sheet;
  enum indicator indicator;
  struct part part;
  TRY(cli_indicator(cli, INDICATOR_device_sales, &indicator, error));
  TRY(ask_part(cli, results, &part, error));
  TRY(cli_sheet_begin(&sheet, cli, "export", error));
  cli_tell_draws(cli, results, NULL);
  const enum status status = cli->indicator
                                 ? export_indicator(results, indicator, &part, &sheet, error)
                                 : export_month(results, &part, &sheet, error);
  return cli_sheet_end(&sheet, status, error);
}

/* Tells in which figures chance and assumption stand together. `figure`: NULL for all that the
 * folder has something to show for. */
static enum status tell_mixed(const struct cli *cli, const struct figure_source *source,
                              const struct figure *figure, struct error *error) {
  struct text names = {0};
  for (size_t i = 0; i < figures_count; i++) {
    if (figure ? figure != &figures[i] : !figure_suits(source, &figures[i])) continue;
    if (!figure_mixes(source, &figures[i])) continue;
    text_add(&names, "%s%s", names.length ? ", " : "", figures[i].name);
  }
  const bool failed = names.failed;
  if (!failed) cli_tell_draws(cli, source->results, names.length ? names.bytes : NULL);
  text_free(&names);
  return failed ? error_memory(error, "a note", 0) : STATUS_OK;
}

/* A figure's data, as its script reads them. */
static enum status export_figure(const struct cli *cli, struct folder *folder,
                                 struct error *error) {
  const struct figure *figure;
  struct text out = {0};
  if (cli_sheet_is_wanted(cli)) {
    return error_set(
        error, STATUS_USAGE,
        "a figure's data are blocks for gnuplot, apart by tabs: leave --csv and --xlsx "
        "out, or name an --indicator");
  }
  TRY(figure_find(cli->figure, &figure, error));
  TRY(open_for(cli, figure, folder, error));
  TRY(results_keep_priors(&folder->results, error)); /* figures are of these sets */
  TRY(tell_mixed(cli, &folder->source, figure, error));
  enum status status = figure_data(&folder->source, cli->figure, &out, error);
  if (status == STATUS_OK) {
    status = cli->json ? cli_print_json(cli_tabs_json(&out), error) : cli_print(&out, error);
  }
  text_free(&out);
  return status;
}

enum status export_command(const struct cli *cli, struct error *error) {
  struct folder folder;
  TRY(folder_open(cli, &folder, error));
  const enum status status = cli->figure ? export_figure(cli, &folder, error)
                                         : export_rows(cli, &folder.results, error);
  folder_close(&folder);
  return status;
}

static enum status draw(const struct cli *cli, const struct figure_source *source,
                        const char *figure, json_t *list, struct error *error) {
  struct text data = {0};
  const char *wants;
  char picture[FILE_PATH_BYTES + 64], table[FILE_PATH_BYTES + 64];
  TRY(cli_can_draw(figure, &wants, error));
  enum status status = figure_data(source, figure, &data, error);
  if (status == STATUS_OK) status = cli_write_data(cli->words[0], figure, &data, error);
  text_free(&data);
  TRY(status);
  TRY(cli_draw(cli, cli->words[0], figure, error));
  snprintf(picture, sizeof picture, "%s/figures/%s.%s", cli->words[0], figure, cli->format);
  snprintf(table, sizeof table, "%s/figures/%s.tsv", cli->words[0], figure);
  json_array_append_new(
      list, json_pack("{s:s, s:s, s:s}", "figure", figure, "picture", picture, "data", table));
  return STATUS_OK;
}

/* All figures that the folder has something to show for. A record that cannot be read costs those
 * that need it alone. */
static enum status draw_all(const struct cli *cli, struct folder *folder, json_t *list,
                            struct error *error) {
  struct error why;
  if (open_record(cli, folder, &why) != STATUS_OK) {
    fprintf(stderr, "bellwether: targets, assumptions and records are not drawn: %s\n", why.text);
  }
  TRY(tell_mixed(cli, &folder->source, NULL, error));
  for (size_t i = 0; i < figures_count; i++) {
    if (!figure_suits(&folder->source, &figures[i])) continue;
    TRY(draw(cli, &folder->source, figures[i].name, list, error));
  }
  return STATUS_OK;
}

static enum status draw_one(const struct cli *cli, const struct figure *figure,
                            struct folder *folder, json_t *list, struct error *error) {
  TRY(open_for(cli, figure, folder, error));
  TRY(tell_mixed(cli, &folder->source, figure, error));
  return draw(cli, &folder->source, figure->name, list, error);
}

enum status plot_command(const struct cli *cli, struct error *error) {
  struct folder folder;
  const struct figure *figure = NULL;
  if (cli->figure) TRY(figure_find(cli->figure, &figure, error));
  TRY(folder_open(cli, &folder, error));
  enum status status = cli_check_finished(&folder.results, error);
  if (status == STATUS_OK) status = results_keep_priors(&folder.results, error);
  json_t *list = json_array();
  if (status == STATUS_OK) {
    status = figure ? draw_one(cli, figure, &folder, list, error)
                    : draw_all(cli, &folder, list, error);
  }
  if (status == STATUS_OK && cli->json) {
    status = cli_print_json(
        json_pack("{s:O, s:o}", "pictures", list, "unfinished", cli_unfinished(&folder.results)),
        error);
  }
  json_decref(list);
  folder_close(&folder);
  return status;
}
