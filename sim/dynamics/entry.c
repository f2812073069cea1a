#include "bellwether/dynamics/entry.h"

#include "bellwether/agents/production.h"
#include "bellwether/base/batch.h"

#include <math.h>

#define PARKS_TOGETHER       256u         /* that a footloose firm weighs together */
#define PARKS_RACED          8192u        /* with more, a nest is chosen before a park */
#define NEST_ID              (1ull << 62) /* marks draws of nests: no footloose firm has this bit */
#define PARKS_PARALLEL       5000 /* weighings from which threads gain more than they cost */
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

static bool any_tenants(const struct towns *towns) {
  for (uint32_t town = 0; town < towns->count; town++) {
    if (towns->seats_taken[town] > 0) return true;
  }
  return false;
}

/* Tenants whose time is up make room; what is free then counts for the whole month. */
static void leave_seats(struct economy *economy) {
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
         batch_exp(params->start_up_reach * batch_log(1 + economy->reach[group]) +
                   params->start_up_brand * economy->towns.brand[town] +
                   (in_chain ? params->start_up_gap * economy->towns.chain_gap[town] : 0) -
                   params->start_up_rent * rent -
                   params->start_up_rivals * batch_log(1 + firms_here)) *
         (1 + (in_chain ? instruments->start_ups * free_seats : 0));
}

/* Start-ups of one park by segment, into group_counts. */
static void plan_start_ups(struct economy *economy, uint32_t park) {
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const uint64_t slot = economy_id(park, economy->month, CHANNEL_START_UP, s << 16);
    const double u = draw_uniform(economy->key, DRAW_START_UP, slot, economy->month, 0);
    economy->group_counts[park * economy->segments_count + s] = draw_poisson(
        u, start_up_mean(economy, park, s));
  }
}

