#include "bellwether/base/messages.h"

#include "bellwether/base/memory.h"
#include "bellwether/base/parallel.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK       16384u /* messages that are counted and moved together */
#define PARALLEL_AT 4u     /* blocks from which threads gain more than they cost */
#define SHIFT_LEAST 6u     /* a bucket is 64 rows at least: whole words of a bit map */
#define COUNTS      (MESSAGES_BUCKETS + 1) /* a block's, by bucket; last, slots without message */

static uint32_t blocks_of(uint32_t count) {
  return (uint32_t)(((uint64_t)count + BLOCK - 1) / BLOCK);
}

enum status messages_reserve(struct messages *messages, uint32_t room, uint32_t destinations,
                             uint32_t least, struct error *error) {
  uint32_t shift = SHIFT_LEAST;
  while ((1ull << shift) < least || (destinations >> shift) >= MESSAGES_BUCKETS) shift++;
  const bool enough = messages->sent && room <= messages->room;
  if (!enough) messages_free(messages);
  messages->shift = shift;
  messages->buckets = (destinations >> shift) + 1;
  if (enough) return STATUS_OK;
  const size_t counts = (size_t)(blocks_of(room) + 1) * COUNTS * sizeof(uint32_t);
  const size_t bytes = ((size_t)room + 1) * sizeof(struct message);
  messages->sent = memory_allocate(bytes);
  messages->sorted = memory_allocate(bytes);
  messages->counts = memory_allocate(counts);
  if (!messages->sent || !messages->sorted || !messages->counts) {
    messages_free(messages);
    return error_memory(error, "messages", 2 * bytes + counts);
  }
  messages->room = room;
  return STATUS_OK;
}

void messages_free(struct messages *messages) {
  free(messages->sent);
  free(messages->sorted);
  free(messages->counts);
  *messages = (struct messages){0};
}

/* The bucket of a slot: without a branch, since chance decides which hold messages. */
static uint32_t bucket_of(const struct messages *messages, uint32_t to) {
  const uint32_t none = 0u - (to == MESSAGES_NONE);
  return (messages->buckets & none) | (to >> messages->shift & ~none);
}

static void count_block(struct messages *messages, uint32_t block) {
  const uint32_t first = block * BLOCK;
  const uint32_t end = messages->count - first < BLOCK ? messages->count : first + BLOCK;
  uint32_t *counts = messages->counts + (size_t)block * COUNTS;
  memset(counts, 0, (messages->buckets + 1) * sizeof *counts);
  for (uint32_t k = first; k < end; k++) counts[bucket_of(messages, messages->sent[k].to)]++;
}

/* `counts` holds where each bucket's next message of this block goes. */
static void move_block(struct messages *messages, uint32_t block) {
  const uint32_t first = block * BLOCK;
  const uint32_t end = messages->count - first < BLOCK ? messages->count : first + BLOCK;
  uint32_t *next = messages->counts + (size_t)block * COUNTS;
  for (uint32_t k = first; k < end; k++) {
    const struct message message = messages->sent[k];
    messages->sorted[next[bucket_of(messages, message.to)]++] = message;
  }
}

/* Where all go into one bucket, no more is to do than to close the gaps. */
static void close_gaps(struct messages *messages) {
  uint32_t found = 0;
  for (uint32_t k = 0; k < messages->count; k++) {
    const struct message message = messages->sent[k];
    messages->sorted[found] = message; /* where it is none, the next one's place */
    found += message.to != MESSAGES_NONE;
  }
  messages->first[0] = 0;
  messages->first[1] = found;
}

void messages_sort(struct messages *messages, uint32_t count, int threads) {
  const uint32_t blocks = blocks_of(count);
  messages->count = count;
  if (messages->buckets == 1) {
    close_gaps(messages);
    return;
  }
  const int hands = blocks >= PARALLEL_AT ? threads : 1;
  PARALLEL_EACH(hands, block, blocks, count_block(messages, block));
  uint32_t at = 0;
  for (uint32_t bucket = 0; bucket <= messages->buckets; bucket++) {
    messages->first[bucket] = at;
    for (uint32_t block = 0; block < blocks; block++) {
      uint32_t *counted = &messages->counts[(size_t)block * COUNTS + bucket];
      const uint32_t here = *counted;
      *counted = at;
      at += here;
    }
  }
  PARALLEL_EACH(hands, block, blocks, move_block(messages, block));
}
