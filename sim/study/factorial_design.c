#include "bellwether/study/factorial.h"

#include <stdio.h>
#include <string.h>

#define BITS_SMALL 7 /* 2^7 runs are enough for ... */
#define SMALL_MOST 11
#define BITS_LARGE 8
#define BITS_MOST  8

/* Whether `word` and up to three of the words before it add up to nothing. */
static bool is_confounded(const uint32_t *words, size_t count, uint32_t word) {
  for (size_t a = 0; a < count; a++) {
    if (words[a] == word) return true;
    for (size_t b = 0; b < a; b++) {
      if ((words[a] ^ words[b]) == word) return true;
      for (size_t c = 0; c < b; c++) {
        if ((words[a] ^ words[b] ^ words[c]) == word) return true;
      }
    }
  }
  return false;
}

static bool is_odd(uint32_t bits) {
  bool odd = false;
  for (; bits; bits &= bits - 1) odd = !odd;
  return odd;
}

void factorial_design(size_t k, struct factorial *factorial) {
  *factorial = (struct factorial){.k = k};
  const size_t bits = k <= FACTORIAL_FULL ? k : k <= SMALL_MOST ? BITS_SMALL : BITS_LARGE;
  uint32_t words[FACTORIAL_MOST];
  size_t count = 0;
  for (; count < bits; count++) words[count] = 1u << count;
  for (uint32_t word = 1; count < k && word < 1u << BITS_MOST; word++) {
    if (!is_confounded(words, count, word)) words[count++] = word;
  }
  factorial->runs = (size_t)1 << bits;
  for (uint32_t run = 0; run < factorial->runs; run++) {
    factorial->mask[run] = 0;
    for (size_t j = 0; j < count; j++) {
      if (is_odd(run & words[j])) factorial->mask[run] |= 1u << j;
    }
  }
}

void factorial_expand(const struct factorial *factorial, const char *base,
                      const char *const *factors, char *out, size_t out_bytes) {
  for (size_t run = 0; run < factorial->runs; run++) {
    char *name = out + run * out_bytes;
    size_t used = (size_t)snprintf(name, out_bytes, "%s", base);
    for (size_t j = 0; j < factorial->k && used < out_bytes; j++) {
      const bool takes_part = factorial->mask[run] >> j & 1, lever = factors[j][0] == '~';
      if (takes_part == lever) continue; /* a lever that takes part is in the base */
      used += (size_t)snprintf(name + used, out_bytes - used, "+%s", factors[j]);
    }
  }
}

/* The place of a name, `length` bytes from `at` on, among the factors; k where it is none. */
static size_t place_of(const struct factorial *factorial, const char *at, size_t length) {
  size_t j = 0;
  while (j < factorial->k &&
         (strlen(factorial->names[j]) != length || strncmp(factorial->names[j], at, length) != 0)) {
    j++;
  }
  return j;
}

/* Whether a scenario names factor b before factor a. */
static bool is_before(const struct results *results, const struct factorial *factorial, size_t b,
                      size_t a) {
  for (uint32_t s = 0; s < results->scenarios; s++) {
    bool seen = false;
    for (const char *at = strchr(results->scenario_names[s], '+'); at; at = strchr(at, '+')) {
      const size_t j = place_of(factorial, at + 1, strcspn(at + 1, "+"));
      if (j == a && seen) return true;
      seen |= j == b;
      at++;
    }
  }
  return false;
}

/* The factors named in the scenarios: every part after the first, each once, in the order in which
 * all names list them. */
static bool collect_names(const struct results *results, struct factorial *factorial) {
  for (uint32_t s = 0; s < results->scenarios; s++) {
    for (const char *at = strchr(results->scenario_names[s], '+'); at; at = strchr(at, '+')) {
      const size_t length = strcspn(++at, "+");
      if (place_of(factorial, at, length) < factorial->k) continue;
      if (factorial->k == FACTORIAL_MOST || length >= FACTORIAL_NAME) return false;
      snprintf(factorial->names[factorial->k++], length + 1, "%s", at);
    }
  }
  for (size_t end = factorial->k; end > 1; end--) {
    for (size_t a = 0; a + 1 < end; a++) {
      if (!is_before(results, factorial, a + 1, a)) continue;
      char spare[FACTORIAL_NAME];
      memcpy(spare, factorial->names[a], sizeof spare);
      memcpy(factorial->names[a], factorial->names[a + 1], sizeof spare);
      memcpy(factorial->names[a + 1], spare, sizeof spare);
    }
  }
  return true;
}

