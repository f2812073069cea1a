/* plant_mortgage - sells plants on mortgage to the firms that use them (M17): a deposit, then
 * instalments; the firm pays no rent for what it owns, and can borrow on it. Movers need less
 * capital: attraction. */
#include "bellwether/policy/policy.h"

void plant_mortgage_act(struct policy *policy, const struct lever_plant_mortgage *values) {
  const struct mortgage terms = {values->deposit, values->term, values->rate, 0};
  policy_offer(policy, &policy_instruments(policy)->plant, terms, values->cost, values->attraction);
}
