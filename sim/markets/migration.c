#include "bellwether/markets/migration.h"

#include "bellwether/base/batch.h"

#include <math.h>

#define DISTANCE_UNIT     100.0  /* km; nearer than this counts as this */
#define ELSEWHERE_KM      300.0  /* how far elsewhere is for a person at home in a simulated town */
#define ELSEWHERE_HOUSING 9000.0 /* CNY/m2 */
#define TIGHTNESS_MOST    2.0    /* of log openings per idle person */
#define ARRIVALS_MOST     20.0   /* times the usual */
#define ARRIVALS_BITS     18     /* of an id: those who come by one channel in a month */
#define ARRIVALS_A_MONTH  2e5    /* what these bits have room for */
#define OPTIONS_MOST      258    /* towns that a person looks at: comparison_towns, its own, home */

/* What does not change within the month, by skill. */
struct rates {
  double migration[SKILL_COUNT], elsewhere[SKILL_COUNT];
};

static struct rates rates_of_month(const struct economy *economy) {
  const struct params *params = economy->params;
  struct rates rates = {.migration = {params->migration_technician, params->migration_graduate,
                                      params->migration_high_end}};
  for (int z = 0; z < SKILL_COUNT; z++) {
    rates.elsewhere[z] = params->taste_wage * log(economy_base_wage(economy, (enum skill)z)) -
                         params->taste_housing * log(ELSEWHERE_HOUSING) + economy->shocks.elsewhere;
  }
  return rates;
}

/* Utility of a town for a skill, home and distance aside. */
static double town_utility(const struct economy *economy, uint32_t town, uint32_t z) {
  const struct params *params = economy->params;
  const struct towns *towns = &economy->towns;
  const double tightness = batch_log((towns->openings[town].v[z] + 1.0) /
                                     (towns->idle[town].v[z] + 1.0));
  const struct instruments *instruments = &towns->instruments[town];
  return params->taste_wage * batch_log((double)towns->going_wage[town].v[z]) +
         params->taste_amenity * towns_amenity(towns, town, params->amenity_unit) +
         params->taste_service * (towns->service[town] + instruments->service) +
         (double)instruments->appeal.v[z] -
         params->taste_housing * batch_log(towns->housing[town]) +
         params->taste_tightness * fmin(fmax(tightness, -TIGHTNESS_MOST), TIGHTNESS_MOST);
}

/* What a native adds for its home. */
static double home_worth(const struct economy *economy, uint32_t town) {
  return economy->params->taste_home + economy->towns.instruments[town].homesickness;
}

/* What an employee adds for where it is. */
static double roots(const struct economy *economy, uint32_t i) {
  if (economy->persons.employer[i] == NOBODY) return 0;
  return economy->params->taste_root * ((economy->month - economy->persons.hired[i]) / 12.0);
}

/* What elsewhere is worth. It is home to those who have none in a simulated town. */
static double elsewhere_worth(const struct economy *economy, const struct rates *rates, uint32_t i,
                              uint32_t word) {
  const struct params *params = economy->params;
  if (economy->sealed) return -INFINITY;
  const double far = params->taste_distance * params->taste_wage *
                     log(ELSEWHERE_KM / DISTANCE_UNIT);
  return rates->elsewhere[economy->persons.skill[i]] - batch_log(-batch_log(draw_unit32(word))) +
         (economy->persons.home[i] == NOBODY ? params->taste_home : -far);
}

/* The towns that a comparer looks at, and what each is worth to it. */
struct options {
  uint32_t count, towns[OPTIONS_MOST], words[OPTIONS_MOST];
  double squares[OPTIONS_MOST], worth[OPTIONS_MOST];
  uint32_t pairs[4][OPTIONS_MOST / 2]; /* which town, and its word: of the even ones, of the odd */
};

static void add_option(struct options *options, uint32_t town, uint32_t word) {
  options->towns[options->count] = town;
  options->words[options->count++] = word;
}

