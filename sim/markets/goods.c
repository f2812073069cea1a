#include "bellwether/markets/goods.h"

#include "bellwether/agents/production.h"
#include "bellwether/base/batch.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define PRICE_MOST    0.2 /* of log price against the segment's */
#define LOCAL_MOST    0.9 /* of the share of inputs bought in town */
#define HALF_YEAR     6.5 /* months from the middle of the facts' year to the first month's */
#define PRESSURE_MOST 2.0 /* of orders over capacity, as prices feel it */

static bool needs_certificate(const struct economy *economy, uint32_t s) {
  return (int)economy->segments[s].class > 0;
}

void goods_demand(struct economy *economy) {
  const struct params *params = economy->params;
  /* The facts are a year's mean: its middle is half a year before the start. */
  const double months = economy->month + HALF_YEAR;
  const double before = batch_min(months, batch_max(economy->growth_break + HALF_YEAR, 0));
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const struct segment *segment = &economy->segments[s];
    struct market *market = &economy->markets[s];
    if (!economy->burning_in) {
      const double u = draw_uniform(economy->key, DRAW_SEGMENT_DEMAND, s, economy->month, 0);
      const double keep = params->demand_persistence;
      market->deviation = keep * market->deviation +
                          draw_normal(u, 0, segment->volatility * sqrt(1 - keep * keep));
    }
    market->demand = market->start_demand *
                     exp(log1p(segment->growth) * before / 12 +
                         log1p(segment->growth_later) * (months - before) / 12 +
                         market->deviation) *
                     market->demand_shock * pow(market->price, 1 - params->volume_response);
  }
}

static double competitiveness(const struct economy *economy, uint32_t i) {
  const struct params *params = economy->params;
  const struct firms *firms = &economy->firms;
  return params->competitiveness_productivity * firms_productivity(firms, i) +
         params->competitiveness_quality * firms->quality[i] +
         params->competitiveness_brand * economy->towns.brand[firms->town[i]] -
         params->competitiveness_price * firms->log_price[i];
}

/* The yearly tender's shock, in the one month of the year that is the firm's. */
static double tender_shock(const struct economy *economy, uint32_t i) {
  const struct params *params = economy->params;
  const uint64_t id = economy->firms.id[i];
  const int32_t phase = (economy->month + DRAW_MONTH_SHIFT) % 12;
  if ((int32_t)((id * 0x9E3779B97F4A7C15u >> 32) % 12) != phase || params->share_shock <= 0)
    return 0;
  if (params->share_shock_shape > 1 || params->share_shock_shape < 1) {
    struct draw_stream stream;
    gsl_rng *rng = draw_stream_open(&stream, economy->key, DRAW_MARKET_SHARE, id, economy->month);
    return gsl_ran_exppow(rng, params->share_shock, params->share_shock_shape);
  }
  return draw_laplace(draw_uniform(economy->key, DRAW_MARKET_SHARE, id, economy->month, 0),
                      params->share_shock);
}

/* ln E[e^eps] of the tender's shock: by how much shocks alone make the average share grow. */
static double shock_growth(const struct params *params) {
  const double a = params->share_shock, b = params->share_shock_shape;
  double sum = 1, power = 1, factorial = 1;
  for (int k = 1; k <= 20; k++) {
    power *= a * a;
    factorial *= (2.0 * k - 1) * (2.0 * k);
    sum += power / factorial * gsl_sf_gamma((2.0 * k + 1) / b) / gsl_sf_gamma(1 / b);
  }
  return log(sum);
}

/* Competitiveness of a part's firms; its sums: [0] weighted by share, [1] of shares. */
static void weigh_part(struct economy *economy, uint32_t p, double *c) {
  const struct roster *roster = &economy->roster;
  const struct firms *firms = &economy->firms;
  double sum = 0, weights = 0;
  for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
    const uint32_t i = roster->rows[at];
    c[i] = competitiveness(economy, i);
    sum += firms->market_share[i] * c[i];
    weights += firms->market_share[i];
  }
  economy->part_sums[0][p] = sum;
  economy->part_sums[1][p] = weights;
}

/* Share-weighted mean competitiveness of each segment, into group_scratch[0]. */
static void mean_competitiveness(struct economy *economy, double *c) {
  const struct roster *roster = &economy->roster;
  PARALLEL_EACH(economy_threads_firms(economy), p, roster->parts_count, weigh_part(economy, p, c));
  double *means = economy->group_scratch[0], *weights = economy->group_scratch[1];
  for (uint32_t s = 0; s < economy->segments_count; s++) means[s] = weights[s] = 0;
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    const uint32_t s = roster->parts[p].group % economy->segments_count;
    means[s] += economy->part_sums[0][p];
    weights[s] += economy->part_sums[1][p];
  }
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    struct market *market = &economy->markets[s];
    const double simulated = weights[s] > 0 ? means[s] / weights[s] : 0;
    if (!market->rest_known) {
      market->rest_competitiveness = simulated;
      market->rest_known = true;
    }
    means[s] = (means[s] + market->rest_share * market->rest_competitiveness) /
               (weights[s] + market->rest_share);
  }
}

