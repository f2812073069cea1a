/* assumed_money.h - what of a programme's gains and costs is chance, and what assumption.
 *
 * Of results with sets of assumptions (draws.h): the figures of net.h and cost.h, each split by
 * assumed.h, and in what share of the sets each scenario is first: by the most of a gain, by the
 * least of a cost. A scenario that is not ranked (one that breaks the budget) is never first and
 * stands in no one's way. */
#ifndef BELLWETHER_STUDY_ASSUMED_MONEY_H
#define BELLWETHER_STUDY_ASSUMED_MONEY_H

#include "bellwether/study/assumed.h"
#include "bellwether/study/pareto.h"

struct assumed_money {
  struct assumed gains[NET_PARTS][NET_MEASURES]; /* units: as net.h's */
  struct assumed items[COST_ITEMS];              /* units, of these and the rest: as cost.h's */
  struct assumed totals[COST_KINDS];
  struct assumed per[COST_KINDS][COST_PERS]; /* a set that gains none costs the most there is */
  struct assumed spent, built;
  double above; /* share of sets whose mean cost is above the budget; NaN: there is none */
};

/* Finds them of all scenarios but the base, `found`[scenario]; `ranked`[scenario]. public_funds,
 * budget: as cost_find's. Where the results have no sets, nothing is told. Errors: memory. Cost:
 * of each scenario some seventy splits. */
enum status assumed_money_find(const struct programmes *programmes, uint32_t base,
                               double public_funds, double budget, double level, const bool *ranked,
                               struct assumed_money *found, struct error *error) MUST_CHECK;

/* The figure that a criterion of pareto.h goes by. */
const struct assumed *assumed_money_of(const struct assumed_money *money,
                                       enum pareto_criterion criterion);

#endif