/* All towns, each with a Gumbel of its own whatever the others; returns the word of elsewhere. */
static uint32_t look_at_all(const struct economy *economy, uint32_t i, struct options *options) {
  const uint64_t id = economy->persons.id[i];
  struct draw_words words = draw_words(economy->key, DRAW_MIGRATION, id, economy->month, 0);
  const uint32_t elsewhere = words.v[0];
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    if ((town + 1) % 4 == 0) {
      words = draw_words(economy->key, DRAW_MIGRATION, id, economy->month, (town + 1) / 4);
    }
    add_option(options, town, words.v[(town + 1) % 4]);
  }
  return elsewhere;
}

/* One's own town, then home, then others, each as likely as another; returns the word of elsewhere.
 */
static uint32_t look_at_some(const struct economy *economy, uint32_t i, struct options *options) {
  const struct persons *persons = &economy->persons;
  const uint32_t here = persons->town[i], home = persons->home[i];
  const uint64_t id = persons->id[i];
  const struct draw_words words = draw_words(economy->key, DRAW_MIGRATION, id, economy->month, 0);
  const uint32_t elsewhere = words.v[0], sample = (uint32_t)economy->params->comparison_towns;
  uint32_t *const pairs[4] = {options->pairs[0], options->pairs[1], options->pairs[2],
                              options->pairs[3]};
  add_option(options, here, words.v[1]);
  if (home != NOBODY && home != here) add_option(options, home, words.v[2]);
  draw_series(economy->key, DRAW_CONSIDERED, id, economy->month, (sample + 1) / 2, pairs);
  for (uint32_t k = 0; k < sample; k++) {
    const uint32_t where = pairs[k % 2 * 2][k / 2], word = pairs[k % 2 * 2 + 1][k / 2];
    const uint32_t town = (uint32_t)((uint64_t)where * economy->towns.count >> 32);
    if (town != here && town != home) add_option(options, town, word);
  }
  return elsewhere;
}

/* Squared distances from home in units of DISTANCE_UNIT; 0 for those who have none. */
static void measure(const struct economy *economy, uint32_t home, struct options *options) {
  const double *x = economy->towns.x, *y = economy->towns.y;
  const double unit = 1 / (DISTANCE_UNIT * DISTANCE_UNIT);
  for (uint32_t k = 0; k < options->count; k++) {
    const uint32_t town = options->towns[k], from = home == NOBODY ? town : home;
    const double east = x[town] - x[from], north = y[town] - y[from];
    options->squares[k] = (east * east + north * north) * unit;
  }
}

/* Gumbel numbers, less what the distance from home costs: weight times its logarithm. */
BATCH_CLONES static void weigh(const uint32_t *restrict words, const double *restrict squares,
                               double *restrict worth, double weight, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    const double far = squares[k] > 1 ? squares[k] : 1;
    worth[k] = -batch_log(-batch_log(draw_unit32(words[k]))) - weight / 2 * batch_log(far);
  }
}

/* The best of the towns it looks at and of elsewhere, as a plan. */
static uint32_t compare(const struct economy *economy, const struct rates *rates,
                        const double *utilities, uint32_t i, struct options *options) {
  const struct params *params = economy->params;
  const uint32_t here = economy->persons.town[i], home = economy->persons.home[i];
  const uint32_t z = economy->persons.skill[i], towns = economy->towns.count;
  const bool all = towns <= params->comparison_towns;
  options->count = 0;
  const uint32_t word = all ? look_at_all(economy, i, options) : look_at_some(economy, i, options);
  measure(economy, home, options);
  weigh(options->words, options->squares, options->worth,
        params->taste_distance * params->taste_wage, options->count);
  const double known = home != NOBODY && home != here ? 2 : 1;
  const double stands_for = all ? 0 : log((towns - known) / params->comparison_towns);
  double best = elsewhere_worth(economy, rates, i, word);
  uint32_t chosen = PLAN_DEPART;
  for (uint32_t k = 0; k < options->count; k++) {
    const uint32_t town = options->towns[k];
    const double worth = utilities[town * SKILL_COUNT + z] + options->worth[k] +
                         (town == home ? home_worth(economy, town) : 0) +
                         (town == here ? roots(economy, i) : 0) +
                         (town != here && town != home ? stands_for : 0);
    if (worth <= best) continue;
    best = worth;
    chosen = town == here ? MESSAGES_NONE : PLAN_MOVE | town;
  }
  return chosen;
}

