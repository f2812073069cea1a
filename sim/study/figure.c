#include "bellwether/study/figure.h"

#include "bellwether/base/date.h"
#include "bellwether/study/compare.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL                0.95
#define SIZE_BINS_PER_DECADE 8

const struct figure figures[] = {
    {"output", "device sales: mean, interval of the mean, and the middle 90 % of replications",
     "医疗器械年销售额：均值、均值区间与中间 90 % 的重复", false},
    {"difference", "device sales against the base scenario, in town and at its rivals",
     "与基准情景相比的器械销售额：本地与竞争地区", true},
    {"firms", "firms by yearly sales, and those that came and closed",
     "按年销售额划分的企业数，以及新设与关闭的企业", false},
    {"talent", "employees by skill, vacancies and the mean wage",
     "按技能划分的员工、空缺与平均工资", false},
    {"land", "plant floor built and used, and its rent", "厂房面积的建成与使用及租金", false},
    {"fund", "public money, funds and bank debt", "公共资金、基金与银行债务", false},
    {"sizes", "how many firms are larger: the size distribution at the end",
     "期末企业规模分布：更大企业所占份额", false},
    {"cost", "what a programme costs, gains, and takes from rivals at the end",
     "期末各项政策的成本、增益及其从竞争地区所取", true},
};
const size_t figures_count = sizeof figures / sizeof figures[0];

/* Values of one indicator, [replication][month], and room to sort a month. */
struct sample {
  const struct results *results;
  double *values, *month;
};

static enum status sample_open(const struct results *results, struct sample *sample,
                               struct error *error) {
  const size_t count = (size_t)results->replications * (results->months + 1);
  *sample = (struct sample){.results = results, .values = calloc(count, sizeof(double))};
  if (!sample->values) return error_memory(error, "a figure", count * sizeof(double));
  sample->month = sample->values + (size_t)results->replications * results->months;
  return STATUS_OK;
}

static enum status sample_read(struct sample *sample, enum indicator indicator, uint32_t scenario,
                               uint32_t place, struct error *error) {
  return results_read(sample->results, indicator, scenario, place, sample->values, error);
}

/* The finished replications' values at a month, sorted; returns their number. */
static size_t sample_sorted(const struct sample *sample, uint32_t month) {
  const struct results *results = sample->results;
  size_t n = 0;
  for (uint32_t r = 0; r < results->replications; r++) {
    const double value = sample->values[(size_t)r * results->months + month];
    if (!isnan(value)) sample->month[n++] = value;
  }
  gsl_sort(sample->month, 1, n);
  return n;
}

/* The mean of the n sorted values, with its interval; of one value, that value alone. */
static struct estimate sample_mean(const struct sample *sample, size_t n) {
  struct estimate e = statistics_mean(sample->month, 1, n, LEVEL);
  if (n < 2) e.low = e.high = e.mean;
  return e;
}

static const char *month_name(const struct results *results, uint32_t month, char *out) {
  return date_format(results->start + (int32_t)month, out);
}

static enum status output_figure(const struct results *results, uint32_t place, struct text *out,
                                 struct error *error) {
  struct sample sample;
  TRY(sample_open(results, &sample, error));
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    status = sample_read(&sample, INDICATOR_device_sales, s, place, error);
    text_add(out, "%s\"%s\"\tmean\tlow\thigh\tp05\tp95\n", s ? "\n\n" : "",
             results->scenario_names[s]);
    for (uint32_t m = 0; m < results->months && status == STATUS_OK; m++) {
      char date[DATE_TEXT];
      const size_t n = sample_sorted(&sample, m);
      if (n == 0) continue;
      const struct estimate e = sample_mean(&sample, n);
      text_add(out, "%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\n", month_name(results, m, date), e.mean,
               e.low, e.high, gsl_stats_quantile_from_sorted_data(sample.month, 1, n, 0.05),
               gsl_stats_quantile_from_sorted_data(sample.month, 1, n, 0.95));
    }
  }
  free(sample.values);
  return status;
}

/* Adds "difference low high" of one place to the line. */
static enum status add_difference(const struct results *results, uint32_t place, uint32_t month,
                                  uint32_t base, uint32_t other, struct text *out,
                                  struct error *error) {
  struct comparison c = {0};
  if (place < results->places) {
    TRY(compare_scenarios(results, INDICATOR_device_sales, place, month, base, other, LEVEL, &c,
                          error));
  }
  const bool known = c.pairs > 1;
  if (c.pairs == 0) c.difference = NAN;
  text_add(out, "\t%.6g\t%.6g\t%.6g", c.difference, known ? c.low : c.difference,
           known ? c.high : c.difference);
  return STATUS_OK;
}

static enum status difference_figure(const struct results *results, uint32_t base, uint32_t place,
                                     struct text *out, struct error *error) {
  const uint32_t rivals = results_find_place(results, "rivals");
  bool first = true;
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == base && results->scenarios > 1) continue;
    text_add(out, "%s\"%s\"\tdifference\tlow\thigh\trivals\trivals_low\trivals_high\n",
             first ? "" : "\n\n", results->scenario_names[s]);
    first = false;
    for (uint32_t m = 0; m < results->months; m += 3) {
      char date[DATE_TEXT];
      text_add(out, "%s", month_name(results, m, date));
      TRY(add_difference(results, place, m, base, s, out, error));
      TRY(add_difference(results, rivals, m, base, s, out, error));
      text_add(out, "\n");
    }
  }
  return STATUS_OK;
}

