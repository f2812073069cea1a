/* draws_parts.h - how shares of the priors are spread; private to this room. */
#ifndef BELLWETHER_SIM_STUDY_DRAWS_PARTS_H
#define BELLWETHER_SIM_STUDY_DRAWS_PARTS_H

#include "bellwether/study/design.h"

/* A Latin hypercube's column of one assumption: out[k * stride] for k below `count`, each stratum
 * once, in a keyed order of the assumption's own, by its name. `first`: the number of the first
 * set; other numbers, another order. Errors: memory. */
enum status draws_latin(const struct assumption *assumption, uint32_t seed, uint32_t first,
                        uint32_t count, double *out, size_t stride, struct error *error) MUST_CHECK;

/* A Sobol sequence of `dimensions` (DRAWS_SOBOL_MOST at most), shifted digit by digit at random:
 * dimension j is that of assumptions[j % assumptions_count], out[k * stride + j]. Errors: memory.
 */
enum status draws_sobol(const struct assumption *const *assumptions, size_t assumptions_count,
                        size_t dimensions, uint32_t seed, uint32_t count, double *out,
                        size_t stride, struct error *error) MUST_CHECK;

/* Assumptions that a design varies, and how many of them are alone in their group. */
size_t design_inputs(const struct design *design, const struct assumptions *assumptions,
                     size_t *alone);

#endif
