/* green_channel - a green channel (M5): the paperwork of registration takes `saved` less of its
 * time; tests and trials take theirs. */
#include "bellwether/policy/policy.h"

enum status green_channel_act(struct policy *policy, const struct lever_green_channel *values,
                              struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  instruments->paperwork += policy->effect * values->saved;
  return STATUS_OK;
}
