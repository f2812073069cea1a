/* training - trains technicians of the town's firms to graduates' work (M13): firms send as many as
 * they have vacancies for graduates, and those whom the month's money reaches are trained, drawn
 * from all technicians of the firm; they stay where they are, at their wage. */
#include "bellwether/policy/policy.h"

/* How many technicians a firm would have trained. */
static uint32_t places_of(const struct firms *firms, uint32_t i) {
  const uint32_t wanted = firms->vacancies[i].v[GRADUATE], staff = firms->staff[i].v[TECHNICIAN];
  return wanted < staff ? wanted : staff;
}

void training_act(struct policy *policy, const struct lever_training *values) {
  struct economy *economy = policy->economy;
  struct firms *firms = &economy->firms;
  struct persons *persons = &economy->persons;
  const struct span here = economy_town_firms(economy, policy->town);
  double *chance = economy->firm_scratch[0]; /* of a technician, by firm row */
  double places = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    places += places_of(firms, economy->roster.rows[at]);
  }
  const double reach = policy_reach(policy, 12 * values->cost, places);
  if (reach <= 0) return;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at], staff = firms->staff[i].v[TECHNICIAN];
    chance[i] = staff ? reach * places_of(firms, i) / staff : 0;
  }
  for (uint32_t i = 0; i < persons->count; i++) {
    const uint32_t firm = persons->employer[i];
    if (persons->skill[i] != TECHNICIAN || firm == NOBODY || persons->town[i] != policy->town) {
      continue;
    }
    const double u = draw_uniform(economy->key, DRAW_TRAINING, persons->id[i], economy->month,
                                  policy->tag);
    if (u >= chance[firm]) continue;
    persons->skill[i] = GRADUATE;
    firms->staff[firm].v[TECHNICIAN]--;
    firms->staff[firm].v[GRADUATE]++;
  }
}
