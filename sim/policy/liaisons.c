/* liaisons - liaison officers in firms (M24): needs are answered at once, and more cases end in a
 * link. */
#include "bellwether/policy/policy.h"

void liaisons_act(struct policy *policy, const struct lever_liaisons *values) {
  const double reach = policy_reach(policy, values->cost, policy_chain(policy));
  policy_instruments(policy)->response += reach * values->response;
}
