/* correlation.h - a matrix of correlations: whether there can be such a one, and its factor. */
#ifndef BELLWETHER_BASE_CORRELATION_H
#define BELLWETHER_BASE_CORRELATION_H

#include <stdbool.h>
#include <stddef.h>

/* Most things that are correlated with others in one matrix: 8 MB of it. */
#define CORRELATION_MOST 1024u

/* Factors matrix[n][n], symmetric with ones on its diagonal, into L of matrix = L L', whose lower
 * triangle goes to lower[n][n] (zeros above). Where the matrix is not positive definite there is no
 * such L, nor any set of things so correlated: returns false, and involved[n] says which rows
 * contradict each other, up to the first that does not fit those before it. Cost: n^3 / 3.
 * The bits of a row depend on those alone that it is correlated with. */
bool correlation_factor(const double *matrix, size_t n, double *lower, bool *involved);

/* Makes independent shares of the normal law, u[list[k]] in (0, 1), those of things that are
 * correlated as L = lower[n][n] says: u -> Phi(L Phi^-1(u)), in place. One that is correlated with
 * none before it keeps its share to the bit. Any thread may. Cost: a quantile an entry of L that is
 * not 0. */
void correlation_bind(const double *lower, size_t n, const size_t *list, double *u);

/* The share of the normal law below z, in (0, 1). */
double correlation_share(double z);

#endif
