/* workstation - brokers between firms and universities (M24): as many cases a month as the money
 * pays. */
#include "bellwether/policy/policy.h"

void workstation_act(struct policy *policy, const struct lever_workstation *values) {
  policy_instruments(policy)->cases += policy_buys(policy, values->cost) / 12;
}
