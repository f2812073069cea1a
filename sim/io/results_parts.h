/* results_parts.h - what the files of results.h5 share; private to this room. */
#ifndef BELLWETHER_SIM_IO_RESULTS_PARTS_H
#define BELLWETHER_SIM_IO_RESULTS_PARTS_H

#include "bellwether/base/text.h"
#include "bellwether/io/results.h"
#include "h5.h"

/* Dimension scales of numbers and of texts. Errors: STATUS_DISK. */
enum status results_scale_numbers(const struct h5_file *file, const char *name, const char *label,
                                  const double *values, size_t count,
                                  struct error *error) MUST_CHECK;
enum status results_scale_texts(const struct h5_file *file, const char *name, const char *label,
                                const char *const *texts, size_t count, const char *meaning,
                                struct error *error) MUST_CHECK;

/* Replications in one chunk, with RESULTS_SCENARIOS_TOGETHER scenarios. */
#define RESULTS_REPLICATIONS_TOGETHER 50u

/* The runs that are packed together with run (scenario, replication). */
struct results_block results_block_of(uint32_t scenarios, uint32_t replications, uint32_t scenario,
                                      uint32_t replication);

/* Reads what an open file says of itself into `results`, whose `file` it is, and which it closes on
 * failure. Errors: STATUS_DISK. */
enum status results_read_about(struct results *results, struct error *error) MUST_CHECK;

/* Reads a block of a variable (scenario, replication of the file, ., .): of it the replications
 * that `results` has. Errors: STATUS_DISK; memory. */
enum status results_read_rows(const struct results *results, const char *name,
                              const hsize_t start[4], const hsize_t sizes[4], double *values,
                              struct error *error) MUST_CHECK;

/* The number of a replication by its row. */
static inline uint32_t results_number(const struct results_about *about, uint32_t row) {
  return about->numbers ? about->numbers[row] : row;
}

/* /towns: its scales, places and empty variables; then one run's values. Errors: STATUS_DISK;
 * memory. */
enum status results_make_towns(const struct h5_file *file, const struct results_about *about,
                               struct error *error) MUST_CHECK;
enum status results_write_towns(const struct h5_file *file, const struct results_about *about,
                                uint32_t scenario, uint32_t replication, const struct shard *shard,
                                struct error *error) MUST_CHECK;

/* Fills shard->by_town of the run that the shard names, whose room is there. Errors: STATUS_DISK;
 * memory. */
enum status results_read_towns(const struct results *results, struct shard *shard,
                               struct error *error) MUST_CHECK;

/* Bytes of the ends of so many years, or 0 where they are too many to be kept; room for those of an
 * experiment, without any where there is no memory; and a block's, of `series`
 * [indicator][scenario][replication][month][place], put there. */
size_t results_ends_bytes(uint32_t scenarios, uint32_t replications, uint32_t ends,
                          uint32_t places);
struct results_ends results_make_ends(const struct results_about *about);
void results_keep_ends(struct results_ends *ends, const struct results_about *about,
                       const struct results_block *block, const float *series);

/* Adds the firms of a run to those kept so far, raw struct results_firm. Errors: memory. */
enum status results_keep_firms(struct text *firms, uint32_t scenario, uint32_t replication,
                               const struct shard *shard, struct error *error) MUST_CHECK;

/* /firms; /final, whose values are by (scenario, replication); and /params with
 * /provenance. Errors: STATUS_DISK; memory. */
enum status results_write_firms(const struct h5_file *file, const struct text *firms,
                                struct error *error) MUST_CHECK;
enum status results_write_finals(const struct h5_file *file, const struct results_about *about,
                                 const uint64_t *digests, const double *seconds,
                                 const uint8_t *outcomes, struct error *error) MUST_CHECK;
enum status results_write_about(const struct h5_file *file, const struct results_about *about,
                                struct error *error) MUST_CHECK;

#endif
