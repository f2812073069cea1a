/* joint_college - a college run with universities (M13, M4): its graduates who stay join the town's
 * idle persons; firms get access to its research. */
#include "bellwether/policy/policy.h"

enum status joint_college_act(struct policy *policy, const struct lever_joint_college *values,
                              struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  const double stay = policy->effect * values->graduates * values->stay / 12;
  instruments->college.v[GRADUATE] += (float)(stay * (1 - values->high_end));
  instruments->college.v[HIGH_END] += (float)(stay * values->high_end);
  instruments->colleges += policy->effect;
  instruments->research_access += policy->effect * values->access;
  return STATUS_OK;
}
