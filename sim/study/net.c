#include "bellwether/study/net.h"

#include "bellwether/base/ledger.h"

#include <math.h>
#include <stdlib.h>

const char *const net_parts[NET_PARTS] = {"in town",
                                          "its device industry",
                                          "its other industry",
                                          "of both: lead firms",
                                          "of both: all other firms",
                                          "other towns",
                                          "rest of industry",
                                          "net, nation",
                                          "lead firms",
                                          "incumbents",
                                          "spin-offs",
                                          "start-ups",
                                          "others attracted",
                                          "returnees' firms",
                                          "device industry of other towns",
                                          "device industry of the rest",
                                          "device industry, net, nation"};
const char *const net_words[NET_PARTS] = {"town",
                                          "town_device_industry",
                                          "town_other_industry",
                                          "town_lead_firms",
                                          "town_without_lead_firms",
                                          "others",
                                          "rest",
                                          "nation",
                                          "town_device_leads",
                                          "town_device_incumbents",
                                          "town_device_spin_offs",
                                          "town_device_start_ups",
                                          "town_device_attracted",
                                          "town_device_returnees",
                                          "others_device_industry",
                                          "rest_device_industry",
                                          "nation_device_industry"};
const enum net_part net_whose[NET_WHOSE] = {NET_TOWN, NET_DEVICE, NET_OTHER, NET_LEAD,
                                            NET_OWN,  NET_OTHERS, NET_REST,  NET_NATION};
const enum net_part net_sources[NET_SOURCES] = {
    NET_FROM_LEADS,     NET_FROM_INCUMBENTS, NET_FROM_SPIN_OFFS, NET_FROM_START_UPS,
    NET_FROM_ATTRACTED, NET_FROM_RETURNEES,  NET_DEVICE,         NET_FROM_OTHERS,
    NET_FROM_REST,      NET_FROM_NATION};
const char *const net_measures[NET_MEASURES] = {"sales", "employment", "value_added"};
const char *const net_units[NET_MEASURES] = {"M CNY", "1", "M CNY"};

void net_values(const struct programmes *programmes, uint32_t scenario, enum net_part part,
                enum net_measure measure, double *out) {
  /* How often each part counts. */
  static const struct {
    int row;
    double by_part[NET_PARTS];
  } terms[] = {
      {PROGRAMMES_TOWN, {[NET_TOWN] = 1, [NET_OTHER] = 1, [NET_OWN] = 1, [NET_NATION] = 1}},
      {PROGRAMMES_DEVICE,
       {[NET_DEVICE] = 1, [NET_OTHER] = -1, [NET_FROM_INCUMBENTS] = 1, [NET_FROM_NATION] = 1}},
      {PROGRAMMES_LEAD, {[NET_LEAD] = 1, [NET_OWN] = -1}},
      {PROGRAMMES_OTHERS, {[NET_OTHERS] = 1, [NET_NATION] = 1}},
      {PROGRAMMES_REST, {[NET_REST] = 1, [NET_NATION] = 1}},
      {PROGRAMMES_DEVICE_LEADS, {[NET_FROM_LEADS] = 1, [NET_FROM_INCUMBENTS] = -1}},
      {PROGRAMMES_SPIN_OFFS, {[NET_FROM_SPIN_OFFS] = 1, [NET_FROM_INCUMBENTS] = -1}},
      {PROGRAMMES_START_UPS, {[NET_FROM_START_UPS] = 1, [NET_FROM_INCUMBENTS] = -1}},
      {PROGRAMMES_ATTRACTED, {[NET_FROM_ATTRACTED] = 1, [NET_FROM_INCUMBENTS] = -1}},
      {PROGRAMMES_RETURNEES, {[NET_FROM_RETURNEES] = 1, [NET_FROM_INCUMBENTS] = -1}},
      {PROGRAMMES_DEVICE_OTHERS, {[NET_FROM_OTHERS] = 1, [NET_FROM_NATION] = 1}},
      {PROGRAMMES_DEVICE_REST, {[NET_FROM_REST] = 1, [NET_FROM_NATION] = 1}}};
  for (size_t r = 0; r < programmes->replications; r++) {
    out[r] = 0;
    for (size_t k = 0; k < sizeof terms / sizeof terms[0]; k++) {
      const double value = programmes_row(programmes, scenario, terms[k].row + (int)measure)[r];
      const double whole = measure == NET_JOBS ? value : rint(value * FEN_PER_MILLION);
      out[r] += terms[k].by_part[part] * whole;
    }
    if (measure != NET_JOBS) out[r] /= FEN_PER_MILLION;
  }
}

enum status net_find(const struct programmes *programmes, uint32_t base, uint32_t other,
                     double level, struct net *net, struct error *error) {
  const size_t n = programmes->replications;
  double *a = calloc(2 * n, sizeof *a), *b = a + n;
  if (!a) return error_memory(error, "net gains", 2 * n * sizeof *a);
  for (int part = 0; part < NET_PARTS; part++) {
    for (int measure = 0; measure < NET_MEASURES; measure++) {
      net_values(programmes, base, (enum net_part)part, (enum net_measure)measure, a);
      net_values(programmes, other, (enum net_part)part, (enum net_measure)measure, b);
      net->found[part][measure] = compare_values(a, b, n, level);
    }
  }
  free(a);
  return STATUS_OK;
}
