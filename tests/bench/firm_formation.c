#include "firm_formation.h"

#include "bellwether/base/batch.h"
#include "bellwether/base/memory.h"
#include "bellwether/base/sum.h"

#include <stdbool.h>
#include <stdlib.h>

#define EFFORT_UNIT  0x1p-20
#define ACTIVE_BELOW 171798692u /* of 2^32: 4 % */
#define KEEPS        0.98       /* of wealth, a month */
#define GATHER       128u       /* active workers whose choices are weighed together */
#define FOUND        UINT32_MAX /* as a decision's firm: one's own, new */
#define BUCKET_LEAST 4096u      /* firms */
#define PARALLEL_AT  30000u     /* workers; below, a fork and join costs more than it gains */

enum option { STAY, START_UP, FIRST_FRIEND, SECOND_FRIEND, OPTIONS };

#define WORKER_COLUMN(name, type, unit, meaning)                                                   \
  {#name, #type, sizeof(type), offsetof(struct firm_formation, name), unit, meaning},
static const struct column columns[] = {WORKER_COLUMNS(WORKER_COLUMN)};
#define COLUMNS (sizeof columns / sizeof columns[0])

static inline uint32_t mixed(uint32_t h) {
  h = (h ^ h >> 16) * 0x85EBCA6Bu;
  h = (h ^ h >> 13) * 0xC2B2AE35u;
  return h ^ h >> 16;
}

static uint32_t key_of(uint32_t seed, int32_t month, uint32_t purpose) {
  return mixed((uint32_t)month * 0x85EBCA77u + purpose * 0xC2B2AE3Du + seed * 0x27D4EB2Fu);
}

static inline uint32_t hashed(uint32_t worker, uint32_t key) {
  return mixed(worker * 0x9E3779B1u ^ key);
}

static inline double unit(uint32_t hash) { return (hash + 0.5) * 0x1p-32; }

static uint32_t blocks_of(const struct firm_formation *ff) {
  return (uint32_t)(((uint64_t)ff->workers + SUM_BLOCK - 1) / SUM_BLOCK);
}

static uint32_t end_of(const struct firm_formation *ff, uint32_t block) {
  const uint32_t first = block * SUM_BLOCK;
  return ff->workers - first < SUM_BLOCK ? ff->workers : first + SUM_BLOCK;
}

static double share_of(const struct formed_firm *firm) {
  const double effort = (double)firm->effort * EFFORT_UNIT;
  return (firm->a * effort + firm->b * effort * effort) / firm->members;
}

static enum status reserve_decisions(struct firm_formation *ff, uint32_t count,
                                     struct error *error) {
  if (count <= ff->decisions_room) return STATUS_OK;
  const uint32_t room = count + count / 16 + 64;
  free(ff->decisions);
  ff->decisions_room = 0;
  ff->decisions = memory_allocate(room * sizeof *ff->decisions);
  if (!ff->decisions) return error_memory(error, "decisions", room * sizeof *ff->decisions);
  TRY(messages_reserve(&ff->messages, 2 * room, ff->capacity, BUCKET_LEAST, error));
  ff->decisions_room = room;
  return STATUS_OK;
}

static enum status reserve_vacant(struct firm_formation *ff, uint32_t count, struct error *error) {
  if (count <= ff->vacant_room) return STATUS_OK;
  const uint32_t room = count + count / 4 + 64;
  uint32_t *vacant = memory_grow(ff->vacant, 0, room * sizeof *vacant);
  if (!vacant) return error_memory(error, "founders", room * sizeof *vacant);
  ff->vacant = vacant;
  ff->vacant_room = room;
  return STATUS_OK;
}

static void start_worker(struct firm_formation *ff, uint32_t i);

static enum status create(struct firm_formation *ff, struct error *error) {
  const uint32_t blocks = blocks_of(ff), words = ff->capacity / 64 + 1;
  TRY(columns_reserve(ff, columns, COLUMNS, 0, ff->workers, "workers", error));
  columns_clear(ff, columns, COLUMNS, 0, ff->workers);
  ff->firms = memory_allocate(ff->capacity * sizeof *ff->firms);
  ff->pay = memory_allocate(ff->capacity * sizeof *ff->pay);
  ff->occupied = memory_allocate(words * sizeof *ff->occupied);
  ff->active_first = memory_allocate((blocks + 1) * sizeof *ff->active_first);
  ff->founders_first = memory_allocate((blocks + 1) * sizeof *ff->founders_first);
  if (!ff->firms || !ff->pay || !ff->occupied || !ff->active_first || !ff->founders_first) {
    return error_memory(error, "firms", ff->capacity * (sizeof *ff->firms + sizeof *ff->pay));
  }
  memset(ff->firms, 0, ff->capacity * sizeof *ff->firms);
  memset(ff->pay, 0, ff->capacity * sizeof *ff->pay);
  memset(ff->occupied, 0, words * sizeof *ff->occupied);
  TRY(reserve_decisions(ff, ff->workers / 24 + 64, error));
  for (uint32_t i = 0; i < ff->workers; i++) start_worker(ff, i);
  return STATUS_OK;
}

enum status firm_formation_create(struct firm_formation *ff, uint32_t workers, uint32_t seed,
                                  int threads, struct error *error) {
  const uint32_t capacity = workers + workers / 16 + 64;
  *ff = (struct firm_formation){.workers = workers, .capacity = capacity, .seed = seed};
  ff->threads = workers >= PARALLEL_AT ? threads : 1;
  if (workers < 2 || capacity < workers) {
    return error_set(error, STATUS_USAGE, "%u workers, at least 2 and at most 4,042,000,000",
                     workers);
  }
  const enum status status = create(ff, error);
  if (status != STATUS_OK) firm_formation_free(ff);
  return status;
}

void firm_formation_free(struct firm_formation *ff) {
  columns_free(ff, columns, COLUMNS);
  free(ff->firms);
  free(ff->pay);
  free(ff->occupied);
  free(ff->vacant);
  free(ff->active_first);
  free(ff->founders_first);
  free(ff->decisions);
  messages_free(&ff->messages);
  *ff = (struct firm_formation){0};
}

static uint32_t friend_of(const struct firm_formation *ff, uint32_t i, uint32_t purpose) {
  const uint32_t hash = hashed(i, key_of(ff->seed, 0, purpose));
  const uint32_t j = (uint32_t)((uint64_t)hash * ff->workers >> 32);
  return j != i ? j : (j + 1) % ff->workers;
}

/* What a lone worker of taste theta, or one who joins others of summed effort E in a firm of n,
 * chooses: effort in units, and what it is worth. */
static inline double weigh(double theta, double others, double members, double a, double b,
                           uint32_t *units) {
  const double w = 1 + others;
  const double root = sqrt(a * a + 4 * a * b * theta * theta * w +
                           4 * b * b * theta * theta * w * w);
  const double sum = (2 * theta * b * w - a + root) / (2 * b * (1 + theta));
  const double wanted = 0.5 * (sum - others + fabs(sum - others)); /* at least 0 */
  const int32_t whole = (int32_t)(wanted * 0x1p20 + 0.5);
  const double effort = whole * EFFORT_UNIT;
  const double total = others + effort;
  const double output = a * total + b * total * total;
  *units = (uint32_t)whole;
  return theta * batch_log(output / members) + (1 - theta) * batch_log(1 - effort);
}

static double start_a(uint32_t hash) { return unit(hash) / 2; }
static double start_b(uint32_t hash) { return 0.75 + unit(hash) / 2; }

static void start_worker(struct firm_formation *ff, uint32_t i) {
  struct formed_firm *firm = &ff->firms[i];
  struct chooser *chooser = &ff->chooser[i];
  chooser->theta = hashed(i, key_of(ff->seed, 0, 1));
  chooser->friends[0] = friend_of(ff, i, 2);
  chooser->friends[1] = friend_of(ff, i, 3);
  firm->a = start_a(hashed(i, key_of(ff->seed, 0, 4)));
  firm->b = start_b(hashed(i, key_of(ff->seed, 0, 5)));
  weigh(unit(chooser->theta), 0, 1, firm->a, firm->b, &chooser->effort);
  ff->firm[i] = i;
  firm->effort = chooser->effort;
  firm->members = 1;
  ff->pay[i] = share_of(firm);
  ff->occupied[i / 64] |= 1ull << i % 64;
}

/* Months 1 and 2 of the workload for one block: pay, and how many act. */
BATCH_CLONES static uint32_t earn(double *restrict wealth, const uint32_t *restrict firm,
                                  const double *restrict pay, uint32_t first, uint32_t end,
                                  uint32_t key) {
  uint32_t active = 0;
  for (uint32_t i = first; i < end; i++) active += hashed(i, key) < ACTIVE_BELOW;
  for (uint32_t i = first; i < end; i++) wealth[i] = KEEPS * wealth[i] + pay[firm[i]];
  return active;
}

/* Whether each worker of a block acts. */
BATCH_CLONES static void hash_block(uint8_t *restrict acts, uint32_t first, uint32_t key) {
  for (uint32_t k = 0; k < SUM_BLOCK; k++) acts[k] = hashed(first + k, key) < ACTIVE_BELOW;
}

/* The active workers of a block, in order. */
static uint32_t find_active(uint32_t *active, uint32_t first, uint32_t end, uint32_t key) {
  uint8_t acts[SUM_BLOCK];
  hash_block(acts, first, key);
  return batch_select(acts, end - first, first, active);
}

/* What the choices of up to GATHER workers depend on, and what they are worth. */
struct choices {
  double theta[GATHER];
  double others[OPTIONS][GATHER], members[OPTIONS][GATHER];
  double a[OPTIONS][GATHER], b[OPTIONS][GATHER], value[OPTIONS][GATHER];
  uint32_t effort[OPTIONS][GATHER], firm[OPTIONS][GATHER];
};

static void gather_firm(const struct firm_formation *ff, struct choices *choices,
                        enum option option, uint32_t k, uint32_t firm, int64_t own) {
  const struct formed_firm *formed = &ff->firms[firm];
  choices->firm[option][k] = firm;
  choices->others[option][k] = (double)(formed->effort - own) * EFFORT_UNIT;
  choices->members[option][k] = formed->members + (option == STAY ? 0.0 : 1.0);
  choices->a[option][k] = formed->a;
  choices->b[option][k] = formed->b;
}

/* Reads what is far away first, so that many reads are under way at once; and the next `more`
 * workers' own lines. */
static void gather(const struct firm_formation *ff, const uint32_t *active, uint32_t count,
                   uint32_t more, struct choices *choices) {
  const uint32_t keys[2] = {key_of(ff->seed, ff->month, 6), key_of(ff->seed, ff->month, 7)};
  for (uint32_t k = count; k < count + more; k++) {
    __builtin_prefetch(&ff->chooser[active[k]]);
  }
  for (uint32_t k = 0; k < count; k++) {
    const struct chooser *chooser = &ff->chooser[active[k]];
    __builtin_prefetch(&ff->firm[chooser->friends[0]]);
    __builtin_prefetch(&ff->firm[chooser->friends[1]]);
    __builtin_prefetch(&ff->firms[ff->firm[active[k]]]);
  }
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = active[k];
    choices->firm[STAY][k] = ff->firm[i];
    choices->firm[FIRST_FRIEND][k] = ff->firm[ff->chooser[i].friends[0]];
    choices->firm[SECOND_FRIEND][k] = ff->firm[ff->chooser[i].friends[1]];
    __builtin_prefetch(&ff->firms[choices->firm[FIRST_FRIEND][k]]);
    __builtin_prefetch(&ff->firms[choices->firm[SECOND_FRIEND][k]]);
  }
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = active[k];
    choices->theta[k] = unit(ff->chooser[i].theta);
    gather_firm(ff, choices, STAY, k, choices->firm[STAY][k], ff->chooser[i].effort);
    gather_firm(ff, choices, FIRST_FRIEND, k, choices->firm[FIRST_FRIEND][k], 0);
    gather_firm(ff, choices, SECOND_FRIEND, k, choices->firm[SECOND_FRIEND][k], 0);
    choices->firm[START_UP][k] = FOUND;
    choices->others[START_UP][k] = 0;
    choices->members[START_UP][k] = 1;
    choices->a[START_UP][k] = start_a(hashed(i, keys[0]));
    choices->b[START_UP][k] = start_b(hashed(i, keys[1]));
  }
}

