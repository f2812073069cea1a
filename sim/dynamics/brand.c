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

/* Share of those who matter who know the town: each kind of publicity reaches some of them, whether
 * others do or not. */
static double known_share(const struct params *params, const struct publicity_works *publicity) {
  double unknown = 1;
  for (int k = 0; k < PUBLICITY_COUNT; k++) {
    unknown *= 1 + params->publicity_reach * expm1(-publicity->v[k] / params->publicity_unit);
  }
  return 1 - unknown;
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
    const double settles = towns->brand_base[town] + params->brand_quality * (own - mean) +
                           params->brand_most * known_share(params, &towns->publicity[town]);
    for (int k = 0; k < PUBLICITY_COUNT; k++) {
      towns->publicity[town].v[k] *= 1 - params->publicity_fade;
    }
    towns->brand[town] += params->brand_fade * (settles - towns->brand[town]);
  }
}
