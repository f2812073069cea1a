/* driver.c - a fuzzer's main where there is no libFuzzer: fuzz_x RUNS|SECONDSs[@FIRST] CORPUS...
 *
 * `fuzz_x 20000 corpus/x` feeds the corpus's files as they are, then 20,000 mutations of them;
 * `fuzz_x 60s corpus/x` goes on for a minute. Run number i depends on i and on the corpus alone:
 * `fuzz_x 1@4711 corpus/x` does run 4711 again. The input at which a run dies, or takes longer than
 * HANG_SECONDS, is left in the current folder as crash-<run>; `fuzz_x 0 crash-4711` feeds it alone.
 *
 * With clang the same files are libFuzzer's, without this one:
 * clang -g -fsanitize=fuzzer,address,undefined -Iinclude tests/fuzz/fuzz_x.c tests/fuzz/check.c
 *       <library built with -fsanitize=fuzzer-no-link,address,undefined> -o fuzz_x
 * ./fuzz_x -max_len=65536 tests/fuzz/corpus/x */
#define _XOPEN_SOURCE 700
#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define INPUT_BYTES  ((size_t)1 << 16)
#define SEEDS_MOST   1000
#define CHANGES_MOST 8u
#define HANG_SECONDS 10u
#define LEAKS_EVERY  5000u

/* The sanitizers', where there are any. */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

struct input {
  uint8_t *bytes;
  size_t size;
};

static struct input seeds[SEEDS_MOST];
static size_t seeds_count;
static uint8_t current[INPUT_BYTES]; /* the input in hand */
static size_t current_size;
static char crash_path[PATH_MAX + 64];
static uint64_t state; /* of the generator (splitmix64) */

static const char *const tokens[] = {
    "extends: base\n",
    "start: 2020-01\n",
    "end: 2020-12\n",
    "title: ",
    "question: |\n  a\n",
    "parameters:\n",
    "  loan_rate: 5 %/year\n",
    "segments:\n",
    "towns:\n",
    "  here:\n",
    "    industry:\n",
    "      devices: {firms: 1}\n",
    "levers:\n",
    "lever: fund_injection",
    "lead_sheep",
    "targets:\n",
    "indicator: sales",
    "at_least: ",
    "by: 2020-06",
    "record:\n",
    "month: 2020-06",
    "year: 2020",
    "grade: A",
    "sd: 6 %",
    "low: ",
    "focal: yes",
    "land: {value: 5 mu, source: x}",
    "seed: ",
    "burn_in: 3 months",
    "ramp: 1.5 months",
    "towns: [here, there]",
    "rivals",
    "all",
    "population: sealed",
    "growth_break: ",
    "source: ",
    "value: ",
    "towns.here.land=",
    "parameters.",
    "levers.fund.",
    "=",
    ".",
    "..",
    "\v",
    "~",
    "null",
    "{",
    "}",
    "[",
    "]",
    "[]",
    "{}",
    ": ",
    "- ",
    "? ",
    "| ",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
    "!x",
    "<<: ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "#",
    "'",
    "\"",
    "''",
    "\\n",
    "\\0",
    "\\x00",
    "\\e",
    "\\uD800",
    "\\u2028",
    "\\xff",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "  ",
    " ",
    ",",
    "0",
    "1",
    "-1",
    "-0",
    "00",
    "1e3",
    "1e308",
    "1e-308",
    "1e999",
    "0x10",
    "nan",
    "inf",
    "1.",
    ".5",
    "1_000",
    "1,000",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "99999999999999999999",
    "0.1",
    "3.3333333333333335",
    "5 %",
    "5 %/year",
    "680 M CNY",
    "6.8 亿元",
    "100 mu",
    "亩",
    "‰",
    "km2",
    "CNY/m2/month",
    "bn CNY",
    " months",
    "年",
    "2020-01",
    "2999-12",
    "1900-01",
    "2020-13",
    "2020-1",
    "\xEF\xBF\xBD",
    "\xEF\xBB\xBF",
    "\xED\xA0\x80",
    "\xC0\x80",
    "\xF4\x90\x80\x80",
    "\xFF",
    "仙居",
    "\xE2\x80\xA8",
    "\xC2\x85",
    "\x1B[31m",
    "{\"scenario\":0,\"replication\":1,\"seed\":7,\"outcome\":\"done\",\"digest\":\"965b7f8e6c03c177\",\"seconds\":0.001875}\n",
    "\"outcome\":\"failed\"",
    "\"seconds\":nan}",
    "\"seconds\":-0.000000}",
    "\"digest\":\"",
    "correlations:\n",
    "between: [parameters.imitation_rate, levers.fund.selection]",
    "rho: -0.9",
    "parameters.innovation_rate",
    "segments.devices.growth",
    "low: 1 %, high: 2 %"};
