#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes title and question away: they stand in the table of scenarios. */
static size_t drop_words(struct scenario_difference *differences, size_t count) {
  size_t kept = 0;
  for (size_t k = 0; k < count; k++) {
    if (strcmp(differences[k].path, "title") == 0 || strcmp(differences[k].path, "question") == 0) {
      free(differences[k].there);
      free(differences[k].here);
    } else {
      differences[kept++] = differences[k];
    }
  }
  return kept;
}

/* What one scenario changes against the base, with the source of each value. */
static enum status list_differences(const struct report *report, uint32_t s, struct error *error) {
  const struct scenario *base = &report->ensemble->scenarios[report->base];
  const struct scenario *here = &report->ensemble->scenarios[s];
  struct scenario_difference *differences;
  struct scenario_value *values;
  size_t count, values_count;
  TRY(scenario_differ(base, here, &differences, &count, error));
  count = drop_words(differences, count);
  const enum status status = scenario_list(here, &values, &values_count, error);
  if (status != STATUS_OK) {
    scenario_free_differences(differences, count);
    return status;
  }
  struct text caption = {0};
  text_add(&caption, report_text(report, count ? REPORT_differs : REPORT_same_values),
           report->titles[s], count);
  struct report_table table;
  report_table_begin(&table, report, 4, 4, caption.bytes ? caption.bytes : "");
  report->out->failed |= caption.failed;
  text_free(&caption);
  report_table_head(&table, report_text(report, REPORT_value));
  report_table_head(&table, base->name);
  report_table_head(&table, report_text(report, REPORT_here));
  report_table_head(&table, report_text(report, REPORT_source));
  for (size_t k = 0, at = 0; k < count; k++) {
    char source[SCENARIO_SOURCE];
    /* Both lists are in the same order, so that the search goes on where it was. */
    size_t next = at;
    while (next < values_count && strcmp(values[next].path, differences[k].path) != 0) next++;
    if (next < values_count) at = next;
    const char *nothing = report_text(report, REPORT_not_there);
    report_table_cell(&table, differences[k].path);
    report_table_cell(&table, differences[k].there ? differences[k].there : nothing);
    report_table_cell(&table, differences[k].here ? differences[k].here : nothing);
    report_table_cell(&table, next < values_count
                                  ? scenario_source(&values[next], source, sizeof source)
                                  : nothing);
  }
  report_table_end(&table);
  scenario_free_values(values, values_count);
  scenario_free_differences(differences, count);
  return STATUS_OK;
}

enum status report_scenarios(const struct report *report, struct error *error) {
  const struct ensemble *ensemble = report->ensemble;
  struct report_table table;
  char name[SCENARIO_LAYERED + 32];
  report_begin(report, "scenarios", REPORT_scenarios);
  report_table_begin(&table, report, 3, 3, report_text(report, REPORT_scenarios));
  report_table_head(&table, report_text(report, REPORT_name));
  report_table_head(&table, report_text(report, REPORT_title));
  report_table_head(&table, report_text(report, REPORT_asks));
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    const struct scenario *scenario = &ensemble->scenarios[s];
    if (s != report->base && !report->shown[s]) continue;
    snprintf(name, sizeof name, s == report->base ? report_text(report, REPORT_is_base) : "%s",
             scenario->name);
    report_table_cell(&table, name);
    report_table_cell(&table, scenario->title);
    report_table_cell(&table, scenario->question);
  }
  report_table_end(&table);
  report_levers(report, report->base);
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    if (report->shown[s]) report_levers(report, s);
    if (report->shown[s]) TRY(list_differences(report, s, error));
  }
  report_end(report);
  return STATUS_OK;
}

