#define _DEFAULT_SOURCE
#include "bellwether/base/journal.h"

#include "bellwether/base/file.h"
#include "bellwether/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LINE_FORMAT                                                                                \
  "{\"scenario\":%" PRIu32 ",\"replication\":%" PRIu32 ",\"seed\":%" PRIu32                        \
  ",\"outcome\":\"%s\",\"digest\":\"%016" PRIx64 "\",\"seconds\":%.6f}"
#define LINE_BYTES    256
#define JOURNAL_LIMIT ((size_t)1 << 30)

static const char *const outcomes[JOURNAL_OUTCOMES] = {"done", "failed", "infeasible"};

static enum status journal_error(struct journal *journal, const char *doing, struct error *error) {
  return error_set(error, STATUS_DISK, "cannot %s %s: %s", doing, journal->path, strerror(errno));
}

/* Cuts off a last line that a killed writer left unfinished. */
static enum status cut_unfinished(struct journal *journal, struct error *error) {
  off_t end = lseek(journal->descriptor, 0, SEEK_END);
  char last = '\n';
  while (end > 0) {
    if (pread(journal->descriptor, &last, 1, end - 1) != 1) {
      return journal_error(journal, "read", error);
    }
    if (last == '\n') break;
    end--;
  }
  if (end < 0 || ftruncate(journal->descriptor, end) != 0) {
    return journal_error(journal, "cut", error);
  }
  return STATUS_OK;
}

enum status journal_open(struct journal *journal, const char *path, struct error *error) {
  snprintf(journal->path, sizeof journal->path, "%s", path);
  journal->descriptor = open(path, O_RDWR | O_CREAT | O_APPEND, 0666);
  if (journal->descriptor < 0) return journal_error(journal, "open", error);
  if (flock(journal->descriptor, LOCK_EX | LOCK_NB) == 0) return cut_unfinished(journal, error);
  const int busy = errno == EWOULDBLOCK;
  const enum status status = journal_error(journal, "lock", error);
  (void)close(journal->descriptor);
  journal->descriptor = -1;
  if (!busy) return status;
  return error_set(error, STATUS_DISK, "another run is at work on %s: wait for it, or stop it",
                   path);
}

enum status journal_sync(struct journal *journal, struct error *error) {
  if (fsync(journal->descriptor) != 0) return journal_error(journal, "sync", error);
  return STATUS_OK;
}

enum status journal_append(struct journal *journal, const struct journal_entry *entry, bool sync,
                           struct error *error) {
  char line[LINE_BYTES];
  const int length = snprintf(line, sizeof line, LINE_FORMAT "\n", entry->scenario,
                              entry->replication, entry->seed, outcomes[entry->outcome],
                              entry->digest, entry->seconds);
  if (write(journal->descriptor, line, (size_t)length) != length) {
    return journal_error(journal, "write", error);
  }
  return sync ? journal_sync(journal, error) : STATUS_OK;
}

enum status journal_close(struct journal *journal, struct error *error) {
  const int descriptor = journal->descriptor;
  if (descriptor < 0) return STATUS_OK;
  const enum status status = journal_sync(journal, error);
  journal->descriptor = -1;
  if (close(descriptor) != 0 && status == STATUS_OK) return journal_error(journal, "close", error);
  return status;
}

enum status journal_parse(const char *line, struct journal_entry *entry, struct error *error) {
  char outcome[16];
  int known = 0;
  *entry = (struct journal_entry){0};
  const int read = sscanf(line,
                          "{\"scenario\":%" SCNu32 ",\"replication\":%" SCNu32 ",\"seed\":%" SCNu32
                          ",\"outcome\":\"%15[a-z]\",\"digest\":\"%16" SCNx64 "\",\"seconds\":%lf}",
                          &entry->scenario, &entry->replication, &entry->seed, outcome,
                          &entry->digest, &entry->seconds);
  if (read == 6 && isfinite(entry->seconds) && entry->seconds >= 0) {
    while (known < JOURNAL_OUTCOMES && strcmp(outcome, outcomes[known]) != 0) known++;
    entry->outcome = known < JOURNAL_OUTCOMES ? (enum journal_outcome)known : JOURNAL_DONE;
    /* What was read must give the line again: nothing else passes for a line of ours. */
    char again[LINE_BYTES];
    const int length = snprintf(again, sizeof again, LINE_FORMAT, entry->scenario,
                                entry->replication, entry->seed, outcomes[entry->outcome],
                                entry->digest, entry->seconds);
    if (length < LINE_BYTES && strcmp(again, line) == 0) return STATUS_OK;
  }
  return error_set(error, STATUS_DISK, "not a line of a journal: '%.60s'", line);
}

/* What follows the last line's end: a killed writer left it, or a power cut, which may leave zeros.
 */
static void pass_over_unfinished(struct text *text) {
  while (text->length > 0 && text->bytes[text->length - 1] != '\n') text->length--;
  if (text->bytes) text->bytes[text->length] = '\0';
}

enum status journal_read(const char *path, struct journal_entry **entries, size_t *count,
                         struct error *error) {
  *entries = NULL;
  *count = 0;
  struct text text = {0};
  enum status status = text_read_bytes(path, JOURNAL_LIMIT, &text, error);
  if (status == STATUS_OK) {
    pass_over_unfinished(&text);
    status = text_check(path, &text, error);
  }
  if (status != STATUS_OK) {
    text_free(&text);
    return error_set(error, STATUS_DISK, "the journal %s cannot be read", path);
  }
  size_t lines = 0;
  for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
  *entries = calloc(lines + 1, sizeof **entries);
  if (!*entries) status = error_memory(error, "the journal", lines * sizeof **entries);
  char *line = text.bytes;
  for (char *end; status == STATUS_OK && (end = strchr(line, '\n')); line = end + 1) {
    *end = '\0';
    status = journal_parse(line, &(*entries)[*count], error);
    if (status != STATUS_OK) error_prefix(error, "%s:%zu", path, *count + 1);
    else (*count)++;
  }
  text_free(&text);
  if (status != STATUS_OK) {
    free(*entries);
    *entries = NULL;
    *count = 0;
  }
  return status;
}
