/* training - trains technicians of the town's firms to graduates' work (M13): as many a month as
 * the money pays, drawn from all of them; they stay where they are, at their wage. */
#include "bellwether/policy/policy.h"

static uint32_t technicians_of(const struct economy *economy, uint32_t town) {
  const struct span here = economy_town_firms(economy, town);
  uint32_t count = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    count += economy->firms.staff[economy->roster.rows[at]].v[TECHNICIAN];
  }
  return count;
}

enum status training_act(struct policy *policy, const struct lever_training *values,
                         struct error *error) {
  (void)error; /* nothing here can fail */
  policy_spend(policy);
  struct economy *economy = policy->economy;
  struct persons *persons = &economy->persons;
  const double places = policy->effect * (double)policy->instalment / FEN_PER_MILLION /
                        values->cost;
  const uint32_t technicians = technicians_of(economy, policy->town);
  if (places <= 0 || technicians == 0) return STATUS_OK;
  const double chance = places / technicians;
  for (uint32_t i = 0; i < persons->count; i++) {
    const uint32_t firm = persons->employer[i];
    if (persons->skill[i] != TECHNICIAN || firm == NOBODY || persons->town[i] != policy->town) {
      continue;
    }
    const double u = draw_uniform(economy->key, DRAW_TRAINING, persons->id[i], economy->month,
                                  policy->tag);
    if (u >= chance) continue;
    persons->skill[i] = GRADUATE;
    economy->firms.staff[firm].v[TECHNICIAN]--;
    economy->firms.staff[firm].v[GRADUATE]++;
  }
  return STATUS_OK;
}
