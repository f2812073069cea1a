#include "bellwether/dynamics/productivity.h"

#include <math.h>

double productivity_relatedness(const struct economy *economy, uint32_t town, uint32_t own,
                                uint32_t other) {
  const struct params *params = economy->params;
  const double related = params->reach_related + economy->towns.instruments[town].relatedness;
  const bool in_chain = tables_in_chain(&economy->segments[own]) &&
                        tables_in_chain(&economy->segments[other]);
  return own == other ? 1 : in_chain ? fmin(related, 1) : params->reach_unrelated;
}

/* Staff and squared staff of each group, part by part. */
static void sum_staff(struct economy *economy, double *staff, double *squares) {
  const struct roster *roster = &economy->roster;
  const struct firms *firms = &economy->firms;
#pragma omp parallel for schedule(dynamic)                                                         \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    double sum = 0, square = 0;
    for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
      const double heads = firms_staff(firms, roster->rows[at]);
      sum += heads;
      square += heads * heads;
    }
    economy->part_sums[0][p] = sum;
    economy->part_sums[1][p] = square;
  }
  for (uint32_t g = 0; g < roster->groups; g++) staff[g] = squares[g] = 0;
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    staff[roster->parts[p].group] += economy->part_sums[0][p];
    squares[roster->parts[p].group] += economy->part_sums[1][p];
  }
}

/* Staff that counts for a park's firms of segment s, in a park at weight 1. */
static double related_staff(const struct economy *economy, const double *staff, uint32_t town,
                            uint32_t s, uint32_t park) {
  double sum = 0;
  for (uint32_t other = 0; other < economy->segments_count; other++) {
    sum += productivity_relatedness(economy, town, s, other) *
           staff[park * economy->segments_count + other];
  }
  return sum;
}

/* What policy adds to the reach of a park: other parks of its town, and its town's partners, weigh
 * at least what the links between them say. */
static double linked_staff(const struct economy *economy, const double *staff, uint32_t park,
                           uint32_t s) {
  const uint32_t town = economy->parks.town[park];
  const struct instruments *instruments = &economy->towns.instruments[town];
  double sum = 0;
  for (int k = -1; k < OUTREACH_COUNT; k++) {
    const double least = k < 0 ? instruments->park_link : instruments->partners[k].weight;
    if (least <= 0) continue;
    const uint32_t other = k < 0 ? town : instruments->partners[k].town - 1;
    const struct span parks = economy_town_parks(economy, other);
    for (uint32_t p = parks.first; p < parks.end; p++) {
      if (p == park) continue;
      const double gained = least - economy_reach_weight(economy, park, p);
      if (gained > 0) sum += gained * related_staff(economy, staff, town, s, p);
    }
  }
  return sum;
}

void productivity_reach(struct economy *economy) {
  double *reach = economy->reach;
  double *staff = economy->group_scratch[0];
  double *squares = economy->group_scratch[1];
  const uint32_t segments = economy->segments_count;
  sum_staff(economy, staff, squares);
#pragma omp parallel for schedule(static)                                                          \
    num_threads(economy->threads) if (economy->roster.groups > ECONOMY_PARALLEL_FIRMS / 10)
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    const uint32_t town = economy->parks.town[park];
    double heads = 0, square = 0;
    for (uint32_t s = 0; s < segments; s++) {
      heads += staff[park * segments + s];
      square += squares[park * segments + s];
      double sum = linked_staff(economy, staff, park, s);
      for (uint32_t n = economy->neighbours_first[park]; n < economy->neighbours_first[park + 1];
           n++) {
        const struct neighbour *neighbour = &economy->neighbours[n];
        sum += (double)neighbour->weight * related_staff(economy, staff, town, s, neighbour->park);
      }
      reach[park * segments + s] = sum;
    }
    economy->parks.concentration[park] = heads > 0 ? square / (heads * heads) : 0;
  }
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

void productivity_update(struct economy *economy, double adjustment) {
  const struct params *params = economy->params;
  const struct roster *roster = &economy->roster;
  struct firms *firms = &economy->firms;
  const double noise = params->productivity_noise / sqrt(12.0);
#pragma omp parallel for schedule(dynamic)                                                         \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    const struct part part = roster->parts[p];
    const uint32_t park = part.group / economy->segments_count;
    const double surroundings = params->agglomeration_elasticity *
                                    log1p(economy->reach[part.group] / params->reach_reference) -
                                params->dependence * economy->parks.concentration[park] +
                                params->infrastructure_elasticity *
                                    towns_infrastructure(&economy->towns, economy->parks.town[park],
                                                         params->infrastructure_unit);
    const double lead = params->lead_spillover * lead_reach(economy, park);
    for (uint32_t at = part.first; at < part.end; at++) {
      const uint32_t i = roster->rows[at];
      const double target = surroundings + (firms->lead[i] ? 0 : lead) +
                            params->research_elasticity *
                                log1p(firms->research_stock[i] / params->research_reference) +
                            params->link_elasticity * (double)firms->links[i];
      firms->reach_productivity[i] += adjustment * (target - firms->reach_productivity[i]);
      if (adjustment >= 1) continue;
      const double u = draw_uniform(economy->key, DRAW_PRODUCTIVITY, firms->id[i], economy->month,
                                    0);
      firms->own_productivity[i] += draw_laplace(u, noise) - params->obsolescence / 12;
    }
  }
}
