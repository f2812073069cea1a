#include "bellwether/dynamics/productivity.h"

#include "bellwether/agents/neighbours.h"
#include "bellwether/base/batch.h"

#include <math.h>

static double relatedness_in_chain(const struct economy *economy, uint32_t town) {
  return fmin(economy->params->reach_related + economy->towns.instruments[town].relatedness, 1);
}

double productivity_relatedness(const struct economy *economy, uint32_t town, uint32_t own,
                                uint32_t other) {
  const bool in_chain = tables_in_chain(&economy->segments[own]) &&
                        tables_in_chain(&economy->segments[other]);
  return own == other ? 1
         : in_chain   ? relatedness_in_chain(economy, town)
                      : economy->params->reach_unrelated;
}

/* Sums of a part: [0] staff, [1] squared staff. */
static void sum_part(struct economy *economy, uint32_t p) {
  const struct roster *roster = &economy->roster;
  double sum = 0, square = 0;
  for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
    const double heads = firms_staff(&economy->firms, roster->rows[at]);
    sum += heads;
    square += heads * heads;
  }
  economy->part_sums[0][p] = sum;
  economy->part_sums[1][p] = square;
}

/* Staff and squared staff of each group, part by part. */
static void sum_staff(struct economy *economy, double *staff, double *squares) {
  const struct roster *roster = &economy->roster;
  PARALLEL_EACH(economy_threads_firms(economy), p, roster->parts_count, sum_part(economy, p));
  for (uint32_t g = 0; g < roster->groups; g++) staff[g] = squares[g] = 0;
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    staff[roster->parts[p].group] += economy->part_sums[0][p];
    squares[roster->parts[p].group] += economy->part_sums[1][p];
  }
}

#define LANES_MOST (PARK_SEGMENTS + SEGMENTS_MOST + ECONOMY_LANES)

/* Adds the rows of so many parks, weighed by distance, to `found`, a row too. */
BATCH_CLONES static void count_parks(const double *restrict rows, uint32_t lanes,
                                     const struct neighbour *restrict parks, uint32_t count,
                                     double *restrict found) {
  for (uint32_t lane = 0; lane < lanes; lane += ECONOMY_LANES) {
    double sums[ECONOMY_LANES];
    for (uint32_t k = 0; k < ECONOMY_LANES; k++) sums[k] = found[lane + k];
    for (uint32_t n = 0; n < count; n++) {
      const double weight = (double)parks[n].weight;
      const double *row = rows + (size_t)parks[n].park * lanes + lane;
      for (uint32_t k = 0; k < ECONOMY_LANES; k++) sums[k] += weight * row[k];
    }
    for (uint32_t k = 0; k < ECONOMY_LANES; k++) found[lane + k] = sums[k];
  }
}

/* What policy adds to the reach of a park: other parks of its town, and its town's partners, weigh
 * at least what the links between them say. */
static void count_linked(const struct economy *economy, const double *rows, uint32_t park,
                         double *found) {
  const uint32_t lanes = economy_park_lanes(economy->segments_count);
  const uint32_t town = economy->parks.town[park];
  const struct instruments *instruments = &economy->towns.instruments[town];
  for (int k = -1; k < OUTREACH_COUNT; k++) {
    const double least = k < 0 ? instruments->park_link : instruments->partners[k].weight;
    if (least <= 0) continue;
    const uint32_t other = k < 0 ? town : instruments->partners[k].town - 1;
    const struct span parks = economy_town_parks(economy, other);
    for (uint32_t p = parks.first; p < parks.end; p++) {
      if (p == park) continue;
      const double gained = least - neighbours_weight(economy, park, p);
      if (gained <= 0) continue;
      for (uint32_t lane = 0; lane < lanes; lane++) {
        found[lane] += gained * rows[(size_t)p * lanes + lane];
      }
    }
  }
}

/* N of M1 for each segment of a park: sum over others at their relatedness, which is one number in
 * the chain, one outside, and 1 for the segment's own staff. */
static void reach_of_park(struct economy *economy, const double *rows, uint32_t park) {
  const uint32_t segments = economy->segments_count, town = economy->parks.town[park];
  const uint32_t *first = &economy->neighbours_first[park];
  const double outside = economy->params->reach_unrelated;
  const double chain = relatedness_in_chain(economy, town);
  double found[LANES_MOST] = {0};
  count_linked(economy, rows, park, found);
  count_parks(rows, economy_park_lanes(segments), economy->neighbours + first[0],
              first[1] - first[0], found);
  for (uint32_t s = 0; s < segments; s++) {
    const bool linked = tables_in_chain(&economy->segments[s]);
    economy->reach[park * segments + s] = outside * found[PARK_ALL] +
                                          (linked ? chain - outside : 0) * found[PARK_CHAIN] +
                                          (1 - (linked ? chain : outside)) *
                                              found[PARK_SEGMENTS + s];
  }
}

