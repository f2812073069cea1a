#include "figure_parts.h"

#include "bellwether/study/assumed_money.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/factorial.h"
#include "bellwether/study/net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_BINS_PER_DECADE 8

/* Firms of one scenario by replication: all, those larger than a size, and room for shares. */
struct sizes {
  double *all, *larger, *shares;
};

/* The share of larger firms among all, over replications together, with the interval of a ratio of
 * two means: that of the mean of its linear parts, one a replication. */
static struct estimate sizes_share(const struct sizes *sizes, uint32_t replications) {
  double all = 0, larger = 0, count = 0;
  size_t n = 0;
  for (uint32_t r = 0; r < replications; r++) {
    all += sizes->all[r];
    larger += sizes->larger[r];
    count += sizes->all[r] > 0;
  }
  const double share = larger / all;
  for (uint32_t r = 0; r < replications; r++) {
    if (sizes->all[r] == 0) continue;
    sizes->shares[n++] = share + (sizes->larger[r] - share * sizes->all[r]) * count / all;
  }
  struct estimate e = statistics_mean(sizes->shares, 1, n, FIGURE_LEVEL);
  if (n < 2) e.low = e.high = share;
  return (struct estimate){share, fmax(e.low, 0), fmin(e.high, 1)};
}

/* Counts a scenario's firms of a place with sales of `edge` and more; returns how many there are.
 */
static size_t count_larger(const struct shard_firm *firms, const uint32_t *scenario,
                           const uint32_t *replication, size_t count, uint32_t s, uint32_t place,
                           double edge, double *larger) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    if (scenario[i] != s || (uint32_t)firms[i].place != place || firms[i].sales <= 0) continue;
    if ((double)firms[i].sales < edge) continue;
    larger[replication[i]]++;
    n++;
  }
  return n;
}

bool figure_has_firms(const struct figure_source *source) {
  struct shard_firm *firms;
  uint32_t *scenario, *replication;
  size_t count;
  struct error none;
  if (results_read_firms(source->results, &firms, &scenario, &replication, &count, &none) !=
      STATUS_OK)
    return true;
  free(firms);
  free(scenario);
  free(replication);
  return count > 0;
}

enum status figure_sizes(const struct figure_source *source, struct text *out,
                         struct error *error) {
  const struct results *results = results_whole(source->results); /* the first runs keep firms */
  struct shard_firm *firms;
  uint32_t *scenario, *replication;
  size_t count;
  const size_t replications = results->replications;
  TRY(results_read_firms(results, &firms, &scenario, &replication, &count, error));
  double *room = calloc(3 * replications, sizeof *room);
  const struct sizes sizes = {room, room + replications, room + 2 * replications};
  for (uint32_t s = 0; s < results->scenarios && room; s++) {
    text_add(out, "%s\"%s\"\tshare_larger\tlow\thigh\n", s ? "\n\n" : "",
             results->scenario_names[s]);
    memset(sizes.all, 0, replications * sizeof *room);
    (void)count_larger(firms, scenario, replication, count, s, source->place, 0, sizes.all);
    for (int bin = -2 * SIZE_BINS_PER_DECADE; bin <= 5 * SIZE_BINS_PER_DECADE; bin++) {
      const double edge = pow(10, (double)bin / SIZE_BINS_PER_DECADE);
      memset(sizes.larger, 0, replications * sizeof *room);
      if (!count_larger(firms, scenario, replication, count, s, source->place, edge, sizes.larger))
        break;
      const struct estimate e = sizes_share(&sizes, results->replications);
      text_add(out, "%.6g\t%.6g\t%.6g\t%.6g\n", edge, e.mean, e.low, e.high);
    }
  }
  const bool good = room != NULL;
  free(room);
  free(firms);
  free(scenario);
  free(replication);
  return good ? STATUS_OK : error_memory(error, "a figure", 3 * replications * sizeof *room);
}

/* The programmes, and what of their gains and costs is assumption, [scenario]; NULL where that is
 * not told. */
struct costs {
  const struct figure_source *source;
  struct programmes programmes;
  struct assumed_money *money;
};

/* A scenario's change in device sales in a place, which may be none, at the end. */
static enum status find_change(const struct costs *costs, uint32_t place, uint32_t s,
                               struct figure_mean *mean, struct error *error) {
  const struct results *results = costs->source->results;
  const uint32_t last = results->months - 1, base = costs->source->base;
  struct comparison c = {0};
  struct assumed assumed = assumed_nothing();
  if (place < results->places) {
    TRY(compare_scenarios(results, INDICATOR_device_sales, place, last, base, s, FIGURE_LEVEL, &c,
                          error));
    if (costs->money) {
      TRY(assumed_compare(results, INDICATOR_device_sales, place, last, base, s, FIGURE_LEVEL, NULL,
                          &assumed, error));
    }
  }
  *mean = figure_mean_of_pairs(&c, &assumed);
  return STATUS_OK;
}

