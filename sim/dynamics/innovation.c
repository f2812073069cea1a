#include "bellwether/dynamics/innovation.h"

#include "bellwether/agents/production.h"
#include "bellwether/base/batch.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define INNOVATION_SHAPE 3.0 /* of the Beta law of gains */
#define ACCESS_MOST      2.0 /* of research by high-end staff against the segment's mix */
#define MONTHS_LEAST     0.5 /* of a registration */

double innovation_class_months(const struct params *params, int device_class) {
  return device_class >= 3   ? params->registration_class_3
         : device_class == 2 ? params->registration_class_2
                             : params->registration_class_1;
}

/* How much a yuan of research yields: high-end staff against the segment's mix, 0..2, times what
 * platforms and collaborations add. */
static double research_access(const struct economy *economy, uint32_t i) {
  const struct firms *firms = &economy->firms;
  const double usual = economy->segments[firms->segment[i]].high_end;
  const uint32_t staff = firms_staff(firms, i);
  const struct instruments *instruments = &economy->towns.instruments[firms->town[i]];
  const double count = economy->towns.platforms[firms->town[i]] + instruments->platforms;
  const double platforms = instruments->research_access +
                           (count > 0 ? economy->params->platform_access * log1p(count) : 0) +
                           economy->params->link_research * (double)firms->links[i];
  if (usual <= 0 || staff == 0) return 1 + platforms;
  return batch_min(firms->staff[i].v[HIGH_END] / (usual * staff), ACCESS_MOST) * (1 + platforms);
}

/* A firm of segment `s` drawn by park weights, itself included; NOBODY where there is none. */
static uint32_t draw_peer(const struct economy *economy, uint32_t park, uint32_t s, double u) {
  const uint32_t *first = economy->roster.group_first;
  const uint32_t segments = economy->segments_count;
  double total = 0;
  for (uint32_t n = economy->neighbours_first[park]; n < economy->neighbours_first[park + 1]; n++) {
    const uint32_t group = economy->neighbours[n].park * segments + s;
    total += (double)economy->neighbours[n].weight * (first[group + 1] - first[group]);
  }
  double left = u * total;
  for (uint32_t n = economy->neighbours_first[park]; n < economy->neighbours_first[park + 1]; n++) {
    const uint32_t group = economy->neighbours[n].park * segments + s;
    const double weight = (double)economy->neighbours[n].weight;
    const uint32_t members = first[group + 1] - first[group];
    if (members && left < weight * members) {
      const uint32_t k = (uint32_t)(left / weight);
      return economy->roster.rows[first[group] + (k < members ? k : members - 1)];
    }
    left -= weight * members;
  }
  return NOBODY;
}

/* What firms put into research, and what it does: a value each, with the words of their draws. */
struct labs {
  double effective[ECONOMY_TOGETHER], research[ECONOMY_TOGETHER];
  uint64_t ids[ECONOMY_TOGETHER];
  uint32_t words[4][ECONOMY_TOGETHER];
};

/* A firm's research of the month, its share of pooled research included, in units of the frontier,
 * times its access. */
static double find_effective(const struct economy *economy, double frontier, uint32_t i) {
  const struct firms *firms = &economy->firms;
  const double pooled = firms->ally[i] ? economy->towns.instruments[firms->town[i]].pooled_research
                                       : 0;
  return (production_research(economy, i) + pooled) / frontier * research_access(economy, i);
}

/* Its returns: (effective / unit) ^ returns; 0 without any. */
BATCH_CLONES static void find_returns(const double *restrict effective, double unit, double returns,
                                      double *restrict research, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    const double yields = batch_exp(returns * batch_log(effective[k] / unit));
    research[k] = effective[k] > 0 ? yields : 0;
  }
}

/* The gain in log productivity that a firm invents: better processes; or else products are new or
 * better, which changes the firm in place. */
static double invent(struct economy *economy, uint32_t i, double u) {
  const struct params *params = economy->params;
  if (u < params->innovation_process) {
    const double x = gsl_cdf_beta_Pinv(u / params->innovation_process, INNOVATION_SHAPE,
                                       INNOVATION_SHAPE);
    return log1p(params->innovation_least +
                 (params->innovation_most - params->innovation_least) * x);
  }
  if (u < params->innovation_process + params->innovation_product) economy_add_product(economy, i);
  else economy->firms.quality[i] += params->quality_step;
  return 0;
}

