#include "bellwether/base/draw.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

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
