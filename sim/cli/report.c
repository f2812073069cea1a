/* report: one page that says what was asked, what came out, and what it rests on. */
#include "report.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/study/factorial.h"
#include "bellwether/study/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char style[] =
    ":root{--ink:#1a1a1a;--soft:#555;--line:#d0d0d0;--paper:#fff;--shade:#f5f6f7;--link:#0a5ca8}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);"
    "font:16px/1.55 'DejaVu Sans','Noto Sans','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif}\n"
    "main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}\n"
    "h1{font-size:1.7rem;line-height:1.25;margin:0 0 .3rem}\n"
    "h2{font-size:1.25rem;margin:2.4rem 0 .6rem;border-bottom:1px solid var(--line)}\n"
    "p,li,dd,code{overflow-wrap:anywhere}\n"
    "td,th{overflow-wrap:break-word}\n"
    "nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:0}\n"
    "a{color:var(--link)}\n"
    "blockquote{margin:.4rem 0;padding:.1rem 1rem;border-left:4px solid var(--line)}\n"
    ".wide{overflow-x:auto;margin:1rem 0}\n"
    "table{border-collapse:collapse;width:100%;font-size:.875rem}\n"
    "caption{text-align:left;color:var(--soft);padding:.3rem 0;overflow-wrap:anywhere}\n"
    "caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2rem)}\n"
    "th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid var(--line);"
    "min-width:4.5rem}\n"
    "th:first-child,td:first-child{min-width:9rem}\n"
    "thead th{background:var(--shade)}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:normal;white-space:nowrap}\n"
    "figure{margin:1.5rem 0}\n"
    "figure svg{display:block;width:100%;max-width:100%;height:auto}\n"
    "figcaption a{text-decoration:none}\n"
    /* A telephone scrolls pictures: their texts stay as large as they can be read. */
    "@media screen and (max-width:52rem){.picture svg{width:52rem;max-width:none}}\n"
    "figcaption{color:var(--soft);font-size:.875rem}\n"
    "pre{background:var(--shade);padding:.8rem;white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}\n"
    "dt{color:var(--soft)}dd{margin:0}\n"
    "summary{cursor:pointer}\n"
    "@media (max-width:34rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}"
    "th,td{padding:.2rem .3rem;min-width:3.2rem}th:first-child,td:first-child{min-width:6.5rem}}\n"
    "@media print{main{max-width:none;padding:0}nav{display:none}figure,tr{break-inside:avoid}"
    "h2{break-after:avoid}.wide{overflow:visible}body{font-size:10.5pt}}\n"
    "@page{size:A4;margin:18mm 16mm}\n";

/* Sections that the contents list, in their order. */
enum there { ALWAYS, WHERE_COMPARED, WHERE_IT_CAN_HANG, WHERE_RECORDED };
static const struct {
  const char *id;
  enum report_text heading;
  enum there there;
} sections[] = {{"question", REPORT_question, ALWAYS},
                {"findings", REPORT_findings, ALWAYS},
                {"hangs", REPORT_hangs, WHERE_IT_CAN_HANG},
                {"comparison", REPORT_comparison, WHERE_COMPARED},
                {"money", REPORT_money_heading, WHERE_COMPARED},
                {"records", REPORT_records, WHERE_RECORDED},
                {"figures", REPORT_figures, ALWAYS},
                {"scenarios", REPORT_scenarios, ALWAYS},
                {"assumptions", REPORT_assumptions, ALWAYS},
                {"provenance", REPORT_provenance, ALWAYS},
                {"reproduce", REPORT_reproduce, ALWAYS}};

static const char *headline(const struct report *report) {
  const struct scenario *base = &report->ensemble->scenarios[report->base];
  return base->title[0] ? base->title : base->name;
}