#define TOKENS (sizeof tokens / sizeof tokens[0])

static uint64_t draw(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/* Below `bound`; 0 where the bound is 0. */
static size_t draw_below(size_t bound) { return bound ? (size_t)(draw() % bound) : 0; }

/* Puts `count` bytes in the place of `gone` bytes at `at`, as far as there is room. */
static void replace(size_t at, size_t gone, const void *bytes, size_t count) {
  const size_t kept = current_size - at - gone;
  if (at + count + kept > INPUT_BYTES) return;
  memmove(current + at + count, current + at + gone, kept);
  if (count) memcpy(current + at, bytes, count);
  current_size = at + count + kept;
}

static void insert_token(void) {
  const char *token = tokens[draw_below(TOKENS)];
  const size_t at = draw_below(current_size + 1);
  const size_t over = draw_below(2) ? strlen(token) : 0;
  replace(at, over < current_size - at ? over : 0, token, strlen(token));
}

static void repeat_byte(void) {
  uint8_t run[256];
  const size_t count = 1 + draw_below(sizeof run);
  const size_t at = draw_below(current_size + 1);
  memset(run, at < current_size ? current[at] : ' ', count);
  replace(at, 0, run, count);
}

/* Moves, copies or removes a stretch; a stretch of lines where `by_lines`. */
static void move_stretch(bool by_lines) {
  uint8_t stretch[4096];
  size_t first = draw_below(current_size + 1);
  size_t count = draw_below(64);
  if (by_lines) {
    while (first > 0 && current[first - 1] != '\n') first--;
    count = 0;
    while (first + count < current_size && current[first + count] != '\n') count++;
    count++;
  }
  if (first + count > current_size) count = current_size - first;
  if (count > sizeof stretch) count = sizeof stretch;
  memcpy(stretch, current + first, count);
  if (draw_below(3)) replace(first, count, NULL, 0);
  if (draw_below(3)) {
    size_t to = draw_below(current_size + 1);
    while (by_lines && to > 0 && to < current_size && current[to - 1] != '\n') to--;
    replace(to, 0, stretch, count);
  }
}

/* Goes on as another seed does from somewhere on. */
static void splice(void) {
  const struct input *other = &seeds[draw_below(seeds_count)];
  const size_t from = draw_below(other->size + 1), at = draw_below(current_size + 1);
  replace(at, current_size - at, other->bytes + from, other->size - from);
}

/* Puts other digits in the place of some. */
static void change_number(void) {
  static const char *const numbers[] = {"0", "1", "-1", "9", "1e9", "0.5", "65535", "4294967295"};
  size_t at = draw_below(current_size + 1), count = 0;
  while (at < current_size && (current[at] < '0' || current[at] > '9')) at++;
  while (at + count < current_size && current[at + count] >= '0' && current[at + count] <= '9') {
    count++;
  }
  const char *number = numbers[draw_below(sizeof numbers / sizeof numbers[0])];
  replace(at, count, number, strlen(number));
}

static void change(void) {
  const size_t at = draw_below(current_size);
  switch (draw_below(10)) {
  case 0:
    if (current_size) current[at] ^= (uint8_t)(1u << draw_below(8));
    break;
  case 1:
    if (current_size) current[at] = (uint8_t)draw();
    break;
  case 2:
  case 3: insert_token(); break;
  case 4: move_stretch(false); break;
  case 5: move_stretch(true); break;
  case 6: splice(); break;
  case 7: change_number(); break;
  case 8:
    if (draw_below(4) == 0) current_size = draw_below(current_size + 1);
    break;
  default: repeat_byte(); break;
  }
}

static void mutate(uint64_t run) {
  state = run * 0xD1342543DE82EF95u + 1;
  const struct input *seed = &seeds[draw_below(seeds_count)];
  current_size = seed->size;
  memcpy(current, seed->bytes, seed->size);
  for (size_t left = 1 + draw_below(CHANGES_MOST); left > 0; left--) change();
}

static void feed(const char *name) {
  const char *slash = strrchr(crash_path, '/');
  snprintf(crash_path + (slash - crash_path), sizeof crash_path - (size_t)(slash - crash_path),
           "/crash-%s", name);
  alarm(HANG_SECONDS);
  (void)LLVMFuzzerTestOneInput(current, current_size);
  alarm(0);
}

/* Leaves the input in hand behind; safe in a signal handler. */
static void leave_input(void) {
  const int file = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  check_clean_up();
  if (file < 0) return;
  (void)!write(file, current, current_size);
  (void)close(file);
  static const char said[] = "the input is in ";
  (void)!write(STDERR_FILENO, said, sizeof said - 1);
  (void)!write(STDERR_FILENO, crash_path, strlen(crash_path));
  (void)!write(STDERR_FILENO, "\n", 1);
}

static void die(int signal_number) {
  static const char said[] = "the run hangs\n";
  if (signal_number == SIGALRM) (void)!write(STDERR_FILENO, said, sizeof said - 1);
  leave_input();
  _exit(1);
}

static void catch_deaths(void) {
  const int signals[] = {SIGABRT, SIGALRM};
  const struct sigaction action = {.sa_handler = die};
  for (int i = 0; i < 2; i++) sigaction(signals[i], &action, NULL);
  if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(leave_input);
  const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
  for (int i = 0; i < 4 && !__sanitizer_set_death_callback; i++) {
    sigaction(crashes[i], &action, NULL);
  }
}

static void load_seed(const char *path) {
  FILE *file = fopen(path, "rb");
  require(file && seeds_count < SEEDS_MOST, "a corpus can be read");
  current_size = fread(current, 1, INPUT_BYTES, file);
  fclose(file); /* it was only read */
  struct input *seed = &seeds[seeds_count++];
  *seed = (struct input){malloc(current_size + 1), current_size};
  require(seed->bytes != NULL, "there is memory");
  memcpy(seed->bytes, current, current_size);
}

static void load_corpus(const char *path) {
  struct stat about;
  require(stat(path, &about) == 0, "a corpus is there");
  if (!S_ISDIR(about.st_mode)) {
    load_seed(path);
    return;
  }
  struct dirent **entries;
  const int count = scandir(path, &entries, NULL, alphasort);
  require(count >= 0, "a corpus can be listed");
  for (int i = 0; i < count; i++) {
    char file[PATH_MAX];
    snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
    if (entries[i]->d_name[0] != '.') load_seed(file);
    free(entries[i]);
  }
  free(entries);
}

static void feed_seeds(void) {
  for (size_t i = 0; i < seeds_count; i++) {
    char name[32];
    current_size = seeds[i].size;
    memcpy(current, seeds[i].bytes, seeds[i].size);
    snprintf(name, sizeof name, "seed-%zu", i);
    feed(name);
  }
}

/* Leaks belong to no one run; between two looks lie LEAKS_EVERY of them. */
static bool leaks(uint64_t run) {
  if (run % LEAKS_EVERY || !__lsan_do_recoverable_leak_check) return false;
  if (!__lsan_do_recoverable_leak_check()) return false;
  fprintf(stderr, "memory leaks before run %llu\n", (unsigned long long)run);
  return true;
}

int main(int argc, char **argv) {
  char *end = NULL;
  const unsigned long long most = argc > 2 ? strtoull(argv[1], &end, 10) : 0;
  const bool seconds = end && *end == 's';
  if (seconds) end++;
  const uint64_t first = end && *end == '@' ? strtoull(end + 1, &end, 10) : 0;
  if (!end || *end) {
    fprintf(stderr, "usage: %s RUNS|SECONDSs[@FIRST] CORPUS...\n", argv[0]);
    return 2;
  }
  require(getcwd(crash_path, PATH_MAX) != NULL, "there is a current folder");
  strcat(crash_path, "/crash");
  catch_deaths();
  for (int i = 2; i < argc; i++) load_corpus(argv[i]);
  require(seeds_count > 0, "a corpus holds something");
  feed_seeds();
  const time_t until = time(NULL) + (time_t)most;
  uint64_t run = first;
  for (; seconds ? time(NULL) < until : run - first < most; run++) {
    char name[32];
    mutate(run);
    snprintf(name, sizeof name, "%llu", (unsigned long long)run);
    feed(name);
    if (leaks(run + 1)) return 1;
  }
  for (size_t i = 0; i < seeds_count; i++) free(seeds[i].bytes);
  printf("%zu seeds and %llu mutations held\n", seeds_count, (unsigned long long)(run - first));
  return 0;
}
