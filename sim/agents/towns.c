#include "bellwether/agents/towns.h"

#include <math.h>

#define TOWN_COLUMN(name, type, unit, meaning)                                                     \
  {#name, #type, sizeof(type), offsetof(struct towns, name), unit, meaning},
const struct column towns_columns[] = {TOWN_COLUMNS(TOWN_COLUMN)};
const size_t towns_columns_count = sizeof towns_columns / sizeof towns_columns[0];

#define PARK_COLUMN(name, type, unit, meaning)                                                     \
  {#name, #type, sizeof(type), offsetof(struct parks, name), unit, meaning},
const struct column towns_park_columns[] = {PARK_COLUMNS(PARK_COLUMN)};
const size_t towns_park_columns_count = sizeof towns_park_columns / sizeof towns_park_columns[0];

static double mean_log(const double *spent, int count, double unit) {
  double sum = 0;
  for (int k = 0; k < count; k++) sum += spent[k] > 0 ? log1p(spent[k] / unit) : 0;
  return sum / count;
}

double towns_amenity(const struct towns *towns, uint32_t town, double unit) {
  return towns->amenity[town] + mean_log(towns->amenity_works[town].v, AMENITY_COUNT, unit);
}

double towns_infrastructure(const struct towns *towns, uint32_t town, double unit) {
  return towns->infrastructure[town] +
         mean_log(towns->infrastructure_works[town].v, INFRASTRUCTURE_COUNT, unit);
}

void towns_add_works(double *works, int kinds, double sum) {
  for (int k = 0; k < kinds; k++) works[k] += sum / kinds;
}

enum status towns_create(struct towns *towns, uint32_t count, struct error *error) {
  TRY(columns_reserve(towns, towns_columns, towns_columns_count, 0, count, "towns", error));
  columns_clear(towns, towns_columns, towns_columns_count, 0, count);
  towns->count = count;
  return STATUS_OK;
}

void towns_free(struct towns *towns) {
  columns_free(towns, towns_columns, towns_columns_count);
  *towns = (struct towns){0};
}

enum status towns_create_parks(struct parks *parks, uint32_t count, struct error *error) {
  TRY(columns_reserve(parks, towns_park_columns, towns_park_columns_count, 0, count, "parks",
                      error));
  columns_clear(parks, towns_park_columns, towns_park_columns_count, 0, count);
  parks->count = count;
  return STATUS_OK;
}

void towns_free_parks(struct parks *parks) {
  columns_free(parks, towns_park_columns, towns_park_columns_count);
  *parks = (struct parks){0};
}
