#include "bellwether/base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum status date_parse(const char *text, int32_t *date, struct error *error) {
  static const char shape[] = "0000-00";
  int fits = strlen(text) == 7;
  for (int i = 0; fits && i < 7; i++) {
    fits = shape[i] == '0' ? isdigit((unsigned char)text[i]) != 0 : text[i] == shape[i];
  }
  if (fits) {
    const int32_t year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 +
                         (text[3] - '0');
    const int32_t month = (text[5] - '0') * 10 + (text[6] - '0');
    if (year >= 1900 && year <= 2999 && month >= 1 && month <= 12) {
      *date = year * 12 + month - 1;
      return STATUS_OK;
    }
  }
  return error_set(error, STATUS_SCENARIO,
                   "'%.40s' is no month: write year and month as in '2023-01' (1900-01..2999-12)",
                   text);
}

char *date_format(int32_t date, char *out) {
  snprintf(out, DATE_TEXT, "%04d-%02d", (int)(date / 12), (int)(date % 12 + 1));
  return out;
}

int32_t date_days(int32_t date) {
  const int32_t year = date / 12 - (date % 12 < 2 ? 1 : 0);
  const int32_t era = year / 400, of_era = year - era * 400;
  const int32_t shifted = (date % 12 + 10) % 12; /* March is 0 */
  const int32_t of_year = (153 * shifted + 2) / 5;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
