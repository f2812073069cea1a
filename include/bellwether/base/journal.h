/* journal.h - one line a finished replication: the truth on what is done. */
#ifndef BELLWETHER_BASE_JOURNAL_H
#define BELLWETHER_BASE_JOURNAL_H

#include "bellwether/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Infeasible: its set of assumptions makes the scenario impossible, which is no failure. */
enum journal_outcome { JOURNAL_DONE, JOURNAL_FAILED, JOURNAL_INFEASIBLE };
#define JOURNAL_OUTCOMES 3

struct journal_entry {
  uint32_t scenario, replication;
  uint32_t seed;
  enum journal_outcome outcome;
  uint64_t digest; /* of the final state and the series */
  double seconds;
};

struct journal {
  int descriptor;
  char path[4096];
};

/* Opens a journal to append to; makes it where it is missing, and cuts off a last line that a
 * killed writer left unfinished. Errors: STATUS_DISK. */
enum status journal_open(struct journal *journal, const char *path, struct error *error) MUST_CHECK;

/* Appends one line; with `sync` it and all before it outlive a power cut. Errors: STATUS_DISK. */
enum status journal_append(struct journal *journal, const struct journal_entry *entry, bool sync,
                           struct error *error) MUST_CHECK;

/* From here on all lines outlive a power cut. Errors: STATUS_DISK. */
enum status journal_sync(struct journal *journal, struct error *error) MUST_CHECK;

/* Syncs and closes. Errors: STATUS_DISK. */
enum status journal_close(struct journal *journal, struct error *error) MUST_CHECK;

/* Reads all whole lines of a journal into a new array that the caller frees. A last line that a
 * killed writer left unfinished, or zeros of a power cut, are passed over; any other damage is an
 * error that names its line. Errors: STATUS_DISK. */
enum status journal_read(const char *path, struct journal_entry **entries, size_t *count,
                         struct error *error) MUST_CHECK;

/* Reads one line, without its newline. Errors: STATUS_DISK. */
enum status journal_parse(const char *line, struct journal_entry *entry,
                          struct error *error) MUST_CHECK;

#endif