static void plan_block(struct economy *economy, const struct rates *rates, const double *utilities,
                       uint32_t block) {
  struct persons *persons = &economy->persons;
  struct labour *labour = &economy->labour;
  struct message *slots = labour->slots + (size_t)block * LABOUR_SLOTS;
  struct options options;
  for (uint32_t k = 0; k < labour->planned[block]; k++) {
    struct message *plan = &slots[LABOUR_SLOTS - 1 - k];
    if (plan->to != PLAN_COMPARE) continue;
    const uint32_t i = plan->what, employer = persons->employer[i];
    plan->to = compare(economy, rates, utilities, i, &options);
    if (plan->to == MESSAGES_NONE || employer == NOBODY) continue;
    slots[labour->told[block]++] = STAFF_MESSAGE(employer, STAFF_LEAVES + persons->skill[i],
                                                 persons->wage[i]);
    persons->employer[i] = NOBODY;
    persons->wage[i] = 0;
  }
}

static void weigh_town(struct economy *economy, uint32_t town, double *utilities) {
  for (uint32_t z = 0; z < SKILL_COUNT; z++) {
    utilities[town * SKILL_COUNT + z] = town_utility(economy, town, z);
  }
}

void migration_plan(struct economy *economy) {
  const struct rates rates = rates_of_month(economy);
  double *utilities = economy->town_scratch;
  PARALLEL_EACH(economy_threads_parks(economy), town, economy->towns.count,
                weigh_town(economy, town, utilities));
  PARALLEL_EACH(economy_threads_persons(economy), block, persons_blocks(&economy->persons),
                plan_block(economy, &rates, utilities, block));
}

/* A native who comes home may found a firm (M14). */
static void count_return(struct economy *economy, uint32_t town, uint32_t z) {
  economy->towns.returned[town].v[z]++;
  economy->towns.returned_ever[town]++;
}

static void move(struct economy *economy, uint32_t i, uint32_t town) {
  struct persons *persons = &economy->persons;
  const uint32_t z = persons->skill[i];
  if (persons->home[i] == town) count_return(economy, town, z);
  economy->towns.idle[persons->town[i]].v[z]--;
  persons->town[i] = town;
  economy->towns.idle[town].v[z]++;
}

static void depart(struct economy *economy, uint32_t i) {
  struct persons *persons = &economy->persons;
  const uint32_t z = persons->skill[i], home = persons->home[i];
  economy->towns.idle[persons->town[i]].v[z]--;
  if (home != NOBODY) economy->towns.diaspora[home].v[z] += 1;
  persons_remove(persons, i);
  persons->departed++;
}

void migration_settle(struct economy *economy) {
  const struct labour *labour = &economy->labour;
  const uint32_t blocks = persons_blocks(&economy->persons);
  for (uint32_t block = 0; block < blocks; block++) {
    const struct message *last = labour->slots + (size_t)(block + 1) * LABOUR_SLOTS - 1;
    for (uint32_t k = 0; k < labour->planned[block]; k++) {
      const struct message plan = *(last - k);
      if (plan.to < PLAN_MOVE || plan.to == MESSAGES_NONE) continue;
      if (plan.to == PLAN_DEPART) depart(economy, plan.what);
      else move(economy, plan.what, plan.to & ~PLAN_MOVE);
    }
  }
}

