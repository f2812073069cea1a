/* incidence.h - who gains and who loses: paired differences town by town, and by what towns have in
 * common. */
#ifndef BELLWETHER_STUDY_INCIDENCE_H
#define BELLWETHER_STUDY_INCIDENCE_H

#include "bellwether/study/assumed.h"

/* Where a town stands: among the adopters; else by how far the nearest adopter is. Without adopters
 * all stand in the last group. */
enum incidence_group {
  INCIDENCE_ADOPTERS,
  INCIDENCE_NEAR,   /* within INCIDENCE_NEAR_KM of an adopter */
  INCIDENCE_MIDDLE, /* within INCIDENCE_FAR_KM */
  INCIDENCE_FAR,
  INCIDENCE_GROUPS
};
#define INCIDENCE_NEAR_KM 50.0
#define INCIDENCE_FAR_KM  150.0

/* A group's, or one town's, sales: base and difference, M CNY over twelve months. */
struct incidence_row {
  uint32_t towns, losers; /* of these, how many have less on average */
  double base;
  struct estimate difference;
  struct assumed assumed; /* what of the difference is; not told without sets of assumptions */
};

struct incidence {
  uint32_t scenario, count;
  size_t replications; /* finished in both */
  struct incidence_row groups[INCIDENCE_GROUPS], all;
  uint8_t *group;             /* [town] */
  struct incidence_row *rows; /* [town] */
  uint32_t *order;            /* towns, those that lose most first */
};

/* Compares scenario `scenario` with `base` at the end of the last year. Errors: STATUS_DISK;
 * memory. The caller frees with towns_free. Cost: towns times replications, and towns times
 * adopters. */
enum status incidence_compare(const struct results *results, const struct results_towns *towns,
                              uint32_t base, uint32_t scenario, double level,
                              struct incidence *comparison, struct error *error) MUST_CHECK;
void incidence_free(struct incidence *comparison);

#endif
