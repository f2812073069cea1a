#include "bellwether/markets/search.h"

#include "bellwether/base/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TENURE_YEARS      40     /* beyond which roots grow no deeper */
#define DISTANCE_UNIT     100.0  /* km; nearer than this counts as this */
#define ELSEWHERE_KM      300.0  /* how far elsewhere is for a person at home in a simulated town */
#define ELSEWHERE_HOUSING 9000.0 /* CNY/m2 */
#define TIGHTNESS_MOST    2.0    /* of log openings per idle person */
#define ARRIVALS_MOST     20.0   /* times the usual */
#define ARRIVALS_BITS     18     /* of an id: those who come by one channel in a month */
#define ARRIVALS_A_MONTH  2e5    /* what these bits have room for */

/* The top bits of an event's code say what; the others which opening or town. */
enum { EVENT_LEAVE = 1, EVENT_RAISE = 2, EVENT_APPLY = 3, EVENT_MOVE = 4, EVENT_DEPART = 5 };
#define EVENT_SHIFT        29
#define EVENT_VALUE        ((1u << EVENT_SHIFT) - 1)
#define EVENT(what, value) ((uint32_t)(what) << EVENT_SHIFT | (value))

/* What does not change within the month, by skill. */
struct rates {
  double quit[SKILL_COUNT], migration[SKILL_COUNT], other_work[SKILL_COUNT];
  double elsewhere[SKILL_COUNT];
  double contact_most;             /* the most that any town calls its natives home, as a factor */
  double rooted[TENURE_YEARS + 1]; /* e^(-root * years) */
};

static struct rates rates_of_month(const struct economy *economy) {
  const struct params *params = economy->params;
  struct rates rates = {
      .quit = {params->quit_technician, params->quit_graduate, params->quit_high_end},
      .migration = {params->migration_technician, params->migration_graduate,
                    params->migration_high_end}};
  for (int z = 0; z < SKILL_COUNT; z++) {
    const double base = log(economy_base_wage(economy, (enum skill)z));
    rates.other_work[z] = base + log(fmax(params->reservation_wage, 1e-6) / FEN_PER_MILLION);
    rates.elsewhere[z] = params->taste_wage * base -
                         params->taste_housing * log(ELSEWHERE_HOUSING) + economy->shocks.elsewhere;
  }
  rates.contact_most = 1;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    rates.contact_most = fmax(rates.contact_most, 1 + economy->towns.instruments[town].contact);
  }
  for (int year = 0; year <= TENURE_YEARS; year++) {
    rates.rooted[year] = exp(-params->taste_root * year);
  }
  return rates;
}

static double gumbel(uint32_t word) { return -log(-log(draw_unit32(word))); }

static double tenure_years(const struct economy *economy, uint32_t i) {
  return (economy->month - economy->persons.hired[i]) / 12.0;
}

/* The opening that a searcher applies to, as an event; 0 where none beats what it has. */
static uint32_t search(const struct economy *economy, const struct rates *rates, uint32_t i) {
  const struct params *params = economy->params;
  const struct persons *persons = &economy->persons;
  const uint32_t town = persons->town[i], z = persons->skill[i];
  const uint32_t total = economy->towns.openings[town].v[z];
  if (total == 0) return 0;
  const uint32_t first = economy->openings_first[town * SKILL_COUNT + z];
  const uint32_t end = economy->openings_first[town * SKILL_COUNT + z + 1];
  const uint64_t id = persons->id[i];
  const bool employed = persons->employer[i] != NOBODY;
  const double kept = employed ? params->taste_wage * log(persons->wage[i] / FEN_PER_MILLION) +
                                     params->taste_root * tenure_years(economy, i)
                               : params->taste_wage * rates->other_work[z];
  /* U + Gumbel is largest where -ln u / e^U is least. */
  struct draw_words words = draw_words(economy->key, DRAW_LABOUR_SEARCH, id, economy->month, 0);
  double least = -log(draw_unit32(words.v[0])) * exp(-kept);
  uint32_t chosen = NOBODY;
  for (uint32_t k = 0; k < (uint32_t)params->search_sample; k++) {
    if (k % 2 == 1) {
      words = draw_words(economy->key, DRAW_LABOUR_SEARCH, id, economy->month, k / 2 + 1);
    }
    const uint32_t *pair = &words.v[k % 2 == 0 ? 2 : 0];
    const uint32_t wanted = (uint32_t)(((uint64_t)pair[0] * total) >> 32);
    uint32_t low = first, high = end - 1;
    while (low < high) {
      const uint32_t middle = low + (high - low) / 2;
      if (economy->openings[middle].upto > wanted) high = middle;
      else low = middle + 1;
    }
    const double value = -log(draw_unit32(pair[1])) / (double)economy->openings[low].appeal;
    if (value < least && economy->openings[low].firm != persons->employer[i]) {
      least = value;
      chosen = low;
    }
  }
  return chosen == NOBODY ? 0 : EVENT(EVENT_APPLY, chosen);
}

