/* quantity.h - numbers with units, read strictly.
 *
 * A quantity is a decimal number and a unit: `680 M CNY`, `6.8 亿元`, `15 %`, `18 months`, `2 km`,
 * `100 mu`, `20000 m2`, `12 CNY/m2/month`; `90 s`, `10 min`, `2 h` of a computer's time; 亿 and the
 * like by themselves where money is due. No thousands separators, no trailing junk, no nan or inf,
 * no number without its unit where one is due, but for 0. */
#ifndef BELLWETHER_BASE_QUANTITY_H
#define BELLWETHER_BASE_QUANTITY_H

#include "bellwether/base/error.h"

/* The unit of a number of things: takes a bare number, or one of 家, 个, 人 and the like. */
#define QUANTITY_COUNT "count"

/* Reads `text` as a quantity and gives its value in `unit` (a unit as in the tables: "M CNY",
 * "1/year", "m2", "1"; "1" takes a bare number or a percentage).
 * Errors: STATUS_SCENARIO, saying what does not fit and what would. */
enum status quantity_parse(const char *text, const char *unit, double *value,
                           struct error *error) MUST_CHECK;

/* An example of a quantity in this unit, for errors and help: "680 M CNY". */
const char *quantity_example(const char *unit);

#endif
