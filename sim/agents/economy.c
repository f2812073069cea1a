#include "bellwether/agents/economy.h"

#include "bellwether/base/batch.h"
#include "bellwether/base/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array)    (sizeof(array) / sizeof(array)[0])
#define LIST_LEAST      64   /* rows of a list at first */
#define COMPLETE_AT     2.0  /* firms at which a link of the chain is half complete */
#define CHUNKS          256u /* of parts, or of towns, that threads share */
#define STAFF_BUCKET    (1024u << STAFF_BITS) /* destinations: firms whose staff changes together */
#define OPENINGS_BUCKET 1024u                 /* openings that are filled together */

uint64_t economy_id(uint32_t town, int32_t month, enum channel channel, uint32_t k) {
  return ((uint64_t)(town & 0xFFFFFu) << 43) |
         ((uint64_t)((uint32_t)(month + DRAW_MONTH_SHIFT) & 0x3FFFFu) << 25) |
         ((uint64_t)channel << 22 & 0x1C00000u) | (k & 0x3FFFFFu);
}

static enum status grow(void *pointer, size_t count, size_t size, const char *what,
                        struct error *error) {
  void *old, *fresh;
  memcpy(&old, pointer, sizeof old);
  fresh = realloc(old, count * size);
  if (!fresh) return error_memory(error, what, count * size);
  memcpy(pointer, &fresh, sizeof fresh);
  return STATUS_OK;
}

/* Scratch by town and by roster group: made once, so that pointers into it hold. */
static enum status create_group_scratch(struct economy *economy, struct error *error) {
  const size_t parks = economy->parks.count, towns = economy->towns.count;
  const size_t groups = parks * economy->segments_count;
  double **by_group[] = {&economy->reach, &economy->attraction, &economy->group_scratch[0],
                         &economy->group_scratch[1]};
  for (size_t i = 0; i < COUNT(by_group); i++) {
    TRY(grow(by_group[i], groups + 1, sizeof(double), "segments", error));
    memset(*by_group[i], 0, (groups + 1) * sizeof(double));
  }
  TRY(grow(&economy->town_scratch, towns * (SKILL_COUNT + 1), sizeof(double), "towns", error));
  TRY(grow(&economy->labour.board_first, towns * SKILL_COUNT + 1, sizeof(uint32_t), "towns",
           error));
  TRY(grow(&economy->labour.arrivals, towns * SKILL_COUNT * ARRIVE_COUNT + 1, sizeof(uint32_t),
           "towns", error));
  TRY(grow(&economy->park_scratch, 2 * parks, sizeof(double), "parks", error));
  TRY(grow(&economy->group_counts, groups + 1, sizeof *economy->group_counts, "segments", error));
  struct roster *roster = &economy->roster;
  TRY(grow(&roster->group_first, groups + 2, sizeof *roster->group_first, "segments", error));
  roster->groups = (uint32_t)groups;
  economy->town_chunk = 1 + economy->towns.count / CHUNKS;
  return STATUS_OK;
}

static enum status reserve_firms(struct economy *economy, uint32_t capacity, struct error *error) {
  if (!economy->scratch_firms) TRY(create_group_scratch(economy, error));
  TRY(firms_reserve(&economy->firms, capacity, error));
  const size_t parts = (size_t)economy->roster.groups + capacity / SUM_BLOCK + 1;
  const size_t openings = (size_t)capacity * SKILL_COUNT;
  struct roster *roster = &economy->roster;
  for (size_t i = 0; i < COUNT(economy->firm_scratch); i++) {
    TRY(grow(&economy->firm_scratch[i], capacity, sizeof(double), "firms", error));
  }
  for (size_t i = 0; i < COUNT(economy->firm_amounts); i++) {
    TRY(grow(&economy->firm_amounts[i], capacity, sizeof(int64_t), "firms", error));
  }
  for (size_t i = 0; i < COUNT(economy->part_sums); i++) {
    TRY(grow(&economy->part_sums[i], parts, sizeof(double), "firms", error));
  }
  for (size_t i = 0; i < COUNT(economy->part_amounts); i++) {
    TRY(grow(&economy->part_amounts[i], parts, sizeof(int64_t), "firms", error));
  }
  TRY(grow(&economy->supplies, capacity, sizeof(double), "firms", error));
  TRY(grow(&economy->requests, capacity, sizeof *economy->requests, "firms", error));
  TRY(grow(&economy->labour.openings, openings, sizeof(struct opening), "firms", error));
  TRY(grow(&economy->labour.by_employer, (size_t)capacity + 1, sizeof(uint32_t), "firms", error));
  TRY(grow(&economy->labour.queued, openings, sizeof(uint32_t), "firms", error));
  TRY(grow(&roster->rows, capacity, sizeof *roster->rows, "firms", error));
  TRY(grow(&roster->parts, parts, sizeof *roster->parts, "firms", error));
  economy->scratch_firms = capacity;
  return STATUS_OK;
}

