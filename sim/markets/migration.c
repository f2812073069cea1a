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
#define TOGETHER          32u    /* persons who compare together, at most */
#define OPTIONS_ROOM      512u   /* what they look at */
#define SAMPLE_MOST       256    /* of comparison_towns; beside them elsewhere, own town, home */

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

/* What elsewhere is worth with this Gumbel number. It is home to those who have none in a simulated
 * town. */
static double elsewhere_worth(const struct economy *economy, const struct rates *rates, uint32_t i,
                              double gumbel) {
  const struct params *params = economy->params;
  if (economy->sealed) return -INFINITY;
  const double far = params->taste_distance * params->taste_wage *
                     log(ELSEWHERE_KM / DISTANCE_UNIT);
  return rates->elsewhere[economy->persons.skill[i]] + gumbel +
         (economy->persons.home[i] == NOBODY ? params->taste_home : -far);
}

/* Some who compare, and their options: the k-th has those from first[k] on, of which the first is
 * elsewhere, as town NOBODY. */
struct comparison {
  uint32_t count, persons[TOGETHER], first[TOGETHER + 1], options;
  struct message *plans[TOGETHER];
  uint64_t ids[TOGETHER];
  uint32_t drawn[4][TOGETHER];
  uint32_t towns[OPTIONS_ROOM], words[OPTIONS_ROOM];
  double squares[OPTIONS_ROOM], worth[OPTIONS_ROOM];
};

/* Whether each looks at all towns. */
static bool compares_all(const struct economy *economy) {
  return economy->towns.count <= economy->params->comparison_towns;
}

/* How many may compare together. */
static uint32_t most_together(const struct economy *economy) {
  const uint32_t options = compares_all(economy) ? economy->towns.count + 1
                                                 : (uint32_t)economy->params->comparison_towns + 3;
  return OPTIONS_ROOM / options < TOGETHER ? OPTIONS_ROOM / options : TOGETHER;
}

static void add_option(struct comparison *all, uint32_t town, uint32_t word) {
  all->towns[all->options] = town;
  all->words[all->options++] = word;
}

/* The n-th four words of each. */
static void draw_each(const struct economy *economy, uint32_t n, struct comparison *all) {
  uint32_t *const words[4] = {all->drawn[0], all->drawn[1], all->drawn[2], all->drawn[3]};
  draw_many(economy->key, DRAW_MIGRATION, all->ids, economy->month, n, all->count, words);
}

/* Elsewhere and all towns, each with a Gumbel of its own whatever the others: the k-th word is that
 * of town k - 1. */
static void look_at_all(const struct economy *economy, struct comparison *all) {
  const uint32_t options = economy->towns.count + 1;
  for (uint32_t k = 0; k <= all->count; k++) all->first[k] = k * options;
  for (uint32_t option = 0; option < options; option++) {
    if (option % 4 == 0) draw_each(economy, option / 4, all);
    for (uint32_t k = 0; k < all->count; k++) {
      all->towns[all->first[k] + option] = option - 1; /* NOBODY is one less than 0 */
      all->words[all->first[k] + option] = all->drawn[option % 4][k];
    }
  }
}

/* Others than one's own town and home, each as likely as another. */
static void look_at_others(const struct economy *economy, struct comparison *all, uint32_t k) {
  const uint32_t here = economy->persons.town[all->persons[k]];
  const uint32_t home = economy->persons.home[all->persons[k]];
  const uint32_t sample = (uint32_t)economy->params->comparison_towns;
  uint32_t pairs[4][SAMPLE_MOST / 2]; /* which town, and its word: of the even ones, of the odd */
  uint32_t *const out[4] = {pairs[0], pairs[1], pairs[2], pairs[3]};
  draw_series(economy->key, DRAW_CONSIDERED, all->ids[k], economy->month, (sample + 1) / 2, out);
  for (uint32_t n = 0; n < sample; n++) {
    const uint32_t where = pairs[n % 2 * 2][n / 2], word = pairs[n % 2 * 2 + 1][n / 2];
    const uint32_t town = (uint32_t)((uint64_t)where * economy->towns.count >> 32);
    if (town != here && town != home) add_option(all, town, word);
  }
}

/* Elsewhere, one's own town, then home, then others. */
static void look_at_some(const struct economy *economy, struct comparison *all) {
  draw_each(economy, 0, all);
  for (uint32_t k = 0; k < all->count; k++) {
    const uint32_t here = economy->persons.town[all->persons[k]];
    const uint32_t home = economy->persons.home[all->persons[k]];
    all->first[k] = all->options;
    add_option(all, NOBODY, all->drawn[0][k]);
    add_option(all, here, all->drawn[1][k]);
    if (home != NOBODY && home != here) add_option(all, home, all->drawn[2][k]);
    look_at_others(economy, all, k);
  }
  all->first[all->count] = all->options;
}

