/* Assumptions that go together: a Gaussian copula over those that scenarios say are correlated. */
#include "assumptions_parts.h"

#include "bellwether/base/correlation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_NAMED 4 /* in one error */

/* A pair of rows, and who says so. */
struct pair {
  size_t row[2];
  double rho;
  const char *name; /* of the correlation */
  const struct scenario *scenario;
};

struct pairs {
  struct pair *list;
  size_t count, room;
  bool failed;
};

/* The row of an assumption in the matrix; `correlated` where it has none. */
static size_t row_of(const struct assumptions *assumptions, size_t assumption) {
  size_t row = 0;
  while (row < assumptions->correlated && assumptions->correlated_list[row] != assumption) row++;
  return row;
}

static bool is_pair(const struct pair *pair, size_t a, size_t b) {
  return (pair->row[0] == a && pair->row[1] == b) || (pair->row[0] == b && pair->row[1] == a);
}

static void add(struct pairs *pairs, struct pair pair) {
  if (pairs->count == pairs->room) {
    const size_t room = pairs->room ? 2 * pairs->room : 64;
    struct pair *list = realloc(pairs->list, room * sizeof *list);
    pairs->failed |= !list;
    if (!list) return;
    pairs->list = list;
    pairs->room = room;
  }
  pairs->list[pairs->count++] = pair;
}

/* What a scenario says of assumptions that one of the scenarios has: of a lever that none has,
 * nothing can be correlated. `row` are assumptions yet. */
static void collect_said(const struct scenario *scenario, const struct assumptions *assumptions,
                         struct pairs *pairs) {
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    const struct correlation *said = &scenario->correlations[c];
    const size_t a = assumptions_find(assumptions, said->between[0]);
    const size_t b = assumptions_find(assumptions, said->between[1]);
    if (a == assumptions->count || b == assumptions->count) continue;
    add(pairs, (struct pair){{a, b}, said->rho, said->name, scenario});
  }
}

/* With which sign two assumptions are a pair of a correlation of the tables; 0: they are none. */
static int sign_of_pair(const struct correlation_row *row, const char *a, const char *b) {
  const int owner = tables_owner(a);
  const bool apart = tables_owner(b) != owner || strncmp(a, b, (size_t)owner) != 0;
  const int sign = row->within && apart ? 0 : tables_correlation_sign(row, a);
  return sign ? sign * tables_correlation_sign(row, b) : 0;
}

size_t assumptions_bound(const struct assumptions *assumptions, size_t row) {
  const struct correlation_row *common = &tables_correlations[row];
  size_t bound = 0;
  for (size_t a = 0; a < assumptions->count; a++) {
    const char *name = assumptions->list[a].name;
    bool goes = false;
    if (tables_correlation_sign(common, name) == 0) continue;
    for (size_t b = 0; b < assumptions->count && !goes; b++) {
      goes = b != a && sign_of_pair(common, name, assumptions->list[b].name) != 0;
    }
    bound += goes;
  }
  return bound;
}

/* What the tables say of all pairs, but those of which a scenario says something. */
static void collect_row(const struct scenario *scenario, const struct assumptions *assumptions,
                        size_t row, size_t said, struct pairs *pairs) {
  const struct correlation_row *common = &tables_correlations[row];
  for (size_t b = 0; b < assumptions->count; b++) {
    const char *name = assumptions->list[b].name;
    if (tables_correlation_sign(common, name) == 0) continue;
    for (size_t a = 0; a < b; a++) {
      const int sign = sign_of_pair(common, name, assumptions->list[a].name);
      size_t before = 0;
      if (sign == 0) continue;
      while (before < said && !is_pair(&pairs->list[before], a, b)) before++;
      if (before < said) continue;
      add(pairs, (struct pair){{a, b}, sign * scenario->rhos[row], common->name, scenario});
    }
  }
}

