#include "bellwether/base/date.h"

#include "bellwether/base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* What stands between year and month, and after the month. */
static const struct {
  const char *between, *after;
} shapes[] = {{"-", ""}, {"/", ""}, {"年", "月"}};

/* Up to `most` digits; their end, or NULL where there is none. */
static const char *read_digits(const char *at, int most, int32_t *value) {
  int digits = 0;
  *value = 0;
  for (; digits < most && isdigit((unsigned char)at[digits]); digits++) {
    *value = *value * 10 + (at[digits] - '0');
  }
  return digits > 0 ? at + digits : NULL;
}

static int month_read(const char *text, int32_t *date) {
  int32_t year, month;
  const char *at = read_digits(text, 4, &year);
  if (!at || at != text + 4) return 0;
  for (size_t k = 0; k < sizeof shapes / sizeof shapes[0]; k++) {
    const size_t length = strlen(shapes[k].between);
    if (strncmp(at, shapes[k].between, length) != 0) continue;
    const char *end = read_digits(at + length, 2, &month);
    if (!end || strcmp(end, shapes[k].after) != 0) return 0;
    *date = year * 12 + month - 1;
    return year >= 1900 && year <= 2999 && month >= 1 && month <= 12;
  }
  return 0;
}

enum status date_parse(const char *text, int32_t *date, struct error *error) {
  char hint[TEXT_HINT];
  int32_t read;
  if (month_read(text, &read)) {
    *date = read;
    return STATUS_OK;
  }
  if (text_wide_hint(text, hint, sizeof hint)[0]) {
    return error_set(error, STATUS_SCENARIO, "'%.40s' is no month%s", text, hint);
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
