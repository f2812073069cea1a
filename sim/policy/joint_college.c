/* joint_college - a college run with universities (M13, M4): the money pays for so many graduates,
 * of whom those who stay join the town's idle persons; firms get access to its research, in full
 * from its whole size on. */
#include "bellwether/policy/policy.h"

#include <math.h>

void joint_college_act(struct policy *policy, const struct lever_joint_college *values) {
  struct instruments *instruments = policy_instruments(policy);
  const double graduates = policy_buys(policy, values->cost);
  const double whole = fmin(graduates / values->size, fmax(policy->effect, 1));
  const double stay = graduates * values->stay / 12;
  instruments->college.v[GRADUATE] += (float)(stay * (1 - values->high_end));
  instruments->college.v[HIGH_END] += (float)(stay * values->high_end);
  instruments->colleges += whole;
  instruments->research_access += whole * values->access;
}
