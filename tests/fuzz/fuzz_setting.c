/* Bytes as what --set is given: settings, parted by vertical tabs, on top of a small good scenario.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define SETTINGS_MOST 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *settings[SETTINGS_MOST];
  size_t count = 0;
  char *text = check_text(data, size);
  for (char *at = text; at && count < SETTINGS_MOST;) {
    settings[count++] = at;
    at = strchr(at, '\v'); /* a newline may stand in a setting */
    if (at) *at++ = '\0';
  }
  check_load(check_base(), settings, count);
  free(text);
  return 0;
}
