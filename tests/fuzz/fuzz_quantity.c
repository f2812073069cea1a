/* Bytes as a quantity: the first chooses the unit that is due, the rest are its text. */
#include "check.h"

#include "bellwether/base/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The n-th unit that some table has. */
static const char *unit_of(size_t n) {
  const size_t lever = n % LEVER_COUNT;
  switch (n % 4) {
  case 0: return tables_params[n % tables_params_count].unit;
  case 1: return tables_segments[n % tables_segments_count].unit;
  case 2: return tables_indicators[n % INDICATOR_COUNT].unit;
  default: return tables_levers[lever].fields[n % tables_levers[lever].fields_count].unit;
  }
}

/* An accepted quantity, printed to its last digit in its unit, is the same quantity. */
static void check_again(double value, const char *unit) {
  char text[128];
  double again;
  struct error error;
  const bool bare = strcmp(unit, "1") == 0;
  snprintf(text, sizeof text, "%.17g%s%s", value, bare ? "" : " ", bare ? "" : unit);
  require(quantity_parse(text, unit, &again, &error) == STATUS_OK, "a printed quantity reads back");
  require(memcmp(&value, &again, sizeof value) == 0, "a printed quantity keeps its value");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  const char *unit = unit_of(data[0]);
  char *text = check_text(data + 1, size - 1);
  double value = nan(""), shifted = nan("");
  struct error error = {0}, other = {0};
  const enum status status = quantity_parse(text, unit, &value, &error);
  require(quantity_example(unit)[0] != '\0', "every unit has an example");
  if (status == STATUS_OK) {
    require(isfinite(value), "an accepted quantity is finite");
    check_again(value, unit);
  } else {
    check_error(status, &error);
    require(status == STATUS_SCENARIO, "every unit of the tables is known");
  }
  char *padded = malloc(size + 3);
  require(padded != NULL, "there is memory");
  snprintf(padded, size + 3, "  %s", text);
  require(quantity_parse(padded, unit, &shifted, &other) == status, "blanks before it say nothing");
  require(status != STATUS_OK || memcmp(&value, &shifted, sizeof value) == 0,
          "blanks before it change nothing");
  free(padded);
  free(text);
  return 0;
}