static enum status reserve_persons(struct economy *economy, uint32_t capacity,
                                   struct error *error) {
  TRY(persons_reserve(&economy->persons, capacity, error));
  struct labour *labour = &economy->labour;
  const size_t blocks = capacity / SUM_BLOCK + 1;
  /* Most slots are never written: memory that no one touches is not taken. */
  TRY(grow(&labour->slots, blocks * LABOUR_SLOTS, sizeof *labour->slots, "persons", error));
  TRY(grow(&labour->told, blocks, sizeof(uint32_t), "persons", error));
  TRY(grow(&labour->planned, blocks, sizeof(uint32_t), "persons", error));
  TRY(grow(&labour->told_first, blocks + 1, sizeof(uint32_t), "persons", error));
  TRY(grow(&labour->planned_first, blocks + 1, sizeof(uint32_t), "persons", error));
  return STATUS_OK;
}

/* Room for `wanted` rows: at least an eighth more than there was, within 32 bits. */
static uint32_t grown(uint64_t wanted, uint32_t capacity) {
  const uint64_t next = (uint64_t)capacity + capacity / 8;
  const uint64_t room = wanted > next ? wanted : next;
  return room < NOBODY ? (uint32_t)room : NOBODY - 1;
}

enum status economy_reserve(struct economy *economy, uint32_t more_firms, uint32_t more_persons,
                            struct error *error) {
  const uint64_t firms = (uint64_t)economy->firms.count - economy->firms.empty_count + more_firms;
  const uint64_t persons = (uint64_t)economy->persons.count - economy->persons.empty_count +
                           more_persons;
  if (firms >= NOBODY || persons >= NOBODY) {
    return error_set(error, STATUS_FAILURE, "more than 4 billion firms or persons");
  }
  if (firms > economy->firms.room || !economy->firms.room) {
    TRY(reserve_firms(economy, grown(firms + 1, economy->firms.room), error));
  }
  if (persons > economy->persons.room || !economy->persons.room) {
    TRY(reserve_persons(economy, grown(persons + 1, economy->persons.room), error));
  }
  return STATUS_OK;
}

enum status economy_reserve_messages(struct economy *economy, uint32_t to_firms,
                                     uint32_t applications, struct error *error) {
  struct labour *labour = &economy->labour;
  const uint32_t openings = economy->scratch_firms * SKILL_COUNT;
  const uint32_t spare = to_firms / 4, more = applications / 4;
  if (economy->scratch_firms > ECONOMY_FIRMS_MOST) {
    return error_set(error, STATUS_FAILURE, "more than %u firms", ECONOMY_FIRMS_MOST);
  }
  const bool told = to_firms > labour->staff.room;
  TRY(messages_reserve(&labour->staff, told ? to_firms + spare : to_firms,
                       economy->scratch_firms << STAFF_BITS, STAFF_BUCKET, error));
  const bool applied = applications > labour->applications.room;
  TRY(messages_reserve(&labour->applications, applied ? applications + more : applications,
                       openings, OPENINGS_BUCKET, error));
  if (applications > labour->applicants_room) {
    TRY(grow(&labour->applicants, applications + more, sizeof *labour->applicants, "applications",
             error));
    labour->applicants_room = applications + more;
  }
  return STATUS_OK;
}

/* Room for one more in a list that doubles when it is full. */
static enum status grow_list(void *pointer, uint32_t count, uint32_t *capacity, size_t size,
                             const char *what, struct error *error) {
  if (count < *capacity) return STATUS_OK;
  const uint32_t more = *capacity ? *capacity * 2 : LIST_LEAST;
  TRY(grow(pointer, more, size, what, error));
  *capacity = more;
  return STATUS_OK;
}

enum status economy_add_project(struct economy *economy, struct project project,
                                struct error *error) {
  TRY(grow_list(&economy->projects, economy->projects_count, &economy->projects_capacity,
                sizeof project, "projects", error));
  economy->projects[economy->projects_count++] = project;
  return STATUS_OK;
}

