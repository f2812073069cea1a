#include "figure_parts.h"

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

/* A scenario's line of the cost figure. */
static enum status add_cost(const struct figure_source *source, const struct programmes *programmes,
                            uint32_t s, struct text *out, struct error *error) {
  const struct results *results = source->results;
  const uint32_t last = results->months - 1, base = source->base;
  const uint32_t rivals = results_find_place(results, "rivals");
  struct comparison gain, lost = {0};
  struct net net;
  TRY(compare_scenarios(results, INDICATOR_device_sales, source->place, last, base, s, FIGURE_LEVEL,
                        &gain, error));
  if (rivals < results->places) {
    TRY(compare_scenarios(results, INDICATOR_device_sales, rivals, last, base, s, FIGURE_LEVEL,
                          &lost, error));
  }
  TRY(net_find(programmes, base, s, FIGURE_LEVEL, &net, error));
  const struct comparison spent = compare_values(programmes_row(programmes, base, PROGRAMMES_SPENT),
                                                 programmes_row(programmes, s, PROGRAMMES_SPENT),
                                                 results->replications, FIGURE_LEVEL);
  text_add(out, "\"%s\"\t%.6g", results->scenario_names[s], spent.difference);
  figure_add_difference(&gain, out);
  figure_add_difference(&lost, out);
  figure_add_difference(&net.found[NET_NATION][NET_SALES], out);
  text_add(out, "\n");
  return STATUS_OK;
}

enum status figure_cost(const struct figure_source *source, struct text *out, struct error *error) {
  const struct results *results = source->results;
  struct programmes programmes;
  TRY(programmes_read(results, source->place, results->months - 1, 0, &programmes, error));
  text_add(out, "scenario\tcost\tgain\tgain_low\tgain_high\trivals\trivals_low\trivals_high\t"
                "net\tnet_low\tnet_high\n");
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (s == source->base && results->scenarios > 1) continue;
    status = add_cost(source, &programmes, s, out, error);
  }
  programmes_free(&programmes);
  return status;
}

/* Adds an effect with its interval; of one replication, that value alone. */
static void add_effect(const struct estimate *effect, struct text *out) {
  const bool known = !isnan(effect->low);
  text_add(out, "\t%.6g\t%.6g\t%.6g", effect->mean, known ? effect->low : effect->mean,
           known ? effect->high : effect->mean);
}

enum status figure_effects(const struct figure_source *source, struct text *out,
                           struct error *error) {
  static const char *const heads[] = {"alone", "main", "last", "shapley"};
  struct factorial design;
  struct factorial_effects effects;
  TRY(factorial_find(source->results, &design, error));
  TRY(factorial_analyse(source->results, &design, INDICATOR_device_sales, source->place,
                        source->results->months - 1, FIGURE_LEVEL, &effects, error));
  text_add(out, "factor");
  for (int k = 0; k < 4; k++) text_add(out, "\t%s\t%s_low\t%s_high", heads[k], heads[k], heads[k]);
  text_add(out, "\n");
  for (size_t a = 0; a < design.k; a++) {
    text_add(out, "\"%s\"", design.names[a] + (design.names[a][0] == '~'));
    add_effect(&effects.alone[a], out);
    add_effect(&effects.main[a], out);
    add_effect(&effects.last[a], out);
    add_effect(&effects.shapley[a], out);
    text_add(out, "\n");
  }
  return STATUS_OK;
}
