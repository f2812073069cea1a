#include "report.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 0.005 /* of the largest source: what is less is left to the table */

/* A part's mean: over sets of assumptions where these are told. */
static double mean_of(const struct report *report, uint32_t s, enum net_part part,
                      enum net_measure measure) {
  const struct economics *economics = report->economics;
  const struct assumed *sets = economics->assumed ? &economics->assumed[s].gains[part][measure]
                                                  : NULL;
  if (sets && sets->told && !isnan(sets->effects.mean)) return sets->effects.mean;
  return economics->nets[s].found[part][measure].difference;
}

/* Lists the sources in town, the largest gain first. */
static void list_sources(const struct report *report, uint32_t s, enum net_measure measure,
                         double factor, struct text *out) {
  bool listed[NET_SOURCES_IN_TOWN] = {false};
  double largest = 0;
  for (int k = 0; k < NET_SOURCES_IN_TOWN; k++) {
    largest = fmax(largest, fabs(mean_of(report, s, net_sources[k], measure)));
  }
  for (int count = 0; count < NET_SOURCES_IN_TOWN; count++) {
    int next = -1;
    double most = 0;
    for (int k = 0; k < NET_SOURCES_IN_TOWN; k++) {
      const double mean = mean_of(report, s, net_sources[k], measure);
      if (listed[k] || !(fabs(mean) > LEAST * largest) || (next >= 0 && mean <= most)) continue;
      next = k;
      most = mean;
    }
    if (next < 0) return;
    char number[CLI_NUMBER];
    listed[next] = true;
    text_add(out, report_text(report, count ? REPORT_origin_of_next : REPORT_origin_of),
             cli_number(most * factor, number),
             report_phrase(report, net_parts[net_sources[next]]));
  }
}

/* What others lose or gain by it. */
static void tell_others(const struct report *report, uint32_t s, enum net_part part,
                        enum net_measure measure, const struct cli_unit *unit,
                        enum report_text loses, enum report_text gains, struct text *out) {
  char amount[REPORT_AMOUNT];
  const double mean = mean_of(report, s, part, measure);
  report_amount(fabs(mean), unit, amount);
  text_add(out, report_text(report, mean < 0 ? loses : gains), amount);
}

static void say(const struct report *report, uint32_t s, enum net_measure measure,
                enum report_text gained, enum report_text lost) {
  const double town = mean_of(report, s, NET_DEVICE, measure);
  const struct cli_unit unit = economics_unit_of_gain(&report->economics->nets[s], (int)measure,
                                                      report->chinese);
  char amount[REPORT_AMOUNT];
  struct text sources = {0}, others = {0}, rest = {0};
  list_sources(report, s, measure, unit.factor, &sources);
  tell_others(report, s, NET_FROM_OTHERS, measure, &unit, REPORT_others_lose, REPORT_others_gain,
              &others);
  tell_others(report, s, NET_FROM_REST, measure, &unit, REPORT_rest_loses, REPORT_rest_gains,
              &rest);
  if (sources.bytes && others.bytes && rest.bytes) {
    report_say(report, "p", town > 0 ? gained : lost, report_amount(town, &unit, amount),
               sources.bytes, others.bytes, rest.bytes);
  }
  report->out->failed |= sources.failed || others.failed || rest.failed;
  text_free(&sources);
  text_free(&others);
  text_free(&rest);
}

void report_say_origins(const struct report *report, uint32_t s) {
  say(report, s, NET_SALES, REPORT_origin_sales, REPORT_origin_sales_lost);
  say(report, s, NET_JOBS, REPORT_origin_jobs, REPORT_origin_jobs_lost);
}
