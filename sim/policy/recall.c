/* recall - a recall shocks the town's name (M19), once. */
#include "bellwether/policy/policy.h"

enum status recall_act(struct policy *policy, const struct lever_recall *values,
                       struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct towns *towns = &policy->economy->towns;
  towns->brand[policy->town] -= policy_step(policy, values->loss);
  return STATUS_OK;
}
