#include "bellwether/world/create.h"

#include "bellwether/agents/neighbours.h"
#include "bellwether/agents/production.h"
#include "bellwether/base/sum.h"
#include "bellwether/dynamics/attraction.h"
#include "bellwether/dynamics/brokerage.h"
#include "bellwether/dynamics/productivity.h"
#include "bellwether/markets/goods.h"
#include "bellwether/markets/hiring.h"
#include "bellwether/markets/labour.h"
#include "bellwether/markets/land.h"

#include <math.h>
#include <stdlib.h>

#define AGE_MEAN       72.0 /* months, of initial firms */
#define AGE_MOST       360.0
#define TENURE_MEAN    36.0     /* months, of initial employees */
#define OCCUPANCY      0.8      /* where the scenario gives no floor */
#define DEBT_SHARE     0.15     /* of capital, owed to banks at the start */
#define MARGIN         0.1      /* of sales, for a first estimate of costs */
#define DEMAND_UNKNOWN 1000.0   /* M CNY a year: of a segment that no fact sizes */
#define PERSONS_A_TOWN 4000000u /* what ids have room for */
#define CROWDING_MOST  0.5      /* floor per floor needed: with less the facts cannot both hold */
#define SPARE          1.2      /* room for firms and persons over those of the start */
#define NATIONAL_LEAST 0.2      /* of suppliers' sales that go out of town */

static uint64_t initial_firm(uint32_t park, uint32_t s, uint32_t k) {
  return economy_id(park, -1, CHANNEL_INITIAL, s << 16 | k);
}

static enum status create_markets(struct economy *economy, const struct scenario *scenario,
                                  struct error *error) {
  economy->markets = calloc(economy->segments_count + 1, sizeof *economy->markets);
  if (!economy->markets) return error_memory(error, "segments", sizeof *economy->markets);
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const struct segment *segment = &economy->segments[s];
    struct market *market = &economy->markets[s];
    double sales = 0;
    for (uint32_t park = 0; park < scenario->parks_count; park++) {
      sales += scenario->industry[park * scenario->segments_count + s].sales;
    }
    if (segment->demand > 0 && sales > segment->demand) {
      return error_set(error, STATUS_SCENARIO,
                       "segments.%s.demand = %.6g M CNY/year, but the towns sell %.6g: give more "
                       "demand or fewer sales",
                       scenario->segment_names[s], segment->demand, sales);
    }
    const double demand = segment->demand > 0 ? segment->demand
                          : sales > 0         ? sales / (1 - segment->rest_share)
                                              : DEMAND_UNKNOWN;
    market->start_demand = market->demand = demand / 12;
    market->rest_share = 1 - sales / demand;
    market->price = market->demand_shock = market->prospects = 1;
    market->certificate_share = segment->certificate_sales / 12 / market->start_demand;
    market->log_scale = log(production_scale(economy->params, segment));
  }
  return STATUS_OK;
}

static void create_park(struct economy *economy, uint32_t park, uint32_t town,
                        const struct park_facts *facts) {
  economy->parks.town[park] = town;
  economy->parks.x[park] = facts->x;
  economy->parks.y[park] = facts->y;
  economy->parks.land[park] = facts->land;
  economy->parks.plot_ratio[park] = facts->plot_ratio;
  economy->parks.chain_only[park] = (int)facts->admits == ADMITS_CHAIN;
  economy->parks.floor_most[park] = (uint64_t)(facts->land * M2_PER_MU * facts->plot_ratio);
  economy->parks.rent[park] = economy->params->rent_base;
}

