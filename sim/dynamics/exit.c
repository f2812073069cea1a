#include "bellwether/dynamics/exit.h"

#include "bellwether/base/batch.h"

#include <math.h>

#define GRADUATE_MONTHS  36 /* after tenancy, in which an incubator's graduate is at more risk */
#define FEW              16 /* closed firms that persons are compared with one by one */
#define CASH_MONTHS_MOST 12 /* beyond which more cash protects no more */

/* By age: firms of all ages stand side by side, so that a branch would be a guess. */
static double age_hazard(const struct params *params, int32_t months) {
  const double hazards[] = {params->exit_year_1, params->exit_year_2, params->exit_year_3,
                            params->exit_to_year_7, params->exit_later};
  return hazards[(months >= 12) + (months >= 24) + (months >= 36) + (months >= 84)];
}

/* What protects firms, as a factor of their hazard: size, productivity, and months of costs in
 * cash. */
BATCH_CLONES static void protect(const struct params *params, const double *restrict size,
                                 const double *restrict productivity, const double *restrict cash,
                                 double *restrict factor, uint32_t count) {
  const double by_size = params->exit_size, by_cash = params->exit_cash;
  const double by_productivity = params->exit_productivity;
  for (uint32_t k = 0; k < count; k++) {
    factor[k] = batch_exp(-by_size * batch_log(size[k]) - by_productivity * productivity[k] -
                          by_cash * cash[k]);
  }
}

/* A firm's hazard: by age and tenancy times what protects it, and that of relocation. */
static double total_hazard(const struct economy *economy, uint32_t i, double factor) {
  const struct firms *firms = &economy->firms;
  const struct instruments *instruments = &economy->towns.instruments[firms->town[i]];
  double hazard = age_hazard(economy->params, economy->month - firms->born[i]) * factor;
  if (firms->seated[i]) hazard *= 1 + instruments->hazard_tenant;
  else if (firms->incubated_until[i] != 0 &&
           economy->month < firms->incubated_until[i] + GRADUATE_MONTHS) {
    hazard *= 1 + instruments->hazard_graduate;
  }
  return hazard + (firms->origin[i] == ORIGIN_ATTRACTED ? instruments->relocation : 0);
}

void exit_hazards(const struct economy *economy, const uint32_t *rows, uint32_t count,
                  double *hazard) {
  const struct firms *firms = &economy->firms;
  double size[ECONOMY_TOGETHER] = {0}, productivity[ECONOMY_TOGETHER] = {0};
  double cash[ECONOMY_TOGETHER] = {0}, factor[ECONOMY_TOGETHER];
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k];
    const double months = firms->costs[i] > 0
                              ? (double)firms->cash[i] / FEN_PER_MILLION / firms->costs[i]
                              : 0;
    size[k] = batch_max(firms_staff(firms, i), 1) / 10.0;
    productivity[k] = firms_productivity(firms, i);
    cash[k] = batch_min(batch_max(months, 0), CASH_MONTHS_MOST);
  }
  protect(economy->params, size, productivity, cash, factor, count);
  for (uint32_t k = 0; k < count; k++) hazard[k] = total_hazard(economy, rows[k], factor[k]);
}

/* Which of so many firms leave, or are drawn by their hazard: 1, else 0. */
static void draw_exits(const struct economy *economy, const uint32_t *rows, uint32_t count,
                       double *exits) {
  double u[ECONOMY_TOGETHER] = {0}, hazard[ECONOMY_TOGETHER];
  economy_draw_firms(economy, DRAW_EXIT, rows, count, u);
  exit_hazards(economy, rows, count, hazard);
  for (uint32_t k = 0; k < count; k++) {
    exits[k] = economy->firms.leaving[rows[k]] || draw_happens(u[k], hazard[k] / 12) ? 1 : 0;
  }
}

/* A bank covers a shortfall while debt stays within credit_ratio of net worth. */
static bool covered_by_bank(struct economy *economy, uint32_t i, struct ledger_page *page) {
  struct firms *firms = &economy->firms;
  const int64_t shortfall = -firms->cash[i];
  const double worth = firms->capital[i] + economy_property(economy, i) -
                       (double)firms->debt[i] / FEN_PER_MILLION;
  const double room = economy_credit(economy, firms->town[i]) * worth -
                      (double)firms->debt[i] / FEN_PER_MILLION;
  if ((double)shortfall > room * FEN_PER_MILLION) return false;
  firms->cash[i] += shortfall;
  firms->debt[i] += shortfall;
  ledger_pay(page, FLOW_loans, shortfall);
  return true;
}

