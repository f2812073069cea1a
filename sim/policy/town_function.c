/* town_function - education, health, sport, culture and leisure (M11): money becomes amenity with
 * diminishing returns by kind, amenity = fact + mean of ln(1 + spent / amenity_unit). */
#include "bellwether/policy/policy.h"

void town_function_act(struct policy *policy, const struct lever_town_function *values) {
  const double shares[AMENITY_COUNT] = {values->education, values->health, values->sport,
                                        values->culture, values->leisure};
  const double spent = policy->effect * (double)policy->instalment / FEN_PER_MILLION;
  for (int k = 0; k < AMENITY_COUNT; k++) {
    policy->economy->towns.amenity_works[policy->town].v[k] += spent * shares[k];
  }
}
