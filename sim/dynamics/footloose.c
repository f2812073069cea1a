#include "bellwether/base/batch.h"
#include "entrant.h"

#include <math.h>

#define PARKS_TOGETHER 256u /* that a footloose firm weighs together */
#define PARKS_FIRST    32u  /* weighed before the others, for a choice to be held against */
#define BELOW          (1 - 0x1p-40) /* more than rounding takes */
#define PARKS_RACED    8192u         /* with more, a nest is chosen before a park */
#define NEST_ID        (1ull << 62)  /* marks draws of nests: no footloose firm has this bit */
#define PARKS_PARALLEL 5000 /* weighings at most, from which threads gain more than they cost */

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

/* Where firms of one kind may go: parks in order, and e^-U of every park, Gumbel aside, which is
 * infinite for the others. */
struct destinations {
  uint32_t *parks, count;
  double *inverse;
};
enum { FOLLOWERS, PIONEERS, GOALS };

/* For firms of segment s: the herd's followers, who go where some of it is, and pioneers, who do
 * not look at it. */
static void weigh_parks(const struct economy *economy, uint32_t s, const double *herd,
                        struct destinations *goals) {
  struct destinations *followers = &goals[FOLLOWERS], *pioneers = &goals[PIONEERS];
  followers->count = pioneers->count = 0;
  for (uint32_t park = 0; park < economy->parks.count; park++) {
    const double value = batch_exp(-economy->attraction[park * economy->segments_count + s]);
    const bool open = economy->parks.floor_most[park] > 0 && economy_admits(economy, park, s);
    const bool herded = herd[park] > 0; /* where it was let in */
    pioneers->inverse[park] = open ? value : INFINITY;
    followers->inverse[park] = herded ? value * pow(herd[park], -economy->params->herd_exponent)
                                      : INFINITY;
    if (open) pioneers->parks[pioneers->count++] = park;
    if (herded) followers->parks[followers->count++] = park;
  }
}

/* A uniform number u for each of so many parks; with a Gumbel a park, the least -ln u e^-U of all
 * is the choice. Flags where it may be below `least`: -ln u is no less than 1 - u. */
BATCH_CLONES static void race(struct draw_key key, uint64_t id, const uint32_t *restrict parks,
                              uint32_t count, const double *restrict inverse, double least,
                              double *restrict u, uint8_t *restrict hopeful) {
  for (uint32_t k = 0; k < count; k++) {
    const struct draw_words words = draw_words(key, DRAW_LOCATION, id, 0, parks[k]);
    /* draw_unit, by conversions that processors have for vectors */
    const double bits = words.v[0] * 0x1p21 + (words.v[1] >> 11);
    u[k] = (bits + 0.5) * 0x1p-53;
  }
  for (uint32_t k = 0; k < count; k++) {
    hopeful[k] = (1 - u[k]) * BELOW * inverse[parks[k]] < least;
  }
}

/* Where a footloose firm would go so far, and how that compares (-ln u e^-U). */
struct choice {
  double time;
  uint32_t park;
};
static const struct choice nowhere = {INFINITY, NOBODY};

/* The better of a choice and the best of so many parks: a change in one town moves firms to or from
 * that town alone. */
static struct choice choose(const struct economy *economy, uint64_t id, const uint32_t *parks,
                            uint32_t count, const double *inverse, struct choice choice) {
  double u[PARKS_TOGETHER];
  uint8_t hopeful[PARKS_TOGETHER];
  uint32_t which[PARKS_TOGETHER];
  uint32_t here = batch_length(count, 0, PARKS_FIRST);
  for (uint32_t first = 0; first < count;
       first += here, here = batch_length(count, first, PARKS_TOGETHER)) {
    race(economy->key, id, parks + first, here, inverse, choice.time, u, hopeful);
    const uint32_t found = batch_select(hopeful, here, first, which);
    for (uint32_t n = 0; n < found; n++) {
      const uint32_t park = parks[which[n]];
      const double time = -batch_log(u[which[n] - first]) * inverse[park];
      if (time < choice.time) choice = (struct choice){time, park};
    }
  }
  return choice;
}

static bool is_pioneer(const struct economy *economy, uint64_t id) {
  const struct draw_words words = draw_words(economy->key, DRAW_FOOTLOOSE, id, 0, 1);
  return draw_unit32(words.v[3]) < economy->params->pioneer_share;
}

/* A firm comes to the park that it has chosen, where the herd grows. */
static void arrive(struct economy *economy, uint64_t id, uint32_t park, uint32_t s, double *herd,
                   struct destinations *followers) {
  const struct params *params = economy->params;
  const struct draw_words words = draw_words(economy->key, DRAW_FOOTLOOSE, id, 0, 1);
  const double sales = draw_lognormal(draw_unit32(words.v[2]), params->footloose_sales,
                                      params->footloose_sigma);
  const double value = batch_exp(-economy->attraction[park * economy->segments_count + s]);
  followers->inverse[park] = value * pow(++herd[park], -params->herd_exponent);
  entrant_enter_whole(economy,
                      (struct entrant){.id = id, .park = park, .segment = s, .sales = sales});
}

