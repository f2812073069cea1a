/* hometown_return - calls natives home (M12, M14), by one of three channels: culture makes home
 * weigh more in every native's comparison of towns; outreach makes more natives away compare; a
 * platform makes more of those who return found a firm. */
#include "bellwether/policy/policy.h"

/* In the order of levers.def. */
enum channel_home { CULTURE_CALLS, OUTREACH_ASKS, PLATFORM_FOUNDS };

void hometown_return_act(struct policy *policy, const struct lever_hometown_return *values) {
  struct instruments *instruments = policy_instruments(policy);
  const struct by_skill *away = &policy->economy->towns.diaspora[policy->town];
  double need = 0;
  for (int z = 0; z < SKILL_COUNT; z++) need += (double)away->v[z];
  const double reach = policy_reach(policy, values->cost, need);
  switch ((enum channel_home)values->channel) {
  case CULTURE_CALLS: instruments->homesickness += reach * values->weight; break;
  case OUTREACH_ASKS: instruments->contact += reach * values->contact; break;
  case PLATFORM_FOUNDS: instruments->founding += reach * values->founding; break;
  }
}
