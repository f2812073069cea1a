/* one_window - one window for all approvals (M14): they take `saved` less of their time, so that
 * projects stand sooner. */
#include "bellwether/policy/policy.h"

void one_window_act(struct policy *policy, const struct lever_one_window *values) {
  const double need = policy_firms(policy) + policy_projects(policy);
  policy_instruments(policy)->approval += policy_reach(policy, values->cost, need) * values->saved;
}