enum status economy_add_construction(struct economy *economy, struct construction construction,
                                     struct error *error) {
  TRY(grow_list(&economy->constructions, economy->constructions_count,
                &economy->constructions_capacity, sizeof construction, "plants", error));
  economy->constructions[economy->constructions_count++] = construction;
  economy->parks.floor_coming[construction.park] += construction.floor;
  return STATUS_OK;
}

enum status economy_add_stake(struct economy *economy, struct stake stake, struct error *error) {
  TRY(grow_list(&economy->stakes, economy->stakes_count, &economy->stakes_capacity, sizeof stake,
                "stakes", error));
  economy->stakes[economy->stakes_count++] = stake;
  return STATUS_OK;
}

void economy_add_product(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  if ((int)economy->segments[firms->segment[i]].class == 0) {
    firms->share_due[i] += firms->opening_share[i];
  } else if (firms->registrations[i] < UINT16_MAX) {
    firms->registrations[i]++;
  }
}

void economy_enrol(struct economy *economy) {
  struct roster *roster = &economy->roster;
  const struct firms *firms = &economy->firms;
  uint32_t *first = roster->group_first;
  memset(first, 0, (roster->groups + 2) * sizeof *first);
  for (uint32_t row = 0; row < firms->count; row++) {
    if (!firms->open[row]) continue;
    first[firms->park[row] * economy->segments_count + firms->segment[row] + 2]++;
  }
  for (uint32_t g = 2; g <= roster->groups + 1; g++) first[g] += first[g - 1];
  for (uint32_t row = 0; row < firms->count; row++) {
    if (!firms->open[row]) continue;
    const uint32_t group = firms->park[row] * economy->segments_count + firms->segment[row];
    roster->rows[first[group + 1]++] = row;
  }
  roster->count = firms->living;
  roster->parts_count = 0;
  for (uint32_t g = 0; g < roster->groups; g++) {
    for (uint32_t at = first[g]; at < first[g + 1]; at += SUM_BLOCK) {
      const uint32_t end = at + SUM_BLOCK < first[g + 1] ? at + SUM_BLOCK : first[g + 1];
      roster->parts[roster->parts_count++] = (struct part){g, at, end};
    }
  }
  roster->chunk = 1 + roster->parts_count / CHUNKS;
}

void economy_sum_by_segment(struct economy *economy, const double *column, double *sums) {
  const struct roster *roster = &economy->roster;
#pragma omp parallel for schedule(dynamic, roster->chunk)                                          \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    double sum = 0;
    for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
      sum += column[roster->rows[at]];
    }
    economy->part_sums[0][p] = sum;
  }
  for (uint32_t s = 0; s < economy->segments_count; s++) sums[s] = 0;
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    sums[roster->parts[p].group % economy->segments_count] += economy->part_sums[0][p];
  }
}

struct span economy_town_parks(const struct economy *economy, uint32_t town) {
  const uint32_t next = town + 1 < economy->towns.count ? economy->towns.first_park[town + 1]
                                                        : economy->parks.count;
  return (struct span){economy->towns.first_park[town], next};
}

static struct span firms_of_parks(const struct economy *economy, struct span parks) {
  const uint32_t *first = economy->roster.group_first;
  return (struct span){first[parks.first * economy->segments_count],
                       first[parks.end * economy->segments_count]};
}

struct span economy_park_firms(const struct economy *economy, uint32_t park) {
  return firms_of_parks(economy, (struct span){park, park + 1});
}

struct span economy_town_firms(const struct economy *economy, uint32_t town) {
  return firms_of_parks(economy, economy_town_parks(economy, town));
}

uint32_t economy_link_firms(const struct economy *economy, uint32_t town, uint32_t s) {
  const struct span parks = economy_town_parks(economy, town);
  const uint32_t *first = economy->roster.group_first;
  uint32_t count = 0;
  for (uint32_t park = parks.first; park < parks.end; park++) {
    const uint32_t group = park * economy->segments_count + s;
    count += first[group + 1] - first[group];
  }
  return count;
}

double economy_link_missing(const struct economy *economy, uint32_t town, uint32_t s) {
  return COMPLETE_AT / (economy_link_firms(economy, town, s) + COMPLETE_AT);
}

