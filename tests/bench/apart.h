/* apart.h - work in a process of its own: with a peak of memory, and threads, of its own. */
#ifndef BELLWETHER_TESTS_APART_H
#define BELLWETHER_TESTS_APART_H

#include <stdbool.h>
#include <stddef.h>

/* Calls work(context, result) in a child, whose result, `bytes` long, comes back; the child's peak
 * of memory goes to *peak_mib, which may be NULL. False where the work, or the system, says so. */
bool apart(bool (*work)(const void *context, void *result), const void *context, void *result,
           size_t bytes, double *peak_mib);

#endif