/* Utility of a town for a skill, home and distance aside. */
static double town_utility(const struct economy *economy, uint32_t town, uint32_t z) {
  const struct params *params = economy->params;
  const struct towns *towns = &economy->towns;
  const double tightness = log((towns->openings[town].v[z] + 1.0) / (towns->idle[town].v[z] + 1.0));
  const struct instruments *instruments = &towns->instruments[town];
  return params->taste_wage * log((double)towns->going_wage[town].v[z]) +
         params->taste_amenity * towns_amenity(towns, town, params->amenity_unit) +
         params->taste_service * (towns->service[town] + instruments->service) +
         (double)instruments->appeal.v[z] - params->taste_housing * log(towns->housing[town]) +
         params->taste_tightness * fmin(fmax(tightness, -TIGHTNESS_MOST), TIGHTNESS_MOST);
}

static double distance_cost(const struct economy *economy, double km) {
  return economy->params->taste_distance * economy->params->taste_wage *
         log(fmax(km, DISTANCE_UNIT) / DISTANCE_UNIT);
}

/* Where a comparer goes, as an event; 0 where it stays. */
static uint32_t compare_towns(const struct economy *economy, const struct rates *rates,
                              const double *utilities, uint32_t i) {
  const struct params *params = economy->params;
  const struct persons *persons = &economy->persons;
  const struct towns *towns = &economy->towns;
  const uint32_t here = persons->town[i], home = persons->home[i], z = persons->skill[i];
  const uint64_t id = persons->id[i];
  struct draw_words words = draw_words(economy->key, DRAW_MIGRATION, id, economy->month, 0);
  double best = -INFINITY;
  uint32_t chosen = EVENT(EVENT_DEPART, 0);
  if (!economy->sealed) {
    best = rates->elsewhere[z] + gumbel(words.v[0]);
    best += home == NOBODY ? params->taste_home : -distance_cost(economy, ELSEWHERE_KM);
  }
  for (uint32_t town = 0; town < towns->count; town++) {
    if ((town + 1) % 4 == 0) {
      words = draw_words(economy->key, DRAW_MIGRATION, id, economy->month, (town + 1) / 4);
    }
    double utility = utilities[town * SKILL_COUNT + z] + gumbel(words.v[(town + 1) % 4]);
    if (town == home) utility += params->taste_home + towns->instruments[town].homesickness;
    else if (home != NOBODY) {
      utility -= distance_cost(
          economy, hypot(towns->x[town] - towns->x[home], towns->y[town] - towns->y[home]));
    }
    if (town == here && persons->employer[i] != NOBODY) {
      utility += params->taste_root * tenure_years(economy, i);
    }
    if (utility > best) {
      best = utility;
      chosen = town == here ? 0 : EVENT(EVENT_MOVE, town);
    }
  }
  return chosen;
}

/* Chance that a person compares towns: a native away more often, where home calls. */
static double chance_to_compare(const struct economy *economy, const struct rates *rates,
                                uint32_t i) {
  const uint32_t home = economy->persons.home[i];
  const bool away = home != NOBODY && home != economy->persons.town[i];
  return rates->migration[economy->persons.skill[i]] *
         (away ? 1 + economy->towns.instruments[home].contact : 1);
}

