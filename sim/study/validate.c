#include "bellwether/study/validate.h"

#include "validate_measure.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define LEVEL      0.95
#define WORLDS_RUN 3 /* worlds simulated a replication */
#define NAME_OF(x) #x

const struct validate_pattern validate_patterns[PATTERN_COUNT] = {
#define GATE(name, unit, least, most, fit, meaning, source)                                        \
  {NAME_OF(name), unit, meaning, source, fit, true, least, most},
#define SHOWN(name, unit, meaning, source)                                                         \
  {NAME_OF(name), unit, meaning, source, "-", false, NAN, NAN},
#include "bellwether/patterns.def"
#undef GATE
#undef SHOWN
};

#define ANCHOR_END "2024-12"
/* A leader of full strength from the start, whatever it sells, for next to no money. */
#define ANCHOR_SETTINGS                                                                            \
  "end=" ANCHOR_END, "parameters.dependence=0", "parameters.lead_reference=0.01 M CNY/year"
const char *const validate_settings[VALIDATE_WORLDS][5] = {
    [VALIDATE_BASE] = {NULL},
    [VALIDATE_ALONE] = {ANCHOR_SETTINGS, NULL},
    [VALIDATE_LED] = {ANCHOR_SETTINGS,
                      "levers.anchor={lever: lead_sheep, kind: phoenix, strength: 1, "
                      "budget: 5 M CNY, cost: 0.001, towns: focal}",
                      NULL},
};

/* The work of all threads. */
struct work {
  const struct validate_request *request;
  struct validation *validation;
  struct progress progress;
  uint32_t rows, done;
  uint32_t failed; /* the first task that failed; as many as there are: none */
  struct error error;
  bool *cannot;          /* [draw] sets that cannot be ... */
  uint32_t first_cannot; /* ... and the first task that found one */
};

/* The set of assumptions that a row is of: first the central one's, then those of each other. */
static uint32_t draw_of(const struct validate_request *request, uint32_t row) {
  return row < request->replications ? 0 : 1 + (row - request->replications) / request->each;
}

/* A world's scenario as the set of a row has it; freed with draws_release. */
static enum status drawn(const struct validate_request *request, enum validate_world which,
                         uint32_t row, struct scenario *out, struct error *error) {
  static const struct draws none = {0};
  const struct draws *draws = request->draws ? request->draws : &none;
  return draws_apply(draws, (size_t)which, draw_of(request, row), request->scenarios[which], out,
                     error);
}

static enum status measure_base(const struct validate_request *request, uint32_t r,
                                struct validate_row *row, struct error *error) {
  struct world world;
  struct scenario scenario;
  TRY(drawn(request, VALIDATE_BASE, r, &scenario, error));
  enum status status = world_create(&world, &scenario, request->seed, r, 1, error);
  if (status == STATUS_OK) {
    status = validate_measure(&world, row, error);
    world_free(&world);
  }
  draws_release(&scenario);
  return status;
}

static enum status run_anchor(const struct validate_request *request,
                              const struct scenario *scenario, uint32_t r, struct world *world,
                              struct error *error) {
  TRY(world_create(world, scenario, request->seed, r, 1, error));
  for (int month = 0; month < VALIDATE_MONTHS; month++) {
    const enum status status = world_month(world, error);
    if (status == STATUS_OK) continue;
    world_free(world);
    return status;
  }
  return STATUS_OK;
}

static enum status measure_pair(const struct validate_request *request,
                                const struct scenario *scenarios, uint32_t r,
                                struct validate_row *row, struct error *error) {
  struct world alone, led;
  TRY(run_anchor(request, &scenarios[0], r, &alone, error));
  const enum status status = run_anchor(request, &scenarios[1], r, &led, error);
  if (status == STATUS_OK) {
    validate_measure_anchor(&alone, &led, row);
    world_free(&led);
  }
  world_free(&alone);
  return status;
}

static enum status measure_anchor(const struct validate_request *request, uint32_t r,
                                  struct validate_row *row, struct error *error) {
  struct scenario pair[2];
  TRY(drawn(request, VALIDATE_ALONE, r, &pair[0], error));
  enum status status = drawn(request, VALIDATE_LED, r, &pair[1], error);
  if (status == STATUS_OK) {
    status = measure_pair(request, pair, r, row, error);
    draws_release(&pair[1]);
  }
  draws_release(&pair[0]);
  return status;
}

/* Notes that a task failed: a drawn set that contradicts itself cannot be, all else ends the work.
 */
static void note_failure(struct work *work, uint32_t task, const struct error *error) {
  const uint32_t draw = draw_of(work->request, task / 2);
  if (error->status == STATUS_SCENARIO && draw > 0) {
    work->cannot[draw] = true;
    if (task >= work->first_cannot) return;
    work->first_cannot = task;
    work->validation->first_infeasible = *error;
  } else if (task < work->failed) {
    work->failed = task;
    work->error = *error;
  }
}

/* Two tasks a replication: the base, and the pair. They fill different members of its row. */
static void run_tasks(struct work *work) {
  const struct validate_request *request = work->request;
  const uint32_t tasks = 2 * work->rows;
#pragma omp parallel for schedule(dynamic, 1) num_threads(request->threads)
  for (uint32_t task = 0; task < tasks; task++) {
    struct error error = {0};
    struct validate_row *row = &work->validation->rows[task / 2];
    bool stop;
#pragma omp critical(validate)
    stop = work->failed < tasks;
    if (stop) continue;
    const bool pair = task % 2;
    const enum status status = pair ? measure_anchor(request, task / 2, row, &error)
                                    : measure_base(request, task / 2, row, &error);
#pragma omp critical(validate)
    {
      if (status != STATUS_OK) note_failure(work, task, &error);
      work->done += pair ? WORLDS_RUN - 1 : 1;
      progress_step(&work->progress, work->done);
    }
  }
}

