#include "bellwether/study/pareto.h"

#include <math.h>
#include <stdlib.h>

const char *const pareto_criteria[PARETO_CRITERIA] = {"device sales in town",
                                                      "sales, net of others' losses",
                                                      "jobs in town",
                                                      "jobs, net of others' losses",
                                                      "value added in town",
                                                      "value added, net of others' losses",
                                                      "public cost",
                                                      "cost of a job, gross",
                                                      "cost of a job, with what is held",
                                                      "cost of a job, net of tax and rent"};
const char *const pareto_words[PARETO_CRITERIA] = {
    "device_sales", "net_sales",   "jobs",           "net_jobs",          "value_added",
    "net_added",    "public_cost", "job_cost_gross", "job_cost_residual", "job_cost_net"};
const char *const pareto_units[PARETO_CRITERIA] = {"M CNY", "M CNY", "1",     "1",     "M CNY",
                                                   "M CNY", "M CNY", "M CNY", "M CNY", "M CNY"};
const int pareto_better[PARETO_CRITERIA] = {1, 1, 1, 1, 1, 1, -1, -1, -1, -1};

/* A value as more of it is better; none is the worst. */
static double worth(double value, int better) { return isnan(value) ? -INFINITY : better * value; }

void pareto_dominated(const double *values, const int *better, size_t criteria, size_t things,
                      size_t *by) {
  for (size_t t = 0; t < things; t++) {
    by[t] = PARETO_NONE;
    for (size_t u = 0; u < things && by[t] == PARETO_NONE; u++) {
      bool never_worse = u != t, once_better = false;
      for (size_t c = 0; c < criteria; c++) {
        const double own = worth(values[c * things + t], better[c]);
        const double others = worth(values[c * things + u], better[c]);
        never_worse = never_worse && others >= own;
        once_better = once_better || others > own;
      }
      if (never_worse && once_better) by[t] = u;
    }
  }
}

void pareto_first(const double *values, int better, size_t things, size_t n, double *shares) {
  for (size_t t = 0; t < things; t++) shares[t] = n ? 0 : NAN;
  for (size_t r = 0; r < n; r++) {
    double best = -INFINITY, leaders = 0;
    for (size_t t = 0; t < things; t++) best = fmax(best, worth(values[t * n + r], better));
    for (size_t t = 0; t < things; t++) leaders += worth(values[t * n + r], better) >= best;
    for (size_t t = 0; t < things; t++) {
      if (best > -INFINITY && worth(values[t * n + r], better) >= best)
        shares[t] += 1 / leaders / (double)n;
    }
  }
}

/* Replications that all scenarios finished. */
static size_t list_finished(const struct programmes *programmes, size_t *list) {
  size_t count = 0;
  for (size_t r = 0; r < programmes->replications; r++) {
    bool finished = true;
    for (uint32_t s = 0; s < programmes->scenarios; s++) {
      finished = finished && !isnan(programmes_row(programmes, s, PROGRAMMES_SPENT)[r]);
    }
    if (finished) list[count++] = r;
  }
  return count;
}

static void level(const struct programmes *programmes, uint32_t s, enum pareto_criterion c,
                  double *out) {
  static const struct {
    enum net_part part;
    enum net_measure measure;
  } parts[] = {[PARETO_NET_SALES] = {NET_NATION, NET_SALES},
               [PARETO_JOBS] = {NET_TOWN, NET_JOBS},
               [PARETO_NET_JOBS] = {NET_NATION, NET_JOBS},
               [PARETO_VALUE_ADDED] = {NET_TOWN, NET_VALUE_ADDED},
               [PARETO_NET_VALUE_ADDED] = {NET_NATION, NET_VALUE_ADDED}};
  if (c == PARETO_DEVICE_SALES || c == PARETO_COST) {
    const double *row = programmes_row(
        programmes, s, c == PARETO_COST ? PROGRAMMES_SPENT : PROGRAMMES_DEVICE_SALES);
    for (size_t r = 0; r < programmes->replications; r++) out[r] = row[r];
  } else net_values(programmes, s, parts[c].part, parts[c].measure, out);
}

/* What a programme adds by a criterion, a value a replication. Costs of a job: the cost into `out`,
 * the jobs into `below`. */