BATCH_CLONES static void weigh_all(struct choices *restrict choices, uint32_t count) {
  for (int option = 0; option < OPTIONS; option++) {
    for (uint32_t k = 0; k < count; k++) {
      choices->value[option][k] = weigh(choices->theta[k], choices->others[option][k],
                                        choices->members[option][k], choices->a[option][k],
                                        choices->b[option][k], &choices->effort[option][k]);
    }
  }
}

/* Only what is worth strictly more wins, in the order of options. No one else reads a worker's own
 * effort, so that it may change at once. */
static struct decision choose(const struct choices *choices, uint32_t k, uint32_t worker,
                              struct chooser *chooser) {
  const uint32_t before = chooser->effort;
  const uint32_t own = choices->firm[STAY][k];
  int best = STAY;
  for (int option = START_UP; option < OPTIONS; option++) {
    const bool better = choices->value[option][k] > choices->value[best][k];
    if (better && choices->firm[option][k] != own) best = option;
  }
  chooser->effort = choices->effort[best][k];
  return (struct decision){worker, choices->firm[best][k], chooser->effort, before};
}

/* The plan step of a block; returns how many found a firm. */
static uint32_t decide(struct firm_formation *ff, uint32_t block) {
  uint32_t active[SUM_BLOCK];
  struct choices choices;
  const uint32_t count = find_active(active, block * SUM_BLOCK, end_of(ff, block),
                                     key_of(ff->seed, ff->month, 0));
  struct decision *decisions = ff->decisions + ff->active_first[block];
  uint32_t founders = 0;
  for (uint32_t first = 0; first < count; first += GATHER) {
    const uint32_t left = count - first, here = left < GATHER ? left : GATHER;
    const uint32_t more = left - here < GATHER ? left - here : GATHER;
    gather(ff, active + first, here, more, &choices);
    weigh_all(&choices, here);
    for (uint32_t k = 0; k < here; k++) {
      decisions[first + k] = choose(&choices, k, active[first + k],
                                    &ff->chooser[active[first + k]]);
      founders += decisions[first + k].firm == FOUND;
    }
  }
  return founders;
}

