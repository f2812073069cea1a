#include "bellwether/markets/land.h"

#include <math.h>

#define OCCUPANCY_MOST 0.98 /* in the rent law, whose rent has no bound at 1 */
#define FLOOR_KEPT     1.5  /* floor over need beyond which a firm gives some back */
#define FLOOR_SPARE    1.2  /* floor over need that it then keeps */
#define LINK_RANKS     16   /* in the queue for floor: by firms of a link, then others */

double land_rent(const struct economy *economy, uint32_t park) {
  const struct params *params = economy->params;
  const struct parks *parks = &economy->parks;
  double u = parks->floor_built[park]
                 ? (double)parks->floor_used[park] / (double)parks->floor_built[park]
                 : 0;
  u = fmin(u, OCCUPANCY_MOST);
  return params->rent_base * economy_frontier(economy) * (1 + params->rent_pressure * u / (1 - u));
}

/* Plants whose month has come stand. */
static void deliver(struct economy *economy) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < economy->constructions_count; k++) {
    const struct construction plant = economy->constructions[k];
    if (plant.due > economy->month) {
      economy->constructions[kept++] = plant;
      continue;
    }
    economy->parks.floor_built[plant.park] += plant.floor;
    economy->parks.floor_coming[plant.park] -= plant.floor;
  }
  economy->constructions_count = kept;
}

static enum status build(struct economy *economy, uint32_t park, struct error *error) {
  const struct params *params = economy->params;
  struct parks *parks = &economy->parks;
  const uint64_t built = parks->floor_built[park] + parks->floor_coming[park];
  const uint64_t asked = parks->floor_used[park] + parks->floor_short[park];
  if (economy->burning_in || (double)asked <= params->plant_threshold * (double)built ||
      built >= parks->floor_most[park]) {
    return STATUS_OK;
  }
  uint64_t more = (uint64_t)(params->plant_batch * (double)built);
  if (built + more < asked) more = asked - built;
  if (built + more > parks->floor_most[park]) more = parks->floor_most[park] - built;
  const uint32_t town = parks->town[park];
  const int64_t cost = ledger_fen((double)more * params->plant_cost * economy_frontier(economy) /
                                  1e6);
  economy->towns.cash[town] -= cost;
  ledger_pay(&economy->ledger.month, FLOW_construction, cost);
  return economy_add_construction(
      economy, (struct construction){park, more, economy->month + (int32_t)params->plant_months},
      error);
}

/* Who is served first: the chain before others, missing links first as far as the town sees to
 * that, then chance. */
static uint64_t order_of(const struct economy *economy, uint32_t i) {
  const uint32_t s = economy->firms.segment[i], town = economy->firms.town[i];
  const struct draw_words words = draw_words(economy->key, DRAW_ALLOTMENT, economy->firms.id[i],
                                             economy->month, 0);
  const uint64_t chance = (uint64_t)words.v[0] << 32 | words.v[1];
  if (!tables_in_chain(&economy->segments[s]))
    return (uint64_t)(LINK_RANKS - 1) << 60 | chance >> 4;
  uint64_t rank = LINK_RANKS - 2;
  if (draw_unit32(words.v[2]) < economy->towns.instruments[town].missing_first) {
    const uint32_t members = economy_link_firms(economy, town, s);
    if (members < rank) rank = members;
  }
  return rank << 60 | chance >> 4;
}

/* Puts those who ask into the order in which they are served. */
static void line_up(const struct economy *economy, struct request *requests, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) requests[k].order = order_of(economy, requests[k].firm);
  economy_sort_requests(requests, count);
}

/* Firms of one park: floor back, then floor out; and the rent that follows. */
static void allot(struct economy *economy, uint32_t park) {
  struct firms *firms = &economy->firms;
  struct parks *parks = &economy->parks;
  const struct span here = economy_park_firms(economy, park);
  struct request *requests = economy->requests + here.first; /* no other park's */
  uint64_t asked_by_all = 0;
  uint32_t count = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const uint32_t wanted = firms->floor_wanted[i], owned = firms->floor_owned[i];
    if (firms->floor[i] > FLOOR_KEPT * wanted && firms->floor[i] > owned) {
      const uint32_t spare = (uint32_t)(FLOOR_SPARE * wanted);
      const uint32_t kept = spare > owned ? spare : owned;
      parks->floor_used[park] -= firms->floor[i] - kept;
      firms->floor[i] = kept;
    } else if (wanted > firms->floor[i]) {
      requests[count++].firm = i;
      asked_by_all += wanted - firms->floor[i];
    }
  }
  uint64_t free_floor = parks->floor_built[park] - parks->floor_used[park];
  if (asked_by_all > free_floor) line_up(economy, requests, count); /* else all get it */
  parks->floor_short[park] = 0;
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = requests[k].firm;
    const uint32_t asked = firms->floor_wanted[i] - firms->floor[i];
    const uint32_t given = asked < free_floor ? asked : (uint32_t)free_floor;
    firms->floor[i] += given;
    parks->floor_used[park] += given;
    free_floor -= given;
    parks->floor_short[park] += asked - given;
  }
  parks->rent[park] = land_rent(economy, park);
}