/* Whether all scenarios give a correlation of the tables the same rho. */
static enum status check_row(const struct scenario *scenarios, size_t count, size_t row,
                             struct error *error) {
  const double rho = scenarios[0].rhos[row];
  for (size_t s = 1; s < count; s++) {
    const double other = scenarios[s].rhos[row];
    if (!(other < rho) && !(other > rho)) continue;
    return error_set(error, STATUS_SCENARIO,
                     "the correlation '%s': rho is %g in %.100s and %g in %.100s: the assumptions "
                     "of scenarios that are run together are one set; say the same in both, or "
                     "run them into folders of their own",
                     tables_correlations[row].name, rho, scenarios[0].name, other,
                     scenarios[s].name);
  }
  return STATUS_OK;
}

static enum status collect(const struct scenario *scenarios, size_t count,
                           const struct assumptions *assumptions, struct pairs *pairs,
                           struct error *error) {
  for (size_t s = 0; s < count; s++) collect_said(&scenarios[s], assumptions, pairs);
  const size_t said = pairs->count;
  for (size_t row = 0; row < TABLES_CORRELATIONS && count > 0; row++) {
    TRY(check_row(scenarios, count, row, error));
    if (scenarios[0].rhos[row] > 0) collect_row(&scenarios[0], assumptions, row, said, pairs);
  }
  return pairs->failed ? error_memory(error, "correlations", pairs->room * sizeof(struct pair))
                       : STATUS_OK;
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

static const char *name_of(const struct assumptions *assumptions, size_t row) {
  return assumptions->list[assumptions->correlated_list[row]].name;
}

/* Calls each correlated assumption by the first correlation that has it: "markets", or "places of
 * towns.xianju" where it binds what one has. */
static void name_rows(struct assumptions *assumptions, const struct pairs *pairs) {
  for (size_t p = pairs->count; p-- > 0;) {
    const struct pair *pair = &pairs->list[p];
    const size_t row = tables_correlation_find(pair->name);
    const bool within = row < TABLES_CORRELATIONS && tables_correlations[row].within;
    for (size_t k = 0; k < 2; k++) {
      const char *name = name_of(assumptions, pair->row[k]);
      snprintf(assumptions->correlated_names[pair->row[k]], SCENARIO_PATH, "%s%s%.*s", pair->name,
               within ? " of " : "", within ? tables_owner(name) : 0, name);
    }
  }
}

/* Puts each pair into the matrix; where two scenarios say otherwise of one, names both. */
static enum status fill(struct assumptions *assumptions, const struct pairs *pairs,
                        struct error *error) {
  const size_t n = assumptions->correlated;
  for (size_t i = 0; i < n; i++) assumptions->correlations[i * n + i] = 1;
  for (size_t p = 0; p < pairs->count; p++) {
    const struct pair *pair = &pairs->list[p], *other = pairs->list;
    const size_t i = pair->row[0], j = pair->row[1];
    while (!is_pair(other, i, j)) other++;
    const double rho = pair->rho, before = other->rho;
    if (rho < before || rho > before) {
      return error_set(
          error, STATUS_SCENARIO,
          "%s and %s: rho is %g in %.100s ('%s') and %g in %.100s ('%s'): the "
          "assumptions of scenarios that are run together are one set; say the same in "
          "both, or run them into folders of their own",
          name_of(assumptions, i), name_of(assumptions, j), before, other->scenario->name,
          other->name, rho, pair->scenario->name, pair->name);
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
      before = is_pair(&pairs->list[q], pair->row[0], pair->row[1]);
    }
    if (before || found++ >= PAIRS_NAMED) continue;
    text_add(&text, "%s%.60s (%.60s, %.60s) %g in %.60s", found > 1 ? ", " : "", pair->name,
             name_of(assumptions, pair->row[0]), name_of(assumptions, pair->row[1]),
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
  assumptions->correlated_names = calloc(n, sizeof *assumptions->correlated_names);
  const bool made = involved && assumptions->correlations && assumptions->cholesky &&
                    assumptions->correlated_names;
  if (made) name_rows(assumptions, pairs);
  enum status status = made ? fill(assumptions, pairs, error)
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
