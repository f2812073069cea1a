/* reference_functions.h - functions whose sensitivity indices are published, and inputs for them.
 */
#ifndef BELLWETHER_TESTS_REFERENCE_FUNCTIONS_H
#define BELLWETHER_TESTS_REFERENCE_FUNCTIONS_H

#include "bellwether/base/draw.h"

#include <stddef.h>

/* A function of `k` inputs in [0, 1]. */
typedef double reference_function(const double *x, size_t k);

/* sin z1 + a sin^2 z2 + b z3^4 sin z1, z = pi (2 x - 1); a = 7, b = .1 (Ishigami and Homma 1990).
 */
reference_function reference_ishigami;
/* Its indices and variance, exact. */
extern const double reference_ishigami_first[3], reference_ishigami_total[3];
#define REFERENCE_ISHIGAMI_VARIANCE 13.844587940719254
/* The same with a = 2, b = 1, as the R package sensobol has it. */
reference_function reference_ishigami_r;
/* prod (|4 x - 2| + a) / (1 + a), a = 0, 1, 4.5, 9, 99, 99, 99, 99 (Saltelli and Sobol 1995). */
reference_function reference_g;
/* The same with a = 0, .5, 3, 9, 99, 99. */
reference_function reference_g_six;
/* Twenty inputs (Morris 1991): 1 to 7 interact, 8 to 10 are nearly linear, the rest do little. */
reference_function reference_morris;

/* Uniform and Gaussian draws of number n, of a test's own stream. */
double reference_uniform(uint32_t stream, uint64_t id, uint32_t n);
double reference_normal(uint32_t stream, uint64_t id, uint32_t n);

/* y[point] of so many points[point][k]. */
void reference_run(reference_function *f, const double *points, size_t count, size_t k, double *y);

/* Points of a Sobol sequence, shifted by a uniform a dimension, around the cube's end. k: 40 at
 * most. The first `k` of 2 k dimensions go to a, the others to b. */
void reference_sobol(uint32_t stream, size_t count, size_t k, double *a, double *b);

#endif