static void close_firm(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  struct ledger_page page = {0};
  if (firms->cash[i] < 0) {
    ledger_pay(&page, FLOW_shortfall, -firms->cash[i]);
    firms->cash[i] = 0;
  }
  const int64_t repaid = firms->cash[i] < firms->debt[i] ? firms->cash[i] : firms->debt[i];
  ledger_pay(&page, FLOW_repayments, repaid);
  ledger_pay(&page, FLOW_liquidation, firms->cash[i] - repaid);
  ledger_add(&economy->ledger.month, &page);
  ledger_write_off(&economy->ledger, firms->debt[i] - repaid);
  economy->parks.floor_used[firms->park[i]] -= firms->floor[i];
  if (firms->seated[i]) economy->towns.seats_taken[firms->town[i]]--;
  for (int z = 0; z < SKILL_COUNT; z++) {
    economy->towns.idle[firms->town[i]].v[z] += firms->staff[i].v[z];
  }
  struct market *market = &economy->markets[firms->segment[i]];
  if (!economy->towns.focal[firms->town[i]]) market->left += firms->market_share[i];
  firms_remove(firms, i);
}

/* Whose employer has closed. `closed`: by employer, that of the idle first. */
BATCH_CLONES static void screen(const uint32_t *restrict employers, const uint32_t *restrict closed,
                                uint8_t *restrict flags, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) flags[k] = (uint8_t)closed[employers[k] + 1];
}

/* The same where few have closed: it compares with the row of each. */
BATCH_CLONES static void screen_few(const uint32_t *restrict employers,
                                    const uint32_t *restrict rows, uint32_t closed,
                                    uint8_t *restrict flags, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) flags[k] = employers[k] == rows[0];
  for (uint32_t n = 1; n < closed; n++) {
    for (uint32_t k = 0; k < count; k++) flags[k] |= employers[k] == rows[n];
  }
}

/* `rows`: of those who have closed. */
static void release_block(struct economy *economy, const uint32_t *rows, uint32_t closed,
                          uint32_t block) {
  struct persons *persons = &economy->persons;
  const uint32_t first = block * SUM_BLOCK, count = persons_in_block(persons, block);
  const uint32_t *employers = persons->employer + first;
  uint8_t flags[SUM_BLOCK];
  uint32_t released[SUM_BLOCK];
  if (closed <= FEW) screen_few(employers, rows, closed, flags, count);
  else screen(employers, economy->labour.by_employer, flags, count);
  const uint32_t found = batch_select(flags, count, first, released);
  for (uint32_t k = 0; k < found; k++) {
    persons->employer[released[k]] = NOBODY;
    persons->wage[released[k]] = 0;
  }
}

/* A flag by employer, that of the idle first: whether its row is empty. */
static void flag_closed(struct economy *economy) {
  uint32_t *closed = economy->labour.by_employer;
  closed[0] = 0;
  for (uint32_t i = 0; i < economy->firms.count; i++) closed[i + 1] = !economy->firms.open[i];
}

/* Persons whose employer has closed have lost their job. `rows`: of the closed. */
static void release_staff(struct economy *economy, const uint32_t *rows, uint32_t closed) {
  if (closed > FEW) flag_closed(economy);
  PARALLEL_EACH(economy_threads_persons(economy), block, persons_blocks(&economy->persons),
                release_block(economy, rows, closed, block));
}

/* Gives a part's firms their share of what closed firms lost, where any are left. */
static void share_out(struct economy *economy, uint32_t p, const double *lost, const double *kept) {
  const struct part part = economy->roster.parts[p];
  const uint32_t s = part.group % economy->segments_count;
  if (lost[s] <= 0 || kept[s] <= 0) return;
  for (uint32_t at = part.first; at < part.end; at++) {
    economy->firms.market_share[economy->roster.rows[at]] /= kept[s];
  }
}

/* Market shares of the others grow to fill what the closed firms held; where no one is left, the
 * rest of industry takes all. */
static void contest_shares(struct economy *economy, const double *lost) {
  const uint32_t segments = economy->segments_count;
  double *kept = economy->group_scratch[1];
  economy_sum_by_segment(economy, economy->firms.market_share, kept);
  for (uint32_t s = 0; s < segments; s++) {
    double *rest = &economy->markets[s].rest_share;
    kept[s] += *rest;
    if (lost[s] > 0) *rest = kept[s] > 0 ? *rest / kept[s] : 1;
  }
  PARALLEL_EACH(economy_threads_firms(economy), p, economy->roster.parts_count,
                share_out(economy, p, lost, kept));
}

void exit_settle(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  struct firms *firms = &economy->firms;
  double *drawn = economy->firm_scratch[0];
  PARALLEL_BATCHES(economy_threads_firms(economy), first, here, roster->count, ECONOMY_TOGETHER,
                   draw_exits(economy, roster->rows + first, here, drawn + first));
  double *lost = economy->group_scratch[0];
  for (uint32_t s = 0; s < economy->segments_count; s++) lost[s] = 0;
  struct ledger_page page = {0};
  const uint32_t empty = firms->empty_count; /* rows that firms leave are listed after these */
  for (uint32_t at = 0; at < roster->count; at++) {
    const uint32_t i = roster->rows[at];
    if (drawn[at] < 1 && (firms->cash[i] >= 0 || covered_by_bank(economy, i, &page))) continue;
    lost[firms->segment[i]] += firms->market_share[i];
    close_firm(economy, i);
  }
  ledger_add(&economy->ledger.month, &page);
  if (firms->empty_count == empty) return;
  release_staff(economy, firms->empty + empty, firms->empty_count - empty);
  economy_enrol(economy);
  contest_shares(economy, lost);
}