static enum status create_towns(struct economy *economy, const struct scenario *scenario,
                                struct error *error) {
  const uint32_t count = scenario->towns_count;
  TRY(towns_create(&economy->towns, count, error));
  TRY(towns_create_parks(&economy->parks, scenario->parks_count, error));
  economy->lever_states = calloc((size_t)(economy->levers_count + 1) * count,
                                 sizeof *economy->lever_states);
  if (!economy->lever_states) return error_memory(error, "levers", count);
  for (uint32_t town = 0; town < count; town++) {
    const struct town_facts *facts = &scenario->towns[town];
    economy->towns.focal[town] = facts->focal > 0;
    economy->towns.x[town] = facts->x;
    economy->towns.y[town] = facts->y;
    economy->towns.amenity[town] = facts->amenity;
    economy->towns.service[town] = facts->service;
    economy->towns.housing[town] = facts->housing;
    economy->towns.brand[town] = economy->towns.brand_base[town] = facts->brand;
    economy->towns.infrastructure[town] = facts->infrastructure;
    economy->towns.brokerage[town] = facts->brokerage;
    economy->towns.platforms[town] = facts->platforms;
    economy->towns.college[town].v[GRADUATE] = (float)(facts->colleges *
                                                       (1 - facts->college_high_end) / 12);
    economy->towns.college[town].v[HIGH_END] = (float)(facts->colleges * facts->college_high_end /
                                                       12);
    economy->towns.effort[town] = 1;
    economy->towns.first_park[town] = scenario->first_park[town];
    for (uint32_t p = scenario->first_park[town]; p < scenario->first_park[town + 1]; p++) {
      create_park(economy, p, town, &scenario->parks[p]);
    }
  }
  return STATUS_OK;
}

/* Floor for the staff that a firm wants, and the wages that it posts. */
static void house_staff(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[i]];
  firms->floor[i] = (uint32_t)ceil(segment->floor_per_worker *
                                   production_work(economy->params, &firms->staff_wanted[i]));
  firms->floor_wanted[i] = firms->floor[i];
  for (int z = 0; z < SKILL_COUNT; z++) {
    firms->posted_wage[i].v[z] = (float)(economy_base_wage(economy, (enum skill)z) *
                                         labour_premium(economy, i));
  }
}

/* Staff, floor and wages of one initial firm with these yearly sales. */
static void equip_firm(struct economy *economy, uint32_t i, double sales) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[i]];
  const double output = (1 + params->capacity_buffer) * sales / 12;
  firms->capital[i] = segment->capital_output * 12 * output;
  double work;
  production_work_needed(economy, &i, 1, &firms->capital[i], &output, &work);
  firms->staff_wanted[i] = production_staff(params, segment, work);
  house_staff(economy, i);
}

static void create_firm(struct economy *economy, uint32_t park, uint32_t s, uint32_t k,
                        double sales, uint32_t certificates) {
  struct firms *firms = &economy->firms;
  const struct params *params = economy->params;
  const struct segment *segment = &economy->segments[s];
  const uint64_t id = initial_firm(park, s, k);
  const struct draw_words words = draw_words(economy->key, DRAW_FIRM_STATE, id, 0, 0);
  const uint32_t i = firms_add(firms, id);
  firms->town[i] = economy->parks.town[park];
  firms->park[i] = park;
  firms->segment[i] = (uint16_t)s;
  firms->origin[i] = ORIGIN_INCUMBENT;
  const double age = fmin(-AGE_MEAN * log(draw_unit32(words.v[0])), AGE_MOST);
  firms->born[i] = economy->month - 1 - (int32_t)age;
  firms->own_productivity[i] = draw_normal(draw_unit32(words.v[1]), 0, params->entrant_spread);
  firms->market_share[i] = sales / 12 / economy->markets[s].start_demand;
  firms->opening_share[i] = economy_first_sales(params, draw_unit32(words.v[2])) / 12 /
                            economy->markets[s].start_demand;
  firms->certificates[i] = (uint16_t)certificates;
  firms->orders[i] = firms->expected_orders[i] = firms->sales[i] = sales / 12;
  for (int m = 0; m < 12; m++) firms->sales_year[i].v[m] = (float)(sales / 12);
  firms->costs[i] = (1 - MARGIN) * sales / 12;
  firms->research_stock[i] = params->research_depreciation > 0
                                 ? segment->research * sales / params->research_depreciation
                                 : 0;
}