double economy_landing_time(const struct economy *economy, uint32_t town) {
  const struct params *params = economy->params;
  const double approval = params->approval_share *
                          fmax(1 - economy->towns.instruments[town].approval, 0) /
                          economy->towns.effort[town];
  const double roads = towns_infrastructure(&economy->towns, town, params->infrastructure_unit);
  return (1 - params->approval_share + approval) * exp(-params->landing_infrastructure * roads);
}

struct lever_state *economy_lever_state(const struct economy *economy, uint32_t lever,
                                        uint32_t town) {
  return &economy->lever_states[(size_t)lever * economy->towns.count + town];
}

static int compare_requests(const void *a, const void *b) {
  const struct request *x = a, *y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return (x->firm > y->firm) - (x->firm < y->firm);
}

void economy_sort_requests(struct economy *economy, uint32_t count) {
  qsort(economy->requests, count, sizeof *economy->requests, compare_requests);
}

uint64_t economy_descending(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  bits = bits >> 63 ? ~bits : bits | 1ull << 63;
  return ~bits;
}

double economy_property(const struct economy *economy, uint32_t firm) {
  const struct firms *firms = &economy->firms;
  const double bought = firms->floor_owned[firm] * economy->params->plant_cost / 1e6;
  return fmax(bought - (double)firms->mortgage[firm] / FEN_PER_MILLION, 0);
}

double economy_credit(const struct economy *economy, uint32_t town) {
  return economy->params->credit_ratio * (1 + economy->shocks.credit) *
         (1 + economy->towns.instruments[town].credit);
}

double economy_frontier(const struct economy *economy) {
  return batch_exp(economy->params->frontier_growth * economy->month / 12.0);
}

double economy_base_wage(const struct economy *economy, enum skill skill) {
  const struct params *params = economy->params;
  const double wage = skill == TECHNICIAN ? params->wage_technician
                      : skill == GRADUATE ? params->wage_graduate
                                          : params->wage_high_end;
  return wage * FEN_PER_YUAN * economy_frontier(economy);
}

/* Whether a town's column says what levers cost. */
static bool is_money_of_levers(const struct column *column) {
  static const char *const names[] = {"cash",         "public_cost",  "public_returns", "bond_debt",
                                      "bond_service", "bonds_issued", "projects_signed"};
  for (size_t i = 0; i < COUNT(names); i++) {
    if (strcmp(column->name, names[i]) == 0) return true;
  }
  return false;
}

static uint64_t digest_projects(const struct economy *economy, uint64_t digest) {
  for (uint32_t k = 0; k < economy->projects_count; k++) {
    const struct project *p = &economy->projects[k];
    const double values[] = {(double)p->town, (double)p->segment, p->due,       p->sales,
                             p->productivity, p->subsidy,         p->recruited, p->lead};
    digest = columns_digest_bytes(&p->id, sizeof p->id, digest);
    digest = columns_digest_bytes(values, sizeof values, digest);
  }
  return digest;
}

static uint64_t digest_levers(const struct economy *economy, uint64_t digest) {
  for (uint32_t k = 0; k < economy->stakes_count; k++) {
    const struct stake *stake = &economy->stakes[k];
    const int64_t values[] = {(int64_t)stake->firm, stake->lever, stake->town, stake->paid,
                              stake->due};
    digest = columns_digest_bytes(values, sizeof values, digest);
    digest = columns_digest_bytes(&stake->share, sizeof stake->share, digest);
  }
  for (uint32_t k = 0; k < economy->levers_count * economy->towns.count; k++) {
    const struct lever_state *state = &economy->lever_states[k];
    const int64_t values[] = {state->spent,    state->cash,          state->invested, state->joined,
                              state->returned, (int64_t)state->firm, state->landed};
    digest = columns_digest_bytes(values, sizeof values, digest);
    digest = columns_digest_bytes(&state->done_exactly, sizeof state->done_exactly, digest);
  }
  return digest;
}