struct validate_estimate validate_estimate_of(const struct validate_row *rows, uint32_t count,
                                              enum pattern k) {
  struct validate_estimate e = {.value = NAN, .low = NAN, .high = NAN};
  double top = 0, bottom = 0, square = 0;
  for (uint32_t r = 0; r < count; r++) {
    if (!isfinite(rows[r].top[k]) || !isfinite(rows[r].bottom[k])) continue;
    top += rows[r].top[k];
    bottom += rows[r].bottom[k];
    e.count++;
  }
  if (e.count == 0 || !(bottom > 0)) return e;
  e.value = top / bottom;
  for (uint32_t r = 0; r < count; r++) {
    if (!isfinite(rows[r].top[k]) || !isfinite(rows[r].bottom[k])) continue;
    square += pow((rows[r].top[k] - e.value * rows[r].bottom[k]) * e.count / bottom, 2);
  }
  if (e.count < 2) return e;
  const double half = gsl_cdf_tdist_Pinv(0.5 + LEVEL / 2, e.count - 1.0) *
                      sqrt(square / (e.count - 1.0) / e.count);
  e.low = e.value - half;
  e.high = e.value + half;
  return e;
}

enum validate_verdict validate_judge(const struct validate_pattern *pattern,
                                     const struct validate_estimate *estimate) {
  if (isnan(estimate->value)) return VALIDATE_UNKNOWN;
  if (!pattern->gate) return VALIDATE_SHOWN;
  if (estimate->low >= pattern->least && estimate->high <= pattern->most) return VALIDATE_WITHIN;
  if (estimate->high < pattern->least || estimate->low > pattern->most) return VALIDATE_OUTSIDE;
  return VALIDATE_UNDECIDED;
}

/* The anchor takes its months in both worlds. */
static enum status check_months(const struct validate_request *request, struct error *error) {
  for (int which = VALIDATE_ALONE; which <= VALIDATE_LED; which++) {
    const int32_t months = scenario_months(request->scenarios[which]);
    if (months >= VALIDATE_MONTHS) continue;
    return error_set(error, STATUS_USAGE, "the anchor takes %d months, and %s has %d before %s",
                     VALIDATE_MONTHS, request->scenarios[which]->name, months, ANCHOR_END);
  }
  return STATUS_OK;
}

static enum status simulate(struct work *work, struct error *error) {
  const struct validate_request *request = work->request;
  struct validation *validation = work->validation;
  work->failed = work->first_cannot = 2 * work->rows;
  validation->rows = calloc(work->rows, sizeof *validation->rows);
  work->cannot = calloc(validation->draws + 1, sizeof *work->cannot);
  if (!validation->rows || !work->cannot) {
    return error_memory(error, "a validation", work->rows * sizeof *validation->rows);
  }
  progress_start(&work->progress, stderr, request->progress, "runs", 0,
                 WORLDS_RUN * (uint64_t)work->rows);
  run_tasks(work);
  progress_end(&work->progress);
  if (work->failed < 2 * work->rows) {
    *error = work->error;
    return error->status;
  }
  for (int k = 0; k < PATTERN_COUNT; k++) {
    struct validate_estimate *e = &validation->estimates[k];
    *e = validate_estimate_of(validation->rows, validation->replications, (enum pattern)k);
    e->verdict = validate_judge(&validate_patterns[k], e);
  }
  return validate_sets_find(validation, work->cannot, error);
}

enum status validate_run(const struct validate_request *request, struct validation *validation,
                         struct error *error) {
  const uint32_t draws = request->draws ? request->draws->count : 0;
  const uint32_t more = draws > 0 ? (draws - 1) * request->each : 0;
  *validation = (struct validation){
      .replications = request->replications, .draws = draws, .each = draws ? request->each : 0};
  TRY(check_months(request, error));
  struct work work = {
      .request = request, .validation = validation, .rows = request->replications + more};
  const enum status status = simulate(&work, error);
  free(work.cannot);
  if (status != STATUS_OK) validate_free(validation);
  return status;
}

void validate_free(struct validation *validation) {
  free(validation->rows);
  free(validation->values);
  *validation = (struct validation){0};
}

const char *validate_word(enum validate_verdict verdict) {
  static const char *const words[] = {[VALIDATE_WITHIN] = "within",
                                      [VALIDATE_OUTSIDE] = "outside",
                                      [VALIDATE_UNDECIDED] = "undecided",
                                      [VALIDATE_SHOWN] = "shown",
                                      [VALIDATE_UNKNOWN] = "not measured"};
  return words[verdict];
}

uint32_t validate_gates(const struct validation *validation, enum validate_verdict verdict,
                        struct text *names) {
  uint32_t count = 0;
  for (int k = 0; k < PATTERN_COUNT; k++) {
    if (!validate_patterns[k].gate || validation->estimates[k].verdict != verdict) continue;
    if (names) text_add(names, "%s%s", count ? ", " : "", validate_patterns[k].name);
    count++;
  }
  return count;
}