/* Lifts the sizes that lie below `least` to it and takes that from the others, so that the sum
 * stays: a firm that stands has lived off what it sells. All alike where the mean is no more than
 * that. */
static void lift_smallest(double *sizes, uint32_t count, double least) {
  const double sum = sum_fixed(sizes, count);
  if (sum <= least * count) {
    for (uint32_t k = 0; k < count; k++) sizes[k] = sum / count;
    return;
  }
  for (bool lifted = true; lifted;) {
    double above = 0, held = 0;
    lifted = false;
    for (uint32_t k = 0; k < count; k++) {
      if (sizes[k] > least) above += sizes[k];
      else held += least;
    }
    const double factor = (sum - held) / above;
    for (uint32_t k = 0; k < count; k++) {
      if (sizes[k] <= least) {
        sizes[k] = least;
        continue;
      }
      sizes[k] *= factor;
      lifted |= sizes[k] < least;
    }
  }
}

/* The firms of one park and segment: sizes in law, the total exact. */
static enum status create_group(struct economy *economy, const struct scenario *scenario,
                                uint32_t park, uint32_t s, struct error *error) {
  const struct industry_facts *facts = &scenario->industry[park * scenario->segments_count + s];
  const uint32_t count = (uint32_t)facts->firms;
  if (count == 0) return STATUS_OK;
  TRY(economy_reserve(economy, count, 0, error));
  double *sizes = economy->firm_scratch[0];
  int64_t *certificates = economy->firm_amounts[0];
  for (uint32_t k = 0; k < count; k++) {
    const double u = draw_uniform(economy->key, DRAW_FIRM_SIZE, initial_firm(park, s, k), 0, 0);
    sizes[k] = draw_lognormal(u, 1, economy->segments[s].size_sigma);
  }
  const double drawn = sum_fixed(sizes, count);
  for (uint32_t k = 0; k < count; k++) sizes[k] *= facts->sales / drawn;
  lift_smallest(sizes, count, economy->params->core_team * economy->segments[s].revenue_per_worker);
  const double sum = sum_fixed(sizes, count);
  const bool needed = (int)economy->segments[s].class > 0;
  const int64_t spare = (int64_t)facts->certificates - count;
  sum_apportion(needed && spare > 0 ? spare : 0, sizes, certificates, count);
  for (uint32_t k = 0; k < count; k++) {
    const int64_t held = needed ? certificates[k] + 1 : 0;
    create_firm(economy, park, s, k, facts->sales * sizes[k] / sum,
                (uint32_t)(held < UINT16_MAX ? held : UINT16_MAX));
  }
  return STATUS_OK;
}

/* Suppliers' sales are facts in all; what firms in town buy of them is not theirs by market share.
 */
static void split_local_sales(struct economy *economy, uint32_t town) {
  struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, town);
  double bought = 0, supplied = 0;
  goods_chain(economy, town);
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const struct segment *segment = &economy->segments[firms->segment[i]];
    if ((int)segment->role == ROLE_DEVICE) {
      bought += firms->orders[i] * segment->materials * segment->suppliable;
    }
    if ((int)segment->role == ROLE_SUPPLIER) supplied += firms->orders[i];
  }
  const double local = bought * economy->towns.local_share[town];
  for (uint32_t at = here.first; at < here.end && supplied > 0; at++) {
    const uint32_t i = economy->roster.rows[at];
    if ((int)economy->segments[firms->segment[i]].role != ROLE_SUPPLIER) continue;
    firms->market_share[i] *= fmax(1 - local / supplied, NATIONAL_LEAST);
  }
}

/* Makes the market of a segment as large as its shares and the rest's say: they add up to one. */
static void fit_market(struct economy *economy, uint32_t s) {
  struct firms *firms = &economy->firms;
  struct market *market = &economy->markets[s];
  double held = 0;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (firms->segment[i] == s) held += firms->market_share[i];
  }
  if (held <= 0) return;
  const double factor = (1 - market->rest_share) / held;
  for (uint32_t i = 0; i < firms->count; i++) {
    if (firms->segment[i] != s) continue;
    firms->market_share[i] *= factor;
    firms->opening_share[i] *= factor;
  }
  market->start_demand = market->demand = market->start_demand / factor;
  market->certificate_share *= factor;
}

