/* economics.h - whose gain a programme is, what it costs, and which are dominated; private to this
 * room. `compare` and `report` show the same. */
#ifndef BELLWETHER_SIM_CLI_ECONOMICS_H
#define BELLWETHER_SIM_CLI_ECONOMICS_H

#include "apart.h"

#include "bellwether/study/assumed_money.h"

struct economics {
  const struct cli *cli;
  const struct results *results;
  uint32_t base, month;
  struct net *nets; /* one a scenario; the base's are empty */
  struct cost *costs;
  struct pareto *paretos;
  struct assumed_money *assumed; /* NULL where it cannot be told from chance */
  size_t pairs; /* replications that all scenarios finished: what the ranking is of */
};

/* Works all of it out, by the options --budget, --discount, --public-funds and --level. Errors:
 * STATUS_DISK; memory. */
enum status economics_open(struct economics *economics, const struct cli *cli,
                           const struct results *results, uint32_t base, uint32_t place,
                           uint32_t month, struct error *error) MUST_CHECK;
void economics_close(struct economics *economics);

/* A mean with half its interval, "504.2 ± 31.5", or the mean alone; a ratio with its interval,
 * "0.60 [0.45, 0.93]", "-" where there may be no gain; times `factor`, in out[ECONOMICS_CELL].
 * Return out. */
#define ECONOMICS_CELL (3 * CLI_NUMBER + 8)
char *economics_mean(const struct estimate *e, double factor, char *out);
char *economics_ratio(const struct cost_ratio *ratio, double factor, char *out);

/* Over sets of assumptions: the mean with chance's interval, "0.60 [0.57, 0.66]". Returns out. */
char *economics_apart(const struct assumed *assumed, double factor, char *out);

/* The unit in which people are shown whose gain a scenario's is (the same for all parts), what it
 * costs (the same for all items), and what all cost against a budget. */
struct cli_unit economics_unit_of_gain(const struct net *net, int measure, bool chinese);
struct cli_unit economics_unit_of_cost(const struct cost *cost, bool chinese);
struct cli_unit economics_unit_of_budget(const struct economics *economics, bool chinese);

/* The difference of a comparison as an estimate. */
struct estimate economics_gain(const struct comparison *c);

/* In what share of replications a scenario is first by a criterion; of results with sets of
 * assumptions, of these. Who is so most often; the count of scenarios where no one is, or several
 * alike. */
double economics_first_share(const struct economics *economics, uint32_t s, int criterion);
uint32_t economics_first(const struct economics *economics, int criterion);

/* Whether a budget is given. */
bool economics_has_budget(const struct economics *economics);

/* As text: of one scenario; of all together. */
void economics_print(const struct economics *economics, uint32_t other, struct text *out);
void economics_print_all(const struct economics *economics, struct text *out);

/* The same of one scenario of results with sets of assumptions, both intervals apart. */
void economics_print_apart(const struct economics *economics, uint32_t other, struct text *out);

/* Whether there is anything to say of costs. */
bool economics_costs_something(const struct cost *cost);

/* As rows, for programs: each has a name, a unit, whom it is of, a comparison, and what of it is
 * assumption. Returns how many there are, at most ECONOMICS_ROWS. */
#define ECONOMICS_ROWS 112
struct economics_row {
  char name[64];
  const char *unit, *whose; /* whose NULL: the town's */
  struct comparison found;
  struct assumed assumed;
};
size_t economics_rows(const struct economics *economics, uint32_t other,
                      struct economics_row *rows);

#endif
