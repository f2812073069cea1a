/* land_mortgage - sells land on mortgage to firms that pay their plant themselves (M17). */
#include "bellwether/policy/policy.h"

void land_mortgage_act(struct policy *policy, const struct lever_land_mortgage *values) {
  const struct mortgage terms = {values->deposit, values->term, values->rate, 0};
  policy_offer(policy, &policy_instruments(policy)->land, terms, values->cost, values->attraction);
}
