#include "bellwether/io/shard.h"

#include "bellwether/base/columns.h"
#include "bellwether/base/file.h"
#include "bellwether/base/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK       0x3144524148535742u /* "BWSHARD1" */
#define PARTS      4                   /* series, segment_sales, by_town, firms */
#define BYTES_MOST ((size_t)1 << 40)

/* A shard's file: this, then its parts. */
struct head {
  uint64_t mark, checksum; /* of all that follows */
  uint64_t digest, layout;
  double seconds;
  uint32_t scenario, replication, seed;
  uint32_t months, places, indicators, segments, years, towns, firms_count;
};
#define UNCHECKED offsetof(struct head, digest)
_Static_assert(sizeof(struct head) == 5 * sizeof(uint64_t) + 10 * sizeof(uint32_t), "no gaps");

char *shard_name(uint32_t scenario, uint32_t replication, char *out) {
  snprintf(out, SHARD_NAME, "s%02u-r%06u.shard", scenario, replication);
  return out;
}

/* Bytes of each part; real numbers, as those of a file that is damaged may be any. */
static void part_sizes(const struct shard *shard, double sizes[PARTS]) {
  const double cells = (double)shard->months * shard->places * sizeof(float);
  sizes[0] = cells * shard->indicators;
  sizes[1] = cells * shard->segments;
  sizes[2] = (double)shard->years * shard->towns * SHARD_TOWN_FIELDS * sizeof(float);
  sizes[3] = (double)shard->firms_count * sizeof(struct shard_firm);
}

static void add_all(struct text *file, const struct shard *shard) {
  const struct head head = {.mark = MARK,
                            .digest = shard->digest,
                            .layout = shard->layout,
                            .seconds = shard->seconds,
                            .scenario = shard->scenario,
                            .replication = shard->replication,
                            .seed = shard->seed,
                            .months = shard->months,
                            .places = shard->places,
                            .indicators = shard->indicators,
                            .segments = shard->segments,
                            .years = shard->years,
                            .towns = shard->towns,
                            .firms_count = shard->firms_count};
  const void *const parts[PARTS] = {shard->series, shard->segment_sales, shard->by_town,
                                    shard->firms};
  double sizes[PARTS];
  part_sizes(shard, sizes);
  text_add_bytes(file, (const char *)&head, sizeof head);
  for (int k = 0; k < PARTS; k++) text_add_bytes(file, parts[k], (size_t)sizes[k]);
}

static uint64_t checksum(const struct text *file) {
  return columns_digest_bytes(file->bytes + UNCHECKED, file->length - UNCHECKED, 0);
}

enum status shard_write(const char *path, const struct shard *shard, bool sync,
                        struct error *error) {
  struct text file = {0};
  add_all(&file, shard);
  enum status status;
  if (file.failed) {
    status = error_memory(error, path, file.length);
  } else {
    const uint64_t sum = checksum(&file);
    memcpy(file.bytes + offsetof(struct head, checksum), &sum, sizeof sum);
    status = file_write_whole(path, file.bytes, file.length, sync, error);
  }
  text_free(&file);
  return status;
}

/* Copies the parts out of a file; whether they are as long as it is. */
static bool take_parts(const struct text *file, struct shard *shard, bool *memory) {
  double sizes[PARTS], sum = sizeof(struct head);
  void *parts[PARTS];
  part_sizes(shard, sizes);
  for (int k = 0; k < PARTS; k++) sum += sizes[k];
  if (sum != (double)file->length) return false;
  const char *at = file->bytes + sizeof(struct head);
  for (int k = 0; k < PARTS; at += (size_t)sizes[k], k++) {
    parts[k] = malloc((size_t)sizes[k] + 1);
    if (parts[k]) memcpy(parts[k], at, (size_t)sizes[k]);
    else *memory = false;
  }
  shard->series = parts[0];
  shard->segment_sales = parts[1];
  shard->by_town = parts[2];
  shard->firms = parts[3];
  return true;
}

static enum status take_all(const char *path, const struct text *file, struct shard *shard,
                            struct error *error) {
  struct head head = {0};
  bool memory = true;
  if (file->length >= sizeof head) memcpy(&head, file->bytes, sizeof head);
  *shard = (struct shard){.scenario = head.scenario,
                          .replication = head.replication,
                          .seed = head.seed,
                          .digest = head.digest,
                          .layout = head.layout,
                          .seconds = head.seconds,
                          .months = head.months,
                          .places = head.places,
                          .indicators = head.indicators,
                          .segments = head.segments,
                          .years = head.years,
                          .towns = head.towns,
                          .firms_count = head.firms_count};
  if (head.mark != MARK || checksum(file) != head.checksum || !take_parts(file, shard, &memory)) {
    return error_set(error, STATUS_DISK, "%s is damaged: it does not have its checksum or length",
                     path);
  }
  return memory ? STATUS_OK : error_memory(error, path, file->length);
}

enum status shard_read(const char *path, struct shard *shard, struct error *error) {
  *shard = (struct shard){0};
  struct text file = {0};
  struct error why;
  enum status status = text_read_bytes(path, BYTES_MOST, &file, &why);
  if (status == STATUS_OK) status = take_all(path, &file, shard, error);
  else status = error_set(error, status == STATUS_SCENARIO ? STATUS_DISK : status, "%s", why.text);
  text_free(&file);
  if (status != STATUS_OK) shard_free(shard);
  return status;
}

void shard_free(struct shard *shard) {
  free(shard->series);
  free(shard->segment_sales);
  free(shard->by_town);
  free(shard->firms);
  *shard = (struct shard){0};
}
