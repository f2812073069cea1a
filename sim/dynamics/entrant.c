#include "entrant.h"

#include <math.h>

#define START_UP_CASH_SIGMA 0.6  /* log spread of owners' money */
#define COST_MONTHS         3    /* of running costs in an attracted firm's till */
#define CERTIFICATE_FILL    0.25 /* of what a certificate may open: sales behind one on arrival */

uint32_t entrant_enter(struct economy *economy, const struct entrant *entrant) {
  struct firms *firms = &economy->firms;
  const uint32_t i = firms_add(firms, entrant->id);
  const uint32_t town = economy->parks.town[entrant->park];
  firms->town[i] = town;
  firms->park[i] = entrant->park;
  firms->segment[i] = (uint16_t)entrant->segment;
  firms->origin[i] = (uint8_t)entrant->origin;
  firms->born[i] = economy->month;
  firms->own_productivity[i] = entrant->productivity;
  firms->opening_share[i] = entrant->sales * economy_frontier(economy) / 12 /
                            economy->markets[entrant->segment].demand;
  firms->posted_wage[i] = economy->towns.going_wage[town];
  firms->cash[i] = ledger_fen(entrant->cash * economy_frontier(economy));
  ledger_pay(&economy->ledger.month, FLOW_founding_equity, firms->cash[i]);
  economy_add_product(economy, i);
  return i;
}

struct entrant entrant_young(const struct economy *economy, uint64_t id, uint32_t park,
                             uint32_t segment, enum origin origin) {
  const struct params *params = economy->params;
  const struct draw_words a = draw_words(economy->key, DRAW_ENTRANT, id, 0, 0);
  return (struct entrant){
      .id = id,
      .park = park,
      .segment = segment,
      .origin = origin,
      .productivity = draw_normal(draw_unit32(a.v[0]), 0, params->entrant_spread),
      .cash = draw_lognormal(draw_unit32(a.v[1]), params->start_up_cash, START_UP_CASH_SIGMA),
      .sales = economy_first_sales(params, draw_unit32(a.v[2]))};
}

void entrant_take_seat(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  struct towns *towns = &economy->towns;
  const uint32_t town = firms->town[i];
  const struct instruments *instruments = &towns->instruments[town];
  if (!economy_in_chain(economy, i) || towns->seats_taken[town] + 1 > instruments->seats) {
    return;
  }
  towns->seats_taken[town]++;
  firms->seated[i] = 1;
  firms->incubated_until[i] = economy->month + (int32_t)instruments->tenancy;
  firms->capital[i] += instruments->equipment * (double)firms->cash[i] / FEN_PER_MILLION;
}

static bool any_tenants(const struct towns *towns) {
  for (uint32_t town = 0; town < towns->count; town++) {
    if (towns->seats_taken[town] > 0) return true;
  }
  return false;
}

void entrant_leave_seats(struct economy *economy) {
  struct firms *firms = &economy->firms;
  struct towns *towns = &economy->towns;
  const uint32_t count = any_tenants(towns) ? economy->roster.count : 0;
  for (uint32_t at = 0; at < count; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!firms->seated[i] || economy->month < firms->incubated_until[i]) continue;
    firms->seated[i] = 0;
    towns->seats_taken[firms->town[i]]--;
  }
  for (uint32_t town = 0; town < towns->count; town++) {
    const double left = fmax(towns->instruments[town].seats - towns->seats_taken[town], 0);
    towns->seats_free[town] = left > 0 ? -expm1(-left / (1.0 + economy_chain_firms(economy, town)))
                                       : 0;
  }
}

uint32_t entrant_enter_whole(struct economy *economy, struct entrant entrant) {
  const struct segment *segment = &economy->segments[entrant.segment];
  const double u = draw_uniform(economy->key, DRAW_ENTRANT, entrant.id, 0, 1);
  entrant.origin = ORIGIN_ATTRACTED;
  entrant.productivity += draw_normal(u, 0, economy->params->entrant_spread);
  entrant.cash = entrant.sales *
                 (segment->capital_output * economy->params->entrant_equity + COST_MONTHS / 12.0);
  const uint32_t i = entrant_enter(economy, &entrant);
  if (economy->firms.registrations[i]) {
    const double count = ceil(entrant.sales / (segment->certificate_sales * CERTIFICATE_FILL));
    economy->firms.transferring[i] = (uint16_t)fmin(fmax(count, 1), 1000);
  }
  return i;
}

static uint64_t free_floor(const struct economy *economy, uint32_t park) {
  return economy->parks.floor_built[park] - economy->parks.floor_used[park];
}

uint32_t entrant_park(const struct economy *economy, uint32_t town, uint32_t s) {
  const struct span parks = economy_town_parks(economy, town);
  const uint32_t *first = economy->roster.group_first;
  uint32_t best = NOBODY, most = 0;
  for (uint32_t park = parks.first; park < parks.end; park++) {
    const uint32_t group = park * economy->segments_count + s;
    const uint32_t members = first[group + 1] - first[group];
    if (free_floor(economy, park) == 0 || !economy_admits(economy, park, s)) continue;
    const bool better = best == NOBODY || members > most ||
                        (members == most && free_floor(economy, park) > free_floor(economy, best));
    if (!better) continue;
    best = park;
    most = members;
  }
  return best;
}
