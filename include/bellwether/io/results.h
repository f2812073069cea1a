/* results.h - results.h5: all replications of all scenarios, self-described.
 *
 * /series: one variable an indicator, (scenario, replication, time, town), and segment_sales with
 * segment besides; /towns: each town at the end of each twelve months; /final: digest, outcome and
 * seconds of each run; /firms: firms at the end of the first replications; /params: parameters by
 * scenario; /provenance: scenario texts, resolved and verbatim. Dimension scales, units, long
 * names, CF times: xarray, ncdump, h5py, R and Julia open it as it is. */
#ifndef BELLWETHER_IO_RESULTS_H
#define BELLWETHER_IO_RESULTS_H

#include "bellwether/base/tables.h"
#include "bellwether/io/shard.h"

#include <stddef.h>

/* What a results file says of itself, besides the runs. Arrays are the caller's. */
struct results_about {
  uint32_t scenarios, replications, months, places, segments;
  const uint32_t *numbers; /* of the replications, in their order; NULL: 0, 1, ... */
  int32_t start;           /* date of the first month */
  const char *const *scenario_names;
  const char *const *scenario_titles;
  const char *const *resolved; /* resolved text of each scenario */
  const char *const *verbatim; /* the files it was read from */
  const struct params *const *params;
  const char *const *place_names;
  const char *const *segment_names;
  uint32_t years, towns; /* 0 towns: the scenarios' differ, and nothing is written of them */
  const char *const *town_names;
  const double *town_x, *town_y; /* km */
  const uint8_t *town_adopts;    /* 1 for towns that adopt a policy */
  /* Sets of assumptions; 0: there are none. values: [draw][assumption], each in its unit, as the
   * first scenario that has it takes it; draw_of: [replication] */
  uint32_t draws, assumptions;
  const char *const *assumption_names;
  const char *const *assumption_units;
  const double *assumption_values;
  const double *draw_of;
  const uint8_t *draw_of_priors; /* [draw]: 1 where it is a draw from the priors of its own */
  const double *chance_of;       /* [replication]: those of one number share their random numbers */
  const char *command;
  uint32_t seed;
  int threads;
};

/* A results file on its way: begun, given its runs block by block, and ended. It is whole or not
 * there. */
struct results_draft;

/* A firm at the end of a run, as a draft keeps it. */
struct results_firm {
  float scenario, replication;
  struct shard_firm firm;
};
#define RESULTS_FIRM_FIELDS (2 + SHARD_FIRM_FIELDS)

/* Values at the ends of years, and of the last month, as the file has them: of each indicator that
 * is shown [place][scenario][end][replication]; NaN where a run failed. A draft keeps them of its
 * runs where they take no more than RESULTS_ENDS_MOST bytes: then no one needs to unpack the whole
 * file for them. */
struct results_ends {
  uint32_t scenarios, replications, places, count;
  float *values; /* NULL: not kept */
};
#define RESULTS_ENDS_MOST ((size_t)128 << 20)

/* Whether month `m` of so many from `start` on is such an end. */
bool results_is_end(int32_t start, uint32_t months, uint32_t m);

/* The ends of an indicator and place from a scenario on: [end][replication], then the next one's.
 */
float *results_ends_of(const struct results_ends *ends, uint32_t indicator, uint32_t place,
                       uint32_t scenario);

/* Bytes that a draft holds, but for the firms that are kept: one block of runs, and the ends of all
 * years. Counts are those of the whole file. */
size_t results_draft_bytes(uint32_t scenarios, uint32_t replications, uint32_t months,
                           uint32_t places, uint32_t segments);

/* Begins it beside `path`; `about` lasts until its end. Errors: STATUS_DISK; memory. */
enum status results_begin(const char *path, const struct results_about *about,
                          struct results_draft **draft, struct error *error) MUST_CHECK;

/* The same in a file without a name in $TMPDIR or /tmp, for who only looks: it goes when it is
 * closed. `name` is what the results are called. */
enum status results_begin_aside(const char *name, const struct results_about *about,
                                struct results_draft **draft, struct error *error) MUST_CHECK;

/* Runs that are merged together. */
struct results_block {
  uint32_t first_scenario, scenarios, first_replication, replications;
};

/* The runs that the draft needs next; false where it has all. */
bool results_next(const struct results_draft *draft, struct results_block *block);

/* Where the merger gets its runs: fills `shard` with run (scenario, replication), or sets
 * `shard->series` to NULL where that run failed or is infeasible, and says which. */
typedef enum status (*results_source)(void *context, uint32_t scenario, uint32_t replication,
                                      struct shard *shard, struct error *error);

/* Merges the next block, if there is one. Values of failed and infeasible runs are missing (NaN).
 * Errors:
 * STATUS_DISK; memory; what `source` returns. */
enum status results_merge(struct results_draft *draft, results_source source, void *context,
                          struct error *error) MUST_CHECK;

/* Ends a draft (NULL: nothing) that has all its runs and gives the file its path; after work that
 * ended otherwise than well, `status`, removes it and returns that. `ends`, the caller's to free,
 * gets the ends that were kept. Errors: STATUS_DISK; memory. */
enum status results_end(struct results_draft *draft, enum status status, struct results_ends *ends,
                        struct error *error) MUST_CHECK;

/* How a run ended; infeasible: its set of assumptions makes the scenario impossible. */
enum results_outcome { RESULTS_DONE, RESULTS_FAILED, RESULTS_INFEASIBLE };

