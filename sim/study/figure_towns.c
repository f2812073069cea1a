#include "figure_parts.h"

#include "bellwether/study/incidence.h"

#include <math.h>

static const char *const groups[INCIDENCE_GROUPS] = {"adopters", "near", "middle", "far"};

/* One line: a group's change in percent of what it sells in the base, and how many towns lose. */
static void add_group(const char *name, const struct incidence_row *row, bool apart,
                      struct text *out) {
  const double percent = row->base > 0 ? 100 / row->base : NAN;
  const struct figure_mean mean = figure_mean_of(&row->difference, apart ? &row->assumed : NULL);
  text_add(out, "%s\t%u\t%u\t%.6g", name, row->towns, row->losers, row->base);
  figure_add_mean(&mean, percent, out);
  if (apart) figure_add_sets(&mean, percent, out);
  text_add(out, "\n");
}

static enum status add_scenario(const struct figure_source *source,
                                const struct results_towns *towns, uint32_t s, struct text *out,
                                struct error *error) {
  struct incidence found;
  const bool apart = figure_is_apart(source);
  TRY(incidence_compare(source->results, towns, source->base, s, FIGURE_LEVEL, &found, error));
  text_add(out, "\"%s\"\ttowns\tlose\tbase\tpercent\tlow\thigh%s\n",
           source->results->scenario_names[s], apart ? "\tsets_low\tsets_high" : "");
  for (int g = 0; g < INCIDENCE_GROUPS; g++) add_group(groups[g], &found.groups[g], apart, out);
  incidence_free(&found);
  return STATUS_OK;
}

static bool has_both(const struct results_towns *towns) {
  uint32_t adopters = 0;
  for (uint32_t t = 0; t < towns->count; t++) adopters += towns->adopts[t];
  return adopters > 0 && adopters < towns->count;
}

bool figure_has_towns(const struct figure_source *source) {
  struct results_towns towns;
  struct error none;
  if (source->results->scenarios < 2) return false;
  const enum status status = results_list_towns(source->results, &towns, &none);
  if (status != STATUS_OK) return status != STATUS_USAGE; /* the figure then says what is wrong */
  const bool both = has_both(&towns);
  results_free_towns(&towns);
  return both;
}

enum status figure_towns(const struct figure_source *source, struct text *out,
                         struct error *error) {
  const struct results *results = source->results;
  struct results_towns towns;
  enum status status = results_list_towns(results, &towns, error);
  if (status != STATUS_OK && status != STATUS_USAGE) return status;
  if (status == STATUS_USAGE || !has_both(&towns) || results->scenarios < 2) {
    if (status == STATUS_OK) results_free_towns(&towns);
    return error_set(error, STATUS_USAGE,
                     "%s has no towns that adopt a policy beside others, or one scenario alone: "
                     "make some with 'bellwether run national/china national/fund -o FOLDER'",
                     results->path);
  }
  bool first = true;
  for (uint32_t s = 0; s < results->scenarios && status == STATUS_OK; s++) {
    if (s == source->base) continue;
    text_add(out, "%s", first ? "" : "\n\n");
    first = false;
    status = add_scenario(source, &towns, s, out, error);
  }
  results_free_towns(&towns);
  return status;
}
