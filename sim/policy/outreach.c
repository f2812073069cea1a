/* outreach - works with another town, by one of three modes: research (its labs, M4), finance (its
 * banks, M9), mountain (its firms that move, M14); in each the two towns' staff count for each
 * other (M1). */
#include "bellwether/policy/policy.h"

enum status outreach_act(struct policy *policy, const struct lever_outreach *values,
                         struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  const enum outreach_mode mode = (enum outreach_mode)values->mode;
  if (mode == OUTREACH_RESEARCH) instruments->research_access += policy->effect * values->access;
  if (mode == OUTREACH_FINANCE) instruments->credit += policy->effect * values->credit;
  if (mode == OUTREACH_MOUNTAIN) instruments->subsidy += policy->effect * values->attraction;
  if (values->partner < 0 || policy->effect <= 0) return STATUS_OK;
  const uint32_t partner = (uint32_t)values->partner;
  const double weight = policy->effect * values->weight;
  struct instruments *theirs = &policy->economy->towns.instruments[partner];
  instruments->partners[mode] = (struct partner){partner + 1, weight};
  theirs->partners[mode] = (struct partner){policy->town + 1, weight};
  return STATUS_OK;
}
