/* steering_group - leaders meet, follow and settle what is stuck (M23). */
#include "bellwether/policy/policy.h"

void steering_group_act(struct policy *policy, const struct lever_steering_group *values) {
  struct instruments *instruments = policy_instruments(policy);
  const double stands = policy_stands(policy, values->cost);
  instruments->effort += stands * values->effort;
  instruments->approval += stands * values->approval;
}
