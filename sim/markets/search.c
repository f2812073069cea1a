#include "bellwether/markets/search.h"

#include "bellwether/base/batch.h"

#include <math.h>
#include <string.h>

#define TENURE_YEARS 40 /* beyond which roots grow no deeper */
#define MONTHS_AHEAD                                                                               \
  32784               /* a multiple of 12: above it no count of months since a hire is below 0 */
#define STRIP    512u /* persons whose draws are taken together */
#define ACTORS   64u  /* of those who may act, a bit of a word each */
#define TOGETHER 256u /* searchers whose draws and logarithms are taken together */

/* What does not change within the month, by skill. */
struct rates {
  double migration[SKILL_COUNT];
  double base[SKILL_COUNT];        /* fen a month, the unit of wages in utility */
  double other_work;               /* what work outside the industry pays, of the base wage */
  double rooted[TENURE_YEARS + 1]; /* e^(-root * years) */
  double compares[SKILL_COUNT];    /* the most that its chance to compare towns is */
  const double *first; /* [town][skill][employed]: chance of an idle person to look, of an
                        * employee without roots to quit */
};

/* The greatest draw whose uniform number may be below u. */
static uint32_t draw_of(double u) { return u < 1 ? (uint32_t)(u * 0x1p32) : UINT32_MAX; }

/* The draw above which none of a firm's staff does anything: `usual` of those who are not laid off.
 */
static uint32_t bound_staff(const struct economy *economy, uint32_t i, double usual) {
  const float *layoff = economy->firms.layoff[i].v;
  float most = layoff[0] > layoff[1] ? layoff[0] : layoff[1];
  most = layoff[2] > most ? layoff[2] : most;
  return draw_of(usual + (double)most);
}

/* These draws for each firm, into acts_most from its second value on; the first is that of the
 * idle, whose employer is NOBODY, one less than 0. */
static void bound_acts(struct economy *economy, const struct rates *rates) {
  const struct params *params = economy->params;
  const struct roster *roster = &economy->roster;
  double quit_most = 0, look_most = 0, compare_most = 0;
  for (uint32_t board = 0; board < economy->towns.count * SKILL_COUNT; board++) {
    look_most = fmax(look_most, rates->first[2 * board]);
    quit_most = fmax(quit_most, rates->first[2 * board + 1]);
  }
  for (int z = 0; z < SKILL_COUNT; z++) compare_most = fmax(compare_most, rates->compares[z]);
  const double usual = quit_most + params->search_employed + compare_most;
  uint32_t *acts_most = economy->labour.by_employer;
  acts_most[0] = draw_of(look_most + compare_most);
  PARALLEL_EACH(economy_threads_firms(economy), at, roster->count,
                acts_most[roster->rows[at] + 1] = bound_staff(economy, roster->rows[at], usual));
}

/* What first happens to a person, by town and skill: an idle person looks, an employee quits. */
static void weigh_first(struct economy *economy, struct rates *rates) {
  const struct params *params = economy->params;
  const double quit[SKILL_COUNT] = {params->quit_technician, params->quit_graduate,
                                    params->quit_high_end};
  double *first = economy->town_scratch;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    const struct instruments *instruments = &economy->towns.instruments[town];
    const double service = economy->towns.service[town] + instruments->service;
    const double stay = batch_exp(-params->taste_service * service);
    for (int z = 0; z < SKILL_COUNT; z++) {
      *first++ = fmin(params->search_idle * (1 + (double)instruments->search.v[z]), 1);
      *first++ = quit[z] * stay;
    }
  }
  rates->first = economy->town_scratch;
}