/* Turns the counts of blocks into the first of each; returns the sum. */
static uint32_t cumulate(uint32_t *counts, uint32_t blocks) {
  uint32_t sum = 0;
  for (uint32_t block = 0; block < blocks; block++) {
    const uint32_t here = counts[block];
    counts[block] = sum;
    sum += here;
  }
  return counts[blocks] = sum;
}

/* The lowest rows without members. */
static void find_vacant(struct firm_formation *ff, uint32_t wanted) {
  uint32_t found = 0;
  for (uint32_t word = 0; found < wanted; word++) {
    for (uint64_t empty = ~ff->occupied[word]; empty && found < wanted; empty &= empty - 1) {
      ff->vacant[found++] = word * 64 + (uint32_t)__builtin_ctzll(empty);
    }
  }
}

/* A change of a firm: of its effort by less than 2^20 units, of its members by -1, 0 or 1. */
static struct message change(uint32_t firm, int32_t effort, int32_t members) {
  return (struct message){firm, (uint32_t)(effort * 4 + members + 1)};
}

/* The settle step of workers: each moves, and tells the firms. Returns how many moved. */
static uint64_t move(struct firm_formation *ff, uint32_t block) {
  const uint32_t keys[2] = {key_of(ff->seed, ff->month, 6), key_of(ff->seed, ff->month, 7)};
  uint32_t founder = ff->founders_first[block];
  uint64_t moves = 0;
  for (uint32_t k = ff->active_first[block]; k < ff->active_first[block + 1]; k++) {
    struct decision decision = ff->decisions[k];
    const uint32_t i = decision.worker, old = ff->firm[i];
    const int32_t effort = (int32_t)decision.effort, before = (int32_t)decision.effort_before;
    struct message *messages = ff->messages.sent + (size_t)k * 2;
    if (decision.firm == FOUND) {
      decision.firm = ff->vacant[founder++];
      ff->firms[decision.firm].a = start_a(hashed(i, keys[0]));
      ff->firms[decision.firm].b = start_b(hashed(i, keys[1]));
    }
    const bool moved = decision.firm != old;
    messages[0] = moved ? change(old, -before, -1) : change(old, effort - before, 0);
    messages[1] = moved ? change(decision.firm, effort, 1) : (struct message){MESSAGES_NONE, 0};
    ff->firm[i] = decision.firm;
    moves += moved ? 1 : 0;
  }
  return moves;
}

