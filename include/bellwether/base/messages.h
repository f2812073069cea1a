/* messages.h - what a plan step tells other rows, put in order for a settle step: by counting,
 * stably, in parallel, so that the order is that of the senders whatever the threads.
 *
 * Destinations are cut into buckets of neighbouring rows. Each bucket is settled by one thread,
 * from its first message to its last; buckets may be settled side by side, since no two share a
 * destination, and a bucket's destinations stay in a core's cache. */
#ifndef BELLWETHER_BASE_MESSAGES_H
#define BELLWETHER_BASE_MESSAGES_H

#include "bellwether/base/error.h"

#include <stdint.h>

#define MESSAGES_NONE    UINT32_MAX /* as a destination: a slot without message */
#define MESSAGES_BUCKETS 512u       /* at most */

struct message {
  uint32_t to, what;
};

struct messages {
  struct message *sent;                 /* [0, count): in the order of the senders */
  struct message *sorted;               /* by bucket, in that order; slots without message last */
  uint32_t *counts;                     /* [block][bucket] */
  uint32_t first[MESSAGES_BUCKETS + 1]; /* where a bucket's messages begin in `sorted` */
  uint32_t count, room, buckets, shift;
};

/* Room for `room` slots of messages to rows 0..destinations - 1, each bucket holding at least
 * `least` rows. Errors: memory. */
enum status messages_reserve(struct messages *messages, uint32_t room, uint32_t destinations,
                             uint32_t least, struct error *error) MUST_CHECK;
void messages_free(struct messages *messages);

/* Sorts the first `count` slots into `sorted`. Cost: two passes over them. */
void messages_sort(struct messages *messages, uint32_t count, int threads);

#endif
