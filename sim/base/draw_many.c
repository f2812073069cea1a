#include "bellwether/base/batch.h"
#include "bellwether/base/draw.h"

#include <string.h>

#define SHARED 512u /* ids whose calls are found together: few enough for the nearest cache */

BATCH_CLONES static void draw_all(struct draw_key key, enum draw_purpose purpose,
                                  const uint64_t *restrict ids, int32_t month, uint32_t n,
                                  size_t count, uint32_t *restrict a, uint32_t *restrict b,
                                  uint32_t *restrict c, uint32_t *restrict d) {
  for (size_t k = 0; k < count; k++) {
    const struct draw_words words = draw_words(key, purpose, ids[k], month, n);
    a[k] = words.v[0];
    b[k] = words.v[1];
    c[k] = words.v[2];
    d[k] = words.v[3];
  }
}

BATCH_CLONES static void draw_all_n(struct draw_key key, enum draw_purpose purpose, uint64_t id,
                                    int32_t month, uint32_t count, uint32_t *restrict a,
                                    uint32_t *restrict b, uint32_t *restrict c,
                                    uint32_t *restrict d) {
  for (uint32_t n = 0; n < count; n++) {
    const struct draw_words words = draw_words(key, purpose, id, month, n);
    a[n] = words.v[0];
    b[n] = words.v[1];
    c[n] = words.v[2];
    d[n] = words.v[3];
  }
}

/* Calls of the generator that ids share, and where the first of each stands among these; room for
 * whole vectors. */
struct calls {
  uint32_t count, at[SHARED + 8];
  uint64_t ids[SHARED + 8];
};

/* Whether each id opens a call: others follow one another and differ in nothing but their last two
 * bits. */
BATCH_CLONES static void find_opening(const uint64_t *restrict ids, uint8_t *restrict opens,
                                      uint32_t count) {
  opens[0] = 1;
  for (uint32_t k = 1; k < count; k++) opens[k] = (ids[k] != ids[k - 1] + 1) | (ids[k] % 4 == 0);
}

static void find_calls(const uint64_t *ids, uint32_t count, struct calls *calls) {
  uint8_t opens[SHARED];
  find_opening(ids, opens, count);
  calls->count = batch_select(opens, count, 0, calls->at);
  for (uint32_t n = 0; n < calls->count; n++) calls->ids[n] = ids[calls->at[n]] / 4;
}

/* The four words of each beside one another. */
BATCH_CLONES static void interleave(const uint32_t *restrict a, const uint32_t *restrict b,
                                    const uint32_t *restrict c, const uint32_t *restrict d,
                                    uint32_t *restrict rows, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    rows[4 * k] = a[k];
    rows[4 * k + 1] = b[k];
    rows[4 * k + 2] = c[k];
    rows[4 * k + 3] = d[k];
  }
}

/* The words of each call beside one another; in columns first, since stores of the whole loop are
 * too far apart for the compiler's vectors. */
static void draw_rows(struct draw_key key, enum draw_purpose purpose, const struct calls *calls,
                      int32_t month, uint32_t *rows) {
  uint32_t a[SHARED], b[SHARED], c[SHARED], d[SHARED];
  draw_all(key, purpose, calls->ids, month, 0, calls->count, a, b, c, d);
  interleave(a, b, c, d, rows, calls->count);
}

#ifdef BATCH_WIDE
#include <immintrin.h>

#define OF_THREE      0x96   /* a xor b xor c, as a table of truth */
#define SECOND_OF_TWO 0xAAAA /* every other one of sixteen */

/* Eight counters, or what becomes of them: each word at the bottom of a lane of 64 bits. What
 * stands above it may be anything, since products are of the lower halves alone. A compiler, which
 * does not know this, moves words to whole lanes and back in every round: it takes twice the time.
 */
struct eight {
  __m512i v[4];
};

BATCH_WIDE static struct eight draw_eight(struct draw_key key, struct eight x) {
  const __m512i by[] = {_mm512_set1_epi64(PHILOX_M4x32_0), _mm512_set1_epi64(PHILOX_M4x32_1)};
  for (uint32_t round = 0; round < philox4x32_rounds; round++) {
    const __m512i seed = _mm512_set1_epi32((int)(key.seed + round * PHILOX_W32_0));
    const __m512i replication = _mm512_set1_epi32((int)(key.replication + round * PHILOX_W32_1));
    const __m512i even = _mm512_mul_epu32(by[0], x.v[0]), odd = _mm512_mul_epu32(by[1], x.v[2]);
    x.v[0] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(odd, 32), x.v[1], seed, OF_THREE);
    x.v[2] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(even, 32), x.v[3], replication, OF_THREE);
    x.v[1] = odd;
    x.v[3] = even;
  }
  return x;
}

/* Writes the words of those among eight that are below `count`. */
BATCH_WIDE static void write_eight(struct eight drawn, size_t k, size_t count,
                                   uint32_t *const words[4]) {
  for (int w = 0; w < 4; w++) {
    _mm256_mask_storeu_epi32(words[w] + k, batch_first_of_eight(count - k),
                             _mm512_cvtepi64_epi32(drawn.v[w]));
  }
}

/* The words of each beside one another, of all eight. */
BATCH_WIDE static void write_rows(struct eight drawn, uint32_t *rows) {
  const __m512i lower = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
  const __m512i upper = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
  __m512i pairs[2];
  for (int p = 0; p < 2; p++) {
    const __m512i second = _mm512_slli_epi64(drawn.v[2 * p + 1], 32);
    pairs[p] = _mm512_mask_blend_epi32(SECOND_OF_TWO, drawn.v[2 * p], second);
  }
  _mm512_storeu_si512(rows, _mm512_permutex2var_epi64(pairs[0], lower, pairs[1]));
  _mm512_storeu_si512(rows + 16, _mm512_permutex2var_epi64(pairs[0], upper, pairs[1]));
}

