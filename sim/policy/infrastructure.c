/* infrastructure - roads, water, power, telecoms, logistics and networks (M2, M14): money raises
 * productivity and shortens the time to arrival, with diminishing returns by kind. */
#include "bellwether/policy/policy.h"

void infrastructure_act(struct policy *policy, const struct lever_infrastructure *values) {
  const double shares[INFRASTRUCTURE_COUNT] = {values->road,    values->water,     values->power,
                                               values->telecom, values->logistics, values->network};
  const double spent = policy->effect * (double)policy->instalment / FEN_PER_MILLION;
  for (int k = 0; k < INFRASTRUCTURE_COUNT; k++) {
    policy->economy->towns.infrastructure_works[policy->town].v[k] += spent * shares[k];
  }
}
