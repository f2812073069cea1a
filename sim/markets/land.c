#include "bellwether/markets/land.h"

#include <math.h>
#include <stdlib.h>

#define OCCUPANCY_MOST 0.98 /* in the rent law, whose rent has no bound at 1 */
#define FLOOR_KEPT     1.5  /* floor over need beyond which a firm gives some back */
#define FLOOR_SPARE    1.2  /* floor over need that it then keeps */

double land_rent(const struct economy *economy, uint32_t park) {
  const struct params *params = economy->params;
  const struct parks *parks = &economy->parks;
  double u = parks->floor_built[park]
                 ? (double)parks->floor_used[park] / (double)parks->floor_built[park]
                 : 0;
  u = fmin(u, OCCUPANCY_MOST);
  return params->rent_base * economy_frontier(economy) * (1 + params->rent_pressure * u / (1 - u));
}

static void build(struct economy *economy, uint32_t park) {
  const struct params *params = economy->params;
  struct parks *parks = &economy->parks;
  if (parks->floor_coming[park] && parks->floor_comes[park] <= economy->month) {
    parks->floor_built[park] += parks->floor_coming[park];
    parks->floor_coming[park] = 0;
  }
  const uint64_t built = parks->floor_built[park];
  const bool short_of_floor = parks->floor_short[park] > 0 ||
                              (double)parks->floor_used[park] >
                                  params->plant_threshold * (double)built;
  if (economy->burning_in || parks->floor_coming[park] || !short_of_floor ||
      built >= parks->floor_most[park]) {
    return;
  }
  uint64_t more = (uint64_t)(params->plant_batch * (double)built);
  if (more < parks->floor_short[park]) more = parks->floor_short[park];
  if (built + more > parks->floor_most[park]) more = parks->floor_most[park] - built;
  const uint32_t town = parks->town[park];
  const int64_t cost = ledger_fen((double)more * params->plant_cost * economy_frontier(economy) /
                                  1e6);
  parks->floor_coming[park] = more;
  parks->floor_comes[park] = economy->month + (int32_t)params->plant_months;
  economy->towns.cash[town] -= cost;
  ledger_pay(&economy->ledger.month, FLOW_construction, cost);
}

static int compare_requests(const void *a, const void *b) {
  const struct request *x = a, *y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return (x->firm > y->firm) - (x->firm < y->firm);
}

/* Firms of one park: floor back, then floor out. */
static void allot(struct economy *economy, uint32_t park) {
  struct firms *firms = &economy->firms;
  struct parks *parks = &economy->parks;
  const struct roster *roster = &economy->roster;
  const uint32_t first = roster->group_first[park * economy->segments_count];
  const uint32_t end = roster->group_first[(park + 1) * economy->segments_count];
  uint32_t count = 0;
  for (uint32_t at = first; at < end; at++) {
    const uint32_t i = roster->rows[at];
    const uint32_t wanted = firms->floor_wanted[i];
    if (firms->floor[i] > FLOOR_KEPT * wanted) {
      const uint32_t kept = (uint32_t)(FLOOR_SPARE * wanted);
      parks->floor_used[park] -= firms->floor[i] - kept;
      firms->floor[i] = kept;
    } else if (wanted > firms->floor[i]) {
      const bool outside_chain = (int)economy->segments[firms->segment[i]].role == ROLE_OTHER;
      const struct draw_words words = draw_words(economy->key, DRAW_ALLOTMENT, firms->id[i],
                                                 economy->month, 0);
      const uint64_t hash = (uint64_t)words.v[0] << 32 | words.v[1];
      economy->requests[count++] = (struct request){(uint64_t)outside_chain << 63 | hash >> 1, i};
    }
  }
  qsort(economy->requests, count, sizeof *economy->requests, compare_requests);
  uint64_t free_floor = parks->floor_built[park] - parks->floor_used[park];
  parks->floor_short[park] = 0;
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = economy->requests[k].firm;
    const uint32_t asked = firms->floor_wanted[i] - firms->floor[i];
    const uint32_t given = asked < free_floor ? asked : (uint32_t)free_floor;
    firms->floor[i] += given;
    parks->floor_used[park] += given;
    free_floor -= given;
    parks->floor_short[park] += asked - given;
  }
}

void land_settle(struct economy *economy) {
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    build(economy, park);
    allot(economy, park);
    economy->parks.rent[park] = land_rent(economy, park);
  }
}
