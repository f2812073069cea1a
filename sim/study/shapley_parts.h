/* shapley_parts.h - what the files of shapley_effects.h share. */
#ifndef BELLWETHER_STUDY_SHAPLEY_PARTS_H
#define BELLWETHER_STUDY_SHAPLEY_PARTS_H

#include "bellwether/study/shapley_effects.h"

/* How many sets of inputs are let go: all but none and the whole, or those of the random orders. */
size_t shapley_sets(const struct shapley_design *design);

/* The order in which a permutation lets inputs go. */
void shapley_order(const struct shapley_design *design, size_t permutation, size_t *order);

/* STATUS_USAGE where a size is below its least, or all sets of too many inputs are wanted. */
enum status shapley_check(const struct shapley_design *design, struct error *error) MUST_CHECK;

#endif
