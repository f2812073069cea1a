/* ensembles.h - what stands around the months: reading, start-up, journal, files. */
#ifndef BELLWETHER_TESTS_ENSEMBLES_H
#define BELLWETHER_TESTS_ENSEMBLES_H

#include <stdbool.h>

struct ensemble_cost {
  double seconds_load, seconds_create; /* reading Xianju's scenario; its state before the burn-in */
  double seconds_burn_in;
  double seconds_run;      /* a replication of ten years on one thread, without files */
  double seconds_beside;   /* the same while as many others run as there are further threads */
  double seconds_ensemble; /* `runs` replications with their files on `threads` threads */
  double seconds_files;    /* of its threads: shards, journal, results.h5 and the summary */
  int runs, threads;
};

/* Replications of xianju/baseline over ten years. False, with a message, where they fail. */
bool ensembles_measure(int runs, int threads, int repeats, struct ensemble_cost *cost);

#endif
