#include "bellwether/base/batch.h"
#include "entrant.h"

#define SEED_MORE 0.2 /* of a spin-off's money over a start-up's: the parent helps */

/* Identity of a parent's child: a hash of the parent and the month, marked by the top bit that
 * economy_id leaves free. */
static uint64_t child_id(const struct economy *economy, uint64_t parent) {
  const struct draw_words words = draw_words(economy->key, DRAW_SPIN_OFF, parent, economy->month,
                                             1);
  return 1ull << 63 | (uint64_t)words.v[0] << 31 | words.v[1] >> 1;
}

/* Mean log productivity of all firms: own and reach. */
static double mean_productivity(struct economy *economy) {
  const double *parts[] = {economy->firms.own_productivity, economy->firms.reach_productivity};
  double *sums = economy->group_scratch[0], sum = 0;
  for (int k = 0; k < 2; k++) {
    economy_sum_by_segment(economy, parts[k], sums);
    for (uint32_t s = 0; s < economy->segments_count; s++) sum += sums[s];
  }
  return economy->roster.count ? sum / economy->roster.count : 0;
}

/* exp(spin_off_productivity (lnA - mean)) (staff/10)^spin_off_size of so many firms. */
BATCH_CLONES static void weigh(const struct params *params, const double *restrict productivity,
                               const double *restrict tens, double *restrict weight,
                               uint32_t count) {
  const double by_productivity = params->spin_off_productivity, by_size = params->spin_off_size;
  for (uint32_t k = 0; k < count; k++) {
    weight[k] = batch_exp(by_productivity * productivity[k] + by_size * batch_log(tens[k]));
  }
}

/* Which of so many firms, ECONOMY_TOGETHER at most, have a child this month: 1, else 0. */
static void draw_children(const struct economy *economy, const uint32_t *rows, uint32_t count,
                          double mean, double *children) {
  const struct firms *firms = &economy->firms;
  double u[ECONOMY_TOGETHER] = {0}, productivity[ECONOMY_TOGETHER] = {0},
         tens[ECONOMY_TOGETHER] = {0};
  double weight[ECONOMY_TOGETHER];
  for (uint32_t k = 0; k < count; k++) {
    productivity[k] = firms_productivity(firms, rows[k]) - mean;
    tens[k] = firms_staff(firms, rows[k]) / 10.0;
  }
  economy_draw_firms(economy, DRAW_SPIN_OFF, rows, count, u);
  weigh(economy->params, productivity, tens, weight, count);
  for (uint32_t k = 0; k < count; k++) {
    const struct instruments *instruments = &economy->towns.instruments[firms->town[rows[k]]];
    const double lead = firms->lead[rows[k]] ? 1 + instruments->lead_spin_offs : 1;
    const double prospects = economy->markets[firms->segment[rows[k]]].prospects;
    const double rate = economy->params->spin_off_rate / 12 * weight[k] * lead * prospects;
    children[k] = tens[k] > 0 && draw_happens(u[k], rate) ? 1 : 0;
  }
}

enum status spin_off_settle(struct economy *economy, struct error *error) {
  const struct firms *firms = &economy->firms;
  const struct roster *roster = &economy->roster;
  const double mean = mean_productivity(economy);
  PARALLEL_BATCHES(
      economy_threads_firms(economy), first, here, roster->count, ECONOMY_TOGETHER,
      draw_children(economy, roster->rows + first, here, mean, economy->firm_scratch[0] + first));
  for (uint32_t at = 0; at < roster->count; at++) {
    if (economy->firm_scratch[0][at] < 1) continue;
    const uint32_t i = roster->rows[at];
    TRY(economy_reserve(economy, 1, 0, error));
    struct entrant entrant = entrant_young(economy, child_id(economy, firms->id[i]), firms->park[i],
                                           firms->segment[i], ORIGIN_SPIN_OFF);
    entrant.productivity += economy->params->inheritance * firms->own_productivity[i];
    entrant.cash *= 1 + SEED_MORE;
    entrant_take_seat(economy, entrant_enter(economy, &entrant));
  }
  return STATUS_OK;
}
