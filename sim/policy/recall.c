/* recall - a recall shocks the town's name (M19), once. */
#include "bellwether/policy/policy.h"

void recall_act(struct policy *policy, const struct lever_recall *values) {
  struct towns *towns = &policy->economy->towns;
  towns->brand[policy->town] -= policy_step(policy, values->loss);
}
