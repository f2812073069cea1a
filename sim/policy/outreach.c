/* outreach - works with another town, by one of three modes: research (its labs, M4), finance (its
 * banks, M9), mountain (its firms that move, M14); in each the two towns' staff count for each
 * other (M1). */
#include "bellwether/policy/policy.h"

void outreach_act(struct policy *policy, const struct lever_outreach *values) {
  struct instruments *instruments = policy_instruments(policy);
  const enum outreach_mode mode = (enum outreach_mode)values->mode;
  const double reach = policy_reach(policy, values->cost, policy_chain(policy));
  if (mode == OUTREACH_RESEARCH) instruments->research_access += reach * values->access;
  if (mode == OUTREACH_FINANCE) instruments->credit += reach * values->credit;
  if (mode == OUTREACH_MOUNTAIN) instruments->subsidy += reach * values->attraction;
  if (values->partner < 0 || reach <= 0) return;
  const uint32_t partner = (uint32_t)values->partner;
  const double weight = reach * values->weight;
  struct instruments *theirs = &policy->economy->towns.instruments[partner];
  instruments->partners[mode] = (struct partner){partner + 1, weight};
  theirs->partners[mode] = (struct partner){policy->town + 1, weight};
}
