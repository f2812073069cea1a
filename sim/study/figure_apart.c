/* Means with the interval of chance, and apart from it where sets of assumptions lie. */
#include "figure_parts.h"

#include <math.h>

bool figure_is_apart(const struct figure_source *source) {
  return source->results->scenarios > 1 && assumed_can_split(source->results);
}

struct figure_mean figure_mean_of(const struct estimate *e, const struct assumed *assumed) {
  const bool known = !isnan(e->low);
  struct figure_mean out = {
      e->mean, {known ? e->low : e->mean, known ? e->high : e->mean}, {NAN, NAN}};
  if (!assumed || !assumed->told) return out;
  out.mean = assumed->effects.mean;
  out.interval = assumed->effects.chance_interval;
  if (assumed_is_told(assumed)) out.sets = assumed->effects.assumption_interval;
  return out;
}

struct figure_mean figure_mean_of_pairs(const struct comparison *c, const struct assumed *assumed) {
  const struct estimate e = {c->pairs ? c->difference : NAN, c->pairs > 1 ? c->low : NAN,
                             c->pairs > 1 ? c->high : NAN};
  return figure_mean_of(&e, assumed);
}

void figure_add_mean(const struct figure_mean *mean, double factor, struct text *out) {
  text_add(out, "\t%.6g\t%.6g\t%.6g", factor * mean->mean, factor * mean->interval.low,
           factor * mean->interval.high);
}

void figure_add_sets(const struct figure_mean *mean, double factor, struct text *out) {
  text_add(out, "\t%.6g\t%.6g", factor * mean->sets.low, factor * mean->sets.high);
}
