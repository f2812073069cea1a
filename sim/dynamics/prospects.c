#include "bellwether/dynamics/prospects.h"

#include <math.h>

#define PROSPECTS_MOST   3.0 /* of the factor */
#define PROSPECTS_MEMORY 12  /* months over which margins are averaged */

static uint32_t count_firms(const struct economy *economy, uint32_t s) {
  const uint32_t segments = economy->segments_count, *first = economy->roster.group_first;
  uint32_t count = 0;
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    const uint32_t group = park * segments + s;
    count += first[group + 1] - first[group];
  }
  return count;
}

static void weigh(struct economy *economy, uint32_t s, double profit, double sales) {
  const struct params *params = economy->params;
  struct market *market = &economy->markets[s];
  const uint32_t firms = count_firms(economy, s);
  if (sales > 0) market->margin += (profit / sales - market->margin) / PROSPECTS_MEMORY;
  market->prospects = 1;
  if (economy->burning_in || firms == 0) return;
  const double room = market->demand * (1 - market->rest_share) / firms / economy_frontier(economy);
  if (economy->month == 0) market->start_room = room;
  if (market->start_room <= 0) return;
  market->prospects = fmin(pow(room / market->start_room, params->entry_room), PROSPECTS_MOST);
  if (params->entry_margin > 0) {
    market->prospects *= fmin(fmax(market->margin, 0) / params->entry_margin, 1);
  }
}

void prospects_update(struct economy *economy) {
  double *profits = economy->group_scratch[0], *sales = economy->group_scratch[1];
  economy_sum_by_segment(economy, economy->firms.profit, profits);
  economy_sum_by_segment(economy, economy->firms.sales, sales);
  for (uint32_t s = 0; s < economy->segments_count; s++) weigh(economy, s, profits[s], sales[s]);
}