/* Squared distances from home in units of DISTANCE_UNIT; 0 for those who have none, and to
 * elsewhere. */
static void measure(const struct economy *economy, struct comparison *all) {
  const double *x = economy->towns.x, *y = economy->towns.y;
  const double unit = 1 / (DISTANCE_UNIT * DISTANCE_UNIT);
  for (uint32_t k = 0; k < all->count; k++) {
    const uint32_t home = economy->persons.home[all->persons[k]];
    all->squares[all->first[k]] = 0;
    for (uint32_t option = all->first[k] + 1; option < all->first[k + 1]; option++) {
      const uint32_t town = all->towns[option], from = home == NOBODY ? town : home;
      const double east = x[town] - x[from], north = y[town] - y[from];
      all->squares[option] = (east * east + north * north) * unit;
    }
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

/* The best of the k-th one's options, as a plan. */
static uint32_t choose(const struct economy *economy, const struct rates *rates,
                       const double *utilities, const struct comparison *all, uint32_t k) {
  const struct params *params = economy->params;
  const uint32_t i = all->persons[k], z = economy->persons.skill[i];
  const uint32_t here = economy->persons.town[i], home = economy->persons.home[i];
  const double known = home != NOBODY && home != here ? 2 : 1;
  const double stands_for = compares_all(economy)
                                ? 0
                                : log((economy->towns.count - known) / params->comparison_towns);
  double best = elsewhere_worth(economy, rates, i, all->worth[all->first[k]]);
  uint32_t chosen = PLAN_DEPART;
  for (uint32_t option = all->first[k] + 1; option < all->first[k + 1]; option++) {
    const uint32_t town = all->towns[option];
    const double worth = utilities[town * SKILL_COUNT + z] + all->worth[option] +
                         (town == home ? home_worth(economy, town) : 0) +
                         (town == here ? roots(economy, i) : 0) +
                         (town != here && town != home ? stands_for : 0);
    if (worth <= best) continue;
    best = worth;
    chosen = town == here ? MESSAGES_NONE : PLAN_MOVE | town;
  }
  return chosen;
}

/* Those of a block who have yet to compare, from its k-th plan on; returns where to go on. */
static uint32_t gather(const struct economy *economy, uint32_t block, uint32_t k, uint32_t most,
                       struct comparison *all) {
  struct message *last = economy->labour.slots + (size_t)(block + 1) * LABOUR_SLOTS - 1;
  all->count = all->options = 0;
  for (; k < economy->labour.planned[block] && all->count < most; k++) {
    struct message *plan = last - k;
    if (plan->to != PLAN_COMPARE) continue;
    all->plans[all->count] = plan;
    all->persons[all->count] = plan->what;
    all->ids[all->count++] = economy->persons.id[plan->what];
  }
  return k;
}

static void compare(const struct economy *economy, struct comparison *all) {
  const struct params *params = economy->params;
  if (compares_all(economy)) look_at_all(economy, all);
  else look_at_some(economy, all);
  measure(economy, all);
  weigh(all->words, all->squares, all->worth, params->taste_distance * params->taste_wage,
        all->first[all->count]);
}

/* Writes down what one has chosen; who goes tells its firm. */
static void decide(struct economy *economy, uint32_t block, struct message *plan, uint32_t chosen) {
  struct persons *persons = &economy->persons;
  struct labour *labour = &economy->labour;
  const uint32_t i = plan->what, employer = persons->employer[i];
  plan->to = chosen;
  if (chosen == MESSAGES_NONE || employer == NOBODY) return;
  labour->slots[(size_t)block * LABOUR_SLOTS + labour->told[block]++] = STAFF_MESSAGE(
      employer, STAFF_LEAVES + persons->skill[i], persons->wage[i]);
  persons->employer[i] = NOBODY;
  persons->wage[i] = 0;
}

static void plan_block(struct economy *economy, const struct rates *rates, const double *utilities,
                       uint32_t block) {
  const uint32_t most = most_together(economy);
  struct comparison all;
  for (uint32_t next = 0; next < economy->labour.planned[block];) {
    next = gather(economy, block, next, most, &all);
    compare(economy, &all);
    for (uint32_t k = 0; k < all.count; k++) {
      decide(economy, block, all.plans[k], choose(economy, rates, utilities, &all, k));
    }
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