/* New shares of a part's firms before normalisation; its sums: [0] all, [1] of rivals before, [2]
 * of rivals after, shocks aside. */
static void contest_part(struct economy *economy, uint32_t p, const double *c) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const double opening = 1 / params->opening_months;
  const struct part part = economy->roster.parts[p];
  const uint32_t s = part.group % economy->segments_count;
  const bool rival =
      !economy->towns.focal[economy->parks.town[part.group / economy->segments_count]];
  const struct market *market = &economy->markets[s];
  const double mean = economy->group_scratch[0][s];
  double sum = 0, before = 0, after = 0;
  for (uint32_t at = part.first; at < part.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double old = firms->market_share[i];
    const double unmet = firms->orders[i] > 0 ? firms->unmet[i] / firms->orders[i] : 0;
    const double steady = old * batch_exp(params->share_response * (c[i] - mean) -
                                          params->share_loss * unmet);
    const double opened = opening * firms->share_due[i];
    firms->share_due[i] -= opened;
    double share = steady * batch_exp(tender_shock(economy, i)) + opened;
    if (needs_certificate(economy, s)) {
      share = batch_min(share, firms->certificates[i] * market->certificate_share);
    }
    firms->market_share[i] = share;
    sum += share;
    before += rival ? old : 0;
    after += rival ? steady + opened : 0;
  }
  economy->part_sums[0][p] = sum;
  economy->part_sums[1][p] = before;
  economy->part_sums[2][p] = after;
}

/* Multiplies the shares of a part's firms by their segment's factor. */
static void scale_part(struct economy *economy, uint32_t p) {
  const struct roster *roster = &economy->roster;
  const uint32_t s = roster->parts[p].group % economy->segments_count;
  const double factor = economy->group_scratch[0][s];
  for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
    economy->firms.market_share[roster->rows[at]] *= factor;
  }
}

void goods_shares(struct economy *economy) {
  if (economy->burning_in) return;
  const struct params *params = economy->params;
  const struct roster *roster = &economy->roster;
  const uint32_t segments = economy->segments_count;
  const double shocks = shock_growth(params) / 12;
  double *c = economy->firm_scratch[0];
  mean_competitiveness(economy, c);
  PARALLEL_EACH(economy_threads_firms(economy), p, roster->parts_count,
                contest_part(economy, p, c));
  for (uint32_t s = 0; s < segments; s++) {
    struct market *market = &economy->markets[s];
    double sum = 0, before = market->left, after = 0;
    for (uint32_t p = 0; p < roster->parts_count; p++) {
      if (roster->parts[p].group % segments != s) continue;
      sum += economy->part_sums[0][p];
      before += economy->part_sums[1][p];
      after += economy->part_sums[2][p];
    }
    market->rivals_drift = before > 0 && after > 0 ? log(after / before) : 0;
    market->left = 0;
    const double follows = before > 0 ? params->rest_follows : 0;
    const double own = params->share_response *
                       (market->rest_competitiveness - economy->group_scratch[0][s]);
    market->rest_share *= exp(follows * (market->rivals_drift + shocks) + (1 - follows) * own);
    const double total = sum + market->rest_share;
    economy->group_scratch[0][s] = total > 0 ? 1 / total : 0;
    market->rest_share *= economy->group_scratch[0][s];
  }
  PARALLEL_EACH(economy_threads_firms(economy), p, roster->parts_count, scale_part(economy, p));
}

void goods_chain(struct economy *economy, uint32_t town) {
  double missing = 0, links = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (!tables_in_chain(&economy->segments[s])) continue;
    missing += economy_link_missing(economy, town, s);
    links++;
  }
  const double gap = links > 0 ? missing / links : 1;
  economy->towns.chain_gap[town] = gap;
  economy->towns.local_share[town] = batch_min(economy->params->local_share +
                                                   economy->params->local_completeness * (1 - gap) +
                                                   economy->towns.instruments[town].procurement,
                                               LOCAL_MOST);
}

