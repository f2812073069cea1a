#include "bellwether/dynamics/entry.h"

#include "bellwether/base/batch.h"
#include "entrant.h"

/* Projects whose month has come arrive; where no plant is free they wait, and in the end go
 * elsewhere. */
static enum status arrive_projects(struct economy *economy, struct error *error) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < economy->projects_count; k++) {
    const struct project project = economy->projects[k];
    const bool due = project.due <= economy->month;
    const uint32_t park = due ? entrant_park(economy, project.town, project.segment) : NOBODY;
    if (park == NOBODY) {
      const bool waits = economy->month - project.due < (int32_t)economy->params->landing_patience;
      if (!due || waits) economy->projects[kept++] = project;
      else if (project.lead) economy_lever_state(economy, project.lever, project.town)->firm = 0;
      continue;
    }
    TRY(economy_reserve(economy, 1, 0, error));
    const uint32_t i = entrant_enter_whole(economy,
                                           (struct entrant){.id = project.id,
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

/* What draws founders to a park, the same for all segments. */
static double park_appeal(const struct economy *economy, uint32_t park) {
  const struct params *params = economy->params;
  const double usual = params->rent_base * economy_frontier(economy);
  const double rent = usual > 0 ? economy->parks.rent[park] / usual - 1 : 0;
  return params->start_up_brand * economy->towns.brand[economy->parks.town[park]] -
         params->start_up_rent * rent;
}

static double start_up_mean(const struct economy *economy, uint32_t park, uint32_t s,
                            double appeal) {
  const struct params *params = economy->params;
  const uint32_t town = economy->parks.town[park];
  const uint32_t group = park * economy->segments_count + s;
  const uint32_t *first = economy->roster.group_first;
  const struct instruments *instruments = &economy->towns.instruments[town];
  const double firms_here = first[group + 1] - first[group];
  const double free_seats = economy->towns.seats_free[town];
  const bool in_chain = tables_in_chain(&economy->segments[s]);
  return params->start_up_rate / 12 * economy->segments[s].start_ups *
         economy->markets[s].prospects *
         batch_exp(params->start_up_reach * batch_log(1 + economy->reach[group]) + appeal +
                   (in_chain ? params->start_up_gap * economy->towns.chain_gap[town] : 0) -
                   params->start_up_rivals * batch_log(1 + firms_here)) *
         (1 + (in_chain ? instruments->start_ups * free_seats : 0));
}

/* Start-ups of one park by segment, into group_counts. */
static void plan_start_ups(struct economy *economy, uint32_t park) {
  const double appeal = park_appeal(economy, park);
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const uint64_t slot = economy_id(park, economy->month, CHANNEL_START_UP, s << 16);
    const double u = draw_uniform(economy->key, DRAW_START_UP, slot, economy->month, 0);
    const bool admitted = economy_admits(economy, park, s);
    economy->group_counts[park * economy->segments_count + s] =
        admitted ? draw_poisson(u, start_up_mean(economy, park, s, appeal)) : 0;
  }
}

static enum status start_up(struct economy *economy, struct error *error) {
  const uint32_t parks = economy->parks.count, segments = economy->segments_count;
  PARALLEL_EACH(economy_threads_parks(economy), park, parks, plan_start_ups(economy, park));
  for (uint32_t group = 0; group < parks * segments; group++) {
    const uint32_t count = economy->group_counts[group], park = group / segments;
    if (count == 0) continue;
    const uint32_t s = group % segments;
    const uint64_t slot = economy_id(park, economy->month, CHANNEL_START_UP, s << 16);
    TRY(economy_reserve(economy, count, 0, error));
    for (uint32_t k = 0; k < count; k++) {
      const struct entrant entrant = entrant_young(economy, slot + k + 1, park, s, ORIGIN_START_UP);
      entrant_take_seat(economy, entrant_enter(economy, &entrant));
    }
  }
  return STATUS_OK;
}

/* How many of the natives who return to found firms choose segment s. */
static double founders_weight(const struct economy *economy, uint32_t s) {
  return tables_in_chain(&economy->segments[s]) ? economy->segments[s].start_ups : 0;
}

/* The segment at `u` of its law, by the founders' weights, which add up to `weights`. */
static uint32_t founders_segment(const struct economy *economy, double u, double weights) {
  double left = u * weights;
  uint32_t chosen = 0;
  for (uint32_t s = 0; s < economy->segments_count && left >= 0; s++) {
    if (!tables_in_chain(&economy->segments[s])) continue;
    left -= founders_weight(economy, s);
    chosen = s;
  }
  return chosen;
}

/* Natives who came back last month found firms (M14): graduates and high-end talents, in the
 * chain's segments by their start-up weights, as far as these markets have room. */
static enum status found_by_returnees(struct economy *economy, struct error *error) {
  struct towns *towns = &economy->towns;
  double weights = 0, hopeful = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    weights += founders_weight(economy, s);
    hopeful += founders_weight(economy, s) * economy->markets[s].prospects;
  }
  for (uint32_t town = 0; town < towns->count; town++) {
    const uint32_t skilled = towns->returned[town].v[GRADUATE] + towns->returned[town].v[HIGH_END];
    towns->returned[town] = (struct by_skill_count){{0}};
    if (weights <= 0) continue;
    const double mean = economy->params->return_founding * (1 + towns->instruments[town].founding) *
                        skilled * hopeful / weights;
    const uint64_t slot = economy_id(town, economy->month, CHANNEL_RETURNEE, 0);
    const uint32_t count = draw_poisson(
        draw_uniform(economy->key, DRAW_RETURNEE, slot, economy->month, 0), mean);
    TRY(economy_reserve(economy, count, 0, error));
    for (uint32_t k = 0; k < count; k++) {
      const double u = draw_uniform(economy->key, DRAW_RETURNEE, slot + k + 1, economy->month, 0);
      const uint32_t chosen = founders_segment(economy, u, weights);
      const uint32_t suits = entrant_park(economy, town, chosen);
      const uint32_t park = suits == NOBODY ? towns->first_park[town] : suits;
      const struct entrant entrant = entrant_young(economy, slot + k + 1, park, chosen,
                                                   ORIGIN_RETURNEE);
      entrant_take_seat(economy, entrant_enter(economy, &entrant));
    }
  }
  return STATUS_OK;
}

enum status entry_settle(struct economy *economy, struct error *error) {
  entrant_leave_seats(economy);
  TRY(arrive_projects(economy, error));
  TRY(start_up(economy, error));
  TRY(found_by_returnees(economy, error));
  TRY(spin_off_settle(economy, error));
  TRY(footloose_settle(economy, error));
  economy_enrol(economy);
  return STATUS_OK;
}
