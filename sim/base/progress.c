#define _POSIX_C_SOURCE 200809L
#include "bellwether/base/progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#define PLAIN_EVERY    10.0 /* seconds between lines of a log */
#define TERMINAL_EVERY 0.1  /* seconds between rewritings of a line */
#define LONGEST_SHOWN  360000.0

double progress_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

char *progress_duration(double seconds, char *out) {
  if (!(seconds >= 0)) seconds = 0;
  if (seconds > LONGEST_SHOWN) seconds = LONGEST_SHOWN;
  const int whole = (int)(seconds + 0.5);
  if (whole >= 3600) snprintf(out, PROGRESS_TEXT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  else if (whole >= 60) snprintf(out, PROGRESS_TEXT, "%d min %02d s", whole / 60, whole % 60);
  else snprintf(out, PROGRESS_TEXT, "%d s", whole);
  return out;
}

void progress_start(struct progress *progress, FILE *out, enum progress_style style,
                    const char *what, uint64_t before, uint64_t total) {
  if (style == PROGRESS_AUTO) style = isatty(fileno(out)) ? PROGRESS_TERMINAL : PROGRESS_PLAIN;
  const double now = progress_clock();
  *progress = (struct progress){.out = out,
                                .style = style,
                                .what = what,
                                .done = before,
                                .total = total,
                                .before = before,
                                .started = now,
                                .shown = now};
}

static void progress_show(struct progress *progress, double now) {
  const double elapsed = now - progress->started;
  const uint64_t since = progress->done - progress->before;
  const double left = since ? elapsed / (double)since * (double)(progress->total - progress->done)
                            : 0;
  char spent[PROGRESS_TEXT], eta[PROGRESS_TEXT];
  progress_duration(elapsed, spent);
  progress_duration(left, eta);
  switch (progress->style) {
  case PROGRESS_TERMINAL:
    fprintf(progress->out, "\r%" PRIu64 " of %" PRIu64 " %s, %s gone, %s to go \033[K",
            progress->done, progress->total, progress->what, spent, eta);
    break;
  case PROGRESS_PLAIN:
    fprintf(progress->out, "%" PRIu64 " of %" PRIu64 " %s, %s gone, %s to go\n", progress->done,
            progress->total, progress->what, spent, eta);
    break;
  case PROGRESS_JSON:
    fprintf(progress->out,
            "{\"done\": %" PRIu64 ", \"total\": %" PRIu64
            ", \"what\": \"%s\", \"elapsed_s\": %.3f, \"eta_s\": %.3f}\n",
            progress->done, progress->total, progress->what, elapsed, left);
    break;
  case PROGRESS_AUTO:
  case PROGRESS_NONE: break;
  }
  fflush(progress->out);
  progress->shown = now;
  progress->told = progress->done;
}

/* Whether what is done was shown already. */
static bool is_told(const struct progress *progress) {
  return progress->done == progress->told && progress->done > progress->before;
}

void progress_step(struct progress *progress, uint64_t done) {
  progress->done = done;
  if (is_told(progress)) return;
  const double now = progress_clock();
  const double every = progress->style == PROGRESS_TERMINAL ? TERMINAL_EVERY
                       : progress->style == PROGRESS_JSON   ? 1.0
                                                            : PLAIN_EVERY;
  if (now - progress->shown >= every) progress_show(progress, now);
}

void progress_end(struct progress *progress) {
  char spent[PROGRESS_TEXT];
  if (progress->style == PROGRESS_NONE) return;
  if (progress->style == PROGRESS_JSON) {
    if (!is_told(progress)) progress_show(progress, progress_clock());
    return;
  }
  progress_duration(progress_clock() - progress->started, spent);
  if (progress->style == PROGRESS_TERMINAL) fputs("\r\033[K", progress->out);
  fprintf(progress->out, "%" PRIu64, progress->done);
  if (progress->done < progress->total) fprintf(progress->out, " of %" PRIu64, progress->total);
  fprintf(progress->out, " %s done in %s\n", progress->what, spent);
}
