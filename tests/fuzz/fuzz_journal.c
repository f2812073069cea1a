/* Bytes as a journal: line by line, and as a file that is read, cut and appended to. */
#include "check.h"

#include "bellwether/base/journal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES     512
#define APPENDED_EVERY 16u /* an append is synced, which takes its time */

/* A line of the journal, as its readers elsewhere know it. */
static void print_line(const struct journal_entry *entry, char *out) {
  static const char *const outcomes[] = {"done", "failed", "infeasible"};
  snprintf(out, LINE_BYTES,
           "{\"scenario\":%" PRIu32 ",\"replication\":%" PRIu32 ",\"seed\":%" PRIu32
           ",\"outcome\":\"%s\",\"digest\":\"%016" PRIx64 "\",\"seconds\":%.6f}",
           entry->scenario, entry->replication, entry->seed, outcomes[entry->outcome],
           entry->digest, entry->seconds);
}

static bool check_line(const char *line, struct journal_entry *entry) {
  char again[LINE_BYTES];
  struct error error = {0};
  const enum status status = journal_parse(line, entry, &error);
  if (status != STATUS_OK) {
    check_error(status, &error);
    require(status == STATUS_DISK, "what is wrong is the journal");
    return false;
  }
  require(entry->outcome >= JOURNAL_DONE && entry->outcome <= JOURNAL_INFEASIBLE,
          "an accepted outcome is one");
  require(isfinite(entry->seconds) && entry->seconds >= 0, "an accepted time is one");
  print_line(entry, again);
  require(strcmp(again, line) == 0, "an accepted line prints as it was");
  return true;
}

/* The lines that end in a newline; `good`: whether all are lines of a journal. */
static size_t check_lines(char *text, bool *good) {
  size_t lines = 0;
  *good = true;
  for (char *end; (end = strchr(text, '\n')); text = end + 1, lines++) {
    struct journal_entry entry;
    *end = '\0';
    *good = check_line(text, &entry) && *good;
    *end = '\n';
  }
  return lines;
}

static size_t read_count(const char *path, bool good) {
  struct journal_entry *entries;
  size_t count;
  struct error error = {0};
  const enum status status = journal_read(path, &entries, &count, &error);
  require((status == STATUS_OK) == good, "a journal is read where all its lines are good");
  if (status != STATUS_OK) {
    check_error(status, &error);
    require(strstr(error.text, path) != NULL, "an error names the journal");
    require(!entries && count == 0, "nothing is read of a bad journal");
  }
  free(entries);
  return count;
}

static void check_append(const char *path, size_t lines) {
  const struct journal_entry entry = {.replication = 7, .digest = 0xfeed, .seconds = 0.5};
  struct journal journal;
  struct error error = {0};
  require(journal_open(&journal, path, &error) == STATUS_OK, "a journal can be opened");
  require(journal_append(&journal, &entry, false, &error) == STATUS_OK,
          "a journal can be appended to");
  require(journal_close(&journal, &error) == STATUS_OK, "a journal can be closed");
  require(read_count(path, true) == lines + 1,
          "an appended line is read, half a line before it cut");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  bool good;
  char *text = check_text(data, size);
  const size_t lines = check_lines(text, &good);
  const bool is_text = strlen(text) == size && check_utf8(text);
  char *path = check_path("journal.ndjson");
  check_write(path, data, size);
  /* Half a line at the end may be anything; whether bytes that are no text pass there is left open.
   */
  if (is_text && !strpbrk(text, "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13"
                                "\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f")) {
    require(read_count(path, good) == (good ? lines : 0), "every line is read");
    if (good && size % APPENDED_EVERY == 0) check_append(path, lines);
  } else {
    struct journal_entry *entries;
    size_t count;
    struct error error = {0};
    const enum status status = journal_read(path, &entries, &count, &error);
    if (status != STATUS_OK) check_error(status, &error);
    free(entries);
  }
  free(path);
  free(text);
  return 0;
}
