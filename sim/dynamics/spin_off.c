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

/* Whether a firm has a child this month. */
static bool has_child(const struct economy *economy, uint32_t i, double mean) {
  const struct params *params = economy->params;
  const struct firms *firms = &economy->firms;
  const double staff = firms_staff(firms, i);
  if (staff < 1) return false;
  double rate = params->spin_off_rate / 12 *
                batch_exp(params->spin_off_productivity * (firms_productivity(firms, i) - mean) +
                          params->spin_off_size * batch_log(staff / 10));
  if (firms->lead[i]) rate *= 1 + economy->towns.instruments[firms->town[i]].lead_spin_offs;
  const double u = draw_uniform(economy->key, DRAW_SPIN_OFF, firms->id[i], economy->month, 0);
  return draw_happens(u, rate);
}

enum status spin_off_settle(struct economy *economy, struct error *error) {
  const struct firms *firms = &economy->firms;
  const struct roster *roster = &economy->roster;
  const double mean = mean_productivity(economy);
#pragma omp parallel for schedule(static)                                                          \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_FIRMS)
  for (uint32_t at = 0; at < roster->count; at++) {
    economy->firm_scratch[0][at] = has_child(economy, roster->rows[at], mean) ? 1 : 0;
  }
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
