#include "bellwether/world/rest.h"

void rest_fill(struct world *world) {
  const struct economy *economy = &world->economy;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const struct market *market = &economy->markets[s];
    for (int m = 0; m < 12; m++) {
      world->rest[s].year[m] = market->rest_share * market->start_demand;
    }
  }
}

void rest_start(struct world *world) {
  const struct economy *economy = &world->economy;
  const struct firms *firms = &economy->firms;
  double *staff = economy->group_scratch[0], *sales = economy->group_scratch[1];
  for (uint32_t s = 0; s < economy->segments_count; s++) staff[s] = sales[s] = 0;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at], s = firms->segment[i];
    staff[s] += firms_staff(firms, i);
    sales[s] += firms_sales_year(firms, i);
  }
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    world->rest[s].jobs_per_sales = sales[s] > 0 ? staff[s] / sales[s]
                                                 : 1 / economy->segments[s].revenue_per_worker;
  }
}

void rest_observe(struct world *world) {
  const struct economy *economy = &world->economy;
  const struct firms *firms = &economy->firms;
  const int32_t slot = (economy->start + economy->month) % 12;
  double *unmet = economy->group_scratch[0], *local = economy->group_scratch[1];
  for (uint32_t s = 0; s < economy->segments_count; s++) unmet[s] = local[s] = 0;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at], s = firms->segment[i];
    unmet[s] += firms->unmet[i];
    local[s] += firms->local_sales[i];
  }
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const struct market *market = &economy->markets[s];
    world->rest[s].year[slot] = market->rest_share * (market->demand + unmet[s]) - local[s];
  }
}

void rest_write(const struct world *world, double *place) {
  const struct economy *economy = &world->economy;
  const double frontier = economy_frontier(economy);
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const struct rest *rest = &world->rest[s];
    const double price = economy->markets[s].price;
    double year = 0;
    for (int m = 0; m < 12; m++) year += rest->year[m];
    const double jobs = year / price * rest->jobs_per_sales / frontier;
    const double added = year * (1 - economy->segments[s].materials / price);
    place[INDICATOR_rest_sales] += year;
    place[INDICATOR_rest_jobs] += jobs;
    place[INDICATOR_rest_value_added] += added;
    if (!tables_in_chain(&economy->segments[s])) continue;
    place[INDICATOR_rest_device_sales] += year;
    place[INDICATOR_rest_device_jobs] += jobs;
    place[INDICATOR_rest_device_value_added] += added;
  }
}
