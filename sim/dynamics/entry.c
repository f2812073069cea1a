#include "bellwether/dynamics/entry.h"

#include "bellwether/agents/production.h"

#include <math.h>

#define START_UP_SALES_SIGMA 0.8  /* log spread of what a first product opens */
#define START_UP_CASH_SIGMA  0.6  /* log spread of owners' money */
#define COST_MONTHS          3    /* of running costs in an attracted firm's till */
#define SEED_MORE            0.2  /* of a spin-off's money over a start-up's: the parent helps */
#define CERTIFICATE_FILL     0.25 /* of what a certificate may open: sales behind one on arrival */

/* What is known of a firm before it stands. */
struct entrant {
  uint64_t id;
  uint32_t park, segment;
  enum origin origin;
  double sales; /* M CNY a year that its first certificates open */
  double cash;  /* M CNY of owners' money */
  double productivity;
};

static uint32_t enter(struct economy *economy, const struct entrant *entrant) {
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

double entry_first_sales(const struct params *params, double u) {
  return draw_lognormal(u, params->start_up_sales, START_UP_SALES_SIGMA);
}

/* Log productivity, money and first sales of a young firm, drawn by its id. */
static struct entrant young_firm(const struct economy *economy, uint64_t id, uint32_t park,
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
      .sales = entry_first_sales(params, draw_unit32(a.v[2]))};
}

/* Gives a young firm a seat where one is free (M15): no rent, and machinery to begin with. */
static void take_seat(struct economy *economy, uint32_t i) {
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

/* Tenants whose time is up make room; what is free then counts for the whole month. */
static void leave_seats(struct economy *economy) {
  struct firms *firms = &economy->firms;
  struct towns *towns = &economy->towns;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (!firms->seated[i] || economy->month < firms->incubated_until[i]) continue;
    firms->seated[i] = 0;
    towns->seats_taken[firms->town[i]]--;
  }
  for (uint32_t town = 0; town < towns->count; town++) {
    const double seats = towns->instruments[town].seats;
    towns->seats_free[town] = seats > 0 ? fmax(1 - towns->seats_taken[town] / seats, 0) : 0;
  }
}

/* A firm that arrives whole: money for part of its plant and for three months, certificates on
 * their way. */
static uint32_t enter_whole(struct economy *economy, struct entrant entrant) {
  const struct segment *segment = &economy->segments[entrant.segment];
  const double u = draw_uniform(economy->key, DRAW_ENTRANT, entrant.id, 0, 1);
  entrant.origin = ORIGIN_ATTRACTED;
  entrant.productivity += draw_normal(u, 0, economy->params->entrant_spread);
  entrant.cash = entrant.sales *
                 (segment->capital_output * economy->params->entrant_equity + COST_MONTHS / 12.0);
  const uint32_t i = enter(economy, &entrant);
  if (economy->firms.registrations[i]) {
    const double count = ceil(entrant.sales / (segment->certificate_sales * CERTIFICATE_FILL));
    economy->firms.transferring[i] = (uint16_t)fmin(fmax(count, 1), 1000);
  }
  return i;
}

static uint64_t free_floor(const struct economy *economy, uint32_t park) {
  return economy->parks.floor_built[park] - economy->parks.floor_used[park];
}

/* The park of its town that suits a project: of those with floor to let, the one with most firms of
 * its segment, then most floor. NOBODY: there is none. */
static uint32_t park_for(const struct economy *economy, uint32_t town, uint32_t s) {
  const struct span parks = economy_town_parks(economy, town);
  const uint32_t *first = economy->roster.group_first;
  uint32_t best = NOBODY, most = 0;
  for (uint32_t park = parks.first; park < parks.end; park++) {
    const uint32_t group = park * economy->segments_count + s;
    const uint32_t members = first[group + 1] - first[group];
    if (free_floor(economy, park) == 0) continue;
    const bool better = best == NOBODY || members > most ||
                        (members == most && free_floor(economy, park) > free_floor(economy, best));
    if (!better) continue;
    best = park;
    most = members;
  }
  return best;
}

/* Projects whose month has come arrive; where no plant is free they wait, and in the end go
 * elsewhere. */
static enum status arrive_projects(struct economy *economy, struct error *error) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < economy->projects_count; k++) {
    const struct project project = economy->projects[k];
    const bool due = project.due <= economy->month;
    const uint32_t park = due ? park_for(economy, project.town, project.segment) : NOBODY;
    if (park == NOBODY) {
      const bool waits = economy->month - project.due < (int32_t)economy->params->landing_patience;
      if (!due || waits) economy->projects[kept++] = project;
      else if (project.lead) economy_lever_state(economy, project.lever, project.town)->firm = 0;
      continue;
    }
    TRY(economy_reserve(economy, 1, 0, error));
    const uint32_t i = enter_whole(economy, (struct entrant){.id = project.id,
                                                             .park = park,
                                                             .segment = project.segment,
                                                             .sales = project.sales,
                                                             .productivity = project.productivity});
    economy->firms.recruited[i] = project.recruited;
    economy->firms.lead[i] = project.lead;
    if (project.recruited) economy->towns.projects_landed[project.town]++;
    if (project.lead) {
      struct lever_state *state = economy_lever_state(economy, project.lever, project.town);
      state->firm = project.id;
      state->firm_row = i;
      state->landed = economy->month;
    }
    const int64_t subsidy = ledger_fen(project.subsidy);
    economy->firms.cash[i] += subsidy;
    economy->towns.cash[project.town] -= subsidy;
    economy->towns.public_cost[project.town] += subsidy;
    ledger_pay(&economy->ledger.month, FLOW_subsidies, subsidy);
  }
  economy->projects_count = kept;
  return STATUS_OK;
}