/* A scenario's line of the cost figure. */
static enum status add_cost(const struct costs *costs, uint32_t s, struct text *out,
                            struct error *error) {
  const struct programmes *programmes = &costs->programmes;
  const struct results *results = costs->source->results;
  const struct assumed_money *money = costs->money ? &costs->money[s] : NULL;
  const uint32_t base = costs->source->base;
  struct figure_mean changes[3]; /* in town, at rivals, of the nation */
  struct net net;
  TRY(find_change(costs, costs->source->place, s, &changes[0], error));
  TRY(find_change(costs, results_find_place(results, "rivals"), s, &changes[1], error));
  TRY(net_find(programmes, base, s, FIGURE_LEVEL, &net, error));
  changes[2] = figure_mean_of_pairs(&net.found[NET_NATION][NET_SALES],
                                    money ? &money->gains[NET_NATION][NET_SALES] : NULL);
  const struct comparison c = compare_values(programmes_row(programmes, base, PROGRAMMES_SPENT),
                                             programmes_row(programmes, s, PROGRAMMES_SPENT),
                                             results->replications, FIGURE_LEVEL);
  const struct figure_mean spent = figure_mean_of_pairs(&c, money ? &money->spent : NULL);
  text_add(out, "\"%s\"\t%.6g", results->scenario_names[s], spent.mean);
  for (int k = 0; k < 3; k++) figure_add_mean(&changes[k], 1, out);
  for (int k = 0; k < 3 && money; k++) figure_add_sets(&changes[k], 1, out);
  if (money) {
    text_add(out, "\t%.6g\t%.6g", spent.interval.low, spent.interval.high);
    figure_add_sets(&spent, 1, out);
  }
  text_add(out, "\n");
  return STATUS_OK;
}

/* Finds what of the gains and costs is assumption. The caller frees money. */
static enum status split_money(struct costs *costs, struct error *error) {
  const uint32_t scenarios = costs->source->results->scenarios;
  bool *ranked = calloc(scenarios, sizeof *ranked); /* none is, here */
  costs->money = calloc(scenarios, sizeof *costs->money);
  const enum status status =
      ranked && costs->money
          ? assumed_money_find(&costs->programmes, costs->source->base, COST_PUBLIC_FUNDS, NAN,
                               FIGURE_LEVEL, ranked, costs->money, error)
          : error_memory(error, "a figure", scenarios * sizeof *costs->money);
  free(ranked);
  return status;
}

static enum status add_costs(const struct costs *costs, struct text *out, struct error *error) {
  const struct results *results = costs->source->results;
  text_add(out,
           "scenario\tcost\tgain\tgain_low\tgain_high\trivals\trivals_low\trivals_high\t"
           "net\tnet_low\tnet_high%s\n",
           costs->money ? "\tgain_sets_low\tgain_sets_high\trivals_sets_low\trivals_sets_high\t"
                          "net_sets_low\tnet_sets_high\tcost_low\tcost_high\tcost_sets_low\t"
                          "cost_sets_high"
                        : "");
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == costs->source->base && results->scenarios > 1) continue;
    TRY(add_cost(costs, s, out, error));
  }
  return STATUS_OK;
}

enum status figure_cost(const struct figure_source *source, struct text *out, struct error *error) {
  struct costs costs = {.source = source};
  TRY(programmes_read(source->results, source->place, source->results->months - 1, 0,
                      &costs.programmes, error));
  enum status status = figure_is_apart(source) ? split_money(&costs, error) : STATUS_OK;
  if (status == STATUS_OK) status = add_costs(&costs, out, error);
  free(costs.money);
  programmes_free(&costs.programmes);
  return status;
}

enum { EFFECTS = 4 };
static const char *const effect_names[EFFECTS] = {"alone", "main", "last", "shapley"};

/* One factor's line. assumed: NULL where nothing is told. */
static void add_factor(const struct factorial *design, const struct factorial_effects *effects,
                       const struct factorial_assumed *assumed, size_t a, struct text *out) {
  const struct estimate *found[EFFECTS] = {&effects->alone[a], &effects->main[a], &effects->last[a],
                                           &effects->shapley[a]};
  struct figure_mean means[EFFECTS];
  text_add(out, "\"%s\"", design->names[a] + (design->names[a][0] == '~'));
  for (int k = 0; k < EFFECTS; k++) {
    const struct assumed *of = !assumed ? NULL
                               : k == 0 ? &assumed->alone[a]
                               : k == 1 ? &assumed->main[a]
                               : k == 2 ? &assumed->last[a]
                                        : &assumed->shapley[a];
    means[k] = figure_mean_of(found[k], of);
    figure_add_mean(&means[k], 1, out);
  }
  for (int k = 0; k < EFFECTS && assumed; k++) figure_add_sets(&means[k], 1, out);
  text_add(out, "\n");
}

/* `room`: for what of the effects is assumption. */
static enum status add_effects(const struct figure_source *source, const struct factorial *design,
                               struct factorial_assumed *room, struct text *out,
                               struct error *error) {
  struct factorial_effects effects;
  const bool apart = figure_is_apart(source);
  TRY(factorial_apart(source->results, design, INDICATOR_device_sales, source->place,
                      source->results->months - 1, FIGURE_LEVEL, &effects, room, error));
  text_add(out, "factor");
  for (int k = 0; k < EFFECTS; k++) {
    text_add(out, "\t%s\t%s_low\t%s_high", effect_names[k], effect_names[k], effect_names[k]);
  }
  for (int k = 0; k < EFFECTS && apart; k++) {
    text_add(out, "\t%s_sets_low\t%s_sets_high", effect_names[k], effect_names[k]);
  }
  text_add(out, "\n");
  for (size_t a = 0; a < design->k; a++) {
    add_factor(design, &effects, apart ? room : NULL, a, out);
  }
  return STATUS_OK;
}

enum status figure_effects(const struct figure_source *source, struct text *out,
                           struct error *error) {
  struct factorial design;
  TRY(factorial_find(source->results, &design, error));
  struct factorial_assumed *room = calloc(1, sizeof *room);
  if (!room) return error_memory(error, "a figure", sizeof *room);
  const enum status status = add_effects(source, &design, room, out, error);
  free(room);
  return status;
}