enum status report_assumptions(const struct report *report, struct error *error) {
  const struct scenario *base = &report->ensemble->scenarios[report->base];
  struct scenario_value *values;
  size_t count, fields = 0, assumed = 0, calibrated = 0;
  TRY(scenario_list(base, &values, &count, error));
  for (size_t k = 0; k < count; k++) {
    if (!values[k].is_field) continue;
    fields++;
    const char *source = scenario_bare_source(&values[k]);
    assumed += strncmp(source, "assumed", strlen("assumed")) == 0;
    calibrated += strncmp(source, "calibrated", strlen("calibrated")) == 0;
  }
  report_begin(report, "assumptions", REPORT_assumptions);
  report_say(report, "p", REPORT_counted, fields, report->titles[report->base], assumed, calibrated,
             fields - assumed - calibrated);
  text_add(report->out, "<details>\n");
  report_say(report, "summary", REPORT_all_values, fields, report->titles[report->base]);
  struct report_table table;
  report_table_begin(&table, report, 3, 3, report->titles[report->base]);
  report_table_head(&table, report_text(report, REPORT_value));
  report_table_head(&table, report_text(report, REPORT_base));
  report_table_head(&table, report_text(report, REPORT_source));
  for (size_t k = 0; k < count; k++) {
    char source[SCENARIO_SOURCE];
    if (!values[k].is_field) continue;
    report_table_cell(&table, values[k].path);
    report_table_cell(&table, values[k].value);
    report_table_cell(&table, scenario_source(&values[k], source, sizeof source));
  }
  report_table_end(&table);
  text_add(report->out, "</details>\n");
  scenario_free_values(values, count);
  TRY(report_priors(report, error));
  report_end(report);
  return STATUS_OK;
}

static void add_fact(const struct report *report, enum report_text name, const char *value) {
  text_add(report->out, "<dt>");
  report_escape(report->out, report_text(report, name));
  text_add(report->out, "</dt><dd>");
  report_escape(report->out, value);
  text_add(report->out, "</dd>\n");
}

/* What results.h5 says of its making. */
static enum status add_making(const struct report *report, struct error *error) {
  static const struct {
    enum report_text name;
    const char *attribute;
  } facts[] = {{REPORT_made_by, "bellwether_version"}, {REPORT_git, "git_sha"},
               {REPORT_compiler, "compiler"},          {REPORT_libraries, "gsl_version"},
               {REPORT_libraries, "hdf5_version"},     {REPORT_made_at, "created"}};
  for (size_t k = 0; k < sizeof facts / sizeof facts[0]; k++) {
    char value[256], said[320];
    TRY(results_attribute(report->results, facts[k].attribute, value, sizeof value, error));
    const char *what = strcmp(facts[k].attribute, "bellwether_version") == 0 ? "Bellwether "
                       : strcmp(facts[k].attribute, "gsl_version") == 0      ? "GSL "
                       : strcmp(facts[k].attribute, "hdf5_version") == 0     ? "HDF5 "
                                                                             : "";
    snprintf(said, sizeof said, "%s%s", what, value);
    add_fact(report, facts[k].name, said);
  }
  return STATUS_OK;
}

enum status report_provenance(const struct report *report, struct error *error) {
  const struct ensemble *ensemble = report->ensemble;
  char number[32];
  uint64_t digest;
  size_t finished;
  TRY(results_digest(report->results, &digest, &finished, error));
  report_begin(report, "provenance", REPORT_provenance);
  text_add(report->out, "<dl>\n");
  TRY(add_making(report, error));
  snprintf(number, sizeof number, "%u", ensemble->seed);
  add_fact(report, REPORT_seed, number);
  snprintf(number, sizeof number, "%016" PRIx64, digest);
  add_fact(report, REPORT_digest, number);
  text_add(report->out, "</dl>\n");
  report_end(report);
  report_begin(report, "reproduce", REPORT_reproduce);
  text_add(report->out, "<pre><code>");
  const struct cli *cli = report->cli;
  const char *const said[][2] = {{"--base", cli->base},
                                 {"--town", cli->town},
                                 {"--indicator", cli->indicator},
                                 {"--at", cli->at},
                                 {"--lang", report->chinese ? "zh" : NULL}};
  struct text lines = {0};
  const char *later = strstr(ensemble->command, " && "); /* resumed with more draws */
  const int made = (int)(later ? (size_t)(later - ensemble->command) : strlen(ensemble->command));
  text_add(&lines, "%.*s -o FOLDER%s\nbellwether verify FOLDER\nbellwether report FOLDER", made,
           ensemble->command, later ? later : "");
  for (size_t k = 0; k < sizeof said / sizeof said[0]; k++) {
    if (!said[k][1]) continue;
    cli_add_word(&lines, said[k][0]);
    cli_add_word(&lines, said[k][1]);
  }
  report_escape(report->out, lines.bytes ? lines.bytes : "");
  report->out->failed |= lines.failed;
  text_free(&lines);
  text_add(report->out, "</code></pre>\n");
  report_say(report, "p", REPORT_commands);
  report_end(report);
  return STATUS_OK;
}
