/* Facts that look like a slip: firms, workers and floor out of all proportion, a market without
 * rivals, a target beyond its market. The bounds are wide: what is known of the industry lies well
 * within. */
#include "complain.h"

#include "bellwether/base/text.h"

#include <math.h>
#include <stdio.h>

#define FIRM_SALES_LEAST     0.1   /* M CNY a year and firm: the national median is 4 */
#define FIRM_SALES_MOST      10000 /* the listed ones make 1,800 to 3,600, the largest 30,000 */
#define WORKER_SALES_LEAST   0.05  /* M CNY a year and worker: .2 realised, .9 to 1.0 planned */
#define WORKER_SALES_MOST    10
#define STAFF_FLOOR_LEAST    5 /* m2 a person: a technician's work needs 35 */
#define STAFF_FLOOR_MOST     5000
#define SCENARIO_TOWNS_ASKED 256 /* among which a misspelt one is looked for */
#define GROWTH_MOST          100 /* of a market until a target's date: more is no use in a warning */

static const struct industry_facts *facts_of(const struct scenario *scenario, uint32_t park,
                                             uint32_t s) {
  return &scenario->industry[park * scenario->segments_count + s];
}

/* Where a file says a fact of what a park makes: "towns.x.industry.s.sales", or in a park of its
 * own "towns.x.parks.p.industry.s.sales". */
static void path_of(const struct scenario *scenario, uint32_t town, uint32_t park, uint32_t s,
                    const char *fact, char *path, size_t bytes) {
  const char *name = scenario->park_names[park];
  snprintf(path, bytes, "towns.%s%s%s.industry.%s.%s", scenario->town_names[town],
           name[0] ? ".parks." : "", name, scenario->segment_names[s], fact);
}

static void doubt_industry(struct scenario *scenario, uint32_t town, uint32_t park, uint32_t s) {
  const struct industry_facts *facts = facts_of(scenario, park, s);
  char path[5 * SCENARIO_NAME];
  if (facts->firms < 1) return;
  path_of(scenario, town, park, s, "sales", path, sizeof path);
  const double firm = facts->sales / facts->firms;
  if (firm < FIRM_SALES_LEAST || firm > FIRM_SALES_MOST) {
    char sales[SCENARIO_MONEY], each[SCENARIO_MONEY];
    scenario_warn(scenario, path,
                  "%g firms with %s a year are %s a firm (median of the nation: 4 M CNY; listed "
                  "makers: 1.8 bn CNY): look at the unit of sales, 万元 or 亿元",
                  facts->firms, scenario_money(facts->sales, sales), scenario_money(firm, each));
  }
  if (facts->staff < 1) return;
  path_of(scenario, town, park, s, "staff", path, sizeof path);
  const double worker = facts->sales / facts->staff;
  if (worker < WORKER_SALES_LEAST || worker > WORKER_SALES_MOST) {
    char sales[SCENARIO_MONEY], each[SCENARIO_MONEY];
    scenario_warn(scenario, path,
                  "%s a year by %.0f persons are %s a person (realised 0.2 M CNY, planned 0.9 to "
                  "1.0): look at sales and staff",
                  scenario_money(facts->sales, sales), facts->staff, scenario_money(worker, each));
  }
}

/* Floor beside the staff that sales need. */
static void doubt_floor(struct scenario *scenario, uint32_t town, uint32_t park) {
  const double floor = scenario->parks[park].floor;
  double staff = 0;
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    const struct industry_facts *facts = facts_of(scenario, park, s);
    const double usual = facts->sales / scenario->segments[s].revenue_per_worker;
    staff += facts->staff > 0 ? facts->staff : usual;
  }
  if (floor <= 0 || staff < 1) return;
  const double each = floor / staff;
  if (each >= STAFF_FLOOR_LEAST && each <= STAFF_FLOOR_MOST) return;
  char path[4 * SCENARIO_NAME];
  const char *name = scenario->park_names[park];
  snprintf(path, sizeof path, "towns.%s%s%s.floor", scenario->town_names[town],
           name[0] ? ".parks." : "", name);
  scenario_warn(
      scenario, path,
      "%.0f m2 for some %.0f persons are %.3g m2 a person (a technician's work needs 35): "
      "look at floor and sales, or leave floor away",
      floor, staff, each);
}

/* Sales of all towns in a segment, and how many towns have some. */
static double sales_of(const struct scenario *scenario, uint32_t s, uint32_t *sellers) {
  double sum = 0;
  *sellers = 0;
  for (uint32_t town = 0; town < scenario->towns_count; town++) {
    double here = 0;
    for (uint32_t p = scenario->first_park[town]; p < scenario->first_park[town + 1]; p++) {
      here += facts_of(scenario, p, s)->sales;
    }
    sum += here;
    *sellers += here > 0;
  }
  return sum;
}