/* The gain that a firm takes over from a peer; none where it is ahead. */
static double imitate(const struct economy *economy, uint32_t i, double u) {
  const struct firms *firms = &economy->firms;
  const uint32_t peer = draw_peer(economy, firms->park[i], firms->segment[i], u);
  if (peer == NOBODY) return 0;
  return economy->params->absorption *
         batch_max(0, firms->own_productivity[peer] - firms->own_productivity[i]);
}

/* The gains in log productivity of firms that stand together in the roster, no more than
 * ECONOMY_TOGETHER. */
static void innovate(struct economy *economy, double frontier, const uint32_t *rows, uint32_t count,
                     double *gain) {
  const struct params *params = economy->params;
  struct labs labs = {0};
  uint32_t *const words[4] = {labs.words[0], labs.words[1], labs.words[2], labs.words[3]};
  for (uint32_t k = 0; k < count; k++) {
    labs.ids[k] = economy->firms.id[rows[k]];
    labs.effective[k] = find_effective(economy, frontier, rows[k]);
  }
  draw_many(economy->key, DRAW_INNOVATION, labs.ids, economy->month, 0, count, words);
  find_returns(labs.effective, params->research_unit, params->research_returns, labs.research,
               count);
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k];
    const double linked = 1 + params->link_imitation * (double)economy->firms.links[i];
    const double invents = params->innovation_rate * labs.research[k];
    const double imitates = params->imitation_rate * linked * labs.research[k];
    gain[k] = 0;
    if (draw_happens(draw_unit32(words[0][k]), invents)) {
      gain[k] += invent(economy, i, draw_unit32(words[1][k]));
    }
    if (draw_happens(draw_unit32(words[2][k]), imitates)) {
      gain[k] += imitate(economy, i, draw_unit32(words[3][k]));
    }
  }
}

void innovation_update(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  double *gain = economy->firm_scratch[0];
  const double frontier = economy_frontier(economy);
  const int threads = economy_threads_firms(economy);
  PARALLEL_BATCHES(threads, first, here, roster->count, ECONOMY_TOGETHER,
                   innovate(economy, frontier, roster->rows + first, here, gain + first));
  PARALLEL_EACH(threads, at, roster->count,
                economy->firms.own_productivity[roster->rows[at]] += gain[at]);
}

/* Hands a firm its certificate, or those it brought along. */
static void certify(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  const uint32_t granted = firms->transferring[i] ? firms->transferring[i] : 1u;
  const uint32_t held = firms->certificates[i] + granted;
  firms->certificates[i] = (uint16_t)(held < UINT16_MAX ? held : UINT16_MAX);
  firms->share_due[i] += firms->opening_share[i];
  firms->registrations[i]--;
  firms->registration_progress[i] = 0;
  firms->registration_months[i] = 0;
  if (firms->transferring[i]) {
    /* What it brought is open; its next products are like a start-up's. */
    firms->transferring[i] = 0;
    const struct market *market = &economy->markets[firms->segment[i]];
    firms->opening_share[i] = batch_min(firms->opening_share[i], economy->params->start_up_sales *
                                                                     economy_frontier(economy) /
                                                                     12 / market->demand);
  }
}

/* The months that a registration which begins now will take. */
static double registration_months(const struct economy *economy, uint32_t i) {
  const struct params *params = economy->params;
  const struct firms *firms = &economy->firms;
  const double u = draw_uniform(economy->key, DRAW_REGISTRATION, firms->id[i], economy->month, 0);
  const int device_class = (int)economy->segments[firms->segment[i]].class;
  const double months = firms->transferring[i]
                            ? params->transfer_least +
                                  u * (params->transfer_most - params->transfer_least)
                            : draw_lognormal(u, innovation_class_months(params, device_class),
                                             params->registration_sigma);
  return batch_max(months * (1 + economy->shocks.registration), MONTHS_LEAST);
}

static void register_product(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  if (firms->registrations[i] == 0) return;
  if (firms->registration_months[i] <= 0) {
    firms->registration_months[i] = (float)registration_months(economy, i);
  }
  const struct instruments *instruments = &economy->towns.instruments[firms->town[i]];
  const double paper = economy->params->registration_paperwork *
                       batch_min(instruments->paperwork, 1);
  const double speed = (1 + (firms->seated[i] ? instruments->coaching : 0)) / (1 - paper);
  firms->registration_progress[i] += (float)(speed / (double)firms->registration_months[i]);
  if (firms->registration_progress[i] >= 1) certify(economy, i);
}

void innovation_register(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  PARALLEL_EACH(economy_threads_firms(economy), at, roster->count,
                register_product(economy, roster->rows[at]));
}
