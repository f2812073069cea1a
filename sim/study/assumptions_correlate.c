/* Assumptions that go together: a Gaussian copula over those that scenarios say are correlated. */
#include "assumptions_parts.h"

#include "bellwether/base/correlation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_NAMED 4 /* in one error */

/* A pair of rows, and who says so. */
struct pair {
  size_t row[2];
  const struct scenario *scenario;
  const struct correlation *said;
};

struct pairs {
  struct pair *list;
  size_t count;
};

/* The row of an assumption in the matrix; `correlated` where it has none. */
static size_t row_of(const struct assumptions *assumptions, size_t assumption) {
  size_t row = 0;
  while (row < assumptions->correlated && assumptions->correlated_list[row] != assumption) row++;
  return row;
}

/* All that the scenarios say of assumptions that one of them has: of a lever that none has, nothing
 * can be correlated. `row` are assumptions yet. */
static enum status collect(const struct scenario *scenarios, size_t count,
                           const struct assumptions *assumptions, struct pairs *pairs,
                           struct error *error) {
  size_t all = 0;
  for (size_t s = 0; s < count; s++) all += scenarios[s].correlations_count;
  pairs->list = calloc(all + 1, sizeof *pairs->list);
  if (!pairs->list) return error_memory(error, "correlations", all * sizeof *pairs->list);
  for (size_t s = 0; s < count; s++) {
    for (uint32_t c = 0; c < scenarios[s].correlations_count; c++) {
      struct pair *pair = &pairs->list[pairs->count];
      pair->scenario = &scenarios[s];
      pair->said = &scenarios[s].correlations[c];
      bool found = true;
      for (size_t k = 0; k < 2; k++) {
        pair->row[k] = assumptions_find(assumptions, pair->said->between[k]);
        found = found && pair->row[k] < assumptions->count;
      }
      pairs->count += found;
    }
  }
  return STATUS_OK;
}

/* Gives each correlated assumption its row, in the order of the assumptions. */
static enum status find_rows(struct assumptions *assumptions, struct pairs *pairs,
                             struct error *error) {
  bool *marked = calloc(assumptions->count + 1, sizeof *marked);
  assumptions->correlated_list = calloc(assumptions->count + 1,
                                        sizeof *assumptions->correlated_list);
  const bool made = marked && assumptions->correlated_list;
  for (size_t p = 0; p < pairs->count && made; p++) {
    for (size_t k = 0; k < 2; k++) marked[pairs->list[p].row[k]] = true;
  }
  for (size_t k = 0; k < assumptions->count && made; k++) {
    if (marked[k]) assumptions->correlated_list[assumptions->correlated++] = k;
  }
  for (size_t p = 0; p < pairs->count && made; p++) {
    size_t *row = pairs->list[p].row;
    for (size_t k = 0; k < 2; k++) row[k] = row_of(assumptions, row[k]);
  }
  free(marked);
  if (!made) return error_memory(error, "correlations", assumptions->count * sizeof(size_t));
  if (assumptions->correlated <= CORRELATION_MOST) return STATUS_OK;
  return error_set(error, STATUS_SCENARIO,
                   "%zu assumptions of these scenarios are correlated with others, at most %u",
                   assumptions->correlated, CORRELATION_MOST);
}

/* Puts each pair into the matrix; where two scenarios say otherwise of one, names both. */
static enum status fill(struct assumptions *assumptions, const struct pairs *pairs,
                        struct error *error) {
  const size_t n = assumptions->correlated;
  for (size_t i = 0; i < n; i++) assumptions->correlations[i * n + i] = 1;
  for (size_t p = 0; p < pairs->count; p++) {
    const struct pair *pair = &pairs->list[p], *other = pairs->list;
    const size_t i = pair->row[0], j = pair->row[1];
    while (!(other->row[0] == i && other->row[1] == j) &&
           !(other->row[0] == j && other->row[1] == i)) {
      other++;
    }
    const double rho = pair->said->rho, before = other->said->rho;
    if (rho < before || rho > before) {
      return error_set(
          error, STATUS_SCENARIO,
          "%s and %s: rho is %g in %.100s ('%s') and %g in %.100s ('%s'): the "
          "assumptions of scenarios that are run together are one set; say the same in "
          "both, or run them into folders of their own",
          pair->said->between[0], pair->said->between[1], before, other->scenario->name,
          other->said->name, rho, pair->scenario->name, pair->said->name);
    }
    assumptions->correlations[i * n + j] = assumptions->correlations[j * n + i] = rho;
  }
  return STATUS_OK;
}

