/* land_mortgage - sells land on mortgage to firms that pay their plant themselves (M17). */
#include "bellwether/policy/policy.h"

enum status land_mortgage_act(struct policy *policy, const struct lever_land_mortgage *values,
                              struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  policy_offer(policy, &policy_instruments(policy)->land,
               (struct mortgage){values->deposit, values->term, values->rate}, values->attraction);
  return STATUS_OK;
}