uint64_t economy_digest(const struct economy *economy, bool with_money_of_levers) {
  const struct firms *firms = &economy->firms;
  const struct persons *persons = &economy->persons;
  const size_t groups = economy->roster.groups * sizeof(double);
  uint64_t digest = columns_digest(firms, firms_columns, firms_columns_count, firms->count, 1);
  digest = columns_digest_bytes(firms->empty, firms->empty_count * sizeof(uint32_t), digest);
  digest = columns_digest(persons, persons_columns, persons_columns_count, persons->count, digest);
  digest = columns_digest_bytes(persons->empty, persons->empty_count * sizeof(uint32_t), digest);
  digest = columns_digest(&economy->parks, towns_park_columns, towns_park_columns_count,
                          economy->parks.count, digest);
  for (size_t c = 0; c < towns_columns_count; c++) {
    if (!with_money_of_levers && is_money_of_levers(&towns_columns[c])) continue;
    digest = columns_digest(&economy->towns, &towns_columns[c], 1, economy->towns.count, digest);
  }
  digest = columns_digest_bytes(economy->reach, groups, digest);
  digest = columns_digest_bytes(economy->attraction, groups, digest);
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const struct market *m = &economy->markets[s];
    const double values[] = {m->demand,     m->deviation, m->price,
                             m->rest_share, m->left,      m->rest_competitiveness};
    digest = columns_digest_bytes(values, sizeof values, digest);
  }
  digest = digest_projects(economy, digest);
  for (uint32_t k = 0; k < economy->constructions_count; k++) {
    const struct construction *c = &economy->constructions[k];
    const uint64_t values[] = {c->park, c->floor, (uint64_t)(int64_t)c->due};
    digest = columns_digest_bytes(values, sizeof values, digest);
  }
  if (with_money_of_levers) {
    digest = digest_levers(economy, digest);
    digest = columns_digest_bytes(economy->ledger.balance, sizeof economy->ledger.balance, digest);
    digest = columns_digest_bytes(&economy->ledger.loans, sizeof economy->ledger.loans, digest);
  }
  return digest;
}

static void free_labour(struct labour *labour) {
  free(labour->openings);
  free(labour->board_first);
  free(labour->queued);
  free(labour->by_employer);
  free(labour->slots);
  free(labour->told);
  free(labour->planned);
  free(labour->told_first);
  free(labour->planned_first);
  free(labour->applicants);
  free(labour->arrivals);
  messages_free(&labour->staff);
  messages_free(&labour->applications);
}

void economy_free(struct economy *economy) {
  firms_free(&economy->firms);
  persons_free(&economy->persons);
  towns_free(&economy->towns);
  towns_free_parks(&economy->parks);
  for (size_t i = 0; i < COUNT(economy->firm_scratch); i++) free(economy->firm_scratch[i]);
  for (size_t i = 0; i < COUNT(economy->firm_amounts); i++) free(economy->firm_amounts[i]);
  for (size_t i = 0; i < COUNT(economy->group_scratch); i++) free(economy->group_scratch[i]);
  for (size_t i = 0; i < COUNT(economy->part_sums); i++) free(economy->part_sums[i]);
  for (size_t i = 0; i < COUNT(economy->part_amounts); i++) free(economy->part_amounts[i]);
  free(economy->group_counts);
  free(economy->park_scratch);
  free(economy->reach);
  free(economy->attraction);
  free(economy->roster.rows);
  free(economy->roster.parts);
  free(economy->roster.group_first);
  free(economy->markets);
  free(economy->neighbours);
  free(economy->neighbours_first);
  free(economy->projects);
  free(economy->constructions);
  free(economy->stakes);
  free(economy->lever_states);
  free(economy->supplies);
  free(economy->requests);
  free(economy->town_scratch);
  free_labour(&economy->labour);
  *economy = (struct economy){0};
}

uint64_t economy_bytes(uint64_t firms, uint64_t persons, uint64_t towns, uint64_t segments) {
  const uint64_t firm = columns_row_bytes(firms_columns, firms_columns_count) +
                        sizeof(uint32_t) * 3 + sizeof(double) * 3 + sizeof(int64_t) * 2 +
                        sizeof(struct request) +
                        (sizeof(struct opening) + sizeof(uint32_t)) * SKILL_COUNT;
  /* Of the messages and their slots only those are touched that a month sends. */
  const uint64_t person = columns_row_bytes(persons_columns, persons_columns_count) +
                          sizeof(uint32_t) + 2 * sizeof(struct message);
  const uint64_t town = columns_row_bytes(towns_columns, towns_columns_count) +
                        columns_row_bytes(towns_park_columns, towns_park_columns_count) +
                        sizeof(double) * 2 +
                        segments * (sizeof(uint32_t) * 2 + sizeof(double) * 8 +
                                    sizeof(int64_t) * 3 + sizeof(struct part)) +
                        (sizeof(double) + sizeof(uint32_t) * (1 + ARRIVE_COUNT)) * SKILL_COUNT;
  return firms * firm + persons * person + towns * town;
}
