/* production.h - what a firm can make (M6), for those who plan it and those who sell it. */
#ifndef BELLWETHER_AGENTS_PRODUCTION_H
#define BELLWETHER_AGENTS_PRODUCTION_H

#include "bellwether/agents/economy.h"

/* Work of a staff in technicians' months: E = sum of e_z H_z. */
double production_work(const struct params *params, const struct by_skill_count *staff);

/* Work of one average employee of a segment. */
double production_work_per_head(const struct params *params, const struct segment *segment);

/* The segment's scale: production at the average firm's capital and staff is revenue_per_worker. */
double production_scale(const struct params *params, const struct segment *segment);

/* Capacity at work E, M CNY a month: Y = scale A K^alpha (e^(g t) E)^(1-alpha) (M6). */
double production_output(const struct economy *economy, uint32_t firm, double capital, double work);

/* Capacity of firms as they stand, ECONOMY_TOGETHER at most, a value each: their work no more than
 * their floor has room for, sold at their price. Cost: 15 ns a firm where there are many. */
void production_capacities(const struct economy *economy, const uint32_t *rows, uint32_t count,
                           double *capacity);

/* The work that makes `output` with this capital, for ECONOMY_TOGETHER firms at most, a value each:
 * the inverse of production_output. 0 for no output, else infinite without capital. Cost: 10 ns a
 * firm where there are many. */
void production_work_needed(const struct economy *economy, const uint32_t *rows, uint32_t count,
                            const double *capital, const double *output, double *work);

/* The staff that gives this much work in the segment's mix of skills, in whole persons. */
struct by_skill_count production_staff(const struct params *params, const struct segment *segment,
                                       double work);

/* So many heads in the segment's mix of skills. */
struct by_skill_count production_heads(const struct segment *segment, double heads);

/* Research spending of the month, M CNY: a share of sales, and the month's grant; a firm that may
 * not sell yet spends what its first product would. */
double production_research(const struct economy *economy, uint32_t firm);

#endif
