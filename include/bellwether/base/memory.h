/* memory.h - blocks of memory for columns: on cache lines, and in large pages where the block is
 * large and the system gives them, so that random reads miss fewer translations. */
#ifndef BELLWETHER_BASE_MEMORY_H
#define BELLWETHER_BASE_MEMORY_H

#include <stddef.h>

#define MEMORY_LINE       64u               /* bytes of a cache line */
#define MEMORY_LARGE_PAGE ((size_t)2 << 20) /* bytes */

/* At least `bytes` of memory, not cleared, to be given back by free(); NULL where the system
 * refuses. */
void *memory_allocate(size_t bytes);

/* The same for a block that grows: keeps the first `kept` bytes of `old`, which is freed. Where
 * the system refuses: NULL, and `old` stays. */
void *memory_grow(void *old, size_t kept, size_t bytes);

#endif
