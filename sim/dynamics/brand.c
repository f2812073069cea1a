#include "bellwether/dynamics/brand.h"

#include <math.h>

/* Sales-weighted quality of a town's device firms: sum and weight. */
static void weigh_quality(const struct economy *economy, uint32_t town, double *sum,
                          double *weight) {
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, town);
  *sum = *weight = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!economy_in_chain(economy, i)) continue;
    *sum += firms->sales[i] * firms->quality[i];
    *weight += firms->sales[i];
  }
}

void brand_update(struct economy *economy) {
  const struct params *params = economy->params;
  struct towns *towns = &economy->towns;
  double *quality = economy->town_scratch, *weights = economy->town_scratch + towns->count;
  double sum = 0, weight = 0;
  PARALLEL_EACH(economy_threads_firms(economy), town, towns->count,
                weigh_quality(economy, town, &quality[town], &weights[town]));
  for (uint32_t town = 0; town < towns->count; town++) {
    sum += quality[town];
    weight += weights[town];
  }
  const double mean = weight > 0 ? sum / weight : 0;
  for (uint32_t town = 0; town < towns->count; town++) {
    const double own = weights[town] > 0 ? quality[town] / weights[town] : mean;
    double known = 1;
    for (int k = 0; k < PUBLICITY_COUNT; k++) {
      known *= 1 + log1p(towns->publicity[town].v[k] / params->publicity_unit);
      towns->publicity[town].v[k] *= 1 - params->publicity_fade;
    }
    const double settles = towns->brand_base[town] + params->brand_quality * (own - mean);
    towns->brand[town] += params->brand_fade * (settles - towns->brand[town]) +
                          params->brand_yield * (known - 1);
  }
}
