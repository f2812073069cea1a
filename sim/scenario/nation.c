#include "nation.h"

#include "bellwether/base/draw.h"
#include "bellwether/base/sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRMS_MOST 65535 /* of one segment in one town: what ids have room for */
#define LAND_LEAST 0.1   /* of the average town's land */

/* Draws of one town, by number: its place, whether it adopts, then its weight in each segment. */
enum nation_draw { NATION_X, NATION_Y, NATION_ADOPTS, NATION_WEIGHT };

/* Space for one segment: a value a town. */
struct scratch {
  double *weights, *sales;
  int64_t *parts;
};

static double drawn(const struct scenario *scenario, uint32_t town, uint32_t number) {
  const struct draw_key key = {(uint32_t)scenario->nation.pattern, 0};
  return draw_uniform(key, DRAW_NATION, town, 0, number);
}

/* The sum of `firms` draws of a segment's size law, in the town's own numbers. */
static double size_of(const struct scenario *scenario, uint32_t town, uint32_t s, int64_t firms) {
  const struct draw_key key = {(uint32_t)scenario->nation.pattern, 1 + s};
  double sum = 0;
  for (int64_t k = 0; k < firms; k++) {
    const double u = draw_uniform(key, DRAW_NATION, town, 0, (uint32_t)k);
    sum += draw_lognormal(u, 1, scenario->segments[s].size_sigma);
  }
  return sum;
}

static struct industry_facts *facts_of(const struct scenario *scenario, uint32_t k, uint32_t s) {
  const uint32_t park = scenario->first_park[scenario->named_towns + k];
  return &scenario->industry[(size_t)park * scenario->segments_count + s];
}

/* How many times the industry that the nation says there is: in firms, and in sales. */
struct scale {
  double firms, sales;
};

static struct scale scale_of(const struct scenario *scenario) {
  double firms = 0, persons = 0;
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    const struct industry_facts *all = &scenario->nation_industry[s];
    firms += all->firms;
    persons += all->sales / scenario->segments[s].revenue_per_worker;
  }
  return (struct scale){
      scenario->nation.firms > 0 && firms > 0 ? scenario->nation.firms / firms : 1,
      scenario->nation.persons > 0 && persons > 0 ? scenario->nation.persons / persons : 1};
}

static enum status fill_segment(struct scenario *scenario, uint32_t s, struct scale scale,
                                const struct scratch *scratch, struct error *error) {
  const struct industry_facts *all = &scenario->nation_industry[s];
  const uint32_t towns = (uint32_t)scenario->nation.towns;
  const int64_t firms = llround(all->firms * scale.firms);
  if (firms == 0) return STATUS_OK;
  for (uint32_t k = 0; k < towns; k++) {
    const double z = draw_normal(drawn(scenario, k, NATION_WEIGHT + s), 0, 1);
    scratch->weights[k] = pow(k + 1, -scenario->nation.tail) *
                          exp(scenario->nation.specialisation * z);
  }
  sum_apportion(firms, scratch->weights, scratch->parts, towns);
  for (uint32_t k = 0; k < towns; k++) {
    if (scratch->parts[k] > FIRMS_MOST) {
      return error_set(error, STATUS_SCENARIO,
                       "nation: the town of rank %u would have %lld firms of %s, at most %d: give "
                       "more towns, fewer firms or a smaller tail",
                       k + 1, (long long)scratch->parts[k], scenario->segment_names[s], FIRMS_MOST);
    }
    facts_of(scenario, k, s)->firms = (double)scratch->parts[k];
    scratch->sales[k] = size_of(scenario, k, s, scratch->parts[k]);
  }
  const double sum = sum_fixed(scratch->sales, towns);
  const double spare = fmax(all->certificates * scale.firms - (double)firms, 0);
  sum_apportion(all->certificates > 0 ? llround(spare) : 0, scratch->sales, scratch->parts, towns);
  for (uint32_t k = 0; k < towns; k++) {
    struct industry_facts *facts = facts_of(scenario, k, s);
    facts->sales = all->sales * scale.sales * scratch->sales[k] / sum;
    facts->certificates = all->certificates > 0 ? facts->firms + (double)scratch->parts[k] : 0;
  }
  return STATUS_OK;
}

