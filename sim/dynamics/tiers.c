#include "bellwether/dynamics/tiers.h"

#include "bellwether/agents/production.h"

#include <math.h>

#define SALES_USUAL    20.0 /* M CNY a year */
#define RESEARCH_USUAL 0.05
#define MONTHS         12u

static double odds(const struct economy *economy, uint32_t i) {
  const struct params *params = economy->params;
  const struct firms *firms = &economy->firms;
  const double steps[TIER_COUNT] = {params->tier_technology, params->tier_high_tech,
                                    params->tier_specialised, params->tier_little_giant,
                                    params->tier_leader};
  const double sales = firms_sales_year(firms, i);
  const double research = 12 * production_research(economy, i) / sales - RESEARCH_USUAL;
  const double growth = log((12 * firms->expected_orders[i] + 1) / (sales + 1));
  return steps[firms->tier[i]] + params->tier_sales * log(sales / SALES_USUAL) +
         params->tier_research * fmin(research, RESEARCH_USUAL) + params->tier_growth * growth +
         params->tier_certificates * log1p(firms->certificates[i]) +
         economy->towns.instruments[firms->town[i]].tiers;
}

/* Promotes a firm, or not, in the month of the year that is its own. */
static void appraise(struct economy *economy, uint32_t i) {
  struct firms *firms = &economy->firms;
  const uint32_t now = (uint32_t)(economy->month + DRAW_MONTH_SHIFT) % MONTHS;
  if (!economy_in_chain(economy, i) || firms->id[i] % MONTHS != now ||
      firms->tier[i] >= TIER_LEADER || firms_sales_year(firms, i) <= 0) {
    return;
  }
  const double u = draw_uniform(economy->key, DRAW_TIER, firms->id[i], economy->month, 0);
  if (u >= 1 / (1 + exp(-odds(economy, i)))) return;
  firms->tier[i]++;
  firms->promoted[i] = (int16_t)economy->month;
}

void tiers_update(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  PARALLEL_EACH(economy_threads_firms(economy), at, roster->count,
                appraise(economy, roster->rows[at]));
}
