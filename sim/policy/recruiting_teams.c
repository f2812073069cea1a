/* recruiting_teams - teams that sign projects elsewhere and bring them to town (M14).
 *
 * The money keeps so many teams at work; each signs contacts * signing_probability projects a
 * month, times the effort of officials and what an operator adds. The firms that could move are
 * few: where all towns' teams would sign r firms a year, each signs M / (M + r) of that, M =
 * movable_projects. A signed project arrives with P = logit^-1(logit(landing_probability) + V -
 * mean V + landing), V the attraction of M14, after negotiation, approvals and plant (lognormal
 * around landing_months, times what approvals and roads save), when there is plant floor to let.
 * Its segment follows the segments' footloose weights, and what the chain lacks as far as
 * recruiters look for that. */
#include "bellwether/policy/policy.h"

#include <math.h>
#include <string.h>

#define SIGNINGS_MOST 4096.0 /* a month and town: what ids have room for */

/* Projects that a lever would sign a year in one town, were there no end of them. */
static double signings_a_year(const struct lever *lever,
                              const struct lever_recruiting_teams *teams) {
  const double months = lever->to - lever->from + 1;
  const double at_work = teams->budget / months / teams->cost;
  return teams->effect * 12 * at_work * teams->contacts * teams->signing_probability;
}

/* What all towns' teams would sign now, firms a year. */
static double signings_of_all(const struct economy *economy) {
  double rate = 0;
  for (uint32_t l = 0; l < economy->levers_count; l++) {
    const struct lever *lever = &economy->levers[l];
    if (lever->kind != LEVER_recruiting_teams) continue;
    if (economy->month < lever->from || economy->month > lever->to) continue;
    struct lever_recruiting_teams teams;
    memcpy(&teams, lever->values, sizeof teams);
    rate += lever->towns_count * signings_a_year(lever, &teams);
  }
  return rate;
}

/* The best of the town's parks for a segment counts for all. */
static double landing_probability(const struct policy *policy, double usual, uint32_t segment) {
  const struct economy *economy = policy->economy;
  if (usual <= 0 || usual >= 1) return usual;
  const struct span parks = economy_town_parks(economy, policy->town);
  double attraction = -INFINITY;
  for (uint32_t park = parks.first; park < parks.end; park++) {
    attraction = fmax(attraction, economy->attraction[park * economy->segments_count + segment]);
  }
  attraction += economy->towns.instruments[policy->town].landing;
  return 1 / (1 + (1 - usual) / usual * exp(-attraction));
}

/* How much recruiters want a project of segment s: its footloose weight, more where the town's
 * chain lacks it. */
static double weight_of(const struct policy *policy, uint32_t s) {
  const struct economy *economy = policy->economy;
  if (!tables_in_chain(&economy->segments[s])) return 0;
  return economy->segments[s].footloose * (1 + policy_instruments(policy)->targeting *
                                                   economy_link_missing(economy, policy->town, s));
}

static uint32_t draw_segment(const struct policy *policy, double u) {
  const uint32_t segments = policy->economy->segments_count;
  double total = 0;
  for (uint32_t s = 0; s < segments; s++) total += weight_of(policy, s);
  double left = u * total;
  uint32_t last = 0;
  for (uint32_t s = 0; s < segments; s++) {
    const double weight = weight_of(policy, s);
    if (weight <= 0) continue;
    last = s;
    if (left < weight) return s;
    left -= weight;
  }
  return last;
}

static void sign(struct policy *policy, const struct lever_recruiting_teams *teams, uint32_t k) {
  struct economy *economy = policy->economy;
  const struct params *params = economy->params;
  const uint64_t id = economy_id(policy->town, economy->month, CHANNEL_RECRUITED, policy->tag | k);
  const struct draw_words a = draw_words(economy->key, DRAW_RECRUITING, id, economy->month, 0);
  const uint32_t segment = draw_segment(policy, draw_unit32(a.v[0]));
  economy->towns.projects_signed[policy->town]++;
  if (draw_unit32(a.v[1]) >= landing_probability(policy, teams->landing_probability, segment)) {
    return;
  }
  const double months = economy_landing_time(economy, policy->town) *
                        draw_lognormal(draw_unit32(a.v[2]), teams->landing_months,
                                       params->landing_sigma);
  const double sales = draw_lognormal(draw_unit32(a.v[3]), teams->sales, params->footloose_sigma);
  const struct project project = {.id = id,
                                  .town = policy->town,
                                  .segment = (uint16_t)segment,
                                  .due = economy->month + (int32_t)ceil(months),
                                  .sales = sales,
                                  .subsidy = teams->subsidy * sales,
                                  .lever = policy->index,
                                  .recruited = true};
  policy->status = economy_add_project(economy, project, policy->error);
}

void recruiting_teams_act(struct policy *policy, const struct lever_recruiting_teams *teams) {
  struct economy *economy = policy->economy;
  const double rate = signings_a_year(policy->lever, teams);
  if (rate <= 0) return;
  const double supply = economy->params->movable_projects;
  const double before = policy->state->done_exactly;
  const double risen = policy->effect / teams->effect;
  const double zeal = economy->towns.effort[policy->town] *
                      (1 + policy_instruments(policy)->signings);
  policy->state->done_exactly += risen * zeal * rate / 12 * supply /
                                 (supply + signings_of_all(economy));
  /* A hair above, so that twelve twelfths make one. */
  const double hair = 1e-9;
  const double count = floor(policy->state->done_exactly + hair) - floor(before + hair);
  for (uint32_t k = 0; k < (uint32_t)fmin(fmax(count, 0), SIGNINGS_MOST); k++) {
    sign(policy, teams, k);
    if (policy->status != STATUS_OK) return;
  }
}