/* Staff of all groups where the nation says how many persons there are. */
static enum status fill_staff(struct scenario *scenario, struct error *error) {
  const size_t towns = (size_t)scenario->nation.towns, segments = scenario->segments_count;
  const size_t groups = towns * segments;
  if (scenario->nation.persons <= 0 || groups == 0) return STATUS_OK;
  double *needed = calloc(groups, sizeof *needed), firms = 0;
  int64_t *parts = calloc(groups, sizeof *parts);
  if (!needed || !parts) {
    free(needed);
    free(parts);
    return error_memory(error, "the nation's staff", groups * (sizeof *needed + sizeof *parts));
  }
  for (uint32_t k = 0; k < towns; k++) {
    for (uint32_t s = 0; s < segments; s++) {
      const struct industry_facts *facts = facts_of(scenario, k, s);
      needed[k * segments + s] = facts->sales / scenario->segments[s].revenue_per_worker;
      firms += facts->firms;
    }
  }
  const double spare = scenario->nation.persons - firms;
  if (spare >= 0) sum_apportion(llround(spare), needed, parts, groups);
  for (size_t g = 0; g < groups && spare >= 0; g++) {
    struct industry_facts *facts = facts_of(scenario, (uint32_t)(g / segments),
                                            (uint32_t)(g % segments));
    facts->staff = facts->firms + (double)parts[g];
  }
  free(needed);
  free(parts);
  if (spare >= 0) return STATUS_OK;
  return error_set(error, STATUS_SCENARIO,
                   "nation: %.0f persons in %.0f firms: give at least one person a firm",
                   scenario->nation.persons, firms);
}

static void fill_town(struct scenario *scenario, uint32_t k, double firms_mean) {
  const uint32_t town = scenario->named_towns + k, park = scenario->first_park[town];
  struct town_facts *facts = &scenario->towns[town];
  double firms = 0;
  for (uint32_t s = 0; s < scenario->segments_count; s++) firms += facts_of(scenario, k, s)->firms;
  *facts = scenario->nation_town;
  facts->x = (drawn(scenario, k, NATION_X) - 0.5) * scenario->nation.extent;
  facts->y = (drawn(scenario, k, NATION_Y) - 0.5) * scenario->nation.extent;
  const double size = firms_mean > 0 ? fmax(firms / firms_mean, LAND_LEAST) : 1;
  facts->land *= size;
  facts->floor *= size;
  scenario->parks[park] = (struct park_facts){.x = facts->x,
                                              .y = facts->y,
                                              .floor = facts->floor,
                                              .land = facts->land,
                                              .plot_ratio = facts->plot_ratio,
                                              .admits = facts->admits};
  scenario->adopts[town] = drawn(scenario, k, NATION_ADOPTS) < scenario->nation.adopters;
  snprintf(scenario->town_names[town], SCENARIO_NAME, "town_%u", k + 1);
}

enum status nation_fill(struct scenario *scenario, struct error *error) {
  const uint32_t towns = (uint32_t)scenario->nation.towns;
  const struct scale scale = scale_of(scenario);
  if (towns == 0) return STATUS_OK;
  struct scratch scratch = {calloc(towns, sizeof(double)), calloc(towns, sizeof(double)),
                            calloc(towns, sizeof(int64_t))};
  enum status status = STATUS_OK;
  double firms = 0;
  if (!scratch.weights || !scratch.sales || !scratch.parts) {
    status = error_memory(error, "the nation's towns", towns * 3 * sizeof(double));
  }
  for (uint32_t s = 0; s < scenario->segments_count && status == STATUS_OK; s++) {
    status = fill_segment(scenario, s, scale, &scratch, error);
    firms += round(scenario->nation_industry[s].firms * scale.firms);
  }
  free(scratch.weights);
  free(scratch.sales);
  free(scratch.parts);
  TRY(status);
  for (uint32_t k = 0; k < towns; k++) fill_town(scenario, k, firms / towns);
  return fill_staff(scenario, error);
}