/* The scenarios that the base is compared with. */
static void add_others(const struct report *report) {
  bool any = false;
  for (uint32_t s = 0; s < report->results->scenarios; s++) {
    if (!report->shown[s]) continue;
    if (!any) report_say(report, "p", REPORT_compared);
    text_add(report->out, any ? "<li>" : "<ul>\n<li>");
    report_escape(report->out, report->titles[s]);
    text_add(report->out, "</li>\n");
    any = true;
  }
  if (any) text_add(report->out, "</ul>\n");
}

static void begin_page(const struct report *report) {
  struct text *out = report->out;
  text_add(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
           report_text(report, REPORT_language));
  text_add(out,
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  report_escape(out, headline(report));
  text_add(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<header><h1>", style);
  report_escape(out, headline(report));
  text_add(out, "</h1>\n");
  char first[DATE_TEXT], last[DATE_TEXT];
  const struct results *results = report->results;
  report_say(report, "p", REPORT_made_of, results->replications, date_format(results->start, first),
             date_format(results->start + (int32_t)results->months - 1, last));
  if (results->runs_asked) {
    report_say(report, "p", REPORT_unfinished, results->runs_ended, results->runs_asked,
               results->replications);
  }
  if (results->draws) {
    report_say(report, "p", report->gains ? REPORT_sets : REPORT_sets_few, results_sets(results));
  }
  add_others(report);
  text_add(out, "</header>\n<nav aria-label=\"%s\"><ul>\n", report_text(report, REPORT_contents));
  for (size_t k = 0; k < sizeof sections / sizeof sections[0]; k++) {
    if (sections[k].there == WHERE_COMPARED && results->scenarios < 2) continue;
    if (sections[k].there == WHERE_IT_CAN_HANG && !report_can_hang(report)) continue;
    if (sections[k].there == WHERE_RECORDED && !report_has_records(report)) continue;
    text_add(out, "<li><a href=\"#%s\">%s</a></li>\n", sections[k].id,
             report_text(report, sections[k].heading));
  }
  text_add(out, "</ul></nav>\n");
}

/* The questions of all scenarios, each once. */
static void add_questions(const struct report *report) {
  const struct ensemble *ensemble = report->ensemble;
  report_begin(report, "question", REPORT_question);
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const char *question = ensemble->scenarios[s].question;
    bool asked = question[0] == '\0';
    for (uint32_t before = 0; before < s; before++) {
      asked |= strcmp(ensemble->scenarios[before].question, question) == 0;
    }
    if (asked) continue;
    text_add(report->out, "<blockquote><p>");
    report_escape(report->out, question);
    text_add(report->out, "</p></blockquote>\n");
  }
  report_end(report);
}

/* Draws a figure and puts it on the page. */
static enum status add_figure(const struct report *report, const struct figure_source *source,
                              const struct figure *figure, struct error *error) {
  const char *folder = report->cli->words[0];
  char path[FILE_PATH_BYTES], name[128];
  struct text data = {0};
  enum status status = figure_data(source, figure->name, &data, error);
  if (status == STATUS_OK) status = cli_write_data(folder, figure->name, &data, error);
  text_free(&data);
  TRY(status);
  TRY(cli_draw(report->cli, folder, figure->name, error));
  snprintf(name, sizeof name, "figures/%s.svg", figure->name);
  TRY(file_join(path, folder, name, error));
  return report_picture(report, path, figure->name,
                        report->chinese ? figure->chinese : figure->meaning, error);
}

/* Says on the page, and to who asked for it, which figures it lacks and why. */
static void tell_missing(const struct report *report, const struct text *missing,
                         const char *wants) {
  report_say(report, "p", REPORT_not_drawn, missing->bytes, wants);
  if (!report->quiet) {
    fprintf(stderr, "bellwether: the report lacks figures (%s), for want of %s\n", missing->bytes,
            wants);
  }
}

/* All figures that the folder has something to show for; the page does without those that cannot be
 * drawn here. */
static enum status add_figures(const struct report *report, struct error *error) {
  const struct figure_source source = {.results = report->results,
                                       .ensemble = report->ensemble,
                                       .base = report->base,
                                       .place = report->place};
  struct text missing = {0};
  const char *wants = NULL;
  enum status status = STATUS_OK;
  report_begin(report, "figures", REPORT_figures);
  for (size_t k = 0; k < figures_count && status == STATUS_OK; k++) {
    const char *lacks = NULL;
    if (!figure_suits(&source, &figures[k])) continue;
    status = cli_can_draw(figures[k].name, &lacks, error);
    if (status == STATUS_OK) {
      lacks = "a gnuplot that can draw them";
      status = add_figure(report, &source, &figures[k], error);
    }
    if (status != STATUS_FAILURE) continue;
    status = STATUS_OK;
    text_add(&missing, "%s%s", missing.length ? (report->chinese ? "、" : ", ") : "",
             figures[k].name);
    if (!wants) wants = lacks;
  }
  if (missing.bytes && status == STATUS_OK) tell_missing(report, &missing, wants);
  if (report->list) {
    json_object_set_new(report->list, "missing",
                        missing.bytes ? json_string(missing.bytes) : json_null());
  }
  text_free(&missing);
  report_end(report);
  return status;
}

static enum status write_page(const struct report *report, struct error *error) {
  begin_page(report);
  add_questions(report);
  TRY(report_findings(report, error));
  if (report_can_hang(report)) TRY(report_hangs(report, error));
  TRY(report_comparison(report, error));
  report_money(report);
  if (report_has_records(report)) TRY(report_records(report, error));
  TRY(add_figures(report, error));
  TRY(report_scenarios(report, error));
  TRY(report_assumptions(report, error));
  TRY(report_provenance(report, error));
  text_add(report->out, "</main>\n</body>\n</html>\n");
  return report->out->failed ? error_memory(error, "the report", report->out->length) : STATUS_OK;
}

/* Which scenarios are shown one by one: all but the base; of a design those with one factor or all.
 */
static void choose_shown(struct report *report) {
  struct factorial design;
  struct error none;
  report->is_design = factorial_find(report->results, &design, &none) == STATUS_OK;
  for (uint32_t s = 0; s < report->results->scenarios; s++) report->shown[s] = !report->is_design;
  for (size_t run = 0; report->is_design && run < design.runs; run++) {
    const uint32_t mask = design.mask[run];
    const bool alone = (mask & (mask - 1)) == 0, all = mask == (1u << design.k) - 1;
    report->shown[design.scenario[run]] = alone || all;
  }
  report->shown[report->base] = false;
}

static void free_titles(struct report *report) {
  for (uint32_t s = 0; report->titles && s < report->results->scenarios; s++) {
    free(report->titles[s]);
  }
  free(report->titles);
}

/* What scenarios are called. */
static enum status list_titles(struct report *report, struct error *error) {
  const uint32_t count = report->results->scenarios;
  bool good = (report->titles = calloc(count, sizeof *report->titles)) != NULL;
  for (uint32_t s = 0; s < count && good; s++) {
    good = (report->titles[s] = cli_title(report->results, s)) != NULL;
  }
  return good ? STATUS_OK : error_memory(error, "titles", count);
}

/* Splits what findings speak of, of each scenario: its difference from the base, or what a scenario
 * alone comes to; and ranks the scenarios. */
static enum status split_gains(const struct report *report, double *room, struct error *error) {
  const struct results *results = report->results;
  const double *shrunken[ENSEMBLE_SCENARIOS_MOST];
  double shares[ENSEMBLE_SCENARIOS_MOST];
  size_t things = 0;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    double *of = room + (size_t)s * results->draws;
    report->gains[s] = assumed_nothing();
    if (s == report->base && results->scenarios > 1) continue;
    TRY(assumed_compare(results, report->indicator, report->place, report->month,
                        results->scenarios > 1 ? report->base : ASSUMED_NO_BASE, s,
                        report->cli->level, of, &report->gains[s], error));
    shrunken[things++] = of;
  }
  assumed_first(shrunken, things, results->draws, shares);
  for (uint32_t s = 0, t = 0; s < results->scenarios; s++) {
    if (s != report->base || results->scenarios < 2) report->gains[s].first = shares[t++];
  }
  return STATUS_OK;
}

