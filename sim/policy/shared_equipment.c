/* shared_equipment - equipment that all firms may use (M4): as many platforms as the money keeps,
 * and more yield of research, most of it by the first. */
#include "bellwether/policy/policy.h"

void shared_equipment_act(struct policy *policy, const struct lever_shared_equipment *values) {
  struct instruments *instruments = policy_instruments(policy);
  const double platforms = policy_buys(policy, values->cost);
  instruments->platforms += platforms;
  instruments->research_access += policy->effect * policy_share(policy->yearly, values->cost, 1) *
                                  values->access;
}