static void add(const struct programmes *programmes, uint32_t base, uint32_t s, int c,
                double public_funds, double *spare, double *out, double *below) {
  const size_t n = programmes->replications;
  const bool ratio = c >= PARETO_JOB_COST;
  double *gain = ratio ? below : out;
  const enum pareto_criterion of = ratio ? PARETO_JOBS : (enum pareto_criterion)c;
  level(programmes, base, of, spare);
  level(programmes, s, of, gain);
  for (size_t r = 0; r < n; r++) gain[r] -= spare[r];
  if (ratio) {
    cost_totals(programmes, base, s, (enum cost_kind)(c - PARETO_JOB_COST), public_funds, out);
  }
}

/* One thing's value in `n` listed replications, and its mean (a ratio's: of the means). */
static double settle(const double *above, const double *below, bool ratio, const size_t *list,
                     size_t n, double *out) {
  double up = 0, down = 0;
  for (size_t k = 0; k < n; k++) {
    const size_t r = list[k];
    up += above[r];
    down += ratio ? below[r] : 1;
    out[k] = !ratio ? above[r] : below[r] > 0 ? above[r] / below[r] : NAN;
  }
  return down > 0 ? up / down : NAN;
}

/* What a ranking needs while it is made. */
struct ranking {
  const struct programmes *programmes;
  uint32_t base;
  double public_funds, level;
  size_t things, ranked, n;
  uint32_t *scenario; /* of each thing; those that are ranked come first */
  size_t *list, *by;
  double *means, *values, *shares, *room;
};

/* Every programme by one criterion. */
static void measure(struct ranking *k, int c, struct pareto *found) {
  const size_t n = k->programmes->replications;
  const bool ratio = c >= PARETO_JOB_COST;
  for (size_t t = 0; t < k->things; t++) {
    struct pareto *of = &found[k->scenario[t]];
    double *values = k->values + t * k->n;
    add(k->programmes, k->base, k->scenario[t], c, k->public_funds, k->room, k->room + n,
        k->room + 2 * n);
    of->values[c] = settle(k->room + n, k->room + 2 * n, ratio, k->list, k->n, values);
    if (!ratio) of->gains[c] = statistics_mean(values, 1, k->n, k->level);
    of->first[c] = NAN;
    if (t < k->ranked) k->means[(size_t)c * k->ranked + t] = of->values[c];
  }
}

static void rank(struct ranking *k, struct pareto *found) {
  for (int c = 0; c < PARETO_CRITERIA; c++) {
    measure(k, c, found);
    pareto_first(k->values, pareto_better[c], k->ranked, k->n, k->shares);
    for (size_t t = 0; t < k->ranked; t++) found[k->scenario[t]].first[c] = k->shares[t];
  }
  pareto_dominated(k->means, pareto_better, PARETO_CRITERIA, k->ranked, k->by);
  for (size_t t = 0; t < k->things; t++) {
    const bool alone = t >= k->ranked || k->by[t] == PARETO_NONE;
    found[k->scenario[t]].by = k->scenario[alone ? t : k->by[t]];
  }
}

/* Those that are ranked, then the others. */
static void list_things(struct ranking *k, const struct pareto *found) {
  for (int ranked = 1; ranked >= 0; ranked--) {
    for (uint32_t s = 0; s < k->programmes->scenarios; s++) {
      if (s != k->base && found[s].ranked == ranked) k->scenario[k->things++] = s;
    }
    if (ranked) k->ranked = k->things;
  }
}

enum status pareto_find(const struct programmes *programmes, uint32_t base, double public_funds,
                        double level, struct pareto *found, size_t *pairs, struct error *error) {
  const size_t n = programmes->replications, most = programmes->scenarios;
  struct ranking k = {
      .programmes = programmes, .base = base, .public_funds = public_funds, .level = level};
  k.scenario = calloc(most, sizeof *k.scenario);
  k.list = calloc(n + most, sizeof *k.list);
  k.means = calloc((PARETO_CRITERIA + n + 1) * most + 3 * n, sizeof *k.means);
  const bool made = k.scenario && k.list && k.means;
  if (made) {
    k.by = k.list + n;
    k.values = k.means + PARETO_CRITERIA * most;
    k.shares = k.values + n * most;
    k.room = k.shares + most;
    list_things(&k, found);
    *pairs = k.n = list_finished(programmes, k.list);
    rank(&k, found);
  }
  free(k.scenario);
  free(k.list);
  free(k.means);
  return made ? STATUS_OK : error_memory(error, "a ranking", n * most * sizeof *k.means);
}
