/* shard.h - one finished replication as a file of its own, until all are merged.
 *
 * Its bytes are as memory has them, with a checksum: it is read where it was written, once. */
#ifndef BELLWETHER_IO_SHARD_H
#define BELLWETHER_IO_SHARD_H

#include "bellwether/base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* A firm at the end of a replication. */
struct shard_firm {
  float place, segment, origin, age_months, sales, staff, productivity;
};
#define SHARD_FIRM_FIELDS 7
#define SHARD_TOWN_FIELDS 3 /* of a town and year: sales (M CNY), employment, firms */

struct shard {
  uint32_t scenario, replication, seed;
  uint64_t digest; /* of the final state and series */
  uint64_t layout; /* digest of the indicators' names, in the order of `series` */
  double seconds;
  bool infeasible; /* no file has it: a run without values because its assumptions allow none */
  uint32_t months, places, indicators, segments;
  float *series;        /* [month][place][indicator] */
  float *segment_sales; /* [month][place][segment], M CNY a month */
  uint32_t years, towns;
  float *by_town; /* [year][town][SHARD_TOWN_FIELDS] */
  uint32_t firms_count;
  struct shard_firm *firms;
};

/* The shard's file name within its folder: "s00-r000000.shard"; `out` holds SHARD_NAME bytes. */
#define SHARD_NAME 40
char *shard_name(uint32_t scenario, uint32_t replication, char *out);

/* Writes a shard whole or not at all; without `sync` a power cut may damage it, which shard_read
 * tells. Errors: STATUS_DISK. */
enum status shard_write(const char *path, const struct shard *shard, bool sync,
                        struct error *error) MUST_CHECK;

/* Reads a shard into arrays that shard_free frees. Errors: STATUS_DISK where the file is missing,
 * truncated, or its values do not have the checksum that it carries. */
enum status shard_read(const char *path, struct shard *shard, struct error *error) MUST_CHECK;
void shard_free(struct shard *shard);

#endif