/* Whether a scenario's name has this factor among its parts. */
static bool is_named(const char *scenario, const char *factor) {
  for (const char *at = strchr(scenario, '+'); at; at = strchr(at, '+')) {
    const size_t length = strcspn(++at, "+");
    if (strlen(factor) == length && strncmp(at, factor, length) == 0) return true;
  }
  return false;
}

/* Takes away what stands in every name: it is of the base, or laid over all. */
static void drop_common(const struct results *results, struct factorial *factorial) {
  size_t kept = 0;
  for (size_t j = 0; j < factorial->k; j++) {
    uint32_t named = 0;
    for (uint32_t s = 0; s < results->scenarios; s++) {
      named += is_named(results->scenario_names[s], factorial->names[j]);
    }
    if (named == results->scenarios) continue;
    memmove(factorial->names[kept++], factorial->names[j], FACTORIAL_NAME);
  }
  factorial->k = kept;
}

/* Bits of the factors that take part in a scenario. */
static uint32_t mask_of(const struct factorial *factorial, const char *scenario) {
  uint32_t mask = 0;
  for (size_t j = 0; j < factorial->k; j++) {
    const bool lever = factorial->names[j][0] == '~';
    if (is_named(scenario, factorial->names[j]) != lever) mask |= 1u << j;
  }
  return mask;
}

/* Whether a set of factors takes part an odd number of times in half of the runs. */
static bool is_balanced(const struct factorial *factorial, uint32_t set) {
  size_t odd = 0;
  for (size_t run = 0; run < factorial->runs; run++) odd += is_odd(factorial->mask[run] & set);
  return 2 * odd == factorial->runs;
}

/* Whether main effects and interactions of pairs are clear of each other: every one to four factors
 * are balanced. */
static bool is_clear(const struct factorial *factorial) {
  const size_t k = factorial->k;
  for (size_t a = 0; a < k; a++) {
    for (size_t b = a; b < k; b++) {
      for (size_t c = b; c < k; c++) {
        for (size_t d = c; d < k; d++) {
          const uint32_t set = 1u << a | 1u << b | 1u << c | 1u << d;
          if (!is_balanced(factorial, set)) return false;
        }
      }
    }
  }
  return true;
}

/* Puts the runs of a full design in the order of their masks; false where one is there twice. */
static bool sort_full(struct factorial *factorial) {
  bool seen[FACTORIAL_RUNS] = {false};
  uint32_t scenario[FACTORIAL_RUNS];
  for (size_t run = 0; run < factorial->runs; run++) {
    if (seen[factorial->mask[run]]) return false;
    seen[factorial->mask[run]] = true;
    scenario[factorial->mask[run]] = factorial->scenario[run];
  }
  for (uint32_t run = 0; run < factorial->runs; run++) factorial->mask[run] = run;
  memcpy(factorial->scenario, scenario, factorial->runs * sizeof *scenario);
  return true;
}

enum status factorial_find(const struct results *results, struct factorial *factorial,
                           struct error *error) {
  *factorial = (struct factorial){.runs = results->scenarios};
  bool whole = results->scenarios <= FACTORIAL_RUNS && collect_names(results, factorial);
  drop_common(results, factorial);
  whole = whole && factorial->k > 0 && factorial->runs <= (size_t)1 << factorial->k;
  for (uint32_t s = 0; s < results->scenarios && whole; s++) {
    factorial->mask[s] = mask_of(factorial, results->scenario_names[s]);
    factorial->scenario[s] = s;
  }
  if (whole) whole = factorial_is_full(factorial) ? sort_full(factorial) : is_clear(factorial);
  if (whole) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "%s does not hold every combination of some factors, nor a fraction that tells "
                   "them apart: make one with 'bellwether run xianju/five-strategies -o FOLDER' or "
                   "'bellwether run --factorial BASE FACTOR... -o FOLDER'",
                   results->path);
}
