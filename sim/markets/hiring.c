#include "bellwether/markets/hiring.h"

#include "bellwether/base/batch.h"

#include <math.h>
#include <stdlib.h>

#define TOGETHER 32u /* applicants whose abilities are drawn together */
#define FEW      64u /* who are taken, or refused, are found one by one */

uint32_t hiring_quality(struct draw_key key, uint64_t person) {
  return draw_words(key, DRAW_LABOUR_QUALITY, person, 0, 0).v[0];
}

/* The person's own row: an employee of this firm from this month on. */
static void sign(struct economy *economy, uint32_t person, uint32_t firm) {
  struct persons *persons = &economy->persons;
  const uint32_t z = persons->skill[person];
  persons->employer[person] = firm;
  persons->wage[person] = (int32_t)lrintf(economy->firms.posted_wage[firm].v[z]);
  persons->hired[person] = (int16_t)economy->month;
}

void hiring_employ(struct economy *economy, uint32_t person, uint32_t firm) {
  const uint32_t z = economy->persons.skill[person];
  sign(economy, person, firm);
  economy->firms.staff[firm].v[z]++;
  economy->firms.payroll[firm] += economy->persons.wage[person];
  economy->towns.idle[economy->persons.town[person]].v[z]--;
}

/* A block's k-th plan. */
static struct message plan_of(const struct economy *economy, uint32_t block, uint32_t k) {
  return economy->labour.slots[(size_t)(block + 1) * LABOUR_SLOTS - 1 - k];
}

static uint32_t count_applications(const struct economy *economy, uint32_t block) {
  uint32_t count = 0;
  for (uint32_t k = 0; k < economy->labour.planned[block]; k++) {
    count += plan_of(economy, block, k).to < PLAN_MOVE;
  }
  return count;
}

/* Where each block's messages and applications stand among all; returns how many messages. */
static uint32_t place_blocks(struct economy *economy) {
  struct labour *labour = &economy->labour;
  const uint32_t blocks = persons_blocks(&economy->persons);
  uint32_t told = 0, applied = 0;
  for (uint32_t block = 0; block < blocks; block++) {
    labour->told_first[block] = told;
    labour->planned_first[block] = applied;
    told += labour->told[block];
    applied += count_applications(economy, block);
  }
  labour->told_first[blocks] = told;
  labour->planned_first[blocks] = applied;
  return told;
}

static void send_block(struct economy *economy, uint32_t block) {
  struct labour *labour = &economy->labour;
  const struct message *slots = labour->slots + (size_t)block * LABOUR_SLOTS;
  struct message *told = labour->staff.sent + labour->told_first[block];
  struct message *applied = labour->applications.sent + labour->planned_first[block];
  for (uint32_t k = 0; k < labour->told[block]; k++) told[k] = slots[k];
  for (uint32_t k = 0; k < labour->planned[block]; k++) {
    const struct message plan = plan_of(economy, block, k);
    if (plan.to < PLAN_MOVE) *applied++ = plan;
  }
}

/* Whether x stands before y: by quality, then by id. */
static bool is_before(const struct applicant *x, const struct applicant *y) {
  return (x->quality > y->quality) | ((x->quality == y->quality) & (x->id < y->id));
}

static int compare_applicants(const void *x, const void *y) {
  return is_before(y, x) - is_before(x, y);
}

static void swap(struct applicant *x, struct applicant *y) {
  const struct applicant kept = *x;
  *x = *y;
  *y = kept;
}

/* Puts the best `room` of a queue before the others, in any order. Mostly one is to be taken or one
 * to be refused: then one look along the queue finds it. */