/* What one person decides this month, as an event; 0: nothing. */
static uint32_t decide(const struct economy *economy, const struct rates *rates,
                       const double *utilities, const double *stay, uint32_t i, double u) {
  const struct params *params = economy->params;
  const struct persons *persons = &economy->persons;
  const uint32_t z = persons->skill[i], employer = persons->employer[i];
  /* Who is above this compares nothing, whoever calls. */
  const double most = rates->migration[z] * rates->contact_most;
  if (employer == NOBODY) {
    const double known = 1 + (double)economy->towns.instruments[persons->town[i]].search.v[z];
    const double looks = fmin(params->search_idle * known, 1);
    if (u < looks) return search(economy, rates, i);
    if (u < looks + most && u < looks + chance_to_compare(economy, rates, i)) {
      return compare_towns(economy, rates, utilities, i);
    }
    return 0;
  }
  const int32_t months = economy->month - persons->hired[i];
  const int32_t years = months / 12 < TENURE_YEARS ? months / 12 : TENURE_YEARS;
  double edge = rates->quit[z] * stay[persons->town[i]] * rates->rooted[years > 0 ? years : 0] +
                (double)economy->firms.layoff[employer].v[z];
  if (u < edge) return EVENT(EVENT_LEAVE, 0);
  if (u < (edge += params->search_employed)) return search(economy, rates, i);
  if (u < edge + most && u < edge + chance_to_compare(economy, rates, i)) {
    return compare_towns(economy, rates, utilities, i);
  }
  const bool anniversary = months > 0 && months % 12 == 0;
  if (anniversary && (double)economy->firms.posted_wage[employer].v[z] > persons->wage[i]) {
    return EVENT(EVENT_RAISE, 0);
  }
  return 0;
}

/* The plan step: each block of persons writes its own events. */
static void decide_all(struct economy *economy, const double *utilities, const double *stay) {
  const struct persons *persons = &economy->persons;
  const struct rates rates = rates_of_month(economy);
  const uint32_t blocks = (persons->count + SUM_BLOCK - 1) / SUM_BLOCK;
#pragma omp parallel for schedule(dynamic)                                                         \
    num_threads(economy->threads) if (persons->count > ECONOMY_PARALLEL_ROWS)
  for (uint32_t block = 0; block < blocks; block++) {
    const uint32_t first = block * SUM_BLOCK;
    const uint32_t end = first + SUM_BLOCK < persons->count ? first + SUM_BLOCK : persons->count;
    uint32_t count = 0;
    uint64_t quartet = UINT64_MAX; /* four neighbouring ids share one call of the generator */
    struct draw_words words = {{0}};
    for (uint32_t i = first; i < end; i++) {
      if (persons->skill[i] == NO_PERSON) continue;
      const uint64_t id = persons->id[i];
      if (id >> 2 != quartet) {
        quartet = id >> 2;
        words = draw_words(economy->key, DRAW_LABOUR_EVENT, quartet, economy->month, 0);
      }
      const uint32_t code = decide(economy, &rates, utilities, stay, i,
                                   draw_unit32(words.v[id & 3]));
      if (code) economy->events[first + count++] = (struct labour_event){i, code};
    }
    economy->event_counts[block] = count;
  }
}

static void leave_job(struct economy *economy, uint32_t i) {
  struct persons *persons = &economy->persons;
  const uint32_t firm = persons->employer[i];
  if (firm == NOBODY) return;
  economy->firms.staff[firm].v[persons->skill[i]]--;
  economy->firms.payroll[firm] -= persons->wage[i];
  persons->employer[i] = NOBODY;
  persons->wage[i] = 0;
  economy->towns.idle[persons->town[i]].v[persons->skill[i]]++;
}

void search_hire(struct economy *economy, uint32_t i, uint32_t firm) {
  struct persons *persons = &economy->persons;
  struct firms *firms = &economy->firms;
  const uint32_t z = persons->skill[i];
  persons->employer[i] = firm;
  persons->wage[i] = (int32_t)lroundf(firms->posted_wage[firm].v[z]);
  persons->hired[i] = (int16_t)economy->month;
  firms->staff[firm].v[z]++;
  firms->payroll[firm] += persons->wage[i];
  economy->towns.idle[persons->town[i]].v[z]--;
}

