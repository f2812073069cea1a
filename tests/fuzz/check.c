#define _XOPEN_SOURCE 700
#include "check.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* libfyaml 0.7.12 leaks the list of a quoted text's pieces where the quote is never closed. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) { return "print_suppressions=0"; }
const char *__lsan_default_suppressions(void) { return "leak:libfyaml.so\n"; }

static char folder[64];

void require(bool holds, const char *sentence) {
  if (holds) return;
  fprintf(stderr, "does not hold: %s\n", sentence);
  abort();
}

char *check_text(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  require(text != NULL, "there is memory");
  if (size) memcpy(text, data, size);
  text[size] = '\0';
  return text;
}

/* The length of the character at `at`, or 0 where none stands there. */
static size_t utf8_length(const unsigned char *at) {
  static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (*at >= 0x80 && (*at < 0xC2 || *at > 0xF4)) return 0;
  const size_t length = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
  unsigned value = length < 2 ? *at : *at & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) {
    if ((at[i] & 0xC0) != 0x80) return 0;
    value = value << 6 | (at[i] & 0x3Fu);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return length > 1 && (value < least[length] || surrogate || value > 0x10FFFF) ? 0 : length;
}

bool check_utf8(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at) {
    const size_t length = utf8_length(at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void check_error(enum status status, const struct error *error) {
  require(status != STATUS_OK, "a failure is a failure");
  require(error->status == status, "the status returned is the status noted");
  require(memchr(error->text, '\0', sizeof error->text) != NULL, "an error's text ends");
  require(error->text[0] != '\0', "an error has a text");
}

void check_clean_up(void) {
  static const char *const names[] = {"/base.yaml", "/input.yaml", "/again.yaml",
                                      "/journal.ndjson"};
  char path[2 * sizeof folder];
  for (size_t i = 0; i < sizeof names / sizeof names[0] && folder[0]; i++) {
    strcpy(path, folder);
    strcat(path, names[i]);
    (void)unlink(path);
  }
  if (folder[0]) (void)rmdir(folder);
}

char *check_path(const char *name) {
  if (!folder[0]) {
    const bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(folder, sizeof folder, "%s/bellwether-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
    require(mkdtemp(folder) != NULL, "a folder can be made");
    require(unsetenv("BELLWETHER_SCENARIOS") == 0, "only this folder's scenarios are found");
    require(atexit(check_clean_up) == 0, "it can be removed at the end");
  }
  char *path = malloc(PATH_MAX);
  require(path != NULL, "there is memory");
  snprintf(path, PATH_MAX, "%s/%s", folder, name);
  return path;
}

void check_write(const char *path, const void *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  require(file && fwrite(bytes, 1, size, file) == size, "a file can be written");
  require(fclose(file) == 0, "a file can be closed");
}

const char *check_base(void) {
  static const char text[] =
      "title: two small towns\nstart: 2020-01\nend: 2020-12\n"
      "segments:\n  devices: {role: device, class: 2}\n  parts: {role: supplier}\n"
      "towns:\n"
      "  here:\n    focal: yes\n    industry:\n"
      "      devices: {firms: 6, sales: 120 M CNY, certificates: 12}\n"
      "      parts: {firms: 3, sales: 30 M CNY}\n"
      "  there:\n    x: 100 km\n    industry:\n"
      "      devices: {firms: 8, sales: 200 M CNY, certificates: 20}\n"
      "levers:\n"
      "  fund: {lever: fund_injection, from: 2020-02, to: 2020-10, budget: 50 M CNY}\n";
  static char *path;
  if (!path) {
    path = check_path("base.yaml");
    check_write(path, text, sizeof text - 1);
  }
  return path;
}

static void check_notes(const struct complaints *complaints) {
  for (size_t i = 0; i < complaints->count; i++) {
    const struct tree_complaint *complaint = &complaints->list[i];
    require(complaint->place.file && complaint->place.file[0], "a complaint names its file");
    require(complaint->place.line >= 1 && complaint->place.column >= 1, "a complaint has a place");
    require(memchr(complaint->message, '\0', sizeof complaint->message) != NULL, "a message ends");
    require(complaint->message[0] != '\0', "a complaint says something");
    require(check_utf8(complaint->message), "a complaint is UTF-8");
  }
}

static void check_complaints(const struct complaints *complaints) {
  check_notes(complaints);
  struct text text = {0};
  scenario_print_complaints(complaints, &text);
  require(!text.failed && (complaints->count == 0 || text.length), "complaints can be printed");
  text_free(&text);
}

/* Bits, so that zero and minus zero differ: what is printed must be what was. */
static bool same_bits(const void *a, const void *b, size_t count, size_t size) {
  return count == 0 || memcmp(a, b, count * size) == 0;
}

static bool same_lever(const struct lever *a, const struct lever *b) {
  return strcmp(a->name, b->name) == 0 && a->kind == b->kind && a->from == b->from &&
         a->to == b->to && same_bits(&a->ramp, &b->ramp, 1, sizeof a->ramp) &&
         a->towns_count == b->towns_count &&
         same_bits(a->towns, b->towns, a->towns_count, sizeof *a->towns) &&
         same_bits(a->values, b->values, tables_levers[a->kind].fields_count, sizeof *a->values);
}

static bool same_target(const struct target *a, const struct target *b) {
  return strcmp(a->name, b->name) == 0 && a->indicator == b->indicator && a->town == b->town &&
         same_bits(&a->at_least, &b->at_least, 1, sizeof a->at_least) && a->by == b->by;
}

static bool same_record(const struct record *a, const struct record *b) {
  return strcmp(a->name, b->name) == 0 && a->indicator == b->indicator && a->town == b->town &&
         a->from == b->from && a->to == b->to && a->grade == b->grade &&
         strcmp(a->source, b->source) == 0 && same_bits(&a->value, &b->value, 1, sizeof a->value) &&
         same_bits(&a->low, &b->low, 1, sizeof a->low) &&
         same_bits(&a->high, &b->high, 1, sizeof a->high);
}

static bool same_correlation(const struct correlation *a, const struct correlation *b) {
  return strcmp(a->name, b->name) == 0 && strcmp(a->between[0], b->between[0]) == 0 &&
         strcmp(a->between[1], b->between[1]) == 0 && same_bits(&a->rho, &b->rho, 1, sizeof a->rho);
}

static void check_same(const struct scenario *a, const struct scenario *b) {
  require(strcmp(a->title, b->title) == 0, "the title reads back");
  require(strcmp(a->question, b->question) == 0, "the question reads back");
  require(a->start == b->start && a->end == b->end && a->burn_in == b->burn_in &&
              a->growth_break == b->growth_break && a->sealed == b->sealed && a->seed == b->seed,
          "dates, seed and population read back");
  require(same_bits(&a->params, &b->params, 1, sizeof a->params), "parameters read back");
  require(a->segments_count == b->segments_count && a->towns_count == b->towns_count &&
              a->levers_count == b->levers_count && a->targets_count == b->targets_count &&
              a->records_count == b->records_count &&
              a->correlations_count == b->correlations_count,
          "as much is read back as was printed");
  const size_t pairs = (size_t)a->towns_count * a->segments_count;
  require(same_bits(a->segments, b->segments, a->segments_count, sizeof *a->segments) &&
              same_bits(a->towns, b->towns, a->towns_count, sizeof *a->towns) &&
              same_bits(a->industry, b->industry, pairs, sizeof *a->industry),
          "segments, towns and industry read back");
  for (uint32_t s = 0; s < a->segments_count; s++) {
    require(strcmp(a->segment_names[s], b->segment_names[s]) == 0, "segments keep their names");
  }
  for (uint32_t t = 0; t < a->towns_count; t++) {
    require(strcmp(a->town_names[t], b->town_names[t]) == 0, "towns keep their names");
  }
  for (uint32_t l = 0; l < a->levers_count; l++) {
    require(same_lever(&a->levers[l], &b->levers[l]), "levers read back");
  }
  for (uint32_t t = 0; t < a->targets_count; t++) {
    require(same_target(&a->targets[t], &b->targets[t]), "targets read back");
  }
  for (uint32_t r = 0; r < a->records_count; r++) {
    require(same_record(&a->records[r], &b->records[r]), "records read back");
  }
  for (uint32_t c = 0; c < a->correlations_count; c++) {
    require(same_correlation(&a->correlations[c], &b->correlations[c]), "correlations read back");
  }
}

/* Prints a scenario and reads it back. */
static void check_round_trip(const struct scenario *scenario, enum scenario_style style) {
  struct text text = {0};
  struct error error = {0};
  struct scenario again;
  struct complaints complaints;
  require(scenario_print(scenario, style, &text, &error) == STATUS_OK,
          "a good scenario can be printed");
  require(check_utf8(text.bytes), "what is printed is UTF-8");
  char *path = check_path("again.yaml");
  check_write(path, text.bytes, text.length);
  const enum status status = scenario_load(path, NULL, 0, &again, &complaints, &error);
  if (status != STATUS_OK) {
    struct text why = {0};
    scenario_print_complaints(&complaints, &why);
    fprintf(stderr, "%s%s\n", why.bytes ? why.bytes : "", error.text);
  }
  require(status == STATUS_OK, "what is printed reads back");
  check_same(scenario, &again);
  scenario_free_complaints(&complaints);
  scenario_free(&again);
  text_free(&text);
  free(path);
}

static void check_good(const struct scenario *scenario) {
  require(scenario->start <= scenario->end, "a scenario has months");
  require(scenario->segments_count > 0 && scenario->towns_count > 0,
          "a scenario has segments and towns");
  require(scenario->burn_in >= 0, "the burn-in is not negative");
  const double *params = (const double *)&scenario->params;
  for (size_t p = 0; p < tables_params_count; p++) {
    require(params[p] >= tables_params[p].least && params[p] <= tables_params[p].most,
            "parameters lie in their ranges");
  }
  for (uint32_t l = 0; l < scenario->levers_count; l++) {
    const struct lever *lever = &scenario->levers[l];
    require(lever->from >= 0 && lever->from <= lever->to && isfinite(lever->ramp),
            "levers act in the scenario's months");
    for (uint32_t t = 0; t < lever->towns_count; t++) {
      require(lever->towns[t] < scenario->towns_count, "levers act in the scenario's towns");
    }
  }
  for (uint32_t r = 0; r < scenario->records_count; r++) {
    const struct record *record = &scenario->records[r];
    require(record->low <= record->value && record->value <= record->high &&
                record->low < record->high,
            "a record lies within its range");
    require(record->from >= scenario->start && record->to > scenario->start &&
                record->to <= scenario->end && record->town < scenario->towns_count,
            "a record is of the scenario's months, after the first, and of one of its towns");
  }
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *one = &scenario->correlations[c];
    require(one->rho > -1 && one->rho < 1, "a correlation lies above -1 and below 1");
    require(strcmp(one->between[0], one->between[1]) != 0, "two assumptions are correlated");
  }
  check_round_trip(scenario, SCENARIO_BARE);
  check_round_trip(scenario, SCENARIO_COMMENTED);
  check_round_trip(scenario, SCENARIO_RECORD);
}

void check_load(const char *path, const char *const *settings, size_t settings_count) {
  struct scenario scenario;
  struct complaints complaints;
  struct error error = {0};
  const enum status status = scenario_load(path, settings, settings_count, &scenario, &complaints,
                                           &error);
  check_complaints(&complaints);
  if (status == STATUS_OK) {
    require(complaints.count == 0, "a good scenario brings no complaints");
    check_notes(&scenario.warnings);
    check_good(&scenario);
    scenario_free(&scenario);
  } else {
    check_error(status, &error);
    require(status == STATUS_SCENARIO || (status == STATUS_USAGE && settings_count),
            "what is wrong is the scenario, or a setting");
  }
  scenario_free_complaints(&complaints);
}