/* The settle step of a bucket of firms. */
static void settle(struct firm_formation *ff, uint32_t bucket) {
  const struct messages *messages = &ff->messages;
  const uint32_t first = messages->first[bucket], end = messages->first[bucket + 1];
  for (uint32_t k = first; k < end; k++) {
    struct formed_firm *firm = &ff->firms[messages->sorted[k].to];
    const uint32_t what = messages->sorted[k].what;
    firm->effort += (int32_t)(what & ~3u) / 4;
    firm->members += (what & 3) - 1;
  }
  for (uint32_t k = first; k < end; k++) {
    const uint32_t row = messages->sorted[k].to;
    const struct formed_firm *firm = &ff->firms[row];
    const uint64_t bit = 1ull << row % 64;
    ff->pay[row] = firm->members ? share_of(firm) : 0;
    if (firm->members) ff->occupied[row / 64] |= bit;
    else ff->occupied[row / 64] &= ~bit;
  }
}

enum status firm_formation_month(struct firm_formation *ff, struct error *error) {
  const uint32_t blocks = blocks_of(ff);
  const uint32_t key = key_of(ff->seed, ++ff->month, 0);
#pragma omp parallel for schedule(static) num_threads(ff->threads) if (ff->threads > 1)
  for (uint32_t block = 0; block < blocks; block++) {
    ff->active_first[block] = earn(ff->wealth, ff->firm, ff->pay, block * SUM_BLOCK,
                                   end_of(ff, block), key);
  }
  const uint32_t active = cumulate(ff->active_first, blocks);
  TRY(reserve_decisions(ff, active, error));
#pragma omp parallel for schedule(dynamic, 4) num_threads(ff->threads) if (ff->threads > 1)
  for (uint32_t block = 0; block < blocks; block++) ff->founders_first[block] = decide(ff, block);
  const uint32_t founders = cumulate(ff->founders_first, blocks);
  TRY(reserve_vacant(ff, founders, error));
  find_vacant(ff, founders);
  uint64_t moves = 0;
#pragma omp parallel for schedule(dynamic, 4) num_threads(ff->threads) if (ff->threads > 1)        \
    reduction(+ : moves)
  for (uint32_t block = 0; block < blocks; block++) moves += move(ff, block);
  messages_sort(&ff->messages, 2 * active, ff->threads);
#pragma omp parallel for schedule(dynamic) num_threads(ff->threads) if (ff->threads > 1)
  for (uint32_t bucket = 0; bucket < ff->messages.buckets; bucket++) settle(ff, bucket);
  ff->activations += active;
  ff->moves += moves;
  ff->founded += founders;
  return STATUS_OK;
}

struct firm_formation_summary firm_formation_summary(const struct firm_formation *ff) {
  struct firm_formation_summary summary = {0};
  for (uint32_t firm = 0; firm < ff->capacity; firm++) {
    const uint32_t members = ff->firms[firm].members;
    summary.firms += members > 0;
    if (members > summary.largest) summary.largest = members;
    summary.effort += ff->firms[firm].effort;
  }
  for (uint32_t i = 0; i < ff->workers; i++) {
    summary.checksum = (31 * summary.checksum + ff->firm[i]) ^ ff->chooser[i].effort;
  }
  return summary;
}

uint64_t firm_formation_bytes(const struct firm_formation *ff) {
  const uint64_t blocks = blocks_of(ff);
  return ff->workers * columns_row_bytes(columns, COLUMNS) +
         ff->capacity * (sizeof *ff->firms + sizeof *ff->pay) + ff->capacity / 8 +
         ff->decisions_room * (sizeof *ff->decisions + 4 * sizeof(struct message)) +
         ff->vacant_room * sizeof *ff->vacant + blocks * 2 * sizeof(uint32_t);
}
