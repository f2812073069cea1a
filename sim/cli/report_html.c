#include "report.h"

#include "bellwether/base/date.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICTURE_BYTES ((size_t)16 << 20)

static const struct {
  const char *en, *zh;
} texts[] =
    {
#define REPORT(name, en, zh) {en, zh},
#include "report_text.def"
},
  phrases[] = {
#define REPORT_PHRASE(en, zh) {en, zh},
#include "report_text.def"
};

const char *report_text(const struct report *report, enum report_text text) {
  return report->chinese ? texts[text].zh : texts[text].en;
}

struct cli_unit report_unit(const struct report *report, enum indicator indicator, double largest) {
  return cli_unit(tables_indicators[indicator].unit, largest, report->chinese);
}

char *report_amount(double value, const struct cli_unit *unit, char *out) {
  char number[CLI_NUMBER];
  cli_number(value * unit->factor, number);
  snprintf(out, REPORT_AMOUNT, "%s%s%s", number, unit->name[0] ? " " : "", unit->name);
  return out;
}

const char *report_phrase(const struct report *report, const char *english) {
  for (size_t k = 0; report->chinese && k < sizeof phrases / sizeof phrases[0]; k++) {
    if (strcmp(phrases[k].en, english) == 0) return phrases[k].zh;
  }
  return english;
}

char *report_indicator(const struct report *report, enum indicator indicator, char *out) {
  snprintf(out, REPORT_WORDS, "%s",
           report->chinese ? tables_indicator_chinese(indicator)
                           : tables_indicators[indicator].name);
  for (char *at = out; *at; at++) {
    if (*at == '_') *at = ' ';
  }
  return out;
}

char *report_month(const struct report *report, char *out) {
  return date_format(report->results->start + (int32_t)report->month, out);
}

void report_escape(struct text *out, const char *text) {
  for (; *text; text++) {
    if (*text == '&') text_add(out, "&amp;");
    else if (*text == '<') text_add(out, "&lt;");
    else if (*text == '>') text_add(out, "&gt;");
    else if (*text == '"') text_add(out, "&quot;");
    else text_add_bytes(out, text, 1);
  }
}

void report_say(const struct report *report, const char *tag, enum report_text text, ...) {
  const char *format = report_text(report, text);
  va_list arguments, again;
  va_start(arguments, text);
  va_copy(again, arguments);
  const int length = vsnprintf(NULL, 0, format, arguments);
  char *said = length >= 0 ? malloc((size_t)length + 1) : NULL;
  if (said) vsnprintf(said, (size_t)length + 1, format, again);
  va_end(again);
  va_end(arguments);
  if (!said) {
    report->out->failed = true;
    return;
  }
  text_add(report->out, "<%s>", tag);
  report_escape(report->out, said);
  text_add(report->out, "</%s>\n", tag);
  free(said);
}

void report_begin(const struct report *report, const char *id, enum report_text heading) {
  text_add(report->out, "<section id=\"%s\">\n", id);
  report_say(report, "h2", heading);
}

void report_end(const struct report *report) { text_add(report->out, "</section>\n"); }

/* Adds a cell's text; names of several parts may be broken after the signs that join these. */
static void add_cell(struct text *out, const char *cell) {
  while (*cell) {
    char part[256];
    size_t length = strcspn(cell, "/_+=.");
    length += cell[length] != '\0';
    if (length >= sizeof part) length = sizeof part - 1;
    while (length > 1 && ((unsigned char)cell[length] & 0xC0) == 0x80) length--;
    snprintf(part, sizeof part, "%.*s", (int)length, cell);
    report_escape(out, part);
    const char last = cell[length - 1];
    cell += length;
    const bool joins = strchr("/_+=", last) || (last == '.' && (*cell < '0' || *cell > '9'));
    if (joins && *cell && *cell != ' ') text_add(out, "<wbr>");
  }
}

void report_table_begin(struct report_table *table, const struct report *report, size_t columns,
                        size_t numbers, const char *caption) {
  *table = (struct report_table){report, columns, numbers, 0};
  text_add(report->out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
  report_escape(report->out, caption);
  text_add(report->out, "\">\n<table><caption><span>");
  report_escape(report->out, caption);
  text_add(report->out, "</span></caption>\n<thead><tr>");
}

void report_table_head(struct report_table *table, const char *head) {
  struct text *out = table->report->out;
  text_add(out, "<th scope=\"col\"%s>", table->cells >= table->numbers ? " class=\"n\"" : "");
  report_escape(out, head);
  text_add(out, "</th>");
  if (++table->cells == table->columns) text_add(out, "</tr></thead>\n<tbody>\n");
}

void report_table_cell(struct report_table *table, const char *cell) {
  struct text *out = table->report->out;
  const size_t column = table->cells++ % table->columns;
  if (column == 0) text_add(out, "<tr>");
  text_add(out, column >= table->numbers ? "<td class=\"n\">" : "<td>");
  add_cell(out, cell);
  text_add(out, "</td>%s", column + 1 == table->columns ? "</tr>\n" : "");
}

void report_table_end(struct report_table *table) {
  text_add(table->report->out, "</tbody></table></div>\n");
}

/* Adds SVG with each identifier, and each reference to one, begun by the figure's name. */
static void add_svg(struct text *out, const char *svg, const char *figure) {
  static const char *const marks[] = {" id=\"", " id='", "href=\"#", "href='#", "url(#"};
  while (*svg) {
    size_t length = 0;
    for (size_t k = 0; k < sizeof marks / sizeof marks[0] && length == 0; k++) {
      if (strncmp(svg, marks[k], strlen(marks[k])) == 0) length = strlen(marks[k]);
    }
    text_add_bytes(out, svg, length ? length : 1);
    if (length) text_add(out, "%s-", figure);
    svg += length ? length : 1;
  }
}

enum status report_picture(const struct report *report, const char *path, const char *figure,
                           const char *caption, struct error *error) {
  struct text svg = {0};
  TRY(text_read_file(path, PICTURE_BYTES, &svg, error));
  const char *begin = strstr(svg.bytes, "<svg");
  if (!begin) {
    text_free(&svg);
    return error_set(error, STATUS_DISK, "%s is no SVG picture", path);
  }
  text_add(report->out,
           "<figure id=\"figure-%s\">\n<div class=\"wide picture\" role=\"region\" "
           "tabindex=\"0\" aria-label=\"",
           figure);
  report_escape(report->out, caption);
  text_add(report->out, "\">\n");
  add_svg(report->out, begin, figure);
  text_add(report->out, "</div>\n<figcaption>");
  report_escape(report->out, caption);
  text_add(report->out, " <a href=\"#figure-%s\">#</a></figcaption>\n</figure>\n", figure);
  text_free(&svg);
  return STATUS_OK;
}
