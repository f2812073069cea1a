/* error.h - what went wrong, where, and the exit code that says so. */
#ifndef BELLWETHER_BASE_ERROR_H
#define BELLWETHER_BASE_ERROR_H

/* A status is also the program's exit code. */
enum status {
  STATUS_OK = 0,
  STATUS_FAILURE = 1,      /* the system refused: memory, a file, a program */
  STATUS_USAGE = 2,        /* the command line is wrong */
  STATUS_SCENARIO = 3,     /* a scenario is wrong */
  STATUS_RUNS = 4,         /* some replications failed */
  STATUS_DISK = 5,         /* results could not be written or read back */
  STATUS_INVARIANT = 6,    /* the model broke one of its own laws */
  STATUS_UNDECIDED = 7,    /* too few replications to say */
  STATUS_INTERRUPTED = 75, /* stopped early; can be resumed */
};

#define MUST_CHECK               __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* Owned by the caller, filled by whoever fails. `text` names the value, the law and the place. */
struct error {
  enum status status;
  char text[1024];
};

/* Returns what the call returned, unless it was STATUS_OK. */
#define TRY(call)                                                                                  \
  do {                                                                                             \
    const enum status try_status = (call);                                                         \
    if (try_status != STATUS_OK) return try_status;                                                \
  } while (0)

/* Fills `error` (which may be NULL) and returns `status`, so that a failure is one line:
 * `return error_set(error, STATUS_DISK, "cannot write %s: %s", path, strerror(errno));` */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Puts "context: " before the text of an error that is already set; returns its status. */
enum status error_prefix(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* Fails for want of memory: `bytes` that were wanted for `what`. */
enum status error_memory(struct error *error, const char *what, unsigned long long bytes);

#endif
