#include "figure_parts.h"

#include "bellwether/base/date.h"
#include "bellwether/study/factorial.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct figure figures[] = {
    {"output", "device sales: mean, interval of the mean, and the middle 90 % of replications",
     "医疗器械年销售额：均值、均值区间与居中 90 % 的模拟", FIGURE_NEEDS_NOTHING},
    {"difference", "device sales against the base scenario, in town and at its rivals",
     "与基准情景相比的器械销售额：本地与竞争地区", FIGURE_NEEDS_OTHERS},
    {"origins",
     "where the gain of device sales comes from: lead firms, and all others by origin; what other "
     "towns and the rest of industry lose",
     "医疗器械销售额增益的来源：龙头企业与其他各类来源的企业；其他地区与行业其余企业的损失",
     FIGURE_NEEDS_OTHERS},
    {"firms", "firms by yearly sales, and those that came and closed",
     "按年销售额划分的企业数，以及新设与关闭的企业", FIGURE_NEEDS_NOTHING},
    {"talent", "employees by skill, vacancies and the mean wage",
     "按技能划分的员工、空缺与平均工资", FIGURE_NEEDS_NOTHING},
    {"land", "plant floor built and used, and its rent", "厂房面积的建成与使用及租金",
     FIGURE_NEEDS_NOTHING},
    {"fund", "public money, funds and bank debt", "公共资金、基金与银行债务", FIGURE_NEEDS_NOTHING},
    {"sizes", "how many firms are larger: the size distribution at the end",
     "期末企业规模分布：规模更大的企业所占比例", FIGURE_NEEDS_FIRMS},
    {"cost", "what a programme costs, gains, takes from rivals, and what is left at the end",
     "期末各方案的公共成本、本地增量、竞争地区的得失与全国净变化", FIGURE_NEEDS_OTHERS},
    {"effects",
     "what each factor of a design does to device sales at the end: alone, on average, on top of all "
     "others, and its Shapley share",
     "各因素对期末医疗器械年销售额的效应：单独、对其他组合的平均、在其他全部之上，以及沙普利份额",
     FIGURE_NEEDS_DESIGN},
    {"target",
     "share of replications that meet the condition of a target in each month; where none does in its "
     "month, the distance to it",
     "各月达到目标的模拟所占比例；若到期无一达到，则画与目标的差距", FIGURE_NEEDS_TARGETS},
    {"towns", "who gains and who loses at the end, by distance from the towns that adopt a policy",
     "期末各城镇的得失：按与采纳政策城镇的距离", FIGURE_NEEDS_TOWNS},
    {"priors", "what is believed of the assumptions that are known least, beside what is allowed",
     "最不确定的假设：先验分布与允许范围", FIGURE_NEEDS_DRAWS},
    {"fan", "device sales over sets of assumptions: what chance spreads inside what both spread",
     "各组假设下的医疗器械年销售额：偶然性的离散，以及连同假设的离散", FIGURE_NEEDS_SETS},
    {"tornado",
     "how far assumptions that are told from nothing (all, where none is) move device sales at the "
     "end, from where each is low to where it is high",
     "可与零效应区分的假设（若无则全部假设）取低值与取高值时期末医疗器械年销售额的变动",
     FIGURE_NEEDS_FIFTHS},
    {"hangs", "device sales at the end over the values of the three strongest assumptions",
     "期末医疗器械年销售额随最强三项假设取值的变化", FIGURE_NEEDS_FIFTHS},
    {"screening",
     "elementary effects of assumptions on device sales at the end: their size against their spread",
     "各假设对期末医疗器械年销售额的基本效应：大小与离散", FIGURE_NEEDS_SCREENING},
    {"shares",
     "what share of the variance of device sales at the end goes with each assumption, and with "
     "chance",
     "期末医疗器械年销售额的方差中各假设与偶然性所占份额", FIGURE_NEEDS_SHARES},
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
  struct estimate e = statistics_mean(sample->month, 1, n, FIGURE_LEVEL);
  if (n < 2) e.low = e.high = e.mean;
  return e;
}

static const char *month_name(const struct results *results, uint32_t month, char *out) {
  return date_format(results->start + (int32_t)month, out);
}

