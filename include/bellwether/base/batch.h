/* batch.h - what the compiler is to turn into vector instructions: logarithms, exponentials and
 * the smaller of two without a call and without a branch, rows selected without one, and functions
 * compiled for wider vectors too.
 *
 * Bits do not depend on the width: every operation is one of IEEE 754, none is contracted or
 * reordered. */
#ifndef BELLWETHER_BASE_BATCH_H
#define BELLWETHER_BASE_BATCH_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Before a function: the processor runs the version for its own vectors. Sanitizers cannot follow
 * the choice, which the loader makes before they have started. */
#if defined(__x86_64__) && __GNUC__ >= 12 && !defined(__clang__) &&                                \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define BATCH_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BATCH_CLONES
#endif

/* Before a function that is written for the vectors of AVX-512, where the compiler knows them; it
 * is called where the processor has them. */
#ifdef __x86_64__
#define BATCH_WIDE __attribute__((target("avx512f,avx512bw,avx512vl,popcnt")))
static inline bool batch_has_wide(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#else
static inline bool batch_has_wide(void) { return false; }
#endif

/* How many of `count` values the batch from `first` on has: `most`, but for the last. */
static inline uint32_t batch_length(uint32_t count, uint32_t first, uint32_t most) {
  return count - first < most ? count - first : most;
}

/* The bits of 64 that are among the first `count`. */
static inline uint64_t batch_first_bits(uint32_t count) {
  return count < 64 ? (1ull << count) - 1 : ~0ull;
}

/* The bits of 8 likewise. */
static inline uint8_t batch_first_of_eight(size_t count) {
  return (uint8_t)(count < 8 ? (1u << count) - 1 : 0xFFu);
}

/* 64 flags, 0 or 1 each, as bits: eight at a time become a byte. What is neither counts by its last
 * bit and spoils no other. */
static inline uint64_t batch_bits(const uint8_t *flags) {
  uint64_t bits = 0;
  for (uint32_t byte = 0; byte < 8; byte++) {
    uint64_t word;
    memcpy(&word, &flags[8 * byte], sizeof word);
    word &= 0x0101010101010101u;
    bits |= (word * 0x0102040810204080u >> 56) << (8 * byte);
  }
  return bits;
}

/* Writes first + k, ascending, for each k < count whose flag is 1 (flags are 0 or 1); returns how
 * many. `flags` and `rows` have room for count rounded up to a multiple of 64. Cost: below .1 ns a
 * flag where the processor has AVX-512, else .2 ns and 1 ns a row. */
uint32_t batch_select(const uint8_t *flags, uint32_t count, uint32_t first, uint32_t *rows);

/* The same on any processor. */
uint32_t batch_select_by_bits(const uint8_t *flags, uint32_t count, uint32_t first, uint32_t *rows);

/* The smaller and the larger of two numbers that are numbers: one instruction each, where fmin and
 * fmax are calls. */
static inline double batch_min(double a, double b) { return a < b ? a : b; }
static inline double batch_max(double a, double b) { return a > b ? a : b; }

/* ln x for x = 0 (minus infinity) and normal x > 0; within 2 units in the last place of libm's.
 * x = 2^k m with m in [sqrt(1/2), sqrt(2)); ln m = 2 atanh s, s = (m - 1) / (m + 1), by its series,
 * in parts that do not wait for one another. Cost: 3 ns alone, below 1 ns in a loop that is
 * vectorised. */
static inline double batch_log(double x) {
  const uint64_t root_half = 0x3FE6A09E667F3BCDu; /* sqrt(1/2) */
  const double ln2_high = 0x1.62E42FEEp-1, ln2_low = 0x1.A39EF35793C76p-33;
  const double whole = 0x1p52 + 0x1p51;
  uint64_t bits, mantissa, shifted;
  memcpy(&bits, &x, sizeof bits);
  /* k + 1023, as a number: its bits are put below those of a large power of two. */
  const uint64_t exponent = (bits - root_half + 0x3FF0000000000000u) >> 52;
  double k, m;
  shifted = exponent | 0x4338000000000000u;
  memcpy(&k, &shifted, sizeof k);
  k -= whole + 1023;
  mantissa = bits - ((exponent - 1023) << 52);
  memcpy(&m, &mantissa, sizeof m);
  const double s = (m - 1) / (m + 1), z = s * s;
  const double z2 = z * z, z4 = z2 * z2;
  const double first = (1.0 / 3 + 1.0 / 5 * z) + (1.0 / 7 + 1.0 / 9 * z) * z2;
  const double second = (1.0 / 11 + 1.0 / 13 * z) + (1.0 / 15 + 1.0 / 17 * z) * z2;
  const double series = (first + second * z4) + (1.0 / 19 + 1.0 / 21 * z) * (z4 * z4);
  const double low = k * ln2_low + 2 * s * z * series;
  const double log_x = k * ln2_high + (2 * s + low);
  return x == 0 ? -(double)INFINITY : log_x;
}

/* e^x; 0 below x = -708, infinite above 709; within 2 units in the last place of libm's. x = k ln 2
 * + r with |r| <= ln 2 / 2; e^x = 2^k e^r, by the series of e^r. Cost: 3 ns alone, below 1 ns in a
 * loop that is vectorised. */
static inline double batch_exp(double x) {
  const double ln2_high = 0x1.62E42FEEp-1, ln2_low = 0x1.A39EF35793C76p-33;
  const double whole = 0x1p52 + 0x1p51, one_over_ln2 = 0x1.71547652B82FEp0;
  const double within = x < -708 ? -708 : x > 709 ? 709 : x;
  const double shifted = within * one_over_ln2 + whole;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  const double k = shifted - whole;
  const double r = (within - k * ln2_high) - k * ln2_low;
  const double r2 = r * r, r4 = r2 * r2;
  const double first = (1.0 / 2 + 1.0 / 6 * r) + (1.0 / 24 + 1.0 / 120 * r) * r2;
  const double second = (1.0 / 720 + 1.0 / 5040 * r) + (1.0 / 40320 + 1.0 / 362880 * r) * r2;
  const double third = (1.0 / 3628800 + 1.0 / 39916800 * r) +
                       (1.0 / 479001600 + 1.0 / 6227020800 * r) * r2;
  const double series = (first + second * r4) + third * (r4 * r4);
  const uint64_t power = (bits + 1023) << 52; /* the bits of 2^k */
  double scale;
  memcpy(&scale, &power, sizeof scale);
  const double exp_x = scale * (1 + (r + r2 * series));
  return x < -708 ? 0 : x > 709 ? (double)INFINITY : exp_x;
}

#endif