static void raise_wage(struct economy *economy, uint32_t i) {
  struct persons *persons = &economy->persons;
  const uint32_t firm = persons->employer[i];
  const int32_t wage = (int32_t)lroundf(economy->firms.posted_wage[firm].v[persons->skill[i]]);
  economy->firms.payroll[firm] += wage - persons->wage[i];
  persons->wage[i] = wage;
}

/* A native who comes home may found a firm (M14). */
static void count_return(struct economy *economy, uint32_t town, uint32_t z) {
  economy->towns.returned[town].v[z]++;
  economy->towns.returned_ever[town]++;
}

static void move_person(struct economy *economy, uint32_t i, uint32_t town) {
  struct persons *persons = &economy->persons;
  leave_job(economy, i);
  if (persons->home[i] == town) count_return(economy, town, persons->skill[i]);
  economy->towns.idle[persons->town[i]].v[persons->skill[i]]--;
  persons->town[i] = town;
  economy->towns.idle[town].v[persons->skill[i]]++;
}

static void depart(struct economy *economy, uint32_t i) {
  struct persons *persons = &economy->persons;
  leave_job(economy, i);
  economy->towns.idle[persons->town[i]].v[persons->skill[i]]--;
  if (persons->home[i] != NOBODY) {
    economy->towns.diaspora[persons->home[i]].v[persons->skill[i]] += 1;
  }
  persons_remove(persons, i);
  persons->departed++;
}

/* All events but applications take effect; applications are gathered, in order of opening. */
static uint32_t settle_events(struct economy *economy, uint32_t *applications_of) {
  const uint32_t blocks = (economy->persons.count + SUM_BLOCK - 1) / SUM_BLOCK;
  uint32_t count = 0;
  for (uint32_t block = 0; block < blocks; block++) {
    for (uint32_t k = 0; k < economy->event_counts[block]; k++) {
      const struct labour_event event = economy->events[block * SUM_BLOCK + k];
      const uint32_t value = event.code & EVENT_VALUE;
      switch (event.code >> EVENT_SHIFT) {
      case EVENT_LEAVE: leave_job(economy, event.person); break;
      case EVENT_RAISE: raise_wage(economy, event.person); break;
      case EVENT_MOVE: move_person(economy, event.person, value); break;
      case EVENT_DEPART: depart(economy, event.person); break;
      case EVENT_APPLY:
        applications_of[value]++;
        economy->events[count++] = (struct labour_event){event.person, value};
        break;
      default: break;
      }
    }
  }
  return count;
}

