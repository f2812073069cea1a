/* liaisons - liaison officers in firms (M24): needs are answered at once, and more cases end in a
 * link. */
#include "bellwether/policy/policy.h"

enum status liaisons_act(struct policy *policy, const struct lever_liaisons *values,
                         struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->response += policy->effect * values->response;
  return STATUS_OK;
}
