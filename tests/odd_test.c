/* The model as it is written is the model as it is built: equations.def names what there is, and
 * sim/README.md says what `bellwether doc odd` prints. */
#include "support.h"

#include "bellwether/study/odd.h"

#include <ctype.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define README "sim/README.md"
#define BEGIN  "<!-- bellwether doc odd -->\n"
#define END    "<!-- end of bellwether doc odd -->\n"
#define BYTES  ((size_t)1 << 20)
#define WORD   64

/* The rows of odd.def. */
static const struct {
  const char *kind, *text;
} rows[] = {
#define PROSE(name, text)
#define ROW(kind, name, text) {#kind, text},
#include "bellwether/odd.def"
#undef PROSE
#undef ROW
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static bool in_name(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* Where `word` stands as a whole word, or NULL. */
static const char *find_word(const char *text, const char *word) {
  const size_t length = strlen(word);
  for (const char *at = text; (at = strstr(at, word)); at += length) {
    if ((at == text || !in_name(at[-1])) && !in_name(at[length])) return at;
  }
  return NULL;
}

static void every_parameter_stands_in_an_equation_or_in_the_initial_state(void **state) {
  (void)state;
  for (size_t p = 0; p < tables_params_count; p++) {
    const char *name = tables_params[p].name;
    bool found = false;
    for (size_t i = 0; i < tables_equations_count; i++) {
      found |= find_word(tables_equations[i].formula, name) != NULL ||
               find_word(tables_equations[i].terms, name) != NULL;
    }
    for (int r = 0; r < ROWS; r++) {
      found |= strcmp(rows[r].kind, "STEP") == 0 && find_word(rows[r].text, name) != NULL;
    }
    EXPECT(found, "%s stands neither in equations.def nor in a STEP of odd.def", name);
  }
}

static int number_of(const char *number) { return (int)strtol(number + 1, NULL, 10); }

static void equations_run_from_m1_to_m25_and_levers_name_no_others(void **state) {
  (void)state;
  int last = 0;
  for (size_t i = 0; i < tables_equations_count; i++) {
    const int number = number_of(tables_equations[i].number);
    EXPECT(number == last || number == last + 1, "%s after M%d", tables_equations[i].number, last);
    last = number;
  }
  assert_int_equal(last, 25);
  for (int k = 0; k < LEVER_COUNT; k++) {
    for (const char *at = tables_levers[k].equations; (at = strchr(at, 'M')); at++) {
      EXPECT(number_of(at) >= 1 && number_of(at) <= 25, "%s: %s", tables_levers[k].name, at);
    }
  }
}

/* Whether a file of sim/ defines this macro; as this number where one is said. */
static bool defines(const struct text *source, const char *macro, const char *said) {
  for (const char *at = source->bytes; (at = find_word(at, macro)); at += strlen(macro)) {
    static const char word[] = "#define ";
    if (at < source->bytes + strlen(word)) continue;
    if (strncmp(at - strlen(word), word, strlen(word)) != 0) continue;
    if (!said) return true;
    const char *value = at + strlen(macro);
    while (isspace((unsigned char)*value) || *value == '\\' || *value == '(') value++;
    const double there = strtod(value, NULL), here = strtod(said, NULL);
    return fabs(there - here) <= 1e-12 * fabs(there);
  }
  return false;
}

/* Each word in capitals is a macro of the module, and what is said of it is so. */
static int check_macros(const char *where, const char *text, const struct text *source,
                        const char *module) {
  int named = 0;
  for (const char *at = text; *at;) {
    size_t length = 0;
    while (in_name(at[length])) length++;
    const bool macro = length >= 4 && strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") >= length;
    if (macro && isupper((unsigned char)*at)) {
      char name[WORD];
      snprintf(name, sizeof name, "%.*s", (int)length, at);
      const char *said = strncmp(at + length, " = ", 3) == 0 ? at + length + 3 : NULL;
      EXPECT(defines(source, name, said), "%s: %s%.24s is not what sim/%s defines", where, name,
             said ? said - 3 : "", module);
      named++;
    }
    at += length ? length : 1;
  }
  return named;
}

static void read_module(const char *module, struct text *source) {
  char path[256];
  struct error error = {0};
  snprintf(path, sizeof path, "sim/%s", module);
  EXPECT(text_read_file(path, BYTES, source, &error) == STATUS_OK, "%s", error.text);
}

static void each_equation_s_module_is_there_and_has_its_constants(void **state) {
  (void)state;
  int named = 0;
  for (size_t i = 0; i < tables_equations_count; i++) {
    const struct equation_row *row = &tables_equations[i];
    struct text source = {0};
    read_module(row->module, &source);
    named += check_macros(row->title, row->formula, &source, row->module);
    named += check_macros(row->title, row->terms, &source, row->module);
    text_free(&source);
  }
  EXPECT(named > 60, "only %d macros were looked at", named);
}

static void the_initial_state_has_its_constants(void **state) {
  (void)state;
  struct text source = {0};
  read_module("world/create.c", &source);
  int named = 0;
  for (int i = 0; i < ROWS; i++) {
    if (strcmp(rows[i].kind, "STEP") != 0) continue;
    named += check_macros("a step", rows[i].text, &source, "world/create.c");
  }
  EXPECT(named >= 8, "only %d macros were looked at", named);
  text_free(&source);
}

static void every_module_of_markets_and_dynamics_has_an_equation(void **state) {
  (void)state;
  static const char *const patterns[] = {"sim/markets/*.c", "sim/dynamics/*.c"};
  for (size_t p = 0; p < 2; p++) {
    glob_t files;
    assert_int_equal(glob(patterns[p], 0, NULL, &files), 0);
    for (size_t f = 0; f < files.gl_pathc; f++) {
      bool found = false;
      for (size_t i = 0; i < tables_equations_count; i++) {
        found |= strcmp(files.gl_pathv[f] + strlen("sim/"), tables_equations[i].module) == 0;
      }
      EXPECT(found, "%s has no equation in equations.def", files.gl_pathv[f]);
    }
    globfree(&files);
  }
}

static void every_phase_says_what_happens(void **state) {
  (void)state;
  struct text odd = {0};
  struct error error = {0};
  assert_int_equal(odd_text(&odd, &error), STATUS_OK);
  for (int i = 0; i < PHASE_COUNT; i++) {
    char row[64];
    snprintf(row, sizeof row, "| %d %s | ", i + 1, world_phases[i]);
    const char *at = strstr(odd.bytes, row);
    EXPECT(at && at[strlen(row)] != ' ' && at[strlen(row)] != '|', "%s says nothing in odd.def",
           world_phases[i]);
  }
  text_free(&odd);
}

/* One line of a text, for a message. */
static void print_line(const char *who, const char *line) {
  print_error("  %s: %.*s\n", who, (int)strcspn(line, "\n"), line);
}

static void the_readme_says_what_doc_odd_prints(void **state) {
  (void)state;
  struct text odd = {0}, readme = {0};
  struct error error = {0};
  assert_int_equal(odd_text(&odd, &error), STATUS_OK);
  EXPECT(text_read_file(README, BYTES, &readme, &error) == STATUS_OK, "%s", error.text);
  const char *begin = strstr(readme.bytes, BEGIN), *end = strstr(readme.bytes, END);
  EXPECT(begin && end && begin < end, "%s lacks its marks, %s and %s", README, BEGIN, END);
  const char *here = begin + strlen(BEGIN), *there = odd.bytes;
  int line = 1;
  for (const char *at = readme.bytes; at < here; at++) line += *at == '\n';
  while (here < end && *there && *here == *there) {
    line += *here == '\n';
    here++;
    there++;
  }
  if (here < end || *there) {
    while (here > begin && here[-1] != '\n') here--;
    while (there > odd.bytes && there[-1] != '\n') there--;
    print_error("%s:%d is not what `bellwether doc odd` prints; mend it: sh scripts/odd.sh\n",
                README, line);
    print_line("the file", here);
    print_line("the program", there);
    fail();
  }
  text_free(&odd);
  text_free(&readme);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_parameter_stands_in_an_equation_or_in_the_initial_state),
      cmocka_unit_test(equations_run_from_m1_to_m25_and_levers_name_no_others),
      cmocka_unit_test(each_equation_s_module_is_there_and_has_its_constants),
      cmocka_unit_test(the_initial_state_has_its_constants),
      cmocka_unit_test(every_module_of_markets_and_dynamics_has_an_equation),
      cmocka_unit_test(every_phase_says_what_happens),
      cmocka_unit_test(the_readme_says_what_doc_odd_prints),
  };
  return cmocka_run_group_tests_name("odd", tests, NULL, NULL);
}
