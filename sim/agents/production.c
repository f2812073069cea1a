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

double production_output(const struct economy *economy, uint32_t firm, double capital,
                         double work) {
  if (capital <= 0 || work <= 0) return 0;
  const double alpha = economy->params->capital_share;
  return batch_exp(log_unit_output(economy, firm) + alpha * batch_log(capital) +
                   (1 - alpha) * batch_log(work));
}

double production_capacity(const struct economy *economy, uint32_t firm) {
  const struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[firm]];
  const double work = batch_min(production_work(economy->params, &firms->staff[firm]),
                                firms->floor[firm] / segment->floor_per_worker);
  return production_output(economy, firm, firms->capital[firm], work) *
         batch_exp(firms->log_price[firm]) * economy->markets[firms->segment[firm]].price;
}

double production_work_needed(const struct economy *economy, uint32_t firm, double capital,
                              double output) {
  double work, unused;
  production_work_with(economy, firm, output, capital, 0, &work, &unused);
  return work;
}

void production_work_with(const struct economy *economy, uint32_t firm, double output, double first,
                          double second, double *with_first, double *with_second) {
  const double alpha = economy->params->capital_share;
  *with_first = *with_second = output <= 0 ? 0 : INFINITY;
  if (output <= 0) return;
  const double made = batch_log(output) - log_unit_output(economy, firm);
  if (first > 0) *with_first = batch_exp((made - alpha * batch_log(first)) / (1 - alpha));
  if (second > 0) *with_second = batch_exp((made - alpha * batch_log(second)) / (1 - alpha));
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
