/* draw.h - random numbers as pure functions.
 *
 * Every draw is Philox4x32-10 (Salmon et al. 2011, Random123) of (seed, replication; id, month,
 * purpose, n). Nothing is remembered between draws, so scenarios share their randomness agent by
 * agent (common random numbers) and results ignore threads, order and resumption.
 * Cost: about 10 ns for four words. */
#ifndef BELLWETHER_BASE_DRAW_H
#define BELLWETHER_BASE_DRAW_H

#include <gsl/gsl_rng.h>
#include <math.h>
#include <Random123/philox.h>
#include <stdbool.h>
#include <stdint.h>

/* What a draw is for. Append only: a number, once given, keeps its meaning for ever. */
enum draw_purpose {
  DRAW_TEST = 1,
  DRAW_FIRM_SIZE = 2,
  DRAW_FIRM_STATE = 3,
  DRAW_PERSON_STATE = 4,
  DRAW_SEGMENT_DEMAND = 5,
  DRAW_MARKET_SHARE = 6,
  DRAW_PRODUCTIVITY = 7,
  DRAW_INNOVATION = 8,
  DRAW_REGISTRATION = 9,
  DRAW_LABOUR_EVENT = 10,
  DRAW_LABOUR_SEARCH = 11,
  DRAW_LABOUR_QUALITY = 12,
  DRAW_MIGRATION = 13,
  DRAW_ARRIVAL = 14,
  DRAW_SPIN_OFF = 15,
  DRAW_START_UP = 16,
  DRAW_FOOTLOOSE = 17,
  DRAW_RECRUITING = 18,
  DRAW_ENTRANT = 19,
  DRAW_EXIT = 20,
  DRAW_FUND = 21,
  DRAW_LEAD = 22,
  DRAW_BOOTSTRAP = 23,
  DRAW_ALLOTMENT = 24,
  DRAW_LOCATION = 25,
  DRAW_RETURNEE = 26,
  DRAW_LINK = 27,
  DRAW_TIER = 28,
  DRAW_ALLIANCE = 29,
  DRAW_UPGRADE = 30,
  DRAW_TRAINING = 31,
  DRAW_SAMPLE = 32,
  DRAW_CONSIDERED = 33,
  DRAW_NATION = 34,
  DRAW_MORTGAGE = 35,
  DRAW_DESIGN = 36,
  DRAW_ASSUMPTION = 37,
};

struct draw_key {
  uint32_t seed;
  uint32_t replication;
};

struct draw_words {
  uint32_t v[4];
};

/* Months are shifted so that those of the burn-in (negative) have a place too; 20 bits hold 87,000
 * years. */
#define DRAW_MONTH_SHIFT 4096

/* The counter's third word. */
static inline uint32_t draw_when(enum draw_purpose purpose, int32_t month) {
  return ((uint32_t)(month + DRAW_MONTH_SHIFT) & 0xFFFFFu) | ((uint32_t)purpose << 20);
}

static inline struct draw_words draw_words(struct draw_key key, enum draw_purpose purpose,
                                           uint64_t id, int32_t month, uint32_t n) {
  const philox4x32_ctr_t counter = {
      {(uint32_t)id, (uint32_t)(id >> 32), draw_when(purpose, month), n}};
  const philox4x32_key_t philox_key = {{key.seed, key.replication}};
  const philox4x32_ctr_t out = philox4x32(counter, philox_key);
  return (struct draw_words){{out.v[0], out.v[1], out.v[2], out.v[3]}};
}

/* The words of `count` ids at once, the k-th of each in words[k]. Cost: about 2 ns an id
 * where the processor has AVX-512, else 4 ns. */
void draw_many(struct draw_key key, enum draw_purpose purpose, const uint64_t *ids, int32_t month,
               uint32_t n, size_t count, uint32_t *const words[4]);

/* The words of one id for n = 0, 1, ... count - 1, the k-th of each in words[k]. Cost: as
 * draw_many.
 */
void draw_series(struct draw_key key, enum draw_purpose purpose, uint64_t id, int32_t month,
                 uint32_t count, uint32_t *const words[4]);

/* One word an id, the (id % 4)-th of id / 4: what ids that follow one another share is drawn once.
 * `words` has room for three more. Cost: a call of draw_many for every four such ids, and .3 ns an
 * id. */
void draw_shared(struct draw_key key, enum draw_purpose purpose, const uint64_t *ids, int32_t month,
                 uint32_t count, uint32_t *words);

/* 53 bits in the open interval (0, 1). */
static inline double draw_unit(uint32_t high, uint32_t low) {
  const uint64_t bits = ((uint64_t)high << 21) ^ ((uint64_t)low >> 11);
  return ((double)bits + 0.5) * 0x1p-53;
}

/* 32 bits in the open interval (0, 1). */
static inline double draw_unit32(uint32_t word) { return ((double)word + 0.5) * 0x1p-32; }

/* Uniform on (0, 1). */
static inline double draw_uniform(struct draw_key key, enum draw_purpose purpose, uint64_t id,
                                  int32_t month, uint32_t n) {
  const struct draw_words words = draw_words(key, purpose, id, month, n);
  return draw_unit(words.v[0], words.v[1]);
}

/* Whether an event of this rate happens within a unit of time: u < 1 - e^-rate. Most do not, which
 * needs no exponential: 1 - e^-rate <= rate. */
static inline bool draw_happens(double u, double rate) { return u < rate && u < -expm1(-rate); }

/* The distributions below turn one uniform into one value by inversion (GSL's quantile functions),
 * so that a value moves steadily with its parameter: common random numbers stay common. */
double draw_normal(double u, double mean, double deviation);
double draw_laplace(double u, double scale);
double draw_gumbel(double u);
double draw_lognormal(double u, double median, double sigma);

/* The number of events with this mean, by inversion of the Poisson law: for one u, a larger mean
 * never gives fewer events, so that the same entrants appear in two scenarios that both have them.
 * mean: 0..1e6. Cost: proportional to the mean up to 500, a normal quantile above. */
uint32_t draw_poisson(double u, double mean);

/* A stream of draws for one (purpose, id, month) as a gsl_rng, for GSL's distributions that need
 * several: `struct draw_stream stream; gsl_rng *rng = draw_stream_open(&stream, key, ...);` */
struct draw_stream {
  gsl_rng rng;
  struct draw_key key;
  enum draw_purpose purpose;
  uint64_t id;
  int32_t month;
  uint32_t n;
  uint32_t left;
  struct draw_words words;
};
gsl_rng *draw_stream_open(struct draw_stream *stream, struct draw_key key,
                          enum draw_purpose purpose, uint64_t id, int32_t month);

#endif
