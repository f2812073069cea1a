#include "bellwether/scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

/* Values of one scenario, and the same in the order of their paths. */
struct listed {
  struct scenario_value *values;
  const struct scenario_value **sorted;
  size_t count;
};

static int compare_paths(const void *a, const void *b) {
  const struct scenario_value *const *x = a, *const *y = b;
  return strcmp((*x)->path, (*y)->path);
}

static enum status list(const struct scenario *scenario, struct listed *listed,
                        struct error *error) {
  TRY(scenario_list(scenario, &listed->values, &listed->count, error));
  listed->sorted = calloc(listed->count + 1, sizeof *listed->sorted);
  if (!listed->sorted) return error_memory(error, "values", listed->count);
  for (size_t i = 0; i < listed->count; i++) listed->sorted[i] = &listed->values[i];
  qsort(listed->sorted, listed->count, sizeof *listed->sorted, compare_paths);
  return STATUS_OK;
}

static const struct scenario_value *find(const struct listed *listed,
                                         const struct scenario_value *value) {
  const struct scenario_value **found = bsearch(&value, listed->sorted, listed->count,
                                                sizeof *listed->sorted, compare_paths);
  return found ? *found : NULL;
}

static bool add(struct scenario_difference *differences, size_t *count, const char *path,
                const char *there, const char *here) {
  struct scenario_difference *one = &differences[*count];
  *one = (struct scenario_difference){.there = there ? text_copy(there, strlen(there)) : NULL,
                                      .here = here ? text_copy(here, strlen(here)) : NULL};
  memcpy(one->path, path, strlen(path) + 1);
  ++*count;
  return (!there || one->there) && (!here || one->here);
}

/* Compares two lists; false where memory runs out. */
static bool compare(const struct listed *there, const struct listed *here,
                    struct scenario_difference *differences, size_t *count) {
  bool good = true;
  for (size_t i = 0; i < here->count && good; i++) {
    const struct scenario_value *ours = &here->values[i], *theirs = find(there, ours);
    if (theirs && strcmp(theirs->value, ours->value) == 0) continue;
    good = add(differences, count, ours->path, theirs ? theirs->value : NULL, ours->value);
  }
  for (size_t i = 0; i < there->count && good; i++) {
    const struct scenario_value *theirs = &there->values[i];
    if (find(here, theirs)) continue;
    good = add(differences, count, theirs->path, theirs->value, NULL);
  }
  return good;
}

enum status scenario_differ(const struct scenario *there, const struct scenario *here,
                            struct scenario_difference **differences, size_t *count,
                            struct error *error) {
  struct listed a = {0}, b = {0};
  *differences = NULL;
  *count = 0;
  enum status status = list(there, &a, error);
  if (status == STATUS_OK) status = list(here, &b, error);
  if (status == STATUS_OK) {
    *differences = calloc(a.count + b.count + 1, sizeof **differences);
    if (!*differences || !compare(&a, &b, *differences, count)) {
      status = error_memory(error, "differences", (a.count + b.count) * sizeof **differences);
      scenario_free_differences(*differences, *count);
    }
  }
  scenario_free_values(a.values, a.count);
  scenario_free_values(b.values, b.count);
  free((void *)a.sorted);
  free((void *)b.sorted);
  return status;
}

void scenario_free_differences(struct scenario_difference *differences, size_t count) {
  for (size_t i = 0; i < count; i++) {
    free(differences[i].there);
    free(differences[i].here);
  }
  free(differences);
}