static void put_best_first(struct applicant *queue, uint32_t count, uint32_t room) {
  const uint32_t refused = count - room;
  if (room > FEW && refused > FEW) {
    qsort(queue, count, sizeof *queue, compare_applicants);
    return;
  }
  for (uint32_t first = 0; first < room && room <= refused; first++) {
    uint32_t best = first;
    for (uint32_t k = first + 1; k < count; k++) {
      best = is_before(&queue[k], &queue[best]) ? k : best;
    }
    swap(&queue[first], &queue[best]);
  }
  for (uint32_t end = count; end > room && refused < room; end--) {
    uint32_t worst = 0;
    for (uint32_t k = 1; k < end; k++) worst = is_before(&queue[worst], &queue[k]) ? k : worst;
    swap(&queue[end - 1], &queue[worst]);
  }
}

/* Ability and id of each applicant. */
static void rate(const struct economy *economy, struct applicant *queue, uint32_t count) {
  uint64_t ids[TOGETHER];
  uint32_t words[4][TOGETHER];
  uint32_t *const out[4] = {words[0], words[1], words[2], words[3]};
  for (uint32_t first = 0; first < count; first += TOGETHER) {
    const uint32_t here = batch_length(count, first, TOGETHER);
    for (uint32_t k = 0; k < here; k++) ids[k] = economy->persons.id[queue[first + k].person];
    draw_many(economy->key, DRAW_LABOUR_QUALITY, ids, 0, 0, here, out);
    for (uint32_t k = 0; k < here; k++) {
      queue[first + k].id = ids[k];
      queue[first + k].quality = words[0][k];
    }
  }
}

/* Takes a person; `told` are the two messages that its application has room for. */
static void take(struct economy *economy, uint32_t person, uint32_t firm, struct message *told) {
  const struct persons *persons = &economy->persons;
  const uint32_t z = persons->skill[person], old = persons->employer[person];
  told[0] = STAFF_MESSAGE(old, STAFF_LEAVES + z, persons->wage[person]);
  told[0].to |= 0u - (old == NOBODY); /* MESSAGES_NONE */
  sign(economy, person, firm);
  told[1] = STAFF_MESSAGE(firm, STAFF_JOINS + z, persons->wage[person]);
  economy->firms.vacancies[firm].v[z]--;
}

/* One opening's applicants: all where there is room, else by quality and id. */
static void fill_opening(struct economy *economy, uint32_t opening, struct applicant *queue,
                         uint32_t count, struct message *told) {
  const uint32_t firm = economy->labour.openings[opening].firm;
  const uint32_t z = economy->persons.skill[queue[0].person];
  const uint32_t room = economy->firms.vacancies[firm].v[z];
  if (count > room) put_best_first(queue, count, room);
  for (uint32_t k = 0; k < count; k++) {
    told[2 * k] = told[2 * k + 1] = (struct message){MESSAGES_NONE, 0};
    if (k < room) take(economy, queue[k].person, firm, told + 2 * k);
  }
}

/* The openings of one bucket: their applications, put in queues by counting, then one opening after
 * the other. `told`: two messages an application of the whole month. */
static void fill_bucket(struct economy *economy, uint32_t bucket, struct message *told) {
  struct labour *labour = &economy->labour;
  const struct messages *sent = &labour->applications;
  const uint32_t openings = labour->board_first[economy->towns.count * SKILL_COUNT];
  const uint32_t first = bucket << sent->shift;
  const uint32_t width = 1u << sent->shift;
  const uint32_t end = openings - first < width ? openings : first + width;
  if (sent->first[bucket] == sent->first[bucket + 1]) return;
  for (uint32_t opening = first; opening < end; opening++) labour->queued[opening] = 0;
  for (uint32_t k = sent->first[bucket]; k < sent->first[bucket + 1]; k++) {
    labour->queued[sent->sorted[k].to]++;
    __builtin_prefetch(&economy->persons.employer[sent->sorted[k].what], 1);
    __builtin_prefetch(&economy->persons.skill[sent->sorted[k].what]);
    __builtin_prefetch(&economy->persons.id[sent->sorted[k].what]);
  }
  uint32_t at = sent->first[bucket];
  for (uint32_t opening = first; opening < end; opening++) {
    const uint32_t here = labour->queued[opening];
    labour->queued[opening] = at;
    at += here;
  }
  for (uint32_t k = sent->first[bucket]; k < sent->first[bucket + 1]; k++) {
    labour->applicants[labour->queued[sent->sorted[k].to]++].person = sent->sorted[k].what;
  }
  at = sent->first[bucket];
  /* Of all queues in one go: most are too short for vectors. */
  rate(economy, &labour->applicants[at], sent->first[bucket + 1] - at);
  for (uint32_t opening = first; opening < end; opening++) {
    const uint32_t upto = labour->queued[opening];
    if (upto > at) {
      fill_opening(economy, opening, &labour->applicants[at], upto - at, told + (size_t)at * 2);
    }
    at = upto;
  }
}