/* One block a scenario with the means of several indicators by month, each with its interval. */
static enum status means_figure(const struct results *results, uint32_t place,
                                const enum indicator *indicators, size_t count, struct text *out,
                                struct error *error) {
  struct sample sample;
  const size_t cells = (size_t)results->months * count;
  struct estimate *means = calloc(cells, sizeof *means);
  if (!means) return error_memory(error, "a figure", cells * sizeof *means);
  enum status status = sample_open(results, &sample, error);
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    text_add(out, "%s\"%s\"", s ? "\n\n" : "", results->scenario_names[s]);
    for (size_t k = 0; k < count && status == STATUS_OK; k++) {
      const char *name = tables_indicators[indicators[k]].name;
      text_add(out, "\t%s\t%s_low\t%s_high", name, name, name);
      status = sample_read(&sample, indicators[k], s, place, error);
      for (uint32_t m = 0; m < results->months && status == STATUS_OK; m++) {
        means[m * count + k] = sample_mean(&sample, sample_sorted(&sample, m));
      }
    }
    text_add(out, "\n");
    for (uint32_t m = 0; m < results->months && status == STATUS_OK; m++) {
      char date[DATE_TEXT];
      text_add(out, "%s", month_name(results, m, date));
      for (size_t k = 0; k < count; k++) {
        const struct estimate *e = &means[m * count + k];
        text_add(out, "\t%.6g\t%.6g\t%.6g", e->mean, e->low, e->high);
      }
      text_add(out, "\n");
    }
  }
  free(means);
  free(sample.values);
  return status;
}

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
  struct estimate e = statistics_mean(sizes->shares, 1, n, LEVEL);
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

static enum status sizes_figure(const struct results *results, uint32_t place, struct text *out,
                                struct error *error) {
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
    (void)count_larger(firms, scenario, replication, count, s, place, 0, sizes.all);
    for (int bin = -2 * SIZE_BINS_PER_DECADE; bin <= 5 * SIZE_BINS_PER_DECADE; bin++) {
      const double edge = pow(10, (double)bin / SIZE_BINS_PER_DECADE);
      memset(sizes.larger, 0, replications * sizeof *room);
      if (!count_larger(firms, scenario, replication, count, s, place, edge, sizes.larger)) break;
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

static enum status cost_figure(const struct results *results, uint32_t base, uint32_t place,
                               struct text *out, struct error *error) {
  const uint32_t last = results->months - 1;
  const uint32_t rivals = results_find_place(results, "rivals");
  text_add(out, "scenario\tcost\tgain\tgain_low\tgain_high\trivals\trivals_low\trivals_high\n");
  for (uint32_t s = 0; s < results->scenarios; s++) {
    if (s == base && results->scenarios > 1) continue;
    struct comparison cost;
    TRY(compare_scenarios(results, INDICATOR_public_cost, place, last, base, s, LEVEL, &cost,
                          error));
    text_add(out, "\"%s\"\t%.6g", results->scenario_names[s], cost.difference);
    TRY(add_difference(results, place, last, base, s, out, error));
    TRY(add_difference(results, rivals, last, base, s, out, error));
    text_add(out, "\n");
  }
  return STATUS_OK;
}

enum status figure_check(const char *name, struct error *error) {
  const char *names[32];
  for (size_t i = 0; i < figures_count; i++) {
    names[i] = figures[i].name;
    if (strcmp(name, names[i]) == 0) return STATUS_OK;
  }
  const char *nearest = text_nearest(name, names, figures_count);
  return error_set(error, STATUS_USAGE, "no figure '%.60s'%s%s%s; see 'bellwether plot --help'",
                   name, nearest ? ": did you mean '" : "", nearest ? nearest : "",
                   nearest ? "'?" : "");
}

enum status figure_data(const struct results *results, const char *name, uint32_t base,
                        uint32_t place, struct text *out, struct error *error) {
  static const enum indicator firms[] = {INDICATOR_firms_under_20m, INDICATOR_firms_20m_to_1bn,
                                         INDICATOR_firms_over_1bn,  INDICATOR_firms,
                                         INDICATOR_entries,         INDICATOR_exits};
  static const enum indicator talent[] = {INDICATOR_technicians, INDICATOR_graduates,
                                          INDICATOR_high_end,    INDICATOR_employment,
                                          INDICATOR_vacancies,   INDICATOR_wage};
  static const enum indicator land[] = {INDICATOR_floor_built, INDICATOR_floor_used,
                                        INDICATOR_occupancy, INDICATOR_rent};
  static const enum indicator fund[] = {INDICATOR_public_cost,   INDICATOR_public_returns,
                                        INDICATOR_fund_invested, INDICATOR_fund_value,
                                        INDICATOR_debt,          INDICATOR_funding_gap};
  enum status status;
  if (strcmp(name, "output") == 0) status = output_figure(results, place, out, error);
  else if (strcmp(name, "difference") == 0)
    status = difference_figure(results, base, place, out, error);
  else if (strcmp(name, "firms") == 0) status = means_figure(results, place, firms, 6, out, error);
  else if (strcmp(name, "talent") == 0)
    status = means_figure(results, place, talent, 6, out, error);
  else if (strcmp(name, "land") == 0) status = means_figure(results, place, land, 4, out, error);
  else if (strcmp(name, "fund") == 0) status = means_figure(results, place, fund, 6, out, error);
  else if (strcmp(name, "sizes") == 0) status = sizes_figure(results, place, out, error);
  else if (strcmp(name, "cost") == 0) status = cost_figure(results, base, place, out, error);
  else return figure_check(name, error);
  if (status == STATUS_OK && out->failed) return error_memory(error, "a figure", out->length);
  return status;
}
