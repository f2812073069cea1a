/* compared.h - comparisons over time as an HDF5 (netCDF-4) file. */
#ifndef BELLWETHER_IO_COMPARED_H
#define BELLWETHER_IO_COMPARED_H

#include "bellwether/base/error.h"
#include "bellwether/base/tables.h"

/* What is in the file: a variable (scenario, indicator, time) for each number that a comparison
 * has. Arrays are the caller's. */
struct compared {
  const char *base, *town;
  double level; /* of intervals */
  uint32_t scenarios, indicators, months, numbers;
  int32_t start; /* date of the first month */
  const char *const *scenario_names;
  const enum indicator *indicator_rows;
  const char *const *number_names, *const *number_meanings;
  const double *values; /* [number][scenario][indicator][month]; NaN where there is none */
};

/* Writes the file whole or not at all. Errors: STATUS_DISK; memory. */
enum status compared_write(const char *path, const struct compared *compared,
                           struct error *error) MUST_CHECK;

#endif