/* The average initial firm of a segment makes what revenue_per_worker says: its surroundings are
 * part of that fact. */
static void fit_scales(struct economy *economy) {
  const struct firms *firms = &economy->firms;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    double sum = 0, count = 0;
    for (uint32_t i = 0; i < firms->count; i++) {
      if (firms->segment[i] != s) continue;
      sum += firms_productivity(firms, i);
      count++;
    }
    if (count > 0) economy->markets[s].log_scale -= sum / count;
  }
}

/* Where the staff of a park's segment is a fact, it is split over the firms by what they need, and
 * each firm's productivity is what makes its sales with it. */
static void fit_staff(struct economy *economy, const struct industry_facts *facts, uint32_t group) {
  if (facts->staff <= 0) return;
  struct firms *firms = &economy->firms;
  const uint32_t *first = economy->roster.group_first;
  const size_t count = first[group + 1] - first[group];
  double *needed = economy->firm_scratch[0];
  int64_t *heads = economy->firm_amounts[0];
  for (size_t k = 0; k < count; k++) {
    const uint32_t *wanted = firms->staff_wanted[economy->roster.rows[first[group] + k]].v;
    needed[k] = (double)wanted[0] + wanted[1] + wanted[2];
  }
  sum_apportion((int64_t)facts->staff, needed, heads, count);
  for (size_t k = 0; k < count; k++) {
    const uint32_t i = economy->roster.rows[first[group] + k];
    const double output = (1 + economy->params->capacity_buffer) * firms->orders[i];
    firms->staff_wanted[i] = production_heads(&economy->segments[firms->segment[i]],
                                              (double)heads[k]);
    const double work = production_work(economy->params, &firms->staff_wanted[i]);
    const double made = production_output(economy, i, firms->capital[i], work);
    if (made > 0) firms->own_productivity[i] += log(output / made);
    house_staff(economy, i);
  }
}

/* What each firm needs at its productivity. The reach of a firm depends on the staff of others, and
 * staff on reach: a first round, at no reach, stands for the staff. */
static void equip_firms(struct economy *economy, const struct scenario *scenario) {
  struct firms *firms = &economy->firms;
  for (uint32_t i = 0; i < firms->count; i++) {
    equip_firm(economy, i, firms->orders[i] * 12);
    firms->staff[i] = firms->staff_wanted[i];
  }
  productivity_reach(economy);
  productivity_update(economy, 1);
  fit_scales(economy);
  for (uint32_t i = 0; i < firms->count; i++) {
    equip_firm(economy, i, firms->orders[i] * 12);
    firms->staff[i] = (struct by_skill_count){{0}}; /* persons are hired one by one */
  }
  for (uint32_t group = 0; group < economy->roster.groups; group++) {
    fit_staff(economy, &scenario->industry[group], group);
  }
}

/* Opening entries of the books: what the firm holds and owes. */
static void open_books(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  const struct params *params = economy->params;
  const double months = 0.5 * (params->cash_reserve + params->dividend_reserve);
  firms->cash[i] = ledger_fen(months * firms->costs[i]);
  firms->debt[i] = ledger_fen(DEBT_SHARE * firms->capital[i]);
  ledger_pay(&economy->ledger.month, FLOW_founding_equity, firms->cash[i]);
  ledger_pay(&economy->ledger.month, FLOW_loans, firms->debt[i]);
  ledger_pay(&economy->ledger.month, FLOW_capital_goods, firms->debt[i]);
}

/* Firms crowd into the floor that there is: each gives up its share of what is missing. */
static void crowd(struct economy *economy, uint32_t park, double share) {
  const struct span here = economy_park_firms(economy, park);
  economy->parks.floor_used[park] = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    uint32_t *floor_held = &economy->firms.floor[economy->roster.rows[at]];
    *floor_held = (uint32_t)(*floor_held * share);
    economy->parks.floor_used[park] += *floor_held;
  }
}

