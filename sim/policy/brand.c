/* brand - makes the town known (M19): money for staff, channels, style or story adds to its
 * publicity of that kind, which fades. */
#include "bellwether/policy/policy.h"

void brand_act(struct policy *policy, const struct lever_brand *values) {
  const double spent = policy->effect * (double)policy->instalment / FEN_PER_MILLION;
  policy->economy->towns.publicity[policy->town].v[(size_t)values->kind] += spent;
}
