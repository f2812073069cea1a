#include "bellwether/base/batch.h"
#include "entrant.h"

#include <math.h>

#define PARKS_TOGETHER 256u         /* that a footloose firm weighs together */
#define PARKS_RACED    8192u        /* with more, a nest is chosen before a park */
#define NEST_ID        (1ull << 62) /* marks draws of nests: no footloose firm has this bit */
#define PARKS_PARALLEL 5000         /* weighings from which threads gain more than they cost */

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
    entrant_enter_whole(
        economy,
        (struct entrant){.id = id,
                         .park = park,
                         .segment = s,
                         .sales = draw_lognormal(draw_unit32(words.v[2]), params->footloose_sales,
                                                 params->footloose_sigma)});
  }
  return STATUS_OK;
}

enum status footloose_settle(struct economy *economy, struct error *error) {
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