static enum status create_floor(struct economy *economy, const struct scenario *scenario,
                                struct error *error) {
  const struct firms *firms = &economy->firms;
  struct parks *parks = &economy->parks;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    parks->floor_used[firms->park[i]] += firms->floor[i];
  }
  for (uint32_t park = 0; park < scenario->parks_count; park++) {
    const double fact = scenario->parks[park].floor;
    const double used = (double)parks->floor_used[park];
    parks->floor_built[park] = (uint64_t)(fact > 0 ? fact : ceil(used / OCCUPANCY));
    if (fact > 0 && fact < CROWDING_MOST * used) {
      const char *name = scenario->park_names[park];
      return error_set(error, STATUS_SCENARIO,
                       "towns.%s%s%s.floor = %.0f m2, but the staff that its sales need takes "
                       "%.0f m2: give more floor, fewer sales or a smaller floor_per_worker",
                       scenario->town_names[parks->town[park]], name[0] ? ".parks." : "", name,
                       fact, used);
    }
    if (fact > 0 && fact < used) crowd(economy, park, fact / used);
    if (parks->floor_most[park] < parks->floor_built[park]) {
      parks->floor_most[park] = parks->floor_built[park];
    }
    parks->rent[park] = land_rent(economy, park);
  }
  return STATUS_OK;
}

/* A person of the initial population; its home is the town, or elsewhere. */
static uint32_t create_person(struct economy *economy, const struct scenario *scenario,
                              uint32_t town, uint32_t *k, int z) {
  const uint64_t id = economy_id(town, -1, CHANNEL_INITIAL, (*k)++);
  const double u = draw_uniform(economy->key, DRAW_PERSON_STATE, id, 0, 0);
  const uint32_t home = u < scenario->towns[town].local_people ? town : NOBODY;
  economy->towns.idle[town].v[z]++;
  economy->towns.labour_force[town].v[z] += 1;
  economy->towns.diaspora[town].v[z] += (float)economy->params->diaspora;
  return persons_add(&economy->persons, id, town, home, (uint8_t)z);
}

static void employ(struct economy *economy, uint32_t person, uint32_t firm) {
  const uint64_t id = economy->persons.id[person];
  const double u = draw_uniform(economy->key, DRAW_PERSON_STATE, id, 0, 1);
  const double age = economy->month - economy->firms.born[firm];
  hiring_employ(economy, person, firm);
  economy->persons.hired[person] = (int16_t)(economy->month - 1 -
                                             (int32_t)fmin(-TENURE_MEAN * log(u), age));
}

/* Persons of a town at the start, by skill: who is wanted, and who is idle. */
struct population {
  double wanted[SKILL_COUNT];
  uint32_t idle[SKILL_COUNT], total;
};

static struct population population_of(const struct economy *economy,
                                       const struct scenario *scenario, uint32_t town) {
  const struct span here = economy_town_firms(economy, town);
  struct population found = {.total = 0};
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t *wanted = economy->firms.staff_wanted[economy->roster.rows[at]].v;
    for (int z = 0; z < SKILL_COUNT; z++) found.wanted[z] += wanted[z];
  }
  const double pool = scenario->towns[town].idle_persons;
  const double heads = found.wanted[0] + found.wanted[1] + found.wanted[2];
  for (int z = 0; z < SKILL_COUNT; z++) {
    const double share = heads > 0 ? found.wanted[z] / heads : z == TECHNICIAN ? 1 : 0;
    const double idle = pool > 0 ? pool * share : found.wanted[z] * economy->params->pool_share;
    found.idle[z] = (uint32_t)(idle + 0.5);
    found.total += (uint32_t)found.wanted[z] + found.idle[z];
  }
  return found;
}