static struct rates rates_of_month(struct economy *economy) {
  const struct params *params = economy->params;
  struct rates rates = {.migration = {params->migration_technician, params->migration_graduate,
                                      params->migration_high_end},
                        .other_work = fmax(params->reservation_wage, 1e-6)};
  double contact_most = 1;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    contact_most = fmax(contact_most, 1 + economy->towns.instruments[town].contact);
  }
  for (int z = 0; z < SKILL_COUNT; z++) {
    rates.base[z] = economy_base_wage(economy, (enum skill)z);
    rates.compares[z] = rates.migration[z] * contact_most;
  }
  for (int year = 0; year <= TENURE_YEARS; year++) {
    rates.rooted[year] = exp(-params->taste_root * year);
  }
  weigh_first(economy, &rates);
  bound_acts(economy, &rates);
  return rates;
}

/* Chance that a person compares towns: a native away more often, where home calls. */
static double chance_to_compare(const struct economy *economy, const struct rates *rates,
                                uint32_t i) {
  const uint32_t home = economy->persons.home[i];
  const bool away = home != NOBODY && home != economy->persons.town[i];
  return rates->migration[economy->persons.skill[i]] *
         (away ? 1 + economy->towns.instruments[home].contact : 1);
}

/* Some persons of a block, few enough to stand in the nearest cache: their draws, those who may do
 * something, those whose wage may rise. */
struct strip {
  uint32_t first, count;
  uint32_t draws[STRIP + 3];
  uint32_t may_act[STRIP], actors;
  uint32_t may_rise[STRIP], rising;
};

/* A block of persons: those who look for a job, its lists. */
struct block {
  uint32_t first, end;
  uint32_t searchers[SUM_BLOCK], searching;
  uint32_t told, planned;
  struct message *slots;
};

static void open_block(const struct economy *economy, uint32_t number, struct block *block) {
  block->first = number * SUM_BLOCK;
  block->end = block->first + persons_in_block(&economy->persons, number);
  block->slots = economy->labour.slots + (size_t)number * LABOUR_SLOTS;
  block->searching = block->told = block->planned = 0;
}

/* Who may do something: its draw is low. Whose wage may rise, of the others: who was hired in this
 * month of a year. `month`: one of the same place in the year, above all in which anyone was. */
BATCH_CLONES static void screen(const uint32_t *restrict draws, const uint32_t *restrict employers,
                                const int16_t *restrict hired, const uint32_t *restrict acts_most,
                                uint8_t *restrict acts, uint8_t *restrict rises, uint16_t month,
                                uint32_t count) {
  for (uint32_t k = 0; k < count; k++) acts[k] = draws[k] <= acts_most[employers[k] + 1];
  for (uint32_t k = 0; k < count; k++) {
    const uint16_t months = (uint16_t)(month - hired[k]);
    rises[k] = (months % 12 == 0) & (employers[k] != NOBODY) & !acts[k];
  }
}

static void find_actors(const struct economy *economy, struct strip *strip) {
  uint8_t acts[STRIP], rises[STRIP];
  const uint16_t month = (uint16_t)((economy->month + DRAW_MONTH_SHIFT) % 12 +
                                    (MONTHS_AHEAD - DRAW_MONTH_SHIFT % 12));
  screen(strip->draws, economy->persons.employer + strip->first,
         economy->persons.hired + strip->first, economy->labour.by_employer, acts, rises, month,
         strip->count);
  strip->actors = batch_select(acts, strip->count, strip->first, strip->may_act);
  strip->rising = batch_select(rises, strip->count, strip->first, strip->may_rise);
}

static void tell_firm(struct block *block, struct message message) {
  block->slots[block->told++] = message;
}

/* The k-th plan of a block stands in its k-th slot from behind. */
static void plan(struct block *block, uint32_t to, uint32_t person) {
  block->slots[LABOUR_SLOTS - 1 - block->planned++] = (struct message){to, person};
}

/* On the anniversary of its hire an employee gets the posted wage, if that is more. */
static void raise_wage(struct economy *economy, struct block *block, uint32_t i) {
  struct persons *persons = &economy->persons;
  const uint32_t employer = persons->employer[i];
  const float posted = economy->firms.posted_wage[employer].v[persons->skill[i]];
  if ((double)posted <= persons->wage[i] || persons->hired[i] == economy->month) return;
  const int32_t wage = (int32_t)lrintf(posted);
  tell_firm(block, STAFF_MESSAGE(employer, STAFF_RAISED, wage - persons->wage[i]));
  persons->wage[i] = wage;
}

