#include "bellwether/study/morris.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t group_of(const struct morris *design, size_t input) {
  return design->group ? design->group[input] : input;
}

void morris_auxiliary(struct draw_key key, const double *base, size_t count, size_t inputs,
                      double *auxiliary) {
  for (size_t t = 0; t < count; t++) {
    for (size_t i = 0; i < inputs; i++) {
      const double u = draw_uniform(key, DRAW_DESIGN, t, 0, (uint32_t)i);
      const double moved = base[t * inputs + i] + 0.25 + u / 2;
      auxiliary[t * inputs + i] = moved - floor(moved);
    }
  }
}

size_t morris_runs(const struct morris *design) {
  return design->trajectories * (design->groups + 1);
}

/* Which group moves at each step of a trajectory. */
static void order_groups(const struct morris *design, size_t trajectory, size_t *order) {
  for (size_t g = 0; g < design->groups; g++) order[g] = g;
  if (design->kind == MORRIS_RADIAL) return;
  struct draw_stream stream;
  gsl_rng *rng = draw_stream_open(&stream, design->key, DRAW_DESIGN, trajectory, 1);
  gsl_ran_shuffle(rng, order, design->groups, sizeof *order);
}

enum status morris_points(const struct morris *design, double *points, struct error *error) {
  const size_t k = design->inputs;
  size_t *order = calloc(design->groups + 1, sizeof *order);
  if (!order) return error_memory(error, "a design", design->groups * sizeof *order);
  for (size_t t = 0; t < design->trajectories; t++) {
    double *first = points + t * (design->groups + 1) * k;
    memcpy(first, design->base + t * k, k * sizeof *first);
    order_groups(design, t, order);
    for (size_t step = 0; step < design->groups; step++) {
      double *point = first + (step + 1) * k;
      memcpy(point, design->kind == MORRIS_RADIAL ? first : point - k, k * sizeof *point);
      for (size_t i = 0; i < k; i++) {
        if (group_of(design, i) == order[step]) point[i] = design->auxiliary[t * k + i];
      }
    }
  }
  free(order);
  return STATUS_OK;
}

/* The step of each group in a trajectory, with its direction where one input moves. `members`: how
 * many inputs each has. */
static void measure_steps(const struct morris *design, size_t trajectory, double *steps,
                          const size_t *members) {
  const double *from = design->base + trajectory * design->inputs;
  const double *to = design->auxiliary + trajectory * design->inputs;
  memset(steps, 0, design->groups * sizeof *steps);
  for (size_t i = 0; i < design->inputs; i++) {
    const size_t g = group_of(design, i);
    const double d = to[i] - from[i];
    steps[g] += members[g] == 1 ? d : d * d / (double)members[g];
  }
  for (size_t g = 0; g < design->groups; g++) {
    if (members[g] != 1) steps[g] = sqrt(steps[g]);
  }
}

/* Elementary effects[group][trajectory] that are known, and how many they are. */
static void find_effects(const struct morris *design, const double *y, const size_t *members,
                         size_t *order, double *steps, double *found,
                         struct morris_effect *effects) {
  for (size_t t = 0; t < design->trajectories; t++) {
    const double *run = y + t * (design->groups + 1);
    order_groups(design, t, order);
    measure_steps(design, t, steps, members);
    for (size_t step = 0; step < design->groups; step++) {
      const size_t g = order[step];
      const double before = design->kind == MORRIS_RADIAL ? run[0] : run[step];
      const double effect = (run[step + 1] - before) / steps[g];
      if (!isfinite(effect)) continue;
      found[g * design->trajectories + effects[g].count++] = effect;
    }
  }
}

/* One group's summary; its effects are made absolute in place. */
static enum status summarise(double *found, bool alone, double level, size_t resamples,
                             struct draw_key key, struct morris_effect *effect,
                             struct error *error) {
  const size_t n = effect->count;
  effect->mean = effect->mean_absolute = effect->sigma = NAN;
  effect->interval = (struct interval){NAN, NAN};
  if (n == 0) return STATUS_OK;
  if (alone) {
    effect->mean = gsl_stats_mean(found, 1, n);
    effect->sigma = n > 1 ? gsl_stats_sd(found, 1, n) : NAN;
  }
  for (size_t t = 0; t < n; t++) found[t] = fabs(found[t]);
  effect->mean_absolute = gsl_stats_mean(found, 1, n);
  if (n < 2) return STATUS_OK;
  return statistics_bca(found, n, level, resamples, key, &effect->interval, error);
}

enum status morris_effects(const struct morris *design, const double *y, double level,
                           size_t resamples, struct morris_effect *effects, struct error *error) {
  const size_t groups = design->groups;
  size_t *members = calloc(2 * groups + 1, sizeof *members);
  double *found = calloc(groups * (design->trajectories + 1) + 1, sizeof *found);
  enum status status = STATUS_OK;
  if (members && found) {
    double *steps = found + groups * design->trajectories;
    for (size_t g = 0; g < groups; g++) effects[g] = (struct morris_effect){0};
    for (size_t i = 0; i < design->inputs; i++) members[group_of(design, i)]++;
    find_effects(design, y, members, members + groups, steps, found, effects);
  } else status = error_memory(error, "effects", groups * design->trajectories * sizeof *found);
  size_t known = 0;
  for (size_t g = 0; g < groups && status == STATUS_OK; g++) {
    known += effects[g].count;
    status = summarise(found + g * design->trajectories, members[g] == 1, level, resamples,
                       design->key, &effects[g], error);
  }
  free(members);
  free(found);
  if (status == STATUS_OK && known == 0) {
    return error_set(error, STATUS_UNDECIDED,
                     "no elementary effect is known: all runs of %zu trajectories failed, or no "
                     "input moves",
                     design->trajectories);
  }
  return status;
}