static void create_town_persons(struct economy *economy, const struct scenario *scenario,
                                uint32_t town) {
  const struct span here = economy_town_firms(economy, town);
  const struct population population = population_of(economy, scenario, town);
  uint32_t k = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    for (int z = 0; z < SKILL_COUNT; z++) {
      for (uint32_t n = 0; n < economy->firms.staff_wanted[i].v[z]; n++) {
        employ(economy, create_person(economy, scenario, town, &k, z), i);
      }
    }
  }
  for (int z = 0; z < SKILL_COUNT; z++) {
    for (uint32_t n = 0; n < population.idle[z]; n++) {
      create_person(economy, scenario, town, &k, z);
    }
  }
}

static enum status create_persons(struct economy *economy, const struct scenario *scenario,
                                  struct error *error) {
  uint64_t persons = 0;
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    const uint32_t total = population_of(economy, scenario, town).total;
    persons += total;
    if (total > PERSONS_A_TOWN) {
      return error_set(error, STATUS_SCENARIO, "towns.%s: %u persons, at most %u a town",
                       scenario->town_names[town], total, PERSONS_A_TOWN);
    }
  }
  TRY(economy_reserve(economy, 0, (uint32_t)fmin(SPARE * (double)persons, NOBODY), error));
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    create_town_persons(economy, scenario, town);
  }
  return STATUS_OK;
}

/* High-tech enterprises at the start are those with most sales, technology SMEs the next: as many
 * of all firms as the facts say, or the national share of the chain. */
static void create_ladder(struct economy *economy, const struct town_facts *facts, uint32_t town) {
  struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, town);
  const bool known = facts->high_tech_firms > 0;
  uint32_t count = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!known && !economy_in_chain(economy, i)) continue;
    economy->requests[count++] = (struct request){economy_descending(firms->sales[i]), i};
  }
  economy_sort_requests(economy->requests, count);
  const double high = known ? facts->high_tech_firms
                            : floor(economy->params->high_tech_share * count + 0.5);
  const double next = facts->technology_firms > 0 ? facts->technology_firms : high;
  for (uint32_t k = 0; k < count && k < high + next; k++) {
    const uint32_t i = economy->requests[k].firm;
    firms->tier[i] = k < high ? TIER_HIGH_TECH : TIER_TECHNOLOGY;
    firms->promoted[i] = INT16_MIN; /* at a time that no one knows */
  }
}

/* The collaborations that a town's brokers keep up. */
static void create_links(struct economy *economy, uint32_t town) {
  const struct span here = economy_town_firms(economy, town);
  const double links = brokerage_chance(economy, town) * economy->params->link_months;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (economy_in_chain(economy, i)) economy->firms.links[i] = (float)links;
  }
}

enum status create_economy(struct economy *economy, const struct scenario *scenario,
                           struct error *error) {
  TRY(create_towns(economy, scenario, error));
  TRY(create_markets(economy, scenario, error));
  TRY(neighbours_find(economy, error));
  double firms = 0;
  for (uint32_t g = 0; g < scenario->parks_count * scenario->segments_count; g++) {
    firms += scenario->industry[g].firms;
  }
  TRY(economy_reserve(economy, (uint32_t)fmin(SPARE * firms, ECONOMY_FIRMS_MOST), 1, error));
  for (uint32_t park = 0; park < scenario->parks_count; park++) {
    for (uint32_t s = 0; s < scenario->segments_count; s++) {
      TRY(create_group(economy, scenario, park, s, error));
    }
  }
  economy_enrol(economy);
  for (uint32_t town = 0; town < scenario->towns_count; town++) split_local_sales(economy, town);
  for (uint32_t s = 0; s < scenario->segments_count; s++) fit_market(economy, s);
  equip_firms(economy, scenario);
  TRY(create_floor(economy, scenario, error));
  TRY(create_persons(economy, scenario, error));
  productivity_reach(economy);
  attraction_update(economy);
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    create_ladder(economy, &scenario->towns[town], town);
    create_links(economy, town);
  }
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    open_books(economy, economy->roster.rows[at]);
  }
  return STATUS_OK;
}