static int compare_applicants(const void *a, const void *b) {
  const struct applicant *x = a, *y = b;
  if (x->quality != y->quality) return x->quality > y->quality ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

uint32_t search_quality(struct draw_key key, uint64_t person) {
  return draw_words(key, DRAW_LABOUR_QUALITY, person, 0, 0).v[0];
}

static void take(struct economy *economy, uint32_t person, uint32_t opening) {
  const uint32_t firm = economy->openings[opening].firm;
  leave_job(economy, person);
  search_hire(economy, person, firm);
  economy->towns.hires[economy->persons.town[person]]++;
  economy->firms.vacancies[firm].v[economy->persons.skill[person]]--;
}

/* One opening's applicants: all where there is room, else by quality and id. */
static void fill_opening(struct economy *economy, uint32_t opening, struct applicant *queue,
                         uint32_t count) {
  const uint32_t z = economy->persons.skill[queue[0].person];
  const uint32_t room = economy->firms.vacancies[economy->openings[opening].firm].v[z];
  if (count > room) {
    for (uint32_t k = 0; k < count; k++) {
      queue[k].id = economy->persons.id[queue[k].person];
      queue[k].quality = search_quality(economy->key, queue[k].id);
    }
    qsort(queue, count, sizeof *queue, compare_applicants);
  }
  for (uint32_t k = 0; k < count && k < room; k++) take(economy, queue[k].person, opening);
}

/* Applications, sorted by opening, are settled one opening after the other. */
static void match(struct economy *economy, uint32_t *applications_of, uint32_t openings,
                  uint32_t count) {
  uint32_t at = 0;
  for (uint32_t k = 0; k < openings; k++) {
    const uint32_t here = applications_of[k];
    applications_of[k] = at;
    at += here;
  }
  for (uint32_t k = 0; k < count; k++) {
    const struct labour_event event = economy->events[k];
    economy->applications[applications_of[event.code]++].person = event.person;
  }
  for (uint32_t k = 0, first = 0; k < openings; k++) {
    const uint32_t end = applications_of[k];
    if (end > first) fill_opening(economy, k, &economy->applications[first], end - first);
    first = end;
  }
}

void search_settle(struct economy *economy) {
  const uint32_t towns = economy->towns.count;
  double *utilities = economy->town_scratch;
  double *stay = economy->town_scratch + (size_t)towns * SKILL_COUNT;
  for (uint32_t town = 0; town < towns; town++) {
    economy->towns.hires[town] = 0;
    stay[town] = exp(-economy->params->taste_service *
                     (economy->towns.service[town] + economy->towns.instruments[town].service));
    for (uint32_t z = 0; z < SKILL_COUNT; z++) {
      utilities[town * SKILL_COUNT + z] = town_utility(economy, town, z);
    }
  }
  decide_all(economy, utilities, stay);
  const uint32_t openings = economy->openings_first[towns * SKILL_COUNT];
  uint32_t *applications_of = economy->applications_of;
  memset(applications_of, 0, openings * sizeof *applications_of);
  const uint32_t count = settle_events(economy, applications_of);
  match(economy, applications_of, openings, count);
}

/* Persons who come by one channel this month: strangers, natives, those whose studies end. */
enum arrival { ARRIVE_STRANGERS, ARRIVE_NATIVES, ARRIVE_STUDENTS, ARRIVE_COUNT };

static double arrivals_mean(const struct economy *economy, const struct rates *rates, uint32_t town,
                            uint32_t z, enum arrival channel) {
  const struct params *params = economy->params;
  const struct towns *towns = &economy->towns;
  const struct instruments *instruments = &towns->instruments[town];
  const double gain = town_utility(economy, town, z) - rates->elsewhere[z];
  switch (channel) {
  case ARRIVE_STRANGERS: {
    const double scale = fmax((double)towns->labour_force[town].v[z], towns->openings[town].v[z]);
    return params->arrival_rate * (1 + (double)instruments->map.v[z]) * scale *
           fmin(exp(gain), ARRIVALS_MOST);
  }
  case ARRIVE_NATIVES: {
    const double home = params->taste_home + instruments->homesickness;
    return (double)towns->diaspora[town].v[z] * rates->migration[z] * (1 + instruments->contact) /
           (1 + exp(-gain - home));
  }
  case ARRIVE_STUDENTS:
    return (double)towns->college[town].v[z] + (double)instruments->college.v[z];
  case ARRIVE_COUNT: break;
  }
  return 0;
}

static enum status arrive(struct economy *economy, const struct rates *rates, uint32_t town,
                          uint32_t z, enum arrival channel, struct error *error) {
  struct persons *persons = &economy->persons;
  struct towns *towns = &economy->towns;
  const uint64_t slot = economy_id(town, economy->month, CHANNEL_ARRIVAL,
                                   z << 20 | (uint32_t)channel << ARRIVALS_BITS);
  const double mean = arrivals_mean(economy, rates, town, z, channel);
  const double u = draw_uniform(economy->key, DRAW_ARRIVAL, slot, economy->month, 0);
  uint32_t count = draw_poisson(u, fmin(mean, ARRIVALS_A_MONTH));
  const bool native = channel == ARRIVE_NATIVES;
  if (native && count > (uint32_t)towns->diaspora[town].v[z]) {
    count = (uint32_t)towns->diaspora[town].v[z];
  }
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

enum status search_arrivals(struct economy *economy, struct error *error) {
  if (economy->sealed) return STATUS_OK;
  const struct rates rates = rates_of_month(economy);
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    for (uint32_t z = 0; z < SKILL_COUNT; z++) {
      for (int channel = 0; channel < ARRIVE_COUNT; channel++) {
        TRY(arrive(economy, &rates, town, z, (enum arrival)channel, error));
      }
    }
  }
  return STATUS_OK;
}