static double start_up_mean(const struct economy *economy, uint32_t park, uint32_t s) {
  const struct params *params = economy->params;
  const uint32_t town = economy->parks.town[park];
  const uint32_t group = park * economy->segments_count + s;
  const uint32_t *first = economy->roster.group_first;
  const struct instruments *instruments = &economy->towns.instruments[town];
  const double firms_here = first[group + 1] - first[group];
  const double free_seats = economy->towns.seats_free[town];
  const bool in_chain = tables_in_chain(&economy->segments[s]);
  const double rent =
      params->rent_base > 0
          ? economy->parks.rent[park] / (params->rent_base * economy_frontier(economy)) - 1
          : 0;
  return params->start_up_rate / 12 * economy->segments[s].start_ups *
         exp(params->start_up_reach * log1p(economy->reach[group]) +
             params->start_up_brand * economy->towns.brand[town] +
             (in_chain ? params->start_up_gap * economy->towns.chain_gap[town] : 0) -
             params->start_up_rent * rent - params->start_up_rivals * log1p(firms_here)) *
         (1 + (in_chain ? instruments->start_ups * free_seats : 0));
}

static enum status start_up(struct economy *economy, struct error *error) {
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    for (uint32_t s = 0; s < economy->segments_count; s++) {
      const uint64_t slot = economy_id(park, economy->month, CHANNEL_START_UP, s << 16);
      const double u = draw_uniform(economy->key, DRAW_START_UP, slot, economy->month, 0);
      const uint32_t count = draw_poisson(u, start_up_mean(economy, park, s));
      TRY(economy_reserve(economy, count, 0, error));
      for (uint32_t k = 0; k < count; k++) {
        const struct entrant entrant = young_firm(economy, slot + k + 1, park, s, ORIGIN_START_UP);
        take_seat(economy, enter(economy, &entrant));
      }
    }
  }
  return STATUS_OK;
}

/* Natives who came back last month found firms (M14): graduates and high-end talents, in the
 * chain's segments by their start-up weights. */
static enum status found_by_returnees(struct economy *economy, struct error *error) {
  struct towns *towns = &economy->towns;
  double weights = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (tables_in_chain(&economy->segments[s])) weights += economy->segments[s].start_ups;
  }
  for (uint32_t town = 0; town < towns->count; town++) {
    const uint32_t skilled = towns->returned[town].v[GRADUATE] + towns->returned[town].v[HIGH_END];
    towns->returned[town] = (struct by_skill_count){{0}};
    const double mean = economy->params->return_founding * (1 + towns->instruments[town].founding) *
                        skilled;
    const uint64_t slot = economy_id(town, economy->month, CHANNEL_RETURNEE, 0);
    const uint32_t count = draw_poisson(
        draw_uniform(economy->key, DRAW_RETURNEE, slot, economy->month, 0), mean);
    TRY(economy_reserve(economy, count, 0, error));
    for (uint32_t k = 0; k < count && weights > 0; k++) {
      const double u = draw_uniform(economy->key, DRAW_RETURNEE, slot + k + 1, economy->month, 0);
      double left = u * weights;
      uint32_t s = 0, chosen = 0;
      for (; s < economy->segments_count && left >= 0; s++) {
        if (!tables_in_chain(&economy->segments[s])) continue;
        left -= economy->segments[s].start_ups;
        chosen = s;
      }
      const uint32_t suits = park_for(economy, town, chosen);
      const uint32_t park = suits == NOBODY ? towns->first_park[town] : suits;
      const struct entrant entrant = young_firm(economy, slot + k + 1, park, chosen,
                                                ORIGIN_RETURNEE);
      take_seat(economy, enter(economy, &entrant));
    }
  }
  return STATUS_OK;
}

/* Identity of a parent's child: a hash of the parent and the month, marked by the top bit that
 * economy_id leaves free. */
static uint64_t child_id(const struct economy *economy, uint64_t parent) {
  const struct draw_words words = draw_words(economy->key, DRAW_SPIN_OFF, parent, economy->month,
                                             1);
  return 1ull << 63 | (uint64_t)words.v[0] << 31 | words.v[1] >> 1;
}

