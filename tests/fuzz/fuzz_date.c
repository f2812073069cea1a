/* Bytes as a month. */
#include "check.h"

#include "bellwether/base/date.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = check_text(data, size);
  char again[DATE_TEXT];
  int32_t date = -1;
  struct error error = {0};
  const enum status status = date_parse(text, &date, &error);
  if (status == STATUS_OK) {
    require(date >= 1900 * 12 && date <= 2999 * 12 + 11, "an accepted month lies in the range");
    int32_t read = -1;
    require(date_parse(date_format(date, again), &read, &error) == STATUS_OK && read == date,
            "an accepted month prints and reads back");
    require(strncmp(again, text, 4) == 0, "an accepted month has the year that it says");
  } else {
    check_error(status, &error);
    require(status == STATUS_SCENARIO, "what is wrong is the month");
  }
  free(text);
  return 0;
}
