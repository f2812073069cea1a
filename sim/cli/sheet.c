/* Rows for programs and for spreadsheets: tab- or comma-separated text, or an Excel workbook. */
#include "cli.h"

#include "bellwether/base/file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define COLUMN_WIDTH 16 /* characters */

/* A workbook on its way. */
struct sheet_book {
  lxw_workbook *book;
  lxw_worksheet *page;
  lxw_format *head;
  char temporary[FILE_PATH_BYTES];
};

bool cli_sheet_is_wanted(const struct cli *cli) { return cli->csv || cli->xlsx; }

static enum status workbook_begin(struct cli_sheet *sheet, const char *name, struct error *error) {
  struct sheet_book *book = calloc(1, sizeof *book);
  if (!book) return error_memory(error, sheet->path, sizeof *book);
  sheet->book = book;
  if (snprintf(book->temporary, sizeof book->temporary, "%s.tmp", sheet->path) >=
      (int)sizeof book->temporary) {
    return error_set(error, STATUS_DISK, "the path %.60s... is too long", sheet->path);
  }
  FILE *file = fopen(book->temporary, "wb"); /* the library would complain to standard error */
  if (!file || fclose(file) != 0) {
    return error_set(error, STATUS_DISK, "cannot write %s: %s", book->temporary, strerror(errno));
  }
  /* Row by row to disk: a long table takes no more memory than a short one. */
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  book->book = workbook_new_opt(book->temporary, &options);
  book->page = book->book ? workbook_add_worksheet(book->book, name) : NULL;
  book->head = book->page ? workbook_add_format(book->book) : NULL;
  if (!book->head) return error_memory(error, sheet->path, 0);
  format_set_bold(book->head);
  worksheet_freeze_panes(book->page, 1, 0);
  (void)worksheet_set_column(book->page, 0, LXW_COL_MAX - 1, COLUMN_WIDTH, NULL);
  return STATUS_OK;
}

enum status cli_sheet_begin(struct cli_sheet *sheet, const struct cli *cli, const char *name,
                            struct error *error) {
  *sheet = (struct cli_sheet){.kind = cli->xlsx    ? CLI_SHEET_WORKBOOK
                                      : cli->excel ? CLI_SHEET_EXCEL
                                      : cli->csv   ? CLI_SHEET_COMMAS
                                      : cli->json  ? CLI_SHEET_JSON
                                                   : CLI_SHEET_TABS,
                              .path = cli->xlsx};
  if (sheet->kind == CLI_SHEET_EXCEL) text_add(&sheet->text, "\xEF\xBB\xBF");
  if (sheet->kind != CLI_SHEET_WORKBOOK) return STATUS_OK;
  TRY(cli_check_free(cli->xlsx, error));
  const enum status status = workbook_begin(sheet, name, error);
  return status == STATUS_OK ? status : cli_sheet_end(sheet, status, error);
}

static bool has_tabs(const struct cli_sheet *sheet) {
  return sheet->kind == CLI_SHEET_TABS || sheet->kind == CLI_SHEET_JSON;
}

/* What stands before a field in a line of text. */
static void add_comma(struct cli_sheet *sheet) {
  if (sheet->column++ > 0) text_add(&sheet->text, has_tabs(sheet) ? "\t" : ",");
}

/* Whether the workbook holds a next cell: Excel has so many rows and no more. */
static bool has_cell(struct cli_sheet *sheet) {
  if (sheet->row >= LXW_ROW_MAX || sheet->column >= LXW_COL_MAX) sheet->full = true;
  return !sheet->full;
}

void cli_sheet_text(struct cli_sheet *sheet, const char *text) {
  struct sheet_book *book = sheet->book;
  if (sheet->kind == CLI_SHEET_WORKBOOK) {
    if (!has_cell(sheet)) return;
    const lxw_error wrong = worksheet_write_string(book->page, sheet->row,
                                                   (lxw_col_t)sheet->column++, text,
                                                   sheet->row == 0 ? book->head : NULL);
    if (wrong != LXW_NO_ERROR) sheet->wrong = lxw_strerror(wrong);
    return;
  }
  add_comma(sheet);
  if (has_tabs(sheet)) text_add(&sheet->text, "%s", text);
  else text_add_field(&sheet->text, text);
}

void cli_sheet_number(struct cli_sheet *sheet, double value) {
  struct sheet_book *book = sheet->book;
  if (sheet->kind == CLI_SHEET_WORKBOOK) {
    if (!has_cell(sheet)) return;
    const lxw_col_t column = (lxw_col_t)sheet->column++;
    if (!isfinite(value)) return; /* an empty cell */
    const lxw_error wrong = worksheet_write_number(book->page, sheet->row, column, value, NULL);
    if (wrong != LXW_NO_ERROR) sheet->wrong = lxw_strerror(wrong);
    return;
  }
  add_comma(sheet);
  if (isfinite(value) || sheet->kind == CLI_SHEET_COMMAS) text_add(&sheet->text, "%.9g", value);
}

bool cli_sheet_has_titles(const struct cli_sheet *sheet) {
  return sheet->kind == CLI_SHEET_EXCEL || sheet->kind == CLI_SHEET_WORKBOOK;
}

void cli_sheet_scenario(struct cli_sheet *sheet, const struct results *results, uint32_t scenario) {
  cli_sheet_text(sheet, results->scenario_names[scenario]);
  if (cli_sheet_has_titles(sheet)) cli_sheet_text(sheet, results->scenario_titles[scenario]);
}

void cli_sheet_heads(struct cli_sheet *sheet, const char *const *heads, size_t count) {
  for (size_t k = 0; k < count; k++) {
    cli_sheet_text(sheet, heads[k]);
    if (strcmp(heads[k], "scenario") == 0 && cli_sheet_has_titles(sheet)) {
      cli_sheet_text(sheet, "title");
    }
  }
}

void cli_sheet_row(struct cli_sheet *sheet) {
  if (sheet->kind != CLI_SHEET_WORKBOOK) text_add(&sheet->text, "\n");
  sheet->row++;
  sheet->column = 0;
}

/* Closes the workbook and gives the file its path; removes it after work that went wrong. */
static enum status workbook_end(struct cli_sheet *sheet, enum status status, struct error *error) {
  struct sheet_book *book = sheet->book;
  if (status == STATUS_OK && sheet->full) {
    status = error_set(error, STATUS_USAGE,
                       "%s: a sheet has at most %d rows: ask for one month, or for --csv",
                       sheet->path, LXW_ROW_MAX);
  }
  const lxw_error wrong = book->book ? workbook_close(book->book) : LXW_NO_ERROR;
  if (wrong != LXW_NO_ERROR) sheet->wrong = lxw_strerror(wrong);
  if (status == STATUS_OK && sheet->wrong) {
    status = error_set(error, STATUS_DISK, "cannot write %s: %s", sheet->path, sheet->wrong);
  }
  if (status == STATUS_OK) status = file_settle(book->temporary, sheet->path, true, error);
  if (status == STATUS_OK) printf("%s\n", sheet->path);
  else (void)unlink(book->temporary);
  free(book);
  return status;
}

enum status cli_sheet_end(struct cli_sheet *sheet, enum status status, struct error *error) {
  if (sheet->book) status = workbook_end(sheet, status, error);
  else if (status == STATUS_OK && sheet->kind == CLI_SHEET_JSON) {
    status = cli_print_json(cli_tabs_json(&sheet->text), error);
  } else if (status == STATUS_OK) status = cli_print(&sheet->text, error);
  text_free(&sheet->text);
  *sheet = (struct cli_sheet){0};
  return status;
}
