/* validate.h - does the model show the patterns that judge it? (patterns.def)
 *
 * Three worlds a replication: the base, xianju/baseline or a variant of it, to its end; and a pair
 * for the anchor, dependence 0, sixty months each, without a lead firm and with one of strength 1
 * that costs nothing. Replications run in parallel; each fills a row of its own, and rows are added
 * in order, so that the results are the same bits for any number of threads.
 *
 * Each pattern is top / bottom, summed over replications: a share is the share of all that were
 * counted; where a replication has a value of its own its bottom is 1, and the pattern is the mean.
 * The 95 % interval is that of a ratio of means: with e_r = (top_r - value bottom_r) / mean bottom,
 * value +- t(n - 1) sd(e) / sqrt(n), n the replications that have a finite value.
 *
 * How each is measured, over the firms of all towns unless said otherwise:
 * - size_tail: Hill's exponent of the largest tenth of yearly sales (M CNY).
 * - size_sigma: standard deviation of their logs.
 * - growth_shape: shape of Subbotin's law fitted to g of all years together; g = ln sales of a year
 *   less those of the year before, of firms with 1 M CNY and more in both that stood for the whole
 *   of the first, less the year's mean g.
 * - growth_shape_all: the same, firms that came in the course of the first year included.
 * - survival: of the chain's firms that came sixty months and more before the end, the share that
 *   did not close at an age under sixty months.
 * - productivity_spread: exp(q90 - q10) of ln A, own and surroundings.
 * - job_moves: hires over persons employed, both of the month, mean over months.
 * - agglomeration: coefficient of ln(1 + N/reach_reference), N of M1, in the regression of ln A on
 *   it and the model's other terms: ln(1 + k/research_reference) of the research stock,
 *   concentration of the park, Z of lead firms in reach, links.
 * - agglomeration_within: the same with a constant for each segment in place of one for all.
 * - anchor: exp(d) - 1, d the mean difference between the pair in the part of ln A that follows
 *   surroundings, of the first focal town's incumbents that stand in both, the lead itself aside.
 * - *_2022: the first focal town's sales over the twelve months to 2022-12; their growth from those
 *   to 2021-12.
 * - size_variance: slope of ln sd(g) to mean ln sales of the year before, over ten classes of equal
 *   number, by those sales, of the firm-years of growth_shape.
 * - wage_size: slope of ln(payroll/staff) to ln staff.
 * - hazard_*: closings over firm-years at that age; firms there at the start have the age that they
 *   were given.
 * A firm that comes and closes within one month is not seen.
 *
 * With sets of assumptions (draws.h) the same is measured in each, by replications of its own: set
 * 0 is the central one, with as many as a validation has, the others have `each`. Of a gate it is
 * told in how many sets its value lies in the band; chance is in these values, as few replications
 * leave it there. A set whose worlds cannot be is counted, and has no value. */
#ifndef BELLWETHER_STUDY_VALIDATE_H
#define BELLWETHER_STUDY_VALIDATE_H

#include "bellwether/base/progress.h"
#include "bellwether/scenario/scenario.h"
#include "bellwether/study/draws.h"
#include "bellwether/study/figure.h"
#include "bellwether/study/validate_fit.h"

#include <stdbool.h>

enum pattern {
#define GATE(name, unit, least, most, fit, meaning, source) PATTERN_##name,
#define SHOWN(name, unit, meaning, source)                  PATTERN_##name,
#include "bellwether/patterns.def"
#undef GATE
#undef SHOWN
  PATTERN_COUNT
};

struct validate_pattern {
  const char *name, *unit, *meaning, *source;
  const char *fit; /* fitted, input, or - (patterns.def) */
  bool gate;
  double least, most; /* NaN where it is no gate */
};
extern const struct validate_pattern validate_patterns[PATTERN_COUNT];

/* The scenarios of a validation: VALIDATE_SCENARIO with settings laid on, NULL at the end. */
#define VALIDATE_SCENARIO "xianju/baseline"
enum validate_world { VALIDATE_BASE, VALIDATE_ALONE, VALIDATE_LED, VALIDATE_WORLDS };
extern const char *const validate_settings[VALIDATE_WORLDS][5];

#define VALIDATE_REPLICATIONS 40   /* where nobody says otherwise */
#define VALIDATE_MONTHS       60   /* five years: of survival, of the anchor */
#define VALIDATE_TAIL         0.1  /* share of firms, the largest, whose tail is fitted */
#define VALIDATE_SIZES        57   /* edges of sizes ... */
#define VALIDATE_SIZE_LEAST   0.01 /* ... from this on, M CNY a year ... */
#define VALIDATE_SIZES_DECADE 8    /* ... so many to ten times the size */
#define VALIDATE_GROWTHS      61   /* classes of growth, the middle one around 0 */
#define VALIDATE_SPREADS      61   /* classes of ln A, the middle one around its median */
#define VALIDATE_CLASS        0.1  /* width of both */
#define VALIDATE_AGES         121  /* months of age followed: 0 to 120 */