/* A park's concentration; its staff into its row. */
static void sum_park(struct economy *economy, const double *staff, const double *squares,
                     uint32_t park, double *rows) {
  const uint32_t segments = economy->segments_count, lanes = economy_park_lanes(segments);
  double *row = rows + (size_t)park * lanes;
  double square = 0;
  for (uint32_t k = 0; k < lanes; k++) row[k] = 0;
  for (uint32_t s = 0; s < segments; s++) {
    const double here = staff[park * segments + s];
    row[PARK_ALL] += here;
    square += squares[park * segments + s];
    if (tables_in_chain(&economy->segments[s])) row[PARK_CHAIN] += here;
    row[PARK_SEGMENTS + s] = here;
  }
  economy->parks.concentration[park] = row[PARK_ALL] > 0 ? square / (row[PARK_ALL] * row[PARK_ALL])
                                                         : 0;
}

void productivity_reach(struct economy *economy) {
  const uint32_t parks = economy->parks.count;
  double *staff = economy->group_scratch[0], *squares = economy->group_scratch[1];
  double *rows = economy->park_scratch;
  sum_staff(economy, staff, squares);
  const int threads = economy_threads_parks(economy);
  PARALLEL_EACH(threads, park, parks, sum_park(economy, staff, squares, park, rows));
  PARALLEL_EACH(threads, park, parks, reach_of_park(economy, rows, park));
}

/* Z: lead firms in reach of a park; one full-strength leader in town is 1. A town's leaders count
 * once, by its nearest park: the parks of a town stand together among the neighbours. */
static double lead_reach(const struct economy *economy, uint32_t park) {
  const uint32_t end = economy->neighbours_first[park + 1];
  double sum = 0;
  for (uint32_t n = economy->neighbours_first[park]; n < end;) {
    const uint32_t town = economy->parks.town[economy->neighbours[n].park];
    double nearest = 0;
    for (; n < end && economy->parks.town[economy->neighbours[n].park] == town; n++) {
      nearest = fmax(nearest, (double)economy->neighbours[n].weight);
    }
    sum += nearest * economy->towns.instruments[town].lead_strength;
  }
  return sum;
}

static bool any_leads(const struct economy *economy) {
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    if (economy->towns.instruments[town].lead_strength > 0) return true;
  }
  return false;
}

/* ln(1 + stock / reference). */
BATCH_CLONES static void take_logs(const double *restrict stocks, double reference,
                                   double *restrict logs, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) logs[k] = batch_log(1 + stocks[k] / reference);
}

/* What research gives so many firms, and what chance does, a value each. */
static void find_own(const struct economy *economy, const uint32_t *rows, uint32_t count,
                     double *research, double *chance) {
  const struct params *params = economy->params;
  const double noise = params->productivity_noise / sqrt(12.0);
  double u[ECONOMY_TOGETHER] = {0}, stocks[ECONOMY_TOGETHER] = {0};
  for (uint32_t k = 0; k < count; k++) stocks[k] = economy->firms.research_stock[rows[k]];
  take_logs(stocks, params->research_reference, research, count);
  economy_draw_firms(economy, DRAW_PRODUCTIVITY, rows, count, u);
  for (uint32_t k = 0; k < count; k++) chance[k] = draw_laplace(u[k], noise);
}

/* Where productivity goes in a part, and how far it gets this month. `led`: whether anyone leads.
 */
static void update_part(struct economy *economy, uint32_t p, bool led, double adjustment,
                        const double *research, const double *chance) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const struct part part = economy->roster.parts[p];
  const uint32_t park = part.group / economy->segments_count;
  const double surroundings = params->agglomeration_elasticity *
                                  batch_log(1 +
                                            economy->reach[part.group] / params->reach_reference) -
                              params->dependence * economy->parks.concentration[park] +
                              params->infrastructure_elasticity *
                                  towns_infrastructure(&economy->towns, economy->parks.town[park],
                                                       params->infrastructure_unit);
  const double lead = led ? params->lead_spillover * lead_reach(economy, park) : 0;
  for (uint32_t at = part.first; at < part.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double target = surroundings + (firms->lead[i] ? 0 : lead) +
                          params->research_elasticity * research[at] +
                          params->link_elasticity * (double)firms->links[i];
    firms->reach_productivity[i] += adjustment * (target - firms->reach_productivity[i]);
    if (adjustment >= 1) continue;
    firms->own_productivity[i] += chance[at] - params->obsolescence / 12;
  }
}

void productivity_update(struct economy *economy, double adjustment) {
  const struct roster *roster = &economy->roster;
  double *research = economy->firm_scratch[0], *chance = economy->firm_scratch[1];
  const bool led = any_leads(economy);
  const int threads = economy_threads_firms(economy);
  PARALLEL_BATCHES(threads, first, here, roster->count, ECONOMY_TOGETHER,
                   find_own(economy, roster->rows + first, here, research + first, chance + first));
  PARALLEL_EACH(threads, p, roster->parts_count,
                update_part(economy, p, led, adjustment, research, chance));
}
