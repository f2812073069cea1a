/* recruiting_teams - teams that sign projects elsewhere and bring them to town (M14).
 *
 * Signings are spread evenly over the lever's months. The firms that could move are few: where
 * other towns sign r firms a year, one's own signings shrink by M / (M + r), M = movable_projects.
 * A signed project arrives with P = logit^-1(logit(landing_probability) + V - mean V),   V the
 * attraction of M14, after negotiation, plant and fit-out (lognormal around landing_months). */
#include "bellwether/policy/policy.h"

#include <math.h>
#include <string.h>

#define SIGNINGS_MOST 4096.0 /* a month and town: what ids have room for */

/* Firms a year that other towns' teams sign now. */
static double signed_elsewhere(const struct policy *policy) {
  const struct economy *economy = policy->economy;
  double rate = 0;
  for (uint32_t l = 0; l < economy->levers_count; l++) {
    const struct lever *lever = &economy->levers[l];
    if (lever->kind != LEVER_recruiting_teams) continue;
    if (economy->month < lever->from || economy->month > lever->to) continue;
    struct lever_recruiting_teams teams;
    memcpy(&teams, lever->values, sizeof teams);
    uint32_t others = lever->towns_count;
    for (uint32_t k = 0; k < lever->towns_count; k++) others -= lever->towns[k] == policy->town;
    rate += others * teams.effect * teams.projects * 12.0 / (lever->to - lever->from + 1);
  }
  return rate;
}

static double landing_probability(const struct policy *policy, double usual, uint32_t segment) {
  const struct economy *economy = policy->economy;
  if (usual <= 0 || usual >= 1) return usual;
  const uint32_t group = economy->towns.first_park[policy->town] * economy->segments_count +
                         segment;
  return 1 / (1 + (1 - usual) / usual * exp(-economy->attraction[group]));
}

/* The segment of the chain that a project belongs to, by the segments' footloose weights. */
static uint32_t draw_segment(const struct economy *economy, double u) {
  double total = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if ((int)economy->segments[s].role != ROLE_OTHER) total += economy->segments[s].footloose;
  }
  double left = u * total;
  uint32_t last = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if ((int)economy->segments[s].role == ROLE_OTHER) continue;
    last = s;
    if (left < economy->segments[s].footloose) return s;
    left -= economy->segments[s].footloose;
  }
  return last;
}

static enum status sign(struct policy *policy, const struct lever_recruiting_teams *teams,
                        uint32_t k, struct error *error) {
  struct economy *economy = policy->economy;
  const struct params *params = economy->params;
  const uint64_t id = economy_id(policy->town, economy->month, CHANNEL_RECRUITED, policy->tag | k);
  const struct draw_words a = draw_words(economy->key, DRAW_RECRUITING, id, economy->month, 0);
  const uint32_t segment = draw_segment(economy, draw_unit32(a.v[0]));
  economy->towns.projects_signed[policy->town]++;
  if (draw_unit32(a.v[1]) >= landing_probability(policy, teams->landing_probability, segment)) {
    return STATUS_OK;
  }
  const double months = draw_lognormal(draw_unit32(a.v[2]), teams->landing_months,
                                       params->landing_sigma);
  const double sales = draw_lognormal(draw_unit32(a.v[3]), teams->sales, params->footloose_sigma);
  return economy_add_project(economy,
                             (struct project){.id = id,
                                              .town = policy->town,
                                              .segment = (uint16_t)segment,
                                              .due = economy->month + (int32_t)ceil(months),
                                              .sales = sales,
                                              .subsidy = teams->subsidy * sales,
                                              .lever = policy->index,
                                              .recruited = true},
                             error);
}

enum status recruiting_teams_act(struct policy *policy, const struct lever_recruiting_teams *teams,
                                 struct error *error) {
  struct economy *economy = policy->economy;
  ledger_pay(&economy->ledger.month, FLOW_programmes, policy->instalment);
  if (!policy->active) return STATUS_OK;
  const double months = policy->lever->to - policy->lever->from + 1;
  const double supply = economy->params->movable_projects;
  const double before = policy->state->signed_exactly;
  policy->state->signed_exactly += policy->effect * teams->projects / months * supply /
                                   (supply + signed_elsewhere(policy));
  /* A hair above, so that twelve twelfths make one. */
  const double hair = 1e-9;
  const double count = floor(policy->state->signed_exactly + hair) - floor(before + hair);
  for (uint32_t k = 0; k < (uint32_t)fmin(count, SIGNINGS_MOST); k++) {
    TRY(sign(policy, teams, k, error));
  }
  return STATUS_OK;
}
