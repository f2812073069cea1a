#include "bellwether/dynamics/brokerage.h"

#include <math.h>

double brokerage_chance(const struct economy *economy, uint32_t town) {
  const struct params *params = economy->params;
  const struct instruments *instruments = &economy->towns.instruments[town];
  const struct span here = economy_town_firms(economy, town);
  double waiting = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    waiting += economy_in_chain(economy, economy->roster.rows[at]);
  }
  const double cases = params->brokerage_base + economy->towns.brokerage[town] + instruments->cases;
  const double known = (1 + instruments->survey) * (1 + instruments->response);
  return waiting > 0 ? -expm1(-params->brokerage_rate * cases * known / waiting) : 0;
}

void brokerage_update(struct economy *economy) {
  struct firms *firms = &economy->firms;
  const double ends = 1 / economy->params->link_months;
#pragma omp parallel for schedule(dynamic, economy->town_chunk)                                    \
    num_threads(economy->threads) if (economy->roster.count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    const double chance = brokerage_chance(economy, town);
    const struct span here = economy_town_firms(economy, town);
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = economy->roster.rows[at];
      if (!economy_in_chain(economy, i)) continue;
      const double u = draw_uniform(economy->key, DRAW_LINK, firms->id[i], economy->month, 0);
      firms->links[i] = (float)((1 - ends) * (double)firms->links[i] + (u < chance));
    }
  }
}