/* What one replication gives. Doubles only, so that rows add member by member. */
struct validate_row {
  double top[PATTERN_COUNT], bottom[PATTERN_COUNT];
  double sizes[VALIDATE_SIZES];            /* firms that are larger than the edge */
  double growths[VALIDATE_GROWTHS];        /* firm-years by growth less the year's mean */
  double at_risk[VALIDATE_AGES];           /* entrants of the chain by age in months: seen at it */
  double closed[VALIDATE_AGES];            /* of these, closed at it */
  double spreads[VALIDATE_SPREADS];        /* firms by ln A less its median */
  double firms, firm_years;                /* numbers behind sizes, growths */
  double size_cut, size_middle;            /* where the tail begins, M CNY; mean of ln sales */
  double growth_centre, growth_scale;      /* of the Subbotin law */
  double growth_spread;                    /* standard deviation of growth */
  double productivity_10, productivity_90; /* of ln A less its median */
};

/* Of a gate: its 95 % interval lies in the band, beside it, or across an edge of it (or there is
 * none, with one replication): then the replications are too few to say. */
enum validate_verdict {
  VALIDATE_WITHIN,
  VALIDATE_OUTSIDE,
  VALIDATE_UNDECIDED,
  VALIDATE_SHOWN,
  VALIDATE_UNKNOWN
};

struct validate_estimate {
  double value, low, high; /* NaN where too few replications have it */
  uint32_t count;          /* replications that have it */
  enum validate_verdict verdict;
};

/* A pattern over sets of assumptions, the central one too. */
struct validate_sets {
  uint32_t measured;        /* sets that have a value */
  uint32_t inside;          /* of these, those whose value lies in the band; of a gate */
  double low, median, high; /* 5, 50 and 95 % of the values; NaN where no set has one */
};

struct validation {
  uint32_t replications;     /* of the central set */
  struct validate_row *rows; /* one a replication, then those of the drawn sets; owned */
  struct validate_estimate estimates[PATTERN_COUNT]; /* of the central set */
  uint32_t draws, each; /* sets, the central one too, and replications of each drawn one; or 0 */
  double *values;       /* [draw][pattern]; owned */
  struct validate_sets sets[PATTERN_COUNT];
  uint32_t infeasible; /* sets that cannot be */
  struct error first_infeasible;
};

#define VALIDATE_EACH 2 /* replications of a drawn set where nobody says otherwise */

struct validate_request {
  const struct scenario *scenarios[VALIDATE_WORLDS];
  /* Sets of assumptions of these scenarios, in this order, and replications of each that is drawn;
   * NULL: the central one alone. */
  const struct draws *draws;
  uint32_t each;
  uint32_t replications, seed; /* replications: of the central set */
  int threads;
  enum progress_style progress; /* on standard error */
};

/* Simulates and measures. The caller frees. Errors: STATUS_USAGE where a world of the pair has
 * fewer than sixty months; as world_create and world_run, of the first replication that failed; in
 * a drawn set what its facts contradict (STATUS_SCENARIO) is none. Cost: per replication the base
 * run and 120 months of the pair; a row of some 4 KiB. */
enum status validate_run(const struct validate_request *request, struct validation *validation,
                         struct error *error) MUST_CHECK;
void validate_free(struct validation *validation);

/* Works out values and sets from the rows of all sets; `cannot`[draw]: which have no value. Errors:
 * memory. */
enum status validate_sets_find(struct validation *validation, const bool *cannot,
                               struct error *error) MUST_CHECK;

/* What `count` rows say of a pattern, without a verdict. */
struct validate_estimate validate_estimate_of(const struct validate_row *rows, uint32_t count,
                                              enum pattern pattern);

/* The verdict on an estimate of a pattern, from its value and its interval. */
enum validate_verdict validate_judge(const struct validate_pattern *pattern,
                                     const struct validate_estimate *estimate);

/* The word of a verdict: within, outside, undecided, shown, not measured. */
const char *validate_word(enum validate_verdict verdict);

/* How many gates have a verdict; their names, apart by commas, into `names` where it is not NULL.
 */
uint32_t validate_gates(const struct validation *validation, enum validate_verdict verdict,
                        struct text *names);

/* The figures of a validation: their data is tab-separated text with units in its header. One that
 * needs draws is of a validation with sets of assumptions alone. */
extern const struct figure validate_figures[];
extern const size_t validate_figures_count;

/* Adds the data of a figure to `out`. Errors: STATUS_USAGE for an unknown one; memory. */
enum status validate_figure_data(const struct validation *validation, const char *name,
                                 struct text *out, struct error *error) MUST_CHECK;

#endif
