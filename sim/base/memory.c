#define _DEFAULT_SOURCE /* madvise */
#include "bellwether/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void *memory_allocate(size_t bytes) {
  const size_t unit = bytes >= MEMORY_LARGE_PAGE ? MEMORY_LARGE_PAGE : MEMORY_LINE;
  const size_t whole = (bytes / unit + 1) * unit;
  if (whole < bytes) return NULL;
  void *block = aligned_alloc(unit, whole);
#ifdef MADV_HUGEPAGE
  /* Only a wish: a system without large pages says no, and nothing is lost. */
  if (block && unit == MEMORY_LARGE_PAGE) (void)madvise(block, whole, MADV_HUGEPAGE);
#endif
  return block;
}

void *memory_grow(void *old, size_t kept, size_t bytes) {
  void *fresh = memory_allocate(bytes);
  if (!fresh) return NULL;
  if (kept) memcpy(fresh, old, kept);
  free(old);
  return fresh;
}