/* A market that one town alone has is its own, whatever it does. */
static void doubt_market(struct scenario *scenario, uint32_t s) {
  const struct segment *segment = &scenario->segments[s];
  uint32_t sellers = 0;
  const double sales = sales_of(scenario, s, &sellers);
  if (!tables_in_chain(segment) || sellers != 1 || segment->demand > 0) return;
  char path[2 * SCENARIO_NAME];
  snprintf(path, sizeof path, "segments.%s", scenario->segment_names[s]);
  char market[SCENARIO_MONEY];
  scenario_warn(scenario, path,
                "one town alone sells %s, so that its market is %s a year, made of its own sales: "
                "name rivals, or say 'demand'",
                scenario->segment_names[s],
                scenario_money(sales / (1 - segment->rest_share), market));
}

/* Demand of the chain in the month of `date`, M CNY a year, shocks and chance aside (M8). */
static double market_at(const struct scenario *scenario, int32_t date) {
  const double before = fmin(date, fmax(scenario->growth_break, scenario->start)) - scenario->start;
  const double after = date - scenario->start - before;
  double sum = 0;
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    const struct segment *segment = &scenario->segments[s];
    uint32_t sellers = 0;
    const double own = sales_of(scenario, s, &sellers) / (1 - segment->rest_share);
    if (!tables_in_chain(segment)) continue;
    const double growth = log1p(segment->growth) * before / 12 +
                          log1p(segment->growth_later) * after / 12;
    sum += (segment->demand > 0 ? segment->demand : own) * fmin(exp(growth), GROWTH_MOST);
  }
  return sum;
}

static void doubt_target(struct scenario *scenario, const struct target *target) {
  if (target->indicator != INDICATOR_device_sales || isinf(target->at_least)) return;
  const double market = market_at(scenario, target->by);
  if (target->at_least <= market) return;
  char path[2 * SCENARIO_NAME];
  snprintf(path, sizeof path, "targets.%s.at_least", target->name);
  char wanted[SCENARIO_MONEY], all[SCENARIO_MONEY];
  scenario_warn(scenario, path,
                "%s are more than the whole contested market then, some %s: no run can reach the "
                "target; add rivals, say 'demand' of the segments, or aim lower",
                scenario_money(target->at_least, wanted), scenario_money(market, all));
}

/* A town without a firm, of which no file says where it lies, is most likely another one, misspelt.
 */
static void doubt_town(struct scenario *scenario, uint32_t town) {
  const char *others[SCENARIO_TOWNS_ASKED];
  const struct tree *said = tree_get(tree_get(scenario->tree, "towns"), scenario->town_names[town]);
  size_t count = 0;
  if (!said || tree_get(said, "x") || tree_get(said, "y")) return;
  for (uint32_t p = scenario->first_park[town]; p < scenario->first_park[town + 1]; p++) {
    for (uint32_t s = 0; s < scenario->segments_count; s++) {
      if (facts_of(scenario, p, s)->firms > 0) return;
    }
  }
  for (uint32_t t = 0; t < scenario->named_towns && count < SCENARIO_TOWNS_ASKED; t++) {
    if (t != town) others[count++] = scenario->town_names[t];
  }
  char path[2 * SCENARIO_NAME];
  snprintf(path, sizeof path, "towns.%s", scenario->town_names[town]);
  const char *nearest = text_nearest(scenario->town_names[town], others, count);
  scenario_warn(scenario, path,
                "the town '%s' has not one firm%s%s%s; give it industry, as in "
                "'industry: {consumables: {firms: 3, sales: 60 M CNY}}', or take it away",
                scenario->town_names[town], nearest ? ": did you mean '" : "",
                nearest ? nearest : "", nearest ? "'?" : "");
}

void scenario_doubt_facts(struct scenario *scenario) {
  for (uint32_t town = 0; town < scenario->named_towns; town++) {
    doubt_town(scenario, town);
    for (uint32_t p = scenario->first_park[town]; p < scenario->first_park[town + 1]; p++) {
      for (uint32_t s = 0; s < scenario->segments_count; s++) {
        doubt_industry(scenario, town, p, s);
      }
      doubt_floor(scenario, town, p);
    }
  }
  for (uint32_t s = 0; s < scenario->segments_count; s++) doubt_market(scenario, s);
  for (uint32_t t = 0; t < scenario->targets_count; t++) {
    doubt_target(scenario, &scenario->targets[t]);
  }
}
