/* plant_mortgage - sells plants on mortgage to the firms that use them (M17): a deposit, then
 * instalments; the firm pays no rent for what it owns, and can borrow on it. Movers need less
 * capital: attraction. */
#include "bellwether/policy/policy.h"

enum status plant_mortgage_act(struct policy *policy, const struct lever_plant_mortgage *values,
                               struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  policy_offer(policy, &policy_instruments(policy)->plant,
               (struct mortgage){values->deposit, values->term, values->rate}, values->attraction);
  return STATUS_OK;
}
