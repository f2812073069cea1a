/* hometown_return - calls natives home (M12, M14), by one of three channels: culture makes home
 * weigh more in every native's comparison of towns; outreach makes more natives away compare; a
 * platform makes more of those who return found a firm. */
#include "bellwether/policy/policy.h"

/* In the order of levers.def. */
enum channel_home { CULTURE_CALLS, OUTREACH_ASKS, PLATFORM_FOUNDS };

enum status hometown_return_act(struct policy *policy, const struct lever_hometown_return *values,
                                struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  if (!policy->active) return STATUS_OK;
  struct instruments *instruments = policy_instruments(policy);
  switch ((enum channel_home)values->channel) {
  case CULTURE_CALLS: instruments->homesickness += policy->effect * values->weight; break;
  case OUTREACH_ASKS: instruments->contact += policy->effect * values->contact; break;
  case PLATFORM_FOUNDS: instruments->founding += policy->effect * values->founding; break;
  }
  return STATUS_OK;
}