/* The price of a firm's rented floor, fen: the plant and its land, or where the town offers land
 * alone, the land (the firm has paid the plant). */
static double price_of(const struct economy *economy, double floor, bool land_alone) {
  const struct params *params = economy->params;
  const double m2 = land_alone ? params->land_price : params->land_price + params->plant_cost;
  return floor * m2 * FEN_PER_YUAN * economy_frontier(economy);
}

/* A firm buys the floor that it rents where it can pay the deposit and keep its reserve: the rest
 * is an annuity, and it pays no rent for what it owns. */
static void buy(struct economy *economy, uint32_t i, const struct mortgage *terms, bool land_alone,
                struct ledger_page *page) {
  struct firms *firms = &economy->firms;
  const double bought = firms->floor[i] - firms->floor_owned[i];
  const double price = price_of(economy, bought, land_alone);
  const double plant = land_alone ? price_of(economy, bought, false) - price : 0;
  const double reserve = economy->params->cash_reserve * firms->costs[i] * FEN_PER_MILLION;
  const double deposit = terms->deposit * price;
  const double monthly = terms->rate / 12;
  const double left = price - deposit;
  const double annuity = monthly > 0 ? left * monthly / -expm1(-terms->months * log1p(monthly))
                                     : left / terms->months;
  if (price <= 0 || (double)firms->cash[i] < deposit + plant + reserve) return;
  const int64_t paid = llrint(deposit + plant);
  firms->cash[i] -= paid;
  firms->floor_owned[i] = firms->floor[i];
  firms->instalment[i] += llrint(annuity);
  firms->mortgage[i] += llrint(annuity * terms->months);
  economy->towns.cash[firms->town[i]] += paid;
  economy->towns.public_returns[firms->town[i]] += paid;
  economy->towns.plant_income[firms->town[i]] += paid;
  ledger_pay(page, FLOW_plant_sales, paid);
}

static void sell_floor(struct economy *economy, uint32_t town) {
  const struct instruments *instruments = &economy->towns.instruments[town];
  if (instruments->plant.offered <= 0 && instruments->land.offered <= 0) return;
  const struct span here = economy_town_firms(economy, town);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (economy->firms.mortgage[i] > 0 || economy->firms.seated[i]) continue;
    for (int k = 0; k < 2; k++) {
      const struct mortgage *terms = k ? &instruments->plant : &instruments->land;
      const double u = draw_uniform(economy->key, DRAW_MORTGAGE, economy->firms.id[i],
                                    economy->month, (uint32_t)k);
      if (u < terms->offered) buy(economy, i, terms, k == 0, &economy->ledger.month);
    }
  }
}

/* A town pays interest on its bonds, and pays them back evenly over their term. */
static void serve_bonds(struct economy *economy, uint32_t town) {
  struct towns *towns = &economy->towns;
  if (towns->bond_debt[town] <= 0) return;
  const double owed = (double)towns->bond_debt[town];
  const int64_t interest = llrint(owed * economy->params->bond_rate / 12);
  int64_t repaid = llrint((double)towns->bonds_issued[town] / economy->params->bond_months);
  if (repaid > towns->bond_debt[town]) repaid = towns->bond_debt[town];
  towns->bond_debt[town] -= repaid;
  towns->cash[town] -= interest + repaid;
  towns->public_cost[town] += interest;
  towns->bond_service[town] += interest + repaid;
  ledger_pay(&economy->ledger.month, FLOW_bond_interest, interest);
  ledger_pay(&economy->ledger.month, FLOW_bond_repayments, repaid);
}

enum status land_settle(struct economy *economy, struct error *error) {
  deliver(economy);
  for (uint32_t park = 0; park < economy->parks.count; park++) TRY(build(economy, park, error));
  PARALLEL_EACH(economy_threads_firms(economy), park, economy->parks.count, allot(economy, park));
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    sell_floor(economy, town);
    serve_bonds(economy, town);
  }
  return STATUS_OK;
}