static enum status start_up(struct economy *economy, struct error *error) {
  const uint32_t parks = economy->parks.count, segments = economy->segments_count;
#pragma omp parallel for schedule(static)                                                          \
    num_threads(economy->threads) if (parks > ECONOMY_PARALLEL_TOWNS)
  for (uint32_t park = 0; park < parks; park++) plan_start_ups(economy, park);
  for (uint32_t group = 0; group < parks * segments; group++) {
    const uint32_t count = economy->group_counts[group], park = group / segments;
    if (count == 0) continue;
    const uint32_t s = group % segments;
    const uint64_t slot = economy_id(park, economy->month, CHANNEL_START_UP, s << 16);
    TRY(economy_reserve(economy, count, 0, error));
    for (uint32_t k = 0; k < count; k++) {
      const struct entrant entrant = young_firm(economy, slot + k + 1, park, s, ORIGIN_START_UP);
      take_seat(economy, enter(economy, &entrant));
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

/* Mean log productivity of all firms: own and reach. */
static double mean_productivity(struct economy *economy) {
  const double *parts[] = {economy->firms.own_productivity, economy->firms.reach_productivity};
  double *sums = economy->group_scratch[0], sum = 0;
  for (int k = 0; k < 2; k++) {
    economy_sum_by_segment(economy, parts[k], sums);
    for (uint32_t s = 0; s < economy->segments_count; s++) sum += sums[s];
  }
  return economy->roster.count ? sum / economy->roster.count : 0;
}

/* Whether a firm has a child this month. */
static bool has_child(const struct economy *economy, uint32_t i, double mean) {
  const struct params *params = economy->params;
  const struct firms *firms = &economy->firms;
  const double staff = firms_staff(firms, i);
  if (staff < 1) return false;
  double rate = params->spin_off_rate / 12 *
                batch_exp(params->spin_off_productivity * (firms_productivity(firms, i) - mean) +
                          params->spin_off_size * batch_log(staff / 10));
  if (firms->lead[i]) rate *= 1 + economy->towns.instruments[firms->town[i]].lead_spin_offs;
  const double u = draw_uniform(economy->key, DRAW_SPIN_OFF, firms->id[i], economy->month, 0);
  return draw_happens(u, rate);
}

static enum status spin_off(struct economy *economy, struct error *error) {
  const struct firms *firms = &economy->firms;
  const struct roster *roster = &economy->roster;
  const double mean = mean_productivity(economy);
#pragma omp parallel for schedule(static)                                                          \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t at = 0; at < roster->count; at++) {
    economy->firm_scratch[0][at] = has_child(economy, roster->rows[at], mean) ? 1 : 0;
  }
  for (uint32_t at = 0; at < roster->count; at++) {
    if (economy->firm_scratch[0][at] < 1) continue;
    const uint32_t i = roster->rows[at];
    TRY(economy_reserve(economy, 1, 0, error));
    struct entrant entrant = young_firm(economy, child_id(economy, firms->id[i]), firms->park[i],
                                        firms->segment[i], ORIGIN_SPIN_OFF);
    entrant.productivity += economy->params->inheritance * firms->own_productivity[i];
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
    const uint32_t first = roster->group_first[group], end = roster->group_first[group + 1];
    herd[park] = end - first;
    for (uint32_t at = first; lead > 1 && at < end; at++) {
      if (economy->firms.lead[roster->rows[at]]) herd[park] += lead - 1;
    }
  }
}

/* e^-U of each park, Gumbel aside, for a firm of segment s: of the herd's followers, and of
 * pioneers, who do not look at it. Infinite where the firm does not go. */
static void weigh_parks(const struct economy *economy, uint32_t s, const double *herd,
                        double *followers, double *pioneers) {
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    const double value = batch_exp(-economy->attraction[park * economy->segments_count + s]);
    pioneers[park] = economy->parks.floor_most[park] > 0 ? value : INFINITY;
    followers[park] = herd[park] > 0 ? value * pow(herd[park], -economy->params->herd_exponent)
                                     : INFINITY;
  }
}

/* -ln u e^-U for parks first to end: the least of all is the choice, with a Gumbel a park. */
BATCH_CLONES static void race(struct draw_key key, uint64_t id, uint32_t first, uint32_t end,
                              const double *restrict inverse, double *restrict time) {
  for (uint32_t park = first; park < end; park++) {
    const struct draw_words words = draw_words(key, DRAW_LOCATION, id, 0, park);
    /* draw_unit, by conversions that processors have for vectors */
    const double bits = words.v[0] * 0x1p21 + (words.v[1] >> 11);
    time[park - first] = -batch_log((bits + 0.5) * 0x1p-53) * inverse[park];
  }
}

/* The footloose firms of a month and segment, a value each: where they would go, and how that
 * compares (-ln u e^-U). */
struct footloose {
  double *park, *time;
};

static bool is_pioneer(const struct economy *economy, uint64_t id) {
  const struct draw_words words = draw_words(economy->key, DRAW_FOOTLOOSE, id, 0, 1);
  return draw_unit32(words.v[3]) < economy->params->pioneer_share;
}

/* The park that the k-th firm chooses: a change in one town moves firms to or from that town alone.
 */
static void choose_park(const struct economy *economy, const double *inverse, uint64_t id,
                        const struct footloose *firms, uint32_t k) {
  double time[PARKS_TOGETHER];
  firms->time[k] = INFINITY;
  firms->park[k] = NOBODY;
  for (uint32_t first = 0; first < economy->parks.count; first += PARKS_TOGETHER) {
    const uint32_t left = economy->parks.count - first;
    const uint32_t count = left < PARKS_TOGETHER ? left : PARKS_TOGETHER;
    race(economy->key, id, first, first + count, inverse, time);
    for (uint32_t n = 0; n < count; n++) {
      if (time[n] >= firms->time[k]) continue;
      firms->time[k] = time[n];
      firms->park[k] = first + n;
    }
  }
}

/* Parks in order, PARKS_TOGETHER at a time, and what a nest of them offers together: e^-U of its
 * best is that of one park with the sum of their e^U. */
static double weigh_nest(const struct economy *economy, const double *inverse, uint32_t nest) {
  const uint32_t first = nest * PARKS_TOGETHER, left = economy->parks.count - first;
  double sum = 0;
  for (uint32_t k = 0; k < left && k < PARKS_TOGETHER; k++) sum += 1 / inverse[first + k];
  return sum > 0 ? 1 / sum : INFINITY;
}

/* The same choice where there are too many parks to weigh each: first a nest, then a park of it,
 * with the same chances. */
static void choose_by_nest(const struct economy *economy, const double *inverse,
                           const double *nests, uint64_t id, const struct footloose *firms,
                           uint32_t k) {
  const uint32_t count = (economy->parks.count + PARKS_TOGETHER - 1) / PARKS_TOGETHER;
  double time[PARKS_TOGETHER], least = INFINITY;
  uint32_t best = NOBODY;
  for (uint32_t first = 0; first < count; first += PARKS_TOGETHER) {
    const uint32_t here = count - first < PARKS_TOGETHER ? count - first : PARKS_TOGETHER;
    race(economy->key, NEST_ID | id, first, first + here, nests, time);
    for (uint32_t n = 0; n < here; n++) {
      if (time[n] >= least) continue;
      least = time[n];
      best = first + n;
    }
  }
  firms->time[k] = least;
  firms->park[k] = NOBODY;
  if (best == NOBODY) return;
  const uint32_t first = best * PARKS_TOGETHER, left = economy->parks.count - first;
  const uint32_t here = left < PARKS_TOGETHER ? left : PARKS_TOGETHER;
  race(economy->key, id, first, first + here, inverse, time);
  double least_here = INFINITY;
  for (uint32_t n = 0; n < here; n++) {
    if (time[n] >= least_here) continue;
    least_here = time[n];
    firms->park[k] = first + n;
  }
}

/* Whether those who came before it this month draw the k-th firm elsewhere: a herd that has grown
 * is never less attractive, so that only the parks that they chose must be looked at again. */
static void follow(const struct economy *economy, const double *followers, uint64_t id,
                   const struct footloose *firms, uint32_t k) {
  for (uint32_t n = 0; n < k; n++) {
    const uint32_t park = (uint32_t)firms->park[n];
    double time;
    if (park == NOBODY) continue;
    race(economy->key, id, park, park + 1, followers, &time);
    if (time >= firms->time[k]) continue;
    firms->time[k] = time;
    firms->park[k] = park;
  }
}

/* e^-U of each nest of parks, for followers and for pioneers. */
static void weigh_nests(const struct economy *economy, const double *followers,
                        const double *pioneers, double *follower_nests, double *pioneer_nests) {
  for (uint32_t nest = 0; nest * PARKS_TOGETHER < economy->parks.count; nest++) {
    follower_nests[nest] = weigh_nest(economy, followers, nest);
    pioneer_nests[nest] = weigh_nest(economy, pioneers, nest);
  }
}

static enum status settle_footloose_segment(struct economy *economy, uint32_t s, uint32_t count,
                                            uint64_t slot, struct error *error) {
  const struct params *params = economy->params;
  const uint32_t parks = economy->parks.count;
  const bool few = parks <= PARKS_RACED;
  TRY(economy_reserve(economy, count, 0, error));
  double *herd = economy->group_scratch[0], *nests[2] = {economy->group_scratch[1], NULL};
  double *weights[2] = {economy->park_scratch, economy->park_scratch + parks};
  const struct footloose firms = {economy->firm_scratch[0], economy->firm_scratch[1]};
  nests[1] = nests[0] + parks / 2;
  count_herd(economy, s, herd);
  weigh_parks(economy, s, herd, weights[0], weights[1]);
  if (!few) weigh_nests(economy, weights[0], weights[1], nests[0], nests[1]);
#pragma omp parallel for schedule(static)                                                          \
    num_threads(economy->threads) if ((uint64_t)count * parks > PARKS_PARALLEL)
  for (uint32_t k = 0; k < (few ? count : 0); k++) {
    choose_park(economy, weights[is_pioneer(economy, slot + k + 1)], slot + k + 1, &firms, k);
  }
  for (uint32_t k = 0; k < count; k++) {
    const uint64_t id = slot + k + 1;
    const bool pioneer = is_pioneer(economy, id);
    if (!few) choose_by_nest(economy, weights[pioneer], nests[pioneer], id, &firms, k);
    else if (!pioneer) follow(economy, weights[0], id, &firms, k);
    const uint32_t park = (uint32_t)firms.park[k];
    if (park == NOBODY) continue;
    const double value = batch_exp(-economy->attraction[park * economy->segments_count + s]);
    weights[0][park] = value * pow(++herd[park], -params->herd_exponent);
    if (!few) {
      nests[0][park / PARKS_TOGETHER] = weigh_nest(economy, weights[0], park / PARKS_TOGETHER);
    }
    const struct draw_words words = draw_words(economy->key, DRAW_FOOTLOOSE, id, 0, 1);
    enter_whole(economy, (struct entrant){.id = id,
                                          .park = park,
                                          .segment = s,
                                          .sales = draw_lognormal(draw_unit32(words.v[2]),
                                                                  params->footloose_sales,
                                                                  params->footloose_sigma)});
  }
  return STATUS_OK;
}

static enum status settle_footloose(struct economy *economy, struct error *error) {
  double weights = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) weights += economy->segments[s].footloose;
  for (uint32_t s = 0; s < economy->segments_count && weights > 0; s++) {
    const uint64_t slot = economy_id(0, economy->month, CHANNEL_FOOTLOOSE, s << 16);
    const double mean = economy->params->footloose_rate / 12 * economy->towns.count *
                        economy->segments[s].footloose / weights;
    const uint32_t count = draw_poisson(
        draw_uniform(economy->key, DRAW_FOOTLOOSE, slot, economy->month, 0), mean);
    if (count) TRY(settle_footloose_segment(economy, s, count, slot, error));
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