static void free_gains(struct report *report) {
  free(report->gains);
  report->gains = NULL;
}

static enum status find_gains(struct report *report, struct error *error) {
  const struct results *results = report->results;
  const size_t count = results->scenarios;
  if (results->draws == 0) return STATUS_OK;
  report->gains = calloc(count, sizeof *report->gains);
  double *room = calloc(count * results->draws, sizeof *room);
  const enum status status = report->gains && room
                                 ? split_gains(report, room, error)
                                 : error_memory(error, "sets of assumptions",
                                                count * results->draws * sizeof *room);
  free(room);
  TRY(status);
  bool told = false;
  for (size_t s = 0; s < count; s++) told = told || report->gains[s].told;
  if (!told) free_gains(report);
  return STATUS_OK;
}

/* The page, once all that it is made of is at hand. */
static enum status make_page(struct report *report, struct error *error) {
  const struct results *results = report->results;
  struct economics economics = {0};
  enum status status = list_titles(report, error);
  if (status == STATUS_OK && results->scenarios > 1) {
    status = economics_open(&economics, report->cli, results, report->base, report->place,
                            report->month, error);
    report->economics = &economics;
  }
  if (status == STATUS_OK) status = find_gains(report, error);
  if (status == STATUS_OK) status = write_page(report, error);
  free_gains(report);
  if (report->economics) economics_close(&economics);
  free_titles(report);
  return status;
}

