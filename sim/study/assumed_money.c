#include "bellwether/study/assumed_money.h"

#include <math.h>
#include <stdlib.h>

/* A figure: which one of its kind. */
enum kind { GAIN, ITEM, TOTAL, PER, SPENT, BUILT };
struct figure {
  enum kind kind;
  int row, column;
  double better; /* 1: more is better, -1: less is; 0: no one is first by it */
};

struct search {
  const struct programmes *programmes;
  uint32_t base;
  double public_funds, level;
  const bool *ranked;
  double *above, *below, *spare; /* a value a replication */
  double *shrunken, *shares;     /* [scenario][draw]; [ranked scenario] */
  const double **things;         /* of `shrunken`, what is ranked */
  struct assumed_money *found;
};

static struct assumed *place_of(struct assumed_money *money, const struct figure *figure) {
  switch (figure->kind) {
  case GAIN: return &money->gains[figure->row][figure->column];
  case ITEM: return &money->items[figure->row];
  case TOTAL: return &money->totals[figure->row];
  case PER: return &money->per[figure->row][figure->column];
  case SPENT: return &money->spent;
  case BUILT: return &money->built;
  }
  return NULL;
}

static void take_gain(const struct search *search, uint32_t s, const struct figure *figure) {
  const enum net_part part = (enum net_part)figure->row;
  const enum net_measure measure = (enum net_measure)figure->column;
  net_values(search->programmes, search->base, part, measure, search->spare);
  net_values(search->programmes, s, part, measure, search->above);
  for (size_t r = 0; r < search->programmes->replications; r++) {
    search->above[r] -= search->spare[r];
  }
}

static void take_row(const struct search *search, uint32_t s, int row) {
  const double *base = programmes_row(search->programmes, search->base, row);
  const double *other = programmes_row(search->programmes, s, row);
  for (size_t r = 0; r < search->programmes->replications; r++) {
    search->above[r] = other[r] - base[r];
  }
}

/* Differences from the base by replication: into `above`, and into `below` what they are over. */
static void take(const struct search *search, uint32_t s, const struct figure *figure) {
  switch (figure->kind) {
  case GAIN: take_gain(search, s, figure); return;
  case ITEM: take_row(search, s, PROGRAMMES_PAID + figure->row); return;
  case SPENT: take_row(search, s, PROGRAMMES_SPENT); return;
  case BUILT: take_row(search, s, PROGRAMMES_BUILT); return;
  case PER:
    cost_gains(search->programmes, search->base, s, (enum cost_per)figure->column, search->spare,
               search->below);
    break;
  case TOTAL: break;
  }
  cost_totals(search->programmes, search->base, s, (enum cost_kind)figure->row,
              search->public_funds, search->above);
}

static double *shrunken_of(const struct search *search, uint32_t s) {
  return search->shrunken + (size_t)s * search->programmes->results->draws;
}

/* In what share of the sets each ranked scenario is first; `shrunken` is used up. */
static void rank(const struct search *search, const struct figure *figure) {
  const uint32_t scenarios = search->programmes->scenarios;
  const size_t draws = search->programmes->results->draws;
  size_t things = 0;
  for (uint32_t s = 0; s < scenarios; s++) {
    if (s == search->base || !search->ranked[s]) continue;
    double *shrunken = shrunken_of(search, s);
    for (size_t d = 0; d < draws; d++) shrunken[d] *= figure->better;
    search->things[things++] = shrunken;
  }
  assumed_first(search->things, things, draws, search->shares);
  for (uint32_t s = 0, t = 0; s < scenarios; s++) {
    if (s == search->base || !search->ranked[s]) continue;
    place_of(&search->found[s], figure)->first = search->shares[t++];
  }
}

/* The share of sets whose cost, chance taken out, is above a budget. */
static void judge(const struct search *search, uint32_t s, double budget) {
  const struct programmes *programmes = search->programmes;
  const double *shrunken = shrunken_of(search, s);
  double slack = 0, finished = 0, above = 0;
  for (size_t r = 0; r < programmes->replications; r++) {
    const double one = cost_slack(programmes, search->base, s, r);
    if (isnan(one)) continue;
    slack += one;
    finished++;
  }
  for (size_t d = 0; d < programmes->results->draws; d++) {
    above += shrunken[d] > budget + slack / finished;
  }
  struct assumed_money *money = &search->found[s];
  if (money->spent.told) money->above = above / (double)money->spent.effects.draws;
}

