/* probe.h - how fast this machine moves memory, so that other figures can be held against it. */
#ifndef BELLWETHER_TESTS_PROBE_H
#define BELLWETHER_TESTS_PROBE_H

/* Bytes a second of a[i] = b[i] + x c[i] over 192 MiB, 24 bytes a step: the best of `repeats`.
 * 0 where memory is refused. */
double probe_bandwidth(int threads, int repeats);

/* Cache lines a second, read here and there in 512 MiB, none waiting for another: the best of
 * `repeats`. 0 where memory is refused. */
double probe_lines(int threads, int repeats);

#endif
