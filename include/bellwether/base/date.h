/* date.h - months of the calendar. A date is a count of months since January of year 0. */
#ifndef BELLWETHER_BASE_DATE_H
#define BELLWETHER_BASE_DATE_H

#include "bellwether/base/error.h"

#include <stdint.h>

/* A month: "2020-01", "2020-1", "2020/01" or "2020年1月". Years 1900..2999. Errors:
 * STATUS_SCENARIO. */
enum status date_parse(const char *text, int32_t *date, struct error *error) MUST_CHECK;

/* "2020-01"; `out` holds at least DATE_TEXT bytes. Returns out. */
#define DATE_TEXT 16
char *date_format(int32_t date, char *out);

/* Days from 1970-01-01 to the first of a month (civil calendar). */
int32_t date_days(int32_t date);

#endif