/* What so many of those who may act do, ACTORS at most, a bit each. Who does nothing else has his
 * rise on the anniversary; who may compare only if he does not. */
struct acts {
  uint64_t leaves, searches, may_compare, rises;
  double u[ACTORS];      /* the one draw */
  double second[ACTORS]; /* from here on it means to compare */
};

/* The edges of a draw follow one another: of leaving, of looking for a job, of comparing towns. No
 * branch depends on who is idle: that is chance. */
BATCH_CLONES static void judge(const struct economy *economy, const struct rates *rates,
                               const struct strip *strip, const uint32_t *rows, uint32_t count,
                               struct acts *acts) {
  const struct persons *persons = &economy->persons;
  const double looks[] = {0, economy->params->search_employed}, may_be_laid_off[] = {0, 1};
  uint64_t leaving = 0, searching = 0, comparing = 0, rising = 0;
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k];
    const uint64_t employed = persons->employer[i] != NOBODY;
    const uint64_t there = persons->skill[i] != NO_PERSON;
    const uint32_t z = persons->skill[i] & (uint32_t)(0 - there);
    const uint32_t working = (uint32_t)(0 - employed);        /* a mask */
    const uint32_t employer = persons->employer[i] & working; /* any row, of the idle */
    const uint32_t months = (uint32_t)(economy->month - persons->hired[i]) & working;
    const uint32_t years = months / 12, deep = years > TENURE_YEARS ? TENURE_YEARS : years;
    const double alone = rates->first[(persons->town[i] * SKILL_COUNT + z) * 2 + employed];
    const double u = draw_unit32(strip->draws[i - strip->first]);
    const double first = alone * rates->rooted[deep] +
                         (double)economy->firms.layoff[employer].v[z] * may_be_laid_off[employed];
    const double second = first + looks[employed];
    const uint64_t below_first = u < first, below_second = u < second;
    const uint64_t below_third = u < second + rates->compares[z];
    const uint64_t leaves = there & employed & below_first;
    leaving |= leaves << k;
    searching |= (there & below_second & ~leaves) << k;
    comparing |= (there & below_third & ~below_second) << k;
    rising |= (there & employed & ~below_second & (months % 12 == 0)) << k;
    acts->u[k] = u;
    acts->second[k] = second;
  }
  acts->leaves = leaving;
  acts->searches = searching;
  acts->may_compare = comparing;
  acts->rises = rising;
}

static void leave(struct economy *economy, struct block *block, uint32_t i) {
  struct persons *persons = &economy->persons;
  tell_firm(block, STAFF_MESSAGE(persons->employer[i], STAFF_LEAVES + persons->skill[i],
                                 persons->wage[i]));
  persons->employer[i] = NOBODY;
  persons->wage[i] = 0;
}

/* Lists a searcher where its town has a vacancy for it. */
static void list_searcher(const struct economy *economy, struct block *block, uint32_t i) {
  const struct persons *persons = &economy->persons;
  block->searchers[block->searching] = i;
  block->searching += economy->towns.openings[persons->town[i]].v[persons->skill[i]] > 0;
}

/* What so many of a strip who may act do alone, ACTORS at most; lists who searches. */
static void act(struct economy *economy, const struct rates *rates, const struct strip *strip,
                const uint32_t *rows, uint32_t count, struct block *block) {
  struct acts acts;
  judge(economy, rates, strip, rows, count, &acts);
  for (uint64_t left = acts.searches; left; left &= left - 1) {
    list_searcher(economy, block, rows[__builtin_ctzll(left)]);
  }
  for (uint64_t left = acts.may_compare; left; left &= left - 1) {
    const uint32_t k = (uint32_t)__builtin_ctzll(left), i = rows[k];
    if (acts.u[k] >= acts.second[k] + chance_to_compare(economy, rates, i)) continue;
    plan(block, PLAN_COMPARE, i);
    acts.rises &= ~(1ull << k);
  }
  for (uint64_t left = acts.rises; left; left &= left - 1) {
    raise_wage(economy, block, rows[__builtin_ctzll(left)]);
  }
  for (uint64_t left = acts.leaves; left; left &= left - 1) {
    leave(economy, block, rows[__builtin_ctzll(left)]);
  }
}

