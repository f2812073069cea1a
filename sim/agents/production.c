#include "bellwether/agents/production.h"

#include "bellwether/base/batch.h"

#include <math.h>

double production_work(const struct params *params, const struct by_skill_count *staff) {
  return staff->v[TECHNICIAN] + params->efficiency_graduate * staff->v[GRADUATE] +
         params->efficiency_high_end * staff->v[HIGH_END];
}

double production_work_per_head(const struct params *params, const struct segment *segment) {
  return (1 - segment->graduates - segment->high_end) +
         params->efficiency_graduate * segment->graduates +
         params->efficiency_high_end * segment->high_end;
}

double production_scale(const struct params *params, const struct segment *segment) {
  const double revenue = segment->revenue_per_worker;
  return revenue / 12 /
         (pow(segment->capital_output * revenue, params->capital_share) *
          pow(production_work_per_head(params, segment), 1 - params->capital_share));
}

/* Log capacity at K = E = 1. The frontier makes work more productive: output per worker grows at
 * frontier_growth where capital per output stays. */
static double log_unit_output(const struct economy *economy, uint32_t firm) {
  const struct firms *firms = &economy->firms;
  return economy->markets[firms->segment[firm]].log_scale +
         (1 - economy->params->capital_share) * economy->params->frontier_growth * economy->month /
             12.0 +
         firms_productivity(firms, firm);
}

/* Y = e^unit_output K^alpha E^(1-alpha); none without capital or work. */
BATCH_CLONES static void find_output(double alpha, const double *restrict unit_output,
                                     const double *restrict capital, const double *restrict work,
                                     double *restrict output, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    const double made = batch_exp(unit_output[k] + alpha * batch_log(capital[k]) +
                                  (1 - alpha) * batch_log(work[k]));
    output[k] = capital[k] > 0 && work[k] > 0 ? made : 0;
  }
}

double production_output(const struct economy *economy, uint32_t firm, double capital,
                         double work) {
  const double unit_output = log_unit_output(economy, firm);
  double output;
  find_output(economy->params->capital_share, &unit_output, &capital, &work, &output, 1);
  return output;
}

/* What output is worth at these prices: logs over the segments', and theirs. */
BATCH_CLONES static void find_worth(const double *restrict log_price, const double *restrict price,
                                    double *restrict output, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) output[k] = output[k] * batch_exp(log_price[k]) * price[k];
}

void production_capacities(const struct economy *economy, const uint32_t *rows, uint32_t count,
                           double *capacity) {
  const struct firms *firms = &economy->firms;
  double unit_output[ECONOMY_TOGETHER] = {0}, capital[ECONOMY_TOGETHER] = {0};
  double log_price[ECONOMY_TOGETHER] = {0}, price[ECONOMY_TOGETHER] = {0};
  double work[ECONOMY_TOGETHER] = {0};
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k], s = firms->segment[i];
    unit_output[k] = log_unit_output(economy, i);
    capital[k] = firms->capital[i];
    work[k] = batch_min(production_work(economy->params, &firms->staff[i]),
                        firms->floor[i] / economy->segments[s].floor_per_worker);
    log_price[k] = firms->log_price[i];
    price[k] = economy->markets[s].price;
  }
  find_output(economy->params->capital_share, unit_output, capital, work, capacity, count);
  find_worth(log_price, price, capacity, count);
}

/* E of the same, by Y and K: none for no output, else infinite without capital. */
BATCH_CLONES static void find_work(double alpha, const double *restrict output,
                                   const double *restrict unit_output,
                                   const double *restrict capital, double *restrict work,
                                   uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    const double made = batch_log(output[k]) - unit_output[k];
    const double needed = batch_exp((made - alpha * batch_log(capital[k])) / (1 - alpha));
    work[k] = output[k] <= 0 ? 0 : capital[k] > 0 ? needed : (double)INFINITY;
  }
}

void production_work_needed(const struct economy *economy, const uint32_t *rows, uint32_t count,
                            const double *capital, const double *output, double *work) {
  double unit_output[ECONOMY_TOGETHER] = {0};
  for (uint32_t k = 0; k < count; k++) unit_output[k] = log_unit_output(economy, rows[k]);
  find_work(economy->params->capital_share, output, unit_output, capital, work, count);
}

struct by_skill_count production_staff(const struct params *params, const struct segment *segment,
                                       double work) {
  return production_heads(segment, ceil(work / production_work_per_head(params, segment)));
}

struct by_skill_count production_heads(const struct segment *segment, double heads) {
  const uint32_t graduates = (uint32_t)(heads * segment->graduates + 0.5);
  const uint32_t high_end = (uint32_t)(heads * segment->high_end + 0.5);
  const double technicians = batch_max(heads - graduates - high_end, 0);
  return (struct by_skill_count){{(uint32_t)technicians, graduates, high_end}};
}

double production_research(const struct economy *economy, uint32_t i) {
  const struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[i]];
  const bool before_sales = (int)segment->class > 0 && firms->certificates[i] == 0 &&
                            firms->transferring[i] == 0;
  const double planned = before_sales
                             ? firms->opening_share[i] * economy->markets[firms->segment[i]].demand
                             : 0;
  return segment->research * batch_max(firms->sales[i], planned) +
         (double)firms->grant[i] / FEN_PER_MILLION;
}
