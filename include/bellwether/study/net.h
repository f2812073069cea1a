/* net.h - what a programme gains once the losses of others are taken off.
 *
 * Of sales, jobs and value added, each paired with the base:
 *   town = industry studied + other industry = lead firms + all other firms;
 *   nation = town + other towns + rest of industry.
 * Of the industry studied alone, by what its firms are:
 *   its device industry = leads + incumbents + spin-offs + start-ups + attracted + returnees;
 *   nation = its device industry + that of other towns + that of the rest of industry.
 * Money is taken in whole fen, replication by replication, and incumbents are what the others leave
 * of the industry: these sums hold to the last fen, and what a results file rounds its series by
 * (8e-6 of each) ends with the incumbents. Only what the nation gains is growth; the rest has
 * moved. The rest of industry is world/rest.h's. */
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
  NET_FROM_LEADS, /* from here on of the industry studied; of it, in town, by origin */
  NET_FROM_INCUMBENTS,
  NET_FROM_SPIN_OFFS,
  NET_FROM_START_UPS,
  NET_FROM_ATTRACTED,
  NET_FROM_RETURNEES,
  NET_FROM_OTHERS, /* outside the town */
  NET_FROM_REST,
  NET_FROM_NATION,
  NET_PARTS
};

/* Two lists of parts, in the order in which they are shown: whose gain it is; where that of the
 * industry studied comes from, the sources in town first, then their sum, then those outside. */
#define NET_WHOSE           8
#define NET_SOURCES         10
#define NET_SOURCES_IN_TOWN 6
extern const enum net_part net_whose[NET_WHOSE], net_sources[NET_SOURCES];

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

/* Compares all parts with the base. Errors: memory. Cost: 51 passes over replications. */
enum status net_find(const struct programmes *programmes, uint32_t base, uint32_t other,
                     double level, struct net *net, struct error *error) MUST_CHECK;

#endif