static enum status spin_off(struct economy *economy, struct error *error) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  double mean = 0;
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    mean += firms_productivity(firms, economy->roster.rows[at]) / economy->roster.count;
  }
  for (uint32_t at = 0; at < economy->roster.count; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double staff = firms_staff(firms, i);
    if (staff < 1) continue;
    double rate = params->spin_off_rate / 12 *
                  exp(params->spin_off_productivity * (firms_productivity(firms, i) - mean) +
                      params->spin_off_size * log(staff / 10));
    if (firms->lead[i]) rate *= 1 + economy->towns.instruments[firms->town[i]].lead_spin_offs;
    const double u = draw_uniform(economy->key, DRAW_SPIN_OFF, firms->id[i], economy->month, 0);
    if (u >= -expm1(-rate)) continue;
    TRY(economy_reserve(economy, 1, 0, error));
    struct entrant entrant = young_firm(economy, child_id(economy, firms->id[i]), firms->park[i],
                                        firms->segment[i], ORIGIN_SPIN_OFF);
    entrant.productivity += params->inheritance * firms->own_productivity[i];
    entrant.cash *= 1 + SEED_MORE;
    take_seat(economy, enter(economy, &entrant));
  }
  return STATUS_OK;
}

/* What the herd counts in each park: firms of segment s that are no leads, and leads at their
 * weight; into `herd`, a value a park. */
static void count_herd(const struct economy *economy, uint32_t s, double *herd) {
  const struct roster *roster = &economy->roster;
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    const uint32_t group = park * economy->segments_count + s;
    const double strength = economy->towns.instruments[economy->parks.town[park]].lead_strength;
    const double lead = economy->params->herd_lead * fmin(strength, 1);
    herd[park] = 0;
    for (uint32_t at = roster->group_first[group]; at < roster->group_first[group + 1]; at++) {
      herd[park] += economy->firms.lead[roster->rows[at]] ? fmax(lead, 1) : 1;
    }
  }
}

/* The park that a footloose firm chooses: the largest of ln weight + Gumbel, so that a change in
 * one town moves firms to or from that town alone. A pioneer does not look at the herd. */
static uint32_t choose_park(const struct economy *economy, uint32_t s, const double *herd,
                            bool pioneer, uint64_t id) {
  uint32_t best = NOBODY;
  double most = -INFINITY;
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    if (pioneer ? economy->parks.floor_most[park] == 0 : herd[park] <= 0) continue;
    const double u = draw_uniform(economy->key, DRAW_LOCATION, id, 0, park);
    const double value = economy->attraction[park * economy->segments_count + s] +
                         (pioneer ? 0 : economy->params->herd_exponent * log(herd[park])) +
                         draw_gumbel(u);
    if (value > most) {
      most = value;
      best = park;
    }
  }
  return best;
}

static enum status settle_footloose(struct economy *economy, struct error *error) {
  const struct params *params = economy->params;
  double *herd = economy->group_scratch[1];
  double weights = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) weights += economy->segments[s].footloose;
  for (uint32_t s = 0; s < economy->segments_count && weights > 0; s++) {
    count_herd(economy, s, herd);
    const uint64_t slot = economy_id(0, economy->month, CHANNEL_FOOTLOOSE, s << 16);
    const double mean = params->footloose_rate / 12 * economy->towns.count *
                        economy->segments[s].footloose / weights;
    const uint32_t count = draw_poisson(
        draw_uniform(economy->key, DRAW_FOOTLOOSE, slot, economy->month, 0), mean);
    TRY(economy_reserve(economy, count, 0, error));
    for (uint32_t k = 0; k < count; k++) {
      const uint64_t id = slot + k + 1;
      const struct draw_words words = draw_words(economy->key, DRAW_FOOTLOOSE, id, 0, 1);
      const bool pioneer = draw_unit32(words.v[3]) < params->pioneer_share;
      const uint32_t park = choose_park(economy, s, herd, pioneer, id);
      if (park == NOBODY) continue;
      herd[park]++;
      enter_whole(economy, (struct entrant){.id = id,
                                            .park = park,
                                            .segment = s,
                                            .sales = draw_lognormal(draw_unit32(words.v[2]),
                                                                    params->footloose_sales,
                                                                    params->footloose_sigma)});
    }
  }
  return STATUS_OK;
}

enum status entry_settle(struct economy *economy, struct error *error) {
  leave_seats(economy);
  TRY(arrive_projects(economy, error));
  TRY(start_up(economy, error));
  TRY(found_by_returnees(economy, error));
  TRY(spin_off(economy, error));
  TRY(settle_footloose(economy, error));
  economy_enrol(economy);
  return STATUS_OK;
}

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

void entry_attraction(struct economy *economy) {
  const struct params *params = economy->params;
  const uint32_t segments = economy->segments_count;
  for (uint32_t s = 0; s < segments; s++) {
    double sum = 0;
    for (uint32_t park = 0; park < economy->parks.count; park++) {
      const uint32_t town = economy->parks.town[park];
      const double rent = params->rent_base > 0 ? log(economy->parks.rent[park] / params->rent_base)
                                                : 0;
      const double value = params->location_reach * log1p(economy->reach[park * segments + s]) -
                           params->location_rent * rent +
                           params->location_brand * economy->towns.brand[town] +
                           location_service(economy, town);
      economy->attraction[park * segments + s] = value;
      sum += value;
    }
    for (uint32_t park = 0; park < economy->parks.count; park++) {
      economy->attraction[park * segments + s] -= sum / economy->parks.count;
    }
  }
}
