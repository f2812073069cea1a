/* migration.h - who lives where (M12): comparison of towns, movers, arrivals. */
#ifndef BELLWETHER_MARKETS_MIGRATION_H
#define BELLWETHER_MARKETS_MIGRATION_H

#include "bellwether/agents/economy.h"

/* Each person that compares towns takes the best of
 *   U_t = theta_w ln wage_t + theta_a amenity + theta_s service - theta_h ln housing
 *         + theta_t ln((openings+1)/(idle+1)) + theta_o [home] - theta_d theta_w ln distance +
 * Gumbel over all towns and elsewhere. Where there are more towns than comparison_towns, it looks
 * at its own, its home and so many others, each as likely as another, which stand for all the rest:
 * each of these gains ln(rest / comparison_towns) (sampling of alternatives, McFadden 1978). Who
 * goes leaves its job. Cost: comparison_towns draws a comparer. */
void migration_plan(struct economy *economy);

/* Movers move and those who go elsewhere leave; both have left their jobs. Cost: the movers. */
void migration_settle(struct economy *economy);

/* Persons come to live in a town, by skill (M12, M13), each channel Poisson: strangers,
 *   arrival_rate (1 + map) max(labour force at the start, openings) e^(U_t - U_elsewhere), at most
 * 20; natives who live elsewhere, diaspora migration (1 + contact) / (1 + e^(U_elsewhere - U_t -
 * home)); and those who finish their studies here and stay. Nobody where the population is sealed.
 * Returned natives are counted: some found firms (M14). Errors: memory. Cost: a Poisson draw a
 * town, skill and channel. */
enum status migration_arrive(struct economy *economy, struct error *error) MUST_CHECK;

#endif
