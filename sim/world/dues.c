#include "bellwether/world/dues.h"

#include <math.h>

static uint64_t floor_ordered(const struct economy *economy, uint32_t town) {
  const struct span parks = economy_town_parks(economy, town);
  uint64_t floor = 0;
  for (uint32_t park = parks.first; park < parks.end; park++) {
    floor += economy->parks.floor_built[park] + economy->parks.floor_coming[park];
  }
  return floor;
}

void dues_start(struct world *world) {
  const struct economy *economy = &world->economy;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    world->plants[town] = (struct town_plants){.cash = economy->towns.cash[town],
                                               .floor = floor_ordered(economy, town)};
  }
}

int64_t dues_interest(int64_t debt, int64_t issued, double rate, double months) {
  const int64_t repaid = llrint((double)issued / months);
  int64_t sum = 0;
  while (debt > 0 && repaid > 0) {
    sum += llrint((double)debt * rate / 12);
    debt -= repaid < debt ? repaid : debt;
  }
  return sum;
}

void dues_count(struct world *world, uint32_t town, double *v) {
  const struct economy *economy = &world->economy;
  const struct params *params = economy->params;
  const struct towns *towns = &economy->towns;
  struct town_plants *plants = &world->plants[town];
  const int64_t paid = towns->tax_income[town] + towns->rent_income[town] +
                       towns->public_returns[town] + towns->bond_debt[town] -
                       towns->public_cost[town] - (towns->cash[town] - plants->cash);
  const uint64_t floor = floor_ordered(economy, town);
  plants->ordered += ((double)floor - (double)plants->floor) * params->plant_cost *
                     economy_frontier(economy) / 1e6;
  plants->floor = floor;
  v[INDICATOR_rents] = (double)towns->rent_income[town] / FEN_PER_MILLION;
  v[INDICATOR_plants_ordered] = plants->ordered;
  v[INDICATOR_plants_paid] = (double)paid / FEN_PER_MILLION;
  v[INDICATOR_public_committed] = (double)dues_interest(towns->bond_debt[town],
                                                        towns->bonds_issued[town],
                                                        params->bond_rate, params->bond_months) /
                                  FEN_PER_MILLION;
}