static enum status find(const struct search *search, const struct figure *figure, double budget,
                        struct error *error) {
  const struct results *results = search->programmes->results;
  for (uint32_t s = 0; s < search->programmes->scenarios; s++) {
    if (s == search->base) continue;
    struct assumed *place = place_of(&search->found[s], figure);
    double *shrunken = shrunken_of(search, s);
    take(search, s, figure);
    TRY(figure->kind == PER
            ? assumed_ratio(results, search->above, search->below, search->level, shrunken, place,
                            error)
            : assumed_find(results, search->above, search->level, shrunken, place, error));
    if (figure->kind == SPENT && !isnan(budget)) judge(search, s, budget);
  }
  if (figure->better > 0 || figure->better < 0) rank(search, figure);
  return STATUS_OK;
}

static enum status find_all(const struct search *search, double budget, struct error *error) {
  for (int part = 0; part < NET_PARTS; part++) {
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      TRY(find(search, &(struct figure){GAIN, part, measure, 1}, budget, error));
    }
  }
  for (int item = 0; item < COST_ITEMS; item++) {
    TRY(find(search, &(struct figure){ITEM, item, 0, 0}, budget, error));
  }
  for (int kind = 0; kind < COST_KINDS; kind++) {
    TRY(find(search, &(struct figure){TOTAL, kind, 0, -1}, budget, error));
    for (int per = 0; per < COST_PERS; per++) {
      TRY(find(search, &(struct figure){PER, kind, per, -1}, budget, error));
    }
  }
  TRY(find(search, &(struct figure){SPENT, 0, 0, -1}, budget, error));
  return find(search, &(struct figure){BUILT, 0, 0, 0}, budget, error);
}

static struct assumed_money nothing(void) {
  struct assumed_money money = {.above = NAN};
  for (int part = 0; part < NET_PARTS; part++) {
    for (int m = 0; m < NET_MEASURES; m++) money.gains[part][m] = assumed_nothing();
  }
  for (int item = 0; item < COST_ITEMS; item++) money.items[item] = assumed_nothing();
  for (int kind = 0; kind < COST_KINDS; kind++) {
    money.totals[kind] = assumed_nothing();
    for (int per = 0; per < COST_PERS; per++) money.per[kind][per] = assumed_nothing();
  }
  money.spent = money.built = assumed_nothing();
  return money;
}

enum status assumed_money_find(const struct programmes *programmes, uint32_t base,
                               double public_funds, double budget, double level, const bool *ranked,
                               struct assumed_money *found, struct error *error) {
  const size_t n = programmes->replications, scenarios = programmes->scenarios;
  for (size_t s = 0; s < scenarios; s++) found[s] = nothing();
  if (!programmes->results) return STATUS_OK;
  const size_t size = 3 * n + scenarios * (programmes->results->draws + (size_t)1);
  struct search search = {.programmes = programmes,
                          .base = base,
                          .public_funds = public_funds,
                          .level = level,
                          .ranked = ranked,
                          .above = calloc(size + 1, sizeof(double)),
                          .things = calloc(scenarios + 1, sizeof *search.things),
                          .found = found};
  enum status status = STATUS_OK;
  if (search.above && search.things) {
    search.below = search.above + n;
    search.spare = search.below + n;
    search.shares = search.spare + n;
    search.shrunken = search.shares + scenarios;
    status = find_all(&search, budget, error);
  } else status = error_memory(error, "sets of assumptions", size * sizeof(double));
  free(search.above);
  free((void *)search.things);
  return status;
}

const struct assumed *assumed_money_of(const struct assumed_money *money,
                                       enum pareto_criterion criterion) {
  switch (criterion) {
  case PARETO_DEVICE_SALES: return &money->gains[NET_DEVICE][NET_SALES];
  case PARETO_NET_SALES: return &money->gains[NET_NATION][NET_SALES];
  case PARETO_JOBS: return &money->gains[NET_TOWN][NET_JOBS];
  case PARETO_NET_JOBS: return &money->gains[NET_NATION][NET_JOBS];
  case PARETO_VALUE_ADDED: return &money->gains[NET_TOWN][NET_VALUE_ADDED];
  case PARETO_NET_VALUE_ADDED: return &money->gains[NET_NATION][NET_VALUE_ADDED];
  case PARETO_COST: return &money->spent;
  default: return &money->per[criterion - PARETO_JOB_COST][COST_PER_JOB];
  }
}