/* Names the pairs that contradict each other, each once, and who says them. */
static enum status contradict(const struct assumptions *assumptions, const struct pairs *pairs,
                              const bool *involved, struct error *error) {
  const size_t n = assumptions->correlated;
  struct text text = {0};
  size_t found = 0;
  for (size_t p = 0; p < pairs->count; p++) {
    const struct pair *pair = &pairs->list[p];
    bool before = !involved[pair->row[0]] || !involved[pair->row[1]];
    for (size_t q = 0; q < p && !before; q++) {
      const size_t *a = pair->row, *b = pairs->list[q].row;
      before = a[0] * a[1] == b[0] * b[1] && a[0] + a[1] == b[0] + b[1];
    }
    if (before || found++ >= PAIRS_NAMED) continue;
    text_add(&text, "%s%.60s (%.60s, %.60s) %g in %.60s", found > 1 ? ", " : "", pair->said->name,
             pair->said->between[0], pair->said->between[1],
             assumptions->correlations[pair->row[0] * n + pair->row[1]], pair->scenario->name);
  }
  if (found > PAIRS_NAMED) text_add(&text, " and %zu more", found - PAIRS_NAMED);
  error_set(
      error, STATUS_SCENARIO,
      "no assumptions can be so correlated (not positive definite; pairs that are not named "
      "have 0): %s; bring one of them nearer to 0, or run the scenarios into folders of their own",
      text.failed ? "correlations" : text.bytes);
  text_free(&text);
  return STATUS_SCENARIO;
}

static enum status join(struct assumptions *assumptions, struct pairs *pairs, struct error *error) {
  TRY(find_rows(assumptions, pairs, error));
  const size_t n = assumptions->correlated;
  if (n == 0) return STATUS_OK;
  bool *involved = calloc(n, sizeof *involved);
  assumptions->correlations = calloc(n * n, sizeof *assumptions->correlations);
  assumptions->cholesky = calloc(n * n, sizeof *assumptions->cholesky);
  enum status status = involved && assumptions->correlations && assumptions->cholesky
                           ? fill(assumptions, pairs, error)
                           : error_memory(error, "correlations", n * n * sizeof(double));
  if (status == STATUS_OK &&
      !correlation_factor(assumptions->correlations, n, assumptions->cholesky, involved)) {
    status = contradict(assumptions, pairs, involved, error);
  }
  free(involved);
  return status;
}

enum status assumptions_join(const struct scenario *scenarios, size_t count,
                             struct assumptions *assumptions, struct error *error) {
  struct pairs pairs = {0};
  enum status status = collect(scenarios, count, assumptions, &pairs, error);
  if (status == STATUS_OK) status = join(assumptions, &pairs, error);
  free(pairs.list);
  return status;
}

void assumptions_correlate(const struct assumptions *assumptions, double *u) {
  correlation_bind(assumptions->cholesky, assumptions->correlated, assumptions->correlated_list, u);
}

bool assumptions_correlation(const struct assumptions *assumptions, const size_t *which,
                             size_t count, double *matrix) {
  const size_t n = assumptions->correlated;
  bool any = false;
  for (size_t a = 0; a < count; a++) {
    const size_t i = row_of(assumptions, which[a]);
    for (size_t b = 0; b < count; b++) {
      const size_t j = row_of(assumptions, which[b]);
      const double rho = a == b ? 1 : i < n && j < n ? assumptions->correlations[i * n + j] : 0;
      matrix[a * count + b] = rho;
      any = any || (a != b && (rho < 0 || rho > 0));
    }
  }
  return any;
}
