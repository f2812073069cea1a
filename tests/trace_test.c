/* Every fact of the sources has its construct: the table in scenarios/README.md is read, and what
 * it names must exist. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TABLE "scenarios/README.md"
#define NAME  256

static bool has_field(const struct field *fields, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(fields[i].name, name) == 0) return true;
  }
  return false;
}

static bool has_lever(const char *name) {
  const size_t length = strcspn(name, ".");
  for (int k = 0; k < LEVER_COUNT; k++) {
    const struct lever_row *row = &tables_levers[k];
    if (strlen(row->name) != length || strncmp(row->name, name, length) != 0) continue;
    return name[length] == '\0' || has_field(row->fields, row->fields_count, name + length + 1);
  }
  return false;
}

/* "scenario:path": the resolved scenario says a value there. */
static bool has_value(const char *text, const char *prefix) {
  char name[NAME], path[NAME];
  const size_t length = strcspn(text, ":");
  snprintf(name, sizeof name, "%.*s", (int)length, text);
  snprintf(path, sizeof path, "%s%s", prefix, text[length] ? text + length + 1 : "");
  struct scenario scenario;
  struct scenario_value *values;
  size_t count;
  struct error error;
  support_load(&scenario, name, NULL);
  assert_int_equal(scenario_list(&scenario, &values, &count, &error), STATUS_OK);
  bool found = prefix[0] == '\0' && text[length] == '\0';
  for (size_t i = 0; i < count; i++) {
    found |= !values[i].preset && strncmp(values[i].path, path, strlen(path)) == 0;
  }
  scenario_free_values(values, count);
  scenario_free(&scenario);
  return found;
}

/* Whether "kind:name" names something that there is. */
static bool exists(const char *kind, const char *name) {
  if (strcmp(kind, "param") == 0) return has_field(tables_params, tables_params_count, name);
  if (strcmp(kind, "segment") == 0) return has_field(tables_segments, tables_segments_count, name);
  if (strcmp(kind, "town") == 0) return has_field(tables_towns, tables_towns_count, name);
  if (strcmp(kind, "park") == 0) return has_field(tables_parks, tables_parks_count, name);
  if (strcmp(kind, "indicator") == 0) return tables_indicator_find(name) >= 0;
  if (strcmp(kind, "lever") == 0) return has_lever(name);
  if (strcmp(kind, "scenario") == 0) return has_value(name, "");
  if (strcmp(kind, "value") == 0) return has_value(name, "");
  if (strcmp(kind, "target") == 0) return has_value(name, "targets.");
  if (strcmp(kind, "record") == 0) return has_value(name, "record.");
  return false;
}

/* Checks each `kind:name` of a row, and the `test` that ends it; returns how many it names. What
 * does not exist is said, and counted in `wrong`. */
static int check_row(const char *row, char *line, int *wrong) {
  int named = 0;
  bool tested = false;
  for (char *at = line; (at = strchr(at, '`'));) {
    char *end = strchr(++at, '`');
    assert_non_null(end);
    *end = '\0';
    char *colon = strchr(at, ':');
    if (colon) {
      *colon = '\0';
      if (!exists(at, colon + 1)) {
        print_error("%s: %s:%s is nothing that there is\n", row, at, colon + 1);
        ++*wrong;
      }
      named++;
    } else {
      char path[NAME];
      snprintf(path, sizeof path, "tests/%s", at);
      EXPECT(access(path, R_OK) == 0, "%s: no test %s", row, path);
      tested = true;
    }
    at = end + 1;
  }
  EXPECT(tested, "%s names no test", row);
  return named;
}

static void every_fact_of_the_sources_has_its_construct(void **state) {
  (void)state;
  static const struct {
    char letter;
    int count;
  } sources[] = {{'X', 49}, {'T', 23}, {'M', 27}, {'W', 30}};
  int seen[128][64] = {{0}}, wrong = 0;
  FILE *file = fopen(TABLE, "r");
  assert_non_null(file);
  char line[4096];
  while (fgets(line, sizeof line, file)) {
    char letter;
    int number;
    if (sscanf(line, "| %c%d |", &letter, &number) != 2 || !strchr("XTMW", letter)) continue;
    char row[16];
    snprintf(row, sizeof row, "%c%d", letter, number);
    seen[(unsigned char)letter & 127][number]++;
    EXPECT(check_row(row, line, &wrong) > 0, "%s names no construct", row);
  }
  (void)fclose(file);
  assert_int_equal(wrong, 0);
  for (size_t s = 0; s < sizeof sources / sizeof sources[0]; s++) {
    for (int n = 1; n < 64; n++) {
      const int wanted = n <= sources[s].count;
      EXPECT(seen[(int)sources[s].letter][n] == wanted, "%c%d stands %d times", sources[s].letter,
             n, seen[(int)sources[s].letter][n]);
    }
  }
}

static void a_name_that_is_nothing_is_found_out(void **state) {
  (void)state;
  assert_false(exists("param", "no_such_parameter"));
  assert_false(exists("lever", "fund_injection.no_such_field"));
  assert_false(exists("value", "xianju/baseline:towns.nowhere"));
  assert_false(exists("target", "xianju/baseline:none"));
  assert_false(exists("thing", "sales"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_fact_of_the_sources_has_its_construct),
      cmocka_unit_test(a_name_that_is_nothing_is_found_out),
  };
  return cmocka_run_group_tests_name("trace", tests, NULL, NULL);
}
