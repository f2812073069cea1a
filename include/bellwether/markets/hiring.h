/* hiring.h - who gets which job (M10): the settle step of the labour market. */
#ifndef BELLWETHER_MARKETS_HIRING_H
#define BELLWETHER_MARKETS_HIRING_H

#include "bellwether/agents/economy.h"

/* Carries out the plans of search: each vacancy's applicants are taken by quality, then by id; who
 * is taken leaves its old job. Then staff and payrolls of firms follow what they were told, and the
 * towns' idle persons and hires are counted. Applications go to their openings, and what happened
 * to firms, by counting sorts, so that buckets of openings and of firms are settled side by side.
 * Errors: memory, where more happens than in any month before. Cost: one pass over firms, and work
 * for those who do something. */
enum status hiring_settle(struct economy *economy, struct error *error) MUST_CHECK;

/* Ability of a person: where more apply than are wanted, the higher is taken. Drawn once for life.
 */
uint32_t hiring_quality(struct draw_key key, uint64_t person);

/* Puts a person without employer into a firm at its posted wage. */
void hiring_employ(struct economy *economy, uint32_t person, uint32_t firm);

#endif
