#include "bellwether/dynamics/brokerage.h"

#include "bellwether/base/batch.h"

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

/* What becomes of the links of firms that stand together in the roster, ECONOMY_TOGETHER at most.
 */
static void link_firms(struct economy *economy, const uint32_t *rows, uint32_t count,
                       const double *chance) {
  struct firms *firms = &economy->firms;
  const double ends = 1 / economy->params->link_months;
  double u[ECONOMY_TOGETHER] = {0};
  economy_draw_firms(economy, DRAW_LINK, rows, count, u);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k];
    if (!economy_in_chain(economy, i)) continue;
    const bool gains = u[k] < chance[firms->town[i]];
    firms->links[i] = (float)((1 - ends) * (double)firms->links[i] + gains);
  }
}

void brokerage_update(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  double *chance = economy->town_scratch;
  const int threads = economy_threads_firms(economy);
  PARALLEL_EACH(threads, town, economy->towns.count,
                chance[town] = brokerage_chance(economy, town));
  PARALLEL_BATCHES(threads, first, here, roster->count, ECONOMY_TOGETHER,
                   link_firms(economy, roster->rows + first, here, chance));
}
