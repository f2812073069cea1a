/* ensemble_pace.c - how long the replications in hand will take. */
#include "ensemble_pace.h"

#include "bellwether/base/progress.h"

#include <limits.h>
#include <omp.h>

#define TENTHS 10.0

/* Tenths of a second, at most what a handler can read whole. */
static sig_atomic_t tenths(double seconds) {
  const double value = seconds * TENTHS;
  return value < INT_MAX ? (sig_atomic_t)value : INT_MAX;
}

void ensemble_pace_start(struct ensemble_pace *pace, bool together) {
  if (!pace) return;
  for (int k = 0; k < ENSEMBLE_HANDS; k++) pace->hands[k].began = 0;
  pace->started = progress_clock();
  pace->together = together;
}

struct ensemble_hand *ensemble_pace_begin(struct ensemble_pace *pace,
                                          const struct scenario *scenario) {
  const int thread = omp_get_thread_num();
  if (!pace || thread >= ENSEMBLE_HANDS) return NULL;
  struct ensemble_hand *hand = &pace->hands[thread];
  hand->month = 0;
  hand->before = (sig_atomic_t)scenario->burn_in;
  hand->months = (sig_atomic_t)scenario_months(scenario);
  hand->began = tenths(progress_clock() - pace->started) + 1;
  return hand;
}

void ensemble_pace_end(struct ensemble_pace *pace, struct ensemble_hand *hand, double seconds_run) {
  if (!pace || !hand) return;
  pace->run = tenths(seconds_run);
  hand->began = 0;
}

/* What is left of one; negative where that is not known. */
static double hand_left(const struct ensemble_pace *pace, const struct ensemble_hand *hand,
                        double now) {
  const double spent = now - (hand->began - 1) / TENTHS;
  const int month = hand->month;
  const double left = pace->together ? 1 : hand->months - month;
  if (month > 0) return spent / (hand->before + month) * left;
  const double run = pace->run / TENTHS;
  if (!(run > 0)) return -1;
  return pace->together ? run / hand->months : run > spent ? run - spent : 0;
}

double ensemble_pace_left(const struct ensemble_pace *pace) {
  const double now = progress_clock() - pace->started;
  double most = 0;
  bool unknown = false;
  for (int k = 0; k < ENSEMBLE_HANDS; k++) {
    const struct ensemble_hand *hand = &pace->hands[k];
    if (hand->began == 0) continue;
    const double left = hand_left(pace, hand, now);
    unknown |= left < 0;
    if (left > most) most = left;
  }
  return unknown ? -1 : most;
}