/* What the firms of one bucket were told. */
static void change_staff(struct economy *economy, uint32_t bucket) {
  const struct messages *told = &economy->labour.staff;
  struct firms *firms = &economy->firms;
  for (uint32_t k = told->first[bucket]; k < told->first[bucket + 1]; k++) {
    const uint32_t firm = told->sorted[k].to >> STAFF_BITS;
    const uint32_t what = told->sorted[k].to & ((1u << STAFF_BITS) - 1);
    const int32_t fen = (int32_t)told->sorted[k].what;
    const bool leaves = what < STAFF_RAISED, joins = what >= STAFF_JOINS;
    const uint32_t z = (what % STAFF_JOINS) * (leaves | joins);
    /* Without a branch: who comes next is chance. */
    firms->staff[firm].v[z] += (uint32_t)joins - leaves;
    firms->payroll[firm] += fen * (1 - 2 * leaves);
  }
}

/* Adds the staff of a town's firms to its idle persons, or takes it off: before staff changes and
 * after, so that who left is idle and who was taken is not. */
static void count_staff(struct economy *economy, uint32_t town, bool before) {
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, town);
  uint32_t *idle = economy->towns.idle[town].v;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t *staff = firms->staff[economy->roster.rows[at]].v;
    for (int z = 0; z < SKILL_COUNT; z++) idle[z] += before ? staff[z] : 0u - staff[z];
  }
}

/* Vacancies filled. */
static void count_hires(struct economy *economy, uint32_t town) {
  const struct labour *labour = &economy->labour;
  uint32_t hires = 0;
  for (uint32_t z = 0; z < SKILL_COUNT; z++) {
    const uint32_t board = town * SKILL_COUNT + z;
    uint32_t upto = 0;
    for (uint32_t k = labour->board_first[board]; k < labour->board_first[board + 1]; k++) {
      const struct opening *opening = &labour->openings[k];
      hires += opening->upto - upto - economy->firms.vacancies[opening->firm].v[z];
      upto = opening->upto;
    }
  }
  economy->towns.hires[town] = hires;
}

enum status hiring_settle(struct economy *economy, struct error *error) {
  struct labour *labour = &economy->labour;
  const uint32_t blocks = persons_blocks(&economy->persons), towns = economy->towns.count;
  const uint32_t told = place_blocks(economy), applied = labour->planned_first[blocks];
  const int threads = economy_threads_persons(economy);
  TRY(economy_reserve_messages(economy, told + 2 * applied, applied, error));
  PARALLEL_EACH(threads, block, blocks, send_block(economy, block));
  PARALLEL_EACH(threads, town, towns, count_staff(economy, town, true));
  messages_sort(&labour->applications, applied, economy->threads);
  PARALLEL_EACH(threads, bucket, labour->applications.buckets,
                fill_bucket(economy, bucket, labour->staff.sent + told));
  messages_sort(&labour->staff, told + 2 * applied, economy->threads);
  PARALLEL_EACH(threads, bucket, labour->staff.buckets, change_staff(economy, bucket));
  PARALLEL_EACH(threads, town, towns, count_staff(economy, town, false));
  PARALLEL_EACH(threads, town, towns, count_hires(economy, town));
  return STATUS_OK;
}