static double arrivals_mean(const struct economy *economy, const struct rates *rates, uint32_t town,
                            uint32_t z, double utility, enum arrival channel) {
  const struct params *params = economy->params;
  const struct towns *towns = &economy->towns;
  const struct instruments *instruments = &towns->instruments[town];
  const double gain = utility - rates->elsewhere[z];
  switch (channel) {
  case ARRIVE_STRANGERS: {
    const double scale = fmax((double)towns->labour_force[town].v[z], towns->openings[town].v[z]);
    return params->arrival_rate * (1 + (double)instruments->map.v[z]) * scale *
           fmin(batch_exp(gain), ARRIVALS_MOST);
  }
  case ARRIVE_NATIVES:
    return (double)towns->diaspora[town].v[z] * rates->migration[z] * (1 + instruments->contact) /
           (1 + batch_exp(-gain - home_worth(economy, town)));
  case ARRIVE_STUDENTS:
    return (double)towns->college[town].v[z] + (double)instruments->college.v[z];
  case ARRIVE_COUNT: break;
  }
  return 0;
}

static uint64_t arrival_slot(const struct economy *economy, uint32_t town, uint32_t z,
                             uint32_t channel) {
  return economy_id(town, economy->month, CHANNEL_ARRIVAL, z << 20 | channel << ARRIVALS_BITS);
}

static uint32_t *arrivals_of(const struct economy *economy, uint32_t town, uint32_t z) {
  return economy->labour.arrivals + ((size_t)town * SKILL_COUNT + z) * ARRIVE_COUNT;
}

/* How many come to a town by each channel. */
static void plan_arrivals(struct economy *economy, const struct rates *rates, uint32_t town) {
  for (uint32_t z = 0; z < SKILL_COUNT; z++) {
    uint32_t *arrivals = arrivals_of(economy, town, z);
    const double utility = town_utility(economy, town, z);
    for (uint32_t channel = 0; channel < ARRIVE_COUNT; channel++) {
      const double mean = arrivals_mean(economy, rates, town, z, utility, (enum arrival)channel);
      arrivals[channel] = 0;
      if (mean <= 0) continue;
      const double u = draw_uniform(economy->key, DRAW_ARRIVAL,
                                    arrival_slot(economy, town, z, channel), economy->month, 0);
      arrivals[channel] = draw_poisson(u, fmin(mean, ARRIVALS_A_MONTH));
    }
    const uint32_t natives = (uint32_t)economy->towns.diaspora[town].v[z];
    if (arrivals[ARRIVE_NATIVES] > natives) arrivals[ARRIVE_NATIVES] = natives;
  }
}

static enum status arrive(struct economy *economy, uint32_t town, uint32_t z, uint32_t channel,
                          struct error *error) {
  struct persons *persons = &economy->persons;
  struct towns *towns = &economy->towns;
  const uint32_t count = arrivals_of(economy, town, z)[channel];
  if (count == 0) return STATUS_OK;
  const uint64_t slot = arrival_slot(economy, town, z, channel);
  const bool native = channel == ARRIVE_NATIVES;
  TRY(economy_reserve(economy, 0, count, error));
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t home = channel == ARRIVE_STRANGERS ? NOBODY : town;
    persons_add(persons, slot + k, town, home, (uint8_t)z);
    towns->idle[town].v[z]++;
    if (native) count_return(economy, town, z);
  }
  if (native) towns->diaspora[town].v[z] -= (float)count;
  persons->arrived += count;
  return STATUS_OK;
}

enum status migration_arrive(struct economy *economy, struct error *error) {
  const uint32_t towns = economy->towns.count;
  if (economy->sealed) return STATUS_OK;
  const struct rates rates = rates_of_month(economy);
  PARALLEL_EACH(economy_threads_parks(economy), town, towns, plan_arrivals(economy, &rates, town));
  for (uint32_t town = 0; town < towns; town++) {
    for (uint32_t z = 0; z < SKILL_COUNT; z++) {
      for (uint32_t channel = 0; channel < ARRIVE_COUNT; channel++) {
        TRY(arrive(economy, town, z, channel, error));
      }
    }
  }
  return STATUS_OK;
}
