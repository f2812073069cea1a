#include "bellwether/markets/labour.h"

#include <math.h>

#define LAYOFF_TOLERANCE 0.05 /* staff over need, as a share, at which no one is laid off */
#define WAGE_LEAST       0.5  /* of the base wage */
#define WAGE_MOST        3.0
#define HALF             0.5 /* wage_slack is the fall at half of staff unneeded */

double labour_premium(const struct economy *economy, uint32_t firm) {
  const double productivity = firms_productivity(&economy->firms, firm);
  return fmax(1 + economy->params->wage_productivity * productivity, WAGE_LEAST);
}

static void post(struct economy *economy, uint32_t i, const double *base) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const double premium = labour_premium(economy, i);
  for (int z = 0; z < SKILL_COUNT; z++) {
    const double staff = firms->staff[i].v[z], wanted = firms->staff_wanted[i].v[z];
    const double unfilled = firms->vacancies[i].v[z] / fmax(firms->vacancies[i].v[z] + staff, 1);
    const double slack = staff > wanted ? (staff - wanted) / staff : 0;
    const double old = (double)firms->posted_wage[i].v[z];
    double wage = old > 0 ? old : base[z] * premium;
    wage *= 1 + params->wage_vacancy * unfilled - params->wage_slack * slack / HALF;
    wage += params->wage_return * (base[z] * premium - wage);
    wage = fmin(fmax(wage, WAGE_LEAST * base[z]), WAGE_MOST * base[z]);
    firms->posted_wage[i].v[z] = (float)wage;
    firms->vacancies[i].v[z] = wanted > staff ? (uint32_t)(wanted - staff) : 0;
    firms->layoff[i].v[z] = staff > wanted * (1 + LAYOFF_TOLERANCE)
                                ? (float)(params->layoff_speed * (staff - wanted) / staff)
                                : 0;
  }
}

/* Lists one town's openings for one skill from position `count` on; returns the position after. */
static uint32_t list_openings(struct economy *economy, struct span here, int z, uint32_t count,
                              uint32_t *total) {
  const struct firms *firms = &economy->firms;
  uint32_t upto = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    if (firms->vacancies[i].v[z] == 0) continue;
    upto += firms->vacancies[i].v[z];
    economy->openings[count++] = (struct opening){
        i, upto,
        (float)exp(economy->params->taste_wage *
                   log((double)firms->posted_wage[i].v[z] / FEN_PER_MILLION))};
  }
  *total = upto;
  return count;
}

static void average_wages(struct economy *economy, uint32_t town, struct span here,
                          const double *base) {
  const struct firms *firms = &economy->firms;
  for (int z = 0; z < SKILL_COUNT; z++) {
    double sum = 0, weights = 0;
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = economy->roster.rows[at];
      const double weight = firms->staff[i].v[z] + 1.0;
      sum += weight * (double)firms->posted_wage[i].v[z];
      weights += weight;
    }
    economy->towns.going_wage[town].v[z] = (float)(weights > 0 ? sum / weights : base[z]);
  }
}

void labour_post(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  double base[SKILL_COUNT];
  for (int z = 0; z < SKILL_COUNT; z++) base[z] = economy_base_wage(economy, (enum skill)z);
#pragma omp parallel for schedule(static)                                                          \
    num_threads(economy->threads) if (roster->count > ECONOMY_PARALLEL_ROWS)
  for (uint32_t at = 0; at < roster->count; at++) post(economy, roster->rows[at], base);
  uint32_t count = 0;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    const struct span here = economy_town_firms(economy, town);
    for (int z = 0; z < SKILL_COUNT; z++) {
      economy->openings_first[town * SKILL_COUNT + (uint32_t)z] = count;
      count = list_openings(economy, here, z, count, &economy->towns.openings[town].v[z]);
    }
    average_wages(economy, town, here, base);
  }
  economy->openings_first[economy->towns.count * SKILL_COUNT] = count;
}