static enum status make_report(const struct cli *cli, const struct ensemble *ensemble,
                               const struct results *results, struct error *error) {
  struct text out = {0};
  char path[FILE_PATH_BYTES];
  struct cli quiet = *cli;
  quiet.quiet = true; /* pictures go into the page: their paths need not be told */
  quiet.format = "svg";
  struct report report = {.cli = &quiet,
                          .ensemble = ensemble,
                          .results = results,
                          .chinese = strcmp(cli->lang, "zh") == 0,
                          .quiet = cli->quiet,
                          .list = cli->json ? json_object() : NULL,
                          .out = &out};
  TRY(cli_check_same(ensemble, results, error));
  TRY(cli_check_finished(results, error));
  TRY(cli_base(cli, results, &report.base, error));
  TRY(cli_place(cli, results, &report.place, error));
  TRY(cli_indicator(cli, INDICATOR_device_sales, &report.indicator, error));
  TRY(cli_month(cli, results->start, results->months, &report.month, error));
  if (cli->output) TRY(cli_check_free(cli->output, error));
  choose_shown(&report);
  if (cli->output) snprintf(path, sizeof path, "%s", cli->output);
  else
    TRY(file_join(path, cli->words[0], report.chinese ? "report.zh.html" : "report.html", error));
  enum status status = make_page(&report, error);
  if (status == STATUS_OK) status = file_write_whole(path, out.bytes, out.length, true, error);
  text_free(&out);
  if (status == STATUS_OK && cli->json) {
    json_object_set_new(report.list, "report", json_string(path));
    json_object_set_new(report.list, "unfinished", cli_unfinished(results));
    return cli_print_json(report.list, error);
  }
  json_decref(report.list);
  if (status == STATUS_OK && !cli->quiet) printf("%s\n", path);
  return status;
}

enum status report_command(const struct cli *cli, struct error *error) {
  struct ensemble ensemble;
  struct results results;
  TRY(ensemble_open(&ensemble, cli->words[0], error));
  enum status status = cli_results_apart(cli, &results, error);
  if (status == STATUS_OK) {
    status = make_report(cli, &ensemble, &results, error);
    results_close(&results);
  }
  ensemble_free(&ensemble);
  return status;
}
