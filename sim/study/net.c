#include "bellwether/study/net.h"

#include <stdlib.h>

const char *const net_parts[NET_PARTS] = {"in town",
                                          "its device industry",
                                          "its other industry",
                                          "of both: lead firms",
                                          "of both: all other firms",
                                          "other towns",
                                          "rest of industry",
                                          "net, nation"};
const char *const net_words[NET_PARTS] = {"town",
                                          "town_device_industry",
                                          "town_other_industry",
                                          "town_lead_firms",
                                          "town_without_lead_firms",
                                          "others",
                                          "rest",
                                          "nation"};
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
      {PROGRAMMES_DEVICE, {[NET_DEVICE] = 1, [NET_OTHER] = -1}},
      {PROGRAMMES_LEAD, {[NET_LEAD] = 1, [NET_OWN] = -1}},
      {PROGRAMMES_OTHERS, {[NET_OTHERS] = 1, [NET_NATION] = 1}},
      {PROGRAMMES_REST, {[NET_REST] = 1, [NET_NATION] = 1}}};
  for (size_t r = 0; r < programmes->replications; r++) {
    out[r] = 0;
    for (size_t k = 0; k < sizeof terms / sizeof terms[0]; k++) {
      out[r] += terms[k].by_part[part] *
                programmes_row(programmes, scenario, terms[k].row + (int)measure)[r];
    }
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