static void act_strip(struct economy *economy, const struct rates *rates, const struct strip *strip,
                      struct block *block) {
  for (uint32_t k = 0; k < strip->rising; k++) raise_wage(economy, block, strip->may_rise[k]);
  for (uint32_t k = 0; k < strip->actors; k += ACTORS) {
    act(economy, rates, strip, strip->may_act + k, batch_length(strip->actors, k, ACTORS), block);
  }
}

/* -ln of a uniform number for each word: with utility U, U + Gumbel is largest where this times
 * e^-U is least. */
BATCH_CLONES static void take_logs(const uint32_t *restrict words, double *restrict out,
                                   uint32_t count) {
  for (uint32_t k = 0; k < count; k++) out[k] = -batch_log(draw_unit32(words[k]));
}

/* The opening on a board that a draw falls on: each with the chance of its share of vacancies. */
static uint32_t drawn_opening(const struct opening *board, uint32_t openings, uint32_t vacancies,
                              uint32_t word) {
  const uint32_t wanted = (uint32_t)((uint64_t)word * vacancies >> 32);
  uint32_t at = board[(uint64_t)word * openings >> 32].guide;
  at += board[at].upto <= wanted; /* mostly one step at most: chance decides, no branch */
  while (board[at].upto <= wanted) at++;
  return at;
}

/* Up to TOGETHER searchers: their boards, what they have, and the least of what they have seen. */
struct searchers {
  uint64_t ids[TOGETHER];
  uint32_t words[4][TOGETHER];
  uint32_t first[TOGETHER], openings[TOGETHER], vacancies[TOGETHER], employer[TOGETHER];
  double least[TOGETHER], logs[TOGETHER], aversion[TOGETHER]; /* of the best on the board */
  uint32_t chosen[TOGETHER];
};

/* What searchers have now: a wage and months with their employer, or other work. */
struct kept {
  int32_t wages[TOGETHER], months[TOGETHER];
  double base[TOGETHER];
};

/* What it is worth if they find nothing better, as -ln of a uniform number times e^-U. */
BATCH_CLONES static void keep(const struct params *params, const struct kept *restrict kept,
                              const uint32_t *restrict employers, const double *restrict logs,
                              double *restrict least, double other_work, uint32_t count) {
  const double taste = params->taste_wage, root = params->taste_root;
  for (uint32_t k = 0; k < count; k++) {
    const double earned = kept->wages[k] / kept->base[k], stayed = kept->months[k] / 12.0;
    const double wage = employers[k] == NOBODY ? other_work : earned;
    const double years = employers[k] == NOBODY ? 0 : stayed;
    least[k] = logs[k] * batch_exp(-taste * batch_log(wage) - root * years);
  }
}

static void gather(const struct economy *economy, const struct rates *rates, const uint32_t *rows,
                   uint32_t count, struct searchers *all) {
  const struct persons *persons = &economy->persons;
  uint32_t *const words[4] = {all->words[0], all->words[1], all->words[2], all->words[3]};
  struct kept kept;
  for (uint32_t k = 0; k < count; k++) all->ids[k] = persons->id[rows[k]];
  draw_many(economy->key, DRAW_LABOUR_SEARCH, all->ids, economy->month, 0, count, words);
  take_logs(all->words[0], all->logs, count);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k], town = persons->town[i], z = persons->skill[i];
    const uint32_t board = town * SKILL_COUNT + z, *first = &economy->labour.board_first[board];
    all->first[k] = first[0];
    all->openings[k] = first[1] - first[0];
    all->aversion[k] = (double)economy->labour.board_least[board];
    all->vacancies[k] = economy->towns.openings[town].v[z];
    all->employer[k] = persons->employer[i];
    all->chosen[k] = NOBODY;
    kept.wages[k] = persons->wage[i];
    kept.months[k] = economy->month - persons->hired[i];
    kept.base[k] = rates->base[z];
  }
  keep(economy->params, &kept, all->employer, all->logs, all->least, rates->other_work, count);
}

