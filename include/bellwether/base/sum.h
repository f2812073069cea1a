/* sum.h - sums whose bits do not depend on the number of threads.
 *
 * Rows are cut into blocks of 4,096; each block is added from its first row to its last, and the
 * blocks' sums are added in order. Any thread may do any block. */
#ifndef BELLWETHER_BASE_SUM_H
#define BELLWETHER_BASE_SUM_H

#include <stddef.h>
#include <stdint.h>

#define SUM_BLOCK 4096u

/* The sum of count values. Cost: one pass. */
double sum_fixed(const double *values, size_t count);

/* Splits an integer total over `count` shares in proportion to weights (>= 0), exactly: the parts
 * add up to the total, each within one unit of its due. All weights zero: everything to the first.
 * Cost: two passes. */
void sum_apportion(int64_t total, const double *weights, int64_t *parts, size_t count);

#endif
