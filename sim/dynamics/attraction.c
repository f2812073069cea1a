#include "bellwether/dynamics/attraction.h"

#include "bellwether/base/batch.h"

#include <math.h>

/* What officials offer to those who look for a place: service, effort, roads, subsidy. */
static double location_service(const struct economy *economy, uint32_t town) {
  const struct params *params = economy->params;
  const struct towns *towns = &economy->towns;
  const struct instruments *instruments = &towns->instruments[town];
  const double served = towns->service[town] + instruments->service + log(towns->effort[town]);
  return params->location_service * served +
         params->location_infrastructure *
             towns_infrastructure(towns, town, params->infrastructure_unit) +
         instruments->subsidy;
}

static void attract(struct economy *economy, uint32_t park) {
  const struct params *params = economy->params;
  const uint32_t town = economy->parks.town[park];
  const double rent = params->rent_base > 0 ? log(economy->parks.rent[park] / params->rent_base)
                                            : 0;
  const double fixed = location_service(economy, town) - params->location_rent * rent +
                       params->location_brand * economy->towns.brand[town];
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const uint32_t group = park * economy->segments_count + s;
    economy->attraction[group] = params->location_reach * batch_log(1 + economy->reach[group]) +
                                 fixed;
  }
}

void attraction_update(struct economy *economy) {
  const uint32_t segments = economy->segments_count, parks = economy->parks.count;
  PARALLEL_EACH(economy_threads_parks(economy), park, parks, attract(economy, park));
  for (uint32_t s = 0; s < segments; s++) {
    double sum = 0;
    for (uint32_t park = 0; park < parks; park++) sum += economy->attraction[park * segments + s];
    for (uint32_t park = 0; park < parks; park++) {
      economy->attraction[park * segments + s] -= sum / parks;
    }
  }
}
