/* design.h - where sets of assumptions lie, so that their runs say what an outcome hangs on.
 *
 * Sets that are drawn from the priors say it of themselves (given_data.h). The other designs place
 * them for elementary effects (morris.h), variance shares (sobol.h) or Shapley effects
 * (shapley_effects.h). An input of a design is a group of assumptions that move together, most
 * often one; what is in no group keeps its value. Set 0 is always the central one; those of a
 * design follow, line by line: a trajectory, a row, or the points of one draw. */
#ifndef BELLWETHER_STUDY_DESIGN_H
#define BELLWETHER_STUDY_DESIGN_H

#include "bellwether/study/assumptions.h"
#include "bellwether/study/shapley_effects.h"

enum design_kind { DESIGN_PRIORS, DESIGN_MORRIS, DESIGN_SOBOL, DESIGN_SHAPLEY };
extern const char *const design_names[4]; /* "priors", "morris", ... */

#define DESIGN_HELD        SIZE_MAX /* the group of what keeps its value */
#define DESIGN_SOBOL_MOST  20u      /* inputs: GSL's sequence has 40 dimensions, two for each */
#define DESIGN_SIZE_MOST   100000u
#define DESIGN_SAMPLE      256u /* points for the variance of Shapley effects */
#define DESIGN_OUTER       1u   /* draws of the others, and of a set given each: Song et al. 2016 */
#define DESIGN_INNER       3u
#define DESIGN_OUTER_EXACT 64u /* where all sets are taken */

struct design {
  enum design_kind kind;
  uint32_t size; /* trajectories, rows of a sample, or orders (0: all sets); of PRIORS nothing */
  size_t groups;
  char (*names)[SCENARIO_PATH]; /* of the groups */
  size_t *group;                /* of each assumption, or DESIGN_HELD */
};

/* Puts assumptions into groups: those that match a pattern of `together` (as file names in a shell)
 * into the group of the first that they match, the others, if they match one of `only` or there is
 * none, each into a group of its own. Of elementary effects and variance shares, whose inputs are
 * independent, groups with members that are correlated then become one, called by the correlation.
 * Errors: STATUS_USAGE where a pattern matches nothing, with the nearest name; memory. */
enum status design_group(struct design *design, const struct assumptions *assumptions,
                         const char *const *only, size_t only_count, const char *const *together,
                         size_t together_count, struct error *error) MUST_CHECK;

/* Whether the design can be made: STATUS_USAGE where it has no input, more inputs than the Sobol
 * sequence holds, Shapley inputs that are groups of several, or a size that is too small. */
enum status design_check(const struct design *design, const struct assumptions *assumptions,
                         struct error *error) MUST_CHECK;

/* Sets of a design besides the central one; 0 of PRIORS. */
size_t design_sets(const struct design *design);

/* Fills shares[set][assumption] of all sets but the central one, NaN for what keeps its value.
 * Errors: memory. Cost: sets times assumptions. */
enum status design_fill(const struct design *design, const struct assumptions *assumptions,
                        uint32_t seed, double *shares, struct error *error) MUST_CHECK;

/* Whose chance a set (from 1; 0: the central one's) has: sets of one line share it, so that their
 * differences are of assumptions. */
uint32_t design_chance(const struct design *design, uint32_t set);

/* Whether a set is an independent draw from the priors of what is varied. */
bool design_is_of_priors(const struct design *design, uint32_t set);

/* Sets of a line: a trajectory's base, a step of each group, and the base again under another
 * chance; a row's A, B and AB of each group. */
static inline size_t design_line(const struct design *design) { return design->groups + 2; }

/* The design of a Shapley analysis. */
struct shapley_design design_shapley(const struct design *design, uint32_t seed);

/* Morris's base and auxiliary points [trajectory][input], input: what is varied, in the order of
 * assumptions; group_of[input]. The caller frees them. */
struct design_points {
  size_t inputs;
  size_t *list;  /* the assumption of each input */
  size_t *group; /* its group */
  double *a, *b; /* [line][input]: base and auxiliary points, or the samples A and B */
};
enum status design_points(const struct design *design, const struct assumptions *assumptions,
                          uint32_t seed, struct design_points *points,
                          struct error *error) MUST_CHECK;
void design_free_points(struct design_points *points);

void design_free(struct design *design);

#endif
