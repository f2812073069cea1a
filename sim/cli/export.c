/* export, plot: results as text, and as pictures. */
#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/study/figure.h"

#include <math.h>
#include <stdlib.h>

static enum status find(const struct cli *cli, const struct results *results, uint32_t *base,
                        uint32_t *place, struct error *error) {
  TRY(cli_base(cli, results, base, error));
  return cli_place(cli, results, place, error);
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

enum status export_command(const struct cli *cli, struct error *error) {
  struct results results;
  struct text out = {0};
  uint32_t base, place, month;
  TRY(results_open(&results, cli->words[0], error));
  enum status status = find(cli, &results, &base, &place, error);
  enum indicator indicator;
  if (status == STATUS_OK) status = cli_indicator(cli, INDICATOR_device_sales, &indicator, error);
  if (status == STATUS_OK) status = cli_month(cli, results.start, results.months, &month, error);
  if (status == STATUS_OK && cli->figure) {
    status = figure_data(&results, cli->figure, base, place, &out, error);
  } else if (status == STATUS_OK && cli->indicator) {
    status = export_indicator(&results, indicator, &out, error);
  } else if (status == STATUS_OK) {
    status = export_month(&results, month, &out, error);
  }
  if (status == STATUS_OK) status = cli_print(&out, error);
  text_free(&out);
  results_close(&results);
  return status;
}

static enum status draw(const struct cli *cli, const struct results *results, const char *figure,
                        uint32_t base, uint32_t place, struct error *error) {
  struct text data = {0};
  enum status status = figure_data(results, figure, base, place, &data, error);
  if (status == STATUS_OK) status = cli_write_data(cli->words[0], figure, &data, error);
  text_free(&data);
  TRY(status);
  return cli_draw(cli, cli->words[0], figure, error);
}

enum status plot_command(const struct cli *cli, struct error *error) {
  struct results results;
  uint32_t base, place;
  if (cli->figure) TRY(figure_check(cli->figure, error));
  TRY(results_open(&results, cli->words[0], error));
  enum status status = find(cli, &results, &base, &place, error);
  if (status == STATUS_OK && cli->figure) {
    status = draw(cli, &results, cli->figure, base, place, error);
  }
  for (size_t i = 0; i < figures_count && !cli->figure && status == STATUS_OK; i++) {
    status = draw(cli, &results, figures[i].name, base, place, error);
  }
  results_close(&results);
  return status;
}