/* Whose next vacancy is better than all before, if it is the best on the board. */
BATCH_CLONES static void find_hopeful(const double *restrict logs, const double *restrict aversion,
                                      const double *restrict least, uint8_t *restrict flags,
                                      uint32_t count) {
  for (uint32_t k = 0; k < count; k++) flags[k] = logs[k] * aversion[k] < least[k];
}

/* Each draws one more vacancy, and looks at it where it may be better: `where` holds the words that
 * draw it, `logs` its Gumbel. */
static void look(const struct opening *openings, uint32_t count, const uint32_t *where,
                 struct searchers *all) {
  uint8_t hopeful[TOGETHER];
  uint32_t which[TOGETHER];
  find_hopeful(all->logs, all->aversion, all->least, hopeful, count);
  const uint32_t found = batch_select(hopeful, count, 0, which);
  for (uint32_t n = 0; n < found; n++) {
    const uint32_t k = which[n];
    const struct opening *board = openings + all->first[k];
    const uint32_t at = drawn_opening(board, all->openings[k], all->vacancies[k], where[k]);
    const double value = board[at].firm != all->employer[k]
                             ? all->logs[k] * (double)board[at].aversion
                             : (double)INFINITY;
    const uint32_t better = 0u - (value < all->least[k]); /* a mask: chance decides, no branch */
    all->least[k] = batch_min(value, all->least[k]);
    all->chosen[k] = ((all->first[k] + at) & better) | (all->chosen[k] & ~better);
  }
}

static void search(const struct economy *economy, const struct rates *rates, struct block *block,
                   const uint32_t *rows, uint32_t count) {
  struct searchers all;
  uint32_t *const words[4] = {all.words[0], all.words[1], all.words[2], all.words[3]};
  const uint32_t sample = (uint32_t)economy->params->search_sample;
  gather(economy, rates, rows, count, &all);
  for (uint32_t n = 0; n < sample; n++) {
    if (n % 2 == 1) {
      draw_many(economy->key, DRAW_LABOUR_SEARCH, all.ids, economy->month, n / 2 + 1, count, words);
    }
    const uint32_t pair = n % 2 == 0 ? 2 : 0;
    take_logs(all.words[pair + 1], all.logs, count);
    look(economy->labour.openings, count, all.words[pair], &all);
  }
  for (uint32_t k = 0; k < count; k++) {
    plan(block, all.chosen[k], rows[k]);
    block->planned -= all.chosen[k] == NOBODY; /* the next takes its slot */
  }
}

static void plan_block(struct economy *economy, const struct rates *rates, uint32_t number) {
  struct block block;
  open_block(economy, number, &block);
  for (uint32_t first = block.first; first < block.end; first += STRIP) {
    struct strip strip;
    strip.first = first;
    strip.count = batch_length(block.end, first, STRIP);
    draw_shared(economy->key, DRAW_LABOUR_EVENT, economy->persons.id + first, economy->month,
                strip.count, strip.draws);
    find_actors(economy, &strip);
    act_strip(economy, rates, &strip, &block);
  }
  for (uint32_t k = 0; k < block.searching; k += TOGETHER) {
    const uint32_t count = batch_length(block.searching, k, TOGETHER);
    search(economy, rates, &block, block.searchers + k, count);
  }
  economy->labour.told[number] = block.told;
  economy->labour.planned[number] = block.planned;
}

void search_plan(struct economy *economy) {
  const struct rates rates = rates_of_month(economy);
  PARALLEL_EACH(economy_threads_persons(economy), block, persons_blocks(&economy->persons),
                plan_block(economy, &rates, block));
}