/* A results file open for reading. */
struct results {
  void *file;
  char path[4096];
  uint32_t scenarios, replications, months, places;
  /* Of a part of the file's replications: all of them, and the row of each that is here. NULL where
   * all are. */
  struct results *whole;
  uint32_t *rows;
  uint32_t *numbers;       /* of the replications, in their order */
  uint32_t draws;          /* sets of assumptions; 0: all replications are of the central one */
  uint32_t *draw_of;       /* [replication]; NULL where there are none */
  uint8_t *draw_of_priors; /* [draw]: 0 of the central one, and of those that a design placed */
  uint8_t *outcomes;       /* [scenario][replication], enum results_outcome */
  /* Of an experiment that was stopped: runs that ended, of so many; the replications are those that
   * ended in all scenarios. 0 of 0: it was finished. */
  uint32_t runs_ended, runs_asked;
  int32_t start;
  char **scenario_names;
  char **scenario_titles; /* "" where a scenario has none */
  char **place_names;
};
enum status results_open(struct results *results, const char *folder,
                         struct error *error) MUST_CHECK;
/* The same of a file by its path. */
enum status results_open_file(struct results *results, const char *path,
                              struct error *error) MUST_CHECK;
void results_close(struct results *results);

/* How many sets of assumptions are drawn from the priors; 0: none. */
uint32_t results_sets(const struct results *results);

/* Leaves to what is open the replications of sets that are drawn from the priors: a mean over them
 * is one over what is believed, and the central set, or one that a design placed, has no part in
 * it. Nothing changes where no replication is of such a set. Errors: memory. Cost: reading
 * unpacks all of the file as before. */
enum status results_keep_priors(struct results *results, struct error *error) MUST_CHECK;

/* All replications of the file. */
const struct results *results_whole(const struct results *results);

/* Ends a draft aside that has all its runs and opens it for reading; after work that ended
 * otherwise than well, `status`, drops it and returns that. Errors: STATUS_DISK; memory. */
enum status results_look(struct results_draft *draft, enum status status, struct results *results,
                         struct error *error) MUST_CHECK;

/* What the file says of its making: "bellwether_version", "created", ... Cut where `out` is short.
 */
enum status results_attribute(const struct results *results, const char *name, char *out,
                              size_t bytes, struct error *error) MUST_CHECK;

/* One digest of the digests of all runs of the file, in order: equal bits, equal digest; and how
 * many of them finished. */
enum status results_digest(const struct results *looked_at, uint64_t *digest, size_t *finished,
                           struct error *error) MUST_CHECK;

/* How many runs of a scenario ended so. */
uint32_t results_count(const struct results *results, uint32_t scenario,
                       enum results_outcome outcome);

/* One indicator of one scenario and place: values[replication][month], NaN where a run has none. */
enum status results_read(const struct results *results, enum indicator indicator, uint32_t scenario,
                         uint32_t place, double *values, struct error *error) MUST_CHECK;

/* The same of `count` scenarios: values[scenario][replication][month]. So many are packed together
 * in the file: read alone, each costs as much as all of them. */
#define RESULTS_SCENARIOS_TOGETHER 8u
enum status results_read_some(const struct results *results, enum indicator indicator,
                              uint32_t first, uint32_t count, uint32_t place, double *values,
                              struct error *error) MUST_CHECK;

/* Firms at the end, all scenarios and replications of the file together: `scenario` by firm; arrays
 * the caller frees. */
enum status results_read_firms(const struct results *results, struct shard_firm **firms,
                               uint32_t **scenario, uint32_t **replication, size_t *count,
                               struct error *error) MUST_CHECK;

/* The towns of an experiment, where its scenarios agree on them. Arrays are freed by
 * results_free_towns. */
struct results_towns {
  uint32_t count, years;
  char **names;
  double *x, *y; /* km */
  uint8_t *adopts;
};

/* Reads the list of towns. Errors: STATUS_USAGE where the file has none. */
enum status results_list_towns(const struct results *results, struct results_towns *towns,
                               struct error *error) MUST_CHECK;
void results_free_towns(struct results_towns *towns);

/* Sales of each town over twelve months, M CNY, at the end of a year: values[replication][town],
 * NaN where a run failed. Errors: STATUS_DISK. */
enum status results_read_town_sales(const struct results *results,
                                    const struct results_towns *towns, uint32_t scenario,
                                    uint32_t year, double *values, struct error *error) MUST_CHECK;

/* Runs taken back from a results file, as their shards had them, so that an experiment can grow:
 * all that results keep of a run, in the bits that they keep. */
struct results_runs;

/* Opens a file for that. A block of runs that cannot be read is none of its runs': `damage` says
 * why of the first, "" where all can. Errors: STATUS_DISK; memory. Cost: the file is unpacked once,
 * and memory for a block of runs and all firms. */
enum status results_runs_open(const char *path, struct results_runs **runs, struct error *damage,
                              struct error *error) MUST_CHECK;
void results_runs_close(struct results_runs *runs);

/* Whether the file has a run with this digest, and it can be read. */
bool results_runs_has(const struct results_runs *runs, uint32_t scenario, uint32_t replication,
                      uint64_t digest);

/* Takes a run that the file has; indicators that it does not keep are NaN. The caller frees the
 * shard. Errors: STATUS_DISK; memory. Cost: small for runs of one block after another. */
enum status results_runs_read(struct results_runs *runs, uint32_t scenario, uint32_t replication,
                              struct shard *shard, struct error *error) MUST_CHECK;

/* The row of a scenario or place by name; its count where there is none. */
uint32_t results_find_scenario(const struct results *results, const char *name);
uint32_t results_find_place(const struct results *results, const char *name);

#endif