/* Where a firm would go before others have chosen, and how that compares. */
static void choose_first(const struct economy *economy, uint64_t id,
                         const struct destinations *goals, double *time, uint32_t *park) {
  const struct destinations *goal = &goals[is_pioneer(economy, id) ? PIONEERS : FOLLOWERS];
  const struct choice choice = choose(economy, id, goal->parks, goal->count, goal->inverse,
                                      nowhere);
  *time = choice.time;
  *park = choice.park;
}

/* Each firm weighs every park where it may go. A herd that has grown is never less attractive, so
 * that a follower looks again only at the parks that others have chosen before it this month. */
static void settle_by_park(struct economy *economy, uint32_t s, uint32_t count, uint64_t slot,
                           double *herd, struct destinations *goals) {
  struct destinations *followers = &goals[FOLLOWERS];
  double *time = economy->firm_scratch[0];
  uint32_t *parks = economy->labour.by_employer; /* what each would choose; then what they chose */
  const bool many = (uint64_t)count * economy->parks.count > PARKS_PARALLEL;
  PARALLEL_EACH(many ? economy->threads : 1, k, count,
                choose_first(economy, slot + k + 1, goals, &time[k], &parks[k]));
  uint32_t settled = 0;
  for (uint32_t k = 0; k < count; k++) {
    const uint64_t id = slot + k + 1;
    struct choice choice = {time[k], parks[k]};
    if (!is_pioneer(economy, id)) {
      choice = choose(economy, id, parks, settled, followers->inverse, choice);
    }
    if (choice.park == NOBODY) continue;
    parks[settled++] = choice.park;
    arrive(economy, id, choice.park, s, herd, followers);
  }
}

/* Parks in order, PARKS_TOGETHER at a time, and what a nest of them offers together: e^-U of its
 * best is that of one park with the sum of their e^U. */
static double weigh_nest(const struct economy *economy, const double *inverse, uint32_t nest) {
  const uint32_t first = nest * PARKS_TOGETHER;
  const uint32_t here = batch_length(economy->parks.count, first, PARKS_TOGETHER);
  double sum = 0;
  for (uint32_t k = 0; k < here; k++) sum += 1 / inverse[first + k];
  return sum > 0 ? 1 / sum : INFINITY;
}

/* The same choices where there are too many parks to weigh each: first a nest, then a park of it,
 * with the same chances. */
static void settle_by_nest(struct economy *economy, uint32_t s, uint32_t count, uint64_t slot,
                           double *herd, struct destinations *goals) {
  const uint32_t parks = economy->parks.count;
  const uint32_t nests_count = (parks + PARKS_TOGETHER - 1) / PARKS_TOGETHER;
  double *nests[GOALS] = {economy->group_scratch[1], economy->group_scratch[1] + parks / 2};
  uint32_t *numbers = goals[PIONEERS].parks; /* of all parks: lists by kind are of no use here */
  for (uint32_t park = 0; park < parks; park++) numbers[park] = park;
  for (uint32_t nest = 0; nest < nests_count; nest++) {
    for (int f = 0; f < GOALS; f++) nests[f][nest] = weigh_nest(economy, goals[f].inverse, nest);
  }
  for (uint32_t k = 0; k < count; k++) {
    const uint64_t id = slot + k + 1;
    const int f = is_pioneer(economy, id) ? PIONEERS : FOLLOWERS;
    const uint32_t nest =
        choose(economy, NEST_ID | id, numbers, nests_count, nests[f], nowhere).park;
    if (nest == NOBODY) continue;
    const uint32_t first = nest * PARKS_TOGETHER;
    const uint32_t here = batch_length(parks, first, PARKS_TOGETHER);
    const uint32_t park =
        choose(economy, id, numbers + first, here, goals[f].inverse, nowhere).park;
    if (park == NOBODY) continue;
    arrive(economy, id, park, s, herd, &goals[FOLLOWERS]);
    nests[FOLLOWERS][nest] = weigh_nest(economy, goals[FOLLOWERS].inverse, nest);
  }
}

static enum status settle_segment(struct economy *economy, uint32_t s, uint32_t count,
                                  uint64_t slot, struct error *error) {
  const uint32_t parks = economy->parks.count;
  TRY(economy_reserve(economy, count, 0, error));
  double *herd = economy->group_scratch[0];
  struct destinations goals[GOALS] = {
      {.parks = economy->group_counts, .inverse = economy->park_scratch},
      {.parks = economy->group_counts + parks, .inverse = economy->park_scratch + parks}};
  count_herd(economy, s, herd);
  weigh_parks(economy, s, herd, goals);
  if (parks <= PARKS_RACED) settle_by_park(economy, s, count, slot, herd, goals);
  else settle_by_nest(economy, s, count, slot, herd, goals);
  return STATUS_OK;
}

enum status footloose_settle(struct economy *economy, struct error *error) {
  double weights = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) weights += economy->segments[s].footloose;
  for (uint32_t s = 0; s < economy->segments_count && weights > 0; s++) {
    const uint64_t slot = economy_id(0, economy->month, CHANNEL_FOOTLOOSE, s << 16);
    const double mean = economy->params->footloose_rate / 12 * economy->towns.count *
                        economy->segments[s].footloose / weights * economy->markets[s].prospects;
    const uint32_t count = draw_poisson(
        draw_uniform(economy->key, DRAW_FOOTLOOSE, slot, economy->month, 0), mean);
    if (count) TRY(settle_segment(economy, s, count, slot, error));
  }
  return STATUS_OK;
}
