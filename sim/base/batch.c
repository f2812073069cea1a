#include "bellwether/base/batch.h"

uint32_t batch_select_by_bits(const uint8_t *flags, uint32_t count, uint32_t first,
                              uint32_t *rows) {
  uint32_t found = 0;
  for (uint32_t k = 0; k < count; k += 64) {
    uint64_t bits = batch_bits(flags + k) & batch_first_bits(count - k);
    for (; bits; bits &= bits - 1) {
      rows[found++] = first + k + (uint32_t)__builtin_ctzll(bits);
    }
  }
  return found;
}

#ifdef BATCH_WIDE
#include <immintrin.h>

/* The same, sixteen rows at a time: those whose bit is set move to the front of their vector, and
 * the next vector is written over the rest. No branch depends on what is selected. */
BATCH_WIDE static uint32_t select_by_vectors(const uint8_t *flags, uint32_t count, uint32_t first,
                                             uint32_t *rows) {
  const __m512i sixteen = _mm512_set1_epi32(16);
  __m512i row = _mm512_add_epi32(
      _mm512_set1_epi32((int)first),
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  uint32_t found = 0;
  for (uint32_t k = 0; k < count; k += 64) {
    const __m512i here = _mm512_loadu_si512(flags + k);
    const uint64_t bits = _mm512_test_epi8_mask(here, here) & batch_first_bits(count - k);
    for (uint32_t part = 0; part < 64; part += 16) {
      const __mmask16 set = (__mmask16)(bits >> part);
      _mm512_storeu_si512(rows + found, _mm512_maskz_compress_epi32(set, row));
      found += (uint32_t)_mm_popcnt_u32(set);
      row = _mm512_add_epi32(row, sixteen);
    }
  }
  return found;
}
#else
#define select_by_vectors batch_select_by_bits
#endif

uint32_t batch_select(const uint8_t *flags, uint32_t count, uint32_t first, uint32_t *rows) {
  return batch_has_wide() ? select_by_vectors(flags, count, first, rows)
                          : batch_select_by_bits(flags, count, first, rows);
}
