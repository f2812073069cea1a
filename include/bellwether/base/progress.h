/* progress.h - how far long work has come, and when it will end.
 *
 * On a terminal one line that is rewritten; in a log a plain line every ten seconds; as JSON one
 * object a line, for programs. Always on standard error. */
#ifndef BELLWETHER_BASE_PROGRESS_H
#define BELLWETHER_BASE_PROGRESS_H

#include <stdint.h>
#include <stdio.h>

enum progress_style {
  PROGRESS_AUTO,
  PROGRESS_TERMINAL,
  PROGRESS_PLAIN,
  PROGRESS_JSON,
  PROGRESS_NONE
};

struct progress {
  FILE *out;
  enum progress_style style;
  const char *what; /* the unit of work: "replications", or "months" of few or large ones */
  uint64_t done, total;
  uint64_t before;       /* done before the start: it says nothing of the pace */
  uint64_t told;         /* of what is done, when it was last shown */
  double started, shown; /* seconds of the monotonic clock */
};

/* Seconds of the monotonic clock. */
double progress_clock(void);

/* PROGRESS_AUTO: a terminal line where `out` is one, else plain lines. */
void progress_start(struct progress *progress, FILE *out, enum progress_style style,
                    const char *what, uint64_t before, uint64_t total);
void progress_step(struct progress *progress, uint64_t done);

/* Says how much was done, and in what time. */
void progress_end(struct progress *progress);

/* "1 h 02 min", "3 min 10 s", "12 s"; `out` holds at least PROGRESS_TEXT bytes. Returns out. */
#define PROGRESS_TEXT 32
char *progress_duration(double seconds, char *out);

#endif
