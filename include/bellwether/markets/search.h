/* search.h - the supply side of the labour market: search, matching, quits, migration (M10-M12). */
#ifndef BELLWETHER_MARKETS_SEARCH_H
#define BELLWETHER_MARKETS_SEARCH_H

#include "bellwether/agents/economy.h"

/* Every person decides at most one thing a month, by one uniform number: to quit (or be laid off),
 * to look for a job, or to compare towns. A searcher sees search_sample vacancies of its town and
 * skill, drawn by openings, and applies to the one of highest utility
 *   U = theta_w ln wage + Gumbel
 * where that beats staying (plus root * tenure) or other work (M10, M11). A comparer takes the best
 * of U_t = theta_w ln wage_t + theta_a amenity + theta_s service - theta_h ln housing
 *         + theta_t ln((openings+1)/(idle+1)) + theta_o [home] - theta_d theta_w ln distance +
 * Gumbel over all towns and elsewhere (M12). Decisions read the state as the month found it; they
 * are then settled: leavers leave; each vacancy's applicants are taken by quality, then by id;
 * movers move. Cost: one pass over persons, and work for those who decide something. */
void search_settle(struct economy *economy);

/* Persons who come to live in a town, by skill (M12, M13), each channel Poisson: strangers,
 *   arrival_rate (1 + map) max(labour force at the start, openings) e^(U_t - U_elsewhere), at most
 * 20; natives who live elsewhere, diaspora migration (1 + contact) / (1 + e^(U_elsewhere - U_t -
 * home)); and those who finish their studies here and stay. Returned natives are counted: some
 * found firms (M14). Errors: memory. */
enum status search_arrivals(struct economy *economy, struct error *error) MUST_CHECK;

/* Ability of a person: where more apply than are wanted, the higher is taken. Drawn once for life.
 */
uint32_t search_quality(struct draw_key key, uint64_t person);

/* Puts a person without employer into a firm at its posted wage. */
void search_hire(struct economy *economy, uint32_t person, uint32_t firm);

#endif
