/* stop.c - Ctrl-C: what it will take to stop is told at once, and a second one leaves at once. */
#define _POSIX_C_SOURCE 200809L
#include "stop.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_BYTES 256

volatile sig_atomic_t cli_stop = 0;

/* What the handler tells. It may call nothing that allocates or locks: texts are put together by
 * hand, and how to go on is written before there can be a signal. */
static const struct ensemble_pace *pace;
static bool silent;
static char go_on[FILE_PATH_BYTES + 64] = "";

static void say(const char *text) {
  const ssize_t written = write(STDERR_FILENO, text, strlen(text));
  (void)written; /* there is no one else to tell */
}

static char *add(char *at, const char *text) {
  while (*text) *at++ = *text++;
  *at = '\0';
  return at;
}

static char *add_number(char *at, unsigned number) {
  if (number > 9) at = add_number(at, number / 10);
  *at++ = (char)('0' + number % 10);
  *at = '\0';
  return at;
}

static void tell_stop(void) {
  char text[MESSAGE_BYTES], *at = text;
  const double left = pace ? ensemble_pace_left(pace) : -1;
  at = add(at, "\nbellwether: stopping");
  at = add(at, pace && pace->together ? " at the end of the month in hand"
                                      : " after the replications in hand");
  if (left >= 120)
    at = add(add_number(add(at, ", in about "), (unsigned)(left / 60 + 0.5)), " min");
  else if (left >= 0) at = add(add_number(add(at, ", in about "), (unsigned)ceil(left)), " s");
  add(at, "; Ctrl-C again leaves at once\n");
  say(text);
}

static void stop_handler(int signal_number) {
  (void)signal_number;
  if (cli_stop) {
    if (!silent) say(go_on);
    _exit(STATUS_INTERRUPTED);
  }
  cli_stop = 1;
  if (!silent) tell_stop();
}

void stop_catch(const struct cli *cli) {
  const struct sigaction action = {.sa_handler = stop_handler, .sa_flags = (int)SA_RESTART};
  silent = cli->quiet;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

void stop_watch(const struct ensemble_pace *watched, const char *folder) {
  snprintf(
      go_on, sizeof go_on,
      "bellwether: left at once, without the replications in hand; go on with: bellwether resume "
      "%s\n",
      folder);
  pace = watched;
}
