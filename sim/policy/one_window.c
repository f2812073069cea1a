/* one_window - one window for all approvals (M14): they take `saved` less of their time, so that
 * projects stand sooner. */
#include "bellwether/policy/policy.h"

enum status one_window_act(struct policy *policy, const struct lever_one_window *values,
                           struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->approval += policy->effect * values->saved;
  return STATUS_OK;
}