static enum status output_figure(const struct figure_source *source, struct text *out,
                                 struct error *error) {
  const struct results *results = source->results;
  struct sample sample;
  TRY(sample_open(results, &sample, error));
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    status = sample_read(&sample, INDICATOR_device_sales, s, source->place, error);
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

/* One block a scenario with the means of several indicators by month, each with its interval. */
static enum status means_figure(const struct figure_source *source,
                                const enum indicator *indicators, size_t count, struct text *out,
                                struct error *error) {
  const struct results *results = source->results;
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
      status = sample_read(&sample, indicators[k], s, source->place, error);
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

enum status figure_find(const char *name, const struct figure **figure, struct error *error) {
  const char *names[32];
  for (size_t i = 0; i < figures_count; i++) {
    *figure = &figures[i];
    names[i] = figures[i].name;
    if (strcmp(name, names[i]) == 0) return STATUS_OK;
  }
  struct text list = {0};
  for (size_t i = 0; i < figures_count; i++) text_add(&list, "%s%s", i ? ", " : "", names[i]);
  const char *nearest = text_nearest(name, names, figures_count);
  error_set(error, STATUS_USAGE, "no figure '%.60s'%s%s%s: %s", name,
            nearest ? ": did you mean '" : "", nearest ? nearest : "",
            nearest ? "'? There is" : "; there is", list.failed ? "output" : list.bytes);
  text_free(&list);
  return STATUS_USAGE;
}

static bool has_targets(const struct figure_source *source) {
  struct target_question *questions;
  struct error none;
  size_t count;
  if (figure_questions(source, &questions, &count, &none) != STATUS_OK) return false;
  free(questions);
  return true;
}

bool figure_needs_record(const struct figure *figure) {
  return figure->need == FIGURE_NEEDS_TARGETS || figure->need == FIGURE_NEEDS_DRAWS ||
         figure->need >= FIGURE_NEEDS_FIFTHS;
}

bool figure_mixes(const struct figure_source *source, const struct figure *figure) {
  switch (figure->need) {
  case FIGURE_NEEDS_NOTHING:
  case FIGURE_NEEDS_TARGETS: return true; /* how far from a target is of all runs */
  case FIGURE_NEEDS_OTHERS:
  case FIGURE_NEEDS_DESIGN:
  case FIGURE_NEEDS_TOWNS: return !figure_is_apart(source);
  default: return false;
  }
}

bool figure_suits(const struct figure_source *source, const struct figure *figure) {
  struct factorial design;
  struct error none;
  switch (figure->need) {
  case FIGURE_NEEDS_NOTHING: return true;
  case FIGURE_NEEDS_OTHERS: return source->results->scenarios > 1;
  case FIGURE_NEEDS_DESIGN: return factorial_find(source->results, &design, &none) == STATUS_OK;
  case FIGURE_NEEDS_TARGETS: return has_targets(source);
  case FIGURE_NEEDS_FIRMS: return figure_has_firms(source);
  case FIGURE_NEEDS_TOWNS: return figure_has_towns(source);
  case FIGURE_NEEDS_DRAWS: return figure_has_draws(source);
  case FIGURE_NEEDS_SETS: return results_sets(source->results) >= FIGURE_SETS;
  case FIGURE_NEEDS_FIFTHS: return figure_has_fifths(source);
  case FIGURE_NEEDS_SCREENING: return figure_has_screening(source);
  case FIGURE_NEEDS_SHARES: return figure_has_shares(source);
  }
  return false;
}

/* What scenarios are called: one line each. */
static void add_titles(const struct results *results, struct text *out) {
  for (uint32_t s = 0; s < results->scenarios; s++) {
    text_add(out, "#scenario\t%s\t", results->scenario_names[s]);
    for (const char *at = results->scenario_titles[s]; *at; at++) {
      text_add_bytes(out, strchr("\t\n\r", *at) ? " " : at, 1); /* a title stays one field */
    }
    text_add(out, "\n");
  }
}

/* What the figures of means show. */
static const struct {
  const char *name;
  size_t count;
  enum indicator list[6];
} shown_means[] = {
    {"firms",
     6,
     {INDICATOR_firms_under_20m, INDICATOR_firms_20m_to_1bn, INDICATOR_firms_over_1bn,
      INDICATOR_firms, INDICATOR_entries, INDICATOR_exits}},
    {"talent",
     6,
     {INDICATOR_technicians, INDICATOR_graduates, INDICATOR_high_end, INDICATOR_employment,
      INDICATOR_vacancies, INDICATOR_wage}},
    {"land", 4, {INDICATOR_floor_built, INDICATOR_floor_used, INDICATOR_occupancy, INDICATOR_rent}},
    {"fund",
     6,
     {INDICATOR_public_cost, INDICATOR_public_returns, INDICATOR_fund_invested,
      INDICATOR_fund_value, INDICATOR_debt, INDICATOR_funding_gap}}};

/* Who finds the data of the others. */
static const struct {
  const char *name;
  enum status (*find)(const struct figure_source *source, struct text *out, struct error *error);
} finders[] = {{"output", output_figure},       {"difference", figure_difference},
               {"origins", figure_origins},     {"sizes", figure_sizes},
               {"cost", figure_cost},           {"effects", figure_effects},
               {"target", figure_target},       {"towns", figure_towns},
               {"priors", figure_priors},       {"fan", figure_fan},
               {"tornado", figure_tornado},     {"hangs", figure_hangs},
               {"screening", figure_screening}, {"shares", figure_shares}};

enum status figure_data(const struct figure_source *source, const char *name, struct text *out,
                        struct error *error) {
  const struct figure *figure;
  TRY(figure_find(name, &figure, error));
  /* Of these a row is a factor, or an assumption. */
  const bool of_others = figure->need == FIGURE_NEEDS_DESIGN || figure->need == FIGURE_NEEDS_DRAWS;
  if (!of_others) add_titles(source->results, out);
  for (size_t k = 0; k < sizeof shown_means / sizeof shown_means[0]; k++) {
    if (strcmp(name, shown_means[k].name) != 0) continue;
    figure_add_records(source, shown_means[k].list, shown_means[k].count, out);
    TRY(means_figure(source, shown_means[k].list, shown_means[k].count, out, error));
  }
  static const enum indicator output[] = {INDICATOR_device_sales};
  const bool of_output = strcmp(name, "output") == 0 || strcmp(name, "fan") == 0;
  if (of_output) figure_add_records(source, output, 1, out);
  for (size_t k = 0; k < sizeof finders / sizeof finders[0]; k++) {
    if (strcmp(name, finders[k].name) == 0) TRY(finders[k].find(source, out, error));
  }
  return out->failed ? error_memory(error, "a figure", out->length) : STATUS_OK;
}
