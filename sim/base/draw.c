#include "bellwether/base/draw.h"

#include "bellwether/base/batch.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

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

#ifdef BATCH_WIDE
#include <immintrin.h>

#define OF_THREE 0x96 /* a xor b xor c, as a table of truth */

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

BATCH_WIDE static void draw_all_wide(struct draw_key key, enum draw_purpose purpose,
                                     const uint64_t *ids, int32_t month, uint32_t n, size_t count,
                                     uint32_t *const words[4]) {
  const __m512i when = _mm512_set1_epi64(draw_when(purpose, month)), nth = _mm512_set1_epi64(n);
  for (size_t k = 0; k < count; k += 8) {
    const __m512i id = _mm512_maskz_loadu_epi64(batch_first_of_eight(count - k), ids + k);
    const struct eight counters = {{id, _mm512_srli_epi64(id, 32), when, nth}};
    write_eight(draw_eight(key, counters), k, count, words);
  }
}

BATCH_WIDE static void draw_all_n_wide(struct draw_key key, enum draw_purpose purpose, uint64_t id,
                                       int32_t month, uint32_t count, uint32_t *const words[4]) {
  const __m512i when = _mm512_set1_epi64(draw_when(purpose, month));
  const __m512i low = _mm512_set1_epi64((long long)id), high = _mm512_srli_epi64(low, 32);
  __m512i n = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  for (uint32_t k = 0; k < count; k += 8) {
    write_eight(draw_eight(key, (struct eight){{low, high, when, n}}), k, count, words);
    n = _mm512_add_epi64(n, _mm512_set1_epi64(8));
  }
}
#endif

void draw_many(struct draw_key key, enum draw_purpose purpose, const uint64_t *ids, int32_t month,
               uint32_t n, size_t count, uint32_t *const words[4]) {
#ifdef BATCH_WIDE
  if (batch_has_wide()) {
    draw_all_wide(key, purpose, ids, month, n, count, words);
    return;
  }
#endif
  draw_all(key, purpose, ids, month, n, count, words[0], words[1], words[2], words[3]);
}

void draw_series(struct draw_key key, enum draw_purpose purpose, uint64_t id, int32_t month,
                 uint32_t count, uint32_t *const words[4]) {
#ifdef BATCH_WIDE
  if (batch_has_wide()) {
    draw_all_n_wide(key, purpose, id, month, count, words);
    return;
  }
#endif
  draw_all_n(key, purpose, id, month, count, words[0], words[1], words[2], words[3]);
}

double draw_normal(double u, double mean, double deviation) {
  return mean + gsl_cdf_gaussian_Pinv(u, deviation);
}

double draw_laplace(double u, double scale) { return gsl_cdf_laplace_Pinv(u, scale); }

double draw_gumbel(double u) { return gsl_cdf_gumbel1_Pinv(u, 1.0, 1.0); }

double draw_lognormal(double u, double median, double sigma) {
  return median * exp(gsl_cdf_ugaussian_Pinv(u) * sigma);
}

uint32_t draw_poisson(double u, double mean) {
  if (!(mean > 0) || u <= 1 - mean) return 0; /* e^-m >= 1 - m: most rare events do not happen */
  if (mean > 500) {
    const double value = draw_normal(u, mean, sqrt(mean)) + 0.5;
    return value > 0 ? (uint32_t)value : 0;
  }
  double probability = exp(-mean);
  double cumulated = probability;
  uint32_t count = 0;
  while (u > cumulated && count < 2000) {
    count++;
    probability *= mean / count;
    cumulated += probability;
  }
  return count;
}

static unsigned long stream_get(void *state) {
  struct draw_stream *stream = state;
  if (stream->left == 0) {
    stream->words = draw_words(stream->key, stream->purpose, stream->id, stream->month,
                               stream->n++);
    stream->left = 4;
  }
  return stream->words.v[4 - stream->left--];
}

static double stream_get_double(void *state) { return (double)stream_get(state) * 0x1p-32; }

static void stream_set(void *state, unsigned long seed) {
  struct draw_stream *stream = state;
  stream->key.seed = (uint32_t)seed;
  stream->n = 0;
  stream->left = 0;
}

static const gsl_rng_type stream_type = {"bellwether_philox4x32",    0xFFFFFFFFul, 0,
                                         sizeof(struct draw_stream), stream_set,   stream_get,
                                         stream_get_double};

gsl_rng *draw_stream_open(struct draw_stream *stream, struct draw_key key,
                          enum draw_purpose purpose, uint64_t id, int32_t month) {
  *stream = (struct draw_stream){
      .key = key, .purpose = purpose, .id = id, .month = month, .rng = {&stream_type, stream}};
  return &stream->rng;
}
