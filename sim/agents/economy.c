#include "bellwether/agents/economy.h"

#include "bellwether/base/batch.h"
#include "bellwether/base/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array)      (sizeof(array) / sizeof(array)[0])
#define FIRST_SALES_SIGMA 0.8 /* log spread of what a first product opens */
#define COMPLETE_AT       2.0 /* firms at which a link of the chain is half complete */

uint64_t economy_id(uint32_t town, int32_t month, enum channel channel, uint32_t k) {
  return ((uint64_t)(town & 0xFFFFFu) << 43) |
         ((uint64_t)((uint32_t)(month + DRAW_MONTH_SHIFT) & 0x3FFFFu) << 25) |
         ((uint64_t)channel << 22 & 0x1C00000u) | (k & 0x3FFFFFu);
}

double economy_first_sales(const struct params *params, double u) {
  return draw_lognormal(u, params->start_up_sales, FIRST_SALES_SIGMA);
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
}

static double sum_part(const struct roster *roster, uint32_t p, const double *column) {
  double sum = 0;
  for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
    sum += column[roster->rows[at]];
  }
  return sum;
}

void economy_sum_by_segment(struct economy *economy, const double *column, double *sums) {
  const struct roster *roster = &economy->roster;
  PARALLEL_EACH(economy_threads_firms(economy), p, roster->parts_count,
                economy->part_sums[0][p] = sum_part(roster, p, column));
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

uint32_t economy_chain_firms(const struct economy *economy, uint32_t town) {
  uint32_t count = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (tables_in_chain(&economy->segments[s])) count += economy_link_firms(economy, town, s);
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

void economy_draw_firms(const struct economy *economy, enum draw_purpose purpose,
                        const uint32_t *rows, uint32_t count, double *u) {
  uint64_t ids[ECONOMY_TOGETHER] = {0};
  uint32_t words[4][ECONOMY_TOGETHER];
  uint32_t *const out[4] = {words[0], words[1], words[2], words[3]};
  for (uint32_t k = 0; k < count; k++) ids[k] = economy->firms.id[rows[k]];
  draw_many(economy->key, purpose, ids, economy->month, 0, count, out);
  for (uint32_t k = 0; k < count; k++) u[k] = draw_unit(words[0][k], words[1][k]);
}

static int compare_requests(const void *a, const void *b) {
  const struct request *x = a, *y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return (x->firm > y->firm) - (x->firm < y->firm);
}

void economy_sort_requests(struct request *requests, uint32_t count) {
  qsort(requests, count, sizeof *requests, compare_requests);
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
                             m->rest_share, m->left,      m->rest_competitiveness,
                             m->margin,     m->start_room};
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
