/* net.h - what a programme gains once the losses of others are taken off.
 *
 * Of sales, jobs and value added, each paired with the base:
 *   town = industry studied + other industry = lead firms + all other firms;
 *   nation = town + other towns + rest of industry.
 * Only what the nation gains is growth; the rest has moved. The rest of industry is world/rest.h's.
 */
#ifndef BELLWETHER_STUDY_NET_H
#define BELLWETHER_STUDY_NET_H

#include "bellwether/study/compare.h"
#include "bellwether/study/programmes.h"

enum net_part {
  NET_TOWN,
  NET_DEVICE,
  NET_OTHER,
  NET_LEAD,
  NET_OWN,
  NET_OTHERS,
  NET_REST,
  NET_NATION,
  NET_PARTS
};
enum net_measure { NET_SALES, NET_JOBS, NET_VALUE_ADDED, NET_MEASURES };

/* A part in words, as in a table, and as one word, for programs; a measure's name and unit. */
extern const char *const net_parts[NET_PARTS], *const net_words[NET_PARTS];
extern const char *const net_measures[NET_MEASURES], *const net_units[NET_MEASURES];

/* One part of one scenario, `out`[replication]; NaN where the run failed. */
void net_values(const struct programmes *programmes, uint32_t scenario, enum net_part part,
                enum net_measure measure, double *out);

struct net {
  struct comparison found[NET_PARTS][NET_MEASURES];
};

/* Compares all parts with the base. Errors: memory. Cost: 24 passes over replications. */
enum status net_find(const struct programmes *programmes, uint32_t base, uint32_t other,
                     double level, struct net *net, struct error *error) MUST_CHECK;

#endif
