/* green_channel - a green channel (M5): the paperwork of registration takes `saved` less of its
 * time; tests and trials take theirs. */
#include "bellwether/policy/policy.h"

void green_channel_act(struct policy *policy, const struct lever_green_channel *values) {
  const struct economy *economy = policy->economy;
  const struct span here = economy_town_firms(economy, policy->town);
  double products = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    products += economy->firms.registrations[economy->roster.rows[at]];
  }
  const double reach = policy_reach(policy, values->cost, products);
  policy_instruments(policy)->paperwork += reach * values->saved;
}