BATCH_WIDE static void draw_all_wide(struct draw_key key, enum draw_purpose purpose,
                                     const uint64_t *ids, int32_t month, uint32_t n, size_t count,
                                     uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d) {
  uint32_t *const words[] = {a, b, c, d};
  const __m512i when = _mm512_set1_epi64(draw_when(purpose, month)), nth = _mm512_set1_epi64(n);
  for (size_t k = 0; k < count; k += 8) {
    const __m512i id = _mm512_maskz_loadu_epi64(batch_first_of_eight(count - k), ids + k);
    const struct eight counters = {{id, _mm512_srli_epi64(id, 32), when, nth}};
    write_eight(draw_eight(key, counters), k, count, words);
  }
}

BATCH_WIDE static void draw_all_n_wide(struct draw_key key, enum draw_purpose purpose, uint64_t id,
                                       int32_t month, uint32_t count, uint32_t *a, uint32_t *b,
                                       uint32_t *c, uint32_t *d) {
  uint32_t *const words[] = {a, b, c, d};
  const __m512i when = _mm512_set1_epi64(draw_when(purpose, month));
  const __m512i low = _mm512_set1_epi64((long long)id), high = _mm512_srli_epi64(low, 32);
  __m512i n = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  for (uint32_t k = 0; k < count; k += 8) {
    write_eight(draw_eight(key, (struct eight){{low, high, when, n}}), k, count, words);
    n = _mm512_add_epi64(n, _mm512_set1_epi64(8));
  }
}

/* As draw_rows, but for its last row a multiple of eight. */
BATCH_WIDE static void draw_rows_wide(struct draw_key key, enum draw_purpose purpose,
                                      const struct calls *calls, int32_t month, uint32_t *rows) {
  const __m512i when = _mm512_set1_epi64(draw_when(purpose, month)), nth = _mm512_setzero_si512();
  for (uint32_t k = 0; k < calls->count; k += 8) {
    const __m512i id = _mm512_loadu_si512(calls->ids + k);
    const struct eight counters = {{id, _mm512_srli_epi64(id, 32), when, nth}};
    write_rows(draw_eight(key, counters), rows + 4 * k);
  }
}

/* As find_calls, without flags between: ids that open a call move to the front of their vector, and
 * the next vector is written over the rest. */
BATCH_WIDE static void find_calls_wide(const uint64_t *ids, uint32_t count, struct calls *calls) {
  const __m512i one = _mm512_set1_epi64(1), last_bits = _mm512_set1_epi64(3);
  __m512i before = _mm512_set1_epi64((long long)ids[0]);
  __m256i at = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  calls->count = 0;
  for (uint32_t k = 0; k < count; k += 8) {
    const __mmask8 here = batch_first_of_eight(count - k);
    const __m512i id = _mm512_maskz_loadu_epi64(here, ids + k);
    const __m512i due = _mm512_add_epi64(_mm512_alignr_epi64(id, before, 7), one);
    const __mmask8 opens = (__mmask8)(_mm512_mask_cmpneq_epi64_mask(here, id, due) |
                                      _mm512_mask_testn_epi64_mask(here, id, last_bits));
    const __m512i call = _mm512_srli_epi64(id, 2);
    _mm512_storeu_si512(calls->ids + calls->count, _mm512_maskz_compress_epi64(opens, call));
    _mm256_storeu_si256((__m256i *)(calls->at + calls->count),
                        _mm256_maskz_compress_epi32(opens, at));
    calls->count += (uint32_t)_mm_popcnt_u32(opens);
    at = _mm256_add_epi32(at, _mm256_set1_epi32(8));
    before = id;
  }
}
#else
#define draw_all_wide   draw_all
#define draw_all_n_wide draw_all_n
#define draw_rows_wide  draw_rows
#define find_calls_wide find_calls
#endif

void draw_many(struct draw_key key, enum draw_purpose purpose, const uint64_t *ids, int32_t month,
               uint32_t n, size_t count, uint32_t *const words[4]) {
  (batch_has_wide() ? draw_all_wide : draw_all)(key, purpose, ids, month, n, count, words[0],
                                                words[1], words[2], words[3]);
}

void draw_series(struct draw_key key, enum draw_purpose purpose, uint64_t id, int32_t month,
                 uint32_t count, uint32_t *const words[4]) {
  (batch_has_wide() ? draw_all_n_wide : draw_all_n)(key, purpose, id, month, count, words[0],
                                                    words[1], words[2], words[3]);
}

/* Those of SHARED ids at most. */
static void draw_some_shared(struct draw_key key, enum draw_purpose purpose, const uint64_t *ids,
                             int32_t month, uint32_t count, uint32_t *words) {
  struct calls calls;
  uint32_t rows[4 * (SHARED + 8)];
  if (batch_has_wide()) {
    find_calls_wide(ids, count, &calls);
    draw_rows_wide(key, purpose, &calls, month, rows);
  } else {
    find_calls(ids, count, &calls);
    draw_rows(key, purpose, &calls, month, rows);
  }
  for (uint32_t n = 0; n < calls.count; n++) {
    const uint32_t at = calls.at[n];
    /* Past the last id of its call the next call writes its own. */
    memcpy(&words[at], &rows[4 * n + ids[at] % 4], 4 * sizeof *words);
  }
}

void draw_shared(struct draw_key key, enum draw_purpose purpose, const uint64_t *ids, int32_t month,
                 uint32_t count, uint32_t *words) {
  for (uint32_t first = 0; first < count; first += SHARED) {
    draw_some_shared(key, purpose, ids + first, month, batch_length(count, first, SHARED),
                     words + first);
  }
}
