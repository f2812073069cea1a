/* Bytes as a shard: as they are, and with their mark and checksum put right. */
#include "check.h"

#include "bellwether/base/columns.h"
#include "bellwether/base/text.h"
#include "bellwether/io/shard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_BYTES 80u
#define MARK       "BWSHARD1"
#define CHECKED_AT 16u /* the checksum stands before, the mark before that */
#define SIZES_AT   52u /* months, places, indicators, segments, years, towns, firms */

/* Whether the sizes that a shard gives itself add up to its length. */
static bool check_length(const uint8_t *bytes, size_t size) {
  uint32_t n[7];
  if (size < HEAD_BYTES) return false;
  memcpy(n, bytes + SIZES_AT, sizeof n);
  const long double cells = (long double)n[0] * n[1] * (n[2] + (long double)n[3]);
  return HEAD_BYTES + 4 * cells + 12 * ((long double)n[4] * n[5]) + 28 * (long double)n[6] ==
         (long double)size;
}

static bool check_read(const char *path, const uint8_t *bytes, size_t size) {
  struct shard shard;
  struct error error = {0};
  check_write(path, bytes, size);
  const enum status status = shard_read(path, &shard, &error);
  if (status != STATUS_OK) {
    check_error(status, &error);
    require(status == STATUS_DISK, "what is wrong is the file");
    require(strstr(error.text, path) != NULL, "an error names the shard");
    require(!shard.series && !shard.firms, "nothing is read of a bad shard");
    return false;
  }
  char *again = check_path("again.shard");
  struct text text = {0};
  require(shard_write(again, &shard, false, &error) == STATUS_OK, "a shard can be written");
  require(text_read_bytes(again, size, &text, &error) == STATUS_OK, "and has the same length");
  require(text.length == size && memcmp(text.bytes, bytes, size) == 0, "and the same bytes");
  text_free(&text);
  free(again);
  shard_free(&shard);
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *path = check_path("s00-r000000.shard");
  if (check_read(path, data, size)) require(check_length(data, size), "a shard has its length");
  if (size >= CHECKED_AT) {
    uint8_t *mended = malloc(size);
    if (!mended) abort();
    memcpy(mended, data, size);
    const uint64_t sum = columns_digest_bytes(data + CHECKED_AT, size - CHECKED_AT, 0);
    memcpy(mended, MARK, 8);
    memcpy(mended + 8, &sum, sizeof sum);
    require(check_read(path, mended, size) == check_length(mended, size),
            "a shard with its mark and checksum is read where it has its length");
    free(mended);
  }
  free(path);
  return 0;
}