/* Orders of suppliers in town: what device firms bought last month, by the suppliers' capacity. */
static void order_locally(struct economy *economy, uint32_t town) {
  struct firms *firms = &economy->firms;
  const struct roster *roster = &economy->roster;
  const struct span here = economy_town_firms(economy, town);
  double bought = 0, capacity = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = roster->rows[at];
    const struct segment *segment = &economy->segments[firms->segment[i]];
    const bool device = (int)segment->role == ROLE_DEVICE;
    const double volume = firms->sales[i] / economy->markets[firms->segment[i]].price;
    economy->supplies[i] = device ? segment->materials * segment->suppliable * volume : 0;
    bought += economy->supplies[i];
    capacity += (int)segment->role == ROLE_SUPPLIER ? firms->capacity[i] : 0;
  }
  const double local = bought * economy->towns.local_share[town];
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = roster->rows[at];
    const bool supplier = (int)economy->segments[firms->segment[i]].role == ROLE_SUPPLIER;
    firms->local_orders[i] = supplier && capacity > 0 ? local * firms->capacity[i] / capacity : 0;
  }
}

/* Orders and first sales of a part's firms; its sums: [0] unmet, [1] capacity to spare. */
static void sell_part(struct economy *economy, uint32_t p) {
  struct firms *firms = &economy->firms;
  const struct part part = economy->roster.parts[p];
  const uint32_t s = part.group % economy->segments_count;
  const double demand = economy->markets[s].demand;
  double unmet = 0, spare = 0;
  for (uint32_t at = part.first; at < part.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    firms->orders[i] = firms->market_share[i] * demand + firms->local_orders[i];
    firms->sales[i] = batch_min(firms->orders[i], firms->capacity[i]);
    firms->local_sales[i] = batch_min(firms->local_orders[i], firms->capacity[i]);
    firms->unmet[i] = firms->orders[i] - firms->sales[i];
    unmet += firms->unmet[i];
    const bool may_sell = !needs_certificate(economy, s) || firms->certificates[i] > 0;
    spare += may_sell ? firms->capacity[i] - firms->sales[i] : 0;
  }
  economy->part_sums[0][p] = unmet;
  economy->part_sums[1][p] = spare;
}

/* Fills a firm's spare capacity with others' unmet orders, then moves expectations and price. */
static void close_month(struct economy *economy, uint32_t i, double filled) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const uint32_t s = firms->segment[i];
  const double orders = firms->orders[i], capacity = firms->capacity[i];
  if (!needs_certificate(economy, s) || firms->certificates[i] > 0) {
    firms->sales[i] += filled * (capacity - firms->sales[i]);
  }
  firms->expected_orders[i] += (orders - firms->expected_orders[i]) / params->order_memory;
  const bool sells = !needs_certificate(economy, s) || firms->certificates[i] > 0;
  const double pressure = !sells         ? 0
                          : capacity > 0 ? batch_min(orders / capacity - 1, PRESSURE_MOST)
                          : orders > 0   ? PRESSURE_MOST
                                         : 0;
  const double price = firms->log_price[i] * (1 - params->price_reversion) +
                       params->price_response * pressure;
  firms->log_price[i] = batch_min(batch_max(price, -PRICE_MOST), PRICE_MOST);
  const int32_t slot = (economy->start + economy->month) % 12;
  firms->sales_year[i].v[slot] = (float)firms->sales[i];
}

/* Closes the month of a part's firms. The rest of industry has capacity too: it takes its share of
 * what others cannot fill. */
static void close_part(struct economy *economy, uint32_t p, const double *unmet,
                       const double *spare) {
  const struct part part = economy->roster.parts[p];
  const uint32_t s = part.group % economy->segments_count;
  const double offered = unmet[s] * (1 - economy->markets[s].rest_share);
  const double filled = spare[s] > 0 ? batch_min(offered / spare[s], 1) : 0;
  for (uint32_t at = part.first; at < part.end; at++) {
    close_month(economy, economy->roster.rows[at], filled);
  }
}

static void find_capacities(struct economy *economy, const uint32_t *rows, uint32_t count) {
  double capacity[ECONOMY_TOGETHER];
  production_capacities(economy, rows, count, capacity);
  for (uint32_t k = 0; k < count; k++) economy->firms.capacity[rows[k]] = capacity[k];
}

void goods_sell(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  const int threads = economy_threads_firms(economy);
  PARALLEL_BATCHES(threads, first, here, roster->count, ECONOMY_TOGETHER,
                   find_capacities(economy, roster->rows + first, here));
  PARALLEL_EACH(threads, town, economy->towns.count, goods_chain(economy, town));
  PARALLEL_EACH(threads, town, economy->towns.count, order_locally(economy, town));
  PARALLEL_EACH(threads, p, roster->parts_count, sell_part(economy, p));
  double *unmet = economy->group_scratch[0], *spare = economy->group_scratch[1];
  for (uint32_t s = 0; s < economy->segments_count; s++) unmet[s] = spare[s] = 0;
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    const uint32_t s = roster->parts[p].group % economy->segments_count;
    unmet[s] += economy->part_sums[0][p];
    spare[s] += economy->part_sums[1][p];
  }
  PARALLEL_EACH(threads, p, roster->parts_count, close_part(economy, p, unmet, spare));
}
