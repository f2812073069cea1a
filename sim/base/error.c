#include "bellwether/base/error.h"

#include "bellwether/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status error_set(struct error *error, enum status status, const char *format, ...) {
  if (error) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    text_repair(error->text);
    error->status = status;
  }
  return status;
}

enum status error_prefix(struct error *error, const char *format, ...) {
  char old[sizeof error->text];
  memcpy(old, error->text, sizeof old);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->text, sizeof error->text, format, arguments);
  va_end(arguments);
  const size_t used = strlen(error->text);
  snprintf(error->text + used, sizeof error->text - used, ": %s", old);
  text_repair(error->text);
  return error->status;
}

enum status error_memory(struct error *error, const char *what, unsigned long long bytes) {
  return error_set(error, STATUS_FAILURE,
                   "no memory for %s: %llu MiB wanted; make the world smaller or use fewer threads "
                   "(-j)",
                   what, bytes >> 20);
}
